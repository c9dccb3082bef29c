"""Lines of a text to blocks: kind, nesting, numbering, heading, part, and the lead of each list item.

Sources flatten much: a list may come as tabbed lines, as paragraphs that begin with "a)" or "–", as paragraphs that end
in a comma after a lead with a colon, or as an enumeration inside one paragraph. All four become items with their lead.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from rules.extract.parts import heading_part, opens_part

_LINE = re.compile(r"[^\n]+")
_MARKS = r"[*_\s]{0,4}"
_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_NUMBERING = re.compile(
    rf"{_MARKS}(?P<number>§\s?\d{{1,3}}[a-z]?(?=\s)"
    r"|\d{1,2}(?:\\?\.\d{1,2}){1,5}(?!\d|\.\d)(?:\\?[.)])?(?:\s?[a-z]\))?(?=\s)"
    rf"|\d{{1,2}}\\?[.)](?=\s)(?!\s(?:{_MONTHS})\b)"
    r"|\d{1,2}(?=\s[A-ZÄÖÜ])(?!\s(?:Prozent|Euro|EUR|Mio|Mrd|Tsd|Jahr|Monat|Woche|Tag|Werktag|Stunde|Punkt|Einwohner))"
    r"|[IVX]{1,5}\\?[.)](?=\s|[A-ZÄÖÜ][a-zäöü])"
    r"|\(?[a-z]{1,2}\)(?=\s)"
    r"|[A-H]\\?[.)](?=\s)"
    r"|[–•▪·‐-](?=\s))\s*"
)
_DATE = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}")
_INLINE = re.compile(
    r"(?:(?<=[:;,.]\s)|(?<=\s(?=a\)|aa\)|1\.\s)))"
    rf"(?:[a-z]{{1,2}}\)\s|\d{{1,2}}\.(?:\d{{1,2}}\.){{0,4}}(?:\d{{1,2}})?\s(?=[A-ZÄÖÜ„])(?!(?:{_MONTHS})\b)|[–•▪]\s)"
)
_NO_INLINE_AFTER = re.compile(
    r"(?:\b(?:Nr|Nrn|Nummern?|Buchstaben?|Buchst|Bst|Ziffern?|Ziff|Satz|Abs|Absatz|Art|Artikel|Punkt|vom|bis|und|oder|ab|am|zum|S|Tz|Kap|Anlage)\.?|\d[.)]?,?)\s$"
)
_VERB = re.compile(
    r"\b(?:ist|sind|wird|werden|kann|können|hat|haben|beträgt|betragen|gilt|gelten|erfolgt|erfolgen|muss|müssen|darf|dürfen|soll|sollen|erhalten|gewährt|besteht|bestehen|richten|stellen)\b"
)
_LONGEST_HEADING = 120
_LONGEST_LEAD = 300
_LETTER, _DOUBLE_LETTER, _DASH = 10, 11, 12
_TAB = 20
_DASHES = "–•▪·‐-"
_GOES_ON = (",", ";", " und", " oder", " sowie")
_CLOSED = (".", ";", ",", "!", "?", "“", "”", ")", "]")


class BlockKind(Enum):
    """What a line of the text is (finder.models.Section describes the form)."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True)
class Block:
    """One paragraph, list item or table row: text[start:end] of its section."""

    kind: BlockKind
    depth: int
    """Nesting of a list item, 0 for everything else."""
    start: int
    end: int
    number: str | None
    """Its own numbering as written: "4.2", "III.", "a)"; None where it has none."""
    heading: str | None
    """The nearest heading above it; for a heading the one before, so that a form's value knows its label."""
    part: str | None
    """The part of the guideline it stands in."""
    lead: str | None
    """For an item: the sentence that introduces its list, after those of the lists around it."""
    is_heading: bool = False


@dataclass(frozen=True)
class _Piece:
    """A line, or one item of an enumeration inside it; `body` is where its words begin after the numbering."""

    start: int
    body: int
    end: int
    number: str | None
    rank: int | None
    """Nesting by the form of its mark: digits by their parts, then letters, double letters, dashes, tabs."""
    inline: bool


def split_blocks(title: str, text: str) -> tuple[Block, ...]:
    """The blocks of one section, in order. Linear; never raises.

    One part alone is none: a heading such as "Fördergegenstand 1" without a second is taken for the title it mostly is.
    """
    blocks = tuple(_Reader(title, text).blocks())
    if len({block.part for block in blocks} - {None}) > 1:
        return blocks
    return tuple(replace(block, part=None) for block in blocks)


