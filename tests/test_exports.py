"""Spreadsheets for people: what stands in them, with real dates and numbers, and nothing that runs (R-63, R-70)."""

import csv
import io
import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from pydantic import ValidationError

from finder.exports.csv import programmes_csv
from finder.exports.rows import CRITERION_COLUMNS, PROGRAMME_COLUMNS, Report
from finder.exports.xlsx import report_xlsx
from finder.models import (
    Assessment,
    Deadline,
    Evidence,
    Programme,
    Readings,
    Requirement,
    RequirementResult,
    RunReport,
    SourceInfo,
    SourceStatus,
    Statement,
)
from finder.vocab import (
    ApplicantCategory,
    Assurance,
    Availability,
    DeadlineModel,
    DeadlineRole,
    Effect,
    FundingType,
    Land,
    Level,
    Operator,
    Outcome,
    RequirementKind,
    RunState,
    SectionField,
    Strength,
    Verdict,
)
from tests.payloads import FORMULAS, PAYLOADS

STICHTAG = date(2026, 11, 25)
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ORIGIN = SourceInfo(
    id="portal",
    title="Portal der Proben",
    publisher="Amt für Proben",
    url="https://portal.example.org/",
    licence="CC BY-ND 4.0",
    attribution="Amt für Proben, Quelle: {url}",
)
RUN = RunReport(
    id=1,
    source="portal",
    state=RunState.PROMOTED,
    started_at=NOON,
    finished_at=NOON,
    seen=1,
    new=1,
    changed=0,
    unchanged=0,
    missing=0,
    quarantined=0,
    message="",
)
SOURCES = (
    SourceStatus(
        origin=ORIGIN, programmes=1234, municipal=1, versions=1, superseded=False, last_run=RUN, last_healthy=RUN
    ),
    SourceStatus(
        origin=ORIGIN.model_copy(update={"id": "empty", "title": "Leeres Portal"}),
        programmes=0,
        municipal=0,
        versions=0,
        superseded=False,
        last_run=None,
        last_healthy=None,
    ),
)


def read(quote: str | None = None) -> Evidence:
    if quote is None:
        return Evidence(assurance=Assurance.CATEGORY, reader="categories/1", category="Fördergebiet: Sachsen")
    place = {"field": SectionField.SUMMARY, "start": 0, "end": len(quote), "quote": quote}
    return Evidence.model_validate({"assurance": Assurance.QUOTED, "reader": "texts/1"} | place)


def programme(text: str = "Wege", day: date | None = date(2026, 12, 31)) -> Programme:
    window = Deadline(model=DeadlineModel.FIXED, role=DeadlineRole.APPLICATION, date=day, evidence=read())
    return Programme(
        statement=Statement(
            source="portal",
            key="/wege",
            url="https://portal.example.org/wege",
            title=text,
            level=Level.LAND,
            land=Land.SN,
            funders=(text,),
            applicants=(ApplicantCategory.MUNICIPAL, ApplicantCategory.ASSOCIATION),
            regions=("SN", "EU"),
            funding_types=(FundingType.GRANT,),
            themes=(),
            status_note="",
            contacts=(),
            links=(),
            issued_on=None,
        ),
        readings=Readings(requirements=(), deadlines=(window,)),
        origin=ORIGIN,
        version=1,
        first_seen=date(2026, 1, 1),
        last_seen=date(2026, 11, 24),
        valid_from=date(2026, 1, 1),
        missing_since=None,
        gone_since=None,
    )


def result(evidence: Evidence, text: str = "Die Stadt liegt in Sachsen.") -> RequirementResult:
    requirement = Requirement(
        kind=RequirementKind.REGION,
        op=Operator.INTERSECTS,
        value=("SN",),
        effect=Effect.GATE,
        strength=Strength.MUST,
        evidence=evidence,
    )
    return RequirementResult(
        requirement=requirement, result=Outcome.MET, have="Sachsen", reason=text, missing_fact=None
    )


