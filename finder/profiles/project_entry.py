"""How people enter a project: names of places become keys, and facts that cannot all be true are refused."""

import re
from collections.abc import Iterable
from datetime import date

from finder import wording
from finder.desk.projects import EnteredProject
from finder.fact_entry import KEY, SEPARATOR, EnteredFactError, parse_entered
from finder.facts import NOTHING, PROJECT_FACTS, FactDefinition, FactType
from finder.models import Fact
from finder.places.register import LookupFailed, register
from finder.vocab import FactState, UnitLevel

LONGEST_NAME = 200
NO_PLACES = frozenset({NOTHING, *(state.label for state in FactState)})
"""Answers that name no place."""
PROJECT_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
OWN = "zv-"
"""Begins the key of an applicant that is in no register."""


def parse_project_fact(definition: FactDefinition, raw: str, as_of: date) -> Fact:
    """As `parse_entered`; places may be given by name, and a key of the register has to stand in it.

    Raises:
        EnteredFactError: the answer fits no value of the fact.
        RegisterUnreadable: see `finder.places.register`.
    """
    return parse_entered(definition, _with_keys(definition, raw) if definition.type is FactType.KEYS else raw, as_of)


def project_name(raw: str) -> str:
    """The name of a project, in one line. Raises EnteredFactError where it is empty or too long."""
    name = " ".join(raw.split())
    if not name:
        raise EnteredFactError("Das Vorhaben hat keinen Namen. Bitte geben Sie ihm einen, zum Beispiel „Feuerwache“.")
    if len(name) > LONGEST_NAME:
        raise EnteredFactError(f"Der Name des Vorhabens ist länger als {LONGEST_NAME} Zeichen. Bitte kürzen Sie ihn.")
    return name


def project_key(raw: str) -> str:
    """The key of a project. Raises EnteredFactError where it is none."""
    if not PROJECT_KEY.fullmatch(raw):
        raise EnteredFactError(
            f"„{raw[:60]}“ ist kein Schlüssel eines Vorhabens. Nötig sind höchstens 60 kleine Buchstaben, Ziffern und "
            "Bindestriche; ohne Schlüssel wird einer aus dem Namen gebildet."
        )
    return raw


def checked_project(entered: EnteredProject) -> EnteredProject:
    """The project, if its facts can all be true. Raises EnteredFactError with the first that cannot."""
    values = {fact.id: fact.value for fact in entered.facts}
    start, end = values.get("project_start"), values.get("project_end")
    if values.get("eligible_cost") == 0:
        raise EnteredFactError(
            f"{_of(entered)}: „{_label('eligible_cost')}“ kann nicht 0 sein. Bitte den Betrag oder „unbekannt“ angeben."
        )
    if isinstance(start, date) and isinstance(end, date) and end < start:
        raise EnteredFactError(
            f"{_of(entered)}: „{_label('project_end')}“ ({wording.day(end)}) liegt vor „{_label('project_start')}“ "
            f"({wording.day(start)}). Bitte einen der beiden Tage ändern."
        )
    return entered


def merged_facts(*layers: Iterable[Fact]) -> tuple[Fact, ...]:
    """Facts of several layers; the later layer counts."""
    return tuple({fact.id: fact for layer in layers for fact in layer}.values())


def merged_projects(kept: Iterable[EnteredProject], stated: Iterable[EnteredProject]) -> tuple[EnteredProject, ...]:
    """The projects of both; of one that both have, what is stated goes before what was kept, fact by fact.

    Raises:
        EnteredFactError: the facts of both cannot all be true.
    """
    projects = {project.key: project for project in kept}
    for project in stated:
        before = projects.get(project.key)
        facts = merged_facts(before.facts if before else (), project.facts)
        projects[project.key] = checked_project(EnteredProject(project.key, project.name, facts))
    return tuple(projects.values())


def _of(entered: EnteredProject) -> str:
    return f"Vorhaben „{entered.name}“"


def _label(fact_id: str) -> str:
    return PROJECT_FACTS[fact_id].label


def _with_keys(definition: FactDefinition, raw: str) -> str:
    if " ".join(raw.split()).casefold() in NO_PLACES:
        return raw
    places = (place.strip() for place in raw.split(SEPARATOR))
    return f"{SEPARATOR} ".join(_key(definition, place) for place in places if place)


def _key(definition: FactDefinition, place: str) -> str:
    """The key of a place; of a dissolved municipality the one that it became part of."""
    if place.startswith(OWN) and KEY.fullmatch(place):
        return place
    try:
        unit = register().resolve(place)
    except LookupFailed as failure:
        raise EnteredFactError(f"„{definition.label}“: {failure}") from failure
    if unit.level is UnitLevel.LAND:
        raise EnteredFactError(
            f"„{definition.label}“: Das Land {unit.name} ist weder Gemeinde noch Kreis noch Verband."
        )
    return unit.key
