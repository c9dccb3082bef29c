"""Options that many commands share, and the only clock of the command line."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from finder import paths

BERLIN = ZoneInfo("Europe/Berlin")
CATALOGUE, DESK = paths.catalogue_path(), paths.desk_path()

Database = Annotated[Path, typer.Option("--db", help="Katalog-Datenbank.", envvar="FOERDERFINDER_DB")]
Desk = Annotated[Path, typer.Option("--desk", help="Datenbank der eigenen Angaben.", envvar="FOERDERFINDER_DESK")]
AsJson = Annotated[bool, typer.Option("--json", help="Genau ein JSON-Dokument auf der Standardausgabe.")]
Day = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Stichtag (JJJJ-MM-TT), sonst heute.")]
ProfileFile = Annotated[Path | None, typer.Option("--profile", help="YAML oder XLSX mit eigenen Angaben.")]
ProjectName = Annotated[str | None, typer.Option("--project", help="Schlüssel oder Name eines Vorhabens.")]


def today() -> date:
    """The day in Germany."""
    return now().date()


def now() -> datetime:
    """The moment in Germany."""
    return datetime.now(BERLIN)


def stichtag(on: datetime | None) -> date:
    """The day of a check: the one asked for, otherwise today."""
    return on.date() if on else today()
