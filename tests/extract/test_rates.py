"""Funding rates: what is one, what it is for, and the many percentages that are something else."""

from decimal import Decimal

import pytest
from hypothesis import given

from finder.vocab import RateRole
from rules.extract.rates import read_rates
from tests.extract.phrases import HOSTILE, WORDS, assert_verbatim, guideline

BASE, BONUS, REDUCED, TOTAL = RateRole.BASE, RateRole.BONUS, RateRole.REDUCED, RateRole.UP_TO_TOTAL


def percents(*paragraphs: str) -> list[str]:
    read = guideline(*paragraphs)
    claims = read_rates(read)
    assert_verbatim(read, *claims)
    return [f"{claim.percent.normalize():f}" for claim in claims]


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("Die Zuwendung beträgt bis zu 60 Prozent der zuwendungsfähigen Ausgaben.", ["60"]),
        ("Der Zuschuss beträgt 40 % der förderfähigen Kosten.", ["40"]),
        ("Der Fördersatz liegt bei 75 v. H.", ["75"]),
        ("Die Förderquote beträgt maximal 85 vom Hundert.", ["85"]),
        ("Es wird ein Regelfördersatz von 65 Prozent angewendet.", ["65"]),
        ("Das Land gewährt eine Anteilfinanzierung in Höhe von 70 Prozent.", ["70"]),
        ("Die Förderung erfolgt als Zuschuss in Höhe von 50 % der Gesamtkosten.", ["50"]),
        ("Gefördert werden bis zu 80 Prozent der anerkannten Ausgaben.", ["80"]),
        ("Die Höhe der Förderung beträgt zwei Drittel der Bemessungsgrundlage.", ["66.67"]),
        ("Die Zuwendung beträgt 66 2/3 Prozent der zuwendungsfähigen Kosten.", ["66.67"]),
        ("Die Höhe der Zuwendung beträgt drei Viertel der zuwendungsfähigen Ausgaben.", ["75"]),
        ("Der Bund übernimmt bis zu 90 Prozent der zuwendungsfähigen Ausgaben.", ["90"]),
        ("Die Kosten werden zu 45 Prozent gefördert.", ["45"]),
        ("Förderhöhe: max. 70 %", ["70"]),
        ("Zuwendungsquote: bis 65 v. H.", ["65"]),
        ("Studien werden mit 70 Prozent, maximal 12.000 Euro, bezuschusst.", ["70"]),
        ("Zuschuss 35 %; Antrag vor Beginn", ["35"]),
        ("Gefördert werden 45 % der förderfähigen Kosten, bei Verbünden 65 %.", ["45", "65"]),
        ("Es wird eine Vollfinanzierung (100 Prozent) gewährt.", ["100"]),
        ("Sie können eine Förderung von bis zu 55 Prozent erhalten.", ["55"]),
        ("Als kleine Gemeinde können Sie bis zu 85 Prozent Ihrer förderfähigen Ausgaben bekommen.", ["85"]),
        ("Städte erhalten 40 Prozent, Landkreise 60 Prozent der zuwendungsfähigen Ausgaben.", ["40", "60"]),
        ("Konzepte werden mit 70 Prozent, Bauten mit 50 Prozent gefördert.", ["70", "50"]),
        ("Das Land fördert Ihr Vorhaben mit 35 Prozent.", ["35"]),
        ("Der Bund beteiligt sich mit einem Viertel an den Kosten.", ["25"]),
        ("Die Hälfte der Kosten trägt das Land.", ["50"]),
        ("Der Tilgungszuschuss beträgt bis zu 20 Prozent der förderfähigen Kosten.", ["20"]),
        ("Der Zuschuss beträgt 60 Prozent der Kosten bei einem Eigenanteil von 40 Prozent.", ["60"]),
        ("Die Zuwendung wird auf bis zu 80 Prozentpunkte der Bemessungsgrundlage festgesetzt.", ["80"]),
        ("Fördergegenstand\tFördersatz\nKonzepte\t50 %\nBauten\t75 %", ["50", "75"]),
        ("Die Höhe der Förderung beträgt für\n\t• kleine Gemeinden 80 Prozent,\n\t• andere 60 Prozent.", ["80", "60"]),
        ("Sie erhalten einen Zuschuss von bis zu 30 Prozent Ihrer förderfähigen Kosten.", ["30"]),
        ("Der Landesanteil beträgt 35 Prozent der zuwendungsfähigen Ausgaben.", ["35"]),
        (
            "Die Beihilfe darf 40 Prozent der zuwendungsfähigen Ausgaben nicht überschreiten; die Zuwendung beträgt 40 Prozent.",
            ["40"],
        ),
        (
            "Die Zuwendung beträgt für Gemeinden bis zu 60 Prozent und für Vereine bis zu 70 Prozent der Gesamtkosten.",
            ["60", "70"],
        ),
        ("Der Eigenanteil beträgt 20 Prozent, die Förderung 80 Prozent der zuwendungsfähigen Kosten.", ["80"]),
        ("Die Fördersätze betragen 40, 50 oder 60 Prozent.", ["40", "50", "60"]),
        ("Finanziert werden bis zu 100 Prozent der förderfähigen Investitionskosten als Kredit.", ["100"]),
        ("Der Höchstfördersatz beträgt 55 Prozent.", ["55"]),
        (
            "Der Fördersatz beträgt 50 v. H. Er kann für finanzschwache Gemeinden auf bis zu 70 v. H. erhöht werden.",
            ["50", "70"],
        ),
        ("Das Land beteiligt sich mit bis zu 40 Prozent an den förderfähigen Kosten.", ["40"]),
        ("Planungskosten werden mit 35 Prozent gefördert.", ["35"]),
        ("Die Zuwendung für Maßnahmen der Lärmminderung beträgt 80 Prozent.", ["80"]),
        ("Der Zuschussbetrag liegt bei 90 Prozent.", ["90"]),
        ("Der Zuschuss beträgt bei Gemeinden mit weniger als 10.000 Einwohnern 80 %, sonst 60 %.", ["80", "60"]),
    ],
)
def test_rates(words: str, read: list[str]) -> None:
    assert percents(words) == read


