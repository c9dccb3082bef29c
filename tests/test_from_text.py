"""Claims of a text as requirements, money and deadlines: what becomes a gate, what stays open, what is a task."""

from collections import Counter
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.guideline import (
    AmountClaim,
    ApplicantClaim,
    AreaClaim,
    AreaKind,
    Claim,
    ClaimEffect,
    ConceptClaim,
    CooperationClaim,
    CooperationRule,
    CumulationClaim,
    CumulationRule,
    DeadlineClaim,
    DeadlineModelClaim,
    EarmarkClaim,
    FiscalClaim,
    FiscalKind,
    FundingTypeClaim,
    GuidelineFacts,
    MunicipalClaim,
    OwnShareClaim,
    PopulationClaim,
    PriorStartClaim,
    PriorStartRule,
    Quote,
    RateClaim,
    RegionClaim,
    StateAidClaim,
    StateAidKind,
    ValidityClaim,
    Yes,
)
from finder.vocab import (
    AmountRole,
    AmountUnit,
    ApplicantKind,
    Assurance,
    BenefitKind,
    Combination,
    DeadlineModel,
    DeadlineRole,
    Effect,
    FactState,
    FundingType,
    Operator,
    Outcome,
    PopulationBasis,
    RateRole,
    RequirementKind,
    SectionField,
    Strength,
    Verdict,
)
from rules.engine import evaluate
from rules.from_text import PUBLIC_KINDS, benefits_from, branches_from, deadlines_from, requirements_from, validity_from
from rules.verdict import is_tested, settle
from tests.rule_records import by_id, known, verdict_for, without_value

QUOTE = Quote(field=SectionField.GUIDELINE, start=7, end=24, words="Sätze der Proben.")
K, G, A = RequirementKind, ClaimEffect, ApplicantKind
FACTS = by_id(
    known("applicant_kind", ("municipality",)),
    known("territory", ("14626110", "14626", "SN", "DE", "EU")),
    known("population", 5_000),
    known("budget_status", "balanced"),
    known("leader_region", True),
    known("coal_region", "Lausitzer Revier"),
    without_value("grw_area"),
    known("digital_agenda", "decided"),
    known("climate_concept", "none"),
    known("urban_concept", "in_preparation"),
)


def claim(of: type[Claim], **values: Any) -> Any:
    return of.model_validate({"quote": QUOTE, "reader": "probe/1"} | values)


MUNICIPALITY = claim(ApplicantClaim, kind=A.MUNICIPALITY)


def required(**facts: Any) -> list[Any]:
    return list(requirements_from(GuidelineFacts(**facts)))


def only(**facts: Any) -> Any:
    (requirement,) = required(**facts)
    return requirement


def outcome(requirement: Any) -> Outcome:
    return settle(requirement, evaluate([requirement], FACTS)[0])


def population(minimum: int | None = None, maximum: int | None = None, **values: Any) -> PopulationClaim:
    band = {"minimum": minimum, "maximum": maximum, "minimum_inclusive": None, "maximum_inclusive": None}
    return claim(PopulationClaim, **band | {"basis": PopulationBasis.MUNICIPALITY, "effect": G.GATE} | values)


# --- inhabitants --------------------------------------------------------------------------------------------------

LEAST, MOST = Operator.AT_LEAST, Operator.AT_MOST


@pytest.mark.parametrize(
    ("band", "compared"),
    [
        (population(5_000, minimum_inclusive=True), [(LEAST, 5_000, Outcome.MET)]),
        (population(5_000, minimum_inclusive=False), [(LEAST, 5_001, Outcome.FAILED)]),
        (population(5_000), [(LEAST, 5_000, Outcome.MET)]),
        (population(maximum=5_000, maximum_inclusive=True), [(MOST, 5_000, Outcome.MET)]),
        (population(maximum=5_000, maximum_inclusive=False), [(MOST, 4_999, Outcome.FAILED)]),
        (population(maximum=5_000), [(MOST, 5_000, Outcome.MET)]),
        (
            population(2_000, 5_000, minimum_inclusive=False, maximum_inclusive=False),
            [(LEAST, 2_001, Outcome.MET), (MOST, 4_999, Outcome.FAILED)],
        ),
    ],
)
def test_a_band_of_inhabitants_is_compared_at_its_ends(band, compared):
    asked = required(population=(band,))
    assert [(each.op, each.value, outcome(each)) for each in asked] == compared
    assert {each.kind for each in asked} == {K.POPULATION}


