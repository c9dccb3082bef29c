"""From outcomes to one of the six verdicts, by the table of eligibility.md B3: the first row that applies."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from finder.models import Requirement
from finder.vocab import Assurance, Effect, Outcome, SectionField, Strength, Verdict
from rules.criteria import CRITERIA
from rules.kleene import leading, none_of, truth

GATES = frozenset({Effect.GATE, Effect.EXCLUSION})
"""Effects that decide; bonus and amount change the money, process and discretion are shown."""

_UNTESTED = frozenset({Effect.PROCESS, Effect.DISCRETION})
_RANK = {verdict: rank for rank, verdict in enumerate(Verdict)}


class Decision(NamedTuple):
    """A verdict and the part of the programme it holds for; None where the programme has no parts."""

    verdict: Verdict
    part: str | None


def settle(requirement: Requirement, outcome: Outcome) -> Outcome:
    """What an outcome means for the application.

    An exclusion that is met is a failed gate, and one that does not concern the applicant excludes nobody. A soll or
    kann that fails counts as met. Tasks and discretion are no tests.
    """
    if requirement.effect in _UNTESTED:
        return Outcome.NOT_APPLICABLE
    if requirement.effect is Effect.EXCLUSION:
        outcome = leading(none_of([truth(outcome)]))
    binding = requirement.strength is Strength.MUST or requirement.effect not in GATES
    return Outcome.MET if outcome is Outcome.FAILED and not binding else outcome


def decide(requirements: Sequence[Requirement], outcomes: Sequence[Outcome], *, complete: bool) -> Decision:
    """The verdict over the gates of the best part.

    `outcomes` are settled. `complete` says that a person has confirmed that the requirements are all there are; only
    then a programme can be eligible without reservation.
    """
    pairs = list(zip(requirements, outcomes, strict=True))
    parts = {requirement.part for requirement, _ in pairs if requirement.effect in GATES and requirement.part}
    if not parts:
        return Decision(_first_row(pairs, complete), None)
    decisions = [Decision(_first_row(_of_part(pairs, part), complete), part) for part in sorted(parts)]
    # The text may have parts without a gate of their own, so a failed part never closes the whole programme.
    rest = max(_first_row(_of_part(pairs, None), complete), Verdict.CHECK_GUIDELINE, key=_RANK.__getitem__)
    return min([*decisions, Decision(rest, None)], key=lambda decision: _RANK[decision.verdict])


def _of_part(pairs: Iterable[tuple[Requirement, Outcome]], part: str | None) -> list[tuple[Requirement, Outcome]]:
    """What concerns one part: its own requirements and those of the whole programme."""
    return [pair for pair in pairs if pair[0].part in (None, part)]


def _first_row(pairs: Sequence[tuple[Requirement, Outcome]], complete: bool) -> Verdict:
    gates = [pair for pair in pairs if pair[0].effect in GATES]
    failed = [requirement for requirement, outcome in gates if outcome is Outcome.FAILED]
    if len(failed) > 1 or any(not CRITERIA[requirement.kind].changeable for requirement in failed):
        return Verdict.NOT_ELIGIBLE
    seen = {outcome for _, outcome in gates}
    facts_missing = Outcome.OPEN_PROFILE in seen or Outcome.OPEN_PROJECT in seen
    unclear = any(is_unclear(requirement, outcome) for requirement, outcome in gates)
    if failed and not facts_missing and not unclear:
        return Verdict.NEAR_MISS
    if facts_missing:
        return Verdict.FACTS_MISSING
    assurances = {_weight(requirement) for requirement, _ in gates}
    if unclear or (not complete and assurances <= {Assurance.CATEGORY}):
        return Verdict.CHECK_GUIDELINE
    discretion = any(requirement.effect is Effect.DISCRETION for requirement, _ in pairs)
    if discretion or not complete or Assurance.QUOTED in assurances:
        return Verdict.ELIGIBLE_WITH_RESERVATION
    return Verdict.ELIGIBLE


def _weight(requirement: Requirement) -> Assurance:
    """A sentence of the short text weighs no more than a category: the guideline behind it has not been read."""
    evidence = requirement.evidence
    return Assurance.CATEGORY if evidence.field is SectionField.TEASER else evidence.assurance


def is_unclear(requirement: Requirement, outcome: Outcome) -> bool:
    """Whether only the guideline can tell: the source is unclear, or the gate is not made for such an applicant."""
    return outcome is Outcome.OPEN_SOURCE or (outcome is Outcome.NOT_APPLICABLE and requirement.effect is Effect.GATE)
