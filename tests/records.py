"""Small records for tests of the store and what lies behind it. All texts are our own."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from finder.catalogue.connection import open_database
from finder.catalogue.promotion import Run
from finder.models import (
    Evidence,
    RawDocument,
    RawProgramme,
    Readings,
    Requirement,
    RunReport,
    Section,
    SourceInfo,
    Statement,
)
from finder.vocab import (
    ApplicantCategory,
    Assurance,
    Effect,
    FundingType,
    Land,
    Level,
    Operator,
    RequirementKind,
    SectionField,
    Strength,
)

SOURCE = SourceInfo(
    id="portal",
    title="Portal der Proben",
    publisher="Amt für Proben",
    url="https://portal.example.org/",
    licence="CC BY-ND 4.0",
    attribution="Amt für Proben, {url}",
)
DAY = date(2026, 9, 1)
NOON = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)


def statement(key: str, **changes: object) -> Statement:
    """A municipal grant of Saxony."""
    values: dict[str, object] = {
        "source": SOURCE.id,
        "key": key,
        "url": f"https://portal.example.org/{key}",
        "title": f"Programm {key}",
        "level": Level.LAND,
        "land": Land.SN,
        "funders": ("Ministerium für Proben",),
        "applicants": (ApplicantCategory.MUNICIPAL,),
        "regions": ("SN",),
        "funding_types": (FundingType.GRANT,),
        "themes": (),
        "status_note": "",
        "contacts": (),
        "links": (),
        "issued_on": DAY,
    }
    return Statement.model_validate(values | changes)


def raw(key: str, text: str = "Gefördert werden Wege.", **changes: object) -> RawProgramme:
    """A programme as a spider hands it over."""
    html = f"<p>{text}</p>"
    return RawProgramme(
        statement=statement(key, **changes),
        sections=(Section(field=SectionField.SUMMARY, text=text, html=html),),
        document=RawDocument(url=f"https://portal.example.org/{key}", fetched_at=NOON, status=200, body=html.encode()),
    )


def read(programme: RawProgramme) -> Readings:
    """One category requirement a programme."""
    return Readings(
        requirements=(
            Requirement(
                kind=RequirementKind.REGION,
                op=Operator.INTERSECTS,
                value=programme.statement.regions or None,
                effect=Effect.GATE,
                strength=Strength.MUST,
                evidence=Evidence(assurance=Assurance.CATEGORY, reader="test/1", category="Fördergebiet"),
            ),
        )
    )


def database(path: Path) -> Database:
    """A fresh catalogue for writing."""
    return open_database(path)


def promoted(
    db: Database,
    programmes: Iterable[RawProgramme],
    day: date = DAY,
    source: SourceInfo = SOURCE,
    *,
    complete: bool = True,
) -> RunReport:
    """One healthy run."""
    run = Run(db, source, read, lambda: NOON + (day - DAY))
    for programme in programmes:
        run.stage(programme)
    return run.promote(day=day, complete=complete)


def later(days: int) -> date:
    """A day after DAY."""
    return DAY + timedelta(days=days)
