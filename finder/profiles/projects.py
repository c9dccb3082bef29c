"""A project (Vorhaben) as a checker needs it: every fact of `project_facts.yml`, stated or unknown."""

from collections.abc import Iterable

from finder import wording
from finder.facts import PROJECT_FACTS, unknown
from finder.models import Fact, Profile, Project
from finder.places.register import register
from finder.vocab import FactOrigin, FactState, UnitLevel

JOINT_POPULATION = "joint_population"


def assembled(key: str, name: str, entered: Iterable[Fact], applicant: Profile) -> Project:
    """The project with every fact; what the register knows of its partners is added up.

    Raises:
        ValueError: an entered fact is none of a project that people can enter.
    """
    stated = {fact.id: fact for fact in entered}
    for fact_id in stated:
        definition = PROJECT_FACTS.get(fact_id)
        if definition is None or definition.origin is not FactOrigin.ENTERED:
            raise ValueError(f"{fact_id} is no fact of a project that people can enter")
    joint = _joint_population(stated.get("partners"), applicant)
    if joint:
        stated[joint.id] = joint
    return Project(key=key, name=name, facts=tuple(stated.get(each) or unknown(each) for each in PROJECT_FACTS))


def _joint_population(partners: Fact | None, applicant: Profile) -> Fact | None:
    """Inhabitants of the applicant and its partners; None where one of them has no number in the register.

    A partner that lies within the applicant, or contains it, would be counted twice.
    """
    own = applicant.fact("population")
    if partners is None or not isinstance(partners.value, tuple) or own is None or not isinstance(own.value, int):
        return None
    territory = applicant.fact("territory")
    keys = territory.value if territory and isinstance(territory.value, tuple) else (applicant.key,)
    units = [register().by_key(key) for key in partners.value]
    numbers = [unit.population if unit and unit.level is UnitLevel.MUNICIPALITY else None for unit in units]
    overlaps = any(key in keys or key.startswith(applicant.key) for key in partners.value)
    if overlaps or any(number is None for number in numbers):
        return None
    members = wording.whole(len(numbers) + 1)
    summed = (
        f"Summe der Einwohner der {members} Beteiligten" if numbers else "Einwohner des Antragstellers ohne Partner"
    )
    return Fact(
        id=JOINT_POPULATION,
        state=FactState.KNOWN,
        value=own.value + sum(number for number in numbers if number is not None),
        origin=FactOrigin.DERIVED,
        source=f"{summed}; {register().head.source}",
        as_of=register().head.population_as_of,
        premises=("population", "partners"),
    )
