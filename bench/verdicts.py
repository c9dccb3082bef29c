"""One profile against 2,500 programmes with five requirements each, beside a plain evaluator and other engines."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from bench import peers, plain, workload
from bench.table import BenchRow
from finder.models import Requirement
from rules.check import Asked, answers, verdicts
from rules.plan import Plan, plan_of
from tests.rule_records import programme_of

STICHTAG = date(2026, 11, 25)
SIZES = (2_500, 10_000, 40_000)
VERDICTS, ANSWERS = 3.0, 12.0
"""Allowed ratios to the plain evaluator, which asks every condition and gives no reason."""
GROWTH = 1.25
"""How much more a programme may cost in a large catalogue than in a small one."""
EVERY_CONDITION = ("zen-engine, ein Ausdruck je Programm", "zen-engine, ein Ausdruck für alles", "business-rules")
"""Engines as they are used without a plan of our own; each has to be slower."""
FLOOR = "einfacher Auswerter"


def rows() -> list[BenchRow]:
    """Verdicts, answers with reasons, questions, and how the time grows; every engine has to agree."""
    programmes, facts = workload.programmes(), workload.town()
    plan, asked = _plan(programmes), Asked(facts, False, STICHTAG)
    assert list(verdicts(plan, asked)) == plain.verdicts(plain.prepare(programmes), facts)
    others = peers.one_profile(programmes, facts)
    name = f"Ein Profil, {len(programmes)} Programme mit je fünf Bedingungen"
    own = peers.best(partial(verdicts, plan, asked))
    reasoned = peers.best(partial(_answered, plan, asked))
    return [
        BenchRow(f"{name}: Urteile", own, "ms", FLOOR, others[FLOOR], VERDICTS),
        BenchRow(f"{name}: mit allen Begründungen und Fragen", reasoned, "ms", FLOOR, others[FLOOR], ANSWERS),
        *(
            BenchRow(f"{name}: Urteile", own, "ms", other, took, 1.0 if other in EVERY_CONDITION else None)
            for other, took in others.items()
            if other != FLOOR
        ),
        *_grown(facts),
    ]


def _answered(plan: Plan, asked: Asked) -> object:
    """Every answer with its reasons, and how many programmes each missing fact keeps open."""
    found = answers(plan, asked)
    missing: dict[str, int] = {}
    for answer in found:
        for fact in {result.missing_fact for result in answer.results if result.missing_fact}:
            missing[fact] = missing.get(fact, 0) + 1
    return found, missing


def _grown(facts: workload.Facts) -> list[BenchRow]:
    """Microseconds a programme, in catalogues of growing size; the smallest is the floor."""
    times = {size: _microseconds(size, facts) for size in SIZES}
    first = times[SIZES[0]]
    return [
        BenchRow(f"Ein Profil: Urteil je Programm bei {size} Programmen", took, "µs", f"bei {SIZES[0]}", first, GROWTH)
        for size, took in times.items()
        if size != SIZES[0]
    ]


def _microseconds(size: int, facts: workload.Facts) -> float:
    plan = _plan(workload.programmes(size))
    return peers.best(partial(verdicts, plan, Asked(facts, False, STICHTAG)), runs=5) * 1000 / size


def _plan(programmes: Sequence[Sequence[Requirement]]) -> Plan:
    return plan_of(programme_of(requirements, key=f"programm-{n}") for n, requirements in enumerate(programmes))
