"""A catalogue of one invented programme, read from `example_guideline.txt`: for pictures and tests, never for people."""

from datetime import date, datetime
from pathlib import Path

from finder.catalogue.connection import open_database
from finder.catalogue.promotion import Run
from finder.models import Contact, RawProgramme, Section, SourceInfo, Statement
from finder.paths import ROOT
from finder.vocab import ApplicantCategory, FundingType, Land, Level, SectionField, Theme
from rules.readings import read

TEXT = ROOT / "tools" / "example_guideline.txt"
SOURCE = SourceInfo(
    id="example",
    title="Beispielquelle",
    publisher="Beispielamt",
    url="https://foerderung.example/",
    licence="erfunden, frei verwendbar",
    attribution="Erfundenes Beispiel, keine Förderung.",
)


def programme() -> RawProgramme:
    """The invented programme with its guideline."""
    text = TEXT.read_text(encoding="utf-8")
    statement = Statement(
        source=SOURCE.id,
        key="/BEISPIEL/Programm/ortsmitten",
        url=f"{SOURCE.url}ortsmitten",
        title=text.partition("\n")[0],
        level=Level.LAND,
        land=Land.SN,
        funders=("Beispielministerium",),
        applicants=(ApplicantCategory.MUNICIPAL,),
        regions=(Land.SN.value,),
        funding_types=(FundingType.GRANT,),
        themes=(Theme.URBAN_DEVELOPMENT,),
        status_note="",
        contacts=(Contact(organisation="Beispielbank", email="auskunft@foerderung.example"),),
        links=(),
        issued_on=date(2026, 1, 1),
    )
    section = Section(field=SectionField.GUIDELINE, text=text, html="")
    return RawProgramme(statement=statement, sections=(section,), document=None)


def fill(path: Path) -> None:
    """Write a catalogue whose one healthy run has seen the programme."""
    with open_database(path) as database:
        run = Run(database, SOURCE, read, datetime.now)
        run.stage(programme())
        run.promote(day=date.today(), complete=True)
