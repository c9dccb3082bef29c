"""Import of the official files. No real GV100AD file is at hand: its lines are made here from the register's facts
after the publisher's Datensatzbeschreibung; the workbook is made in the layout of the real one."""

import gzip
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from finder.places.municipalities import Register
from finder.places.register_files import ImportReport, RegisterFileError, import_file, read_gv100, read_workbook
from finder.places.register_rows import FILE, RegisterRow, read_rows
from finder.vocab import UnitLevel

REAL = FILE.parent.parent.parent / "shared" / "data" / "municipalities"
NAME = "AuszugGV4QAktuell_2024.xlsx"
RECORDS = {"land": "10", "county": "40", "association": "50", "municipality": "60", "unincorporated": "60"}
HEADINGS = {
    0: "Satz-art",
    1: "Text-kenn-zeichen",
    2: "Amtlicher Regionalschlüssel (ARS)",
    7: "Gemeindename",
    8: "Fläche km2 1)",
    9: "Bevölkerung auf Grundlage des Zensus 20112)",
    13: "Postleit-zahl3)",
    18: "Grad der Verstädterung",
}
DAYS = {2: "Gebietsstand am 31.12.2024 (4. Quartal)", 8: "31.12.2023 (Jahr)", 9: "am 31.12.2023 (Jahr)"}
SHIPPED = read_rows(FILE)[1]

Cells = dict[int, Any]


def workbook_cells(row: RegisterRow) -> Cells:
    key = row.association_key or row.key
    cells: Cells = {0: RECORDS[row.level], 1: row.type_code or None, 7: row.name, 13: row.seat_postcode}
    cells |= dict(zip((2, 3, 4, 5), filter(None, (key[:2], key[2:3], key[3:5], key[5:9])), strict=False))
    if row.association_key:
        cells |= {6: row.key[5:], 8: float(row.area_km2), 9: int(row.population), 19: row.urbanisation}
    return cells


def write_workbook(
    path: Path, lines: Iterable[Cells], headings: Cells | None = None, days: Cells | None = None
) -> Path:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        book.add_worksheet("Inhalt")
        sheet = book.add_worksheet("Onlineprodukt_Gemeinden31122024")
        head = {2: headings or HEADINGS, 4: days or DAYS}
        below = {0: "     Statistisches Bundesamt (Destatis), 2025"}
        for at, cells in enumerate([*(head.get(line, {}) for line in range(6)), *lines, {}, below]):
            for column, value in sorted(cells.items()):
                sheet.write(at, column, value)
            sheet.write(at, 19, cells.get(19, ""))
    return path


@cache
def gv100_line(row: RegisterRow) -> str:
    county = (row.association_key or row.key)[:5]
    municipality = row.key[5:] if row.association_key else ""
    association = (row.association_key or row.key)[5:9]
    line = f"{RECORDS[row.level]}20241231{county:5}{municipality:3}{association:4}{row.name:50.50}{'':50}{row.type_code:2}    "
    if row.association_key:
        hectares = int(Decimal(row.area_km2) * 100)
        line += f"{hectares:011}{int(row.population):011}{0:011}    {row.seat_postcode:5}*****  2115111211901001"
    return f"{line:220}"


def gv100_lines(rows: Iterable[RegisterRow] = SHIPPED) -> list[str]:
    return [gv100_line(row) for row in rows]


def write_lines(path: Path, lines: Iterable[str]) -> Path:
    path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8", newline="")
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "register.csv.gz"
    path.write_bytes(FILE.read_bytes())
    return path


def refused(path: Path, target: Path) -> str:
    """The sentence with which the file is refused; the present register stays byte for byte."""
    before = target.read_bytes()
    with pytest.raises(RegisterFileError) as caught:
        import_file(path, target)
    assert target.read_bytes() == before
    assert [file for file in target.parent.iterdir() if file.suffix == ".part"] == []
    return str(caught.value)


# --- what an import brings


