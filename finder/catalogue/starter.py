"""The start catalogue: municipal programmes as facts, shown until the first healthy crawl of the same programmes.

One file a programme in `data/starter/`, named after the last part of the document path. The facts were read in the
federal database and its linked guidelines on `READ_ON`; the summaries are our own words. A source of its own: `crawl`
never loads it.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, ValidationError, model_validator

from finder import wording
from finder.catalogue.connection import explained, open_database
from finder.catalogue.lock import catalogue_lock
from finder.catalogue.promotion import Clock, Run
from finder.frozen import Frozen
from finder.models import (
    Benefit,
    Day,
    Deadline,
    Evidence,
    Link,
    RawProgramme,
    Readings,
    Requirement,
    RunReport,
    Section,
    SourceInfo,
    Statement,
    Validity,
)
from finder.paths import DATA
from finder.vocab import (
    REGION_LABELS,
    AmountRole,
    AmountUnit,
    ApplicantCategory,
    ApplicantKind,
    Assurance,
    BenefitKind,
    DeadlineModel,
    DeadlineRole,
    Effect,
    FundingType,
    Land,
    Level,
    LinkKind,
    Operator,
    RateRole,
    RequirementKind,
    SectionField,
    Strength,
    Theme,
)
from finder.yamlfile import load_yaml

FOLDER = DATA / "starter"
FEDERAL_DATABASE = "https://www.foerderdatenbank.de/"
READER = "starter/1"
READ_ON = date(2026, 9, 1)
"""Day of the export in which all facts were read."""
MARK = f"Startkatalog, Stand {wording.day(READ_ON)}"
"""What people see beside every programme and value of the start catalogue."""

SOURCE = SourceInfo(
    id="starter",
    title="Startkatalog",
    publisher="Förderfinder",
    url=FEDERAL_DATABASE,
    licence="Fakten aus der Förderdatenbank, eigene Worte",
    attribution=(
        "Fakten gelesen in der Förderdatenbank des Bundes (Bundesministerium für Wirtschaft und Energie) "
        "und den dort verlinkten Richtlinien, Zusammenfassungen in eigenen Worten."
    ),
    superseded_by="foerderdatenbank",
)

Text = Annotated[str, Field(min_length=1)]
Percent = Annotated[Decimal, Field(ge=0, le=100)]
Euros = Annotated[Decimal, Field(ge=0)]


class StarterFileError(ValueError):
    """A file of the start catalogue breaks the form; the message is German and names file and field."""


class Rate(Frozen):
    """A funding rate in percent of the eligible cost."""

    role: RateRole
    percent: Percent
    condition: Text | None = None


class Amount(Frozen):
    """A sum in euros with what it limits or grants."""

    role: AmountRole
    eur: Euros
    per: AmountUnit
    condition: Text | None = None


class OwnShare(Frozen):
    """The applicant's own share in percent of the eligible cost."""

    percent: Percent
    condition: Text | None = None


class Window(Frozen):
    """One window for applications; a date of one year, a day of every year, or neither."""

    role: DeadlineRole
    date: Day | None = None
    annual: Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")] | None = None
    condition: Text | None = None


class StarterProgramme(Frozen):
    """One programme of the start catalogue, as its file says."""

    path: Annotated[str, Field(pattern=r"^/BMWI/FDB/Content/DE/Foerderprogramm/(\w[\w-]*/)+[a-z0-9-]+$")]
    """The federal database's document path; the key."""
    title: Text
    summary: Annotated[str, Field(min_length=60, max_length=350, pattern=r"\.$")]
    """What is funded for whom, in our own words."""
    level: Level
    land: Land | None
    funders: Annotated[tuple[Text, ...], Field(min_length=1)]
    regions: Annotated[tuple[str, ...], Field(min_length=1)]
    funding_types: tuple[FundingType, ...]
    themes: tuple[Theme, ...]
    applicants: Annotated[tuple[ApplicantCategory, ...], Field(min_length=1)]
    """The federal database's own categories."""
    applicant_kinds: Annotated[tuple[ApplicantKind, ...], Field(min_length=1)]
    """All kinds that the guideline names."""
    unclear_kinds: tuple[ApplicantKind, ...]
    """Kinds that its words may include, e.g. a Zweckverband in "kommunale Gebietskörperschaften"."""
    rates: tuple[Rate, ...]
    amounts: tuple[Amount, ...]
    own_share: tuple[OwnShare, ...]
    deadline_model: DeadlineModel | None
    """None where the guideline does not say how applications are taken."""
    deadlines: tuple[Window, ...]
    valid_from: Day | None
    valid_until: Day | None
    url: Annotated[str, Field(pattern=r"^https://\S+$")]
    url_note: Text | None
    """Why the address is not a page of the programme's own; None where it is."""
    read_on: Day

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        if (self.level is Level.LAND) != (self.land is not None):
            raise ValueError("land steht genau dann, wenn level land ist")
        if unknown := set(self.regions) - REGION_LABELS.keys():
            raise ValueError(f"unbekanntes Fördergebiet: {', '.join(sorted(unknown))}")
        if set(self.applicant_kinds) & set(self.unclear_kinds):
            raise ValueError("eine Antragsteller-Art ist entweder genannt oder unklar")
        if (self.deadline_model is None) != (not self.deadlines):
            raise ValueError("deadline_model und deadlines stehen nur zusammen")
        if (self.url == FEDERAL_DATABASE) != (self.url_note is not None):
            raise ValueError("url_note steht genau dann, wenn url die Startseite der Förderdatenbank ist")
        return self


