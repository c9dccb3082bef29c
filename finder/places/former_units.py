"""What the boundary changes add to the look-up: units that the register has no longer, or not yet."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from finder import wording
from finder.places.boundary_changes import BoundaryChange, BoundaryChanges, Succession, beginning, ending
from finder.places.name_index import NameIndex
from finder.places.register_rows import RegisterRow
from finder.vocab import UnitLevel

_TOWN = re.compile(r", (Stadt|St|GKSt)\b")
"""How the register marks a town; in Bavaria it abbreviates the word."""
_TOWN_CODE, _MUNICIPALITY_CODE = "63", "64"


class Whereabouts(NamedTuple):
    """What became of the former units that a phrase means."""

    story: str
    """What happened, in German sentences."""
    units: Mapping[str, str]
    """The AGS of the units of the register that followed, each with the sentences that lead to it."""
    complete: bool
    """Whether the register has all that followed."""
    predecessors: tuple[str, ...]
    """The AGS of the units of the register that became part of them: all that an older register knows."""


class FormerUnits:
    """The changes beside a register of one day. `counties` tells namesakes apart by their Kreis."""

    def __init__(
        self,
        changes: BoundaryChanges,
        territory_as_of: date,
        present: Container[str],
        counties: Mapping[str, RegisterRow],
    ) -> None:
        self._changes = changes
        self._day = territory_as_of
        self._present = present
        self._counties = counties

    def whereabouts(self, phrase: str) -> Whereabouts | None:
        """What became of the units that an AGS, an ARS or a name of any time means; None where it means none."""
        found = [self._of(ags) for ags in self._meant(phrase)]
        if not found:
            return None
        return Whereabouts(
            story=" ".join(one.story for one in found),
            units={ags: note for one in found for ags, note in one.units.items()},
            complete=all(one.complete for one in found),
            predecessors=tuple(dict.fromkeys(ags for one in found for ags in one.predecessors)),
        )

    def later(self, ags: str) -> str | None:
        """What happened to a unit of the register after its day, in German sentences."""
        endings = self._changes.endings(ags, after=self._day)
        story = ending(endings) if endings else _altered(self._changes.alterations(ags, after=self._day))
        return f"{story} {self.outdated()}" if story else None

    def outdated(self) -> str:
        """That the register is older than a change, and what to do."""
        return (
            f"Das Gemeindeverzeichnis hat noch den Gebietsstand {wording.day(self._day)}; "
            "„foerderfinder municipalities import DATEI“ liest ein neueres ein."
        )

    def _meant(self, phrase: str) -> tuple[str, ...]:
        if phrase in self._numbers:
            return (self._numbers[phrase],)
        index, ags_of = self._names
        return tuple(dict.fromkeys(ags_of[row.key] for row in index.named(phrase)))

    def _of(self, ags: str) -> Whereabouts:
        if ags in self._present:
            # What came later is told with every answer on the unit.
            known = (change for change in self._changes.alterations(ags) if change.statistical_date <= self._day)
            story = _altered(known)
            return Whereabouts(story, {ags: story}, complete=True, predecessors=())
        ways = self._changes.successors(ags, self._present)
        units = {way.new_ags: self._changes.told(way) for way in ways if way.new_ags in self._present}
        sources = (way.old_ags for way in self._changes.predecessors(ags))
        return Whereabouts(
            story=self._story(ags, ways),
            units=units,
            complete=bool(ways) and len(units) == len(ways),
            predecessors=tuple(key for key in sources if key in self._present),
        )

    def _story(self, ags: str, ways: Sequence[Succession]) -> str:
        if len(ways) == 1:
            return self._changes.told(ways[0])
        if endings := self._changes.endings(ags):
            return ending(endings)
        if beginnings := self._changes.beginnings(ags):
            return beginning(beginnings)
        return _altered(self._changes.alterations(ags))

    @cached_property
    def _numbers(self) -> Mapping[str, str]:
        return {number: ags for ags, ars, _ in self._sides() for number in (ags, ars)}

    @cached_property
    def _names(self) -> tuple[NameIndex, Mapping[str, str]]:
        rows = {_row(ags, ars, name): ags for ags, ars, name in self._sides()}
        return NameIndex(rows, self._counties), {row.key: ags for row, ags in rows.items()}

    def _sides(self) -> Iterator[tuple[str, str, str]]:
        for change in self._changes.rows:
            yield change.old_ags, change.old_ars, change.old_name
            yield change.new_ags, change.new_ars, change.new_name


def _altered(changes: Iterable[BoundaryChange]) -> str:
    return " ".join(ending([change]) for change in changes)


def _row(ags: str, ars: str, name: str) -> RegisterRow:
    """A side of a change as the index of names takes it. One AGS may have borne several names, so its key has both."""
    return RegisterRow(
        level=UnitLevel.MUNICIPALITY.value,
        key=f"{ags} {name}",
        type_code=_TOWN_CODE if _TOWN.search(name) else _MUNICIPALITY_CODE,
        name=name,
        association_key=ars[:9],
        population="",
        area_km2="",
        seat_postcode="",
        urbanisation="",
    )
