"""The table of verdicts, row by row, and what must never happen."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.vocab import Assurance, Effect, Operator, Outcome, RequirementKind, Strength, Verdict
from rules.engine import evaluate
from rules.verdict import GATES, settle
from tests import oracle
from tests.rule_records import all_known, decided, facts, requirement, requirements, verdict_for

MET, FAILED, PROFILE, PROJECT, SOURCE, NOT_APPLICABLE = Outcome
FIXED, CHANGEABLE = RequirementKind.REGION, RequirementKind.COST_MIN
CATEGORY, QUOTED, REVIEWED = Assurance
SETTLED = {Verdict.NOT_ELIGIBLE, Verdict.ELIGIBLE, Verdict.ELIGIBLE_WITH_RESERVATION}
YES = {Verdict.ELIGIBLE, Verdict.ELIGIBLE_WITH_RESERVATION}


def gate(kind=FIXED, assurance=REVIEWED, **other):
    return requirement(kind, Operator.INTERSECTS, ("SN",), assurance=assurance, **other)


def verdict(*pairs, complete=False):
    return decided([each for each, _ in pairs], [outcome for _, outcome in pairs], complete=complete)[0]


@pytest.mark.parametrize(
    ("pairs", "complete", "expected"),
    [
        # 1 a gate failed that cannot be changed, or two that can
        ([(gate(), FAILED)], True, Verdict.NOT_ELIGIBLE),
        ([(gate(), FAILED), (gate(), PROFILE), (gate(), SOURCE)], True, Verdict.NOT_ELIGIBLE),
        ([(gate(CHANGEABLE), FAILED), (gate(CHANGEABLE), FAILED)], True, Verdict.NOT_ELIGIBLE),
        ([(gate(assurance=QUOTED), FAILED)], True, Verdict.NOT_ELIGIBLE),
        ([(gate(assurance=CATEGORY), FAILED)], False, Verdict.NOT_ELIGIBLE),
        # 2 exactly one that can be changed, and no gate is open
        ([(gate(CHANGEABLE), FAILED), (gate(), MET)], True, Verdict.NEAR_MISS),
        # 3 facts are missing
        ([(gate(), PROFILE), (gate(), MET)], True, Verdict.FACTS_MISSING),
        ([(gate(), PROJECT), (gate(), SOURCE)], True, Verdict.FACTS_MISSING),
        ([(gate(CHANGEABLE), FAILED), (gate(), PROFILE)], True, Verdict.FACTS_MISSING),
        # 4 the source is unclear, or nothing but categories is known
        ([(gate(), SOURCE), (gate(), MET)], True, Verdict.CHECK_GUIDELINE),
        ([(gate(CHANGEABLE), FAILED), (gate(), SOURCE)], True, Verdict.CHECK_GUIDELINE),
        ([(gate(assurance=CATEGORY), MET)], False, Verdict.CHECK_GUIDELINE),
        ([(gate(), NOT_APPLICABLE), (gate(), MET)], True, Verdict.CHECK_GUIDELINE),
        ([], False, Verdict.CHECK_GUIDELINE),
        # 5 all met, with a reservation
        ([(gate(assurance=QUOTED), MET)], True, Verdict.ELIGIBLE_WITH_RESERVATION),
        ([(gate(), MET)], False, Verdict.ELIGIBLE_WITH_RESERVATION),
        (
            [(gate(), MET), (gate(effect=Effect.DISCRETION), NOT_APPLICABLE)],
            True,
            Verdict.ELIGIBLE_WITH_RESERVATION,
        ),
        # 6 all met, each a category or reviewed, and confirmed to be complete
        ([(gate(), MET), (gate(assurance=CATEGORY), MET)], True, Verdict.ELIGIBLE),
        ([(gate(effect=Effect.EXCLUSION), NOT_APPLICABLE), (gate(), MET)], True, Verdict.ELIGIBLE),
        ([(gate(), MET), (gate(effect=Effect.PROCESS), NOT_APPLICABLE)], True, Verdict.ELIGIBLE),
        ([(gate(), MET), (gate(effect=Effect.BONUS), FAILED)], True, Verdict.ELIGIBLE),
        ([(gate(), MET), (gate(effect=Effect.AMOUNT), PROFILE)], True, Verdict.ELIGIBLE),
    ],
)
def test_the_first_row_that_applies(pairs, complete, expected):
    for order in permutations(pairs):
        assert verdict(*order, complete=complete) is expected


@pytest.mark.parametrize(
    ("effect", "strength", "outcome", "expected"),
    [
        (Effect.GATE, Strength.MUST, FAILED, FAILED),
        (Effect.GATE, Strength.SHOULD, FAILED, MET),
        (Effect.GATE, Strength.MAY, FAILED, MET),
        (Effect.GATE, Strength.SHOULD, PROFILE, PROFILE),
        (Effect.EXCLUSION, Strength.MUST, MET, FAILED),
        (Effect.EXCLUSION, Strength.MUST, FAILED, MET),
        (Effect.EXCLUSION, Strength.MUST, SOURCE, SOURCE),
        (Effect.EXCLUSION, Strength.MUST, NOT_APPLICABLE, NOT_APPLICABLE),
        (Effect.EXCLUSION, Strength.SHOULD, MET, MET),
        (Effect.BONUS, Strength.MAY, FAILED, FAILED),
        (Effect.PROCESS, Strength.MUST, SOURCE, NOT_APPLICABLE),
        (Effect.DISCRETION, Strength.MUST, FAILED, NOT_APPLICABLE),
    ],
)
def test_what_an_outcome_means(effect, strength, outcome, expected):
    assert settle(gate(effect=effect, strength=strength), outcome) is expected


def test_the_best_part_decides():
    pairs = [
        (gate(part="Modul A"), FAILED),
        (gate(part="Modul B"), MET),
        (gate(), MET),
        (gate(part="Modul C"), PROFILE),
    ]
    for order in permutations(pairs):
        decision = decided([each for each, _ in order], [outcome for _, outcome in order], complete=True)
        assert decision == (Verdict.ELIGIBLE, "Modul B")


def test_a_gate_of_the_whole_programme_holds_for_every_part():
    assert verdict((gate(part="Modul A"), MET), (gate(part="Modul B"), MET), (gate(), FAILED)) is Verdict.NOT_ELIGIBLE


def judged(asked, stated, complete):
    return verdict_for(asked, stated, complete=complete)


@given(st.lists(requirements, max_size=5), facts)
@settings(max_examples=300, deadline=None)
def test_the_verdict_equals_the_oracles(asked, stated):
    assert judged(asked, stated, complete=False) is oracle.verdict(asked, stated)


@given(st.lists(requirements, max_size=5), all_known, st.data(), st.booleans())
@settings(max_examples=500, deadline=None)
def test_filling_in_facts_never_turns_a_no_into_a_yes_or_back(asked, complete_facts, data, complete):
    kept = data.draw(st.sets(st.sampled_from(sorted(complete_facts))))
    partial = {fact_id: complete_facts[fact_id] for fact_id in kept}
    before, after = judged(asked, partial, complete), judged(asked, complete_facts, complete)
    if before is Verdict.NOT_ELIGIBLE:
        assert after not in YES
    if before in YES:
        assert after is not Verdict.NOT_ELIGIBLE
    if before in SETTLED:
        assert after is before


@given(st.lists(requirements, max_size=5), facts)
@settings(max_examples=200, deadline=None)
def test_categories_alone_never_say_yes(asked, stated):
    alone = [each for each in asked if each.evidence.assurance is Assurance.CATEGORY]
    assert judged(alone, stated, complete=False) not in YES


@given(st.lists(requirements, max_size=5), facts)
@settings(max_examples=200, deadline=None)
def test_a_no_cites_a_failed_gate(asked, stated):
    if judged(asked, stated, complete=True) is Verdict.NOT_ELIGIBLE:
        outcomes = evaluate(asked, stated)
        settled = [settle(each, outcome) for each, outcome in zip(asked, outcomes, strict=True)]
        assert any(
            each.effect in GATES and each.strength is Strength.MUST and outcome is FAILED
            for each, outcome in zip(asked, settled, strict=True)
        )


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        # the text may have parts that name no gate: only the guideline can tell
        ([], (Verdict.CHECK_GUIDELINE, None)),
        ([(gate(), MET)], (Verdict.CHECK_GUIDELINE, None)),
        ([(gate(part="Modul B"), FAILED)], (Verdict.CHECK_GUIDELINE, None)),
        ([(gate(), PROFILE)], (Verdict.CHECK_GUIDELINE, None)),
        # another part can still be the best
        ([(gate(part="Modul B"), MET)], (Verdict.ELIGIBLE, "Modul B")),
        ([(gate(part="Modul B"), PROFILE)], (Verdict.FACTS_MISSING, "Modul B")),
    ],
)
def test_a_part_whose_gate_fails_never_closes_the_programme(others, expected):
    pairs = [(gate(part="Modul A"), FAILED), *others]
    for order in permutations(pairs):
        assert decided([each for each, _ in order], [outcome for _, outcome in order], complete=True) == expected


PARTS = st.sampled_from(["Modul A", "Modul B", "Modul C"])
EACH = st.tuples(PARTS, st.sampled_from([*GATES]), st.sampled_from(Outcome))


@given(st.lists(EACH, min_size=1, max_size=6), st.booleans())
@settings(deadline=None)
def test_parts_alone_never_say_no(parts, complete):
    pairs = [(gate(part=part, effect=effect), outcome) for part, effect, outcome in parts]
    assert verdict(*pairs, complete=complete) is not Verdict.NOT_ELIGIBLE


def test_a_task_of_a_part_makes_no_part_to_choose():
    task = gate(part="Modul A", effect=Effect.PROCESS)
    assert decided([gate(), task], [FAILED, NOT_APPLICABLE], complete=True) == (Verdict.NOT_ELIGIBLE, None)
