"""Regions and named territories.

Areas are read where a sentence both names a territory and binds the money to it (a gate, a higher amount, a priority).
Left are funds and laws that carry a territory in their name, goals, and territories of a procedure. Regions are read only
where a sentence requires seat or project to lie in a Land; a text that names many Länder so binds none.
"""

import re
from pathlib import Path

from finder.frozen import Frozen
from finder.guideline import AreaClaim, AreaKind, ClaimEffect, RegionClaim
from finder.vocab import Land
from finder.yamlfile import load_yaml
from rules.extract.passages import passage, sentences_with
from rules.extract.text import Guideline

REGIONS_READER = "regions/1"
AREAS_READER = "areas/1"
MANY_LANDS = 5
"""A text that names this many Länder names them as examples or partners."""


class _Area(Frozen):
    area: AreaKind
    detail: str
    words: str


class _Effect(Frozen):
    effect: ClaimEffect
    words: str


class _Region(Frozen):
    codes: tuple[Land, ...]
    words: str


class _Wording(Frozen):
    area_cues: tuple[str, ...]
    region_cues: tuple[str, ...]
    areas: tuple[_Area, ...]
    binders: str
    distractors: str
    effects: tuple[_Effect, ...]
    regions: tuple[_Region, ...]
    region_binders: tuple[str, ...]


_WORDING = _Wording.model_validate(load_yaml(Path(__file__).with_name("places.yml")))
_AREAS = tuple((entry, re.compile(entry.words, re.IGNORECASE)) for entry in _WORDING.areas)
_BINDER = re.compile(_WORDING.binders, re.IGNORECASE)
_DISTRACTOR = re.compile(_WORDING.distractors, re.IGNORECASE)
_EFFECTS = tuple((entry.effect, re.compile(entry.words, re.IGNORECASE)) for entry in _WORDING.effects)
_REGIONS = tuple((entry.codes, re.compile(entry.words, re.IGNORECASE)) for entry in _WORDING.regions)
_REGION_BINDERS = tuple(re.compile(words, re.IGNORECASE) for words in _WORDING.region_binders)


def read_regions(guideline: Guideline) -> tuple[RegionClaim, ...]:
    """The Länder the text binds its money to; empty where it names none clearly."""
    claims: dict[Land, RegionClaim] = {}
    for text, sentence in sentences_with(guideline, _WORDING.region_cues):
        for pattern in _REGION_BINDERS:
            found = pattern.search(sentence.words)
            if not found:
                continue
            for codes, words in _REGIONS:
                if named := words.search(sentence.words, *found.span("where")):
                    quote = passage(text, sentence, named.start(), named.end())
                    for code in codes:
                        claim = RegionClaim(
                            quote=quote, part=sentence.block.part, reader=REGIONS_READER, code=code.value
                        )
                        claims.setdefault(code, claim)
    return tuple(claims.values()) if len(claims) < MANY_LANDS else ()


def read_areas(guideline: Guideline) -> tuple[AreaClaim, ...]:
    """Named territories with what they do, one for each kind, detail and effect."""
    claims: dict[tuple[AreaKind, str, ClaimEffect], AreaClaim] = {}
    for text, sentence in sentences_with(guideline, _WORDING.area_cues):
        words = sentence.words
        if not _BINDER.search(words) or _DISTRACTOR.search(words):
            continue
        for entry, pattern in _AREAS:
            if found := pattern.search(words):
                effect = next(effect for effect, effect_words in _EFFECTS if effect_words.search(words))
                claim = AreaClaim(
                    quote=passage(text, sentence, found.start(), found.end()),
                    part=sentence.block.part,
                    reader=AREAS_READER,
                    area=entry.area,
                    detail=entry.detail,
                    effect=effect,
                )
                claims.setdefault((entry.area, entry.detail, effect), claim)
    return tuple(claims.values())
