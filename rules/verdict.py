"""From outcomes to one of the six verdicts, by the table of eligibility.md B3: the first row that applies.

Every gate leaves marks and steps. Marks say what is so about any gate; steps count what would have to change. Both add up
over the gates of a part, and `verdict_of` reads the verdict off the sum, for one applicant as for all at once.
"""

from collections.abc import Sequence
from typing import NamedTuple

from finder.models import Branch, Requirement
from finder.vocab import Assurance, Combination, Effect, Outcome, SectionField, Strength, Verdict
from rules.criteria import CRITERIA
from rules.kleene import FAILED, MET, NOT_APPLICABLE, Truth, at_least, leading, none_of, truth

GATES = frozenset({Effect.GATE, Effect.EXCLUSION})
"""Effects that decide; bonus and amount change the money, process and discretion are shown."""

TASKS = frozenset({Effect.PROCESS, Effect.DISCRETION})
"""Effects that are no test: something to do, and what the funder decides."""

MANY = 2
"""Two changes are more than a near miss; further ones make no difference."""


class Mark:
    """What is so about at least one gate of a part, or about the programme: bits of a small number.

    Plain numbers, because an IntFlag is slow where thousands of verdicts are read off.
    """

    FIXED = 1
    """A gate failed that the applicant cannot change."""
    MISSING = 2
    """A fact of the applicant or the project is missing."""
    UNCLEAR = 4
    """Only the guideline can tell."""
    UNTESTED = 8
    """A gate about the project, while no project is stated."""
    QUOTED = 16
    """A gate read from the text that nobody has confirmed."""
    REVIEWED = 32
    """A gate a person has confirmed or corrected."""
    DISCRETION = 64
    """The funder decides at its discretion."""
    COMPLETE = 128
    """A person has confirmed that the list of requirements is complete."""


class Standing(NamedTuple):
    """What a gate adds: its marks, and how many changes by the applicant it takes to hold (two stand for more)."""

    marks: int
    steps: int


NEUTRAL = Standing(0, 0)


def is_tested(requirement: Requirement, *, with_project: bool) -> bool:
    """Whether a requirement can be tested: it is no task, and does not ask about a project that nobody has stated."""
    if requirement.effect in TASKS:
        return False
    return with_project or not CRITERIA[requirement.kind].only_with_project


def settle(requirement: Requirement, outcome: Outcome) -> Outcome:
    """What an outcome means for the application.

    An exclusion that is met is a failed gate, and one that does not concern the applicant excludes nobody. A soll or
    kann that fails counts as met. Tasks and discretion are no tests.
    """
    if requirement.effect in TASKS:
        return Outcome.NOT_APPLICABLE
    if requirement.effect is Effect.EXCLUSION:
        outcome = leading(none_of([truth(outcome)]))
    binding = requirement.strength is Strength.MUST or requirement.effect not in GATES
    return Outcome.MET if outcome is Outcome.FAILED and not binding else outcome


def standing(requirement: Requirement, settled: Outcome) -> Standing:
    """What a gate of the programme with that settled outcome adds."""
    marks = _weight(requirement)
    match settled:
        case Outcome.FAILED if CRITERIA[requirement.kind].changeable:
            return Standing(marks, 1)
        case Outcome.FAILED:
            return Standing(marks | Mark.FIXED, 0)
        case Outcome.OPEN_PROFILE | Outcome.OPEN_PROJECT:
            return Standing(marks | Mark.MISSING, 0)
        case _ if is_unclear(requirement, settled):
            return Standing(marks | Mark.UNCLEAR, 0)
        case _:
            return Standing(marks, 0)


def _weight(requirement: Requirement) -> int:
    """A sentence of the short text weighs no more than a category: the guideline behind it has not been read."""
    evidence = requirement.evidence
    if evidence.assurance is Assurance.REVIEWED:
        return Mark.REVIEWED
    quoted = evidence.assurance is Assurance.QUOTED and evidence.field is not SectionField.TEASER
    return Mark.QUOTED if quoted else 0


def is_unclear(requirement: Requirement, settled: Outcome) -> bool:
    """Whether only the guideline can tell: the source is unclear, or the gate is not made for such an applicant."""
    return settled is Outcome.OPEN_SOURCE or (settled is Outcome.NOT_APPLICABLE and requirement.effect is Effect.GATE)


