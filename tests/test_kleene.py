"""Strong Kleene logic, exhaustively over small trees."""

from itertools import product

import pytest

from finder.vocab import Outcome
from rules.kleene import FAILED, MET, NOT_APPLICABLE, Truth, all_of, any_of, at_least, leading, none_of, truth

PROFILE, PROJECT, SOURCE = (truth(cause) for cause in (Outcome.OPEN_PROFILE, Outcome.OPEN_PROJECT, Outcome.OPEN_SOURCE))
VALUES = (MET, FAILED, PROFILE, PROJECT, SOURCE)


def possible(part: Truth) -> tuple[bool, ...]:
    """What a part may turn out to be once everything is known."""
    return {MET: (True,), FAILED: (False,)}.get(part, (True, False))


def worlds(parts: tuple[Truth, ...]) -> list[tuple[bool, ...]]:
    return list(product(*map(possible, parts)))


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize(
    ("combine", "classical"),
    [
        (all_of, all),
        (any_of, any),
        (none_of, lambda world: not any(world)),
        (lambda parts: at_least(2, parts), lambda world: sum(world) >= 2),
    ],
    ids=["all", "any", "none", "at_least_2"],
)
def test_an_answer_is_given_exactly_where_every_world_agrees(combine, classical, size):
    for parts in product(VALUES, repeat=size):
        answers = {classical(world) for world in worlds(parts)}
        expected = {frozenset({True}): MET, frozenset({False}): FAILED}.get(frozenset(answers))
        combined = combine(parts)
        if expected is not None:
            assert combined == expected, parts
        else:
            open_causes = frozenset().union(*(part for part in parts if part not in (MET, FAILED)))
            assert combined == open_causes, parts


def test_trees_carry_causes_upward():
    assert all_of([MET, any_of([FAILED, PROFILE]), all_of([SOURCE, MET])]) == PROFILE | SOURCE
    assert any_of([all_of([PROFILE, FAILED]), SOURCE]) == SOURCE


@pytest.mark.parametrize("unknown", [PROFILE, PROJECT, SOURCE])
def test_or_with_unknown(unknown):
    assert any_of([MET, unknown]) == MET
    assert any_of([FAILED, unknown]) == unknown
    assert any_of([unknown, unknown]) == unknown


@pytest.mark.parametrize("combine", [all_of, any_of, none_of])
def test_what_does_not_apply_is_left_out(combine):
    for part in VALUES:
        assert combine([part, NOT_APPLICABLE]) == combine([part])
    assert combine([NOT_APPLICABLE]) == NOT_APPLICABLE
    assert combine([]) == NOT_APPLICABLE


def test_none_of_is_not_any_of():
    opposite = {MET: FAILED, FAILED: MET}
    for parts in product(VALUES, repeat=2):
        whole = any_of(parts)
        assert none_of(parts) == opposite.get(whole, whole)


def test_of_several_causes_the_applicants_own_fact_leads():
    assert leading(SOURCE | PROJECT | PROFILE) is Outcome.OPEN_PROFILE
    assert leading(SOURCE | PROJECT) is Outcome.OPEN_PROJECT
    assert [leading(truth(outcome)) for outcome in Outcome] == list(Outcome)
