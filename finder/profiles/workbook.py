"""Profile files as a workbook, read. The file comes from outside: it may be huge, damaged, or say what no cell should.

Formulas are not evaluated but refused; what is not on the sheets "Angaben" and "Vorhaben" is not looked at.
"""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook

from finder.fact_entry import DAYS
from finder.facts import NO, YES
from finder.profiles.stated import MOST_PROJECTS, ProfileFileError, Stated, StatedProfile, StatedProject
from finder.profiles.xlsx import (
    ABOUT,
    ALLOWED,
    ANSWER,
    AS_OF,
    HELP,
    ID,
    LABEL,
    MUNICIPALITY,
    OF_APPLICANT,
    OFFICIAL,
    PROJECT_KEY,
    PROJECT_NAME,
    PROJECTS,
)

LARGEST_UNPACKED = 20_000_000
"""Bytes; a workbook with fifty projects has less than 2 million."""
MOST_LINES = 500
MOST_COLUMNS = 10 + 2 * MOST_PROJECTS
WIDEST = 16_384
"""Columns of a sheet, by Excel's own limit."""
FIXED = frozenset({ID, LABEL, AS_OF, ALLOWED, HELP})
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:]{1,20})"')
DAMAGED = "Die Datei ist beschädigt oder keine Excel-Datei (XLSX). Bitte neu speichern."
FORMULA, ERROR = "f", "e"

Column = Mapping[str, Stated]
"""The answers of one column by the ids of their lines."""


def read_workbook(path: Path) -> StatedProfile:
    """What a workbook states. Raises ProfileFileError; OSError where the file cannot be opened."""
    package = io.BytesIO(path.read_bytes())
    try:
        _check_package(package)
        with warnings.catch_warnings():
            # What openpyxl says about extensions and styles it does not keep concerns nobody here.
            warnings.simplefilter("ignore", UserWarning)
            with closing(load_workbook(package, read_only=True, keep_links=False)) as book:
                return _profile(book)
    except (zipfile.BadZipFile, zlib.error, InvalidFileException, EOFError, KeyError, ValueError, OSError) as error:
        raise ProfileFileError(DAMAGED) from error
    except (TypeError, AttributeError, SyntaxError, NotImplementedError, RuntimeError) as error:
        # openpyxl lets the errors of its own parts through where a package is damaged inside.
        raise ProfileFileError(DAMAGED) from error


def _check_package(body: io.BytesIO) -> None:
    with zipfile.ZipFile(body) as package:
        entries = package.infolist()
        if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
            raise ProfileFileError("Die Datei ist ausgepackt größer, als eine Profildatei sein kann.")
        for entry in entries:
            if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
                _check_merged(package.read(entry))


def _check_merged(sheet: bytes) -> None:
    """Of merged cells only the first has a value: an answer for several projects would reach one of them."""
    if found := MERGED.search(sheet):
        cells = found.group(1).decode("ascii")
        raise ProfileFileError(f"Die Zellen {cells} sind verbunden. Bitte den Zellverbund aufheben und jede ausfüllen.")


def _profile(book: Workbook) -> StatedProfile:
    if ABOUT not in book.sheetnames and PROJECTS not in book.sheetnames:
        raise ProfileFileError(
            f"Es gibt weder ein Blatt „{ABOUT}“ noch ein Blatt „{PROJECTS}“. "
            "„foerderfinder profile template“ schreibt eine leere Vorlage."
        )
    about = dict(_columns(book, ABOUT, ANSWER).get(ANSWER, {}))
    applicant = {field.partition(".")[2]: about.pop(field) for field in OF_APPLICANT if field in about}
    municipality = about.pop(MUNICIPALITY, None)
    projects = _columns(book, PROJECTS)
    if len(projects) > MOST_PROJECTS:
        raise ProfileFileError(f"Blatt „{PROJECTS}“ hat mehr als {MOST_PROJECTS} Vorhaben. Bitte die Datei aufteilen.")
    return StatedProfile(
        municipality, applicant, about, tuple(_project(head, column) for head, column in projects.items())
    )


def _project(head: str, column: Column) -> StatedProject:
    answers = dict(column)
    key, name = answers.pop(PROJECT_KEY, None), answers.pop(PROJECT_NAME, None)
    return StatedProject(f"Blatt „{PROJECTS}“, Spalte „{head}“", key, name, answers)