def report(
    text: str = "Wege",
    results: tuple[RequirementResult, ...] = (),
    available: Availability = Availability.OPEN,
    day: date | None = date(2026, 12, 31),
) -> Report:
    answer = Assessment(
        source="portal",
        key="/wege",
        title=text,
        verdict=Verdict.CHECK_GUIDELINE,
        availability=available,
        reason=text,
        parts=(),
        results=results,
    )
    return Report(
        applicant_name="Görlitz, Stadt",
        applicant_key="14626110",
        stichtag=STICHTAG,
        made_on=STICHTAG,
        assessments=(answer,),
        programmes=(programme(text, day),),
        sources=SOURCES,
    )


def csv_rows(made: Report) -> list[list[str]]:
    text = programmes_csv(made).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def workbook(made: Report) -> Workbook:
    return load_workbook(io.BytesIO(report_xlsx(made)))


def by_title(made: Report, sheet: str = "Programme", line: int = 2) -> dict[object, object]:
    rows = workbook(made)[sheet]
    return {title.value: cell.value for title, cell in zip(rows[1], rows[line], strict=True)}


TITLES = [
    *["Urteil", "Programm", "Fördergeber", "Ebene", "Fördergebiet", "Wer", "Förderart", "Fördersatz und Betrag"],
    *["Frist", "Nächster Termin", "Entscheidender Grund", "Adresse der Quelle", "Geprüft am", "Quelle und Lizenz"],
]


def test_both_formats_have_the_same_columns_in_the_same_order() -> None:
    assert csv_rows(report())[0] == TITLES
    assert [cell.value for cell in workbook(report())["Programme"][1]] == TITLES


def test_csv_is_what_german_spreadsheets_expect() -> None:
    data = programmes_csv(report("Wege; Straßen"))
    assert data.startswith(b"\xef\xbb\xbfUrteil;Programm;")
    assert data.endswith(b"\r\n")
    assert dict(zip(TITLES, csv_rows(report("Wege; Straßen"))[1], strict=True)) == {
        "Urteil": "Richtlinie prüfen",
        "Programm": "Wege; Straßen",
        "Fördergeber": "Wege; Straßen",
        "Ebene": "Land Sachsen",
        "Fördergebiet": "Sachsen, Europäische Union",
        "Wer": "Kommune, Verband/Vereinigung",
        "Förderart": "Zuschuss",
        "Fördersatz und Betrag": "unbekannt",
        "Frist": "31.12.2026 (noch 36 Tage)",
        "Nächster Termin": "2026-12-31",
        "Entscheidender Grund": "Wege; Straßen",
        "Adresse der Quelle": "https://portal.example.org/wege",
        "Geprüft am": "2026-11-24",
        "Quelle und Lizenz": (
            "Portal der Proben: Amt für Proben, Quelle: https://portal.example.org/wege; Lizenz: CC BY-ND 4.0"
        ),
    }


def test_xlsx_has_real_dates_numbers_and_text() -> None:
    row = by_title(report())
    assert row["Nächster Termin"] == datetime(2026, 12, 31)
    assert row["Geprüft am"] == datetime(2026, 11, 24)
    assert row["Adresse der Quelle"] == "https://portal.example.org/wege"
    state = {line[0].value: line for line in workbook(report())["Stand"].iter_rows()}
    assert state["Portal der Proben"][2].value == 1234
    assert state["Portal der Proben"][2].number_format == "#,##0"
    assert state["Stichtag"][1].value == datetime(2026, 11, 25)
    assert state["Stichtag"][1].number_format == "dd.mm.yyyy"


