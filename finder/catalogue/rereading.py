"""Reading the stored texts anew after a reader has changed, without a crawl, and saying what that changed."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from sqlite_utils import Database

from finder.catalogue.promotion import Reader, exclusive, write_readings
from finder.catalogue.store import SECTIONS
from finder.guideline import GuidelineFacts
from finder.models import RawProgramme, Readings, Statement

_TABLES = ("requirements", "branches", "benefits", "deadlines", "validity", "guideline_facts")


@dataclass(frozen=True)
class FieldCount:
    """How many claims of one field a second reading added and dropped."""

    field: str
    added: int
    dropped: int


@dataclass(frozen=True)
class Rereading:
    """What reading anew brought."""

    read: int
    unchanged: int
    changed: tuple[str, ...]
    """Titles of the programmes whose facts changed."""
    fields: tuple[FieldCount, ...]


def reread(
    db: Database, read: Reader, readers: str, source_left_alone: str, progress: Callable[[int, int], None]
) -> Rereading:
    """Reads every open version that other readers than `readers` have read, in one transaction.

    `source_left_alone` is a source whose facts were not read from text (the start catalogue). `progress` is told how many
    of how many are done.
    """
    rows = db.execute(
        """SELECT v.id, v.statement, v.sections, g.facts FROM programme_versions v
           JOIN programmes p ON p.id = v.programme LEFT JOIN guideline_facts g ON g.version = v.id
           WHERE v.valid_to IS NULL AND p.source <> ? AND coalesce(g.readers, '') <> ? ORDER BY v.id""",
        (source_left_alone, readers),
    ).fetchall()
    changed: list[str] = []
    counts: Counter[tuple[str, bool]] = Counter()
    with exclusive(db):
        for done, (version, statement_json, sections_json, facts_json) in enumerate(rows, 1):
            statement = Statement.model_validate_json(statement_json)
            raw = RawProgramme(statement=statement, sections=SECTIONS.validate_json(sections_json), document=None)
            before = GuidelineFacts.model_validate_json(facts_json) if facts_json else GuidelineFacts()
            differences = _replace(db, version, before, read(raw))
            counts.update(differences)
            if differences:
                changed.append(statement.title)
            progress(done, len(rows))
    fields = dict.fromkeys(field for field, _ in counts)
    return Rereading(
        read=len(rows),
        unchanged=len(rows) - len(changed),
        changed=tuple(changed),
        fields=tuple(FieldCount(field, counts[field, True], counts[field, False]) for field in fields),
    )


def _replace(db: Database, version: int, before: GuidelineFacts, readings: Readings) -> Counter[tuple[str, bool]]:
    for table in _TABLES:
        db.execute(f"DELETE FROM {table} WHERE version = ?", (version,))
    write_readings(db.conn, version, readings)
    return _differences(before, readings.facts or GuidelineFacts())


def _differences(before: GuidelineFacts, after: GuidelineFacts) -> Counter[tuple[str, bool]]:
    """Per field, claims that only the new reading has (True) and that only the old one had (False)."""
    counts: Counter[tuple[str, bool]] = Counter()
    for field in GuidelineFacts.model_fields:
        old, new = _claims(getattr(before, field)), _claims(getattr(after, field))
        counts[field, True] += len(new - old)
        counts[field, False] += len(old - new)
    return +counts


def _claims(value: object) -> set[object]:
    if value is None:
        return set()
    return set(value) if isinstance(value, tuple) else {value}
