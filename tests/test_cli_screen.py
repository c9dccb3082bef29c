"""The command `foerderfinder screen` as its users run it, and the files it writes."""

import json
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import typer
from pyarrow import parquet
from typer.testing import CliRunner

from finder.catalogue.connection import StoreError, open_database
from finder.commands import screen as command
from finder.exports.files import ExportError
from finder.places.municipalities import register
from finder.vocab import Land, UnitLevel, Verdict
from tests.archives import archive, many, programme
from tests.command import COMMAND, LISTENING_COMMAND, Result, foerderfinder

PROGRAMMES = [
    programme("wege-sachsen", title="Wege in Sachsen", summary="<p>Radwege und Radverkehrsanlagen.</p>"),
    programme("wege-bayern", title="Wege in Bayern", folder="Land/Bayern", regions=["bayern"]),
    programme("wege-saarland", title="Wege im Saarland", folder="Land/Saarland", regions=["saarland"]),
    programme("ohne", title="Ohne Berechtigte", applicants=[], regions=[], level="bund", folder="Bund/BMWi"),
    *many(1000, folder="Land/Thueringen", regions=["thueringen"]),
]
SAARLAND = ("--land", "SL", "--on", "2026-11-25")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("screen")
    export = folder / "export.zip"
    export.write_bytes(archive(PROGRAMMES))
    done = foerderfinder("crawl", "foerderdatenbank", "--export-file", export, "--db", folder / "catalogue.db")
    assert done.code == 0, done.err
    return folder / "catalogue.db"


@pytest.fixture(scope="module")
def files(db: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Result]]:
    """The municipalities of the Saarland in both formats, with what the command printed."""
    folder = tmp_path_factory.mktemp("files")
    found = {}
    for suffix in ("parquet", "sqlite"):
        path = folder / f"urteile.{suffix}"
        found[suffix] = (
            path,
            foerderfinder("screen", "--db", db, "--desk", folder / "keiner.db", "--out", path, *SAARLAND, "--json"),
        )
        assert found[suffix][1].code == 0, found[suffix][1].err
    return found


APP = typer.Typer()
APP.command()(command.screen)


def screened(db: Path, out: Path, *arguments: str) -> Result:
    """The command within this process."""
    places = ["--db", str(db), "--desk", str(db.with_name("keiner.db")), "--out", str(out)]
    done = CliRunner().invoke(APP, [*places, *arguments])
    if isinstance(done.exception, StoreError | ExportError):
        return Result(1, done.stdout, str(done.exception))
    return Result(done.exit_code, done.stdout, done.stderr)


def from_parquet(path: Path) -> set[tuple[str, ...]]:
    columns = parquet.read_table(path).to_pydict()
    rows = list(zip(*columns.values(), strict=True))
    assert len(rows) == len(set(rows))
    return set(rows)