@pytest.mark.parametrize(
    ("basis", "fact"),
    [(PopulationBasis.PLACE, "site_population"), (PopulationBasis.COOPERATION, "joint_population")],
)
@pytest.mark.parametrize(
    ("bounds", "expected"),
    [((100_000, None), Outcome.FAILED), ((None, 50_000), Outcome.MET), ((10, None), Outcome.MET)],
)
def test_inhabitants_of_a_place_or_of_a_cooperation_are_those_of_the_project(basis, fact, bounds, expected):
    requirement = only(population=(population(*bounds, basis=basis),))
    assert requirement.basis is basis
    assert outcome(requirement) is Outcome.OPEN_PROJECT, "the applicant's own inhabitants answer nothing here"
    assert evaluate([requirement], FACTS | by_id(known(fact, 20_000)))[0] is expected


@given(st.integers(1, 10**7), st.booleans(), st.integers(0, 10**7), st.sampled_from(["minimum", "maximum"]))
def test_a_bound_means_what_the_text_says(bound, inclusive, inhabitants, end):
    requirement = only(population=(population(**{end: bound, f"{end}_inclusive": inclusive}),))
    beyond = inhabitants > bound if end == "minimum" else inhabitants < bound
    told = inhabitants >= requirement.value if requirement.op is LEAST else inhabitants <= requirement.value
    assert told is (beyond or (inclusive and inhabitants == bound))


# --- what a claim does --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "effect"),
    [
        (G.GATE, Effect.GATE),
        (G.AMOUNT, Effect.AMOUNT),
        (G.PRIORITY, Effect.BONUS),
        (G.EXCEPTION, Effect.DISCRETION),
        (G.OBLIGATION, Effect.PROCESS),
        (G.EXCLUSION, Effect.EXCLUSION),
    ],
)
def test_the_effect_of_a_claim_is_that_of_its_requirement(stated, effect):
    area = claim(AreaClaim, area=AreaKind.LEADER, detail="LEADER-Gebiet", effect=stated)
    fiscal = claim(FiscalClaim, kind=FiscalKind.OTHER, effect=stated)
    asked = required(areas=(area,), fiscal=(fiscal,), population=(population(1, effect=stated),))
    assert {each.effect for each in asked} == {effect}
    assert len(asked) == 3


@pytest.mark.parametrize(
    ("area", "value", "expected"),
    [
        (AreaKind.LEADER, ("leader_region",), Outcome.MET),
        (AreaKind.COAL_REGION, ("coal_region",), Outcome.MET),
        (AreaKind.GRW, ("grw_area",), Outcome.OPEN_PROFILE),
        *(
            (kind, None, Outcome.OPEN_SOURCE)
            for kind in AreaKind
            if kind not in (AreaKind.LEADER, AreaKind.COAL_REGION, AreaKind.GRW, AreaKind.RURAL)
        ),
    ],
)
def test_an_area_is_compared_where_the_profile_knows_it_and_open_elsewhere(area, value, expected):
    requirement = only(areas=(claim(AreaClaim, area=area, detail="Gebiet", effect=G.GATE),))
    assert (requirement.kind, requirement.value, outcome(requirement)) == (K.AREA, value, expected)


def test_rural_territories_are_a_class_of_which_the_text_names_no_scheme():
    requirement = only(areas=(claim(AreaClaim, area=AreaKind.RURAL, detail="ländlicher Raum", effect=G.GATE),))
    assert (requirement.kind, requirement.value, outcome(requirement)) == (K.RURAL_CLASS, None, Outcome.OPEN_SOURCE)


@pytest.mark.parametrize("detail", ["strukturschwache Regionen", "Strukturschwacher Raum"])
def test_structurally_weak_territories_are_those_of_the_grw(detail):
    requirement = only(areas=(claim(AreaClaim, area=AreaKind.OTHER, detail=detail, effect=G.GATE),))
    assert requirement.value == ("structurally_weak",)
    assert outcome(requirement) is Outcome.OPEN_PROFILE
    assert evaluate([requirement], FACTS | by_id(known("structurally_weak", "C-Fördergebiet")))[0] is Outcome.MET


def test_territories_of_one_part_are_alternatives():
    def area(kind, part=None, effect=G.GATE):
        return claim(AreaClaim, area=kind, detail="Gebiet", effect=effect, part=part)

    asked = required(
        regions=(claim(RegionClaim, code="SN"),),
        areas=(
            area(AreaKind.GRW),
            area(AreaKind.RURAL),
            area(AreaKind.LEADER, "Teil A"),
            area(AreaKind.COAL_REGION, effect=G.PRIORITY),
        ),
    )
    (branch,) = branches_from(asked)
    assert branch.combination is Combination.ANY
    assert [asked[position].kind for position in branch.positions] == [K.AREA, K.RURAL_CLASS]
    assert branches_from(asked[:2]) == ()


