"""The desk: what people enter, apart from the catalogue, on the same machine (R-90).

Everything hangs on an applicant's key, can be exported and deleted with it, and is never logged.
"""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlite_utils import Database, Migrations

from finder.fact_entry import is_current
from finder.facts import DEFINITIONS, FACTS, FactType, OwnApplicant
from finder.models import Fact, FactValue
from finder.vocab import FactOrigin, FactState

BUSY_MILLISECONDS = 5000
OWNER_ONLY = 0o600
OF_APPLICANT = ("facts", "project_facts", "projects", "frozen_verdicts")
"""Tables whose rows belong to one applicant and go with it."""
AS_JSON = frozenset({"value", "inputs", "answer"})
"""Columns that hold JSON."""

AS_TEXT: Mapping[FactType, Callable[[str], FactValue]] = {
    FactType.DAY: date.fromisoformat,
    FactType.NUMBER: Decimal,
}
"""Values that JSON has no type for, and what makes them of their text."""

migrations = Migrations("desk")


@migrations()
def m001_profiles(db: Database) -> None:
    """Facts of applicants, and the applicants that are in no register."""
    db.execute("""
        CREATE TABLE facts (
            applicant TEXT NOT NULL, fact TEXT NOT NULL, state TEXT NOT NULL, value TEXT, source TEXT NOT NULL,
            as_of TEXT, entered_at TEXT NOT NULL,
            PRIMARY KEY (applicant, fact), CHECK ((state = 'known') = (value IS NOT NULL))
        ) STRICT""")
    db.execute("""
        CREATE TABLE own_applicants (
            key TEXT PRIMARY KEY, name TEXT NOT NULL, land TEXT NOT NULL, members TEXT NOT NULL, entered_at TEXT NOT NULL
        ) STRICT""")


@migrations()
def m002_projects(db: Database) -> None:
    """Projects (Vorhaben) of applicants with their facts."""
    db.execute("""
        CREATE TABLE projects (
            applicant TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, entered_at TEXT NOT NULL,
            PRIMARY KEY (applicant, key)
        ) STRICT""")
    db.execute("""
        CREATE TABLE project_facts (
            applicant TEXT NOT NULL, project TEXT NOT NULL, fact TEXT NOT NULL, state TEXT NOT NULL, value TEXT,
            source TEXT NOT NULL, as_of TEXT, entered_at TEXT NOT NULL,
            PRIMARY KEY (applicant, project, fact), CHECK ((state = 'known') = (value IS NOT NULL)),
            FOREIGN KEY (applicant, project) REFERENCES projects (applicant, key) ON DELETE CASCADE
        ) STRICT""")


@migrations()
def m003_reviews(db: Database) -> None:
    """What people confirmed, corrected or rejected, row by row and never changed: the table is its own log."""
    db.execute("""
        CREATE TABLE reviews (
            id INTEGER PRIMARY KEY, source TEXT NOT NULL, key TEXT NOT NULL, decision TEXT NOT NULL,
            about TEXT, corrected TEXT, note TEXT NOT NULL, reviewer TEXT NOT NULL, reviewed_on TEXT NOT NULL,
            text_hash TEXT NOT NULL
        ) STRICT""")
    db.execute("CREATE INDEX reviews_by_programme ON reviews (source, key, id)")


@migrations()
def m004_frozen_verdicts(db: Database) -> None:
    """Answers kept with everything they rest on, so that they can be made again byte for byte."""
    db.execute("""
        CREATE TABLE frozen_verdicts (
            id INTEGER PRIMARY KEY, applicant TEXT NOT NULL, project TEXT, source TEXT NOT NULL, key TEXT NOT NULL,
            stichtag TEXT NOT NULL, frozen_at TEXT NOT NULL, note TEXT NOT NULL,
            text_hash TEXT NOT NULL, readers TEXT NOT NULL, rules TEXT NOT NULL,
            inputs TEXT NOT NULL, answer TEXT NOT NULL, sha256 TEXT NOT NULL
        ) STRICT""")
    db.execute("CREATE INDEX frozen_by_applicant ON frozen_verdicts (applicant, id)")


