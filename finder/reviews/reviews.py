"""Reviews (Prüfungen): what a person confirmed, corrected or rejected among a programme's requirements.

Reviews are a log that only grows; the last row about a requirement decides. A review holds while the readers still say
the same of the same passage and the passage still stands in its section; otherwise it is to be renewed, and the check
sees what the readers say (eligibility.md B6). Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from finder.catalogue.history import content_hash
from finder.frozen import Frozen
from finder.models import Branch, Evidence, Programme, Readings, Requirement, Section
from finder.reviews.evidence import found_again
from finder.vocab import Assurance, Effect, Labelled

READER = "review/1"
"""Reads what a person added."""
SIGN = r"^[A-Za-zÄÖÜäöüß0-9.-]{1,8}$"
"""A short sign that a person chooses ("KM"); no names (R-91)."""
LONGEST_NOTE = 2000
_OF_READER = {"assurance", "reader", "start", "end"}
"""What may differ in the evidence of two readings that say the same."""


class ReviewError(Exception):
    """A review cannot be taken; the message is a German sentence saying what to do."""


class ReviewDecision(Labelled):
    """What a person decides."""

    CONFIRMED = "confirmed", "bestätigt"
    CORRECTED = "corrected", "berichtigt"
    REJECTED = "rejected", "verworfen"
    ADDED = "added", "ergänzt"
    """A condition that the readers missed."""
    COMPLETE = "complete", "als vollständig bestätigt"
    """The list of requirements holds everything the source asks."""
    WITHDRAWN = "withdrawn", "zurückgenommen"
    """Nothing decided before about the same thing counts any more."""


class ReviewStanding(Labelled):
    """Whether the last review of something counts."""

    HOLDS = "holds", "gilt"
    TO_BE_RENEWED = "to_be_renewed", "erneut zu prüfen"


class Review(Frozen):
    """One row of the log."""

    source: str
    key: str
    decision: ReviewDecision
    about: tuple[Requirement, ...]
    """The requirement as the readers or the person stated it; of COMPLETE all that stood in the list; of the withdrawal
    of COMPLETE none."""
    corrected: Requirement | None = None
    """What the passage asks instead; of CORRECTED only."""
    note: Annotated[str, Field(max_length=LONGEST_NOTE)]
    reviewer: Annotated[str, Field(pattern=SIGN)]
    reviewed_on: date
    text_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Content hash of the version the person saw (finder.catalogue.history)."""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        single = len(self.about) == 1
        if not (single or self.of_list):
            raise ValueError("a review is about one requirement, or about the list")
        if (self.corrected is not None) != (self.decision is ReviewDecision.CORRECTED):
            raise ValueError("a correction says what it corrects to, and no other decision does")
        if self.corrected and (self.corrected.kind, self.corrected.part) != (self.about[0].kind, self.about[0].part):
            raise ValueError("a correction keeps kind and part")
        return self

    @property
    def of_list(self) -> bool:
        """Whether the review is about the completeness of the list."""
        withdrawn = self.decision is ReviewDecision.WITHDRAWN and not self.about
        return withdrawn or self.decision is ReviewDecision.COMPLETE


class ReviewState(Frozen):
    """One requirement with its last review."""

    requirement: Requirement
    """As the readers or the person stated it; where it is gone from the text, as it was when it was reviewed."""
    is_read: bool
    """Whether the readers state it."""
    review: Review | None = None
    """The last review; one of an earlier wording where it is to be renewed."""
    standing: ReviewStanding | None = None
    """None where there is no review."""
    counted: Requirement | None
    """What the check sees; None where it was rejected, or is gone from the text."""


class Completeness(Frozen):
    """The last confirmation that the list is complete."""

    review: Review
    standing: ReviewStanding


def identity(requirement: Requirement) -> str:
    """What stays the same when a text is read anew: everything asked, and the passage or category that asks it.

    The place of the passage is no part of it.
    """
    return requirement.model_dump_json(exclude={"evidence": _OF_READER})


def text_hash(programme: Programme) -> str:
    """The hash of a programme's statement and text. Raises ValueError where the text was not loaded."""
    return content_hash(programme.statement, _sections(programme))


def review_states(programme: Programme, log: Sequence[Review]) -> tuple[ReviewState, ...]:
    """Every requirement with its last review: what is read, in its order, then what was added, then what is gone.

    `log` holds the programme's reviews in the order in which they were written. A review of a passage that has changed
    stands with the first unreviewed requirement of its kind and part, which has probably taken its place.

    Raises:
        ValueError: there are reviews, and the programme's text was not loaded.
    """
    latest = _latest(log)
    requirements = programme.readings.requirements
    if not latest:
        return tuple(map(_unreviewed, requirements))
    names = [identity(requirement) for requirement in requirements]
    read = [
        _of_reading(requirement, latest.get(name), programme)
        for requirement, name in zip(requirements, names, strict=True)
    ]
    others = [review for name, review in latest.items() if name not in names]
    added = [state for review in others if (state := _of_addition(review, programme))]
    holding = [state.review for state in added]
    return tuple(_with_lapsed([*read, *added], [review for review in others if review not in holding]))


