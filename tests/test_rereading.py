"""Reading stored texts anew: only what other readers have read, all or nothing, and what that changed."""

from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from finder.catalogue import starter
from finder.catalogue.promotion import Run
from finder.catalogue.rereading import FieldCount, Rereading, reread
from finder.catalogue.store import open_catalogue
from finder.guideline import GuidelineFacts, MunicipalClaim, Quote, RateClaim, Yes
from finder.models import RawProgramme, Readings
from finder.vocab import RateRole, SectionField
from rules.from_text import benefits_from, requirements_from
from rules.readings import READERS_VERSION
from tests import records
from tests.archives import archive, many, programme
from tests.command import foerderfinder

OLD, NEW = "old", "new"
TABLES = ("requirements", "benefits", "deadlines", "validity", "guideline_facts")
TEXT = "Gefördert werden 75 Prozent."


class Reader:
    """Finds the given facts in every text and remembers which it was handed."""

    def __init__(self, version: str, facts: GuidelineFacts | None) -> None:
        self.version = version
        self.facts = facts
        self.seen: list[RawProgramme] = []

    def __call__(self, raw: RawProgramme) -> Readings:
        self.seen.append(raw)
        requirements = requirements_from(self.facts) if self.facts else ()
        benefits = benefits_from(self.facts) if self.facts else ()
        return Readings(requirements=requirements, benefits=benefits, facts=self.facts, readers=self.version)

    @property
    def keys(self) -> list[str]:
        return [raw.statement.key for raw in self.seen]


def rates(*percents: int) -> GuidelineFacts:
    quote = Quote(field=SectionField.SUMMARY, start=0, end=len(TEXT), words=TEXT)
    claims = (
        RateClaim(quote=quote, reader="probe/1", percent=percent, role=RateRole.BASE, condition=None)
        for percent in percents
    )
    return GuidelineFacts(rates=tuple(claims))


def crawled(
    db: Database, reader: Reader, *keys: str, day: int = 0, source: Any = records.SOURCE, text: str = TEXT
) -> None:
    run = Run(db, source, reader, lambda: records.NOON + (records.later(day) - records.DAY))
    for key in keys:
        run.stage(records.raw(key, text=text))
    run.promote(day=records.later(day), complete=False)


def anew(db: Database, reader: Reader) -> Rereading:
    return reread(db, reader, reader.version, starter.SOURCE.id, lambda *_: None)


