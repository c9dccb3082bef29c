"""One writer of a catalogue at a time (R-42)."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout

from finder.catalogue.connection import CatalogueReadOnly, StoreError

EXIT_LOCKED = 3


class CatalogueBusy(StoreError):
    """Another process is filling the same catalogue."""

    exit_code = EXIT_LOCKED


@contextmanager
def catalogue_lock(database: Path) -> Iterator[None]:
    """Holds the catalogue for one writer; the kernel frees the lock with the process, however that ends.

    Raises CatalogueBusy, naming process and start of the other, or CatalogueReadOnly. Local disks only.
    """
    note = database.with_name(database.name + ".lock.json")
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(database.with_name(database.name + ".lock"), timeout=0):
            started = datetime.now(ZoneInfo("Europe/Berlin")).strftime("%d.%m.%Y %H:%M:%S")
            note.write_text(json.dumps({"pid": os.getpid(), "started": started}), encoding="utf-8")
            yield
            note.unlink(missing_ok=True)
    except Timeout as error:
        raise CatalogueBusy(
            f"Es läuft schon ein Abruf in diese Datenbank{_holder(note)}. Bitte dessen Ende abwarten."
        ) from error
    except PermissionError as error:
        raise CatalogueReadOnly(
            f"Der Ordner {database.parent} lässt sich nicht beschreiben. Bitte seine Rechte prüfen."
        ) from error


def _holder(note: Path) -> str:
    try:
        holder = json.loads(note.read_text(encoding="utf-8"))
        return f" (Prozess {holder['pid']}, seit {holder['started']})"
    except (OSError, ValueError, KeyError):
        return ""
