"""Conditions that count together: alternatives, "at least two of", "none of", nested as deep as guidelines go."""

from datetime import date
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.models import Branch, Readings
from finder.vocab import Assurance, Combination, Effect, Operator, Outcome, RequirementKind, Strength, Verdict
from rules.check import check
from rules.verdict import try_branch
from tests.rule_records import (
    DAY,
    all_known,
    by_id,
    decided,
    known,
    programme_of,
    requirement,
    requirements,
    town,
    verdict_for,
    without_value,
)

K, O = RequirementKind, Outcome  # noqa: E741
MET, FAILED, PROFILE, PROJECT, SOURCE, NOT_APPLICABLE = Outcome
ALL, ANY, NONE, AT_LEAST = Combination
SETTLED = {Verdict.NOT_ELIGIBLE, Verdict.ELIGIBLE, Verdict.ELIGIBLE_WITH_RESERVATION}
FIXED, CHANGEABLE = RequirementKind.REGION, RequirementKind.CONCEPT


def gate(kind=FIXED, **other):
    return requirement(kind, Operator.INTERSECTS, ("SN",), assurance=Assurance.REVIEWED, **other)


def any_of(*members):
    return Branch(combination=ANY, members=members)


# --- the answer of a tree, by an evaluator that knows nothing of De Morgan ----------------------------------------------


def naive(node, outcomes):
    """True, False, None for "does not apply", or the set of causes for which the answer is open."""
    if isinstance(node, int):
        return {MET: True, FAILED: False, NOT_APPLICABLE: None}.get(outcomes[node], {outcomes[node]})
    members = [naive(member, outcomes) for member in node.members]
    members = [member for member in members if member is not None]
    if not members:
        return None
    yes, no = members.count(True), members.count(False)
    unknown = set().union(*(member for member in members if isinstance(member, set)))
    need = {ALL: len(members), ANY: 1, NONE: 1, AT_LEAST: min(node.count or 0, len(members))}[node.combination]
    if yes >= need:
        found = True
    elif len(members) - no < need:
        found = False
    else:
        found = unknown
    return (not found if isinstance(found, bool) else found) if node.combination is NONE else found


def fewest_changes(branch, asked, outcomes):
    """By trying: the smallest number of changeable members that have to turn round so that the branch does not fail."""
    turning = [p for p in branch.positions if asked[p].kind is CHANGEABLE and outcomes[p] in (MET, FAILED)]
    for count in range(len(turning) + 1):
        for chosen in combinations(turning, count):
            turned = [({MET: FAILED, FAILED: MET}[o] if p in chosen else o) for p, o in enumerate(outcomes)]
            if naive(branch, turned) is not False:
                return count
    return None


SIZE = 6


@st.composite
def trees(draw, positions=tuple(range(SIZE)), depth=2):
    members = []
    for chunk in draw(st.lists(st.lists(st.sampled_from(positions), min_size=1, max_size=3), min_size=1, max_size=3)):
        free = [
            p for p in chunk if p not in {q for m in members for q in (m.positions if isinstance(m, Branch) else (m,))}
        ]
        free = list(dict.fromkeys(free))
        if free and depth and len(free) > 1 and draw(st.booleans()):
            members.append(_branch(draw, tuple(free)))
        else:
            members.extend(free)
    return _branch(draw, tuple(members) or (positions[0],))


def _branch(draw, members):
    combination = draw(st.sampled_from(Combination))
    count = draw(st.integers(1, len(members))) if combination is AT_LEAST else None
    return Branch(combination=combination, count=count, members=members)


KINDS = st.lists(st.sampled_from([FIXED, CHANGEABLE]), min_size=SIZE, max_size=SIZE)
OUTCOMES = st.lists(st.sampled_from(Outcome), min_size=SIZE, max_size=SIZE)


@given(trees(), KINDS, OUTCOMES)
@settings(max_examples=600, deadline=None)
def test_a_tree_equals_the_naive_evaluator(branch, kinds, outcomes):
    asked = [gate(kind) for kind in kinds]
    tried = try_branch(branch, asked, outcomes)
    expected = naive(branch, outcomes)
    plain = {True: {MET}, False: {FAILED}, None: {NOT_APPLICABLE}}
    assert set(tried.truth) == (expected if isinstance(expected, set) else plain[expected])
    if expected is False:
        assert tried.changes == fewest_changes(branch, asked, outcomes)