class Tried(NamedTuple):
    """A branch, or one member of it: its truth, and the fewest changes by the applicant that would keep it from failing.

    None: nothing the applicant can change would.
    """

    truth: Truth
    changes: int | None


def try_branch(branch: Branch, requirements: Sequence[Requirement], settled: Sequence[Outcome]) -> Tried:
    """Evaluates a branch over the settled outcomes of the programme's requirements, in strong Kleene logic."""
    return _tried(branch, requirements, settled, holds=True)


def branch_standing(
    branch: Branch, tried: Tried, requirements: Sequence[Requirement], settled: Sequence[Outcome]
) -> Standing:
    """What a branch adds as one gate; it weighs as much as the best-founded of its members."""
    weights = [_weight(requirements[position]) for position in branch.positions]
    marks = Mark.QUOTED if Mark.QUOTED in weights else max(weights)
    if tried.truth == FAILED:
        fixed = tried.changes is None
        return Standing(marks | (Mark.FIXED if fixed else 0), 0 if fixed else min(tried.changes or 0, MANY))
    if tried.truth & {Outcome.OPEN_PROFILE, Outcome.OPEN_PROJECT}:
        marks |= Mark.MISSING
    if tried.truth & {Outcome.OPEN_SOURCE, Outcome.NOT_APPLICABLE}:
        marks |= Mark.UNCLEAR
    return Standing(marks, 0)


def _tried(
    node: Branch | int, requirements: Sequence[Requirement], settled: Sequence[Outcome], *, holds: bool
) -> Tried:
    """A node that has to hold, or (`holds` False) has not to: by De Morgan every node is "at least n of its members"."""
    if not isinstance(node, Branch):
        return _leaf(requirements[node], settled[node], holds=holds)
    inner = holds is not (node.combination is Combination.NONE)
    members = [_tried(member, requirements, settled, holds=inner) for member in node.members]
    members = [member for member in members if member.truth != NOT_APPLICABLE]
    if not members:
        return Tried(NOT_APPLICABLE, 0)
    count = min(_needed(node, len(members), holds=holds), len(members))
    costs = sorted(member.changes for member in members if member.changes is not None)
    changes = sum(costs[:count]) if len(costs) >= count else None
    return Tried(at_least(count, [member.truth for member in members]), changes)


def _needed(branch: Branch, members: int, *, holds: bool) -> int:
    """How many members have to hold for the branch to hold, or to fail for the branch not to."""
    match branch.combination:
        case Combination.ALL:
            return members if holds else 1
        case Combination.ANY:
            return 1 if holds else members
        case Combination.NONE:
            return members if holds else 1
        case Combination.AT_LEAST:
            count = min(branch.count or members, members)
            return count if holds else members - count + 1


def _leaf(requirement: Requirement, settled: Outcome, *, holds: bool) -> Tried:
    value = truth(settled) if holds else none_of([truth(settled)])
    if value == FAILED and not holds and requirement.strength is not Strength.MUST:
        return Tried(MET, 0)
    if value != FAILED:
        return Tried(value, 0)
    return Tried(value, 1 if CRITERIA[requirement.kind].changeable else None)


def verdict_of(marks: int, steps: int) -> Verdict:
    """The verdict over all gates of a part: the first row of the table that applies."""
    open_marks = Mark.MISSING | Mark.UNCLEAR
    if marks & Mark.FIXED or steps >= MANY:
        return Verdict.NOT_ELIGIBLE
    if steps and not marks & open_marks:
        return Verdict.NEAR_MISS
    if marks & Mark.MISSING:
        return Verdict.FACTS_MISSING
    complete = bool(marks & Mark.COMPLETE)
    if marks & Mark.UNCLEAR or not (complete or marks & (Mark.QUOTED | Mark.REVIEWED)):
        return Verdict.CHECK_GUIDELINE
    if marks & (Mark.DISCRETION | Mark.QUOTED | Mark.UNTESTED) or not complete:
        return Verdict.ELIGIBLE_WITH_RESERVATION
    return Verdict.ELIGIBLE


RANKED = tuple(Verdict)
"""Verdicts, best first."""
RANK = {verdict: rank for rank, verdict in enumerate(RANKED)}


def of_unknown_part(verdict: Verdict) -> Verdict:
    """The verdict on what belongs to no part with gates of its own, at best CHECK_GUIDELINE.

    The text may have parts of which no gate was read, so that a failed part never closes the whole programme.
    """
    return max(verdict, Verdict.CHECK_GUIDELINE, key=RANK.__getitem__)
