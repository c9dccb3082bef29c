"""Validity: from when and until when a guideline is in force."""

import datetime

import pytest
from hypothesis import given

from rules.extract.validity import read_validity
from tests.extract.phrases import HOSTILE, WORDS, assert_verbatim, guideline


def _read(*paragraphs: str) -> tuple[str | None, str | None]:
    read = guideline(*paragraphs)
    claims = read_validity(read)
    assert_verbatim(read, *claims)
    begins, ends = (str(claim.date) if claim and claim.date else None for claim in claims)
    return begins, ends


@pytest.mark.parametrize(
    ("words", "begins", "ends"),
    [
        ("Diese Richtlinie tritt am 1. Januar 2025 in Kraft.", "2025-01-01", None),
        (
            "Die Richtlinie tritt mit Wirkung vom 1. Juli 2024 in Kraft und am 30. Juni 2029 außer Kraft.",
            "2024-07-01",
            "2029-06-30",
        ),
        (
            "Dieser RdErl. tritt am 1.3.2024 in Kraft und mit Ablauf des 31.12.2028 außer Kraft.",
            "2024-03-01",
            "2028-12-31",
        ),
        ("Diese Verwaltungsvorschrift tritt mit Ablauf des 31. Dezember 2027 außer Kraft.", None, "2027-12-31"),
        ("Diese Richtlinie ist bis zum 31. Dezember 2026 befristet.", None, "2026-12-31"),
        ("Die Richtlinie gilt bis zum 30. Juni 2027.", None, "2027-06-30"),
        ("Gültig ab: 01.02.2024", "2024-02-01", None),
        ("Diese Fördergrundsätze gelten vom 1. Mai 2023 bis zum 30. April 2027.", "2023-05-01", "2027-04-30"),
        ("Diese Verwaltungsvorschrift gilt ab dem 1. Februar 2023.", "2023-02-01", None),
        ("Gültig bis: 31.12.2027", None, "2027-12-31"),
    ],
)
def test_days(words: str, begins: str | None, ends: str | None) -> None:
    assert _read(words) == (begins, ends)


@pytest.mark.parametrize(
    "words",
    [
        "Gleichzeitig tritt die Richtlinie vom 3. Mai 2019 mit Ablauf des 31. Dezember 2024 außer Kraft.",
        "Das Regionalmanagement ist bis zum 31. Dezember 2026 befristet.",
        "Die Zweckbindung endet am 31. Dezember 2030.",
        "Die Laufzeit des Darlehens beträgt bis zu 20 Jahre.",
        "Nummer 5 dieser Richtlinie tritt am 31. Dezember 2025 außer Kraft.",
        "Das Gesetz vom 12. Mai 2021 ist am 1. Juni 2021 in Kraft getreten.",
    ],
)
def test_no_validity(words: str) -> None:
    assert _read(words) == (None, None)


def test_without_a_day_the_words_are_quoted() -> None:
    begins, ends = read_validity(guideline("Diese Richtlinie tritt am Tag nach der Veröffentlichung in Kraft."))
    assert begins is not None
    assert begins.date is None
    assert ends is None


def test_signature_line() -> None:
    begins, _ = read_validity(
        guideline("Diese Richtlinie tritt am Tage ihrer Unterzeichnung in Kraft.", "Musterstadt, den 4. April 2024")
    )
    assert begins is not None
    assert begins.date == datetime.date(2024, 4, 4)


def test_a_term_of_years_ends_with_its_last_year() -> None:
    assert _read("Förderzeitraum", "2023 - 2027", "Antragsberechtigte") == (None, "2027-12-31")


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile(words: str) -> None:
    read = guideline(words)
    assert_verbatim(read, *read_validity(read))


@given(WORDS)
def test_any_text(words: str) -> None:
    read = guideline(words)
    assert_verbatim(read, *read_validity(read))
