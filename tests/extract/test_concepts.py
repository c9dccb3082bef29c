"""Required concepts: what must exist or be presented, and what is only paid for, an example or a paper of the application."""

import pytest
from hypothesis import given

from rules.extract.concepts import read_concepts
from tests.extract.phrases import HOSTILE, WORDS, assert_verbatim, guideline


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Dem Antrag ist der aktuelle Brandschutzbedarfsplan beizufügen.", "Brandschutzbedarfsplan"),
        ("Die Gemeinde muss über ein ISEK verfügen.", "ISEK"),
        ("Die Maßnahme muss Bestandteil eines integrierten Klimaschutzkonzepts sein.", "Klimaschutzkonzept"),
        ("Voraussetzung ist ein beschlossener Medienentwicklungsplan.", "Medienentwicklungsplan"),
        ("Der Standort muss im Schulnetzplan ausgewiesen sein.", "Schulnetzplan"),
        ("Die Einrichtung muss in die örtliche Bedarfsplanung aufgenommen sein.", "Bedarfsplanung"),
        ("Gefördert wird nur, wenn ein schlüssiges Nutzungskonzept vorliegt.", "Nutzungskonzept"),
        ("Das Vorhaben muss aus einem integrierten kommunalen Entwicklungskonzept (IKEK) abgeleitet sein.", "IKEK"),
        ("Der Bedarf ist durch eine Sportentwicklungsplanung nachzuweisen.", "Sportentwicklungsplanung"),
        ("Grundlage der Förderung ist die Vorlage eines Mobilitätskonzepts.", "Mobilitätskonzept"),
        ("Dem Antrag ist ein pädagogisches Konzept beizufügen.", "pädagogisches Konzept"),
        ("Der Träger legt ein museales Konzept vor.", "museales Konzept"),
        ("Das Vorhaben beruht auf einem Gesamtkonzept.", "Gesamtkonzept"),
        ("Die Planung entspricht dem Lärmaktionsplan.", "Lärmaktionsplan"),
        ("Grundlage der Förderung ist ein städtebauliches Entwicklungskonzept.", "städtebauliches Entwicklungskonzept"),
        ("Die Antragstellerin reicht mit dem Antrag ein Konzept ein.", "Konzept"),
        ("Mit dem Antrag ist ein Konzept für die Nutzung der Räume vorzulegen.", "Konzept für die Nutzung"),
        ("Die Maßnahme ist in der kommunalen Wärmeplanung vorgesehen.", "Wärmeplanung"),
        ("Das Projekt muss sich in die lokale Entwicklungsstrategie einfügen.", "Entwicklungsstrategie"),
    ],
)
def test_demanded(words: str, name: str) -> None:
    read = guideline(words)
    claims = read_concepts(read)
    assert len(claims) == 1
    assert name.lower() in claims[0].name.lower()
    assert_verbatim(read, *claims)


@pytest.mark.parametrize(
    "words",
    [
        "Gefördert wird die Erstellung von Klimaschutzkonzepten.",
        "Zuwendungsfähig sind Ausgaben für ein Radverkehrskonzept.",
        "Dem Antrag ist ein Finanzierungsplan beizufügen.",
        "Die Mittel stehen im Haushaltsplan bereit.",
        "Ein Verkehrskonzept ist schön.",
        "Ein Haushaltssicherungskonzept ist vorzulegen.",
        "Am Ende der Projektlaufzeit muss ein Zukunftskonzept vorliegen.",
        "Aufgabe ist es, integrierte Entwicklungskonzepte zu erarbeiten, Voraussetzung dafür ist ein Team.",
        "Auf der Grundlage eines Konzepts wird beraten.",
        "Planungen, zum Beispiel ein Tourismuskonzept, sind zu beachten.",
        "Neue Mobilitätskonzepte sind eine Voraussetzung, um das Klima zu schützen.",
    ],
)
def test_not_demanded(words: str) -> None:
    assert read_concepts(guideline(words)) == ()


def test_items_of_a_list_of_papers() -> None:
    read = guideline("Dem Antrag sind beizufügen:\n\ta) ein Lageplan,\n\tb) ein Betriebskonzept,\n\tc) die Satzung.")
    assert [claim.name for claim in read_concepts(read)] == ["Betriebskonzept"]


def test_each_concept_once() -> None:
    read = guideline("Ein Spielkonzept ist vorzulegen.", "Die Vorlage des Spielkonzepts ist Voraussetzung.")
    assert [claim.name for claim in read_concepts(read)] == ["Spielkonzept"]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile(words: str) -> None:
    read = guideline(words)
    assert_verbatim(read, *read_concepts(read))


@given(WORDS)
def test_any_text(words: str) -> None:
    read = guideline(words)
    assert_verbatim(read, *read_concepts(read))
