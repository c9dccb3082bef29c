"""Pictures of every page on the start catalogue, and of quotes in an example, wide and narrow: `python -m tools.screenshots`."""

import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, Page

from finder import starter
from finder.paths import ROOT
from tools import example
from tools.app_server import running_app, running_browser

FOLDER = ROOT / "docs" / "screenshots"
GOERLITZ = "ags=14626110"
WIDTHS = (1280, 390)
HEIGHT = 1000
SETTLED_MS = 800
Visit = Callable[[Page, str], object]


def _first_programme(page: Page, address: str) -> None:
    page.goto(f"{address}/programme?{GOERLITZ}")
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


QUOTE_VISITS: dict[str, Visit] = {"programm-zitat": _quote_in_its_place}


def main() -> None:
    """Write all pictures to docs/screenshots."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with running_browser() as browser:
        _pictures(browser, lambda path: starter.fill_if_empty(path, datetime.now), VISITS)
        _pictures(browser, example.fill, QUOTE_VISITS)


def _pictures(browser: Browser, fill: Callable[[Path], object], visits: Mapping[str, Visit]) -> None:
    """Pictures of a catalogue of its own."""
    with tempfile.TemporaryDirectory() as name:
        catalogue, desk = Path(name) / "catalogue.db", Path(name) / "desk.db"
        fill(catalogue)
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
