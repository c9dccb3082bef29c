"""Forms of money: what is offered, and loans and guarantees that only stand beside it."""

import pytest
from hypothesis import given

from finder.vocab import FundingType
from rules.extract.funding_types import read_funding_types
from tests.extract.phrases import HOSTILE, WORDS, assert_verbatim, guideline

GRANT, LOAN, GUARANTEE = FundingType.GRANT, FundingType.LOAN, FundingType.GUARANTEE


def kinds(words: str) -> set[FundingType]:
    read = guideline(words)
    claims = read_funding_types(read)
    assert_verbatim(read, *claims)
    return {claim.funding_type for claim in claims}


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("Vereine erhalten das Geld als Zuschuss.", {GRANT}),
        ("Das Land gewährt die Mittel als nicht rückzahlbaren Zuschuss.", {GRANT}),
        ("Gemeinden wird in Form von Zuschüssen geholfen.", {GRANT}),
        ("Die Höhe der Zuwendung richtet sich nach den Ausgaben.", {GRANT}),
        ("Die Mittel werden als Festbetragsfinanzierung bewilligt.", {GRANT}),
        ("Sie erhalten ein zinsgünstiges Darlehen.", {LOAN}),
        ("Die Bank gewährt Kommunen langfristige Kredite.", {LOAN}),
        ("Die Förderung erfolgt als Darlehen oder als Zuschuss.", {LOAN, GRANT}),
        ("Der Kredithöchstbetrag beträgt 5 Mio. Euro.", {LOAN}),
        ("Das Land übernimmt Ausfallbürgschaften.", {GUARANTEE}),
        ("Es wird ein Zinszuschuss gewährt.", {FundingType.INTEREST_SUBSIDY}),
        ("Das Preisgeld beträgt 10.000 Euro.", {FundingType.PRIZE}),
    ],
)
def test_offered(words: str, read: set[FundingType]) -> None:
    assert kinds(words) == read


@pytest.mark.parametrize(
    "words",
    [
        "Eine Kombination mit einem Darlehen anderer Förderprogramme ist möglich.",
        "Die Rückzahlung kann durch Bürgschaft gesichert werden.",
        "Es werden keine Darlehen gewährt.",
        "Der Rest kann durch die Aufnahme von Krediten gedeckt werden.",
        "Gefördert werden Vorhaben des Radverkehrs.",
    ],
)
def test_not_offered(words: str) -> None:
    assert kinds(words) == set()


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile(words: str) -> None:
    assert kinds(words) == kinds(words)


@given(WORDS)
def test_any_text(words: str) -> None:
    assert kinds(words) == kinds(words)
