"""Pictures of every page on the start catalogue, wide and narrow: `python -m tools.screenshots`."""

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Page

from finder import starter
from finder.paths import ROOT
from tools.app_server import running_app, running_browser

FOLDER = ROOT / "docs" / "screenshots"
GOERLITZ = "ags=14626110"
WIDTHS = (1280, 390)
HEIGHT = 1000
Visit = Callable[[Page, str], object]


def _first_programme(page: Page, address: str) -> None:
    page.goto(f"{address}/programme?{GOERLITZ}")
    page.locator(".ff-results a").first.click()
    page.get_by_role("heading", name="Text der Quelle").wait_for()


VISITS: dict[str, Visit] = {
    "kommune": lambda page, address: page.goto(f"{address}/?{GOERLITZ}"),
    "programme": lambda page, address: page.goto(f"{address}/programme?{GOERLITZ}"),
    "programm": _first_programme,
    "datenstand": lambda page, address: page.goto(f"{address}/datenstand?{GOERLITZ}"),
}


def main() -> None:
    """Write all pictures to docs/screenshots."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, running_browser() as browser:
        folder = Path(name)
        starter.fill_if_empty(folder / "catalogue.db", datetime.now)
        environment = {"FOERDERFINDER_DB": str(folder / "catalogue.db"), "FOERDERFINDER_DESK": str(folder / "desk.db")}
        with running_app(environment) as address:
            for width in WIDTHS:
                page = browser.new_page(viewport={"width": width, "height": HEIGHT}, locale="de-DE")
                for title, visit in VISITS.items():
                    visit(page, address)
                    _picture(page, FOLDER / f"{title}-{width}.png")


def _picture(page: Page, path: Path) -> None:
    page.get_by_role("heading", level=1).wait_for()
    # Streamlit shows no event when everything has arrived.
    page.wait_for_timeout(800)
    page.screenshot(path=path)


if __name__ == "__main__":
    main()
