"""Sums in euros: what they limit or grant, for what unit, and the sums of other rules."""

from decimal import Decimal

import pytest
from hypothesis import given

from finder.vocab import AmountRole, AmountUnit
from rules.extract.amounts import read_amounts
from tests.extract.phrases import HOSTILE, WORDS, assert_verbatim, guideline

MAX_GRANT, MIN_GRANT = AmountRole.MAX_GRANT, AmountRole.MIN_GRANT
MAX_COST, MIN_COST = AmountRole.MAX_COST, AmountRole.MIN_COST
LUMP, LOAN_MAX, LOAN_MIN = AmountRole.LUMP_SUM, AmountRole.LOAN_MAX, AmountRole.LOAN_MIN


def sums(*paragraphs: str) -> list[tuple[AmountRole, int]]:
    read = guideline(*paragraphs)
    claims = read_amounts(read)
    assert_verbatim(read, *claims)
    return [(claim.role, int(claim.eur)) for claim in claims]


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("Die Zuwendung beträgt höchstens 50.000 Euro.", [(MAX_GRANT, 50_000)]),
        ("Die maximale Fördersumme beträgt 1,5 Mio. Euro.", [(MAX_GRANT, 1_500_000)]),
        ("Der Zuschuss ist auf 20.000 EUR begrenzt.", [(MAX_GRANT, 20_000)]),
        ("Der Höchstbetrag der Förderung beträgt 250 TEUR je Vorhaben.", [(MAX_GRANT, 250_000)]),
        ("Gewährt werden 80 Prozent der Ausgaben, höchstens jedoch 5 000 Euro.", [(MAX_GRANT, 5_000)]),
        ("Die Förderung beträgt 50 % der Kosten, maximal 10.000 € je Gemeinde.", [(MAX_GRANT, 10_000)]),
        ("Die Zuwendung darf 100.000 Euro nicht übersteigen.", [(MAX_GRANT, 100_000)]),
        ("Als Zuwendung werden bis zu 8.000 Euro gewährt.", [(MAX_GRANT, 8_000)]),
        ("Die Förderung wird nur bewilligt, wenn die Zuwendung mehr als 2.500 Euro beträgt.", [(MIN_GRANT, 2_500)]),
        ("Zuwendungen unter 5.000 Euro werden nicht bewilligt.", [(MIN_GRANT, 5_000)]),
        ("Die Mindestzuwendung beträgt 10.000 Euro.", [(MIN_GRANT, 10_000)]),
        ("Die Bagatellgrenze der Zuwendung liegt bei 7.500 Euro.", [(MIN_GRANT, 7_500)]),
        (
            "Die Zuwendung muss mindestens 2.500 Euro, bei kommunalen Körperschaften 10.000 Euro betragen.",
            [(MIN_GRANT, 2_500), (MIN_GRANT, 10_000)],
        ),
        ("Vorhaben mit zuwendungsfähigen Ausgaben unter 20.000 Euro werden nicht gefördert.", [(MIN_COST, 20_000)]),
        ("Die zuwendungsfähigen Ausgaben müssen mindestens 25.000 Euro betragen.", [(MIN_COST, 25_000)]),
        ("Gefördert wird nur, wenn die förderfähigen Kosten 75.000 Euro überschreiten.", [(MIN_COST, 75_000)]),
        (
            "Die Förderung von Vorhaben mit Gesamtausgaben von mehr als 800.000 Euro ist ausgeschlossen.",
            [(MAX_COST, 800_000)],
        ),
        ("Die zuwendungsfähigen Ausgaben sind auf 200.000 Euro begrenzt.", [(MAX_COST, 200_000)]),
        ("Ausgaben für Werbung sind bis zu 3.000 Euro je Vorhaben zuwendungsfähig.", [(MAX_COST, 3_000)]),
        ("Es wird eine Pauschale in Höhe von 500 Euro je Teilnehmer gewährt.", [(LUMP, 500)]),
        ("Der Festbetrag beträgt 1.200 Euro pro Platz.", [(LUMP, 1_200)]),
        ("Der Zuschuss beträgt 300 Euro je Baum.", [(LUMP, 300)]),
        ("Für ein Konzept wird ein pauschaler Zuschuss in Höhe von 6.000 Euro gewährt.", [(LUMP, 6_000)]),
        ("Je Fahrzeug wird ein Zuschuss von 40.000 Euro gewährt.", [(LUMP, 40_000)]),
        ("Der Festbetrag beläuft sich auf 3 Euro je Einwohner.", [(LUMP, 3)]),
        ("Einheitskosten: 900 Euro je Teilnehmer", [(LUMP, 900)]),
        ("Das Ministerium fördert Ihr Projekt mit bis zu 70.000 EUR.", [(MAX_GRANT, 70_000)]),
        ("Sie erhalten maximal\n\t• EUR 15.000 für ein Konzept.", [(MAX_GRANT, 15_000)]),
        ("Ihr Projekt kann mit EUR 4.000 bis EUR 9.000 gefördert werden.", [(MIN_GRANT, 4_000), (MAX_GRANT, 9_000)]),
        ("Vorhaben unter 8.000 Euro sind nicht förderfähig.", [(MIN_COST, 8_000)]),
        ("Von einer Förderung wird abgesehen, wenn die Zuwendung weniger als 900 Euro beträgt.", [(MIN_GRANT, 900)]),
        ("Als förderfähig werden höchstens 600 Euro je Quadratmeter anerkannt.", [(MAX_COST, 600)]),
        ("Maximal erhalten Sie EUR 12.000.", [(MAX_GRANT, 12_000)]),
        ("Förderung 40 %; förderfähig sind höchstens 500 Euro je Hektar.", [(MAX_COST, 500)]),
        ("Kredite werden ab einem Mindestbetrag von 60.000 Euro vergeben.", [(LOAN_MIN, 60_000)]),
        ("Der Kredithöchstbetrag je Vorhaben ist 30 Millionen Euro.", [(LOAN_MAX, 30_000_000)]),
        ("Das Darlehen beträgt höchstens 2 Mio. Euro.", [(LOAN_MAX, 2_000_000)]),
        ("Jedes Darlehen muss mindestens 40.000 Euro betragen.", [(LOAN_MIN, 40_000)]),
        (
            "Sie erhalten ein zinsgünstiges Darlehen. Die Förderung beträgt höchstens 25 Mio. Euro.",
            [(LOAN_MAX, 25_000_000)],
        ),
        ("Die Zuwendung wird als Fehlbedarfsfinanzierung von höchstens 12.000 Euro gewährt.", [(MAX_GRANT, 12_000)]),
        ("Die Zuwendung für niedrigschwellige Angebote beträgt höchstens 9.000 Euro.", [(MAX_GRANT, 9_000)]),
        (
            "Die Zuwendung an Gesellschaften mit beschränkter Haftung beträgt höchstens 9.000 Euro.",
            [(MAX_GRANT, 9_000)],
        ),
        ("Pro Antrag können maximal 1 Million Euro beantragt werden.", [(MAX_GRANT, 1_000_000)]),
        ("Die Landeszuwendung beträgt 2.000 Euro je Kilometer Radweg.", [(LUMP, 2_000)]),
        ("Sie erhalten für jeden neuen Platz 4.000 Euro.", [(LUMP, 4_000)]),
        ("Der Förderbetrag liegt zwischen 5.000 und 50.000 Euro.", [(MIN_GRANT, 5_000), (MAX_GRANT, 50_000)]),
        (
            "Die Mindestfördersumme liegt bei 5.000 Euro, die Höchstfördersumme bei 200.000 Euro.",
            [(MIN_GRANT, 5_000), (MAX_GRANT, 200_000)],
        ),
        ("Das förderfähige Investitionsvolumen muss 50.000 Euro übersteigen.", [(MIN_COST, 50_000)]),
    ],
)
def test_sums(words: str, read: list[tuple[AmountRole, int]]) -> None:
    assert sums(words) == read


