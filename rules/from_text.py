"""What the text readers found, as requirements, benefits and deadlines for the check.

A claim that can be compared with a fact becomes a gate; one that binds but cannot be compared yet stays open at the source
(its value is None); what is to be done or shown becomes a task. Nothing disappears and nothing turns into a yes.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_CEILING
from typing import Any

from finder.guideline import (
    AmountClaim,
    ApplicantClaim,
    AreaClaim,
    AreaKind,
    Claim,
    ClaimEffect,
    ConceptClaim,
    CooperationRule,
    CumulationRule,
    EarmarkClaim,
    FiscalClaim,
    FiscalKind,
    GuidelineFacts,
    MunicipalClaim,
    OwnShareClaim,
    PopulationClaim,
    PriorStartRule,
    RateClaim,
    RegionClaim,
    ValidityClaim,
    Yes,
)
from finder.models import Benefit, Branch, Deadline, Evidence, Requirement, RequirementValue, Validity
from finder.vocab import (
    AmountRole,
    AmountUnit,
    ApplicantKind,
    Assurance,
    BenefitKind,
    Combination,
    DeadlineModel,
    DeadlineRole,
    Effect,
    Operator,
    PopulationBasis,
    RequirementKind,
    Strength,
)

AREA_FACTS = {AreaKind.GRW: "grw_area", AreaKind.COAL_REGION: "coal_region", AreaKind.LEADER: "leader_region"}
WEAK_WORD, WEAK_AREA = "strukturschwach", "structurally_weak"
"""A word of an area's description, and the fact that answers it."""
FISCALLY_WEAK = "fiscally_weak"
HUNDREDTHS = 100
"""Own shares are compared in hundredths of a percent, so that 33.33 % is a whole number."""
CONCEPT_FACTS = {
    "digital": "digital_agenda",
    "klimaschutz": "climate_concept",
    "stadtentwicklung": "urban_concept",
    "insek": "urban_concept",
    "isek": "urban_concept",
    "ikek": "urban_concept",
    "wärmeplan": "heat_plan",
    "mobilitätskonzept": "mobility_concept",
    "verkehrskonzept": "mobility_concept",
}
"""Pieces of a concept's name and the fact that says whether the applicant has one."""

EFFECTS = {
    ClaimEffect.GATE: Effect.GATE,
    ClaimEffect.AMOUNT: Effect.AMOUNT,
    ClaimEffect.PRIORITY: Effect.BONUS,
    ClaimEffect.EXCEPTION: Effect.DISCRETION,
    ClaimEffect.OBLIGATION: Effect.PROCESS,
    ClaimEffect.EXCLUSION: Effect.EXCLUSION,
}
COOPERATION_EFFECTS = {
    CooperationRule.REQUIRED: Effect.GATE,
    CooperationRule.BONUS: Effect.BONUS,
    CooperationRule.ALLOWED: Effect.PROCESS,
}
TERRITORIES = (RequirementKind.AREA, RequirementKind.RURAL_CLASS)
TERRITORY_LABEL = "Gebietskulisse"
PUBLIC_KINDS = (
    ApplicantKind.MUNICIPALITY,
    ApplicantKind.COUNTY,
    ApplicantKind.COUNTY_FREE_CITY,
    ApplicantKind.MUNICIPAL_ASSOCIATION,
    ApplicantKind.SPECIAL_PURPOSE_ASSOCIATION,
    ApplicantKind.MUNICIPAL_COMPANY,
    ApplicantKind.PUBLIC_BODY,
    ApplicantKind.SCHOOL_PROVIDER,
    ApplicantKind.CHILDCARE_PROVIDER,
)
"""Kinds a public applicant can be; a list that names municipalities often means more of them than it spells out."""


def requirements_from(facts: GuidelineFacts) -> tuple[Requirement, ...]:
    """Everything the text asks of an applicant, in the order of the fields of `facts`."""
    return tuple(_requirements(facts))


def branches_from(requirements: Sequence[Requirement]) -> tuple[Branch, ...]:
    """Territories that a part names in several sentences are alternatives: a project lies in one of them."""
    by_part: dict[str | None, list[int]] = {}
    for position, requirement in enumerate(requirements):
        if requirement.kind in TERRITORIES and requirement.effect is Effect.GATE:
            by_part.setdefault(requirement.part, []).append(position)
    return tuple(
        Branch(combination=Combination.ANY, label=TERRITORY_LABEL, members=tuple(positions))
        for positions in by_part.values()
        if len(positions) > 1
    )


def benefits_from(facts: GuidelineFacts) -> tuple[Benefit, ...]:
    """Rates, sums, own share and Zweckbindung."""
    return (
        *(_benefit(BenefitKind.RATE, claim, rate_role=claim.role, percent=claim.percent) for claim in facts.rates),
        *(
            _benefit(BenefitKind.AMOUNT, claim, amount_role=claim.role, eur=claim.eur, per=claim.per)
            for claim in facts.amounts
        ),
        *(_benefit(BenefitKind.OWN_SHARE, claim, percent=claim.percent) for claim in facts.own_share),
        *(_benefit(BenefitKind.EARMARK, claim, years=claim.years) for claim in facts.earmarks),
    )


