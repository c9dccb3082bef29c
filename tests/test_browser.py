"""Journeys in a real browser: state survives links, nothing foreign is asked, hostile text stays text, all can read it."""

from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from finder.ui.markup import visible

if TYPE_CHECKING:
    from tests.browser import Visit
from tests.payloads import PAYLOADS
from tests.ui_catalogue import EVERYTHING_HOSTILE, QUOTE

pytest_plugins = ("tests.browser",)
pytestmark = pytest.mark.browser

GOERLITZ = "ags=14626110"
FIRST = f"programm?{GOERLITZ}&quelle=probe&programm={quote('/PROBE/Programm/nummer-1', safe='')}"
PAGES = (f"?{GOERLITZ}", f"programme?{GOERLITZ}", FIRST, f"datenstand?{GOERLITZ}")


ACTIVE = ".stHtml :is(script, img, svg, iframe, form, input)"


def squeezed(text: str | list[str]) -> str:
    """Text without blanks, as layout may add or drop them."""
    return "".join("".join(text).split())


def parameters(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_from_a_name_to_a_programme_and_back(visit: "Visit") -> None:
    page = visit.open("")
    search = page.get_by_label("Name, Gemeindeschlüssel (AGS) oder Postleitzahl des Verwaltungssitzes")
    search.fill("Görlitz, Stadt")
    search.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Görlitz")
    page.get_by_role("link", name="Programme", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Programme für Görlitz")
    words = page.get_by_label("Suche in Titel und Text")
    words.fill("Bäder")
    words.press("Enter")
    expect(page.get_by_text("Suche: „Bäder“")).to_be_visible()
    listed = parameters(page)
    assert listed == {"ags": ["14626110"], "suche": ["Bäder"]}
    page.get_by_role("link", name="Förderung kommunaler Bäder 17", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Förderung kommunaler Bäder 17")
    expect(page.get_by_role("heading", name="Ergebnis für Görlitz")).to_be_visible()
    page.get_by_role("link", name="Zurück zur Liste").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Programme für Görlitz")
    assert parameters(page) == listed
    expect(page.get_by_label("Suche in Titel und Text")).to_have_value("Bäder")


def test_the_back_button_keeps_the_state_too(visit: "Visit") -> None:
    page = visit.open(f"programme?{GOERLITZ}&foerderart=grant&seite=2")
    page.locator(".ff-results a").first.click()
    expect(page.get_by_role("heading", name="Anforderungen")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Seite 2 von")).to_be_visible()
    expect(page.get_by_text("Förderart: Zuschuss")).to_be_visible()


@pytest.mark.parametrize("closed", [False, True])
def test_a_quote_leads_to_its_place_without_losing_the_session(visit: "Visit", closed: bool) -> None:
    page = visit.open(FIRST)
    page.evaluate("window.sameSession = true")
    section = page.locator("details.ff-details")
    section.evaluate("(found, closed) => { found.open = !closed }", closed)
    page.get_by_role("link", name="Stelle im Text").first.click()
    mark = page.locator("mark:target")
    expect(mark).to_have_text(QUOTE)
    expect(mark).to_be_focused()
    expect(mark).to_be_in_viewport()
    assert page.evaluate("window.sameSession")
    assert parameters(page)["ags"] == ["14626110"]
    assert len(page.context.pages) == 1


def test_the_address_kommune_is_the_start_page(visit: "Visit") -> None:
    page = visit.open(f"kommune?{GOERLITZ}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Görlitz")


def test_the_pages_say_that_they_are_german(visit: "Visit") -> None:
    for path in PAGES:
        assert visit.open(path).locator("html").get_attribute("lang") == "de"


def test_a_filter_keeps_applicant_and_words(visit: "Visit") -> None:
    page = visit.open(f"programme?{GOERLITZ}&suche=B%C3%A4der")
    page.get_by_text("Filter", exact=True).click()
    page.wait_for_timeout(500)
    page.get_by_role("combobox", name="Förderart").click()
    page.get_by_role("option", name="Zuschuss").click()
    expect(page.get_by_text("Förderart: Zuschuss")).to_be_visible()
    assert parameters(page) == {"ags": ["14626110"], "suche": ["Bäder"], "foerderart": ["grant"]}


@pytest.mark.parametrize("path", PAGES)
def test_no_other_host_is_asked(visit: "Visit", path: str) -> None:
    visit.open(path).wait_for_timeout(500)
    assert visit.foreign == []


def test_hostile_titles_stay_text_in_the_list(visit: "Visit") -> None:
    page = visit.open("programme?seite=1")
    shown: list[str] = []
    for number in range(1, 4):
        page.goto(f"{visit.address}/programme?seite={number}")
        page.locator(".ff-results").wait_for()
        shown += [squeezed(title) for title in page.locator(".ff-results h3").all_inner_texts()]
        assert page.locator(ACTIVE).count() == 0
    assert {squeezed(visible(payload)) for payload in PAYLOADS} <= set(shown)
    visit.assert_calm()


def test_hostile_texts_stay_text_on_their_page(visit: "Visit") -> None:
    page = visit.open(f"programm?{GOERLITZ}&programm={quote(EVERYTHING_HOSTILE.statement.key, safe='')}")
    page.get_by_role("heading", name="Text der Quelle").wait_for()
    page.locator("details.ff-details").evaluate_all("found => found.forEach(e => { e.open = true })")
    shown = squeezed(page.locator(".stHtml").all_inner_texts())
    assert [payload for payload in PAYLOADS if squeezed(visible(payload)) not in shown] == []
    assert page.locator(ACTIVE).count() == 0
    visit.assert_calm()


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(visit: "Visit", path: str) -> None:
    page = visit.open(path)
    page.wait_for_timeout(300)
    violations = Axe().run(page, context=".stHtml").response["violations"]
    serious = [found for found in violations if found["impact"] in ("serious", "critical")]
    assert [(found["id"], found["nodes"][0]["html"]) for found in serious] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_narrow_screen_needs_no_sideways_scrolling(narrow_visit: "Visit", path: str) -> None:
    page = narrow_visit.open(path)
    page.wait_for_timeout(300)
    widths = "[document.documentElement, document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth)"
    assert max(page.evaluate(widths)) <= 390


@pytest.mark.parametrize("path", PAGES)
def test_headings_are_in_order(visit: "Visit", path: str) -> None:
    page = visit.open(path)
    page.wait_for_timeout(300)
    levels = page.locator("h1, h2, h3, h4").evaluate_all("found => found.map(e => Number(e.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
