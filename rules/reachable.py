"""Which programmes an applicant reaches with a partner that it does not reach alone.

A programme counts only where the set itself gains something: that it cooperates, its inhabitants together, or a concept
of one member. What the applicant itself fails (its kind, its territory, its finances), no partner makes good.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from finder.frozen import Frozen
from finder.models import Profile, Programme, Project
from finder.vocab import Verdict
from rules.check import asked_by, settled
from rules.cooperation import JointAssessment, asked_together, joint_check
from rules.engine import compare
from rules.joint import GAINED, Counts, counts_of, joint_outcomes
from rules.plan import Plan, Settled, plan_of
from rules.verdict import GATES, RANK, RANKED, Mark

MOST_PARTNERS = 9
"""How many partners are tried together; for a larger set the search does not speak."""
FITS = frozenset({Verdict.ELIGIBLE, Verdict.ELIGIBLE_WITH_RESERVATION})
WITHIN_REACH = FITS | {Verdict.FACTS_MISSING, Verdict.CHECK_GUIDELINE}
STILL_MISSING = Mark.FIXED | Mark.MISSING


class Reachable(Frozen):
    """A programme that becomes reachable, and with whom."""

    source: str
    key: str
    title: str
    url: str
    alone: Verdict
    together: Verdict
    reason: str
    """The decisive reason for the verdict on the first of the sets."""
    quotes: tuple[str, ...]
    """The sentences of the source that ask for what the set has."""
    sets: tuple[tuple[str, ...], ...]
    """Keys of the partners: every set of the fewest partners with that verdict, in the order of the candidates."""


class _Trial(NamedTuple):
    """What one set of partners means for every programme of a plan."""

    partners: tuple[Profile, ...]
    verdicts: tuple[Verdict, ...]
    gains: tuple[bool, ...]
    """Whether the set holds something that the applicant alone did not, and the applicant the rest."""
    harmless: tuple[bool, ...]
    """Whether the partners hold and lack the same as the applicant of what every member has to hold."""


class _Search(NamedTuple):
    plan: Plan
    alone: Settled
    applicant: Profile
    stichtag: date
    project: Project | None


def reachable_together(
    plan: Plan, applicant: Profile, candidates: Sequence[Profile], stichtag: date, project: Project | None = None
) -> tuple[Reachable, ...]:
    """The programmes that fit the applicant not alone but with the fewest of the candidates, best verdict first.

    Tried are every candidate alone, and where only the joint population is too small, the two to MOST_PARTNERS largest
    of those that hold the same as the applicant. So the work grows with the number of candidates and no faster.

    Raises:
        UnfitSet: the applicant is among the candidates.
        rules.engine.EngineError: the engine failed.
    """
    search = _search(plan.programmes, applicant, stichtag, project)
    pairs = [_trial(search, (candidate,)) for candidate in candidates] if search.plan.programmes else []
    alone = search.plan.verdicts(search.alone)
    found = [
        _reachable(search, number, sets)
        for number in range(len(search.plan.programmes))
        if alone[number] not in FITS and (sets := _fewest(search, number, pairs))
    ]
    return tuple(sorted(found, key=lambda each: (RANK[each.together], len(each.sets[0]), each.title, each.key)))


def _search(programmes: Sequence[Programme], applicant: Profile, stichtag: date, project: Project | None) -> _Search:
    plan = plan_of(programme for programme in programmes if _counts(programme) & GAINED)
    return _Search(plan, settled(plan, asked_by(applicant, stichtag, project)), applicant, stichtag, project)


def _counts(programme: Programme) -> set[Counts]:
    return {counts_of(each) for each in programme.readings.requirements if each.effect in GATES}


def _trial(search: _Search, partners: tuple[Profile, ...]) -> _Trial:
    plan = search.plan
    asked = asked_together((search.applicant, *partners), search.stichtag, search.project)
    outcomes = [compare(plan.comparisons, each.facts) for each in asked]
    joint = joint_outcomes(plan.asked, outcomes)
    of_set = [counts_of(requirement) in GAINED for requirement in plan.asked]
    own = [set_answer if gained else lead for gained, set_answer, lead in zip(of_set, joint, outcomes[0], strict=True)]
    with_project = search.project is not None
    hopeful = plan.settle(own, search.stichtag, with_project=with_project)
    same = [joint[place] is own[place] for place in plan.asks]
    return _Trial(
        partners,
        plan.verdicts(plan.settle(joint, search.stichtag, with_project=with_project)),
        tuple(_gains(plan, search.alone, hopeful)),
        tuple(all(same[place] for place in row) for row in plan.rows),
    )


def _gains(plan: Plan, alone: Settled, hopeful: Settled) -> Iterator[bool]:
    """For every programme, whether its best variant is within reach and has a gate that holds only for the set."""
    won = [
        before != after and not after.steps and not after.marks & STILL_MISSING
        for before, after in zip(alone.standings, hopeful.standings, strict=True)
    ]
    ranks = plan.variant_ranks(hopeful).tolist()
    for variants in plan.variants_of:
        best = min(ranks[variant] for variant in variants)
        gates = [place for variant in variants if ranks[variant] == best for place in plan.variant_gates[variant]]
        yield RANKED[best] in WITHIN_REACH and any(won[place] for place in gates)


def _fewest(search: _Search, number: int, pairs: Sequence[_Trial]) -> list[_Trial]:
    """Every set of the fewest partners with the best verdict within reach."""
    reached = [trial for trial in pairs if trial.gains[number] and trial.verdicts[number] in WITHIN_REACH]
    if reached:
        best = min(RANK[trial.verdicts[number]] for trial in reached)
        return [_only(trial, number) for trial in reached if RANK[trial.verdicts[number]] == best]
    programme = search.plan.programmes[number]
    if Counts.SUM not in _counts(programme):
        return []
    harmless = [trial.partners[0] for trial in pairs if trial.harmless[number]]
    return _growing(search, programme, sorted(harmless, key=_people, reverse=True))


def _only(trial: _Trial, number: int) -> _Trial:
    return trial._replace(
        verdicts=(trial.verdicts[number],), gains=(trial.gains[number],), harmless=(trial.harmless[number],)
    )


def _growing(search: _Search, programme: Programme, largest: Sequence[Profile]) -> list[_Trial]:
    """The smallest set of the largest candidates that reaches a programme."""
    alone = _search((programme,), search.applicant, search.stichtag, search.project)
    for size in range(2, min(MOST_PARTNERS, len(largest)) + 1):
        trial = _trial(alone, tuple(largest[:size]))
        if trial.gains[0] and trial.verdicts[0] in WITHIN_REACH:
            return [trial]
    return []


def _people(profile: Profile) -> int:
    fact = profile.fact("population")
    return fact.value if fact is not None and type(fact.value) is int else 0


def _reachable(search: _Search, number: int, sets: Sequence[_Trial]) -> Reachable:
    programme = search.plan.programmes[number]
    statement = programme.statement
    members = (search.applicant, *sets[0].partners)
    (joint,) = joint_check(plan_of((programme,)), members, search.stichtag, search.project)
    return Reachable(
        source=statement.source,
        key=statement.key,
        title=statement.title,
        url=statement.url,
        alone=search.plan.verdicts(search.alone)[number],
        together=sets[0].verdicts[0],
        reason=joint.assessment.reason,
        quotes=tuple(_quotes(joint)),
        sets=tuple(tuple(partner.key for partner in trial.partners) for trial in sets),
    )


def _quotes(joint: JointAssessment) -> Iterator[str]:
    for result in joint.assessment.results:
        requirement = result.requirement
        if requirement.effect in GATES and counts_of(requirement) in GAINED and requirement.evidence.quote:
            yield requirement.evidence.quote
