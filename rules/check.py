"""One applicant, and one project if it states one, against many programmes on one day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from finder.deadlines import availability
from finder.models import Assessment, Fact, PartAnswer, Profile, Programme, Project, RequirementResult
from finder.vocab import Availability, Outcome, Verdict
from rules.engine import compare
from rules.plan import Plan, Settled, plan_of
from rules.questions import UNSETTLED, facts_behind
from rules.reasons import Gate, reason_of_no, reason_of_verdict
from rules.sentences import NO_TEST, Worded, have_words, reason_of_result, reason_untested
from rules.verdict import RANKED


class Asked(NamedTuple):
    """Who asks, and for what: the facts of an applicant and of its project, on a day."""

    facts: Mapping[str, Fact]
    with_project: bool
    stichtag: date


def asked_by(profile: Profile, stichtag: date, project: Project | None = None) -> Asked:
    """The facts of an applicant and its project by id; a fact of the project goes before one of the applicant.

    What follows from them has to be among them already (rules.derive).
    """
    facts = {fact.id: fact for fact in (*profile.facts, *(project.facts if project else ()))}
    return Asked(facts, project is not None, stichtag)


def check(
    profile: Profile, programmes: Sequence[Programme] | Plan, stichtag: date, project: Project | None = None
) -> tuple[Assessment, ...]:
    """The answer on every programme, in the given order; each appears exactly once.

    The same profile, project, programmes and day give the same bytes (R-98). What many programmes have in common is
    evaluated and worded once. Who checks many applicants makes the plan of the programmes beforehand.

    Raises:
        ValueError: a value that cannot be compared exactly.
        rules.engine.EngineError: the engine failed.
    """
    plan = programmes if isinstance(programmes, Plan) else plan_of(programmes)
    return answers(plan, asked_by(profile, stichtag, project))


def verdicts(plan: Plan, asked: Asked) -> tuple[Verdict, ...]:
    """The verdicts alone, in the order of the plan's programmes. Raises as `check` does."""
    return plan.verdicts(settled(plan, asked))


def settled(plan: Plan, asked: Asked) -> Settled:
    """What the engine's answers mean for these facts. Raises as `check` does."""
    return plan.settle(compare(plan.comparisons, asked.facts), asked.stichtag, with_project=asked.with_project)


def answers(plan: Plan, asked: Asked) -> tuple[Assessment, ...]:
    """The answers with all reasons, in the order of the plan's programmes. Raises as `check` does."""
    means = settled(plan, asked)
    return assessments(plan, means, worded_results(plan, means, asked), asked.stichtag)


def assessments(plan: Plan, means: Settled, worded: Sequence[Worded], stichtag: date) -> tuple[Assessment, ...]:
    """The answers made of what the outcomes mean and of the results of all requirements, by the places of the plan."""
    if not plan.programmes:
        return ()
    results = [each.result for each in worded]
    gates = _gates(plan, means, worded)
    ranks = plan.variant_ranks(means).tolist()
    windows = availabilities(plan, stichtag)
    reasons: dict[int, str] = {}
    failing = [gate.failed for gate in gates]
    found = []
    for programme, row, variants, window in zip(plan.programmes, plan.rows, plan.variants_of, windows, strict=True):
        best = variants[0] if len(variants) == 1 else min(variants, key=ranks.__getitem__)
        # Variants that ask the same have the same marks, so that the shape alone tells the reason.
        shape = plan.shapes[best]
        if shape not in reasons:
            reasons[shape] = _reason(plan, best, RANKED[ranks[best]], gates, failing)
        statement = programme.statement
        found.append(
            Assessment(
                statement.source,
                statement.key,
                statement.title,
                RANKED[ranks[best]],
                window,
                reasons[shape],
                _parts(plan, variants, ranks) if len(variants) > 1 else (),
                tuple([results[place] for place in row]),
            )
        )
    return tuple(found)


def _reason(plan: Plan, variant: int, verdict: Verdict, gates: Sequence[Gate], failing: Sequence[bool]) -> str:
    own, part = plan.variant_gates[variant], plan.parts[variant]
    failed = [gates[place] for place in own if failing[place]]
    if verdict is Verdict.NOT_ELIGIBLE:
        return reason_of_no(part, failed)
    return reason_of_verdict(
        verdict, part, [gates[place] for place in own], failed, discretion=plan.discretion[variant]
    )


