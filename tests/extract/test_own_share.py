"""The applicant's own share in percent, and shares that others give."""

import pytest
from hypothesis import given

from rules.extract.own_share import read_own_share
from tests.extract.phrases import HOSTILE, WORDS, assert_verbatim, guideline


def percents(words: str) -> list[str]:
    read = guideline(words)
    claims = read_own_share(read)
    assert_verbatim(read, *claims)
    return [f"{claim.percent.normalize():f}" for claim in claims]


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("Der Eigenanteil beträgt mindestens 10 Prozent der zuwendungsfähigen Ausgaben.", ["10"]),
        ("Es ist ein Eigenanteil von zehn Prozent zu erbringen.", ["10"]),
        ("Die Gemeinde hat Eigenmittel in Höhe von 20 v. H. einzusetzen.", ["20"]),
        ("Mindestens 5 Prozent der Ausgaben sind aus Eigenmitteln zu finanzieren.", ["5"]),
        ("Mindestens 15 Prozent der Gesamtausgaben sind durch den Zuwendungsempfänger zu erbringen.", ["15"]),
        ("Sie müssen mindestens 10 Prozent der Kosten aus eigenen Mitteln bestreiten.", ["10"]),
        ("Erforderlich ist eine Eigenbeteiligung von 25 Prozent.", ["25"]),
        ("Der Landkreis muss sich mit 10 Prozent an der Finanzierung beteiligen.", ["10"]),
        ("Ein 10-prozentiger Eigenanteil ist nachzuweisen.", ["10"]),
        ("Ein Mindesteigenanteil von 10 Prozent darf nicht unterschritten werden.", ["10"]),
        ("Die Förderung beträgt 90 Prozent, der Eigenanteil 10 Prozent.", ["10"]),
        ("Der Eigenanteil kann bei finanzschwachen Gemeinden auf 5 Prozent reduziert werden.", ["5"]),
        ("Die Kommune trägt 20 Prozent der Kosten.", ["20"]),
        ("Die Sitzgemeinde beteiligt sich mit mindestens 20 Prozent an den Kosten.", ["20"]),
        ("Das Land fördert mit 75 Prozent, die Gemeinde trägt einen Anteil von 25 Prozent.", ["25"]),
        ("An den Ausgaben beteiligen Sie sich mit mindestens 30 Prozent.", ["30"]),
        ("Wenigstens 12 Prozent der Ausgaben sind als Eigenmittel nachzuweisen.", ["12"]),
        ("Der Zuschuss steigt auf 90 Prozent bei einem reduzierten Eigenanteil von 10 Prozent.", ["10"]),
        ("Eigenmittel: 15 %; Fremdmittel: 25 %", ["15"]),
        ("Sie leisten einen Eigenanteil in Höhe von\n\t• 10 Prozent als Gemeinde.", ["10"]),
        ("Der kommunale Anteil liegt bei 33 1/3 Prozent.", ["33.33"]),
        ("Die Kommune beteiligt sich mit eigenen Mitteln mindestens in gleicher Höhe.", ["50"]),
    ],
)
def test_own_share(words: str, read: list[str]) -> None:
    assert percents(words) == read


@pytest.mark.parametrize(
    "words",
    [
        "Die Zuwendung beträgt 80 Prozent der zuwendungsfähigen Ausgaben.",
        "Der Eigenanteil kann um bis zu 10 Prozentpunkte abgesenkt werden.",
        "Das Land trägt die Übernahme des Eigenanteils zu 50 Prozent.",
        "Eigenleistungen werden bis zu 15 Prozent anerkannt.",
        "Ein Eigenanteil ist zu erbringen.",
        "Die Anlage muss mindestens 60 Prozent ihres Stroms selbst verbrauchen.",
        "Strafen werden in gleicher Höhe festgesetzt.",
    ],
)
def test_no_own_share(words: str) -> None:
    assert percents(words) == []


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile(words: str) -> None:
    assert percents(words) == percents(words)


@given(WORDS)
def test_any_text(words: str) -> None:
    assert percents(words) == percents(words)
