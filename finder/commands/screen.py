"""The command `foerderfinder screen`: all municipalities × all programmes on one day, into one file."""

import json
import random
import secrets
import signal
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from finder import console
from finder.catalogue.store import open_catalogue
from finder.commands import screen_output as output
from finder.commands.options import CATALOGUE, DESK, AsJson, Database, Day, Desk, stichtag, today
from finder.commands.screen_output import BASIS, LandCount, Screening
from finder.exports.json import DISCLAIMER
from finder.exports.screen import ScreenFormat, check_target, format_of, screen_file
from finder.exports.screen_frame import Frame, ScreenFile
from finder.models import SourceInfo, TerritorialUnit
from finder.places.municipalities import profile, register
from finder.reviews.reviewing import with_reviews
from finder.vocab import Land, UnitLevel
from finder.wording import day
from rules.applicants import applicants_of, with_derived_facts
from rules.check import asked_by, verdicts
from rules.derive import with_derived
from rules.plan import Plan, plan_of
from rules.readings import READERS_VERSION
from rules.screen import Verdicts, asked_for
from rules.screen import screen as screen_all
from rules.verdict import RANKED
from rules.version import RULES_VERSION

CELLS = 2**23
"""Verdicts that are in memory at once, one byte each."""
SAMPLE = 5
ERROR, INTERRUPTED = 1, 130

Counts = NDArray[np.int64]

Out = Annotated[Path, typer.Option("--out", help="Zieldatei; die Endung bestimmt das Format.")]
Format = Annotated[ScreenFormat | None, typer.Option("--format", help="Dateiformat, wenn die Endung es nicht sagt.")]
OfLand = Annotated[Land | None, typer.Option("--land", help="Nur die Kommunen eines Landes, etwa SN.")]
Sample = Annotated[int, typer.Option("--sample", min=0, help="Wie viele Kommunen einzeln nachgeprüft werden.")]
Seed = Annotated[int | None, typer.Option("--seed", min=0, help="Startwert: wiederholt die Stichprobe eines Laufs.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Eine vorhandene Datei ersetzen.")]


def screen(
    out: Out,
    file_format: Format = None,
    land: OfLand = None,
    on: Day = None,
    sample: Sample = SAMPLE,
    seed: Seed = None,
    overwrite: Overwrite = False,
    db: Database = CATALOGUE,
    desk: Desk = DESK,
    as_json: AsJson = False,
) -> None:
    """Prüft alle Kommunen gegen alle Programme und schreibt die Urteile als Parquet oder SQLite."""
    started = time.perf_counter()
    chosen_format = format_of(out, file_format)
    check_target(out, overwrite=overwrite)
    stand = stichtag(on)
    units = tuple(unit for unit in register().units(UnitLevel.MUNICIPALITY) if land in (None, unit.land))
    with open_catalogue(db) as catalogue:
        plan = plan_of(with_reviews(catalogue.programmes(), catalogue, desk))
        versions = {"data_version": catalogue.data_version()}
    versions |= {"readers_version": READERS_VERSION, "rules_version": RULES_VERSION}
    sources = {each.origin.id: each.origin for each in plan.programmes}
    drawn = secrets.randbelow(2**32) if seed is None else seed
    sampled = random.Random(drawn).sample(range(len(units)), min(sample, len(units)))  # noqa: S311
    frame = Frame({unit.key: unit.name for unit in units}, [each.statement for each in plan.programmes])
    try:
        with _interruptible(), screen_file(out, chosen_format, frame) as file:
            counts = _fill(file, plan, units, stand, frozenset(sampled))
            screening = Screening(
                stichtag=stand,
                programmes=len(plan.programmes),
                requirements=len(plan.requirements),
                questions=len(plan.asked),
                by_land=_by_land(units, counts),
                sample=len(sampled),
                seed=drawn,
            )
            file.note(_metadata(screening, sources.values(), versions))
    except KeyboardInterrupt:
        console.error(f"Abgebrochen. {out} wurde nicht geschrieben.")
        raise typer.Exit(INTERRUPTED) from None
    seconds = time.perf_counter() - started
    if as_json:
        console.json_document(output.answer(screening, out, seconds))
    else:
        output.show(screening, out, seconds)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Being told to end is like Ctrl+C: what was begun is cleared away."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _fill(
    file: ScreenFile, plan: Plan, units: Sequence[TerritorialUnit], stichtag: date, sampled: frozenset[int]
) -> Counts:
    """Writes all verdicts. By municipality, how often each verdict occurs.

    Raises:
        typer.Exit: the single check says something else about a municipality of the sample.
    """
    counts = np.zeros((len(units), len(RANKED)), dtype=np.int64)
    done = 0
    with console.counting_progress() as progress:
        for found in _screened(plan, units, stichtag):
            file.write(found.keys, found.ranks)
            own = slice(done, done + len(found.keys))
            for number in sampled.intersection(range(own.start, own.stop)):
                _check_single(plan, units[number], found.ranks[number - done].tolist(), stichtag)
            for rank in range(len(RANKED)):
                counts[own, rank] = np.count_nonzero(found.ranks == rank, axis=1)
            done = own.stop
            progress("Kommunen", done, len(units))
    return counts


def _screened(plan: Plan, units: Sequence[TerritorialUnit], stichtag: date) -> Iterator[Verdicts]:
    fact_ids = asked_for(plan)
    profiles = (profile(unit, ()) for unit in units)
    applicants = applicants_of(with_derived_facts(profiles, fact_ids, stichtag), fact_ids)
    yield from screen_all(plan, applicants, stichtag, max(1, CELLS // max(1, len(plan.programmes))))


def _check_single(plan: Plan, unit: TerritorialUnit, ranks: Sequence[int], stichtag: date) -> None:
    single = verdicts(plan, asked_by(with_derived(profile(unit, ()), stichtag), stichtag))
    differing = [
        programme.statement.key
        for programme, rank, verdict in zip(plan.programmes, ranks, single, strict=True)
        if RANKED[rank] is not verdict
    ]
    if differing:
        console.error(
            f"Die Einzelprüfung von {unit.name} ({unit.key}) ergibt für {len(differing)} Programme etwas anderes, "
            f"zuerst für {differing[0]}. Es wurde keine Datei geschrieben. Bitte als Fehler melden."
        )
        raise typer.Exit(ERROR)


def _by_land(units: Sequence[TerritorialUnit], counts: Counts) -> dict[Land, LandCount]:
    lands = np.array([unit.land.value for unit in units])
    return {
        land: LandCount(int(own.sum()), tuple(counts[own].sum(axis=0).tolist()))
        for land in Land
        if (own := lands == land.value).any()
    }


def _metadata(screening: Screening, sources: Iterable[SourceInfo], versions: Mapping[str, str]) -> dict[str, str]:
    """What the file says about itself. The licence asks that the publishers are named (R-63)."""
    head = register().head
    named = [each.model_dump(include={"title", "publisher", "licence", "url", "attribution"}) for each in sources]
    return {
        "stichtag": screening.stichtag.isoformat(),
        "made_on": today().isoformat(),
        "municipalities": str(screening.municipalities),
        "programmes": str(screening.programmes),
        "counts": json.dumps(output.by_verdict(screening.verdicts)),
        **versions,
        "register": f"{head.source}, Gebietsstand {day(head.territory_as_of)}",
        "sources": json.dumps(named, ensure_ascii=False),
        "basis": BASIS,
        "notice": DISCLAIMER,
    }
