"""Boundary changes (Gebietsänderungen): which municipalities were dissolved, re-keyed or renamed, and what followed.

Source: Gebietsänderungen, © Statistisches Bundesamt (Destatis); reproduction with reference permitted.
"""

import csv
from collections import defaultdict, deque
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, TypeAdapter, model_validator

from finder import wording
from finder.frozen import Frozen
from finder.paths import DATA
from finder.places.register_rows import RegisterUnreadable
from finder.vocab import Labelled

FILE = DATA / "boundary_changes.csv"

Ags = Annotated[str, Field(pattern=r"^[0-9]{8}$")]
Ars = Annotated[str, Field(pattern=r"^[0-9]{12}$")]
Name = Annotated[str, Field(pattern=r"^[^\x00-\x1f]{1,100}$")]
Number = Annotated[int | None, Field(ge=0), BeforeValidator(lambda raw: None if raw == "" else raw)]


class BoundaryFileUnreadable(RegisterUnreadable):
    """The list of boundary changes is missing or damaged; the message is a German sentence."""


class ChangeKind(Labelled):
    """The publisher's Änderungsart. A Teilausgliederung is missing: it ends no key and no name."""

    DISSOLVED = "dissolved", "Auflösung"
    REKEYED = "rekeyed", "Schlüsseländerung"
    RENAMED = "renamed", "Namensänderung"


class BoundaryChange(Frozen):
    """What went from one municipality to one other; a municipality that was split has a line for each successor."""

    reference: Annotated[str, Field(pattern=r"^[0-9]{2}/[0-9]{4}/[0-9]{4}(-[A-Z])?$")]
    """The publisher's Kennziffer of the change: "16/2024/0015-R"."""
    kind: ChangeKind
    old_ags: Ags
    old_ars: Ars
    old_name: Name
    new_ags: Ags
    new_ars: Ars
    """Amtlicher Regionalschlüssel; it may change while the AGS stays, because it names the Gemeindeverband."""
    new_name: Name
    population: Number
    """Inhabitants who went there; None where only a key or a name changed."""
    area_m2: Number
    """Area that went there; None where only a key or a name changed."""
    legal_date: date
    """Day on which the change took effect; the one that people are told."""
    statistical_date: date
    """Day from which the register counts the change."""
    source: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        for ags, ars in ((self.old_ags, self.old_ars), (self.new_ags, self.new_ars)):
            if ags != ars[:5] + ars[9:]:
                raise ValueError(f"{ars} is not the ARS of {ags}")
        if self.kind is ChangeKind.DISSOLVED and (not self.ends_key() or None in (self.population, self.area_m2)):
            raise ValueError("a dissolved municipality goes to another one, with inhabitants and area")
        if self.kind is ChangeKind.REKEYED and self.old_ars == self.new_ars:
            raise ValueError("the key is the same")
        if self.kind is ChangeKind.RENAMED and self.old_name == self.new_name:
            raise ValueError("the name is the same")
        return self

    def ends_key(self) -> bool:
        """Whether the old AGS means nothing after the change."""
        return self.old_ags != self.new_ags


class Succession(Frozen):
    """The way from a former unit to one that followed it."""

    changes: Annotated[tuple[BoundaryChange, ...], Field(min_length=1)]
    """Oldest first; each begins where the one before it leads."""

    @property
    def old_ags(self) -> str:
        """The key at the beginning of the way."""
        return self.changes[0].old_ags

    @property
    def new_ags(self) -> str:
        """The key at the end of the way."""
        return self.changes[-1].new_ags


class BoundaryChanges:
    """All known changes, to be asked what became of a key. Where a key ended twice, its last end counts."""

    def __init__(self, rows: Iterable[BoundaryChange]) -> None:
        self.rows = tuple(rows)
        self._endings = _last_endings(self.rows)
        self._arrivals = _grouped((row.new_ags, row) for row in self.rows if row.ends_key())
        self._alterations = _grouped((row.old_ags, row) for row in self.rows if not row.ends_key())

    def endings(self, ags: str, after: date = date.min) -> tuple[BoundaryChange, ...]:
        """The changes that ended a key after that statistical day: several lines where the unit was split."""
        return tuple(row for row in self._endings.get(ags, ()) if row.statistical_date > after)

    def beginnings(self, ags: str) -> tuple[BoundaryChange, ...]:
        """The changes of the first day on which other keys ended in favour of this one."""
        arrivals = self._arrivals.get(ags, ())
        first = min((row.statistical_date for row in arrivals), default=None)
        return tuple(row for row in arrivals if row.statistical_date == first)

    def alterations(self, ags: str, after: date = date.min) -> tuple[BoundaryChange, ...]:
        """The changes of a unit's name or ARS that left its AGS, after that statistical day."""
        return tuple(row for row in self._alterations.get(ags, ()) if row.statistical_date > after)

    def successors(self, ags: str, present: Container[str] = frozenset()) -> tuple[Succession, ...]:
        """What became of a key: the ways to the units that are present or, beyond those, to the last known ones.

        Several where the unit was split. None where its key never ended, or where the changes lead in a circle.
        """
        ends: list[Succession] = []
        waiting: deque[tuple[str, tuple[BoundaryChange, ...]]] = deque([(ags, ())])
        seen = {ags}
        while waiting:
            key, way = waiting.popleft()
            steps = () if way and key in present else self.endings(key)
            if way and not steps:
                ends.append(Succession(changes=way))
            for step in steps:
                if step.new_ags not in seen:
                    seen.add(step.new_ags)
                    waiting.append((step.new_ags, (*way, step)))
        return tuple(ends)

    def predecessors(self, ags: str) -> tuple[Succession, ...]:
        """The ways from all former units, nearest first, that wholly or in part became this one."""
        found: list[Succession] = []
        waiting: deque[tuple[str, tuple[BoundaryChange, ...]]] = deque([(ags, ())])
        seen = {ags}
        while waiting:
            key, way = waiting.popleft()
            for step in self._arrivals.get(key, ()):
                if step.old_ags not in seen and step in self.endings(step.old_ags):
                    seen.add(step.old_ags)
                    found.append(Succession(changes=(step, *way)))
                    waiting.append((step.old_ags, (step, *way)))
        return tuple(found)

    def told(self, succession: Succession) -> str:
        """The way in German sentences, one for each change."""
        return " ".join(
            _part(step) if len(self.endings(step.old_ags)) > 1 else ending([step]) for step in succession.changes
        )


