"""The same verdicts by zen-engine and business-rules, each used as its documentation says.

Every engine turns a condition into what it adds to its programme's sum (`bench.plain`); sums become verdicts in NumPy,
the same way for all. Each runs over all conditions, and over the distinct ones only.
"""

import timeit
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, product
from typing import Any, NamedTuple

import numpy as np
import zen
from business_rules import run_all
from business_rules.actions import BaseActions, rule_action
from business_rules.fields import FIELD_NUMERIC
from business_rules.variables import (
    BaseVariables,
    boolean_rule_variable,
    numeric_rule_variable,
    select_multiple_rule_variable,
    select_rule_variable,
)

from bench.plain import (
    ANY,
    CLOSED,
    LISTS,
    MISSING,
    NUMBERS,
    UNCLEAR,
    WORDS,
    Known,
    asked_words,
    first_no,
    gate_of,
    known_of,
    prepare,
    verdict,
    verdicts,
    weights,
)
from bench.workload import Facts
from finder.models import Requirement
from finder.vocab import Operator, RequirementKind, Verdict

RUNS = 15
STATES = ("has", "open", "unclear")
"""The places of the three sets of words in what is known."""
ROWS = np.array([verdict(total, Verdict.ELIGIBLE_WITH_RESERVATION) for total in range(15 * CLOSED + 1)], dtype=object)
"""The row of the table for every sum."""

Programmes = Sequence[Sequence[Requirement]]
Engine = Callable[[Facts], list[Verdict]]


def best(run: Callable[[], object], runs: int = RUNS) -> float:
    """Milliseconds of the fastest of several runs."""
    return min(timeit.repeat(run, number=1, repeat=runs)) * 1000


def one_profile(programmes: Programmes, facts: Facts) -> dict[str, float]:
    """Milliseconds of every engine for one profile, by its name; all have to agree with the plain evaluator.

    Preparing the programmes is not counted, preparing the facts is.
    """
    expected = verdicts(prepare(programmes), facts)
    times = {}
    for name, build in ENGINES.items():
        engine = build(programmes)
        assert engine(facts) == expected, name
        times[name] = best(partial(engine, facts))
    return times


def plain_screen(programmes: Programmes, municipalities: Sequence[Facts]) -> float:
    """Milliseconds of the plain evaluator for some municipalities, every gate evaluated."""
    prepared = prepare(programmes)
    return best(lambda: [verdicts(prepared, facts) for facts in municipalities], runs=1)


# --- conditions and sums ------------------------------------------------------------------------------------------


class Conditions(NamedTuple):
    """The conditions an engine is asked, and where each programme finds its own; all have equally many."""

    asked: list[Requirement]
    places: Any
    """Programmes × gates: numbers into `asked`."""
    met: Any
    """By programme, the verdict where all gates are met."""


def every(programmes: Programmes) -> Conditions:
    """All conditions, equal ones again and again."""
    asked = list(chain.from_iterable(programmes))
    return Conditions(asked, np.arange(len(asked)).reshape(len(programmes), -1), _met(programmes))


def distinct(programmes: Programmes) -> Conditions:
    """Equal conditions once."""
    every_one = list(chain.from_iterable(programmes))
    numbers = {requirement: number for number, requirement in enumerate(dict.fromkeys(every_one))}
    places = np.array([numbers[requirement] for requirement in every_one])
    return Conditions(list(numbers), places.reshape(len(programmes), -1), _met(programmes))


def _met(programmes: Programmes) -> Any:
    return np.array([met for _, met in prepare(programmes)], dtype=object)


def _verdicts(totals: Any, met: Any) -> list[Verdict]:
    return np.where(totals == 0, met, ROWS[totals]).tolist()


def _engine(conditions: Conditions, evaluate: Callable[[Known], Sequence[float]]) -> Engine:
    """`evaluate` answers what is asked, in order."""
    _, places, met = conditions
    return lambda facts: _verdicts(np.array(evaluate(known_of(facts)), dtype=np.int64)[places].sum(axis=1), met)


# --- plain Python over distinct conditions ------------------------------------------------------------------------


def plain(conditions: Conditions) -> Engine:
    """The plain evaluator's gates, summed like those of the others."""
    gates = [gate_of(requirement) for requirement in conditions.asked]
    return _engine(conditions, lambda known: [gate(known) for gate in gates])


# --- zen-engine ---------------------------------------------------------------------------------------------------


def zen_expression(conditions: Conditions) -> Engine:
    """One compiled expression that lists the answers to all conditions: the fastest way in that was found."""
    expression = zen.compile_expression(f"[{', '.join(map(_expression, conditions.asked))}]")
    return _engine(conditions, lambda known: expression.evaluate(_context(known)))


def zen_programmes(programmes: Programmes) -> Engine:
    """One compiled expression for each programme, the sum over its conditions."""
    expressions = [zen.compile_expression(" + ".join(map(_expression, requirements))) for requirements in programmes]
    met = _met(programmes)

    def engine(facts: Facts) -> list[Verdict]:
        context = _context(known_of(facts))
        return _verdicts(np.array([each.evaluate(context) for each in expressions], dtype=np.int64), met)

    return engine


def _context(known: Known) -> dict[str, Any]:
    """Numbers by kind; by kind and word the place of its state in STATES."""
    return {kind: answer if kind in NUMBERS else _places(answer) for kind, answer in known.items()}