@pytest.mark.parametrize(
    "words",
    [
        "Der Eigenanteil beträgt mindestens 10 Prozent der zuwendungsfähigen Ausgaben.",
        "Mindestens 15 Prozent der zuwendungsfähigen Ausgaben sind aus Eigenmitteln zu finanzieren.",
        "Der Antragsteller hat Eigenmittel in Höhe von 20 Prozent der zuwendungsfähigen Ausgaben einzubringen.",
        "Gemeinkosten können pauschal mit 15 Prozent der Personalausgaben angesetzt werden.",
        "Baunebenkosten sind bis zu 20 Prozent der zuwendungsfähigen Ausgaben förderfähig.",
        "Grunderwerb ist bis zu 10 Prozent der zuwendungsfähigen Gesamtausgaben zuwendungsfähig.",
        "Der Anspruch ist mit 5 Prozent über dem Basiszinssatz zu verzinsen.",
        "Die Auszahlung erfolgt bis zu 90 Prozent der Zuwendung, der Rest nach Prüfung.",
        "Ein Einbehalt von 10 Prozent der bewilligten Zuwendung wird nach Prüfung ausgezahlt.",
        "Mindestens 50 Prozent der Fläche müssen entsiegelt werden.",
        "Die Einzelansätze dürfen um bis zu 20 Prozent überschritten werden.",
        "Der ELER-Anteil beträgt 63 Prozent der zuwendungsfähigen Ausgaben.",
        "Die Treibhausgasminderung muss mindestens 50 Prozent betragen.",
        "Die Gemeinde muss mehr als 50 Prozent der Stimmrechte halten.",
        "Die Beihilfeintensität nach Artikel 28 AGVO beträgt 50 Prozent der beihilfefähigen Kosten für KMU.",
        "Die Fördermittel werden zu 35 Prozent nach der Einwohnerzahl verteilt.",
        "Bei einem Widerruf der Zuwendung werden 5 Prozent einbehalten.",
        "Im Jahr 2024 stieg die Zahl der Anträge um 12 Prozent.",
        "Personalstellen sind ab 50 Prozent einer Vollzeitstelle förderfähig.",
        "Die Ausgaben für Gutachten dürfen 10 Prozent der Gesamtausgaben nicht überschreiten.",
        "Die Förderung erfolgt mit einem Anteil von 80 Prozent aus Mitteln des EFRE.",
        "Die Förderung entfällt.",
        "Es gilt § 44 der Haushaltsordnung.",
        "Gemeinausgaben in Höhe von 15 Prozent der förderfähigen Personalausgaben",
        "Die Kofinanzierung aus dem ELER beträgt 53 Prozent der öffentlichen Ausgaben.",
        "Der EFRE-Fördersatz beträgt 40 Prozent.",
        "Der Tilgungszuschuss beträgt 15 Prozent des Kreditbetrags.",
        "Die Gemeinde muss sich in Höhe von 10 Prozent der Ausgaben an der Finanzierung beteiligen.",
        "Die Vorfinanzierung erfolgt zu 100 Prozent durch den Träger.",
        "Das Land fördert Anlagen mit 30 Prozent weniger Verbrauch.",
        "Nach der Bewilligung werden 70 Prozent der Zuwendung ausgezahlt.",
    ],
)
def test_other_percentages(words: str) -> None:
    assert percents(words) == []


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Die Zuwendung beträgt 60 Prozent der zuwendungsfähigen Ausgaben.", BASE),
        ("Der Fördersatz erhöht sich auf 80 Prozent.", BONUS),
        ("Für finanzschwache Kommunen beträgt die Förderquote 90 Prozent.", BONUS),
        ("Der Fördersatz verringert sich auf 40 Prozent.", REDUCED),
        ("Förderhöhe: 60 %", BASE),
        ("Bei Zusammenarbeit steigt die Förderquote auf 75 Prozent.", BONUS),
        (
            "Die Gesamtförderung aus allen Programmen beträgt höchstens 90 Prozent der zuwendungsfähigen Ausgaben.",
            TOTAL,
        ),
    ],
)
def test_role(words: str, role: RateRole) -> None:
    (claim,) = read_rates(guideline(words))
    assert claim.role is role


