"""Boundary changes: what the official workbooks say, what became of a key or a name, and what a look-up answers."""

import re
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from finder.places.boundary_changes import (
    FILE,
    BoundaryChange,
    BoundaryChanges,
    BoundaryFileUnreadable,
    ChangeKind,
    boundary_changes,
    contradiction,
    predecessors,
    read_changes,
    successors,
)
from finder.places.boundary_files import LEGEND, import_changes
from finder.places.municipalities import (
    AmbiguousMunicipality,
    Register,
    RegisterUnreadable,
    UnknownMunicipality,
    register,
)
from finder.places.register import CHOOSE, UNINCORPORATED_NOTE
from finder.places.register_rows import RegisterFileError, RegisterHead, RegisterRow
from tests.command import foerderfinder

REAL = FILE.parent.parent.parent / "shared" / "data" / "municipalities"
OUTDATED = (
    " Das Gemeindeverzeichnis hat noch den Gebietsstand 31.12.2024; "
    "„foerderfinder municipalities import DATEI“ liest ein neueres ein."
)
FIRST = date(2024, 1, 1)
AUGUST = date(2024, 8, 28)

# --- what the official workbooks of 2024 and 2025 say

FACTS = [
    # dissolved into a neighbour that stays
    ("13/2024/0001-R", "dissolved", "13071114", "Penkow", "13071043", "Göhren-Lebbin", 312, FIRST),
    ("16/2024/0003-R", "dissolved", "16061039", "Glasehausen", "16061045", "Heilbad Heiligenstadt, Stadt", 146, FIRST),
    ("16/2024/0008-R", "dissolved", "16066073", "Sülzfeld", "16066042", "Meiningen, Stadt", 837, FIRST),
    ("16/2024/0007-R", "dissolved", "16063037", "Hallungen", "16064074", "Südeichsfeld", 184, FIRST),  # another Kreis
    ("13/2024/0009-R", "dissolved", "13071017", "Breest", "13071006", "Bartow", 123, date(2024, 6, 9)),
    # dissolved into a new one, also under the same name
    ("16/2024/0015-R", "dissolved", "16061007", "Birkenfelde", "16061119", "Uder", 529, FIRST),
    ("16/2024/0015-R", "dissolved", "16061097", "Uder", "16061119", "Uder", 2688, FIRST),
    ("16/2024/0013-R", "dissolved", "16076004", "Berga/Elster, Stadt", "16076094", "Berga-Wünschendorf, Stadt", 3218, FIRST),
    # split
    ("16/2024/0017-R", "dissolved", "16064055", "Rodeberg", "16061118", "Dingelstädt, Stadt", 1552, FIRST),
    ("16/2024/0017-R", "dissolved", "16064055", "Rodeberg", "16064046", "Mühlhausen/Thüringen, Stadt", 481, FIRST),
    # another key: of the Verband only, and of the municipality
    ("16/2024/0016-R", "rekeyed", "16061002", "Asbach-Sickenberg", "16061002", "Asbach-Sickenberg", None, FIRST),
    ("07/2025/0004-R", "rekeyed", "07232096", "Obergeckler", "07232503", "Obergeckler", None, date(2025, 1, 1)),
    # another name only
    ("14/2024/0019-R", "renamed", "14626110", "Görlitz, Stadt", "14626110", "Görlitz, Stadt, Hochschulstadt", None, AUGUST),
    # of 2025
    ("07/2025/0004-R", "dissolved", "07232089", "Niedergeckler", "07232503", "Obergeckler", 54, date(2025, 1, 1)),
    ("09/2025/0001-R", "dissolved", "09473453", "Gellnhausen", "09473158", "Bad Rodach, St", 0, date(2025, 1, 1)),
]  # fmt: skip


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact[2]}-{fact[4]}")
def test_the_list_that_ships_has_the_official_facts(fact: tuple[Any, ...]) -> None:
    (row,) = (
        row for row in boundary_changes().rows if (row.old_ags, row.new_ags, row.new_name) == (fact[2], *fact[4:6])
    )
    assert (row.reference, row.kind, row.old_ags, row.old_name, row.new_ags, row.new_name, row.population) == fact[:7]
    assert row.legal_date == fact[7]
    assert row.source.endswith("© Statistisches Bundesamt (Destatis), 2025")


