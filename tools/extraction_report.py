"""The readers' score on the labelled sample: `python -m tools.extraction_report` writes it into docs/extraction.md."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from crawler.archive import open_archive
from crawler.portal import load_portal
from crawler.portals.foerderdatenbank import Export
from finder.exports.facts import facts_of
from finder.frozen import Frozen
from finder.guideline import GuidelineFacts
from finder.models import RawProgramme
from finder.paths import ROOT
from rules.readings import READERS_VERSION, read

SHARED = ROOT.parent / "shared"
EXPORT = SHARED / "data" / "fdb-export.zip"
_KEYS = SHARED / "data" / "fdb-export.keys.json"
_GOLD = SHARED / "gold" / "dev"
_SCORER = SHARED / "tools" / "score_extraction.py"
ABSENT = "The labelled sample is not at hand; the score can only be measured where it lies beside the project."

DOCUMENT = ROOT / "docs" / "extraction.md"
BEGIN, END = "<!-- score: begin -->", "<!-- score: end -->"
_FETCHED = datetime(2026, 9, 1, tzinfo=UTC)
"""Stands in the records of the export; nothing read from text depends on it."""


class Quality(NamedTuple):
    """Shares between 0 and 1."""

    precision: float
    recall: float
    f1: float


class FieldScore(NamedTuple):
    """One field's quality and the distinct values it was counted on."""

    precision: float
    recall: float
    f1: float
    right: int
    wrong: int
    missed: int

    @property
    def labelled(self) -> int:
        """How many values the labels hold."""
        return self.right + self.missed


class Score(Frozen):
    """What the scorer says of the readings of all labelled programmes."""

    programmes: int
    absent: int
    """Labelled programmes for which there is no reading."""
    evidence: float
    """Share of quotes that are verbatim, of fair length, and hold the value they prove."""
    all: Quality
    gates: Quality
    """Over the fields that decide who may apply and until when."""
    fields: dict[str, FieldScore]


def sample_at_hand() -> bool:
    """Whether the labelled sample, its export and the scorer lie beside the project."""
    return all(path.exists() for path in (EXPORT, _KEYS, _GOLD, _SCORER))


def exported_programmes() -> Iterator[RawProgramme]:
    """Every programme of the sample's export, as the crawler hands it to the readers."""
    with EXPORT.open("rb") as file, open_archive(file) as archive:
        for programme in Export(archive, load_portal("foerderdatenbank"), _FETCHED, 200).programmes():
            if isinstance(programme, RawProgramme):
                yield programme


def measure() -> Score:
    """Reads the whole export and scores it. Raises CalledProcessError where the scorer refuses."""
    with tempfile.TemporaryDirectory() as folder:
        facts = Path(folder) / "facts.jsonl"
        facts.write_text("".join(map(_line, exported_programmes())), encoding="utf-8")
        inputs = {"--gold": _GOLD, "--keys": _KEYS, "--export": EXPORT, "--pred": facts}
        arguments = [str(part) for pair in inputs.items() for part in pair]
        command = [sys.executable, str(_SCORER), *arguments, "--json"]
        done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603
    return Score.model_validate_json(done.stdout)


def _line(programme: RawProgramme) -> str:
    statement = programme.statement
    facts = facts_of(statement, read(programme).facts or GuidelineFacts())
    return json.dumps({"path": statement.key, "facts": facts}, ensure_ascii=False) + "\n"


def table(score: Score) -> str:
    """The score as Markdown, a row a field."""
    lines = [
        "| field | precision | recall | F1 | labelled | right | wrong | missed |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
        *(
            f"| `{name}` | {_shares(field)} | {field.labelled} | {field.right} | {field.wrong} | {field.missed} |"
            for name, field in score.fields.items()
        ),
        f"| **gates** | {_shares(score.gates)} | | | | |",
        f"| **all** | {_shares(score.all)} | | | | |",
        "",
        f"{score.programmes} programmes, {score.absent} of them without a reading; share of sound quotes "
        f"{score.evidence:.4f}; readers `{READERS_VERSION}`.",
    ]
    return "\n".join(lines)


def _shares(quality: Quality | FieldScore) -> str:
    return f"{quality.precision:.3f} | {quality.recall:.3f} | {quality.f1:.3f}"


def with_table(document: str, made: str) -> str:
    """The document with what stands between its two markers replaced. Raises ValueError where a marker is missing."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{DOCUMENT.name}: the markers {BEGIN} and {END} are missing")
    return f"{before}{BEGIN}\n{made}\n{END}{after}"


def main() -> None:
    """Writes the table; exits with a sentence where the labelled sample is absent."""
    if not sample_at_hand():
        sys.exit(ABSENT)
    score = measure()
    DOCUMENT.write_text(with_table(DOCUMENT.read_text(encoding="utf-8"), table(score)), encoding="utf-8")
    sys.stdout.write(f"gates: F1 {score.gates.f1}, all: F1 {score.all.f1}, sound quotes: {score.evidence}\n")


if __name__ == "__main__":
    main()
