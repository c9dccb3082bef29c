"""German sentences: where one ends, and where a full stop is part of an abbreviation, a date, an ordinal or a number."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from finder.frozen import Frozen
from finder.yamlfile import load_yaml

LONGEST = 2000
"""A sentence longer than this many characters is cut at a semicolon, a comma or a blank, so that readers stay quick."""


class _Wording(Frozen):
    """Words that tell a full stop of a sentence from one inside it."""

    abbreviations: Annotated[tuple[str, ...], Field(min_length=1)]
    after_ordinal: Annotated[tuple[str, ...], Field(min_length=1)]
    """Words that begin a new sentence even after a number with a full stop."""


_WORDING = _Wording.model_validate(load_yaml(Path(__file__).with_name("splitting.yml")))
_ABBREVIATIONS = frozenset(word.lower() for word in _WORDING.abbreviations)
_STARTERS = frozenset(_WORDING.after_ordinal)
_STOP = re.compile(
    r"[.!?…][\"“”«»’')\]*]{0,3}\s+(?=[\"„“»«‚'(\[*]{0,3}[A-ZÄÖÜ0-9§])"
    r"|(?<=[a-zäöüß)]{2})[.!?](?=[A-ZÄÖÜ][a-zäöüß]{1,30}[ ,])"
)
_LAST_TOKEN = re.compile(r"[^\s(„“\"/]*$")
_NEXT_WORD = re.compile(r"\W*(\w+)")
_ROMAN_OR_SHORT = re.compile(r"[IVXLivxl]{1,6}|[A-Za-zÄÖÜäöü]|\d{1,2}|(?:\d{1,2}\.)+\d{1,2}")
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}")
_SENTENCE_NUMBER = re.compile(r"\d{1,2}(?=[A-ZÄÖÜ][a-zäöüß])")
"""Bavarian rules number their sentences; the raised figure arrives joined to the first word ("1Antragsberechtigt")."""
_CUTS = ("; ", ", ", " ")
_TOKEN_WINDOW = 40


def split_sentences(text: str, start: int, end: int, *, whole: bool = False) -> Iterator[tuple[int, int]]:
    """Places of the sentences in text[start:end], without the blanks around them; `whole` keeps it one sentence."""
    begin = start
    for stop in () if whole else _STOP.finditer(text, start, end):
        if _ends_sentence(text, start, stop):
            yield from _cut(text, begin, stop.end())
            begin = stop.end()
    yield from _cut(text, begin, end)


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    if text[stop.start()] != ".":
        return True
    before = _LAST_TOKEN.search(text, max(start, stop.start() - _TOKEN_WINDOW), stop.start())
    token = before[0] if before else ""
    if token.lower() in _ABBREVIATIONS:
        return False
    if _ROMAN_OR_SHORT.fullmatch(token) and not _DATE.fullmatch(token):
        following = _NEXT_WORD.match(text, stop.end() - 1)
        at_beginning = stop.start() - len(token) <= start
        return following is not None and following[1] in _STARTERS and not at_beginning
    return True


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        middle = next(
            (at + len(cut) for cut in _CUTS if (at := text.rfind(cut, start + LONGEST // 2, start + LONGEST)) > 0),
            start + LONGEST,
        )
        yield from _trimmed(text, start, middle)
        start = middle
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = text[start:end]
    stripped = words.strip()
    if stripped:
        begin = start + words.index(stripped[0])
        if number := _SENTENCE_NUMBER.match(text, begin, end):
            yield number.end(), begin + len(stripped)
            return
        yield begin, begin + len(stripped)