def load_programme(path: Path) -> StarterProgramme:
    """One file of the start catalogue. Raises StarterFileError, or YamlFileError where it is no strict YAML."""
    try:
        programme = StarterProgramme.model_validate(load_yaml(path))
    except ValidationError as error:
        raise StarterFileError(f"{path}: {_in_words(error)}") from error
    if programme.path.rpartition("/")[2] != path.stem:
        raise StarterFileError(f"{path}: Die Datei muss wie der letzte Teil von path heißen.")
    return programme


def load_programmes(folder: Path = FOLDER) -> list[StarterProgramme]:
    """All files of the start catalogue in the order of their names; raises as `load_programme`."""
    return [load_programme(path) for path in sorted(folder.glob("*.yml"))]


def entries(folder: Path = FOLDER) -> list[tuple[RawProgramme, Readings]]:
    """The start catalogue as the store takes it: statement and summary, and what was read; raises as `load_programme`."""
    return [(_raw(programme), _readings(programme)) for programme in load_programmes(folder)]


def _in_words(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, part['loc'])) or 'Datei'}: {part['msg']}" for part in error.errors())


def _raw(programme: StarterProgramme) -> RawProgramme:
    summary = Section(field=SectionField.TEASER, text=programme.summary, html="")
    return RawProgramme(statement=_statement(programme), sections=(summary,), document=None)


def _statement(programme: StarterProgramme) -> Statement:
    address = Link(kind=LinkKind.INFORMATION, title=programme.url_note or "Quelle der Angaben", url=programme.url)
    return Statement(
        source=SOURCE.id,
        key=programme.path,
        url=programme.url,
        title=programme.title,
        level=programme.level,
        land=programme.land,
        funders=programme.funders,
        applicants=programme.applicants,
        regions=programme.regions,
        funding_types=programme.funding_types,
        themes=programme.themes,
        status_note="",
        contacts=(),
        links=(address,),
        issued_on=None,
    )


def _evidence(category: str = MARK) -> Evidence:
    return Evidence(assurance=Assurance.CATEGORY, reader=READER, category=category)


def _readings(programme: StarterProgramme) -> Readings:
    return Readings(
        requirements=_requirements(programme),
        benefits=_benefits(programme),
        deadlines=_deadlines(programme),
        validity=_validity(programme),
    )


def _requirements(programme: StarterProgramme) -> tuple[Requirement, ...]:
    kinds = Requirement(
        kind=RequirementKind.APPLICANT_KIND,
        op=Operator.INTERSECTS,
        value=tuple(kind.value for kind in programme.applicant_kinds),
        unclear=tuple(kind.value for kind in programme.unclear_kinds),
        effect=Effect.GATE,
        strength=Strength.MUST,
        evidence=_evidence(f"Antragsberechtigte: {', '.join(kind.label for kind in programme.applicant_kinds)}"),
    )
    region = Requirement(
        kind=RequirementKind.REGION,
        op=Operator.INTERSECTS,
        value=programme.regions,
        effect=Effect.GATE,
        strength=Strength.MUST,
        evidence=_evidence(f"Fördergebiet: {', '.join(REGION_LABELS[code] for code in programme.regions)}"),
    )
    return kinds, region


def _benefits(programme: StarterProgramme) -> tuple[Benefit, ...]:
    evidence = _evidence()
    rates = (
        Benefit(
            kind=BenefitKind.RATE,
            rate_role=rate.role,
            percent=rate.percent,
            condition=rate.condition,
            evidence=evidence,
        )
        for rate in programme.rates
    )
    amounts = (
        Benefit(
            kind=BenefitKind.AMOUNT,
            amount_role=amount.role,
            eur=amount.eur,
            per=amount.per,
            condition=amount.condition,
            evidence=evidence,
        )
        for amount in programme.amounts
    )
    shares = (
        Benefit(kind=BenefitKind.OWN_SHARE, percent=share.percent, condition=share.condition, evidence=evidence)
        for share in programme.own_share
    )
    return (*rates, *amounts, *shares)


def _deadlines(programme: StarterProgramme) -> tuple[Deadline, ...]:
    model = programme.deadline_model
    if model is None:
        return ()
    return tuple(Deadline(model=model, evidence=_evidence(), **window.model_dump()) for window in programme.deadlines)


def _validity(programme: StarterProgramme) -> Validity | None:
    if programme.valid_from is None and programme.valid_until is None:
        return None
    return Validity(valid_from=programme.valid_from, valid_until=programme.valid_until, evidence=_evidence())


def fill_if_empty(database: Path, clock: Clock) -> RunReport | None:
    """Loads the start catalogue into a database that holds no programme yet; None where it already holds some.

    Raises finder.catalogue.store.StoreError where the database cannot be written.
    """
    known = entries()
    readings = {raw.statement.key: read for raw, read in known}
    with catalogue_lock(database), explained(database):
        db = open_database(database)
        if db["programmes"].count:
            return None
        run = Run(db, SOURCE, lambda raw: readings[raw.statement.key], clock)
        for raw, _ in known:
            run.stage(raw)
        return run.promote(day=READ_ON, complete=True, message=MARK)
