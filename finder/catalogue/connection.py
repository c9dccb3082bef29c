"""The catalogue's connections: opened for reading or writing, its schema checked, SQLite's errors turned into sentences."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from finder.catalogue.migrations import catalogue

BUSY_SECONDS = 5.0


class StoreError(Exception):
    """The catalogue cannot be used; the text is a German sentence saying what to do."""


class CatalogueMissing(StoreError):
    """There is no database at that place."""


class CatalogueNewer(StoreError):
    """The database was written by a later version of the programme."""


class CatalogueOlder(StoreError):
    """The database was written by an earlier version and is open for reading only."""


class CatalogueUnreadable(StoreError):
    """The file is no database, or a damaged one."""


class CatalogueLocked(StoreError):
    """Somebody else is writing."""


class CatalogueReadOnly(StoreError):
    """The file or its folder cannot be written to, or the disk is full."""


def open_read_only(path: Path) -> sqlite3.Connection:
    """A connection through which nothing can be written (R-44).

    Raises CatalogueMissing, CatalogueOlder, CatalogueNewer, CatalogueUnreadable or CatalogueLocked.
    """
    if not path.is_file():
        raise CatalogueMissing(
            f"Die Datenbank {path} gibt es noch nicht. „make run“ legt sie mit dem Startkatalog an, "
            "„foerderfinder crawl foerderdatenbank“ füllt sie aus der Förderdatenbank."
        )
    with explained(path):
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA query_only = 1")
        _check_schema(Database(connection), path)
    return connection


def open_database(path: Path) -> Database:
    """The catalogue for writing: made if missing, brought to the present schema, in WAL mode (R-43, R-45).

    Raises CatalogueNewer, CatalogueUnreadable, CatalogueLocked or CatalogueReadOnly. Not for network drives.
    """
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        db = Database(connection)
        if _unknown_migrations(db):
            raise CatalogueNewer(_newer(path))
        db.enable_wal()
        for pragma in ("synchronous = NORMAL", "foreign_keys = ON"):
            db.execute(f"PRAGMA {pragma}")
        catalogue.apply(db)
    return db


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns SQLite's errors into sentences that say what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _explanation(error, path) from error
    except PermissionError as error:
        raise CatalogueReadOnly(_read_only(path)) from error


def _explanation(error: sqlite3.DatabaseError, path: Path) -> StoreError:
    words = str(error)
    if "locked" in words or "busy" in words:
        return CatalogueLocked(f"Die Datenbank {path} wird gerade beschrieben. Bitte gleich noch einmal versuchen.")
    if "readonly" in words or "unable to open" in words:
        return CatalogueReadOnly(_read_only(path))
    if "full" in words or "disk I/O" in words:
        return CatalogueReadOnly(
            f"Die Datenbank {path} konnte nicht geschrieben werden: Der Datenträger ist voll oder gestört. "
            "Bitte Platz schaffen; der bisherige Stand ist unverändert."
        )
    if "interrupted" in words:
        return StoreError("Die Abfrage hat zu lange gedauert und wurde abgebrochen. Bitte enger suchen.")
    return CatalogueUnreadable(
        f"Die Datei {path} ist keine lesbare Förderfinder-Datenbank ({words}). "
        "Bitte eine Sicherung einspielen oder die Datei beiseitelegen und neu einlesen."
    )


def _read_only(path: Path) -> str:
    return f"Die Datenbank {path} lässt sich nicht beschreiben. Bitte die Rechte der Datei und ihres Ordners prüfen."


def _newer(path: Path) -> str:
    return f"Die Datenbank {path} stammt von einer neueren Version des Förderfinders. Bitte das Programm aktualisieren."


def _unknown_migrations(db: Database) -> set[str]:
    ours = {migration.name for migration in catalogue.pending(Database(memory=True))}
    return {migration.name for migration in catalogue.applied(db)} - ours


def _check_schema(db: Database, path: Path) -> None:
    if _unknown_migrations(db):
        raise CatalogueNewer(_newer(path))
    if catalogue.pending(db):
        raise CatalogueOlder(
            f"Die Datenbank {path} hat einen älteren Aufbau oder ist leer. "
            "„make run“ oder der nächste „foerderfinder crawl“ bringt sie auf den neuen Stand."
        )
