"""Who asks and what is asked of, put together for command line and app alike: facts from register, desk and files."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from finder.catalogue.store import Catalogue, open_catalogue
from finder.desk import projects as desk_projects
from finder.desk.database import open_desk
from finder.facts import OwnApplicant
from finder.models import Fact, Profile, Programme, Project
from finder.money.estimate import estimates, plausible_grant
from finder.money.records import Estimate
from finder.places.municipalities import own_profile, profile, register
from finder.profiles.project_entry import merged_facts, merged_projects
from finder.profiles.projects import assembled
from finder.reviews.reviewing import with_reviews
from finder.wording import listing
from rules.derive import with_derived, with_derived_project


class UnknownProgramme(Exception):
    """A key or address names no programme; the message is a German sentence."""


class UnknownProject(Exception):
    """The applicant has no project of that key or name; the message is a German sentence naming those it has."""


def applicant_of(key: str, desk_path: Path, stichtag: date, stated: tuple[Fact, ...] = ()) -> Profile | None:
    """The applicant of a key with all its facts: from the register, derived, from the desk, and `stated` before those.

    Raises:
        RegisterUnreadable, NotAnApplicant, LookupFailed, DeskError: see there.
    """
    own: OwnApplicant | None = None
    entered: tuple[Fact, ...] = ()
    if desk_path.is_file():
        with open_desk(desk_path) as desk:
            own, entered = desk.own_applicant(key), desk.facts(key)
    facts = merged_facts(entered, stated)
    if own:
        return with_derived(own_profile(own, facts), stichtag)
    unit = register().by_key(key)
    return with_derived(profile(unit, facts), stichtag) if unit else None


def projects_of(applicant: Profile, desk_path: Path) -> tuple[desk_projects.EnteredProject, ...]:
    """The applicant's projects as they were entered, by name. Raises DeskError."""
    if not desk_path.is_file():
        return ()
    with open_desk(desk_path) as desk:
        return desk_projects.projects(desk, applicant.key)


def project_named(
    name: str,
    applicant: Profile,
    desk_path: Path,
    stichtag: date,
    stated: tuple[desk_projects.EnteredProject, ...] = (),
) -> Project:
    """A project of the applicant by its key or name, with what follows from its facts; `stated` goes before the desk.

    Raises:
        UnknownProject: the applicant has none of that key or name.
        DeskError: see there.
    """
    entered = merged_projects(projects_of(applicant, desk_path), stated)
    found = next((each for each in entered if name.casefold() in (each.key, each.name.casefold())), None)
    if found is None:
        known = listing([f"„{each.name}“ ({each.key})" for each in entered]) or "keines"
        raise UnknownProject(f"{applicant.name} hat kein Vorhaben „{name}“. Angelegt ist: {known}.")
    return complete_project(found, applicant, stichtag)


def complete_project(entered: desk_projects.EnteredProject, applicant: Profile, stichtag: date) -> Project:
    """A project as it was entered, with all facts and what follows from them."""
    return with_derived_project(assembled(entered.key, entered.name, entered.facts, applicant), applicant, stichtag)


def stock(db: Path, desk_path: Path) -> tuple[Programme, ...]:
    """All programmes that people see, with what people reviewed. Raises StoreError or DeskError."""
    with open_catalogue(db) as catalogue:
        return with_reviews(catalogue.programmes(), catalogue, desk_path)


def programmes_named(names: Sequence[str], catalogue: Catalogue) -> tuple[Programme, ...]:
    """The visible programmes of these keys or addresses, in the given order and without their texts.

    Raises:
        UnknownProgramme: one names none.
        StoreError: see there.
    """
    known: dict[str, Programme] = {}
    for programme in catalogue.programmes():
        known[programme.statement.key] = known[programme.statement.url] = programme
    if unknown := next((name for name in names if name not in known), None):
        raise UnknownProgramme(
            f"Das Programm „{unknown}“ steht nicht im Katalog. Gesucht wird der Schlüssel (path) oder die Adresse."
        )
    return tuple(known[name] for name in names)


def programme_named(name: str, catalogue: Catalogue) -> Programme:
    """A programme of that key or address with its text. Raises as `programmes_named` does."""
    found = catalogue.programme(name)
    if found is None:
        statement = programmes_named([name], catalogue)[0].statement
        found = catalogue.programme(statement.key, statement.source)
    if found is None:
        raise UnknownProgramme(f"Das Programm „{name}“ steht nicht mehr im Katalog.")
    return found


def money_of(programmes: Sequence[Programme], facts: Mapping[str, Fact]) -> dict[tuple[str, str], tuple[Estimate, ...]]:
    """By source and key, what each part of a programme pays, in the order of its text; without those that name none."""
    found = {(each.statement.source, each.statement.key): money_by_part(each, facts) for each in programmes}
    return {key: estimates for key, estimates in found.items() if estimates}


def money_by_part(programme: Programme, facts: Mapping[str, Fact]) -> tuple[Estimate, ...]:
    """What each part of a programme pays, in the order of its text."""
    order = [None, *programme.readings.parts]
    found = estimates(programme.readings.benefits, facts)
    return tuple(sorted(found, key=lambda each: order.index(each.part) if each.part in order else len(order)))


def plausible_grants(programmes: Sequence[Programme], facts: Mapping[str, Fact]) -> list[Decimal | None]:
    """What each programme may pay at most, in euros, in the given order; None where nothing tells."""
    ranges = (plausible_grant(programme.readings.benefits, facts) for programme in programmes)
    return [grant.high if grant else None for grant in ranges]
