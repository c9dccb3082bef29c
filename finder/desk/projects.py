"""Projects (Vorhaben) on the desk: names and the facts people entered about them. Confidential (R-90)."""

import re
import unicodedata
from datetime import datetime
from typing import NamedTuple

from finder.desk.database import Desk, fact_of, kept
from finder.fact_entry import is_current
from finder.facts import PROJECT_FACTS
from finder.models import Fact
from finder.vocab import FactOrigin

LONGEST_KEY = 60
UMLAUTS = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue"}


class EnteredProject(NamedTuple):
    """A project as it was entered."""

    key: str
    name: str
    facts: tuple[Fact, ...]


def projects(desk: Desk, applicant: str) -> tuple[EnteredProject, ...]:
    """The applicant's projects by name. An answer that is no longer offered is left out: unknown."""
    rows = desk.rows("SELECT * FROM projects WHERE applicant = ? ORDER BY name, key", applicant)
    stated = desk.rows("SELECT * FROM project_facts WHERE applicant = ? ORDER BY fact", applicant)
    facts = {row["key"]: tuple(fact_of(fact) for fact in stated if fact["project"] == row["key"]) for row in rows}
    return tuple(EnteredProject(row["key"], row["name"], tuple(filter(is_current, facts[row["key"]]))) for row in rows)


def project(desk: Desk, applicant: str, key: str) -> EnteredProject | None:
    """One project of the applicant; None where there is none of that key."""
    return next((each for each in projects(desk, applicant) if each.key == key), None)


def write_project(desk: Desk, applicant: str, entered: EnteredProject, entered_at: datetime) -> None:
    """Keeps a project in the place of the former one of that key, with exactly these facts.

    Raises:
        ValueError: a fact or its value is none of a project that people can enter.
        DeskError: the desk cannot be written.
    """
    for fact in entered.facts:
        if fact.origin is not FactOrigin.ENTERED or fact.id not in PROJECT_FACTS or not is_current(fact):
            raise ValueError(f"{fact.id} is no fact of a project that people can enter")
    now = entered_at.isoformat()
    with desk.atomic():
        delete_project(desk, applicant, entered.key)
        desk.write("INSERT INTO projects VALUES (?, ?, ?, ?)", applicant, entered.key, entered.name, now)
        for fact in entered.facts:
            desk.write(
                "INSERT INTO project_facts VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                *(applicant, entered.key, fact.id, fact.state.value, kept(fact.value), fact.source),
                *(fact.as_of.isoformat() if fact.as_of else None, now),
            )


def delete_project(desk: Desk, applicant: str, key: str) -> None:
    """Removes a project with everything entered about it."""
    desk.write("DELETE FROM projects WHERE applicant = ? AND key = ?", applicant, key)


def key_for(name: str, taken: frozenset[str]) -> str:
    """A key made of the name, unlike those already taken: "Neue Feuerwache" → "neue-feuerwache"."""
    folded = name.casefold().translate(UMLAUTS)
    ascii_only = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode("ascii")
    base = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[: LONGEST_KEY - 4].strip("-") or "vorhaben"
    candidates = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(key for key in candidates if key not in taken)
