"""The command `foerderfinder`: composes all rooms, answers in German, or as one JSON document with --json.

Answers go to standard output; progress, notices and errors to standard error. Exit codes tell the truth: 0 done,
1 error, 2 wrong use or (crawl) held back, 3 locked, 4 blocked (R-16).
"""

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from crawler.portal import portal_ids
from finder import console, paths
from finder.catalogue import starter
from finder.catalogue.connection import StoreError, explained, open_database
from finder.catalogue.lock import catalogue_lock
from finder.catalogue.rereading import reread
from finder.catalogue.store import open_catalogue
from finder.commands import combine, freezing, joint, money, profiles, questions, reviews, screen, what_if
from finder.commands.asking import asking
from finder.commands.options import (
    CATALOGUE,
    DESK,
    AsJson,
    Database,
    Day,
    Desk,
    ProfileFile,
    ProjectName,
    now,
    stichtag,
    today,
)
from finder.composition import UnknownProgramme, UnknownProject, money_of, stock
from finder.desk.database import DeskError
from finder.exports import json as answers
from finder.exports.facts import facts_of
from finder.exports.files import ExportError, FileFormat, write_report
from finder.exports.rows import Report
from finder.fact_entry import EnteredFactError
from finder.freezing import FreezingError
from finder.places.boundary_changes import FILE as CHANGES_FILE
from finder.places.municipalities import FILE as REGISTER_FILE
from finder.places.municipalities import AmbiguousMunicipality, LookupFailed, NotAnApplicant, register
from finder.places.register_rows import RegisterFileError, RegisterUnreadable
from finder.profiles.files import ProfileFileError
from finder.reviews.reviewing import with_reviews
from finder.reviews.reviews import ReviewError
from finder.vocab import RunState
from rules.check import asked_by
from rules.check import check as check_programmes
from rules.cooperation import UnfitSet
from rules.readings import READERS_VERSION, read

CHANGES_DAYS = 30

