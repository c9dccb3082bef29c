"""Profile files and the desk: what a file would change there, taking it over, and the file of what is there."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from finder.desk.database import Desk
from finder.desk.projects import EnteredProject, projects, write_project
from finder.facts import DEFINITIONS, OwnApplicant, fact_text
from finder.models import Fact
from finder.places.municipalities import profile, register
from finder.profiles.files import ProfileFile, ProfileFileError
from finder.profiles.project_entry import merged_projects
from finder.vocab import FactOrigin
from finder.wording import listing

NOT_STATED = "nicht angegeben"
NEW_PROJECT = "noch nicht angelegt"


class Change(NamedTuple):
    """One answer that a file would change on the desk, in words that people see."""

    project: str
    """Name of the project, or nothing for a fact of the applicant."""
    label: str
    old: str
    new: str


class Import(NamedTuple):
    """What a file brings to the desk."""

    key: str
    name: str
    note: str
    """What has to be known about the unit, such as that it was merged away."""
    own: OwnApplicant | None
    facts: tuple[Fact, ...]
    projects: tuple[EnteredProject, ...]
    changes: tuple[Change, ...]


def planned(content: ProfileFile, desk: Desk) -> Import:
    """What taking the file over would change; an answer that is already there keeps its day and source.

    A number that the register states too is not taken over; one that contradicts the register is, and says so.

    Raises:
        ProfileFileError: the file does not say whom it is about.
        LookupFailed, NotAnApplicant: the register has no such unit, or it cannot apply.
        EnteredFactError: the facts of a project, with those on the desk, cannot all be true.
        DeskError: see there.
    """
    key, name, note = _about(content)
    shown = _beside_register(key, content)
    stated = (fact for fact in content.facts if shown[fact.id].origin is FactOrigin.ENTERED)
    facts = _new_facts(desk.facts(key), stated)
    before = projects(desk, key)
    kept = {project.key: project for project in before}
    merged = merged_projects(before, tuple(_dated(project, kept.get(project.key)) for project in content.projects))
    changed = tuple(project for project in merged if project != kept.get(project.key))
    own = content.applicant if content.applicant != desk.own_applicant(key) else None
    changes = (
        *_of_applicant(desk.own_applicant(key), own),
        *_of_facts("", desk.facts(key), facts, shown),
        *(change for project in changed for change in _of_project(kept.get(project.key), project)),
    )
    return Import(key, name, note, own, facts, changed, changes)


def take_over(planned: Import, desk: Desk, entered_at: datetime) -> None:
    """Writes what was planned, all of it or nothing. Raises DeskError."""
    with desk.atomic():
        if planned.own:
            desk.write_own_applicant(planned.own, entered_at)
        for fact in planned.facts:
            desk.write_fact(planned.key, fact, entered_at)
        for project in planned.projects:
            write_project(desk, planned.key, project, entered_at)


def exported(key: str, desk: Desk) -> ProfileFile:
    """Everything that was entered about an applicant, as the content of a profile file. Raises DeskError."""
    own = desk.own_applicant(key)
    return ProfileFile(
        municipality=None if own else key, applicant=own, facts=desk.facts(key), projects=projects(desk, key)
    )


def _about(content: ProfileFile) -> tuple[str, str, str]:
    if content.applicant:
        return content.applicant.key, content.applicant.name, ""
    if not content.municipality:
        raise ProfileFileError(
            "Die Datei nennt weder eine Kommune noch einen eigenen Antragsteller. Bitte „municipality“ ausfüllen."
        )
    match = register().match(content.municipality)
    return match.unit.key, match.unit.name, match.note or ""


def _beside_register(key: str, content: ProfileFile) -> Mapping[str, Fact]:
    """The stated facts as a profile shows them: confirmed or contradicted by the register, or as they are."""
    unit = None if content.applicant else register().by_key(key)
    facts = profile(unit, content.facts).facts if unit else content.facts
    return {fact.id: fact for fact in facts}


def _new_facts(kept: Iterable[Fact], stated: Iterable[Fact]) -> tuple[Fact, ...]:
    """What is stated and not already there with the same answer."""
    answers = {fact.id: _answer(fact) for fact in kept}
    return tuple(fact for fact in stated if answers.get(fact.id) != _answer(fact))


def _dated(stated: EnteredProject, kept: EnteredProject | None) -> EnteredProject:
    return stated._replace(facts=_new_facts(kept.facts, stated.facts)) if kept else stated


def _answer(fact: Fact) -> tuple[object, object]:
    return fact.state, fact.value


def _of_applicant(old: OwnApplicant | None, new: OwnApplicant | None) -> Iterator[Change]:
    if new is None:
        return
    before, after = _words(old), _words(new)
    for label in after:
        if before.get(label) != after[label]:
            yield Change("", label, before.get(label, NOT_STATED), after[label])


def _words(applicant: OwnApplicant | None) -> Mapping[str, str]:
    if applicant is None:
        return {}
    members = listing(applicant.members) or "keine"
    return {"Name": applicant.name, "Land": applicant.land.label, "Mitgliedsgemeinden": members}


def _of_project(old: EnteredProject | None, new: EnteredProject) -> Iterator[Change]:
    if old is None or old.name != new.name:
        yield Change(new.name, "Name", old.name if old else NEW_PROJECT, new.name)
    yield from _of_facts(new.name, old.facts if old else (), new.facts)


def _of_facts(
    project: str, old: Iterable[Fact], new: Iterable[Fact], shown: Mapping[str, Fact] = MappingProxyType({})
) -> Iterator[Change]:
    before = {fact.id: fact for fact in old}
    for fact in new:
        former = before.get(fact.id)
        if former is None or _answer(former) != _answer(fact):
            words = fact_text(shown.get(fact.id, fact))
            yield Change(project, DEFINITIONS[fact.id].label, fact_text(former) if former else NOT_STATED, words)
