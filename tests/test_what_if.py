"""Other facts for once: what changes, from what to what, and that nothing is kept."""

import json
from pathlib import Path

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from finder.catalogue.promotion import Run
from finder.commands.questions import questions
from finder.commands.what_if import what_if_command
from finder.desk.database import open_desk
from finder.fact_entry import EnteredFactError
from finder.facts import DEFINITIONS, FACTS
from finder.models import Project, Readings
from finder.vocab import ApplicantCategory, FactOrigin, Operator, PopulationBasis, RequirementKind, Theme, Verdict
from rules.check import asked_by, check, verdicts
from rules.plan import plan_of
from rules.readings import read
from rules.what_if import JOINT_POPULATION, Delta, Transition, delta_line, what_if, with_facts
from tests import records
from tests.command import foerderfinder
from tests.rule_records import DAY, facts, known, programme_of, requirement, requirements, town, without_value

K, IN, MIN = RequirementKind, Operator.INTERSECTS, Operator.AT_LEAST
SCHOOL = requirement(K.APPLICANT_KIND, IN, ("school_provider",))
URBAN = requirement(K.CONCEPT, IN, ("urban_concept",))
COST = requirement(K.COST_MIN, MIN, 100_000)
SHARE = requirement(K.OWN_SHARE, MIN, 2_000)
PLAN = plan_of(
    programme_of(asked, key=key) for key, asked in {"a": [SCHOOL], "b": [URBAN], "c": [COST], "d": []}.items()
)
PROJECT = Project(key="wache", name="Feuerwache", facts=())
V = Verdict


def statable(stated, *, with_project):
    entered = [fact for fact in stated.values() if DEFINITIONS[fact.id].origin is FactOrigin.ENTERED]
    return [fact for fact in entered if with_project or fact.id in FACTS]


def test_a_change_shows_what_it_changes_and_why():
    changed = (known("school_provider", False), known("urban_concept", "none"))
    delta = what_if(PLAN, town(), None, changed, DAY)
    assert [(each.key, each.before, each.after) for each in delta.changed] == [
        ("b", V.FACTS_MISSING, V.NEAR_MISS),
        ("a", V.FACTS_MISSING, V.NOT_ELIGIBLE),
    ]
    other = town(*changed)
    reasons = {answer.key: answer.reason for answer in check(other, PLAN, DAY)}
    assert {each.key: each.reason for each in delta.changed} == {key: reasons[key] for key in ("a", "b")}
    assert delta.unchanged == 2
    assert delta_line(delta) == "−2 Angaben fehlen, +1 knapp verfehlt, +1 passt nicht, unverändert 2"


def test_nothing_changed_is_said_so():
    delta = what_if(PLAN, town(), None, (), DAY)
    assert (delta.changed, delta_line(delta)) == ((), "unverändert 4")
    assert delta_line(what_if(plan_of([]), town(), None, (), DAY)) == "unverändert 0"


def test_numbers_are_german_and_what_goes_both_ways_is_netted():
    pairs = {(V.FACTS_MISSING, V.ELIGIBLE): 1_200, (V.ELIGIBLE, V.FACTS_MISSING): 200, (V.ELIGIBLE, V.ELIGIBLE): 1_467}
    delta = Delta(
        transitions=tuple(Transition(before=old, after=new, programmes=number) for (old, new), number in pairs.items()),
        changed=(),
    )
    assert delta_line(delta) == "+1.000 passt, −1.000 Angaben fehlen, unverändert 1.467"


def test_the_profile_and_the_project_stay_as_they_were():
    applicant = town(known("school_provider", True))
    project = with_facts(applicant, PROJECT, (known("eligible_cost", 50_000),), DAY).project
    kept = applicant.model_dump_json(), project.model_dump_json()
    what_if(PLAN, applicant, project, (known("school_provider", False), known("eligible_cost", 900_000)), DAY)
    assert (applicant.model_dump_json(), project.model_dump_json()) == kept


def test_facts_of_a_project_without_one_are_those_of_an_imagined_one():
    delta = what_if(PLAN, town(), None, (known("eligible_cost", 50_000),), DAY)
    assert {each.key: each.after for each in delta.changed} == {"c": V.NEAR_MISS}
    assert with_facts(town(), None, (known("school_provider", True),), DAY).project is None


