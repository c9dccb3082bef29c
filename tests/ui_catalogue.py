"""A small catalogue for the tests of the pages: every verdict can come up, and texts can be made hostile."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from finder.catalogue.connection import open_database
from finder.catalogue.promotion import Run
from finder.guideline import PriorStartRule
from finder.models import (
    Benefit,
    Contact,
    Deadline,
    Evidence,
    Link,
    RawProgramme,
    Readings,
    Requirement,
    Section,
    SourceInfo,
    Statement,
)
from finder.vocab import (
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
from tests.payloads import PAYLOADS

TODAY = date(2026, 11, 25)
SOURCE = SourceInfo(
    id="probe",
    title="Probequelle",
    publisher="Probeamt",
    url="https://probe.example/",
    licence="CC BY-ND 4.0",
    attribution="Texte © Probeamt.",
)
START = SOURCE.model_copy(update={"id": "starter", "title": "Startkatalog", "superseded_by": "probe"})
QUOTE = "Gefördert werden Gemeinden in Sachsen."
START_QUOTE = "Vor der Bewilligung darf nicht begonnen werden."
RATE_QUOTE = "Der Fördersatz beträgt 80 Prozent."
PART = "Teil A: Ausbau"
TEXT = f"{QUOTE} {START_QUOTE}\n\n{PART}\n\n{RATE_QUOTE}\n\n\tAusbau\n\tNeubau\n\nSatz\tBetrag\n80 %\t5.000 €"


def programme(number: int = 1, **changes: object) -> RawProgramme:
    """A Saxon programme for municipalities; fields of its statement can be replaced."""
    values: dict[str, object] = {
        "source": SOURCE.id,
        "key": f"/PROBE/Programm/nummer-{number}",
        "url": f"https://probe.example/programm/{number}",
        "title": f"Förderung kommunaler Bäder {number}",
        "level": Level.LAND,
        "land": Land.SN,
        "funders": ("Sächsisches Probeministerium",),
        "applicants": (ApplicantCategory.MUNICIPAL,),
        "regions": ("SN",),
        "funding_types": (FundingType.GRANT,),
        "themes": (Theme.INFRASTRUCTURE,),
        "status_note": "",
        "contacts": (Contact(organisation="Probebank", phone="0351 123456", email="foerderung@probe.example"),),
        "links": (Link(kind=LinkKind.GUIDELINE, title="Richtlinie", url="https://probe.example/richtlinie.pdf"),),
        "issued_on": None,
    }
    section = Section(field=SectionField.SUMMARY, text=TEXT, html="")
    return RawProgramme(statement=Statement.model_validate({**values, **changes}), sections=(section,), document=None)


def bavaria(number: int) -> RawProgramme:
    """A programme of another Land."""
    return programme(number, title=f"Bayerische Förderung {number}", land=Land.BY, regions=("BY",))


def hostile(number: int, *payloads: str) -> RawProgramme:
    """A programme whose every text is hostile."""
    raw = programme(
        number,
        title=payloads[0],
        funders=payloads,
        status_note=payloads[0],
        contacts=tuple(Contact(organisation=p, address=p, phone=p, email=p, website=p) for p in payloads),
        links=tuple(Link(kind=LinkKind.INFORMATION, title=p, url=p) for p in payloads),
    )
    paragraphs = "\n\n".join(payloads)
    nested = "\n".join(f"\t{p}\n\t\t{p}" for p in payloads)
    cells = "\n".join(f"{p}\t{p}" for p in payloads)
    texts = {SectionField.TEASER: paragraphs, SectionField.SUMMARY: nested, SectionField.PROCEDURE: cells}
    sections = tuple(Section(field=field, text=text, html=text) for field, text in texts.items())
    return raw.model_copy(update={"sections": sections})


EVERYTHING_HOSTILE = hostile(1000, *PAYLOADS)


def quoted(raw: RawProgramme, words: str) -> Evidence:
    """The proof for a value that a sentence of the programme's first section states."""
    section = raw.sections[0]
    start = section.text.index(words)
    return Evidence(
        assurance=Assurance.QUOTED,
        reader="probe/1",
        field=section.field,
        start=start,
        end=start + len(words),
        quote=words,
    )


def read(raw: RawProgramme) -> Readings:
    """What a reader would read: applicants and area from the fields, a yearly deadline, and what the usual text says."""
    statement = raw.statement
    region = Evidence(assurance=Assurance.CATEGORY, reader="probe/1", category="Fördergebiet der Quelle")
    kinds = Evidence(assurance=Assurance.CATEGORY, reader="probe/1", category="Förderberechtigte: Kommune")
    has_text = bool(raw.sections) and raw.sections[0].text == TEXT
    gate = {"effect": Effect.GATE, "strength": Strength.MUST}
    applicant = (ApplicantKind.MUNICIPALITY.value, ApplicantKind.COUNTY_FREE_CITY.value)
    requirements = (
        Requirement(
            kind=RequirementKind.REGION, op=Operator.INTERSECTS, value=statement.regions, evidence=region, **gate
        ),
        Requirement(
            kind=RequirementKind.APPLICANT_KIND,
            op=Operator.INTERSECTS,
            value=applicant,
            evidence=quoted(raw, QUOTE) if has_text else kinds,
            **gate,
        ),
    )
    return Readings(
        requirements=(*requirements, _prior_start(raw)) if has_text else requirements,
        benefits=_money(raw) if has_text else (),
        deadlines=(
            Deadline(model=DeadlineModel.RECURRING, role=DeadlineRole.APPLICATION, annual="12-31", evidence=region),
        ),
        parts=(PART,) if has_text else (),
    )


def _prior_start(raw: RawProgramme) -> Requirement:
    return Requirement(
        kind=RequirementKind.PRIOR_START,
        op=Operator.EXCLUDES,
        value=(PriorStartRule.FORBIDDEN_BEFORE_GRANT.value,),
        effect=Effect.GATE,
        strength=Strength.MUST,
        evidence=quoted(raw, START_QUOTE),
    )


def _money(raw: RawProgramme) -> tuple[Benefit, ...]:
    return (
        Benefit(
            kind=BenefitKind.RATE,
            rate_role=RateRole.BASE,
            percent=Decimal(80),
            part=PART,
            evidence=quoted(raw, RATE_QUOTE),
        ),
    )


def build(path: Path, programmes: Sequence[RawProgramme], day: date = TODAY, source: SourceInfo = SOURCE) -> None:
    """Write a catalogue that one healthy run of that day has filled."""
    moment = datetime.combine(day, time(3))
    db = open_database(path)
    run = Run(db, source, read, lambda: moment)
    for raw in programmes:
        statement = raw.statement.model_copy(update={"source": source.id})
        run.stage(raw.model_copy(update={"statement": statement}))
    run.promote(day=day, complete=True)
    db.close()


def environment(folder: Path) -> Mapping[str, str]:
    """The environment in which the app uses the databases of a folder."""
    return {
        "FOERDERFINDER_DB": str(folder / "catalogue.db"),
        "FOERDERFINDER_DESK": str(folder / "desk.db"),
    }
