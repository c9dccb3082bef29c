"""Several municipalities as one applicant: the joint check of up to 50 members with one project and one lead partner.

Every member is compared for itself; `rules.joint` makes one answer of theirs, and the plan reads the verdicts off it as
for one applicant. The facts of the set (that it cooperates, its inhabitants together) stand in for those of the project.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from finder.facts import unknown
from finder.models import Assessment, Fact, Profile, Project
from finder.vocab import FactOrigin, FactState, UnitLevel, Verdict
from rules.check import Asked, asked_by, assessments, settled, worded_results
from rules.criteria import CRITERIA
from rules.engine import compare
from rules.joint import JOINT_RULES, Counts, joint_outcomes
from rules.joint_sentences import POPULATION, MemberAnswer, Names, joint_result, member_answers, short_names
from rules.plan import Plan, Settled

MOST_MEMBERS = 50
"""More would be a survey, no joint application."""
COOPERATES, JOINT_POPULATION = "cooperates", "joint_population"
SOURCE = "abgeleitet aus den Beteiligten des gemeinsamen Antrags"

OWN_FACTS = frozenset(
    fact
    for kind, rule in JOINT_RULES.items()
    for fact in CRITERIA[kind].facts
    if CRITERIA[kind].whose == "project" and rule.counts is Counts.EVERY
)
"""Facts of the project that say something of the lead partner alone, such as its council's decision."""


class UnfitSet(ValueError):
    """These applicants cannot be checked together; the message is a German sentence."""


class JointAssessment(NamedTuple):
    """The answer on one programme for a set of members on one day."""

    assessment: Assessment
    """As for one applicant; its reasons name the members that differ."""
    members: tuple[tuple[MemberAnswer, ...], ...]
    """For each result of the assessment every member's own; empty where the set or its project is asked once."""


def asked_together(members: Sequence[Profile], stichtag: date, project: Project | None = None) -> tuple[Asked, ...]:
    """What is asked of every member: its own facts, those of the set, and the project of the first, the lead partner.

    What follows from the facts has to be among them already (rules.derive). A single member is asked as it is.

    Raises:
        UnfitSet: no members, more than MOST_MEMBERS, or one of them twice.
    """
    _require_fit(members)
    lead, *partners = members
    asked = [asked_by(lead, stichtag, project), *(asked_by(each, stichtag, _of_set(project)) for each in partners)]
    shared = set_facts(members)
    return tuple(each._replace(facts={**each.facts, **shared}) for each in asked)


def set_facts(members: Sequence[Profile]) -> dict[str, Fact]:
    """The facts of two or more members as a set; a single one has none."""
    if not members[1:]:
        return {}
    return {COOPERATES: _derived(COOPERATES, True, None), JOINT_POPULATION: _joint_population(members)}


def joint_verdicts(plan: Plan, members: Sequence[Asked]) -> tuple[Verdict, ...]:
    """The verdicts on the members as one applicant, in the order of the plan's programmes; their order does not matter.

    Raises:
        UnfitSet: no members, more than MOST_MEMBERS, or they are asked on different days or only some for a project.
        rules.engine.EngineError: the engine failed.
    """
    return plan.verdicts(joint_settled(plan, members))


def joint_settled(plan: Plan, members: Sequence[Asked]) -> Settled:
    """What the members' outcomes mean together. Raises as `joint_verdicts` does."""
    questions = {(member.stichtag, member.with_project) for member in members}
    if not 1 <= len(members) <= MOST_MEMBERS or len(questions) > 1:
        raise UnfitSet(f"Gemeinsam geprüft werden 1 bis {MOST_MEMBERS} Kommunen mit demselben Stichtag und Vorhaben.")
    ((stichtag, with_project),) = questions
    outcomes = joint_outcomes(plan.asked, [compare(plan.comparisons, member.facts) for member in members])
    return plan.settle(outcomes, stichtag, with_project=with_project)


def joint_check(
    plan: Plan, members: Sequence[Profile], stichtag: date, project: Project | None = None
) -> tuple[JointAssessment, ...]:
    """The answer on every programme of the plan for the members as one applicant, each requirement with who holds it.

    Raises:
        UnfitSet: no members, more than MOST_MEMBERS, or one of them twice.
        ValueError: a value that cannot be compared exactly.
        rules.engine.EngineError: the engine failed.
    """
    asked = asked_together(members, stichtag, project)
    if not plan.programmes:
        return ()
    means = joint_settled(plan, asked)
    alone = [worded_results(plan, settled(plan, each), each) for each in asked]
    by_place = [[worded.result for worded in members_results] for members_results in zip(*alone, strict=True)]
    names = _names(members)
    worded = [
        joint_result(results, plan.words[place], means.outcomes[place], means.settled[place], names)
        for place, results in enumerate(by_place)
    ]
    answers_by_place = [member_answers(members, names, results) for results in by_place]
    return tuple(
        JointAssessment(assessment=assessment, members=tuple(answers_by_place[place] for place in row))
        for assessment, row in zip(assessments(plan, means, worded, stichtag), plan.rows, strict=True)
    )


def _names(members: Sequence[Profile]) -> Names:
    names = short_names(members)
    uncounted = [name for name, member in zip(names, members, strict=True) if _population(member) is None]
    return Names(names, tuple(uncounted))


def _require_fit(members: Sequence[Profile]) -> None:
    if not 1 <= len(members) <= MOST_MEMBERS:
        raise UnfitSet(f"Gemeinsam prüfen lassen sich 1 bis {MOST_MEMBERS} Kommunen, nicht {len(members)}.")
    counts = Counter(member.key for member in members)
    twice = [member.name for member in members if counts[member.key] > 1]
    if twice:
        raise UnfitSet(f"„{twice[0]}“ ist mehrfach genannt. Bitte jede Kommune einmal angeben.")


def _of_set(project: Project | None) -> Project | None:
    """The project as it speaks for the partners too."""
    if project is None:
        return None
    return project.model_copy(update={"facts": tuple(fact for fact in project.facts if fact.id not in OWN_FACTS)})


def _joint_population(members: Sequence[Profile]) -> Fact:
    """The inhabitants of all members; unknown where one number is, or where some might be counted twice."""
    counted = [fact for member in members if (fact := _population(member))]
    if len(counted) < len(members) or _may_overlap(members):
        return unknown(JOINT_POPULATION)
    days = [fact.as_of for fact in counted if fact.as_of]
    people = sum(fact.value for fact in counted if isinstance(fact.value, int))
    return _derived(JOINT_POPULATION, people, min(days, default=None))


def _population(member: Profile) -> Fact | None:
    fact = member.fact(POPULATION)
    return fact if fact is not None and type(fact.value) is int else None


def _may_overlap(members: Sequence[Profile]) -> bool:
    """Whether a member lies in another, or is a Zweckverband, whose area no register tells."""
    keys = {member.key for member in members}
    return any(
        member.level is UnitLevel.SPECIAL_PURPOSE or keys & set(_territory(member)) - {member.key} for member in members
    )


def _territory(member: Profile) -> tuple[str, ...]:
    fact = member.fact("territory")
    return fact.value if fact is not None and isinstance(fact.value, tuple) else ()


def _derived(fact_id: str, value: int | bool, as_of: date | None) -> Fact:
    premises = (POPULATION,) if fact_id == JOINT_POPULATION else ()
    return Fact(
        id=fact_id,
        state=FactState.KNOWN,
        value=value,
        origin=FactOrigin.DERIVED,
        source=SOURCE,
        as_of=as_of,
        premises=premises,
    )
