"""Which part of a guideline a sentence speaks of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.models import Section
from finder.vocab import SectionField
from rules.extract.parts import heading_part, referred_part
from rules.extract.text import parse

HEADINGS = [
    ("Teil A: Ortsmitten", True),
    ("Modul 2: Sichere Schulwege", True),
    ("Fördergegenstand 3: Brücken", True),
    ("Baustein IV Beratung", True),
    ("Förderschwerpunkt 1: Radverkehr", True),
    ("Teil 1 Allgemeine Regelungen", False),
    ("Teil 3 Inkrafttreten und Außerkrafttreten", False),
    ("Teil C Übergangsregelungen", False),
    ("Teil I bestimmt das Ziel der Förderung", False),
    ("Gegenstand der Förderung", False),
    ("Verfahren", False),
]


@pytest.mark.parametrize(("heading", "opens"), HEADINGS)
def test_headings_of_what_is_funded_open_a_part(heading: str, opens: bool) -> None:
    assert (heading_part(heading) == heading) is opens


REFERENCES = [
    ("Für Maßnahmen nach Nummer 2.1 beträgt der Fördersatz 60 Prozent.", "Nummer 2.1"),
    ("Die Zuwendung nach Ziffer II Nummer 3 beträgt höchstens 40 000 Euro.", "Ziffer II Nummer 3"),
    ("Vorhaben gemäß Nr. 4.2 und 4.3 werden mit bis zu 50 % gefördert.", "Nr. 4.2 und 4.3"),
    ("Die Förderung nach Ziffer II Nummer 3 Buchstabe a, b und c kann 65 Prozent betragen.",
     "Ziffer II Nummer 3 Buchstabe a, b und c"),
    ("Zuwendungsempfänger für Fördergegenstand 2 sind Landkreise.", "Fördergegenstand 2"),
    ("Bei Modul B liegt der Zuschuss bei 5.000 Euro.", "Modul B"),
    ("In den Fällen der Nummer 2.4 sind nur Gemeinden antragsberechtigt.", "Nummer 2.4"),
    ("Antragsberechtigt sind für Nummer 2.2 kommunale Zweckverbände.", "Nummer 2.2"),
    ("Der Fördersatz beträgt 60 Prozent.", None),
    ("Die Förderung erfolgt nach Nummer 5.3 der Verwaltungsvorschrift zu § 44 der Haushaltsordnung.", None),
    ("Zuwendungen nach Nummer 1.4 ANBest-K werden abgerufen.", None),
    ("Beihilfen nach der Verordnung (EU) Nr. 651/2014 sind freigestellt.", None),
    ("Das Vorhaben umfasst drei Nummern der Zeitschrift.", None),
    ("Ausgaben gemäß Ziffer 2.3 der Anlage 1 sind nicht zuwendungsfähig.", None),
]  # fmt: skip


@pytest.mark.parametrize(("words", "part"), REFERENCES)
def test_a_reference_to_what_is_funded_names_the_part(words: str, part: str | None) -> None:
    assert referred_part(words) == part


def test_a_lead_gives_its_part_to_the_items() -> None:
    text = "Für Vorhaben nach Nummer 2.1 beträgt die Zuwendung:\n\n\t60 Prozent für Gemeinden,\n\t40 Prozent für Landkreise."
    guideline = parse("Probe", [Section(field=SectionField.GUIDELINE, text=text, html="")])
    assert {sentence.block.part for sentence in guideline.sentences} == {"Nummer 2.1"}


def test_a_heading_goes_before_a_reference_and_ends_with_the_next_order_of_the_text() -> None:
    text = (
        "Teil A: Wege\n\nDie Zuwendung nach Nummer 2 beträgt 50 Prozent.\n\nTeil B: Brücken\n\nHier sind es 40 Prozent."
        "\n\nTeil C Inkrafttreten\n\nSie gilt ab heute."
    )
    guideline = parse("Probe", [Section(field=SectionField.GUIDELINE, text=text, html="")])
    parts = {sentence.words: sentence.block.part for sentence in guideline.sentences}
    assert parts["Die Zuwendung nach Nummer 2 beträgt 50 Prozent."] == "Teil A: Wege"
    assert parts["Sie gilt ab heute."] is None


def test_one_part_alone_is_none() -> None:
    text = "Fördergegenstand 1: Brücken\n\nDie Zuwendung beträgt 50 Prozent."
    guideline = parse("Probe", [Section(field=SectionField.GUIDELINE, text=text, html="")])
    assert {sentence.block.part for sentence in guideline.sentences} == {None}


@given(st.text())
def test_any_text_has_a_part_or_none(words: str) -> None:
    part = referred_part(words)
    assert part is None or isinstance(part, str)