def stored(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    return {table: db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in TABLES}


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return records.database(tmp_path / "catalogue.db")


def percents(tmp_path: Path) -> dict[str, list[int]]:
    with open_catalogue(tmp_path / "catalogue.db") as catalogue:
        return {
            each.statement.key: [int(benefit.percent or 0) for benefit in each.readings.benefits]
            for each in catalogue.programmes()
        }


def test_the_first_reading_reads_what_was_never_read(db: Database, tmp_path: Path) -> None:
    crawled(db, Reader("", None), "a", "b")
    assert stored(db)["guideline_facts"] == []
    reader = Reader(NEW, rates(75))
    result = anew(db, reader)
    assert result == Rereading(2, 0, ("Programm a", "Programm b"), (FieldCount("rates", 2, 0),))
    assert percents(tmp_path) == {"a": [75], "b": [75]}


def test_readers_get_the_stored_statement_and_text(db: Database) -> None:
    crawled(db, Reader(OLD, rates()), "a")
    reader = Reader(NEW, rates(75))
    anew(db, reader)
    (raw,) = reader.seen
    before = records.raw("a", text=TEXT)
    assert (raw.statement, raw.sections) == (before.statement, before.sections)


def test_unchanged_readers_read_nothing(db: Database) -> None:
    crawled(db, Reader(OLD, rates(75)), "a", "b")
    before = stored(db)
    same = Reader(OLD, rates(10))
    assert anew(db, same) == Rereading(0, 0, (), ())
    assert same.seen == []
    assert stored(db) == before


def test_a_second_run_of_the_same_readers_finds_nothing_left(db: Database) -> None:
    crawled(db, Reader(OLD, rates(75)), "a")
    assert anew(db, Reader(NEW, rates(80))).read == 1
    assert anew(db, Reader(NEW, rates(80))).read == 0


def test_changed_readers_read_all_open_versions_and_say_what_changed(db: Database, tmp_path: Path) -> None:
    crawled(db, Reader(OLD, rates(75, 50)), "a", "b")
    reader = Reader(NEW, rates(75, 80, 90))
    result = anew(db, reader)
    assert reader.keys == ["a", "b"]
    assert result == Rereading(2, 0, ("Programm a", "Programm b"), (FieldCount("rates", 4, 2),))
    assert percents(tmp_path) == {"a": [75, 80, 90], "b": [75, 80, 90]}


def test_a_value_that_is_no_list_is_added_and_dropped_alike(db: Database) -> None:
    quote = Quote(field=SectionField.SUMMARY, start=0, end=len(TEXT), words=TEXT)
    said = GuidelineFacts(municipal=MunicipalClaim(quote=quote, reader="probe/1", eligible=Yes.YES))
    crawled(db, Reader(OLD, said), "a")
    gone = anew(db, Reader(NEW, GuidelineFacts()))
    assert gone.fields == (FieldCount("municipal", 0, 1),)
    assert stored(db)["requirements"] == []


def test_the_same_facts_by_other_readers_are_no_change(db: Database) -> None:
    crawled(db, Reader(OLD, rates(75)), "a")
    result = anew(db, Reader(NEW, rates(75)))
    assert result == Rereading(1, 1, (), ())
    assert [row[1] for row in stored(db)["guideline_facts"]] == [NEW]


def test_a_closed_version_keeps_what_was_read_from_it(db: Database) -> None:
    crawled(db, Reader(OLD, rates(75)), "a")
    crawled(db, Reader(OLD, rates(50)), "a", day=1, text="Anderer Text.")
    reader = Reader(NEW, rates(90))
    assert anew(db, reader).read == 1
    assert reader.seen[0].sections[0].text == "Anderer Text."
    assert [row[1] for row in stored(db)["guideline_facts"]] == [OLD, NEW]


def test_the_start_catalogue_is_left_alone(db: Database) -> None:
    crawled(db, Reader("", None), "a", source=starter.SOURCE)
    before = stored(db)
    reader = Reader(NEW, rates(75))
    assert anew(db, reader).read == 0
    assert reader.seen == []
    assert stored(db) == before


def test_an_error_leaves_everything_as_it_was(db: Database) -> None:
    crawled(db, Reader(OLD, rates(75)), "a", "b", "c")
    before = stored(db)

    class Fails(Reader):
        def __call__(self, raw: RawProgramme) -> Readings:
            if raw.statement.key == "c":
                raise RuntimeError("Probe")
            return super().__call__(raw)

    reader = Fails(NEW, rates(10))
    with pytest.raises(RuntimeError, match="Probe"):
        anew(db, reader)
    assert reader.keys == ["a", "b"]
    assert not db.conn.in_transaction
    assert stored(db) == before


def test_progress_is_told_after_each_programme(db: Database) -> None:
    crawled(db, Reader(OLD, rates(75)), "a", "b")
    told: list[tuple[int, int]] = []
    reread(db, Reader(NEW, rates(75)), NEW, starter.SOURCE.id, lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


def test_reading_anew_changes_the_datas_version_but_no_history(db: Database, tmp_path: Path) -> None:
    crawled(db, Reader(OLD, rates(75)), "a")
    with open_catalogue(tmp_path / "catalogue.db") as catalogue:
        before, history = catalogue.data_version(), catalogue.changes(records.DAY)
    anew(db, Reader(NEW, rates(80)))
    with open_catalogue(tmp_path / "catalogue.db") as catalogue:
        assert catalogue.data_version() != before
        assert catalogue.changes(records.DAY) == history


# --- the command --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A crawled catalogue whose texts were read by other readers."""
    folder = tmp_path_factory.mktemp("extract")
    export = folder / "export.zip"
    guideline = "<p>Zuwendungsempfänger sind Gemeinden. Der Fördersatz beträgt 75 Prozent.</p>"
    members = [programme("satz", title="Satz und Empfänger", guideline=guideline), *many(1_000, folder="Bund/BMWi")]
    export.write_bytes(archive(members))
    path = folder / "catalogue.db"
    done = foerderfinder("crawl", "foerderdatenbank", "--export-file", export, "--db", path)
    assert done.code == 0, done.err
    return path


@pytest.fixture
def outdated(catalogue: Path, tmp_path: Path) -> Path:
    path = tmp_path / "outdated.db"
    path.write_bytes(catalogue.read_bytes())
    db = records.database(path)
    with db.conn:
        empty = GuidelineFacts().model_dump_json()
        db.execute("UPDATE guideline_facts SET readers = 'old', facts = ?", (empty,))
    db.close()
    return path


def test_the_command_answers_with_one_document(outdated: Path) -> None:
    done = foerderfinder("extract", "--db", outdated, "--json")
    assert done.code == 0, done.err
    assert (done.json["read"], done.json["unchanged"]) == (1_001, 1_000)
    assert done.json["changed"] == ["Satz und Empfänger"]
    fields = {each["field"]: (each["added"], each["dropped"]) for each in done.json["fields"]}
    assert fields["rates"] == fields["municipal"] == (1, 0)
    again = foerderfinder("extract", "--db", outdated, "--json")
    assert again.json == {"read": 0, "unchanged": 0, "changed": [], "fields": []}


def test_the_command_says_in_german_what_changed(outdated: Path) -> None:
    done = foerderfinder("extract", "--db", outdated)
    assert done.code == 0, done.err
    assert "1.001 Programme gelesen, 1 mit anderen Fakten." in done.out
    assert "rates: 1 dazu, 0 weg" in done.out
    assert "geändert: Satz und Empfänger" in done.out
    assert "schon mit den jetzigen Leseregeln" in foerderfinder("extract", "--db", outdated).out


def test_after_a_crawl_there_is_nothing_to_read_anew(catalogue: Path) -> None:
    assert foerderfinder("extract", "--db", catalogue, "--json").json["read"] == 0
    db = records.database(catalogue)
    assert db.execute("SELECT DISTINCT readers FROM guideline_facts").fetchall() == [(READERS_VERSION,)]
    db.close()


def test_what_is_no_catalogue_is_explained(tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"kein SQLite" * 200)
    done = foerderfinder("extract", "--db", broken)
    assert done.code == 1
    assert "Traceback" not in done.err
    assert done.out == ""