@pytest.mark.parametrize("ags", ["14729220", "14729050", "07131017", "09475454", "12068117"])
def test_a_partial_transfer_ends_nothing(ags: str) -> None:
    """Kitzscher and Borna, Dernau, Martinlamitzer Forst-Nord, Fehrbellin only gave or got some land."""
    assert successors(ags) == predecessors(ags) == ()
    found = register().match(ags)
    assert found.unit.key == ags
    assert found.note in (None, UNINCORPORATED_NOTE)


def test_every_line_is_counted() -> None:
    kinds = [(row.statistical_date.year, row.kind) for row in boundary_changes().rows]
    assert {kind: kinds.count(kind) for kind in sorted(set(kinds))} == {
        (2024, ChangeKind.DISSOLVED): 26,
        (2024, ChangeKind.REKEYED): 5,
        (2024, ChangeKind.RENAMED): 10,
        (2025, ChangeKind.DISSOLVED): 8,
        (2025, ChangeKind.REKEYED): 1,
    }


def test_the_register_of_the_end_of_2024_has_what_followed_in_2024_and_none_of_what_ended() -> None:
    for row in boundary_changes().rows:
        if row.statistical_date <= register().head.territory_as_of:
            assert register().by_key(row.new_ags) is not None, row
            assert (register().by_key(row.old_ags) is None) is row.ends_key(), row
        else:
            assert register().by_key(row.old_ags) is not None, row


@pytest.mark.parametrize("names", [["2024.xlsx", "2025-02.xlsx"], ["2025-02.xlsx", "2024.xlsx", "2025-02.xlsx"]])
def test_the_official_workbooks_make_the_list_that_ships(names: list[str], tmp_path: Path) -> None:
    if not REAL.exists():
        pytest.skip("the shared material is not here")
    for name in names:
        import_changes(REAL / name, tmp_path / "changes.csv")
    assert (tmp_path / "changes.csv").read_bytes() == FILE.read_bytes()


# --- what became of a key


def change(
    old: str, new: str, on: date = FIRST, kind: ChangeKind = ChangeKind.DISSOLVED, **parts: Any
) -> BoundaryChange:
    """A change between municipalities "1", "2", … of one Kreis, named "Ort 1", "Ort 2", …"""
    stated = {
        **{"reference": "16/2024/0001-R", "kind": kind, "source": "Quelle", "legal_date": on, "statistical_date": on},
        **{"old_ags": ags(old), "old_ars": ars(old), "old_name": f"Ort {old}"},
        **{"new_ags": ags(new), "new_ars": ars(new), "new_name": f"Ort {new}", "population": 10, "area_m2": 5_000_000},
    }
    return BoundaryChange.model_validate(stated | parts)


def ags(short: str) -> str:
    return f"16061{short:0>3}"


def ars(short: str) -> str:
    return f"160615001{short:0>3}"


def ends(changes: Iterable[BoundaryChange], short: str, present: str = "") -> set[str]:
    ways = BoundaryChanges(changes).successors(ags(short), {ags(one) for one in present})
    return {way.new_ags[-1] for way in ways}


LATER = date(2025, 1, 1)


@pytest.mark.parametrize(
    ("changes", "asked", "present", "expected"),
    [
        pytest.param([("1", "2")], "1", "2", "2", id="one step"),
        pytest.param([("1", "2"), ("2", "3")], "1", "3", "3", id="chain to what is present"),
        pytest.param([("1", "2"), ("2", "3")], "1", "2", "2", id="chain stops at what is present"),
        pytest.param([("1", "2"), ("2", "3")], "1", "", "3", id="chain to the last known"),
        pytest.param([("1", "2"), ("1", "3")], "1", "23", "23", id="split"),
        pytest.param([("1", "2"), ("1", "3"), ("2", "4"), ("3", "4")], "1", "4", "4", id="split and joined"),
        pytest.param([("1", "2"), ("1", "3"), ("3", "4")], "1", "24", "24", id="split, one part later dissolved"),
        pytest.param([("1", "2"), ("2", "1")], "1", "", "", id="circle"),
        pytest.param([("1", "2"), ("2", "3"), ("3", "1")], "2", "1", "1", id="circle with a present unit"),
        pytest.param([("1", "2")], "2", "2", "", id="never ended"),
        pytest.param([], "1", "", "", id="no changes"),
    ],
)
def test_successors(changes: list[tuple[str, str]], asked: str, present: str, expected: str) -> None:
    assert ends([change(*pair) for pair in changes], asked, present) == set(expected)


