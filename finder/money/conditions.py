"""Pure: how a statement about money counts for an applicant – whether its condition holds, whether it is an upper limit.

The words that decide this stand in `money_conditions.yml`. A condition is judged only where every word of it, and of its
quote, is understood; every other condition stays open, for unknown is neither yes nor no.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from operator import ge, gt, le, lt
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import Field

from finder import wording
from finder.facts import DEFINITIONS
from finder.frozen import Frozen
from finder.models import Benefit, Fact, FactValue
from finder.vocab import BenefitKind, RateRole
from finder.yamlfile import load_yaml

FILE = Path(__file__).with_suffix(".yml")
COMPARE: Mapping[str, Callable[[int, int], bool]] = {"at_most": le, "below": lt, "at_least": ge, "above": gt}
ALWAYS_CONDITIONAL = frozenset({RateRole.BONUS, RateRole.REDUCED})
"""A rate that deviates holds for some only, also where no condition was read beside it."""
KEPT = 20_000
"""How many readings of a text are kept; a catalogue of 2,500 full texts has about as many statements."""
THIRDS = {Decimal("33.33"): "33 1/3", Decimal("66.67"): "66 2/3"}


class Standing(StrEnum):
    """Whether a statement applies to the applicant."""

    GENERAL = "general"
    """It has no condition."""
    MET = "met"
    OPEN = "open"
    FAILED = "failed"


class Said(NamedTuple):
    """What the quote of a statement makes of its value."""

    place: tuple[int, int] | None
    """Where the value stands in the quote; None where it is written in a way that is not recognised, or has no quote."""
    bounded: bool
    """The source promises no more than a "bis zu". Without a quote nobody knows, so it counts as one."""
    difference: bool
    """A raised or lowered rate is stated in points to add or take off, not as the new rate."""
    of_loan: bool
    """A rate is the share of a loan: the quote speaks of a loan and of no Zuschuss."""
    excludes: bool
    """A project above this highest cost gets nothing; otherwise its cost counts up to there."""


class Weighed(NamedTuple):
    """A statement of the source with what its words say and what is known of its condition."""

    benefit: Benefit
    said: Said
    standing: Standing
    condition: str
    """The words of the condition; empty where there is none."""
    facts: tuple[str, ...] = ()
    """Ids of the facts its condition asks for, where the condition is understood."""

    @property
    def value(self) -> Decimal:
        """The percentage, or the sum in euros; zero where the statement has none."""
        return _value_of(self.benefit) or Decimal(0)

    @property
    def promised(self) -> Decimal:
        """What the statement promises at least: its value, or nothing where it says "bis zu"."""
        return Decimal(0) if self.said.bounded else self.value


class Question(NamedTuple):
    """What words of a condition ask: a fact, and what it has to be."""

    entry: "FactWords | NumberWords"
    bound: int | None
    """The number a bound names; None for words without one."""

    def answer(self, facts: Mapping[str, Fact]) -> bool | None:
        """Whether the fact fulfils the words; None where it is not known or leaves them open."""
        fact = facts.get(self.entry.fact)
        if fact is None or fact.value is None:
            return None
        if isinstance(self.entry, NumberWords):
            return self.entry.judge(fact.value, self.bound or 0)
        return self.entry.judge(fact.value)


class Understanding(NamedTuple):
    """What a condition asks, and whether every word of it is understood."""

    whole: bool
    questions: tuple[Question, ...]


class FactWords(Frozen):
    """Words of a condition that ask for a fact."""

    words: str
    fact: str
    holds: tuple[str | bool, ...]
    open: tuple[str, ...] = ()

    def judge(self, value: FactValue) -> bool | None:
        """Whether a known value fulfils the words; None where it leaves them open."""
        values = set(value) if isinstance(value, tuple) else {value}
        if values & set(self.holds):
            return True
        return None if values & set(self.open) else False


class NumberWords(Frozen):
    """Words of a condition that set a bound to a number, which stands in the group `number`."""

    words: str
    fact: str
    compare: Literal["at_most", "below", "at_least", "above"]

    def judge(self, value: FactValue, bound: int) -> bool | None:
        """Whether a known number keeps the bound; None for a value that is no number."""
        if isinstance(value, bool) or not isinstance(value, int):
            return None
        return COMPARE[self.compare](value, bound)


class Vocabulary(Frozen):
    """`money_conditions.yml`."""

    facts: tuple[FactWords, ...]
    numbers: tuple[NumberWords, ...]
    neutral: tuple[str, ...] = Field(min_length=1)
    values: tuple[str, ...] = Field(min_length=1)
    bounded_before: tuple[str, ...] = Field(min_length=1)
    bounded_anywhere: tuple[str, ...] = Field(min_length=1)
    difference_before: tuple[str, ...] = Field(min_length=1)
    difference_after: tuple[str, ...] = Field(min_length=1)
    loan: tuple[str, ...] = Field(min_length=1)
    grant: tuple[str, ...] = Field(min_length=1)
    excluding: tuple[str, ...] = Field(min_length=1)


def load_vocabulary(path: Path) -> Vocabulary:
    """The vocabulary of a file.

    Raises:
        YamlFileError: the file is no such YAML.
        ValueError: an entry is malformed or asks for a fact that does not exist.
    """
    vocabulary = Vocabulary.model_validate(load_yaml(path))
    asked = {entry.fact for entry in vocabulary.facts} | {entry.fact for entry in vocabulary.numbers}
    unknown = asked - set(DEFINITIONS)
    if unknown:
        raise ValueError(f"{path.name}: no fact {', '.join(sorted(unknown))}")
    return vocabulary


def _any_of(fragments: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{fragment})" for fragment in fragments), re.IGNORECASE)


def _whole_words(fragment: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{fragment})\b", re.IGNORECASE)


_WORDS = load_vocabulary(FILE)
_FACTS = tuple((entry, _whole_words(entry.words)) for entry in _WORDS.facts)
_NUMBERS = tuple((entry, _whole_words(entry.words)) for entry in _WORDS.numbers)
_NEUTRAL = _whole_words("|".join(_WORDS.neutral))
_VALUES = _any_of(_WORDS.values)
_BOUNDED_BEFORE = _any_of(_WORDS.bounded_before)
_BOUNDED_ANYWHERE = _any_of(_WORDS.bounded_anywhere)
_DIFFERENCE_BEFORE = _any_of(f"(?:{words})$" for words in _WORDS.difference_before)
_DIFFERENCE_AFTER = _any_of(_WORDS.difference_after)
_LOAN = _any_of(_WORDS.loan)
_GRANT = _any_of(_WORDS.grant)
_EXCLUDING = _any_of(_WORDS.excluding)
_ENUMERATION = re.compile(r"^\W*(?:[a-z]{1,2}\)|\d+(?:\.\d+)*\.)?\s*", re.IGNORECASE)
_CLAUSE = re.compile(r"[;:•]|\.\s|\d")
"""What ends the words that belong to the number behind them: a clause, a sentence, another number."""
_MULTIPLES = (("", Decimal(1)), (r"\s*(?:mio\.?|million(?:en)?)", Decimal(1_000_000)))


def weigh(benefits: Sequence[Benefit], facts: Mapping[str, Fact]) -> tuple[Weighed, ...]:
    """Every statement with what the facts say of its condition, in the order given."""
    said = [_said(benefit.kind, _value_of(benefit), benefit.evidence.quote) for benefit in benefits]
    pairs = list(zip(benefits, said, strict=True))
    return tuple(_weighed(benefit, words, _condition(benefit, words, pairs), facts) for benefit, words in pairs)


def _value_of(benefit: Benefit) -> Decimal | None:
    return benefit.eur if benefit.kind is BenefitKind.AMOUNT else benefit.percent


@lru_cache(maxsize=KEPT)
def _said(kind: BenefitKind, value: Decimal | None, quote: str | None) -> Said:
    if quote is None or value is None:
        return Said(place=None, bounded=True, difference=False, of_loan=False, excludes=False)
    place = _place(kind, value, quote)
    before, behind = (quote[: place[0]], quote[place[1] :]) if place else (quote, "")
    return Said(
        place=place,
        bounded=bool(_BOUNDED_ANYWHERE.search(quote) or _BOUNDED_BEFORE.search(_CLAUSE.split(before)[-1])),
        difference=bool(place and (_DIFFERENCE_BEFORE.search(before) or _DIFFERENCE_AFTER.search(behind))),
        of_loan=bool(_LOAN.search(quote)) and not _GRANT.search(quote),
        excludes=bool(_EXCLUDING.search(quote)),
    )


def _place(kind: BenefitKind, value: Decimal, quote: str) -> tuple[int, int] | None:
    forms = [f"{_digits(value / factor)}{words}" for words, factor in _MULTIPLES]
    if kind is not BenefitKind.AMOUNT and value in THIRDS:
        forms.insert(0, THIRDS[value].replace(" ", r"\s+"))
    found = (re.search(rf"(?<![\d.,])(?:{form})(?![\d]|,\d|\.\d)", quote, re.IGNORECASE) for form in forms)
    return next((match.span() for match in found if match), None)


def _digits(value: Decimal) -> str:
    """A pattern for a number as guidelines write it: 5000 is "5.000", "5 000", "5000" or "5.000,00"."""
    whole, _, fraction = wording.decimal(value).partition(",")
    return whole.replace(".", r"[.\s]?") + (f",{fraction}0?" if fraction else "(?:,00?)?")


def _condition(benefit: Benefit, said: Said, others: Sequence[tuple[Benefit, Said]]) -> str:
    """The words of the condition that are the statement's own, or its quote for a rate that always has a condition."""
    condition = "" if _belongs_to_next(benefit, said, others) else benefit.condition or ""
    return condition or (benefit.evidence.quote or "" if _deviates(benefit) else "")