class _Reader:
    """Reads pieces in order and remembers heading, part and the open lists."""

    def __init__(self, title: str, text: str) -> None:
        self.text = text
        self.titles = tuple(filter(None, dict.fromkeys((title.strip(), _first_words(text)))))
        self.heading: str | None = None
        self.part: str | None = None
        self.part_level: int | None = None
        self.open: list[tuple[int, str]] = []
        self.listing = False
        self.after_lead = False
        self.bullet = False
        """A line with nothing but a mark of a list stands above."""

    def blocks(self) -> Iterator[Block]:
        for line in _LINE.finditer(self.text):
            if line[0].strip():
                yield from map(self._block, self._pieces(line.start(), line.end()))

    def _pieces(self, start: int, end: int) -> Iterator[_Piece]:
        line = self.text[start:end]
        tabs = len(line) - len(line.lstrip("\t"))
        begin = start + len(line) - len(line.lstrip())
        end = start + len(line.rstrip())
        if tabs:
            yield _Piece(begin, begin, end, None, _TAB + tabs, inline=False)
            return
        begin = self._after_title(begin, end)
        inline = False
        for mark in _INLINE.finditer(self.text, begin + 1, end):
            if mark.start() > begin and not _NO_INLINE_AFTER.search(self.text, mark.start() - 14, mark.start()):
                yield self._piece(begin, mark.start(), inline)
                begin, inline = mark.start(), True
        yield self._piece(begin, end, inline)

    def _after_title(self, begin: int, end: int) -> int:
        """Some sources write the short title before every heading: "RL Sirenen 2. Gegenstand"."""
        for name in self.titles:
            if self.text.startswith(name, begin) and begin + len(name) < end:
                after = begin + len(name) + 1
                if _NUMBERING.match(self.text, after, end) or opens_part(self.text[after:end]):
                    return after
        return begin

    def _piece(self, start: int, end: int, inline: bool) -> _Piece:
        end = start + len(self.text[start:end].rstrip())
        found = _NUMBERING.match(self.text, start, end)
        if not found or _DATE.match(found["number"]):
            return _Piece(start, start, end, None, None, inline)
        number = found["number"].replace("\\", "")
        return _Piece(start, found.end(), end, number, _rank(number), inline)

    def _block(self, piece: _Piece) -> Block:
        words = self.text[piece.body : piece.end]
        if words and words in _DASHES:
            self.bullet = True
            return self._made(BlockKind.PARAGRAPH, 0, piece, None)
        if self._is_heading(piece, words):
            return self._head(piece, words)
        tabbed = piece.rank is not None and piece.rank >= _TAB
        if "\t" in words.strip() and not tabbed:
            return self._made(BlockKind.ROW, 0, piece, None)
        kind, depth, lead = BlockKind.PARAGRAPH, 0, None
        rank = piece.rank
        if rank is None and (self.bullet or self._continues_list(words)):
            rank = _DASH
        self.bullet = False
        if rank is not None and (rank >= _LETTER or self._begins_list(piece, words) or self._inside(rank)):
            while self.open and self.open[-1][0] >= rank:
                self.open.pop()
            lead = " ".join(words for _, words in self.open)[-_LONGEST_LEAD:] or None
            kind, depth = BlockKind.ITEM, max(1, rank - _TAB if tabbed else sum(r >= 0 for r, _ in self.open))
        else:
            self.open.clear()
            rank = -1
        self.open.append((rank, _last_sentence(words)))
        self.listing = kind is BlockKind.ITEM and words.endswith(_GOES_ON)
        self.after_lead = words.endswith(":") or (
            kind is BlockKind.PARAGRAPH and words[-1:] not in _CLOSED and bool(_VERB.search(words))
        )
        return self._made(kind, depth, piece, lead)

    def _begins_list(self, piece: _Piece, words: str) -> bool:
        return self.after_lead and (piece.inline or words.endswith(_GOES_ON))

    def _inside(self, rank: int) -> bool:
        return any(open_rank == rank for open_rank, _ in self.open)

    def _continues_list(self, words: str) -> bool:
        return (self.after_lead or self.listing) and (
            words.endswith(_GOES_ON) or (self.listing and len(words) < _LONGEST_LEAD)
        )

    def _made(self, kind: BlockKind, depth: int, piece: _Piece, lead: str | None) -> Block:
        return Block(kind, depth, piece.start, piece.end, piece.number, self.heading, self.part, lead)

    def _is_heading(self, piece: _Piece, words: str) -> bool:
        if piece.inline or (piece.rank is not None and piece.rank >= _LETTER) or len(words) > _LONGEST_HEADING:
            return False
        bare = words.strip("*_ ")
        if not bare or bare[-1] in ".:;,!" or bare.endswith(_GOES_ON) or "\t" in bare or not bare[0].isupper():
            return False
        if piece.number is None and (self.listing or self.after_lead):
            return False
        return bare[-1] == "?" or not _VERB.search(bare)

    def _head(self, piece: _Piece, words: str) -> Block:
        self.open.clear()
        self.listing = self.after_lead = False
        block = self._made(BlockKind.PARAGRAPH, 0, piece, None)
        self.heading = words.strip("*_ ")
        if opens_part(self.heading):
            self.part, self.part_level = heading_part(self.heading), piece.rank
        elif piece.rank is not None and self.part_level is not None and piece.rank <= self.part_level:
            self.part = self.part_level = None
        return replace(block, is_heading=True)


def _rank(number: str) -> int:
    """How deep a mark stands: "4." 1, "4.2" 2, "a)" below all digits, "aa)" below those, dashes below both."""
    if number[0] in _DASHES:
        return _DASH
    if number[0].isdigit():
        return 1 + sum(part.isdigit() for part in number.rstrip(".)").split(".")[1:])
    if number[0].islower() or number[0] == "(":
        return _DOUBLE_LETTER if len(number.strip("()")) > 1 else _LETTER
    return 0


def _first_words(text: str) -> str:
    """The first line, where it is short enough to be a title."""
    first = _LINE.search(text)
    return first[0].strip() if first and len(first[0]) <= _LONGEST_HEADING else ""


def _last_sentence(words: str) -> str:
    """The end of a paragraph, from its last full stop on."""
    tail = words[-_LONGEST_LEAD:]
    return tail[tail.rstrip(". ").rfind(". ") + 1 :].strip()