app = typer.Typer(
    help="Förderprogramme für Kommunen: sammeln, prüfen, finden.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
municipalities = typer.Typer(help="Das Gemeindeverzeichnis: nachschlagen und einlesen.", no_args_is_help=True)
app.add_typer(municipalities, name="municipalities")

KNOWN_ERRORS: tuple[type[Exception], ...] = (
    *(DeskError, EnteredFactError, ExportError, FreezingError, LookupFailed, NotAnApplicant, ProfileFileError),
    *(RegisterFileError, RegisterUnreadable, ReviewError, StoreError, UnfitSet, UnknownProject),
    *(UnknownProgramme, starter.StarterFileError),
)
"""Errors whose text is a sentence for people; anything else is a fault of the programme and shows its trace."""


def main() -> None:
    """Entry point of the command."""
    try:
        app()
    except KNOWN_ERRORS as error:
        if "--json" in sys.argv and isinstance(error, LookupFailed):
            units = [match.unit for match in error.candidates]
            console.json_document(answers.units_answer(units) | {"error": str(error)})
        console.error(str(error))
        if isinstance(error, AmbiguousMunicipality):
            console.candidates(error.candidates)
        sys.exit(getattr(error, "exit_code", 1))


@app.command()
def crawl(
    sources: Annotated[
        list[str] | None, typer.Argument(help=f"Quellen; ohne Angabe alle ({', '.join(portal_ids())}).")
    ] = None,
    export_file: Annotated[Path | None, typer.Option(help="Heruntergeladener Export (ZIP) statt Abruf.")] = None,
    base_url: Annotated[str | None, typer.Option(help="Andere Adresse der Quelle, etwa ein Spiegel.")] = None,
    dry_run: Annotated[bool, typer.Option(help="Nur lesen und zählen, nichts übernehmen.")] = False,
    db: Database = CATALOGUE,
    as_json: AsJson = False,
) -> None:
    """Ruft Quellen ab und übernimmt, was die Prüfung besteht."""
    # Scrapy takes most of a second to import and no other command needs it.
    from crawler import runner  # noqa: PLC0415

    order = runner.Order(tuple(sources or ()), export_file, base_url, dry_run)
    try:
        with console.counting_progress() as progress:
            reports = runner.crawl(order, db, read, progress)
    except runner.CrawlError as error:
        console.error(str(error))
        raise typer.Exit(runner.EXIT_ERROR) from error
    if as_json:
        console.json_document({"runs": [report.model_dump(mode="json") for report in reports]})
    else:
        console.crawl_summary(reports)
    for report in reports:
        if report.state is not RunState.PROMOTED and report.message:
            console.error(f"{report.source}: {report.message}")
    raise typer.Exit(runner.exit_code(reports))


@app.command("extract")
def read_texts_anew(db: Database = CATALOGUE, as_json: AsJson = False) -> None:
    """Liest die gespeicherten Texte neu, wenn sich die Leseregeln geändert haben, und sagt, was sich ändert."""
    with catalogue_lock(db), explained(db), console.reading_progress() as progress:
        opened = open_database(db)
        result = reread(opened, read, READERS_VERSION, starter.SOURCE.id, progress)
        opened.close()
    if as_json:
        console.json_document(answers.rereading_answer(result))
    else:
        console.rereading(result)


@app.command("starter")
def load_starter(db: Database = CATALOGUE) -> None:
    """Füllt eine leere Datenbank mit dem Startkatalog; eine gefüllte bleibt, wie sie ist."""
    report = starter.fill_if_empty(db, now)
    if report is None:
        console.notice("Die Datenbank ist schon gefüllt; der Startkatalog wird nicht gebraucht.")
    else:
        console.notice(f"Startkatalog geladen: {report.seen} Programme. „foerderfinder crawl“ holt den ganzen Bestand.")


@app.command()
def status(db: Database = CATALOGUE, as_json: AsJson = False) -> None:
    """Zeigt für jede Quelle, was vorliegt und wie der letzte Abruf endete."""
    with open_catalogue(db) as catalogue:
        sources = catalogue.sources()
    if as_json:
        console.json_document(answers.status_answer(sources))
    else:
        console.status_list(sources)


@municipalities.command("find")
def find_municipality(
    text: Annotated[str, typer.Argument(help="Name, Schlüssel (AGS) oder Postleitzahl des Verwaltungssitzes.")],
    as_json: AsJson = False,
) -> None:
    """Schlägt im Gemeindeverzeichnis nach und zeigt alle Treffer."""
    found = register().find(text)
    if as_json:
        console.json_document(answers.units_answer([match.unit for match in found]))
    elif found:
        console.matches_list(found)
    else:
        register().resolve(text)


@municipalities.command("import")
def import_municipalities(
    file: Annotated[Path, typer.Argument(help="AuszugGV….xlsx oder GV100AD….txt")], as_json: AsJson = False
) -> None:
    """Liest das amtliche Verzeichnis ein; eine unglaubwürdige Datei wird abgelehnt."""
    # The reader of workbooks takes a while to import and no other command needs it.
    from finder.places.register_files import import_file  # noqa: PLC0415

    with console.busy("Gemeindeverzeichnis wird gelesen …"):
        report = import_file(file, REGISTER_FILE)
    if as_json:
        console.json_document(report.model_dump(mode="json"))
    else:
        console.answer(str(report))


@municipalities.command("changes")
def import_boundary_changes(
    file: Annotated[Path, typer.Argument(help="Gebietsänderungen eines Jahres (XLSX).")], as_json: AsJson = False
) -> None:
    """Liest amtliche Gebietsänderungen ein; eine unglaubwürdige Datei wird abgelehnt."""
    # The reader of workbooks takes a while to import and no other command needs it.
    from finder.places.boundary_files import import_changes  # noqa: PLC0415

    with console.busy("Gebietsänderungen werden gelesen …"):
        report = import_changes(file, CHANGES_FILE)
    if as_json:
        console.json_document(report.model_dump(mode="json"))
    else:
        console.answer(str(report))


@app.command()
def check(
    name: Annotated[str | None, typer.Argument(help="Name oder Schlüssel der Kommune.")] = None,
    profile_file: ProfileFile = None,
    project: ProjectName = None,
    on: Day = None,
    everything: Annotated[bool, typer.Option("--all", help="Auch zeigen, was nicht passt.")] = False,
    db: Database = CATALOGUE,
    desk: Desk = DESK,
    as_json: AsJson = False,
) -> None:
    """Prüft alle Programme für eine Kommune, und für ein Vorhaben, wenn eines genannt ist."""
    day = stichtag(on)
    who = asking(name, profile_file, project, desk, day)
    programmes = stock(db, desk)
    assessments = check_programmes(who.applicant, programmes, day, who.project)
    paid = money_of(programmes, asked_by(who.applicant, day, who.project).facts)
    if as_json:
        console.json_document(answers.check_answer(who.unit, who.applicant, assessments, day, who.project, paid))
    else:
        console.check_list(who.applicant, who.project, programmes, assessments, day, paid, everything=everything)


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="Wörter, die alle vorkommen sollen.")],
    limit: Annotated[int, typer.Option(min=1, max=500, help="Höchstzahl der Treffer.")] = 20,
    db: Database = CATALOGUE,
    as_json: AsJson = False,
) -> None:
    """Sucht in Titeln und Texten."""
    with open_catalogue(db) as catalogue:
        by_key = {programme.statement.key: programme for programme in catalogue.programmes()}
        found = [by_key[key] for key in catalogue.search(text, limit)]
    if as_json:
        console.json_document(answers.search_answer(text, found))
    else:
        console.programmes_list(text, found)


