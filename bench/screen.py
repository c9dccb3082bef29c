"""All municipalities × all programmes: in memory, with the file written, beside the plain evaluator and DuckDB.

`python -m bench.screen 40000` measures one size in a process of its own and prints seconds and megabytes as JSON.
"""

import gc
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import count
from pathlib import Path

from bench import duck, workload
from bench.peers import best, plain_screen
from bench.plain import prepare, verdicts
from bench.table import BenchRow
from finder.commands.screen import CELLS
from finder.exports.screen import ScreenFormat, screen_file
from finder.exports.screen_frame import Frame
from finder.models import Programme, Readings, Requirement
from finder.places.municipalities import register
from finder.vocab import UnitLevel
from rules.applicants import Applicants, Facts, applicants_of
from rules.plan import Plan, plan_of
from rules.screen import Verdicts, asked_for, screen, screen_chunk
from rules.verdict import RANKED
from tests.rule_records import programme_of

STICHTAG = date(2026, 11, 25)
RUNS = 5
SIZES = (2_500, 10_000, 40_000)
SAMPLE = 100
"""Municipalities for which the plain evaluator is timed and all verdicts are compared."""
TIMES_PLAIN, TIMES_DUCK = 40, 8
"""How many times faster than these the screen has to be."""
FILE_MS, PEAK_MB, GROWTH = 1_500, 500, 2.0


def rows() -> list[BenchRow]:
    """The screen beside its floors; the sample has to agree with the plain evaluator."""
    programmes, towns = workload.programmes(), workload.municipalities()
    plan = plan_of(map(_programme, programmes))
    fact_ids = asked_for(plan)
    numbers = range(0, len(towns), len(towns) // SAMPLE)
    facts = list(towns.values())
    applicants = applicants_of(towns.items(), fact_ids)
    _agree(plan, applicants, programmes, [(number, facts[number]) for number in numbers])
    in_memory = best(lambda: screen_chunk(plan, applicants_of(towns.items(), fact_ids), STICHTAG), RUNS)
    # DuckDB's tables are filled beforehand, so that reading the facts is not counted here either.
    loaded = best(lambda: screen_chunk(plan, applicants, STICHTAG), RUNS)
    plain = plain_screen(programmes, [facts[number] for number in numbers]) / len(numbers) * len(facts)
    by_query = duck.all_municipalities(programmes, facts, numbers[:5])
    query = min(by_query, key=by_query.__getitem__)
    name = f"Alle Urteile: {len(towns)} Kommunen × {len(programmes)} Programme"
    return [
        BenchRow(name, in_memory, "ms", "einfacher Auswerter", plain, 1 / TIMES_PLAIN),
        BenchRow(name, loaded, "ms", query, by_query[query], 1 / TIMES_DUCK),
        *_grown(),
    ]


def _agree(
    plan: Plan, applicants: Applicants, programmes: Sequence[Sequence[Requirement]], sample: Sequence[tuple[int, Facts]]
) -> None:
    ranks = screen_chunk(plan, applicants, STICHTAG).ranks
    prepared = prepare(programmes)
    for number, facts in sample:
        assert [RANKED[rank] for rank in ranks[number].tolist()] == verdicts(prepared, facts), number


def _grown() -> Iterator[BenchRow]:
    """Time with the file, peak of memory, and time for a million verdicts as the catalogue grows."""
    first, *more = [_in_own_process(size) for size in SIZES]
    for file_format in ScreenFormat:
        name = f"Alle Urteile mit Datei: {file_format.value}"
        yield BenchRow(name, first[file_format], "ms", "im Speicher", first["memory"], None, FILE_MS)
    for size, found in zip(SIZES, (first, *more), strict=True):
        name = f"Alle Urteile: Speicher, {size} Programme"
        yield BenchRow(name, found["peak"], "MB", "vor dem ersten Urteil", found["before"], None, PEAK_MB)
    for size, found in zip(SIZES[1:], more, strict=True):
        name = f"Alle Urteile: je Million, {size} Programme"
        yield BenchRow(name, found["million"], "ms", f"{SIZES[0]} Programme", first["million"], GROWTH)


def _in_own_process(size: int) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.screen", str(size)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main(size: int) -> None:
    """Measures one size; chunk by chunk, as the command does."""
    plan = plan_of(map(_programme, workload.programmes(size)))
    fact_ids = asked_for(plan)
    applicants = applicants_of(_towns(), fact_ids)
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # The peak begins anew.
    found = {"before": _megabytes("VmRSS"), "memory": _timed(lambda: [None for _ in _screen(plan, applicants)])}
    found["million"] = found["memory"] / (len(applicants) * size) * 1e6
    for file_format in ScreenFormat:
        found[file_format] = _timed(lambda chosen=file_format: _write(plan, applicants, chosen))
    found["peak"] = _megabytes("VmHWM")
    print(json.dumps(found))


def _screen(plan: Plan, applicants: Applicants) -> Iterator[Verdicts]:
    return screen(plan, applicants, STICHTAG, CELLS // len(plan.programmes))


def _write(plan: Plan, applicants: Applicants, file_format: ScreenFormat) -> None:
    frame = Frame({key: key for key in applicants.keys}, [each.statement for each in plan.programmes])
    with tempfile.TemporaryDirectory() as folder, screen_file(Path(folder) / "urteile", file_format, frame) as file:
        for found in _screen(plan, applicants):
            file.write(*found)
        file.note({})


def _timed(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * 1000


def _megabytes(line: str) -> float:
    """Memory of this process as Linux states it: VmRSS is now, VmHWM the peak."""
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(text.split()[1]) for text in status if text.startswith(f"{line}:")) / 1024


def _towns() -> Iterator[tuple[str, Facts]]:
    """The municipalities of the workload, one at a time."""
    chance = random.Random(workload.SEED)
    for unit in register().units(UnitLevel.MUNICIPALITY):
        yield unit.key, workload.municipality(unit, chance)


_TEMPLATE = programme_of([])
_shared: dict[Requirement, Requirement] = {}


def _programme(requirements: Sequence[Requirement]) -> Programme:
    """A programme of the workload; equal requirements are one record, so that the memory measured is the screen's."""
    own = tuple([_shared.setdefault(requirement, requirement) for requirement in requirements])
    statement = _TEMPLATE.statement.model_copy(update={"key": f"programm-{next(_numbers)}"})
    return _TEMPLATE.model_copy(update={"statement": statement, "readings": Readings(requirements=own)})


_numbers = count()


if __name__ == "__main__":
    main(int(sys.argv[1]))
