"""The whole crawl as a user runs it: from a file and over real HTTP on loopback, good and bad."""

import signal
import sqlite3
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.archives import archive, many, programme
from tests.command import COMMAND, LISTENING_COMMAND, Result, foerderfinder
from tests.loopback import Answer, site

EXPORT = "/FDB/WS/export"
HEALTHY = 1000


@pytest.fixture(scope="module")
def healthy() -> bytes:
    return archive(many(HEALTHY, summary="<p>Gefördert werden Wege.</p>"))


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.db"


def crawl_file(db: Path, body: bytes, *more: str) -> Result:
    file = db.with_name("export.zip")
    file.write_bytes(body)
    return foerderfinder("crawl", "foerderdatenbank", "--export-file", file, "--db", db, *more)


def live(db: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(db) as connection:
        return [
            *connection.execute("SELECT * FROM programmes ORDER BY id"),
            *connection.execute("SELECT * FROM programme_versions ORDER BY id"),
            *connection.execute("SELECT * FROM requirements ORDER BY version, position"),
        ]


def test_a_file_is_taken_over_and_the_same_again_adds_no_version(db: Path, healthy: bytes) -> None:
    first = crawl_file(db, healthy, "--json")
    assert first.code == 0, first.err
    (run,) = first.json["runs"]
    assert (run["state"], run["seen"], run["new"]) == ("promoted", HEALTHY, HEALTHY)
    second = crawl_file(db, healthy, "--json")
    (run,) = second.json["runs"]
    assert (run["new"], run["changed"], run["unchanged"]) == (0, 0, HEALTHY)
    (status,) = foerderfinder("status", "--db", db, "--json").json["sources"]
    assert (status["id"], status["programmes"], status["versions"]) == ("foerderdatenbank", HEALTHY, HEALTHY)


def test_over_http_with_an_honest_name_and_robots_first(db: Path, healthy: bytes) -> None:
    with site({EXPORT: Answer(healthy, headers={"Content-Type": "application/zip"})}) as served:
        done = foerderfinder(
            "crawl", "foerderdatenbank", "--base-url", served.address, "--db", db, FOERDERFINDER_CONTACT="a@b.de"
        )
    assert done.code == 0, done.err
    assert served.paths == ["/robots.txt", EXPORT]
    headers = served.requests[-1][1]
    assert headers["User-Agent"].startswith("Foerderfinder/")
    assert "a@b.de" in headers["User-Agent"]
    assert "Mozilla" not in headers["User-Agent"]
    assert headers["Accept"] == "application/zip"
    assert "Referer" not in headers
    assert "Cookie" not in headers


CHALLENGE = b"<!DOCTYPE html><html><title>Captcha</title>" + b" " * 500


def redirect(address: str) -> Answer:
    return Answer(status=302, headers={"Location": address})


WALLS = {
    "challenge page": ({EXPORT: Answer(CHALLENGE, headers={"Content-Type": "text/html"})}, 4, "HTML-Seite"),
    "forbidden": ({EXPORT: Answer(b"verboten", 403)}, 4, "Status 403"),
    "not found": ({EXPORT: Answer(b"weg", 404)}, 1, "Status 404"),
    "to a challenge host": ({EXPORT: redirect("https://validate.perfdrive.example/?ssc=x")}, 4, "gehört nicht zu"),
    "to another port here": ({EXPORT: redirect("http://127.0.0.1:9/geheim")}, 4, "gehört nicht zu"),
    "to a private name": ({EXPORT: redirect("http://localhost:9/geheim")}, 4, "gehört nicht zu"),
    "to a file": ({EXPORT: redirect("file:///etc/passwd")}, 1, "Status 302"),
    "to itself": ({EXPORT: redirect(EXPORT)}, 1, "keinen lesbaren Export"),
    "nothing": ({EXPORT: Answer(b"")}, 1, "leer"),
    "robots.txt": ({"/robots.txt": Answer(b"User-agent: *\nDisallow: /FDB/WS/")}, 4, "robots.txt"),
}


@pytest.fixture(scope="module")
def walled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Result, list[str], Path]]:
    """Every wall met once, several at a time: a polite crawl spends its seconds waiting."""

    def meet(name: str) -> tuple[Result, list[str], Path]:
        db = tmp_path_factory.mktemp("wall") / "catalogue.db"
        with site(WALLS[name][0]) as served:
            done = foerderfinder("crawl", "foerderdatenbank", "--base-url", served.address, "--db", db)
        return done, served.paths, db

    with ThreadPoolExecutor(6) as pool:
        return dict(zip(WALLS, pool.map(meet, WALLS), strict=True))