def test_of_two_ends_of_one_key_the_last_counts() -> None:
    refounded = [change("1", "2"), change("1", "3", LATER)]
    assert ends(refounded, "1") == {"3"}
    assert BoundaryChanges(refounded).predecessors(ags("2")) == ()


def test_predecessors_are_all_former_keys_with_the_way_from_each() -> None:
    changes = BoundaryChanges(
        [change("1", "2"), change("2", "3", LATER), change("4", "3", LATER), change("4", "5", LATER)]
    )
    ways = changes.predecessors(ags("3"))
    assert [[way.old_ags[-1], *(step.new_ags[-1] for step in way.changes)] for way in ways] == [
        ["2", "3"],
        ["4", "3"],
        ["1", "2", "3"],
    ]


@given(st.lists(st.tuples(st.sampled_from("12345"), st.sampled_from("12345")).filter(lambda pair: pair[0] != pair[1])))
def test_whatever_the_changes_a_way_never_passes_a_key_twice(pairs: list[tuple[str, str]]) -> None:
    changes = BoundaryChanges(change(old, new) for old, new in dict.fromkeys(pairs))
    for short in "12345":
        for way in changes.successors(ags(short)):
            passed = [way.old_ags, *(step.new_ags for step in way.changes)]
            assert passed[0] == ags(short)
            assert len(passed) == len(set(passed))
            assert way in changes.predecessors(way.new_ags) or len(changes.predecessors(way.new_ags)) > 1


def test_the_facts_of_the_list_for_others_who_move_entered_data() -> None:
    (uder,) = successors("16061007")
    assert (uder.new_ags, uder.changes[-1].legal_date) == ("16061119", FIRST)
    assert {way.new_ags: way.changes[-1].population for way in successors("16064055")} == {
        "16061118": 1552,
        "16064046": 481,
    }
    assert len(predecessors("16061119")) == 11
    assert {way.old_ags for way in predecessors("07232503")} == {"07232089", "07232096"}
    assert successors("14626110") == ()


# --- what a look-up answers

