"""Funding rates in percent of the eligible cost.

Read: percentages that a noun of a rate ("Fördersatz", "Höhe der Zuwendung"), or a grant together with what the number is
a part of ("… Prozent der zuwendungsfähigen Ausgaben"), makes a rate; percentage points where a rate is raised.
Left: own shares, lump sums for overheads, limits of single kinds of cost, interest, disbursement, areas, votes, shares
of European funds, and the tables of the AGVO.
"""

from collections.abc import Iterator

from finder.guideline import RateClaim
from finder.vocab import RateRole
from rules.extract.money import Find, Wording, any_of, condition_of, finds, last_end, quote_of, wording_file
from rules.extract.numbers import Bound, Unit
from rules.extract.text import Guideline

READER = "rates/1"
_MOST = 12
_CELL, _ROW, _TABLE, _RAISED = 25, 200, 1500, 100
"""Characters of a cell and of a row at most, how far above a row its table's head, and before "auf" its verb may stand."""


class _Words(Wording):
    rate_nouns: tuple[str, ...]
    rate_phrases: tuple[str, ...]
    grant_words: tuple[str, ...]
    bases: tuple[str, ...]
    granted: tuple[str, ...]
    granted_next: tuple[str, ...]
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]
    changed: tuple[str, ...]
    not_introduced: tuple[str, ...]
    not_about: tuple[str, ...]
    bonus: tuple[str, ...]
    reduced: tuple[str, ...]
    total: tuple[str, ...]


_WORDS = _Words.model_validate(wording_file(__file__))
RATE_NOUNS = any_of(_WORDS.rate_nouns)
_RATE = any_of((*_WORDS.rate_nouns, *_WORDS.rate_phrases))
_GRANT = any_of(_WORDS.grant_words)
_BASES = any_of(_WORDS.bases)
_SHARED_BASE = any_of(rf"^[^.;:]{{0,80}}(?:%|prozent|v\.\s?h\.){words.removeprefix('^')}" for words in _WORDS.bases)
"""What follows a number of the same sentence further on: "40 Prozent, Landkreise 60 Prozent der Ausgaben"."""
_SHARED_VERB = any_of(
    rf"^[^.;:]{{0,80}}(?:%|prozent|v\.\s?h\.){words.removeprefix('^')}" for words in _WORDS.granted_next
)
_GIVEN = any_of(
    [
        r"\b(?:erhalten|bekommen|übernommen)\b",
        "gewähr",
        "geförder",
        "bezuschuss",
        "erstatte",
        "bewillig",
        "als (?:zuschuss|zuwendung)",
    ]
)
_LISTED = any_of([r"(?:,|\(|\bund|\bsowie)\s?(?:bei|für|in|im|als)\s[^,.;%]{3,80}$"])
_ENDS = any_of([r"^\s*\)?\s*(?:[.;,]|$)"])
"""A further number of a list of rates: "40 Prozent der Kosten, bei Verbünden 50 Prozent."."""
_CAPPED = any_of([r"^,\s(?:jedoch\s)?(?:maximal|höchstens|max\.)[^;]{0,60}\b(?:gefördert|bezuschusst)\b"])
_BY = any_of([r"\b(?:mit|zu)\s+(?:(?:bis\s+zu|maximal|höchstens)\s+)?$"])
_GRANTED = any_of(_WORDS.granted)
_GRANTED_NEXT = any_of(_WORDS.granted_next)
_DIFFERENCE = any_of(
    [r"\bum\s+(?:weitere\s+)?(?:(?:bis\s+zu|mindestens|maximal|höchstens|jeweils|insgesamt)\s+){0,2}$"]
)
_NOT_BEFORE = any_of(_WORDS.not_before)
_NOT_AFTER = any_of(_WORDS.not_after)
_CHANGED = any_of(_WORDS.changed)
_CHANGES = any_of([r"^\W*(?:sie|er|diese[rs]?)\s+(?:erhöht|steigt|verringert|reduziert|sinkt|ermäßigt)\b"])
_CHANGED_TO = any_of([r"\bauf\s+(?:(?:bis\s+zu|maximal|höchstens)\s+)?$"])
_CLAUSE_END = any_of(
    [r"[,;.](?=\s|$)", r"\((?=[^)]*$)", r"\bund\s+(?:erhöht|steigt|kann)\b", r"\bkann\b", r"\bbei\s+einem\b"]
)
_ONLY_TO = any_of([r"^\W*(?:(?:sie|er|es|dann|sich)\s+)?auf\s+(?:(?:bis\s+zu|maximal|höchstens)\s+)?$"])
_NOT_INTRODUCED = any_of(_WORDS.not_introduced)
_NOT_ABOUT = any_of(_WORDS.not_about)
_BONUS = any_of(_WORDS.bonus)
_REDUCED = any_of(_WORDS.reduced)
_TOTAL = any_of(_WORDS.total)


