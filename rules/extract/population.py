"""Bands of inhabitants.

Read are bounds and ranges before or after "Einwohner": "bis zu 10.000 Einwohner", "über 10.000 bis 30.000 Einwohner",
"Einwohnerzahl ab 2 000", "zwischen … und …", "5.000 und mehr". Left are ratios (je Einwohner, Einwohner je km²), numbers
without a bound, and numbers below 100.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from finder.frozen import Frozen
from finder.guideline import ClaimEffect, PopulationClaim
from finder.vocab import PopulationBasis
from finder.yamlfile import load_yaml
from rules.extract.passages import passage, sentences_with
from rules.extract.text import Guideline

READER = "population/1"
SMALLEST = 100
"""No guideline counts fewer inhabitants than this; a smaller number beside "Einwohner" is something else."""


class _Bounds(Frozen):
    at_least: str
    above: str
    at_most: str
    below: str


class _Basis(Frozen):
    basis: PopulationBasis
    words: str


class _Effect(Frozen):
    effect: ClaimEffect
    words: str


class _Wording(Frozen):
    bounds: _Bounds
    after: _Bounds
    bases: tuple[_Basis, ...]
    effects: tuple[_Effect, ...]
    distractors: str
    after_distractors: str
    spelled: dict[str, int]


@dataclass(frozen=True)
class _Band:
    start: int
    end: int
    minimum: int | None = None
    maximum: int | None = None
    minimum_inclusive: bool | None = None
    maximum_inclusive: bool | None = None


_WORDING = _Wording.model_validate(load_yaml(Path(__file__).with_name("population.yml")))
_SPELLED = "|".join(sorted(_WORDING.spelled, key=len, reverse=True))
_NUMBER = rf"(?:(?:{_SPELLED})\b|\d{{1,3}}\s?(?:Tsd\.|Tausend\b)|\d{{1,3}}(?:[.\s\u00a0\u202f]\d{{3}}){{1,2}}|\d{{3,7}})(?![\d,])"


def _bound(bounds: _Bounds, suffix: str = "") -> str:
    return "|".join(f"(?P<{name}{suffix}>{words})" for name, words in bounds.model_dump().items())


_FILLER = r"(?:\s(?:einer\sGröße\svon|einer|von|zu|rund|etwa|jeweils|als))?\s?"
_PEOPLE = r"(?:Einwohn(?:er|end)\w*|EW\b|Einw\.)"
_BAND = (
    rf"(?:(?<!\w)(?:(?P<between>zwischen)|(?:von\s)?(?:{_bound(_WORDING.bounds)})){_FILLER})?(?P<first>{_NUMBER})"
    rf"(?:\s?(?:-|–|bis(?:\s+(?:zu|unter|höchstens|einschließlich))?|und\s+(?:bis\s+zu|höchstens|weniger\s+als|unter|maximal)|und)\s?(?P<second>{_NUMBER}))?"
)
_AFTER_WORDS = _bound(_WORDING.after, "_after")
_BEFORE_PEOPLE = re.compile(
    rf"(?<![\w.,]){_BAND}(?:\s(?P<more>und mehr|oder mehr|oder weniger|und weniger))?\s(?:Einwohnerinnen\s(?:und|oder|bzw\.)\s)?"
    rf"{_PEOPLE}(?:[^.;,]{{0,30}}?\b(?:{_AFTER_WORDS}))?",
    re.IGNORECASE,
)
_AFTER_PEOPLE = re.compile(
    rf"\b(?P<floor>Mindest)?einwohner(?:zahl)?(?:en)?\b:?(?:\s(?:von|der\s\w+|liegt|beträgt|ist|haben|in\s\w+)){{0,3}}\s?\(?{_BAND}"
    rf"(?:[^.;,]{{0,40}}?\b(?:{_AFTER_WORDS}))?",
    re.IGNORECASE,
)
_RATIO_BEFORE = re.compile(_WORDING.distractors, re.IGNORECASE)
_RATIO_AFTER = re.compile(_WORDING.after_distractors, re.IGNORECASE)
_BASES = tuple((entry.basis, re.compile(entry.words, re.IGNORECASE)) for entry in _WORDING.bases)
_EFFECTS = tuple((entry.effect, re.compile(entry.words, re.IGNORECASE)) for entry in _WORDING.effects)
_NEAR = 120
_TO_BELOW = re.compile(r"\b(?:bis\s+unter|weniger\s+als|und\s+unter)\b", re.IGNORECASE)


def read_population(guideline: Guideline) -> tuple[PopulationClaim, ...]:
    """Bands of inhabitants with their basis and effect, each once."""
    claims: dict[tuple[int | None, int | None, PopulationBasis], PopulationClaim] = {}
    for text, sentence in sentences_with(guideline, ("einwohner", " ew")):
        words = sentence.words
        effect = next(effect for effect, pattern in _EFFECTS if pattern.search(words))
        for band in _bands(words):
            basis = _basis(words, band)
            if (band.minimum, band.maximum, basis) in claims:
                continue
            claims[band.minimum, band.maximum, basis] = PopulationClaim(
                quote=passage(text, sentence, band.start, band.end),
                part=sentence.block.part,
                reader=READER,
                minimum=band.minimum,
                maximum=band.maximum,
                minimum_inclusive=band.minimum_inclusive,
                maximum_inclusive=band.maximum_inclusive,
                basis=basis,
                effect=effect,
            )
    return tuple(claims.values())


def _bands(words: str) -> Iterator[_Band]:
    covered: list[tuple[int, int]] = []
    for pattern in (_BEFORE_PEOPLE, _AFTER_PEOPLE):
        for found in pattern.finditer(words):
            ratio = _RATIO_BEFORE.search(words, max(0, found.start() - 20), found.start("first"))
            overlaps = any(start < found.end() and found.start() < end for start, end in covered)
            if overlaps or ratio or _RATIO_AFTER.match(words, found.end()):
                continue
            if band := _band(found):
                covered.append(found.span())
                yield band


def _band(found: re.Match[str]) -> _Band | None:
    first = _whole(found["first"])
    named = found.groupdict()
    if first < SMALLEST:
        return None
    start, end = found.span()
    if named["second"]:
        second = _whole(named["second"])
        below = bool(_TO_BELOW.search(found[0]))
        return _Band(start, end, first, second, not named["above"], not below) if second > first else None
    if named["above"] or (named["above_after"] and not named["at_most"]):
        return _Band(start, end, minimum=first, minimum_inclusive=False)
    if named["below"] or named["below_after"]:
        return _Band(start, end, maximum=first, maximum_inclusive=False)
    if named["at_most"] or named["at_most_after"] or "weniger" in (named.get("more") or ""):
        return _Band(start, end, maximum=first, maximum_inclusive=True)
    if named["at_least"] or named["at_least_after"] or named.get("more") or named.get("floor"):
        return _Band(start, end, minimum=first, minimum_inclusive=True)
    return None


def _whole(digits: str) -> int:
    if spelled := _WORDING.spelled.get(digits.lower()):
        return spelled
    scale = 1000 if "t" in digits.lower() else 1
    return scale * int("".join(character for character in digits if character.isdecimal()))


def _basis(words: str, band: _Band) -> PopulationBasis:
    """The nearest word before the number that says whose inhabitants are meant, else the first after it."""
    before = words[max(0, band.start - _NEAR) : band.start]
    ends = [(found.end(), basis) for basis, pattern in _BASES for found in pattern.finditer(before)]
    if ends:
        return max(ends, key=lambda end: end[0])[1]
    after = words[band.end : band.end + _NEAR]
    starts = [(found.start(), basis) for basis, pattern in _BASES if (found := pattern.search(after))]
    return min(starts, key=lambda start: start[0])[1] if starts else PopulationBasis.MUNICIPALITY