def test_the_workbook_makes_the_register_that_ships(tmp_path: Path) -> None:
    target = tmp_path / "new" / "register.csv.gz"
    report = import_file(write_workbook(tmp_path / NAME, map(workbook_cells, SHIPPED)), target)
    assert target.read_bytes() == FILE.read_bytes()
    assert report == ImportReport(
        file=NAME,
        territory_as_of=date(2024, 12, 31),
        population_as_of=date(2023, 12, 31),
        lands=16,
        counties=400,
        associations=4_596,
        municipalities=10_752,
        unincorporated=207,
        compared_with=None,
        new=(),
        vanished=(),
        renamed=(),
        population_changed=0,
    )
    assert "10.752 Gemeinden, 207 gemeindefreie Gebiete, 400 Kreise, 4.596 Verbände, 16 Länder" in str(report)


@pytest.mark.soak
def test_the_real_workbook_makes_the_register_that_ships(tmp_path: Path) -> None:
    if not (REAL / NAME).exists():
        pytest.skip("the shared material is not here")
    target = tmp_path / "register.csv.gz"
    import_file(REAL / NAME, target)
    assert target.read_bytes() == FILE.read_bytes()


def test_gv100ad_brings_the_same_facts_but_no_urbanisation_and_no_day_of_population(tmp_path: Path) -> None:
    head, rows = read_gv100(write_lines(tmp_path / "GV100AD_31122024.txt", gv100_lines()))
    assert rows == tuple(row._replace(name=row.name[:50].strip(), urbanisation="") for row in SHIPPED)
    assert (head.territory_as_of, head.population_as_of) == (date(2024, 12, 31), None)
    assert head.source == "Gemeindeverzeichnis, © Statistisches Bundesamt (Destatis)"


def test_a_documented_line_of_gv100ad_is_read(tmp_path: Path) -> None:
    flensburg = (
        "6020230131010010000000"
        + "Flensburg, Stadt".ljust(100)
        + "61    000000056730000009111300000045336    24937*****"
    )
    path = write_lines(tmp_path / "x.txt", [gv100_line(SHIPPED[0]), flensburg])
    assert read_gv100(path)[1][1] == RegisterRow(
        *("municipality", "01001000", "61", "Flensburg, Stadt", "010010000", "91113", "56.73", "24937", "")
    )


def test_old_editions_of_gv100ad_are_in_latin_1(tmp_path: Path) -> None:
    path = tmp_path / "GV100AD.ASC"
    rows = [row for row in SHIPPED if row.level == UnitLevel.LAND or row.key == "14626110"]
    path.write_bytes("\n".join(gv100_lines(rows)).encode("latin-1"))
    assert read_gv100(path)[1][-1].name == "Görlitz, Stadt, Hochschulstadt"


def test_a_register_from_gv100ad_is_used_and_says_no_day(tmp_path: Path) -> None:
    target = tmp_path / "register.csv.gz"
    import_file(write_lines(tmp_path / "x.txt", gv100_lines()), target)
    loaded = Register.load(target)
    assert loaded.resolve("Görlitz").population == 56_694
    assert loaded.head.population_as_of is None


def test_the_report_says_what_changed(tmp_path: Path, target: Path) -> None:
    rows = [row for row in SHIPPED if row.key not in ("16077039", "160775050")]
    at = next(number for number, row in enumerate(rows) if row.key == "14626110")
    rows[at] = rows[at]._replace(name="Görlitz, Europastadt", population="57000")
    rows.append(rows[at]._replace(key="14626999", name="Neugörlitz", population="5"))
    rows = [row for row in rows if row.association_key != "160775050"]
    report = import_file(write_lines(tmp_path / "x.txt", gv100_lines(rows)), target)
    assert report.compared_with == date(2024, 12, 31)
    assert report.new == ("14626999 Neugörlitz",)
    assert "16077039 Ponitz" in report.vanished
    assert ("14626110", "Görlitz, Stadt, Hochschulstadt", "Görlitz, Europastadt") in report.renamed
    assert report.population_changed == 1
    assert "1 neu" in str(report)


