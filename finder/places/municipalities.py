"""Municipalities, Kreise, Verbände and Zweckverbände as applicants: the profile of a unit of the official register.

Looking a unit up stands in `finder.places.register`; what other rooms need of it can be had here.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from finder import wording
from finder.fact_entry import can_be_entered
from finder.facts import FACTS, OwnApplicant, fact_text, unknown
from finder.models import Fact, FactValue, Profile, TerritorialUnit
from finder.places.register import (
    AmbiguousMunicipality,
    LookupFailed,
    Match,
    Register,
    UnknownMunicipality,
    register,
    unit_note,
)
from finder.places.register_rows import COUNTY_FREE_CODES, FILE, RegisterHead, RegisterUnreadable
from finder.vocab import EUROPE, NATIONWIDE, ApplicantKind, FactOrigin, FactState, Land, UnitLevel

__all__ = [
    "FILE",
    "AmbiguousMunicipality",
    "LookupFailed",
    "Match",
    "NotAnApplicant",
    "Register",
    "RegisterUnreadable",
    "UnknownMunicipality",
    "own_profile",
    "profile",
    "register",
]

_KINDS: Mapping[UnitLevel, tuple[ApplicantKind, ...]] = {
    UnitLevel.MUNICIPALITY: (ApplicantKind.MUNICIPALITY,),
    UnitLevel.COUNTY: (ApplicantKind.COUNTY,),
    UnitLevel.ASSOCIATION: (ApplicantKind.MUNICIPAL_ASSOCIATION,),
}
"""What a unit applies as; levels that are missing here cannot apply."""


class NotAnApplicant(Exception):
    """The unit cannot apply for anything; the message is a German sentence."""


def profile(unit: TerritorialUnit, entered: Iterable[Fact]) -> Profile:
    """A unit of the register as an applicant: what the register says, what was entered, and all else unknown.

    Population and area of a Kreis or Verband are sums over what lies in it. Where a number was entered that is not the
    register's, the fact is contradictory and states both: neither of them counts until one is put right.

    Raises:
        NotAnApplicant: the unit is a Land or an unincorporated area.
        ValueError: an entered fact is none that people can enter.
    """
    kinds = _KINDS.get(unit.level)
    if kinds is None:
        raise NotAnApplicant(f"{unit.name} kann keinen Antrag stellen. {unit_note(unit)}")
    head = register().head
    kind_source = f"abgeleitet aus der Art der Gebietseinheit ({unit.type_label}); {head.source}"
    if unit.type_code in COUNTY_FREE_CODES:
        kinds = (*kinds, ApplicantKind.COUNTY_FREE_CITY)
    keys = filter(None, (unit.key, unit.association_key, unit.county_key, unit.land.value, NATIONWIDE, EUROPE))
    official = (
        _known("applicant_kind", kinds, FactOrigin.DERIVED, kind_source, head.territory_as_of),
        _known("territory", tuple(dict.fromkeys(keys)), FactOrigin.DERIVED, head.source, head.territory_as_of),
        *(_from_register(unit, head) if unit.level is UnitLevel.MUNICIPALITY else _summed(unit, head)),
    )
    return _assembled(unit.key, unit.name, unit.level, unit.land, official, entered)


def own_profile(applicant: OwnApplicant, entered: Iterable[Fact]) -> Profile:
    """A Zweckverband as an applicant. It belongs to a Kreis or municipality only where all its members do.

    Raises:
        UnknownMunicipality: a member is in no register.
        ValueError: an entered fact is none that people can enter.
    """
    units = [register().resolve(member) for member in applicant.members]
    lands = sorted({applicant.land.value, *(unit.land.value for unit in units)})
    shared = (
        set.intersection(*({unit.key, unit.association_key, unit.county_key} for unit in units)) if units else set()
    )
    keys = (applicant.key, *sorted(filter(None, shared)), *lands, NATIONWIDE, EUROPE)
    source = "abgeleitet aus der eigenen Angabe"
    derived = (
        _known("applicant_kind", (ApplicantKind.SPECIAL_PURPOSE_ASSOCIATION,), FactOrigin.DERIVED, source, None),
        _known("territory", keys, FactOrigin.DERIVED, f"{source} der Mitglieder", None),
    )
    level = UnitLevel.SPECIAL_PURPOSE
    return _assembled(applicant.key, applicant.name, level, applicant.land, derived, entered)


def _from_register(unit: TerritorialUnit, head: RegisterHead) -> Iterator[Fact]:
    stated: tuple[tuple[str, FactValue | None, date | None], ...] = (
        ("population", unit.population, head.population_as_of),
        ("area_km2", unit.area_km2, head.population_as_of),
        ("urbanisation", unit.urbanisation, head.population_as_of),
        ("seat_postcode", unit.seat_postcode, head.territory_as_of),
    )
    for fact_id, value, as_of in stated:
        if value is not None:
            yield _known(fact_id, value, FactOrigin.REGISTER, head.source, as_of)


def _summed(unit: TerritorialUnit, head: RegisterHead) -> Iterator[Fact]:
    rows = register().inside(unit.key)
    source = f"Summe der Gemeinden und gemeindefreien Gebiete ({wording.whole(len(rows))}); {head.source}"
    if rows and all(row.population for row in rows):
        people = sum(row.people() for row in rows)
        yield _known("population", people, FactOrigin.DERIVED, source, head.population_as_of)
    if rows and all(row.area_km2 for row in rows):
        area = sum((Decimal(row.area_km2) for row in rows), Decimal(0))
        yield _known("area_km2", area, FactOrigin.DERIVED, source, head.population_as_of)


def _known(fact_id: str, value: FactValue, origin: FactOrigin, source: str, as_of: date | None) -> Fact:
    return Fact(id=fact_id, state=FactState.KNOWN, value=value, origin=origin, source=source, as_of=as_of)


def _assembled(
    key: str, name: str, level: UnitLevel, land: Land, official: Iterable[Fact], entered: Iterable[Fact]
) -> Profile:
    stated = {fact.id: fact for fact in official}
    for fact in entered:
        definition = FACTS.get(fact.id)
        if definition is None or not can_be_entered(definition) or fact.origin is not FactOrigin.ENTERED:
            raise ValueError(f"{fact.id} is no fact that people can enter")
        stated[fact.id] = _beside(stated.get(fact.id), fact)
    facts = tuple(stated.get(fact_id) or unknown(fact_id) for fact_id in FACTS)
    return Profile(key=key, name=name, level=level, land=land, facts=facts)


def _beside(official: Fact | None, entered: Fact) -> Fact:
    """The register's fact and the one people entered: two different values contradict each other."""
    if official is None:
        return entered
    if entered.value is None or entered.value == official.value:
        return official
    return Fact(
        id=entered.id,
        state=FactState.CONTRADICTORY,
        value=None,
        origin=FactOrigin.ENTERED,
        source=f"{official.source}; {entered.source}",
        as_of=entered.as_of,
        conflict=(_statement(official), _statement(entered)),
    )


def _statement(fact: Fact) -> str:
    dated = f", Stand {wording.day(fact.as_of)}" if fact.as_of else ""
    return f"{fact_text(fact)} ({fact.source}{dated})"
