"""The facts of an applicant: their definitions, how they read, how they are entered."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.fact_entry import EnteredFactError, can_be_entered, entry_text, is_current, parse_entered
from finder.facts import DEFINITIONS, FactType, OwnApplicant, fact_text, load_definitions, unknown
from finder.models import Fact, FactValue
from finder.vocab import FactOrigin, FactState, Land

TODAY = date(2026, 11, 25)
ENTERED = [definition for definition in DEFINITIONS.values() if can_be_entered(definition)]


def stated(fact_id: str, value: FactValue | None, state: FactState = FactState.KNOWN) -> Fact:
    return Fact(id=fact_id, state=state, value=value, origin=FactOrigin.ENTERED, source="Probe", as_of=TODAY)


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (stated("population", 56_694), "56.694 Einwohner"),
        (stated("area_km2", Decimal("67.53")), "67,53 km²"),
        (stated("seat_postcode", "02826"), "02826"),
        (stated("school_provider", True), "ja"),
        (stated("school_provider", False), "nein"),
        (stated("budget_status", "provisional"), "vorläufige Haushaltsführung"),
        (stated("council_lead_days", 42), "42 Tage"),
        (stated("applicant_kind", ("municipality", "county_free_city")), "Gemeinde, Stadt, kreisfreie Stadt"),
        (stated("territory", ("14626110", "SN", "DE")), "14626110, Sachsen, bundesweit"),
        (stated("school_provider", None, FactState.UNKNOWN), "unbekannt"),
        (stated("school_provider", None, FactState.NOT_APPLICABLE), "trifft nicht zu"),
        (unknown("population"), "unbekannt"),
    ],
)
def test_a_fact_in_words(fact: Fact, text: str) -> None:
    assert fact_text(fact) == text


@pytest.mark.parametrize(
    ("fact_id", "answer", "value"),
    [
        ("council_lead_days", "42", 42),
        ("council_lead_days", " 42 Tage ", 42),
        ("council_lead_days", "0", 0),
        ("council_lead_days", "730", 730),
        ("school_provider", "Ja", True),
        ("school_provider", "nein", False),
        ("budget_status", "balanced", "balanced"),
        ("budget_status", "Ausgeglichener  Haushalt", "balanced"),
        ("digital_agenda", "keine", "none"),
        ("population", "57.200 Einwohner", 57_200),
        ("area_km2", "1.067,53 km²", Decimal("1067.53")),
        ("area_km2", "67", Decimal(67)),
        ("heat_plan_decided_on", "01.02.2026", date(2026, 2, 1)),
        ("heat_plan_decided_on", "2026-02-01", date(2026, 2, 1)),
        ("memberships", " Euroregion ;Städtetag; Euroregion", ("Euroregion", "Städtetag")),
        ("memberships", "Keine", ()),
        ("project_theme", "energy; Mobilität", ("energy", "mobility")),
        ("project_state", "Vertrag geschlossen", "contract_signed"),
        ("eligible_cost", "999.999.999.999 Euro", 999_999_999_999),
        ("site", "14626110; 14626; zv-wasser", ("14626110", "14626", "zv-wasser")),
    ],
)
def test_an_answer_becomes_a_fact(fact_id: str, answer: str, value: FactValue) -> None:
    fact = parse_entered(DEFINITIONS[fact_id], answer, TODAY)
    assert (fact.state, fact.value, fact.origin) == (FactState.KNOWN, value, FactOrigin.ENTERED)
    assert (fact.source, fact.as_of) == ("eigene Angabe", TODAY)


@pytest.mark.parametrize("definition", ENTERED, ids=lambda definition: definition.id)
@pytest.mark.parametrize("answer", ["unbekannt", "Trifft nicht zu"])
def test_every_question_can_stay_open(definition, answer: str) -> None:  # type: ignore[no-untyped-def]
    fact = parse_entered(definition, answer, TODAY)
    assert fact.value is None
    assert fact_text(fact) == answer.lower()


@pytest.mark.parametrize(
    ("fact_id", "answer", "said"),
    [
        ("council_lead_days", "-3", "keine ganze Zahl von 0 bis 730"),
        ("council_lead_days", "731", "keine ganze Zahl"),
        ("council_lead_days", "1.2", "keine ganze Zahl"),
        ("council_lead_days", "4,5", "keine ganze Zahl"),
        ("council_lead_days", "1_0", "keine ganze Zahl"),
        ("council_lead_days", "٣", "keine ganze Zahl"),
        ("council_lead_days", "9" * 5_000, "keine ganze Zahl"),
        ("council_lead_days", "", "keine ganze Zahl"),
        ("school_provider", "vielleicht", "„ja“ oder „nein“"),
        ("school_provider", "1", "„ja“ oder „nein“"),
        ("budget_status", "pleite", "möglich sind „ausgeglichener Haushalt“"),
        ("budget_status", "", "nicht zur Wahl"),
        ("memberships", " ; ; ", "ist leer"),
        ("memberships", "x" * 301, "länger als 300 Zeichen"),
        ("memberships", ";".join(map(str, range(101))), "höchstens 100 Einträge"),
        ("heat_plan_decided_on", "30.02.2026", "kein Tag zwischen 01.01.1990 und 31.12.2100"),
        ("heat_plan_decided_on", "31.12.1989", "kein Tag"),
        ("heat_plan_decided_on", "2026", "kein Tag"),
        ("project_theme", "energy; Raumfahrt", "„Raumfahrt“ steht bei „Förderbereich“ nicht zur Wahl"),
        ("site", "Görlitz", "kein Schlüssel"),
        ("site", "1462611", "kein Schlüssel"),
        ("population", "0", "keine ganze Zahl über 0 und bis 85.000.000"),
        ("population", "85.000.001", "so groß ist ganz Deutschland"),
        ("population", "-5", "keine ganze Zahl"),
        ("area_km2", "358.000,1", "keine Zahl über 0 und bis 358.000"),
        ("area_km2", "67.53", "keine Zahl"),
        ("area_km2", "0", "keine Zahl"),
        ("size_class", "Kleinstadt", "wird ermittelt"),
        ("coal_region", "ja", "wird ermittelt"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(fact_id: str, answer: str, said: str) -> None:
    with pytest.raises(EnteredFactError, match=said) as caught:
        parse_entered(DEFINITIONS[fact_id], answer, TODAY)
    assert len(str(caught.value)) < 700


@given(st.sampled_from(ENTERED), st.text())
def test_any_answer_is_a_current_fact_or_refused(definition, answer: str) -> None:  # type: ignore[no-untyped-def]
    try:
        fact = parse_entered(definition, answer, TODAY)
    except EnteredFactError as error:
        assert str(error)
    else:
        assert is_current(fact)
        again = parse_entered(definition, entry_text(fact), TODAY)
        assert again == fact, "what is shown can be entered again"


@pytest.mark.parametrize(
    "fact",
    [
        stated("school_provider", 1),
        stated("school_provider", "ja"),
        stated("council_lead_days", True),
        stated("council_lead_days", -1),
        stated("council_lead_days", 731),
        stated("budget_status", "gone"),
        stated("population", 0),
        stated("population", 85_000_001),
        stated("population", Decimal(5)),
        stated("area_km2", 5),
        stated("area_km2", Decimal("358000.1")),
        stated("size_class", "Kleinstadt"),
        stated("heat_plan_decided_on", date(1890, 5, 1)),
        stated("heat_plan_decided_on", "2026-02-01"),
        stated("memberships", ("x" * 301,)),
        stated("memberships", ("",)),
        stated("site", ("Görlitz",)),
        stated("project_theme", ("gone",)),
        stated("no_such_fact", True),
    ],
    ids=lambda fact: f"{fact.id}={fact.value}",
)
def test_what_does_not_fit_the_definitions_is_not_current(fact: Fact) -> None:
    assert not is_current(fact)


def test_people_are_asked_only_what_they_enter() -> None:
    for definition in DEFINITIONS.values():
        assert (definition.question is not None) == (definition.origin is FactOrigin.ENTERED)


BASE = "{id: x, label: X, type: yes_no, origin: entered, question: Q, effort: 1, help: x}"


@pytest.mark.parametrize(
    "broken",
    [
        BASE.replace("yes_no", "choice"),
        BASE.replace("help: x", "help: x, options: {a: A}"),
        BASE.replace(", question: Q", ""),
        BASE.replace(", effort: 1", ""),
        BASE.replace("effort: 1", "effort: 4"),
        BASE.replace("yes_no", "choices").replace("help: x", "help: x, options_of: colours"),
        BASE.replace("origin: entered", "origin: register"),
        BASE.replace("yes_no", "text"),
        BASE.replace("yes_no", "whole"),
        BASE.replace("yes_no", "colour"),
        BASE.replace("help: x", "help: x, surprise: 1"),
        f"{BASE}, {BASE}",
    ],
)
def test_a_faulty_definition_is_refused(broken: str, tmp_path: Path) -> None:
    sound, faulty = tmp_path / "sound.yml", tmp_path / "faulty.yml"
    sound.write_text(f"[{BASE}]", encoding="utf-8")
    faulty.write_text(f"[{broken}]", encoding="utf-8")
    assert load_definitions(sound)["x"].type is FactType.YES_NO
    with pytest.raises(ValueError, match=r"x|input|repeats"):
        load_definitions(faulty)


@pytest.mark.parametrize("key", ["wasser", "zv-", "zv-Ä", "14626110", "zv-a/b", f"zv-{'a' * 61}"])
def test_the_key_of_an_own_applicant_cannot_be_taken_for_another(key: str) -> None:
    assert OwnApplicant(key="zv-wasser", name="ZV", land=Land.SN, members=()).key == "zv-wasser"
    with pytest.raises(ValueError, match="key"):
        OwnApplicant(key=key, name="ZV", land=Land.SN, members=())