class _Place(NamedTuple):
    """Where the answers of a column stand, and the days they are of."""

    answer: int
    as_of: int | None


def _columns(book: Workbook, title: str, *needed: str) -> dict[str, Column]:
    """The columns with answers of a sheet by their heads; a column without head or any answer is left out."""
    if title not in book.sheetnames:
        return {}
    sheet = book[title]
    # A sheet may claim any size; only what its rows really hold counts.
    sheet.reset_dimensions()
    heads = _heads(next(sheet.iter_rows(max_row=1, max_col=WIDEST), ()), title)
    if missing := next((head for head in (ID, *needed) if head not in heads), None):
        raise ProfileFileError(
            f"Blatt „{title}“ hat in der ersten Zeile keine Spalte „{missing}“. Bitte die Vorlage benutzen."
        )
    columns: dict[str, dict[str, Stated]] = {head: {} for head in heads if head not in FIXED}
    lines: set[str] = set()
    for row in sheet.iter_rows(min_row=2, max_col=MOST_COLUMNS):
        line = _id(row[heads[ID].answer], title, lines)
        for head, column in columns.items():
            stated = _answer(row, heads[head], title)
            if stated and not line:
                raise ProfileFileError(f"{stated.place} gehört zu keiner Angabe: In der Spalte „{ID}“ steht nichts.")
            if stated and not line.startswith(OFFICIAL):
                column[line] = stated
    return {head: column for head, column in columns.items() if column}


def _heads(row: Sequence[Any], title: str) -> dict[str, _Place]:
    """Where each column stands, by its head; the days of its answers stand right beside it."""
    words = [_words(cell, title) for cell in row]
    heads: dict[str, _Place] = {}
    for number, head in enumerate(words):
        if not head or head == AS_OF:
            continue
        if head in heads or number + 1 >= MOST_COLUMNS:
            raise ProfileFileError(
                f"{_place(row[number], title)}: Die Spalte „{head[:60]}“ gibt es schon, oder es sind mehr als "
                f"{MOST_PROJECTS} Vorhaben. Bitte jede Spalte anders überschreiben oder die Datei aufteilen."
            )
        dated = words[number + 1 : number + 2] == [AS_OF]
        heads[head] = _Place(number, number + 1 if dated else None)
    return heads


def _id(cell: Any, title: str, lines: set[str]) -> str:
    line = _words(cell, title)
    if not line:
        return ""
    if line in lines:
        raise ProfileFileError(
            f"{_place(cell, title)}: Die Kennung „{line[:60]}“ steht zweimal. Bitte eine Zeile entfernen."
        )
    if len(lines) == MOST_LINES:
        raise ProfileFileError(f"Blatt „{title}“ hat mehr als {MOST_LINES} Zeilen. Bitte die Vorlage benutzen.")
    lines.add(line)
    return line


def _answer(row: Sequence[Any], place: _Place, title: str) -> Stated | None:
    text = _words(row[place.answer], title)
    if not text:
        return None
    return Stated(
        text, _place(row[place.answer], title), None if place.as_of is None else _day(row[place.as_of], title)
    )


def _day(cell: Any, title: str) -> date | None:
    words = _words(cell, title)
    for pattern in DAYS if words else ():
        try:
            return datetime.strptime(words, pattern).date()
        except ValueError:
            continue
    if words:
        raise ProfileFileError(f"{_place(cell, title)}: „{words[:60]}“ ist kein Tag. Nötig ist die Form TT.MM.JJJJ.")
    return None


def _words(cell: Any, title: str) -> str:
    """What a cell states, as a person would enter it; the day 31.12.2026 in the form of the calendar, 2026-12-31."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == FORMULA:
        raise ProfileFileError(f"{_place(cell, title)} enthält eine Formel. Bitte den Wert selbst eintragen.")
    if cell.data_type == ERROR:
        raise ProfileFileError(f"{_place(cell, title)} enthält den Fehler {value}. Bitte den Wert eintragen.")
    match value:
        case bool():
            return YES if value else NO
        case float() if not value.is_integer():
            return format(Decimal(repr(value)), "f").replace(".", ",")
        case float():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case _:
            return " ".join(str(value).split())


def _place(cell: Any, title: str) -> str:
    return f"Blatt „{title}“, Zelle {get_column_letter(cell.column)}{cell.row}"
