"""Writing a report to a file, whole or not at all."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path

from finder.exports.csv import programmes_csv
from finder.exports.rows import Report
from finder.exports.xlsx import report_xlsx


class FileFormat(StrEnum):
    """The formats a report can be written in."""

    CSV = "csv"
    XLSX = "xlsx"


WRITERS: Mapping[FileFormat, Callable[[Report], bytes]] = {
    FileFormat.CSV: programmes_csv,
    FileFormat.XLSX: report_xlsx,
}


class ExportError(Exception):
    """The file cannot be written; the text is a German sentence."""


def write_report(report: Report, path: Path, file_format: FileFormat, *, overwrite: bool) -> None:
    """Writes the report. An existing file is kept unless `overwrite` is set. Raises ExportError."""
    if path.exists() and not overwrite:
        raise ExportError(f"Die Datei {path} gibt es schon. Mit --overwrite wird sie ersetzt.")
    body = WRITERS[file_format](report)
    beside = path.with_name(path.name + ".teil")
    try:
        beside.write_bytes(body)
        beside.replace(path)
    except OSError as error:
        raise ExportError(
            f"Die Datei {path} lässt sich nicht schreiben ({error.strerror}). Gibt es den Ordner?"
        ) from error
