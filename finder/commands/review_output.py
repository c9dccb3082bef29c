"""What the commands `foerderfinder review …` print: lines for people, or one JSON document."""

from collections.abc import Sequence
from typing import Any

from finder import console
from finder.models import Evidence, Programme
from finder.reviews.reviewing import Log, ToRenew
from finder.reviews.reviews import Completeness, Review, ReviewState, completeness, review_states
from finder.reviews.words import requirement_words, scope_words, state_words
from finder.wording import day, whole

NOT_COMPLETE = "Dass die Liste vollständig ist, hat noch niemand bestätigt."
NOTHING_TO_RENEW = "Nichts ist erneut zu prüfen."
NOTHING_IN_LOG = "Das Protokoll enthält keine Prüfung."
OF_LIST = "Liste der Anforderungen"


def show_list(programme: Programme, log: Log, *, as_json: bool) -> None:
    """Every requirement of a programme with its proof and its last review, numbered."""
    states, complete = review_states(programme, log), completeness(programme, log)
    if as_json:
        requirements = [{"number": number, **_state_answer(state)} for number, state in enumerate(states, 1)]
        console.json_document(
            {**_programme_answer(programme), "complete": _last_answer(complete), "requirements": requirements}
        )
        return
    console.answer(programme.statement.title)
    for number, state in enumerate(states, 1):
        _say(f"{number}. ", *_state_lines(state))
    console.answer(f"Liste {state_words(complete.review, complete.standing)}." if complete else NOT_COMPLETE)


def show_log(log: Log, *, as_json: bool) -> None:
    """Reviews in the order in which they were written."""
    if as_json:
        console.json_document({"reviews": [_review_answer(review) for review in log]})
        return
    for review in log:
        what = OF_LIST if review.of_list else requirement_words(review.about[0])
        line = f"{review.decision.label} von {review.reviewer}: {what}"
        _say(f"{day(review.reviewed_on)}  ", line, review.key, *_details(review))
    if not log:
        console.answer(NOTHING_IN_LOG)


def show_queue(waiting: Sequence[ToRenew], *, as_json: bool) -> None:
    """What is to be reviewed anew."""
    if as_json:
        found = [
            {**_programme_answer(entry.programme), "number": entry.number, "review": _last_answer(entry.state)}
            for entry in waiting
        ]
        console.json_document({"to_renew": found})
        return
    for entry in waiting:
        _say("", entry.programme.statement.title, f"  {entry.programme.statement.key}", f"  {_waiting_words(entry)}")
    console.answer(f"Erneut zu prüfen: {whole(len(waiting))}." if waiting else NOTHING_TO_RENEW)


def _say(head: str, *lines: str) -> None:
    """Lines of which the first begins with the head, and the others stand below the first."""
    for position, line in enumerate(lines):
        console.answer(f"{' ' * len(head) if position else head}{line}")


def _state_lines(state: ReviewState) -> list[str]:
    requirement = state.requirement
    review = f"Prüfung: {state_words(state.review, state.standing)}"
    details = _details(state.review) if state.review else []
    return [
        requirement_words(requirement),
        " · ".join(scope_words(requirement)),
        _proof(requirement.evidence),
        review,
        *details,
    ]


def _details(review: Review) -> list[str]:
    changed = [f"berichtigt zu: {requirement_words(review.corrected)}"] if review.corrected else []
    return [*changed, *([f"Notiz: {review.note}"] if review.note else [])]


def _proof(evidence: Evidence) -> str:
    where = evidence.field.label if evidence.field else evidence.category or evidence.reader
    quote = f": „{evidence.quote}“" if evidence.quote else ""
    return f"{where}{quote} ({evidence.assurance.label})"


def _waiting_words(entry: ToRenew) -> str:
    words = state_words(entry.state.review, entry.state.standing)
    if isinstance(entry.state, Completeness):
        return f"{OF_LIST}: {words}"
    return f"{entry.number}. {requirement_words(entry.state.requirement)}: {words}"


def _programme_answer(programme: Programme) -> dict[str, Any]:
    statement = programme.statement
    return {"path": statement.key, "source": statement.source, "title": statement.title}


def _state_answer(state: ReviewState) -> dict[str, Any]:
    return {
        "requirement": state.requirement.model_dump(mode="json"),
        "read": state.is_read,
        "counted": state.counted.model_dump(mode="json") if state.counted else None,
        "review": _last_answer(state),
    }


def _last_answer(state: ReviewState | Completeness | None) -> dict[str, Any] | None:
    if state is None or state.review is None or state.standing is None:
        return None
    return {"standing": state.standing.value, **_review_answer(state.review)}


def _review_answer(review: Review) -> dict[str, Any]:
    return {"path": review.key, **review.model_dump(mode="json", exclude={"key"})}
