"""Who asks on the command line: a unit of the register or an applicant of its own, with or without a project."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from finder import console
from finder.composition import applicant_of, project_named
from finder.models import Fact, Profile, Project, TerritorialUnit
from finder.places.municipalities import own_profile, register
from finder.profiles.files import ProfileFile, ProfileFileError, read_profile_file
from rules.derive import with_derived

OWN = "zv-"
"""Begins the key of an applicant that is in no register."""


class Asking(NamedTuple):
    """Who asks, and for what."""

    unit: TerritorialUnit | None
    applicant: Profile
    project: Project | None


def asking(name: str | None, profile_file: Path | None, project: str | None, desk_path: Path, stichtag: date) -> Asking:
    """The applicant and its project, from the register, the desk and the file; what the file says goes before the desk.

    Raises:
        LookupFailed, NotAnApplicant, ProfileFileError, DeskError, UnknownProject: see there.
    """
    content = read_profile_file(profile_file, stichtag) if profile_file else ProfileFile()
    if content.applicant is not None:
        found = Asking(None, with_derived(own_profile(content.applicant, content.facts), stichtag), None)
    elif asked := name or content.municipality:
        found = known(asked, desk_path, stichtag, content.facts)
    else:
        raise ProfileFileError(
            "Bitte eine Kommune nennen oder mit --profile eine Datei angeben, die eine Kommune oder einen eigenen "
            "Antragsteller nennt."
        )
    _check_same(name, content, found)
    if project is None:
        return found
    named = project_named(project, found.applicant, desk_path, stichtag, content.projects)
    return found._replace(project=named)


def _check_same(name: str | None, content: ProfileFile, found: Asking) -> None:
    if name and content.municipality and found.unit and register().resolve(content.municipality) != found.unit:
        raise ProfileFileError(
            f"Die Profildatei gilt für „{content.municipality}“, gefragt ist nach „{found.unit.name}“. "
            "Bitte nur eine der beiden nennen."
        )


def known(name: str, desk_path: Path, stichtag: date, stated: tuple[Fact, ...] = ()) -> Asking:
    """The applicant of a name or key, in the register or on the desk; says what has to be known about the unit.

    Raises:
        LookupFailed, NotAnApplicant, DeskError: see there.
    """
    own = applicant_of(name, desk_path, stichtag, stated) if name.startswith(OWN) else None
    if own is not None:
        return Asking(None, own, None)
    match = register().match(name)
    if match.note:
        console.notice(match.note)
    applicant = applicant_of(match.unit.key, desk_path, stichtag, stated)
    assert applicant is not None, "a unit of the register has a profile"  # noqa: S101
    return Asking(match.unit, applicant, None)
