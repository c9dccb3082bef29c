"""Writing the catalogue: stage, judge, promote in one transaction (R-10), with history (R-30 … R-35).

A run stages what it sees. Nothing that people see changes until `Run.promote`, which does all of it in one transaction:
a process killed at any moment leaves the old state or the new one. The caller holds the crawl lock (one writer).
"""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlite_utils import Database

from finder.catalogue import search
from finder.catalogue.history import content_hash
from finder.catalogue.store import AS_JSON, SECTIONS, run_report
from finder.frozen import Frozen
from finder.models import RawProgramme, Readings, RunReport, Section, SourceInfo, Statement
from finder.vocab import RunState

BATCH = 250
GRACE = timedelta(days=7)
"""A programme is gone when two complete runs at least this far apart have not seen it (R-14)."""

Reader = Callable[[RawProgramme], Readings]
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class _Staged:
    key: str
    content_hash: str
    statement: str | None
    sections: str | None
    readings: str | None
    raw: str | None


@dataclass
class _Tally:
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: int = 0
    index: list[search.IndexEntry] = field(default_factory=list)


class Run:
    """One crawl of one source into the catalogue. Finish it with `promote` or `reject`."""

    def __init__(self, db: Database, source: SourceInfo, read: Reader, clock: Clock) -> None:
        """Registers the run; a run that a killed process left behind is marked as failed and its stage emptied."""
        self._db = db
        self._source = source
        self._read = read
        self._clock = clock
        self.started_at = clock()
        self._waiting: list[_Staged] = []
        self._bodies: list[tuple[str, str, str, int, bytes]] = []
        self._keys: set[str] = set()
        self.quarantined = 0
        with exclusive(db):
            _clear_interrupted(db, source.id, self.started_at)
            db["sources"].upsert(source.model_dump(), pk="id")  # type: ignore[union-attr]
            cursor = db.execute(
                "INSERT INTO crawl_runs (source, state, started_at) VALUES (?, ?, ?)",
                (source.id, RunState.RUNNING, self.started_at.isoformat()),
            )
        self.id = int(cursor.lastrowid or 0)
        self._present = dict(
            db.execute(
                """SELECT p.key, v.content_hash FROM programmes p
                   JOIN programme_versions v ON v.programme = p.id AND v.valid_to IS NULL WHERE p.source = ?""",
                (source.id,),
            ).fetchall()
        )

    @property
    def seen(self) -> int:
        """Number of programmes staged so far."""
        return len(self._keys)

    def stage(self, raw: RawProgramme) -> None:
        """Keeps a programme for judgement. Its text is read only if it is new or changed.

        Raises ValueError where the same key was staged before: a key that is not unique would mix two programmes.
        """
        key = raw.statement.key
        if key in self._keys:
            raise ValueError(f"Schlüssel doppelt: {key}")
        self._keys.add(key)
        digest = content_hash(raw.statement, raw.sections)
        if self._present.get(key) == digest:
            self._waiting.append(_Staged(key, digest, None, None, None, None))
        else:
            self._waiting.append(
                _Staged(
                    key=key,
                    content_hash=digest,
                    statement=raw.statement.model_dump_json(),
                    sections=SECTIONS.dump_json(raw.sections).decode(),
                    readings=self._read(raw).model_dump_json(),
                    raw=self._keep_body(raw),
                )
            )
        if len(self._waiting) >= BATCH:
            self._flush()

    def quarantine(self, key: str, url: str, error: str, raw: bytes | None) -> None:
        """Keeps a record that could not be taken over, with the reason (R-19). Its programme does not count as missing."""
        self.quarantined += 1
        self._db.execute(
            "INSERT INTO quarantine (run, key, url, error, raw) VALUES (?, ?, ?, ?, ?)",
            (self.id, key, url, error, zlib.compress(raw) if raw is not None else None),
        )

    def promote(self, *, day: date, complete: bool, message: str = "") -> RunReport:
        """Makes the staged programmes the live ones, in one transaction.

        `day` dates the versions. Only a `complete` run may say that a programme is missing (R-13).
        """
        self._flush()
        with exclusive(self._db):
            tally = self._take_over(day, complete=complete)
            self._finish(RunState.PROMOTED, message, tally)
        self._db.execute("PRAGMA optimize")
        return self.report()

    def rehearse(self, *, day: date, complete: bool, message: str = "") -> RunReport:
        """Counts what `promote` would do, and leaves everything live as it is (a dry run)."""
        self._flush()
        self._db.conn.execute("BEGIN IMMEDIATE")
        try:
            tally = self._take_over(day, complete=complete)
        finally:
            self._db.conn.rollback()
        with exclusive(self._db):
            self._finish(RunState.DRY_RUN, message, tally)
        return self.report()

    def reject(self, state: RunState, message: str) -> RunReport:
        """Ends the run without touching what is live."""
        self._waiting.clear()
        with exclusive(self._db):
            self._finish(state, message, _Tally())
        return self.report()

    def report(self) -> RunReport:
        """The run as it stands in the catalogue."""
        return run_report(next(self._db.query("SELECT * FROM crawl_runs WHERE id = ?", (self.id,))))

    def last_healthy_count(self) -> int | None:
        """How many programmes the last promoted run of this source saw; None before the first."""
        rows = self._db.execute(
            "SELECT seen FROM crawl_runs WHERE source = ? AND state = ? ORDER BY id DESC LIMIT 1",
            (self._source.id, RunState.PROMOTED),
        ).fetchall()
        return int(rows[0][0]) if rows else None

    def _take_over(self, day: date, *, complete: bool) -> _Tally:
        tally = _take_over(self._db, self.id, self._source.id, day)
        if complete:
            tally.missing = _note_absences(self._db, self.id, self._source.id, day)
        search.write(self._db.conn, tally.index)
        return tally

    def _finish(self, state: RunState, message: str, tally: _Tally) -> None:
        self._db.execute("DELETE FROM staged WHERE run = ?", (self.id,))
        self._db.execute(
            """UPDATE crawl_runs SET state = ?, finished_at = ?, message = ?, seen = ?, new = ?, changed = ?,
               unchanged = ?, missing = ?, quarantined = ? WHERE id = ?""",
            (
                *(state, self._clock().isoformat(), message, self.seen, tally.new, tally.changed, tally.unchanged),
                *(tally.missing, self.quarantined, self.id),
            ),
        )

    def _keep_body(self, raw: RawProgramme) -> str | None:
        if raw.document is None:
            return None
        document = raw.document
        digest = hashlib.sha256(document.body).hexdigest()
        fetched = document.fetched_at.isoformat()
        self._bodies.append((digest, document.url, fetched, document.status, zlib.compress(document.body)))
        return digest

    def _flush(self) -> None:
        with exclusive(self._db):
            self._db.conn.executemany("INSERT OR IGNORE INTO raw_documents VALUES (?, ?, ?, ?, ?)", self._bodies)
            self._db.conn.executemany(
                """INSERT INTO staged (run, key, content_hash, statement, sections, readings, raw)
                   VALUES (?, ?, ?, ?, ?, ?, ?)""",
                [(self.id, s.key, s.content_hash, s.statement, s.sections, s.readings, s.raw) for s in self._waiting],
            )
        self._bodies.clear()
        self._waiting.clear()


