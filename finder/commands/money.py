"""The command `foerderfinder money`: what one programme pays for a project, step by step."""

from pathlib import Path
from typing import Annotated

import typer

from finder import console
from finder.catalogue.store import open_catalogue
from finder.commands.asking import asking
from finder.commands.options import CATALOGUE, DESK, AsJson, Database, Day, Desk, ProfileFile, ProjectName, stichtag
from finder.composition import money_by_part, programme_named
from finder.exports.money import estimate_answer
from finder.models import Programme
from finder.money.lines import estimate_lines
from finder.reviews.reviewing import with_reviews
from rules.check import asked_by


def money(
    programme: Annotated[str, typer.Argument(metavar="PROGRAMM", help="Schlüssel (path) oder Adresse des Programms.")],
    name: Annotated[str | None, typer.Argument(metavar="KOMMUNE", help="Name oder Schlüssel der Kommune.")] = None,
    profile_file: ProfileFile = None,
    project: ProjectName = None,
    on: Day = None,
    db: Database = CATALOGUE,
    desk: Desk = DESK,
    as_json: AsJson = False,
) -> None:
    """Rechnet Zuwendung und Eigenanteil eines Programms für ein Vorhaben aus, Schritt für Schritt."""
    day = stichtag(on)
    who = asking(name, profile_file, project, desk, day)
    found = _programme(programme, db, desk)
    estimates = money_by_part(found, asked_by(who.applicant, day, who.project).facts)
    if as_json:
        console.json_document({"path": found.statement.key, "money": [estimate_answer(each) for each in estimates]})
        return
    console.answer(found.statement.title)
    for estimate in estimates:
        for line in estimate_lines(estimate):
            console.answer(f"  {line}")
    if not estimates:
        console.answer("  Aus der Quelle wurde kein Satz und kein Betrag gelesen.")


def _programme(name: str, db: Path, desk: Path) -> Programme:
    with open_catalogue(db) as catalogue:
        return with_reviews([programme_named(name, catalogue)], catalogue, desk)[0]