@pytest.mark.parametrize(
    "words",
    [
        "De-minimis-Beihilfen dürfen in drei Steuerjahren 300.000 Euro nicht übersteigen.",
        "Für das Programm stehen im Haushalt 6 Millionen Euro zur Verfügung.",
        "Aufträge ab einem Auftragswert von mehr als 25.000 Euro sind auszuschreiben.",
        "Bei Zuwendungen bis zu 100.000 Euro genügt ein einfacher Verwendungsnachweis.",
        "Bei Baumaßnahmen mit einer Zuwendung über 1,5 Millionen Euro ist die baufachliche Prüfung zu beteiligen.",
        "Bei Zuwendungen bis 40.000 Euro endet die Zweckbindungsfrist nach vier Jahren.",
        "Honorare sind bis zu 60 Euro je Stunde zuwendungsfähig.",
        "Einzelbeihilfen über 100.000 Euro werden veröffentlicht.",
        "Der Wert der Geschenke darf 50 Euro nicht überschreiten.",
        "Der Eigenanteil beträgt mindestens 5.000 Euro.",
        "Gegenstände über 800 Euro sind zu inventarisieren.",
        "Die Auszahlung erfolgt in Teilbeträgen von mindestens 10.000 Euro.",
        "Maßnahmen mit Ausgaben bis zu 100.000 Euro sind Kleinmaßnahmen.",
        "Der Jahresumsatz des Unternehmens darf höchstens 50 Mio. Euro betragen.",
        "Die Bank finanziert die Hälfte, wenn der Kredit mehr als 750.000 Euro beträgt.",
        "Die Zuwendung darf ausnahmsweise auch 6.000 Euro und weniger betragen.",
        "Das Fördervolumen des Programms beträgt 25 Mio. Euro jährlich.",
        "Im Jahr 2021 wurden 90 Vorhaben mit insgesamt 6 Mio. Euro gefördert.",
        "Für den Aufruf ist ein Budget von 4 Mio. Euro vorgesehen.",
        "Betragen die zuwendungsfähigen Ausgaben mehr als 2 Mio. Euro, prüft die Bauverwaltung.",
        "Die Anschaffungskosten betragen in der Regel mehr als 2.000 Euro.",
        "Der Einsatz von Fördermitteln soll 60 Euro je vermiedener Tonne nicht überschreiten.",
        "Aufträge bis zu einem Wert von 10.000 Euro können freihändig vergeben werden.",
        "Die Bagatellgrenze beträgt 5.000 Euro.",
        "Liegt die Miete über 9 Euro je Quadratmeter, entfällt die Förderung.",
        "Die Förderung entfällt.",
    ],
)
def test_other_sums(words: str) -> None:
    assert sums(words) == []


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("Die Zuwendung beträgt höchstens 50.000 Euro.", AmountUnit.PROJECT),
        ("Die Zuwendung beträgt höchstens 50.000 Euro pro Jahr.", AmountUnit.YEAR),
        ("Die Zuwendung beträgt jährlich höchstens 50.000 Euro.", AmountUnit.YEAR),
        ("Die Zuwendung beträgt höchstens 50.000 Euro je Gemeinde.", AmountUnit.MUNICIPALITY),
        ("Die Zuwendung beträgt höchstens 500 Euro je Teilnehmer.", AmountUnit.PERSON),
        ("Die Zuwendung beträgt höchstens 5.000 Euro je Betreuungsplatz.", AmountUnit.PLACE),
        ("Die Zuwendung beträgt höchstens 100 Euro je Quadratmeter.", AmountUnit.UNIT),
    ],
)
def test_unit(words: str, unit: AmountUnit) -> None:
    (claim,) = read_amounts(guideline(words))
    assert claim.per is unit


def test_items_have_the_side_of_their_lead() -> None:
    lead = "Voraussetzung ist, dass die zuwendungsfähigen Ausgaben mehr als"
    assert sums(lead, "a) 5.000 Euro für Konzepte oder", "b) 50.000 Euro für Bauten betragen.") == [
        (MIN_COST, 5_000),
        (MIN_COST, 50_000),
    ]


def test_rows_of_a_table_of_fixed_sums() -> None:
    read = guideline("Die Zuwendung wird als Festbetragsfinanzierung gewährt.", "| Mast mit Fundament | 5 000 € |")
    assert [(claim.role, claim.eur) for claim in read_amounts(read)] == [(LUMP, Decimal(5000))]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile(words: str) -> None:
    assert sums(words) == sums(words)


@given(WORDS)
def test_any_text(words: str) -> None:
    assert sums(words) == sums(words)
