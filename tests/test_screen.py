"""All applicants at once: the same verdicts as one by one, however they are cut into chunks, in any process."""

import multiprocessing
import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.models import Branch, Fact, Programme, Requirement
from finder.places.municipalities import profile, register
from finder.vocab import (
    Combination,
    Effect,
    FactOrigin,
    FactState,
    Operator,
    PopulationBasis,
    RequirementKind,
    UnitLevel,
    Verdict,
)
from rules.alike import answers_of, bearing_facts, seen, sought
from rules.applicants import Applicants, Stated, applicants_of, chunks, with_derived_facts
from rules.check import Asked, asked_by, verdicts
from rules.derive import with_derived
from rules.engine import compare
from rules.plan import Plan, plan_of
from rules.questions import Comparison, comparison_of
from rules.screen import asked_for, screen, screen_chunk
from rules.screen_batches import batch_of, screen_batch
from rules.verdict import RANKED
from tests.rule_records import DAY, STATEMENTS, by_id, known, programme_of, requirement, requirements, without_value

K, Op = RequirementKind, Operator
Facts = Mapping[str, Fact]


def contradictory(fact_id: str) -> Fact:
    return Fact(
        id=fact_id,
        state=FactState.CONTRADICTORY,
        value=None,
        origin=FactOrigin.ENTERED,
        source="Probe",
        as_of=None,
        conflict=("eins", "zwei"),
    )


def states(fact_id: str, values: Sequence[object]) -> st.SearchStrategy[Fact]:
    without = (without_value(fact_id, state) for state in (FactState.UNKNOWN, FactState.NOT_APPLICABLE))
    return st.sampled_from([*(known(fact_id, value) for value in values), *without, contradictory(fact_id)])


facts = st.fixed_dictionaries({}, optional={each: states(each, values) for each, values in STATEMENTS.items()})
days = st.sampled_from((None, DAY - timedelta(1), DAY, DAY + timedelta(1)))
applicants = st.lists(facts, max_size=8)


@st.composite
def dated(draw: st.DrawFn) -> Requirement:
    valid_from, valid_until = draw(days), draw(days)
    if valid_from and valid_until and valid_until < valid_from:
        valid_from, valid_until = valid_until, valid_from
    change = {"valid_from": valid_from, "valid_until": valid_until, "part": draw(st.sampled_from((None, "A", "B")))}
    return draw(requirements).model_copy(update=change)


@st.composite
def branches_over(draw: st.DrawFn, asked: Sequence[Requirement]) -> tuple[Branch, ...]:
    """Branches over gates of one part, some of them nested."""
    made = []
    for part in (None, "A", "B"):
        gates = [n for n, each in enumerate(asked) if each.part == part and each.effect is Effect.GATE]
        members = draw(st.permutations(gates))[: draw(st.integers(0, 5))]
        if members and draw(st.booleans()):
            made.append(draw(branch_of(members)))
    return tuple(made)


@st.composite
def branch_of(draw: st.DrawFn, members: Sequence[int]) -> Branch:
    cut = draw(st.integers(0, len(members) - 1))
    inner = (draw(branch_of(members[cut:])),) if cut > 0 else tuple(members[cut:])
    children = (*members[:cut], *inner)
    combination = draw(st.sampled_from(Combination))
    count = draw(st.integers(1, len(children))) if combination is Combination.AT_LEAST else None
    return Branch(combination=combination, count=count, members=children)


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    asked = draw(st.lists(dated(), max_size=7))
    return programme_of(asked, draw(branches_over(asked)), complete=draw(st.booleans()))


catalogues = st.lists(programmes(), max_size=5)


def numbered(asking: Sequence[Facts]) -> list[tuple[str, Facts]]:
    return [(f"{number:08}", each) for number, each in enumerate(asking)]


def gathered(plan: Plan, asking: Sequence[Facts]) -> Applicants:
    return applicants_of(numbered(asking), asked_for(plan))


def one_by_one(plan: Plan, asking: Sequence[Facts]) -> list[tuple[Verdict, ...]]:
    return [verdicts(plan, Asked(each, False, DAY)) for each in asking]


def at_once(plan: Plan, asking: Sequence[Facts]) -> list[tuple[Verdict, ...]]:
    return named(screen_chunk(plan, gathered(plan, asking), DAY).ranks)


