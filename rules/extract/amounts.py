"""Sums in euros that limit or grant: most and least grant, most and least eligible cost, lump sums, loans.

Read: a sum whose subject (grant, cost, loan, lump sum) and side (at most, at least, or what a sentence refuses) the
words beside it say. Left: budgets, thresholds for other duties (procurement, building control, documents), aid
limits, fees per hour or day, and every sum whose subject or side is not said.
"""

from collections.abc import Iterator
from enum import Enum
from typing import Annotated

from pydantic import Field

from finder.guideline import AmountClaim
from finder.vocab import AmountRole, AmountUnit
from rules.extract.funding_types import lends_only
from rules.extract.money import Find, Wording, any_of, condition_of, finds, last_end, quote_of, wording_file
from rules.extract.numbers import Bound, Unit, bound_at_end
from rules.extract.text import BlockKind, Guideline

READER = "amounts/1"
_MOST = 12
_MARK, _BESIDE, _ROW, _TABLE, _REFUSAL, _CAP = 6, 80, 200, 3000, 160, 160


class _Subject(Enum):
    GRANT = "grant"
    COST = "cost"
    LOAN = "loan"
    LUMP = "lump"


class _Words(Wording):
    grant: tuple[str, ...]
    cost: tuple[str, ...]
    loan: tuple[str, ...]
    lump: tuple[str, ...]
    maximum: tuple[str, ...]
    minimum: tuple[str, ...]
    refused: tuple[str, ...]
    required: tuple[str, ...]
    measured: tuple[str, ...]
    given: tuple[str, ...]
    classes: Annotated[tuple[str, ...], Field(alias="class")]
    never: tuple[str, ...]
    not_about: tuple[str, ...]
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]
    per: dict[AmountUnit, tuple[str, ...]]


_WORDS = _Words.model_validate(wording_file(__file__))
_SUBJECTS = {subject: any_of(getattr(_WORDS, subject.value)) for subject in _Subject}
_MAXIMUM = any_of(_WORDS.maximum)
_MINIMUM = any_of(_WORDS.minimum)
_REFUSED = any_of(_WORDS.refused)
_REQUIRED = any_of(_WORDS.required)
_MEASURED = any_of(_WORDS.measured)
_NOT_ABOUT = any_of(_WORDS.not_about)
_NOT_BEFORE = any_of((*_WORDS.not_about, *_WORDS.not_before))
_NOT_AFTER = any_of(_WORDS.not_after)
_PER = {unit: any_of(fragments) for unit, fragments in _WORDS.per.items()}
_CLASS = any_of(_WORDS.classes)
_NEVER = any_of(_WORDS.never)
_SAME = any_of([r"\bdiese[rn]?\s+(?:\w+\s+)?(?:grenze|betrag|bagatell\w*|höchst\w*|mindest\w*|summe|wert)"])
_PERCENT_BEFORE = any_of([r"(?:%|prozent|v\.\s?h\.?|hundert)(?:[^.;]|(?<=[0-9])\.(?=[0-9])){0,140}$"])
_GIVEN = any_of(_WORDS.given)
_ELIGIBLE = any_of([r"(?:zuwendungs|förder|zuschuss)fähig", r"\banerkannt", r"\bberücksichtigt", r"gefördert\s+werden"])
_ELIGIBLE_AFTER = any_of([r"^[^.;]{0,60}\b(?:zuwendungs|förder|zuschuss)fähig\b"])
_ELIGIBLE_ARE = any_of([r"(?:zuwendungs|förder)fähig\s+(?:sind|ist)", r"als\s+(?:zuwendungs|förder)fähig"])
_GOES_ELSEWHERE = any_of([r"^[^.;]{0,60}\bwerden\s+nach\b"])
_OR_LESS = any_of([r"^\s*(?:und|oder)\s+weniger"])
_ONLY_WHEN = any_of([r"\b(?:erst|nur)\b[^.;]{0,80}\bwenn\b"])
_LATER_ABOVE = any_of([r"^(?:(?!\bnicht\b)[^.;])*\bübers(?:teig|chreit)(?:t|en|et)\b"])
_RECEIVED = any_of([r"\berhalten\b", r"\berhält\b", r"\bgewährt\b"])
_PAID = any_of([r"^[^.;,]{0,40}\b(?:beantragt|gewährt|bewilligt|erhalten)\b"])
_MARKED = any_of([r"\s[a-z]{1,2}\)\s{0,2}$"])
_FIXED_SUM = any_of(["festbetr"])
_SO_LONG_AS = any_of([r"\b(?:wenn|sofern|soweit)\b"])
_ONLY_FOR = any_of([r"\bnur\s+(?:für|bei|solche|vorhaben|maßnahmen|projekte)\b"])
_FIXED = any_of(["festbetr", "pauschal"])
_LIMITS = {
    (_Subject.GRANT, True): AmountRole.MAX_GRANT,
    (_Subject.GRANT, False): AmountRole.MIN_GRANT,
    (_Subject.COST, True): AmountRole.MAX_COST,
    (_Subject.COST, False): AmountRole.MIN_COST,
    (_Subject.LOAN, True): AmountRole.LOAN_MAX,
    (_Subject.LOAN, False): AmountRole.LOAN_MIN,
}


