"""The command as its users run it: answers, one JSON document, sentences for what is wrong."""

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from finder.vocab import Assurance, Availability, Effect, Outcome, RequirementKind, Verdict
from finder.wording import whole
from tests.archives import archive, many, programme
from tests.command import foerderfinder

PREFIX = "/BMWI/FDB/Content/DE/Foerderprogramm"

DIVIDED = (
    "<p>Vor der Bewilligung darf nicht begonnen werden.</p>"
    "<p>Modul A</p><p>Antragsberechtigt sind Gemeinden mit höchstens 70.000 Einwohnern. Der Fördersatz beträgt 80 Prozent "
    "der zuwendungsfähigen Ausgaben.</p>"
    "<p>Modul B</p><p>Antragsberechtigt sind Gemeinden mit höchstens 5.000 Einwohnern. Der Fördersatz beträgt 50 Prozent "
    "der zuwendungsfähigen Ausgaben.</p>"
)
SPECIAL = [
    programme("wege-sachsen", title="Wege in Sachsen", summary="<p>Radwege und Radverkehrsanlagen.</p>"),
    programme("wege-bayern", title="Wege in Bayern", folder="Land/Bayern", regions=["bayern"]),
    programme("start", title="Gründen in Sachsen", applicants=["unternehmen"]),
    programme("ohne", title="Ohne Berechtigte", applicants=[], regions=[], level="bund", folder="Bund/BMWi"),
    programme("zu", title="Geschlossen", note="<p>Antragstellung ist nicht mehr möglich.</p>"),
    programme("module", title="Wege in Modulen", summary=DIVIDED),
    programme("boese", title="=HYPERLINK(&quot;http://x&quot;) &lt;script&gt;alert(1)&lt;/script&gt;"),
]
COUNT = 1000 + len(SPECIAL)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    export = folder / "export.zip"
    export.write_bytes(archive([*SPECIAL, *many(1000, folder="Land/Thueringen", regions=["thueringen"])]))
    done = foerderfinder("crawl", "foerderdatenbank", "--export-file", export, "--db", folder / "catalogue.db")
    assert done.code == 0, done.err
    return folder / "catalogue.db"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


def test_a_check_answers_every_programme_once_in_the_names_of_the_code(db: Path, desk: Path) -> None:
    done = foerderfinder("check", "Görlitz", "--db", db, "--desk", desk, "--on", "2026-11-25", "--json")
    assert done.code == 0, done.err
    answer = done.json
    assert answer["municipality"]["key"] == "14626110"
    assert answer["municipality"]["county_name"] == "Görlitz"
    assert answer["stichtag"] == "2026-11-25"
    paths = [entry["path"] for entry in answer["programmes"]]
    assert len(paths) == len(set(paths)) == COUNT
    by_path = {entry["path"]: entry for entry in answer["programmes"]}
    assert by_path[f"{PREFIX}/Land/Sachsen/wege-sachsen"]["verdict"] == "check_guideline"
    assert by_path[f"{PREFIX}/Land/Bayern/wege-bayern"]["verdict"] == "not_eligible"
    assert by_path[f"{PREFIX}/Land/Sachsen/start"]["verdict"] == "not_eligible"
    without = by_path[f"{PREFIX}/Bund/BMWi/ohne"]
    assert without["verdict"] == "check_guideline"
    assert {r["kind"]: r["result"] for r in without["requirements"]} == {
        "applicant_kind": "open_source",
        "region": "met",
        "theme": "not_applicable",
    }
    closed = by_path[f"{PREFIX}/Land/Sachsen/zu"]
    assert (closed["verdict"], closed["availability"]) == ("check_guideline", "closed")
    (status,) = [r for r in closed["requirements"] if r["kind"] == "status"]
    assert status["quote"] == "Antragstellung ist nicht mehr möglich."
    for entry in answer["programmes"]:
        assert entry["verdict"] in set(Verdict)
        assert entry["availability"] in set(Availability)
        for requirement in entry["requirements"]:
            assert requirement["kind"] in set(RequirementKind)
            assert requirement["effect"] in set(Effect)
            assert requirement["result"] in set(Outcome)
            assert requirement["assurance"] in set(Assurance)
            assert "quote" in requirement


