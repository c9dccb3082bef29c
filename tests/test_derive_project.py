"""What follows from the facts of a project: begun or not, alone or together, with or without other money."""

from datetime import date

import pytest

from finder.facts import PROJECT_FACTS
from finder.models import Project
from finder.vocab import FactState
from rules.derive import AID_RULES, COMBINATIONS, START_RULES, with_derived, with_derived_project
from tests.rule_records import DAY, known, town, without_value


def derived(*facts, applicant=None):
    project = Project(key="feuerwache", name="Feuerwache", facts=facts)
    return with_derived_project(project, applicant or town(), DAY)


@pytest.mark.parametrize("state", PROJECT_FACTS["project_state"].options)
@pytest.mark.parametrize("permission", [True, False, None])
def test_a_project_violates_the_rules_on_its_start_only_once_it_has_begun(state, permission):
    permitted = (
        without_value("early_start_permission") if permission is None else known("early_start_permission", permission)
    )
    fact = derived(known("project_state", state), permitted).fact("started_against")
    begun = state in ("contract_signed", "started", "finished")
    expected = () if not begun or permission else START_RULES
    if begun and permission is None:
        assert fact is None, "whether a permission exists decides"
    else:
        premises = ("project_state", "early_start_permission") if begun else ("project_state",)
        assert (fact.value, fact.premises) == (expected, premises)


def test_without_a_state_nothing_is_said_about_the_start():
    assert derived(without_value("project_state")).fact("started_against") is None


def test_a_start_in_the_past_contradicts_a_project_that_has_not_begun():
    fact = derived(known("project_state", "planned"), known("project_start", date(2026, 11, 24))).fact(
        "started_against"
    )
    assert fact.state is FactState.CONTRADICTORY
    assert fact.conflict == ("Stand des Vorhabens: geplant, nichts vergeben", "Geplanter Beginn: 24.11.2026")
    today = derived(known("project_state", "planned"), known("project_start", DAY)).fact("started_against")
    assert today.value == ()


@pytest.mark.parametrize(
    ("stated", "fact_id", "expected"),
    [
        (known("partners", ("14626060",)), "cooperates", True),
        (known("partners", ()), "cooperates", False),
        (known("other_funding", ("Landesmittel",)), "funding_combined", COMBINATIONS),
        (known("other_funding", ()), "funding_combined", ()),
        (known("economic_activity", True), "state_aid", AID_RULES),
        (known("economic_activity", False), "state_aid", ()),
    ],
)
def test_what_follows_from_one_fact(stated, fact_id, expected):
    fact = derived(stated).fact(fact_id)
    assert (fact.value, fact.premises) == (expected, (stated.id,))
    assert derived(without_value(stated.id)).fact(fact_id) is None


@pytest.mark.parametrize(
    ("own", "cost", "expected"),
    [(100_000, 400_000, 2_500), (1, 3, 3_333), (0, 10, 0), (500, 400, 10_000), (10**12 - 1, 10**12 - 1, 10_000)],
)
def test_the_own_share_is_rounded_down_and_never_above_the_whole(own, cost, expected):
    fact = derived(known("own_funds", own), known("eligible_cost", cost)).fact("own_share_percent")
    assert (fact.value, fact.premises) == (expected, ("own_funds", "eligible_cost"))


def test_no_cost_no_share():
    assert derived(known("own_funds", 5), known("eligible_cost", 0)).fact("own_share_percent") is None


def test_the_areas_of_a_project_are_those_of_its_site():
    applicant = with_derived(town(), DAY)
    assert applicant.fact("coal_region").value == "Lausitzer Revier"
    elsewhere = derived(known("site", ("09162000",)), applicant=applicant)
    assert elsewhere.fact("coal_region").state is FactState.UNKNOWN
    inside = derived(known("site", ("14626110",)), applicant=applicant)
    assert inside.fact("coal_region").value == "Lausitzer Revier"
    half = derived(known("site", ("14626110", "09162000")), applicant=applicant)
    assert half.fact("coal_region").state is FactState.UNKNOWN, "one place outside every list leaves the whole open"
    assert derived(applicant=applicant).fact("coal_region") is None, "without a site the applicant's own areas count"


def test_deriving_a_project_twice_changes_nothing():
    once = derived(known("project_state", "planned"), known("partners", ()), known("site", ("14626110",)))
    assert with_derived_project(once, town(), DAY) == once


def test_the_rural_class_names_its_scheme_and_the_budget_the_term_of_its_land():
    profile = with_derived(
        town(known("urbanisation", "gering besiedelt"), known("budget_status", "consolidation_open")), DAY
    )
    assert profile.fact("rural_class").value == ("degurba_thinly",)
    assert profile.fact("rural_class").premises == ("urbanisation",)
    assert "Haushaltsstrukturkonzept" in profile.fact("budget_term").value
    assert profile.fact("budget_term").premises == ("budget_status", "territory")


def test_structural_weakness_is_chained_to_the_grw_area():
    weak = with_derived(town(known("territory", ("01051000", "01051", "SH", "DE", "EU"))), DAY).fact(
        "structurally_weak"
    )
    assert weak.premises == ("grw_area",)
    assert weak.value == "C-Fördergebiet"
    assert "GRW" in weak.source
