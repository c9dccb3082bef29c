"""Finding units of the register by what people type: exact names, short names, namesakes, misspelt names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz import fuzz, process

from finder.places.names import Reading, base_and_suffix, readings, spoken_names, without_kind, words
from finder.places.register_rows import RegisterRow
from finder.vocab import LAND_BY_KEY, UnitLevel

_BY_PREFERENCE = (
    UnitLevel.MUNICIPALITY,
    UnitLevel.COUNTY,
    UnitLevel.ASSOCIATION,
    UnitLevel.LAND,
    UnitLevel.UNINCORPORATED,
)
"""Which kind of unit a bare name means first."""
_RANK = {level.value: rank for rank, level in enumerate(_BY_PREFERENCE)}
_SUGGESTIONS = 5
_SIMILAR = 70
"""Least similarity of a suggestion for a misspelt name, of 100."""
_MOST = 50
"""Most units listed for the beginning of a name."""


class NameIndex:
    """The units that can be meant, by their names. `counties` also holds the kreisfreie Städte, for their names."""

    def __init__(self, rows: Iterable[RegisterRow], counties: Mapping[str, RegisterRow]) -> None:
        self._rows = {row.key: row for row in rows}
        self._counties = counties
        self._full: defaultdict[str, list[RegisterRow]] = defaultdict(list)
        self._core: defaultdict[str, list[tuple[RegisterRow, tuple[str, ...]]]] = defaultdict(list)
        for row in self._rows.values():
            self._add(row)

    def _add(self, row: RegisterRow) -> None:
        names = {name.full: name for name in spoken_names(row.name)}
        if row.level in (UnitLevel.COUNTY, UnitLevel.ASSOCIATION):
            names = {name.full: name for name in map(without_kind, names.values())} | names
        for full, name in names.items():
            self._full[full].append(row)
            if name.qualifier:
                self._core[name.core].append((row, name.qualifier))

    def named(self, phrase: str) -> list[RegisterRow]:
        """The units that a phrase names: none, one, or several namesakes."""
        return next(filter(None, map(self._decided, readings(phrase))), [])

    def beginning(self, phrase: str) -> Iterator[RegisterRow]:
        """The units whose name begins with the phrase, municipalities first, large ones first."""
        start = next(spoken_names(phrase)).full
        found = {row.key: row for name, rows in self._full.items() if name.startswith(start) for row in rows}
        return iter(sorted(found.values(), key=lambda row: (_RANK[row.level], -row.people(), row.key))[:_MOST])

    def similar(self, phrase: str) -> list[tuple[RegisterRow, int]]:
        """The units with the same short name or the most similar names, each with its similarity of 100."""
        asked = next(spoken_names(phrase))
        short = [(asked.core, 100.0)] if asked.core in self._full else []
        names = process.extract(
            asked.full, self._full.keys(), scorer=fuzz.ratio, score_cutoff=_SIMILAR, limit=_SUGGESTIONS
        )
        scored = (*short, *((name, score) for name, score, _ in names))
        found = {row.key: (row, round(score)) for name, score in scored for row in _best_level(self._full[name])}
        return list(found.values())[:_SUGGESTIONS]

    def _decided(self, reading: Reading) -> list[RegisterRow]:
        """The units of one reading. An exact name wins, unless a larger place goes by the same short name."""
        exact = _best_level([row for row in self._full.get(reading.name.full, []) if self._admits(reading, row)])
        namesakes = _best_level(
            [
                row
                for row, qualifier in self._core.get(reading.name.core, [])
                if _abbreviates(reading.name.qualifier, qualifier) and self._admits(reading, row) and row not in exact
            ]
        )
        if not exact:
            return namesakes
        larger = any(_weight(row) > max(map(_weight, exact)) for row in namesakes)
        return [*exact, *namesakes] if larger and reading.qualifier is None else exact

    def _admits(self, reading: Reading, row: RegisterRow) -> bool:
        limit = reading.limit
        if limit is not None and row.level != limit.level:
            return False
        if limit is not None and limit.type_codes is not None and row.type_code not in limit.type_codes:
            return False
        return reading.qualifier is None or self._qualifies(reading.qualifier, row)

    def _qualifies(self, qualifier: str, row: RegisterRow) -> bool:
        """Whether the qualifier is the unit's suffix, Kreis, Verband or Land."""
        asked = words(qualifier)
        if not asked or asked == words(base_and_suffix(row.name)[1]):
            return bool(asked)
        land = LAND_BY_KEY[row.key[:2]]
        if asked in (words(land.label), words(land.value)):
            return True
        kept = without_kind(next(spoken_names(qualifier))).full
        above = [self._counties.get(row.key[:5]), self._rows.get(row.association_key)]
        return any(kept == without_kind(name).full for unit in above if unit for name in spoken_names(unit.name))


def _best_level(rows: list[RegisterRow]) -> list[RegisterRow]:
    best = min((_RANK[row.level] for row in rows), default=None)
    return [row for row in rows if _RANK[row.level] == best]


def _weight(row: RegisterRow) -> tuple[bool, int]:
    return row.level == UnitLevel.MUNICIPALITY, row.people()


def _abbreviates(asked: tuple[str, ...], qualifier: tuple[str, ...]) -> bool:
    """Whether what was typed stands for the qualifier: nothing at all, or the beginnings of its first words."""
    return len(asked) <= len(qualifier) and all(map(str.startswith, qualifier, asked))
