"""Deadlines: how applications are taken, and until when."""

import pytest
from hypothesis import given

from finder.vocab import DeadlineModel, DeadlineRole
from rules.extract.deadlines import read_deadlines
from tests.extract.phrases import HOSTILE, WORDS, assert_verbatim, guideline

MODEL = DeadlineModel


def _days(*paragraphs: str) -> set[str]:
    _, deadlines = read_deadlines(guideline(*paragraphs))
    return {str(claim.date or claim.annual) for claim in deadlines}


@pytest.mark.parametrize(
    ("words", "days", "model"),
    [
        ("Anträge sind bis zum 31. März 2027 einzureichen.", {"2027-03-31"}, MODEL.FIXED),
        (
            "Bewerbungen sind bis spätestens 15.01.2027 zu stellen.",
            {"2027-01-15"},
            MODEL.FIXED,
        ),
        ("Der Antrag ist jährlich bis zum 30. September für das Folgejahr zu stellen.", {"09-30"}, MODEL.RECURRING),
        ("Förderanträge müssen jeweils bis zum 1. Oktober eines Jahres vorliegen.", {"10-01"}, MODEL.RECURRING),
        (
            "Stichtage für die Antragstellung sind der 31. März und der 30. September eines jeden Jahres.",
            {"03-31", "09-30"},
            MODEL.RECURRING,
        ),
        ("Projektskizzen können bis zum 30. April 2027 eingereicht werden.", {"2027-04-30"}, MODEL.TWO_STAGE),
        ("Interessenbekundungen sind bis zum 15. Mai des Vorjahres einzureichen.", {"05-15"}, MODEL.TWO_STAGE),
        ("Das Antragsverfahren ist zweistufig.", set(), MODEL.TWO_STAGE),
        ("Anträge können jederzeit gestellt werden.", set(), MODEL.ROLLING),
        ("Die Antragstellung ist laufend möglich.", set(), MODEL.ROLLING),
        ("Einreichungsstichtage: 1. Februar und 1. August", {"02-01", "08-01"}, MODEL.RECURRING),
        ("Die Frist für die Einreichung der Anträge endet am 31. Mai 2027.", {"2027-05-31"}, MODEL.FIXED),
        ("Anträge nimmt das Amt vom 1. März 2027 bis 30. April 2027 entgegen.", {"2027-04-30"}, MODEL.FIXED),
        ("Das Land veröffentlicht die Termine für die Einreichung im Internet.", set(), MODEL.ANNOUNCED),
        ("Über die Anträge wird in der Reihenfolge ihres Eingangs entschieden.", set(), MODEL.FIRST_COME),
        ("Die Vergabe erfolgt im Windhundverfahren.", set(), MODEL.FIRST_COME),
        ("Die Antragsfristen werden im Internet bekannt gegeben.", set(), MODEL.ANNOUNCED),
        ("Derzeit können keine Anträge gestellt werden.", set(), MODEL.CLOSED),
        ("Eine Antragstellung ist nicht mehr möglich.", set(), MODEL.CLOSED),
        ("Das Förderprogramm ist ausgelaufen.", set(), MODEL.CLOSED),
    ],
)
def test_model_and_days(words: str, days: set[str], model: DeadlineModel) -> None:
    read = guideline(words)
    claim, deadlines = read_deadlines(read)
    assert claim is not None
    assert claim.model is model
    assert {str(one.date or one.annual) for one in deadlines} == days
    assert_verbatim(read, claim, *deadlines)


@pytest.mark.parametrize(
    "words",
    [
        "Der Verwendungsnachweis ist bis zum 30. Juni 2027 vorzulegen.",
        "Der Mittelabruf ist bis zum 15. November zu beantragen.",
        "Auszahlungsanträge sind bis zum 30. November 2027 einzureichen.",
        "Das Projekt muss bis zum 31. Dezember 2027 abgeschlossen sein.",
        "Anträge, die vor dem 1. Januar 2026 gestellt worden sind, werden nach altem Recht entschieden.",
        "Maßgebend für den Antrag ist die Zahl der Einwohner zum Stichtag 30. Juni 2025.",
        "Der Antrag ist spätestens acht Wochen vor Beginn zu stellen.",
        "Grundlage des Antrags ist das Gesetz vom 12. Mai 2021 (BGBl. I S. 100).",
    ],
)
def test_no_deadline(words: str) -> None:
    assert read_deadlines(guideline(words)) == (None, ())


def test_closed_counts_before_all() -> None:
    claim, _ = read_deadlines(
        guideline(
            "Anträge sind jährlich bis zum 31. März einzureichen.", "Derzeit können keine Anträge gestellt werden."
        )
    )
    assert claim is not None
    assert claim.model is MODEL.CLOSED


def test_a_span_ends_on_its_last_day() -> None:
    assert _days("Anträge können vom 1. März 2027 bis 30. April 2027 gestellt werden.") == {"2027-04-30"}


def test_sketch_and_application() -> None:
    _, deadlines = read_deadlines(
        guideline(
            "Projektskizzen sind bis zum 31. Januar 2027 einzureichen.",
            "Der Antrag ist dann bis zum 30. Juni 2027 zu stellen.",
        )
    )
    assert [one.role for one in deadlines] == [DeadlineRole.SKETCH, DeadlineRole.APPLICATION]


def test_a_rolling_programme_has_no_day() -> None:
    claim, deadlines = read_deadlines(
        guideline(
            "Förderanträge können das ganze Jahr gestellt werden.",
            "Bei Antragstellung bis zum 31. Dezember 2026 gilt eine erhöhte Förderquote.",
        )
    )
    assert claim is not None
    assert claim.model is MODEL.ROLLING
    assert deadlines == ()


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile(words: str) -> None:
    read = guideline(words)
    claim, deadlines = read_deadlines(read)
    assert_verbatim(read, claim, *deadlines)


@given(WORDS)
def test_any_text(words: str) -> None:
    read = guideline(words)
    claim, deadlines = read_deadlines(read)
    assert_verbatim(read, claim, *deadlines)
    if claim is not None and claim.model is MODEL.ROLLING:
        assert deadlines == ()
