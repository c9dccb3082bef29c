"""On the labelled sample: a programme that a person labelled as open to municipalities is never answered with a no.

For each of its Länder a town of 15,000 to 40,000 inhabitants asks. Skipped where the sample is not at hand.
"""

import json
from collections.abc import Iterator
from datetime import date

import pytest

from finder.models import Assessment, Programme, RawProgramme, SourceInfo, TerritorialUnit
from finder.places.municipalities import profile, register
from finder.vocab import UnitLevel, Verdict
from rules.check import check
from rules.derive import with_derived
from rules.readings import read
from tools.extraction_report import ABSENT, SHARED, exported_programmes, sample_at_hand

STICHTAG = date(2026, 11, 25)
SMALLEST, LARGEST = 15_000, 40_000
NATIONWIDE_TOWNS = ["SN", "NW"]
ORIGIN = SourceInfo(id="foerderdatenbank", title="", publisher="", url="", licence="", attribution="")

pytestmark = pytest.mark.skipif(not sample_at_hand(), reason=ABSENT)


def stored(raw: RawProgramme) -> Programme:
    days = {"first_seen": STICHTAG, "last_seen": STICHTAG, "valid_from": STICHTAG}
    return Programme(
        statement=raw.statement,
        readings=read(raw),
        origin=ORIGIN,
        version=1,
        missing_since=None,
        gone_since=None,
        **days,
    )


def town(land: str) -> TerritorialUnit:
    towns = (unit for unit in register().units(UnitLevel.MUNICIPALITY) if unit.land == land)
    return next(unit for unit in towns if unit.population and SMALLEST < unit.population < LARGEST)


def answers() -> Iterator[tuple[str, Assessment]]:
    keys = json.loads((SHARED / "data" / "fdb-export.keys.json").read_text(encoding="utf-8"))
    by_key = {raw.statement.key: raw for raw in exported_programmes()}
    for file in sorted((SHARED / "gold" / "dev").glob("*.json")):
        label = json.loads(file.read_text(encoding="utf-8"))
        if label["municipal_eligible"] != "yes":
            continue
        programme = stored(by_key[keys[label["id"]]])
        for land in NATIONWIDE_TOWNS if label["regions"] == ["DE"] else label["regions"]:
            applicant = with_derived(profile(town(land), ()), STICHTAG)
            (answer,) = check(applicant, [programme], STICHTAG)
            yield label["id"], answer


def test_no_labelled_yes_is_answered_with_a_no() -> None:
    found = list(answers())
    assert len(found) > 50
    wrong = [(label, answer.reason) for label, answer in found if answer.verdict is Verdict.NOT_ELIGIBLE]
    assert wrong == []
    assert any(answer.verdict is Verdict.ELIGIBLE_WITH_RESERVATION for _, answer in found)
