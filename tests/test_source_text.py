"""A text of a source is shown unchanged, and what was read from it is marked where it stands."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.ui.markup import Piece, visible
from finder.ui.source_text import Mark, marks, source_text
from tests.payloads import PAYLOADS

WORDS = st.text(alphabet="aä <&\t\n\r\x1c\u202e.", max_size=60) | st.text(max_size=60) | st.sampled_from(PAYLOADS)


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """A text and passages of it: apart, adjacent, overlapping, nested or the same twice."""
    text = draw(WORDS.filter(bool))
    place = st.integers(0, len(text) - 1)
    pairs = draw(st.lists(st.tuples(place, place), max_size=6))
    return text, [(min(pair), max(pair) + 1) for pair in pairs]


class Shown(HTMLParser):
    """What a browser would show: all words, those within marks, and the names of the marks."""

    def __init__(self, piece: Piece) -> None:
        super().__init__(convert_charrefs=True)
        self.words = ""
        self.marked = ""
        self.names: list[str] = []
        self.depth = 0
        self.feed(piece.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag == "mark"
        self.names += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "mark"

    def handle_data(self, data: str) -> None:
        self.words += data
        self.marked += data if self.depth else ""


def squeezed(text: str) -> str:
    """Text without blanks: layout turns line breaks and tabs into elements."""
    return "".join(visible(text).split())


@given(texts_with_spans())
def test_without_its_marks_the_text_is_the_text(case: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = case
    html = source_text(text, marks(spans, "stelle")).html
    assert re.sub(r"</?mark[^>]*>", "", html) == source_text(text).html
    assert squeezed(Shown(Piece(html)).words) == squeezed(text)


@given(texts_with_spans())
def test_exactly_the_passages_are_marked(case: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = case
    inside = "".join(sign for place, sign in enumerate(text) if any(start <= place < end for start, end in spans))
    assert squeezed(Shown(source_text(text, marks(spans, "stelle"))).marked) == squeezed(inside)


@given(texts_with_spans())
def test_every_passage_that_begins_with_a_word_can_be_reached_once(case: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = case
    names = Shown(source_text(text, marks(spans, "stelle"))).names
    assert len(set(names)) == len(names)
    assert {f"stelle-{start}" for start, _ in spans if squeezed(text[start])} <= set(names)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], []),
        ([(2, 5)], [(2, 5)]),
        ([(2, 5), (2, 5)], [(2, 5)]),
        ([(2, 5), (5, 8)], [(2, 5), (5, 8)]),
        ([(2, 6), (4, 9)], [(2, 4), (4, 9)]),
        ([(2, 9), (4, 6)], [(2, 4), (4, 9)]),
        ([(2, 4), (2, 9)], [(2, 9)]),
        ([(7, 9), (1, 3)], [(1, 3), (7, 9)]),
    ],
)
def test_marks_never_overlap(spans: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert marks(spans, "s") == tuple(Mark(start, end, f"s-{start}") for start, end in expected)


@pytest.mark.parametrize(
    ("text", "passage", "html"),
    [
        ("Eins zwei drei", "zwei", '<p>Eins <mark id="s" tabindex="-1">zwei</mark> drei</p>'),
        ("Eins\nzwei", "s\nz", '<p>Ein<mark id="s" tabindex="-1">s</mark><br><mark>z</mark>wei</p>'),
        ("\tA\n\tB", "A\n\tB", '<ul><li><mark id="s" tabindex="-1">A</mark></li><li><mark>B</mark></li></ul>'),
        ("a\r\nb", "b", '<p>a<br><mark id="s" tabindex="-1">b</mark></p>'),
        ("1 < 2", "< 2", '<p>1 <mark id="s" tabindex="-1">&lt; 2</mark></p>'),
    ],
)
def test_a_passage_is_marked_across_lines_and_items(text: str, passage: str, html: str) -> None:
    start = text.index(passage)
    shown = source_text(text, [Mark(start, start + len(passage), "s")])
    assert shown.html == f'<div class="ff-source" lang="de">{html}</div>'


def test_a_passage_is_marked_across_cells() -> None:
    html = source_text("Satz\tBetrag", [Mark(2, 8, "s")]).html
    assert '<td>Sa<mark id="s" tabindex="-1">tz</mark></td><td><mark>Bet</mark>rag</td>' in html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Eins\n\nZwei", "<p>Eins</p><p>Zwei</p>"),
        ("Eins\nZwei", "<p>Eins<br>Zwei</p>"),
        ("Vorher\n\tA\n\tB", "<p>Vorher</p><ul><li>A</li><li>B</li></ul>"),
        ("\tA\n\t\tA1\n\t\tA2\n\tB", "<ul><li>A<ul><li>A1</li><li>A2</li></ul></li><li>B</li></ul>"),
        ("\t\tTief\n\tHoch", "<ul><li>Tief</li></ul><ul><li>Hoch</li></ul>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
    ],
)
def test_a_text_of_a_source_keeps_its_paragraphs_and_lists(text: str, html: str) -> None:
    assert source_text(text).html == f'<div class="ff-source" lang="de">{html}</div>'


def test_a_text_of_a_source_keeps_its_tables() -> None:
    html = source_text("Satz\tBetrag\n80 %\t5.000 €").html
    assert "<tr><td>Satz</td><td>Betrag</td></tr><tr><td>80 %</td><td>5.000 €</td></tr>" in html