def named(ranks: np.ndarray) -> list[tuple[Verdict, ...]]:
    return [tuple(RANKED[rank] for rank in row) for row in ranks.tolist()]


# --- the same as the single check ---------------------------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@given(catalogues, applicants)
def test_all_at_once_is_the_same_as_one_by_one(catalogue: list[Programme], asking: list[Facts]) -> None:
    plan = plan_of(catalogue)
    assert at_once(plan, asking) == one_by_one(plan, asking)


@settings(max_examples=300, deadline=None)
@given(requirements, facts, facts)
def test_an_outcome_depends_on_nothing_but_what_the_comparison_sees(
    asked: Requirement, one: Facts, other: Facts
) -> None:
    """Whatever else is stated, and whatever words or numbers stand in the facts that bear on it."""
    comparison = comparison_of(asked)
    bearing = bearing_facts(comparison)
    mixed = {**other, **{fact_id: one[fact_id] for fact_id in bearing if fact_id in one}}
    mixed = {fact_id: fact for fact_id, fact in mixed.items() if fact_id in one or fact_id not in bearing}
    assert compare([comparison], mixed) == compare([comparison], one)
    if view(comparison, one) == view(comparison, other):
        assert compare([comparison], other) == compare([comparison], one)


def view(comparison: Comparison, stated: Facts) -> tuple[object, ...]:
    blank = without_value("territory")
    found = [stated.get(fact_id, blank) for fact_id in bearing_facts(comparison)]
    return seen([Stated(fact.state, fact.value) for fact in found], sought(comparison))


NEEDS = (-1, 0, 1, 4_999, 5_000, 2**31, 2**53 - 1)


@pytest.mark.parametrize("op", [Op.AT_LEAST, Op.AT_MOST, Op.EQUALS])
def test_numbers_are_told_apart_by_how_they_compare(op: Operator) -> None:
    asking = [by_id(known("population", number + step)) for number in NEEDS[:-1] for step in (-1, 0, 1)]
    asking += [{}, by_id(known("population", date(2026, 1, 1))), by_id(known("population", Decimal(5_000)))]
    asking += [by_id(known("population", value)) for value in ("5", True, False)]
    plan = plan_of([programme_of([requirement(K.POPULATION, op, need)]) for need in NEEDS])
    assert at_once(plan, asking) == one_by_one(plan, asking)


def test_what_cannot_be_compared_exactly_is_an_error_as_in_the_single_check() -> None:
    plan = plan_of([programme_of([requirement(K.POPULATION, Op.AT_LEAST, 5)])])
    asking = [by_id(known("population", value)) for value in (6, Decimal("5.5"))]
    with pytest.raises(ValueError, match="genau vergleichen"):
        one_by_one(plan, asking)
    with pytest.raises(ValueError, match="genau vergleichen"):
        at_once(plan, asking)


def test_two_changes_are_too_many_for_a_near_miss() -> None:
    none_of = by_id(*(known(concept, "none") for concept in ("urban_concept", "heat_plan", "climate_concept")))
    gates = [requirement(K.CONCEPT, Op.INTERSECTS, (each,)) for each in ("urban_concept", "heat_plan")]
    both = Branch(combination=Combination.ALL, members=(0, 1))
    gate = requirement(K.CONCEPT, Op.INTERSECTS, ("climate_concept",))
    plan = plan_of(
        [
            programme_of(gates[:1]),
            programme_of(gates),
            programme_of(gates, (both,)),
            programme_of([*gates, gate], (Branch(combination=Combination.ANY, members=(0, 1)),)),
        ]
    )
    near, no = Verdict.NEAR_MISS, Verdict.NOT_ELIGIBLE
    assert at_once(plan, [none_of]) == one_by_one(plan, [none_of]) == [(near, no, no, no)]


def test_hundreds_of_changeable_gates_do_not_overflow() -> None:
    gates = [
        requirement(K.CONCEPT, Op.INTERSECTS, ("urban_concept",), valid=(DAY - timedelta(number), None))
        for number in range(512)
    ]
    plan = plan_of([programme_of(gates)])
    asking = [by_id(known("urban_concept", value)) for value in ("none", "decided")]
    assert at_once(plan, asking) == one_by_one(plan, asking)
    assert at_once(plan, asking)[0] == (Verdict.NOT_ELIGIBLE,)


