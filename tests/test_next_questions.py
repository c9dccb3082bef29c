"""Which facts to ask for next: what an answer settles is tried in the rules, and never guessed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.facts import DEFINITIONS, FACTS
from finder.models import Branch, Deadline, Project, Validity
from finder.ui.best_questions import best_questions
from finder.ui.markup import Target
from finder.ui.state import View
from finder.vocab import (
    Assurance,
    Combination,
    DeadlineModel,
    DeadlineRole,
    Effect,
    FactOrigin,
    FactState,
    Operator,
    PopulationBasis,
    RequirementKind,
    Verdict,
)
from rules.check import asked_by, verdicts
from rules.criteria import CRITERIA
from rules.next_questions import CLOSENESS, GRANT_STEP, next_questions, waiting_for_project, why
from rules.plan import plan_of
from rules.possible_answers import possible_answers
from rules.questions import facts_behind
from rules.what_if import with_facts
from tests.rule_records import DAY, evidence, facts, known, programme_of, requirement, requirements, town, without_value

K, IN, MIN, MAX = RequirementKind, Operator.INTERSECTS, Operator.AT_LEAST, Operator.AT_MOST
SCHOOL = requirement(K.APPLICANT_KIND, IN, ("school_provider",))
EITHER = requirement(K.APPLICANT_KIND, IN, ("school_provider", "childcare_provider"))
URBAN = requirement(K.CONCEPT, IN, ("urban_concept",))
WEAK = requirement(K.FISCAL, IN, ("fiscally_weak",))
BAVARIA = requirement(K.REGION, IN, ("BY",))
COST = requirement(K.COST_MIN, MIN, 100_000)
SHARE = requirement(K.OWN_SHARE, MIN, 2_000)
START = requirement(K.PRIOR_START, Operator.EXCLUDES, ("forbidden_before_grant",))
PROJECT = Project(key="wache", name="Feuerwache", facts=())


def asked(*programmes, applicant=None, project=None, grants=None, day=DAY):
    """The questions by fact, in their order; a programme is what it requires."""
    records = [each if hasattr(each, "readings") else programme_of(each) for each in programmes]
    found = next_questions(plan_of(records), applicant or town(), project, day, grants or [None] * len(records))
    return {question.fact: question for question in found}


def numbers(question):
    return question.bears_on, question.settles, question.may_settle


BONUS = requirement(K.FISCAL, IN, ("fiscally_weak",), effect=Effect.BONUS)
EXCLUSION = requirement(K.FISCAL, IN, ("fiscally_weak",), effect=Effect.EXCLUSION)
GRW = requirement(K.AREA, IN, ("grw_area",))
TOGETHER = requirement(K.COOPERATION, Operator.EQUALS, True)
SAXONY = requirement(K.REGION, IN, ("SN",))
CASES = [
    ("yes or no decides", [[SCHOOL]], {"school_provider": (1, 1, 1)}),
    (
        "a yes decides, a no leaves the other way open",
        [[EITHER]],
        {"school_provider": (1, 0, 1), "childcare_provider": (1, 0, 1)},
    ),
    (
        "a no decides, a yes leaves the other gate open",
        [[SCHOOL, WEAK]],
        {"school_provider": (1, 0, 1), "fiscally_weak": (1, 0, 1)},
    ),
    (
        "a concept one lacks could be made, so that the other gate stays open",
        [[URBAN, SCHOOL]],
        {"school_provider": (1, 0, 1), "urban_concept": (1, 0, 0)},
    ),
    (
        "every programme counts for itself",
        [[SCHOOL], [SCHOOL], [URBAN]],
        {"school_provider": (2, 2, 2), "urban_concept": (1, 1, 1)},
    ),
    ("an exclusion is asked for too", [[EXCLUSION]], {"fiscally_weak": (1, 1, 1)}),
    ("a failed programme asks nothing", [[SCHOOL, BAVARIA]], {}),
    ("a settled programme asks nothing", [[SAXONY]], {}),
    ("a source that does not say what it asks waits for nothing", [[requirement(K.CONCEPT, IN, None)], []], {}),
    ("a bonus decides nothing", [[BONUS]], {}),
    ("what nobody can state is not asked for", [[GRW]], {}),
    ("nothing about a project without one", [[COST], [TOGETHER]], {}),
]


@pytest.mark.parametrize(("programmes", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_an_answer_settles(programmes, expected):
    assert {fact: numbers(question) for fact, question in asked(*programmes).items()} == expected


OF_PROJECT = [
    ("a threshold decides", [COST], (), {"eligible_cost": (1, 1, 1)}),
    ("a share needs both sums", [SHARE], (), {"eligible_cost": (1, 0, 0), "own_funds": (1, 0, 0)}),
    ("with the cost known the own funds decide", [SHARE], (known("eligible_cost", 333),), {"own_funds": (1, 1, 1)}),
    ("with the own funds known the cost decides", [SHARE], (known("own_funds", 333),), {"eligible_cost": (1, 1, 1)}),
    (
        "a state that has not begun decides, a begun one leaves the permission open",
        [START],
        (),
        {"project_state": (1, 0, 1), "early_start_permission": (1, 0, 0)},
    ),
    (
        "once begun, the permission decides",
        [START],
        (known("project_state", "started"),),
        {"early_start_permission": (1, 1, 1)},
    ),
    (
        "partners or none",
        [TOGETHER],
        (),
        {"partners": (1, 1, 1)},
    ),
    (
        "the inhabitants of a place",
        [requirement(K.POPULATION, MAX, 2_000, basis=PopulationBasis.PLACE)],
        (),
        {"site_population": (1, 1, 1)},
    ),
    (
        "a theme in another field leaves it to the guideline, and is settled",
        [requirement(K.THEME, IN, ("energy",), unclear=("mobility",))],
        (),
        {"project_theme": (1, 1, 1)},
    ),
]


@pytest.mark.parametrize(
    ("programme", "stated", "expected"), [case[1:] for case in OF_PROJECT], ids=[case[0] for case in OF_PROJECT]
)
def test_what_an_answer_about_the_project_settles(programme, stated, expected):
    project = with_facts(town(), PROJECT, stated, DAY).project
    assert {fact: numbers(question) for fact, question in asked(programme, project=project).items()} == expected


def test_derived_facts_are_asked_for_by_what_they_follow_from():
    derived = list(asked([SHARE, START, COST, URBAN], project=PROJECT))
    assert all(DEFINITIONS[fact].origin is FactOrigin.ENTERED for fact in derived)
    assert {"own_funds", "project_state", "urban_concept"} <= set(derived)


def test_a_failed_part_asks_nothing_and_an_open_one_does():
    failed = requirement(K.REGION, IN, ("BY",), part="A", assurance=Assurance.QUOTED)
    parts = [failed, SCHOOL.model_copy(update={"part": "A"}), URBAN.model_copy(update={"part": "B"})]
    assert set(asked(parts)) == {"urban_concept"}


def test_the_members_of_a_branch_are_asked_for():
    branch = Branch(combination=Combination.ANY, members=(0, 1))
    questions = asked(programme_of([URBAN, SCHOOL], (branch,)))
    assert {fact: numbers(question) for fact, question in questions.items()} == {
        "school_provider": (1, 0, 1),
        "urban_concept": (1, 0, 1),
    }


def windows(*deadlines, validity=None, key="a"):
    programme = programme_of([SCHOOL], key=key)
    readings = programme.readings.model_copy(update={"deadlines": deadlines, "validity": validity})
    return programme.model_copy(update={"readings": readings})


def fixed(days):
    return Deadline(
        model=DeadlineModel.FIXED,
        role=DeadlineRole.APPLICATION,
        date=DAY + timedelta(days=days),
        evidence=evidence(),
    )


def undated(model):
    return Deadline(model=model, role=DeadlineRole.APPLICATION, evidence=evidence())


ENDED = Validity(valid_until=DAY - timedelta(days=1), evidence=evidence())
CLOSENESSES = [
    (windows(fixed(0)), "1", DAY),
    (windows(fixed(30)), "1", DAY + timedelta(days=30)),
    (windows(fixed(31)), "0.75", DAY + timedelta(days=31)),
    (windows(fixed(90)), "0.75", DAY + timedelta(days=90)),
    (windows(fixed(91)), "0.5", DAY + timedelta(days=91)),
    (windows(fixed(180)), "0.5", DAY + timedelta(days=180)),
    (windows(fixed(181)), "0.25", DAY + timedelta(days=181)),
    (windows(undated(DeadlineModel.ROLLING)), "0.25", None),
    (windows(undated(DeadlineModel.ANNOUNCED)), "0.25", None),
    (windows(), "0.25", None),
]


@pytest.mark.parametrize(("programme", "score", "due"), CLOSENESSES)
def test_the_nearer_the_deadline_the_more_a_programme_counts(programme, score, due):
    (question,) = asked(programme).values()
    assert (question.score, question.next_deadline) == (Decimal(score), due)


@pytest.mark.parametrize(
    "programme", [windows(fixed(-1)), windows(undated(DeadlineModel.CLOSED)), windows(fixed(5), validity=ENDED)]
)
def test_a_programme_that_takes_no_applications_counts_for_nothing(programme):
    assert asked(programme) == {}


def test_every_state_of_a_window_has_a_weight():
    assert all(0 <= weight <= 1 for weight in CLOSENESS.values())


def test_the_day_is_the_one_asked_for():
    programme = windows(fixed(5))
    assert asked(programme, day=DAY + timedelta(days=5))["school_provider"].next_deadline == DAY + timedelta(days=5)
    assert asked(programme, day=DAY + timedelta(days=6)) == {}


def test_money_is_added_up_where_it_is_known_and_never_made_up():
    programmes = [[SCHOOL], [SCHOOL], [SCHOOL], [URBAN]]
    grants = [Decimal(50_000), None, Decimal("150000.50"), Decimal(7)]
    question = asked(*programmes, grants=grants)["school_provider"]
    assert (question.up_to, question.without_grant) == (Decimal("200000.50"), 1)
    unknown = asked([SCHOOL])["school_provider"]
    assert (unknown.up_to, unknown.without_grant) == (None, 1)


def test_a_grant_weighs_a_programme_up_and_the_effort_of_an_answer_weighs_it_down():
    quarter = Decimal("0.25")
    questions = asked([SCHOOL], [WEAK], grants=[GRANT_STEP, GRANT_STEP])
    assert FACTS["school_provider"].effort == 1
    assert FACTS["fiscally_weak"].effort == 2
    assert questions["school_provider"].score == 2 * quarter
    assert questions["fiscally_weak"].score == quarter


def test_an_answer_that_decides_half_the_time_counts_half():
    assert asked([EITHER])["school_provider"].score == asked([SCHOOL])["school_provider"].score / 2


def test_the_best_question_comes_first_and_equal_ones_in_the_order_of_the_form():
    programmes = [[URBAN], [SCHOOL], [EITHER], [WEAK]]
    first = list(asked(*programmes))
    assert first == ["school_provider", "urban_concept", "fiscally_weak", "childcare_provider"]
    assert list(asked(*programmes[::-1])) == first


def test_what_is_known_is_not_asked_and_what_contradicts_itself_is_no_answer():
    assert asked([SCHOOL], applicant=town(known("school_provider", True))) == {}
    away = town(without_value("school_provider", FactState.NOT_APPLICABLE))
    assert asked([SCHOOL], applicant=away) == {}


def test_nothing_to_ask_in_an_empty_catalogue():
    assert asked() == {}
    assert waiting_for_project(plan_of([]), town(), DAY) == 0


WAITING = [
    ([COST], 1),
    ([COST, BAVARIA], 0),
    ([COST, SCHOOL], 1),
    ([TOGETHER], 1),
    ([TOGETHER.model_copy(update={"effect": Effect.PROCESS})], 0),
    ([SCHOOL], 0),
    ([], 0),
]


@pytest.mark.parametrize(("programme", "expected"), WAITING)
def test_how_many_programmes_wait_for_a_project(programme, expected):
    assert waiting_for_project(plan_of([programme_of(programme)]), town(), DAY) == expected


WORDS = [
    ([[SCHOOL]], [Decimal(50_000)], "klärt 1 Programm, bis zu 50.000 €"),
    ([[SCHOOL]] * 2, [Decimal(1_150_000), Decimal(950_000)], "klärt 2 Programme, bis zu 2,1 Mio. €"),
    ([[EITHER]] * 2, [None, None], "kann 2 Programme klären, Beträge unbekannt"),
    (
        [[EITHER], [SCHOOL]],
        [None, Decimal(1)],
        "klärt 1 Programm sicher, je nach Antwort 2, bis zu 1 € (Betrag bei 1 unbekannt)",
    ),
    ([windows(fixed(36))], [None], "klärt 1 Programm, Beträge unbekannt, nächste Frist 31.12.2026"),
]


@pytest.mark.parametrize(("programmes", "grants", "words"), WORDS)
def test_what_an_answer_does_in_words(programmes, grants, words):
    assert why(asked(*programmes, grants=grants)["school_provider"]) == words


def test_an_answer_that_settles_nothing_by_itself_says_so():
    question = asked([SHARE], project=PROJECT)["own_funds"]
    assert why(question) == "betrifft 1 Programm, klärt allein noch nichts"


def test_every_fact_that_people_can_be_asked_for_has_answers_that_differ():
    plan = plan_of([programme_of([COST, SHARE, requirement(K.POPULATION, MAX, 2_000, basis=PopulationBasis.PLACE)])])
    stated = {fact: known(fact, 5_000) for fact in ("own_funds", "eligible_cost")}
    behind = {behind for criterion in CRITERIA.values() for fact in criterion.facts for behind in facts_behind(fact)}
    for fact_id in sorted(fact for fact in behind if DEFINITIONS[fact].origin is FactOrigin.ENTERED):
        answers = possible_answers(DEFINITIONS[fact_id], plan, stated)
        assert len(set(answers)) == len(answers) >= 2, fact_id


@pytest.mark.parametrize(("limit", "cost"), [(2_000, 333), (1, 1), (3_333, 100_000), (5_001, 7)])
@pytest.mark.parametrize("op", [MIN, MAX])
def test_the_answers_about_own_funds_fall_on_both_sides_of_every_share(op, limit, cost):
    plan = plan_of([programme_of([requirement(K.OWN_SHARE, op, limit)])])
    stated = {"eligible_cost": known("eligible_cost", cost)}
    sides = {
        min(own * 10_000 // cost, 10_000) >= limit if op is MIN else min(own * 10_000 // cost, 10_000) <= limit
        for own in possible_answers(DEFINITIONS["own_funds"], plan, stated)
    }
    assert sides == {True, False}


def entered(fact):
    return DEFINITIONS[fact.id].origin is FactOrigin.ENTERED


@given(st.lists(st.lists(requirements, max_size=4), min_size=1, max_size=4), facts, st.booleans())
@settings(max_examples=120, deadline=None)
def test_what_counts_as_settled_is_settled_by_every_answer(programmes, stated, with_project):
    """Told apart from the counting: each answer is stated as a person would, and everything is checked anew."""
    others = [fact for fact in stated.values() if fact.id not in FACTS and entered(fact)]
    applicant = town(*(fact for fact in stated.values() if fact.id in FACTS))
    applicant = with_facts(applicant, None, (without_value("memberships"),), DAY).applicant
    project = with_facts(applicant, PROJECT, others, DAY).project if with_project else None
    plan = plan_of(programme_of(each, key=f"p{number}") for number, each in enumerate(programmes))
    now = asked_by(applicant, DAY, project)
    missing = {n for n, verdict in enumerate(verdicts(plan, now)) if verdict is Verdict.FACTS_MISSING}
    for question in next_questions(plan, applicant, project, DAY, [None] * len(plan.programmes)):
        settled = []
        for answer in possible_answers(DEFINITIONS[question.fact], plan, now.facts):
            other = with_facts(applicant, project, (known(question.fact, answer),), DAY)
            after = verdicts(plan, asked_by(other.applicant, DAY, other.project))
            settled.append({number for number in missing if after[number] is not Verdict.FACTS_MISSING})
        assert question.settles == len(set.intersection(*settled))
        assert question.may_settle == len(set.union(*settled))
        assert question.settles <= question.may_settle <= question.bears_on <= len(missing)


def test_the_page_shows_the_best_three_with_a_way_to_answer():
    programmes = [[URBAN], [SCHOOL], [EITHER], [WEAK], [COST]]
    project = with_facts(town(), PROJECT, (), DAY).project
    found = tuple(asked(*programmes, project=project).values())
    html = best_questions(found, View(applicant="14626110")).html
    assert html.count("<li>") == 3 < len(found)
    assert html.index(FACTS["school_provider"].question) < html.index(FACTS["urban_concept"].question)
    assert "Klärt 1 Programm sicher, je nach Antwort 2, Beträge unbekannt." in html
    assert "./?ags=14626110" in html
    of_project = best_questions([question for question in found if question.fact == "eligible_cost"], View()).html
    assert f'href="{Target.PROJECTS}"' in of_project


@pytest.mark.parametrize(
    ("waiting", "words"),
    [(0, None), (1, "1 Programm lässt sich erst mit"), (1_200, "1.200 Programme lassen sich erst mit")],
)
def test_the_page_says_how_many_programmes_wait_for_a_project(waiting, words):
    html = best_questions((), View(applicant="14626110"), waiting).html
    assert (words in html) if words else html == ""