def _deviates(benefit: Benefit) -> bool:
    return benefit.kind is BenefitKind.RATE and benefit.rate_role in ALWAYS_CONDITIONAL


def _belongs_to_next(benefit: Benefit, said: Said, others: Sequence[tuple[Benefit, Said]]) -> bool:
    """Whether the condition stands behind the value and leads to the next: "60 %, bei finanzschwachen Kommunen 80 %"."""
    condition, quote = benefit.condition, benefit.evidence.quote
    if not condition or not quote or not said.place:
        return False
    start = quote.find(condition, said.place[1])
    if start < 0:
        return False
    behind = start + len(condition)
    sharing = (words.place for other, words in others if other.condition == condition and other.evidence.quote == quote)
    return any(place and place[0] >= behind and not re.search("[,;]", quote[behind : place[0]]) for place in sharing)


def _weighed(benefit: Benefit, said: Said, condition: str, facts: Mapping[str, Fact]) -> Weighed:
    if not condition:
        return Weighed(benefit, said, Standing.GENERAL, "")
    understanding = _understood(_without_part(condition, benefit.part))
    questions = understanding.questions
    if understanding.whole and not questions and not _deviates(benefit):
        return Weighed(benefit, said, Standing.GENERAL, "")
    if not (understanding.whole and questions and _is_plain(benefit, said, condition)):
        return Weighed(benefit, said, Standing.OPEN, condition)
    ids = tuple(dict.fromkeys(question.entry.fact for question in questions))
    answers = [question.answer(facts) for question in questions]
    if False in answers:
        return Weighed(benefit, said, Standing.FAILED, condition, ids)
    return Weighed(benefit, said, Standing.OPEN if None in answers else Standing.MET, condition, ids)


