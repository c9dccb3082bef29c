"""A frozen verdict is made again byte for byte, whatever clock, place or process; what was touched or changed shows."""

import ast
import json
import os
import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from finder.catalogue.promotion import Run
from finder.commands import freezing
from finder.composition import UnknownProgramme, UnknownProject
from finder.desk.database import Desk, DeskError, open_desk
from finder.desk.frozen import COLUMNS, delete_frozen, frozen_verdict, frozen_verdicts, keep_frozen
from finder.freezing import Finding, FreezingError, canonical, freeze, kept_answer, recompute, seal
from finder.models import Project
from finder.paths import ROOT
from finder.vocab import ApplicantCategory, Assurance, Operator, RequirementKind, Verdict
from rules import version
from rules.check import check
from rules.readings import read
from rules.version import FILES, RULES_VERSION
from rules.what_if import with_facts
from tests import records
from tests.command import foerderfinder
from tests.rule_records import DAY, facts, known, programme_of, requirement, requirements, town

K, IN = RequirementKind, Operator.INTERSECTS
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
PROJECT = Project(key="wache", name="Feuerwache", facts=())
GATES = (
    requirement(K.APPLICANT_KIND, IN, ("municipality",)),
    requirement(K.POPULATION, Operator.AT_LEAST, 100_000, assurance=Assurance.QUOTED),
    requirement(K.AREA, IN, ("coal_region",)),
    requirement(K.COST_MIN, Operator.AT_LEAST, 50_000),
    requirement(K.BUDGET_CONSOLIDATION, IN, ("provisional",)),
)
OTHER_RULES = "0123456789abcdef"


def programme(asked=GATES):
    return programme_of(asked).model_copy(update={"sections": records.raw("a").sections})


def frozen_town(note=""):
    changed = (known("budget_status", "provisional"), known("own_funds", 20_000), known("eligible_cost", 60_000))
    facts = (*changed, known("project_start", date(2027, 3, 1)))
    who = with_facts(town(known("area_km2", Decimal("67.53"))), PROJECT, facts, DAY)
    return freeze(programme(), who.applicant, who.project, DAY, NOON, note)


@pytest.fixture
def desk(tmp_path: Path):  # type: ignore[no-untyped-def]
    with open_desk(tmp_path / "desk.db") as opened:
        yield opened


def test_a_frozen_verdict_says_what_the_check_says():
    frozen = frozen_town()
    kept = json.loads(frozen.inputs)
    who = with_facts(town(), PROJECT, (known("budget_status", "provisional"), known("eligible_cost", 60_000)), DAY)
    (answer,) = check(who.applicant, [programme()], DAY, who.project)
    assert kept_answer(frozen) == answer
    assert kept_answer(frozen).verdict is Verdict.NOT_ELIGIBLE
    assert (frozen.applicant, frozen.project, frozen.stichtag) == ("14626110", "wache", DAY)
    assert set(kept) == {"applicant", "project", "programme", "stichtag"}
    assert kept["programme"]["sections"] is None


def test_versions_of_text_readers_and_rules_are_kept():
    frozen = frozen_town()
    assert frozen.rules == RULES_VERSION
    assert frozen.readers == programme().readings.readers
    assert len(frozen.text_hash) == 64
    with pytest.raises(ValueError, match="text"):
        freeze(programme_of(GATES), town(), None, DAY, NOON)


def test_made_again_it_is_the_same_byte_for_byte(desk: Desk):
    kept = keep_frozen(desk, frozen_town("für den Rat"))
    (again,) = frozen_verdicts(desk)
    assert again == kept
    result = recompute(again)
    assert (result.finding, result.same, result.differences) == (Finding.SAME, True, ())
    assert result.answer.encode() == kept.answer.encode()


@given(st.lists(requirements, max_size=5), facts, st.booleans())
@settings(max_examples=60, deadline=None)
def test_whatever_is_frozen_is_made_again_the_same(asked, stated, with_project):
    project = PROJECT.model_copy(update={"facts": tuple(stated.values())}) if with_project else None
    frozen = freeze(programme(asked), town(*stated.values()), project, DAY, NOON)
    assert recompute(frozen).finding is Finding.SAME


CHILD = """
import json, sys, time
time.time = lambda: 4_000_000_000.0
from finder.desk.frozen import FrozenVerdict
from finder.freezing import recompute
frozen = FrozenVerdict.model_validate_json(sys.stdin.read())
result = recompute(frozen)
print(json.dumps([result.finding.value, result.answer]))
"""
PLACES = [
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "4242", "TZ": "America/Adak", "LC_ALL": "C.UTF-8", "LANGUAGE": "en"},
]