OPEN = (PROFILE, PROJECT, SOURCE)


@given(trees(), KINDS, OUTCOMES, st.data(), st.booleans())
@settings(max_examples=600, deadline=None)
def test_filling_in_what_is_open_never_turns_a_settled_verdict_round(branch, kinds, outcomes, data, complete):
    asked = [gate(kind) for kind in kinds]
    filled = [data.draw(st.sampled_from((MET, FAILED))) if outcome in OPEN else outcome for outcome in outcomes]
    before, after = (decided(asked, each, (branch,), complete=complete)[0] for each in (outcomes, filled))
    if before in SETTLED:
        assert after is before


@given(st.lists(requirements, min_size=3, max_size=5), all_known, st.data())
@settings(max_examples=200, deadline=None)
def test_the_same_through_the_engine(asked, facts, data):
    asked = [each.model_copy(update={"effect": Effect.GATE}) for each in asked]
    branch = _branch(data.draw, (0, 1, 2))
    kept = data.draw(st.sets(st.sampled_from(sorted(facts))))
    before = verdict_for(asked, {fact_id: facts[fact_id] for fact_id in kept}, (branch,))
    after = verdict_for(asked, facts, (branch,))
    if before in SETTLED:
        assert after is before


@pytest.mark.parametrize(("first", "second"), list(product(Outcome, repeat=2)))
def test_or_with_every_pair_of_outcomes(first, second):
    """Exhaustively: one alternative that holds is enough, and an unknown one never closes and never opens anything."""
    verdict, _ = decided([gate(), gate()], [first, second], (any_of(0, 1),), complete=True)
    pair = {first, second}
    if MET in pair:
        expected = Verdict.ELIGIBLE
    elif pair & {PROFILE, PROJECT}:
        expected = Verdict.FACTS_MISSING
    elif SOURCE in pair or pair == {NOT_APPLICABLE}:
        expected = Verdict.CHECK_GUIDELINE
    else:
        expected = Verdict.NOT_ELIGIBLE
    assert verdict is expected


@pytest.mark.parametrize(
    ("branch", "kinds", "outcomes", "expected"),
    [
        (any_of(0, 1), (FIXED, CHANGEABLE), (FAILED, FAILED), Verdict.NEAR_MISS),
        (any_of(0, 1), (FIXED, FIXED), (FAILED, FAILED), Verdict.NOT_ELIGIBLE),
        (Branch(combination=ALL, members=(0, 1)), (CHANGEABLE, CHANGEABLE), (FAILED, FAILED), Verdict.NOT_ELIGIBLE),
        (Branch(combination=ALL, members=(0, 1)), (CHANGEABLE, FIXED), (FAILED, MET), Verdict.NEAR_MISS),
        (Branch(combination=NONE, members=(0, 1)), (CHANGEABLE, FIXED), (MET, FAILED), Verdict.NEAR_MISS),
        (Branch(combination=NONE, members=(0, 1)), (FIXED, FIXED), (FAILED, FAILED), Verdict.ELIGIBLE),
        (Branch(combination=NONE, members=(0, 1)), (FIXED, FIXED), (FAILED, PROFILE), Verdict.FACTS_MISSING),
        (Branch(combination=AT_LEAST, count=2, members=(0, 1, 2)), (FIXED,) * 3, (MET, FAILED, MET), Verdict.ELIGIBLE),
        (
            Branch(combination=AT_LEAST, count=2, members=(0, 1, 2)),
            (FIXED,) * 3,
            (MET, FAILED, SOURCE),
            Verdict.CHECK_GUIDELINE,
        ),
        (
            Branch(combination=AT_LEAST, count=2, members=(0, 1, 2)),
            (CHANGEABLE, FIXED, FIXED),
            (FAILED, FAILED, MET),
            Verdict.NEAR_MISS,
        ),
        (any_of(Branch(combination=ALL, members=(0, 1)), 2), (FIXED,) * 3, (MET, FAILED, MET), Verdict.ELIGIBLE),
    ],
)
def test_what_a_branch_comes_to(branch, kinds, outcomes, expected):
    assert decided([gate(kind) for kind in kinds], outcomes, (branch,), complete=True)[0] is expected


