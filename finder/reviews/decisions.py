"""What a person decides, as rows for the log of reviews, or a sentence that says why it cannot be taken. Pure."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from finder import wording
from finder.models import Programme, Requirement
from finder.reviews.reviews import (
    LONGEST_NOTE,
    SIGN,
    Review,
    ReviewDecision,
    ReviewError,
    ReviewStanding,
    ReviewState,
    completeness,
    identity,
    listing,
    review_states,
    text_hash,
)

NEED_A_NOTE = {
    ReviewDecision.CORRECTED: "Bitte notieren Sie, warum die Anforderung berichtigt wird.",
    ReviewDecision.REJECTED: "Bitte notieren Sie, warum die Anforderung nicht gilt.",
}
GONE = "Nr. {number} steht so nicht mehr im Text; die Prüfung lässt sich nur zurücknehmen."
OF_A_PERSON = "Nr. {number} hat eine Person ergänzt; das lässt sich nur zurücknehmen und neu ergänzen."


class Signature(NamedTuple):
    """Who decides, when, and why."""

    reviewer: str
    """A short sign ("KM"), no name."""
    on: date
    note: str = ""


def decide(
    programme: Programme,
    log: Sequence[Review],
    number: int,
    decision: ReviewDecision,
    signature: Signature,
    corrected: Requirement | None = None,
) -> tuple[Review, ...]:
    """The rows that confirm, correct, reject or withdraw what stands in `review_states` at that number, from 1.

    `log` holds the programme's reviews in order; `corrected` belongs to CORRECTED alone. A review of an earlier wording
    is withdrawn with it: it has been renewed.

    Raises:
        ReviewError: there is no such number, it cannot be decided so, or the signature or note is missing.
        ValueError: the programme's text was not loaded, or the decision is one about the list.
    """
    state = numbered(review_states(programme, log), number)
    if decision is ReviewDecision.WITHDRAWN:
        if state.review is None:
            raise ReviewError(f"Zu Nr. {number} liegt keine Prüfung vor, die sich zurücknehmen ließe.")
        return (_row(programme, decision, state.review.about, signature),)
    if not state.is_read:
        raise ReviewError((OF_A_PERSON if state.counted else GONE).format(number=number))
    if corrected is not None and identity(corrected) == identity(state.requirement):
        raise ReviewError("Die Berichtigung ändert nichts. Bitte die Anforderung stattdessen bestätigen.")
    row = _row(programme, decision, (state.requirement,), signature, corrected)
    former = state.review.about if state.review else ()
    if state.standing is not ReviewStanding.TO_BE_RENEWED or identity(former[0]) == identity(state.requirement):
        return (row,)
    return _row(programme, ReviewDecision.WITHDRAWN, former, signature), row


def add(
    programme: Programme, log: Sequence[Review], requirement: Requirement, signature: Signature
) -> tuple[Review, ...]:
    """The row that adds a condition the readers missed.

    Raises:
        ReviewError: it stands in the list already, its part is none of the programme's, or the signature is missing.
        ValueError: the programme's text was not loaded.
    """
    names = [identity(stated) for stated in listing(programme, log)]
    if identity(requirement) in names:
        number = names.index(identity(requirement)) + 1
        raise ReviewError(f"Diese Anforderung steht schon in der Liste (Nr. {number}).")
    parts = programme.readings.parts
    if requirement.part is not None and requirement.part not in parts:
        known = wording.listing([f"„{part}“" for part in parts], "oder")
        raise ReviewError(f"Einen Teil „{requirement.part}“ gibt es nicht; möglich ist {known or 'kein Teil'}.")
    return (_row(programme, ReviewDecision.ADDED, (requirement,), signature),)


def confirm_list(programme: Programme, log: Sequence[Review], signature: Signature) -> tuple[Review, ...]:
    """The row that confirms that the list holds everything the source asks. Raises as `add` does."""
    return (_row(programme, ReviewDecision.COMPLETE, listing(programme, log), signature),)


def withdraw_list(programme: Programme, log: Sequence[Review], signature: Signature) -> tuple[Review, ...]:
    """The row that takes the confirmation of the list back. Raises as `add` does."""
    if completeness(programme, log) is None:
        raise ReviewError("Die Liste ist nicht als vollständig bestätigt.")
    return (_row(programme, ReviewDecision.WITHDRAWN, (), signature),)


def numbered(states: Sequence[ReviewState], number: int) -> ReviewState:
    """The state of that number, from 1. Raises ReviewError where there is none."""
    if not 1 <= number <= len(states):
        raise ReviewError(f"Nr. {number} gibt es nicht; die Liste reicht von 1 bis {len(states)}.")
    return states[number - 1]


def _row(
    programme: Programme,
    decision: ReviewDecision,
    about: tuple[Requirement, ...],
    signature: Signature,
    corrected: Requirement | None = None,
) -> Review:
    note = signature.note.strip()
    if not re.fullmatch(SIGN, signature.reviewer):
        raise ReviewError("Bitte ein Kurzzeichen angeben, etwa „KM“: ein bis acht Buchstaben oder Ziffern, kein Name.")
    if decision in NEED_A_NOTE and not note:
        raise ReviewError(NEED_A_NOTE[decision])
    if len(note) > LONGEST_NOTE:
        raise ReviewError(f"Die Notiz ist länger als {wording.whole(LONGEST_NOTE)} Zeichen.")
    return Review(
        source=programme.statement.source,
        key=programme.statement.key,
        decision=decision,
        about=about,
        corrected=corrected,
        note=note,
        reviewer=signature.reviewer,
        reviewed_on=signature.on,
        text_hash=text_hash(programme),
    )
