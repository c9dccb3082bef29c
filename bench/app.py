"""The app beside an empty Streamlit page: start to first page, and a rerun that shows 50 programmes.

Both are real servers looked at with chromium, in turns on the same machine. The catalogue has as many programmes as the
federal database. Starting the interpreter and Streamlit, loading the browser's side and one round trip are in both.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, time
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.sync_api import Browser, Page

from bench.table import BenchRow
from finder.catalogue import starter
from finder.catalogue.connection import open_database
from finder.catalogue.promotion import Run
from finder.models import RawProgramme, Readings
from finder.paths import ROOT
from tools.app_server import running_app, running_browser

PROGRAMMES = 1_471
STARTS = 3
RERUNS = 11
FIRST_PAGE_MILLISECONDS = 2_000
RERUN_MILLISECONDS = 300
GOERLITZ = "ags=14626110"
WORDS = ("Förderung", "Richtlinie")
"""Both are found in more than 50 programmes."""
FIFTIETH = ".ff-results > li:nth-child(50)"
EMPTY_PAGE = """
import streamlit as st

st.html("<h1>leer</h1>")
st.button("Programme")
st.html(f"<p class='run'>{st.session_state.setdefault('runs', [0])}</p>")
st.session_state.runs[0] += 1
"""


def rows() -> list[BenchRow]:
    """Medians in milliseconds: starting the server, the first page after that, and a rerun."""
    with tempfile.TemporaryDirectory() as name, running_browser() as browser:
        folder = Path(name)
        _write_catalogue(folder / "catalogue.db")
        empty = folder / "empty.py"
        empty.write_text(EMPTY_PAGE, encoding="utf-8")
        environment = {"FOERDERFINDER_DB": str(folder / "catalogue.db"), "FOERDERFINDER_DESK": str(folder / "desk.db")}
        starts = [
            (_start(browser, environment, ROOT / "app.py"), _start(browser, environment, empty)) for _ in range(STARTS)
        ]
        reruns = _reruns(browser, environment, empty)
    served = [(ours[0], floor[0]) for ours, floor in starts]
    shown = [(ours[1], floor[1]) for ours, floor in starts]
    return [
        _row("App: Start des Servers", served, None),
        _row("App: erste Seite nach dem Start", shown, FIRST_PAGE_MILLISECONDS),
        _row("App: Neuaufbau mit 50 Programmen", reruns, RERUN_MILLISECONDS),
    ]


def _row(name: str, pairs: list[tuple[float, float]], most: float | None) -> BenchRow:
    ours, floor = (median(values) * 1000 for values in zip(*pairs, strict=True))
    return BenchRow(name, ours, "ms", "leere Streamlit-Seite", floor, limit=None, absolute_limit=most)


def _write_catalogue(path: Path) -> None:
    """The start catalogue over and over under other keys, until it is as long as the federal database."""
    known: dict[str, Readings] = {}
    raws: list[RawProgramme] = []
    for number, (raw, readings) in enumerate(islice(cycle(starter.entries()), PROGRAMMES)):
        statement = raw.statement.model_copy(update={"key": f"{raw.statement.key}-{number}"})
        raws.append(raw.model_copy(update={"statement": statement}))
        known[statement.key] = readings
    moment = datetime.combine(starter.READ_ON, time())
    db = open_database(path)
    run = Run(db, starter.SOURCE, lambda raw: known[raw.statement.key], lambda: moment)
    for raw in raws:
        run.stage(raw)
    run.promote(day=starter.READ_ON, complete=True)
    db.close()


def _start(browser: Browser, environment: Mapping[str, str], script: Path) -> tuple[float, float]:
    """Seconds until the server answers, and from then to the first heading in a fresh browser session."""
    begin = perf_counter()
    with running_app(environment, script) as address, _page(browser) as page:
        answered = perf_counter()
        page.goto(address)
        page.get_by_role("heading", level=1).first.wait_for()
        return answered - begin, perf_counter() - answered


def _reruns(browser: Browser, environment: Mapping[str, str], empty: Path) -> list[tuple[float, float]]:
    with (
        running_app(environment, ROOT / "app.py") as address,
        running_app(environment, empty) as empty_address,
        _page(browser) as ours,
        _page(browser) as floor,
    ):
        ours.goto(f"{address}/programme?{GOERLITZ}")
        ours.locator(FIFTIETH).wait_for()
        floor.goto(empty_address)
        floor.locator(".run").wait_for()
        return [(_list_shown(ours, words), _button_answered(floor)) for words in islice(cycle(WORDS), RERUNS)]


def _list_shown(page: Page, words: str) -> float:
    """Seconds from other search words until their fifty programmes are on the page."""
    field = page.get_by_label("Suche in Titel und Text")
    field.fill(words)
    # The words that are searched for and the list arrive together, in one piece of the page.
    return _timed(lambda: field.press("Enter"), page.get_by_text(f"Suche: „{words}“").wait_for)


def _button_answered(page: Page) -> float:
    """Seconds from the click on a button until the rerun of the empty page has arrived."""
    before = page.locator(".run").inner_text()
    return _timed(
        page.get_by_role("button", name="Programme").click,
        lambda: page.wait_for_function(f"document.querySelector('.run')?.innerText !== '{before}'"),
    )


def _timed(action: Callable[[], object], arrival: Callable[[], object]) -> float:
    begin = perf_counter()
    action()
    arrival()
    return perf_counter() - begin


@contextmanager
def _page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