def test_a_damaged_present_register_can_be_replaced(tmp_path: Path) -> None:
    target = tmp_path / "register.csv.gz"
    target.write_bytes(b"damaged")
    report = import_file(write_lines(tmp_path / "x.txt", gv100_lines()), target)
    assert report.compared_with is None
    assert Register.load(target).by_key("14626110") is not None


def test_the_file_names_the_publisher_and_both_days() -> None:
    head = gzip.decompress(FILE.read_bytes()).decode("utf-8").splitlines()[:6]
    assert head[0] == "# source: Gemeindeverzeichnis, © Statistisches Bundesamt (Destatis), 2025"
    assert head[1].endswith("Vervielfältigung und Verbreitung, auch auszugsweise, mit Quellenangabe gestattet.")
    assert head[2:5] == [
        "# territory_as_of: 2024-12-31",
        "# population_as_of: 2023-12-31",
        f"# generated_from: {NAME}",
    ]
    assert head[5].startswith("level,key,type_code,name")


# --- what is refused


def without(level: UnitLevel, number: int) -> list[str]:
    """A register that lacks the last lines of a level."""
    keys = [row.key for row in SHIPPED if row.level == level]
    dropped = set(keys[len(keys) - number :])
    return gv100_lines(row for row in SHIPPED if row.key not in dropped)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (lambda: without(UnitLevel.MUNICIPALITY, 753), "9.999 Gemeinden"),
        (lambda: without(UnitLevel.COUNTY, 6), "394 Kreise"),
        (lambda: without(UnitLevel.LAND, 1), "15 Länder"),
        (lambda: gv100_lines()[:9_000], "unvollständig oder eine andere"),
        (lambda: [*gv100_lines(), gv100_line(SHIPPED[-1])], "mehrfach"),
        (lambda: [*gv100_lines(), gv100_line(next(r for r in SHIPPED if r.key == "14626110"))], "14626110 mehrfach"),
        (lambda: without(UnitLevel.COUNTY, 1), "fehlt die Zeile des Kreises"),
        (lambda: without(UnitLevel.ASSOCIATION, 1), "fehlt die Zeile des Kreises oder Verbandes"),
        (lambda: [*gv100_lines()[:-1], gv100_lines()[5_200][:150]], "abgeschnitten: Zeile 15971 ist zu kurz"),
        (lambda: [*gv100_lines(), "70" + gv100_line(SHIPPED[-1])[2:]], "Satzart „70“"),
    ],
)
def test_a_register_that_is_not_whole_is_refused(
    lines: Callable[[], list[str]], said: str, tmp_path: Path, target: Path
) -> None:
    assert said in refused(write_lines(tmp_path / "x.txt", lines()), target)


def test_more_municipalities_than_there_are_is_refused(tmp_path: Path, target: Path) -> None:
    town = next(row for row in SHIPPED if row.key == "14626110")
    more = (town._replace(key=f"16077{number:03}", association_key="160775051") for number in range(100, 900))
    lines = gv100_lines([*SHIPPED, *(row for row in more if row.key not in {known.key for known in SHIPPED})])
    assert "10.000 bis 11.500" in refused(write_lines(tmp_path / "x.txt", lines), target)


@pytest.mark.parametrize(
    "change",
    [
        {"key": "1462611X"},
        {"key": "99626110", "association_key": "996260110"},
        {"name": ""},
        {"type_code": "99"},
        {"type_code": "44"},
    ],
)
def test_a_faulty_line_is_named(change: dict[str, str], tmp_path: Path, target: Path) -> None:
    faulty = next(row for row in SHIPPED if row.key == "14626110")._replace(**change)
    path = write_lines(tmp_path / "x.txt", [gv100_line(SHIPPED[0]), gv100_line(faulty)])
    assert "Zeile 2" in refused(path, target)


