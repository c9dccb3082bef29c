"""Place names as people type them and as the register writes them, brought to one form.

"St. Georgen im Schwarzwald, Stadt", "sankt georgen/schwarzwald" and "ST.GEORGEN I. SCHWARZWALD" become equal. Pure.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from finder.vocab import UnitLevel

LONGEST = 200
"""Longest phrase that is looked at, in characters; the register's longest name has 50."""

_BEFORE_FOLDING = (
    # "OB" is a region only after "i."; in lower case it would be the preposition of "ob der Tauber".
    (re.compile(r"\bi\.\s?OB\b"), "in Oberbayern"),
    (re.compile(r"\bi\.\s?NB\b"), "in Niederbayern"),
    (re.compile(r"\bO\.\s?L\."), "Oberlausitz"),
)
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ł": "l", "ø": "oe", "'": "", "’": ""})
_ABBREVIATIONS = {
    **{"st": "sankt", "skt": "sankt", "hann": "hannoversch", "hl": "heilig"},
    **{"opf": "oberpfalz", "ofr": "oberfranken", "ufr": "unterfranken", "mfr": "mittelfranken", "bay": "bayern"},
    **{"erzgeb": "erzgebirge", "vogtl": "vogtland", "sa": "sachsen", "westf": "westfalen", "rhld": "rheinland"},
    **{"oldb": "oldenburg", "odw": "odenwald", "thuer": "thueringer", "saechs": "saechsische"},
}
_QUALIFYING = frozenset(["a", "am", "an", "auf", "b", "bei", "i", "im", "in", "o", "ob", "u", "unter", "v", "vor"])
"""Words after which a name only says which place of that name is meant: "Neustadt a.d.Aisch"."""
_FILLING = _QUALIFYING | frozenset(["d", "das", "dem", "den", "der", "des", "die", "und", "von", "vom"])
_MARKS = "(/"
_TOKENS = re.compile(r"[^\W_]+|[(/]")
_WORDS = re.compile(r"[^\W_]+")
_TAIL = re.compile(r"^(?P<head>[^,(]+(?:\([^)]*\)[^,(]*)*),(?P<tail>.+)$|^(?P<name>[^(]+)\((?P<inside>[^)]+)\)?.*$")


class PlaceName(NamedTuple):
    """A name in comparable form."""

    full: str
    """All words that carry meaning: "neustadt aisch"."""
    core: str
    """The words before what only tells namesakes apart: "neustadt"."""
    qualifier: tuple[str, ...]
    """The words after it: ("aisch",)."""


class Limit(NamedTuple):
    """What a word such as "Landkreis" or "VG" says about the unit that is meant."""

    level: UnitLevel
    type_codes: frozenset[str] | None = None
    """Codes of the register that fit; None where every unit of the level does."""


class Reading(NamedTuple):
    """One way to understand a phrase."""

    name: PlaceName
    limit: Limit | None
    qualifier: str | None
    """What was added to tell namesakes apart: a Kreis, a Land, a suffix of the register."""


_TOWN = Limit(UnitLevel.MUNICIPALITY, frozenset({"61", "62", "63", "67"}))
_MUNICIPALITY = Limit(UnitLevel.MUNICIPALITY)
_COUNTY = Limit(UnitLevel.COUNTY)
_LAND = Limit(UnitLevel.LAND)


def _association(*codes: str) -> Limit:
    return Limit(UnitLevel.ASSOCIATION, frozenset(codes) or None)


