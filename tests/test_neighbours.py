"""With whom a municipality could apply, and what it reaches only with a partner: the smallest set, never a false hope."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.facts import unknown
from finder.places.neighbours import Relation, neighbours, what_is_meant
from finder.places.register import register
from finder.vocab import Assurance, Effect, Operator, PopulationBasis, RequirementKind, UnitLevel, Verdict
from rules.cooperation import UnfitSet, asked_together, joint_verdicts
from rules.plan import plan_of
from rules.reachable import MOST_PARTNERS, WITHIN_REACH, reachable_together
from tests.rule_records import DAY, QUOTE, known, programme_of, requirement, town

K = RequirementKind
V = Verdict


def unit(key):
    found = register().by_key(key)
    assert found is not None
    return found


def keys(found, relation=None):
    return {each.unit.key for each in found if relation in (None, each.relation)}


# --- who is a neighbour


def test_the_municipalities_of_the_kreis_without_the_town_itself():
    found = neighbours(unit("14626110"), register())
    assert keys(found) == {each.key for each in register().members("14626")} - {"14626110"}
    assert "14626610" in keys(found)


def test_the_gemeindeverband_comes_first():
    member = next(each for each in register().members("07232") if each.association_key)
    found = neighbours(member, register())
    of_verband = {each.key for each in register().members(member.association_key)} - {member.key}
    assert of_verband and keys(found, Relation.ASSOCIATION) == of_verband
    assert [each.relation for each in found] == sorted((each.relation for each in found), key=list(Relation).index)


def test_a_verband_has_the_other_verbaende_of_its_kreis():
    verband = unit(next(each.association_key for each in register().members("07232") if each.association_key))
    found = neighbours(verband, register())
    assert found and {each.unit.level for each in found} == {UnitLevel.ASSOCIATION}
    assert {each.unit.county_key for each in found} == {"07232"}
    assert verband.key not in keys(found)


@pytest.mark.parametrize("key", ["14612000", "14626", "11000000"])
def test_of_a_city_without_kreis_and_of_a_kreis_none_is_known(key):
    assert neighbours(unit(key), register()) == ()
    assert "Bitte mögliche Partner mit --with nennen." in what_is_meant(unit(key).name, ())


def test_given_partners_count_once_and_first():
    given = [unit("14612000"), unit("14626610"), unit("14626110"), unit("14612000")]
    found = neighbours(unit("14626110"), register(), given)
    assert [each.unit.key for each in found[:2]] == ["14612000", "14626610"]
    assert keys(found, Relation.GIVEN) == {"14612000", "14626610"}
    assert len(keys(found)) == len(found) and "14626110" not in keys(found)
    assert keys(neighbours(None, register(), given)) == {"14612000", "14626610", "14626110"}


def test_what_the_register_does_not_know_is_said():
    found = neighbours(unit("14626110"), register())
    assert "führt keine Grenzen" in what_is_meant("Görlitz", found)
    assert "Kreisgrenze" in what_is_meant("Görlitz", found)


# --- what becomes reachable


def gate(kind, op, value, **other):
    return requirement(kind, op, value, **{"assurance": Assurance.QUOTED} | other)


def place(number, people, *more):
    key = f"146269{number:02}"
    stated = (known("territory", (key, "14626", "SN", "DE")), known("population", people), *more)
    return town(*stated).model_copy(update={"key": key, "name": f"Ort {number}, Stadt"})


LEAD = place(0, 10_000)
TOGETHER = gate(K.COOPERATION, Operator.EQUALS, True)
REGION = gate(K.REGION, Operator.INTERSECTS, ("SN",))
CONCEPT = gate(K.CONCEPT, Operator.INTERSECTS, ("urban_concept",))
ELSEWHERE = known("territory", ("09464000", "BY", "DE"))
DECIDED, NO_CONCEPT = known("urban_concept", "decided"), known("urban_concept", "none")


def joint_population(op, people):
    return gate(K.POPULATION, op, people, basis=PopulationBasis.COOPERATION)


def search(asked, candidates, lead=LEAD):
    return reachable_together(plan_of([programme_of(asked)]), lead, candidates, DAY)


def partners(found):
    return [[each[-2:].lstrip("0") for each in those] for those in found[0].sets] if found else []


@pytest.mark.parametrize(
    ("asked", "candidates", "sets"),
    [
        ([TOGETHER], [place(1, 500), place(2, 700)], [["1"], ["2"]]),
        ([TOGETHER], [], []),
        ([joint_population(Operator.AT_LEAST, 20_000)], [place(1, 500), place(2, 10_000)], [["2"]]),
        (
            [joint_population(Operator.AT_LEAST, 30_000)],
            [place(1, 5_000), place(2, 12_000), place(3, 9_000)],
            [["2", "3"]],
        ),
        ([joint_population(Operator.AT_LEAST, 30_000)], [place(1, 5_000), place(2, 9_000)], []),
        ([joint_population(Operator.AT_MOST, 12_000)], [place(1, 5_000), place(2, 1_000)], [["2"]]),
        ([TOGETHER, REGION], [place(1, 500, ELSEWHERE), place(2, 700)], [["2"]]),
        (
            [joint_population(Operator.AT_LEAST, 30_000), REGION],
            [place(1, 40_000, ELSEWHERE), place(2, 12_000)],
            [["1"]],
        ),
        (
            [joint_population(Operator.AT_LEAST, 30_000), REGION],
            [place(1, 15_000, ELSEWHERE), place(2, 12_000), place(3, 9_000)],
            [["2", "3"]],
        ),
        ([REGION], [place(1, 500)], []),
    ],
)
def test_the_fewest_partners_with_the_best_verdict(asked, candidates, sets):
    assert partners(search(asked, candidates)) == sets


def test_no_partner_makes_good_what_the_applicant_itself_fails():
    abroad = LEAD.model_copy(update={"facts": town(ELSEWHERE, known("population", 10_000)).facts})
    assert search([TOGETHER, REGION], [place(1, 500)], lead=abroad) == ()


def test_a_partners_concept_leaves_it_to_the_guideline():
    lead = place(0, 10_000, NO_CONCEPT)
    (found,) = search([CONCEPT], [place(1, 500, DECIDED), place(2, 500, NO_CONCEPT)], lead=lead)
    assert (found.alone, found.together) == (V.NEAR_MISS, V.CHECK_GUIDELINE)
    assert partners([found]) == [["1"]]
    assert "Ort 1 erfüllt die Bedingung, Ort 0 erfüllt sie nicht" in found.reason


def test_a_programme_is_listed_also_where_another_fact_is_missing():
    (found,) = search([TOGETHER, gate(K.FISCAL, Operator.INTERSECTS, ("fiscally_weak",))], [place(1, 500)])
    assert (found.alone, found.together) == (V.FACTS_MISSING, V.FACTS_MISSING)
    assert found.reason == "Zur Antwort fehlt noch: Finanzschwache Kommune."
    assert found.quotes == (QUOTE,)


@pytest.mark.parametrize("effect", [Effect.BONUS, Effect.AMOUNT, Effect.PROCESS, Effect.DISCRETION])
def test_what_decides_nothing_makes_nothing_reachable(effect):
    assert search([gate(K.COOPERATION, Operator.EQUALS, True, effect=effect), REGION], [place(1, 500)]) == ()


def test_a_partner_of_unknown_size_adds_nobody():
    small = place(1, 500).model_copy(update={"facts": (*place(1, 500).facts, unknown("population"))})
    assert search([joint_population(Operator.AT_LEAST, 20_000)], [place(2, 10_000), small])[0].sets == (
        (place(2, 1).key,),
    )


def test_the_search_is_bounded():
    candidates = [place(number, 1_000) for number in range(1, 40)]
    reachable = [joint_population(Operator.AT_LEAST, 10_000 + MOST_PARTNERS * 1_000)]
    assert len(search(reachable, candidates)[0].sets[0]) == MOST_PARTNERS
    assert search([joint_population(Operator.AT_LEAST, 10_001 + MOST_PARTNERS * 1_000)], candidates) == ()


def test_programmes_stand_by_verdict_and_size_of_the_set():
    programmes = [
        programme_of([joint_population(Operator.AT_LEAST, 12_000)], key="b"),
        programme_of([TOGETHER, CONCEPT], key="c"),
        programme_of([TOGETHER], key="a"),
        programme_of([joint_population(Operator.AT_LEAST, 10_500)], key="d"),
    ]
    found = reachable_together(plan_of(programmes), LEAD, [place(1, 1_000), place(2, 1_000)], DAY)
    assert [(each.key, each.together) for each in found] == [
        ("a", V.ELIGIBLE_WITH_RESERVATION),
        ("d", V.ELIGIBLE_WITH_RESERVATION),
        ("b", V.ELIGIBLE_WITH_RESERVATION),
        ("c", V.FACTS_MISSING),
    ]


def test_nobody_is_its_own_partner():
    with pytest.raises(UnfitSet):
        search([TOGETHER], [LEAD])


def test_an_empty_catalogue_offers_nothing():
    assert reachable_together(plan_of([]), LEAD, [place(1, 500)], DAY) == ()


ASKED = st.lists(
    st.one_of(
        st.just(TOGETHER),
        st.just(REGION),
        st.just(CONCEPT),
        st.integers(5_000, 40_000).map(lambda people: joint_population(Operator.AT_LEAST, people)),
        st.integers(5_000, 40_000).map(lambda people: joint_population(Operator.AT_MOST, people)),
        st.integers(1, 20_000).map(lambda people: gate(K.POPULATION, Operator.AT_LEAST, people)),
    ),
    min_size=1,
    max_size=3,
)
STATED = st.tuples(
    st.integers(100, 20_000), st.lists(st.sampled_from([ELSEWHERE, DECIDED, NO_CONCEPT]), max_size=2, unique=True)
)


@given(ASKED, st.lists(STATED, min_size=1, max_size=4))
@settings(max_examples=100, deadline=None)
def test_every_set_it_names_is_as_good_as_it_says(asked, stated):
    candidates = [place(number + 1, people, *more) for number, (people, more) in enumerate(stated)]
    plan = plan_of([programme_of(asked)])
    by_key = {each.key: each for each in candidates}
    for found in search(asked, candidates):
        assert found.alone not in (V.ELIGIBLE, V.ELIGIBLE_WITH_RESERVATION)
        assert found.together in WITHIN_REACH
        for those in found.sets:
            members = [LEAD, *(by_key[key] for key in those)]
            assert joint_verdicts(plan, asked_together(members, DAY)) == (found.together,)


@given(st.integers(5_000, 60_000), st.lists(st.integers(100, 20_000), min_size=1, max_size=5))
@settings(max_examples=100, deadline=None)
def test_no_smaller_set_would_do_where_only_inhabitants_are_missing(people, sizes):
    asked = [joint_population(Operator.AT_LEAST, people)]
    candidates = [place(number + 1, size) for number, size in enumerate(sizes)]
    fewest = next(
        (
            count
            for count in range(1, len(candidates) + 1)
            if any(sum(those) + 10_000 >= people for those in combinations(sizes, count))
        ),
        None,
    )
    found = search(asked, candidates)
    assert (len(found[0].sets[0]) if found else None) == fewest