@pytest.mark.parametrize("name", WALLS)
def test_a_wall_or_a_refusal_ends_the_crawl_and_says_what_to_do(
    name: str, walled: dict[str, tuple[Result, list[str], Path]]
) -> None:
    _, code, words = WALLS[name]
    done, asked, db = walled[name]
    assert done.code == code, done.err
    assert words in done.err
    assert len(asked) <= 2, "no retry storm"
    (status,) = foerderfinder("status", "--db", db, "--json").json["sources"]
    assert status["programmes"] == 0


def test_nobody_there_is_said(db: Path) -> None:
    done = foerderfinder("crawl", "foerderdatenbank", "--base-url", "http://127.0.0.1:1", "--db", db)
    assert done.code == 1
    assert "ließ sich nicht abrufen" in done.err


def test_without_a_contact_the_publisher_is_not_asked(db: Path) -> None:
    done = foerderfinder("crawl", "foerderdatenbank", "--db", db, FOERDERFINDER_CONTACT="")
    assert done.code == 1
    assert "Kontaktadresse" in done.err
    assert not db.exists()


def titleless(count: int) -> list[tuple[str, bytes]]:
    return [programme(f"stummel-{number}", title=None) for number in range(count)]


BAD_FILES = [
    ("HTML block page", CHALLENGE, 1, "HTML-Seite"),
    ("empty file", b"", 1, "leer"),
    ("empty archive", archive([]), 1, "leer"),
    ("bomb", archive([("BMWI/bombe.xml", b"0" * 30_000_000)]), 1, "100 : 1"),
    ("way out", archive([("../ausbruch.xml", b"x")]), 1, "aus dem Archiv hinaus"),
    ("absolute name", archive([("/etc/ausbruch.xml", b"x")]), 1, "aus dem Archiv hinaus"),
    ("no programmes", archive([("BMWI/liesmich.txt", b"nichts")]), 2, "keine Programme"),
    ("too few for a first run", archive(many(999)), 2, "mindestens 1.000"),
    ("too many without title", archive([*many(HEALTHY), *titleless(60)]), 2, "nicht lesbar"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "code", "words"), [bad[1:] for bad in BAD_FILES], ids=[bad[0] for bad in BAD_FILES])
def test_a_bad_file_is_a_sentence_and_nothing_is_lost(db: Path, body: bytes, code: int, words: str) -> None:
    done = crawl_file(db, body)
    assert done.code == code, done.err
    assert words in done.err
    assert "Traceback" not in done.err
    with sqlite3.connect(db) as connection:
        assert connection.execute("SELECT count(*) FROM programmes").fetchone() == (0,)


def test_a_later_bad_run_leaves_the_live_programmes_untouched(db: Path, healthy: bytes) -> None:
    assert crawl_file(db, healthy).code == 0
    before = live(db)
    for body, code in ((archive(many(790)), 2), (healthy[:-2000], 1), (CHALLENGE, 1), (archive([]), 1)):
        assert crawl_file(db, body).code == code
        assert live(db) == before


def test_eighty_one_percent_pass_and_the_rest_is_missing_not_gone(db: Path, healthy: bytes) -> None:
    assert crawl_file(db, healthy).code == 0
    (run,) = crawl_file(db, archive(many(810, summary="<p>Gefördert werden Wege.</p>")), "--json").json["runs"]
    assert (run["unchanged"], run["missing"]) == (810, 190)
    (status,) = foerderfinder("status", "--db", db, "--json").json["sources"]
    assert status["programmes"] == HEALTHY


def test_stubs_without_title_are_held_back_and_counted(db: Path) -> None:
    done = crawl_file(db, archive([*many(HEALTHY), *titleless(3)]), "--json")
    assert done.code == 0
    (run,) = done.json["runs"]
    assert (run["seen"], run["quarantined"]) == (HEALTHY, 3)
    assert "3 nicht lesbare Datensätze" in run["message"]


def test_a_document_with_a_dtd_is_held_back_alone(db: Path) -> None:
    member, body = programme("mit-dtd")
    hostile = body.replace(b"?>\n", b'?>\n<!DOCTYPE d [<!ENTITY a "b">]>', 1)
    done = crawl_file(db, archive([*many(HEALTHY), (member, hostile)]), "--json")
    assert (done.code, done.json["runs"][0]["quarantined"]) == (0, 1)