# --- nothing to screen --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("catalogue", "count"), [(0, 3), (3, 0), (0, 0)])
def test_nothing_in_gives_nothing_out(catalogue: int, count: int) -> None:
    plan = plan_of([programme_of([requirement(K.REGION, Op.INTERSECTS, ("SN",))])] * catalogue)
    found = screen_chunk(plan, gathered(plan, [{}] * count), DAY)
    assert found.ranks.shape == (count, catalogue)
    assert len(found.keys) == count


def test_a_programme_that_asks_nothing_has_a_verdict() -> None:
    plan = plan_of([programme_of([]), programme_of([], complete=True)])
    assert at_once(plan, [{}, {}]) == one_by_one(plan, [{}, {}])


# --- chunks and processes -----------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(catalogues, st.lists(facts, min_size=1, max_size=8), st.integers(1, 9))
def test_any_cut_into_chunks_gives_the_same(catalogue: list[Programme], asking: list[Facts], size: int) -> None:
    plan = plan_of(catalogue)
    whole = gathered(plan, asking)
    parts = [screen_chunk(plan, chunk, DAY) for chunk in chunks(whole, size)]
    assert [key for part in parts for key in part.keys] == list(whole.keys)
    assert np.array_equal(np.concatenate([part.ranks for part in parts]), screen_chunk(plan, whole, DAY).ranks)
    slices = list(screen(plan, whole, DAY, size))
    assert [found.keys for found in slices] == [part.keys for part in parts]
    assert all(np.array_equal(found.ranks, part.ranks) for found, part in zip(slices, parts, strict=True))


def test_a_chunk_carries_no_value_that_none_of_it_has() -> None:
    asking = [by_id(known("population", number)) for number in range(100)]
    whole = applicants_of(numbered(asking), ["population"])
    assert [[stated.value for stated in chunk.columns["population"].values] for chunk in chunks(whole, 50)] == [
        list(range(50)),
        list(range(50, 100)),
    ]


CATALOGUE = [
    programme_of([requirement(K.REGION, Op.INTERSECTS, ("SN",)), requirement(K.POPULATION, Op.AT_LEAST, 5_000)]),
    programme_of([requirement(K.CONCEPT, Op.INTERSECTS, ("urban_concept",))], complete=True),
    programme_of([requirement(K.POPULATION, Op.AT_MOST, 9, basis=PopulationBasis.PLACE)]),
]
TOWNS: list[Facts] = [
    {},
    by_id(known("territory", ("14626110", "SN", "DE")), known("population", 5_000), known("urban_concept", "none")),
    by_id(known("territory", ("BY",)), contradictory("population"), known("urban_concept", "decided")),
    by_id(without_value("urban_concept", FactState.NOT_APPLICABLE), known("population", 4_999)),
]


def test_a_fresh_process_gives_the_same() -> None:
    """A plan and a chunk go over, the verdicts come back."""
    plan = plan_of(CATALOGUE)
    whole = gathered(plan, TOWNS)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        found = pool.map(partial(screened, plan), list(chunks(whole, 3)))
    assert [row for part in found for row in part] == one_by_one(plan, TOWNS)


def screened(plan: Plan, chunk: Applicants) -> list[tuple[Verdict, ...]]:
    return named(screen_chunk(plan, chunk, DAY).ranks)


# --- Arrow --------------------------------------------------------------------------------------------------------


def in_rows(plan: Plan, answer: pa.RecordBatch | pa.Table) -> list[tuple[Verdict, ...]]:
    rows = [tuple(RANKED[rank] for rank in row) for row in answer.column("ranks").to_pylist()]
    assert all(len(row) == len(plan.programmes) for row in rows)
    return rows


@settings(max_examples=100, deadline=None)
@given(catalogues, applicants)
def test_a_batch_of_a_cluster_engine_gives_the_same(catalogue: list[Programme], asking: list[Facts]) -> None:
    plan = plan_of(catalogue)
    batch = batch_of(gathered(plan, asking))
    answer = screen_batch(plan, DAY, batch)
    assert in_rows(plan, answer) == one_by_one(plan, asking)
    assert answer.column("key").to_pylist() == [key for key, _ in numbered(asking)]
    table = screen_batch(plan, DAY, pa.Table.from_batches([batch, batch]))
    assert in_rows(plan, table) == one_by_one(plan, [*asking, *asking])


