"""Cooperation: demanded, rewarded or permitted."""

import pytest
from hypothesis import given

from finder.guideline import CooperationRule
from rules.extract.cooperation import read_cooperation
from tests.extract.phrases import HOSTILE, WORDS, assert_verbatim, guideline

REQUIRED, BONUS, ALLOWED = CooperationRule.REQUIRED, CooperationRule.BONUS, CooperationRule.ALLOWED


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("Gefördert werden ausschließlich Verbundvorhaben.", REQUIRED),
        ("Antragsberechtigt sind Verbünde aus mindestens drei Kommunen.", REQUIRED),
        ("An dem Projekt müssen mindestens zwei Gemeinden beteiligt sein.", REQUIRED),
        ("Die Kooperationsvereinbarung der Partner ist dem Antrag beizufügen.", REQUIRED),
        ("Voraussetzung ist eine interkommunale Zusammenarbeit.", REQUIRED),
        ("Gefördert werden nur Zusammenschlüsse von mindestens drei Gemeinden.", REQUIRED),
        ("Bei gemeinsamer Fahrzeugbeschaffung durch mindestens zwei Kommunen erhöht sich der Zuschuss.", BONUS),
        ("Eine Antragstellung im Verbund ist möglich.", ALLOWED),
        ("Kooperationen mit anderen Landkreisen sind zulässig.", ALLOWED),
        ("Gemeinsame Anträge mehrerer Gemeinden sind zulässig.", ALLOWED),
        ("Bei interkommunaler Zusammenarbeit erhöht sich der Fördersatz um 10 Prozentpunkte.", BONUS),
        ("Interkommunale Projekte werden vorrangig berücksichtigt.", BONUS),
        ("Für interkommunale Vorhaben beträgt der Zuschuss bis zu 80 Prozent.", BONUS),
        ("Gefördert werden Einzel- oder Verbundprojekte.", ALLOWED),
        ("Mehrere Gemeinden können gemeinsam einen Antrag stellen.", ALLOWED),
        ("Das Vorhaben kann auch von mehreren Trägern gemeinsam durchgeführt werden.", ALLOWED),
    ],
)
def test_rule(words: str, rule: CooperationRule) -> None:
    read = guideline(words)
    claim = read_cooperation(read)
    assert claim is not None
    assert claim.rule is rule
    assert_verbatim(read, claim)


@pytest.mark.parametrize(
    "words",
    [
        "Antragsberechtigt sind Gemeinden und deren Zusammenschlüsse.",
        "Die Programme der grenzüberschreitenden Zusammenarbeit bleiben unberührt.",
        "Der Biotopverbund soll gestärkt werden.",
        "Das Ministerium entscheidet gemeinsam mit der Förderbank.",
        "Soll ein Vorhaben mit mehreren Beteiligten gefördert werden, ist einer Antragsteller.",
    ],
)
def test_nothing_said(words: str) -> None:
    assert read_cooperation(guideline(words)) is None


def test_a_demand_counts_before_a_reward() -> None:
    claim = read_cooperation(
        guideline("Interkommunale Projekte werden bevorzugt.", "Gefördert werden nur Verbundprojekte.")
    )
    assert claim is not None
    assert claim.rule is REQUIRED


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile(words: str) -> None:
    read = guideline(words)
    assert_verbatim(read, read_cooperation(read))


@given(WORDS)
def test_any_text(words: str) -> None:
    read = guideline(words)
    assert_verbatim(read, read_cooperation(read))