class DeskError(Exception):
    """The desk cannot be used; the message is a German sentence saying what to do."""


def open_desk(path: Path) -> "Desk":
    """The desk, made if missing (readable by its owner only) and brought to the present schema.

    Raises:
        DeskError: the file is locked, read-only, damaged, another database or from a newer version.
    """
    with _explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, OWNER_ONLY))
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
    return Desk(connection, path)


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.row_factory = sqlite3.Row
    for pragma in (f"busy_timeout = {BUSY_MILLISECONDS}", "foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")
    db = Database(connection)
    known = {migration.name for migration in migrations.pending(Database(memory=True))}
    applied = {migration.name for migration in migrations.applied(db)}
    if applied - known:
        raise DeskError(f"{path} stammt von einer neueren Version des Förderfinders. Bitte das Programm aktualisieren.")
    if not applied and db.table_names():
        raise DeskError(f"{path} ist eine andere Datenbank. Bitte eine andere Datei für die eigenen Angaben nennen.")
    connection.execute("PRAGMA journal_mode = WAL")
    migrations.apply(db)


class Desk:
    """An open desk. One per call or thread; close it or use it as a context manager. Every method may raise DeskError."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Gives the connection back."""
        self._connection.close()

    def facts(self, applicant: str) -> tuple[Fact, ...]:
        """The applicant's facts as they were entered. An answer that is no longer offered is left out: unknown."""
        rows = self.rows("SELECT * FROM facts WHERE applicant = ? ORDER BY fact", applicant)
        return tuple(fact for fact in map(fact_of, rows) if is_current(fact))

    def write_fact(self, applicant: str, fact: Fact, entered_at: datetime) -> None:
        """Keeps a fact in the place of the former answer.

        Raises:
            ValueError: the fact or its value is none that people can enter.
        """
        if fact.origin is not FactOrigin.ENTERED or fact.id not in FACTS or not is_current(fact):
            raise ValueError(f"{fact.id} is no fact that people can enter")
        self.write(
            "INSERT OR REPLACE INTO facts (applicant, fact, state, value, source, as_of, entered_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            *(applicant, fact.id, fact.state.value, kept(fact.value)),
            *(fact.source, fact.as_of.isoformat() if fact.as_of else None, entered_at.isoformat()),
        )

    def clear_fact(self, applicant: str, fact_id: str) -> None:
        """Takes an answer back; the fact is unknown again."""
        self.write("DELETE FROM facts WHERE applicant = ? AND fact = ?", applicant, fact_id)

    def applicants(self) -> tuple[str, ...]:
        """Keys of all applicants about whom something was entered."""
        rows = self.rows(
            """SELECT applicant AS key FROM facts UNION SELECT key FROM own_applicants
               UNION SELECT applicant FROM projects UNION SELECT applicant FROM frozen_verdicts ORDER BY key"""
        )
        return tuple(row["key"] for row in rows)

    def own_applicants(self) -> tuple[OwnApplicant, ...]:
        """The applicants that are in no register, by name."""
        return tuple(map(_own, self.rows("SELECT * FROM own_applicants ORDER BY name, key")))

    def own_applicant(self, key: str) -> OwnApplicant | None:
        """The applicant of that key that is in no register."""
        return next(map(_own, self.rows("SELECT * FROM own_applicants WHERE key = ?", key)), None)

    def write_own_applicant(self, applicant: OwnApplicant, entered_at: datetime) -> None:
        """Keeps an applicant in the place of the former one of that key."""
        self.write(
            "INSERT OR REPLACE INTO own_applicants (key, name, land, members, entered_at) VALUES (?, ?, ?, ?, ?)",
            *(applicant.key, applicant.name, applicant.land.value, json.dumps(applicant.members)),
            entered_at.isoformat(),
        )

    def delete_applicant(self, key: str) -> None:
        """Removes everything that was entered about an applicant, from the file too."""
        with _explained(self._path):
            with Database(self._connection).atomic():
                for table in OF_APPLICANT:
                    self._connection.execute(f"DELETE FROM {table} WHERE applicant = ?", (key,))
                self._connection.execute("DELETE FROM own_applicants WHERE key = ?", (key,))
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def export_applicant(self, key: str) -> dict[str, Any]:
        """Everything that was entered about an applicant, ready for JSON."""
        own = [dict(row) for row in self.rows("SELECT * FROM own_applicants WHERE key = ?", key)]
        return {
            "applicant": key,
            "own_applicant": next(({**row, "members": json.loads(row["members"])} for row in own), None),
            "facts": self._exported("facts", key),
            "projects": self._exported("projects", key),
            "project_facts": self._exported("project_facts", key),
            "frozen_verdicts": self._exported("frozen_verdicts", key),
        }

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """Several writing statements, of which either all are kept or none."""
        with _explained(self._path), Database(self._connection).atomic():
            yield

    def _exported(self, table: str, applicant: str) -> list[dict[str, Any]]:
        rows = self.rows(f"SELECT * FROM {table} WHERE applicant = ? ORDER BY rowid", applicant)
        return [
            {name: json.loads(row[name]) if name in AS_JSON and row[name] else row[name] for name in row.keys()}  # noqa: SIM118
            for row in rows
        ]

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """The rows of a query; for the modules that keep their own tables on the desk."""
        with _explained(self._path):
            return self._connection.execute(sql, values).fetchall()

    def write(self, sql: str, *values: object) -> None:
        """One writing statement."""
        with _explained(self._path):
            self._connection.execute(sql, values)