LEADER, COAL = "leader_region", "coal_region"


@pytest.mark.parametrize(
    ("leader", "coal", "verdict"),
    [
        (known(LEADER, True), without_value(COAL, FactState.NOT_APPLICABLE), Verdict.ELIGIBLE_WITH_RESERVATION),
        (known(LEADER, False), known(COAL, "Lausitzer Revier"), Verdict.ELIGIBLE_WITH_RESERVATION),
        (known(LEADER, True), without_value(COAL), Verdict.ELIGIBLE_WITH_RESERVATION),
        (known(LEADER, False), without_value(COAL), Verdict.FACTS_MISSING),
        (without_value(LEADER), without_value(COAL, FactState.NOT_APPLICABLE), Verdict.FACTS_MISSING),
        (known(LEADER, False), without_value(COAL, FactState.NOT_APPLICABLE), Verdict.NOT_ELIGIBLE),
    ],
)
def test_who_lies_in_one_of_several_territories_of_a_part_is_not_turned_away(leader, coal, verdict):
    areas = tuple(
        claim(AreaClaim, area=kind, detail="Gebiet", effect=G.GATE) for kind in (AreaKind.LEADER, AreaKind.COAL_REGION)
    )
    asked = required(areas=areas, municipal=claim(MunicipalClaim, eligible=Yes.YES), applicants=(MUNICIPALITY,))
    assert verdict_for(asked, FACTS | by_id(leader, coal), branches_from(asked)) is verdict


PARTS = st.sampled_from([None, "Teil A", "Teil B"])


@given(st.lists(st.tuples(st.sampled_from(AreaKind), st.sampled_from(ClaimEffect), PARTS), max_size=8))
def test_only_gates_on_territories_of_one_part_are_alternatives_and_each_once(stated):
    areas = tuple(claim(AreaClaim, area=kind, detail="-", effect=effect, part=part) for kind, effect, part in stated)
    asked = required(areas=areas)
    branches = branches_from(asked)
    joined = [position for branch in branches for position in branch.positions]
    by_part = Counter(each.part for each in asked if each.effect is Effect.GATE)
    assert len(joined) == len(set(joined)) == sum(number for number in by_part.values() if number > 1)
    assert all(len({asked[position].part for position in branch.positions}) == 1 for branch in branches)
    assert all(asked[position].effect is Effect.GATE for position in joined)


@pytest.mark.parametrize(
    ("kind", "effect", "expected"),
    [
        (FiscalKind.BUDGET_CONSOLIDATION, G.GATE, (K.BUDGET_CONSOLIDATION, Outcome.OPEN_SOURCE)),
        (FiscalKind.BUDGET_CONSOLIDATION, G.EXCLUSION, (K.BUDGET_CONSOLIDATION, Outcome.OPEN_SOURCE)),
        (FiscalKind.FISCALLY_WEAK, G.GATE, (K.FISCAL, Outcome.OPEN_PROFILE)),
        (FiscalKind.FISCALLY_WEAK, G.EXCLUSION, (K.FISCAL, Outcome.OPEN_PROFILE)),
        (FiscalKind.OTHER, G.GATE, (K.FISCAL, Outcome.OPEN_SOURCE)),
        (FiscalKind.OTHER, G.OBLIGATION, (K.FISCAL, Outcome.NOT_APPLICABLE)),
    ],
)
def test_the_applicants_finances_stay_open_and_duties_are_tasks(kind, effect, expected):
    requirement = only(fiscal=(claim(FiscalClaim, kind=kind, effect=effect),))
    assert (requirement.kind, outcome(requirement)) == expected


WEAK_YES, WEAK_NO = known("fiscally_weak", True), known("fiscally_weak", False)


@pytest.mark.parametrize(
    ("effect", "stated", "expected"),
    [
        (G.GATE, WEAK_YES, Outcome.MET),
        (G.GATE, WEAK_NO, Outcome.FAILED),
        (G.GATE, without_value("fiscally_weak"), Outcome.OPEN_PROFILE),
        (G.EXCLUSION, WEAK_YES, Outcome.FAILED),
        (G.EXCLUSION, WEAK_NO, Outcome.MET),
        (G.AMOUNT, WEAK_NO, Outcome.FAILED),
        (G.PRIORITY, WEAK_YES, Outcome.MET),
    ],
)
def test_weak_finances_are_what_the_land_says_of_the_applicant(effect, stated, expected):
    requirement = only(fiscal=(claim(FiscalClaim, kind=FiscalKind.FISCALLY_WEAK, effect=effect),))
    assert requirement.value == ("fiscally_weak",)
    assert settle(requirement, evaluate([requirement], FACTS | by_id(stated))[0]) is expected