def _places(states: Iterable[Iterable[str]]) -> dict[str, int]:
    return {word: place for place, words in enumerate(states) for word in words}


def _expression(requirement: Requirement) -> str:
    kind, value = requirement.kind.value, requirement.value
    met, failed = weights(requirement)
    if requirement.kind in NUMBERS:
        sign = ">=" if requirement.op is Operator.AT_LEAST else "<="
        return f"({kind} == null ? {MISSING} : {kind} {sign} {value} ? {met} : {failed})"
    tests = (f"{_any_in(kind, state, words)} ? {weight}" for state, words, weight in _states(requirement, met))
    return f"({' : '.join(tests)} : {failed})"


def _any_in(kind: str, state: str, words: Iterable[str]) -> str:
    return " or ".join(f"{kind}.{word} == {STATES.index(state)}" for word in words)


def _states(requirement: Requirement, met: int) -> Iterator[tuple[str, list[str], int]]:
    """What to look for, one after the other: a state, the words that may have it, and what is then added."""
    kind = requirement.kind
    needed = asked_words(kind, requirement.value)
    unclear = [word for word in asked_words(kind, requirement.unclear) if word not in needed]
    yield "has", needed, met
    yield "open", [*needed, ANY] if kind in LISTS else needed, MISSING
    if unclear:
        yield "has", unclear, UNCLEAR
        yield "open", unclear, MISSING
    if kind is RequirementKind.CONCEPT:
        yield "unclear", needed + unclear, UNCLEAR


# --- business-rules -----------------------------------------------------------------------------------------------


class _Facts(BaseVariables):
    """What the rules can ask about: numbers here, words below."""

    def __init__(self, known: Known) -> None:
        self.known = known

    @numeric_rule_variable
    def population(self) -> int:
        return self.known["population"]

    @boolean_rule_variable
    def population_unknown(self) -> bool:
        return self.known["population"] is None


def _add_words(kind: str, place: int) -> None:
    name = f"{kind}_{STATES[place]}"
    setattr(_Facts, f"{name}_one", select_rule_variable()(lambda facts: facts.known[kind][place]))
    setattr(_Facts, f"{name}_several", select_multiple_rule_variable()(lambda facts: facts.known[kind][place]))


for _kind, _place in product(WORDS, range(len(STATES))):
    _add_words(_kind.value, _place)


class _Sums(BaseActions):
    """Writes down what a condition adds."""

    def __init__(self, answers: list[int]) -> None:
        self.answers = answers

    @rule_action(params={"number": FIELD_NUMERIC, "weight": FIELD_NUMERIC})
    def add(self, number: int, weight: int) -> None:
        self.answers[number] = weight


def business_rules(conditions: Conditions) -> Engine:
    """A few rules for each condition, tried until one applies; where none does, the condition has failed."""
    rules = [_rules(number, requirement) for number, requirement in enumerate(conditions.asked)]
    failed = [weights(requirement)[1] for requirement in conditions.asked]

    def evaluate(known: Known) -> list[int]:
        facts, sums = _Facts(known), _Sums(failed.copy())
        for group in rules:
            run_all(group, facts, sums, stop_on_first_trigger=True)
        return sums.answers

    return _engine(conditions, evaluate)


def _rules(number: int, requirement: Requirement) -> list[dict[str, Any]]:
    tests = _number_tests(requirement) if requirement.kind in NUMBERS else _word_tests(requirement)
    return [
        {
            "conditions": {"name": name, "operator": operator, "value": value},
            "actions": [{"name": "add", "params": {"number": number, "weight": weight}}],
        }
        for name, operator, value, weight in tests
    ]


def _number_tests(requirement: Requirement) -> Iterator[tuple[str, str, Any, int]]:
    order = "greater" if requirement.op is Operator.AT_LEAST else "less"
    yield "population_unknown", "is_true", "", MISSING
    yield "population", f"{order}_than_or_equal_to", requirement.value, weights(requirement)[0]


def _word_tests(requirement: Requirement) -> Iterator[tuple[str, str, Any, int]]:
    for state, words, weight in _states(requirement, weights(requirement)[0]):
        name = f"{requirement.kind.value}_{state}"
        if len(words) == 1:
            yield f"{name}_one", "contains", words[0], weight
        else:
            yield f"{name}_several", "shares_at_least_one_element_with", words, weight


ENGINES: Mapping[str, Callable[[Programmes], Engine]] = {
    "einfacher Auswerter": lambda programmes: partial(verdicts, prepare(programmes)),
    "einfacher Auswerter bis zum ersten Nein": lambda programmes: partial(first_no, prepare(programmes)),
    "einfacher Auswerter, jede Bedingung einmal": lambda programmes: plain(distinct(programmes)),
    "zen-engine, ein Ausdruck je Programm": zen_programmes,
    "zen-engine, ein Ausdruck für alles": lambda programmes: zen_expression(every(programmes)),
    "zen-engine, jede Bedingung einmal": lambda programmes: zen_expression(distinct(programmes)),
    "business-rules": lambda programmes: business_rules(every(programmes)),
    "business-rules, jede Bedingung einmal": lambda programmes: business_rules(distinct(programmes)),
}
"""How each engine takes the programmes."""
