"""Pictures of every page, wide and narrow: `python -m tools.screenshots`.

Lists and dates are those of the start catalogue; quotes and the project are examples that say so.
"""

import tempfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page

from finder.catalogue import starter
from finder.desk.database import open_desk
from finder.paths import ROOT
from finder.profiles.files import read_profile_file
from finder.profiles.importing import planned, take_over
from tools import example
from tools.app_server import running_app, running_browser
from tools.verdict_table import PROJECT_FILE

FOLDER = ROOT / "docs" / "screenshots"
AGS = "14626110"
GOERLITZ = f"ags={AGS}"
WITH_PROJECT = f"{GOERLITZ}&vorhaben=ortsmitte"
WIDTHS = (1280, 390)
HEIGHT = 1000
SETTLED_MS = 800
Visit = Callable[[Page, str], object]
Fill = Callable[[Path, Path], object]
"""Writes a catalogue, and on the desk what somebody entered."""


def _first_programme(page: Page, address: str, asking: str = GOERLITZ) -> None:
    page.goto(f"{address}/programme?{asking}")
    page.locator(".ff-results a").first.click()
    page.get_by_role("heading", name="Text der Quelle").wait_for()


def _quote_in_its_place(page: Page, address: str) -> None:
    _first_programme(page, address)
    # Streamlit scrolls a new page to its top when everything has arrived.
    page.wait_for_timeout(SETTLED_MS)
    page.get_by_role("link", name="Stelle im Text").first.click()


VISITS: dict[str, Visit] = {
    "kommune": lambda page, address: page.goto(f"{address}/?{GOERLITZ}"),
    "programme": lambda page, address: page.goto(f"{address}/programme?{GOERLITZ}"),
    "programm": _first_programme,
    "datenstand": lambda page, address: page.goto(f"{address}/datenstand?{GOERLITZ}"),
}


EXAMPLE_VISITS: dict[str, Visit] = {
    "programm-zitat": _quote_in_its_place,
    "vorhaben": lambda page, address: page.goto(f"{address}/vorhaben?{WITH_PROJECT}"),
    "programm-vorhaben": lambda page, address: _first_programme(page, address, WITH_PROJECT),
}


def main() -> None:
    """Write all pictures to docs/screenshots."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with running_browser() as browser:
        _pictures(browser, lambda catalogue, _: starter.fill_if_empty(catalogue, datetime.now), VISITS)
        _pictures(browser, _fill_with_examples, EXAMPLE_VISITS)


def _fill_with_examples(catalogue: Path, desk: Path) -> None:
    """The invented programme, and the invented project of Görlitz."""
    example.fill(catalogue)
    content = read_profile_file(PROJECT_FILE, date.today()).model_copy(update={"municipality": AGS})
    with open_desk(desk) as opened:
        take_over(planned(content, opened), opened, datetime.now())


def _pictures(browser: Browser, fill: Fill, visits: Mapping[str, Visit]) -> None:
    """Pictures of a catalogue and a desk of their own."""
    with tempfile.TemporaryDirectory() as name:
        catalogue, desk = Path(name) / "catalogue.db", Path(name) / "desk.db"
        fill(catalogue, desk)
        with running_app({"FOERDERFINDER_DB": str(catalogue), "FOERDERFINDER_DESK": str(desk)}) as address:
            for width in WIDTHS:
                page = browser.new_page(viewport={"width": width, "height": HEIGHT}, locale="de-DE")
                for title, visit in visits.items():
                    visit(page, address)
                    _picture(page, FOLDER / f"{title}-{width}.png")


def _picture(page: Page, path: Path) -> None:
    page.get_by_role("heading", level=1).wait_for()
    # Streamlit shows no event when everything has arrived.
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=path)


if __name__ == "__main__":
    main()