def _benefit(
    kind: BenefitKind, claim: RateClaim | AmountClaim | OwnShareClaim | EarmarkClaim, **values: Any
) -> Benefit:
    return Benefit(kind=kind, condition=claim.condition, part=claim.part, evidence=_evidence(claim), **values)


def deadlines_from(facts: GuidelineFacts) -> tuple[Deadline, ...]:
    """The windows: one for each date under the programme's model, or one without a date. A rolling one has no date."""
    model = facts.deadline_model
    if model is None:
        return ()
    dated = () if model.model is DeadlineModel.ROLLING else facts.deadlines
    if not dated:
        return (Deadline(model=model.model, role=DeadlineRole.APPLICATION, part=model.part, evidence=_evidence(model)),)
    return tuple(
        Deadline(
            model=model.model,
            role=claim.role,
            date=claim.date,
            annual=claim.annual,
            part=claim.part,
            evidence=_evidence(claim),
        )
        for claim in dated
    )


def validity_from(facts: GuidelineFacts) -> Validity | None:
    """From when and until when the guideline is in force, where the text gives a day."""
    dated = [claim for claim in (facts.valid_until, facts.valid_from) if claim is not None and claim.date is not None]
    if not dated:
        return None
    return Validity(
        valid_from=_day(facts.valid_from), valid_until=_day(facts.valid_until), evidence=_evidence(dated[0])
    )


def _day(claim: ValidityClaim | None) -> date | None:
    return claim.date if claim is not None else None


def _requirements(facts: GuidelineFacts) -> Iterator[Requirement]:
    yield from _applicants(facts)
    yield from _regions(facts.regions)
    for population in facts.population:
        yield from _population(population)
    for area in facts.areas:
        yield _area(area)
    for fiscal in facts.fiscal:
        yield _fiscal(fiscal)
    for concept in facts.concepts:
        yield _concept(concept)
    if facts.cooperation is not None:
        effect = COOPERATION_EFFECTS[facts.cooperation.rule]
        yield _requirement(facts.cooperation, RequirementKind.COOPERATION, effect, op=Operator.EQUALS, value=True)
    yield from _of_project(facts)


def _of_project(facts: GuidelineFacts) -> Iterator[Requirement]:
    """What the text asks of a project: its start, other money, state aid, its cost and its own funds."""
    if facts.prior_start is not None and facts.prior_start.rule is not PriorStartRule.ALLOWED:
        rule = facts.prior_start.rule.value
        yield _barred(facts.prior_start, RequirementKind.PRIOR_START, (rule,))
    if facts.cumulation is not None and facts.cumulation.rule is CumulationRule.FORBIDDEN:
        yield _barred(facts.cumulation, RequirementKind.CUMULATION, (facts.cumulation.rule.value,))
    if facts.cumulation is not None and facts.cumulation.rule is CumulationRule.RESTRICTED:
        yield _barred(facts.cumulation, RequirementKind.CUMULATION, (), (facts.cumulation.rule.value,))
    for aid in facts.state_aid:
        yield _barred(aid, RequirementKind.STATE_AID, (), (aid.kind.value,))
    for amount in facts.amounts:
        if amount.role is AmountRole.MIN_COST and amount.per is AmountUnit.PROJECT and amount.condition is None:
            least = int(amount.eur.to_integral_value(ROUND_CEILING))
            yield _requirement(amount, RequirementKind.COST_MIN, Effect.GATE, op=Operator.AT_LEAST, value=least)
    for share in facts.own_share:
        if share.condition is None:
            least = int((share.percent * HUNDREDTHS).to_integral_value(ROUND_CEILING))
            yield _requirement(share, RequirementKind.OWN_SHARE, Effect.GATE, op=Operator.AT_LEAST, value=least)


def _barred(claim: Claim, kind: RequirementKind, value: tuple[str, ...], unclear: tuple[str, ...] = ()) -> Requirement:
    """A gate that holds where the project is none of this: begun against the rule, combined, under that aid rule."""
    return _requirement(claim, kind, Effect.GATE, op=Operator.EXCLUDES, value=value, unclear=unclear)


def _applicants(facts: GuidelineFacts) -> Iterator[Requirement]:
    """One gate for the whole programme, or one a part where only parts name applicants.

    Public kinds that the text does not name stay open, unless it says no to municipalities; so do kinds that only a part
    names where there is a list for the whole. Without such a list, what the text excludes is an exclusion.
    """
    municipal = facts.municipal
    named = [claim for claim in facts.applicants if not claim.excluded]
    excluded = [claim for claim in facts.applicants if claim.excluded]
    if not named or municipal is None or municipal.eligible is Yes.UNCLEAR:
        if excluded:
            value = _in_order({claim.kind for claim in excluded})
            yield _requirement(excluded[0], RequirementKind.APPLICANT_KIND, Effect.EXCLUSION, value=value)
        return
    open_kinds = set(PUBLIC_KINDS) if municipal.eligible is Yes.YES else set()
    open_kinds |= {claim.kind for claim in named}
    open_kinds -= {claim.kind for claim in excluded}
    general = [claim for claim in named if claim.part is None]
    for part in [None] if general else _parts(named):
        yield _applicant_gate(municipal, [claim for claim in named if claim.part == part], open_kinds)