@pytest.mark.parametrize(
    ("words", "points"),
    [
        ("Bei interkommunaler Zusammenarbeit erhöht sich der Fördersatz um 10 Prozentpunkte.", "10"),
        ("Die Förderquote kann um bis zu 2,5 Prozentpunkte angehoben werden.", "2.5"),
        ("Für Verbünde wird ein Bonus von 5 Prozentpunkten gewährt.", "5"),
    ],
)
def test_points_that_raise_a_rate(words: str, points: str) -> None:
    (claim,) = read_rates(guideline(words))
    assert (claim.percent, claim.role) == (Decimal(points), BONUS)


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("Der Fördersatz beträgt 50 % (bei finanzschwachen Gemeinden 70 %).", [("50", BASE), ("70", BONUS)]),
        (
            "Die Förderquote liegt bei 40 Prozent und erhöht sich um 15 Prozentpunkte auf 55 Prozent.",
            [("40", BASE), ("15", BONUS), ("55", BONUS)],
        ),
        ("Der Fördersatz von 60 Prozent kann auf bis zu 80 Prozent angehoben werden.", [("60", BASE), ("80", BONUS)]),
        (
            "Die Förderquote beträgt 55 Prozent. Sie erhöht sich für kleine Gemeinden auf 65 Prozent.",
            [("55", BASE), ("65", BONUS)],
        ),
        ("Die Förderquote beträgt 30 Prozent; in Notlagen steigt sie auf 45 Prozent.", [("30", BASE), ("45", BONUS)]),
    ],
)
def test_rate_and_its_raise(words: str, read: list[tuple[str, RateRole]]) -> None:
    assert [(f"{claim.percent.normalize():f}", claim.role) for claim in read_rates(guideline(words))] == read


def test_points_of_other_things_are_no_rate() -> None:
    assert percents("Die Arbeitslosenquote liegt um zwei Prozentpunkte über dem Durchschnitt.") == []


def test_items_have_the_rate_of_their_lead() -> None:
    lead = "Die Höhe der Zuwendung beträgt:"
    assert percents(lead, "a) 50 Prozent für Straßen,", "b) 60 Prozent für Brücken,", "c) 85 Prozent für Radwege.") == [
        "50",
        "60",
        "85",
    ]


def test_items_of_eligible_cost_are_no_rates() -> None:
    lead = "Zu den zuwendungsfähigen Ausgaben gehören:"
    assert (
        percents(lead, "a) Planung bis zu 20 Prozent der Baukosten,", "b) Pflanzung bis zu 10 Prozent der Baukosten.")
        == []
    )


def test_the_same_value_once_with_its_first_quote() -> None:
    first = "Die Zuwendung beträgt 60 Prozent der zuwendungsfähigen Ausgaben."
    read = guideline(first, "Der Fördersatz beträgt 60 Prozent.")
    assert [claim.quote.words for claim in read_rates(read)] == [first]


def test_condition_stands_beside_the_number() -> None:
    (claim,) = read_rates(guideline("Der Fördersatz beträgt 90 Prozent für Gemeinden in Haushaltssicherung."))
    assert claim.condition == "für Gemeinden in Haushaltssicherung"


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile(words: str) -> None:
    assert percents(words) == percents(words)


@given(WORDS)
def test_any_text(words: str) -> None:
    assert percents(words) == percents(words)