@contextmanager
def exclusive(db: Database) -> Iterator[None]:
    """A transaction that takes the write lock at once, so that it cannot fail half-way for want of it (R-41)."""
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.conn.rollback()
        raise
    db.conn.execute("COMMIT")


def _clear_interrupted(db: Database, source: str, now: datetime) -> None:
    """Only this source's: a run of another source may be under way in the same process."""
    db.execute("DELETE FROM staged WHERE run IN (SELECT id FROM crawl_runs WHERE source = ?)", (source,))
    db.execute(
        "UPDATE crawl_runs SET state = ?, finished_at = ?, message = ? WHERE state = ? AND source = ?",
        (RunState.FAILED, now.isoformat(), "Der Lauf wurde abgebrochen.", RunState.RUNNING, source),
    )


def _take_over(db: Database, run: int, source: str, day: date) -> _Tally:
    """Opens, closes and confirms versions for everything staged."""
    tally = _Tally()
    unchanged = db.execute(
        """UPDATE programmes SET last_seen = ?, missing_since = NULL WHERE id IN (
               SELECT p.id FROM staged s JOIN programmes p ON p.source = ? AND p.key = s.key
               JOIN programme_versions v ON v.programme = p.id AND v.valid_to IS NULL
               WHERE s.run = ? AND s.content_hash = v.content_hash)""",
        (day.isoformat(), source, run),
    )
    tally.unchanged = unchanged.rowcount
    rows = db.execute(
        """SELECT s.key, s.content_hash, s.statement, s.sections, s.readings, s.raw, p.id AS programme, v.id AS version
           FROM staged s LEFT JOIN programmes p ON p.source = ? AND p.key = s.key
           LEFT JOIN programme_versions v ON v.programme = p.id AND v.valid_to IS NULL
           WHERE s.run = ? AND s.statement IS NOT NULL""",
        (source, run),
    ).fetchall()
    for *staged, programme, version in rows:
        known = programme is not None
        tally.changed += known
        tally.new += not known
        number = _reopened(db, programme, version, day) if known else _added(db, source, staged[0], day)
        tally.index.append(_open_version(db, number, _Staged(*staged), day))
    return tally


