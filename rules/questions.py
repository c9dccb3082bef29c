"""What the engine is asked: a requirement and the applicant's facts, brought to plain comparable values."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from finder.facts import DEFINITIONS
from finder.models import Fact, FactValue, Requirement
from finder.vocab import FactState, Operator, Outcome
from rules.criteria import CRITERIA, PARTIAL, NamedFact

Plain = tuple[str, ...] | int | bool
"""Words, a whole number or a yes/no: three sorts that are never compared with each other."""

UNSETTLED = frozenset({FactState.UNKNOWN, FactState.CONTRADICTORY})
"""States of a fact that leave a requirement open."""

LARGEST = 2**53 - 1
"""Larger whole numbers lose their last digits in engines that count in doubles."""

NOTHING_ASKED = "∅"
NOTHING_HELD = "∅∅"
"""Stand for empty lists, over which "all items" would never match; no code looks like them."""

_MARK = "\x1f"
_LISTS = (Operator.INTERSECTS, Operator.EXCLUDES)


class Question(NamedTuple):
    """One requirement as the rules compare it, once for every value the applicant has."""

    comparison: "Comparison"
    haves: tuple[str | int | bool | None, ...]
    """None is an unknown fact."""
    open_needed: tuple[Outcome, ...] = ()
    """Causes of open facts that would satisfy the requirement."""
    open_unclear: tuple[Outcome, ...] = ()
    """Causes of open facts of which the source does not say whether they would."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What there is to compare about a requirement, whoever asks; made once for all applicants (`comparison_of`)."""

    op: Operator
    need: Plain | None
    """None where the source does not say what it asks, or asks what its operator cannot compare."""
    event: str
    """Operator, need and unclear words as the rules compare them, as the inside of a JSON object."""
    unclear: tuple[str, ...]
    fact: str | None
    """Id of the kind's own fact."""
    missing: Outcome
    words: frozenset[str]
    """Every word the requirement asks for or is unclear about."""
    named: tuple[tuple[str, NamedFact | None], ...]
    """Words that a fact of their own answers, and those that no fact answers (None)."""


def comparison_of(requirement: Requirement) -> Comparison:
    """What there is to compare about a requirement.

    Raises:
        ValueError: its number cannot be compared exactly (beyond 2^53).
    """
    criterion = CRITERIA[requirement.kind]
    own = criterion.fact_of(requirement.basis)
    need = None if requirement.value is None else plain(requirement.value)
    need = need if need is not None and _suits(requirement.op, need) else None
    words = asked_codes(requirement)
    lists = requirement.op in _LISTS
    unclear = _unclear(requirement, need, lists=lists)
    return Comparison(
        op=requirement.op,
        need=need,
        event=_event(requirement.op, _compared(need, lists=lists), unclear or (NOTHING_ASKED,)),
        unclear=unclear,
        fact=own,
        missing=criterion.missing_with(requirement.basis),
        words=frozenset(words),
        named=tuple((word, criterion.named.get(word)) for word in words if word in criterion.named or own is None)
        if lists
        else (),
    )


def _event(op: Operator, need: tuple[str, ...] | str | int | bool, unclear: tuple[str, ...]) -> str:
    compared = {"op": op.value, "n": need, "u": unclear}
    return json.dumps(compared, ensure_ascii=False, separators=(",", ":"))[1:-1]


def _compared(need: Plain | None, *, lists: bool) -> tuple[str, ...] | str | int | bool:
    if lists and isinstance(need, tuple):
        return need or (NOTHING_ASKED,)
    return NOTHING_ASKED if need is None else _single(need)


def _unclear(requirement: Requirement, need: Plain | None, *, lists: bool) -> tuple[str, ...]:
    if lists:
        return requirement.unclear
    return tuple(_joined((word,)) for word in requirement.unclear) if isinstance(need, tuple) else ()


def ask(comparison: Comparison, facts: Mapping[str, Fact]) -> Question | Outcome:
    """The question behind a requirement, or its outcome where there is nothing to compare.

    Nothing is compared where the source does not say what it asks, where the fact does not apply to the applicant,
    and where fact and requirement are of different sorts ("5" is not 5): the last is a fault of the reading, so the
    outcome is open_source, neither yes nor no.

    Raises:
        ValueError: a value that cannot be compared exactly (a fraction, a float, a number beyond 2^53).
    """
    need = comparison.need
    fact = facts.get(comparison.fact) if comparison.fact else None
    if need is None or (fact is not None and fact.state is FactState.NOT_APPLICABLE):
        # What the source does not say comes before what does not apply.
        return Outcome.OPEN_SOURCE if need is None else Outcome.NOT_APPLICABLE
    have = plain(fact.value) if fact is not None and fact.state is FactState.KNOWN else None
    if have is not None and type(have) is not type(need):
        return Outcome.OPEN_SOURCE
    if comparison.op in _LISTS:
        return _about_lists(comparison, have if isinstance(have, tuple) else (), fact, facts)
    haves = (None if have is None else _single(have),)
    return Question(comparison, haves)


