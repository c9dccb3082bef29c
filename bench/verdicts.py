"""One profile against 2,500 programmes with five requirements each, beside a plain evaluator."""

import random
import timeit
from collections.abc import Callable
from datetime import date

from bench.table import BenchRow
from finder.models import Evidence, Fact, Requirement
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
    Verdict,
)
from rules.engine import evaluate
from rules.verdict import decide, settle
from tests import oracle

PROGRAMMES = 2_500
APPLICANT_LISTS = 250
"""Distinct lists of applicants; the federal database has 77 among 1,471 programmes."""
RUNS = 7
LIMIT = 4.0
AS_OF = date(2026, 1, 1)


def rows() -> list[BenchRow]:
    """Verdicts by the engine and by the plain evaluator, best of several runs; both must agree."""
    programmes, facts = _programmes(), _facts()
    assert _verdicts(programmes, facts) == [oracle.verdict(requirements, facts) for requirements in programmes]
    return [
        BenchRow(
            name=f"Urteile: ein Profil, {PROGRAMMES} Programme mit je fünf Bedingungen",
            value=_best(lambda: _verdicts(programmes, facts)),
            unit="ms",
            floor_name="einfacher Auswerter",
            floor=_best(lambda: [oracle.verdict(requirements, facts) for requirements in programmes]),
            limit=LIMIT,
        )
    ]


def _best(run: Callable[[], object]) -> float:
    return min(timeit.repeat(run, number=1, repeat=RUNS)) * 1000


def _verdicts(programmes: list[list[Requirement]], facts: dict[str, Fact]) -> list[Verdict]:
    outcomes = iter(evaluate([requirement for requirements in programmes for requirement in requirements], facts))
    return [
        decide(
            requirements, [settle(requirement, next(outcomes)) for requirement in requirements], complete=False
        ).verdict
        for requirements in programmes
    ]


def _facts() -> dict[str, Fact]:
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


def _programmes() -> list[list[Requirement]]:
    chance = random.Random(2026)
    applicants = [_applicants(chance) for _ in range(APPLICANT_LISTS)]
    others = (_region, _population, _area, _concept)
    return [[chance.choice(applicants), *(make(chance) for make in others)] for _ in range(PROGRAMMES)]


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
    area = chance.choice(("coal_region", "grw_area", "leader_region"))
    return _gate(RequirementKind.AREA, chance.choice((Operator.INTERSECTS, Operator.EXCLUDES)), (area,))


def _concept(chance: random.Random) -> Requirement:
    concept = chance.choice(("digital_agenda", "urban_concept", "climate_concept"))
    return _gate(RequirementKind.CONCEPT, Operator.INTERSECTS, (concept,))


def _gate(
    kind: RequirementKind, op: Operator, value: tuple[str, ...] | int, unclear: tuple[str, ...] = ()
) -> Requirement:
    evidence = Evidence(assurance=Assurance.REVIEWED, reader="bench/1")
    return Requirement(
        kind=kind, op=op, value=value, unclear=unclear, effect=Effect.GATE, strength=Strength.MUST, evidence=evidence
    )
