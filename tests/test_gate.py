"""When a run may replace the live programmes (R-11, R-12, R-19)."""

import pytest

from crawler.gate import judge

HEALTHY = 1471


@pytest.mark.parametrize(
    ("seen", "quarantined", "last", "held_back"),
    [
        (0, 0, None, "keine Programme"),
        (0, 0, HEALTHY, "keine Programme"),
        (999, 0, None, "mindestens 1.000"),
        (1000, 0, None, None),
        (HEALTHY, 0, None, None),
        (1162, 0, HEALTHY, "letzten gesunden Lauf waren es 1.471"),  # 79 %
        (1192, 0, HEALTHY, None),  # 81 %
        (790, 0, 1000, "Grenze 80 %"),
        (800, 0, 1000, None),
        (810, 0, 1000, None),
        (400, 0, 500, None),  # the minimum counts for the first run only
        (99, 1, 100, None),
        (94, 6, 100, "nicht lesbar"),
        (95, 5, 100, None),
        (1468, 3, HEALTHY, None),  # the title-less stubs of a real export
    ],
)
def test_counts(seen: int, quarantined: int, last: int | None, held_back: str | None) -> None:
    judgement = judge(seen=seen, quarantined=quarantined, minimum=1000, last_healthy=last)
    if held_back is None:
        assert judgement.reasons == ()
    else:
        assert held_back in " ".join(judgement.reasons)


def test_twice_as_many_warns_and_passes() -> None:
    judgement = judge(seen=2010, quarantined=0, minimum=1000, last_healthy=1000)
    assert judgement.reasons == ()
    assert "doppelt" in judgement.warnings[0]
    assert judge(seen=2000, quarantined=0, minimum=1000, last_healthy=1000).warnings == ()
