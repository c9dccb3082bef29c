"""How a person enters what a requirement asks: German words become a checked requirement, or a sentence what is wrong."""

import re
from decimal import Decimal
from typing import NamedTuple

from finder import wording
from finder.facts import NO, YES
from finder.models import Evidence, Programme, Requirement, RequirementValue
from finder.places.municipalities import register
from finder.reviews.reviews import READER, ReviewError
from finder.reviews.words import NOTHING, OPERATORS, SEPARATOR, SUITABLE, UNSTATED, Sort, choices, sort_of
from finder.vocab import Assurance, Effect, Operator, PopulationBasis, RequirementKind, SectionField, Strength
from rules.criteria import CRITERIA
from rules.questions import LARGEST

LONGEST_QUOTE = 2000
SHORT = 60
"""Longest piece of an entered text that a message repeats, in characters."""
NUMBER = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3}){0,5}|[0-9]{1,16})(?:,([0-9]{1,6}))?")
TERRITORY = re.compile(r"[0-9]{5}|[0-9]{8}|[0-9]{9}")


class Entry(NamedTuple):
    """What a person says a passage asks; None leaves as it is what the readers say."""

    op: Operator | None = None
    value: str | None = None
    """Words separated by semicolons, a number in the kind's unit, "ja" or "nein", or "unbestimmt"."""
    unclear: str | None = None
    """Words of which the source does not say whether they suffice; "keine" where there are none."""
    effect: Effect | None = None
    strength: Strength | None = None
    basis: PopulationBasis | None = None


def corrected(requirement: Requirement, entry: Entry) -> Requirement:
    """The requirement with what was entered; kind, part and evidence stay.

    Raises:
        ReviewError: the value fits neither kind nor operator.
    """
    value = requirement.value if entry.value is None else _value(requirement.kind, entry.value)
    unclear = requirement.unclear if entry.unclear is None else _unclear(requirement.kind, entry.unclear)
    changed = requirement.model_copy(
        update={
            "op": entry.op or requirement.op,
            "value": value,
            "unclear": tuple(code for code in unclear if not (isinstance(value, tuple) and code in value)),
            "effect": entry.effect or requirement.effect,
            "strength": entry.strength or requirement.strength,
            "basis": entry.basis or requirement.basis,
        }
    )
    _check(changed)
    return changed


def new_requirement(
    programme: Programme, kind: RequirementKind, quote: str, field: SectionField | None, entry: Entry, part: str | None
) -> Requirement:
    """A condition the readers missed, with its passage in the programme's text.

    `entry` needs an effect. Without operator and strength it is what such values mostly are: one of the words, yes or no,
    and "muss". `field` None takes the first section that holds the quote.

    Raises:
        ReviewError: the quote stands in no such section, or the value does not fit.
    """
    if entry.effect is None:
        raise ReviewError("Bitte angeben, wie die Anforderung wirkt, etwa „muss erfüllt sein“.")
    value = None if entry.value is None else _value(kind, entry.value)
    op = entry.op or _usual(kind, value)
    added = Requirement(
        kind=kind,
        op=op,
        value=value,
        unclear=_unclear(kind, entry.unclear or NOTHING),
        effect=entry.effect,
        strength=entry.strength or Strength.MUST,
        basis=entry.basis,
        part=part,
        evidence=_passage(programme, quote, field),
    )
    _check(added)
    return added


def _value(kind: RequirementKind, text: str) -> RequirementValue | None:
    answer = " ".join(text.split())
    if answer.casefold() == UNSTATED:
        return None
    match sort_of(kind):
        case Sort.WORDS:
            return _codes(kind, answer)
        case Sort.NUMBER:
            return _number(kind, answer)
        case Sort.YES_NO:
            return _yes_no(kind, answer)
        case Sort.NOTHING:
            raise ReviewError(f"„{kind.label}“ lässt sich mit keiner Angabe vergleichen; möglich ist nur „{UNSTATED}“.")


def _unclear(kind: RequirementKind, text: str) -> tuple[str, ...]:
    answer = " ".join(text.split())
    if answer.casefold() in ("", NOTHING):
        return ()
    if sort_of(kind) is not Sort.WORDS:
        raise ReviewError(f"Bei „{kind.label}“ lässt sich nichts Unklares aufzählen.")
    return _codes(kind, answer)


