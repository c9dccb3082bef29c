"""Typed pieces of semantic HTML: the only module that hands HTML to the browser (R-71).

Text enters as `str` and is always escaped; markup exists only as `Piece`, and only functions of this module make one.
Elements, attributes and classes are fixed here; a text of a source can become none of them. Addresses become links only
where they are https or lead to a page of this app.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from urllib.parse import urlencode, urlsplit

import streamlit as st

from finder.vocab import Availability, Outcome, Verdict

SHAPES = {
    Verdict.ELIGIBLE: "●",
    Verdict.ELIGIBLE_WITH_RESERVATION: "◐",
    Verdict.FACTS_MISSING: "○",
    Verdict.CHECK_GUIDELINE: "◇",
    Verdict.NEAR_MISS: "△",
    Verdict.NOT_ELIGIBLE: "✕",
}
"""One shape for each verdict, so that no meaning rests on colour alone."""

OUTCOME_SHAPES = {
    Outcome.MET: "✓",
    Outcome.FAILED: "✕",
    Outcome.OPEN_PROFILE: "?",
    Outcome.OPEN_PROJECT: "?",
    Outcome.OPEN_SOURCE: "◇",
    Outcome.NOT_APPLICABLE: "–",
}

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, directional marks and lone surrogates: they could hide or turn round what a reader sees."""


class Tone(StrEnum):
    """How urgent a notice is; its words say it too."""

    INFORMATION = "information"
    WARNING = "warning"
    ERROR = "error"


class Target(StrEnum):
    """The pages of this app that a link can lead to, by their path; HERE is the present one with another state."""

    HERE = ""
    MUNICIPALITY = "./"
    PROJECTS = "vorhaben"
    PROGRAMMES = "programme"
    PROGRAMME = "programm"
    DATA_STATE = "datenstand"


@dataclass(frozen=True)
class Piece:
    """Markup made by this module."""

    html: str

    def __add__(self, other: "Piece") -> "Piece":
        return Piece(self.html + other.html)


Content = str | Piece
EMPTY = Piece("")


def visible(text: str) -> str:
    """The text with every control or directional character replaced by a visible mark (�)."""
    return _UNSHOWABLE.sub(REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))


def _inner(content: Content) -> str:
    return content.html if isinstance(content, Piece) else escape(visible(content))