def test_an_unknown_structure_is_reported_by_name_and_count(db: Path) -> None:
    odd = programme("neu", extra=['<property name="gsb:neuesFeld" type="String"><value>x</value></property>'])
    done = crawl_file(db, archive([*many(HEALTHY), odd]), "--json")
    assert "Eigenschaft „gsb:neuesFeld“ (1 ×)" in done.json["runs"][0]["message"]


def test_a_dry_run_changes_nothing(db: Path, healthy: bytes) -> None:
    done = crawl_file(db, healthy, "--dry-run", "--json")
    assert (done.code, done.json["runs"][0]["new"]) == (0, HEALTHY)
    with sqlite3.connect(db) as connection:
        assert connection.execute("SELECT count(*) FROM programmes").fetchone() == (0,)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["crawl", "mondportal"], "gibt es nicht"),
        (["crawl", "foerderdatenbank", "--export-file", "fehlt.zip"], "gibt es nicht"),
        (["crawl", "foerderdatenbank", "--base-url", "ftp://x"], "keine Webadresse"),
        (["crawl", "foerderdatenbank", "--base-url", "unsinn"], "keine Webadresse"),
    ],
)
def test_wrong_orders_are_explained(db: Path, arguments: list[str], words: str) -> None:
    done = foerderfinder(*arguments, "--db", db)
    assert done.code == 1
    assert words in done.err
    assert not db.exists()


def test_a_database_that_is_none_is_left_alone(db: Path, healthy: bytes) -> None:
    db.write_bytes(b"Das ist ein Brief.")
    done = crawl_file(db, healthy)
    assert done.code == 1
    assert "keine lesbare" in done.err
    assert db.read_bytes() == b"Das ist ein Brief."


def test_a_locked_database_is_said(db: Path, healthy: bytes) -> None:
    assert crawl_file(db, healthy).code == 0
    with sqlite3.connect(db, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        done = crawl_file(db, healthy)
    assert done.code == 1
    assert "gerade beschrieben" in done.err


def test_a_second_crawl_is_turned_away_and_the_lock_dies_with_its_process(
    db: Path, healthy: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "export.zip"
    file.write_bytes(healthy)
    command = [*COMMAND, "crawl", "foerderdatenbank", "--db", str(db), "--base-url"]
    with site({EXPORT: Answer(healthy)}) as served:
        first = subprocess.Popen([*command, served.address], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        while not db.with_name(db.name + ".lock.json").exists():
            assert first.poll() is None, "the first crawl ended before it took the lock"
            time.sleep(0.02)
        first.send_signal(signal.SIGSTOP)
        second = foerderfinder("crawl", "foerderdatenbank", "--export-file", file, "--db", db)
        first.kill()
        first.wait()
    assert second.code == 3
    assert f"Prozess {first.pid}" in second.err
    assert foerderfinder("crawl", "foerderdatenbank", "--export-file", file, "--db", db).code == 0


def test_another_folder_and_no_terminal_make_no_difference(db: Path, healthy: bytes, tmp_path: Path) -> None:
    file = tmp_path / "export.zip"
    file.write_bytes(healthy)
    elsewhere = tmp_path / "anderswo"
    elsewhere.mkdir()
    done = foerderfinder("crawl", "foerderdatenbank", "--export-file", file, "--db", db, cwd=elsewhere)
    assert done.code == 0
    assert list(elsewhere.iterdir()) == []


def test_an_interrupted_crawl_ends_at_once_and_says_so(db: Path) -> None:
    with site({EXPORT: Answer(b"PK" + b"0" * 5_000_000, seconds_a_piece=0.5)}) as served:
        command = [*LISTENING_COMMAND, "crawl", "foerderdatenbank", "--db", str(db), "--base-url", served.address]
        crawl = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        while EXPORT not in served.paths:
            assert crawl.poll() is None, "the crawl ended before it asked for the export"
            time.sleep(0.05)
        crawl.send_signal(signal.SIGINT)
        _, error = crawl.communicate(timeout=30)
    assert crawl.returncode == 1
    assert "wurde abgebrochen" in error
    assert "Traceback" not in error
    with sqlite3.connect(db) as connection:
        assert connection.execute("SELECT state FROM crawl_runs").fetchall() == [("failed",)]
