"""Cumulation: whether other public money may be combined."""

import pytest
from hypothesis import given

from finder.guideline import CumulationRule
from rules.extract.cumulation import read_cumulation
from tests.extract.phrases import HOSTILE, WORDS, assert_verbatim, guideline

FORBIDDEN, RESTRICTED, ALLOWED = CumulationRule.FORBIDDEN, CumulationRule.RESTRICTED, CumulationRule.ALLOWED


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("Eine Kumulierung mit anderen öffentlichen Mitteln ist ausgeschlossen.", FORBIDDEN),
        ("Eine Doppelförderung ist nicht zulässig.", FORBIDDEN),
        ("Eine Kumulierung mit anderen Bundesmitteln ist ausgeschlossen; Landesmittel sind erlaubt.", RESTRICTED),
        ("Die Förderung kann mit Mitteln der Länder kombiniert werden.", ALLOWED),
        ("Eine Mehrfachförderung ist ausgeschlossen.", FORBIDDEN),
        ("Andere Fördermöglichkeiten sind vorrangig zu nutzen.", RESTRICTED),
        ("Eine Kumulierung ist zulässig, sofern keine Förderung desselben Gegenstands vorliegt.", RESTRICTED),
        ("Vorhaben, die aus anderen Förderprogrammen unterstützt werden, werden nicht gefördert.", FORBIDDEN),
        ("Die Förderung kann nicht mit anderen öffentlichen Fördermitteln kombiniert werden.", FORBIDDEN),
        ("Eine Kumulierung mit anderen Förderprogrammen des Landes ist nicht möglich.", RESTRICTED),
        (
            "Eine Kumulierung mit anderen Zuschüssen ist zulässig, soweit 90 Prozent nicht überschritten werden.",
            RESTRICTED,
        ),
        ("Andere Fördermittel sind vorrangig in Anspruch zu nehmen.", RESTRICTED),
        ("Die Kumulierungsregeln des Artikels 8 AGVO sind zu beachten.", RESTRICTED),
        ("Die Kombination mit anderen Förderprogrammen ist möglich.", ALLOWED),
        ("Eine Kumulation mit anderen öffentlichen Mitteln ist zulässig.", ALLOWED),
    ],
)
def test_rule(words: str, rule: CumulationRule) -> None:
    read = guideline(words)
    claim = read_cumulation(read)
    assert claim is not None
    assert claim.rule is rule
    assert_verbatim(read, claim)


@pytest.mark.parametrize(
    "words",
    [
        "Die Kombination mehrerer Maßnahmen wird empfohlen.",
        "Im Antrag sind Angaben über andere öffentliche Fördermittel zu machen.",
        "Das Förderprogramm wird jährlich ausgewertet.",
        "Die Mittel können nicht ins nächste Jahr übertragen werden.",
    ],
)
def test_nothing_said(words: str) -> None:
    assert read_cumulation(guideline(words)) is None


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile(words: str) -> None:
    read = guideline(words)
    assert_verbatim(read, read_cumulation(read))


@given(WORDS)
def test_any_text(words: str) -> None:
    read = guideline(words)
    assert_verbatim(read, read_cumulation(read))
