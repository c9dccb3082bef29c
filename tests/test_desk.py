"""The desk: what people enter is kept, given back, exported and deleted, and nothing else happens to it."""

import json
import logging
import os
import sqlite3
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from finder.desk.database import Desk, DeskError, open_desk
from finder.fact_entry import parse_entered
from finder.facts import FACTS, OwnApplicant
from finder.models import Fact
from finder.vocab import Land

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TOWN = "14626110"
ANSWERS = {
    "school_provider": "ja",
    "childcare_provider": "nein",
    "council_lead_days": "42",
    "budget_status": "provisional",
    "leader_region": "unbekannt",
    "digital_agenda": "trifft nicht zu",
    "heat_plan_decided_on": "01.02.2026",
    "memberships": "Euroregion Neiße; Städtetag",
    "population": "57.200",
    "area_km2": "67,5",
}
OWN = OwnApplicant(key="zv-wasser", name="Zweckverband Wasser", land=Land.SN, members=("14626110", "14626600"))


def answer(fact_id: str) -> Fact:
    return parse_entered(FACTS[fact_id], ANSWERS[fact_id], TODAY)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "desk.db"


@pytest.fixture
def desk(path: Path):  # type: ignore[no-untyped-def]
    with open_desk(path) as opened:
        for fact_id in ANSWERS:
            opened.write_fact(TOWN, answer(fact_id), NOW)
        opened.write_own_applicant(OWN, NOW)
        yield opened


def test_facts_come_back_as_they_were_entered(desk: Desk, path: Path) -> None:
    assert {fact.id: fact for fact in desk.facts(TOWN)} == {fact_id: answer(fact_id) for fact_id in ANSWERS}
    assert desk.facts("14612000") == ()
    with open_desk(path) as again:
        assert again.facts(TOWN) == desk.facts(TOWN)


def test_a_new_answer_takes_the_place_of_the_old_one(desk: Desk) -> None:
    desk.write_fact(TOWN, parse_entered(FACTS["school_provider"], "nein", TODAY), NOW)
    assert [fact.value for fact in desk.facts(TOWN) if fact.id == "school_provider"] == [False]


def test_an_answer_can_be_taken_back(desk: Desk) -> None:
    desk.clear_fact(TOWN, "school_provider")
    assert {fact.id for fact in desk.facts(TOWN)} == set(ANSWERS) - {"school_provider"}


def test_own_applicants_come_back(desk: Desk) -> None:
    assert desk.own_applicants() == (OWN,)
    assert desk.own_applicant("zv-wasser") == OWN
    assert desk.own_applicant("zv-other") is None
    assert desk.applicants() == (TOWN, "zv-wasser")


def test_an_export_holds_everything_and_is_json(desk: Desk) -> None:
    exported = json.loads(json.dumps(desk.export_applicant(TOWN)))
    assert exported["own_applicant"] is None
    assert {fact["fact"]: fact["value"] for fact in exported["facts"]} == {
        fact_id: json.loads(json.dumps(answer(fact_id).value, default=str)) for fact_id in ANSWERS
    }
    assert {fact["entered_at"] for fact in exported["facts"]} == {NOW.isoformat()}
    assert desk.export_applicant("zv-wasser")["own_applicant"]["members"] == list(OWN.members)
    nothing = {"facts": [], "projects": [], "project_facts": [], "frozen_verdicts": []}
    assert desk.export_applicant("99999999") == {"applicant": "99999999", "own_applicant": None, **nothing}


def test_a_deleted_applicant_is_gone_from_the_file_too(desk: Desk, path: Path) -> None:
    desk.delete_applicant("zv-wasser")
    assert desk.own_applicants() == ()
    assert desk.applicants() == (TOWN,)
    desk.delete_applicant(TOWN)
    assert desk.facts(TOWN) == ()
    desk.close()
    left = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"provisional" not in left
    assert b"Zweckverband Wasser" not in left


@pytest.mark.parametrize(
    "fact",
    [
        answer("school_provider").model_copy(update={"id": "size_class"}),
        answer("population").model_copy(update={"value": 0}),
        answer("area_km2").model_copy(update={"value": 67}),
        answer("school_provider").model_copy(update={"value": "ja"}),
        answer("school_provider").model_copy(update={"origin": None}),
    ],
)
def test_only_what_people_can_enter_is_kept(desk: Desk, fact: Fact) -> None:
    with pytest.raises(ValueError, match="no fact that people can enter"):
        desk.write_fact(TOWN, fact, NOW)


def test_an_answer_that_is_no_longer_offered_is_unknown_but_stays_in_the_export(desk: Desk, path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE facts SET value = '\"abolished\"' WHERE fact = 'budget_status'")
    assert "budget_status" not in {fact.id for fact in desk.facts(TOWN)}
    assert "abolished" in json.dumps(desk.export_applicant(TOWN))


def test_only_the_owner_can_read_the_files(desk: Desk, path: Path) -> None:
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}


def test_nothing_entered_is_logged(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        desk.write_fact(TOWN, answer("budget_status"), NOW)
        desk.facts(TOWN)
    assert caplog.records == []


def test_a_locked_desk_is_explained(desk: Desk, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("finder.desk.database.BUSY_MILLISECONDS", 10)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_desk(path) as waiting, pytest.raises(DeskError, match="wird gerade von einem anderen Programm"):
        waiting.clear_fact(TOWN, "school_provider")
    other.execute("ROLLBACK")
    other.close()
    assert "school_provider" in {fact.id for fact in desk.facts(TOWN)}


@pytest.mark.parametrize("content", [b"not a database, but a letter to the mayor" * 100, b"SQLite format 3\x00" * 50])
def test_a_damaged_desk_is_explained_and_left_alone(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    path.write_bytes(content)
    with pytest.raises(DeskError, match="beschädigt oder keine Förderfinder-Datei"):
        open_desk(path)
    assert path.read_bytes() == content


def test_another_database_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE programmes (id)")
    before = path.read_bytes()
    with pytest.raises(DeskError, match="eine andere Datenbank"):
        open_desk(path)
    assert path.read_bytes() == before


def test_a_desk_of_a_newer_version_is_explained(desk: Desk, path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('desk', 'm999_later', '2030-01-01')"
        )
    with pytest.raises(DeskError, match="neueren Version"):
        open_desk(path)


@pytest.mark.parametrize("make", [lambda path: path.mkdir(parents=True), lambda path: path.parent.write_text("x")])
def test_a_place_that_cannot_hold_a_desk_is_explained(make, path: Path) -> None:  # type: ignore[no-untyped-def]
    make(path)
    with pytest.raises(DeskError, match="Rechte der Datei und ihres Ordners"):
        open_desk(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_desk_is_explained(desk: Desk, path: Path) -> None:
    desk.close()
    path.chmod(0o400)
    with pytest.raises(DeskError, match="lässt sich nicht beschreiben"):
        open_desk(path)