def completeness(programme: Programme, log: Sequence[Review]) -> Completeness | None:
    """The last confirmation of the list; None where there is none, or it was withdrawn.

    It holds while the programme's text is unchanged and everything that stood in the list is still there.
    """
    review = next((review for review in reversed(log) if review.of_list), None)
    if review is None or review.decision is ReviewDecision.WITHDRAWN:
        return None
    listed = {identity(requirement) for requirement in review.about}
    holds = review.text_hash == text_hash(programme) and listed <= set(map(identity, listing(programme, log)))
    return Completeness(review=review, standing=ReviewStanding.HOLDS if holds else ReviewStanding.TO_BE_RENEWED)


def listing(programme: Programme, log: Sequence[Review]) -> tuple[Requirement, ...]:
    """Everything that is read, in its order and with what was rejected, then everything that was added."""
    shown = (state.requirement if state.is_read else state.counted for state in review_states(programme, log))
    return tuple(requirement for requirement in shown if requirement)


def with_everything(programme: Programme, log: Sequence[Review]) -> Programme:
    """The programme with all that is read or was added, for marking the text; the check is given `reviewed`."""
    everything = {**dict(programme.readings), "requirements": listing(programme, log)}
    return programme.model_copy(update={"readings": Readings.model_validate(everything)})


def reviewed(programme: Programme, log: Sequence[Review]) -> Programme:
    """The programme as the check sees it: with the reviews that hold, and as it was read where none does.

    `log` holds the programme's reviews in the order in which they were written.

    Raises:
        ValueError: there are reviews, and the programme's text was not loaded.
    """
    if not log:
        return programme
    states = review_states(programme, log)
    counted = [(position, state.counted) for position, state in enumerate(states) if state.counted]
    places = {
        position: place
        for place, (position, requirement) in enumerate(counted)
        if states[position].is_read and requirement.effect is Effect.GATE
    }
    complete = completeness(programme, log)
    readings = {
        **dict(programme.readings),
        "requirements": tuple(requirement for _, requirement in counted),
        "branches": tuple(branch for old in programme.readings.branches if (branch := _moved(old, places))),
        "complete": complete is not None and complete.standing is ReviewStanding.HOLDS,
    }
    return programme.model_copy(update={"readings": Readings.model_validate(readings)})


def _sections(programme: Programme) -> tuple[Section, ...]:
    if programme.sections is None:
        raise ValueError(f"the text of {programme.statement.key} was not loaded")
    return programme.sections


def _latest(log: Iterable[Review]) -> dict[str, Review]:
    """The last review of every requirement by its identity, without those that were withdrawn."""
    latest: dict[str, Review] = {}
    for review in log:
        if review.of_list:
            continue
        name = identity(review.about[0])
        latest.pop(name, None)
        if review.decision is not ReviewDecision.WITHDRAWN:
            latest[name] = review
    return latest


def _unreviewed(requirement: Requirement) -> ReviewState:
    return ReviewState(requirement=requirement, is_read=True, counted=requirement)


def _of_reading(requirement: Requirement, review: Review | None, programme: Programme) -> ReviewState:
    if review is None:
        return _unreviewed(requirement)
    proof = found_again(requirement.evidence, _sections(programme))
    return ReviewState(
        requirement=requirement,
        is_read=True,
        review=review,
        standing=ReviewStanding.HOLDS if proof else ReviewStanding.TO_BE_RENEWED,
        counted=_counted(requirement, review, proof) if proof else requirement,
    )


def _of_addition(review: Review, programme: Programme) -> ReviewState | None:
    """What a person added, where its passage and its part are still there."""
    requirement = review.about[0]
    proof = found_again(requirement.evidence, _sections(programme))
    in_part = requirement.part is None or requirement.part in programme.readings.parts
    if review.decision is not ReviewDecision.ADDED or proof is None or not in_part:
        return None
    return ReviewState(
        requirement=requirement,
        is_read=False,
        review=review,
        standing=ReviewStanding.HOLDS,
        counted=_counted(requirement, review, proof),
    )


def _counted(requirement: Requirement, review: Review, proof: Evidence) -> Requirement | None:
    if review.decision is ReviewDecision.REJECTED:
        return None
    evidence = proof.model_copy(update={"assurance": Assurance.REVIEWED})
    return (review.corrected or requirement).model_copy(update={"evidence": evidence})


def _with_lapsed(states: Sequence[ReviewState], lapsed: Iterable[Review]) -> list[ReviewState]:
    """The states with the reviews of passages that are gone, each beside its likely successor or on its own."""
    joined = list(states)
    for review in lapsed:
        renewed = {"review": review, "standing": ReviewStanding.TO_BE_RENEWED}
        place = _successor(joined, review)
        if place is None:
            joined.append(ReviewState(requirement=review.about[0], is_read=False, counted=None, **renewed))
        else:
            joined[place] = joined[place].model_copy(update=renewed)
    return joined


def _successor(states: Sequence[ReviewState], review: Review) -> int | None:
    former = review.about[0]
    if review.decision is ReviewDecision.ADDED:
        return None
    free = (place for place, state in enumerate(states) if state.review is None)
    return next((place for place in free if _alike(states[place].requirement, former)), None)


def _alike(one: Requirement, other: Requirement) -> bool:
    return (one.kind, one.part) == (other.kind, other.part)


def _moved(branch: Branch, places: Mapping[int, int]) -> Branch | None:
    """The branch with its members where they are now; None where none is left."""
    members = tuple(
        moved
        for member in branch.members
        if (moved := _moved(member, places) if isinstance(member, Branch) else places.get(member)) is not None
    )
    if not members:
        return None
    count = min(branch.count, len(members)) if branch.count else None
    return branch.model_copy(update={"members": members, "count": count})
