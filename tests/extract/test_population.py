"""Bands of inhabitants: bounds, ranges, whose inhabitants count, and what they do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.guideline import ClaimEffect
from finder.vocab import PopulationBasis
from rules.extract.population import read_population
from tests.extract.guidelines import ANY_TEXT, HOSTILE, guideline, proven

Band = tuple[int | None, int | None, bool | None, bool | None]


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("Gemeinden mit mindestens 2 000 Einwohnern sind förderfähig.", (2000, None, True, None)),
        ("Gefördert werden Kommunen ab 5.000 Einwohnerinnen und Einwohnern.", (5000, None, True, None)),
        ("Städte mit mehr als 50.000 Einwohnern sind ausgenommen.", (50000, None, False, None)),
        ("Städte mit über 100 000 Einwohnern können teilnehmen.", (100000, None, False, None)),
        ("Kommunen mit bis zu 10.000 Einwohnern erhalten 80 Prozent.", (None, 10000, None, True)),
        ("Gemeinden mit höchstens 3500 Einwohnern können teilnehmen.", (None, 3500, None, True)),
        ("Gemeinden mit nicht mehr als 20.000 Einwohnern können teilnehmen.", (None, 20000, None, True)),
        ("Gemeinden mit weniger als 1.000 Einwohnern können teilnehmen.", (None, 1000, None, False)),
        ("Gemeinden unter 30.000 EW können teilnehmen.", (None, 30000, None, False)),
        ("Gemeinden mit über 10.000 bis zu 30.000 Einwohnern erhalten 15 Tage.", (10000, 30000, False, True)),
        ("Gemeinden mit 5.000 bis 20.000 Einwohnern können teilnehmen.", (5000, 20000, True, True)),
        ("Gemeinden mit zwischen 5.000 und 20.000 Einwohnern können teilnehmen.", (5000, 20000, True, True)),
        ("Gemeinden mit einer Einwohnerzahl bis 10 000 können teilnehmen.", (None, 10000, None, True)),
        ("Gemeinden mit einer Einwohnerzahl von mehr als 8.000 können teilnehmen.", (8000, None, False, None)),
        ("Gemeinden mit 2.000 und mehr Einwohnern können teilnehmen.", (2000, None, True, None)),
        ("Kommunen mit mind. 10.000 EW sind förderfähig.", (10000, None, True, None)),
        ("Mindesteinwohnerzahl: 4.000", (4000, None, True, None)),
        ("Gemeinden mit weniger als zehntausend Einwohnern können teilnehmen.", (None, 10000, None, False)),
        ("Kommunen > 50.000 Einwohner", (50000, None, False, None)),
        ("Kommunen ≤ 7.500 Einwohner", (None, 7500, None, True)),
        ("Gemeinden bis zu einer Größe von 6.000 Einwohnern können teilnehmen.", (None, 6000, None, True)),
        (
            "Gemeinden mit mehr als 2.000 und weniger als 9.000 Einwohnern können teilnehmen.",
            (2000, 9000, False, False),
        ),
        ("Städte bis 5 Tsd. Einwohner sind förderfähig.", (None, 5000, None, True)),
        ("Die Gemeinde darf 15.000 Einwohner nicht überschreiten.", (None, 15000, None, True)),
    ],
)
def test_reads_bounds(text: str, band: Band) -> None:
    claims = read_population(guideline(text))
    assert [(c.minimum, c.maximum, c.minimum_inclusive, c.maximum_inclusive) for c in claims] == [band]


@pytest.mark.parametrize(
    "text",
    [
        "Die Pauschale beträgt 5 Euro je Einwohner.",
        "Je 1 000 Einwohner werden 200 Euro gewährt.",
        "Gebiete mit weniger als 150 Einwohnern je km² gelten als dünn besiedelt.",
        "Das Land hat 2.500.000 Einwohner.",
        "Die Beteiligung der Einwohner ist nachzuweisen.",
        "Gefördert werden Vorhaben ab 50.000 Euro.",
        "Kommunen mit mehr als 10 Einwohnern",
    ],
)
def test_leaves_ratios_and_unbounded_numbers(text: str) -> None:
    assert read_population(guideline(text)) == ()


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("Gefördert werden Ortsteile mit bis zu 3.000 Einwohnern.", PopulationBasis.PLACE),
        ("Orte mit bis zu 10.000 Einwohnern sind förderfähig.", PopulationBasis.PLACE),
        ("Der Zusammenschluss muss mindestens 5.000 Einwohner haben.", PopulationBasis.COOPERATION),
        ("Eine der beteiligten Gemeinden muss mindestens 2.000 Einwohner haben.", PopulationBasis.COOPERATION),
        ("In Gemeinden mit Ortsteilen unter 500 Einwohnern wird gefördert.", PopulationBasis.PLACE),
        ("Landkreise mit mindestens 80.000 Einwohnern sind förderfähig.", PopulationBasis.MUNICIPALITY),
    ],
)
def test_says_whose_inhabitants_count(text: str, basis: PopulationBasis) -> None:
    assert [claim.basis for claim in read_population(guideline(text))] == [basis]


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("Antragsberechtigt sind Gemeinden mit mindestens 2.000 Einwohnern.", ClaimEffect.GATE),
        ("Gemeinden mit bis zu 2.000 Einwohnern erhalten 70 Prozent.", ClaimEffect.AMOUNT),
        ("Gemeinden mit bis zu 2.000 Einwohnern werden vorrangig gefördert.", ClaimEffect.PRIORITY),
        ("In Ausnahmefällen sind Orte bis 12.000 Einwohner zugelassen.", ClaimEffect.EXCEPTION),
    ],
)
def test_says_what_the_band_does(text: str, effect: ClaimEffect) -> None:
    assert [claim.effect for claim in read_population(guideline(text))] == [effect]


@given(st.integers(min_value=1000, max_value=999_999), st.sampled_from(["{:,}", "{}"]), st.sampled_from(". \u00a0"))
def test_reads_every_number_however_it_is_grouped(number: int, form: str, separator: str) -> None:
    text = f"Gemeinden mit mindestens {form.format(number).replace(',', separator)} Einwohnern sind förderfähig."
    assert [claim.minimum for claim in read_population(guideline(text))] == [number]


@pytest.mark.parametrize("text", HOSTILE)
def test_survives_hostile_texts(text: str) -> None:
    assert all(proven(text, claim) for claim in read_population(guideline(text)))


@given(ANY_TEXT)
def test_every_quote_stands_in_its_text(text: str) -> None:
    assert all(proven(text, claim) for claim in read_population(guideline(text)))