@pytest.mark.parametrize(
    ("name", "effect", "value", "expected"),
    [
        ("Digitalstrategie", Effect.GATE, ("digital_agenda",), Outcome.MET),
        ("Klimaschutzkonzept", Effect.GATE, ("climate_concept",), Outcome.FAILED),
        ("INSEK", Effect.GATE, ("urban_concept",), Outcome.OPEN_SOURCE),
        ("ISEK", Effect.GATE, ("urban_concept",), Outcome.OPEN_SOURCE),
        ("integriertes Stadtentwicklungskonzept", Effect.GATE, ("urban_concept",), Outcome.OPEN_SOURCE),
        ("kommunaler Wärmeplan", Effect.GATE, ("heat_plan",), Outcome.OPEN_PROFILE),
        ("Mobilitätskonzept", Effect.GATE, ("mobility_concept",), Outcome.OPEN_PROFILE),
        ("Verkehrskonzept", Effect.GATE, ("mobility_concept",), Outcome.OPEN_PROFILE),
        ("Radverkehrskonzept", Effect.GATE, ("mobility_concept",), Outcome.OPEN_PROFILE),
        ("Brandschutzbedarfsplan", Effect.PROCESS, None, Outcome.NOT_APPLICABLE),
        ("pädagogisches Konzept", Effect.PROCESS, None, Outcome.NOT_APPLICABLE),
    ],
)
def test_a_concept_the_profile_knows_is_a_gate_and_any_other_a_document(name, effect, value, expected):
    requirement = only(concepts=(claim(ConceptClaim, name=name),))
    assert (requirement.kind, requirement.effect, requirement.value) == (K.CONCEPT, effect, value)
    assert outcome(requirement) is expected


@pytest.mark.parametrize(
    ("rule", "effect", "expected"),
    [
        (CooperationRule.REQUIRED, Effect.GATE, Outcome.OPEN_PROJECT),
        (CooperationRule.BONUS, Effect.BONUS, Outcome.OPEN_PROJECT),
        (CooperationRule.ALLOWED, Effect.PROCESS, Outcome.NOT_APPLICABLE),
    ],
)
def test_cooperation(rule, effect, expected):
    requirement = only(cooperation=claim(CooperationClaim, rule=rule))
    assert (requirement.kind, requirement.effect, outcome(requirement)) == (K.COOPERATION, effect, expected)


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        *(
            ({"prior_start": claim(PriorStartClaim, rule=rule)}, [K.PRIOR_START])
            for rule in PriorStartRule
            if rule is not PriorStartRule.ALLOWED
        ),
        ({"prior_start": claim(PriorStartClaim, rule=PriorStartRule.ALLOWED)}, []),
        ({"cumulation": claim(CumulationClaim, rule=CumulationRule.FORBIDDEN)}, [K.CUMULATION]),
        ({"cumulation": claim(CumulationClaim, rule=CumulationRule.RESTRICTED)}, [K.CUMULATION]),
        ({"cumulation": claim(CumulationClaim, rule=CumulationRule.ALLOWED)}, []),
        ({"state_aid": tuple(claim(StateAidClaim, kind=kind) for kind in StateAidKind)}, [K.STATE_AID] * 4),
    ],
)
def test_rules_about_a_project_are_gates_that_wait_for_one_and_permissions_ask_nothing(facts, kinds):
    asked = required(**facts)
    assert [each.kind for each in asked] == kinds
    assert all(each.effect is Effect.GATE and outcome(each) is Outcome.OPEN_PROJECT for each in asked)
    assert not any(is_tested(each, with_project=False) for each in asked)


