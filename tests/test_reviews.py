"""What a person decided holds while its passage stands; the last row decides; nothing else is touched (eligibility.md B6)."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from finder.models import Branch, Programme, Requirement
from finder.reviews.decisions import Signature, add, confirm_list, decide, withdraw_list
from finder.reviews.reviews import (
    Review,
    ReviewDecision,
    ReviewError,
    ReviewStanding,
    completeness,
    identity,
    review_states,
    reviewed,
    with_everything,
)
from finder.reviews.words import state_words
from finder.vocab import Assurance, Combination, Effect, Operator, PopulationBasis, Strength
from tests.review_records import (
    COAL,
    CONCEPT,
    COUNCIL,
    DAY,
    GRW,
    KM,
    LEADER,
    POPULATION,
    READ,
    REGION,
    SENTENCES,
    about,
    addition,
    number,
    programme,
    row,
    section,
)

CONFIRMED, CORRECTED, REJECTED = ReviewDecision.CONFIRMED, ReviewDecision.CORRECTED, ReviewDecision.REJECTED
ADDED, COMPLETE, WITHDRAWN = ReviewDecision.ADDED, ReviewDecision.COMPLETE, ReviewDecision.WITHDRAWN
HOLDS, TO_BE_RENEWED = ReviewStanding.HOLDS, ReviewStanding.TO_BE_RENEWED
CHANGED = "Gefördert werden Gemeinden mit höchstens 10.000 Einwohnern."


def counted(found: Programme, quote: str | None) -> Requirement | None:
    return next((r for r in found.readings.requirements if r.evidence.quote == quote), None)


def more(found: Requirement) -> Requirement:
    return found.model_copy(update={"value": 10_000})


def standings(found: Programme, log: Sequence[Review]) -> list[tuple[str | None, ReviewStanding | None]]:
    return [(state.requirement.evidence.quote, state.standing) for state in review_states(found, log)]


# --- what a decision does -----------------------------------------------------------------------------------------


def test_without_reviews_nothing_changes_and_no_text_is_needed() -> None:
    listed = programme().model_copy(update={"sections": None})
    assert reviewed(listed, ()) is listed
    assert [state.counted for state in review_states(listed, ())] == list(listed.readings.requirements)


def test_reviews_need_the_text() -> None:
    full = programme()
    log = decide(full, (), 1, CONFIRMED, KM)
    with pytest.raises(ValueError, match="was not loaded"):
        reviewed(full.model_copy(update={"sections": None}), log)


def test_a_confirmed_requirement_keeps_question_quote_and_place() -> None:
    read = programme()
    found = counted(reviewed(read, decide(read, (), number(read, POPULATION), CONFIRMED, KM)), POPULATION)
    expected = about(read, POPULATION)
    assert found is not None
    assert found.evidence.assurance is Assurance.REVIEWED
    assert found.evidence.model_copy(update={"assurance": Assurance.QUOTED}) == expected.evidence
    assert found.model_copy(update={"evidence": expected.evidence}) == expected


def test_a_confirmed_category_is_reviewed_too() -> None:
    read = programme()
    found = reviewed(read, decide(read, (), 1, CONFIRMED, KM)).readings.requirements[0]
    assert (found.evidence.assurance, found.evidence.category) == (Assurance.REVIEWED, "Fördergebiet: Sachsen")


def test_a_corrected_requirement_takes_the_place_of_the_read_one() -> None:
    read = programme()
    old = about(read, POPULATION)
    after = reviewed(read, decide(read, (), number(read, POPULATION), CORRECTED, KM, more(old)))
    found = after.readings.requirements[number(read, POPULATION) - 1]
    assert (found.value, found.evidence.quote, found.evidence.assurance) == (10_000, POPULATION, Assurance.REVIEWED)
    assert len(after.readings.requirements) == len(read.readings.requirements)


def test_a_rejected_requirement_no_longer_counts_and_stays_visible_with_its_note() -> None:
    read = programme()
    log = decide(read, (), number(read, CONCEPT), REJECTED, KM)
    assert counted(reviewed(read, log), CONCEPT) is None
    state = review_states(read, log)[number(read, CONCEPT) - 1]
    assert (state.requirement, state.counted, state.standing) == (about(read, CONCEPT), None, HOLDS)
    assert state.review is not None
    assert state.review.note == KM.note
    assert counted(with_everything(read, log), CONCEPT) == about(read, CONCEPT)


def test_an_added_condition_counts_as_reviewed_behind_the_read_ones() -> None:
    read = programme()
    after = reviewed(read, add(read, (), addition(read), KM)).readings.requirements
    assert after[:-1] == read.readings.requirements
    assert (after[-1].evidence.quote, after[-1].evidence.assurance) == (COUNCIL, Assurance.REVIEWED)


def test_what_was_added_and_is_read_later_counts_once() -> None:
    before = programme()
    log = add(before, (), addition(before), KM)
    quoted = addition(before).evidence.model_copy(update={"assurance": Assurance.QUOTED, "reader": "council/1"})
    now = programme(
        requirements=[*before.readings.requirements, addition(before).model_copy(update={"evidence": quoted})]
    )
    after = reviewed(now, log).readings.requirements
    assert [r.evidence.assurance for r in after if r.evidence.quote == COUNCIL] == [Assurance.REVIEWED]


@pytest.mark.parametrize("decision", [CONFIRMED, REJECTED])
def test_a_withdrawal_leaves_what_the_readers_say(decision: ReviewDecision) -> None:
    read = programme()
    log = [*decide(read, (), 2, decision, KM), *decide(read, decide(read, (), 2, decision, KM), 2, WITHDRAWN, KM)]
    assert reviewed(read, log) == read
    assert {state.review for state in review_states(read, log)} == {None}


def test_the_last_row_about_a_requirement_decides() -> None:
    read = programme()
    which = about(read, POPULATION)
    rows = {
        CONFIRMED: row(read, CONFIRMED, which),
        CORRECTED: row(read, CORRECTED, which, corrected=more(which)),
        REJECTED: row(read, REJECTED, which),
        WITHDRAWN: row(read, WITHDRAWN, which),
    }
    for first in rows.values():
        for last in rows.values():
            assert reviewed(read, [first, last]) == reviewed(read, [last])


# --- the text changes ---------------------------------------------------------------------------------------------


def test_a_review_survives_a_changed_text_around_its_passage() -> None:
    old = programme()
    log = decide(old, (), number(old, POPULATION), CONFIRMED, KM)
    new = programme("Ein neuer erster Absatz.", POPULATION, "Ein neuer letzter.")
    found = counted(reviewed(new, log), POPULATION)
    assert found is not None
    assert found.evidence.assurance is Assurance.REVIEWED
    assert (new.sections or ())[0].text[found.evidence.start : found.evidence.end] == POPULATION


def test_a_review_survives_other_readers_and_other_places() -> None:
    old = programme()
    log = decide(old, (), number(old, POPULATION), CONFIRMED, KM)
    proof = about(old, POPULATION).evidence.model_copy(update={"reader": "population/2", "start": 3, "end": 61})
    again = about(old, POPULATION).model_copy(update={"evidence": proof})
    found = counted(reviewed(programme(requirements=[again]), log), POPULATION)
    assert found is not None
    assert (found.evidence.assurance, found.evidence.start) == (Assurance.REVIEWED, 0)


@pytest.mark.parametrize("decision", [CONFIRMED, CORRECTED, REJECTED])
def test_a_changed_passage_is_to_be_reviewed_anew(decision: ReviewDecision) -> None:
    old = programme(POPULATION, CONCEPT)
    which = about(old, POPULATION)
    log = [row(old, decision, which, corrected=more(which) if decision is CORRECTED else None)]
    changed = programme(CHANGED, CONCEPT, requirements=[REGION, *programme(CONCEPT).readings.requirements[1:]])
    assert reviewed(changed, log).readings == changed.readings
    assert standings(changed, log) == [(None, None), (CONCEPT, None), (POPULATION, TO_BE_RENEWED)]


@pytest.mark.parametrize("value", [5_000, 10_000])
def test_a_lapsed_review_stands_beside_what_took_its_place_until_that_is_reviewed(value: int) -> None:
    """Even where the new wording asks the same: nobody has confirmed that it does."""
    old = programme(POPULATION, CONCEPT)
    log = decide(old, (), number(old, POPULATION), CONFIRMED, KM)
    text = section(CHANGED, CONCEPT)
    proof = about(old, POPULATION).evidence.model_copy(update={"quote": CHANGED, "end": len(CHANGED)})
    successor = about(old, POPULATION).model_copy(update={"evidence": proof, "value": value})
    new = programme(CHANGED, CONCEPT, requirements=[REGION, successor])
    assert new.sections == (text,)
    assert standings(new, log) == [(None, None), (CHANGED, TO_BE_RENEWED)]
    state = review_states(new, log)[1]
    assert state_words(state.review, state.standing) == "erneut zu prüfen (bestätigt von KM am 25.11.2026)"
    assert state.counted == successor
    renewed = [*log, *decide(new, log, 2, CONFIRMED, KM)]
    assert [r.decision for r in renewed] == [CONFIRMED, WITHDRAWN, CONFIRMED]
    assert standings(new, renewed) == [(None, None), (CHANGED, HOLDS)]


def test_a_review_of_what_is_read_otherwise_now_is_to_be_renewed() -> None:
    """The passage stands, but the readers say something else of it: nobody has confirmed that."""
    old = programme(POPULATION)
    log = decide(old, (), 2, CONFIRMED, KM)
    which = about(old, POPULATION)
    for change in (
        {"value": 6_000},
        {"op": Operator.AT_LEAST},
        {"effect": Effect.EXCLUSION},
        {"strength": Strength.SHOULD},
        {"basis": PopulationBasis.PLACE},
        {"valid_until": DAY},
    ):
        now = programme(POPULATION, requirements=[which.model_copy(update=change)])
        assert reviewed(now, log).readings == now.readings
        assert [state.standing for state in review_states(now, log)] == [TO_BE_RENEWED]


def test_a_changed_category_is_to_be_reviewed_anew() -> None:
    old = programme()
    log = decide(old, (), 1, CONFIRMED, KM)
    wider = REGION.evidence.model_copy(update={"category": "Fördergebiet: Sachsen, Thüringen"})
    new = programme(requirements=[REGION.model_copy(update={"evidence": wider})])
    assert reviewed(new, log).readings == new.readings
    assert standings(new, log) == [(None, TO_BE_RENEWED)]


def test_a_passage_in_another_section_is_another_passage() -> None:
    old = programme(POPULATION, COUNCIL)
    log = add(old, (), addition(old), KM)
    moved = old.model_copy(update={"sections": (section(POPULATION), section(COUNCIL, field="procedure"))})
    assert reviewed(moved, log).readings == old.readings
    assert standings(moved, log)[-1] == (COUNCIL, TO_BE_RENEWED)


def test_an_addition_goes_with_its_part() -> None:
    with_part = programme(parts=("Teil A",))
    log = add(with_part, (), addition(with_part, part="Teil A"), KM)
    assert counted(reviewed(with_part, log), COUNCIL) is not None
    without = programme(parts=("Teil B",))
    assert reviewed(without, log).readings == without.readings
    assert standings(without, log)[-1] == (COUNCIL, TO_BE_RENEWED)


def test_an_addition_that_is_gone_stands_on_its_own() -> None:
    """Nothing that is read took its place: the readers had missed it."""
    read = programme()
    extra = about(read, GRW).model_copy(update={"value": ("structurally_weak",)})
    log = add(read, (), extra, KM)
    assert standings(programme(POPULATION, LEADER), log) == [
        (None, None),
        (POPULATION, None),
        (LEADER, None),
        (GRW, TO_BE_RENEWED),
    ]


def test_of_several_places_the_nearest_is_the_passage() -> None:
    old = programme("Anfang.", COUNCIL)
    log = add(old, (), addition(old), KM)
    new = programme("Ein längerer Anfang.", COUNCIL, "Mitte. " * 40, COUNCIL)
    found = counted(reviewed(new, log), COUNCIL)
    assert found is not None
    assert found.evidence.start == len("Ein längerer Anfang.\n\n")


# --- the list is complete -----------------------------------------------------------------------------------------


def is_complete(found: Programme, log: Sequence[Review]) -> bool:
    state = completeness(found, log)
    complete = reviewed(found, log).readings.complete
    assert complete == (state is not None and state.standing is HOLDS)
    return complete


def test_the_list_is_complete_while_the_text_is_the_same() -> None:
    read = programme()
    log = confirm_list(read, (), KM)
    assert is_complete(read, log)
    assert not is_complete(programme(*SENTENCES, "Noch ein Satz."), log)
    assert not is_complete(read, [*log, *withdraw_list(read, log, KM)])
    other = read.model_copy(update={"statement": read.statement.model_copy(update={"regions": ("SN", "TH")})})
    assert not is_complete(other, log)


def test_a_list_that_has_lost_a_requirement_is_not_the_confirmed_one() -> None:
    read = programme()
    log = confirm_list(read, (), KM)
    assert not is_complete(programme(requirements=read.readings.requirements[:-1]), log)
    extra = about(read, POPULATION).model_copy(update={"op": Operator.AT_LEAST})
    assert is_complete(programme(requirements=[*read.readings.requirements, extra]), log)


def test_later_reviews_leave_the_list_complete_unless_they_take_from_it() -> None:
    read = programme()
    first = add(read, (), addition(read), KM)
    log = [*first, *confirm_list(read, first, KM)]
    which = about(read, POPULATION)
    for later in (row(read, REJECTED, which), row(read, CORRECTED, which, corrected=more(which))):
        assert is_complete(read, [*log, later])
    assert not is_complete(read, [*log, row(read, WITHDRAWN, addition(read))])


# --- branches -----------------------------------------------------------------------------------------------------

AREAS = (GRW, LEADER, COAL)


def branched(combination: Combination = Combination.ANY, count: int | None = None) -> Programme:
    read = programme()
    members = tuple(number(read, quote) - 1 for quote in AREAS)
    return programme(branches=(Branch(combination=combination, count=count, label="Kulisse", members=members),))


def members(found: Programme) -> list[list[str | None]]:
    requirements = found.readings.requirements
    return [[requirements[p].evidence.quote for p in branch.positions] for branch in found.readings.branches]


BRANCH_CASES = [
    ((), [[GRW, LEADER, COAL]]),
    ((POPULATION,), [[GRW, LEADER, COAL]]),
    ((LEADER,), [[GRW, COAL]]),
    ((POPULATION, CONCEPT, GRW), [[LEADER, COAL]]),
    ((GRW, LEADER), [[COAL]]),
    (AREAS, []),
]


@pytest.mark.parametrize(("rejected", "expected"), BRANCH_CASES)
def test_a_rejected_member_leaves_its_branch(rejected: Sequence[str], expected: list[list[str]]) -> None:
    read = branched()
    log = [row(read, REJECTED, about(read, quote)) for quote in rejected]
    assert members(reviewed(read, log)) == expected


def test_a_corrected_member_stays_unless_it_is_no_gate_any_more() -> None:
    read = branched()
    which = about(read, LEADER)
    other = which.model_copy(update={"value": ("coal_region",)})
    bonus = which.model_copy(update={"effect": Effect.BONUS})
    assert members(reviewed(read, [row(read, CORRECTED, which, corrected=other)])) == [[GRW, LEADER, COAL]]
    after = reviewed(read, [row(read, CORRECTED, which, corrected=bonus)])
    assert members(after) == [[GRW, COAL]]
    assert counted(after, LEADER) is not None


def test_at_least_so_many_is_never_more_than_are_left() -> None:
    read = branched(Combination.AT_LEAST, 2)
    log = [row(read, REJECTED, about(read, quote)) for quote in (GRW, COAL)]
    (branch,) = reviewed(read, log).readings.branches
    assert (branch.count, members(reviewed(read, log))) == (1, [[LEADER]])


def test_branches_in_branches_shrink_and_disappear() -> None:
    read = programme()
    grw, leader, coal = (number(read, quote) - 1 for quote in AREAS)
    inner = Branch(combination=Combination.ALL, members=(grw, leader))
    nested = programme(branches=(Branch(combination=Combination.ANY, members=(inner, coal)),))
    log = [row(nested, REJECTED, about(nested, quote)) for quote in (GRW, LEADER)]
    (branch,) = reviewed(nested, log).readings.branches
    assert members(reviewed(nested, log)) == [[COAL]]
    assert not any(isinstance(member, Branch) for member in branch.members)


# --- what cannot be decided ---------------------------------------------------------------------------------------

REFUSED = [
    (0, CONFIRMED, KM, "reicht von 1 bis 6"),
    (7, CONFIRMED, KM, "reicht von 1 bis 6"),
    (2, REJECTED, Signature("KM", DAY), "warum die Anforderung nicht gilt"),
    (2, REJECTED, Signature("KM", DAY, " \n"), "warum die Anforderung nicht gilt"),
    (2, CONFIRMED, Signature("", DAY), "Kurzzeichen"),
    (2, CONFIRMED, Signature("Karla Müller", DAY), "Kurzzeichen"),
    (2, CONFIRMED, Signature("KM\n", DAY), "Kurzzeichen"),
    (2, CONFIRMED, Signature("KM", DAY, "x" * 2001), "länger als 2.000 Zeichen"),
    (2, WITHDRAWN, KM, "liegt keine Prüfung vor"),
]


@pytest.mark.parametrize(("which", "decision", "signature", "sentence"), REFUSED)
def test_what_cannot_be_taken_is_explained(
    which: int, decision: ReviewDecision, signature: Signature, sentence: str
) -> None:
    with pytest.raises(ReviewError, match=sentence):
        decide(programme(), (), which, decision, signature)


def test_a_correction_has_to_change_something() -> None:
    read = programme()
    with pytest.raises(ReviewError, match="ändert nichts"):
        decide(read, (), 2, CORRECTED, KM, read.readings.requirements[1])


def test_what_a_person_added_or_what_is_gone_can_only_be_withdrawn() -> None:
    read = programme()
    log = add(read, (), addition(read), KM)
    place = len(read.readings.requirements) + 1
    with pytest.raises(ReviewError, match="nur zurücknehmen und neu ergänzen"):
        decide(read, log, place, REJECTED, KM)
    gone = programme(POPULATION)
    with pytest.raises(ReviewError, match="steht so nicht mehr im Text"):
        decide(gone, log, 3, CONFIRMED, KM)
    assert len(review_states(gone, [*log, *decide(gone, log, 3, WITHDRAWN, KM)])) == 2


def test_nothing_is_added_twice_or_to_a_part_that_is_none() -> None:
    read = programme(parts=("Teil A",))
    log = add(read, (), addition(read), KM)
    with pytest.raises(ReviewError, match=r"steht schon in der Liste \(Nr. 7\)"):
        add(read, log, addition(read), KM)
    with pytest.raises(ReviewError, match="möglich ist „Teil A“"):
        add(read, (), addition(read, part="Teil B"), KM)


def test_only_a_confirmed_list_can_be_withdrawn() -> None:
    with pytest.raises(ReviewError, match="nicht als vollständig bestätigt"):
        withdraw_list(programme(), (), KM)


def test_a_row_is_whole() -> None:
    read = programme()
    one, other = read.readings.requirements[1:3]
    for decision in (CONFIRMED, REJECTED, ADDED):
        for faulty in ((), (one, other)):
            with pytest.raises(ValidationError):
                row(read, decision, *faulty)
    with pytest.raises(ValidationError):
        row(read, CORRECTED, one)
    with pytest.raises(ValidationError):
        row(read, CONFIRMED, one, corrected=more(one))
    with pytest.raises(ValidationError, match="keeps kind and part"):
        row(read, CORRECTED, one, corrected=other)


# --- whatever people do -------------------------------------------------------------------------------------------


@st.composite
def branchings(draw: st.DrawFn) -> tuple[Branch, ...]:
    """Branches over the first five sentences, each used at most once."""
    free = draw(st.permutations(range(1, 6)))
    cut = draw(st.integers(0, 5))
    groups = [group for group in (tuple(free[:cut]), tuple(free[cut:])) if group and draw(st.booleans())]
    combination = draw(st.sampled_from(Combination))
    count = 2 if combination is Combination.AT_LEAST else None
    return tuple(
        Branch(combination=combination, count=count, members=group) for group in groups if len(group) >= (count or 1)
    )


@st.composite
def logs(draw: st.DrawFn, read: Programme) -> list[Review]:
    """Any rows, as they could have been written over the years about this programme as it was then."""
    decisions = draw(st.lists(st.tuples(st.sampled_from(ReviewDecision), st.integers(0, 5)), max_size=12))
    rows = []
    for decision, position in decisions:
        which = read.readings.requirements[position]
        corrected = draw(st.sampled_from(Effect)) if decision is CORRECTED else None
        match decision:
            case ReviewDecision.ADDED:
                rows.append(row(read, decision, addition(read)))
            case ReviewDecision.COMPLETE:
                rows.append(row(read, decision, *read.readings.requirements))
            case ReviewDecision.CORRECTED:
                changed = which.model_copy(update={"effect": corrected})
                rows.append(row(read, decision, which, corrected=changed))
            case ReviewDecision.WITHDRAWN:
                rows.append(row(read, decision, *((which,) if draw(st.booleans()) else ())))
            case _:
                rows.append(row(read, decision, which))
    return rows


@st.composite
def cases(draw: st.DrawFn) -> tuple[Programme, list[Review]]:
    """A log written about the whole text, and the programme with a text of which sentences may be gone."""
    log = draw(logs(programme()))
    left = draw(st.lists(st.sampled_from(SENTENCES), unique=True, min_size=1))
    if len(left) == len(SENTENCES):
        return programme(branches=draw(branchings())), log
    stale = draw(st.booleans())
    requirements = programme().readings.requirements if stale else None
    return programme(*left, requirements=requirements), log


@given(cases())
def test_no_passage_that_is_gone_counts_as_reviewed(case: tuple[Programme, list[Review]]) -> None:
    now, log = case
    (text,) = now.sections or ()
    for requirement in reviewed(now, log).readings.requirements:
        proof = requirement.evidence
        if proof.assurance is Assurance.REVIEWED and proof.quote is not None:
            assert text.text[proof.start : proof.end] == proof.quote


@given(cases())
def test_reviews_change_no_requirement_they_are_not_about(case: tuple[Programme, list[Review]]) -> None:
    now, log = case
    touched = {identity(requirement) for review in log if not review.of_list for requirement in review.about}
    untouched = [r for r in now.readings.requirements if identity(r) not in touched]
    after = reviewed(now, log).readings.requirements
    assert [r for r in after if r in untouched] == untouched


@given(cases())
def test_every_requirement_is_counted_or_listed_as_rejected(case: tuple[Programme, list[Review]]) -> None:
    now, log = case
    states = review_states(now, log)
    assert [state.requirement for state in states if state.is_read] == list(now.readings.requirements)
    assert tuple(s.counted for s in states if s.counted) == reviewed(now, log).readings.requirements
    for state in states:
        if state.is_read and state.counted is None:
            assert state.review is not None
            assert state.review.decision is REJECTED


@given(cases())
def test_members_of_branches_stay_what_they_were(case: tuple[Programme, list[Review]]) -> None:
    now, log = case
    rejected_or_changed = {
        state.requirement.evidence.quote
        for state in review_states(now, log)
        if state.is_read and (state.counted is None or state.counted.effect is not Effect.GATE)
    }
    expected = [[quote for quote in group if quote not in rejected_or_changed] for group in members(now)]
    assert members(reviewed(now, log)) == [group for group in expected if group]


@given(cases())
def test_only_the_last_row_about_a_thing_matters(case: tuple[Programme, list[Review]]) -> None:
    now, log = case
    last = {("list",) if review.of_list else (identity(review.about[0]),): review for review in log}
    shortened = sorted(last.values(), key=lambda review: max(n for n, r in enumerate(log) if r is review))
    assert reviewed(now, log) == reviewed(now, shortened)


def test_the_readers_of_these_tests_miss_the_council() -> None:
    assert set(SENTENCES) - READ.keys() == {COUNCIL}
