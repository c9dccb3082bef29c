"""A plain evaluator, as fast as pure Python allows without tables over conditions: the floor of the comparison.

Programmes are prepared once: every gate becomes a function that returns what it adds to the programme's sum, and the
sum tells the verdict (eligibility.md B3). It covers what the workload has: five kinds, no parts, no EQUALS, no facts
that do not apply, no confirmed lists. Equal conditions are asked again and again. Tests hold it against the oracle.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bench.workload import AREAS, CONCEPTS, Facts
from finder.models import Requirement
from finder.vocab import Assurance, Effect, FactState, Operator, RequirementKind, SectionField, Strength, Verdict

K = RequirementKind
LISTS = {K.APPLICANT_KIND: "applicant_kind", K.REGION: "territory"}
NUMBERS = {K.POPULATION: "population"}
NAMED = {K.APPLICANT_KIND: ("school_provider", "childcare_provider"), K.AREA: AREAS, K.CONCEPT: CONCEPTS}
WORDS = (*LISTS, K.AREA, K.CONCEPT)

UNCLEAR, MISSING, CHANGE, CLOSED = 1, 16, 256, 512
"""What a gate adds that is not met, for up to 15 gates: two changeable ones that fail weigh as much as a fixed one."""

ANY, STRAY = "any_word", "stray_word"
"""Stand among the open words of a kind: where its own fact is unknown, and for words that no fact answers."""

NOT_ELIGIBLE, NEAR_MISS, FACTS_MISSING = Verdict.NOT_ELIGIBLE, Verdict.NEAR_MISS, Verdict.FACTS_MISSING
CHECK_GUIDELINE, WITH_RESERVATION = Verdict.CHECK_GUIDELINE, Verdict.ELIGIBLE_WITH_RESERVATION

Known = dict[str, Any]
"""By kind a number or None, or three sets of words: those the applicant has, the open ones and the unclear ones."""
Gate = Callable[[Known], int]
Programme = tuple[list[Gate], Verdict]
"""The gates, and the verdict where all are met."""


def verdicts(programmes: Sequence[Programme], facts: Facts) -> list[Verdict]:
    """The verdicts on all programmes, every gate evaluated."""
    known = known_of(facts)
    found = []
    for gates, best in programmes:
        total = 0
        for gate in gates:
            total += gate(known)
        found.append(verdict(total, best))
    return found


def first_no(programmes: Sequence[Programme], facts: Facts) -> list[Verdict]:
    """The same verdicts, but a programme is left as soon as it is closed; its other reasons remain unknown."""
    known = known_of(facts)
    found = []
    for gates, best in programmes:
        total = 0
        for gate in gates:
            total += gate(known)
            if total >= CLOSED:
                break
        found.append(verdict(total, best))
    return found


def verdict(total: int, best: Verdict) -> Verdict:
    """The first row of the table that applies to a sum."""
    if total >= CLOSED:
        return NOT_ELIGIBLE
    if not total:
        return best
    if total == CHANGE:
        return NEAR_MISS
    return FACTS_MISSING if total % CHANGE >= MISSING else CHECK_GUIDELINE


def known_of(facts: Facts) -> Known:
    """The facts in the form in which the gates ask for them."""
    numbers = {kind.value: _value(facts, fact_id) for kind, fact_id in NUMBERS.items()}
    return numbers | {kind.value: _words_of(kind, facts) for kind in WORDS}


def _words_of(kind: K, facts: Facts) -> tuple[set[str], set[str], set[str]]:
    own = _value(facts, LISTS[kind]) if kind in LISTS else ()
    held, missing, unclear = set(own or ()), {STRAY if own is not None else ANY}, set()
    for word in NAMED.get(kind, ()):
        fact = facts.get(word)
        if fact is None or fact.state is FactState.UNKNOWN or str(fact.value).endswith("(teilweise)"):
            missing.add(word)
        elif kind is K.CONCEPT and fact.value == "in_preparation":
            unclear.add(word)
        elif fact.value and not (kind is K.CONCEPT and fact.value == "none"):
            held.add(word)
    return held, missing - held, unclear


def _value(facts: Facts, fact_id: str) -> Any:
    return facts[fact_id].value if fact_id in facts else None


def prepare(programmes: Iterable[Sequence[Requirement]]) -> list[Programme]:
    """The programmes as functions."""
    return [_programme(requirements) for requirements in programmes]


def _programme(requirements: Sequence[Requirement]) -> Programme:
    gates = [each for each in requirements if each.effect in (Effect.GATE, Effect.EXCLUSION)]
    was_read = any(
        each.evidence.assurance is not Assurance.CATEGORY and each.evidence.field is not SectionField.TEASER
        for each in gates
    )
    # Gates that ask the same count once: one change mends them all.
    once = {(each.kind, each.op, each.value, each.unclear, each.effect, each.strength): each for each in gates}
    return [gate_of(each) for each in once.values()], WITH_RESERVATION if was_read else CHECK_GUIDELINE


def gate_of(requirement: Requirement) -> Gate:
    """What a requirement adds to the sum, as a function of what is known."""
    kind, value = requirement.kind, requirement.value
    met, failed = weights(requirement)
    if value is None:
        return lambda known: UNCLEAR
    if isinstance(value, tuple):
        return _words(kind.value, asked_words(kind, value), asked_words(kind, requirement.unclear), met, failed)
    return _number(kind.value, requirement.op, value, met, failed)


def weights(requirement: Requirement) -> tuple[int, int]:
    """What is added where the applicant has what the requirement names, and where not."""
    failed = CHANGE if requirement.kind is K.CONCEPT else CLOSED
    pair = (0, failed if requirement.strength is Strength.MUST else 0)
    turned = (requirement.op is Operator.EXCLUDES) != (requirement.effect is Effect.EXCLUSION)
    return pair[::-1] if turned else pair


def asked_words(kind: K, words: Sequence[str]) -> list[str]:
    """The words as the gates look for them."""
    answered = NAMED.get(kind, ())
    return [word if kind in LISTS or word in answered else STRAY for word in words]


def _number(kind: str, op: Operator, limit: int, met: int, failed: int) -> Gate:
    def at_least(known: Known) -> int:
        have = known[kind]
        if have is None:
            return MISSING
        return met if have >= limit else failed

    def at_most(known: Known) -> int:
        have = known[kind]
        if have is None:
            return MISSING
        return met if have <= limit else failed

    return at_least if op is Operator.AT_LEAST else at_most


def _words(kind: str, needed: Sequence[str], unclear: Sequence[str], met: int, failed: int) -> Gate:
    if len(needed) == 1 and not unclear:
        return _word(kind, needed[0], met, failed)
    lacks_needed = frozenset((*needed, ANY)).isdisjoint
    lacks_unclear = frozenset(unclear).difference(needed).isdisjoint

    def several(known: Known) -> int:
        held, missing, open_source = known[kind]
        if not lacks_needed(held):
            return met
        if not lacks_needed(missing):
            return MISSING
        if not (lacks_unclear(held) and lacks_needed(open_source) and lacks_unclear(open_source)):
            return UNCLEAR
        return failed if lacks_unclear(missing) else MISSING

    return several


def _word(kind: str, word: str, met: int, failed: int) -> Gate:
    def one(known: Known) -> int:
        held, missing, open_source = known[kind]
        if word in held:
            return met
        if word in missing or ANY in missing:
            return MISSING
        return UNCLEAR if word in open_source else failed

    return one