def _added(db: Database, source: str, key: str, day: date) -> int:
    cursor = db.execute(
        "INSERT INTO programmes (source, key, first_seen, last_seen) VALUES (?, ?, ?, ?)",
        (source, key, day.isoformat(), day.isoformat()),
    )
    return int(cursor.lastrowid or 0)


def _reopened(db: Database, programme: int, version: int | None, day: date) -> int:
    if version is not None:
        db.execute("UPDATE programme_versions SET valid_to = ? WHERE id = ?", (day.isoformat(), version))
    db.execute(
        "UPDATE programmes SET last_seen = ?, missing_since = NULL, gone_since = NULL WHERE id = ?",
        (day.isoformat(), programme),
    )
    return programme


def _open_version(db: Database, programme: int, staged: _Staged, day: date) -> search.IndexEntry:
    cursor = db.execute(
        """INSERT INTO programme_versions (programme, valid_from, content_hash, statement, sections, raw)
           VALUES (?, ?, ?, ?, ?, ?)""",
        (programme, day.isoformat(), staged.content_hash, staged.statement, staged.sections, staged.raw),
    )
    write_readings(db.conn, int(cursor.lastrowid or 0), Readings.model_validate_json(staged.readings or ""))
    statement = Statement.model_validate_json(staged.statement or "")
    return _index_entry(programme, statement, SECTIONS.validate_json(staged.sections or ""))


def _index_entry(programme: int, statement: Statement, sections: Iterable[Section]) -> search.IndexEntry:
    words = [*statement.funders, *(theme.label for theme in statement.themes), *(section.text for section in sections)]
    return search.IndexEntry(rowid=programme, title=statement.title, text="\n".join(words))


def write_readings(connection: sqlite3.Connection, version: int, readings: Readings) -> None:
    """Stores what was read from a version that has no readings yet."""
    for table, records in (
        ("requirements", readings.requirements),
        ("benefits", readings.benefits),
        ("deadlines", readings.deadlines),
    ):
        for position, record in enumerate(records):
            _insert(connection, table, {"version": version, "position": position} | _columns(record))
    for position, branch in enumerate(readings.branches):
        _insert(connection, "branches", {"version": version, "position": position, "branch": branch.model_dump_json()})
    if readings.validity is not None:
        _insert(connection, "validity", {"version": version} | _columns(readings.validity))
    if readings.facts is not None:
        parts = json.dumps(readings.parts, ensure_ascii=False)
        found = readings.facts.model_dump_json()
        read = {"version": version, "readers": readings.readers, "parts": parts, "facts": found}
        _insert(connection, "guideline_facts", read)


def _columns(record: Frozen) -> dict[str, object]:
    """A reading as columns: its own fields, then those of its evidence."""
    values = record.model_dump(mode="json")
    evidence: dict[str, object] = values.pop("evidence")
    for name in AS_JSON & values.keys():
        values[name] = None if values[name] is None else json.dumps(values[name], ensure_ascii=False)
    return values | evidence


def _insert(connection: sqlite3.Connection, table: str, values: Mapping[str, object]) -> None:
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))


def _note_absences(db: Database, run: int, source: str, day: date) -> int:
    """Marks what a complete run did not see: first as missing, a week and another run later as gone, never deleted."""
    absent = """source = :source AND gone_since IS NULL AND key NOT IN (
        SELECT key FROM staged WHERE run = :run UNION ALL SELECT key FROM quarantine WHERE run = :run)"""
    values = {"source": source, "run": run, "day": day.isoformat(), "limit": (day - GRACE).isoformat()}
    long_missing = f"SELECT id FROM programmes WHERE {absent} AND missing_since <= :limit"
    gone = [row[0] for row in db.execute(long_missing, values)]
    for number in gone:
        db.execute("UPDATE programmes SET gone_since = ? WHERE id = ?", (day.isoformat(), number))
        db.execute(
            "UPDATE programme_versions SET valid_to = ? WHERE programme = ? AND valid_to IS NULL",
            (day.isoformat(), number),
        )
    search.remove(db.conn, gone)
    missing = db.execute(f"UPDATE programmes SET missing_since = :day WHERE {absent} AND missing_since IS NULL", values)
    return missing.rowcount + len(gone)
