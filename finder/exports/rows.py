"""What a list for one applicant says, as rows: the one model that every table format writes.

Facts and addresses only, and the sentences that requirements quote word for word; no other text of a source, as the
licence of the federal database (CC BY-ND) allows none in altered form.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Generic, NamedTuple, Self, TypeVar

from pydantic import InstanceOf, model_validator

from finder.benefits import benefit_text
from finder.deadlines import deadline_text, next_date
from finder.exports.json import DISCLAIMER
from finder.frozen import Frozen
from finder.models import Assessment, Programme, RequirementResult, RunReport, SourceStatus
from finder.vocab import Availability, Labelled, Level, region_label

NOT_STATED = "nicht angegeben"
OVER = frozenset({Availability.CLOSED, Availability.EXPIRED})

Cell = str | int | date | None
T = TypeVar("T")

_LINE_END = re.compile(r"\r\n?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Report(Frozen):
    """The answers for one applicant on one day with everything an export needs."""

    applicant_name: str
    applicant_key: str
    stichtag: date
    made_on: date
    assessments: tuple[InstanceOf[Assessment], ...]
    programmes: tuple[Programme, ...]
    sources: tuple[SourceStatus, ...]

    @model_validator(mode="after")
    def _every_answer_has_its_programme(self) -> Self:
        known = {(programme.statement.source, programme.statement.key) for programme in self.programmes}
        lost = sorted({(answer.source, answer.key) for answer in self.assessments} - known)
        if lost:
            raise ValueError(f"assessments without their programme: {lost}")
        return self


class Answered(NamedTuple):
    """A programme with its answer."""

    assessment: Assessment
    programme: Programme
    stichtag: date


class Criterion(NamedTuple):
    """One requirement of a programme with its result."""

    assessment: Assessment
    result: RequirementResult


class Column(NamedTuple, Generic[T]):
    """A column of a table; `width` in characters."""

    title: str
    width: int
    value: Callable[[T], Cell]


def _labels(members: tuple[Labelled, ...]) -> str:
    return ", ".join(member.label for member in members) or NOT_STATED


def _level(answered: Answered) -> str:
    statement = answered.programme.statement
    if statement.level is Level.LAND and statement.land:
        return f"Land {statement.land.label}"
    return statement.level.label if statement.level else NOT_STATED


def _deadline(answered: Answered) -> str:
    readings = answered.programme.readings
    note = answered.programme.statement.status_note
    return deadline_text(readings.deadlines, readings.validity, note, answered.stichtag)


def _next_date(answered: Answered) -> date | None:
    if answered.assessment.availability in OVER:
        return None
    return next_date(answered.programme.readings.deadlines, answered.stichtag)


def _licence(answered: Answered) -> str:
    origin = answered.programme.origin
    return f"{origin.title}: {origin.attribution_for(answered.programme.statement.url)}; Lizenz: {origin.licence}"


def _run_day(run: RunReport | None) -> date | None:
    return run.finished_at.date() if run and run.finished_at else None


PROGRAMME_COLUMNS: tuple[Column[Answered], ...] = (
    Column("Urteil", 20, lambda row: row.assessment.verdict.label),
    Column("Programm", 45, lambda row: row.programme.statement.title),
    Column("Fördergeber", 30, lambda row: ", ".join(row.programme.statement.funders) or NOT_STATED),
    Column("Ebene", 16, _level),
    Column(
        "Fördergebiet",
        20,
        lambda row: ", ".join(map(region_label, row.programme.statement.regions)) or NOT_STATED,
    ),
    Column("Wer", 28, lambda row: _labels(row.programme.statement.applicants)),
    Column("Förderart", 16, lambda row: _labels(row.programme.statement.funding_types)),
    Column("Fördersatz und Betrag", 34, lambda row: benefit_text(row.programme.readings.benefits)),
    Column("Frist", 34, _deadline),
    Column("Nächster Termin", 16, _next_date),
    Column("Entscheidender Grund", 50, lambda row: row.assessment.reason),
    Column("Adresse der Quelle", 45, lambda row: row.programme.statement.url),
    Column("Geprüft am", 12, lambda row: row.programme.last_seen),
    Column("Quelle und Lizenz", 50, _licence),
)

CRITERION_COLUMNS: tuple[Column[Criterion], ...] = (
    Column("Programm", 45, lambda row: row.assessment.title),
    Column("Teil", 16, lambda row: row.result.requirement.part),
    Column("Kriterium", 20, lambda row: row.result.requirement.kind.label),
    Column("Wirkung", 20, lambda row: row.result.requirement.effect.label),
    Column("Verbindlichkeit", 14, lambda row: row.result.requirement.strength.label),
    Column("Ergebnis", 24, lambda row: row.result.result.label),
    Column("Angabe der Kommune", 30, lambda row: row.result.have),
    Column("Begründung", 50, lambda row: row.result.reason),
    Column("Herkunft", 22, lambda row: row.result.requirement.evidence.assurance.label),
    Column(
        "Beleg (wörtlich oder Kategorie)",
        60,
        lambda row: row.result.requirement.evidence.quote or row.result.requirement.evidence.category,
    ),
    Column("Gelesen mit Regel", 18, lambda row: row.result.requirement.evidence.reader),
)

SOURCE_COLUMNS: tuple[Column[SourceStatus], ...] = (
    Column("Quelle", 30, lambda status: status.origin.title),
    Column("Herausgeber", 40, lambda status: status.origin.publisher),
    Column("Programme", 12, lambda status: status.programmes),
    Column("Letzter vollständiger Abruf", 16, lambda status: _run_day(status.last_healthy)),
    Column("Letzter Abruf", 16, lambda status: _run_day(status.last_run)),
    Column("Zustand", 20, lambda status: status.last_run.state.label if status.last_run else "nie abgerufen"),
    Column("Lizenz", 30, lambda status: status.origin.licence),
    Column("Namensnennung", 50, lambda status: status.origin.attribution_for(status.origin.url)),
    Column("Adresse", 45, lambda status: status.origin.url),
)


def programme_rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    """One row a programme, in the order of the answers."""
    programmes = {(item.statement.source, item.statement.key): item for item in report.programmes}
    for assessment in report.assessments:
        answered = Answered(assessment, programmes[assessment.source, assessment.key], report.stichtag)
        yield _row(PROGRAMME_COLUMNS, answered)


def criterion_rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    """One row a requirement, programme by programme."""
    for assessment in report.assessments:
        for result in assessment.results:
            yield _row(CRITERION_COLUMNS, Criterion(assessment, result))


def source_rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    """One row a source: state of its data, licence and attribution (R-63)."""
    for status in report.sources:
        yield _row(SOURCE_COLUMNS, status)


def state_rows(report: Report) -> list[tuple[str, Cell]]:
    """For whom, for which day and with what reservation the report was made."""
    return [
        ("Kommune", report.applicant_name),
        ("Amtlicher Schlüssel", report.applicant_key),
        ("Stichtag", report.stichtag),
        ("Erstellt am", report.made_on),
        ("Programme", len(report.assessments)),
        ("Hinweis", DISCLAIMER),
    ]


def _row(columns: Sequence[Column[T]], record: T) -> tuple[Cell, ...]:
    """The cells of one record; control characters, which no spreadsheet shows, are left out."""
    cells = (column.value(record) for column in columns)
    return tuple(_CONTROL.sub("", _LINE_END.sub("\n", cell)) if isinstance(cell, str) else cell for cell in cells)