def ending(changes: Sequence[BoundaryChange]) -> str:
    """What became of one unit, in a German sentence; several changes are the parts of a split."""
    first = changes[0]
    unit, when = f"{first.old_name} ({first.old_ags})", wording.day(first.legal_date)
    if len(changes) > 1:
        parts = [f"{part.new_name} ({part.new_ags}, {_people(part)})" for part in changes]
        return f"{unit} wurde am {when} aufgelöst und aufgeteilt auf {wording.listing(parts)}."
    if first.kind is ChangeKind.DISSOLVED:
        return f"{unit} wurde am {when} aufgelöst und ging in {_successor(first)} auf."
    if first.kind is ChangeKind.RENAMED:
        return f"{unit} heißt seit dem {when} „{first.new_name}“."
    if first.ends_key():
        return f"{unit} hat seit dem {when} den Schlüssel {first.new_ags}."
    return f"{unit} hat seit dem {when} den Regionalschlüssel {first.new_ars}."


def beginning(changes: Sequence[BoundaryChange]) -> str:
    """What a unit was formed of, in a German sentence."""
    former = [f"{change.old_name} ({change.old_ags})" for change in changes]
    return f"{_successor(changes[0])} entstand am {wording.day(changes[0].legal_date)} aus {wording.listing(former)}."


def _part(change: BoundaryChange) -> str:
    square_km = wording.decimal(round(Decimal(change.area_m2 or 0) / 1_000_000, 2))
    return (
        f"Von {change.old_name} ({change.old_ags}), aufgelöst am {wording.day(change.legal_date)}, "
        f"kamen {_people(change)} und {square_km} km² zu {_successor(change)}."
    )


def _people(change: BoundaryChange) -> str:
    return f"{wording.whole(change.population or 0)} Einwohner"


def _successor(change: BoundaryChange) -> str:
    return f"{change.new_name} ({change.new_ags})"


def _grouped(pairs: Iterable[tuple[str, BoundaryChange]]) -> Mapping[str, list[BoundaryChange]]:
    groups: defaultdict[str, list[BoundaryChange]] = defaultdict(list)
    for key, row in pairs:
        groups[key].append(row)
    return dict(groups)


def _last_endings(rows: Iterable[BoundaryChange]) -> Mapping[str, list[BoundaryChange]]:
    all_endings = _grouped((row.old_ags, row) for row in rows if row.ends_key())
    last_days = {ags: max(row.statistical_date for row in endings) for ags, endings in all_endings.items()}
    return {
        ags: [row for row in endings if row.statistical_date == last_days[ags]] for ags, endings in all_endings.items()
    }


def contradiction(rows: Iterable[BoundaryChange]) -> BoundaryChange | None:
    """A change that cannot be true beside the others: on one day a key ends in one way, and goes to a unit once."""
    days: defaultdict[tuple[str, date], list[BoundaryChange]] = defaultdict(list)
    for row in rows:
        if row.ends_key():
            days[row.old_ags, row.statistical_date].append(row)
    for endings in days.values():
        dissolved = all(row.kind is ChangeKind.DISSOLVED for row in endings)
        if len(endings) > 1 and not (dissolved and len({row.new_ags for row in endings}) == len(endings)):
            return endings[1]
    return None


COLUMNS = tuple(BoundaryChange.model_fields)
_ROWS = TypeAdapter(tuple[BoundaryChange, ...])


def read_changes(path: Path) -> tuple[BoundaryChange, ...]:
    """The lines of the generated list.

    Raises:
        BoundaryFileUnreadable: the file is missing, damaged or of another layout.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            table = csv.DictReader(file, strict=True)
            rows = _ROWS.validate_python(tuple(table))
        if tuple(table.fieldnames or ()) != COLUMNS or contradiction(rows) is not None:
            raise ValueError("other columns, or lines that contradict each other")
        return rows
    except (OSError, csv.Error, ValueError) as error:
        raise BoundaryFileUnreadable(
            f"Die Liste der Gebietsänderungen {path} fehlt oder ist beschädigt. "
            "„foerderfinder municipalities changes DATEI“ legt sie aus den amtlichen Dateien neu an."
        ) from error


@lru_cache(maxsize=1)
def boundary_changes() -> BoundaryChanges:
    """The changes in `data/boundary_changes.csv`, loaded once; `boundary_changes.cache_clear()` after an import.

    Raises:
        BoundaryFileUnreadable: the file is missing or damaged.
    """
    return BoundaryChanges(read_changes(FILE))


def successors(ags: str) -> tuple[Succession, ...]:
    """`BoundaryChanges.successors` on the list that ships: what became of a key, to its last known units."""
    return boundary_changes().successors(ags)


def predecessors(ags: str) -> tuple[Succession, ...]:
    """`BoundaryChanges.predecessors` on the list that ships: the former keys under which entries may still lie."""
    return boundary_changes().predecessors(ags)
