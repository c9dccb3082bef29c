"""Profile files as a workbook, written: the sheets "Angaben" and "Vorhaben" with drop-downs, everything else locked.

Both sheets have one question a line, with its id in the first column; an answer and the day it is of stand in two
columns next to each other. "Vorhaben" has such a pair for every project, and some empty ones. What is known without
asking stands on "Angaben", locked, with ids that nobody reads. `finder.profiles.workbook` reads the file.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from finder import wording
from finder.desk.projects import EnteredProject
from finder.fact_entry import SEPARATOR, entry_text
from finder.facts import FactDefinition, OwnApplicant, fact_text
from finder.models import Fact, FactValue, Profile
from finder.profiles.form import ENTERED_OF_PROJECT, INTRODUCTION, TITLE, allowed, asked, official, single_answers
from finder.vocab import Land

ABOUT, PROJECTS, LISTS, HINTS = "Angaben", "Vorhaben", "Listen", "Hinweise"
ID, LABEL, ANSWER, AS_OF, ALLOWED, HELP = "Kennung", "Angabe", "Antwort", "Stand", "Mögliche Antworten", "Erklärung"
OFFICIAL = "amtlich."
"""Begins the id of a line that is only shown."""
MUNICIPALITY, PROJECT_KEY, PROJECT_NAME = "municipality", "project.key", "project.name"
OF_APPLICANT = {
    "applicant.key": ("Schlüssel", "Beginnt mit „zv-“, dann kleine Buchstaben, Ziffern und Bindestriche."),
    "applicant.name": ("Name des Verbands", ""),
    "applicant.land": ("Sitz im Land", "Kürzel des Landes, zum Beispiel SN."),
    "applicant.members": ("Mitgliedsgemeinden", "Gemeindeschlüssel, mit Semikolon getrennt."),
}
SPARE_PROJECTS = 3
"""Empty columns for projects that are not there yet."""
WIDTHS = {ID: 24, LABEL: 44, AS_OF: 11, ALLOWED: 50, HELP: 50}
ANSWER_WIDTH = 34

# Text stays text: neither "=…" nor an address becomes something that runs or opens.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class _Line(NamedTuple):
    """A question of a sheet with the answers of all its columns."""

    id: str
    label: str
    allowed: str
    help: str
    answers: Sequence[Fact | str | None]
    choices: tuple[str, ...] = ()
    several: bool = False
    """Whether more than one of the choices may stand in a cell."""
    shown: bool = False
    """Whether the line is only shown."""


class _Formats(NamedTuple):
    head: Any
    locked: Any
    text: Any
    number: Any
    decimal: Any
    day: Any


def profile_xlsx(
    municipality: str | None,
    applicant: OwnApplicant | None,
    facts: Mapping[str, Fact],
    projects: tuple[EnteredProject, ...],
    known: Profile | None,
) -> bytes:
    """The workbook with every question, the given answers, and what is known without asking."""
    file = io.BytesIO()
    with Workbook(file, _OPTIONS) as workbook:
        workbook.set_properties({"title": TITLE})
        formats = _formats(workbook)
        about, of_projects = workbook.add_worksheet(ABOUT), workbook.add_worksheet(PROJECTS)
        workbook.add_worksheet(HINTS).write_column(0, 0, INTRODUCTION)
        lists = _Lists(workbook.add_worksheet(LISTS))
        questions = _questions(asked(facts, own=applicant is not None), [facts])
        _fill(about, (ANSWER,), (*_head(municipality, applicant), *_official(known), *questions), lists, formats)
        names = tuple(f"Vorhaben {number}" for number in range(1, len(projects) + SPARE_PROJECTS + 1))
        _fill(of_projects, names, _project_lines(projects), lists, formats)
    return file.getvalue()


def _formats(workbook: Workbook) -> _Formats:
    cell = {"valign": "top", "text_wrap": True}
    answer = cell | {"locked": False, "border": 1, "border_color": "#D5DCE3", "align": "left"}
    return _Formats(
        head=workbook.add_format(cell | {"bold": True, "bottom": 1}),
        locked=workbook.add_format(cell),
        text=workbook.add_format(answer | {"num_format": "@"}),
        number=workbook.add_format(answer | {"num_format": "#,##0"}),
        decimal=workbook.add_format(answer | {"num_format": "#,##0.######"}),
        day=workbook.add_format(answer | {"num_format": "dd.mm.yyyy"}),
    )


def _head(municipality: str | None, applicant: OwnApplicant | None) -> list[_Line]:
    if applicant is None:
        words = "Name oder Schlüssel der Gemeinde, des Kreises oder des Verbands."
        return [_Line(MUNICIPALITY, "Kommune", words, "", [municipality])]
    members = f"{SEPARATOR} ".join(applicant.members)
    values = (applicant.key, applicant.name, applicant.land.value, members)
    return [
        _Line(field, label, words, "", [value], tuple(Land) if field == "applicant.land" else ())
        for (field, (label, words)), value in zip(OF_APPLICANT.items(), values, strict=True)
    ]


def _official(known: Profile | None) -> list[_Line]:
    shown = official(known)
    return [
        _Line(f"{OFFICIAL}{fact.id}", definition.label, "", fact.source, [fact], shown=True)
        for definition, fact in shown
    ]


def _project_lines(projects: tuple[EnteredProject, ...]) -> list[_Line]:
    spare = [None] * SPARE_PROJECTS
    words = "Frei lassen; wird aus dem Namen gebildet."
    return [
        _Line(PROJECT_NAME, "Name des Vorhabens", "", "", [*(project.name for project in projects), *spare]),
        _Line(PROJECT_KEY, "Schlüssel", words, "", [*(project.key for project in projects), *spare]),
        *_questions(
            ENTERED_OF_PROJECT, [*({fact.id: fact for fact in p.facts} for p in projects), *({} for _ in spare)]
        ),
    ]


def _questions(definitions: Sequence[FactDefinition], columns: Sequence[Mapping[str, Fact]]) -> list[_Line]:
    return [
        _Line(
            definition.id,
            definition.question or definition.label,
            allowed(definition),
            definition.help,
            [column.get(definition.id) for column in columns],
            single_answers(definition) or tuple(definition.options.values()),
            several=not single_answers(definition),
        )
        for definition in definitions
    ]


class _Lists:
    """The answers of the drop-downs, one column each: a list within a validation could hold neither commas nor much."""

    def __init__(self, sheet: Worksheet) -> None:
        sheet.hide()
        self._sheet = sheet
        self._places: dict[tuple[str, ...], str] = {}

    def place(self, choices: tuple[str, ...]) -> str:
        """Where the choices stand, as a validation names it."""
        if choices not in self._places:
            column = len(self._places)
            self._sheet.write_column(0, column, choices)
            letter = xl_col_to_name(column)
            self._places[choices] = f"={LISTS}!${letter}$1:${letter}${len(choices)}"
        return self._places[choices]


def _fill(sheet: Worksheet, columns: Sequence[str], lines: Sequence[_Line], lists: _Lists, formats: _Formats) -> None:
    heads = (ID, LABEL, *(head for name in columns for head in (name, AS_OF)), ALLOWED, HELP)
    for number, head in enumerate(heads):
        sheet.write_string(0, number, head, formats.head)
        sheet.set_column(number, number, WIDTHS.get(head, ANSWER_WIDTH))
    sheet.freeze_panes(1, 2)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    for row, line in enumerate(lines, start=1):
        _fill_line(sheet, row, line, lists, formats)


def _fill_line(sheet: Worksheet, row: int, line: _Line, lists: _Lists, formats: _Formats) -> None:
    after = 2 + 2 * len(line.answers)
    for column, words in ((0, line.id), (1, line.label), (after, line.allowed), (after + 1, line.help)):
        sheet.write_string(row, column, words, formats.locked)
    for number, answer in enumerate(line.answers):
        column = 2 + 2 * number
        if line.shown and isinstance(answer, Fact):
            sheet.write_string(row, column, fact_text(answer), formats.locked)
            sheet.write_string(row, column + 1, wording.day(answer.as_of) if answer.as_of else "", formats.locked)
        else:
            _write_answer(sheet, row, column, answer, formats)
        if line.choices:
            options = {"validate": "list", "source": lists.place(line.choices), "show_error": not line.several}
            sheet.data_validation(row, column, row, column, options)


def _write_answer(sheet: Worksheet, row: int, column: int, answer: Fact | str | None, formats: _Formats) -> None:
    if not isinstance(answer, Fact):
        sheet.write(row, column, answer, formats.text)
        return
    _write_value(sheet, row, column, answer, answer.value, formats)
    if answer.as_of:
        sheet.write_datetime(row, column + 1, answer.as_of, formats.day)
    else:
        sheet.write_blank(row, column + 1, None, formats.day)


def _write_value(
    sheet: Worksheet, row: int, column: int, fact: Fact, value: FactValue | None, formats: _Formats
) -> None:
    match value:
        case int() if not isinstance(value, bool):
            sheet.write_number(row, column, value, formats.number)
        case Decimal():
            sheet.write_number(row, column, float(value), formats.decimal)
        case date():
            sheet.write_datetime(row, column, value, formats.day)
        case _:
            sheet.write_string(row, column, entry_text(fact), formats.text)
