"""German dates: days, days of every year, months, quarters, years; and numbers and laws that only look like them."""

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.extract.dates import DateFound, Precision, find_dates

MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]


def days(words: str) -> list[str | None]:
    return [found.date.isoformat() if found.date else found.annual for found in find_dates(words)]


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("bis zum 31.12.2026", ["2026-12-31"]),
        ("am 1.1.2026", ["2026-01-01"]),
        ("am 01. 07. 2026", ["2026-07-01"]),
        ("am 31.12.26", ["2026-12-31"]),
        ("Frist 31.12.26", ["2026-12-31"]),
        ("am 5.6.99", ["1999-06-05"]),
        ("bis 15. März 2026", ["2026-03-15"]),
        ("bis 15.März 2026", ["2026-03-15"]),
        ("am 1. Oktober 2026", ["2026-10-01"]),
        ("am 1 Oktober 2026", ["2026-10-01"]),
        ("am 3. Jan. 2026", ["2026-01-03"]),
        ("am 3. Sept. 2026", ["2026-09-03"]),
        ("am 3. Dez. 2026", ["2026-12-03"]),
        ("am 1. Jänner 2026", ["2026-01-01"]),
        ("bis zum Ablauf des 31. Dezember 2026", ["2026-12-31"]),
        ("mit Ablauf des 30.6.2025 außer Kraft", ["2025-06-30"]),
        ("am 29. Februar 2028", ["2028-02-29"]),
        ("spätestens am 30.\u00a0Juni\u00a02026", ["2026-06-30"]),
        ("ab dem 2. Mai 2026, 12 Uhr", ["2026-05-02"]),
        ("Einreichung bis 2026-12-31", ["2026-12-31"]),
        ("15. Dezember des Jahres 2026", ["2026-12-15"]),
        ("vom 1. Januar bis 31. März 2026", ["2026-01-01", "2026-03-31"]),
        ("vom 01.01. bis 31.03.2026", ["2026-01-01", "2026-03-31"]),
        ("am 31. März und 30. September 2026", ["2026-03-31", "2026-09-30"]),
        ("1. Januar 2024 bis 31. Dezember 2026", ["2024-01-01", "2026-12-31"]),
        ("Dresden, den 12. Juni 2018", ["2018-06-12"]),
    ],
)
def test_days(words: str, read: list[str]) -> None:
    assert days(words) == read
    assert all(found.precision is Precision.DAY for found in find_dates(words))


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("bis zum 1. Oktober jeden Jahres", ["10-01"]),
        ("bis 30.09. eines jeden Jahres", ["09-30"]),
        ("jährlich bis zum 31. März", ["03-31"]),
        ("jeweils zum 31. März und 30. September", ["03-31", "09-30"]),
        ("jeweils zum 31.3. und 30.9.", ["03-31", "09-30"]),
        ("bis zum 15. Oktober des Vorjahres", ["10-15"]),
        ("zum 15. Januar des laufenden Jahres", ["01-15"]),
        ("zum 15. Februar des Folgejahres", ["02-15"]),
        ("zum 31.10. und 30.04. eines Jahres", ["10-31", "04-30"]),
        ("am 1. Juni jedes Kalenderjahres", ["06-01"]),
        ("vom 1.2. bis 31.3. und vom 1.8. bis 30.9. eines Jahres", ["02-01", "03-31", "08-01", "09-30"]),
        ("bis 15. November des Antragsjahres", ["11-15"]),
        ("zum 15. April, 15. Juli und 15. Oktober eines Jahres", ["04-15", "07-15", "10-15"]),
    ],
)
def test_days_of_every_year(words: str, read: list[str]) -> None:
    assert days(words) == read
    assert all(found.recurring and found.year is None for found in find_dates(words))


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("bis zum 30. 9. einzureichen", ["09-30"]),
        ("am 31. März", ["03-31"]),
        ("bis 30.11. beim Amt", ["11-30"]),
        ("Stichtag 30.09", ["09-30"]),
        ("bis zum 31.10 einzureichen", ["10-31"]),
        ("vom 1.3. bis 30.4. und vom 1.9. bis 31.10.", ["03-01", "04-30", "09-01", "10-31"]),
    ],
)
def test_days_without_a_year_do_not_come_every_year(words: str, read: list[str]) -> None:
    assert days(words) == read
    assert not any(found.recurring for found in find_dates(words))


@pytest.mark.parametrize(
    ("words", "precision", "years"),
    [
        ("im März 2026", Precision.MONTH, [2026]),
        ("Ende Oktober 2026", Precision.MONTH, [2026]),
        ("seit Februar 2024", Precision.MONTH, [2024]),
        ("1. Quartal 2026", Precision.QUARTER, [2026]),
        ("im ersten Quartal 2026", Precision.QUARTER, [2026]),
        ("im vierten Quartal des Jahres 2026", Precision.QUARTER, [2026]),
        ("III. Quartal 2026", Precision.QUARTER, [2026]),
        ("Q2/2026", Precision.QUARTER, [2026]),
        ("Q3 2026", Precision.QUARTER, [2026]),
        ("Ende 2027", Precision.YEAR, [2027]),
        ("bis Ende 2027", Precision.YEAR, [2027]),
        ("im Jahr 2027", Precision.YEAR, [2027]),
        ("in den Jahren 2021 bis 2024", Precision.YEAR, [2021, 2024]),
        ("Förderperiode 2021-2027", Precision.YEAR, [2021, 2027]),
        ("Förderzeitraum 2021 – 2027", Precision.YEAR, [2021, 2027]),
        ("Haushaltsjahre 2025 und 2026", Precision.YEAR, [2025, 2026]),
        ("Programmjahr 2026", Precision.YEAR, [2026]),
        ("seit 2019", Precision.YEAR, [2019]),
        ("Laufzeit 2022/2026", Precision.YEAR, [2022, 2026]),
        ("Richtlinienlaufzeit 2022-2026", Precision.YEAR, [2022, 2026]),
    ],
)
def test_coarse_dates_never_become_a_day(words: str, precision: Precision, years: list[int]) -> None:
    found = find_dates(words)
    assert [one.year for one in found] == years
    assert all(one.precision is precision and one.date is None and one.annual is None for one in found)


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("im Februar 2028", (2028, 2, 29)),
        ("Ende Dezember 2026", (2026, 12, 31)),
        ("1. Quartal 2026", (2026, 3, 31)),
        ("4. Quartal 2026", (2026, 12, 31)),
        ("Ende 2027", (2027, 12, 31)),
        ("am 5. Mai 2026", (2026, 5, 5)),
    ],
)
def test_last_day_of_what_is_written(words: str, last: tuple[int, int, int]) -> None:
    (found,) = find_dates(words)
    assert found.last_day == datetime.date(*last)


