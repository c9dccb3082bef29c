"""With whom a municipality could apply together: those of its Gemeindeverband and Kreis, and whom it names itself.

The register knows what belongs together and no boundaries. Members of one Gemeindeverband usually adjoin, but nothing
here says so of any two; neighbours beyond the Kreis, and those of a kreisfreie Stadt, have to be named.
"""

from collections.abc import Iterable, Iterator

from finder.frozen import Frozen
from finder.models import TerritorialUnit
from finder.places.register import Register
from finder.vocab import Labelled, UnitLevel

MEANT = (
    "Das Gemeindeverzeichnis führt keine Grenzen. Als Nachbarn gelten hier die Kommunen desselben Gemeindeverbands "
    "und desselben Kreises; welche davon aneinandergrenzen, sagt es nicht. Kommunen jenseits der Kreisgrenze bitte "
    "mit --with nennen."
)
NONE_KNOWN = (
    "Zu {name} nennt das Gemeindeverzeichnis keine Kommunen desselben Kreises oder Gemeindeverbands, und Grenzen führt "
    "es nicht. Bitte mögliche Partner mit --with nennen."
)


class Relation(Labelled):
    """Why a unit may be a partner, nearest first."""

    GIVEN = "given", "von Ihnen genannt"
    ASSOCIATION = "association", "im selben Gemeindeverband"
    COUNTY = "county", "im selben Kreis"


class Neighbour(Frozen):
    """A unit that may be a partner."""

    unit: TerritorialUnit
    relation: Relation


def neighbours(
    unit: TerritorialUnit | None, register: Register, given: Iterable[TerritorialUnit] = ()
) -> tuple[Neighbour, ...]:
    """The given units, and those of the same level in the Verband and Kreis of a unit; nearest first, each once.

    A Kreis, a kreisfreie Stadt and an applicant in no register (None) have none but the given ones.
    """
    found = {each.key: Neighbour(unit=each, relation=Relation.GIVEN) for each in given}
    for each in _of_county(unit, register) if unit else ():
        found.setdefault(each.key, Neighbour(unit=each, relation=_relation(unit, each)))
    nearest = list(Relation)
    others = (neighbour for key, neighbour in found.items() if unit is None or key != unit.key)
    return tuple(sorted(others, key=lambda each: (nearest.index(each.relation), each.unit.key)))


def what_is_meant(name: str, found: Iterable[Neighbour]) -> str:
    """What people have to know about a list of neighbours: what it rests on, and what is missing from it."""
    by_register = any(neighbour.relation is not Relation.GIVEN for neighbour in found)
    return MEANT if by_register else NONE_KNOWN.format(name=name)


def _of_county(unit: TerritorialUnit, register: Register) -> Iterator[TerritorialUnit]:
    if unit.county_key is None:
        return iter(())
    if unit.level is UnitLevel.MUNICIPALITY:
        return iter(register.members(unit.county_key))
    return (each for each in register.units(unit.level) if each.county_key == unit.county_key)


def _relation(unit: TerritorialUnit | None, other: TerritorialUnit) -> Relation:
    key = unit.association_key if unit else None
    return Relation.ASSOCIATION if key is not None and key == other.association_key else Relation.COUNTY
