"""The finances of the applicant.

Read are budgets under consolidation (Haushaltssicherung, Haushaltsnotlage), weak finances (finanzschwach, kritische
Haushaltslage, gefährdete Leistungsfähigkeit) and statements of the supervisory authority (gemeindewirtschaftliche
Stellungnahme), each with its effect. Left are the finances of the Land itself and names of laws.
"""

import re
from pathlib import Path

from finder.frozen import Frozen
from finder.guideline import ClaimEffect, FiscalClaim, FiscalKind
from finder.yamlfile import load_yaml
from rules.extract.passages import passage, sentences_with
from rules.extract.text import Guideline

READER = "fiscal/1"


class _Kind(Frozen):
    kind: FiscalKind
    words: tuple[str, ...]


class _Effect(Frozen):
    effect: ClaimEffect
    words: str


class _Wording(Frozen):
    cues: tuple[str, ...]
    kinds: tuple[_Kind, ...]
    effects: tuple[_Effect, ...]
    distractors: str


_WORDING = _Wording.model_validate(load_yaml(Path(__file__).with_name("fiscal.yml")))
_KINDS = tuple((entry.kind, re.compile("|".join(entry.words), re.IGNORECASE)) for entry in _WORDING.kinds)
_EFFECTS = tuple((entry.effect, re.compile(entry.words, re.IGNORECASE)) for entry in _WORDING.effects)
_DISTRACTOR = re.compile(_WORDING.distractors, re.IGNORECASE)


def read_fiscal(guideline: Guideline) -> tuple[FiscalClaim, ...]:
    """Haushaltssicherung, finanzschwach and other statements on an applicant's finances, one for each kind and effect."""
    claims: dict[tuple[FiscalKind, ClaimEffect], FiscalClaim] = {}
    for text, sentence in sentences_with(guideline, _WORDING.cues):
        if _DISTRACTOR.search(sentence.words):
            continue
        for kind, pattern in _KINDS:
            if found := pattern.search(sentence.words):
                effect = next(effect for effect, words in _EFFECTS if words.search(sentence.words))
                quote = passage(text, sentence, found.start(), found.end())
                claim = FiscalClaim(quote=quote, part=sentence.block.part, reader=READER, kind=kind, effect=effect)
                claims.setdefault((kind, effect), claim)
    return tuple(claims.values())
