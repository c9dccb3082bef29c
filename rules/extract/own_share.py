"""The applicant's own share in percent.

Read: percentages beside a noun of the own share or a verb by which the applicant bears a part, and "in gleicher Höhe".
Left: what may replace or lower an own share, shares in euros, and the remainder of a rate that is not stated.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from finder.guideline import OwnShareClaim
from rules.extract.money import Find, Wording, any_of, condition_of, finds, last_end, quote_of, wording_file
from rules.extract.numbers import Bound, Unit
from rules.extract.passages import passage, sentences_with
from rules.extract.rates import RATE_NOUNS
from rules.extract.text import Guideline

READER = "own_share/1"
_MOST = 12
_HALF = Decimal(50)
_BESIDE = 40
_LEAD, _MARK = 60, 6
"""Characters of a list's lead, and of the mark before an item's number."""


class _Words(Wording):
    nouns: tuple[str, ...]
    borne_after: tuple[str, ...]
    borne_before: tuple[str, ...]
    not_beside: tuple[str, ...]
    lowered: tuple[str, ...]
    lowered_to: tuple[str, ...]
    same_height: str
    same_height_beside: str


_WORDS = _Words.model_validate(wording_file(__file__))
_NOUNS = any_of(_WORDS.nouns)
_BORNE_AFTER = any_of(_WORDS.borne_after)
_BORNE_BEFORE = any_of(_WORDS.borne_before)
_NOT_BESIDE = any_of(_WORDS.not_beside)
_LOWERED = any_of(_WORDS.lowered)
_LOWERED_TO = any_of(_WORDS.lowered_to)
_OTHER = any_of(
    [
        *_WORDS.nouns,
        r"förder",
        r"zuwendung",
        r"zuschuss",
        r"zuschüsse",
        r"\bland\b",
        r"\bbund\b",
        "fremdmittel",
        r"darlehen",
        r"\bdritte",
        r"\bum\s*$",
    ]
)
_SAME_HEIGHT = re.compile(_WORDS.same_height, re.IGNORECASE)
_SAME_HEIGHT_BESIDE = re.compile(_WORDS.same_height_beside, re.IGNORECASE)


def read_own_share(guideline: Guideline) -> tuple[OwnShareClaim, ...]:
    """Own share in percent, each value once, at most 12."""
    claims: dict[Decimal, OwnShareClaim] = {}
    for claim in (*_shares(guideline), *_same_height(guideline)):
        claims.setdefault(claim.percent, claim)
    return tuple(claims.values())[:_MOST]


def _shares(guideline: Guideline) -> Iterator[OwnShareClaim]:
    before: Find | None = None
    own = False
    for find in finds(guideline, (Unit.PERCENT,)):
        continues = before is not None and before.sentence is find.sentence and not _OTHER.search(find.near_before)
        own = _is_own(find) or (own and continues)
        before = find
        if own:
            yield OwnShareClaim(
                quote=quote_of(find),
                part=find.sentence.block.part,
                reader=READER,
                percent=find.quantity.value,
                condition=condition_of(find),
            )


def _is_own(find: Find) -> bool:
    beside = (find.near_before, find.near_after[:_BESIDE])
    if any(map(_NOT_BESIDE.search, beside)):
        return False
    if any(map(_LOWERED.search, beside)) and not _LOWERED_TO.search(find.near_before):
        return False
    if _BORNE_AFTER.search(find.near_after) or _BORNE_BEFORE.search(find.near_before):
        return True
    before = find.introduction[-_LEAD:] if len(find.before) <= _MARK else find.near_before
    noun = last_end(_NOUNS, before)
    if noun >= 0:
        return noun > last_end(RATE_NOUNS, before)
    return (
        find.quantity.bound not in {Bound.ABOVE, Bound.BELOW}
        and _NOUNS.match(find.near_after.lstrip(" ()")) is not None
    )


def _same_height(guideline: Guideline) -> Iterator[OwnShareClaim]:
    for text, sentence in sentences_with(guideline, ("gleicher höhe", "derselben höhe", "gleichen höhe")):
        found = _SAME_HEIGHT.search(sentence.words)
        if found and _SAME_HEIGHT_BESIDE.search(sentence.words):
            yield OwnShareClaim(
                quote=passage(text, sentence, found.start(), found.end()),
                part=sentence.block.part,
                reader=READER,
                percent=_HALF,
                condition=None,
            )
