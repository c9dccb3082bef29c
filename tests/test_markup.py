"""R-71: what a source says is shown as text, never as markup, and leads nowhere but to official https addresses."""

import ast
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.paths import ROOT
from finder.ui import markup
from finder.ui.markup import Target, Tone, page_link, table, visible
from finder.ui.source_text import Mark, source_text
from finder.vocab import Availability, Outcome, Verdict
from tests.payloads import PAYLOADS

ELEMENTS = {
    *("a", "br", "caption", "dd", "details", "div", "dl", "dt", "h1", "h2", "h3", "h4", "li", "mark", "ol", "p", "q"),
    *("span", "strong", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
ATTRIBUTES = frozenset(
    {"class", "href", "rel", "role", "scope", "lang", "aria-hidden", "aria-current", "id", "tabindex", "open"}
)
ANY_TEXT = st.text(max_size=200) | st.sampled_from(PAYLOADS)


class Reader(HTMLParser):
    """Reads markup as a browser would and keeps what could act."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.words: list[str] = []
        self.comments: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.addresses += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def read(piece: markup.Piece) -> Reader:
    reader = Reader()
    reader.feed(piece.html)
    reader.close()
    return reader


def everything(text: str) -> markup.Piece:
    """One text in every place a text can stand."""
    return markup.join(
        (
            text,
            markup.heading(2, text),
            markup.paragraph(text),
            markup.strong(text),
            markup.note(text),
            markup.hidden(text),
            markup.notice(Tone.WARNING, text, (text,)),
            markup.items((text,), ordered=True),
            markup.definitions([(text, text)]),
            table(text, (text, text), [(text, text)]),
            markup.details(text, text, opened=True),
            markup.mark(text, "stelle-1"),
            markup.anchor_link("stelle-1", text),
            markup.lines((text, text)),
            markup.plain_table([(text, text)]),
            markup.quote(text, text),
            markup.link(text, text),
            markup.link(f"https://example.org/{text}", text),
            page_link(Target.PROGRAMME, [("programm", text)], text),
            source_text(text),
            source_text(text, [Mark(1, 3, "stelle-1"), Mark(5, 50, "stelle-5")]),
            source_text(f"\t{text}\n\t\t{text}\n{text}\t{text}"),
        )
    )


@given(ANY_TEXT)
def test_no_text_becomes_an_element_an_attribute_or_a_comment(text: str) -> None:
    reader = read(everything(text))
    assert reader.tags <= ELEMENTS
    assert reader.attributes <= ATTRIBUTES
    assert not reader.comments


@given(ANY_TEXT)
def test_every_address_is_https_or_a_page_of_the_app(text: str) -> None:
    pages = tuple(str(target) for target in Target)
    assert all(address.startswith(("https://", "#stelle-", *pages)) for address in read(everything(text)).addresses)


@given(ANY_TEXT)
def test_the_words_of_a_text_survive(text: str) -> None:
    assert "".join(read(markup.paragraph(text)).words) == visible(text)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_is_shown_as_text(payload: str) -> None:
    reader = read(everything(payload))
    assert reader.tags <= ELEMENTS
    assert reader.attributes <= ATTRIBUTES


@pytest.mark.parametrize("code", [0x00, 0x08, 0x1B, 0x7F, 0x85, 0x061C, 0x200E, 0x200F, 0x202E, 0x2066, 0x2069, 0xD800])
def test_characters_that_hide_or_turn_text_are_replaced_visibly(code: int) -> None:
    assert visible(f"a{chr(code)}b") == "a�b"


@pytest.mark.parametrize("text", ["Umlaute äöüß", "Gedanken­strich – „Zitat“", "Tab\tund\nZeile", "👩‍🏫", "½ m²"])
def test_ordinary_text_is_left_as_it_is(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://www.foerderdatenbank.de/FDB/x.html", True),
        ("https://www.umwelt.sachsen.de/download/a%20b.pdf?x=1&y=2", True),
        ("HTTPS://EXAMPLE.ORG/", True),
        ("http://www.example.org/", False),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("//example.org/", False),
        ("https:/example.org", False),
        ("https://", False),
        ("https://foerderdatenbank.de@evil.example/", False),
        ("https://example.org\\@evil.example/", False),
        ("https://exa\u202emple.org/", False),
        ("https://example.org/ x", False),
        ("https://[bad/", False),
        ("", False),
    ],
)
def test_only_https_addresses_become_links(url: str, is_link: bool) -> None:
    reader = read(markup.link(url, "Richtlinie"))
    assert reader.addresses == ([url] if is_link else [])
    assert "Richtlinie" in "".join(reader.words)


def test_an_address_that_is_no_link_is_still_readable() -> None:
    assert "".join(read(markup.link("http://a.example/", "Seite")).words) == "Seite (http://a.example/)"


def test_external_links_do_not_hand_over_the_window() -> None:
    assert 'rel="noopener noreferrer"' in markup.link("https://a.example/", "Seite").html


def test_a_table_has_a_caption_and_named_heads() -> None:
    html = table("Fristen", ("Stufe", "Datum"), [("Skizze", "1.2.2027")]).html
    assert "<caption>Fristen</caption>" in html
    assert '<th scope="col" role="columnheader">Datum</th>' in html
    assert '<th scope="row" role="rowheader">Skizze</th>' in html


def test_a_row_of_another_width_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"shorter|longer"):
        table("Fristen", ("Stufe", "Datum"), [("Skizze",)])


@pytest.mark.parametrize("name", ["", "1", "Stelle", "a b", 'a"b', "a>b", "#a", "ä"])
def test_only_a_plain_name_becomes_an_anchor(name: str) -> None:
    with pytest.raises(ValueError, match="name of a passage"):
        markup.anchor_link(name, "Stelle im Text")


def test_a_marked_passage_can_be_reached_by_its_link() -> None:
    assert markup.mark("Satz", "stelle-1").html == '<mark id="stelle-1" tabindex="-1">Satz</mark>'
    assert markup.anchor_link("stelle-1", "Stelle").html == '<a href="#stelle-1">Stelle</a>'


@pytest.mark.parametrize("verdict", Verdict)
def test_a_verdict_is_word_and_shape_and_colour(verdict: Verdict) -> None:
    html = markup.verdict_badge(verdict).html
    assert verdict.label in html
    assert markup.SHAPES[verdict] in html
    assert f"ff-{verdict}" in html


def test_every_verdict_has_its_own_shape() -> None:
    assert len(set(markup.SHAPES.values())) == len(Verdict)


@pytest.mark.parametrize("outcome", Outcome)
def test_an_outcome_is_said_in_words(outcome: Outcome) -> None:
    assert outcome.label in markup.outcome_badge(outcome).html


@pytest.mark.parametrize("availability", Availability)
def test_an_availability_is_said_in_words(availability: Availability) -> None:
    assert availability.label in markup.availability_badge(availability).html


def test_a_heading_has_a_level() -> None:
    with pytest.raises(ValueError, match="level"):
        markup.heading(5, "zu tief")


FORBIDDEN = {"markdown", "write", "html", "table", "dataframe", "caption", "title", "header", "subheader", "iframe"}


@pytest.mark.parametrize("path", sorted((ROOT / "finder" / "ui").glob("*.py")), ids=lambda path: path.name)
def test_only_one_module_hands_markup_to_the_browser(path: Path) -> None:
    """R-71: no page writes HTML or Markdown by Streamlit's own means."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    called = {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "st"
    }
    named = {node.arg for node in nodes if isinstance(node, ast.keyword)}
    assert called & FORBIDDEN == ({"html"} if path.name == "markup.py" else set())
    assert not named & {"unsafe_allow_html", "unsafe_allow_javascript"}