def _without_part(words: str, part: str | None) -> str:
    """The words without "Maßnahmen nach Nummer 2" where the statement belongs to that part anyway."""
    if part is None or part not in words:
        return words
    return re.sub(rf"(?:\w+\s+)?(?:nach|gemäß|im\s+Sinne\s+von|zu)\s+{re.escape(part)}(?!\w)", " ", words)


@lru_cache(maxsize=KEPT)
def _understood(words: str) -> Understanding:
    left = _ENUMERATION.sub("", words)
    questions: list[Question] = []
    for bound, pattern in _NUMBERS:
        questions += [Question(bound, int(re.sub(r"\D", "", match["number"]))) for match in pattern.finditer(left)]
        left = pattern.sub(" ", left)
    for entry, pattern in _FACTS:
        questions += [Question(entry, None)] if pattern.search(left) else []
        left = pattern.sub(" ", left)
    left = _NEUTRAL.sub(" ", _VALUES.sub(" ", left))
    return Understanding(whole=not re.search(r"\w", left), questions=tuple(questions))


def _is_plain(benefit: Benefit, said: Said, condition: str) -> bool:
    """Whether the quote says nothing beyond the condition, and which value the condition belongs to is certain."""
    quote = benefit.evidence.quote
    if quote is None or said.place is None or not _understood(_without_part(quote, benefit.part)).whole:
        return False
    alone = len(_VALUES.findall(quote)) == 1
    leads = quote[: said.place[0]].rstrip().endswith(condition)
    return alone or leads