FREE = by_id(known("started_against", ()), known("funding_combined", ()), known("state_aid", ()))
BOUND = by_id(
    known("started_against", tuple(rule.value for rule in PriorStartRule if rule is not PriorStartRule.ALLOWED)),
    known("funding_combined", ("forbidden", "restricted")),
    known("state_aid", tuple(kind.value for kind in StateAidKind)),
)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"prior_start": claim(PriorStartClaim, rule=PriorStartRule.PERMISSION_POSSIBLE)}, Outcome.FAILED),
        ({"cumulation": claim(CumulationClaim, rule=CumulationRule.FORBIDDEN)}, Outcome.FAILED),
        ({"cumulation": claim(CumulationClaim, rule=CumulationRule.RESTRICTED)}, Outcome.OPEN_SOURCE),
        ({"state_aid": (claim(StateAidClaim, kind=StateAidKind.DE_MINIMIS),)}, Outcome.OPEN_SOURCE),
    ],
)
def test_what_a_project_that_keeps_or_breaks_a_rule_comes_to(facts, expected):
    asked = required(**facts)
    assert evaluate(asked, FREE) == [Outcome.MET]
    assert evaluate(asked, BOUND) == [expected]


@pytest.mark.parametrize(
    ("amount", "least"),
    [
        ({}, 50_000),
        ({"eur": Decimal("49999.01")}, 50_000),
        ({"per": AmountUnit.UNIT}, None),
        ({"condition": "bei Gemeinden"}, None),
        ({"role": AmountRole.MIN_GRANT}, None),
        ({"role": AmountRole.MAX_COST}, None),
    ],
)
def test_a_minimum_of_cost_without_condition_is_a_gate_for_a_project(amount, least):
    stated = {"role": AmountRole.MIN_COST, "eur": Decimal(50_000), "per": AmountUnit.PROJECT, "condition": None}
    asked = required(amounts=(claim(AmountClaim, **stated | amount),))
    assert [(each.kind, each.op, each.value) for each in asked] == ([(K.COST_MIN, LEAST, least)] if least else [])


@pytest.mark.parametrize(
    ("percent", "condition", "least"),
    [(Decimal(10), None, 1_000), (Decimal("33.333"), None, 3_334), (Decimal(10), "für Landkreise", None)],
)
def test_an_own_share_without_condition_is_compared_in_hundredths_of_a_percent(percent, condition, least):
    asked = required(own_share=(claim(OwnShareClaim, percent=percent, condition=condition),))
    assert [(each.kind, each.value) for each in asked] == ([(K.OWN_SHARE, least)] if least else [])


@pytest.mark.parametrize(
    ("codes", "value", "expected"),
    [
        (["SN"], ("SN",), Outcome.MET),
        (["BY", "TH", "BY"], ("BY", "TH"), Outcome.FAILED),
        (["BY", "SN"], ("BY", "SN"), Outcome.MET),
        (["DE"], ("DE",), Outcome.MET),
    ],
)
def test_regions_are_one_gate_that_any_of_them_meets(codes, value, expected):
    requirement = only(regions=tuple(claim(RegionClaim, code=code) for code in codes))
    assert (requirement.kind, requirement.effect, requirement.value) == (K.REGION, Effect.GATE, value)
    assert outcome(requirement) is expected


# --- applicants ---------------------------------------------------------------------------------------------------


def applicants(eligible: Yes | None, *named: ApplicantKind, excluded: tuple[ApplicantKind, ...] = ()) -> list[Any]:
    return required(
        municipal=claim(MunicipalClaim, eligible=eligible) if eligible else None,
        applicants=(
            *(claim(ApplicantClaim, kind=kind) for kind in named),
            *(claim(ApplicantClaim, kind=kind, excluded=True) for kind in excluded),
        ),
    )


@pytest.mark.parametrize(
    ("eligible", "named", "expected"),
    [
        (Yes.YES, (A.MUNICIPALITY,), Outcome.MET),
        (Yes.YES, (A.COMPANY, A.MUNICIPALITY), Outcome.MET),
        (Yes.YES, (A.COUNTY,), Outcome.OPEN_SOURCE),
        (Yes.YES, (A.PUBLIC_BODY,), Outcome.MET),
        (Yes.NO, (A.COMPANY, A.UNIVERSITY), Outcome.FAILED),
    ],
)
def test_one_gate_names_the_applicants(eligible, named, expected):
    (gate,) = applicants(eligible, *named)
    assert (gate.kind, gate.effect, gate.op) == (K.APPLICANT_KIND, Effect.GATE, Operator.INTERSECTS)
    assert {kind.value for kind in named} <= set(gate.value)
    assert outcome(gate) is expected


def test_public_kinds_a_list_does_not_name_are_unclear_and_those_it_excludes_are_not():
    (gate,) = applicants(Yes.YES, A.MUNICIPALITY, A.CHURCH, excluded=(A.COUNTY,))
    assert gate.value == ("municipality", "church")
    assert set(gate.unclear) == {kind.value for kind in PUBLIC_KINDS} - {"municipality", "county"}


