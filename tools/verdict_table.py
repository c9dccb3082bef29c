"""Verdicts on the real catalogue: `python -m tools.verdict_table` crawls the export and writes docs/verdicts.md."""

import argparse
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from finder.catalogue.store import open_catalogue
from finder.commands.asking import Asking, asking
from finder.facts import DEFINITIONS, fact_text
from finder.models import Assessment, Project, Section
from finder.paths import ROOT
from finder.profiles.files import read_profile_file
from finder.vocab import FactOrigin, Outcome, RequirementKind, SectionField, Verdict
from rules.check import check
from rules.plan import Plan, plan_of
from rules.readings import READERS_VERSION
from rules.version import RULES_VERSION
from tools.extraction_report import EXPORT

STICHTAG = date(2026, 11, 25)
DOCUMENT = ROOT / "docs" / "verdicts.md"
PROJECT_FILE = ROOT / "tools" / "example_project.yml"
COMMAND = Path(sys.executable).with_name("foerderfinder")
ABSENT = (
    "The export is not at hand; verdicts on the real catalogue can only be counted where it lies beside the project."
)

APPLICANTS = (
    *("07333008", "13072072", "09574147", "08119061", "12066196"),
    *("16064046", "14626110", "06631009", "05112000", "11000000", "03452"),
)
"""Ten municipalities from a village to Berlin and a Kreis (five digits), by size, each in another Land."""


class Row(NamedTuple):
    """What the check says to one applicant."""

    who: Asking
    assessments: tuple[Assessment, ...]

    def count(self, verdict: Verdict) -> int:
        """Programmes with that verdict."""
        return sum(each.verdict is verdict for each in self.assessments)

    @property
    def best_is_part(self) -> int:
        """Programmes with a part that has a better verdict than what belongs to no part."""
        return sum(
            part.part is None and part.verdict is not each.verdict for each in self.assessments for part in each.parts
        )

    @property
    def elsewhere(self) -> int:
        """Programmes with a failed gate on the territory."""
        return sum(
            any(
                result.requirement.kind is RequirementKind.REGION and result.result is Outcome.FAILED
                for result in found
            )
            for found in (each.results for each in self.assessments if each.verdict is Verdict.NOT_ELIGIBLE)
        )


class Measured(NamedTuple):
    """The verdicts of all applicants on one catalogue."""

    stichtag: date
    exported_on: date
    plan: Plan
    with_text: int
    """Programmes of which the export has more than a short text."""
    project: Project
    without_project: tuple[Row, ...]
    with_project: tuple[Row, ...]


def export_at_hand() -> bool:
    """Whether the export lies beside the project."""
    return EXPORT.is_file()


def measure(stichtag: date) -> Measured:
    """Crawls the export and checks every applicant. Raises CalledProcessError where the crawl is not promoted."""
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Path(folder) / "catalogue.db"
        crawl = (COMMAND, "crawl", "foerderdatenbank", "--export-file", EXPORT, "--db", catalogue)
        subprocess.run([str(word) for word in crawl], capture_output=True, check=True)  # noqa: S603 - our own command on our own file
        with open_catalogue(catalogue) as opened:
            plan = plan_of(opened.programmes())
            with_text = sum(_has_text(opened.sections(programme.version)) for programme in plan.programmes)
        no_desk = Path(folder) / "desk.db"
        (project,) = read_profile_file(PROJECT_FILE, stichtag).projects
        alone = [asking(key, None, None, no_desk, stichtag) for key in APPLICANTS]
        planning = [asking(key, PROJECT_FILE, project.key, no_desk, stichtag) for key in APPLICANTS]
    stated = planning[0].project
    assert stated is not None, "the file has the project"  # noqa: S101
    return Measured(
        stichtag=stichtag,
        exported_on=_exported_on(),
        plan=plan,
        with_text=with_text,
        project=stated,
        without_project=_rows(plan, alone, stichtag),
        with_project=_rows(plan, planning, stichtag),
    )


def _has_text(sections: Sequence[Section]) -> bool:
    return any(section.field is not SectionField.TEASER for section in sections)


def _exported_on() -> date:
    with zipfile.ZipFile(EXPORT) as archive:
        return max(date(*member.date_time[:3]) for member in archive.infolist())


