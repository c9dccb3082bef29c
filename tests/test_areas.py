"""Dated area sets: what ships agrees with the register, and a faulty file is explained."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.facts import FACTS
from finder.places.areas import FOLDER, AreaFileError, AreaRow, area_rows, area_sets, load_sets, rows_applying, rows_for
from finder.places.municipalities import register
from finder.vocab import FactOrigin

TODAY = date(2026, 11, 25)
HEADER = "key,name,status,partial,valid_from,valid_until,note,source\n"
SETS = """
- {id: trial, label: Probe, legal_basis: Gesetz, as_of: 2024-01-01, file: trial.csv, fact: coal_region,
   statuses: {inside: Probegebiet}}
"""
GOOD = '14626,Görlitz,inside,no,2020-01-01,2030-12-31,,"§ 1"\n'


def register_name(key: str) -> str | None:
    row = next((row for row in register().rows if row.key == key), None)
    return row.name if row is not None else None


@pytest.mark.parametrize("entry", [entry for area_set in area_sets() for entry in area_set.entries], ids=str)
def test_every_row_bears_the_name_its_key_has_in_the_register(entry) -> None:  # type: ignore[no-untyped-def]
    assert register_name(entry.key) == entry.name


def test_the_coal_regions_are_the_34_of_the_law() -> None:
    coal = next(area_set for area_set in area_sets() if area_set.id == "coal_regions_invkg")
    assert len(coal.entries) == 34
    assert all(entry.source.startswith("InvKG § ") for entry in coal.entries)


def test_every_set_states_a_fact_that_area_sets_can_state() -> None:
    assert all(FACTS[area_set.fact].origin is FactOrigin.AREA_SET for area_set in area_sets())


def test_rows_with_parts_only_are_marked() -> None:
    partial = {row.key for row in area_rows() if row.partial}
    assert partial == {"10044", "09376", "09372", "12067", "12064"}


@pytest.mark.parametrize(
    ("territory", "day", "labels"),
    [
        ({"14626110", "14626", "SN", "DE"}, TODAY, ["Lausitzer Revier"]),
        ({"14625"}, TODAY, ["Lausitzer Revier", "C-Fördergebiet"]),
        ({"01056025", "01056"}, TODAY, ["C-Fördergebiet"]),
        ({"01056001", "01056"}, TODAY, []),
        ({"14626"}, date(2020, 8, 13), []),
        ({"14626"}, date(2020, 8, 14), ["Lausitzer Revier"]),
        ({"14626"}, date(2038, 12, 31), ["Lausitzer Revier"]),
        ({"14626"}, date(2039, 1, 1), []),
        ({"01001"}, date(2027, 12, 31), ["C-Fördergebiet"]),
        ({"01001"}, date(2028, 1, 1), []),
        (set(), TODAY, []),
    ],
)
def test_rows_apply_to_a_territory_on_a_day(territory: set[str], day: date, labels: list[str]) -> None:
    assert [row.label for row in rows_for(territory, day)] == labels


@given(st.dates(), st.dates(), st.none() | st.dates(), st.booleans())
def test_a_row_applies_from_its_first_to_its_last_day(day: date, first: date, last: date | None, named: bool) -> None:
    row = AreaRow(set_id="s", key="14626", label="l", partial=False, valid_from=first, valid_until=last, source="§")
    applies = named and first <= day and (last is None or day <= last)
    assert bool(rows_applying((row,), {"14626"} if named else {"14612"}, day)) is applies


def write(folder: Path, sets: str, rows: str) -> Path:
    (folder / "sets.yml").write_text(sets, encoding="utf-8")
    (folder / "trial.csv").write_text(rows, encoding="utf-8")
    return folder


def test_a_sound_folder_loads(tmp_path: Path) -> None:
    (loaded,) = load_sets(write(tmp_path, SETS, HEADER + GOOD))
    assert [entry.key for entry in loaded.entries] == ["14626"]


@pytest.mark.parametrize(
    "rows",
    [
        GOOD,
        HEADER + GOOD.replace("inside", "outside"),
        HEADER + GOOD + GOOD,
        HEADER + GOOD.replace("14626", "1462"),
        HEADER + GOOD.replace(",no,", ",maybe,"),
        HEADER + GOOD.replace("2030-12-31", "2019-12-31"),
        HEADER + GOOD.replace("2020-01-01", ""),
        HEADER + GOOD.replace('"§ 1"', ""),
        HEADER + GOOD.replace("\n", ",surplus\n"),
        HEADER + "14626\n",
    ],
)
def test_a_faulty_row_is_refused(rows: str, tmp_path: Path) -> None:
    with pytest.raises(AreaFileError, match=r"trial\.csv|nicht lesbar"):
        load_sets(write(tmp_path, SETS, rows))


@pytest.mark.parametrize("sets", ["", "- {id: x}", "[", SETS.replace("trial.csv", "../trial.csv")])
def test_a_faulty_list_of_sets_is_refused(sets: str, tmp_path: Path) -> None:
    with pytest.raises(AreaFileError):
        load_sets(write(tmp_path, sets, HEADER + GOOD))


def test_a_missing_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(AreaFileError, match="nicht lesbar"):
        load_sets(tmp_path)


@pytest.mark.parametrize(
    ("name", "keys", "lists"),
    [("kohleregionen_invkg.csv", 34, "coal_regions_invkg"), ("grw_2022_2027_teilliste.csv", 44, "grw_2022_2027")],
)
def test_no_sourced_row_was_lost(name: str, keys: int, lists: str) -> None:
    material = FOLDER.parent.parent.parent / "shared" / "data" / "municipalities" / name
    if not material.exists():
        pytest.skip("the shared material is not here")
    sourced = {line.split(",")[0] for line in material.read_text(encoding="utf-8").splitlines()[1:]}
    ours = next(area_set for area_set in area_sets() if area_set.id == lists)
    assert {entry.key for entry in ours.entries} == sourced
    assert len(sourced) == keys