def from_sqlite(path: Path) -> set[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as opened:
        rows = opened.execute("SELECT ags, name, source, programme, title, verdict FROM answers").fetchall()
    assert len(rows) == len(set(rows))
    return set(rows)


def metadata(path: Path) -> dict[str, Any]:
    if path.suffix == ".parquet":
        raw = parquet.read_metadata(path).metadata
        return {name.decode(): value.decode() for name, value in raw.items() if not name.startswith(b"ARROW:")}
    with closing(sqlite3.connect(path)) as opened:
        return dict(opened.execute("SELECT name, value FROM metadata"))


# --- what is written ----------------------------------------------------------------------------------------------


def test_both_files_hold_every_verdict_once(files: dict[str, tuple[Path, Result]]) -> None:
    rows = from_parquet(files["parquet"][0])
    assert rows == from_sqlite(files["sqlite"][0])
    units = {unit.key: unit.name for unit in register().units(UnitLevel.MUNICIPALITY) if unit.land is Land.SL}
    assert len(rows) == len(units) * len(PROGRAMMES)
    assert {(ags, name) for ags, name, *_ in rows} == set(units.items())
    assert {verdict for *_, verdict in rows} <= {verdict.value for verdict in Verdict}


def test_the_file_says_what_the_single_check_says(db: Path, files: dict[str, tuple[Path, Result]]) -> None:
    rows = from_parquet(files["parquet"][0])
    key = random.Random(3).choice(sorted({row[0] for row in rows}))
    done = foerderfinder("check", key, "--db", db, "--desk", db.with_name("keiner.db"), "--on", "2026-11-25", "--json")
    single = {(entry["path"], entry["verdict"]) for entry in done.json["programmes"]}
    assert {(row[3], row[5]) for row in rows if row[0] == key} == single


@pytest.mark.parametrize("suffix", ["parquet", "sqlite"])
def test_a_file_says_how_it_was_made(suffix: str, files: dict[str, tuple[Path, Result]]) -> None:
    path, done = files[suffix]
    found = metadata(path)
    assert found["stichtag"] == "2026-11-25"
    assert found["municipalities"] == str(done.json["municipalities"])
    assert found["programmes"] == str(len(PROGRAMMES))
    assert json.loads(found["counts"]) == done.json["verdicts"]
    assert [source["publisher"] for source in json.loads(found["sources"])] == [
        "Bundesministerium für Wirtschaft und Energie"
    ]
    assert found["notice"].startswith("Nach Aktenlage, keine Zusage.")
    assert found["basis"].startswith("Ohne Vorhaben und ohne eigene Angaben")
    assert all(found[name] for name in ("made_on", "data_version", "readers_version", "rules_version", "register"))


def test_words_stand_once_in_a_parquet_file(files: dict[str, tuple[Path, Result]]) -> None:
    schema = parquet.read_schema(files["parquet"][0])
    assert all(pa.types.is_dictionary(column.type) for column in schema)
    assert files["parquet"][0].stat().st_size < 60_000


def test_a_letter_stands_for_every_programme(files: dict[str, tuple[Path, Result]]) -> None:
    with closing(sqlite3.connect(files["sqlite"][0])) as opened:
        letters = dict(opened.execute("SELECT verdict, letter FROM verdicts"))
        (position,) = opened.execute("SELECT position FROM programmes WHERE key LIKE '%wege-bayern'").fetchone()
        rows = opened.execute("SELECT letters FROM municipalities").fetchall()
    assert "".join(letters[verdict.value] for verdict in Verdict) == "ABCDEF"
    assert {len(row[0]) for row in rows} == {len(PROGRAMMES)}
    assert {row[0][position - 1] for row in rows} == {letters["not_eligible"]}


# --- what is printed ----------------------------------------------------------------------------------------------


def test_the_counts_are_those_of_the_file(files: dict[str, tuple[Path, Result]]) -> None:
    path, done = files["parquet"]
    counted = {verdict.value: 0 for verdict in Verdict}
    for *_, verdict in from_parquet(path):
        counted[verdict] += 1
    assert done.json["verdicts"] == counted
    assert list(done.json["by_land"]) == ["SL"]
    assert done.json["by_land"]["SL"]["verdicts"] == counted
    assert done.json["bytes"] == path.stat().st_size
    assert done.json["sample"]["municipalities"] == 5
    assert done.json["sample"]["equal"] is True


def test_people_read_numbers_and_the_sample(db: Path, tmp_path: Path) -> None:
    done = screened(db, tmp_path / "x.sqlite", *SAARLAND, "--sample", "3", "--seed", "17")
    assert done.code == 0, done.err
    assert "Stichtag 25.11.2026. Ohne Vorhaben und ohne eigene Angaben der Kommunen" in done.out
    assert f"52 Kommunen × {len(PROGRAMMES):,} Programme".replace(",", ".") in done.out
    assert "verschiedene Bedingungen" in done.out
    assert (
        "Stichprobe: 3 Kommunen × 1.004 Programme, gleich mit der Einzelprüfung (--seed 17 wiederholt sie)." in done.out
    )
    assert "Saarland " in done.out
    assert "zusammen" in done.out
    assert done.err.strip() == ""


def test_every_run_draws_another_sample(db: Path, tmp_path: Path) -> None:
    seeds = [screened(db, tmp_path / f"{n}.sqlite", "--land", "SL", "--json").json["sample"]["seed"] for n in range(2)]
    assert seeds[0] != seeds[1]


def test_an_empty_catalogue_is_screened_too(tmp_path: Path) -> None:
    db = tmp_path / "leer.db"
    open_database(db).close()
    for suffix, read in (("parquet", from_parquet), ("sqlite", from_sqlite)):
        out = tmp_path / f"leer.{suffix}"
        done = screened(db, out, *SAARLAND, "--json")
        assert done.code == 0, done.err
        assert done.json["programmes"] == 0
        assert read(out) == set()


# --- what goes wrong ----------------------------------------------------------------------------------------------


def test_an_existing_file_is_kept_unless_it_may_be_replaced(db: Path, tmp_path: Path) -> None:
    out = tmp_path / "da.sqlite"
    out.write_text("wichtig", encoding="utf-8")
    done = screened(db, out, *SAARLAND)
    assert (done.code, out.read_text(encoding="utf-8")) == (1, "wichtig")
    assert "gibt es schon" in done.err
    assert screened(db, out, *SAARLAND, "--overwrite").code == 0
    assert from_sqlite(out)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("urteile.csv", "lässt sich das Format nicht erkennen"),
        ("ordner/urteile.parquet", "gibt es nicht"),
        ("ordner.db", "ist ein Ordner"),
    ],
)
def test_a_place_that_cannot_be_written_to_is_named_at_once(name: str, words: str, db: Path, tmp_path: Path) -> None:
    (tmp_path / "ordner.db").mkdir()
    done = screened(db, tmp_path / name, *SAARLAND)
    assert done.code == 1
    assert words in done.err
    assert [file.name for file in tmp_path.iterdir()] == ["ordner.db"]