LIMITS = {
    **dict.fromkeys(("stadt", "kreisfreie stadt", "grosse kreisstadt", "kreisstadt", "landeshauptstadt"), _TOWN),
    **dict.fromkeys(("hansestadt", "universitaetsstadt", "lutherstadt", "stadtkreis"), _TOWN),
    **dict.fromkeys(("gemeinde", "ortsgemeinde"), _MUNICIPALITY),
    **dict.fromkeys(("markt", "marktgemeinde"), Limit(UnitLevel.MUNICIPALITY, frozenset({"60"}))),
    **dict.fromkeys(("landkreis", "kreis", "lk", "lkr", "landkr", "kr"), _COUNTY),
    **dict.fromkeys(("regionalverband", "region", "staedteregion"), _COUNTY),
    **dict.fromkeys(("land", "bundesland", "freistaat"), _LAND),
    **dict.fromkeys(("gemeindeverband", "verband"), _association()),
    "amt": _association("51"),
    **dict.fromkeys(("samtgemeinde", "sg"), _association("52")),
    "verbandsgemeinde": _association("53"),
    "vg": _association("53", "54"),
    **dict.fromkeys(("verwaltungsgemeinschaft", "vgem", "vvg"), _association("54")),
    "kirchspielslandgemeinde": _association("55"),
    **dict.fromkeys(("verwaltungsverband", "gemeindeverwaltungsverband", "gvv"), _association("56")),
    **dict.fromkeys(("erfuellende gemeinde", "eg"), _association("58")),
}
"""Words that say which kind of unit is meant, folded."""
_KIND_WORDS = frozenset(word for word, limit in LIMITS.items() if limit.level is not UnitLevel.LAND) | {"der"}


def folded(text: str) -> str:
    """Lower case, umlauts as two letters, no accents, full-width letters as plain ones."""
    plain = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    if plain.isascii():
        return plain
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


def words(text: str) -> list[str]:
    """The folded words of a text, abbreviations written out."""
    return [_ABBREVIATIONS.get(word, word) for word in _WORDS.findall(folded(text))]


def place_name(text: str) -> PlaceName:
    """A name without suffix in comparable form."""
    for pattern, expanded in _BEFORE_FOLDING:
        text = pattern.sub(expanded, text)
    tokens = _TOKENS.findall(folded(text))
    start = next((at for at, word in enumerate(tokens) if at and (word in _QUALIFYING or word in _MARKS)), len(tokens))
    core = _meaningful(tokens[:start])
    qualifier = _meaningful(tokens[start:])
    return PlaceName(" ".join(core + qualifier), " ".join(core), qualifier)


def _meaningful(tokens: list[str]) -> tuple[str, ...]:
    spoken = [_ABBREVIATIONS.get(word, word) for word in tokens if word not in _MARKS]
    return tuple(word for word in spoken if word not in _FILLING) or tuple(spoken)


def base_and_suffix(register_name: str) -> tuple[str, str]:
    """Splits a name of the register: "Görlitz, Stadt" → ("Görlitz", "Stadt")."""
    base, _, suffix = register_name.partition(",")
    return base.strip(), suffix.strip()


def spoken_names(register_name: str) -> Iterator[PlaceName]:
    """The names a unit of the register goes by: its own, in Lusatia also the Sorbian one after " / "."""
    base, suffix = base_and_suffix(register_name)
    yield place_name(base)
    if " / " in register_name:
        own, _, sorbian = base.partition(" / ")
        yield place_name(own)
        yield place_name(sorbian or suffix.partition(" / ")[2])


def without_kind(name: PlaceName) -> PlaceName:
    """The name of a Kreis or Verband without the word for its kind: "landkreis rostock" → "rostock"."""
    kept = " ".join(word for word in name.full.split() if word not in _KIND_WORDS)
    return PlaceName(kept, kept, ()) if kept else name


def readings(phrase: str) -> Iterator[Reading]:
    """The ways to understand a phrase, most literal first."""
    if "," not in phrase:
        yield Reading(place_name(phrase), None, None)
        yield from _limited(phrase, None)
    if found := _TAIL.match(phrase):
        head, tail = found["head"] or found["name"], found["tail"] or found["inside"]
        limit = LIMITS.get(" ".join(words(tail)))
        if limit is not None:
            yield Reading(place_name(head), limit, None)
        yield Reading(place_name(head), None, tail)
        yield from _limited(head, tail)


def _limited(phrase: str, qualifier: str | None) -> Iterator[Reading]:
    """Readings that take the first or the last words of a phrase for the kind of unit."""
    parts = phrase.replace(",", " ").split()
    for count in (2, 1):
        for kind, rest in ((parts[:count], parts[count:]), (parts[-count:], parts[:-count])):
            limit = LIMITS.get(" ".join(words(" ".join(kind))))
            if limit is not None and rest:
                yield Reading(place_name(" ".join(rest)), limit, qualifier)
