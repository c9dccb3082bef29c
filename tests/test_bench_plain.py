"""The engines that the rules are compared with in `bench/` find the same verdicts, or the comparison is none."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import duck, peers, plain, workload
from finder.places.municipalities import register
from finder.vocab import (
    Assurance,
    Effect,
    FactState,
    Operator,
    RequirementKind,
    SectionField,
    Strength,
    UnitLevel,
    Verdict,
)
from tests import oracle
from tests.rule_records import CONCEPT_STATES, by_id, known, requirement, without_value

K = RequirementKind
EVERY_NTH = 400
STATEMENTS = {
    "applicant_kind": (("municipality",), ("municipality", "county_free_city"), ("school_provider",), ("church",)),
    "territory": (("14626", "SN", "DE", "EU"), ("DE",), ()),
    "population": (0, 4_999, 5_000, 5_001, 2**53 - 1),
    "school_provider": (True, False),
    "childcare_provider": (True, False),
    "leader_region": (True, False),
    "coal_region": ("Lausitzer Revier", "Lausitzer Revier (teilweise)"),
    **dict.fromkeys(workload.CONCEPTS, CONCEPT_STATES),
}
CODES = {
    K.APPLICANT_KIND: ("municipality", "school_provider", "childcare_provider", "church", "company"),
    K.REGION: ("SN", "DE", "BY"),
    K.AREA: (*workload.AREAS, "unheard_of"),
    K.CONCEPT: (*workload.CONCEPTS, "unheard_of"),
}

facts = st.fixed_dictionaries(
    {},
    optional={
        fact_id: st.sampled_from([without_value(fact_id), *(known(fact_id, value) for value in values)])
        for fact_id, values in STATEMENTS.items()
    },
)


def of_words(kind):
    codes = st.lists(st.sampled_from(CODES[kind]), max_size=3, unique=True).map(tuple)
    return gates(kind, (Operator.INTERSECTS, Operator.EXCLUDES), codes, unclear=codes)


def gates(kind, operators, values, unclear):
    return st.builds(
        requirement,
        kind=st.just(kind),
        op=st.sampled_from(operators),
        value=st.none() | values,
        unclear=unclear,
        effect=st.sampled_from(Effect),
        strength=st.sampled_from(Strength),
        assurance=st.sampled_from(Assurance),
    )


numbers = gates(K.POPULATION, (Operator.AT_LEAST, Operator.AT_MOST), st.sampled_from((5_000, 5_001)), st.just(()))
requirements = st.one_of(numbers, *map(of_words, CODES))


@given(st.lists(requirements, max_size=5), facts)
@settings(max_examples=500, deadline=None)
def test_the_plain_evaluator_equals_the_oracle(asked, stated):
    programme = plain.prepare([asked])
    assert plain.verdicts(programme, stated) == [oracle.verdict(asked, stated)] == plain.first_no(programme, stated)


def test_the_plain_evaluator_equals_the_oracle_on_the_workload():
    chance = random.Random(1)
    units = list(register().units(UnitLevel.MUNICIPALITY))[::EVERY_NTH]
    programmes = workload.programmes()
    prepared = plain.prepare(programmes)
    seen = set()
    for stated in (workload.town(), *(workload.municipality(unit, chance) for unit in units)):
        found = plain.verdicts(prepared, stated)
        assert found == [oracle.verdict(asked, stated) for asked in programmes] == plain.first_no(prepared, stated)
        seen |= set(found)
    assert seen == set(Verdict) - {Verdict.ELIGIBLE}


def test_a_teaser_weighs_no_more_than_a_category():
    quoted = requirement(K.REGION, Operator.INTERSECTS, ("SN",), assurance=Assurance.QUOTED)
    teaser = quoted.model_copy(update={"evidence": quoted.evidence.model_copy(update={"field": SectionField.TEASER})})
    stated = by_id(known("territory", ("SN",)))
    assert plain.verdicts(plain.prepare([[quoted], [teaser]]), stated) == [
        Verdict.ELIGIBLE_WITH_RESERVATION,
        Verdict.CHECK_GUIDELINE,
    ]


PEERS_ASKED = workload.programmes(400)
PREPARED = plain.prepare(PEERS_ASKED)
ENGINES = {name: build(PEERS_ASKED) for name, build in peers.ENGINES.items()}


@pytest.mark.parametrize("name", ENGINES)
@given(stated=facts)
@settings(max_examples=15, deadline=None)
def test_every_engine_equals_the_plain_evaluator(name, stated):
    assert ENGINES[name](stated) == plain.verdicts(PREPARED, stated)


def test_duckdb_equals_the_plain_evaluator():
    chance = random.Random(2)
    units = list(register().units(UnitLevel.MUNICIPALITY))[::EVERY_NTH]
    stated = [workload.municipality(unit, chance) for unit in units]
    screen = duck.Screen(PEERS_ASKED, stated)
    for query in duck.QUERIES:
        screen.run(query)
        for number, each in enumerate(stated):
            assert screen.verdicts(number) == plain.verdicts(PREPARED, each)


def test_the_workload_repeats_itself():
    assert workload.programmes(50) == workload.programmes(50)
    assert len(workload.programmes(50)) == 50
    assert {each.kind for asked in workload.programmes(50) for each in asked} == {*CODES, K.POPULATION}
    assert all(fact.state is FactState.KNOWN for fact in workload.town().values())
