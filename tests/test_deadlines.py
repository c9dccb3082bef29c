"""Deadlines on a day: availability, words, next date (eligibility.md B5)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.deadlines import availability, deadline_lines, deadline_text, next_date
from finder.models import Deadline, Evidence, Validity
from finder.vocab import Assurance, Availability, DeadlineModel, DeadlineRole

TODAY = date(2026, 11, 25)
READ = Evidence(assurance=Assurance.CATEGORY, reader="test/1", category="Fristen")
SKETCH = DeadlineRole.SKETCH


def window(
    model: str,
    day: str | None = None,
    annual: str | None = None,
    role: DeadlineRole = DeadlineRole.APPLICATION,
    part: str | None = None,
    condition: str | None = None,
) -> Deadline:
    on = date.fromisoformat(day) if day else None
    return Deadline(
        model=DeadlineModel(model), role=role, date=on, annual=annual, part=part, condition=condition, evidence=READ
    )


def until(day: str | None) -> Validity:
    return Validity(valid_until=date.fromisoformat(day) if day else None, evidence=READ)


OPEN, UPCOMING, CLOSED = Availability.OPEN, Availability.UPCOMING, Availability.CLOSED
EXPIRED, UNKNOWN = Availability.EXPIRED, Availability.UNKNOWN

CASES: list[tuple[list[Deadline], Availability, str]] = [
    ([], UNKNOWN, "Frist unbekannt"),
    # fixed dates
    ([window("fixed", "2026-12-31")], OPEN, "31.12.2026 (noch 36 Tage)"),
    ([window("fixed", "2026-11-26")], OPEN, "26.11.2026 (noch 1 Tag)"),
    ([window("fixed", "2026-11-25")], OPEN, "25.11.2026 (heute)"),
    ([window("fixed", "2026-11-24")], EXPIRED, "abgelaufen am 24.11.2026"),
    ([window("fixed", "2025-03-31"), window("fixed", "2024-03-31")], EXPIRED, "abgelaufen am 31.03.2025"),
    ([window("fixed", "2027-03-31"), window("fixed", "2026-12-31")], OPEN, "31.12.2026 (noch 36 Tage)"),
    ([window("fixed", "2025-03-31"), window("fixed", "2030-01-01")], OPEN, "01.01.2030 (noch 1.133 Tage)"),
    ([window("fixed")], UNKNOWN, "Frist unbekannt"),
    # every year
    (
        [window("recurring", annual="10-31")],
        OPEN,
        "jährlich zum 31. Oktober (nächster: 31.10.2027, in 340 Tagen)",
    ),
    ([window("recurring", annual="11-25")], OPEN, "jährlich zum 25. November (nächster: 25.11.2026, heute)"),
    ([window("recurring", annual="11-26")], OPEN, "jährlich zum 26. November (nächster: 26.11.2026, in 1 Tag)"),
    ([window("recurring", annual="02-29")], OPEN, "jährlich zum 29. Februar (nächster: 28.02.2027, in 95 Tagen)"),
    (
        [window("recurring", annual="03-30"), window("recurring", annual="09-30")],
        OPEN,
        "jährlich zum 30. März (nächster: 30.03.2027, in 125 Tagen)",
    ),
    (
        [window("recurring", annual="02-15"), window("fixed", "2023-09-29")],
        OPEN,
        "jährlich zum 15. Februar (nächster: 15.02.2027, in 82 Tagen)",
    ),
    ([window("recurring")], OPEN, "wiederkehrende Stichtage, Termine nennt die Bewilligungsstelle"),
    # without dates
    ([window("rolling")], OPEN, "laufend möglich"),
    ([window("first_come")], OPEN, "Windhundverfahren: solange Mittel reichen"),
    ([window("announced")], UPCOMING, "wird bekannt gegeben"),
    ([window("announced"), window("fixed", "2025-03-31")], UPCOMING, "wird bekannt gegeben"),
    ([window("announced"), window("fixed", "2026-12-31")], OPEN, "31.12.2026 (noch 36 Tage)"),
    # a fixed end limits a rolling or first-come window of the same part
    ([window("rolling"), window("fixed", "2025-12-31")], EXPIRED, "abgelaufen am 31.12.2025"),
    ([window("first_come"), window("fixed", "2026-12-31")], OPEN, "31.12.2026 (noch 36 Tage)"),
    ([window("rolling", part="A"), window("fixed", "2025-12-31", part="B")], OPEN, "laufend möglich"),
    # closed
    ([window("closed")], CLOSED, "keine Anträge mehr möglich"),
    ([window("closed"), window("fixed", "2026-12-31")], CLOSED, "keine Anträge mehr möglich"),
    ([window("closed", part="A"), window("rolling", part="B")], OPEN, "laufend möglich"),
    ([window("closed", part="A")], CLOSED, "keine Anträge mehr möglich"),
    # two stages: the sketch is the way in
    ([window("two_stage")], UNKNOWN, "zweistufig: Frist unbekannt"),
    (
        [window("two_stage", "2026-12-01", role=SKETCH), window("two_stage", "2027-03-01")],
        OPEN,
        "zweistufig: Skizze bis 01.12.2026 (noch 6 Tage)",
    ),
    (
        [window("two_stage", "2026-11-01", role=SKETCH), window("two_stage", "2027-03-01")],
        EXPIRED,
        "abgelaufen am 01.11.2026",
    ),
    (
        [window("fixed", "2026-11-01", role=SKETCH), window("fixed", "2027-03-01")],
        EXPIRED,
        "abgelaufen am 01.11.2026",
    ),
    ([window("two_stage", "2024-05-24", role=SKETCH), window("two_stage")], EXPIRED, "abgelaufen am 24.05.2024"),
    (
        [window("two_stage", annual="04-30", role=SKETCH)],
        OPEN,
        "zweistufig: Skizze jährlich zum 30. April (nächster: 30.04.2027, in 156 Tagen)",
    ),
    ([window("two_stage", "2027-03-01")], UNKNOWN, "zweistufig: Antrag bis 01.03.2027 (noch 96 Tage)"),
    (
        [window("two_stage", annual="10-31")],
        OPEN,
        "zweistufig: Antrag jährlich zum 31. Oktober (nächster: 31.10.2027, in 340 Tagen)",
    ),
]


@pytest.mark.parametrize(("deadlines", "state", "text"), CASES)
def test_on_a_day(deadlines: list[Deadline], state: Availability, text: str) -> None:
    assert availability(deadlines, None, "", TODAY) is state
    assert deadline_text(deadlines, None, "", TODAY) == text


@pytest.mark.parametrize(("deadlines", "_state", "_text"), CASES)
def test_a_status_note_closes_whatever_the_text_says(deadlines: list[Deadline], _state: object, _text: str) -> None:
    note = "Antragstellung nicht\n (mehr) möglich"
    assert availability(deadlines, None, note, TODAY) is CLOSED
    expected = "Antrag nicht möglich laut Quelle: „Antragstellung nicht (mehr) möglich“"
    assert deadline_text(deadlines, None, note, TODAY) == expected


@pytest.mark.parametrize(
    ("deadlines", "validity", "state", "text"),
    [
        ([window("rolling")], until("2025-06-30"), EXPIRED, "abgelaufen am 30.06.2025 (Ende der Richtlinie)"),
        (
            [window("fixed", "2026-12-31")],
            until("2026-11-24"),
            EXPIRED,
            "abgelaufen am 24.11.2026 (Ende der Richtlinie)",
        ),
        ([], until("2025-06-30"), EXPIRED, "abgelaufen am 30.06.2025 (Ende der Richtlinie)"),
        ([window("closed")], until("2025-06-30"), CLOSED, "keine Anträge mehr möglich"),
        ([window("rolling")], until("2026-11-25"), OPEN, "laufend möglich"),
        ([window("rolling")], until(None), OPEN, "laufend möglich"),
        ([], until("2030-12-31"), UNKNOWN, "Frist unbekannt"),
        (
            [window("recurring", annual="10-31")],
            until("2026-12-31"),
            UNKNOWN,
            "jährlich zum 31. Oktober (nächster: 31.10.2027, in 340 Tagen); die Richtlinie endet vorher am 31.12.2026",
        ),
        (
            [window("recurring", annual="10-31")],
            until("2027-10-31"),
            OPEN,
            "jährlich zum 31. Oktober (nächster: 31.10.2027, in 340 Tagen)",
        ),
    ],
)
def test_validity(deadlines: list[Deadline], validity: Validity, state: Availability, text: str) -> None:
    assert availability(deadlines, validity, "", TODAY) is state
    assert deadline_text(deadlines, validity, "", TODAY) == text


@pytest.mark.parametrize(
    ("deadlines", "day", "expected"),
    [
        ([], TODAY, None),
        ([window("rolling"), window("announced"), window("first_come")], TODAY, None),
        ([window("fixed", "2025-03-31")], TODAY, None),
        ([window("fixed", "2026-11-25")], TODAY, "2026-11-25"),
        ([window("fixed", "2027-03-31"), window("recurring", annual="01-15")], TODAY, "2027-01-15"),
        ([window("fixed", "2026-12-31"), window("closed")], TODAY, None),
        ([window("two_stage", "2026-11-01", role=SKETCH), window("two_stage", "2027-03-01")], TODAY, None),
        ([window("recurring", annual="02-29")], date(2027, 3, 1), "2028-02-29"),
        ([window("recurring", annual="02-29")], date(2026, 2, 28), "2026-02-28"),
        ([window("recurring", annual="02-29")], date(2028, 2, 29), "2028-02-29"),
        ([window("recurring", annual="04-31")], TODAY, "2027-04-30"),
        ([window("recurring", annual="12-31")], date(2026, 12, 31), "2026-12-31"),
        ([window("recurring", annual="01-01")], date(2026, 12, 31), "2027-01-01"),
    ],
)
def test_next_date(deadlines: list[Deadline], day: date, expected: str | None) -> None:
    assert next_date(deadlines, day) == (date.fromisoformat(expected) if expected else None)


def test_lines_show_every_window_once_with_part_and_condition() -> None:
    deadlines = [
        window("fixed", "2025-03-31", part="Konzepte"),
        window("recurring", annual="10-31", condition="für das Folgejahr"),
        window("rolling"),
        window("rolling"),
    ]
    assert deadline_lines(deadlines, TODAY) == (
        "Konzepte: abgelaufen am 31.03.2025",
        "jährlich zum 31. Oktober (nächster: 31.10.2027, in 340 Tagen) – für das Folgejahr",
        "laufend möglich",
    )


days = st.dates(date(2000, 1, 1), date(2100, 12, 31))
windows = st.builds(
    Deadline,
    model=st.sampled_from(DeadlineModel),
    role=st.sampled_from(DeadlineRole),
    date=st.none() | days,
    annual=st.none() | st.builds(lambda day: f"{day:%m-%d}", st.dates(date(2000, 1, 1), date(2000, 12, 31))),
    part=st.none() | st.sampled_from(["A", "B"]),
    evidence=st.just(READ),
)
validities = st.none() | st.builds(Validity, valid_until=st.none() | days, evidence=st.just(READ))


@given(st.lists(windows), validities, days)
def test_a_date_that_has_passed_is_never_next_and_words_never_fail(
    deadlines: list[Deadline], validity: Validity | None, stichtag: date
) -> None:
    upcoming = next_date(deadlines, stichtag)
    assert upcoming is None or upcoming >= stichtag
    assert deadline_text(deadlines, validity, "", stichtag)
    assert all(deadline_lines(deadlines, stichtag))


@given(st.lists(windows), validities, days)
def test_open_has_a_reason(deadlines: list[Deadline], validity: Validity | None, stichtag: date) -> None:
    if availability(deadlines, validity, "", stichtag) is not OPEN:
        return
    undated = {DeadlineModel.ROLLING, DeadlineModel.FIRST_COME, DeadlineModel.RECURRING}
    assert next_date(deadlines, stichtag) or any(deadline.model in undated for deadline in deadlines)
    assert validity is None or validity.valid_until is None or validity.valid_until >= stichtag


@given(st.lists(windows), validities, days)
def test_expired_is_never_urgent(deadlines: list[Deadline], validity: Validity | None, stichtag: date) -> None:
    text = deadline_text(deadlines, validity, "", stichtag)
    assert text.startswith("abgelaufen") == (availability(deadlines, validity, "", stichtag) is EXPIRED)
    assert not (text.startswith("abgelaufen") and "noch" in text)


@given(st.sampled_from([DeadlineModel.ROLLING, DeadlineModel.FIRST_COME, DeadlineModel.ANNOUNCED]), days)
def test_a_window_without_a_date_never_shows_one(model: DeadlineModel, stichtag: date) -> None:
    deadline = window(model.value)
    assert not any(character.isdigit() for character in deadline_text([deadline], None, "", stichtag))
    assert next_date([deadline], stichtag) is None


@given(st.lists(windows), validities, days)
def test_what_is_over_stays_over(deadlines: list[Deadline], validity: Validity | None, stichtag: date) -> None:
    if availability(deadlines, validity, "", stichtag) is EXPIRED:
        assert availability(deadlines, validity, "", stichtag + timedelta(days=1)) is EXPIRED