@pytest.mark.parametrize(("column", "value"), [(8, "viel"), (9, -1), (9, "12.5"), (9, None), (13, "0282"), (7, "a\nb")])
def test_a_faulty_cell_is_named(column: int, value: object, tmp_path: Path, target: Path) -> None:
    town = next(row for row in SHIPPED if row.key == "14626110")
    path = write_workbook(tmp_path / "x.xlsx", [workbook_cells(town) | {column: value}])
    assert "Zeile 7" in refused(path, target)


@pytest.mark.parametrize(
    ("headings", "days"),
    [
        (HEADINGS | {7: "Einwohner"}, DAYS),
        ({column + 1: heading for column, heading in HEADINGS.items() if column < 18}, DAYS),
        (HEADINGS, DAYS | {2: "Gebietsstand"}),
        (HEADINGS, DAYS | {9: "am 31.02.2023"}),
    ],
)
def test_a_workbook_of_another_layout_is_refused(headings: Cells, days: Cells, tmp_path: Path, target: Path) -> None:
    path = write_workbook(tmp_path / "x.xlsx", map(workbook_cells, SHIPPED[:20]), headings, days)
    assert "x.xlsx" in refused(path, target)


def test_an_empty_workbook_is_refused(tmp_path: Path, target: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "x.xlsx"):
        pass
    assert "nicht der Auszug aus dem Gemeindeverzeichnis" in refused(tmp_path / "x.xlsx", target)


@pytest.mark.parametrize("suffix", [".xlsx", ".txt", ".asc", ".pdf", ""])
@pytest.mark.parametrize("content", [b"", b"\x00" * 500, b"PK\x03\x04 no archive", b"Sehr geehrte Damen und Herren"])
def test_a_file_of_another_kind_is_refused(content: bytes, suffix: str, tmp_path: Path, target: Path) -> None:
    path = tmp_path / f"letter{suffix}"
    path.write_bytes(content)
    assert refused(path, target).startswith(f"letter{suffix} ")


@pytest.mark.parametrize("suffix", [".xlsx", ".txt"])
def test_a_missing_file_and_a_folder_are_explained(suffix: str, tmp_path: Path, target: Path) -> None:
    assert "gibt es nicht" in refused(tmp_path / f"missing{suffix}", target)
    (tmp_path / f"folder{suffix}").mkdir()
    assert refused(tmp_path / f"folder{suffix}", target)


def test_a_workbook_damaged_anywhere_is_refused_or_read(tmp_path: Path) -> None:
    sound = write_workbook(tmp_path / "sound.xlsx", map(workbook_cells, SHIPPED[:20])).read_bytes()
    expected = read_workbook(tmp_path / "sound.xlsx")[1]
    damaged = tmp_path / "damaged.xlsx"
    refusals = 0
    for at in range(0, len(sound), 97):
        damaged.write_bytes(sound[:at] + bytes([sound[at] ^ 0x55]) + sound[at + 1 :])
        try:
            assert len(read_workbook(damaged)[1]) == len(expected)
        except RegisterFileError:
            refusals += 1
    damaged.write_bytes(sound[: len(sound) // 2])
    with pytest.raises(RegisterFileError, match="beschädigt oder keine Excel-Datei"):
        read_workbook(damaged)
    assert refusals > 0


def test_a_target_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    path = write_lines(tmp_path / "x.txt", gv100_lines())
    with pytest.raises(RegisterFileError, match="lässt sich nicht schreiben"):
        import_file(path, tmp_path / "file" / "register.csv.gz")


@pytest.mark.parametrize("name", ["2024.xlsx", "2025-02.xlsx"])
def test_other_workbooks_of_the_publisher_are_refused(name: str, target: Path) -> None:
    if not (REAL / name).exists():
        pytest.skip("the shared material is not here")
    assert "nicht der Auszug aus dem Gemeindeverzeichnis" in refused(REAL / name, target)
