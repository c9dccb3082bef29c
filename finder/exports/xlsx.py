"""The report as a workbook: programmes, their criteria, and the state of the data."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from finder.exports.rows import (
    CRITERION_COLUMNS,
    PROGRAMME_COLUMNS,
    SOURCE_COLUMNS,
    Cell,
    Column,
    Report,
    criterion_rows,
    programme_rows,
    source_rows,
    state_rows,
)

LONGEST_TEXT = 32_767
"""Characters a cell can hold (Excel's own limit)."""

# Text stays text: neither "=…" nor an address becomes something that runs or opens.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}

Columns = Sequence[Column[Any]]


class _Formats(NamedTuple):
    title: Any
    text: Any
    day: Any
    number: Any


def report_xlsx(report: Report) -> bytes:
    """The workbook with the sheets Programme, Kriterien and Stand; dates are dates, numbers are numbers."""
    file = io.BytesIO()
    with Workbook(file, _OPTIONS) as workbook:
        workbook.set_properties(
            {
                "title": f"Förderprogramme für {report.applicant_name}",
                "created": datetime.combine(report.made_on, time()),
            }
        )
        formats = _formats(workbook)
        _fill_table(_sheet(workbook, "Programme"), PROGRAMME_COLUMNS, programme_rows(report), formats)
        _fill_table(_sheet(workbook, "Kriterien"), CRITERION_COLUMNS, criterion_rows(report), formats)
        _fill_state(_sheet(workbook, "Stand"), report, formats)
    return file.getvalue()


def _formats(workbook: Workbook) -> _Formats:
    cell = {"valign": "top", "text_wrap": True}
    return _Formats(
        title=workbook.add_format(cell | {"bold": True, "bottom": 1}),
        text=workbook.add_format(cell),
        day=workbook.add_format(cell | {"num_format": "dd.mm.yyyy", "align": "left"}),
        number=workbook.add_format(cell | {"num_format": "#,##0"}),
    )


def _sheet(workbook: Workbook, name: str) -> Worksheet:
    sheet = workbook.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    return sheet


def _fill_table(sheet: Worksheet, columns: Columns, rows: Iterable[tuple[Cell, ...]], formats: _Formats) -> None:
    last = _write_table(sheet, 0, columns, rows, formats)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)


def _fill_state(sheet: Worksheet, report: Report, formats: _Formats) -> None:
    rows = state_rows(report)
    for number, (title, value) in enumerate(rows):
        _write(sheet, number, 0, title, formats.title)
        _write_cell(sheet, number, 1, value, formats)
    _write_table(sheet, len(rows) + 1, SOURCE_COLUMNS, source_rows(report), formats)
    for number, column in enumerate(SOURCE_COLUMNS):
        sheet.set_column(number, number, column.width)


def _write_table(
    sheet: Worksheet, top: int, columns: Columns, rows: Iterable[tuple[Cell, ...]], formats: _Formats
) -> int:
    """Writes titles and rows from line `top` on; gives the last line written."""
    for number, column in enumerate(columns):
        _write(sheet, top, number, column.title, formats.title)
    line = top
    for line, row in enumerate(rows, start=top + 1):
        for number, cell in enumerate(row):
            _write_cell(sheet, line, number, cell, formats)
    return line


def _write_cell(sheet: Worksheet, line: int, column: int, cell: Cell, formats: _Formats) -> None:
    if isinstance(cell, str):
        _write(sheet, line, column, cell, formats.text)
    elif isinstance(cell, date):
        sheet.write_datetime(line, column, cell, formats.day)
    elif isinstance(cell, int):
        sheet.write_number(line, column, cell, formats.number)


def _write(sheet: Worksheet, line: int, column: int, text: str, cell_format: Any) -> None:
    sheet.write_string(line, column, text[:LONGEST_TEXT], cell_format)
