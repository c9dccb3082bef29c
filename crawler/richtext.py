"""HTML to text that keeps paragraphs, lists and tables, and nothing but the source's own characters.

The form is described at finder.models.Section. Only white space is added, so that a quote of the text is verbatim in the
source once runs of white space are read as one.
"""

import re

import lxml.etree
import lxml.html

_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_PARAGRAPHS = frozenset(
    {"address", "article", "aside", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "fieldset"}
    | {
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "main",
        "nav",
        "ol",
    }
    | {"p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "ul"}
)
_LISTS = frozenset({"ul", "ol"})
_CELLS = frozenset({"td", "th"})
_ONE_LINE = _CELLS | {"li"}
_UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "iframe", "object", "svg", "math"})

_NOTHING, _SAME_LINE, _CELL, _LINE, _PARAGRAPH = "", " ", "\t", "\n", "\n\n"
_RANK = {_NOTHING: 0, _SAME_LINE: 1, _CELL: 2, _LINE: 3, _PARAGRAPH: 4}


def plain_text(html: str) -> str:
    """The text of a piece of HTML; "" where it holds none. Never raises for broken markup."""
    if "<" not in html and "&" not in html:
        return _SPACE.sub(" ", html).strip()
    if not _TAG.sub("", html).strip():
        return ""
    try:
        root = lxml.html.fragment_fromstring(html.replace("\x00", ""), create_parent="div")
    except (lxml.etree.ParserError, ValueError):
        return ""
    lines = _Lines()
    unseen = 0
    for event, element in lxml.etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            unseen += tag in _UNSEEN
            lines.opened(tag)
            text = element.text
        else:
            unseen -= event == "end" and tag in _UNSEEN
            if event == "end":
                lines.closed(tag)
            text = element.tail if element is not root else None
        if text and not unseen:
            lines.write(text)
    return "".join(lines.pieces)


class _Lines:
    """Collects text and the widest gap that stands before its next piece."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._gap = _NOTHING
        self._list_depth = 0
        self._line_depth = 0
        self._new_item = False

    def opened(self, tag: str) -> None:
        if tag in _LISTS:
            self._list_depth += 1
        if tag == "li":
            self._widen(_LINE)
            self._new_item = True
        elif tag == "tr":
            self._widen(_LINE)
        elif tag in _CELLS:
            self._widen(_CELL)
        else:
            self._boundary(tag)
        self._line_depth += tag in _ONE_LINE

    def closed(self, tag: str) -> None:
        self._line_depth -= tag in _ONE_LINE
        if tag in _LISTS:
            self._list_depth -= 1
        if tag in {"tr", "li"}:
            self._widen(_LINE)
        elif tag != "br":
            self._boundary(tag)

    def write(self, text: str) -> None:
        words = _SPACE.sub(" ", text)
        if words.startswith(" "):
            self._widen(_SAME_LINE)
        if not words.strip(" "):
            return
        if self.pieces:
            self.pieces.append(self._gap)
        if self._new_item:
            self.pieces.append("\t" * max(self._list_depth, 1))
        self.pieces.append(words.strip(" "))
        self._gap = _SAME_LINE if words.endswith(" ") else _NOTHING
        self._new_item = False

    def _boundary(self, tag: str) -> None:
        """A paragraph's edge; inside a list item or a table cell it only parts words, so that the line stays one."""
        if tag == "br":
            self._widen(_SAME_LINE if self._line_depth else _LINE)
        elif tag in _PARAGRAPHS:
            nested_list = tag in _LISTS and self._line_depth
            self._widen(_LINE if nested_list else _SAME_LINE if self._line_depth else _PARAGRAPH)

    def _widen(self, gap: str) -> None:
        if _RANK[gap] > _RANK[self._gap]:
            self._gap = gap