TO_ONE = {
    "16061007": ("16061119", "Birkenfelde (16061007) wurde am 01.01.2024 aufgelöst und ging in Uder (16061119) auf."),
    "AGS 16061007": ("16061119", "Birkenfelde (16061007) wurde am 01.01.2024 aufgelöst und ging in Uder (16061119) auf."),
    "160615012007": ("16061119", "Birkenfelde (16061007) wurde am 01.01.2024 aufgelöst und ging in Uder (16061119) auf."),
    "birkenfelde": ("16061119", "Birkenfelde (16061007) wurde am 01.01.2024 aufgelöst und ging in Uder (16061119) auf."),
    "Lutter, Eichsfeld": ("16061119", "Lutter (16061067) wurde am 01.01.2024 aufgelöst und ging in Uder (16061119) auf."),
    "Breest": ("13071006", "Breest (13071017) wurde am 09.06.2024 aufgelöst und ging in Bartow (13071006) auf."),
    "Stadt Berga/Elster": (
        "16076094",
        "Berga/Elster, Stadt (16076004) wurde am 01.01.2024 aufgelöst "
        "und ging in Berga-Wünschendorf, Stadt (16076094) auf.",
    ),
    "160615012002": (
        "16061002",
        "Asbach-Sickenberg (16061002) hat seit dem 01.01.2024 den Regionalschlüssel 160615051002.",
    ),
    "Glowe, Seebad": (
        "13073030",
        "Glowe (13073030) heißt seit dem 30.11.2023 „Glowe, Seebad“. "
        "Glowe, Seebad (13073030) heißt seit dem 13.05.2024 „Glowe, Ostseebad“.",
    ),
    "Uder": ("16061119", None),
    "Glowe": ("13073030", None),
    "Görlitz": ("14626110", None),
    # in the register of 31.12.2024, ended in 2025
    "07232089": (
        "07232089",
        f"Niedergeckler (07232089) wurde am 01.01.2025 aufgelöst und ging in Obergeckler (07232503) auf.{OUTDATED}",
    ),
    "Obergeckler": ("07232096", f"Obergeckler (07232096) hat seit dem 01.01.2025 den Schlüssel 07232503.{OUTDATED}"),
    "Gellnhausen": (
        "09473453",
        f"{UNINCORPORATED_NOTE} Gellnhausen (09473453) wurde am 01.01.2025 aufgelöst "
        f"und ging in Bad Rodach, St (09473158) auf.{OUTDATED}",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("phrase", "expected"), TO_ONE.items())
def test_a_former_key_or_name_leads_to_what_followed_with_a_sentence(phrase: str, expected: tuple[str, str]) -> None:
    found = register().match(phrase)
    assert (found.unit.key, found.note) == expected
    assert register().find(phrase)[0] == found


@pytest.mark.parametrize("phrase", ["16064055", "Rodeberg", "Rodeberg, Unstrut-Hainich-Kreis"])
def test_a_split_is_answered_with_all_that_followed(phrase: str) -> None:
    with pytest.raises(AmbiguousMunicipality) as caught:
        register().match(phrase)
    assert str(caught.value) == (
        "Rodeberg (16064055) wurde am 01.01.2024 aufgelöst und aufgeteilt auf Dingelstädt, Stadt (16061118, "
        f"1.552 Einwohner) und Mühlhausen/Thüringen, Stadt (16064046, 481 Einwohner). {CHOOSE}"
    )
    assert {match.unit.key: match.note for match in caught.value.candidates} == {
        "16061118": "Von Rodeberg (16064055), aufgelöst am 01.01.2024, kamen 1.552 Einwohner und 11,17 km² "
        "zu Dingelstädt, Stadt (16061118).",
        "16064046": "Von Rodeberg (16064055), aufgelöst am 01.01.2024, kamen 481 Einwohner und 15,51 km² "
        "zu Mühlhausen/Thüringen, Stadt (16064046).",
    }
    assert set(caught.value.candidates) <= set(register().find(phrase, limit=1))


@pytest.mark.parametrize("key", ["07232503", "072325005503"])
def test_a_key_that_is_newer_than_the_register_is_explained(key: str) -> None:
    with pytest.raises(UnknownMunicipality) as caught:
        register().match(key)
    assert str(caught.value) == (
        f"Obergeckler (07232503) entstand am 01.01.2025 aus Niedergeckler (07232089) und Obergeckler (07232096).{OUTDATED}"
    )
    assert [match.unit.key for match in caught.value.candidates] == ["07232089", "07232096"]


def test_the_exact_look_up_by_key_moves_nothing_silently() -> None:
    assert register().by_key("16061007") is None


def small(present: str, *changes: BoundaryChange, day: date = date(2024, 12, 31)) -> Register:
    head = RegisterHead(source="q", notice="n", territory_as_of=day, population_as_of=None, generated_from="f")
    rows = (
        RegisterRow("municipality", ags(one), "64", f"Ort {one}", ars(one)[:9], "100", "1", "", "") for one in present
    )
    return Register(head, rows, BoundaryChanges(changes))


def test_a_chain_is_told_step_by_step_and_ends_with_what_is_newer_than_the_register() -> None:
    found = small("3", change("1", "2"), change("2", "3"), change("3", "4", LATER)).match("Ort 1")
    assert found.unit.key == ags("3")
    assert found.note == (
        "Ort 1 (16061001) wurde am 01.01.2024 aufgelöst und ging in Ort 2 (16061002) auf. "
        "Ort 2 (16061002) wurde am 01.01.2024 aufgelöst und ging in Ort 3 (16061003) auf. "
        f"Ort 3 (16061003) wurde am 01.01.2025 aufgelöst und ging in Ort 4 (16061004) auf.{OUTDATED}"
    )


def test_a_split_that_came_together_again_has_one_successor() -> None:
    changes = change("1", "2"), change("1", "3"), change("2", "4"), change("3", "4")
    assert small("4", *changes).resolve("Ort 1").key == ags("4")


def test_a_split_of_which_the_register_has_only_a_part_is_never_answered_with_that_part() -> None:
    with pytest.raises(AmbiguousMunicipality) as caught:
        small("2", change("1", "2", LATER), change("1", "3", LATER)).match("Ort 1")
    assert [match.unit.key for match in caught.value.candidates] == [ags("2")]
    assert "Ort 3 (16061003, 10 Einwohner)" in str(caught.value)
    assert str(caught.value).endswith(OUTDATED)


@pytest.mark.parametrize("asked", ["Ort 1", ags("1"), ars("1"), "Ort 2"])
def test_changes_in_a_circle_are_answered_with_a_sentence(asked: str) -> None:
    with pytest.raises(UnknownMunicipality, match=r"wurde am 01\.01\.2024 aufgelöst"):
        small("3", change("1", "2"), change("2", "1")).match(asked)


def test_former_namesakes_are_all_offered() -> None:
    namesake = {"old_name": "Neuort"}
    with pytest.raises(AmbiguousMunicipality) as caught:
        small("34", change("1", "3", **namesake), change("2", "4", **namesake)).match("Neuort")
    assert [match.unit.key for match in caught.value.candidates] == [ags("3"), ags("4")]
    assert "Neuort (16061001)" in str(caught.value)
    assert "Neuort (16061002)" in str(caught.value)


@pytest.mark.parametrize(
    ("day", "note"),
    [
        (date(2024, 6, 30), "Ort 1 (16061001) heißt seit dem 01.07.2024 „Neuort“."),
        (date(2024, 7, 1), None),
        (date(2024, 7, 2), None),
    ],
)
def test_a_change_of_the_register_s_own_day_is_in_it(day: date, note: str | None) -> None:
    renamed = change("1", "1", date(2024, 7, 1), ChangeKind.RENAMED, new_name="Neuort")
    found = small("1", renamed, day=day).match("Ort 1").note
    assert found is None if note is None else found is not None and found.startswith(note)


def test_a_newer_name_leads_to_the_unit_under_its_older_one() -> None:
    found = small("1", change("1", "1", LATER, ChangeKind.RENAMED, new_name="Neuort")).match("Neuort")
    assert (found.unit.key, found.unit.name) == (ags("1"), "Ort 1")
    assert found.note == f"Ort 1 (16061001) heißt seit dem 01.01.2025 „Neuort“.{OUTDATED}"


# --- the list


@pytest.mark.parametrize(
    "content",
    [
        None,
        "",
        "\x00\xff",
        "reference;kind\n1;2\n",
        FILE.read_text(encoding="utf-8")[:5_000],
        FILE.read_text(encoding="utf-8").replace("16061119", "16061118"),
        FILE.read_text(encoding="utf-8").replace(",dissolved,", ",vanished,"),
        FILE.read_text(encoding="utf-8").replace(",529,", ",,"),
        FILE.read_text(encoding="utf-8") + FILE.read_text(encoding="utf-8").splitlines()[1] + "\n",
    ],
)
def test_a_damaged_list_is_explained(content: str | None, tmp_path: Path) -> None:
    path = tmp_path / "changes.csv"
    if content is not None:
        path.write_text(content, encoding="latin-1" if "\xff" in content else "utf-8")
    with pytest.raises(BoundaryFileUnreadable, match="foerderfinder municipalities changes") as caught:
        read_changes(path)
    assert isinstance(caught.value, RegisterUnreadable)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"old_ars": ars("2")}, "is not the ARS"),
        ({"new_ags": ags("1"), "new_ars": ars("1")}, "goes to another one"),
        ({"population": None}, "with inhabitants and area"),
        ({"kind": ChangeKind.REKEYED, "new_ags": ags("1"), "new_ars": ars("1")}, "the key is the same"),
        ({"kind": ChangeKind.RENAMED, "new_name": "Ort 1"}, "the name is the same"),
        ({"area_m2": -1}, "greater than or equal"),
        ({"reference": "16/2024"}, "match pattern"),
    ],
)
def test_a_line_that_contradicts_itself_is_refused(parts: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        BoundaryChange.model_validate(change("1", "2").model_dump() | parts)


@pytest.mark.parametrize(
    ("changes", "sound"),
    [
        ([change("1", "2"), change("1", "3")], True),
        ([change("1", "2"), change("1", "2", LATER)], True),
        ([change("1", "2"), change("1", "2", population=11)], False),
        ([change("1", "2"), change("1", "3", kind=ChangeKind.REKEYED)], False),
    ],
)
def test_a_key_ends_in_one_way_on_one_day(changes: list[BoundaryChange], sound: bool) -> None:
    assert (contradiction(changes) is None) is sound


# --- the import

Line = tuple[Any, ...]
TITLE = "Gebietsänderungen vom 01.01. - 31.12.2024"
HEADINGS = {
    (1, 0): "Kennziffer",
    (1, 1): "Regionaleinheit",
    (1, 2): "Abgebende / Aufgelöste Gemeinde",
    (1, 8): "Aufnehmende / Neugebildete Gemeinde",
    (1, 11): "Wirksamkeitsdatum",
    (2, 2): "Amtlicher Regionalschlüssel\n(ARS)",
    (2, 3): "Amtlicher Gemeinde-schlüssel\n(AGS)",
    (2, 4): "Name",
    (2, 5): "Änderungs-art 1)",
    (2, 6): "Fläche qm",
    (2, 7): "Einwohner",
    (2, 8): "Amtlicher Regionalschlüssel\n(ARS)",
    (2, 9): "Amtlicher Gemeinde-schlüssel\n(AGS)",
    (2, 10): "Name",
    (2, 11): "juristisch",
    (2, 12): "statistisch",
}
FOOT = (
    "1) Änderungsart:",
    *(f"    {code} = {word}" for code, word in LEGEND.items()),
    "© Daten (im Auftrag der Herausgebergemeinschaft Statistische Ämter des Bundes und der Länder)",
    "     Statistisches Bundesamt (Destatis), 2025",
)
PENKOW: Line = (
    *("13/2024/0001-R", "Gemeinde", "130715154114", "13071114", "Penkow", "1", "9353371", "312"),
    *("130715154043", "13071043", "Göhren-Lebbin", "01.01.2024", "01.01.2024"),
)
BORNA: Line = (
    *("14/2024/0005-R", "Gemeinde", "147290050050", "14729050", "Borna, Stadt", "2", 13738, 0),
    *("147290220220", "14729220", "Kitzscher, Stadt", "01.01.2024", "01.01.2024"),
)
UDER_VERBAND: Line = (
    *("16/2024/0018-R", "Gemeindeverband", "160615012", None, "Uder", "1", None, None),
    *("160615051", None, "EG Uder", "01.01.2024", "01.01.2024"),
)


def workbook(path: Path, lines: Iterable[Line], title: str = TITLE, headings: Any = None, foot: Any = FOOT) -> Path:
    """The layout of the official workbook: a cover, and a sheet of 256 columns with footnotes below the table."""
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Deckblatt").write(8, 0, "Daten aus dem Gemeindeverzeichnis")
        sheet = book.add_worksheet("Gebietsaenderungen")
        sheet.write(0, 0, title)
        sheet.write_blank(0, 255, None, book.add_format({"bold": True}))
        for (line, column), heading in (headings or HEADINGS).items():
            sheet.write(line, column, heading)
        at = 4
        for line in lines:
            sheet.write_row(at, 0, line)
            at += 1
        for note in foot:
            at += 1
            sheet.write(at, 0, note)
    return path


def altered(line: Line, **columns: Any) -> Line:
    """The line with other cells: c5="3" puts "3" into the column with index 5."""
    return tuple(columns.get(f"c{at}", cell) for at, cell in enumerate(line))


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "changes.csv"
    path.write_bytes(FILE.read_bytes())
    return path


def refused(path: Path, target: Path) -> str:
    """The sentence with which the file is refused; the present list stays byte for byte."""
    before = target.read_bytes()
    with pytest.raises(RegisterFileError) as caught:
        import_changes(path, target)
    assert target.read_bytes() == before
    assert [file for file in target.parent.iterdir() if file.suffix == ".part"] == []
    return str(caught.value)


def test_an_import_keeps_municipalities_and_leaves_out_transfers_and_verbaende(tmp_path: Path) -> None:
    target = tmp_path / "new" / "changes.csv"
    report = import_changes(workbook(tmp_path / "x.xlsx", [BORNA, PENKOW, UDER_VERBAND]), target)
    (row,) = read_changes(target)
    assert (row.old_ags, row.new_ags, row.population, row.area_m2) == ("13071114", "13071043", 312, 9_353_371)
    assert row.source == ("Gebietsänderungen vom 01.01.2024 bis 31.12.2024, © Statistisches Bundesamt (Destatis), 2025")
    assert str(report) == (
        "x.xlsx übernommen: Gebietsänderungen vom 01.01.2024 bis 31.12.2024 (Auflösung: 1; Schlüsseländerung: 0; "
        "Namensänderung: 0). Teilausgliederungen ändern keinen Schlüssel und stehen nicht in der Liste. "
        "Zeilen: 1 neu, 0 weggefallen, 1 insgesamt."
    )


def test_a_workbook_replaces_the_lines_of_its_own_period_only(tmp_path: Path, target: Path) -> None:
    before = read_changes(target)
    report = import_changes(workbook(tmp_path / "x.xlsx", [altered(PENKOW, c7=313)]), target)
    rows = read_changes(target)
    assert [row for row in rows if row.statistical_date.year == 2025] == [
        row for row in before if row.statistical_date.year == 2025
    ]
    assert [(row.old_name, row.population) for row in rows if row.statistical_date.year == 2024] == [("Penkow", 313)]
    assert (report.new, report.dropped, report.total) == (1, 41, 10)
    again = target.read_bytes()
    assert import_changes(tmp_path / "x.xlsx", target).new == 0
    assert target.read_bytes() == again


def test_a_damaged_list_can_be_replaced_and_the_report_says_what_is_missing(tmp_path: Path, target: Path) -> None:
    target.write_text("damaged")
    report = import_changes(workbook(tmp_path / "x.xlsx", [PENKOW]), target)
    assert report.former_unreadable
    assert "Dateien der anderen Jahre" in str(report)
    assert len(read_changes(target)) == 1


@pytest.mark.parametrize(
    "cells",
    [
        {"c0": "13/2024"},
        {"c0": None},
        {"c2": "130715154115"},
        {"c3": "1307111"},
        {"c3": "１３０７１１１４"},
        {"c4": None},
        {"c4": "Pen\nkow"},
        {"c6": "viel"},
        {"c6": None},
        {"c7": -1},
        {"c7": 1.5},
        {"c8": None, "c9": None, "c10": None},
        {"c8": "130715154114", "c9": "13071114"},
        {"c11": "31.02.2024"},
        {"c12": "2024"},
        {"c5": "3", "c8": "130715154114", "c9": "13071114"},
        {"c5": "4", "c10": "Penkow"},
    ],
)
def test_a_faulty_line_is_named(cells: dict[str, Any], tmp_path: Path, target: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", [BORNA, altered(PENKOW, **cells)])
    assert refused(path, target).startswith("x.xlsx, Zeile 6: Kennziffer, Schlüssel, Namen, Zahlen oder Tage")


@pytest.mark.parametrize("cells", [{"c1": "Ortsteil"}, {"c1": None}, {"c5": "5"}, {"c5": None}, {"c5": "10"}])
def test_a_word_that_the_workbook_does_not_explain_is_never_guessed(
    cells: dict[str, Any], tmp_path: Path, target: Path
) -> None:
    path = workbook(tmp_path / "x.xlsx", [altered(PENKOW, **cells)])
    assert re.match(r"x\.xlsx, Zeile 5: Regionaleinheit „.*“ mit Änderungsart „.*“ kommt", refused(path, target))


@pytest.mark.parametrize(
    ("lines", "other", "said"),
    [
        ([], {}, "keine einzige Gebietsänderung"),
        ([PENKOW], {"foot": ()}, "unvollständig: Am Ende fehlen"),
        ([PENKOW], {"foot": FOOT[:-1]}, "unvollständig: Am Ende fehlen"),
        ([PENKOW], {"foot": [note.replace("1 =", "2 =") for note in FOOT]}, "unvollständig: Am Ende fehlen"),
        ([PENKOW], {"title": "Gebietsänderungen"}, "keinen lesbaren Zeitraum"),
        ([PENKOW], {"title": "Gebietsänderungen vom 01.01. - 31.02.2024"}, "keinen lesbaren Zeitraum"),
        ([PENKOW], {"title": "Gebietsänderungen vom 01.01. - 31.12.2025"}, "liegt nicht zwischen 01.01.2025"),
        ([PENKOW], {"headings": HEADINGS | {(2, 7): "Haushalte"}}, "Kein Blatt hat deren Spalten"),
        ([PENKOW], {"headings": {(1, 0): "Kennziffer"}}, "Kein Blatt hat deren Spalten"),
        ([PENKOW, altered(PENKOW, c7=313)], {}, "steht mehrfach darin und widerspricht sich"),
    ],
)
def test_another_or_an_unfinished_workbook_is_refused(
    lines: list[Line], other: dict[str, Any], said: str, tmp_path: Path, target: Path
) -> None:
    assert said in refused(workbook(tmp_path / "x.xlsx", lines, **other), target)


def test_a_sheet_that_claims_the_greatest_size_is_read_all_the_same(tmp_path: Path, target: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", [PENKOW])
    claimed = tmp_path / "claimed.xlsx"
    with zipfile.ZipFile(path) as sound, zipfile.ZipFile(claimed, "w") as package:
        for entry in sound.namelist():
            content = re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1:XFD1048576"/>', sound.read(entry))
            package.writestr(entry, content)
    assert import_changes(claimed, target).total == 10


@pytest.mark.parametrize("content", [b"", b"\x00" * 500, b"PK\x03\x04 no archive", b"Sehr geehrte Damen und Herren"])
def test_a_file_of_another_kind_is_refused(content: bytes, tmp_path: Path, target: Path) -> None:
    path = tmp_path / "letter.xlsx"
    path.write_bytes(content)
    assert refused(path, target) == "letter.xlsx ist beschädigt oder keine Excel-Datei."


def test_a_missing_file_and_a_folder_are_explained(tmp_path: Path, target: Path) -> None:
    assert "gibt es nicht" in refused(tmp_path / "missing.xlsx", target)
    assert refused(tmp_path, target)


def test_a_workbook_damaged_anywhere_is_refused_or_read(tmp_path: Path) -> None:
    sound = workbook(tmp_path / "sound.xlsx", [PENKOW, BORNA]).read_bytes()
    damaged, target = tmp_path / "damaged.xlsx", tmp_path / "changes.csv"
    refusals = 0
    for at in range(0, len(sound), 61):
        damaged.write_bytes(sound[:at] + bytes([sound[at] ^ 0x55]) + sound[at + 1 :])
        try:
            assert import_changes(damaged, target).total == 1
        except RegisterFileError:
            refusals += 1
    assert refusals > 0


def test_a_target_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    path = workbook(tmp_path / "x.xlsx", [PENKOW])
    with pytest.raises(RegisterFileError, match="lässt sich nicht schreiben"):
        import_changes(path, tmp_path / "file" / "changes.csv")


@pytest.mark.parametrize("name", ["AuszugGV4QAktuell_2024.xlsx"])
def test_the_register_itself_is_no_list_of_changes(name: str, target: Path) -> None:
    if not (REAL / name).exists():
        pytest.skip("the shared material is not here")
    assert "Kein Blatt hat deren Spalten" in refused(REAL / name, target)


# --- where people see it


def test_the_command_says_it_beside_the_answer() -> None:
    done = foerderfinder("municipalities", "find", "16061007")
    assert done.code == 0
    assert done.out.startswith("Uder (Landkreis Eichsfeld, Thüringen; 16061119)")
    assert "Birkenfelde (16061007) wurde am 01.01.2024 aufgelöst und ging in Uder (16061119) auf." in done.err