def _applicant_gate(
    municipal: MunicipalClaim, named: list[ApplicantClaim], open_kinds: set[ApplicantKind]
) -> Requirement:
    """The kinds of one list; its passage on municipalities is the evidence where it belongs to the same part."""
    kinds = {claim.kind for claim in named}
    if municipal.eligible is Yes.YES and ApplicantKind.PUBLIC_BODY in kinds:
        # A municipality is a body of public law; a list of such bodies that means municipalities need not name them.
        kinds.add(ApplicantKind.MUNICIPALITY)
    return _requirement(
        municipal if municipal.part == named[0].part else named[0],
        RequirementKind.APPLICANT_KIND,
        Effect.GATE,
        value=_in_order(kinds),
        unclear=_in_order(open_kinds - kinds),
    )


def _parts(claims: Sequence[Claim]) -> list[str | None]:
    return list(dict.fromkeys(claim.part for claim in claims))


def _regions(claims: Sequence[RegionClaim]) -> Iterator[Requirement]:
    """One gate a part, the territories of a part being alternatives."""
    for part in _parts(claims):
        of_part = [claim for claim in claims if claim.part == part]
        codes = tuple(dict.fromkeys(claim.code for claim in of_part))
        yield _requirement(of_part[0], RequirementKind.REGION, Effect.GATE, value=codes)


def _in_order(kinds: set[ApplicantKind]) -> tuple[str, ...]:
    return tuple(kind.value for kind in ApplicantKind if kind in kinds)


def _population(claim: PopulationClaim) -> Iterator[Requirement]:
    """A band is up to two comparisons, each with whose inhabitants count."""
    effect = EFFECTS[claim.effect]
    if claim.minimum is not None:
        least = claim.minimum if claim.minimum_inclusive is not False else claim.minimum + 1
        yield _requirement(
            claim, RequirementKind.POPULATION, effect, op=Operator.AT_LEAST, value=least, basis=claim.basis
        )
    if claim.maximum is not None:
        most = claim.maximum if claim.maximum_inclusive is not False else claim.maximum - 1
        yield _requirement(
            claim, RequirementKind.POPULATION, effect, op=Operator.AT_MOST, value=most, basis=claim.basis
        )


def _area(claim: AreaClaim) -> Requirement:
    """A named area, or a class of territories where the text speaks of rural ones without saying by which scheme."""
    if claim.area is AreaKind.RURAL:
        return _requirement(claim, RequirementKind.RURAL_CLASS, EFFECTS[claim.effect])
    fact = AREA_FACTS.get(claim.area) or (WEAK_AREA if WEAK_WORD in claim.detail.casefold() else None)
    return _requirement(claim, RequirementKind.AREA, EFFECTS[claim.effect], value=(fact,) if fact else None)


def _fiscal(claim: FiscalClaim) -> Requirement:
    """Weak finances are what the Land says they are; what a consolidation has to be like, the text rarely says."""
    if claim.kind is FiscalKind.BUDGET_CONSOLIDATION:
        return _requirement(claim, RequirementKind.BUDGET_CONSOLIDATION, EFFECTS[claim.effect])
    value = (FISCALLY_WEAK,) if claim.kind is FiscalKind.FISCALLY_WEAK else None
    return _requirement(claim, RequirementKind.FISCAL, EFFECTS[claim.effect], value=value)


def _concept(claim: ConceptClaim) -> Requirement:
    """A concept the profile knows is a gate; any other is a document to be presented."""
    name = claim.name.lower()
    fact = next((fact for piece, fact in CONCEPT_FACTS.items() if piece in name), None)
    effect = Effect.GATE if fact else Effect.PROCESS
    return _requirement(claim, RequirementKind.CONCEPT, effect, value=(fact,) if fact else None)


def _requirement(
    claim: Claim,
    kind: RequirementKind,
    effect: Effect,
    *,
    op: Operator = Operator.INTERSECTS,
    value: RequirementValue | None = None,
    unclear: tuple[str, ...] = (),
    basis: PopulationBasis | None = None,
) -> Requirement:
    return Requirement(
        kind=kind,
        op=op,
        value=value,
        unclear=unclear,
        effect=effect,
        strength=Strength.MUST,
        basis=basis,
        part=claim.part,
        evidence=_evidence(claim),
    )


def _evidence(claim: Claim) -> Evidence:
    quote = claim.quote
    return Evidence(
        assurance=Assurance.QUOTED,
        reader=claim.reader,
        field=quote.field,
        start=quote.start,
        end=quote.end,
        quote=quote.words,
    )
