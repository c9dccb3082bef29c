"""The command `foerderfinder questions`: which facts would settle most if somebody stated them."""

from collections.abc import Sequence
from typing import Annotated

import typer

from finder import console
from finder.commands.asking import Asking, asking
from finder.commands.options import CATALOGUE, DESK, AsJson, Database, Day, Desk, ProfileFile, ProjectName, stichtag
from finder.composition import plausible_grants, stock
from finder.wording import day as day_words
from finder.wording import whole
from rules.check import asked_by
from rules.next_questions import NextQuestion, next_questions, waiting_for_project, why
from rules.plan import plan_of

SHOWN = 3
EFFORTS = {1: "sofort zu beantworten", 2: "nachzuschlagen", 3: "zu ermitteln"}


def questions(
    name: Annotated[str | None, typer.Argument(help="Name oder Schlüssel der Kommune.")] = None,
    profile_file: ProfileFile = None,
    project: ProjectName = None,
    on: Day = None,
    db: Database = CATALOGUE,
    desk: Desk = DESK,
    as_json: AsJson = False,
) -> None:
    """Nennt die drei Angaben, die am meisten klären; mit --json alle."""
    day = stichtag(on)
    who = asking(name, profile_file, project, desk, day)
    plan = plan_of(stock(db, desk))
    grants = plausible_grants(plan.programmes, asked_by(who.applicant, day, who.project).facts)
    found = next_questions(plan, who.applicant, who.project, day, grants)
    waiting = None if who.project else waiting_for_project(plan, who.applicant, day)
    if as_json:
        console.json_document(
            {
                "applicant": who.applicant.key,
                "project": who.project.key if who.project else None,
                "stichtag": day.isoformat(),
                "waiting_for_project": waiting,
                "questions": [question.model_dump(mode="json") for question in found],
            }
        )
        return
    console.answer(f"{_named(who)} – Stichtag {day_words(day)}")
    _print(found, waiting)


def _named(who: Asking) -> str:
    return f"{who.applicant.name}, {who.project.name}" if who.project else who.applicant.name


def _print(found: Sequence[NextQuestion], waiting: int | None) -> None:
    for question in found[:SHOWN]:
        console.answer(question.question)
        console.answer(f"  {why(question)}; {EFFORTS[question.effort]} ({question.fact})")
    if not found:
        console.answer("Keinem Programm fehlt eine Angabe, die Sie machen könnten.")
    if len(found) > SHOWN:
        console.answer(f"Weitere Fragen: {whole(len(found) - SHOWN)} (--json nennt alle).")
    if waiting:
        number = "wartet 1 Programm" if waiting == 1 else f"warten {whole(waiting)} Programme"
        console.answer(f"Auf ein Vorhaben {number}; --project nennt eines.")
