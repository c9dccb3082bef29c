"""The terms of the Länder for a budget status: what ships is sourced and unambiguous, and a faulty file is explained."""

from datetime import date
from pathlib import Path

import pytest

from finder.facts import FACTS
from finder.places.budget_terms import BudgetTermFileError, budget_terms, load_terms, term_for
from finder.vocab import Land

STATUSES = tuple(FACTS["budget_status"].options)
READ_ON = date(2026, 11, 25)
HEADER = "land,status,term,legal_basis,source,as_of\n"
GOOD = "SN,consolidation_open,Haushaltsstrukturkonzept,§ 72 SächsGemO,LDS: https://example.org/a,2017-02-17\n"
OTHER = "RP,provisional,vorläufige Haushaltsführung,§ 99 GemO,/BMWI/FDB/Content/DE/Foerderprogramm/Land/x,2017-02-17\n"


@pytest.mark.parametrize("row", budget_terms(), ids=lambda row: f"{row.land}-{row.status}-{row.term}")
def test_every_row_says_where_it_stands(row) -> None:  # type: ignore[no-untyped-def]
    assert row.status in STATUSES
    assert row.legal_basis.strip()
    assert row.as_of <= READ_ON


@pytest.mark.parametrize("land", Land)
@pytest.mark.parametrize("status", STATUSES)
def test_a_land_has_one_term_for_a_status_or_none(land: Land, status: str) -> None:
    rows = [row for row in budget_terms() if (row.land, row.status) == (land, status)]
    assert rows == ([] if (found := term_for(land, status)) is None else [found])


@pytest.mark.parametrize(
    ("land", "status", "term", "legal_basis"),
    [
        (Land.NW, "consolidation_approved", "Haushaltssicherungskonzept", "§ 76 Abs. 2 GO NRW"),
        (Land.NW, "consolidation_open", "Haushaltssicherungskonzept", "§ 76 Abs. 1 GO NRW"),
        (Land.SN, "consolidation_approved", "Haushaltsstrukturkonzept", "§ 72 Abs. 6 SächsGemO"),
        (Land.ST, "consolidation_open", "Haushaltskonsolidierungskonzept", "§ 100 Abs. 3 bis 5 KVG LSA"),
        (Land.SL, "consolidation_open", "Haushaltssanierungsplan", "§ 82a KSVG"),
        (Land.TH, "consolidation_approved", "Haushaltssicherungskonzept", "§ 53a Abs. 2 ThürKO"),
        (Land.BW, "provisional", "vorläufige Haushaltsführung", "§ 83 GemO"),
    ],
)
def test_a_land_speaks_its_own_words(land: Land, status: str, term: str, legal_basis: str) -> None:
    found = term_for(land, status)
    assert found is not None
    assert (found.term, found.legal_basis) == (term, legal_basis)


@pytest.mark.parametrize(
    ("land", "status"),
    [(Land.BW, "consolidation_open"), (Land.BY, "consolidation_open"), (Land.SN, "balanced")],
)
def test_what_no_source_says_is_unknown(land: Land, status: str) -> None:
    assert term_for(land, status) is None


@pytest.mark.parametrize("land", [Land.BE, Land.HB, Land.HH])
def test_city_states_have_no_row(land: Land) -> None:
    assert [row for row in budget_terms() if row.land is land] == []


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "terms.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_sound_file_loads(tmp_path: Path) -> None:
    loaded = load_terms(write(tmp_path, HEADER + GOOD + OTHER))
    assert [(row.land, row.term) for row in loaded] == [
        (Land.SN, "Haushaltsstrukturkonzept"),
        (Land.RP, "vorläufige Haushaltsführung"),
    ]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (GOOD.replace("SN", "XX"), "land"),
        (GOOD.replace("SN", "DE"), "land"),
        (GOOD.replace("consolidation_open", "consolidation"), "status"),
        (GOOD.replace("consolidation_open", ""), "status"),
        (GOOD.replace("Haushaltsstrukturkonzept", " "), "term"),
        (GOOD.replace("§ 72 SächsGemO", ""), "legal_basis"),
        (GOOD.replace("https://example.org/a", "gelesen"), "source"),
        (GOOD.replace("2017-02-17", "17.02.2017"), "as_of"),
        (GOOD.replace("2017-02-17", "2017-02-30"), "as_of"),
        (GOOD.replace("2017-02-17", "0"), "as_of"),
        (GOOD.replace(",2017-02-17", ""), "as_of"),
        (GOOD.replace("\n", ",mehr\n"), "überzählige Werte"),
    ],
)
def test_a_faulty_row_is_named_with_line_and_column(row: str, column: str, tmp_path: Path) -> None:
    with pytest.raises(BudgetTermFileError, match=rf"terms\.csv, Zeile 3: Die Zeile ist fehlerhaft.*\b{column}\b"):
        load_terms(write(tmp_path, HEADER + OTHER + row))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "enthält keinen Haushaltsbegriff"),
        (HEADER, "enthält keinen Haushaltsbegriff"),
        (GOOD + GOOD, "Die Zeile ist fehlerhaft"),
        (HEADER + GOOD + GOOD, "Für Sachsen steht „consolidation_open“ mehrfach"),
        (HEADER + GOOD.replace("SN,", 'SN,"'), "nicht lesbar"),
        (HEADER.encode() + b"\xff\xfe\n", "nicht lesbar"),
    ],
)
def test_a_faulty_file_is_explained(content: str | bytes, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(BudgetTermFileError, match=sentence):
        load_terms(write(tmp_path, content))


def test_a_missing_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(BudgetTermFileError, match="nicht lesbar"):
        load_terms(tmp_path / "terms.csv")
