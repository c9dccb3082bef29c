"""Everything that is read from the catalogue; connections and writing stand beside it."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from pydantic import TypeAdapter, ValidationError

from finder.catalogue import search
from finder.catalogue.connection import CatalogueUnreadable, explained, open_read_only
from finder.catalogue.history import differences
from finder.frozen import Frozen
from finder.guideline import GuidelineFacts
from finder.models import (
    Benefit,
    Branch,
    Change,
    Deadline,
    FieldChange,
    Programme,
    Readings,
    Requirement,
    RunReport,
    Section,
    SourceInfo,
    SourceStatus,
    Statement,
    Validity,
)
from finder.vocab import ApplicantCategory, RunState

QUERY_SECONDS = 1.0
"""Longest time one read may take (R-44); a runaway search must not hang the app."""

SECTIONS = TypeAdapter(tuple[Section, ...])
EVIDENCE = ("assurance", "reader", "category", "field", "start", "end", "quote")
AS_JSON = frozenset({"value", "unclear"})
"""Columns whose values are kept as JSON because they are lists or of more than one type."""


def open_catalogue(path: Path) -> "Catalogue":
    """The catalogue for reading.

    Raises CatalogueMissing, CatalogueOlder, CatalogueNewer, CatalogueUnreadable or CatalogueLocked.
    """
    return Catalogue(open_read_only(path), path)


Read = TypeVar("Read", bound=Frozen)

_VISIBLE = """
    p.gone_since IS NULL AND NOT EXISTS (
        SELECT 1 FROM sources s JOIN crawl_runs r ON r.source = s.superseded_by
        WHERE s.id = p.source AND r.state = 'promoted')"""
"""A programme people see: still offered, and not one of a start catalogue that a healthy crawl has replaced."""

_PROGRAMMES = """
    SELECT p.id, p.source, p.key, p.first_seen, p.last_seen, p.missing_since, p.gone_since,
           v.id AS version, v.valid_from, v.statement{sections}
    FROM programmes p
    JOIN programme_versions v ON v.id = (SELECT max(id) FROM programme_versions WHERE programme = p.id)
    WHERE {where} ORDER BY p.source, p.key"""


class Catalogue:
    """A read-only view of the catalogue. One per call or thread; close it or use it as a context manager."""

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

    def programmes(self) -> tuple[Programme, ...]:
        """All programmes that people see, without their texts, in the order of source and key."""
        rows = self._rows(_PROGRAMMES.format(sections="", where=_VISIBLE))
        return self._assembled(rows)

    def programme(self, key: str, source: str | None = None) -> Programme | None:
        """One programme with its texts, also one that is gone; a crawled source goes before the start catalogue."""
        rows = self._rows(
            _PROGRAMMES.format(sections=", v.sections", where="p.key = ? AND (? IS NULL OR p.source = ?)"),
            (key, source, source),
        )
        superseded = {status.origin.id for status in self.sources() if status.superseded}
        rows.sort(key=lambda row: (row["source"] in superseded, row["gone_since"] is not None))
        return next(iter(self._assembled(rows[:1])), None)

    def sections(self, version: int) -> tuple[Section, ...]:
        """The text of one version (`Programme.version`); empty where there is no such version."""
        rows = self._rows("SELECT sections FROM programme_versions WHERE id = ?", (version,))
        return SECTIONS.validate_json(rows[0]["sections"]) if rows else ()

    def search(self, text: str, limit: int) -> tuple[str, ...]:
        """Keys of the visible programmes whose title or text holds all words, best first; R-77: any text is allowed."""
        with self._limited():
            found = search.search(self._connection, text, limit)
        keys = {row["id"]: row["key"] for row in self._rows(f"SELECT p.id, p.key FROM programmes p WHERE {_VISIBLE}")}
        return tuple(keys[number] for number in found if number in keys)

    def sources(self) -> tuple[SourceStatus, ...]:
        """Every source with its last run, its last healthy run and what the catalogue holds of it."""
        return tuple(
            self._source_status(SourceInfo.model_validate(dict(row))) for row in self._rows("SELECT * FROM sources")
        )

    def changes(self, since: date, key: str | None = None) -> tuple[Change, ...]:
        """What the runs from that day on saw: new, changed, missing, gone and returned programmes, newest first."""
        found = [*self._version_changes(since, key), *self._absences(since, key)]
        return tuple(sorted(found, key=lambda change: (-change.day.toordinal(), change.source, change.key)))

    def facts(self) -> Iterator[tuple[Statement, GuidelineFacts]]:
        """Every visible programme with all claims its text readers found, in the order of source and key."""
        rows = self._rows(
            f"""SELECT v.statement, g.facts FROM programmes p
                JOIN programme_versions v ON v.programme = p.id AND v.valid_to IS NULL
                LEFT JOIN guideline_facts g ON g.version = v.id
                WHERE {_VISIBLE} ORDER BY p.source, p.key"""
        )
        for row in rows:
            found = GuidelineFacts.model_validate_json(row["facts"]) if row["facts"] else GuidelineFacts()
            yield Statement.model_validate_json(row["statement"]), found

    def data_version(self) -> str:
        """A text that changes whenever a run has been promoted or stored texts were read anew."""
        run = self._rows("SELECT max(id) AS last, count(*) AS runs FROM crawl_runs WHERE state = 'promoted'")[0]
        readers = self._rows(
            "SELECT readers, count(*) AS versions FROM guideline_facts GROUP BY readers ORDER BY readers"
        )
        read = ",".join(f"{row['readers']}:{row['versions']}" for row in readers)
        return f"{run['last']}/{run['runs']}/{read}"

    # --- putting records together ---

    def _rows(self, sql: str, parameters: Iterable[object] = ()) -> list[sqlite3.Row]:
        with self._limited():
            return self._connection.execute(sql, tuple(parameters)).fetchall()

    @contextmanager
    def _limited(self) -> Iterator[None]:
        end = time.monotonic() + QUERY_SECONDS
        self._connection.set_progress_handler(lambda: time.monotonic() > end, 10_000)
        with explained(self._path):
            yield

    def _assembled(self, rows: list[sqlite3.Row]) -> tuple[Programme, ...]:
        origins = {row["id"]: SourceInfo.model_validate(dict(row)) for row in self._rows("SELECT * FROM sources")}
        readings = self._readings([row["version"] for row in rows])
        return tuple(
            Programme(
                statement=Statement.model_validate_json(row["statement"]),
                readings=readings(row["version"]),
                origin=origins[row["source"]],
                version=row["version"],
                first_seen=date.fromisoformat(row["first_seen"]),
                last_seen=date.fromisoformat(row["last_seen"]),
                valid_from=date.fromisoformat(row["valid_from"]),
                missing_since=_day(row["missing_since"]),
                gone_since=_day(row["gone_since"]),
                sections=SECTIONS.validate_json(row["sections"]) if "sections" in row.keys() else None,  # noqa: SIM118
            )
            for row in rows
        )

    def _readings(self, versions: list[int]) -> Callable[[int], Readings]:
        requirements = self._grouped("requirements", Requirement, versions)
        benefits = self._grouped("benefits", Benefit, versions)
        deadlines = self._grouped("deadlines", Deadline, versions)
        validity = self._grouped("validity", Validity, versions)
        branches = self._branches()
        read = self._guideline_rows(versions)

        def of(version: int) -> Readings:
            return Readings(
                requirements=tuple(requirements.get(version, ())),
                branches=tuple(branches.get(version, ())),
                benefits=tuple(benefits.get(version, ())),
                deadlines=tuple(deadlines.get(version, ())),
                validity=next(iter(validity.get(version, ())), None),
                parts=tuple(json.loads(read[version]["parts"])) if version in read else (),
                readers=read[version]["readers"] if version in read else "",
            )

        return of

    def _branches(self) -> dict[int, list[Branch]]:
        grouped: dict[int, list[Branch]] = {}
        for row in self._rows("SELECT version, branch FROM branches ORDER BY version, position"):
            grouped.setdefault(row["version"], []).append(Branch.model_validate_json(row["branch"]))
        return grouped

    def _guideline_rows(self, versions: list[int]) -> dict[int, sqlite3.Row]:
        condition = "WHERE version = ?" if len(versions) == 1 else ""
        rows = self._rows(
            f"SELECT version, readers, parts FROM guideline_facts {condition}", versions if condition else ()
        )
        return {row["version"]: row for row in rows}

    def _grouped(self, table: str, model: type[Read], versions: list[int]) -> dict[int, list[Read]]:
        order = "version" if table == "validity" else "version, position"
        if len(versions) == 1:
            rows = self._rows(f"SELECT * FROM {table} WHERE version = ? ORDER BY {order}", versions)
        else:
            rows = self._rows(f"SELECT * FROM {table} ORDER BY {order}")
        wanted = set(versions)
        grouped: dict[int, list[Read]] = {}
        for row in rows:
            if row["version"] in wanted:
                grouped.setdefault(row["version"], []).append(self._validated(model, row))
        return grouped

    def _validated(self, model: type[Read], row: sqlite3.Row) -> Read:
        """A reading as its model. One that is none is never left out: the answer would miss a condition."""
        try:
            return model.model_validate(_reading(row))
        except ValidationError as error:
            (place, *_), found = error.errors()[0]["loc"], error.errors()[0]["input"]
            title = self._rows("SELECT statement FROM programme_versions WHERE id = ?", (row["version"],))
            name = Statement.model_validate_json(title[0]["statement"]).title if title else f"Fassung {row['version']}"
            raise CatalogueUnreadable(
                f"Das Programm „{name}“ hat in {self._path} eine Angabe, die diese Version des Förderfinders nicht "
                f"kennt ({place}: „{found}“). Bitte das Programm aktualisieren oder eine Sicherung einspielen."
            ) from error

    def _source_status(self, origin: SourceInfo) -> SourceStatus:
        held = self._rows(
            """SELECT count(v.id) AS versions,
                      count(DISTINCT CASE WHEN p.gone_since IS NULL THEN p.id END) AS programmes,
                      count(DISTINCT CASE WHEN v.valid_to IS NULL AND EXISTS (
                          SELECT 1 FROM json_each(v.statement, '$.applicants') WHERE value = ?
                      ) THEN p.id END) AS municipal
               FROM programmes p JOIN programme_versions v ON v.programme = p.id WHERE p.source = ?""",
            (ApplicantCategory.MUNICIPAL.value, origin.id),
        )[0]
        return SourceStatus(
            origin=origin,
            programmes=held["programmes"],
            municipal=held["municipal"],
            versions=held["versions"],
            superseded=self._last_run(origin.superseded_by, RunState.PROMOTED) is not None,
            last_run=self._last_run(origin.id, None),
            last_healthy=self._last_run(origin.id, RunState.PROMOTED),
        )

    def _last_run(self, source: str | None, state: RunState | None) -> RunReport | None:
        rows = self._rows(
            "SELECT * FROM crawl_runs WHERE source = ? AND (? IS NULL OR state = ?) ORDER BY id DESC LIMIT 1",
            (source, state, state),
        )
        return run_report(dict(rows[0])) if rows else None

    def _version_changes(self, since: date, key: str | None) -> Iterator[Change]:
        rows = self._rows(
            """SELECT p.source, p.key, v.valid_from, v.statement, v.sections,
                      o.valid_to AS old_until, o.statement AS old_statement, o.sections AS old_sections
               FROM programme_versions v JOIN programmes p ON p.id = v.programme
               LEFT JOIN programme_versions o ON o.id = (
                   SELECT max(id) FROM programme_versions WHERE programme = v.programme AND id < v.id)
               WHERE v.valid_from >= ? AND (? IS NULL OR p.key = ?)""",
            (since.isoformat(), key, key),
        )
        for row in rows:
            statement = Statement.model_validate_json(row["statement"])
            fields: tuple[FieldChange, ...] = ()
            what = "new"
            if row["old_statement"] is not None:
                what = "changed" if row["old_until"] == row["valid_from"] else "back"
                fields = differences(
                    Statement.model_validate_json(row["old_statement"]),
                    SECTIONS.validate_json(row["old_sections"]),
                    statement,
                    SECTIONS.validate_json(row["sections"]),
                )
            yield _change(row, row["valid_from"], statement, what, fields)

    def _absences(self, since: date, key: str | None) -> Iterator[Change]:
        rows = self._rows(
            """SELECT p.source, p.key, p.missing_since, p.gone_since, v.statement
               FROM programmes p JOIN programme_versions v ON v.id = (
                   SELECT max(id) FROM programme_versions WHERE programme = p.id)
               WHERE coalesce(p.gone_since, p.missing_since) >= ? AND (? IS NULL OR p.key = ?)""",
            (since.isoformat(), key, key),
        )
        for row in rows:
            day, what = (row["gone_since"], "gone") if row["gone_since"] else (row["missing_since"], "missing")
            yield _change(row, day, Statement.model_validate_json(row["statement"]), what, ())


def run_report(row: Mapping[str, Any]) -> RunReport:
    """One row of crawl_runs as a record."""
    return RunReport.model_validate(row)


def _reading(row: sqlite3.Row) -> dict[str, object]:
    """One row of a table of readings in the shape of its model."""
    values = {name: row[name] for name in row.keys() if name not in ("version", "position")}  # noqa: SIM118
    for name in AS_JSON & values.keys():
        values[name] = None if values[name] is None else json.loads(values[name])
    values["evidence"] = {name: values.pop(name) for name in EVIDENCE}
    return values


def _change(row: sqlite3.Row, day: str, statement: Statement, what: str, fields: tuple[FieldChange, ...]) -> Change:
    return Change(
        day=date.fromisoformat(day),
        source=row["source"],
        key=row["key"],
        title=statement.title,
        url=statement.url,
        what=what,
        fields=fields,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