def test_where_municipalities_are_out_no_public_kind_is_unclear():
    (gate,) = applicants(Yes.NO, A.COMPANY, excluded=(A.MUNICIPALITY,))
    assert (gate.value, gate.unclear) == (("company",), ())


@pytest.mark.parametrize(
    ("eligible", "named"), [(None, (A.COMPANY,)), (Yes.UNCLEAR, (A.COMPANY, A.MUNICIPALITY)), (None, ())]
)
def test_a_text_that_says_nothing_of_municipalities_closes_nobody_out(eligible, named):
    assert applicants(eligible, *named) == []


@given(st.permutations(list(ApplicantKind)), st.integers(1, len(ApplicantKind)))
def test_the_order_of_the_claims_changes_nothing(kinds, count):
    first, second = applicants(Yes.YES, *kinds[:count]), applicants(Yes.YES, *reversed(kinds[:count]))
    assert first == second
    assert not set(first[0].value) & set(first[0].unclear)


# --- every requirement --------------------------------------------------------------------------------------------

EVERYTHING = GuidelineFacts(
    municipal=claim(MunicipalClaim, eligible=Yes.YES),
    applicants=(claim(ApplicantClaim, kind=A.MUNICIPALITY),),
    regions=(claim(RegionClaim, code="SN"),),
    population=(population(1_000, 9_000), population(1, basis=PopulationBasis.PLACE)),
    areas=(claim(AreaClaim, area=AreaKind.RURAL, detail="ländlicher Raum", effect=G.GATE),),
    fiscal=(claim(FiscalClaim, kind=FiscalKind.FISCALLY_WEAK, effect=G.AMOUNT),),
    funding_types=(claim(FundingTypeClaim, funding_type=FundingType.GRANT),),
    rates=(claim(RateClaim, percent=Decimal("66.67"), role=RateRole.BASE, condition="für Landkreise", part="Teil A"),),
    amounts=(
        claim(AmountClaim, role=AmountRole.MAX_GRANT, eur=Decimal(50_000), per=AmountUnit.PROJECT, condition=None),
    ),
    own_share=(claim(OwnShareClaim, percent=Decimal(10), condition=None),),
    prior_start=claim(PriorStartClaim, rule=PriorStartRule.FORBIDDEN_BEFORE_GRANT),
    cooperation=claim(CooperationClaim, rule=CooperationRule.REQUIRED, part="Teil B"),
    concepts=(claim(ConceptClaim, name="Bedarfsplan"),),
    cumulation=claim(CumulationClaim, rule=CumulationRule.RESTRICTED),
    state_aid=(claim(StateAidClaim, kind=StateAidKind.GBER),),
    earmarks=(claim(EarmarkClaim, years=Decimal("2.5"), condition=None),),
)


def test_every_requirement_and_benefit_carries_its_quote_and_its_place():
    made = (*requirements_from(EVERYTHING), *benefits_from(EVERYTHING))
    for each in made:
        evidence = each.evidence
        assert (evidence.assurance, evidence.reader) == (Assurance.QUOTED, "probe/1")
        assert (evidence.field, evidence.start, evidence.end, evidence.quote) == (
            QUOTE.field,
            QUOTE.start,
            QUOTE.end,
            QUOTE.words,
        )
    assert all(each.strength is Strength.MUST for each in requirements_from(EVERYTHING))


def cited(*made: Any) -> set[int | None]:
    return {each.evidence.start for each in made}