FOLLOWING = [
    ((known("own_funds", 300), known("eligible_cost", 1_000)), "own_share_percent", 3_000),
    ((known("project_state", "started"), known("early_start_permission", True)), "started_against", ()),
    ((known("partners", ("14626060",)),), "cooperates", True),
    ((known("other_funding", ()),), "funding_combined", ()),
    ((known("economic_activity", False),), "state_aid", ()),
]


@pytest.mark.parametrize(("changed", "fact_id", "value"), FOLLOWING)
def test_what_follows_from_a_fact_follows_from_the_changed_one_and_is_forgotten_with_it(changed, fact_id, value):
    after = with_facts(town(), PROJECT, changed, DAY).project
    assert after.fact(fact_id).value == value
    taken_back = [without_value(fact.id) for fact in changed]
    assert with_facts(town(), after, taken_back, DAY).project.fact(fact_id).value is None


def test_what_follows_from_facts_of_the_applicant_follows_too():
    after = with_facts(town(), None, (known("budget_status", "consolidation_open"),), DAY).applicant
    assert "Haushaltsstrukturkonzept" in after.fact("budget_term").value
    assert with_facts(after, None, (without_value("budget_status"),), DAY).applicant.fact("budget_term").value is None


def test_inhabitants_of_other_partners_are_unknown_unless_they_are_stated():
    joint = known(JOINT_POPULATION, 80_000)
    project = with_facts(town(), PROJECT, (known("partners", ("14626060",)), joint), DAY).project
    assert project.fact(JOINT_POPULATION) == joint
    assert with_facts(town(), project, (known("own_funds", 1),), DAY).project.fact(JOINT_POPULATION) == joint
    others = with_facts(town(), project, (known("partners", ("14626600",)),), DAY).project
    assert others.fact(JOINT_POPULATION).value is None


def test_the_areas_of_another_site_are_those_of_that_site():
    there = with_facts(town(), PROJECT, (known("site", ("14626110",)),), DAY).project
    assert there.fact("coal_region").value == "Lausitzer Revier"
    back = with_facts(town(), there, (without_value("site"),), DAY).project
    assert back.fact("coal_region") is None


def test_an_unheard_of_fact_is_refused():
    with pytest.raises(ValueError, match="unheard_of"):
        with_facts(town(), None, (known("school_provider", True).model_copy(update={"id": "unheard_of"}),), DAY)


@given(st.lists(st.lists(requirements, max_size=4), max_size=4), facts, facts, st.booleans())
@settings(max_examples=80, deadline=None)
def test_every_programme_is_counted_once_and_the_delta_is_what_two_checks_say(
    programmes, stated, changed, with_project
):
    plan = plan_of(programme_of(each, key=f"p{number}") for number, each in enumerate(programmes))
    start = [*statable(stated, with_project=with_project), known("memberships", ())]
    who = with_facts(town(), PROJECT if with_project else None, start, DAY)
    new = statable(changed, with_project=with_project)
    delta = what_if(plan, *who, new, DAY)
    other = with_facts(*who, new, DAY)
    before = verdicts(plan, asked_by(who.applicant, DAY, who.project))
    after = verdicts(plan, asked_by(other.applicant, DAY, other.project))
    assert sum(pair.programmes for pair in delta.transitions) == len(programmes) == delta.unchanged + len(delta.changed)
    moved = {f"p{n}": pair for n, pair in enumerate(zip(before, after, strict=True)) if pair[0] is not pair[1]}
    assert {each.key: (each.before, each.after) for each in delta.changed} == moved


# --- the command ---


JOINT = requirement(K.POPULATION, MIN, 100_000, basis=PopulationBasis.COOPERATION)