def _codes(kind: RequirementKind, answer: str) -> tuple[str, ...]:
    if answer.casefold() == NOTHING:
        return ()
    words = [word.strip() for word in answer.split(SEPARATOR) if word.strip()]
    if not words:
        raise ReviewError(f"Bei „{kind.label}“ fehlt, was verlangt ist. Fehlt es in der Quelle, bitte „{UNSTATED}“.")
    return tuple(dict.fromkeys(_code(kind, word) for word in words))


def _code(kind: RequirementKind, word: str) -> str:
    labels = choices(kind)
    found = next(
        (code for code, label in labels.items() if word.casefold() in (code.casefold(), label.casefold())), None
    )
    if found is not None:
        return found
    if kind is RequirementKind.REGION and TERRITORY.fullmatch(word) and register().by_key(word):
        return word
    known = wording.listing([f"„{label}“" for label in labels.values()], "oder")
    keys = " oder ein Schlüssel aus dem Gemeindeverzeichnis" if kind is RequirementKind.REGION else ""
    raise ReviewError(f"„{_short(word)}“ ist bei „{kind.label}“ nicht möglich. Möglich sind {known}{keys}.")


def _number(kind: RequirementKind, answer: str) -> int:
    criterion = CRITERIA[kind]
    unit = criterion.unit or ""
    found = NUMBER.fullmatch(re.sub(rf"\s*({re.escape(unit)}|%|€)$", "", answer, flags=re.IGNORECASE))
    if found:
        number = Decimal(f"{found[1].replace('.', '')}.{found[2] or 0}") * criterion.scale
        if number == number.to_integral_value() and number <= LARGEST:
            return int(number)
    example = "33,33" if criterion.scale > 1 else "5.000"
    raise ReviewError(
        f"„{_short(answer)}“ ist bei „{kind.label}“ keine Zahl wie „{' '.join((example, unit)).strip()}“."
    )


def _yes_no(kind: RequirementKind, answer: str) -> bool:
    answers = {YES: True, NO: False}
    if answer.casefold() in answers:
        return answers[answer.casefold()]
    raise ReviewError(f"Bei „{kind.label}“ ist nur „{YES}“ oder „{NO}“ möglich.")


def _usual(kind: RequirementKind, value: RequirementValue | None) -> Operator:
    sort = sort_of(kind)
    if sort is Sort.NUMBER and value is not None:
        raise ReviewError(f"Bitte angeben, ob bei „{kind.label}“ mindestens oder höchstens so viel verlangt ist.")
    return SUITABLE[sort][0]


def _check(requirement: Requirement) -> None:
    """Whether operator, value and basis fit each other and the kind; a misfit would never come to yes or no."""
    suitable = SUITABLE[sort_of(requirement.kind)]
    if requirement.value is not None and requirement.op not in suitable:
        known = wording.listing([f"„{OPERATORS[op]}“" for op in suitable], "oder")
        raise ReviewError(
            f"„{OPERATORS[requirement.op]}“ passt nicht zu „{requirement.kind.label}“; möglich ist {known}."
        )
    if requirement.value == () and requirement.op is Operator.INTERSECTS:
        raise ReviewError(f"Bei „{requirement.kind.label}“ muss mindestens ein Wort verlangt sein, oder „{UNSTATED}“.")
    if requirement.basis is not None and not CRITERIA[requirement.kind].by_basis:
        raise ReviewError(f"Wessen Einwohner zählen, lässt sich bei „{requirement.kind.label}“ nicht angeben.")


def _passage(programme: Programme, quote: str, field: SectionField | None) -> Evidence:
    """Where the words stand; a text of several lines may be given with other white space than it has."""
    words = quote.split()
    if not words or len(quote) > LONGEST_QUOTE:
        limit = wording.whole(LONGEST_QUOTE)
        raise ReviewError(f"Bitte die Stelle wörtlich zitieren, mit höchstens {limit} Zeichen.")
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    for section in programme.sections or ():
        found = pattern.search(section.text) if field in (None, section.field) else None
        if found:
            place = {"field": section.field, "start": found.start(), "end": found.end(), "quote": found[0]}
            return Evidence(assurance=Assurance.REVIEWED, reader=READER, **place)
    where = f"im Abschnitt „{field.label}“" if field else "im Text"
    raise ReviewError(f"„{_short(quote)}“ steht nicht wörtlich {where}. Bitte die Stelle aus dem Text kopieren.")


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"