def test_xlsx_opens_ready_to_filter_and_read() -> None:
    book = workbook(report(results=(result(read()),)))
    assert book.sheetnames == ["Programme", "Kriterien", "Stand"]
    for name, columns in (("Programme", PROGRAMME_COLUMNS), ("Kriterien", CRITERION_COLUMNS)):
        sheet = book[name]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == f"A1:{sheet.cell(2, len(columns)).coordinate}"
        assert sheet["A2"].alignment.wrap_text
        groups = sheet.column_dimensions.values()
        widths = [group.width for group in groups for _ in range(group.min, group.max + 1)]
        assert widths == pytest.approx([column.width for column in columns], abs=1)


def test_criteria_are_one_row_each_with_quote_or_category() -> None:
    made = report(results=(result(read()), result(read("Antragsberechtigt sind Gemeinden."))))
    assert workbook(made)["Kriterien"].max_row == 3
    first = by_title(made, "Kriterien")
    assert first["Kriterium"] == "Fördergebiet"
    assert first["Ergebnis"] == "erfüllt"
    assert first["Angabe der Kommune"] == "Sachsen"
    assert first["Beleg (wörtlich oder Kategorie)"] == "Fördergebiet: Sachsen"
    assert by_title(made, "Kriterien", 3)["Beleg (wörtlich oder Kategorie)"] == "Antragsberechtigt sind Gemeinden."


def test_state_names_applicant_reservation_and_every_source() -> None:
    cells = [cell.value for row in workbook(report())["Stand"].iter_rows() for cell in row]
    assert {"Görlitz, Stadt", "14626110", "CC BY-ND 4.0", "übernommen", "nie abgerufen", "Leeres Portal"} <= set(cells)
    assert "Amt für Proben, Quelle: https://portal.example.org/" in cells
    assert any("Nach Aktenlage, keine Zusage" in str(cell) for cell in cells)


@pytest.mark.parametrize("available", [Availability.CLOSED, Availability.EXPIRED])
def test_what_is_over_has_no_next_date(available: Availability) -> None:
    assert by_title(report(available=available))["Nächster Termin"] is None


def test_no_date_is_an_empty_cell() -> None:
    assert dict(zip(TITLES, csv_rows(report(day=None))[1], strict=True))["Nächster Termin"] == ""
    assert by_title(report(day=None))["Nächster Termin"] is None


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_stays_text_in_xlsx(payload: str) -> None:
    book = workbook(report(payload, (result(read(payload), payload),)))
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type in {"s", "d", "n"}
            assert cell.hyperlink is None
    shown = payload.replace("\r", "\n").replace("\x00", "")
    assert (book["Programme"]["B2"].value, book["Programme"]["B2"].data_type) == (shown, "s")


@pytest.mark.parametrize("payload", FORMULAS)
def test_formulas_are_defused_in_csv(payload: str) -> None:
    assert csv_rows(report(payload))[1][1].startswith("'")


@pytest.mark.parametrize("text", ["Wege – 2026", "A=B", "„Wege“", "'s Wegle", "1-2", "E-Mobilität", "", "§ 44"])
def test_ordinary_text_is_left_alone_in_csv(text: str) -> None:
    assert csv_rows(report(text or " "))[1][1] == (text or " ")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_text_breaks_the_csv_or_begins_like_a_formula(text: str) -> None:
    rows = csv_rows(report(text))
    assert len(rows) == 2
    assert len(rows[1]) == len(TITLES)
    begins = unicodedata.normalize("NFKC", rows[1][1]).lstrip(' "')
    assert not begins.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_text_beyond_a_cells_limit_is_cut_not_lost() -> None:
    assert by_title(report("a" * 40_000))["Programm"] == "a" * 32_767


def test_a_report_without_programmes_still_says_for_whom_it_is() -> None:
    empty = report().model_copy(update={"assessments": (), "programmes": ()})
    assert csv_rows(empty) == [TITLES]
    assert workbook(empty)["Stand"]["B1"].value == "Görlitz, Stadt"


def test_an_answer_without_its_programme_is_an_error() -> None:
    with pytest.raises(ValidationError, match="without their programme"):
        Report.model_validate({**dict(report()), "programmes": ()})
