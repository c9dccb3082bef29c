"""What the engine is asked: a requirement and the applicant's facts, brought to plain comparable values."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from finder.models import Fact, FactValue, Requirement
from finder.vocab import FactState, Operator, Outcome
from rules.criteria import CRITERIA, PARTIAL, Criterion, NamedFact

Plain = tuple[str, ...] | int | bool
"""Words, a whole number or a yes/no: three sorts that are never compared with each other."""

LARGEST = 2**53 - 1
"""Larger whole numbers lose their last digits in engines that count in doubles."""

NOTHING_ASKED = "∅ nichts verlangt"
NOTHING_HELD = "∅ nichts vorhanden"
"""Stand for empty lists, over which "all items" would never match; no code looks like them."""

_MARK = "\x1f"
_LISTS = (Operator.INTERSECTS, Operator.EXCLUDES)


class Question(NamedTuple):
    """One distinct requirement as the rules compare it, once for every value the applicant has."""

    op: Operator
    need: tuple[str, ...] | str | int | bool
    unclear: tuple[str, ...]
    haves: tuple[str | int | bool | None, ...]
    """None is an unknown fact."""
    missing: Outcome
    """What an unknown fact comes to."""
    open_needed: tuple[Outcome, ...] = ()
    """Causes of open facts that would satisfy the requirement."""
    open_unclear: tuple[Outcome, ...] = ()
    """Causes of open facts of which the source does not say whether they would."""


def ask(requirement: Requirement, facts: Mapping[str, Fact]) -> Question | Outcome:
    """The question behind a requirement, or its outcome where there is nothing to compare.

    Nothing is compared where the source does not say what it asks, where the fact does not apply to the applicant,
    and where fact and requirement are of different sorts ("5" is not 5): the last is a fault of the reading, so the
    outcome is open_source, neither yes nor no.

    Raises:
        ValueError: a value that cannot be compared exactly (a fraction, a float, a number beyond 2^53).
    """
    if requirement.value is None:
        return Outcome.OPEN_SOURCE
    criterion = CRITERIA[requirement.kind]
    fact = facts.get(criterion.fact) if criterion.fact else None
    if fact and fact.state is FactState.NOT_APPLICABLE:
        return Outcome.NOT_APPLICABLE
    need = plain(requirement.value)
    have = plain(fact.value) if fact and fact.state is FactState.KNOWN else None
    if not _suits(requirement.op, need) or (have is not None and type(have) is not type(need)):
        return Outcome.OPEN_SOURCE
    if requirement.op in _LISTS:
        held = have if isinstance(have, tuple) else ()
        return _about_lists(requirement, criterion, held, facts)
    unclear = tuple(_joined((word,)) for word in requirement.unclear) if isinstance(need, tuple) else ()
    return Question(
        op=requirement.op,
        need=_single(need),
        unclear=unclear or (NOTHING_ASKED,),
        haves=(None if have is None else _single(have),),
        missing=criterion.missing,
    )


def asked_facts(requirement: Requirement) -> tuple[str, ...]:
    """Ids of the facts that bear on a requirement, the kind's own fact first."""
    criterion = CRITERIA[requirement.kind]
    named = [criterion.named[code].fact for code in asked_codes(requirement) if code in criterion.named]
    return tuple(dict.fromkeys([*([criterion.fact] if criterion.fact else []), *named]))


def asked_codes(requirement: Requirement) -> tuple[str, ...]:
    """The words a requirement asks for, certain ones first."""
    return (*(requirement.value if isinstance(requirement.value, tuple) else ()), *requirement.unclear)


def plain(value: FactValue | None) -> Plain:
    """A value that passes the engine unharmed; a day becomes a number that orders alike (20261231).

    Raises:
        ValueError: the value is missing, a fraction, a float or a number beyond 2^53.
    """
    match value:
        case bool() | tuple():
            return value
        case str():
            return (value,)
        case date():
            return value.year * 10_000 + value.month * 100 + value.day
        case int() if abs(value) <= LARGEST:
            return value
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
    requirement: Requirement, criterion: Criterion, held: tuple[str, ...], facts: Mapping[str, Fact]
) -> Question:
    need = requirement.value if isinstance(requirement.value, tuple) else ()
    own = facts.get(criterion.fact) if criterion.fact else None
    unknown = criterion.fact is not None and (own is None or own.state is FactState.UNKNOWN)
    answers = {
        code: _holds(criterion.named.get(code), criterion, facts)
        for code in need + requirement.unclear
        if code not in held and (code in criterion.named or criterion.fact is None)
    }
    haves = held + tuple(code for code, answer in answers.items() if answer is True)
    return Question(
        op=requirement.op,
        need=need or (NOTHING_ASKED,),
        unclear=requirement.unclear or (NOTHING_ASKED,),
        haves=(*haves, None) if unknown else haves or (NOTHING_HELD,),
        missing=criterion.missing,
        open_needed=_open(answers, need),
        open_unclear=_open(answers, requirement.unclear),
    )


def _open(answers: Mapping[str, bool | Outcome], codes: Collection[str]) -> tuple[Outcome, ...]:
    causes = [answers[code] for code in codes if code in answers] if answers else ()
    return tuple(cause for cause in causes if isinstance(cause, Outcome))


def _holds(named: NamedFact | None, criterion: Criterion, facts: Mapping[str, Fact]) -> bool | Outcome:
    """Whether the applicant has what a code names, or why that is open; no fact answers a code without a name."""
    fact = facts.get(named.fact) if named else None
    if named is None or fact is None or fact.state is FactState.UNKNOWN:
        return criterion.missing
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
