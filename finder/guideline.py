"""What a guideline's prose states, as the readers find it: each value with its verbatim quote, its place and its part."""

import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from finder.frozen import Frozen
from finder.vocab import (
    AmountRole,
    AmountUnit,
    ApplicantKind,
    DeadlineModel,
    DeadlineRole,
    FundingType,
    Labelled,
    PopulationBasis,
    RateRole,
    SectionField,
)


class Quote(Frozen):
    """A passage of the source's text: there `text[start:end] == words`."""

    field: SectionField
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(gt=0)]
    words: Annotated[str, Field(min_length=1)]


class Claim(Frozen):
    """Base of all claims: what proves it, in which part of the guideline it stands, and which reader found it."""

    quote: Quote
    part: str | None = None
    """The part (module, Fördergegenstand, Teil) the value belongs to; None for the whole guideline."""
    reader: str
    """Id and version, e.g. "rates/1"."""


class Yes(StrEnum):
    """Whether a municipality itself may receive the money."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


class MunicipalClaim(Claim):
    """The applicant passage that names (or excludes) municipalities."""

    eligible: Yes


class ApplicantClaim(Claim):
    """One kind of applicant the guideline names as direct recipient, or excludes."""

    kind: ApplicantKind
    excluded: bool = False


class RegionClaim(Claim):
    """A Land, the whole of Germany ("DE") or the Union ("EU")."""

    code: str


class ClaimEffect(StrEnum):
    """What a condition does."""

    GATE = "gate"
    AMOUNT = "amount"
    PRIORITY = "priority"
    EXCEPTION = "exception"
    OBLIGATION = "obligation"
    EXCLUSION = "exclusion"


class PopulationClaim(Claim):
    """A band of inhabitants; None leaves an end open."""

    minimum: int | None
    maximum: int | None
    minimum_inclusive: bool | None
    maximum_inclusive: bool | None
    basis: PopulationBasis
    effect: ClaimEffect


class AreaKind(StrEnum):
    """Kinds of named territories."""

    GRW = "grw"
    RURAL = "rural"
    LEADER = "leader"
    COAL_REGION = "coal_region"
    URBAN_RENEWAL_AREA = "urban_renewal_area"
    NAMED_AREA = "named_area"
    ELIGIBLE_MAP = "eligible_map"
    OTHER = "other"


class AreaClaim(Claim):
    """A territory the guideline binds its money to."""

    area: AreaKind
    detail: str
    effect: ClaimEffect


class FiscalKind(StrEnum):
    """What a guideline says of an applicant's finances."""

    BUDGET_CONSOLIDATION = "budget_consolidation"
    FISCALLY_WEAK = "fiscally_weak"
    OTHER = "other"


class FiscalClaim(Claim):
    """A condition on or advantage for an applicant's finances."""

    kind: FiscalKind
    effect: ClaimEffect


class FundingTypeClaim(Claim):
    """A form of the money."""

    funding_type: FundingType


class RateClaim(Claim):
    """A funding rate in percent of the eligible cost."""

    percent: Annotated[Decimal, Field(gt=0, le=100)]
    role: RateRole
    condition: str | None


class AmountClaim(Claim):
    """A sum in euros."""

    role: AmountRole
    eur: Annotated[Decimal, Field(ge=0)]
    per: AmountUnit
    condition: str | None


class OwnShareClaim(Claim):
    """The applicant's own share in percent."""

    percent: Annotated[Decimal, Field(gt=0, le=100)]
    condition: str | None


class PriorStartRule(Labelled):
    """Whether a project may begin before the grant."""

    FORBIDDEN_BEFORE_GRANT = "forbidden_before_grant", "Nicht vor der Bewilligung beginnen"
    FORBIDDEN_BEFORE_APPLICATION = "forbidden_before_application", "Nicht vor dem Antrag beginnen"
    PERMISSION_POSSIBLE = "permission_possible", "Nicht vor der Bewilligung beginnen, außer mit Genehmigung"
    ALLOWED = "allowed", "Früher Beginn ist erlaubt"


class PriorStartClaim(Claim):
    """The rule on an early start."""

    rule: PriorStartRule


class CooperationRule(StrEnum):
    """What several applicants together mean."""

    REQUIRED = "required"
    BONUS = "bonus"
    ALLOWED = "allowed"


class CooperationClaim(Claim):
    """The rule on cooperation."""

    rule: CooperationRule


class ConceptClaim(Claim):
    """A plan or concept that must exist or be presented."""

    name: str


class CumulationRule(Labelled):
    """Whether other public money may be combined."""

    FORBIDDEN = "forbidden", "mit anderen öffentlichen Mitteln nicht kombinierbar"
    RESTRICTED = "restricted", "nur eingeschränkt kombinierbar"
    ALLOWED = "allowed", "kombinierbar"


class CumulationClaim(Claim):
    """The rule on combination."""

    rule: CumulationRule


class StateAidKind(Labelled):
    """Under which rule of state aid money is given (gber: AGVO, sgei: DAWI)."""

    DE_MINIMIS = "de_minimis", "De-minimis"
    GBER = "gber", "Freistellung nach AGVO"
    SGEI = "sgei", "Dienstleistung von allgemeinem wirtschaftlichem Interesse (DAWI)"
    NOTIFIED = "notified", "bei der EU-Kommission angemeldete Beihilfe"


class StateAidClaim(Claim):
    """A rule of state aid the guideline relies on."""

    kind: StateAidKind


class EarmarkClaim(Claim):
    """How long a funded thing is bound to its purpose (Zweckbindung), in years."""

    years: Annotated[Decimal, Field(gt=0)]
    condition: str | None


class DeadlineModelClaim(Claim):
    """How applications are taken."""

    model: DeadlineModel


class DeadlineClaim(Claim):
    """Until when an application or sketch can be filed: one day, or a day of every year ("10-31")."""

    role: DeadlineRole
    date: datetime.date | None
    annual: Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")] | None


class ValidityClaim(Claim):
    """When the guideline comes into force or expires; None where the text says so without a day."""

    date: datetime.date | None


class GuidelineFacts(Frozen):
    """Everything the readers found in one version of a programme's text. Empty and None say "not stated"."""

    municipal: MunicipalClaim | None = None
    applicants: tuple[ApplicantClaim, ...] = ()
    regions: tuple[RegionClaim, ...] = ()
    population: tuple[PopulationClaim, ...] = ()
    areas: tuple[AreaClaim, ...] = ()
    fiscal: tuple[FiscalClaim, ...] = ()
    funding_types: tuple[FundingTypeClaim, ...] = ()
    rates: tuple[RateClaim, ...] = ()
    amounts: tuple[AmountClaim, ...] = ()
    own_share: tuple[OwnShareClaim, ...] = ()
    prior_start: PriorStartClaim | None = None
    cooperation: CooperationClaim | None = None
    concepts: tuple[ConceptClaim, ...] = ()
    cumulation: CumulationClaim | None = None
    state_aid: tuple[StateAidClaim, ...] = ()
    earmarks: tuple[EarmarkClaim, ...] = ()
    deadline_model: DeadlineModelClaim | None = None
    deadlines: tuple[DeadlineClaim, ...] = ()
    valid_from: ValidityClaim | None = None
    valid_until: ValidityClaim | None = None
