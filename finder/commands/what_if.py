"""The command `foerderfinder what-if`: other facts for once, and what they would change. Nothing is kept."""

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from typing import Annotated

import typer

from finder import console
from finder.commands.asking import asking
from finder.commands.options import CATALOGUE, DESK, AsJson, Database, Day, Desk, ProfileFile, ProjectName, stichtag
from finder.composition import stock
from finder.fact_entry import EnteredFactError
from finder.facts import DEFINITIONS, FactDefinition, fact_text
from finder.models import Fact, Profile
from finder.profiles.project_entry import parse_project_fact
from finder.profiles.projects import JOINT_POPULATION, assembled
from finder.vocab import FactOrigin
from finder.wording import day as day_words
from rules.plan import plan_of
from rules.what_if import IMAGINED, Delta, delta_line, what_if

ENTERED = tuple(definition for definition in DEFINITIONS.values() if definition.origin is FactOrigin.ENTERED)
NAMES = {name.casefold(): fact for fact in ENTERED for name in (fact.id, fact.label)}
"""Facts that people can enter, by id and by label."""

Assignments = Annotated[
    list[str], typer.Option("--set", metavar="ANGABE=ANTWORT", help="Eine andere Angabe; mehrfach möglich.")
]


def what_if_command(
    assignments: Assignments,
    name: Annotated[str | None, typer.Argument(help="Name oder Schlüssel der Kommune.")] = None,
    profile_file: ProfileFile = None,
    project: ProjectName = None,
    on: Day = None,
    db: Database = CATALOGUE,
    desk: Desk = DESK,
    as_json: AsJson = False,
) -> None:
    """Was wäre, wenn eine Angabe anders wäre? Zeigt, was sich ändert, und speichert nichts."""
    day = stichtag(on)
    who = asking(name, profile_file, project, desk, day)
    stated = [parse_assignment(each, day) for each in assignments]
    changed = [*stated, *_joint_population(stated, who.applicant)]
    plan = plan_of(stock(db, desk))
    delta = what_if(plan, who.applicant, who.project, changed, day)
    if as_json:
        head = {"applicant": who.applicant.key, "project": who.project.key if who.project else None}
        console.json_document({**head, "stichtag": day.isoformat(), **_as_json(stated, delta)})
        return
    console.answer(f"{who.applicant.name} – Stichtag {day_words(day)}")
    _print(stated, delta)


def parse_assignment(raw: str, as_of: date) -> Fact:
    """The fact that "budget_status=balanced" or "Haushaltslage=ausgeglichener Haushalt" states.

    Raises:
        EnteredFactError: it names no fact that people can enter, or an answer that fits none of its values.
    """
    name, separator, answer = raw.partition("=")
    if not separator:
        raise EnteredFactError(f"„{raw}“ ist keine Angabe mit Antwort; nötig ist etwa budget_status=balanced.")
    return parse_project_fact(_definition(name.strip()), answer, as_of)


def _definition(name: str) -> FactDefinition:
    found = NAMES.get(name.casefold())
    if found is None:
        near = get_close_matches(name.casefold(), NAMES, n=1)
        advice = f"Meinten Sie „{NAMES[near[0]].label}“ ({NAMES[near[0]].id})?" if near else "Bitte prüfen."
        raise EnteredFactError(f"„{name}“ ist keine Angabe, die Sie machen können. {advice}")
    return found


def _joint_population(stated: Sequence[Fact], applicant: Profile) -> list[Fact]:
    """What the register adds up for other partners."""
    partners = [fact for fact in stated if fact.id == "partners"]
    joint = assembled(IMAGINED.key, IMAGINED.name, partners, applicant).fact(JOINT_POPULATION)
    return [joint] if partners and joint else []


def _as_json(stated: Sequence[Fact], delta: Delta) -> dict[str, object]:
    return {
        "set": [fact.model_dump(mode="json", include={"id", "state", "value"}) for fact in stated],
        "summary": delta_line(delta),
        "unchanged": delta.unchanged,
        "transitions": [pair.model_dump(mode="json") for pair in delta.transitions],
        "changed": [each.model_dump(mode="json", exclude={"key"}) | {"path": each.key} for each in delta.changed],
    }


def _print(stated: Sequence[Fact], delta: Delta) -> None:
    words = "; ".join(f"{DEFINITIONS[fact.id].label}: {fact_text(fact)}" for fact in stated)
    console.answer(f"Angenommen – {words}")
    console.answer(f"{delta_line(delta)}\n")
    for each in delta.changed:
        console.answer(f"[{each.before.label} → {each.after.label}] {each.title} ({each.availability.label})")
        console.answer(f"  {each.reason}")
    console.answer("Gespeichert wurde nichts. Nach Aktenlage, keine Zusage.")
