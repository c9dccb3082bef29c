"""Projects and profile files as the pages keep them on the desk. Every function may raise DeskError."""

from collections.abc import Mapping
from datetime import date, datetime

from finder import paths
from finder.composition import projects_of
from finder.desk.database import open_desk
from finder.desk.projects import EnteredProject, delete_project, key_for, write_project
from finder.facts import PROJECT_FACTS
from finder.models import Profile
from finder.profiles.files import FileFormat, ProfileFile, ProfileFileError, profile_bytes, read_profile_bytes
from finder.profiles.importing import Import, exported, planned, take_over
from finder.profiles.project_entry import checked_project, parse_project_fact, project_name
from finder.vocab import FactState

COPY = "Kopie"


def projects(applicant: Profile) -> tuple[EnteredProject, ...]:
    """The applicant's projects as they were entered, by name."""
    return projects_of(applicant, paths.desk_path())


def create(applicant: Profile, name: str) -> str:
    """A new project without answers; gives its key. Raises EnteredFactError for a name that is none."""
    return _add(applicant, EnteredProject("", project_name(name), ()))


def copy(applicant: Profile, entered: EnteredProject) -> str:
    """A project with the same answers; gives its key. Raises EnteredFactError where the name becomes too long."""
    return _add(applicant, entered._replace(name=project_name(f"{entered.name} ({COPY})")))


def _add(applicant: Profile, entered: EnteredProject) -> str:
    taken = frozenset(project.key for project in projects(applicant))
    key = key_for(entered.name, taken)
    _write(applicant, entered._replace(key=key))
    return key


def keep(applicant: Profile, before: EnteredProject, name: str, answers: Mapping[str, str], stichtag: date) -> None:
    """Write a project's answers, all or none; one that has not changed keeps its day.

    Raises EnteredFactError where an answer is none, or the answers cannot all be true.
    """
    kept = {fact.id: fact for fact in before.facts}
    given = [parse_project_fact(PROJECT_FACTS[fact_id], answer, stichtag) for fact_id, answer in answers.items()]
    facts = []
    for fact in given:
        former = kept.get(fact.id)
        if former and (former.state, former.value) == (fact.state, fact.value):
            facts.append(former)
        elif fact.state is not FactState.UNKNOWN:
            facts.append(fact)
    _write(applicant, checked_project(EnteredProject(before.key, project_name(name), tuple(facts))))


def delete(applicant: Profile, key: str) -> None:
    """Remove a project with everything entered about it."""
    with open_desk(paths.desk_path()) as desk:
        delete_project(desk, applicant.key, key)


def _write(applicant: Profile, entered: EnteredProject) -> None:
    with open_desk(paths.desk_path()) as desk:
        write_project(desk, applicant.key, entered, datetime.now())


def file_of(applicant: Profile, file_format: FileFormat) -> bytes:
    """Everything entered about an applicant and its projects as a profile file."""
    with open_desk(paths.desk_path()) as desk:
        return profile_bytes(exported(applicant.key, desk), file_format, applicant)


def plan_of(applicant: Profile, name: str, content: bytes, stichtag: date) -> Import:
    """What a sent file would change. Raises ProfileFileError, and as `profile_import.planned` does."""
    read = read_profile_bytes(name, content, stichtag)
    if not read.municipality and not read.applicant:
        read = _about(applicant, read)
    with open_desk(paths.desk_path()) as desk:
        plan = planned(read, desk)
    if plan.key != applicant.key:
        raise ProfileFileError(
            f"Die Datei gilt für {plan.name} ({plan.key}), gewählt ist {applicant.name}. Bitte zuerst den Antragsteller "
            "der Datei wählen."
        )
    return plan


def _about(applicant: Profile, read: ProfileFile) -> ProfileFile:
    """A file that does not say whom it is about is about who asks."""
    with open_desk(paths.desk_path()) as desk:
        own = desk.own_applicant(applicant.key)
    return read.model_copy(update={"applicant": own, "municipality": None if own else applicant.key})


def take(plan: Import) -> None:
    """Write what a file changes, all or nothing."""
    with open_desk(paths.desk_path()) as desk:
        take_over(plan, desk, datetime.now())