@pytest.mark.parametrize("place", PLACES)
def test_in_another_process_place_and_year_it_is_the_same(place: dict[str, str]):
    frozen = frozen_town()
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", CHILD],
        input=frozen.model_dump_json(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env=os.environ | place,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == ["same", frozen.answer]


def test_no_clock_in_the_rules_or_in_freezing():
    clocks = {"today", "now", "utcnow", "time", "monotonic", "perf_counter", "localtime"}
    for file in (
        *(ROOT / "rules").glob("*.py"),
        ROOT / "finder" / "freezing.py",
        ROOT / "finder" / "desk" / "frozen.py",
    ):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not called & clocks, file.name


TOUCHES = [
    ("answer", lambda text: text.replace("not_eligible", "eligible")),
    ("inputs", lambda text: text.replace("56694", "156694")),
    ("inputs", lambda _: "{"),
    ("stichtag", lambda _: "2026-11-24"),
    ("note", lambda _: "nachgetragen"),
    ("rules", lambda _: OTHER_RULES),
    ("applicant", lambda _: "14612000"),
    ("project", lambda _: None),
    ("sha256", lambda text: text[::-1]),
]


@pytest.mark.parametrize(("column", "touch"), TOUCHES)
def test_a_touched_row_is_found_out(desk: Desk, tmp_path: Path, column: str, touch):
    kept = keep_frozen(desk, frozen_town("für den Rat"))
    with sqlite3.connect(tmp_path / "desk.db") as connection:
        (old,) = connection.execute(f"SELECT {column} FROM frozen_verdicts").fetchone()
        assert touch(old) != old
        connection.execute(f"UPDATE frozen_verdicts SET {column} = ?", (touch(old),))
    result = recompute(frozen_verdict(desk, kept.id))
    assert (result.finding, result.same, result.answer) == (Finding.TOUCHED, False, None)


def test_every_column_is_under_the_seal():
    assert set(COLUMNS) == set(type(frozen_town()).model_fields) - {"id"}


def resealed(frozen, **changes):
    """The row as another version of the program would have frozen it."""
    other = frozen.model_copy(update=changes)
    return other.model_copy(update={"sha256": seal(other)})


def test_other_rules_with_the_same_answer_are_said_so():
    result = recompute(resealed(frozen_town(), rules=OTHER_RULES))
    assert (result.finding, result.same) == (Finding.SAME_BY_NEW_RULES, True)
    assert (result.rules_then, result.rules_now) == (OTHER_RULES, RULES_VERSION)


def then(frozen):
    """The answer of rules that asked for fewer inhabitants, and knew nothing of the budget."""
    answer = json.loads(frozen.answer)
    second, last = answer["results"][1], answer["results"].pop()
    second |= {"result": "met", "reason": "Verlangt sind mindestens 50.000 Einwohner."}
    assert last["requirement"]["kind"] == "budget_consolidation"
    return canonical(answer | {"verdict": "check_guideline", "reason": "Passt nach Kategorien."})


def test_other_rules_with_another_answer_say_what_differs_field_by_field():
    frozen = frozen_town()
    result = recompute(resealed(frozen, rules=OTHER_RULES, answer=then(frozen)))
    assert (result.finding, result.same) == (Finding.OTHER_BY_NEW_RULES, False)
    differences = {change.field: (change.old, change.new) for change in result.differences}
    assert differences["Ergebnis"] == ("Richtlinie prüfen", "passt nicht")
    assert differences["Anforderung 2 (Einwohnerzahl): Ergebnis"] == ("erfüllt", "nicht erfüllt")
    assert differences["Anforderung 5 (Haushaltssicherung): Ergebnis"] == (None, "erfüllt")
    assert "Anforderung 1 (Antragsteller): Ergebnis" not in differences
    assert "Anforderung 2 (Einwohnerzahl): Ihre Angabe" not in differences


def test_the_same_rules_with_another_answer_are_a_fault():
    frozen = frozen_town()
    result = recompute(resealed(frozen, answer=then(frozen)))
    assert result.finding is Finding.OTHER
    assert "Fehler melden" in result.finding.label


def test_what_follows_from_facts_is_derived_by_the_rules_of_today():
    frozen = frozen_town()
    kept = json.loads(frozen.inputs)
    coal = next(fact for fact in kept["applicant"]["facts"] if fact["id"] == "coal_region")
    coal |= {"state": "unknown", "value": None, "origin": None}
    result = recompute(resealed(frozen, rules=OTHER_RULES, inputs=canonical(kept)))
    assert result.finding is Finding.SAME_BY_NEW_RULES


@pytest.mark.parametrize("changes", [{"inputs": "{}"}, {"answer": '{"verdict":"good"}'}, {"inputs": '{"applicant":1}'}])
def test_a_row_of_another_form_is_said_to_be_one(changes: dict[str, str]):
    frozen = resealed(frozen_town(), **changes)
    result = recompute(frozen)
    assert (result.finding, result.same, result.answer) == (Finding.UNREADABLE, False, None)


def test_the_version_changes_with_everything_that_decides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    root, data = tmp_path / "root", tmp_path / "data"
    files = [root / "rules" / "check.py", root / "rules" / "criteria.yml", root / "finder" / "project_facts.yml"]
    files += [root / "finder" / "deadlines.py", data / "areas" / "grw.csv", data / "budget_terms.csv"]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("one")
    monkeypatch.setattr(version, "ROOT", root)
    monkeypatch.setattr(version, "DATA", data)
    seen = {version._fingerprint()}
    for file in files:
        file.write_text("two")
        seen.add(version._fingerprint())
    assert len(seen) == len(files) + 1
    (data / "areas" / "grw.csv").rename(data / "areas" / "grw_2022.csv")
    assert version._fingerprint() not in seen
    (root / "rules" / "extract").mkdir()
    (root / "rules" / "extract" / "money.py").write_text("readers have a version of their own")
    before = version._fingerprint()
    (root / "rules" / "extract" / "money.py").write_text("changed")
    assert version._fingerprint() == before


def imports_of(module: str) -> set[str]:
    file = ROOT / f"{module.replace('.', '/')}.py"
    tree = ast.parse(file.read_text(encoding="utf-8")) if file.is_file() else ast.Module([], [])
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    names = {node.module for node in nodes} | {f"{node.module}.{alias.name}" for node in nodes for alias in node.names}
    return {name for name in names if (ROOT / f"{name.replace('.', '/')}.py").is_file()}


def test_every_module_the_check_uses_is_under_the_version():
    reached, waiting = set(), {"rules.check", "rules.derive", "rules.what_if"}
    while waiting:
        module = waiting.pop()
        reached.add(module)
        waiting |= imports_of(module) - reached
    files = {file for pattern in FILES for file in ROOT.glob(pattern)}
    outside = {module for module in reached if ROOT / f"{module.replace('.', '/')}.py" not in files}
    assert outside <= {"finder.paths"}, "where files lie decides nothing"


def test_a_frozen_verdict_goes_with_its_applicant_and_into_its_export(desk: Desk):
    keep_frozen(desk, frozen_town())
    (exported,) = desk.export_applicant("14626110")["frozen_verdicts"]
    assert exported["answer"]["verdict"] == "not_eligible"
    assert desk.applicants() == ("14626110",)
    desk.delete_applicant("14626110")
    assert frozen_verdicts(desk) == ()


def test_frozen_verdicts_are_listed_by_applicant_and_deleted_by_number(desk: Desk):
    first, second = keep_frozen(desk, frozen_town("eins")), keep_frozen(desk, frozen_town("zwei"))
    assert [frozen.note for frozen in frozen_verdicts(desk, "14626110")] == ["eins", "zwei"]
    assert frozen_verdicts(desk, "14612000") == ()
    delete_frozen(desk, first.id)
    assert frozen_verdicts(desk) == (second,)
    assert frozen_verdict(desk, first.id) is None


def test_a_row_that_is_none_is_explained(desk: Desk, tmp_path: Path):
    keep_frozen(desk, frozen_town())
    with sqlite3.connect(tmp_path / "desk.db") as connection:
        connection.execute("UPDATE frozen_verdicts SET stichtag = 'gestern'")
    with pytest.raises(DeskError, match=r"Nr\. 1 lässt sich nicht lesen"):
        frozen_verdicts(desk)


# --- the commands ---


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("freezing") / "catalogue.db"
    opened = records.database(path)
    run = Run(opened, records.SOURCE, read, lambda: records.NOON)
    run.stage(records.raw("schulen", title="Schulen bauen", applicants=(ApplicantCategory.EDUCATION,)))
    run.promote(day=records.DAY, complete=True)
    opened.close()
    return path


@pytest.fixture
def desk_option(tmp_path: Path) -> tuple[str, str]:
    return ("--desk", str(tmp_path / "desk.db"))


APP = typer.Typer()
APP.command("freeze")(freezing.freeze_verdict)
APP.add_typer(freezing.app, name="frozen")


def run(*order: str) -> Result:
    """The command in this process; `main` around it is tested as a process of its own."""
    return CliRunner().invoke(APP, order, catch_exceptions=False)


def test_what_was_frozen_is_listed_shown_verified_and_deleted(db: Path, desk_option: tuple[str, str], tmp_path: Path):
    order = ("freeze", "Görlitz", "schulen", "--note", "für den  Rat", "--on", "2026-11-25", "--db", str(db))
    line = "Nr. 1: [Angaben fehlen] Schulen bauen (14626110, Stichtag 25.11.2026) – für den Rat\n"
    assert run(*order, *desk_option).stdout == f"Eingefroren als {line}"
    assert run("frozen", "list", *desk_option).stdout == line
    (listed,) = json.loads(run("frozen", "list", "Görlitz", *desk_option, "--json").stdout)["frozen"]
    assert (listed["id"], listed["path"], listed["verdict"]) == (1, "schulen", "facts_missing")
    assert run("frozen", "list", "Bautzen, Stadt", *desk_option).stdout.startswith("Es ist nichts eingefroren.")
    shown = json.loads(run("frozen", "show", "1", *desk_option, "--json").stdout)
    assert json.loads(shown["answer"])["verdict"] == "facts_missing"
    assert "Zur Antwort fehlt noch: Schulträger." in run("frozen", "show", "1", *desk_option).stdout
    verified = run("frozen", "verify", *desk_option)
    assert (verified.exit_code, verified.stdout) == (0, "Nr. 1: Das Ergebnis ist Byte für Byte dasselbe.\n")
    with sqlite3.connect(tmp_path / "desk.db") as connection:
        connection.execute("UPDATE frozen_verdicts SET answer = replace(answer, 'facts_missing', 'eligible')")
    again = run("frozen", "verify", "1", *desk_option, "--json")
    assert again.exit_code == 1
    assert [(each["finding"], each["same"]) for each in json.loads(again.stdout)["frozen"]] == [("touched", False)]
    assert run("frozen", "delete", "1", *desk_option).exit_code == 1, "nobody said yes"
    assert json.loads(run("frozen", "list", *desk_option, "--json").stdout)["frozen"]
    assert run("frozen", "delete", "1", "--yes", *desk_option).exit_code == 0
    assert run("frozen", "list", *desk_option).stdout.startswith("Es ist nichts eingefroren.")


def test_differences_are_printed_field_by_field(desk: Desk, desk_option: tuple[str, str]):
    frozen = frozen_town()
    keep_frozen(desk, resealed(frozen, rules=OTHER_RULES, answer=then(frozen)))
    verified = run("frozen", "verify", *desk_option)
    assert verified.exit_code == 1
    assert "  Ergebnis: Richtlinie prüfen → passt nicht\n" in verified.stdout
    assert "  Anforderung 5 (Haushaltssicherung): Ergebnis: (nichts) → erfüllt\n" in verified.stdout


def test_a_row_of_another_form_is_still_listed(desk: Desk, desk_option: tuple[str, str]):
    keep_frozen(desk, resealed(frozen_town(), answer="{}"))
    assert run("frozen", "list", *desk_option).stdout.startswith("Nr. 1: [nicht lesbar] a (14626110, Vorhaben wache, ")
    assert Finding.UNREADABLE.label in run("frozen", "show", "1", *desk_option).stdout


UNKNOWN = [
    (("freeze", "Görlitz", "unbekannt"), UnknownProgramme, "Das Programm „unbekannt“ steht nicht im Katalog"),
    (("freeze", "Görlitz", "schulen", "--project", "wache"), UnknownProject, "hat kein Vorhaben „wache“"),
    (("frozen", "show", "7"), FreezingError, "Nr. 7 gibt es nicht"),
    (("frozen", "verify", "7"), FreezingError, "Nr. 7 gibt es nicht"),
    (("frozen", "delete", "7"), FreezingError, "Nr. 7 gibt es nicht"),
]


@pytest.mark.parametrize(("order", "error", "words"), UNKNOWN)
def test_what_is_not_there_is_explained(db: Path, desk_option: tuple[str, str], order, error, words: str):
    more = ("--db", str(db)) if order[0] == "freeze" else ()
    with pytest.raises(error, match=words):
        run(*order, *more, *desk_option)


def test_the_command_itself(db: Path, desk_option: tuple[str, str]):
    frozen = foerderfinder("freeze", "Görlitz", "schulen", "--db", db, *desk_option)
    assert (frozen.code, frozen.err) == (0, "")
    verified = foerderfinder("frozen", "verify", *desk_option)
    assert (verified.code, verified.out) == (0, "Nr. 1: Das Ergebnis ist Byte für Byte dasselbe.\n")
    missing = foerderfinder("frozen", "show", "7", *desk_option)
    assert (missing.code, missing.out) == (1, "")
    assert missing.err.startswith("Fehler: Ein eingefrorenes Ergebnis Nr. 7 gibt es nicht")
