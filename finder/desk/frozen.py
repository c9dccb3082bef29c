"""Frozen verdicts on the desk: kept as they were, listed, deleted. Confidential like the facts in them (R-90)."""

import sqlite3
from datetime import date, datetime

from pydantic import ValidationError

from finder.desk.database import Desk, DeskError
from finder.frozen import Frozen

COLUMNS = (
    *("applicant", "project", "source", "key", "stichtag", "frozen_at", "note"),
    *("text_hash", "readers", "rules", "inputs", "answer", "sha256"),
)
"""Of a row, in the order in which it is written."""


class FrozenVerdict(Frozen):
    """The answer on one programme for one applicant on one day, with everything it rests on. Made by `freezing.freeze`."""

    id: int | None = None
    """Its number on the desk; None as long as it is on none."""
    applicant: str
    """Key of the applicant."""
    project: str | None
    """Key of the project; None where none was stated."""
    source: str
    key: str
    stichtag: date
    frozen_at: datetime
    note: str
    text_hash: str
    """Content hash of the version of the programme (finder.catalogue.history)."""
    readers: str
    """The readers by which the programme was read; empty where it was not read by any."""
    rules: str
    """Version of the rules (rules.version)."""
    inputs: str
    """Canonical JSON: applicant, project, the programme with its readings and reviews, the day."""
    answer: str
    """Canonical JSON of the answer."""
    sha256: str
    """Over all of the above but the number."""


def keep_frozen(desk: Desk, frozen: FrozenVerdict) -> FrozenVerdict:
    """Adds a frozen verdict to the desk; gives it back with its number. Raises DeskError."""
    values = frozen.model_dump(mode="json")
    rows = desk.rows(
        "INSERT INTO frozen_verdicts (applicant, project, source, key, stichtag, frozen_at, note, text_hash, readers, rules,"
        " inputs, answer, sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        *(values[name] for name in COLUMNS),
    )
    return frozen.model_copy(update={"id": rows[0]["id"]})


def frozen_verdicts(desk: Desk, applicant: str | None = None) -> tuple[FrozenVerdict, ...]:
    """The frozen verdicts of an applicant, or of all where none is named, oldest first. Raises DeskError."""
    rows = desk.rows(
        "SELECT * FROM frozen_verdicts WHERE ? IS NULL OR applicant = ? ORDER BY id", *(applicant, applicant)
    )
    return tuple(map(_frozen, rows))


def frozen_verdict(desk: Desk, number: int) -> FrozenVerdict | None:
    """The frozen verdict of that number; None where there is none. Raises DeskError."""
    return next(map(_frozen, desk.rows("SELECT * FROM frozen_verdicts WHERE id = ?", number)), None)


def delete_frozen(desk: Desk, number: int) -> None:
    """Removes a frozen verdict. Raises DeskError."""
    desk.write("DELETE FROM frozen_verdicts WHERE id = ?", number)


def _frozen(row: sqlite3.Row) -> FrozenVerdict:
    try:
        return FrozenVerdict.model_validate(dict(row))
    except ValidationError as error:
        raise DeskError(
            f"Das eingefrorene Ergebnis Nr. {row['id']} lässt sich nicht lesen. Bitte eine Sicherung der eigenen Angaben "
            "einspielen."
        ) from error