@pytest.mark.parametrize(
    "words",
    [
        "Gesetz vom 12. Juni 2018 (BGBl. I S. 153)",
        "Haushaltsordnung vom 10. April 2001 (SächsGVBl. S. 153)",
        "die Verordnung vom 4. Mai 2019",
        "ABl. L 93 vom 7.4.2016, S. 5",
        "BAnz AT 12.03.2019 B2",
        "in der Fassung der Bekanntmachung vom 5. Mai 2016",
        "das zuletzt durch Artikel 5 des Gesetzes vom 8. Juli 2021 geändert worden ist",
        "Runderlass vom 1. März 2020 (MBl. S. 12)",
        "Verwaltungsvorschrift vom 27. Juni 2005",
        "Richtlinie 2014/24/EU vom 26. Februar 2014",
    ],
)
def test_dates_of_laws(words: str) -> None:
    assert [found.of_law for found in find_dates(words) if found.date] == [True]


@pytest.mark.parametrize(
    "words",
    [
        "Anträge sind bis zum 31. März 2026 zu stellen.",
        "Diese Richtlinie gilt vom 1. Januar 2024 bis 31. Dezember 2026.",
        "Die Verordnung tritt am 1. Januar 2025 in Kraft.",
        "mit Ablauf des 31. Dezember 2027 außer Kraft",
        "Dresden, den 12. Juni 2018",
        "im Zeitraum vom 1. März 2026 bis 30. April 2026",
    ],
)
def test_other_days_are_not_of_a_law(words: str) -> None:
    assert not any(found.of_law for found in find_dates(words))


@pytest.mark.parametrize(
    "words",
    [
        "",
        "3.1. Gegenstand der Förderung",
        "nach Nummer 3.1. und 6.9. ist",
        "Ziffer 4.2.10 gilt",
        "Abschnitt 2.1 bis 3.1.",
        "2000 Einwohner",
        "bis 2000 Euro",
        "von 2020 Einwohnern",
        "30. Februar",
        "am 31.04.2026",
        "am 32.12.2026",
        "am 12.13.2026",
        "Verordnung (EU) 2021/1060",
        "Nr. 651/2014",
        "DIN 276",
        "§ 44",
        "1.234.567 Euro",
        "31.12.265",
        "Mai",
        "3 Maßnahmen",
        "50.000,00 EUR",
        "bis 10.05 Euro",
        "zum 12.10 Uhr",
        "Nr. 10.01 bis 10.05",
        "bis spätestens 15. des Monats",
    ],
)
def test_no_date(words: str) -> None:
    assert find_dates(words) == ()


_DAYS = st.dates(datetime.date(1950, 1, 1), datetime.date(2099, 12, 31))


@given(
    _DAYS,
    st.sampled_from(
        [
            lambda d: f"{d.day}.{d.month}.{d.year}",
            lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
            lambda d: f"{d.day}. {MONTHS[d.month - 1]} {d.year}",
            lambda d: f"{d.day:02}. {MONTHS[d.month - 1]} {d.year}",
            lambda d: f"{d.day}.\u00a0{MONTHS[d.month - 1]}\u00a0{d.year}",
            lambda d: d.isoformat(),
        ]
    ),
)
def test_days_come_back(day: datetime.date, written: object) -> None:
    assert callable(written)
    words = f"Anträge sind bis zum {written(day)} zu stellen."
    (found,) = find_dates(words)
    assert found.date == day
    assert words[found.start : found.end] == written(day)


@given(_DAYS)
def test_days_of_every_year_come_back(day: datetime.date) -> None:
    (found,) = find_dates(f"bis zum {day.day}. {MONTHS[day.month - 1]} eines jeden Jahres")
    assert (found.annual, found.recurring, found.date) == (f"{day:%m-%d}", True, None)


_PIECES = st.lists(
    st.sampled_from(
        [
            "31",
            "12",
            ".",
            " ",
            "2026",
            "März",
            "bis",
            "zum",
            "und",
            "jeden Jahres",
            "vom",
            "Gesetz",
            "Quartal",
            "-",
            "/",
        ]
    )
    | st.text(max_size=6),
    max_size=40,
).map("".join)


@given(_PIECES)
def test_any_text_is_read_in_order_without_overlap(words: str) -> None:
    found = find_dates(words)
    assert all(0 <= one.start < one.end <= len(words) for one in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


@pytest.mark.parametrize(
    "words",
    [
        "1" * 100_000,
        "31.12." * 20_000,
        "vom 12. Juni 2018 " * 5_000,
        "bis 2020 " * 20_000,
        "Artikel 5 " * 20_000,
        "1. " * 50_000,
    ],
)
def test_hostile_runs_end(words: str) -> None:
    assert all(isinstance(one, DateFound) for one in find_dates(words))
