"""Pure: a text of a source as markup, unchanged, with passages marked at their exact places."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from finder.ui import markup
from finder.ui.markup import Piece, visible

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")


class Mark(NamedTuple):
    """A marked stretch of a text, in characters of that text; `anchor` is its name in the page."""

    start: int
    end: int
    anchor: str


class _Line(NamedTuple):
    start: int
    words: str

    @property
    def kind(self) -> str:
        """gap, list, table or paragraph, as `finder.models.Section` describes them."""
        if not visible(self.words).strip():
            return "gap"
        if self.words.startswith("\t"):
            return "list"
        return "table" if "\t" in self.words else "paragraph"

    def part(self, start: int, end: int) -> "_Line":
        return _Line(self.start + start, self.words[start:end])

    def cells(self) -> list["_Line"]:
        return [self.part(*cell.span()) for cell in re.finditer(r"[^\t]+|(?<=\t)(?=\t|\Z)|\A(?=\t)", self.words)]


def marks(spans: Iterable[tuple[int, int]], prefix: str) -> tuple[Mark, ...]:
    """Marks that cover all spans and do not overlap: every start of a span starts a mark of its own.

    The anchor is the prefix with the start, so that whoever knows a span knows its anchor.
    """
    furthest: dict[int, int] = {}
    for start, end in spans:
        furthest[start] = max(end, furthest.get(start, 0))
    found: list[Mark] = []
    reach = 0
    for start, following in pairwise([*sorted(furthest), max(furthest.values(), default=0)]):
        reach = max(reach, furthest[start])
        found.append(Mark(start, min(reach, following), f"{prefix}-{start}"))
    return tuple(found)


def source_text(text: str, marked: Sequence[Mark] = ()) -> Piece:
    """A text of a source, unchanged: paragraphs, lists and tables, with the marked passages highlighted."""
    lines = [_Line(found.start(), found[1]) for found in _LINE.finditer(text)]
    groups = groupby(lines, key=lambda line: line.kind)
    return markup.source(_RENDER[kind](list(group), marked) for kind, group in groups)


def _words(line: _Line, marked: Sequence[Mark]) -> Piece:
    """A line cut at the borders of its marks; the piece in which a mark begins carries its anchor."""
    start, end = line.start, line.start + len(line.words)
    pieces: list[str | Piece] = []
    done = start
    for mark in marked:
        first, last = max(mark.start, start), min(mark.end, end)
        if first >= last:
            continue
        pieces.append(line.words[done - start : first - start])
        anchor = mark.anchor if mark.start >= start else ""
        pieces.append(markup.mark(line.words[first - start : last - start], anchor))
        done = last
    return markup.join([*pieces, line.words[done - start :]])


def _gap(_: Sequence[_Line], __: Sequence[Mark]) -> Piece:
    return markup.EMPTY


def _paragraph(lines: Sequence[_Line], marked: Sequence[Mark]) -> Piece:
    return markup.lines(_words(line, marked) for line in lines)


def _table(lines: Sequence[_Line], marked: Sequence[Mark]) -> Piece:
    return markup.plain_table([_words(cell, marked) for cell in line.cells()] for line in lines)


def _list(lines: Sequence[_Line], marked: Sequence[Mark]) -> Piece:
    """Nested lists; a level that is left out in the text is not invented."""
    levels: list[tuple[int, list[Piece]]] = [(0, [markup.EMPTY])]
    for line in lines:
        depth = len(line.words) - len(line.words.lstrip("\t"))
        item = _words(line.part(depth, len(line.words)), marked)
        while levels[-1][0] > depth:
            _close(levels)
        if levels[-1][0] == depth:
            levels[-1][1].append(item)
        else:
            levels.append((depth, [item]))
    while len(levels) > 1:
        _close(levels)
    return levels[0][1][0]


def _close(levels: list[tuple[int, list[Piece]]]) -> None:
    """The innermost list becomes the end of the item it stands in."""
    _, items = levels.pop()
    levels[-1][1][-1] += markup.items(items)


_RENDER = {"gap": _gap, "list": _list, "table": _table, "paragraph": _paragraph}
