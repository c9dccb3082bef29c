"""The list of programmes as CSV for German spreadsheets: UTF-8 with BOM, semicolons, ISO dates."""

import csv
import io
import re
import unicodedata

from finder.exports.rows import PROGRAMME_COLUMNS, Cell, Report, programme_rows

_IGNORED = r"[\s\"'`´‘’‚“”„«»‹›\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
_FORMULA = re.compile(rf"[\t\n]|{_IGNORED}*[=+\-@]")


def programmes_csv(report: Report) -> bytes:
    """One line a programme below a line of titles; text that a spreadsheet would run as a formula is defused (R-70)."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.title for column in PROGRAMME_COLUMNS])
    writer.writerows([_text(cell) for cell in row] for row in programme_rows(report))
    return sheet.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return _defused(cell) if isinstance(cell, str) else str(cell)


def _defused(text: str) -> str:
    """Text behind an apostrophe where it begins like a formula (CWE-1236).

    Spreadsheets skip blanks, quotation marks and invisible characters before the sign, and read its full-width form.
    """
    return f"'{text}" if _FORMULA.match(unicodedata.normalize("NFKC", text)) else text
