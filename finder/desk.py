"""The desk: what people enter, apart from the catalogue, on the same machine (R-90).

Everything hangs on an applicant's key, can be exported and deleted with it, and is never logged.
"""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlite_utils import Database, Migrations

from finder.facts import OwnApplicant, is_current
from finder.models import Fact
from finder.vocab import FactOrigin, FactState

BUSY_MILLISECONDS = 5000
OWNER_ONLY = 0o600

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
        rows = self._rows("SELECT * FROM facts WHERE applicant = ? ORDER BY fact", applicant)
        return tuple(fact for fact in map(_fact, rows) if is_current(fact))

    def write_fact(self, applicant: str, fact: Fact, entered_at: datetime) -> None:
        """Keeps a fact in the place of the former answer.

        Raises:
            ValueError: the fact or its value is none that people can enter.
        """
        if fact.origin is not FactOrigin.ENTERED or not is_current(fact):
            raise ValueError(f"{fact.id} is no fact that people can enter")
        self._write(
            "INSERT OR REPLACE INTO facts (applicant, fact, state, value, source, as_of, entered_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            *(applicant, fact.id, fact.state.value, None if fact.value is None else json.dumps(fact.value)),
            *(fact.source, fact.as_of.isoformat() if fact.as_of else None, entered_at.isoformat()),
        )

    def clear_fact(self, applicant: str, fact_id: str) -> None:
        """Takes an answer back; the fact is unknown again."""
        self._write("DELETE FROM facts WHERE applicant = ? AND fact = ?", applicant, fact_id)

    def applicants(self) -> tuple[str, ...]:
        """Keys of all applicants about whom something was entered."""
        rows = self._rows("SELECT applicant AS key FROM facts UNION SELECT key FROM own_applicants ORDER BY key")
        return tuple(row["key"] for row in rows)

    def own_applicants(self) -> tuple[OwnApplicant, ...]:
        """The applicants that are in no register, by name."""
        return tuple(map(_own, self._rows("SELECT * FROM own_applicants ORDER BY name, key")))

    def own_applicant(self, key: str) -> OwnApplicant | None:
        """The applicant of that key that is in no register."""
        return next(map(_own, self._rows("SELECT * FROM own_applicants WHERE key = ?", key)), None)

    def write_own_applicant(self, applicant: OwnApplicant, entered_at: datetime) -> None:
        """Keeps an applicant in the place of the former one of that key."""
        self._write(
            "INSERT OR REPLACE INTO own_applicants (key, name, land, members, entered_at) VALUES (?, ?, ?, ?, ?)",
            *(applicant.key, applicant.name, applicant.land.value, json.dumps(applicant.members)),
            entered_at.isoformat(),
        )

    def delete_applicant(self, key: str) -> None:
        """Removes everything that was entered about an applicant, from the file too."""
        with _explained(self._path):
            with Database(self._connection).atomic():
                self._connection.execute("DELETE FROM facts WHERE applicant = ?", (key,))
                self._connection.execute("DELETE FROM own_applicants WHERE key = ?", (key,))
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def export_applicant(self, key: str) -> dict[str, Any]:
        """Everything that was entered about an applicant, ready for JSON."""
        own = [dict(row) for row in self._rows("SELECT * FROM own_applicants WHERE key = ?", key)]
        facts = [dict(row) for row in self._rows("SELECT * FROM facts WHERE applicant = ? ORDER BY fact", key)]
        return {
            "applicant": key,
            "own_applicant": next(({**row, "members": json.loads(row["members"])} for row in own), None),
            "facts": [{**row, "value": None if row["value"] is None else json.loads(row["value"])} for row in facts],
        }

    def _rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        with _explained(self._path):
            return self._connection.execute(sql, values).fetchall()

    def _write(self, sql: str, *values: object) -> None:
        with _explained(self._path):
            self._connection.execute(sql, values)


def _fact(row: sqlite3.Row) -> Fact:
    return Fact(
        id=row["fact"],
        state=FactState[row["state"].upper()],
        value=None if row["value"] is None else json.loads(row["value"]),
        origin=FactOrigin.ENTERED,
        source=row["source"],
        as_of=date.fromisoformat(row["as_of"]) if row["as_of"] else None,
    )


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
