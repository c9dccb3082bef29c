"""How people enter a fact: an answer in German words becomes a value, or a sentence that says what is wrong with it."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

from finder import wording
from finder.facts import DEFINITIONS, NO, NOTHING, YES, FactDefinition, FactType
from finder.models import Fact, FactValue
from finder.vocab import FactOrigin, FactState

ANSWERS = {YES: True, NO: False}
WHOLE_NUMBER = re.compile(r"[0-9]{1,3}(\.[0-9]{3}){0,3}|[0-9]{1,12}")
"""Digits with or without thousands dots; `int` alone would also read signs, underscores and other scripts."""
NUMBER = re.compile(rf"({WHOLE_NUMBER.pattern})(,[0-9]{{1,6}})?")
OFFICIAL: Mapping[str, int] = MappingProxyType({"population": 85_000_000, "area_km2": 358_000})
"""Numbers of the register that people may state too, each with what no applicant can exceed: all of Germany.

An applicant that is in no register has them from nowhere else; for a unit of the register a different number is a
contradiction (`municipalities.profile`). Bounds: Gemeindeverzeichnis (84.7 million), Destatis (357,595 km²).
"""
KEY = re.compile(r"\d{8}|\d{5}|\d{9}|zv-[a-z0-9-]{1,60}")
"""Key of a municipality, a Kreis, a Gemeindeverband or an applicant of its own."""
DAYS = ("%d.%m.%Y", "%Y-%m-%d")
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
SEPARATOR = ";"
MOST_WORDS = 100
LONGEST_WORD = 300
SHORT = 60
"""Longest piece of an entered text that an error message repeats, in characters."""


class EnteredFactError(Exception):
    """What was entered is no value of that fact; the message is a German sentence."""


def parse_entered(definition: FactDefinition, raw: str, as_of: date) -> Fact:
    """The fact that a person's answer states.

    "unbekannt" and "trifft nicht zu" are answers to every question. A choice takes the id or the label of an option,
    several options and names are separated by semicolons, "keine" is the empty list; a yes-or-no question takes "ja" or
    "nein", a number digits with or without thousands dots, a day "31.12.2026" or "2026-12-31".

    Raises:
        EnteredFactError: the answer fits no value of the fact, or the fact is not for people to enter.
    """
    if not can_be_entered(definition):
        raise EnteredFactError(f"„{definition.label}“ wird ermittelt und kann nicht eingegeben werden.")
    answer = " ".join(raw.split())
    state = _STATES.get(answer.casefold(), FactState.KNOWN)
    return Fact(
        id=definition.id,
        state=state,
        value=_READERS[definition.type](definition, answer) if state is FactState.KNOWN else None,
        origin=FactOrigin.ENTERED,
        source=FactOrigin.ENTERED.label,
        as_of=as_of,
    )


def can_be_entered(definition: FactDefinition) -> bool:
    """Whether people may state the fact."""
    return definition.origin is FactOrigin.ENTERED or definition.id in OFFICIAL


def entry_text(fact: Fact) -> str:
    """A fact in the words in which it can be entered again; "unbekannt" where nobody stated it."""
    if not isinstance(fact.value, tuple):
        return fact.state.label if fact.value is None else _single_text(DEFINITIONS[fact.id], fact.value)
    options = DEFINITIONS[fact.id].options
    return f"{SEPARATOR} ".join(options.get(word, word) for word in fact.value) or NOTHING


def _single_text(definition: FactDefinition, value: FactValue) -> str:
    match value:
        case bool():
            return YES if value else NO
        case int():
            return wording.whole(value)
        case Decimal():
            return wording.decimal(value)
        case date():
            return wording.day(value)
        case _:
            return definition.options.get(str(value), str(value))


def is_current(fact: Fact) -> bool:
    """Whether an entered fact still fits its definition: its id, its kind of value, its options and limits."""
    definition = DEFINITIONS.get(fact.id)
    if definition is None or not can_be_entered(definition):
        return False
    return fact.value is None or _fits(definition, fact.value)


def _fits(definition: FactDefinition, value: FactValue) -> bool:
    match value:
        case bool():
            return definition.type is FactType.YES_NO
        case int():
            return definition.type is FactType.WHOLE and _within(definition, value)
        case Decimal():
            return definition.type is FactType.NUMBER and _within(definition, value)
        case date():
            return definition.type is FactType.DAY and EARLIEST <= value <= LATEST
        case tuple():
            return _words_fit(definition, value)
        case str():
            return definition.type is FactType.CHOICE and value in definition.options
        case _:
            return False


def _within(definition: FactDefinition, number: int | Decimal) -> bool:
    """Whether a number is possible; nobody has no inhabitants and no area."""
    largest = OFFICIAL.get(definition.id)
    return 0 < number <= largest if largest else 0 <= number <= (definition.maximum or 0)


def _words_fit(definition: FactDefinition, words: tuple[str, ...]) -> bool:
    if len(words) > MOST_WORDS:
        return False
    match definition.type:
        case FactType.CHOICES:
            return all(word in definition.options for word in words)
        case FactType.KEYS:
            return all(KEY.fullmatch(word) for word in words)
        case FactType.NAMES:
            return all(0 < len(word) <= LONGEST_WORD for word in words)
        case _:
            return False


def _whole(definition: FactDefinition, answer: str) -> int:
    digits = _without_unit(definition, answer)
    if WHOLE_NUMBER.fullmatch(digits) and _within(definition, int(digits.replace(".", ""))):
        return int(digits.replace(".", ""))
    raise EnteredFactError(f"„{_short(answer)}“ ist für „{definition.label}“ keine ganze Zahl {_limits(definition)}.")


def _number(definition: FactDefinition, answer: str) -> Decimal:
    digits = _without_unit(definition, answer)
    if NUMBER.fullmatch(digits):
        number = Decimal(digits.replace(".", "").replace(",", "."))
        if _within(definition, number):
            return number
    raise EnteredFactError(f"„{_short(answer)}“ ist für „{definition.label}“ keine Zahl {_limits(definition)}.")


def _without_unit(definition: FactDefinition, answer: str) -> str:
    return answer.removesuffix(definition.unit or "").strip()


def _limits(definition: FactDefinition) -> str:
    largest = OFFICIAL.get(definition.id)
    if largest:
        return f"über 0 und bis {wording.whole(largest)} (so groß ist ganz Deutschland)"
    return f"von 0 bis {wording.whole(definition.maximum or 0)}"


def _yes_no(definition: FactDefinition, answer: str) -> bool:
    if answer.casefold() in ANSWERS:
        return ANSWERS[answer.casefold()]
    raise EnteredFactError(f"„{definition.label}“ lässt sich nur mit „ja“ oder „nein“ beantworten.")


def _choice(definition: FactDefinition, answer: str) -> str:
    for option, label in definition.options.items():
        if answer.casefold() in (option, label.casefold()):
            return option
    labels = wording.listing([f"„{label}“" for label in definition.options.values()], "oder")
    raise EnteredFactError(f"„{_short(answer)}“ steht bei „{definition.label}“ nicht zur Wahl; möglich sind {labels}.")


def _choices(definition: FactDefinition, answer: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_choice(definition, word) for word in _words(definition, answer)))


def _keys(definition: FactDefinition, answer: str) -> tuple[str, ...]:
    keys = tuple(dict.fromkeys(_words(definition, answer)))
    wrong = next((key for key in keys if not KEY.fullmatch(key)), None)
    if wrong is not None:
        raise EnteredFactError(
            f"„{_short(wrong)}“ ist für „{definition.label}“ kein Schlüssel. Nötig sind acht Ziffern (Gemeinde), fünf "
            "(Kreis), neun (Gemeindeverband) oder der Schlüssel eines eigenen Antragstellers, getrennt durch Semikolon."
        )
    return keys


def _names(definition: FactDefinition, answer: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(_words(definition, answer)))
    if any(len(name) > LONGEST_WORD for name in names):
        raise EnteredFactError(f"Ein Eintrag bei „{definition.label}“ ist länger als {LONGEST_WORD} Zeichen.")
    return names


def _words(definition: FactDefinition, answer: str) -> list[str]:
    if answer.casefold() in (NOTHING, "keiner", "keines"):
        return []
    words = [word.strip() for word in answer.split(SEPARATOR) if word.strip()]
    if not words:
        raise EnteredFactError(f"„{definition.label}“ ist leer; bitte „{NOTHING}“ oder „unbekannt“ angeben.")
    if len(words) > MOST_WORDS:
        raise EnteredFactError(f"„{definition.label}“ nimmt höchstens {MOST_WORDS} Einträge auf.")
    return words


def _day(definition: FactDefinition, answer: str) -> date:
    for pattern in DAYS:
        try:
            day = datetime.strptime(answer, pattern).date()
        except ValueError:
            continue
        if EARLIEST <= day <= LATEST:
            return day
    limits = f"zwischen {wording.day(EARLIEST)} und {wording.day(LATEST)}"
    raise EnteredFactError(f"„{_short(answer)}“ ist für „{definition.label}“ kein Tag {limits} (TT.MM.JJJJ).")


def _short(answer: str) -> str:
    return answer if len(answer) <= SHORT else f"{answer[:SHORT]}…"


_STATES = {state.label: state for state in (FactState.UNKNOWN, FactState.NOT_APPLICABLE)}
_READERS: Mapping[FactType, Callable[[FactDefinition, str], FactValue]] = {
    FactType.WHOLE: _whole,
    FactType.NUMBER: _number,
    FactType.YES_NO: _yes_no,
    FactType.CHOICE: _choice,
    FactType.CHOICES: _choices,
    FactType.KEYS: _keys,
    FactType.NAMES: _names,
    FactType.DAY: _day,
}
