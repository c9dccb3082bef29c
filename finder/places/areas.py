"""Dated area sets (Gebietskulissen): which Kreise and municipalities lie in a named area, on which day, says who.

The sets are data in `data/areas/`. A territory without a row is unknown, never outside (eligibility.md B4).
"""

import csv
from collections.abc import Collection
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError, model_validator

from finder.frozen import Frozen
from finder.paths import DATA

FOLDER = DATA / "areas"
YES_NO = {"yes": True, "no": False}
Text = Annotated[str, Field(min_length=1)]
OptionalDay = Annotated[date | None, BeforeValidator(lambda raw: raw or None)]


class AreaFileError(Exception):
    """A file of the area sets cannot be read or contradicts itself; the message is a German sentence."""


class AreaEntry(Frozen):
    """One line of a set's file, as it stands there."""

    key: Annotated[str, Field(pattern=r"^(\d{5}|\d{8})$")]
    """Key of a Kreis (5 digits) or AGS of a municipality (8 digits)."""
    name: Text
    """Name of the key in the municipality register; a test holds the two together."""
    status: Text
    partial: Literal["yes", "no"]
    """"yes" where the source says that only parts of the unit belong to the area."""
    valid_from: date
    valid_until: OptionalDay
    note: str
    source: Text

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise ValueError("valid_until lies before valid_from")
        return self


class AreaSetHead(Frozen):
    """One entry of `sets.yml`: what a set is, on which law it rests, and in which file its rows stand."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    label: Text
    legal_basis: Text
    as_of: date
    file: Annotated[str, Field(pattern=r"^[a-z0-9_]+\.csv$")]
    fact: Text
    """Id of the fact in `facts.yml` that membership in this set states."""
    statuses: Annotated[dict[str, Text], Field(min_length=1)]
    """Every status that occurs in the file, with its German label."""


class AreaSet(AreaSetHead):
    """A set with its rows."""

    entries: Annotated[tuple[AreaEntry, ...], Field(min_length=1)]


class AreaRow(Frozen):
    """A dated statement: this Kreis or municipality belongs to this area, or parts of it do."""

    set_id: str
    key: str
    label: str
    """What the unit is, in words that people see: "Lausitzer Revier", "C-Fördergebiet"."""
    partial: bool
    """Only parts of the unit belong to the area: where the project lies decides."""
    valid_from: date
    valid_until: date | None
    """Last day of validity; None where the source names none."""
    source: str
    note: str = ""
    """What the source adds, e.g. the highest rate."""

    def applies_on(self, stichtag: date) -> bool:
        """Whether the row is valid on that day, first and last day included."""
        return self.valid_from <= stichtag and (self.valid_until is None or stichtag <= self.valid_until)


_HEADS = TypeAdapter(list[AreaSetHead])
_ENTRIES = TypeAdapter(list[AreaEntry])


def load_sets(folder: Path) -> tuple[AreaSet, ...]:
    """All sets of a folder with `sets.yml` and its CSV files.

    Raises:
        AreaFileError: a file is missing, unreadable, repeats a key or names an unknown status.
    """
    try:
        heads = _HEADS.validate_python(yaml.safe_load((folder / "sets.yml").read_text(encoding="utf-8")))
        return tuple(_with_entries(head, folder / head.file) for head in heads)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, csv.Error, ValidationError) as error:
        raise AreaFileError(f"Die Gebietslisten in {folder} sind nicht lesbar: {error}") from error


def _with_entries(head: AreaSetHead, path: Path) -> AreaSet:
    with path.open(encoding="utf-8", newline="") as file:
        entries = _ENTRIES.validate_python(list(csv.DictReader(file)))
    seen: set[tuple[str, date]] = set()
    for entry in entries:
        if entry.status not in head.statuses:
            raise AreaFileError(
                f"{path.name}: Der Status „{entry.status}“ bei {entry.key} ist in sets.yml nicht erklärt."
            )
        if (entry.key, entry.valid_from) in seen:
            raise AreaFileError(f"{path.name}: Der Schlüssel {entry.key} steht mehrfach in der Liste.")
        seen.add((entry.key, entry.valid_from))
    return AreaSet(**head.model_dump(), entries=tuple(entries))


@lru_cache(maxsize=1)
def area_sets() -> tuple[AreaSet, ...]:
    """The sets that ship with the project, loaded once."""
    return load_sets(FOLDER)


@lru_cache(maxsize=1)
def area_rows() -> tuple[AreaRow, ...]:
    """All rows of all sets, in the order of `sets.yml` and its files."""
    return tuple(_row(area_set, entry) for area_set in area_sets() for entry in area_set.entries)


def _row(area_set: AreaSet, entry: AreaEntry) -> AreaRow:
    return AreaRow(
        set_id=area_set.id,
        key=entry.key,
        label=area_set.statuses[entry.status],
        partial=YES_NO[entry.partial],
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        source=entry.source,
        note=entry.note,
    )


def rows_applying(rows: Collection[AreaRow], territory: Collection[str], stichtag: date) -> tuple[AreaRow, ...]:
    """The rows that name a key of the territory and are valid on that day. No row means unknown, not outside."""
    return tuple(row for row in rows if row.key in territory and row.applies_on(stichtag))


def rows_for(territory: Collection[str], stichtag: date) -> tuple[AreaRow, ...]:
    """`rows_applying` on the sets that ship with the project."""
    return rows_applying(area_rows(), territory, stichtag)