_MOST_FIXED = 1_000_000
"""A fixed sum from here on is no grant to one applicant but a budget."""
_OF_LOAN = {AmountRole.MAX_GRANT: AmountRole.LOAN_MAX, AmountRole.MIN_GRANT: AmountRole.LOAN_MIN}
"""Where a text offers nothing but loans, "Förderung" is the loan."""


def read_amounts(guideline: Guideline) -> tuple[AmountClaim, ...]:
    """Sums in euros that limit or grant, each sum of a role once, at most 12."""
    claims: dict[tuple[AmountRole, object], AmountClaim] = {}
    lends = lends_only(guideline)
    for find, found in _amounts(guideline):
        role = _OF_LOAN.get(found, found) if lends else found
        claims.setdefault(
            (role, find.quantity.value),
            AmountClaim(
                quote=quote_of(find),
                part=find.sentence.block.part,
                reader=READER,
                role=role,
                eur=find.quantity.value,
                per=_per(find),
                condition=condition_of(find),
            ),
        )
    return tuple(claims.values())[:_MOST]


def _amounts(guideline: Guideline) -> Iterator[tuple[Find, AmountRole]]:
    """Each sum with its role; "bei kommunalen Körperschaften 10 000 Euro" has that of the sum before it."""
    before: Find | None = None
    role: AmountRole | None = None
    for find in finds(guideline, (Unit.EURO,)):
        continues = before is not None and before.sentence is find.sentence and _subject(find.near_before) is None
        follows = _SAME.search(find.near_before) is not None
        if _caps_rate(find):
            role = AmountRole.MAX_GRANT if find.quantity.bound is Bound.AT_MOST else AmountRole.MIN_GRANT
        elif _is_other(find):
            role = None
        elif not ((continues and _same_side(find)) or follows) or role is None:
            role = _role(find)
        before = find
        if role:
            yield find, role


def _caps_rate(find: Find) -> bool:
    """Whether a rate stands before a sum that bounds it: "80 Prozent der Ausgaben, höchstens jedoch 5 000 Euro"."""
    capped = find.quantity.bound in {Bound.AT_MOST, Bound.AT_LEAST} and find.quantity.lead >= 0
    return (
        capped
        and _PERCENT_BEFORE.search(find.sentence.words[max(0, find.quantity.lead - _CAP) : find.quantity.lead])
        is not None
        and not _NEVER.search(find.sentence.words)
        and not _CLASS.search(find.before)
        and not _ELIGIBLE_AFTER.search(find.near_after)
    )


def _same_side(find: Find) -> bool:
    beside = find.near_before + find.near_after
    return not (_MAXIMUM.search(beside) or _MINIMUM.search(beside)) and find.quantity.bound is Bound.EXACT


def _is_other(find: Find) -> bool:
    if _NOT_ABOUT.search(find.near_after) or _NOT_ABOUT.search(find.introduction) or _NEVER.search(find.sentence.words):
        return True
    if _NOT_AFTER.search(find.near_after):
        named = _subject(find.before) or _subject(find.introduction)
        return named not in {_Subject.GRANT, _Subject.LUMP}
    other = last_end(_NOT_BEFORE, find.near_before)
    return other >= 0 and other > max(last_end(pattern, find.near_before) for pattern in _SUBJECTS.values())


def _subject(words: str) -> _Subject | None:
    """The subject named last; a lump sum wins where both are named by one word."""
    ends = {subject: last_end(pattern, words) for subject, pattern in _SUBJECTS.items()}
    nearest = max(ends.values())
    return next((s for s in reversed(_Subject) if ends[s] == nearest), None) if nearest >= 0 else None


def _role(find: Find) -> AmountRole | None:
    if _ELIGIBLE_AFTER.search(find.near_after) and _is_most(find) and not _refused(find):
        return AmountRole.MAX_COST
    subject = _subject_of(find)
    if _is_most(find) and last_end(_ELIGIBLE_ARE, find.before) > last_end(_SUBJECTS[_Subject.GRANT], find.before):
        return AmountRole.MAX_COST
    if subject is None and (_is_most(find) or _bound(find) is Bound.AT_MOST) and _is_paid(find):
        return AmountRole.MAX_GRANT
    if subject is None:
        each = find.quantity.bound is Bound.EXACT and _RECEIVED.search(find.before) and _beside_unit(find)
        return AmountRole.LUMP_SUM if each or _in_table(find) else None
    if subject is _Subject.LUMP:
        return _role_of_lump(find)
    most = _side(find, subject)
    return _fixed(find, subject) if most is None else _LIMITS[subject, most]


def _is_paid(find: Find) -> bool:
    words = find.introduction if _begins_item(find) else find.before
    return bool(_PAID.search(find.near_after) or _RECEIVED.search(words))


def _subject_of(find: Find) -> _Subject | None:
    if _SUBJECTS[_Subject.COST].match(find.near_after.lstrip()):
        return _Subject.COST
    begins_range = find.quantity.bound is Bound.AT_LEAST and find.quantity.lead < 0
    after = find.far_after if begins_range else find.near_after
    return _subject(find.before) or _subject(after[:_BESIDE]) or _subject(find.introduction)


