"""What guidelines say of an applicant's finances."""

import pytest
from hypothesis import given

from finder.guideline import ClaimEffect, FiscalKind
from rules.extract.fiscal import read_fiscal
from tests.extract.guidelines import ANY_TEXT, HOSTILE, guideline, proven

CONSOLIDATION, WEAK, OTHER = FiscalKind.BUDGET_CONSOLIDATION, FiscalKind.FISCALLY_WEAK, FiscalKind.OTHER


@pytest.mark.parametrize(
    ("text", "kind", "effect"),
    [
        ("Kommunen in der Haushaltssicherung erhalten bis zu 90 Prozent.", CONSOLIDATION, ClaimEffect.AMOUNT),
        ("Gemeinden mit Haushaltssicherungskonzept können teilnehmen.", CONSOLIDATION, ClaimEffect.GATE),
        ("Kommunen in einer Haushaltsnotlage sind ausgeschlossen.", CONSOLIDATION, ClaimEffect.EXCLUSION),
        ("Für Gemeinden mit Haushaltsstrukturkonzept sinkt der Eigenanteil.", CONSOLIDATION, ClaimEffect.AMOUNT),
        ("Kommunen im Nothaushalt werden bevorzugt berücksichtigt.", CONSOLIDATION, ClaimEffect.PRIORITY),
        ("Finanzschwache Gemeinden erhalten einen um 10 % höheren Zuschuss.", WEAK, ClaimEffect.AMOUNT),
        ("Die Quote steigt für finanz- und strukturschwache Kommunen auf 80 v. H.", WEAK, ClaimEffect.AMOUNT),
        ("Bei kritischer Haushaltslage kann der Fördersatz steigen.", WEAK, ClaimEffect.AMOUNT),
        ("Kommunen mit unterdurchschnittlicher Steuerkraft werden vorrangig gefördert.", WEAK, ClaimEffect.PRIORITY),
        ("Beizufügen ist eine gemeindewirtschaftliche Stellungnahme.", OTHER, ClaimEffect.OBLIGATION),
        (
            "Der Antrag enthält eine Stellungnahme der zuständigen Rechtsaufsichtsbehörde.",
            OTHER,
            ClaimEffect.OBLIGATION,
        ),
        ("Vorzulegen ist eine kommunalaufsichtliche Bestätigung.", OTHER, ClaimEffect.OBLIGATION),
    ],
)
def test_reads_kind_and_effect(text: str, kind: FiscalKind, effect: ClaimEffect) -> None:
    assert [(claim.kind, claim.effect) for claim in read_fiscal(guideline(text))] == [(kind, effect)]


@pytest.mark.parametrize(
    "text",
    [
        "Die Zuwendung wird im Rahmen verfügbarer Haushaltsmittel gewährt.",
        "Es gelten die §§ 23 und 44 der Landeshaushaltsordnung.",
        "Ziel ist die Stärkung strukturschwacher Regionen.",
        "Die Haushaltskonsolidierung des Landes bleibt unberührt.",
        "Private Haushalte sind nicht antragsberechtigt.",
        "Finanziell leistungsschwache Familien erhalten einen Nachlass.",
        "Der Bund kann in der vorläufigen Haushaltsführung nur wenig bewilligen.",
        "Die Fachaufsicht liegt beim Ministerium.",
    ],
)
def test_leaves_other_finances(text: str) -> None:
    assert read_fiscal(guideline(text)) == ()


def test_each_kind_and_effect_counts_once() -> None:
    text = "Finanzschwache Kommunen erhalten 90 Prozent.\n\nFür finanzschwache Kommunen beträgt der Satz 90 Prozent."
    assert len(read_fiscal(guideline(text))) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_survives_hostile_texts(text: str) -> None:
    assert all(proven(text, claim) for claim in read_fiscal(guideline(text)))


@given(ANY_TEXT)
def test_every_quote_stands_in_its_text(text: str) -> None:
    assert all(proven(text, claim) for claim in read_fiscal(guideline(text)))
