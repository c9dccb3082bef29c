"""German full-text search: its two tables, what is written into them, and how a question is answered.

`search_parts` (trigrams over the distinct words of a text) finds a word inside compounds: "radweg" in "Radwegebau".
`search_words` (word stems) finds inflections, phrases and words of one or two letters, and ranks with bm25.
Text and question go through the same normaliser. What people type is never FTS5 syntax (R-77).
"""

import re
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, NamedTuple, Self

from pydantic import Field, model_validator
from Stemmer import Stemmer

from finder.frozen import Frozen
from finder.yamlfile import load_yaml

SYNONYMS = Path(__file__).with_name("synonyms.yml")
MAX_TERMS = 40
"""More words and phrases than these are left out of a question; nobody types them by hand."""

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_MARKS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_]{1,64}")
_QUOTES = '"„“”«»'
_TERM = re.compile(rf"(?P<minus>[-−–]?)(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]|(?P<word>\S+))")
_SHORTEST_PART = 3
_SHORTEST_SYNONYM_PART = 6
_SHORTEST_STEM_INSIDE = 4
_WEIGHT_OF_TITLE = 5.0
_WHOLE_IN_TITLE = 2
_PART_IN_TITLE = 1


class IndexEntry(NamedTuple):
    """One programme as the index takes it; `rowid` is the programme's number in the store."""

    rowid: int
    title: str
    text: str


class Synonyms(Frozen):
    """Words that municipalities use for the same thing; each word stands in one group only, in one inflection."""

    groups: tuple[Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=2)], ...]

    @model_validator(mode="after")
    def _words_are_searchable_and_stand_once(self) -> Self:
        stems = Counter(_stems(_words(word)) for group in self.groups for word in group)
        wrong = sorted(" ".join(phrase) for phrase, times in stems.items() if times > 1 or not phrase)
        if wrong:
            raise ValueError(f"these word stems stand twice or hold no letter: {wrong}")
        return self


class _Form(NamedTuple):
    """One way to say what is asked for."""

    stems: tuple[str, ...]
    """Word stems that must stand side by side."""
    part: str | None = None
    """What may also stand inside a word."""


class _Term(NamedTuple):
    """One thing asked for: as it was typed, and what is as good as that."""

    typed: _Form
    synonyms: tuple[_Form, ...] = ()
    unwanted: bool = False