def _rows(plan: Plan, asked: Sequence[Asking], stichtag: date) -> tuple[Row, ...]:
    return tuple(Row(who, check(who.applicant, plan, stichtag, who.project)) for who in asked)


def document(measured: Measured) -> str:
    """The whole of docs/verdicts.md."""
    return f"""# Verdicts on the real catalogue

`make verdict-table` crawls the export of the federal database, checks ten municipalities and a Kreis against every programme
and writes this document; no figure in it is typed. The export is no part of the project: the command works only where it lies
beside it.

{made_with(measured)}

{figures(measured)}
"""


def made_with(measured: Measured) -> str:
    """On what the figures rest: days and versions."""
    return (
        f"Export of {measured.exported_on}, Stichtag {measured.stichtag}, readers `{READERS_VERSION}`, "
        f"rules `{RULES_VERSION}`."
    )


def figures(measured: Measured) -> str:
    """The measured part of the document: the catalogue and both tables."""
    plan = measured.plan
    return f"""## The catalogue

| | |
|---|--:|
| programmes | {len(plan.programmes):,} |
| programmes of which the export has more than a short text | {measured.with_text:,} |
| programmes with parts that have gates of their own | {sum(len(variants) > 1 for variants in plan.variants_of):,} |
| requirements | {sum(map(len, plan.rows)):,} |
| distinct requirements | {len(plan.requirements):,} |
| distinct questions, each put to the engine once an applicant | {len(plan.asked):,} |
| programmes whose list of requirements a person has confirmed | {_confirmed(plan):,} |

Where nothing but categories or a short text is known, the best verdict is *{Verdict.CHECK_GUIDELINE.label}*.
*{Verdict.ELIGIBLE.label}* takes a person who has confirmed that the list of requirements is complete.

## Without a project

Only the official register and the area sets speak: nothing that an applicant could state is known, and gates about a project
are not tested. *Elsewhere* counts the programmes among *{Verdict.NOT_ELIGIBLE.label}* that fund in another territory, *by a part*
those with a part that is better than what belongs to none of their parts.

{_table(measured.without_project)}

## With an example project

The project is invented (`tools/example_project.yml`) and the same for every applicant; none of them plans it:

{_stated(measured.project)}

{_table(measured.with_project)}"""


def _confirmed(plan: Plan) -> int:
    return sum(programme.readings.complete for programme in plan.programmes)


def _table(rows: Sequence[Row]) -> str:
    head = [
        "applicant",
        "kind",
        "Land",
        "inhabitants",
        *(verdict.label for verdict in Verdict),
        "elsewhere",
        "by a part",
    ]
    lines = [_line(head), "|---|---|---" + "|--:" * (len(head) - 3) + "|"]
    return "\n".join([*lines, *(_line(_cells(row)) for row in rows)])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(row: Row) -> list[str]:
    unit = row.who.unit
    assert unit is not None, "every applicant stands in the register"  # noqa: S101
    people = row.who.applicant.fact("population")
    counts = [*(row.count(verdict) for verdict in Verdict), row.elsewhere, row.best_is_part]
    inhabitants = f"{people.value:,}" if people and isinstance(people.value, int) else "–"
    return [unit.name, unit.type_label, unit.land.value, inhabitants, *(f"{count:,}" for count in counts)]


def _stated(project: Project) -> str:
    entered = [fact for fact in project.facts if DEFINITIONS[fact.id].origin is FactOrigin.ENTERED]
    facts = [f"- {DEFINITIONS[fact.id].label}: {fact_text(fact)}" for fact in entered]
    return "\n".join([f"**{project.name}**", "", *facts])


def main() -> None:
    """Writes the document; exits with a sentence where the export is absent."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--on", type=date.fromisoformat, default=STICHTAG, metavar="DAY", help="Stichtag (YYYY-MM-DD)")
    stichtag = options.parse_args().on
    if not export_at_hand():
        sys.exit(ABSENT)
    DOCUMENT.write_text(document(measure(stichtag)), encoding="utf-8")
    sys.stdout.write(f"{DOCUMENT.relative_to(ROOT)}: written for {stichtag}\n")


if __name__ == "__main__":
    main()
