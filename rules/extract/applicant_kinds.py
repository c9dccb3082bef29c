"""Kinds of applicants in a phrase: "Gemeinden, Landkreise und deren Zusammenschlüsse".

Left are kinds that only belong to someone else or stand in a relation: "im Auftrag der Gemeinde", "von Kommunen",
"mit Landkreisen" - unless the whole phrase names a kind ("Zusammenschlüsse von Kommunen").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from finder.frozen import Frozen
from finder.vocab import ApplicantKind
from finder.yamlfile import load_yaml


class _Entry(Frozen):
    kinds: tuple[ApplicantKind, ...]
    words: str
    after: Literal["municipal"] | None = None
    """Only where a municipality stands before, in the phrase or the item above: "deren Zusammenschlüsse"."""


class _Vocabulary(Frozen):
    kinds: tuple[_Entry, ...]


_ENTRIES = _Vocabulary.model_validate(load_yaml(Path(__file__).with_name("applicant_kinds.yml"))).kinds
_NAMED = re.compile(
    rf"(?<!\w)(?:{'|'.join(f'(?P<k{at}>{entry.words})' for at, entry in enumerate(_ENTRIES))})", re.IGNORECASE
)
_IN_RELATION = re.compile(
    r"\b(?-i:(?:für|zwischen)\s[A-ZÄÖÜ]\w{2,30}\s(?:und|oder)\s)$|\b(?:(?<!ausnahme\s)von|vom|durch|mit|(?<!und\s)(?<!sowie\s)(?<!oder\s)(?<!,\s)an|am|in|im|aus|bei|beim|zwischen|für|zur|zum|gegenüber|innerhalb|außerhalb|seitens|auf|gegen|über|unter|"
    r"(?<=[a-zäöüß]\s)(?<!ausnahme\s)(?:der|des)|einer|eines|dieser)\s(?:(?:den|der|die|dem|einer|einem|anderen|mehreren|weiteren|mindestens|zwei|"
    r"jeweiligen|beteiligten|eigenen|betroffenen|ihre[rnm]?|seine[rnm]?|deren|unsere[rnm]?|\w{3,20}ischen)\s){0,2}$",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s?(?:,|und|oder|sowie|bzw\.|/)\s?(?:den\s|der\s)?", re.IGNORECASE)
_NOMINATIVE = re.compile(r"\w*(?:kreis|verband|verein|betrieb|träger)", re.IGNORECASE)
"""Masculine nouns that "der" is the subject's article of ("der Landkreis"), never a genitive's."""
_WINDOW = 50
_MARK = 4
"""Characters that the mark of a list item takes at most ("a) ")."""


MUNICIPAL = frozenset(
    {
        ApplicantKind.MUNICIPALITY,
        ApplicantKind.COUNTY,
        ApplicantKind.COUNTY_FREE_CITY,
        ApplicantKind.MUNICIPAL_ASSOCIATION,
        ApplicantKind.SPECIAL_PURPOSE_ASSOCIATION,
    }
)


@dataclass(frozen=True)
class Named:
    """Kinds named at words[start:end]."""

    start: int
    end: int
    kinds: tuple[ApplicantKind, ...]


def named_kinds(words: str, start: int = 0, end: int | None = None) -> Iterator[Named]:
    """The kinds a phrase names, in order; `start` and `end` bound the phrase inside its sentence."""
    end = len(words) if end is None else end
    related_until = -1
    before: tuple[ApplicantKind, ...] = ()
    for found in _NAMED.finditer(words, start, end):
        joined = related_until >= 0 and _JOINED.fullmatch(words, related_until, found.start())
        if joined or _is_related(words, max(start, found.start() - _WINDOW), found):
            related_until = found.end()
            continue
        related_until = -1
        entry = _ENTRIES[int((found.lastgroup or "k0")[1:])]
        begins = not before and found.start() - start <= _MARK
        if entry.after and not begins and MUNICIPAL.isdisjoint(before):
            continue
        before = entry.kinds
        if entry.kinds:
            yield Named(found.start(), found.end(), entry.kinds)


def _is_related(words: str, start: int, found: re.Match[str]) -> bool:
    related = _IN_RELATION.search(words, start, found.start())
    return related is not None and not (related[0].lower() == "der " and _NOMINATIVE.fullmatch(found[0]))
