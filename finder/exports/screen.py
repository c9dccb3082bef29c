"""The verdicts of many municipalities on all programmes as one file, whole or not at all.

Facts, titles and addresses of programmes only; the metadata say for which day, from which data and with what
reservation the file was made.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from enum import StrEnum
from pathlib import Path

from finder.exports.files import ExportError
from finder.exports.screen_frame import Frame, ScreenFile
from finder.exports.screen_sqlite import sqlite_file


class ScreenFormat(StrEnum):
    """The formats a screen can be written in."""

    PARQUET = "parquet"
    SQLITE = "sqlite"


SUFFIXES = {".parquet": ScreenFormat.PARQUET, ".sqlite": ScreenFormat.SQLITE, ".db": ScreenFormat.SQLITE}


def format_of(path: Path, stated: ScreenFormat | None) -> ScreenFormat:
    """The format that is stated, else the one of the file's ending. Raises ExportError where there is neither."""
    found = stated or SUFFIXES.get(path.suffix.lower())
    if found is None:
        raise ExportError(
            f"An der Endung von {path} lässt sich das Format nicht erkennen. "
            f"Bitte eine der Endungen {', '.join(SUFFIXES)} wählen oder --format angeben."
        )
    return found


def check_target(path: Path, *, overwrite: bool) -> None:
    """Raises ExportError where the file exists and is to be kept, or its folder does not exist."""
    if path.is_dir():
        raise ExportError(f"{path} ist ein Ordner. Bitte den Namen einer Datei angeben.")
    if path.exists() and not overwrite:
        raise ExportError(f"Die Datei {path} gibt es schon. Mit --overwrite wird sie ersetzt.")
    if not path.parent.is_dir():
        raise ExportError(f"Den Ordner {path.parent} gibt es nicht. Bitte anlegen oder einen anderen wählen.")


@contextmanager
def screen_file(path: Path, file_format: ScreenFormat, frame: Frame) -> Iterator[ScreenFile]:
    """Writes beside the file and takes its place at the end; whatever is raised meanwhile, nothing new is left behind.

    Raises:
        ExportError: the file cannot be written.
    """
    beside = path.with_name(path.name + ".teil")
    try:
        beside.unlink(missing_ok=True)
        with _opened(beside, file_format, frame) as file:
            yield file
        beside.replace(path)
    except (OSError, sqlite3.OperationalError) as error:
        raise ExportError(
            f"Die Datei {path} lässt sich nicht schreiben ({error}). Bitte Rechte und freien Platz prüfen."
        ) from error
    finally:
        beside.unlink(missing_ok=True)


def _opened(path: Path, file_format: ScreenFormat, frame: Frame) -> AbstractContextManager[ScreenFile]:
    if file_format is ScreenFormat.SQLITE:
        return sqlite_file(path, frame)
    # Arrow takes a while to import and no other command needs it.
    from finder.exports.screen_parquet import parquet_file  # noqa: PLC0415

    return parquet_file(path, frame)
