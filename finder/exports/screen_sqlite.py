"""A screen as SQLite: one row for every municipality with one letter for every programme.

The view `answers` reads like a long table, with one row for every municipality and programme.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from finder.exports.screen_frame import Frame, Ranks
from finder.vocab import Verdict

TABLES = """
CREATE TABLE metadata (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE verdicts (letter TEXT PRIMARY KEY, verdict TEXT NOT NULL, label TEXT NOT NULL);
CREATE TABLE programmes (position INTEGER PRIMARY KEY, source TEXT NOT NULL, key TEXT NOT NULL, title TEXT NOT NULL,
                         UNIQUE (source, key));
CREATE TABLE municipalities (ags TEXT PRIMARY KEY, name TEXT NOT NULL, letters TEXT NOT NULL);
CREATE VIEW answers AS
    SELECT m.ags, m.name, p.source, p.key AS programme, p.title, v.verdict, v.label
    FROM municipalities m CROSS JOIN programmes p JOIN verdicts v ON v.letter = substr(m.letters, p.position, 1);
"""
BEST = ord("A")
"""The letter of the best verdict; the others follow in the order of `Verdict`."""


class _SqliteFile:
    def __init__(self, db: sqlite3.Connection, frame: Frame) -> None:
        self._db = db
        self._names = frame.names
        # Nobody reads the file before it is whole, and nobody keeps it where it is not.
        db.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN; {TABLES}")
        letters = [(chr(BEST + rank), verdict.value, verdict.label) for rank, verdict in enumerate(Verdict)]
        db.executemany("INSERT INTO verdicts VALUES (?, ?, ?)", letters)
        lines = [(place, each.source, each.key, each.title) for place, each in enumerate(frame.programmes, start=1)]
        db.executemany("INSERT INTO programmes VALUES (?, ?, ?, ?)", lines)

    def write(self, keys: Sequence[str], ranks: Ranks) -> None:
        rows = (
            (key, self._names[key], (row + np.uint8(BEST)).tobytes().decode("ascii"))
            for key, row in zip(keys, ranks, strict=True)
        )
        self._db.executemany("INSERT INTO municipalities VALUES (?, ?, ?)", rows)

    def note(self, metadata: Mapping[str, str]) -> None:
        self._db.executemany("INSERT INTO metadata VALUES (?, ?)", metadata.items())


@contextmanager
def sqlite_file(path: Path, frame: Frame) -> Iterator[_SqliteFile]:
    """A new database. Raises sqlite3.OperationalError."""
    db = sqlite3.connect(path, isolation_level=None)
    try:
        yield _SqliteFile(db, frame)
        db.execute("COMMIT")
    finally:
        db.close()
