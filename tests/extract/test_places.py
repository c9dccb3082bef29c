"""Territories and Länder that guidelines bind their money to."""

import pytest
from hypothesis import given

from finder.guideline import AreaKind, ClaimEffect
from rules.extract.places import read_areas, read_regions
from tests.extract.guidelines import ANY_TEXT, HOSTILE, guideline, proven


@pytest.mark.parametrize(
    ("text", "area", "effect"),
    [
        ("Vorhaben müssen im GRW-Fördergebiet liegen.", AreaKind.GRW, ClaimEffect.GATE),
        ("Gefördert werden nur Vorhaben im ländlichen Raum.", AreaKind.RURAL, ClaimEffect.GATE),
        ("Das Vorhaben muss in einem ländlichen Gebiet umgesetzt werden.", AreaKind.RURAL, ClaimEffect.GATE),
        ("Der Ort muss innerhalb einer LEADER-Region liegen.", AreaKind.LEADER, ClaimEffect.GATE),
        ("In einer LEADER-Region erhöht sich der Fördersatz um 5 Prozent.", AreaKind.LEADER, ClaimEffect.AMOUNT),
        ("Antragsberechtigt sind Kommunen in Braunkohleregionen.", AreaKind.COAL_REGION, ClaimEffect.GATE),
        ("Der Sitz muss im Lausitzer Revier liegen.", AreaKind.COAL_REGION, ClaimEffect.GATE),
        ("Gefördert werden Vorhaben in Orten des ländlichen Raums.", AreaKind.RURAL, ClaimEffect.GATE),
        ("Das Projekt muss in einem LEADER-Aktionsgebiet liegen.", AreaKind.LEADER, ClaimEffect.GATE),
        ("Das Gebiet ist als Sanierungsgebiet förmlich festgelegt.", AreaKind.URBAN_RENEWAL_AREA, ClaimEffect.GATE),
        ("Die Gebäude müssen in einem Sanierungsgebiet liegen.", AreaKind.URBAN_RENEWAL_AREA, ClaimEffect.GATE),
        (
            "Objekte in Stadtumbaugebieten werden vorrangig gefördert.",
            AreaKind.URBAN_RENEWAL_AREA,
            ClaimEffect.PRIORITY,
        ),
        ("Die Projekte müssen im Gebiet einer Euroregion stattfinden.", AreaKind.NAMED_AREA, ClaimEffect.GATE),
        ("Die Förderung erfolgt nur innerhalb der Gebietskulisse Moorschutz.", AreaKind.ELIGIBLE_MAP, ClaimEffect.GATE),
        ("Bauten in Überschwemmungsgebieten werden nicht gefördert.", AreaKind.OTHER, ClaimEffect.GATE),
    ],
)
def test_reads_territories_that_bind(text: str, area: AreaKind, effect: ClaimEffect) -> None:
    assert {(claim.area, claim.effect) for claim in read_areas(guideline(text))} == {(area, effect)}


@pytest.mark.parametrize(
    "text",
    [
        "Die Mittel stammen aus dem Europäischen Landwirtschaftsfonds für die Entwicklung des ländlichen Raums.",
        "Ziel der Förderung ist die Stärkung der Lebensqualität im ländlichen Raum.",
        "Das Ministerium für ländlichen Raum erlässt diese Richtlinie.",
        "Die Gebietskörperschaft muss den Verwendungsnachweis vorlegen.",
        "Für Vorhaben in Sanierungsgebieten ist die Genehmigung der Gemeinde beizufügen.",
        "Die Braunkohleregionen stehen vor großen Aufgaben.",
    ],
)
def test_leaves_funds_goals_and_names(text: str) -> None:
    assert read_areas(guideline(text)) == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Antragstellende müssen ihren Sitz in Hessen haben.", {"HE"}),
        ("Antragsberechtigt sind Gemeinden im Freistaat Thüringen.", {"TH"}),
        ("Das Vorhaben muss in Mecklenburg-Vorpommern durchgeführt werden.", {"MV"}),
        ("Antragstellende müssen ihren Sitz im Lausitzer Revier haben.", {"BB", "SN"}),
        ("Zuwendungsempfänger sind Kommunen in Sachsen-Anhalt.", {"ST"}),
        ("Zuwendungsempfänger sind Kommunen in Niedersachsen.", {"NI"}),
        ("Das Land Hessen gewährt Zuwendungen.", set()),
        ("Vom 1. Juli 2020 (SächsABl. S. 5), Ministerium in Sachsen", set()),
        ("Träger müssen ihren Sitz in Bayern, Hessen, Sachsen, Thüringen oder Brandenburg haben.", set()),
    ],
)
def test_reads_the_land_only_where_the_text_binds_it(text: str, codes: set[str]) -> None:
    assert {claim.code for claim in read_regions(guideline(text))} == codes


@pytest.mark.parametrize("text", HOSTILE)
def test_survives_hostile_texts(text: str) -> None:
    assert all(proven(text, claim) for claim in (*read_areas(guideline(text)), *read_regions(guideline(text))))


@given(ANY_TEXT)
def test_every_quote_stands_in_its_text(text: str) -> None:
    assert all(proven(text, claim) for claim in (*read_areas(guideline(text)), *read_regions(guideline(text))))
