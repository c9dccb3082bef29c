"""How requirements and their reviews read, in the words in which a person can enter them again.

What a kind of requirement can ask for follows from the fact it is compared with (rules/criteria.yml).
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import Enum
from functools import cache

from finder import wording
from finder.facts import DEFINITIONS, NO, WORDS, YES, FactType
from finder.models import Requirement
from finder.reviews.reviews import Review, ReviewStanding
from finder.vocab import REGION_LABELS, ApplicantKind, Operator, RequirementKind, Strength
from rules.criteria import CRITERIA

UNREVIEWED = "nicht geprüft"
UNSTATED = "unbestimmt"
"""Enters that the source asks something without saying what; the check then stays open."""
NOTHING = "keine"
SEPARATOR = ";"
OPERATORS = {
    Operator.INTERSECTS: "mindestens eines davon",
    Operator.EXCLUDES: "nichts davon",
    Operator.AT_LEAST: "mindestens",
    Operator.AT_MOST: "höchstens",
    Operator.EQUALS: "genau",
}
"""Operators in words."""


class Sort(Enum):
    """What a kind of requirement compares."""

    WORDS = "words"
    NUMBER = "number"
    YES_NO = "yes_no"
    NOTHING = "nothing"
    """No fact answers it; the check stays open at the source."""


SUITABLE: Mapping[Sort, tuple[Operator, ...]] = {
    Sort.WORDS: (Operator.INTERSECTS, Operator.EXCLUDES),
    Sort.NUMBER: (Operator.AT_LEAST, Operator.AT_MOST, Operator.EQUALS),
    Sort.YES_NO: (Operator.EQUALS,),
    Sort.NOTHING: (Operator.EQUALS,),
}
"""The operators of each sort, the usual one first."""
SORTS = {
    **dict.fromkeys((FactType.KINDS, FactType.KEYS, FactType.CHOICE, FactType.CHOICES), Sort.WORDS),
    **dict.fromkeys((FactType.WHOLE, FactType.NUMBER), Sort.NUMBER),
    FactType.YES_NO: Sort.YES_NO,
}
"""By the type of the fact a kind is compared with; what is not here cannot be compared."""


def sort_of(kind: RequirementKind) -> Sort:
    """What sort of value a kind of requirement takes."""
    criterion = CRITERIA[kind]
    if criterion.fact is None:
        return Sort.WORDS if criterion.named else Sort.NOTHING
    return SORTS.get(DEFINITIONS[criterion.fact].type, Sort.NOTHING)


@cache
def choices(kind: RequirementKind) -> Mapping[str, str]:
    """The codes a kind of requirement can ask for, with their German labels; empty where it takes no words."""
    if sort_of(kind) is not Sort.WORDS:
        return {}
    criterion = CRITERIA[kind]
    named = {code: DEFINITIONS[fact.fact].label for code, fact in criterion.named.items()}
    if criterion.fact is None:
        return named
    definition = DEFINITIONS[criterion.fact]
    words = {
        FactType.KINDS: {member.value: member.label for member in ApplicantKind},
        FactType.KEYS: REGION_LABELS,
    }
    return {**words.get(definition.type, definition.options), **named}


def requirement_words(requirement: Requirement) -> str:
    """A requirement in one line: "Einwohnerzahl: höchstens 5.000 Einwohner der Kommune"."""
    compared = requirement.value is not None and requirement.op is not Operator.INTERSECTS
    # Where the words name what must not be ("keine anderen Mittel"), "nichts davon" would turn them round.
    speaks = isinstance(requirement.value, bool) or (
        requirement.op is Operator.EXCLUDES and CRITERIA[requirement.kind].names_bars
    )
    operator = OPERATORS[requirement.op] if compared and not speaks else ""
    unclear = f"(unklar: {_unclear(requirement)})" if requirement.unclear else ""
    basis = requirement.basis.label if requirement.basis else ""
    words = " ".join(filter(None, (operator, value_text(requirement), basis, unclear)))
    return f"{requirement.kind.label}: {words}"


def _unclear(requirement: Requirement) -> str:
    """The values of which the source does not say; one word where they are all that is not asked for."""
    asked = requirement.value if isinstance(requirement.value, tuple) else ()
    if asked and {*asked, *requirement.unclear} >= choices(requirement.kind).keys():
        return "alle anderen"
    return unclear_text(requirement)


def value_text(requirement: Requirement) -> str:
    """What is asked in the words in which it can be entered again."""
    match requirement.value:
        case None:
            return UNSTATED
        case bool():
            return YES if requirement.value else NO
        case int():
            criterion = CRITERIA[requirement.kind]
            number = wording.decimal(Decimal(requirement.value) / criterion.scale)
            return f"{number} {criterion.unit}" if criterion.unit else number
        case tuple():
            return _listed(requirement.kind, requirement.value)


def unclear_text(requirement: Requirement) -> str:
    """The unclear words in the form in which they can be entered again."""
    return _listed(requirement.kind, requirement.unclear)


def scope_words(requirement: Requirement) -> tuple[str, ...]:
    """How a requirement works, how it binds where that is no "muss", and the part it belongs to."""
    binding = "" if requirement.strength is Strength.MUST else requirement.strength.label
    return tuple(filter(None, (requirement.effect.label, binding, requirement.part)))


def state_words(review: Review | None, standing: ReviewStanding | None) -> str:
    """A review and whether it counts: "bestätigt von KM am 25.11.2026", "erneut zu prüfen (bestätigt …)"."""
    if review is None:
        return UNREVIEWED
    words = f"{review.decision.label} von {review.reviewer} am {wording.day(review.reviewed_on)}"
    return f"{standing.label} ({words})" if standing is ReviewStanding.TO_BE_RENEWED else words


def _listed(kind: RequirementKind, codes: Sequence[str]) -> str:
    labels = choices(kind)
    return f"{SEPARATOR} ".join(labels.get(code) or WORDS.get(code, code) for code in codes) or NOTHING
