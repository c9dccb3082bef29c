"""Fixtures for the tests in a real browser; they are skipped where chromium is absent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Dialog, Page, Request

from tests import ui_catalogue
from tests.payloads import PAYLOADS
from tools.app_server import CHROMIUM, running_app, running_browser

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}


@dataclass
class Visit:
    """One page of a browser, with everything it asked for and every dialog it opened."""

    page: Page
    address: str
    foreign: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(10_000)
        self.page.on("request", self._note_request)
        self.page.on("dialog", self._note_dialog)

    def open(self, path: str) -> Page:
        """Go to a page and wait until it has its heading."""
        self.page.goto(f"{self.address}/{path}")
        self.page.get_by_role("heading", level=1).first.wait_for()
        return self.page

    def assert_calm(self) -> None:
        """No dialog opened and no other host was asked."""
        self.page.wait_for_timeout(300)
        assert self.dialogs == []
        assert self.foreign == []

    def _note_request(self, request: Request) -> None:
        host = urlsplit(request.url).hostname
        if host not in (None, "127.0.0.1"):
            self.foreign.append(request.url)

    def _note_dialog(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


def _programmes() -> Sequence[ui_catalogue.RawProgramme]:
    plain = [ui_catalogue.programme(number) for number in range(1, 61)]
    foreign = [ui_catalogue.bavaria(number) for number in range(61, 71)]
    hostile = [ui_catalogue.hostile(number, payload) for number, payload in enumerate(PAYLOADS, start=100)]
    return [*plain, *foreign, *hostile, ui_catalogue.EVERYTHING_HOSTILE]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on a small catalogue with a hostile part."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} ist nicht installiert")
    folder: Path = tmp_path_factory.mktemp("app")
    ui_catalogue.build(folder / "catalogue.db", _programmes())
    with running_app(ui_catalogue.environment(folder)) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} ist nicht installiert")
    with running_browser() as browser:
        yield browser


@pytest.fixture
def visit(address: str, chromium: Browser) -> Iterator[Visit]:
    """A fresh session at 1280 px."""
    context = chromium.new_context(viewport=WIDE, locale="de-DE")
    yield Visit(context.new_page(), address)
    context.close()


@pytest.fixture
def narrow_visit(address: str, chromium: Browser) -> Iterator[Visit]:
    """A fresh session at 390 px."""
    context = chromium.new_context(viewport=NARROW, locale="de-DE")
    yield Visit(context.new_page(), address)
    context.close()
