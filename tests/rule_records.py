"""Small records and hypothesis strategies for tests of the rules."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import permutations

from hypothesis import strategies as st

from finder.models import (
    Branch,
    Evidence,
    Fact,
    FactValue,
    Profile,
    Programme,
    Readings,
    Requirement,
    RequirementValue,
)
from finder.vocab import (
    Assurance,
    Effect,
    FactOrigin,
    FactState,
    Land,
    Operator,
    Outcome,
    PopulationBasis,
    RequirementKind,
    SectionField,
    Strength,
    UnitLevel,
    Verdict,
)
from rules.check import Asked, verdicts
from rules.plan import Settled, plan_of
from rules.verdict import GATES, NEUTRAL, RANKED, branch_standing, standing, try_branch
from tests import records

DAY = date(2026, 11, 25)
QUOTE = "Antragsberechtigt sind Gemeinden."


def evidence(assurance: Assurance = Assurance.CATEGORY) -> Evidence:
    if assurance is Assurance.QUOTED:
        place = {"field": SectionField.SUMMARY, "start": 0, "end": len(QUOTE), "quote": QUOTE}
        return Evidence(assurance=assurance, reader="probe/1", **place)
    return Evidence(assurance=assurance, reader="probe/1")


def requirement(
    kind: RequirementKind,
    op: Operator,
    value: RequirementValue | None,
    unclear: tuple[str, ...] = (),
    effect: Effect = Effect.GATE,
    strength: Strength = Strength.MUST,
    assurance: Assurance = Assurance.CATEGORY,
    part: str | None = None,
    basis: PopulationBasis | None = None,
    valid: tuple[date | None, date | None] = (None, None),
) -> Requirement:
    return Requirement(
        kind=kind,
        op=op,
        value=value,
        unclear=unclear,
        effect=effect,
        strength=strength,
        basis=basis,
        valid_from=valid[0],
        valid_until=valid[1],
        part=part,
        evidence=evidence(assurance),
    )


def programme_of(
    asked: Iterable[Requirement], branches: tuple[Branch, ...] = (), *, complete: bool = False, key: str = "a"
) -> Programme:
    """A programme that asks this and nothing else."""
    return Programme(
        statement=records.raw(key).statement,
        readings=Readings(requirements=tuple(asked), branches=branches, complete=complete),
        origin=records.SOURCE,
        version=1,
        first_seen=DAY,
        last_seen=DAY,
        valid_from=DAY,
        missing_since=None,
        gone_since=None,
    )


def decided(
    asked: Sequence[Requirement], settled: Sequence[Outcome], branches: tuple[Branch, ...] = (), *, complete: bool
) -> tuple[Verdict, str | None]:
    """The verdict over settled outcomes, and the part it holds for; every requirement asks something of its own."""
    distinct = [each.model_copy(update={"value": (str(number),)}) for number, each in enumerate(asked)]
    plan = plan_of([programme_of(distinct, branches, complete=complete)])
    standings = [
        standing(each, outcome) if each.effect in GATES else NEUTRAL
        for each, outcome in zip(distinct, settled, strict=True)
    ]
    for branch in branches:
        standings.append(branch_standing(branch, try_branch(branch, distinct, settled), distinct, settled))
    ranks = plan.variant_ranks(Settled((), tuple(settled), tuple(standings))).tolist()
    best = min(range(len(ranks)), key=ranks.__getitem__)
    return RANKED[ranks[best]], plan.parts[best]


def verdict_for(
    asked: Iterable[Requirement],
    facts: Mapping[str, Fact],
    branches: tuple[Branch, ...] = (),
    *,
    complete: bool = False,
    with_project: bool = True,
) -> Verdict:
    """The verdict through the engine."""
    plan = plan_of([programme_of(asked, branches, complete=complete)])
    return verdicts(plan, Asked(facts, with_project, DAY))[0]


def known(fact_id: str, value: FactValue) -> Fact:
    return Fact(id=fact_id, state=FactState.KNOWN, value=value, origin=FactOrigin.ENTERED, source="Probe", as_of=DAY)


def without_value(fact_id: str, state: FactState = FactState.UNKNOWN) -> Fact:
    return Fact(id=fact_id, state=state, value=None, origin=None, source="", as_of=None)


def by_id(*facts: Fact) -> dict[str, Fact]:
    return {fact.id: fact for fact in facts}


def town(*more: Fact, level: UnitLevel = UnitLevel.MUNICIPALITY) -> Profile:
    facts = (
        known("applicant_kind", ("municipality",)),
        known("territory", ("14626110", "14626", "SN", "DE", "EU")),
        known("population", 56_694),
    )
    merged = by_id(*facts, *more)
    return Profile(key="14626110", name="Görlitz, Stadt", level=level, land=Land.SN, facts=tuple(merged.values()))


CODES = ("municipality", "school_provider", "childcare_provider", "SN", "DE", "coal_region", "leader_region")
CODES += ("urban_concept", "climate_concept", "balanced", "unheard_of", "5", "true", "", "ä\"\\\x00'")
WORDS = ((), *((code,) for code in CODES), *permutations(CODES, 2), CODES[:4], CODES[::-1])
NUMBERS = (0, 1, 5, 4_999, 5_000, 5_001, 2**31, 2**53 - 1)
VALUES = st.one_of(st.sampled_from(WORDS), st.sampled_from(NUMBERS), st.sampled_from((None, True, False)))

requirements = st.builds(
    requirement,
    kind=st.sampled_from(RequirementKind),
    op=st.sampled_from(Operator),
    value=VALUES,
    unclear=st.sampled_from(WORDS),
    effect=st.sampled_from(Effect),
    strength=st.sampled_from(Strength),
    assurance=st.sampled_from(Assurance),
    basis=st.sampled_from([None, *PopulationBasis]),
)

CONCEPT_STATES = ("decided", "in_preparation", "none")
STATEMENTS: dict[str, tuple[FactValue, ...]] = {
    "applicant_kind": (*WORDS, "municipality"),
    "territory": WORDS,
    "population": (*NUMBERS, "5", True, date(2026, 1, 1)),
    "budget_status": ("balanced", "5", "provisional"),
    "school_provider": (True, False),
    "childcare_provider": (True, False),
    "leader_region": (True, False),
    "coal_region": ("Lausitzer Revier", "Lausitzer Revier (teilweise)"),
    "digital_agenda": CONCEPT_STATES,
    "urban_concept": CONCEPT_STATES,
    "climate_concept": CONCEPT_STATES,
}
STATEMENTS |= {
    "fiscally_weak": (True, False),
    "heat_plan": CONCEPT_STATES,
    "mobility_concept": CONCEPT_STATES,
    "rural_class": (("degurba_thinly",), ()),
    "structurally_weak": ("C-Fördergebiet", "C-Fördergebiet (teilweise)"),
    "grw_area": ("C-Fördergebiet",),
    "cooperates": (True, False),
    "eligible_cost": NUMBERS,
    "own_share_percent": NUMBERS,
    "site_population": NUMBERS,
    "joint_population": NUMBERS,
    "project_theme": WORDS,
    "started_against": WORDS,
    "funding_combined": WORDS,
    "state_aid": WORDS,
    "council_decision": (True, False),
    "earlier_support": WORDS,
}
KNOWN = {fact_id: tuple(known(fact_id, value) for value in values) for fact_id, values in STATEMENTS.items()}
EMPTY = {
    fact_id: tuple(without_value(fact_id, state) for state in (FactState.UNKNOWN, FactState.NOT_APPLICABLE))
    for fact_id in STATEMENTS
}

all_known = st.fixed_dictionaries({fact_id: st.sampled_from(options) for fact_id, options in KNOWN.items()})
facts = st.fixed_dictionaries(
    {},
    optional={
        fact_id: st.one_of(st.sampled_from(KNOWN[fact_id]), st.sampled_from(EMPTY[fact_id])) for fact_id in STATEMENTS
    },
)
"""Facts by id, each absent, without a value, or known."""