def test_days_and_fractions_survive_a_batch() -> None:
    """Types as the single check sees them, also where a requirement and a fact do not suit."""
    values = (date(2026, 1, 1), Decimal(5_000), Decimal("5E+3"), 5_000, True, "5", ("5",), ())
    asking = [by_id(known("population", value)) for value in values]
    plan = plan_of([programme_of([requirement(K.POPULATION, op, 5_000)]) for op in (Op.AT_LEAST, Op.EQUALS)])
    assert in_rows(plan, screen_batch(plan, DAY, batch_of(gathered(plan, asking)))) == one_by_one(plan, asking)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "5",
        '{"state": "known", "whole": "5"}',
        '{"state": "heute", "value": 1}',
        '{"state": "known"}',
        '{"state": "unknown", "whole": 5}',
    ],
)
def test_an_unreadable_fact_is_an_error(text: str) -> None:
    plan = plan_of(CATALOGUE)
    batch = batch_of(gathered(plan, TOWNS))
    names = batch.schema.names
    broken = batch.set_column(names.index("population"), "population", pa.array([text] * len(TOWNS)))
    with pytest.raises(ValueError, match="population"):
        screen_batch(plan, DAY, broken)


def test_a_missing_column_is_an_error() -> None:
    plan = plan_of(CATALOGUE)
    batch = batch_of(gathered(plan, TOWNS)).drop_columns(["population"])
    with pytest.raises(KeyError, match="population"):
        screen_batch(plan, DAY, batch)


# --- the register -------------------------------------------------------------------------------------------------


def derived_alike(keys: Sequence[str], plan: Plan) -> None:
    profiles = [profile(register().resolve(key), ()) for key in keys]
    fact_ids = asked_for(plan)
    together = dict(with_derived_facts(profiles, fact_ids, DAY))
    for each in profiles:
        alone = asked_by(with_derived(each, DAY), DAY).facts
        assert together[each.key] == {fact_id: alone[fact_id] for fact_id in fact_ids if fact_id in alone}, each.name


EVERY_KIND = plan_of(
    programme_of([each])
    for each in (
        requirement(K.APPLICANT_KIND, Op.INTERSECTS, ("county_free_city",)),
        requirement(K.REGION, Op.INTERSECTS, ("SN", "14626", "14626110")),
        *(requirement(K.AREA, Op.INTERSECTS, (area,)) for area in ("coal_region", "grw_area", "structurally_weak")),
        requirement(K.POPULATION, Op.AT_LEAST, 20_000),
        requirement(K.RURAL_CLASS, Op.INTERSECTS, ("degurba_thinly",)),
        requirement(K.BUDGET_CONSOLIDATION, Op.INTERSECTS, ("balanced",)),
    )
)


def municipalities() -> list[str]:
    return [unit.key for unit in register().units(UnitLevel.MUNICIPALITY)]


def test_facts_derived_once_are_those_of_the_single_check() -> None:
    chosen = random.Random(2026).sample(municipalities(), 200)
    derived_alike([*chosen, "14626110", "12052000", "11000000"], EVERY_KIND)


def test_municipalities_of_the_register_get_the_verdicts_of_the_single_check() -> None:
    profiles = [profile(register().resolve(key), ()) for key in random.Random(7).sample(municipalities(), 100)]
    fact_ids = asked_for(EVERY_KIND)
    together = applicants_of(with_derived_facts(profiles, fact_ids, DAY), fact_ids)
    alone = [verdicts(EVERY_KIND, asked_by(with_derived(each, DAY), DAY)) for each in profiles]
    assert named(screen_chunk(EVERY_KIND, together, DAY).ranks) == alone
    assert len(set(alone)) > 5


def test_every_comparison_is_made_once_for_those_who_look_alike() -> None:
    """However many applicants there are: what is asked of durable-rules is bounded by the classes."""
    asking = [by_id(known("population", number)) for number in range(1_000)]
    plan = plan_of([programme_of([requirement(K.POPULATION, Op.AT_LEAST, need)]) for need in (100, 500)])
    answers = answers_of(plan.comparisons, gathered(plan, asking))
    assert [sorted(set(answer.row(np.arange(6, dtype=np.uint8)).tolist())) for answer in answers] == [[0, 1], [0, 1]]


@pytest.mark.soak
def test_every_municipality_has_the_facts_of_the_single_check() -> None:
    derived_alike(municipalities(), EVERY_KIND)
