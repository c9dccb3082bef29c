"""The commands `foerderfinder review …`: what is read from a programme, confirmed, corrected, rejected and added to."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from finder.catalogue.store import open_catalogue
from finder.commands import review_output as output
from finder.commands.options import CATALOGUE, DESK, AsJson, Database, Desk, today
from finder.composition import programme_named
from finder.desk import reviews as desk_reviews
from finder.desk.database import open_desk
from finder.models import Programme
from finder.reviews import reviewing
from finder.reviews.decisions import Signature, add, confirm_list, decide, numbered, withdraw_list
from finder.reviews.entry import Entry, corrected, new_requirement
from finder.reviews.reviewing import Log
from finder.reviews.reviews import ReviewDecision, ReviewError, review_states
from finder.vocab import Effect, Operator, PopulationBasis, RequirementKind, SectionField, Strength

app = typer.Typer(
    help="Anforderungen prüfen: bestätigen, berichtigen, verwerfen, ergänzen.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Key = Annotated[str, typer.Argument(metavar="PROGRAMM", help="Schlüssel des Programms (path).")]
Number = Annotated[int, typer.Argument(metavar="NR", help="Nummer der Anforderung, wie „review list“ sie zeigt.")]
By = Annotated[str, typer.Option("--by", help="Kurzzeichen der prüfenden Person, etwa KM; kein Name.")]
Note = Annotated[str, typer.Option("--note", help="Notiz; beim Berichtigen und Verwerfen nötig.")]
Op = Annotated[Operator | None, typer.Option("--op", help="Vergleich.")]
Value = Annotated[
    str | None, typer.Option("--value", help="Was verlangt ist: Wörter mit Semikolon, Zahl, ja, nein oder unbestimmt.")
]
Unclear = Annotated[
    str | None, typer.Option("--unclear", help="Wovon die Quelle nicht sagt, ob es genügt; „keine“ für nichts.")
]
EffectOf = Annotated[Effect | None, typer.Option("--effect", help="Wie die Anforderung wirkt.")]
StrengthOf = Annotated[Strength | None, typer.Option("--strength", help="Wie verbindlich sie ist.")]
Basis = Annotated[PopulationBasis | None, typer.Option("--basis", help="Wessen Einwohner zählen.")]


@app.command("list")
def list_requirements(key: Key, db: Database = CATALOGUE, desk: Desk = DESK, as_json: AsJson = False) -> None:
    """Zeigt die Anforderungen eines Programms mit Beleg und Prüfstand, mit Nummern für die anderen Befehle."""
    programme = _programme(key, db)
    output.show_list(programme, reviewing.review_log(programme, desk), as_json=as_json)


@app.command()
def confirm(
    key: Key,
    number: Number,
    by: By,
    note: Note = "",
    db: Database = CATALOGUE,
    desk: Desk = DESK,
    as_json: AsJson = False,
) -> None:
    """Bestätigt eine Anforderung, wie sie gelesen wurde."""
    signature = Signature(by, today(), note)
    _decide(key, db, desk, lambda p, log: decide(p, log, number, ReviewDecision.CONFIRMED, signature), as_json=as_json)


@app.command()
def correct(
    key: Key,
    number: Number,
    by: By,
    note: Note = "",
    value: Value = None,
    op: Op = None,
    unclear: Unclear = None,
    effect: EffectOf = None,
    strength: StrengthOf = None,
    basis: Basis = None,
    db: Database = CATALOGUE,
    desk: Desk = DESK,
    as_json: AsJson = False,
) -> None:
    """Berichtigt, was eine Stelle verlangt; was nicht genannt wird, bleibt."""
    entry = Entry(op, value, unclear, effect, strength, basis)
    signature = Signature(by, today(), note)

    def rows(programme: Programme, log: Log) -> Log:
        now = numbered(review_states(programme, log), number).requirement
        return decide(programme, log, number, ReviewDecision.CORRECTED, signature, corrected(now, entry))

    _decide(key, db, desk, rows, as_json=as_json)


@app.command()
def reject(
    key: Key,
    number: Number,
    by: By,
    note: Note = "",
    db: Database = CATALOGUE,
    desk: Desk = DESK,
    as_json: AsJson = False,
) -> None:
    """Verwirft eine Anforderung: Die Prüfung rechnet nicht mehr mit ihr, die Liste zeigt sie weiter."""
    signature = Signature(by, today(), note)
    _decide(key, db, desk, lambda p, log: decide(p, log, number, ReviewDecision.REJECTED, signature), as_json=as_json)


@app.command("add")
def add_requirement(
    key: Key,
    kind: Annotated[RequirementKind, typer.Option("--kind", help="Worum es geht.")],
    quote: Annotated[str, typer.Option("--quote", help="Die Stelle, wörtlich aus dem Text.")],
    effect: Annotated[Effect, typer.Option("--effect", help="Wie die Anforderung wirkt.")],
    by: By,
    note: Note = "",
    field: Annotated[
        SectionField | None, typer.Option("--field", help="Abschnitt der Stelle, sonst der erste.")
    ] = None,
    part: Annotated[str | None, typer.Option("--part", help="Teil des Programms, sonst das ganze.")] = None,
    value: Value = None,
    op: Op = None,
    unclear: Unclear = None,
    strength: StrengthOf = None,
    basis: Basis = None,
    db: Database = CATALOGUE,
    desk: Desk = DESK,
    as_json: AsJson = False,
) -> None:
    """Ergänzt eine Anforderung, die im Text steht und nicht gelesen wurde."""
    entry = Entry(op, value, unclear, effect, strength, basis)
    signature = Signature(by, today(), note)

    def rows(programme: Programme, log: Log) -> Log:
        return add(programme, log, new_requirement(programme, kind, quote, field, entry, part), signature)

    _decide(key, db, desk, rows, as_json=as_json)


@app.command()
def complete(
    key: Key, by: By, note: Note = "", db: Database = CATALOGUE, desk: Desk = DESK, as_json: AsJson = False
) -> None:
    """Bestätigt, dass die Liste alles enthält, was die Quelle verlangt."""
    signature = Signature(by, today(), note)
    _decide(key, db, desk, lambda p, log: confirm_list(p, log, signature), as_json=as_json)


@app.command()
def withdraw(
    key: Key,
    by: By,
    number: Annotated[int | None, typer.Argument(metavar="[NR]", help="Nummer der Anforderung.")] = None,
    of_list: Annotated[bool, typer.Option("--complete", help="Die Bestätigung der ganzen Liste.")] = False,
    note: Note = "",
    db: Database = CATALOGUE,
    desk: Desk = DESK,
    as_json: AsJson = False,
) -> None:
    """Nimmt die Prüfung einer Anforderung oder die Bestätigung der Liste zurück."""
    signature = Signature(by, today(), note)

    def rows(programme: Programme, log: Log) -> Log:
        if of_list == (number is not None):
            raise ReviewError("Bitte entweder die Nummer einer Anforderung oder --complete angeben.")
        if number is None:
            return withdraw_list(programme, log, signature)
        return decide(programme, log, number, ReviewDecision.WITHDRAWN, signature)

    _decide(key, db, desk, rows, as_json=as_json)


@app.command("log")
def show_log(
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Ab diesem Tag; sonst alles.")] = None,
    desk: Desk = DESK,
    as_json: AsJson = False,
) -> None:
    """Zeigt das Protokoll aller Prüfungen, die älteste zuerst."""
    output.show_log(_rows_since(since, desk), as_json=as_json)


@app.command()
def queue(db: Database = CATALOGUE, desk: Desk = DESK, as_json: AsJson = False) -> None:
    """Zeigt, was erneut zu prüfen ist, weil sich Text oder Lesart geändert haben."""
    with open_catalogue(db) as catalogue:
        waiting = reviewing.to_renew(catalogue.programmes(), catalogue, desk)
    output.show_queue(waiting, as_json=as_json)


def _programme(key: str, db: Path) -> Programme:
    with open_catalogue(db) as catalogue:
        return programme_named(key, catalogue)


def _rows_since(since: datetime | None, desk_path: Path) -> Log:
    if not desk_path.is_file():
        return ()
    with open_desk(desk_path) as desk:
        return desk_reviews.reviews_since(desk, since.date()) if since else desk_reviews.reviews(desk)


def _decide(key: str, db: Path, desk: Path, rows: Callable[[Programme, Log], Log], *, as_json: bool) -> None:
    """Writes what was decided and shows the list as it stands then."""
    programme = _programme(key, db)
    reviewing.keep(rows(programme, reviewing.review_log(programme, desk)), desk)
    output.show_list(programme, reviewing.review_log(programme, desk), as_json=as_json)