def test_a_stated_format_goes_before_the_ending(db: Path, tmp_path: Path) -> None:
    out = tmp_path / "urteile.parquet"
    assert screened(db, out, *SAARLAND, "--format", "sqlite").code == 0
    assert from_sqlite(out)


def test_no_catalogue_is_a_sentence(tmp_path: Path) -> None:
    done = screened(tmp_path / "keiner.db", tmp_path / "x.parquet")
    assert done.code == 1
    assert "gibt es noch nicht" in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", ["parquet", "sqlite"])
def test_a_full_disk_leaves_nothing_new(suffix: str, db: Path, tmp_path: Path) -> None:
    """A limit on the size of files stands for a full disk."""
    out = tmp_path / f"urteile.{suffix}"
    out.write_text("wichtig", encoding="utf-8")
    arguments = [
        "screen",
        "--db",
        str(db),
        "--desk",
        str(db.with_name("keiner.db")),
        "--out",
        str(out),
        "--land",
        "BY",
        "--overwrite",
    ]
    limited = ["bash", "-c", 'ulimit -f 64; exec "$@"', "bash", *COMMAND, *arguments]
    done = subprocess.run(limited, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1, done.stderr
    assert "lässt sich nicht schreiben" in done.stderr
    assert "Traceback" not in done.stderr
    assert [(file.name, file.read_text(encoding="utf-8")) for file in tmp_path.iterdir()] == [(out.name, "wichtig")]


@pytest.mark.parametrize(("told", "suffix"), [(signal.SIGINT, "sqlite"), (signal.SIGTERM, "parquet")])
def test_an_interrupted_run_leaves_nothing_behind(told: signal.Signals, suffix: str, db: Path, tmp_path: Path) -> None:
    out = tmp_path / f"urteile.{suffix}"
    command_line = [
        *LISTENING_COMMAND,
        "screen",
        "--db",
        str(db),
        "--out",
        str(out),
        "--desk",
        str(tmp_path / "keiner.db"),
    ]
    running = subprocess.Popen(command_line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 30
    while not any(tmp_path.iterdir()) and time.monotonic() < until:
        time.sleep(0.01)
    running.send_signal(told)
    _, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "Abgebrochen." in err
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def wrong(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A single check that always says no."""
    single = command.verdicts
    monkeypatch.setattr(command, "verdicts", lambda *asked: (Verdict.NEAR_MISS,) * len(single(*asked)))
    yield


@pytest.mark.usefixtures("wrong")
def test_a_difference_from_the_single_check_is_an_error_and_no_file(db: Path, tmp_path: Path) -> None:
    done = screened(db, tmp_path / "x.parquet", *SAARLAND)
    assert done.code == 1
    assert "ergibt für 1004 Programme etwas anderes" in done.err
    assert list(tmp_path.iterdir()) == []


# --- load ---------------------------------------------------------------------------------------------------------

PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.soak
@pytest.mark.parametrize("suffix", ["parquet", "sqlite"])
def test_all_municipalities_fit_into_little_memory(suffix: str, db: Path, tmp_path: Path) -> None:
    out = tmp_path / f"urteile.{suffix}"
    places = ["--db", str(db), "--desk", str(db.with_name("keiner.db")), "--out", str(out)]
    arguments = ["screen", *places, "--sample", "50"]
    peak = [shutil.which("python3") or "python3", "-c", PEAK, *COMMAND, *arguments]
    done = subprocess.run(peak, capture_output=True, text=True, timeout=300, check=True)
    assert int(done.stdout) < 500 * 1024
    assert out.stat().st_size > 0