def _element(tag: str, content: Content, **attributes: str) -> Piece:
    """An element; `class_` and `aria_hidden` are written class and aria-hidden, empty attributes are left out."""
    named = ((name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items() if value)
    written = "".join(f' {name}="{escape(visible(value))}"' for name, value in named)
    return Piece(f"<{tag}{written}>{_inner(content)}</{tag}>")


def join(contents: Iterable[Content], between: str = "") -> Piece:
    """Pieces and texts in a row."""
    return Piece(escape(between).join(_inner(content) for content in contents))


def heading(level: int, content: Content, subtle: bool = False) -> Piece:
    """A heading of level 1 to 4."""
    if level not in range(1, 5):
        raise ValueError(f"no heading of level {level}")
    return _element(f"h{level}", content, class_="ff-subtle" if subtle else "")


def paragraph(content: Content, kind: str = "") -> Piece:
    """A paragraph; `kind` names a class of style.css without its prefix."""
    return _element("p", content, class_=f"ff-{kind}" if kind else "")


def brand(name: str) -> Piece:
    """The name of the app beside the navigation."""
    return _element("span", name, class_="ff-brand")


def strong(content: Content) -> Piece:
    """Words of weight within a sentence."""
    return _element("strong", content)


def note(words: Content) -> Piece:
    """A quieter line below what it belongs to."""
    return _element("div", words, class_="ff-place")


def line(content: Content) -> Piece:
    """Something on a line of its own."""
    return _element("div", content)


def block(contents: Iterable[Content], kind: str) -> Piece:
    """Pieces that belong together; `kind` names a class of style.css without its prefix."""
    return _element("div", join(contents), class_=f"ff-{kind}")


def notice(tone: Tone, title: str, contents: Iterable[Content]) -> Piece:
    """A message to the reader, announced by screen readers: what, where, what to do."""
    words = _element("p", _element("strong", title)) + join(contents)
    return _element("div", words, class_=f"ff-notice ff-{tone}", role="alert" if tone is Tone.ERROR else "status")


def items(contents: Iterable[Content], kind: str = "", ordered: bool = False) -> Piece:
    """A list; `kind` names a class of style.css without its prefix."""
    return _element(
        "ol" if ordered else "ul",
        join(_element("li", content) for content in contents),
        class_=f"ff-{kind}" if kind else "",
    )


def definitions(pairs: Iterable[tuple[str, Content]], kind: str = "facts") -> Piece:
    """Names and values."""
    groups = (_element("div", _element("dt", name) + _element("dd", value)) for name, value in pairs)
    return _element("dl", join(groups), class_=f"ff-{kind}")


def table(caption: Content, columns: Sequence[str], rows: Iterable[Sequence[Content]], kind: str = "") -> Piece:
    """A data table with caption; the first cell of a row is its header. Below 700 px each row becomes a card.

    `kind` names a class of style.css that fixes the widths, so that tables below each other stand in line.

    The roles are named because the cards' CSS would otherwise take the table out of the accessibility tree.
    """
    heads = join(_element("th", column, scope="col", role="columnheader") for column in columns)
    head = _element("thead", _element("tr", heads, role="row"), role="rowgroup")
    body = _element("tbody", join(_row(columns, row) for row in rows), role="rowgroup")
    named = f"ff-table ff-{kind}" if kind else "ff-table"
    return _element("table", _element("caption", caption) + head + body, class_=named, role="table")


def _row(columns: Sequence[str], row: Sequence[Content]) -> Piece:
    cells = (
        _element("td", _cell_name(column) + _element("div", cell), role="cell")
        for column, cell in zip(columns[1:], row[1:], strict=True)
    )
    return _element("tr", _element("th", row[0], scope="row", role="rowheader") + join(cells), role="row")


def _cell_name(column: str) -> Piece:
    """The column's name within the cell, shown where the row has become a card."""
    return _element("span", column, class_="ff-cell-name", aria_hidden="true")


def details(summary: Content, content: Content, opened: bool = False) -> Piece:
    """Something that opens on demand, or is open and can be closed."""
    inner = _element("summary", summary) + join((content,))
    return _element("details", inner, class_="ff-details", open="open" if opened else "")


def is_https(url: str) -> bool:
    """Whether an address may become a link: https, with a host, without user name or unshowable characters."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    plain = visible(url) == url and not re.search(r"[\s\\]", url)
    return plain and parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc


def link(url: str, label: str) -> Piece:
    """A link to an official https address; every other address is shown as text beside its label."""
    if is_https(url):
        return _element("a", label, href=url, rel="noopener noreferrer")
    return join((label, f" ({url})" if url and url != label else ""))


def page_link(target: Target, parameters: Sequence[tuple[str, str]], label: Content, current: bool = False) -> Piece:
    """A link to a page of this app; its state stands in the address."""
    href = f"{target}?{urlencode(parameters)}" if parameters else str(target)
    return _element("a", label, href=href, aria_current="true" if current else "")


def _shape(shape: str) -> Piece:
    return _element("span", shape, aria_hidden="true", class_="ff-shape")


def decoration(sign: str) -> Piece:
    """A sign that says nothing the words beside it do not say."""
    return _element("span", sign, aria_hidden="true")


def hidden(words: str) -> Piece:
    """Words for screen readers only."""
    return _element("span", words, class_="ff-hidden")


def verdict_badge(verdict: Verdict, count: str = "") -> Piece:
    """A verdict as word, shape and colour, on demand with a count."""
    words = [_shape(SHAPES[verdict]), _element("span", verdict.label)]
    if count:
        words.append(_element("span", count, class_="ff-count"))
    return _element("span", join(words, between=" "), class_=f"ff-badge ff-{verdict}")


def outcome_badge(outcome: Outcome) -> Piece:
    """The result of one requirement as word, shape and colour."""
    words = _shape(OUTCOME_SHAPES[outcome]) + _element("span", outcome.label)
    return _element("span", words, class_=f"ff-outcome ff-{outcome}")


def availability_badge(availability: Availability) -> Piece:
    """Whether an application can be filed, in words."""
    return _element("span", availability.label, class_=f"ff-state ff-{availability}")


def quote(words: str, place: Content) -> Piece:
    """A sentence of the source, marked, with the place it stands at."""
    return _element("q", _element("mark", words), class_="ff-quote") + _element("span", place, class_="ff-place")


def mark(words: str, anchor: str = "") -> Piece:
    """A highlighted passage; with a name, `anchor_link` leads to it. Raises ValueError for a name that is none."""
    if not anchor:
        return _element("mark", words)
    # Without tabindex a browser would scroll to the passage but leave the keyboard where it was.
    return _element("mark", words, id=_anchor(anchor), tabindex="-1")


def anchor_link(anchor: str, label: Content) -> Piece:
    """A link to a marked passage of the same page. Raises ValueError for a name that is none."""
    return _element("a", label, href=f"#{_anchor(anchor)}")


def _anchor(name: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", name):
        raise ValueError(f"no name of a passage: {name!r}")
    return name


def source(contents: Iterable[Content]) -> Piece:
    """A text of a source."""
    return _element("div", join(contents), class_="ff-source", lang="de")


def lines(contents: Iterable[Content]) -> Piece:
    """A paragraph with line breaks."""
    return _element("p", Piece("<br>".join(_inner(content) for content in contents)))


def plain_table(rows: Iterable[Iterable[Content]]) -> Piece:
    """A table of a source, whose heads nobody knows."""
    body = join(_element("tr", join(_element("td", cell) for cell in row)) for row in rows)
    return _element("div", _element("table", _element("tbody", body), class_="ff-plain"), class_="ff-scroll")


def show(*pieces: Piece) -> None:
    """Put pieces on the page; nothing where all of them are empty."""
    if html := join(pieces).html:
        st.html(html)