def read_rates(guideline: Guideline) -> tuple[RateClaim, ...]:
    """Funding rates in percent, each value of a role once, at most 12."""
    claims: dict[tuple[object, RateRole], RateClaim] = {}
    for find in _rates(guideline):
        role = _role(find)
        claims.setdefault(
            (find.quantity.value, role),
            RateClaim(
                quote=quote_of(find),
                part=find.sentence.block.part,
                reader=READER,
                percent=find.quantity.value,
                role=role,
                condition=condition_of(find),
            ),
        )
    return tuple(claims.values())[:_MOST]


def _rates(guideline: Guideline) -> Iterator[Find]:
    before: Find | None = None
    excluded = rate = False
    for find in finds(guideline, (Unit.PERCENT, Unit.POINTS)):
        continues = before is not None and before.sentence is find.sentence
        excluded = _is_excluded(find) or (excluded and continues and not _GRANT.search(find.near_before))
        follows = rate and before is not None and before.sentence.block is find.sentence.block
        listed = rate and continues and _LISTED.search(find.near_before) and _ENDS.search(find.near_after)
        rate = not excluded and (
            _is_raise(find)
            if _is_difference(find)
            else bool(listed) or _is_rate(find) or _adds_points(find) or (follows and _is_changed(find))
        )
        before = find
        if rate:
            yield find


def _is_changed(find: Find) -> bool:
    changed = _CHANGED.search(find.near_after) or _CHANGES.search(find.near_before)
    return _CHANGED_TO.search(find.near_before) is not None and changed is not None


def _is_excluded(find: Find) -> bool:
    """Whether the words make the number something else than a rate; a noun of a rate right before it outweighs them."""
    if find.quantity.bound in {Bound.ABOVE, Bound.BELOW} or _NOT_AFTER.search(find.near_after):
        return True
    if _NOT_ABOUT.search(find.sentence.words) or _NOT_ABOUT.search(find.introduction):
        return True
    noun = last_end(RATE_NOUNS, find.near_before)
    other = last_end(_NOT_BEFORE, find.near_before)
    if other >= max(noun, 0) and not _GRANTED_NEXT.search(find.near_after):
        return True
    return (
        noun < 0
        and not _GRANTED.search(find.near_after)
        and bool(_NOT_INTRODUCED.search(find.introduction) or _NOT_INTRODUCED.search(find.before))
    )


def _is_rate(find: Find) -> bool:
    if _RATE.search(find.before) or _RATE.search(find.introduction):
        return True
    if _GRANTED.search(find.near_after) or _in_table(find):
        return True
    if _SHARED_BASE.search(find.far_after) and _GRANT.search(find.near_before):
        return True
    if _BY.search(find.near_before) and (_SHARED_VERB.search(find.far_after) or _CAPPED.search(find.far_after)):
        return True
    base = _BASES.search(find.near_after)
    if not base:
        return False
    return bool(_GRANT.search(find.before + find.introduction) or _GIVEN.search(find.near_after, base.end()))


def _in_table(find: Find) -> bool:
    """Whether the number fills a cell, and a noun of a rate heads the table a little further up."""
    words = find.sentence.words
    if len(words) > _CELL and not (len(words) <= _ROW and ("|" in words or "\t" in words)):
        return False
    start = find.sentence.start
    return RATE_NOUNS.search(find.text.words, max(0, start - _TABLE), start) is not None


def _is_difference(find: Find) -> bool:
    return _DIFFERENCE.search(find.near_before) is not None


def _is_raise(find: Find) -> bool:
    around = find.introduction + find.before + find.near_after
    return bool(_BONUS.search(around) and (find.quantity.unit is Unit.POINTS or _RATE.search(around)))


def _adds_points(find: Find) -> bool:
    return find.quantity.unit is Unit.POINTS and _is_raise(find)


def _role(find: Find) -> RateRole:
    before = find.before[-_RAISED:] if _ONLY_TO.search(find.near_before) else find.near_before
    beside = before + _CLAUSE_END.split(find.near_after, maxsplit=1)[0]
    if _TOTAL.search(beside):
        return RateRole.UP_TO_TOTAL
    if _REDUCED.search(beside):
        return RateRole.REDUCED
    if _is_difference(find) or _BONUS.search(beside):
        return RateRole.BONUS
    return RateRole.BASE
