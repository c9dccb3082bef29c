"""The commands `profile` and `project` as their users run them: template, import, export, show, delete."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from finder.desk.database import open_desk
from finder.desk.projects import projects
from finder.profiles.files import read_profile_file
from finder.profiles.importing import planned
from tests.command import COMMAND, Result, foerderfinder

TOWN = "14626110"
FILE = """municipality: Görlitz
facts:
  school_provider: ja
  budget_status: {answer: consolidation_open, as_of: 2026-01-31}
projects:
- name: Neue Feuerwache
  facts: {eligible_cost: 1200000, partners: Zittau, project_start: 2027-03-01}
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("files") / "goerlitz.yml"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def imported(file: Path) -> Path:
    """A desk that the file was imported to."""
    done = foerderfinder("profile", "import", file, "--yes", "--desk", file.with_name("desk.db"))
    assert done.code == 0, done.err
    assert "  Schulträger: nicht angegeben → ja" in done.out
    assert "  Vorhaben „Neue Feuerwache“, Zuwendungsfähige Kosten: nicht angegeben → 1.200.000 Euro" in done.out
    return file.with_name("desk.db")


@pytest.fixture
def filled(imported: Path, desk: Path) -> Path:
    """A desk of one's own with the content of the file."""
    return Path(shutil.copy(imported, desk))


def answering(answer: str, *arguments: str | Path) -> Result:
    """The command with a person's answer to its question; nothing where they just leave."""
    done = subprocess.run([*COMMAND, *map(str, arguments)], input=answer, capture_output=True, text=True, check=False)
    return Result(done.returncode, done.stdout, done.stderr)


def test_a_template_is_filled_in_and_imported(tmp_path: Path, desk: Path) -> None:
    out = tmp_path / "goerlitz.xlsx"
    order = ("profile", "template", "GÖRLITZ", "--out", out, "--desk", desk)
    assert foerderfinder(*order).code == 0
    assert not desk.exists(), "a template makes no desk"
    again = foerderfinder(*order)
    assert again.code == 1
    assert "gibt es schon. Mit --overwrite wird sie ersetzt" in again.err
    book = openpyxl.load_workbook(out)
    answers = {"school_provider": "ja", "project.name": "Radweg", "eligible_cost": 400_000}
    for sheet in (book["Angaben"], book["Vorhaben"]):
        for row in sheet.iter_rows(min_row=2):
            row[2].value = answers.get(row[0].value, row[2].value)
    book.save(out)
    done = foerderfinder("profile", "import", out, "--yes", "--desk", desk)
    assert done.code == 0, done.err
    assert "Görlitz, Stadt, Hochschulstadt (14626110): 3 Änderungen." in done.out
    assert "  Vorhaben „Radweg“, Zuwendungsfähige Kosten: nicht angegeben → 400.000 Euro" in done.out


@pytest.mark.parametrize(("answer", "taken"), [("ja\n", True), ("nein\n", False), ("", False)])
def test_an_import_asks_first(desk: Path, file: Path, answer: str, taken: bool) -> None:
    done = answering(answer, "profile", "import", file, "--desk", desk)
    assert "Haushaltslage: nicht angegeben → Haushaltssicherungskonzept, nicht genehmigt" in done.out
    assert done.code == (0 if taken else 1)
    assert ("Übernommen." if taken else "Nichts geändert.") in done.err
    with open_desk(desk) as opened:
        assert bool(opened.facts(TOWN)) == bool(projects(opened, TOWN)) == taken


def test_what_was_exported_changes_nothing_when_it_comes_back(tmp_path: Path, filled: Path) -> None:
    out = tmp_path / "back.xlsx"
    done = foerderfinder("profile", "export", TOWN, "--out", out, "--desk", filled)
    assert "2 Angaben, 1 Vorhaben" in done.err
    with open_desk(filled) as opened:
        assert planned(read_profile_file(out, date(2030, 1, 1)), opened).changes == ()
    assert "Die Datei ändert nichts" in foerderfinder("profile", "import", out, "--desk", filled).out


def test_a_profile_shows_value_source_and_day(imported: Path) -> None:
    shown = foerderfinder("profile", "show", "Görlitz", "--desk", imported).out
    assert "nicht genehmigt (Profildatei goerlitz.yml, Stand 31.01.2026)" in shown
    assert "Einwohnerzahl: 56.694 Einwohner (Gemeindeverzeichnis" in shown
    assert "aus: Haushaltslage, Gebiet" in shown
    assert "Vorhaben: Neue Feuerwache" in shown
    answer = foerderfinder("profile", "show", "Görlitz", "--json", "--desk", imported).json
    assert answer["projects"] == [{"key": "neue-feuerwache", "name": "Neue Feuerwache"}]
    assert answer["applicant"]["key"] == TOWN


def test_projects_are_listed_shown_and_deleted(filled: Path) -> None:
    listed = foerderfinder("project", "list", "Görlitz", "--desk", filled)
    assert "Neue Feuerwache (neue-feuerwache), Angaben: 3" in listed.out
    shown = foerderfinder("project", "show", "Görlitz", "neue feuerwache", "--desk", filled)
    assert "Partner: 14626610 (Profildatei goerlitz.yml" in shown.out
    assert "Zusammenarbeit mit anderen Kommunen: ja (abgeleitet aus den Angaben zum Vorhaben" in shown.out
    assert "aus: Partner)" in shown.out
    order = ("project", "delete", "Görlitz", "neue-feuerwache", "--desk", filled)
    kept = answering("", *order)
    assert (kept.code, "Nichts geändert." in kept.err) == (1, True)
    gone = foerderfinder(*order, "--yes")
    assert (gone.code, "Gelöscht: „Neue Feuerwache“." in gone.err) == (0, True)
    again = foerderfinder(*order, "--yes")
    assert again.code == 1
    assert "hat kein Vorhaben „neue-feuerwache“. Angelegt ist: keines." in again.err


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("municipality: Görlizt", "Meinten Sie Görlitz"),
        ('municipality: "14"', "kann keinen Antrag stellen"),
        ("municipality: [Görlitz", "Profildatei a.yml, Zeile 1"),
        ("{municipality: Görlitz, projects: [{name: Neue Feuerwache, facts: {project_end: 2027-02-01}}]}", "liegt vor"),
    ],
)
def test_a_file_that_cannot_be_taken_over_is_one_sentence(
    tmp_path: Path, filled: Path, content: str, sentence: str
) -> None:
    file = tmp_path / "a.yml"
    file.write_text(content, encoding="utf-8")
    done = foerderfinder("profile", "import", file, "--yes", "--desk", filled)
    assert done.code == 1
    assert sentence in done.err
    assert "Traceback" not in done.err
    assert done.out == ""