def fold(text: str) -> str:
    """Text as it is compared: lower case, ä→ae, ö→oe, ü→ue, ß→ss, other diacritics dropped."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_UMLAUTS)
    if folded.isascii():
        return folded
    return _MARKS.sub("", unicodedata.normalize("NFKD", folded))


def create_tables(connection: sqlite3.Connection) -> None:
    """Creates the two search tables; raises sqlite3.OperationalError where they exist. Leaves the commit to the caller."""
    connection.execute("CREATE VIRTUAL TABLE search_parts USING fts5(title, text, tokenize='trigram', columnsize=0)")
    connection.execute(
        "CREATE VIRTUAL TABLE search_words USING fts5(title, text, tokenize='unicode61 remove_diacritics 0')"
    )


def write(connection: sqlite3.Connection, entries: Iterable[IndexEntry]) -> None:
    """Puts programmes into the index in place of what it holds of them. Leaves the commit to the caller."""
    by_rowid = {entry.rowid: (_words(entry.title), _words(entry.text)) for entry in entries}
    remove(connection, by_rowid)
    connection.executemany(
        "INSERT INTO search_parts (rowid, title, text) VALUES (?, ?, ?)",
        ((rowid, " ".join(title), " ".join(dict.fromkeys(text))) for rowid, (title, text) in by_rowid.items()),
    )
    connection.executemany(
        "INSERT INTO search_words (rowid, title, text) VALUES (?, ?, ?)",
        ((rowid, " ".join(_stems(title)), " ".join(_stems(text))) for rowid, (title, text) in by_rowid.items()),
    )


def remove(connection: sqlite3.Connection, rowids: Iterable[int]) -> None:
    """Takes programmes out of the index; unknown numbers are passed over. Leaves the commit to the caller."""
    numbers = [(rowid,) for rowid in rowids]
    connection.executemany("DELETE FROM search_parts WHERE rowid = ?", numbers)
    connection.executemany("DELETE FROM search_words WHERE rowid = ?", numbers)


def search(connection: sqlite3.Connection, text: str, limit: int) -> list[int]:
    """Numbers of at most `limit` programmes that hold everything asked for, best first: hits in the title, then bm25.

    Every word must occur: as a word in any inflection, inside a longer word (from three letters on), or as a synonym.
    A phrase in quotes must occur word by word; a leading minus excludes the word or phrase. A text without any word
    asks for nothing, and so leaves nothing out. No text raises. Works on a read-only connection.
    """
    terms = _terms(text)
    wanted = [term for term in terms if not term.unwanted]
    unwanted = [term for term in terms if term.unwanted]
    found = _found(connection, wanted) - {rowid for term in unwanted for rowid in _whole(connection, [term.typed])}
    if not wanted or not found:
        return sorted(found)[:limit]
    titles = _title_hits(connection, wanted)
    ranks = _ranks(connection, wanted)
    return sorted(found, key=lambda rowid: (-titles.get(rowid, 0), ranks.get(rowid, 0.0), rowid))[:limit]


# --- text and question --------------------------------------------------------------------------------------------


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _stems(words: Sequence[str]) -> tuple[str, ...]:
    # A stemmer keeps the word it works on and must not be shared between threads.
    return tuple(Stemmer("german", 0).stemWords(words))


def _terms(text: str) -> list[_Term]:
    terms = (term for match in _TERM.finditer(text) for term in _terms_of(match))
    return list(dict.fromkeys(terms))[:MAX_TERMS]


def _terms_of(match: re.Match[str]) -> list[_Term]:
    words = _words(match["word"] if match["phrase"] is None else match["phrase"])[:MAX_TERMS]
    if not words:
        return []
    if match["minus"]:
        return [_Term(_Form(_stems(words)), unwanted=True)]
    if match["phrase"] is not None:
        return [_Term(_Form(_stems(words)))]
    return [_Term(_form([word], _SHORTEST_PART), _synonyms().get(_stems([word])[0], ())) for word in words]


def _form(words: Sequence[str], shortest_part: int) -> _Form:
    stems = _stems(words)
    word, stem = words[0], stems[0]
    if len(words) > 1 or len(word) < shortest_part:
        return _Form(stems)
    # A stem that lost its umlaut ("forder" of "foerderung") would be found inside other words ("Anforderung").
    return _Form(stems, stem if len(stem) >= _SHORTEST_STEM_INSIDE and word.startswith(stem) else word)


@cache
def _synonyms() -> Mapping[str, tuple[_Form, ...]]:
    """The forms that are as good as a word, by the stem of that word."""
    groups = Synonyms.model_validate(load_yaml(SYNONYMS)).groups
    forms = (tuple(_form(_words(word), _SHORTEST_SYNONYM_PART) for word in group) for group in groups)
    return {form.stems[0]: group for group in forms for form in group if len(form.stems) == 1}


# --- tables -------------------------------------------------------------------------------------------------------


def _found(connection: sqlite3.Connection, terms: Sequence[_Term]) -> set[int]:
    """The programmes that hold every term; all where there is none."""
    if not terms:
        return {row[0] for row in connection.execute("SELECT rowid FROM search_words")}
    found = _any_form(connection, terms[0])
    for term in terms[1:]:
        if found:
            found &= _any_form(connection, term)
    return found


def _any_form(connection: sqlite3.Connection, term: _Term) -> set[int]:
    forms = (term.typed, *term.synonyms)
    return _whole(connection, forms) | _inside(connection, forms)


def _whole(connection: sqlite3.Connection, forms: Iterable[_Form], place: str = "search_words") -> set[int]:
    asked = _any(form.stems for form in forms)
    return {row[0] for row in connection.execute(f"SELECT rowid FROM search_words WHERE {place} MATCH ?", (asked,))}


def _inside(connection: sqlite3.Connection, forms: Iterable[_Form], place: str = "search_parts") -> set[int]:
    parts = {form.part for form in forms if form.part}
    shortest = [part for part in parts if not any(other in part for other in parts - {part})]
    asked = _any((part,) for part in shortest)
    return {row[0] for row in connection.execute(f"SELECT rowid FROM search_parts WHERE {place} MATCH ?", (asked,))}


def _title_hits(connection: sqlite3.Connection, terms: Iterable[_Term]) -> dict[int, int]:
    """How well the titles answer what was typed: per term two points for the word, one for a word that contains it."""
    hits: dict[int, int] = {}
    for term in terms:
        whole = _whole(connection, [term.typed], "title")
        for rowid in whole | _inside(connection, [term.typed], "title"):
            hits[rowid] = hits.get(rowid, 0) + (_WHOLE_IN_TITLE if rowid in whole else _PART_IN_TITLE)
    return hits


def _ranks(connection: sqlite3.Connection, terms: Iterable[_Term]) -> dict[int, float]:
    """bm25 of the programmes that hold any of the words or synonyms; negative, the smaller the better."""
    asked = _any(form.stems for term in terms for form in (term.typed, *term.synonyms))
    ranked = f"SELECT rowid, bm25(search_words, {_WEIGHT_OF_TITLE}) FROM search_words WHERE search_words MATCH ?"
    return dict(connection.execute(ranked, (asked,)))


def _any(phrases: Iterable[Iterable[str]]) -> str:
    """An FTS5 expression for any of these phrases (for none: one that finds nothing); words are letters and digits."""
    return " OR ".join(dict.fromkeys(f'"{" ".join(phrase)}"' for phrase in phrases)) or '""'
