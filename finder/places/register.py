"""The official municipality register: its units, and look-up by name, key or postcode.

Source: Gemeindeverzeichnis GV-ISys, © Statistisches Bundesamt (Destatis); reproduction with reference permitted.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path

from finder import wording
from finder.frozen import Frozen
from finder.models import TerritorialUnit
from finder.places.boundary_changes import BoundaryChanges, boundary_changes
from finder.places.former_units import FormerUnits, Whereabouts
from finder.places.name_index import NameIndex
from finder.places.names import LIMITS, LONGEST, base_and_suffix, words
from finder.places.register_rows import (
    CITY_COUNTY_CODES,
    COUNTY_FREE_CODES,
    FILE,
    TYPE_LABELS,
    RegisterHead,
    RegisterRow,
    read_rows,
)
from finder.vocab import LAND_BY_KEY, Land, UnitLevel

SEAT_NOTE = "Das Verzeichnis führt nur die Postleitzahl des Verwaltungssitzes; eine Gemeinde kann weitere haben."
UNINCORPORATED_NOTE = "Gemeindefreies Gebiet: keine Gemeinde und kein Antragsteller."
NO_BODY_NOTE = "Keine eigene Körperschaft: Eine Gemeinde erfüllt die Aufgaben für die anderen."
LAND_NOTE = "Ein Land ist kein kommunaler Antragsteller."
AGREED = "54"
AGREED_LANDS = (Land.BW, Land.SN)
"""Where a Verwaltungsgemeinschaft is only agreed and no body (§ 59 GemO BW, § 36 SächsKomZG)."""
CHOOSE = "Bitte nennen Sie die Gemeinde, die Sie meinen."
FULFILLING = "58"
SHOWN = 60
"""Longest piece of a phrase that a message repeats, in characters."""
ARS_LENGTH = 12


class Match(Frozen):
    """A unit that a phrase may mean."""

    unit: TerritorialUnit
    title: str
    """The unit with what tells it from its namesakes: "Görlitz, Stadt (Landkreis Görlitz, Sachsen; 14626110)"."""
    score: int
    """100 for a name, key or postcode that fits, less for a similar one."""
    note: str | None = None
    """A sentence people have to know with it."""


class LookupFailed(Exception):
    """The phrase names no single unit; the message is a German sentence."""

    def __init__(self, sentence: str, candidates: tuple[Match, ...]) -> None:
        super().__init__(sentence)
        self.candidates = candidates


class UnknownMunicipality(LookupFailed):
    """Nothing in the register fits; the candidates are the most similar names."""


class AmbiguousMunicipality(LookupFailed):
    """Several units fit; the candidates are all of them."""


NO_CHANGES = BoundaryChanges(())


class Register:
    """All units of the register. Loading is fast: units and the index of names are made when they are asked for.

    A key or name that only the boundary changes know leads to what followed, and the answer says so.
    """

    def __init__(self, head: RegisterHead, rows: Iterable[RegisterRow], changes: BoundaryChanges = NO_CHANGES) -> None:
        self.head = head
        self.rows = tuple(rows)
        self._kept = {row.key: row for row in self.rows if not row.is_shadow()}
        self._counties = {row.key: row for row in self.rows if row.level == UnitLevel.COUNTY}
        self._former_units = FormerUnits(changes, head.territory_as_of, self._kept, self._counties)

    @classmethod
    def load(cls, path: Path, changes: BoundaryChanges = NO_CHANGES) -> "Register":
        """The register from its generated file, with the boundary changes before and after its day.

        Raises:
            finder.places.register_rows.RegisterUnreadable: the file is missing or damaged.
        """
        return cls(*read_rows(path), changes)

    def units(self, level: UnitLevel) -> Iterator[TerritorialUnit]:
        """The units of a level in the order of their keys; a kreisfreie Stadt is a municipality, not a Kreis."""
        return (self._unit(row) for row in self._kept.values() if row.level == level)

    def by_key(self, key: str) -> TerritorialUnit | None:
        """The unit with that AGS (8 digits), Kreis key (5), Verband key (9), ARS (12) or Land key (2)."""
        row = self._row(key)
        return self._unit(row) if row is not None else None

    def members(self, key: str) -> tuple[TerritorialUnit, ...]:
        """The municipalities of a Kreis (5 digits), Verband (9) or Land (2), in the order of their keys."""
        return tuple(self._unit(row) for row in self.inside(key) if row.level == UnitLevel.MUNICIPALITY)

    def inside(self, key: str) -> tuple[RegisterRow, ...]:
        """The lines of the municipalities and unincorporated areas of a Kreis, Verband or Land."""
        areas = (row for row in self._kept.values() if row.level in (UnitLevel.MUNICIPALITY, UnitLevel.UNINCORPORATED))
        return tuple(row for row in areas if row.key.startswith(key) or row.association_key == key)

    def resolve(self, text: str) -> TerritorialUnit:
        """The one unit that a name, key or postcode means; of a dissolved unit the one that it became part of.

        Raises:
            UnknownMunicipality: nothing fits.
            AmbiguousMunicipality: several units fit, or the one that was meant has been split.
        """
        return self.match(text).unit

    def match(self, text: str) -> Match:
        """As `resolve`, with what people have to know about the answer."""
        phrase = _cleaned(text)
        if not phrase:
            raise UnknownMunicipality("Bitte geben Sie den Namen, den Gemeindeschlüssel oder die Postleitzahl an.", ())
        found = self._found(phrase)
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousMunicipality(_ambiguous(phrase, found), found)
        if former := self._former(phrase):
            return self._followed(former)
        similar = self._similar(phrase)
        raise UnknownMunicipality(self._not_found(phrase, similar), similar)

    def find(self, text: str, limit: int = 10) -> tuple[Match, ...]:
        """What a phrase may mean, best first: all that fits, then up to `limit` names that begin so or are similar."""
        phrase = _cleaned(text)
        if not phrase:
            return ()
        fitting = self._found(phrase) or self._following(self._former(phrase))
        longer = (self._as_match(row, score=90) for row in self._names.beginning(phrase))
        ranked = {match.unit.key: match for match in fitting}
        for match in (*longer, *self._similar(phrase)):
            ranked.setdefault(match.unit.key, match)
        return tuple(ranked.values())[: max(limit, len(fitting))]

    # --- keys, postcodes and names

    def _found(self, phrase: str) -> tuple[Match, ...]:
        digits = _digits(phrase)
        return self._numbered(digits) if digits else tuple(self._as_match(row) for row in self._names.named(phrase))

    def _numbered(self, digits: str) -> tuple[Match, ...]:
        """What a number means. Five digits may be a Kreis key and the postcode of a seat at once."""
        row = self._row(digits)
        units = (self._as_match(row),) if row is not None else ()
        seats = tuple(self._as_match(seat, note=SEAT_NOTE) for seat in self._seats.get(digits, ()) if seat != row)
        return units + seats

    def _row(self, key: str) -> RegisterRow | None:
        if len(key) == ARS_LENGTH:
            row = self._kept.get(key[:5] + key[9:])
            return row if row is not None and row.association_key == key[:9] else None
        return self._kept.get(key) or self._repeated.get(key)

    @cached_property
    def _repeated(self) -> Mapping[str, RegisterRow]:
        """Kreis keys of kreisfreie Städte and Verband keys of municipalities without one, with the municipality."""
        municipalities = [row for row in self._kept.values() if row.level == UnitLevel.MUNICIPALITY]
        cities = {row.key[:5]: row for row in municipalities if row.type_code in COUNTY_FREE_CODES}
        return {row.association_key: row for row in municipalities if row.association_key not in self._kept} | cities

    @cached_property
    def _seats(self) -> Mapping[str, list[RegisterRow]]:
        seats: defaultdict[str, list[RegisterRow]] = defaultdict(list)
        for row in self._kept.values():
            if row.level == UnitLevel.MUNICIPALITY and row.seat_postcode:
                seats[row.seat_postcode].append(row)
        return seats

    @cached_property
    def _names(self) -> NameIndex:
        return NameIndex(self._kept.values(), self._counties)

    def _similar(self, phrase: str) -> tuple[Match, ...]:
        return tuple(self._as_match(row, score=min(score, 89)) for row, score in self._names.similar(phrase))

    # --- boundary changes

    def _former(self, phrase: str) -> Whereabouts | None:
        return self._former_units.whereabouts(_digits(phrase) or phrase)

    def _following(self, found: Whereabouts | None) -> tuple[Match, ...]:
        units = found.units if found is not None else {}
        return tuple(self._as_match(self._kept[ags], note=note) for ags, note in units.items())

    def _followed(self, found: Whereabouts) -> Match:
        """The one unit that followed; LookupFailed with what happened where there are several, or not all are here."""
        following = self._following(found)
        if len(following) == 1 and found.complete:
            return following[0]
        outdated = () if found.complete else (self._former_units.outdated(),)
        if following:
            raise AmbiguousMunicipality(" ".join((found.story, CHOOSE, *outdated)), following)
        older = tuple(self._as_match(self._kept[ags]) for ags in found.predecessors)
        raise UnknownMunicipality(" ".join((found.story, *outdated)), older)

    # --- units and sentences

    def _unit(self, row: RegisterRow) -> TerritorialUnit:
        county = self._counties.get(row.key[:5]) if row.level not in (UnitLevel.COUNTY, UnitLevel.LAND) else None
        association = self._kept.get(row.association_key)
        return TerritorialUnit(
            key=row.key,
            level=UnitLevel[row.level.upper()],
            name=row.name,
            type_code=row.type_code,
            type_label=_type_label(row),
            land=LAND_BY_KEY[row.key[:2]],
            county_key=county.key if county is not None else None,
            county_name=county.name if county is not None else None,
            association_key=association.key if association is not None else None,
            association_name=association.name if association is not None else None,
            population=int(row.population) if row.population else None,
            area_km2=Decimal(row.area_km2) if row.area_km2 else None,
            seat_postcode=row.seat_postcode or None,
            urbanisation=row.urbanisation or None,
        )

    def _as_match(self, row: RegisterRow, score: int = 100, note: str | None = None) -> Match:
        unit = self._unit(row)
        notes = dict.fromkeys(filter(None, (unit_note(unit) or note, self._former_units.later(row.key))))
        return Match(unit=unit, title=self._title(row), score=score, note=" ".join(notes) or None)

    def _title(self, row: RegisterRow) -> str:
        land = LAND_BY_KEY[row.key[:2]].label
        if row.level == UnitLevel.LAND:
            return f"Land {row.name}"
        if row.level == UnitLevel.COUNTY:
            return f"{_county_title(row)} ({land}; {row.key})"
        county = self._counties.get(row.key[:5])
        place = land
        if county is not None and county.type_code not in CITY_COUNTY_CODES:
            place = f"{_county_title(county)}, {land}"
        return f"{_with_kind(row)} ({place}; {row.key})"

    def _not_found(self, phrase: str, similar: tuple[Match, ...]) -> str:
        where = f"im Gemeindeverzeichnis (Gebietsstand {wording.day(self.head.territory_as_of)})"
        if phrase.isdigit():
            return (
                f"„{_short(phrase)}“ ist kein Schlüssel und keine Postleitzahl eines Verwaltungssitzes {where}. "
                "Schlüssel haben 8 Ziffern (Gemeinde), 5 (Kreis), 9 (Verband) oder 2 (Land). Andere Postleitzahlen "
                "einer Gemeinde führt das Verzeichnis nicht; bitte geben Sie den Namen an."
            )
        if not similar:
            return f"„{_short(phrase)}“ steht nicht {where}, und kein Name darin ist ähnlich."
        titles = wording.listing([match.title for match in similar], "oder")
        return f"„{_short(phrase)}“ steht nicht {where}. Meinten Sie {titles}?"


@lru_cache(maxsize=1)
def register() -> Register:
    """The register in `data/municipalities.csv.gz` with the changes in `data/boundary_changes.csv`, loaded once.

    After an import of either, `register.cache_clear()` and `boundary_changes.cache_clear()`.

    Raises:
        finder.places.register_rows.RegisterUnreadable: a file is missing or damaged.
    """
    return Register.load(FILE, boundary_changes())


def _cleaned(text: str) -> str:
    printable = "".join(letter if letter.isprintable() else " " for letter in text[:LONGEST])
    return " ".join(printable.split())


def _digits(phrase: str) -> str:
    """The number that a phrase consists of, e.g. "AGS 14 6 26 110"; empty where it is none."""
    digits = phrase.upper().removeprefix("AGS").removeprefix("ARS").replace(" ", "")
    return digits if digits.isascii() and digits.isdigit() else ""


def _short(phrase: str) -> str:
    return phrase if len(phrase) <= SHOWN else f"{phrase[:SHOWN]}…"


def _ambiguous(phrase: str, found: tuple[Match, ...]) -> str:
    return (
        f"„{_short(phrase)}“ ist nicht eindeutig ({len(found)} Treffer). "
        "Bitte ergänzen Sie den Kreis hinter einem Komma oder geben Sie den Schlüssel an."
    )


def _type_label(row: RegisterRow) -> str:
    return TYPE_LABELS[row.type_code] if row.type_code else UnitLevel.LAND.label


def _county_title(row: RegisterRow) -> str:
    """The Kreis with the word for its kind, which some names already carry ("Ilm-Kreis", "Region Hannover")."""
    carried = any(word in row.name.lower() for word in ("kreis", "region", "verband"))
    return row.name if carried or row.type_code in CITY_COUNTY_CODES else f"{_type_label(row)} {row.name}"


def _with_kind(row: RegisterRow) -> str:
    """A Verband with the word for its kind, which some names already carry ("Amt Lütjenburg", "GVV Oberes Gäu")."""
    carried = any(word in LIMITS for word in words(base_and_suffix(row.name)[0]))
    return row.name if carried or row.level != UnitLevel.ASSOCIATION else f"{_type_label(row)} {row.name}"


def unit_note(unit: TerritorialUnit) -> str | None:
    """What people have to know about a unit that cannot apply, or not by itself."""
    if unit.level is UnitLevel.UNINCORPORATED:
        return UNINCORPORATED_NOTE
    if unit.level is UnitLevel.LAND:
        return LAND_NOTE
    agreed = unit.type_code == AGREED and unit.land in AGREED_LANDS
    return NO_BODY_NOTE if agreed or unit.type_code == FULFILLING else None
