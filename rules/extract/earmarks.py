"""Years for which a funded thing is bound to its purpose (Zweckbindungsfrist).

Read: lengths of time in a sentence that names the bond (or whose list is introduced by it); months as parts of years.
Left: retention of papers, terms of a guideline, a loan or a project, depreciation, and ages.
"""

from finder.guideline import EarmarkClaim
from rules.extract.money import Find, Wording, any_of, condition_of, finds, quote_of, wording_file
from rules.extract.numbers import Bound, Unit
from rules.extract.text import Guideline

READER = "earmarks/1"
_MOST = 12
_SHORTEST, _LONGEST = 1, 99


class _Words(Wording):
    bond: tuple[str, ...]
    named: tuple[str, ...]
    length: tuple[str, ...]
    not_beside: tuple[str, ...]


_WORDS = _Words.model_validate(wording_file(__file__))
_BOND = any_of(_WORDS.bond)
_BOND_NEXT = any_of(rf"^\s*(?:lang\s+)?(?:{words})" for words in _WORDS.bond)
_NAMED = any_of(_WORDS.named)
_LENGTH = any_of(_WORDS.length)
_NOT_BESIDE = any_of(_WORDS.not_beside)


def read_earmarks(guideline: Guideline) -> tuple[EarmarkClaim, ...]:
    """Years of Zweckbindung, each length once, at most 12."""
    claims: dict[object, EarmarkClaim] = {}
    for find in finds(guideline, (Unit.YEARS,)):
        if _is_bond(find):
            claims.setdefault(
                find.quantity.value,
                EarmarkClaim(
                    quote=quote_of(find),
                    part=find.sentence.block.part,
                    reader=READER,
                    years=find.quantity.value,
                    condition=condition_of(find),
                ),
            )
    return tuple(claims.values())[:_MOST]


def _is_bond(find: Find) -> bool:
    if not _SHORTEST <= find.quantity.value <= _LONGEST or find.quantity.bound is Bound.BELOW:
        return False
    if _NOT_BESIDE.search(find.near_before) or _NOT_BESIDE.search(find.near_after):
        return False
    words = find.sentence.words
    if _NAMED.search(words) or _NAMED.search(find.introduction):
        return True
    if not (_BOND.search(words) or _BOND.search(find.introduction)):
        return False
    return bool(_LENGTH.search(find.before[-60:]) or _BOND_NEXT.search(find.near_after))
