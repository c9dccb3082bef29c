"""Reviews on the desk: written row by row and never changed, so that the table is the log."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import date

from finder.desk.database import Desk, DeskError
from finder.reviews.reviews import Review


def reviews(desk: Desk, source: str | None = None, key: str | None = None) -> tuple[Review, ...]:
    """The reviews of one programme, or of all where none is named, in the order in which they were written.

    Raises:
        DeskError: the desk cannot be read, or a row is none that this version understands.
    """
    rows = desk.rows(
        "SELECT * FROM reviews WHERE (? IS NULL OR source = ?) AND (? IS NULL OR key = ?) ORDER BY id",
        *(source, source, key, key),
    )
    return tuple(map(_review, rows))


def reviews_since(desk: Desk, day: date) -> tuple[Review, ...]:
    """The reviews from that day on, in the order in which they were written. Raises as `reviews` does."""
    rows = desk.rows("SELECT * FROM reviews WHERE reviewed_on >= ? ORDER BY id", day.isoformat())
    return tuple(map(_review, rows))


def write_reviews(desk: Desk, rows: Iterable[Review]) -> None:
    """Adds rows to the log, all or none. Raises DeskError."""
    with desk.atomic():
        for review in rows:
            values = review.model_dump(mode="json")
            desk.write(
                "INSERT INTO reviews (source, key, decision, about, corrected, note, reviewer, reviewed_on, text_hash)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                *(values["source"], values["key"], values["decision"], _json(values["about"])),
                *(_json(values["corrected"]), values["note"], values["reviewer"], values["reviewed_on"]),
                values["text_hash"],
            )


def log_version(desk: Desk) -> int:
    """A number that grows with every review. Raises DeskError."""
    return int(desk.rows("SELECT coalesce(max(id), 0) AS last FROM reviews")[0]["last"])


def _json(value: object) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _review(row: sqlite3.Row) -> Review:
    """A row as it was written. One that cannot be read is no reason to let an older one count again."""
    try:
        about, corrected = (json.loads(row[name]) if row[name] else None for name in ("about", "corrected"))
        columns = ("source", "key", "decision", "note", "reviewer", "reviewed_on", "text_hash")
        values = {name: row[name] for name in columns}
        return Review.model_validate_json(json.dumps({**values, "about": about, "corrected": corrected}))
    except ValueError as error:
        raise DeskError(
            f"Die Prüfung Nr. {row['id']} zu {row['key']} lässt sich nicht lesen. Bitte das Programm aktualisieren oder "
            "eine Sicherung der eigenen Angaben einspielen."
        ) from error