def test_a_soll_in_a_branch_never_fails_it():
    soft = gate(strength=Strength.SHOULD)
    assert decided([soft, gate()], [MET, FAILED], (Branch(combination=NONE, members=(0, 1)),), complete=True)[0] is (
        Verdict.ELIGIBLE
    )


def test_a_member_that_waits_for_a_project_leaves_its_alternatives_open():
    """Leaving it out would turn "one of two" into a no that nobody has said."""
    asked = [
        requirement(K.REGION, Operator.INTERSECTS, ("BY",)),
        requirement(K.COST_MIN, Operator.AT_LEAST, 50_000),
    ]
    facts = by_id(*town().facts)
    assert verdict_for(asked, facts, (any_of(0, 1),), with_project=False) is Verdict.FACTS_MISSING
    assert verdict_for(asked, facts | by_id(known("eligible_cost", 60_000)), (any_of(0, 1),)) is Verdict.CHECK_GUIDELINE


@pytest.mark.parametrize(
    ("valid", "expected"),
    [
        ((None, None), Verdict.NOT_ELIGIBLE),
        ((date(2026, 11, 25), date(2026, 11, 25)), Verdict.NOT_ELIGIBLE),
        ((date(2026, 11, 26), None), Verdict.CHECK_GUIDELINE),
        ((None, date(2026, 11, 24)), Verdict.CHECK_GUIDELINE),
    ],
)
def test_a_condition_counts_only_while_it_is_in_force(valid, expected):
    assert date(2026, 11, 25) == DAY
    asked = [requirement(K.REGION, Operator.INTERSECTS, ("BY",), valid=valid)]
    assert verdict_for(asked, by_id(*town().facts)) is expected


def test_the_reason_of_a_closed_branch_names_every_alternative():
    asked = [requirement(K.REGION, Operator.INTERSECTS, (land,)) for land in ("BY", "HE")]
    branch = Branch(combination=ANY, label="Fördergebiet", members=(0, 1))
    (answer,) = check(town(), [programme_of(asked, (branch,))], DAY)
    assert answer.verdict is Verdict.NOT_ELIGIBLE
    assert "keine der Möglichkeiten zutrifft (Fördergebiet: Bayern oder Fördergebiet: Hessen)" in answer.reason


def test_an_unknown_fact_in_one_alternative_is_asked_for():
    asked = [
        requirement(K.REGION, Operator.INTERSECTS, ("BY",)),
        requirement(K.AREA, Operator.INTERSECTS, ("leader_region",)),
    ]
    profile = town(without_value("leader_region"))
    (answer,) = check(profile, [programme_of(asked, (any_of(0, 1),))], DAY)
    assert answer.verdict is Verdict.FACTS_MISSING
    assert "Mitglied einer LEADER-Region" in answer.reason


@pytest.mark.parametrize(
    "branches",
    [
        (any_of(0, 5),),
        (any_of(0, 0),),
        (any_of(0), any_of(0)),
    ],
)
def test_a_branch_names_requirements_of_its_own_readings_each_once(branches):
    with pytest.raises(ValueError, match="each once"):
        Readings(requirements=(gate(), gate(CHANGEABLE)), branches=branches)


def test_members_of_a_branch_are_gates_of_one_part():
    with pytest.raises(ValueError, match="gates of one part"):
        Readings(requirements=(gate(part="A"), gate(part="B")), branches=(any_of(0, 1),))
    with pytest.raises(ValueError, match="gates of one part"):
        Readings(requirements=(gate(), gate(effect=Effect.BONUS)), branches=(any_of(0, 1),))


@pytest.mark.parametrize(("combination", "count"), [(ANY, 1), (AT_LEAST, None), (AT_LEAST, 3)])
def test_only_at_least_has_a_count_and_one_that_can_be_reached(combination, count):
    with pytest.raises(ValueError):
        Branch(combination=combination, count=count, members=(0, 1))
