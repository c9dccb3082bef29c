"""The commands `foerderfinder freeze` and `foerderfinder frozen …`: answers kept, so that they can be made again."""

from pathlib import Path
from typing import Annotated, Any

import typer

from finder import console
from finder.catalogue.store import open_catalogue
from finder.commands.asking import asking
from finder.commands.confirming import Yes, confirm
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
)
from finder.composition import programme_named
from finder.desk.database import open_desk
from finder.desk.frozen import FrozenVerdict, delete_frozen, frozen_verdict, frozen_verdicts, keep_frozen
from finder.freezing import Finding, FreezingError, Recomputed, freeze, kept_answer, recompute
from finder.models import Programme
from finder.reviews.reviewing import review_log
from finder.reviews.reviews import reviewed
from finder.wording import day as day_words

app = typer.Typer(
    help="Eingefrorene Ergebnisse: auflisten, zeigen, nachrechnen, löschen.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Number = Annotated[int, typer.Argument(metavar="NR", help="Nummer des Eintrags, wie „frozen list“ sie zeigt.")]
NOT_SAME = 1


def freeze_verdict(
    name: Annotated[str, typer.Argument(help="Name oder Schlüssel der Kommune.")],
    key: Annotated[str, typer.Argument(metavar="PROGRAMM", help="Schlüssel des Programms (path).")],
    profile_file: ProfileFile = None,
    project: ProjectName = None,
    note: Annotated[str, typer.Option("--note", help="Wofür das Ergebnis gebraucht wird.")] = "",
    on: Day = None,
    db: Database = CATALOGUE,
    desk: Desk = DESK,
    as_json: AsJson = False,
) -> None:
    """Friert das Ergebnis zu einem Programm mit allem ein, worauf es beruht."""
    day = stichtag(on)
    who = asking(name, profile_file, project, desk, day)
    programme = _programme(key, db)
    counted = reviewed(programme, review_log(programme, desk))
    frozen = freeze(counted, who.applicant, who.project, day, now(), " ".join(note.split()))
    with open_desk(desk) as opened:
        kept = keep_frozen(opened, frozen)
    if as_json:
        console.json_document(_head(kept))
    else:
        console.answer(f"Eingefroren als Nr. {kept.id}: {_line(kept)}")


@app.command("list")
def list_frozen(
    name: Annotated[str | None, typer.Argument(help="Name oder Schlüssel der Kommune, sonst alle.")] = None,
    on: Day = None,
    desk: Desk = DESK,
    as_json: AsJson = False,
) -> None:
    """Listet die eingefrorenen Ergebnisse auf, das älteste zuerst."""
    applicant = asking(name, None, None, desk, stichtag(on)).applicant.key if name else None
    kept = _all(desk, applicant)
    if as_json:
        console.json_document({"frozen": [_head(frozen) for frozen in kept]})
        return
    for frozen in kept:
        console.answer(f"Nr. {frozen.id}: {_line(frozen)}")
    if not kept:
        console.answer("Es ist nichts eingefroren. „foerderfinder freeze“ friert ein Ergebnis ein.")


@app.command()
def show(number: Number, desk: Desk = DESK, as_json: AsJson = False) -> None:
    """Zeigt ein eingefrorenes Ergebnis; mit --json auch alles, worauf es beruht."""
    frozen = _one(number, desk)
    answer = kept_answer(frozen)
    if as_json:
        # As they are kept, letter by letter: the checksum is over these texts.
        console.json_document(_head(frozen) | {"inputs": frozen.inputs, "answer": frozen.answer})
        return
    console.answer(f"Nr. {frozen.id}: {_line(frozen)}")
    console.answer(f"  {answer.reason if answer else Finding.UNREADABLE.label}")
    console.answer(f"  Regeln {frozen.rules}, Leseregeln {frozen.readers or 'keine'}, Text {frozen.text_hash}")
    console.answer(f"  Prüfsumme {frozen.sha256}")


@app.command()
def verify(
    number: Annotated[int | None, typer.Argument(metavar="[NR]", help="Nummer des Eintrags, sonst alle.")] = None,
    desk: Desk = DESK,
    as_json: AsJson = False,
) -> None:
    """Rechnet eingefrorene Ergebnisse nach. Rückgabe 1, wenn eines nicht Byte für Byte dasselbe ist."""
    kept = (_one(number, desk),) if number is not None else _all(desk, None)
    checked = [(frozen, recompute(frozen)) for frozen in kept]
    if as_json:
        console.json_document({"frozen": [_verified(frozen, result) for frozen, result in checked]})
    else:
        for frozen, result in checked:
            _print_verified(frozen, result)
    if not all(result.same for _, result in checked):
        raise typer.Exit(NOT_SAME)


@app.command()
def delete(number: Number, yes: Yes = False, desk: Desk = DESK) -> None:
    """Löscht ein eingefrorenes Ergebnis."""
    frozen = _one(number, desk)
    confirm(f"Nr. {number} löschen: {_line(frozen)}?", yes=yes)
    with open_desk(desk) as opened:
        delete_frozen(opened, number)
    console.notice(f"Gelöscht: Nr. {number}, {_line(frozen)}")


def _programme(key: str, db: Path) -> Programme:
    with open_catalogue(db) as catalogue:
        return programme_named(key, catalogue)


def _all(desk_path: Path, applicant: str | None) -> tuple[FrozenVerdict, ...]:
    if not desk_path.is_file():
        return ()
    with open_desk(desk_path) as opened:
        return frozen_verdicts(opened, applicant)


def _one(number: int, desk_path: Path) -> FrozenVerdict:
    found = None
    if desk_path.is_file():
        with open_desk(desk_path) as opened:
            found = frozen_verdict(opened, number)
    if found is None:
        raise FreezingError(f"Ein eingefrorenes Ergebnis Nr. {number} gibt es nicht; „frozen list“ zeigt alle.")
    return found


def _head(frozen: FrozenVerdict) -> dict[str, Any]:
    answer = kept_answer(frozen)
    return frozen.model_dump(mode="json", exclude={"inputs", "answer", "key"}) | {
        "path": frozen.key,
        "title": answer.title if answer else None,
        "verdict": answer.verdict.value if answer else None,
    }


def _line(frozen: FrozenVerdict) -> str:
    answer = kept_answer(frozen)
    what = f"[{answer.verdict.label}] {answer.title}" if answer else f"[nicht lesbar] {frozen.key}"
    project = f", Vorhaben {frozen.project}" if frozen.project else ""
    note = f" – {frozen.note}" if frozen.note else ""
    return f"{what} ({frozen.applicant}{project}, Stichtag {day_words(frozen.stichtag)}){note}"


def _verified(frozen: FrozenVerdict, result: Recomputed) -> dict[str, Any]:
    words = {"id": frozen.id, "path": frozen.key, "same": result.same, "sentence": result.finding.label}
    return words | result.model_dump(mode="json", exclude={"answer"})


def _print_verified(frozen: FrozenVerdict, result: Recomputed) -> None:
    console.answer(f"Nr. {frozen.id}: {result.finding.label}")
    for change in result.differences:
        console.answer(f"  {change.field}: {change.old or '(nichts)'} → {change.new or '(nichts)'}")
