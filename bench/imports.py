"""Importing a whole export: first time and again with nothing changed, beside merely unzipping and parsing it.

Measured is the real crawl from the spider's first step to the end of the promotion, in a process of its own; the start of
the interpreter and of Scrapy is not counted. The promised first import reads the categories only; one that reads all texts
stands beside it (reading has its own promise in bench.extract). An unchanged import reads nothing anew either way. The
export is the publisher's where the shared material is at hand, else one of the same size made here.
"""

import multiprocessing
import re
import tempfile
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from xml.etree import ElementTree

from bench.table import BenchRow
from finder.paths import ROOT
from tests.archives import archive, programme

SHARED_EXPORT = ROOT.parent / "shared" / "data" / "fdb-export.zip"
ROUNDS = 3
FIRST_LIMIT = 12.0
AGAIN_LIMIT = 6.0
MADE_PROGRAMMES = 1_471
SENTENCE = "Gefördert werden Vorhaben der Gemeinden, soweit die Ausgaben angemessen und wirtschaftlich sind. "
_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def rows() -> list[BenchRow]:
    """Medians of several rounds, floor and imports in turns."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        export = SHARED_EXPORT if SHARED_EXPORT.is_file() else _made_export(folder / "export.zip")
        floors, first, again, texts = [], [], [], []
        for number in range(ROUNDS):
            database = folder / f"{number}.db"
            floors.append(_parse_everything(export))
            first.append(_measured(export, database, new=True, with_texts=False))
            again.append(_measured(export, database, new=False, with_texts=False))
            texts.append(_measured(export, folder / f"texts-{number}.db", new=True, with_texts=True))
    floor = median(floors)
    name = "Entpacken und Parsen"
    return [
        BenchRow(
            "Einlesen des Exports, erstes Mal (ohne Lesen der Texte)", median(first), "ms", name, floor, FIRST_LIMIT
        ),
        BenchRow("Einlesen des Exports mit Lesen aller Texte", median(texts), "ms", name, floor, None),
        BenchRow("Einlesen des Exports, unverändert", median(again), "ms", name, floor, AGAIN_LIMIT),
    ]


def _parse_everything(export: Path) -> float:
    start = perf_counter()
    with zipfile.ZipFile(export) as opened:
        for member in opened.namelist():
            ElementTree.fromstring(_FORBIDDEN.sub(b"", opened.read(member)))  # noqa: S314
    return (perf_counter() - start) * 1000


def _measured(export: Path, database: Path, *, new: bool, with_texts: bool) -> float:
    """Milliseconds of one import; fails where it did not do what it should."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        milliseconds, changed, unchanged = pool.apply(_import, (export, database, with_texts))
    assert (changed > 0, unchanged > 0) == (new, not new)
    return milliseconds


def _import(export: Path, database: Path, with_texts: bool) -> tuple[float, int, int]:
    from crawler import runner  # noqa: PLC0415
    from finder.models import RawProgramme, Readings  # noqa: PLC0415
    from rules.categories import requirements_from  # noqa: PLC0415
    from rules.readings import read  # noqa: PLC0415

    def read_categories(raw: RawProgramme) -> Readings:
        return Readings(requirements=requirements_from(raw.statement))

    started = []

    class Timed(runner.Foerderdatenbank):
        async def start(self) -> AsyncIterator[Any]:
            started.append(perf_counter())
            async for item in super().start():
                yield item

    runner.SPIDERS["foerderdatenbank"] = Timed
    order = runner.Order(("foerderdatenbank",), export_file=export)
    (report,) = runner.crawl(order, database, read if with_texts else read_categories, lambda *_: None)
    assert report.state == "promoted", report.message
    return (perf_counter() - started[0]) * 1000, report.new + report.changed, report.unchanged


def _made_export(path: Path) -> Path:
    members = [
        programme(
            f"programm-{number}",
            title=f"Programm {number} für Gemeinden",
            teaser=f"<p>{SENTENCE}</p>",
            guideline=f"<p>{SENTENCE * 20}</p>" if number % 10 == 0 else "",
        )
        for number in range(MADE_PROGRAMMES)
    ]
    path.write_bytes(archive(members))
    return path
