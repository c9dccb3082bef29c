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
from finder import starter
from finder.models import RawProgramme, Readings
from finder.paths import ROOT
from finder.promotion import Run
from finder.store import open_database
from tools.app_server import running_app, running_browser

PROGRAMMES = 1_471
STARTS = 3
RERUNS = 9
START_RATIO_ALLOWED = 2.0
RERUN_RATIO_ALLOWED = 4.0
GOERLITZ = "ags=14626110"
EMPTY_PAGE = """
import streamlit as st

st.html("<h1>leer</h1>")
st.button("Programme")
st.html(f"<p class='run'>{st.session_state.setdefault('runs', [0])}</p>")
st.session_state.runs[0] += 1
"""


def rows() -> list[BenchRow]:
    """Two rows of medians in milliseconds, each beside the empty page of the same run."""
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
    return [
        _row("App: vom Start bis zur ersten Seite", starts, START_RATIO_ALLOWED),
        _row("App: Neuaufbau mit 50 Programmen", reruns, RERUN_RATIO_ALLOWED),
    ]


def _row(name: str, pairs: list[tuple[float, float]], limit: float) -> BenchRow:
    ours, floor = (median(values) * 1000 for values in zip(*pairs, strict=True))
    return BenchRow(name, ours, "ms", "leere Streamlit-Seite", floor, limit)


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


def _start(browser: Browser, environment: Mapping[str, str], script: Path) -> float:
    """Seconds from starting the server to the first heading in a fresh browser session."""
    begin = perf_counter()
    with running_app(environment, script) as address, _page(browser) as page:
        page.goto(address)
        page.get_by_role("heading", level=1).first.wait_for()
        return perf_counter() - begin


def _reruns(browser: Browser, environment: Mapping[str, str], empty: Path) -> list[tuple[float, float]]:
    with (
        running_app(environment, ROOT / "app.py") as address,
        running_app(environment, empty) as empty_address,
        _page(browser) as ours,
        _page(browser) as floor,
    ):
        ours.goto(f"{address}/?{GOERLITZ}")
        ours.get_by_role("heading", name="Eigene Angaben").wait_for()
        floor.goto(empty_address)
        floor.locator(".run").wait_for()
        pairs = [(_list_shown(ours), _button_answered(floor)) for _ in range(RERUNS + 1)]
    # The first list of a session also reads and checks the whole catalogue.
    return pairs[1:]


def _list_shown(page: Page) -> float:
    """Seconds from the click on "Programme" until the fiftieth programme is on the page; then back to the start."""
    seconds = _timed(
        lambda: page.get_by_role("link", name="Programme", exact=True).click(),
        lambda: page.locator(".ff-results > li:nth-child(50)").wait_for(),
    )
    page.get_by_role("link", name="Kommune", exact=True).click()
    page.get_by_role("heading", name="Eigene Angaben").wait_for()
    return seconds


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