@app.command()
def changes(
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Ab diesem Tag; sonst die letzten 30 Tage.")
    ] = None,
    db: Database = CATALOGUE,
    as_json: AsJson = False,
) -> None:
    """Zeigt neue, geänderte und verschwundene Programme, Feld für Feld."""
    day = since.date() if since else today() - timedelta(days=CHANGES_DAYS)
    with open_catalogue(db) as catalogue:
        found = catalogue.changes(day)
    if as_json:
        console.json_document(answers.changes_answer(day, found))
    else:
        console.changes_list(day, found)


@app.command()
def facts(db: Database = CATALOGUE) -> None:
    """Gibt die Fakten aller Programme aus, ein JSON-Dokument je Zeile."""
    with open_catalogue(db) as catalogue:
        for statement, found in catalogue.facts():
            console.json_line({"path": statement.key, "facts": facts_of(statement, found)})


@app.command()
def export(
    ags: Annotated[str, typer.Option(help="Name oder Schlüssel der Kommune.")],
    out: Annotated[Path, typer.Option(help="Zieldatei.")],
    file_format: Annotated[FileFormat, typer.Option("--format", help="Dateiformat.")],
    on: Day = None,
    overwrite: Annotated[bool, typer.Option(help="Eine vorhandene Datei ersetzen.")] = False,
    db: Database = CATALOGUE,
    desk: Desk = DESK,
) -> None:
    """Schreibt die Prüfung einer Kommune als Datei."""
    day = stichtag(on)
    applicant = asking(ags, None, None, desk, day).applicant
    with open_catalogue(db) as catalogue:
        programmes, sources = with_reviews(catalogue.programmes(), catalogue, desk), catalogue.sources()
    assessments = check_programmes(applicant, programmes, day)
    report = Report(
        applicant_name=applicant.name,
        applicant_key=applicant.key,
        stichtag=day,
        made_on=today(),
        assessments=assessments,
        programmes=programmes,
        sources=sources,
    )
    write_report(report, out, file_format, overwrite=overwrite)
    console.notice(f"Geschrieben: {out} ({len(assessments)} Programme).")


@app.command("app")
def run_app(
    db: Database = CATALOGUE,
    desk: Desk = DESK,
    port: Annotated[int, typer.Option(min=1024, max=65535, help="Port der App.")] = 8501,
) -> None:
    """Startet die App im Browser (http://127.0.0.1:8501)."""
    environment = os.environ | {"FOERDERFINDER_DB": str(db.absolute()), "FOERDERFINDER_DESK": str(desk.absolute())}
    console.notice(f"Die App läuft auf http://127.0.0.1:{port} – beenden mit Strg+C.")
    command = [sys.executable, "-m", "streamlit", "run", str(paths.ROOT / "app.py"), f"--server.port={port}"]
    os.chdir(paths.ROOT)
    os.execve(sys.executable, command, environment)  # noqa: S606


app.add_typer(reviews.app, name="review")
app.add_typer(freezing.app, name="frozen")
app.command("questions")(questions.questions)
app.command("what-if")(what_if.what_if_command)
app.command("freeze")(freezing.freeze_verdict)
app.command("joint")(joint.joint)
app.command("neighbours")(joint.partners)
app.command("combine")(combine.combine)
app.command("money")(money.money)
app.command("screen")(screen.screen)
app.add_typer(profiles.profiles, name="profile")
app.add_typer(profiles.projects, name="project")