def fact_of(row: sqlite3.Row) -> Fact:
    """An entered fact as it was kept."""
    return Fact(
        id=row["fact"],
        state=FactState[row["state"].upper()],
        value=None if row["value"] is None else _restored(row["fact"], json.loads(row["value"])),
        origin=FactOrigin.ENTERED,
        source=row["source"],
        as_of=date.fromisoformat(row["as_of"]) if row["as_of"] else None,
    )


def kept(value: FactValue | None) -> str | None:
    """A fact's value as the desk keeps it: JSON, with a day (2026-12-31) and a decimal number as text."""
    return None if value is None else json.dumps(value, ensure_ascii=False, default=str)


def _restored(fact_id: str, value: Any) -> FactValue:
    """What JSON cannot tell apart: words, a day, a decimal number. What is none any more stays text: not current."""
    definition = DEFINITIONS.get(fact_id)
    if isinstance(value, list):
        return tuple(str(word) for word in value)
    read = AS_TEXT.get(definition.type) if definition is not None else None
    if read is None or not isinstance(value, str):
        return value  # type: ignore[no-any-return]
    try:
        return read(value)
    except (ValueError, InvalidOperation):
        return value


def _own(row: sqlite3.Row) -> OwnApplicant:
    return OwnApplicant.model_validate(
        {"key": row["key"], "name": row["name"], "land": row["land"], "members": json.loads(row["members"])}
    )


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turns SQLite's and the system's errors into sentences that say what to do; values are never repeated."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise DeskError(_sentence(str(error), path)) from error
    except OSError as error:
        raise DeskError(_sentence("readonly", path)) from error


def _sentence(words: str, path: Path) -> str:
    if "locked" in words or "busy" in words:
        return f"{path} wird gerade von einem anderen Programm beschrieben. Bitte gleich noch einmal versuchen."
    if "readonly" in words or "unable to open" in words:
        return f"{path} lässt sich nicht beschreiben. Bitte die Rechte der Datei und ihres Ordners prüfen."
    if "full" in words or "disk I/O" in words:
        return f"{path} konnte nicht geschrieben werden: Der Datenträger ist voll oder gestört. Bitte Platz schaffen."
    return f"{path} ist beschädigt oder keine Förderfinder-Datei. Bitte eine Sicherung einspielen."
