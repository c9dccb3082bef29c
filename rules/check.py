"""One applicant against many programmes on one day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from finder.deadlines import availability
from finder.models import Assessment, Fact, Profile, Programme, Requirement, RequirementResult
from finder.vocab import FactState, Outcome, Verdict
from rules.engine import evaluate
from rules.questions import asked_facts
from rules.sentences import have_words, reason_of_result, reason_of_verdict
from rules.verdict import decide, settle

Answer = tuple[Verdict, str, tuple[RequirementResult, ...]]


def check(profile: Profile, programmes: Sequence[Programme], stichtag: date) -> tuple[Assessment, ...]:
    """The answer on every programme, in the given order; each appears exactly once.

    The same profile, programmes and day give the same bytes (R-98). What many programmes have in common is evaluated
    and worded once.

    Raises:
        ValueError: a value that cannot be compared exactly.
        rules.engine.EngineError: the engine failed.
    """
    places: dict[tuple[Any, ...], int] = {}
    distinct: list[Requirement] = []
    rows = [_places(programme.readings.requirements, places, distinct) for programme in programmes]
    results = _results(distinct, {fact.id: fact for fact in profile.facts})
    answers: dict[tuple[int, ...], Answer] = {}
    for row in rows:
        if row not in answers:
            answers[row] = _answer([results[place] for place in row])
    return tuple(
        _assessment(programme, answers[row], stichtag) for programme, row in zip(programmes, rows, strict=True)
    )


def _places(
    requirements: Iterable[Requirement], places: dict[tuple[Any, ...], int], distinct: list[Requirement]
) -> tuple[int, ...]:
    """Where the requirements stand in `distinct`, which grows by those that are new."""
    row = []
    for requirement in requirements:
        place = places.setdefault(_identity(requirement), len(distinct))
        if place == len(distinct):
            distinct.append(requirement)
        row.append(place)
    return tuple(row)


def _identity(requirement: Requirement) -> tuple[Any, ...]:
    # A tuple hashes several times faster than a record; True equals 1, so that the type is part of it.
    return (
        requirement.kind,
        requirement.op,
        requirement.value,
        requirement.value.__class__,
        requirement.unclear,
        requirement.effect,
        requirement.strength,
        requirement.part,
        *requirement.evidence.__dict__.values(),
    )


def _results(requirements: Sequence[Requirement], facts: Mapping[str, Fact]) -> list[RequirementResult]:
    outcomes = evaluate(requirements, facts)
    return [_result(requirement, outcome, facts) for requirement, outcome in zip(requirements, outcomes, strict=True)]


def _result(requirement: Requirement, outcome: Outcome, facts: Mapping[str, Fact]) -> RequirementResult:
    settled = settle(requirement, outcome)
    have = have_words(requirement, facts)
    missing = _missing_fact(requirement, settled, facts)
    return RequirementResult(
        requirement=requirement,
        result=settled,
        have=have,
        reason=reason_of_result(requirement, outcome, settled, have, missing),
        missing_fact=missing,
    )


def _missing_fact(requirement: Requirement, settled: Outcome, facts: Mapping[str, Fact]) -> str | None:
    if settled not in (Outcome.OPEN_PROFILE, Outcome.OPEN_PROJECT):
        return None
    return next((fact_id for fact_id in asked_facts(requirement) if _is_unknown(facts.get(fact_id))), None)


def _is_unknown(fact: Fact | None) -> bool:
    return fact is None or fact.state is FactState.UNKNOWN


def _answer(results: Sequence[RequirementResult]) -> Answer:
    requirements = [result.requirement for result in results]
    # Nobody can confirm yet that a programme's requirements are complete.
    decision = decide(requirements, [result.result for result in results], complete=False)
    return decision.verdict, reason_of_verdict(decision, results), tuple(results)


def _assessment(programme: Programme, answer: Answer, stichtag: date) -> Assessment:
    verdict, reason, results = answer
    statement, readings = programme.statement, programme.readings
    return Assessment(
        source=statement.source,
        key=statement.key,
        title=statement.title,
        verdict=verdict,
        availability=availability(readings.deadlines, readings.validity, statement.status_note, stichtag),
        reason=reason,
        results=results,
    )
