"""The verdicts in docs/verdicts.md are those of today's rules (skipped where the export is absent)."""

from pathlib import Path

import pytest

from finder.places.municipalities import register
from finder.profiles.files import read_profile_file
from finder.vocab import Verdict
from tools import verdict_table
from tools.verdict_table import ABSENT, DOCUMENT, PROJECT_FILE, STICHTAG, Measured, export_at_hand, figures, measure

with_the_export = pytest.mark.skipif(not export_at_hand(), reason=ABSENT)


@pytest.fixture(scope="module")
def measured() -> Measured:
    return measure(STICHTAG)


@with_the_export
def test_the_document_holds_what_the_command_measures(measured: Measured) -> None:
    _, found, written = DOCUMENT.read_text(encoding="utf-8").partition("## The catalogue\n")
    assert (found + written).splitlines() == figures(measured).splitlines(), "make verdict-table renews the document"


@with_the_export
def test_every_programme_has_one_verdict_and_none_fits_unconfirmed(measured: Measured) -> None:
    for row in (*measured.without_project, *measured.with_project):
        assert sum(row.count(verdict) for verdict in Verdict) == len(measured.plan.programmes)
        assert row.count(Verdict.ELIGIBLE) == 0, "nobody has confirmed a list"
        assert row.elsewhere <= row.count(Verdict.NOT_ELIGIBLE)


def test_the_applicants_are_of_different_size_and_land() -> None:
    units = [register().by_key(key) for key in verdict_table.APPLICANTS]
    found = [unit for unit in units if unit]
    people = [unit.population for unit in found if unit.population]
    assert len({unit.land for unit in found}) == len(verdict_table.APPLICANTS) == 11
    assert people == sorted(people)
    assert people[0] < 500
    assert people[-1] > 1_000_000


def test_the_example_project_says_that_it_is_one() -> None:
    (project,) = read_profile_file(PROJECT_FILE, STICHTAG).projects
    assert "(Beispiel)" in project.name


def test_without_the_export_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(verdict_table, "EXPORT", tmp_path / "absent.zip")
    monkeypatch.setattr("sys.argv", ["verdict_table"])
    with pytest.raises(SystemExit, match="The export is not at hand"):
        verdict_table.main()