BANDS = st.sampled_from([(5_000, None), (None, 5_000), (1_000, 5_000)])
CONDITIONS = st.sampled_from([None, "für Landkreise"])
BINDING = {
    "population": st.builds(
        lambda band, **rest: population(*band, **rest),
        BANDS,
        basis=st.sampled_from(PopulationBasis),
        effect=st.sampled_from(ClaimEffect),
        part=PARTS,
    ),
    "areas": st.builds(
        partial(claim, AreaClaim),
        area=st.sampled_from(AreaKind),
        detail=st.sampled_from(["Gebiet", "strukturschwacher Raum"]),
        effect=st.sampled_from(ClaimEffect),
        part=PARTS,
    ),
    "fiscal": st.builds(
        partial(claim, FiscalClaim), kind=st.sampled_from(FiscalKind), effect=st.sampled_from(ClaimEffect), part=PARTS
    ),
    "concepts": st.builds(
        partial(claim, ConceptClaim), name=st.sampled_from(["Wärmeplan", "ISEK", "Bedarfsplan"]), part=PARTS
    ),
    "state_aid": st.builds(partial(claim, StateAidClaim), kind=st.sampled_from(StateAidKind), part=PARTS),
    "own_share": st.builds(
        partial(claim, OwnShareClaim),
        percent=st.decimals("0.01", 100, places=2),
        condition=CONDITIONS,
        part=PARTS,
    ),
    "amounts": st.builds(
        partial(claim, AmountClaim),
        role=st.sampled_from(AmountRole),
        eur=st.decimals(0, 10**9, places=2),
        per=st.sampled_from(AmountUnit),
        condition=CONDITIONS,
        part=PARTS,
    ),
}
"""Claims of the fields of which a text can make several, each binding in some way."""
SINGLE = {
    "prior_start": st.builds(
        partial(claim, PriorStartClaim),
        rule=st.sampled_from([rule for rule in PriorStartRule if rule is not PriorStartRule.ALLOWED]),
        part=PARTS,
    ),
    "cumulation": st.builds(
        partial(claim, CumulationClaim),
        rule=st.sampled_from([rule for rule in CumulationRule if rule is not CumulationRule.ALLOWED]),
        part=PARTS,
    ),
    "cooperation": st.builds(partial(claim, CooperationClaim), rule=st.sampled_from(CooperationRule), part=PARTS),
}


@given(
    st.fixed_dictionaries({name: st.lists(of, max_size=3) for name, of in BINDING.items()}),
    st.fixed_dictionaries({name: st.none() | of for name, of in SINGLE.items()}),
)
def test_nothing_a_text_binds_to_disappears(several, single):
    """Whatever is claimed is a requirement or a statement about money, with its own quote and in its own part."""
    places = count()

    def placed(stated):
        start = next(places)
        return stated.model_copy(update={"quote": Quote(field=QUOTE.field, start=start, end=start + 1, words="x")})

    many = {name: tuple(map(placed, stated)) for name, stated in several.items()}
    one = {name: placed(stated) for name, stated in single.items() if stated}
    facts = GuidelineFacts(**many, **one)
    claims = [*(each for stated in many.values() for each in stated), *one.values()]
    made = (*requirements_from(facts), *benefits_from(facts))
    assert {(each.quote.start, each.part) for each in claims} == {(each.evidence.start, each.part) for each in made}
    asked = [*many["population"], *many["areas"], *many["fiscal"], *many["concepts"], *many["state_aid"], *one.values()]
    assert {each.quote.start for each in asked} <= cited(*requirements_from(facts))


def test_a_requirement_stays_in_its_part():
    parts = {each.kind: each.part for each in requirements_from(EVERYTHING)}
    assert parts[K.COOPERATION] == "Teil B"
    assert {part for kind, part in parts.items() if kind is not K.COOPERATION} == {None}


def test_a_text_alone_never_promises_anything():
    asked = required(municipal=claim(MunicipalClaim, eligible=Yes.YES), population=(population(1_000),))
    settled = [settle(each, result) for each, result in zip(asked, evaluate(asked, FACTS), strict=True)]
    assert set(settled) == {Outcome.MET}
    assert verdict_for(asked, FACTS, complete=True) is Verdict.ELIGIBLE_WITH_RESERVATION


def test_nothing_stated_asks_nothing():
    nothing = GuidelineFacts()
    assert (requirements_from(nothing), benefits_from(nothing), deadlines_from(nothing)) == ((), (), ())
    assert validity_from(nothing) is None


# --- money --------------------------------------------------------------------------------------------------------


def test_rates_sums_own_share_and_zweckbindung():
    rate, amount, own_share, earmark = benefits_from(EVERYTHING)
    assert (rate.kind, rate.rate_role, rate.percent) == (BenefitKind.RATE, RateRole.BASE, Decimal("66.67"))
    assert (rate.condition, rate.part) == ("für Landkreise", "Teil A")
    assert (amount.kind, amount.amount_role, amount.eur, amount.per) == (
        BenefitKind.AMOUNT,
        AmountRole.MAX_GRANT,
        Decimal(50_000),
        AmountUnit.PROJECT,
    )
    assert (own_share.kind, own_share.percent) == (BenefitKind.OWN_SHARE, Decimal(10))
    assert (earmark.kind, earmark.years) == (BenefitKind.EARMARK, Decimal("2.5"))


# --- deadlines ----------------------------------------------------------------------------------------------------

