"""What every engine of the comparison is given: made-up programmes, one profile, and all municipalities of the register."""

import random
from collections.abc import Mapping
from datetime import date

from finder.models import Evidence, Fact, Requirement, TerritorialUnit
from finder.places.municipalities import profile, register
from finder.vocab import (
    ApplicantKind,
    Assurance,
    Effect,
    FactOrigin,
    FactState,
    Land,
    Operator,
    RequirementKind,
    Strength,
    UnitLevel,
)
from rules.derive import with_derived

Facts = Mapping[str, Fact]

PROGRAMMES = 2_500
PROGRAMMES_A_LIST = 10
"""How many programmes share a list of applicants; in the federal database 1,471 programmes have 77 lists."""
AS_OF = date(2026, 1, 1)
SEED = 2026
EVIDENCE = Evidence(assurance=Assurance.REVIEWED, reader="bench/1")
AREAS = ("coal_region", "grw_area", "leader_region")
CONCEPTS = ("digital_agenda", "urban_concept", "climate_concept")
ASKED = ("applicant_kind", "territory", "population", *AREAS, *CONCEPTS)
"""Facts the programmes ask for; the others of a profile would only fill memory."""


def programmes(count: int = PROGRAMMES) -> list[list[Requirement]]:
    """Programmes with five gates each: applicants, region, population, area, concept."""
    chance = random.Random(SEED)
    applicants = [_applicants(chance) for _ in range(count // PROGRAMMES_A_LIST)]
    others = (_region, _population, _area, _concept)
    return [[chance.choice(applicants), *(make(chance) for make in others)] for _ in range(count)]


def town() -> Facts:
    """One profile with known and unknown facts."""
    values = {
        "applicant_kind": ("municipality",),
        "territory": ("14626110", "14626", "SN", "DE", "EU"),
        "population": 56_694,
        "coal_region": "Lausitzer Revier",
        "urban_concept": "in_preparation",
        "school_provider": True,
    }
    return {
        key: Fact(id=key, state=FactState.KNOWN, value=value, origin=FactOrigin.REGISTER, source="Probe", as_of=AS_OF)
        for key, value in values.items()
    }


def municipalities() -> dict[str, Facts]:
    """The facts of all municipalities by their AGS: register and area sets as they are, with made-up answers.

    The register says nothing about concepts and LEADER regions. Their answers are drawn, some of them unknown, so that
    all verdicts without a confirmed list occur and neighbours differ.
    """
    chance = random.Random(SEED)
    return {unit.key: municipality(unit, chance) for unit in register().units(UnitLevel.MUNICIPALITY)}


def municipality(unit: TerritorialUnit, chance: random.Random) -> Facts:
    """What the programmes ask of one municipality."""
    facts = with_derived(profile(unit, _answers(chance)), AS_OF).facts
    return {fact.id: fact for fact in facts if fact.id in ASKED}


def _answers(chance: random.Random) -> list[Fact]:
    answers: dict[str, str | bool | None] = {"leader_region": chance.choice((None, True, False))}
    answers |= {concept: chance.choice((None, "decided", "in_preparation", "none")) for concept in CONCEPTS}
    return [
        Fact(id=key, state=FactState.KNOWN, value=value, origin=FactOrigin.ENTERED, source="Probe", as_of=AS_OF)
        for key, value in answers.items()
        if value is not None
    ]


def _applicants(chance: random.Random) -> Requirement:
    kinds = [kind.value for kind in chance.sample(list(ApplicantKind), 5)]
    return _gate(RequirementKind.APPLICANT_KIND, Operator.INTERSECTS, tuple(kinds[:3]), tuple(kinds[3:]))


def _region(chance: random.Random) -> Requirement:
    codes = ["DE", *(land.value for land in Land)]
    return _gate(RequirementKind.REGION, Operator.INTERSECTS, (chance.choice(codes),))


def _population(chance: random.Random) -> Requirement:
    op = chance.choice((Operator.AT_LEAST, Operator.AT_MOST))
    return _gate(RequirementKind.POPULATION, op, chance.randrange(1_000, 100_000, 1_000))


def _area(chance: random.Random) -> Requirement:
    area = chance.choice(AREAS)
    return _gate(RequirementKind.AREA, chance.choice((Operator.INTERSECTS, Operator.EXCLUDES)), (area,))


def _concept(chance: random.Random) -> Requirement:
    return _gate(RequirementKind.CONCEPT, Operator.INTERSECTS, (chance.choice(CONCEPTS),))


def _gate(
    kind: RequirementKind, op: Operator, value: tuple[str, ...] | int, unclear: tuple[str, ...] = ()
) -> Requirement:
    return Requirement(
        kind=kind, op=op, value=value, unclear=unclear, effect=Effect.GATE, strength=Strength.MUST, evidence=EVIDENCE
    )
