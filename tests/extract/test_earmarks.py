"""Years of Zweckbindung, and other lengths of time."""

import pytest
from hypothesis import given

from rules.extract.earmarks import read_earmarks
from tests.extract.phrases import HOSTILE, WORDS, assert_verbatim, guideline


def years(*paragraphs: str) -> list[str]:
    read = guideline(*paragraphs)
    claims = read_earmarks(read)
    assert_verbatim(read, *claims)
    return [f"{claim.years.normalize():f}" for claim in claims]


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("Die Zweckbindungsfrist beträgt 10 Jahre.", ["10"]),
        ("Die Zweckbindung beträgt für Bauten 25 Jahre und für Geräte fünf Jahre.", ["25", "5"]),
        ("Es gilt eine zehnjährige Zweckbindung.", ["10"]),
        ("Die Zweckbindungsfrist für Fahrzeuge beträgt 24 Monate.", ["2"]),
        ("Die geförderten Anlagen sind mindestens 15 Jahre dem Zuwendungszweck entsprechend zu verwenden.", ["15"]),
        ("Die Bindefrist endet zwölf Jahre nach der Fertigstellung.", ["12"]),
        ("Gebäude dürfen innerhalb von 20 Jahren nicht veräußert werden.", ["20"]),
        ("Bauten sind zwölf Jahre, Geräte fünf Jahre an den Zuwendungszweck gebunden.", ["12", "5"]),
        ("Beschaffte Geräte sind sieben Jahre zweckgebunden.", ["7"]),
        ("Der Bau muss mindestens 18 Jahre seinem Zweck dienen; die Zweckbindung endet nach 20 Jahren.", ["18", "20"]),
        ("Die Anlage ist wenigstens 12 Jahre lang entsprechend dem Zuwendungszweck zu betreiben.", ["12"]),
        ("Die Verwendung für den Förderzweck ist für acht Jahre zu sichern.", ["8"]),
        ("Die Räume sind für die Dauer von 12 Jahren zweckentsprechend zu nutzen.", ["12"]),
    ],
)
def test_years(words: str, read: list[str]) -> None:
    assert years(words) == read


@pytest.mark.parametrize(
    "words",
    [
        "Die Belege sind zehn Jahre aufzubewahren.",
        "Die Laufzeit des Projekts beträgt drei Jahre.",
        "Diese Richtlinie gilt für fünf Jahre.",
        "Der Kredit hat eine Zinsbindung von 10 Jahren.",
        "Eine erneute Förderung ist nach fünf Jahren möglich.",
        "Gefördert werden Kinder bis zu sechs Jahren.",
        "Die Zweckbindungsfrist wird im Bescheid festgelegt.",
        "Eine Veräußerung ist innerhalb von zwei Monaten mitzuteilen.",
    ],
)
def test_other_lengths(words: str) -> None:
    assert years(words) == []


def test_items_have_the_bond_of_their_lead() -> None:
    assert years("Die Zweckbindungsfrist beträgt", "a) 25 Jahre für Bauten,", "b) 10 Jahre für Maschinen.") == [
        "25",
        "10",
    ]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile(words: str) -> None:
    assert years(words) == years(words)


@given(WORDS)
def test_any_text(words: str) -> None:
    assert years(words) == years(words)