DATED = (
    claim(DeadlineClaim, role=DeadlineRole.SKETCH, date=date(2027, 1, 31), annual=None),
    claim(DeadlineClaim, role=DeadlineRole.APPLICATION, date=None, annual="10-31", part="Teil A"),
)


def windows(model: DeadlineModel, deadlines: tuple[DeadlineClaim, ...] = ()) -> tuple[Any, ...]:
    return deadlines_from(GuidelineFacts(deadline_model=claim(DeadlineModelClaim, model=model), deadlines=deadlines))


@pytest.mark.parametrize("model", [model for model in DeadlineModel if model is not DeadlineModel.ROLLING])
def test_each_date_is_a_window_of_the_programmes_model(model):
    first, second = windows(model, DATED)
    assert {first.model, second.model} == {model}
    assert (first.role, first.date, first.annual, first.part) == (DeadlineRole.SKETCH, date(2027, 1, 31), None, None)
    assert (second.role, second.date, second.annual, second.part) == (
        DeadlineRole.APPLICATION,
        None,
        "10-31",
        "Teil A",
    )


@pytest.mark.parametrize("model", DeadlineModel)
def test_without_a_date_there_is_one_window_without_a_date(model):
    (window,) = windows(model)
    assert (window.model, window.date, window.annual) == (model, None, None)


def test_a_rolling_programme_never_has_a_date():
    (window,) = windows(DeadlineModel.ROLLING, DATED)
    assert (window.model, window.date, window.annual) == (DeadlineModel.ROLLING, None, None)


# --- validity -----------------------------------------------------------------------------------------------------

FROM, UNTIL = date(2024, 1, 1), date(2027, 12, 31)


@pytest.mark.parametrize(
    ("begins", "ends", "expected"),
    [
        (FROM, UNTIL, (FROM, UNTIL)),
        (FROM, None, (FROM, None)),
        (None, UNTIL, (None, UNTIL)),
        (None, None, None),
    ],
)
@pytest.mark.parametrize("undated", ["claimed", "silent"])
def test_validity_needs_a_day(begins, ends, expected, undated):
    """A text that says "am Tag nach der Veröffentlichung" claims something, but gives no day."""

    def said(day: date | None) -> ValidityClaim | None:
        return None if day is None and undated == "silent" else claim(ValidityClaim, date=day)

    validity = validity_from(GuidelineFacts(valid_from=said(begins), valid_until=said(ends)))
    assert (validity and (validity.valid_from, validity.valid_until)) == expected
    if validity:
        assert validity.evidence.quote == QUOTE.words


def test_validity_cites_the_claim_that_gives_the_day():
    other = Quote(field=SectionField.GUIDELINE, start=0, end=5, words="Kraft")
    facts = GuidelineFacts(
        valid_from=claim(ValidityClaim, date=FROM), valid_until=claim(ValidityClaim, date=None, quote=other)
    )
    validity = validity_from(facts)
    assert validity is not None
    assert validity.evidence.quote == QUOTE.words


def test_a_list_of_other_bodies_is_no_yes_to_a_municipality():
    (gate,) = applicants(Yes.YES, A.SPECIAL_PURPOSE_ASSOCIATION)
    assert gate.value == ("special_purpose_association",)
    assert outcome(gate) is Outcome.OPEN_SOURCE


def test_an_exclusion_without_a_list_is_an_exclusion():
    (exclusion,) = applicants(Yes.NO, excluded=(A.MUNICIPALITY,))
    assert (exclusion.effect, exclusion.value) == (Effect.EXCLUSION, ("municipality",))


def test_lists_of_parts_are_gates_of_their_parts():
    facts = GuidelineFacts(
        municipal=claim(MunicipalClaim, eligible=Yes.YES, part="Modul A"),
        applicants=(
            claim(ApplicantClaim, kind=A.MUNICIPALITY, part="Modul A"),
            claim(ApplicantClaim, kind=A.COMPANY, part="Modul B"),
        ),
    )
    gates = requirements_from(facts)
    assert [(gate.part, gate.value) for gate in gates] == [("Modul A", ("municipality",)), ("Modul B", ("company",))]


def test_a_list_for_the_whole_leaves_open_what_only_a_part_names():
    facts = GuidelineFacts(
        municipal=claim(MunicipalClaim, eligible=Yes.YES),
        applicants=(
            claim(ApplicantClaim, kind=A.MUNICIPALITY),
            claim(ApplicantClaim, kind=A.COMPANY, part="Modul B"),
        ),
    )
    (gate,) = requirements_from(facts)
    assert (gate.part, gate.value) == (None, ("municipality",))
    assert "company" in gate.unclear
