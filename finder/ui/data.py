"""What the pages show, read and checked once for each state of the data.

The records are frozen, so that all sessions may share them. Connections are opened for one read and closed (R-44).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import streamlit as st

from finder import paths
from finder.catalogue.store import open_catalogue
from finder.composition import applicant_of, complete_project, plausible_grants, projects_of
from finder.deadlines import availability, next_date
from finder.desk.database import open_desk
from finder.exports.rows import Report
from finder.fact_entry import parse_entered
from finder.facts import FACTS, OwnApplicant
from finder.models import Assessment, Change, Profile, Programme, Project, SourceStatus
from finder.reviews.reviewing import log_version, with_reviews
from finder.ui.selection import Entry
from finder.vocab import Availability, FactState
from finder.wording import UNKNOWN
from rules.check import asked_by, check
from rules.next_questions import NextQuestion, next_questions, waiting_for_project
from rules.plan import Plan, plan_of

STALE_DAYS = 14
"""Age of the last complete run from which on every page says so (R-18)."""
MOST_FOUND = 5000


@dataclass(frozen=True)
class Snapshot:
    """The catalogue as it stands now."""

    version: str
    sources: tuple[SourceStatus, ...]

    @property
    def programmes(self) -> int:
        """How many programmes people see."""
        return sum(source.programmes for source in self.sources if not source.superseded)


def today() -> date:
    """The day on which everything is checked; the only clock of the app."""
    return date.today()


def snapshot() -> Snapshot:
    """The state of every source now. Raises StoreError."""
    with open_catalogue(paths.catalogue_path()) as catalogue:
        return Snapshot(catalogue.data_version(), catalogue.sources())


@st.cache_resource(show_spinner="Katalog wird gelesen …", max_entries=2)
def _plan(path: Path, version: str, desk: Path, reviews: int) -> Plan:
    """The programmes with what people reviewed, ready for checking; `version` and `reviews` name the state of both."""
    with open_catalogue(path) as catalogue:
        return plan_of(with_reviews(catalogue.programmes(), catalogue, desk))


def programme(key: str, source: str | None) -> Programme | None:
    """One programme with its text. Raises StoreError."""
    with open_catalogue(paths.catalogue_path()) as catalogue:
        return catalogue.programme(key, source)


def found(words: str) -> tuple[str, ...]:
    """Keys of the programmes that hold the words, best first. Raises StoreError."""
    with open_catalogue(paths.catalogue_path()) as catalogue:
        return catalogue.search(words, MOST_FOUND)


def changes(since: date, key: str | None = None) -> tuple[Change, ...]:
    """What the runs since that day saw. Raises StoreError."""
    with open_catalogue(paths.catalogue_path()) as catalogue:
        return catalogue.changes(since, key)


def profile(key: str, stichtag: date) -> Profile | None:
    """The applicant of a key with all its facts, register, derived and entered; None where there is none.

    Raises RegisterUnreadable, NotAnApplicant, LookupFailed or DeskError.
    """
    return applicant_of(key, paths.desk_path(), stichtag)


def project(applicant: Profile, key: str, stichtag: date) -> Project | None:
    """A project of the applicant with what follows from its facts; None where there is none. Raises DeskError."""
    entered = next((each for each in projects_of(applicant, paths.desk_path()) if each.key == key), None)
    return complete_project(entered, applicant, stichtag) if entered else None


def entries(
    snapshot: Snapshot, applicant: Profile | None, stichtag: date, project: Project | None = None
) -> tuple[Entry, ...]:
    """Every programme with its availability, and with the answer for applicant and project if there is an applicant.

    Raises StoreError or DeskError.
    """
    desk = paths.desk_path()
    return _entries(paths.catalogue_path(), snapshot.version, desk, log_version(desk), applicant, stichtag, project)


@st.cache_resource(
    show_spinner="Programme werden geprüft …",
    max_entries=8,
    hash_funcs={Profile: Profile.model_dump_json, Project: Project.model_dump_json},
)
def _entries(
    path: Path,
    version: str,
    desk: Path,
    reviews: int,
    applicant: Profile | None,
    stichtag: date,
    project: Project | None,
) -> tuple[Entry, ...]:
    plan = _plan(path, version, desk, reviews)
    programmes = plan.programmes
    answers = check(applicant, plan, stichtag, project) if applicant else [None] * len(programmes)
    return tuple(
        Entry(
            programme=programme,
            assessment=answer,
            availability=answer.availability if answer else _availability(programme, stichtag),
            next_date=next_date(programme.readings.deadlines, stichtag),
        )
        for programme, answer in zip(programmes, answers, strict=True)
    )


def questions(
    snapshot: Snapshot, applicant: Profile, project: Project | None, stichtag: date
) -> tuple[tuple[NextQuestion, ...], int]:
    """The facts whose answer would settle most, best first, and how many programmes wait for a project.

    Raises StoreError or DeskError.
    """
    desk = paths.desk_path()
    return _questions(paths.catalogue_path(), snapshot.version, desk, log_version(desk), applicant, stichtag, project)


@st.cache_resource(
    show_spinner=False, max_entries=8, hash_funcs={Profile: Profile.model_dump_json, Project: Project.model_dump_json}
)
def _questions(
    path: Path, version: str, desk: Path, reviews: int, applicant: Profile, stichtag: date, project: Project | None
) -> tuple[tuple[NextQuestion, ...], int]:
    plan = _plan(path, version, desk, reviews)
    grants = plausible_grants(plan.programmes, asked_by(applicant, stichtag, project).facts)
    waiting = 0 if project else waiting_for_project(plan, applicant, stichtag)
    return next_questions(plan, applicant, project, stichtag, grants), waiting


def _availability(programme: Programme, stichtag: date) -> Availability:
    readings = programme.readings
    return availability(readings.deadlines, readings.validity, programme.statement.status_note, stichtag)


def report(snapshot: Snapshot, chosen: Sequence[Entry], applicant: Profile, stichtag: date) -> Report:
    """The chosen programmes with their answers, as every export writes them."""
    return Report(
        applicant_name=applicant.name,
        applicant_key=applicant.key,
        stichtag=stichtag,
        made_on=stichtag,
        assessments=tuple(entry.assessment for entry in chosen if entry.assessment),
        programmes=tuple(entry.programme for entry in chosen),
        sources=snapshot.sources,
    )


def assessment(programme: Programme, applicant: Profile, stichtag: date, project: Project | None = None) -> Assessment:
    """The answer on one programme."""
    (answer,) = check(applicant, (programme,), stichtag, project)
    return answer


def keep(applicant: Profile, answers: Mapping[str, str], stichtag: date) -> None:
    """Write the answers that differ from what is known to the desk. Raises EnteredFactError or DeskError."""
    given = [parse_entered(FACTS[fact_id], answer or UNKNOWN, stichtag) for fact_id, answer in answers.items()]
    known = {fact.id: (fact.state, fact.value) for fact in applicant.facts}
    with open_desk(paths.desk_path()) as desk:
        for fact in given:
            if (fact.state, fact.value) != known.get(fact.id, (FactState.UNKNOWN, None)):
                desk.write_fact(applicant.key, fact, datetime.now())


def take_back(key: str, fact_id: str) -> None:
    """Delete one answer of an applicant; the fact is what it would be without it. Raises DeskError."""
    with open_desk(paths.desk_path()) as desk:
        desk.clear_fact(key, fact_id)


def forget(key: str) -> None:
    """Delete everything entered for an applicant (R-90). Raises DeskError."""
    with open_desk(paths.desk_path()) as desk:
        desk.delete_applicant(key)


def entered(key: str) -> str:
    """Everything entered for an applicant as JSON (R-90). Raises DeskError."""
    with open_desk(paths.desk_path()) as desk:
        return json.dumps(desk.export_applicant(key), ensure_ascii=False, indent=2)


def own_applicants() -> tuple[OwnApplicant, ...]:
    """The applicants that are in no register. Raises DeskError."""
    with open_desk(paths.desk_path()) as desk:
        return desk.own_applicants()


def keep_own_applicant(applicant: OwnApplicant) -> None:
    """Write an applicant that is in no register to the desk. Raises DeskError."""
    with open_desk(paths.desk_path()) as desk:
        desk.write_own_applicant(applicant, datetime.now())
