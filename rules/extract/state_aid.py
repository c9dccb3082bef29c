"""State aid: the rule a guideline gives its money under.

Read: every mention of De-minimis, AGVO, DAWI and of a notification or approval by the European Commission, by name or by
the number of the regulation. Left: passages that only borrow a definition or a duty from a regulation (Unternehmen in
Schwierigkeiten, KMU, Kumulierung, publication), and passages that say that there is no aid.
"""

import re
from typing import Final

from finder.guideline import StateAidClaim, StateAidKind
from rules.extract.passages import passage, sentences_with
from rules.extract.text import Guideline

_READER: Final = "state_aid/1"
_WORDS: Final = (
    "minimis",
    "agvo",
    "freistellung",
    "651/2014",
    "800/2008",
    "1407/2013",
    "2023/2831",
    "1408/2013",
    "2012/21",
    "dawi",
    "allgemeinem wirtschaftlich",
    "allgemeinen wirtschaftlich",
    "notifizi",
    "kommission",
)
_KINDS: Final = {
    StateAidKind.DE_MINIMIS: re.compile(
        r"\bde[\s\u00ad-]{0,3}minimis|\b(?:1407/2013|2023/2831|1408/2013|717/2014)\b", re.IGNORECASE
    ),
    StateAidKind.GBER: re.compile(
        r"\bAGVO\b|Gruppenfreistellungsverordnung|\b(?:651/2014|800/2008)\b"
        r"|\bFreistellungsverordnung\b",
        re.IGNORECASE,
    ),
    StateAidKind.SGEI: re.compile(
        r"\bDAWI\b|\b2012/21/E|Dienstleistung(?:en)?\s(?:von|im)\sallgemeine[mn]\swirtschaftliche[mn]\sInteresse",
        re.IGNORECASE,
    ),
    StateAidKind.NOTIFIED: re.compile(
        r"\bnotifiziert|\bNotifizierung\s(?:bei|durch|an|gemäß|nach)\b"
        r"|Genehmigung(?:sentscheidung)?\s(?:durch|der|seitens\sder)\s(?:die\s)?(?:Europäischen?\s"
        r"|EU[\s-]{1,3})Kommission"
        r"|von\sder\s(?:Europäischen\s|EU[\s-]{1,3})?Kommission\s[^.;]{0,60}\bgenehmigt",
        re.IGNORECASE,
    ),
}
_BORROWED: Final = re.compile(
    r"in\sSchwierigkeiten|Anhangs?\sI\b|KMU[\s-]{0,3}Definition|Definition\sder\sK|kumulier|Kumulation"
    r"|Rückforderungsanordnung"
    r"|veröffentlicht|Transparenz|einzelfallgeprüft|Vor-Ort-Kontroll",
    re.IGNORECASE,
)
_ARTICLES: Final = re.compile(r"\bArt(?:ikels?|ikeln|\.)\s?(\d{1,2})\b(?:\s?(?:,|und|oder|bis|sowie)\s?(\d{1,2})\b)?")
_LAST_COMMON_ARTICLE: Final = 12
"""Articles 1 to 12 AGVO hold common provisions (scope, definitions, publication); the grounds for aid come after them."""
_NO_AID: Final = re.compile(
    r"\bkeine\s(?:staatlichen?\s)?Beihilfen?\b|beihilfefrei|nicht\sum\s(?:eine\s)?(?:staatliche\s)?Beihilfe|"
    r"\bkeiner\sNotifizierung|nicht\snotifizierungspflichtig|Notifizierungspflicht\s(?:befreit|freigestellt)",
    re.IGNORECASE,
)


def read_state_aid(guideline: Guideline) -> tuple[StateAidClaim, ...]:
    """One claim a rule of state aid the guideline relies on, in the order of their first mention."""
    found: dict[StateAidKind, StateAidClaim] = {}
    for text, sentence in sentences_with(guideline, _WORDS):
        if _NO_AID.search(sentence.words):
            continue
        borrowed = _is_borrowed(sentence.words)
        for kind, pattern in _KINDS.items():
            if kind in found or (borrowed and kind is StateAidKind.GBER):
                continue
            if match := pattern.search(sentence.words):
                found[kind] = StateAidClaim(
                    kind=kind,
                    quote=passage(text, sentence, match.start(), match.end()),
                    part=sentence.block.part,
                    reader=_READER,
                )
    return tuple(found.values())


def _is_borrowed(words: str) -> bool:
    """Whether a sentence only takes a definition or a duty from the AGVO."""
    articles = [int(number) for found in _ARTICLES.finditer(words) for number in found.groups() if number]
    return bool(_BORROWED.search(words)) or (bool(articles) and max(articles) <= _LAST_COMMON_ARTICLE)
