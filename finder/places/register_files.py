"""Import of the official files of the municipality register: the workbook "AuszugGV…" and the fixed-width GV100AD.

A file that does not look like the whole register is refused, and the present register stays.
"""

import csv
import gzip
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from finder import wording
from finder.frozen import Frozen
from finder.places.official_files import put_in_place
from finder.places.register_layouts import RawLine, RawRegister, gv100_lines, workbook_lines
from finder.places.register_rows import (
    COLUMNS,
    TYPE_LABELS,
    UNINCORPORATED_CODES,
    RegisterFileError,
    RegisterHead,
    RegisterRow,
    RegisterUnreadable,
    read_rows,
)
from finder.vocab import LAND_BY_KEY, UnitLevel

__all__ = ["ImportReport", "RegisterFileError", "Renaming", "import_file", "read_gv100", "read_workbook"]

LIMITS = {
    UnitLevel.LAND: (16, 16, "Länder"),
    UnitLevel.COUNTY: (395, 405, "Kreise"),
    UnitLevel.MUNICIPALITY: (10_000, 11_500, "Gemeinden"),
}
"""Least and largest number of lines of a whole register; outside, the file is another one or a part of one."""
NOTICE = (
    "© Daten (im Auftrag der Herausgebergemeinschaft Statistische Ämter des Bundes und der Länder) {publisher}. "
    "Vervielfältigung und Verbreitung, auch auszugsweise, mit Quellenangabe gestattet."
)
LEVELS = {"10": UnitLevel.LAND, "40": UnitLevel.COUNTY, "50": UnitLevel.ASSOCIATION, "60": UnitLevel.MUNICIPALITY}
CODES = {"10": "", "40": "4", "50": "5", "60": "6"}
"""How the Textkennzeichen of a Satzart begins."""
SKIPPED = frozenset({"20", "30"})
"""Satzarten of Regierungsbezirke and Regionen, which cannot apply for anything."""
KEYS = {
    UnitLevel.LAND: re.compile(r"\d{2}", re.ASCII),
    UnitLevel.COUNTY: re.compile(r"\d{5}", re.ASCII),
    UnitLevel.ASSOCIATION: re.compile(r"\d{9}", re.ASCII),
    UnitLevel.MUNICIPALITY: re.compile(r"\d{8}", re.ASCII),
    UnitLevel.UNINCORPORATED: re.compile(r"\d{8}", re.ASCII),
}
PARTS = {
    "name": re.compile(r"[^\x00-\x1f]{1,100}"),
    "association_key": re.compile(r"([0-9]{9})?"),
    "population": re.compile(r"([0-9]{1,8})?"),
    "area_km2": re.compile(r"([0-9]{1,6}(\.[0-9]{1,4})?)?"),
    "seat_postcode": re.compile(r"([0-9]{5})?"),
}
"""What a part of a line has to look like; parts that a unit does not have are empty."""
NEEDED = ("association_key", "population", "area_km2")
"""Parts that every municipality and unincorporated area has."""


class Renaming(NamedTuple):
    """A key whose unit goes by another name."""

    key: str
    old: str
    new: str


class ImportReport(Frozen):
    """What an import brought, compared with the register that was there before."""

    file: str
    territory_as_of: date
    population_as_of: date | None
    lands: int
    counties: int
    """Kreise with the kreisfreie Städte."""
    associations: int
    """Lines of Gemeindeverbände, with the municipalities that belong to none."""
    municipalities: int
    unincorporated: int
    compared_with: date | None
    """Territory date of the former register; None where there was no readable one and nothing is compared."""
    new: tuple[str, ...]
    vanished: tuple[str, ...]
    """Keys and names of municipalities, Kreise and Verbände: "16063078 Werra-Suhl-Tal, Stadt"."""
    renamed: tuple[Renaming, ...]
    population_changed: int

    def __str__(self) -> str:
        """The report in German sentences."""
        people = (
            f"Bevölkerung {wording.day(self.population_as_of)}" if self.population_as_of else "Bevölkerung undatiert"
        )
        whole = (
            f"{self.file} übernommen: Gebietsstand {wording.day(self.territory_as_of)}, {people}; "
            f"{wording.whole(self.municipalities)} Gemeinden, {wording.whole(self.unincorporated)} gemeindefreie "
            f"Gebiete, {self.counties} Kreise, {wording.whole(self.associations)} Verbände, {self.lands} Länder."
        )
        if self.compared_with is None:
            return f"{whole} Es gab kein lesbares früheres Verzeichnis zum Vergleich."
        return (
            f"{whole} Gegenüber dem Gebietsstand {wording.day(self.compared_with)}: {len(self.new)} neu, "
            f"{len(self.vanished)} weggefallen, {len(self.renamed)} umbenannt, "
            f"{wording.whole(self.population_changed)} mit anderer Einwohnerzahl."
        )


