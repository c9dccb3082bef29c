"""Projects on the desk: kept as they were entered, apart from each other, gone when deleted."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.desk.database import Desk, open_desk
from finder.desk.projects import EnteredProject, delete_project, key_for, project, projects, write_project
from finder.fact_entry import parse_entered
from finder.facts import FACTS, PROJECT_FACTS
from finder.models import Fact, Project

DAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TOWN, OTHER = "14626110", "14612000"
ANSWERS = {
    "project_theme": "Mobilität; energy",
    "eligible_cost": "1.200.000",
    "project_state": "planned",
    "project_start": "01.03.2027",
    "early_start_permission": "nein",
    "site": "14626110",
    "partners": "keine",
    "earlier_support": "Städtebau; LEADER",
    "council_decision": "unbekannt",
    "economic_activity": "trifft nicht zu",
}


def stated(fact_id: str, answer: str) -> Fact:
    return parse_entered(PROJECT_FACTS[fact_id], answer, DAY)


FIRE = EnteredProject("feuerwache", "Neue Feuerwache", tuple(stated(*item) for item in sorted(ANSWERS.items())))
PATH = EnteredProject("radweg", "Radweg", (stated("eligible_cost", "5"),))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


@pytest.fixture
def desk(path: Path) -> Iterator[Desk]:
    with open_desk(path) as opened:
        write_project(opened, TOWN, PATH, NOW)
        write_project(opened, TOWN, FIRE, NOW)
        write_project(opened, OTHER, PATH, NOW)
        yield opened


def test_projects_come_back_as_they_were_entered_by_name(desk: Desk, path: Path) -> None:
    assert projects(desk, TOWN) == (FIRE, PATH)
    assert projects(desk, OTHER) == (PATH,)
    assert projects(desk, "09162000") == ()
    assert project(desk, TOWN, "radweg") == PATH
    assert project(desk, OTHER, "feuerwache") is None
    with open_desk(path) as again:
        assert projects(again, TOWN) == (FIRE, PATH)
    assert desk.applicants() == (OTHER, TOWN)


def test_a_project_is_kept_with_exactly_these_facts(desk: Desk) -> None:
    write_project(desk, TOWN, FIRE._replace(name="Feuerwache", facts=PATH.facts), NOW)
    assert project(desk, TOWN, "feuerwache") == EnteredProject("feuerwache", "Feuerwache", PATH.facts)


@pytest.mark.parametrize(
    "fact",
    [
        parse_entered(FACTS["school_provider"], "ja", DAY),
        stated("eligible_cost", "5").model_copy(update={"id": "joint_population"}),
        stated("eligible_cost", "5").model_copy(update={"value": -5}),
        stated("eligible_cost", "5").model_copy(update={"value": Decimal(5)}),
        stated("eligible_cost", "5").model_copy(update={"value": date(2027, 1, 1)}),
        stated("project_start", "01.03.2027").model_copy(update={"value": date(1890, 1, 1)}),
        stated("site", "14626110").model_copy(update={"value": ("Görlitz",)}),
        stated("project_theme", "energy").model_copy(update={"value": ("gone",)}),
        stated("eligible_cost", "5").model_copy(update={"origin": None}),
    ],
)
def test_what_nobody_can_enter_is_refused_and_changes_nothing(desk: Desk, fact: Fact) -> None:
    with pytest.raises(ValueError, match="no fact of a project"):
        write_project(desk, TOWN, FIRE._replace(facts=(*PATH.facts, fact)), NOW)
    assert project(desk, TOWN, "feuerwache") == FIRE


def test_a_deleted_project_takes_its_facts_along(desk: Desk, path: Path) -> None:
    delete_project(desk, TOWN, "feuerwache")
    assert projects(desk, TOWN) == (PATH,)
    assert projects(desk, OTHER) == (PATH,)
    assert desk.rows("SELECT * FROM project_facts WHERE project = 'feuerwache'") == []


def test_a_deleted_applicant_takes_its_projects_along(desk: Desk, path: Path) -> None:
    desk.delete_applicant(TOWN)
    assert projects(desk, TOWN) == ()
    assert projects(desk, OTHER) == (PATH,)
    desk.close()
    assert b"Neue Feuerwache" not in b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_an_export_holds_projects_too(desk: Desk) -> None:
    exported = json.loads(json.dumps(desk.export_applicant(TOWN)))
    assert [row["name"] for row in exported["projects"]] == ["Radweg", "Neue Feuerwache"]
    values = {row["fact"]: row["value"] for row in exported["project_facts"] if row["project"] == "feuerwache"}
    assert values["project_theme"] == ["mobility", "energy"]
    assert values["project_start"] == "2027-03-01"


@pytest.mark.parametrize(
    ("fact_id", "value"),
    [("project_state", '"abolished"'), ("project_start", '"bald"'), ("eligible_cost", '"5"'), ("partners", '"x"')],
)
def test_a_value_that_no_longer_fits_is_unknown(desk: Desk, path: Path, fact_id: str, value: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE project_facts SET value = ? WHERE fact = ?", (value, fact_id))
    found = project(desk, TOWN, "feuerwache")
    assert found is not None
    assert {fact.id for fact in found.facts} == set(ANSWERS) - {fact_id}


@pytest.mark.parametrize(
    ("name", "taken", "key"),
    [
        ("Neue Feuerwache", set(), "neue-feuerwache"),
        ("Neue Feuerwache", {"neue-feuerwache"}, "neue-feuerwache-2"),
        ("Neue Feuerwache", {"neue-feuerwache", "neue-feuerwache-2"}, "neue-feuerwache-3"),
        ("Straße über die Neiße", set(), "strasse-ueber-die-neisse"),
        ("  ", set(), "vorhaben"),
        ("校", set(), "vorhaben"),
        ("../../etc", set(), "etc"),
    ],
)
def test_a_key_is_made_of_the_name(name: str, taken: set[str], key: str) -> None:
    assert key_for(name, frozenset(taken)) == key


@given(st.text(min_size=1, max_size=200), st.integers(0, 30))
def test_a_key_is_always_one_and_never_taken(name: str, others: int) -> None:
    taken: set[str] = set()
    for _ in range(others + 1):
        key = key_for(name, frozenset(taken))
        assert key not in taken
        assert Project(key=key, name="x", facts=()).key == key
        taken.add(key)
