"""The engine over a long time: memory, threads, many profiles."""

import resource
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from finder.vocab import Operator, Outcome, RequirementKind
from rules.derive import with_derived
from rules.engine import EngineError, Machine, evaluate
from tests import oracle
from tests.rule_records import by_id, known, requirement, town

DAY = date(2026, 11, 25)
PROFILES = 10_000
WARM_UP = 1_000
GROWTH_KIB = 4 * 1024
"""Allowed growth after warming up; one event left behind in each profile would take 76 MB."""

ASKED = [
    *(requirement(RequirementKind.POPULATION, Operator.AT_LEAST, number * 1_000) for number in range(20)),
    *(requirement(RequirementKind.REGION, Operator.INTERSECTS, (land, "XX")) for land in ("SN", "BY", "BB")),
    requirement(RequirementKind.APPLICANT_KIND, Operator.INTERSECTS, ("county",), ("municipality",)),
]


def resident_kib():
    statm = Path("/proc/self/statm")
    if not statm.exists():
        pytest.skip("needs /proc")
    return int(statm.read_text(encoding="ascii").split()[1]) * resource.getpagesize() // 1024


def answers(number):
    profile = with_derived(town(known("population", number)), DAY)
    return evaluate(ASKED, by_id(*profile.facts))


@pytest.mark.soak
def test_memory_stays_flat_over_ten_thousand_profiles():
    for number in range(WARM_UP):
        answers(number)
    before = resident_kib()
    for number in range(PROFILES):
        assert answers(number).count(Outcome.MET) == min(number // 1_000 + 1, 20) + 1
    assert resident_kib() - before < GROWTH_KIB


@pytest.mark.soak
def test_a_rule_that_takes_longer_than_ten_seconds_is_an_error_and_blocks_nobody():
    """durable answers 0 for it, leaves its event pending and its session blocked."""
    slow = [True, True]

    def consequent(closure, results):
        for event in closure.m:
            results[event["c"]] = "seen"
        if slow:
            slow.pop()
            time.sleep(10.5)

    machine = Machine("slow", {"all": ({"kind": "probe"}, consequent)})
    try:
        answered = machine.run([{"kind": "probe"}])
    except EngineError:
        answered = None
    assert answered in (None, {0: "seen"})
    slow.clear()
    assert machine.run([{"kind": "probe"}, {"kind": "probe"}]) == {0: "seen", 1: "seen"}


@pytest.mark.soak
def test_threads_never_mix_profiles():
    def wrong(start):
        return sum(
            answers(number) != [oracle.outcome(each, by_id(*town(known("population", number)).facts)) for each in ASKED]
            for number in range(start, start + 500)
        )

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(wrong, range(0, 20_000, 2_500))) == [0] * 8