def reading(raw):
    return Readings(requirements=(JOINT,)) if raw.statement.key == "verbund" else read(raw)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("what-if") / "catalogue.db"
    opened = records.database(path)
    run = Run(opened, records.SOURCE, reading, lambda: records.NOON)
    run.stage(records.raw("schulen", title="Schulen bauen", applicants=(ApplicantCategory.EDUCATION,)))
    run.stage(records.raw("wege", title="Wege", themes=(Theme.MOBILITY,)))
    run.stage(records.raw("verbund", title="Große Verbünde"))
    run.promote(day=records.DAY, complete=True)
    opened.close()
    return path


@pytest.fixture
def options(db: Path, tmp_path: Path) -> tuple[str, ...]:
    return ("--db", str(db), "--desk", str(tmp_path / "desk.db"), "--on", "2026-11-25")


APP = typer.Typer()
APP.command("what-if")(what_if_command)
APP.command("questions")(questions)


def run(*order: str) -> str:
    """What the command prints, in this process; `main` around it is tested as a process of its own."""
    return CliRunner().invoke(APP, order, catch_exceptions=False).stdout


def test_the_command_shows_the_delta_and_keeps_nothing(options: tuple[str, ...], tmp_path: Path) -> None:
    printed = run("what-if", "Görlitz", "--set", "school_provider=ja", *options)
    assert "Angenommen – Schulträger: ja\n−1 Angaben fehlen, +1 Richtlinie prüfen, unverändert 2\n" in printed
    assert "[Angaben fehlen → Richtlinie prüfen] Schulen bauen" in printed
    assert not (tmp_path / "desk.db").exists()


def test_the_command_names_facts_by_label_and_answers_machines(options: tuple[str, ...], tmp_path: Path) -> None:
    with open_desk(tmp_path / "desk.db"):
        pass
    order = ("what-if", "Görlitz", "--set", "Schulträger = nein", "--set", "childcare_provider=nein", *options)
    answer = json.loads(run(*order, "--json"))
    assert answer["summary"] == "−1 Angaben fehlen, +1 passt nicht, unverändert 2"
    (changed,) = answer["changed"]
    assert (changed["path"], changed["before"], changed["after"]) == ("schulen", "facts_missing", "not_eligible")
    assert sum(pair["programmes"] for pair in answer["transitions"]) == 3
    with open_desk(tmp_path / "desk.db") as desk:
        assert desk.facts("14626110") == ()


def test_the_inhabitants_of_other_partners_come_from_the_register(options: tuple[str, ...]) -> None:
    printed = run("what-if", "Görlitz", "--set", "partners=Zittau", *options)
    assert "Angenommen – Partner: 14626610" in printed
    assert "[Angaben fehlen → passt nicht] Große Verbünde" in printed


REFUSED = [
    ("school_provider", "nötig ist etwa budget_status=balanced"),
    ("schultraeger=ja", r"keine Angabe, die Sie machen können. Meinten Sie „Schulträger“ \(school_provider\)?"),
    ("population=5", "keine Angabe, die Sie machen können"),
    ("school_provider=vielleicht", "nur mit „ja“ oder „nein“"),
    ("partners=Atlantis", "Atlantis"),
]


@pytest.mark.parametrize(("assignment", "words"), REFUSED)
def test_what_the_command_cannot_take_is_explained(options: tuple[str, ...], assignment: str, words: str) -> None:
    with pytest.raises(EnteredFactError, match=words):
        run("what-if", "Görlitz", "--set", assignment, *options)


def test_the_questions_that_settle_most(options: tuple[str, ...]) -> None:
    printed = run("questions", "Görlitz", *options)
    assert "Sind Sie Träger mindestens einer Schule?\n  kann 1 Programm klären, " in printed
    assert "Auf ein Vorhaben warten 2 Programme; --project nennt eines." in printed
    answer = json.loads(run("questions", "Görlitz", *options, "--json"))
    assert [question["fact"] for question in answer["questions"]] == ["school_provider", "childcare_provider"]
    assert answer["waiting_for_project"] == 2


def test_the_commands_themselves(options: tuple[str, ...]) -> None:
    assert foerderfinder("questions", "Görlitz", *options, "--json").json["applicant"] == "14626110"
    refused = foerderfinder("what-if", "Görlitz", "--set", "school_provider=vielleicht", *options)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("Fehler: „Schulträger“ lässt sich nur mit „ja“ oder „nein“ beantworten.")
