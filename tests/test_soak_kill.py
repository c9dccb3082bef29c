"""kill -9 at random moments of an import: the old state or the new one, nothing between (R-40)."""

import random
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from tests.archives import archive, many
from tests.command import COMMAND

MOMENTS = 20
COUNT = 1000
OLD = "<p>Gefördert werden Wege.</p>"
NEW = "<p>Gefördert werden Brücken.</p>"

State = tuple[int, int, int, str]


def import_command(db: Path, export: Path) -> list[str]:
    return [*COMMAND, "crawl", "foerderdatenbank", "--export-file", str(export), "--db", str(db)]


def state(db: Path) -> State:
    """Programmes, versions, requirements, and whose text is live."""
    with sqlite3.connect(db) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        programmes = connection.execute("SELECT count(*) FROM programmes").fetchone()[0]
        versions = connection.execute("SELECT count(*) FROM programme_versions").fetchone()[0]
        requirements = connection.execute("SELECT count(*) FROM requirements").fetchone()[0]
        texts = connection.execute("SELECT sections FROM programme_versions WHERE valid_to IS NULL").fetchall()
    bridges = sum("Brücken" in text for (text,) in texts)
    assert bridges in (0, len(texts)), "half of a run is live"
    return programmes, versions, requirements, "new" if bridges else "old"


@pytest.mark.soak
def test_a_killed_import_leaves_the_old_state_or_the_new(tmp_path: Path) -> None:
    db, old, new = tmp_path / "catalogue.db", tmp_path / "alt.zip", tmp_path / "neu.zip"
    old.write_bytes(archive(many(COUNT, summary=OLD)))
    new.write_bytes(archive(many(COUNT, summary=NEW)))
    subprocess.run(import_command(db, old), check=True, capture_output=True)
    before = state(db)
    assert before == (COUNT, COUNT, before[2], "old")
    started = time.monotonic()
    subprocess.run(import_command(tmp_path / "probe.db", old), check=True, capture_output=True)
    duration = time.monotonic() - started
    chance = random.Random(20)
    seen = set()
    for _ in range(MOMENTS):
        process = subprocess.Popen(import_command(db, new), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.3, 1.05) * duration)
        process.send_signal(signal.SIGKILL)
        process.wait()
        now = state(db)
        seen.add(now[3])
        assert now in (before, (COUNT, 2 * COUNT, 2 * before[2], "new"))
        if now[3] == "new":
            for file in tmp_path.glob("catalogue.db*"):
                file.unlink()
            subprocess.run(import_command(db, old), check=True, capture_output=True)
            assert state(db) == before
    assert "old" in seen
    subprocess.run(import_command(db, new), check=True, capture_output=True)
    assert state(db)[3] == "new"
