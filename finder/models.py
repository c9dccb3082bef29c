"""The records that pass between the rooms: frozen, closed, free of Streamlit, SQL and network."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, NamedTuple, Self

from pydantic import Field, field_validator, model_validator

from finder.frozen import Frozen
from finder.guideline import GuidelineFacts
from finder.vocab import (
    OTHER_REGION,
    REGION_LABELS,
    AmountRole,
    AmountUnit,
    ApplicantCategory,
    Assurance,
    Availability,
    BenefitKind,
    Combination,
    DeadlineModel,
    DeadlineRole,
    Effect,
    FactOrigin,
    FactState,
    FundingType,
    Land,
    Level,
    LinkKind,
    Operator,
    Outcome,
    PopulationBasis,
    RateRole,
    RequirementKind,
    RunState,
    SectionField,
    Strength,
    Theme,
    UnitLevel,
    Verdict,
)

Day = date
"""A calendar day; the name lets a field be called "date"."""


# --- what a source says -------------------------------------------------------------------------------------------


class Section(Frozen):
    """One part of a programme's text, unchanged.

    `text` keeps paragraphs (separated by an empty line), list items (lines indented by one tab per nesting level),
    line breaks and table rows (cells separated by a tab). Nothing else is added, so that a quote collapsed to
    single spaces is verbatim in the source. `html` is the source's own markup; it is kept, never shown.
    """

    field: SectionField
    text: str
    html: str


class Contact(Frozen):
    """An office to ask (Ansprechpunkt): function mailbox and telephone, no names of persons (R-91)."""

    organisation: str
    address: str | None = None
    phone: str | None = None
    email: str | None = None
    website: str | None = None


class Link(Frozen):
    """An official address the source gives for a programme."""

    kind: LinkKind
    title: str
    url: str


class Statement(Frozen):
    """What a source states about a programme in fields of its own."""

    source: str
    key: str
    """The publisher's own key; for the federal database the document path, "/BMWI/FDB/Content/DE/Foerderprogramm/…"."""
    url: str
    title: Annotated[str, Field(min_length=1)]
    level: Level | None
    land: Land | None
    """The Land that gives the money, where `level` is LAND."""
    funders: tuple[str, ...]
    applicants: tuple[ApplicantCategory, ...]
    regions: tuple[str, ...]
    """Codes of REGION_LABELS, or OTHER_REGION; empty where the source does not say."""
    funding_types: tuple[FundingType, ...]
    themes: tuple[Theme, ...]
    status_note: str
    """The source's own note on the state of applications; empty says nothing about being open."""
    contacts: tuple[Contact, ...]
    links: tuple[Link, ...]
    issued_on: date | None

    @field_validator("regions")
    @classmethod
    def _regions_are_known(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [code for code in codes if code not in REGION_LABELS and code != OTHER_REGION]
        if unknown:
            raise ValueError(f"unknown territory: {', '.join(unknown)}")
        return codes


class RawDocument(Frozen):
    """A body as it was fetched (R-60)."""

    url: str
    fetched_at: datetime
    status: int
    body: bytes


class RawProgramme(Frozen):
    """What a spider hands over: the statement, its text and the document it was read from."""

    statement: Statement
    sections: tuple[Section, ...]
    document: RawDocument | None


# --- what is read from it -----------------------------------------------------------------------------------------


class Evidence(Frozen):
    """Why a value is believed: a structured field of the source, or a sentence of the text with its place.

    `start` and `end` count characters in the text of section `field`; there `text[start:end] == quote`.
    """

    assurance: Assurance
    reader: str
    """Id and version of what read the value, e.g. "categories/1"."""
    category: str | None = None
    """The structured field and its labels, e.g. "Fördergebiet: Sachsen"."""
    field: SectionField | None = None
    start: int | None = None
    end: int | None = None
    quote: str | None = None

    @model_validator(mode="after")
    def _place_is_whole(self) -> Self:
        place = (self.start, self.end, self.field)
        if any(part is not None for part in place) and (None in place or self.quote is None):
            raise ValueError("a place in the text needs field, start, end and quote")
        if self.assurance is Assurance.QUOTED and self.start is None:
            raise ValueError("a quoted value needs its quote and place")
        return self


RequirementValue = tuple[str, ...] | int | bool


class Requirement(Frozen):
    """One checkable condition of a programme (eligibility.md B2)."""

    kind: RequirementKind
    op: Operator
    value: RequirementValue | None
    """What is asked; None where the source asks something but does not say what (the outcome is then open_source)."""
    unclear: tuple[str, ...] = ()
    """Values of which the source does not say whether they suffice, e.g. "Öffentliche Einrichtung" for a town."""
    effect: Effect
    strength: Strength
    basis: PopulationBasis | None = None
    """Whose inhabitants a number of inhabitants counts; None for every other kind."""
    valid_from: date | None = None
    valid_until: date | None = None
    """First and last day on which the condition applies; None leaves an end open."""
    part: str | None = None
    evidence: Evidence

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValueError("valid_until lies before valid_from")
        return self

    def applies_on(self, stichtag: date) -> bool:
        """Whether the condition is in force on that day, first and last day included."""
        begun = self.valid_from is None or self.valid_from <= stichtag
        return begun and (self.valid_until is None or stichtag <= self.valid_until)


class Branch(Frozen):
    """Conditions that count together as one gate: alternatives, "at least two of", "none of".

    Members are positions in the programme's requirements, or further branches.
    """

    combination: Combination
    count: Annotated[int, Field(ge=1)] | None = None
    """How many members have to hold; set for AT_LEAST and no other combination."""
    label: str = ""
    """What the branch is about, in words of the guideline; empty where it has none of its own."""
    members: Annotated[tuple["int | Branch", ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _count_fits(self) -> Self:
        if (self.count is not None) != (self.combination is Combination.AT_LEAST):
            raise ValueError("AT_LEAST has a count, and no other combination")
        if self.count is not None and self.count > len(self.members):
            raise ValueError("a branch cannot ask for more members than it has")
        return self

    @property
    def positions(self) -> tuple[int, ...]:
        """Every requirement in the branch, however deep."""
        inner = (member.positions if isinstance(member, Branch) else (member,) for member in self.members)
        return tuple(position for positions in inner for position in positions)


class Benefit(Frozen):
    """A statement about money: a rate or own share in percent, a sum in euros, or how long it binds."""

    kind: BenefitKind
    rate_role: RateRole | None = None
    amount_role: AmountRole | None = None
    percent: Annotated[Decimal, Field(ge=0, le=100)] | None = None
    eur: Annotated[Decimal, Field(ge=0)] | None = None
    years: Annotated[Decimal, Field(gt=0)] | None = None
    """Years of Zweckbindung."""
    per: AmountUnit | None = None
    condition: str | None = None
    part: str | None = None
    evidence: Evidence


class Deadline(Frozen):
    """A window for applications. Rolling and first-come windows carry no date; there are no sentinel dates."""

    model: DeadlineModel
    role: DeadlineRole
    date: Day | None = None
    annual: Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")] | None = None
    """Month and day ("10-31") of a date that comes every year."""
    condition: str | None = None
    part: str | None = None
    evidence: Evidence


class Validity(Frozen):
    """How long the guideline is in force; not a deadline for applications."""

    valid_from: date | None = None
    valid_until: date | None = None
    evidence: Evidence


class Readings(Frozen):
    """Everything that was read from one version of a programme."""

    requirements: tuple[Requirement, ...]
    """Every requirement has to hold, unless a branch combines it with others."""
    branches: tuple[Branch, ...] = ()
    complete: bool = False
    """Whether a person has confirmed that the requirements are all there are; readers never say so."""
    benefits: tuple[Benefit, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    validity: Validity | None = None
    parts: tuple[str, ...] = ()
    """The parts (modules, Fördergegenstände) the guideline's text is divided into, as far as they were recognised."""
    facts: GuidelineFacts | None = None
    """Every claim the text readers found, from which the fields above were made; None where not loaded (lists)."""
    readers: str = ""
    """Ids and versions of the readers; readings by other versions are read anew."""

    @model_validator(mode="after")
    def _branches_fit(self) -> Self:
        used = [position for branch in self.branches for position in branch.positions]
        if len(set(used)) != len(used) or any(not 0 <= position < len(self.requirements) for position in used):
            raise ValueError("a branch names requirements of the same readings, each once")
        for branch in self.branches:
            members = [self.requirements[position] for position in branch.positions]
            if len({member.part for member in members}) > 1 or any(m.effect is not Effect.GATE for m in members):
                raise ValueError("the members of a branch are gates of one part")
        return self


# --- what the store knows -----------------------------------------------------------------------------------------


class SourceInfo(Frozen):
    """A source with its publisher and licence (R-63)."""

    id: str
    title: str
    publisher: str
    url: str
    licence: str
    attribution: str
    superseded_by: str | None = None
    """Id of the source whose first healthy crawl takes this one's programmes out of view (the start catalogue)."""

    def attribution_for(self, url: str) -> str:
        """The attribution that stands with a text or fact of that address (R-63)."""
        return self.attribution.replace("{url}", url)


class Programme(Frozen):
    """A programme as the store knows it on a day: the open version, what was read from it, when it was seen."""

    statement: Statement
    readings: Readings
    origin: SourceInfo
    version: int
    """Number of the version in the store."""
    first_seen: date
    last_seen: date
    valid_from: date
    """Day of the run that saw this version first; not the day of the change itself (R-36)."""
    missing_since: date | None
    gone_since: date | None
    sections: tuple[Section, ...] | None = None
    """None where the text was not loaded (lists)."""


class FieldChange(Frozen):
    """One field of a programme between two versions."""

    field: str
    old: str | None
    new: str | None


class Change(Frozen):
    """What one run saw change in one programme."""

    day: date
    source: str
    key: str
    title: str
    url: str
    what: str
    """new, changed, missing, gone or back"""
    fields: tuple[FieldChange, ...]


class RunReport(Frozen):
    """How one crawl of one source ended."""

    id: int
    source: str
    state: RunState
    started_at: datetime
    finished_at: datetime | None
    seen: int
    new: int
    changed: int
    unchanged: int
    missing: int
    quarantined: int
    message: str


class SourceStatus(Frozen):
    """A source, its last runs and what the catalogue holds of it."""

    origin: SourceInfo
    programmes: int
    municipal: int
    """Programmes whose source names municipalities among the applicants."""
    versions: int
    superseded: bool
    """True for a start catalogue whose programmes a healthy crawl has replaced."""
    last_run: RunReport | None
    last_healthy: RunReport | None


# --- who asks -----------------------------------------------------------------------------------------------------


class TerritorialUnit(Frozen):
    """A unit of the official register: municipality, Kreis, Gemeindeverband, Land or unincorporated area."""

    key: str
    """AGS with 8 digits (municipality), 5 (Kreis), 2 (Land); 9 digits of the ARS for a Gemeindeverband."""
    level: UnitLevel
    name: str
    """Name as in the register, with its suffix ("Görlitz, Stadt")."""
    type_code: str
    type_label: str
    land: Land
    county_key: str | None
    county_name: str | None
    association_key: str | None
    association_name: str | None
    population: int | None
    area_km2: Decimal | None
    seat_postcode: str | None
    """Postcode of the administration's seat; a municipality may have more."""
    urbanisation: str | None
    """Degree of urbanisation: densely, intermediate or thinly populated, as the register words it."""


FactValue = tuple[str, ...] | bool | int | Decimal | date | str


class Fact(Frozen):
    """One fact of an applicant. Never a default: what nobody stated is unknown."""

    id: str
    state: FactState
    value: FactValue | None
    origin: FactOrigin | None
    source: str
    """Where it was read, in words that people see."""
    as_of: date | None
    premises: tuple[str, ...] = ()
    """Ids of the facts a derived fact rests on."""
    conflict: tuple[str, ...] = ()
    """Of a contradictory fact: what each source states, in words that people see."""

    @model_validator(mode="after")
    def _value_only_if_known(self) -> Self:
        if (self.state is FactState.KNOWN) != (self.value is not None):
            raise ValueError("a known fact has a value, every other has none")
        if (self.state is FactState.CONTRADICTORY) != bool(self.conflict):
            raise ValueError("a contradictory fact says what its sources state, and no other")
        return self


class Profile(Frozen):
    """An applicant with its facts."""

    key: str
    name: str
    level: UnitLevel
    land: Land | None
    facts: tuple[Fact, ...]

    def fact(self, fact_id: str) -> Fact | None:
        """The fact of that id; None where the profile does not carry it (which means unknown)."""
        return next((fact for fact in self.facts if fact.id == fact_id), None)


class Project(Frozen):
    """A project (Vorhaben) of an applicant with its facts; they change faster than those of the profile."""

    key: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    facts: tuple[Fact, ...]

    def fact(self, fact_id: str) -> Fact | None:
        """The fact of that id; None where the project does not carry it (which means unknown)."""
        return next((fact for fact in self.facts if fact.id == fact_id), None)


# --- the answer ---------------------------------------------------------------------------------------------------


# Answers are made by the thousand, by our own code and from records that are valid already; so they are tuples, which
# cost a fifth of a validated record and cannot be changed either.


class RequirementResult(NamedTuple):
    """One requirement, what was compared, and what came out."""

    requirement: Requirement
    result: Outcome
    have: str
    """The applicant's fact in words, with "unbekannt" where it is."""
    reason: str
    """One German sentence: why this result."""
    missing_fact: str | None
    """Id of the fact that would settle it."""


class PartAnswer(NamedTuple):
    """The verdict on one part of a programme; part None stands for what belongs to none of the known parts."""

    part: str | None
    verdict: Verdict


class Assessment(NamedTuple):
    """The answer on one programme for one applicant on one day."""

    source: str
    key: str
    title: str
    verdict: Verdict
    availability: Availability
    reason: str
    """One German sentence: the decisive reason."""
    parts: tuple[PartAnswer, ...]
    """Every part with gates of its own, best verdict first; empty where the programme has none."""
    results: tuple[RequirementResult, ...]
