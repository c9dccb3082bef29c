"""Stage, judge, promote; versions; disappearance (R-10, R-14, R-30 … R-36)."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from finder.catalogue.promotion import Run
from finder.catalogue.store import open_catalogue
from finder.vocab import RunState
from tests.records import DAY, NOON, SOURCE, database, later, promoted, raw, read


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    made = database(tmp_path / "catalogue.db")
    yield made
    made.close()


def rows(db: Database, sql: str) -> list[tuple[object, ...]]:
    return db.execute(sql).fetchall()


VERSIONS = """SELECT p.key, v.valid_from, v.valid_to FROM programme_versions v JOIN programmes p ON p.id = v.programme
              ORDER BY p.key, v.id"""


def test_a_first_run_opens_one_version_a_programme(db: Database) -> None:
    report = promoted(db, [raw("a"), raw("b")])
    assert (report.state, report.seen, report.new, report.changed, report.unchanged) == (RunState.PROMOTED, 2, 2, 0, 0)
    assert rows(db, VERSIONS) == [("a", "2026-09-01", None), ("b", "2026-09-01", None)]


def test_the_same_again_adds_nothing_but_the_day_it_was_seen(db: Database) -> None:
    promoted(db, [raw("a"), raw("b")])
    report = promoted(db, [raw("a", "Gefördert  werden Wege."), raw("b")], later(1))
    assert (report.new, report.changed, report.unchanged) == (0, 0, 2)
    assert rows(db, VERSIONS) == [("a", "2026-09-01", None), ("b", "2026-09-01", None)]
    assert rows(db, "SELECT DISTINCT last_seen, first_seen FROM programmes") == [("2026-09-02", "2026-09-01")]


def test_a_change_closes_the_old_version_where_the_new_begins(db: Database) -> None:
    promoted(db, [raw("a"), raw("b")])
    report = promoted(db, [raw("a", "Gefördert werden Brücken."), raw("b")], later(5))
    assert (report.new, report.changed, report.unchanged) == (0, 1, 1)
    assert rows(db, VERSIONS) == [
        ("a", "2026-09-01", "2026-09-06"),
        ("a", "2026-09-06", None),
        ("b", "2026-09-01", None),
    ]


def test_a_vanished_programme_is_missing_then_gone_never_deleted(db: Database) -> None:
    promoted(db, [raw("a"), raw("b")])
    assert promoted(db, [raw("a")], later(1)).missing == 1
    assert rows(db, "SELECT missing_since, gone_since FROM programmes WHERE key = 'b'") == [("2026-09-02", None)]
    promoted(db, [raw("a")], later(7))  # six days later: still only missing
    assert rows(db, "SELECT missing_since, gone_since FROM programmes WHERE key = 'b'") == [("2026-09-02", None)]
    promoted(db, [raw("a")], later(8))
    assert rows(db, "SELECT missing_since, gone_since FROM programmes WHERE key = 'b'") == [
        ("2026-09-02", "2026-09-09")
    ]
    assert rows(db, VERSIONS)[1] == ("b", "2026-09-01", "2026-09-09")


def test_an_incomplete_run_says_nothing_about_absence(db: Database) -> None:
    promoted(db, [raw("a"), raw("b")])
    assert promoted(db, [raw("a")], later(1), complete=False).missing == 0
    assert rows(db, "SELECT count(*) FROM programmes WHERE missing_since IS NOT NULL") == [(0,)]


def test_a_quarantined_programme_is_not_missing(db: Database) -> None:
    promoted(db, [raw("a"), raw("b")])
    run = Run(db, SOURCE, read, lambda: NOON)
    run.stage(raw("a"))
    run.quarantine("b", "https://portal.example.org/b", "kein Titel", b"<x/>")
    report = run.promote(day=later(1), complete=True)
    assert (report.missing, report.quarantined) == (0, 1)
    assert rows(db, "SELECT key, error FROM quarantine") == [("b", "kein Titel")]


def test_a_programme_that_comes_back_opens_a_new_version(db: Database) -> None:
    promoted(db, [raw("a"), raw("b")])
    promoted(db, [raw("a")], later(1))
    promoted(db, [raw("a")], later(10))
    promoted(db, [raw("a"), raw("b")], later(20))
    assert rows(db, VERSIONS)[1:] == [("b", "2026-09-01", "2026-09-11"), ("b", "2026-09-21", None)]
    assert rows(db, "SELECT missing_since, gone_since FROM programmes WHERE key = 'b'") == [(None, None)]


def test_a_rejected_run_leaves_everything_live_as_it_is(db: Database) -> None:
    promoted(db, [raw("a"), raw("b")])
    before = rows(db, "SELECT * FROM programmes") + rows(db, "SELECT * FROM programme_versions")
    run = Run(db, SOURCE, read, lambda: NOON)
    run.stage(raw("a", "ganz anders"))
    report = run.reject(RunState.QUARANTINED, "zu wenige Programme")
    assert (report.state, report.message, report.seen) == (RunState.QUARANTINED, "zu wenige Programme", 1)
    assert rows(db, "SELECT * FROM programmes") + rows(db, "SELECT * FROM programme_versions") == before
    assert rows(db, "SELECT count(*) FROM staged") == [(0,)]


def test_a_rehearsal_counts_and_changes_nothing(db: Database) -> None:
    promoted(db, [raw("a"), raw("b")])
    run = Run(db, SOURCE, read, lambda: NOON)
    for programme in (raw("a", "anders"), raw("c")):
        run.stage(programme)
    report = run.rehearse(day=later(1), complete=True)
    assert (report.state, report.new, report.changed, report.missing) == (RunState.DRY_RUN, 1, 1, 1)
    assert rows(db, VERSIONS) == [("a", "2026-09-01", None), ("b", "2026-09-01", None)]
    assert promoted(db, [raw("a"), raw("b")], later(2)).unchanged == 2


def test_a_run_that_a_killed_process_left_is_marked_and_its_stage_emptied(db: Database) -> None:
    left = Run(db, SOURCE, read, lambda: NOON)
    for number in range(300):
        left.stage(raw(f"k{number}"))
    assert rows(db, "SELECT count(*) > 0 FROM staged") == [(1,)]
    promoted(db, [raw("a")])
    assert rows(db, "SELECT state, message FROM crawl_runs WHERE id = 1") == [("failed", "Der Lauf wurde abgebrochen.")]
    assert rows(db, "SELECT key FROM programmes") == [("a",)]


def test_runs_of_two_sources_side_by_side_leave_each_other_alone(db: Database) -> None:
    other = SOURCE.model_copy(update={"id": "anderes"})
    first, second = Run(db, SOURCE, read, lambda: NOON), Run(db, other, read, lambda: NOON)
    for number in range(300):
        first.stage(raw(f"k{number}"))
        second.stage(raw(f"k{number}", source="anderes"))
    third = Run(db, SOURCE.model_copy(update={"id": "drittes"}), read, lambda: NOON)
    assert first.promote(day=DAY, complete=True).new == 300
    assert second.promote(day=DAY, complete=True).new == 300
    assert third.reject(RunState.FAILED, "").state is RunState.FAILED
    assert rows(db, "SELECT state FROM crawl_runs ORDER BY id") == [("promoted",), ("promoted",), ("failed",)]


def test_a_key_twice_in_a_run_is_refused(db: Database) -> None:
    run = Run(db, SOURCE, read, lambda: NOON)
    run.stage(raw("a"))
    with pytest.raises(ValueError, match="doppelt: a"):
        run.stage(raw("a", "anders"))


def test_an_error_while_promoting_rolls_everything_back(db: Database) -> None:
    promoted(db, [raw("a")])
    db.execute("CREATE TRIGGER stop BEFORE INSERT ON requirements BEGIN SELECT raise(ABORT, 'Probe'); END")
    with pytest.raises(sqlite3.IntegrityError, match="Probe"):
        promoted(db, [raw("a", "anders"), raw("b")], later(1))
    assert rows(db, VERSIONS) == [("a", "2026-09-01", None)]


def test_only_one_version_of_a_programme_can_be_open(db: Database) -> None:
    promoted(db, [raw("a")])
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        db.execute(
            """INSERT INTO programme_versions (programme, valid_from, content_hash, statement, sections)
               VALUES (1, '2026-09-02', 'x', '{}', '[]')"""
        )


Seen = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["eins", "zwei"]))
Runs = st.lists(st.tuples(st.integers(0, 9), Seen, st.booleans()), max_size=8)


@settings(max_examples=60, deadline=None)
@given(Runs)
def test_versions_never_overlap_and_first_seen_never_lies_after(runs: list[tuple[int, dict[str, str], bool]]) -> None:
    with TemporaryDirectory() as folder:
        db = database(Path(folder) / "catalogue.db")
        day = DAY
        present: set[str] = set()
        for step, seen, complete in runs:
            day = date.fromordinal(day.toordinal() + step)
            promoted(db, [raw(key, text) for key, text in seen.items()], day, complete=complete)
            present |= seen.keys()
        by_key: dict[str, list[tuple[str, str | None]]] = {}
        for key, start, end in rows(db, VERSIONS):
            by_key.setdefault(str(key), []).append((str(start), None if end is None else str(end)))
        assert by_key.keys() == present
        for key, first, gone in rows(db, "SELECT key, first_seen, gone_since FROM programmes"):
            versions = by_key[str(key)]
            assert str(first) == versions[0][0]
            assert [end for _, end in versions].count(None) == (gone is None)
            for (_, end), (start, _) in pairwise(versions):
                assert end is not None
                assert end <= start
        db.close()


def test_what_was_promoted_is_read_back_whole(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    db = database(path)
    original = raw("a", "Absatz eins.\n\n\tPunkt")
    promoted(db, [original])
    db.close()
    with open_catalogue(path) as catalogue:
        (listed,) = catalogue.programmes()
        assert listed.statement == original.statement
        assert listed.readings == read(original)
        assert listed.sections is None
        detailed = catalogue.programme("a")
        assert detailed is not None
        assert detailed.sections == original.sections
