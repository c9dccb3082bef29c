"""Whether an application can be filed on a day, and until when, in words (eligibility.md B5). Pure.

A programme may have several windows: one per part, per round or per stage. What counts is the window through which a
newcomer enters. Two rules say which that is:

* Two-stage: where a part of the programme asks for a sketch, the date of the later application opens nothing.
* A fixed end date limits an undated rolling or first-come window of the same part.

There are no sentinel dates: a window without a date never shows one.
"""

from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from finder import wording
from finder.models import Deadline, Validity
from finder.vocab import Availability, DeadlineModel, DeadlineRole

UNDATED_OPEN = frozenset({DeadlineModel.ROLLING, DeadlineModel.FIRST_COME, DeadlineModel.RECURRING})
LIMITED_BY_A_DATE = frozenset({DeadlineModel.ROLLING, DeadlineModel.FIRST_COME})
BEHIND_A_SKETCH = frozenset({DeadlineModel.TWO_STAGE, DeadlineModel.FIXED})
PRECEDENCE = (Availability.OPEN, Availability.UPCOMING, Availability.UNKNOWN, Availability.EXPIRED, Availability.CLOSED)
"""Which window speaks for the programme where its windows differ."""

UNDATED = {
    DeadlineModel.FIXED: "Frist unbekannt",
    DeadlineModel.RECURRING: "wiederkehrende Stichtage, Termine nennt die Bewilligungsstelle",
    DeadlineModel.ROLLING: "laufend möglich",
    DeadlineModel.FIRST_COME: "Windhundverfahren: solange Mittel reichen",
    DeadlineModel.TWO_STAGE: "zweistufig: Frist unbekannt",
    DeadlineModel.ANNOUNCED: "wird bekannt gegeben",
    DeadlineModel.CLOSED: "keine Anträge mehr möglich",
}
NO_DEADLINE = "Frist unbekannt"


class Answer(NamedTuple):
    """What the windows of a programme come to on a day."""

    availability: Availability
    text: str


def availability(
    deadlines: Sequence[Deadline], validity: Validity | None, status_note: str, stichtag: date
) -> Availability:
    """Whether an application can be filed on `stichtag`.

    CLOSED by a status note (the source uses it for restrictions only) or where the text closes the whole programme.
    EXPIRED after the guideline's last day or the last date of the windows. UNKNOWN without any deadline, for a
    two-stage programme whose sketch date is not stated, and for a yearly date whose next turn lies beyond the
    guideline's last day. The absence of a note is never OPEN.
    """
    return _answer(deadlines, validity, status_note, stichtag).availability


def deadline_text(deadlines: Sequence[Deadline], validity: Validity | None, status_note: str, stichtag: date) -> str:
    """The deadline in a few German words, e.g. "31.12.2026 (noch 36 Tage)"; the next of several dates counts."""
    return _answer(deadlines, validity, status_note, stichtag).text


def deadline_lines(deadlines: Sequence[Deadline], stichtag: date) -> tuple[str, ...]:
    """Every window in its own line, with part and condition, in the order of the source; equal lines once."""
    return tuple(dict.fromkeys(_line(deadline, stichtag) for deadline in deadlines))


def next_date(deadlines: Sequence[Deadline], stichtag: date) -> date | None:
    """The next date by which something has to be filed, `stichtag` included; None where no window has one.

    Knows neither status note nor validity: ask `availability` first where urgency matters.
    """
    if _closes_everything(deadlines):
        return None
    days = (_next_day(deadline, stichtag) for deadline in _entry_windows(deadlines))
    return min((day for day in days if day is not None), default=None)


def _answer(deadlines: Sequence[Deadline], validity: Validity | None, status_note: str, stichtag: date) -> Answer:
    note = " ".join(status_note.split())
    last_day = validity.valid_until if validity else None
    if note:
        return Answer(Availability.CLOSED, f"Antrag nicht möglich laut Quelle: „{note}“")
    if _closes_everything(deadlines):
        return Answer(Availability.CLOSED, UNDATED[DeadlineModel.CLOSED])
    if last_day is not None and last_day < stichtag:
        return Answer(Availability.EXPIRED, f"abgelaufen am {wording.day(last_day)} (Ende der Richtlinie)")
    return _answer_of_windows(_entry_windows(deadlines), last_day, stichtag)


def _answer_of_windows(windows: Sequence[Deadline], last_day: date | None, stichtag: date) -> Answer:
    states = [_state(window, last_day, stichtag) for window in windows]
    if not states:
        return Answer(Availability.UNKNOWN, NO_DEADLINE)
    state = min(states, key=PRECEDENCE.index)
    speaking = [window for window, own in zip(windows, states, strict=True) if own is state]
    window = min(speaking, key=_order(state, stichtag))
    text = _text(window, stichtag)
    if last_day is not None and _is_beyond(window, last_day, stichtag):
        text = f"{text}; die Richtlinie endet vorher am {wording.day(last_day)}"
    return Answer(state, text)