@lru_cache(maxsize=2)
def availabilities(plan: Plan, stichtag: date) -> tuple[Availability, ...]:
    """Whether an application can be filed on a day, for every programme; the same for all applicants."""
    return tuple(
        availability(
            programme.readings.deadlines, programme.readings.validity, programme.statement.status_note, stichtag
        )
        for programme in plan.programmes
    )


def worded_results(plan: Plan, means: Settled, asked: Asked) -> list[Worded]:
    """The result of every requirement of the plan with its words, by its place."""
    unforced = frozenset(plan.out_of_force(asked.stichtag))
    skipped = unforced | plan.untested(with_project=asked.with_project)
    haves: dict[tuple[str, ...], str] = {}
    return [
        _skipped(plan, place, in_force=place not in unforced)
        if place in skipped
        else _result(plan, place, means, asked, haves)
        for place in range(len(plan.requirements))
    ]


def _skipped(plan: Plan, place: int, *, in_force: bool) -> Worded:
    requirement = plan.requirements[place]
    reason = reason_untested(requirement, in_force=in_force)
    result = RequirementResult(
        requirement=requirement, result=Outcome.NOT_APPLICABLE, have=NO_TEST, reason=reason, missing_fact=None
    )
    return Worded(result, plan.words[place])


def _result(plan: Plan, place: int, means: Settled, asked: Asked, haves: dict[tuple[str, ...], str]) -> Worded:
    requirement, bearing = plan.requirements[place], plan.bearing[place]
    outcome, settled = means.outcomes[place], means.settled[place]
    key = (requirement.kind, *bearing)
    have = haves.get(key)
    if have is None:
        have = haves[key] = have_words(requirement, asked.facts)
    words = {**plan.words[place], "have": have}
    missing = _missing_fact(bearing, settled, asked.facts)
    conflict = _conflict(bearing, asked.facts) if missing else ()
    reason = reason_of_result(requirement, words, outcome, settled, missing, conflict)
    result = RequirementResult(requirement=requirement, result=settled, have=have, reason=reason, missing_fact=missing)
    return Worded(result, words)


def _missing_fact(bearing: Iterable[str], settled: Outcome, facts: Mapping[str, Fact]) -> str | None:
    """The first fact somebody has to state, for a derived one that it follows from."""
    if settled not in (Outcome.OPEN_PROFILE, Outcome.OPEN_PROJECT):
        return None
    unsettled = [fact_id for fact_id in bearing if _is_unsettled(facts.get(fact_id))]
    contradicted = (facts[fact_id] for fact_id in unsettled if fact_id in facts and facts[fact_id].conflict)
    for fact in contradicted:
        return next(iter(fact.premises), fact.id)
    behind = (premise for fact_id in unsettled for premise in facts_behind(fact_id))
    return next((fact_id for fact_id in behind if _is_unsettled(facts.get(fact_id))), None)


def _conflict(bearing: Iterable[str], facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """What contradicting sources state of the first fact that is contradictory."""
    return next((facts[fact_id].conflict for fact_id in bearing if fact_id in facts and facts[fact_id].conflict), ())


def _is_unsettled(fact: Fact | None) -> bool:
    return fact is None or fact.state in UNSETTLED


def _gates(plan: Plan, means: Settled, worded: Sequence[Worded]) -> list[Gate]:
    """Every requirement and every branch as the gate it may be, by its place in the plan."""
    gates = [Gate(standing, (each,), None) for each, standing in zip(worded, means.standings, strict=False)]
    joined = zip(plan.branches, means.standings[len(worded) :], strict=True)
    for (branch, row), standing in joined:
        gates.append(Gate(standing, tuple(worded[row[position]] for position in branch.positions), branch))
    return gates


def _parts(plan: Plan, variants: Iterable[int], ranks: Sequence[int]) -> tuple[PartAnswer, ...]:
    return tuple(
        PartAnswer(part=plan.parts[place], verdict=RANKED[ranks[place]])
        for place in sorted(variants, key=ranks.__getitem__)
    )