PROJECT = """municipality: "14626110"
projects:
  - name: Radweg am Fluss
    facts:
      project_theme: Mobilität
      eligible_cost: 400000
      project_state: STATE
"""


def divided(db: Path, desk: Path, *more: str | Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The whole answer of a check of Görlitz, and the programme with two parts in it."""
    done = foerderfinder("check", *more, "--db", db, "--desk", desk, "--on", "2026-11-25", "--json")
    assert done.code == 0, done.err
    path = f"{PREFIX}/Land/Sachsen/module"
    (found,) = [entry for entry in done.json["programmes"] if entry["path"] == path]
    return done.json, found


def results(entry: dict[str, Any]) -> dict[tuple[str, str | None], str]:
    return {(each["kind"], each["part"]): each["result"] for each in entry["requirements"]}


@pytest.mark.parametrize(
    ("state", "premises", "begun", "verdict"),
    [
        ("planned", ["project_state"], "met", "eligible_with_reservation"),
        ("contract_signed", [], "open_project", "facts_missing"),
        (
            "contract_signed\n      early_start_permission: nein",
            ["project_state", "early_start_permission"],
            "failed",
            "not_eligible",
        ),
    ],
    ids=["planned", "begun", "begun without permission"],
)
def test_a_check_of_a_project_says_what_it_is_which_parts_fit_and_what_they_pay(
    db: Path, desk: Path, tmp_path: Path, state: str, premises: list[str], begun: str, verdict: str
) -> None:
    file = tmp_path / "profil.yml"
    file.write_text(PROJECT.replace("STATE", state), encoding="utf-8")
    answer, entry = divided(db, desk, "--profile", file, "--project", "Radweg am Fluss")
    assert (answer["project"]["key"], answer["project"]["name"]) == ("radweg-am-fluss", "Radweg am Fluss")
    facts = {fact["id"]: fact for fact in answer["project"]["facts"]}
    assert (facts["eligible_cost"]["value"], facts["eligible_cost"]["state"]) == (400_000, "known")
    assert facts["partners"]["state"] == "unknown"
    assert facts["started_against"]["premises"] == premises
    assert entry["verdict"] == verdict
    parts = {each["part"]: each["verdict"] for each in entry["parts"]}
    assert [parts["Modul A"], parts["Modul B"]] == [verdict, "not_eligible"]
    assert results(entry)["prior_start", None] == begun
    assert results(entry)["theme", None] == "met"
    money = {each["part"]: each for each in entry["money"]}
    assert money["Modul A"]["notice"] == "Berechnung, keine Bewilligung"
    assert money["Modul A"]["grant"] == {"low": "320000.00", "high": "320000.00"}
    assert money["Modul A"]["own_share"] == {"low": "80000.00", "high": "80000.00"}
    assert money["Modul B"]["grant"]["high"] == "200000.00"


def test_the_money_of_one_programme_is_worked_out_step_by_step(db: Path, desk: Path, tmp_path: Path) -> None:
    file = tmp_path / "profil.yml"
    file.write_text(PROJECT.replace("STATE", "planned"), encoding="utf-8")
    _, entry = divided(db, desk, "--profile", file, "--project", "Radweg am Fluss")
    order = ("money", entry["path"], "--profile", file, "--project", "Radweg am Fluss", "--db", db, "--desk", desk)
    assert foerderfinder(*order, "--json").json["money"] == entry["money"]
    done = foerderfinder(*order)
    assert done.code == 0, done.err
    assert all(words in done.out for words in ("Berechnung, keine Bewilligung", "Zuwendung: 320.000 €", "Eigenanteil"))
    unknown = foerderfinder("money", "/gibt/es/nicht", "Görlitz", "--db", db, "--desk", desk)
    assert (unknown.code, "steht nicht im Katalog" in unknown.err) == (1, True)


def test_a_check_without_a_project_leaves_open_what_waits_for_one(db: Path, desk: Path) -> None:
    answer, entry = divided(db, desk, "14626110")
    assert answer["project"] is None
    assert results(entry)["prior_start", None] == results(entry)["theme", None] == "not_applicable"
    assert {each["part"]: each["grant"] for each in entry["money"]} == {"Modul A": None, "Modul B": None}
    derived = {fact["id"]: fact["premises"] for fact in answer["municipality"]["facts"] if fact["origin"] == "derived"}
    assert derived["size_class"] == ["population"]


def test_the_same_check_gives_the_same_bytes(db: Path, desk: Path) -> None:
    order = ("check", "14626110", "--db", db, "--desk", desk, "--on", "2026-11-25", "--json")
    assert foerderfinder(*order).out == foerderfinder(*order).out


def test_a_check_for_people_hides_what_does_not_fit_and_says_so(db: Path, desk: Path) -> None:
    done = foerderfinder("check", "Görlitz", "--db", db, "--desk", desk)
    assert "Wege in Sachsen" in done.out
    assert "Wege in Bayern" not in done.out
    assert "passen nicht; --all zeigt auch sie" in done.out
    assert "keine Zusage" in done.out
    assert "Wege in Bayern" in foerderfinder("check", "Görlitz", "--db", db, "--desk", desk, "--all").out


def test_an_ambiguous_name_lists_its_candidates(db: Path) -> None:
    done = foerderfinder("check", "Neuenkirchen", "--db", db, "--json")
    assert done.code == 1
    assert len(done.json["candidates"]) == 11
    assert {unit["name"] for unit in done.json["candidates"]} == {"Neuenkirchen"}
    assert "nicht eindeutig (11 Treffer)" in done.err
    assert "Landkreis Diepholz, Niedersachsen; 03251028" in done.err


NO_APPLICANTS = [
    ("Görliz", "Meinten Sie Görlitz"),
    ("", "Bitte eine Kommune nennen"),
    ("99999999", "ist kein Schlüssel"),
    ("Thüringen", "Land"),
]


@pytest.mark.parametrize(("name", "words"), NO_APPLICANTS)
def test_an_unknown_name_is_explained(db: Path, name: str, words: str) -> None:
    done = foerderfinder("check", name, "--db", db)
    assert done.code == 1
    assert words in done.err
    assert "Traceback" not in done.err


def test_an_applicant_of_its_own_comes_from_a_file(db: Path, tmp_path: Path) -> None:
    file = tmp_path / "zweckverband.yml"
    file.write_text(
        'applicant:\n  key: zv-wasser\n  name: Zweckverband Wasser\n  land: SN\n  members: ["14626110"]\n'
        "facts:\n  budget_status: balanced\n"
    )
    done = foerderfinder("check", "--profile", file, "--db", db, "--json")
    assert done.code == 0, done.err
    assert done.json["municipality"]["name"] == "Zweckverband Wasser"
    by_path = {entry["path"]: entry for entry in done.json["programmes"]}
    assert by_path[f"{PREFIX}/Land/Sachsen/wege-sachsen"]["verdict"] == "check_guideline"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("facts:\n  haustiere: 3\n", "facts → haustiere: Eine Angabe „haustiere“ gibt es nicht"),
        ("facts:\n  council_lead_days: -5\n", "Profildatei"),
        ("facts: [\n", "Zeile 2, Spalte 1"),
        ("unsinn: 1\n", "kennt keinen Eintrag „unsinn“"),
        ("facts:\n  budget_status: reich\n", "Profildatei"),
    ],
)
def test_a_faulty_profile_file_is_explained(db: Path, tmp_path: Path, content: str, words: str) -> None:
    file = tmp_path / "profil.yml"
    file.write_text(content)
    done = foerderfinder("check", "Görlitz", "--profile", file, "--db", db)
    assert done.code == 1
    assert words in done.err
    assert "Traceback" not in done.err


def test_search_finds_parts_of_words_and_says_when_nothing_is_there(db: Path) -> None:
    found = foerderfinder("search", "radverkehr", "--db", db, "--json").json
    assert [entry["path"] for entry in found["programmes"]] == [f"{PREFIX}/Land/Sachsen/wege-sachsen"]
    assert "Kein Treffer heißt nicht" in foerderfinder("search", "Quarzsandgrube", "--db", db).out


@pytest.mark.parametrize("text", ['"', "AND", "foo:bar", "*", "NEAR(", ""])
def test_search_takes_any_text(db: Path, text: str) -> None:
    done = foerderfinder("search", text, "--db", db, "--json")
    assert done.code == 0, done.err
    assert isinstance(done.json["programmes"], list)


def test_changes_facts_and_status_answer(db: Path) -> None:
    changes = foerderfinder("changes", "--since", "2026-01-01", "--db", db, "--json").json["changes"]
    assert len(changes) == COUNT
    assert {change["what"] for change in changes} == {"new"}
    lines = foerderfinder("facts", "--db", db).out.splitlines()
    assert len(lines) == COUNT
    facts = {line["path"]: line["facts"] for line in map(json.loads, lines)}
    assert facts[f"{PREFIX}/Land/Bayern/wege-bayern"]["regions"] == ["BY"]
    assert f"Programme: {whole(COUNT)}" in foerderfinder("status", "--db", db).out


def test_exports_are_files_others_can_open(db: Path, desk: Path, tmp_path: Path) -> None:
    order = ("export", "--ags", "14626110", "--db", db, "--desk", desk, "--on", "2026-11-25")
    table, book = tmp_path / "goerlitz.csv", tmp_path / "goerlitz.xlsx"
    assert foerderfinder(*order, "--format", "csv", "--out", table).code == 0
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert len(rows) >= 1 + COUNT
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert foerderfinder(*order, "--format", "xlsx", "--out", book).code == 0
    workbook = openpyxl.load_workbook(book)
    assert workbook.sheetnames == ["Programme", "Kriterien", "Stand"]
    assert not [cell.value for row in workbook["Programme"].iter_rows() for cell in row if cell.data_type == "f"]
    kept = foerderfinder(*order, "--format", "csv", "--out", table)
    assert kept.code == 1
    assert "gibt es schon" in kept.err
    assert foerderfinder(*order, "--format", "csv", "--out", table, "--overwrite").code == 0
    nowhere = foerderfinder(*order, "--format", "csv", "--out", tmp_path / "fehlt" / "x.csv")
    assert nowhere.code == 1
    assert "Gibt es den Ordner?" in nowhere.err


def test_the_start_catalogue_fills_an_empty_database_and_no_other(tmp_path: Path, db: Path) -> None:
    fresh = tmp_path / "neu" / "catalogue.db"
    assert "Startkatalog geladen: 56 Programme" in foerderfinder("starter", "--db", fresh).err
    assert "schon gefüllt" in foerderfinder("starter", "--db", fresh).err
    assert "schon gefüllt" in foerderfinder("starter", "--db", db).err
    (status,) = foerderfinder("status", "--db", fresh, "--json").json["sources"]
    assert (status["id"], status["programmes"]) == ("starter", 56)
    verdicts = {
        entry["verdict"] for entry in foerderfinder("check", "Görlitz", "--db", fresh, "--json").json["programmes"]
    }
    assert not verdicts & {"eligible", "eligible_with_reservation"}


@pytest.mark.parametrize("command", [("status",), ("check", "Görlitz"), ("search", "Weg"), ("changes",), ("facts",)])
def test_a_missing_database_says_what_to_do(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = foerderfinder(*command, "--db", tmp_path / "fehlt.db")
    assert done.code == 1
    assert "make run" in done.err
    assert done.out == ""


def test_every_command_has_help() -> None:
    overview = foerderfinder("--help")
    assert overview.code == 0
    for command in ("crawl", "status", "check", "search", "changes", "facts", "export", "app", "municipalities"):
        assert command in overview.out
        assert foerderfinder(command, "--help").code == 0