def _role_of_lump(find: Find) -> AmountRole | None:
    if find.quantity.bound is Bound.AT_MOST and _FIXED_SUM.search(find.before + find.near_after):
        return AmountRole.MAX_GRANT
    if _ELIGIBLE.search(find.near_after):
        return None
    given = _GIVEN.search(find.before) or find.sentence.block.kind is not BlockKind.PARAGRAPH
    return AmountRole.LUMP_SUM if given else None


def _fixed(find: Find, subject: _Subject) -> AmountRole | None:
    """The role of a sum without a side: a fixed grant per unit, or what is eligible."""
    given = _GIVEN.search(find.before)
    granted = subject is _Subject.GRANT and (given or _GIVEN.search(find.introduction)) and not _passed(find)
    if granted and find.quantity.value < _MOST_FIXED and (_beside_unit(find) or _FIXED.search(find.near_before)):
        return AmountRole.LUMP_SUM
    if subject is _Subject.COST and given and _ELIGIBLE_ARE.search(find.introduction + find.before):
        return AmountRole.MAX_COST
    return AmountRole.LUMP_SUM if _in_table(find) else None


def _passed(find: Find) -> bool:
    return find.quantity.bound in {Bound.ABOVE, Bound.BELOW}


def _in_table(find: Find) -> bool:
    """Whether the sum fills a row of a table, and the text speaks of fixed sums a little further up."""
    words = find.sentence.words
    if len(words) > _ROW or find.quantity.bound is not Bound.EXACT or not ("|" in words or "\t" in words):
        return False
    return _FIXED.search(find.text.words, max(0, find.sentence.start - _TABLE), find.sentence.start) is not None


def _side(find: Find, subject: _Subject) -> bool | None:
    """True for a sum at most, False for one at least, None where the words do not say it or it is no condition."""
    bound = _bound(find)
    if _refused(find):
        return {Bound.AT_MOST: False, Bound.BELOW: False, Bound.ABOVE: True, Bound.AT_LEAST: True}.get(bound)
    around = find.near_before + find.near_after[:_BESIDE]
    if _MINIMUM.search(around) or (
        _MINIMUM.search(find.introduction) and (bound is not Bound.AT_MOST or _OR_LESS.search(find.near_after))
    ):
        return False
    if _OR_LESS.search(find.near_after) or _GOES_ELSEWHERE.search(find.near_after):
        return None
    if _CLASS.search(find.before) and not _ONLY_FOR.search(find.before):
        return None
    if bound in {Bound.ABOVE, Bound.AT_LEAST} and subject is _Subject.LOAN and _SO_LONG_AS.search(find.before):
        return None
    if bound in {Bound.ABOVE, Bound.AT_LEAST}:
        return False if _is_required(find, bound) else None
    if bound is Bound.AT_MOST or _MAXIMUM.search(find.near_before) or _MAXIMUM.search(find.introduction):
        eligible = _ELIGIBLE.search(find.before + find.near_after) or (
            find.quantity.lead < 0 and _SO_LONG_AS.search(find.before)
        )
        return True if subject is not _Subject.COST or eligible else None
    if (
        subject is _Subject.COST
        and _ONLY_WHEN.search(find.before)
        and _LATER_ABOVE.search(find.sentence.words[find.quantity.end :])
    ):
        return False
    return None


def _is_required(find: Find, bound: Bound) -> bool:
    words = find.introduction + find.before + find.far_after
    return bool(_REQUIRED.search(words) or (bound is Bound.AT_LEAST and _MEASURED.search(words)))


def _bound(find: Find) -> Bound:
    """The bound beside the number, or for a number that begins a list item, at the end of the list's lead."""
    if find.quantity.bound is Bound.EXACT and _begins_item(find):
        return bound_at_end(find.introduction)
    return find.quantity.bound


def _begins_item(find: Find) -> bool:
    return len(find.before) <= _MARK or _MARKED.search(find.before) is not None


def _is_most(find: Find) -> bool:
    return find.quantity.bound is Bound.AT_MOST or _MAXIMUM.search(find.near_before) is not None


def _refused(find: Find) -> bool:
    start = find.quantity.start - len(find.near_before)
    words = find.sentence.words[max(0, start) : find.quantity.end + _REFUSAL]
    return bool(_REFUSED.search(words) or _REFUSED.search(find.introduction))


def _unit(find: Find) -> AmountUnit | None:
    beside = find.near_after[:_BESIDE]
    return next((unit for unit, pattern in _PER.items() if pattern.search(beside)), None)


def _per(find: Find) -> AmountUnit:
    return _beside_unit(find) or AmountUnit.PROJECT


def _beside_unit(find: Find) -> AmountUnit | None:
    """The unit named after the sum, else before it."""
    unit = _unit(find)
    if unit:
        return unit
    near = find.near_before[-_BESIDE:]
    return next((unit for unit, pattern in _PER.items() if pattern.search(near)), None)
