"""Pure: the reviews of a programme as markup: every requirement with its state, and the log."""

from collections.abc import Sequence

from finder import wording
from finder.reviews.reviews import Completeness, Review, ReviewDecision, ReviewState
from finder.reviews.words import requirement_words, scope_words, state_words
from finder.ui import markup
from finder.ui.markup import Content, Piece
from finder.ui.quotes import evidence

COLUMNS = ("Anforderung", "Prüfstand", "Beleg")
WORDS = "Jede gelesene oder ergänzte Anforderung und was eine Person dazu festgestellt hat."
NOT_COMPLETE = "Dass die Liste vollständig ist, hat noch niemand bestätigt."
NOT_COUNTED = "Zählt in der Prüfung nicht."
GONE = "Steht so nicht mehr im Text und zählt nicht."
OF_LIST = "Liste der Anforderungen"


def state_table(states: Sequence[ReviewState]) -> Piece:
    """Every requirement, numbered, with its last review and its proof."""
    if not states:
        return markup.paragraph("Es wurde keine Anforderung gelesen.")
    return markup.table(WORDS, COLUMNS, [_row(number, state) for number, state in enumerate(states, 1)])


def completeness_line(complete: Completeness | None) -> Piece:
    """Whether somebody has confirmed that the list is complete."""
    words = f"{OF_LIST}: {state_words(complete.review, complete.standing)}." if complete else NOT_COMPLETE
    return markup.paragraph(words)


def log_list(log: Sequence[Review]) -> Piece:
    """Every review of the programme, the latest first."""
    lines = (_log_line(review) for review in reversed(log))
    return markup.details(f"Protokoll ({wording.whole(len(log))})", markup.items(lines, kind="changes"))


def _row(number: int, state: ReviewState) -> tuple[Content, ...]:
    requirement = state.requirement
    scope = markup.note(", ".join(scope_words(requirement)))
    title = markup.join((f"{number}. {requirement_words(requirement)}", scope))
    return title, _state(state), _proof(state)


def _state(state: ReviewState) -> Piece:
    notes = list(_notes(state.review)) if state.review else []
    if state.counted is None:
        notes.append(markup.note(NOT_COUNTED if state.is_read else GONE))
    return markup.join((state_words(state.review, state.standing), *notes))


def _notes(review: Review) -> Sequence[Piece]:
    lines = [
        f"Berichtigt zu: {requirement_words(review.corrected)}" if review.corrected else "",
        f"Notiz: {review.note}" if review.note else "",
    ]
    return [markup.note(line) for line in lines if line]


def _proof(state: ReviewState) -> Content:
    """What is in the text is marked there, so that a link leads to it; what is gone is quoted alone."""
    shown = state.requirement if state.is_read else state.counted
    if shown is not None:
        return evidence(shown.evidence)
    gone = state.requirement.evidence
    where = gone.field.label if gone.field else gone.category or ""
    return markup.quote(gone.quote, where) if gone.quote else where


def _log_line(review: Review) -> Piece:
    what = OF_LIST if review.of_list else requirement_words(review.about[0])
    decided = f"{wording.day(review.reviewed_on)}, {review.reviewer}: {what} – {review.decision.label}"
    return markup.join((decided, *_notes(review)))


LABELS = {
    ReviewDecision.CONFIRMED: "Anforderung bestätigen",
    ReviewDecision.CORRECTED: "Anforderung berichtigen",
    ReviewDecision.REJECTED: "Anforderung verwerfen",
    ReviewDecision.ADDED: "Fehlende Anforderung ergänzen",
    ReviewDecision.COMPLETE: "Liste als vollständig bestätigen",
    ReviewDecision.WITHDRAWN: "Prüfung zurücknehmen",
}
"""What a person can do, as the form offers it."""