def _order(state: Availability, stichtag: date) -> Callable[[Deadline], int]:
    """Nearest date first; among expired windows the latest, as it says when the programme was over."""
    if state is Availability.EXPIRED:
        return lambda window: -window.date.toordinal() if window.date else 0
    return lambda window: (_next_day(window, stichtag) or date.max).toordinal()


def _closes_everything(deadlines: Sequence[Deadline]) -> bool:
    return any(deadline.model is DeadlineModel.CLOSED and deadline.part is None for deadline in deadlines)


def _entry_windows(deadlines: Sequence[Deadline]) -> list[Deadline]:
    """The windows through which a newcomer enters (see the module's two rules)."""
    sketched = {deadline.part for deadline in deadlines if deadline.role is DeadlineRole.SKETCH}
    dated = {deadline.part for deadline in deadlines if deadline.model is DeadlineModel.FIXED and deadline.date}
    return [
        deadline
        for deadline in deadlines
        if not (
            deadline.part in sketched
            and deadline.role is DeadlineRole.APPLICATION
            and deadline.model in BEHIND_A_SKETCH
        )
        and not (deadline.part in dated and deadline.model in LIMITED_BY_A_DATE)
    ]


def _state(window: Deadline, last_day: date | None, stichtag: date) -> Availability:
    if window.model is DeadlineModel.CLOSED:
        return Availability.CLOSED
    upcoming = _next_day(window, stichtag)
    if upcoming is None:
        return _state_without_next_day(window)
    is_second_stage = window.model is DeadlineModel.TWO_STAGE and window.role is DeadlineRole.APPLICATION
    if is_second_stage and upcoming == window.date:
        return Availability.UNKNOWN
    if last_day is not None and _is_beyond(window, last_day, stichtag):
        return Availability.UNKNOWN
    return Availability.OPEN


def _state_without_next_day(window: Deadline) -> Availability:
    if window.date is not None:
        return Availability.EXPIRED
    if window.model in UNDATED_OPEN:
        return Availability.OPEN
    return Availability.UPCOMING if window.model is DeadlineModel.ANNOUNCED else Availability.UNKNOWN


def _is_beyond(window: Deadline, last_day: date, stichtag: date) -> bool:
    """A yearly date whose next turn the guideline does not live to see; a date with its year is the source's word."""
    upcoming = _next_day(window, stichtag)
    return upcoming is not None and upcoming != window.date and upcoming > last_day


def _next_day(window: Deadline, stichtag: date) -> date | None:
    if window.model is DeadlineModel.CLOSED:
        return None
    if window.date is not None and window.date >= stichtag:
        return window.date
    return _next_turn(window.annual, stichtag) if window.annual else None


def _next_turn(annual: str, stichtag: date) -> date:
    this_year = _in_year(annual, stichtag.year)
    return this_year if this_year >= stichtag else _in_year(annual, stichtag.year + 1)


def _in_year(annual: str, year: int) -> date:
    """The yearly day in a year; 29 February (and a day the month does not have) is the month's last day."""
    month, number = (int(part) for part in annual.split("-"))
    return date(year, month, min(number, monthrange(year, month)[1]))


def _line(deadline: Deadline, stichtag: date) -> str:
    prefix = f"{deadline.part}: " if deadline.part else ""
    suffix = f" – {deadline.condition}" if deadline.condition else ""
    return f"{prefix}{_text(deadline, stichtag)}{suffix}"


def _text(window: Deadline, stichtag: date) -> str:
    upcoming = _next_day(window, stichtag)
    if upcoming is None and window.date and window.model is not DeadlineModel.CLOSED:
        return f"abgelaufen am {wording.day(window.date)}"
    if upcoming is None:
        return UNDATED[window.model]
    days = (upcoming - stichtag).days
    if window.model is not DeadlineModel.TWO_STAGE and window.role is not DeadlineRole.SKETCH:
        return _date_text(window, upcoming, days)
    joint = " " if window.annual and upcoming != window.date else " bis "
    return f"zweistufig: {window.role.label}{joint}{_date_text(window, upcoming, days)}"


def _date_text(window: Deadline, upcoming: date, days: int) -> str:
    if upcoming == window.date or window.annual is None:
        return f"{wording.day(upcoming)} ({_days_left(days)})"
    # 2000 is a leap year: 29 February keeps its name.
    named = _in_year(window.annual, 2000)
    return (
        f"jährlich zum {wording.day_of_year(f'{named:%m-%d}')} (nächster: {wording.day(upcoming)}, {_days_ahead(days)})"
    )


def _days_left(days: int) -> str:
    return "heute" if days == 0 else f"noch {_count(days)} {'Tag' if days == 1 else 'Tage'}"


def _days_ahead(days: int) -> str:
    return "heute" if days == 0 else f"in {_count(days)} {'Tag' if days == 1 else 'Tagen'}"


def _count(days: int) -> str:
    return wording.whole(days)
