"""Which part of a sentence negation or exception takes out.

Read are negations of a statement ("nicht förderfähig", "ausgeschlossen sind", "gilt nicht") over their clause, and
exceptions ("mit Ausnahme von", "außer") to the end of theirs. A negated attribute ("nicht anerkannte Träger", "nicht
gewinnorientiert") and "nicht nur … sondern auch" negate no statement and are left.
"""

import re
from pathlib import Path

from finder.frozen import Frozen
from finder.yamlfile import load_yaml


class _Wording(Frozen):
    clause: tuple[str, ...]
    exception: tuple[str, ...]


_WORDING = _Wording.model_validate(load_yaml(Path(__file__).with_name("negation.yml")))
_CLAUSE = re.compile("|".join(rf"\b(?:{words})" for words in _WORDING.clause), re.IGNORECASE)
_EXCEPTION = re.compile("|".join(rf"\b(?:{words})" for words in _WORDING.exception), re.IGNORECASE)
_CLAUSE_END = re.compile(r";|,\s(?=(?:sondern|jedoch|aber|wohl aber|dagegen)\b)|[.!?]\s|(?<=\w):\s")
_EXCEPTION_END = re.compile(r"[;,.)]\s?")


def excluded_spans(words: str) -> tuple[tuple[int, int], ...]:
    """Places in a sentence that negation or exception takes out, in order; empty where nothing is."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end in [*(found.end() for found in _CLAUSE_END.finditer(words)), len(words)]:
        if _CLAUSE.search(words, start, end):
            spans.append((start, end))
        elif exception := _EXCEPTION.search(words, start, end):
            closing = _EXCEPTION_END.search(words, exception.end(), end)
            spans.append((exception.start(), closing.start() if closing else end))
        start = end
    return tuple(spans)
