"""Reading the catalogue: clear sentences, changes, sources, the start catalogue's retreat (R-18, R-35, R-44, R-45)."""

import os
import sqlite3
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finder.catalogue.connection import (
    CatalogueLocked,
    CatalogueMissing,
    CatalogueNewer,
    CatalogueOlder,
    CatalogueReadOnly,
    CatalogueUnreadable,
    StoreError,
    explained,
    open_database,
)
from finder.catalogue.store import open_catalogue
from tests.records import DAY, SOURCE, database, later, promoted, raw


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.db"


@pytest.fixture
def filled(path: Path) -> Path:
    db = database(path)
    promoted(db, [raw("a", "Wege für Räder"), raw("b", "Brücken aus Holz")])
    db.close()
    return path


def test_a_missing_database_says_how_to_make_one(path: Path) -> None:
    with pytest.raises(CatalogueMissing, match="make run"):
        open_catalogue(path)
    assert not path.exists()


@pytest.mark.parametrize("content", [b"kein SQLite, sondern Text", b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_file_that_is_no_database_is_named(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(CatalogueUnreadable, match="keine lesbare"):
        open_catalogue(path)
    with pytest.raises(CatalogueUnreadable):
        open_database(path)
    assert path.read_bytes() == content


def test_an_empty_file_is_older_and_becomes_a_catalogue_when_written(path: Path) -> None:
    path.touch()
    with pytest.raises(CatalogueOlder):
        open_catalogue(path)
    open_database(path).close()
    with open_catalogue(path) as catalogue:
        assert catalogue.programmes() == ()


def test_a_newer_schema_is_left_alone(filled: Path) -> None:
    with sqlite3.connect(filled) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('catalogue', 'm999_later', '')"
        )
    for opening in (open_catalogue, open_database):
        with pytest.raises(CatalogueNewer, match="neueren Version"):
            opening(filled)


def test_the_app_cannot_write(filled: Path) -> None:
    with open_catalogue(filled) as catalogue, pytest.raises(sqlite3.OperationalError, match="readonly"):
        catalogue._connection.execute("DELETE FROM programmes")


def test_a_reader_is_not_blocked_by_a_writer_and_a_writer_is_told(filled: Path) -> None:
    writer = sqlite3.connect(filled, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    with open_catalogue(filled) as catalogue:
        assert len(catalogue.programmes()) == 2
    second = sqlite3.connect(filled, timeout=0)
    with pytest.raises(CatalogueLocked, match="gerade beschrieben"), explained(filled):
        second.execute("BEGIN IMMEDIATE")
    writer.rollback()


def test_a_full_disk_and_a_read_only_file_are_named(filled: Path) -> None:
    db = open_database(filled)
    db.execute("PRAGMA max_page_count = 1")
    with pytest.raises(CatalogueReadOnly, match="Datenträger ist voll"), explained(filled):
        promoted(db, [raw(f"k{number}", "Text " * 2000) for number in range(50)], later(1))
    db.close()
    with open_catalogue(filled) as catalogue:
        assert len(catalogue.programmes()) == 2
    reader = sqlite3.connect(f"{filled.as_uri()}?mode=ro", uri=True)
    with pytest.raises(CatalogueReadOnly, match="Rechte"), explained(filled):
        reader.execute("DELETE FROM programmes")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_rights_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "zu"
    folder.mkdir(mode=0o500)
    with pytest.raises(CatalogueReadOnly):
        open_database(folder / "catalogue.db")


def test_a_read_that_takes_too_long_is_broken_off(filled: Path) -> None:
    with open_catalogue(filled) as catalogue, pytest.raises(StoreError, match="zu lange"):
        catalogue._rows("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")


def test_each_thread_opens_its_own(filled: Path) -> None:
    counts = []

    def count() -> None:
        with open_catalogue(filled) as catalogue:
            counts.append(len(catalogue.programmes()))

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [2] * 8


def test_changes_tell_field_old_new_and_day(filled: Path) -> None:
    db = open_database(filled)
    promoted(db, [raw("a", "Wege für alle"), raw("c")], later(1))
    promoted(db, [raw("a", "Wege für alle"), raw("c")], later(9))
    promoted(db, [raw("a", "Wege für alle"), raw("b", "Brücken aus Stein"), raw("c")], later(12))
    db.close()
    with open_catalogue(filled) as catalogue:
        found = [(change.day, change.key, change.what) for change in catalogue.changes(later(1))]
        assert found == [(later(12), "b", "back"), (later(1), "a", "changed"), (later(1), "c", "new")]
        (changed,) = catalogue.changes(DAY, "a")[:1]
        assert [(f.field, f.old, f.new) for f in changed.fields] == [("Volltext", "Wege für Räder", "Wege für alle")]
        assert catalogue.changes(later(13)) == ()


def test_missing_and_gone_programmes_are_changes_too(filled: Path) -> None:
    db = open_database(filled)
    promoted(db, [raw("a", "Wege für Räder")], later(1))
    with open_catalogue(filled) as catalogue:
        assert [(c.key, c.what) for c in catalogue.changes(later(1))] == [("b", "missing")]
        assert len(catalogue.programmes()) == 2
    promoted(db, [raw("a", "Wege für Räder")], later(9))
    db.close()
    with open_catalogue(filled) as catalogue:
        assert [(c.day, c.key, c.what) for c in catalogue.changes(later(1))] == [(later(9), "b", "gone")]
        assert [p.statement.key for p in catalogue.programmes()] == ["a"]
        gone = catalogue.programme("b")
        assert gone is not None
        assert gone.gone_since == later(9)
        assert catalogue.search("Brücken", 10) == ()


def test_a_source_tells_its_counts_and_runs(filled: Path) -> None:
    with open_catalogue(filled) as catalogue:
        (status,) = catalogue.sources()
    assert (status.programmes, status.municipal, status.versions, status.superseded) == (2, 2, 2, False)
    assert status.last_run is not None
    assert status.last_run == status.last_healthy


def test_a_start_catalogue_leaves_the_view_with_the_first_healthy_crawl(path: Path) -> None:
    start = SOURCE.model_copy(update={"id": "start", "superseded_by": SOURCE.id})
    db = database(path)
    promoted(db, [raw("a", source="start"), raw("z", source="start")], source=start)
    with open_catalogue(path) as catalogue:
        assert [p.origin.id for p in catalogue.programmes()] == ["start", "start"]
        before = catalogue.data_version()
    promoted(db, [raw("a")], later(1))
    db.close()
    with open_catalogue(path) as catalogue:
        assert [(p.origin.id, p.statement.key) for p in catalogue.programmes()] == [(SOURCE.id, "a")]
        shown = catalogue.programme("a")
        assert shown is not None
        assert shown.origin.id == SOURCE.id
        assert catalogue.data_version() != before
        assert {status.origin.id: status.superseded for status in catalogue.sources()} == {
            "start": True,
            SOURCE.id: False,
        }


def test_search_finds_words_and_parts_of_words(filled: Path) -> None:
    with open_catalogue(filled) as catalogue:
        assert catalogue.search("rad", 10) == ("a",) or catalogue.search("Räder", 10) == ("a",)
        assert catalogue.search("bruecken", 10) == ("b",)
        assert catalogue.search("Programm", 10) != ()


FTS_SYNTAX = ['"', "AND", "foo:bar", "NEAR(a b)", "*", "a*", "-", '""', "\x00", "(", "a OR", "^a", "a NOT"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(
    st.one_of(
        st.text(),
        st.sampled_from(['"', "AND", "foo:bar", "NEAR(a b)", "*", "a*", "-", '""', "\x00", "(", "a OR", "^a"]),
    )
)
def test_any_text_may_be_searched(filled: Path, text: str) -> None:
    with open_catalogue(filled) as catalogue:
        assert isinstance(catalogue.search(text, 10), tuple)
