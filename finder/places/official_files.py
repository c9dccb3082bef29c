"""What the imports of official files share: the cells of a workbook, and generated data put in place in one step."""

import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterable
from contextlib import closing
from itertools import islice
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from finder.places.register_rows import RegisterFileError

LARGEST_FILE = 50_000_000
LARGEST_UNPACKED = 400_000_000
"""Bytes; the largest real workbook, the register, has 1.6 million, unpacked 14 million."""
MOST_LINES = 60_000


def sheets(path: Path, columns: int) -> list[list[tuple[str, ...]]]:
    """The first columns of every sheet as text; empty cells are empty texts. A sheet may claim any width.

    Raises:
        RegisterFileError: the file is missing, damaged, too large or no workbook.
    """
    broken = RegisterFileError(f"{path.name} ist beschädigt oder keine Excel-Datei.")
    try:
        with zipfile.ZipFile(path) as package:
            unpacked = sum(entry.file_size for entry in package.infolist())
        if path.stat().st_size > LARGEST_FILE or unpacked > LARGEST_UNPACKED:
            raise RegisterFileError(f"{path.name} ist größer, als eine Datei des Gemeindeverzeichnisses sein kann.")
        # A damaged package makes openpyxl leave a file of its own open, so it gets one that is closed here.
        with path.open("rb") as file, closing(load_workbook(file, read_only=True, data_only=True)) as book:
            return [
                [_texts(line) for line in islice(sheet.iter_rows(max_col=columns, values_only=True), MOST_LINES)]
                for sheet in book.worksheets
            ]
    except FileNotFoundError as error:
        raise RegisterFileError(f"Die Datei {path} gibt es nicht.") from error
    except (zipfile.BadZipFile, zlib.error, InvalidFileException, OSError, EOFError) as error:
        raise broken from error
    except (KeyError, ValueError, TypeError, AttributeError, SyntaxError, NotImplementedError) as error:
        # openpyxl lets the errors of its own parts through where a package is damaged inside.
        raise broken from error


def _texts(line: Iterable[object]) -> tuple[str, ...]:
    return tuple("" if cell is None else str(cell).strip() for cell in line)


def put_in_place(content: bytes, target: Path) -> None:
    """Writes a file in one step: a crash leaves the former file or the new one, never a part.

    Raises:
        RegisterFileError: the target cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, suffix=".part", delete=False) as part:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
        Path(part.name).chmod(0o644)
        Path(part.name).replace(target)
    except OSError as error:
        raise RegisterFileError(f"{target} lässt sich nicht schreiben: {error.strerror}.") from error