def import_file(path: Path, target: Path) -> ImportReport:
    """Reads an official file and puts the register made of it in the place of the present one, in one step.

    Raises:
        RegisterFileError: the file is refused; the present register stays as it is.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise RegisterFileError(f"{path.name} hat keine der Endungen {wording.listing(list(READERS), 'oder')}.")
    head, rows = reader(path)
    _check_whole(rows, path)
    report = _report(head, rows, target)
    _write(head, rows, target)
    return report


def read_workbook(path: Path) -> tuple[RegisterHead, tuple[RegisterRow, ...]]:
    """The register from the workbook "AuszugGV…xlsx".

    Raises:
        RegisterFileError: the file is damaged, another workbook, or of another layout.
    """
    return _read(workbook_lines(path), path)


def read_gv100(path: Path) -> tuple[RegisterHead, tuple[RegisterRow, ...]]:
    """The register from the fixed-width file GV100AD. It states neither the day of its population nor the degree of
    urbanisation; both stay unknown.

    Raises:
        RegisterFileError: the file is damaged, cut off or another file.
    """
    return _read(gv100_lines(path), path)


def _read(raw: RawRegister, path: Path) -> tuple[RegisterHead, tuple[RegisterRow, ...]]:
    head = RegisterHead(
        source=f"Gemeindeverzeichnis, © {raw.publisher}",
        notice=NOTICE.format(publisher=raw.publisher),
        territory_as_of=raw.territory_as_of,
        population_as_of=raw.population_as_of,
        generated_from=path.name,
    )
    return head, _rows(raw.lines, path)


def _rows(lines: Iterable[RawLine], path: Path) -> tuple[RegisterRow, ...]:
    """The lines as the register keeps them: Länder, Kreise, Verbände, municipalities, each in the order of its keys."""
    rows = [_row(line, path) for line in lines if line.record not in SKIPPED]
    order = list(UnitLevel)
    return tuple(sorted(rows, key=lambda row: (order.index(UnitLevel[row.level.upper()]), row.key)))


def _row(line: RawLine, path: Path) -> RegisterRow:
    level = LEVELS.get(line.record)
    if level is None or (line.code not in TYPE_LABELS and line.code) or line.code[:1] != CODES[line.record]:
        raise RegisterFileError(
            f"{path.name}, Zeile {line.number}: Satzart „{line.record[:9]}“ mit Kennzeichen „{line.code[:9]}“ "
            "kommt im Gemeindeverzeichnis nicht vor."
        )
    municipal = level is UnitLevel.MUNICIPALITY
    if line.code in UNINCORPORATED_CODES:
        level = UnitLevel.UNINCORPORATED
    row = RegisterRow(
        level=level.value,
        key=line.county + (line.municipality if municipal else line.association),
        type_code=line.code,
        name=line.name,
        association_key=line.county + line.association if municipal else "",
        population=_whole(line.population),
        area_km2=_decimal(line.area_km2),
        seat_postcode=line.postcode,
        urbanisation=line.urbanisation,
    )
    if not _is_sound(row):
        raise RegisterFileError(f"{path.name}, Zeile {line.number}: Schlüssel, Name oder Zahlen sind unvollständig.")
    return row


def _whole(text: str) -> str:
    return str(int(text)) if text.isascii() and text.isdigit() else text


def _decimal(text: str) -> str:
    return format(Decimal(text).normalize(), "f") if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,6})?", text) else text


def _is_sound(row: RegisterRow) -> bool:
    level = UnitLevel[row.level.upper()]
    if not KEYS[level].fullmatch(row.key) or row.key[:2] not in LAND_BY_KEY:
        return False
    if not all(pattern.fullmatch(getattr(row, part)) for part, pattern in PARTS.items()):
        return False
    return level not in (UnitLevel.MUNICIPALITY, UnitLevel.UNINCORPORATED) or all(getattr(row, part) for part in NEEDED)


def _check_whole(rows: tuple[RegisterRow, ...], path: Path) -> None:
    counts = Counter(row.level for row in rows)
    for level, (least, most, label) in LIMITS.items():
        if not least <= counts[level] <= most:
            expected = wording.whole(least) if least == most else f"{wording.whole(least)} bis {wording.whole(most)}"
            raise RegisterFileError(
                f"{path.name} enthält {wording.whole(counts[level])} {label}, ein vollständiges Gemeindeverzeichnis "
                f"hat {expected}. Die Datei ist unvollständig oder eine andere; das bisherige Verzeichnis bleibt."
            )
    repeated = [key for key, number in Counter(row.key for row in rows).items() if number > 1]
    if repeated:
        raise RegisterFileError(f"{path.name} enthält den Schlüssel {repeated[0]} mehrfach.")
    keys = {row.key for row in rows}
    # Areas without a municipality may lie in no Kreis: the condominium with Luxembourg, the coastal waters.
    bound = (row for row in rows if row.level == UnitLevel.MUNICIPALITY)
    lost = next((row for row in bound if not {row.key[:2], row.key[:5], row.association_key} <= keys), None)
    if lost is not None:
        raise RegisterFileError(f"{path.name}: Zu {lost.key} {lost.name} fehlt die Zeile des Kreises oder Verbandes.")


def _report(head: RegisterHead, rows: tuple[RegisterRow, ...], target: Path) -> ImportReport:
    former_head, former_rows = _former(target)
    counts = Counter(row.level for row in rows)
    present, former = _by_key(rows), _by_key(former_rows)
    shared = [(former[key], row) for key, row in present.items() if key in former]
    return ImportReport(
        file=head.generated_from,
        territory_as_of=head.territory_as_of,
        population_as_of=head.population_as_of,
        lands=counts[UnitLevel.LAND],
        counties=counts[UnitLevel.COUNTY],
        associations=counts[UnitLevel.ASSOCIATION],
        municipalities=counts[UnitLevel.MUNICIPALITY],
        unincorporated=counts[UnitLevel.UNINCORPORATED],
        compared_with=former_head.territory_as_of if former_head is not None else None,
        new=tuple(f"{key} {row.name}" for key, row in present.items() if former_head and key not in former),
        vanished=tuple(f"{key} {row.name}" for key, row in former.items() if key not in present),
        renamed=tuple(Renaming(old.key, old.name, new.name) for old, new in shared if old.name != new.name),
        population_changed=sum(old.population != new.population for old, new in shared),
    )


def _former(target: Path) -> tuple[RegisterHead | None, tuple[RegisterRow, ...]]:
    try:
        return read_rows(target)
    except RegisterUnreadable:
        return None, ()


def _by_key(rows: tuple[RegisterRow, ...]) -> Mapping[str, RegisterRow]:
    return {row.key: row for row in rows if not row.is_shadow()}


def _write(head: RegisterHead, rows: tuple[RegisterRow, ...], target: Path) -> None:
    """Same register, same bytes."""
    text = io.StringIO()
    for name, value in head.model_dump(mode="json").items():
        text.write(f"# {name}: {value or ''}\n")
    table = csv.writer(text, lineterminator="\n")
    table.writerows((COLUMNS, *rows))
    put_in_place(gzip.compress(text.getvalue().encode(), mtime=0), target)


READERS = {".xlsx": read_workbook, ".txt": read_gv100, ".asc": read_gv100}
"""By the ending of the file's name."""