def asked_facts(requirement: Requirement) -> tuple[str, ...]:
    """Ids of the facts that bear on a requirement, the kind's own fact first."""
    criterion = CRITERIA[requirement.kind]
    own = criterion.fact_of(requirement.basis)
    named = [criterion.named[code].fact for code in asked_codes(requirement) if code in criterion.named]
    return tuple(dict.fromkeys([*([own] if own else []), *named]))


def facts_behind(fact_id: str) -> tuple[str, ...]:
    """The facts somebody can state so that this one becomes known: itself, or what it follows from."""
    return DEFINITIONS[fact_id].follows_from or (fact_id,)


def asked_codes(requirement: Requirement) -> tuple[str, ...]:
    """The words a requirement asks for, certain ones first."""
    return (*(requirement.value if isinstance(requirement.value, tuple) else ()), *requirement.unclear)


def plain(value: FactValue | None) -> Plain:
    """A value that passes the engine unharmed; a day becomes a number that orders alike (20261231).

    Raises:
        ValueError: the value is missing, a fraction, a float or a number beyond 2^53.
    """
    kind = value.__class__
    if kind is tuple or kind is bool:
        return value  # type: ignore[return-value]
    if kind is int and -LARGEST <= value <= LARGEST:  # type: ignore[operator]
        return value  # type: ignore[return-value]
    match value:
        case str():
            return (value,)
        case date():
            return value.year * 10_000 + value.month * 100 + value.day
        case Decimal() if value.is_finite() and value == value.to_integral_value() and abs(value) <= LARGEST:
            return int(value)
        case _:
            raise ValueError(f"Der Wert {value!r} lässt sich nicht genau vergleichen; nötig ist eine ganze Zahl.")


def _suits(op: Operator, need: Plain) -> bool:
    match op:
        case Operator.INTERSECTS | Operator.EXCLUDES:
            return isinstance(need, tuple)
        case Operator.AT_LEAST | Operator.AT_MOST:
            return not isinstance(need, tuple | bool)
        case Operator.EQUALS:
            return True


def _single(value: Plain) -> str | int | bool:
    return _joined(value) if isinstance(value, tuple) else value


def _joined(words: tuple[str, ...]) -> str:
    """One value for EQUALS; before every word stands a mark, so that no word and an empty word differ."""
    return "".join(f"{_MARK}{word}" for word in sorted(words))


def _about_lists(
    comparison: Comparison, held: tuple[str, ...], own: Fact | None, facts: Mapping[str, Fact]
) -> Question:
    # What neither list names cannot bear on the answer.
    haves: tuple[str | None, ...] = tuple([word for word in held if word in comparison.words])
    open_needed: tuple[Outcome, ...] = ()
    open_unclear: tuple[Outcome, ...] = ()
    if comparison.named:
        answers = {
            word: _holds(named, comparison.missing, facts) for word, named in comparison.named if word not in held
        }
        haves += tuple(word for word, answer in answers.items() if answer is True)
        need = comparison.need if isinstance(comparison.need, tuple) else ()
        open_needed, open_unclear = _open(answers, need), _open(answers, comparison.unclear)
    if comparison.fact is not None and (own is None or own.state in UNSETTLED):
        haves += (None,)
    return Question(comparison, haves or (NOTHING_HELD,), open_needed, open_unclear)


def _open(answers: Mapping[str, bool | Outcome], words: Collection[str]) -> tuple[Outcome, ...]:
    causes = [answers[word] for word in words if word in answers]
    return tuple(cause for cause in causes if isinstance(cause, Outcome))


def _holds(named: NamedFact | None, missing: Outcome, facts: Mapping[str, Fact]) -> bool | Outcome:
    """Whether the applicant has what a code names, or why that is open; no fact answers a code without a name."""
    fact = facts.get(named.fact) if named else None
    if named is None or fact is None or fact.state in UNSETTLED:
        return missing
    match fact.value:
        case None:
            return False
        case bool():
            return fact.value
        case str() if fact.value.endswith(PARTIAL):
            return Outcome.OPEN_PROJECT
        case str() if fact.value in named.unclear:
            return Outcome.OPEN_SOURCE
        case _:
            return fact.value not in named.no
