"""The two layouts in which the register is published, read into plain lines: nothing is checked here but the layout.

The workbook describes itself in its header. GV100AD is described by the publisher's Datensatzbeschreibung: 220
characters a line, the Satzart in the first two.
"""

import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

from finder.places.official_files import LARGEST_FILE, sheets
from finder.places.register_rows import RegisterFileError

HEADER_LINES = 6
COLUMNS = 20
HEADINGS = {
    **{0: "satzart", 1: "textkennzeichen", 2: "amtlicherregionalschlüssel", 7: "gemeindename", 8: "flächekm2"},
    **{9: "bevölkerung", 13: "postleitzahl", 18: "gradderverstädterung"},
}
"""Columns of the workbook (the first is 0) and how their headings begin, without hyphens and blanks."""
PUBLISHER = re.compile(r"Statistisches Bundesamt \(Destatis\), \d{4}")
PUBLISHER_WITHOUT_YEAR = "Statistisches Bundesamt (Destatis)"
DAY = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})")
GV100_LAND = re.compile(r"10[0-9]{10} {10}\S")
GV100_LENGTH = 170
"""Characters of a municipality's line up to and with the postcode; courts and offices follow."""


class RawLine(NamedTuple):
    """One line of an official file, before it is checked."""

    number: int
    record: str
    """Satzart"""
    code: str
    """Textkennzeichen"""
    county: str
    """Digits of Land, Regierungsbezirk and Kreis, as far as the line has them."""
    association: str
    municipality: str
    name: str
    population: str
    area_km2: str
    postcode: str
    urbanisation: str


class RawRegister(NamedTuple):
    """What an official file says, line by line."""

    publisher: str
    territory_as_of: date
    population_as_of: date | None
    """None for GV100AD, which does not say it."""
    lines: tuple[RawLine, ...]


# --- the workbook


def workbook_lines(path: Path) -> RawRegister:
    """The lines of the workbook "AuszugGV…xlsx".

    Raises:
        RegisterFileError: the file is missing, damaged, another workbook, or of another layout.
    """
    cells = next(filter(_is_register, sheets(path, COLUMNS)), None)
    if cells is None:
        raise RegisterFileError(
            f"{path.name} ist nicht der Auszug aus dem Gemeindeverzeichnis: Kein Blatt hat dessen Spalten."
        )
    texts = (text for line in cells for text in line)
    return RawRegister(
        publisher=next((found[0] for text in texts if (found := PUBLISHER.search(text))), PUBLISHER_WITHOUT_YEAR),
        territory_as_of=_day(cells[4][2], path),
        population_as_of=_day(cells[4][9], path),
        lines=tuple(_workbook_line(at, line) for at, line in enumerate(cells, 1) if re.fullmatch(r"\d\d", line[0])),
    )


def _is_register(cells: list[tuple[str, ...]]) -> bool:
    if len(cells) <= HEADER_LINES:
        return False
    headings = {column: re.sub(r"[-\s]", "", cells[2][column]).lower() for column in HEADINGS}
    return all(headings[column].startswith(start) for column, start in HEADINGS.items())


def _workbook_line(number: int, cells: tuple[str, ...]) -> RawLine:
    return RawLine(
        number=number,
        record=cells[0],
        code=cells[1],
        county="".join(cells[2:5]),
        association=cells[5],
        municipality=cells[6],
        name=cells[7],
        population=cells[9],
        area_km2=cells[8],
        postcode=cells[13],
        urbanisation=cells[19],
    )


# --- GV100AD


def gv100_lines(path: Path) -> RawRegister:
    """The lines of the fixed-width file GV100AD.

    Raises:
        RegisterFileError: the file is missing, damaged, cut off or another file.
    """
    lines = [line.rstrip("\r\n") for line in _text(path).split("\n")]
    if not GV100_LAND.match(lines[0]):
        raise RegisterFileError(f"{path.name} ist keine GV100AD-Datei: Die erste Zeile ist nicht die eines Landes.")
    return RawRegister(
        publisher=PUBLISHER_WITHOUT_YEAR,
        territory_as_of=_day(f"{lines[0][8:10]}.{lines[0][6:8]}.{lines[0][2:6]}", path),
        population_as_of=None,
        lines=tuple(_gv100_line(at, line, path) for at, line in enumerate(lines, 1) if line.strip()),
    )


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise RegisterFileError(f"Die Datei {path} gibt es nicht.") from error
    except OSError as error:
        raise RegisterFileError(f"{path} lässt sich nicht lesen: {error.strerror}.") from error
    if len(content) > LARGEST_FILE:
        raise RegisterFileError(f"{path.name} ist größer, als das Gemeindeverzeichnis sein kann.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Editions before 2019 are in ISO 8859-1.
        return content.decode("latin-1")


def _gv100_line(number: int, line: str, path: Path) -> RawLine:
    """Positions of the Datensatzbeschreibung, less one: Satzart 1-2, Gebietsstand 3-10, keys 11-22, name 23-72,
    Textkennzeichen 123-124, area in hectares 129-139, population 140-150, postcode of the seat 166-170."""
    municipal = line[:2] == "60"
    if municipal and len(line) < GV100_LENGTH:
        raise RegisterFileError(f"{path.name} ist abgeschnitten: Zeile {number} ist zu kurz.")
    hectares = line[128:139].strip() if municipal else ""
    return RawLine(
        number=number,
        record=line[:2],
        code=line[122:124].strip(),
        county=line[10:15].strip(),
        association=line[18:22].strip(),
        municipality=line[15:18].strip(),
        name=line[22:72].strip(),
        population=line[139:150].strip() if municipal else "",
        area_km2=f"{hectares[:-2]}.{hectares[-2:]}" if hectares else "",
        postcode=line[165:170].strip() if municipal else "",
        urbanisation="",
    )


def _day(text: str, path: Path) -> date:
    found = DAY.search(text)
    try:
        day, month, year = map(int, found.groups() if found else ())
        return date(year, month, day)
    except ValueError as error:
        raise RegisterFileError(f"{path.name} nennt keinen lesbaren Gebietsstand oder Bevölkerungsstand.") from error
