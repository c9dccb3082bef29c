"""The facts of an applicant: what they are (`facts.yml`), how they read, and how people enter them."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Self

import yaml
from pydantic import Field, TypeAdapter, model_validator

from finder import wording
from finder.frozen import Frozen
from finder.models import Fact, FactValue
from finder.vocab import REGION_LABELS, ApplicantKind, FactOrigin, FactState, Land

YES, NO = "ja", "nein"
ANSWERS = {YES: True, NO: False}
WHOLE_NUMBER = re.compile(r"[0-9]{1,3}(\.[0-9]{3}){0,2}|[0-9]{1,9}")
"""Digits with or without thousands dots; `int` alone would also read signs, underscores and other scripts."""
WORDS = REGION_LABELS | {kind.value: kind.label for kind in ApplicantKind}
"""German words for the codes that stand in lists; a territorial key speaks for itself."""
SHORT = 60
"""Longest piece of an entered text that an error message repeats, in characters."""


class FactType(StrEnum):
    """What kind of value a fact has."""

    KINDS = "kinds"
    KEYS = "keys"
    WHOLE = "whole"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"
    TEXT = "text"


class FactDefinition(Frozen):
    """One entry of `facts.yml`."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    label: Annotated[str, Field(min_length=1)]
    type: FactType
    origin: FactOrigin
    unit: str | None = None
    options: Annotated[dict[str, str], Field(default_factory=dict)]
    """The answers of a choice with their German labels."""
    maximum: int | None = None
    """Largest number that can be entered; set for every whole number that people enter."""
    question: str | None = None
    """The question people are asked; only facts they enter have one."""
    help: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        entered = self.origin is FactOrigin.ENTERED
        if bool(self.options) != (self.type is FactType.CHOICE):
            raise ValueError(f"{self.id}: a choice needs options and nothing else has them")
        if (self.question is not None) != entered:
            raise ValueError(f"{self.id}: facts that people enter have a question and no others")
        if entered and self.type not in _READERS:
            raise ValueError(f"{self.id}: nobody can enter a fact of type {self.type}")
        if (self.maximum is not None) != (entered and self.type is FactType.WHOLE):
            raise ValueError(f"{self.id}: whole numbers that people enter have a maximum and no others")
        return self


class OwnApplicant(Frozen):
    """An applicant that is in no register, such as a Zweckverband, as people enter it."""

    key: Annotated[str, Field(pattern=r"^zv-[a-z0-9-]{1,60}$")]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    land: Land
    members: tuple[Annotated[str, Field(pattern=r"^\d{8}$")], ...]
    """AGS of the municipalities that belong to it."""


class EnteredFactError(Exception):
    """What was entered is no value of that fact; the message is a German sentence."""


def load_definitions(path: Path) -> Mapping[str, FactDefinition]:
    """The definitions of a file by id, in its order.

    Raises:
        ValueError: an entry is malformed or an id is repeated.
    """
    definitions = TypeAdapter(list[FactDefinition]).validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))
    by_id = {definition.id: definition for definition in definitions}
    if len(by_id) != len(definitions):
        raise ValueError(f"{path.name} repeats an id")
    return MappingProxyType(by_id)


def fact_text(fact: Fact) -> str:
    """A fact's value as people read it: "56.694 Einwohner", "ja", "unbekannt"."""
    if fact.value is None:
        return fact.state.label
    return _value_text(FACTS[fact.id], fact.value)


def _value_text(definition: FactDefinition, value: FactValue) -> str:
    match value:
        case bool():
            return YES if value else NO
        case int():
            return _with_unit(wording.whole(value), definition.unit)
        case Decimal():
            return _with_unit(wording.decimal(value), definition.unit)
        case date():
            return wording.day(value)
        case tuple():
            return ", ".join(WORDS.get(word, word) for word in value)
        case _:
            return definition.options.get(value, value)


def _with_unit(number: str, unit: str | None) -> str:
    return f"{number} {unit}" if unit else number


def unknown(fact_id: str) -> Fact:
    """The fact nobody has stated yet."""
    return Fact(id=fact_id, state=FactState.UNKNOWN, value=None, origin=None, source="", as_of=None)


def parse_entered(definition: FactDefinition, raw: str, as_of: date) -> Fact:
    """The fact that a person's answer states.

    "unbekannt" and "trifft nicht zu" are answers to every question; a choice takes the id or the label of an option,
    a yes-or-no question "ja" or "nein", a number whole digits with or without thousands dots.

    Raises:
        EnteredFactError: the answer fits no value of the fact, or the fact is not for people to enter.
    """
    if definition.origin is not FactOrigin.ENTERED:
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


def is_current(fact: Fact) -> bool:
    """Whether an entered fact still fits `facts.yml`: its id, its kind of value, its options and limits."""
    definition = FACTS.get(fact.id)
    if definition is None or definition.origin is not FactOrigin.ENTERED:
        return False
    return fact.value is None or _fits(definition, fact.value)


def _fits(definition: FactDefinition, value: FactValue) -> bool:
    match value:
        case bool():
            return definition.type is FactType.YES_NO
        case int():
            return definition.maximum is not None and 0 <= value <= definition.maximum
        case str():
            return value in definition.options
        case _:
            return False


def _whole(definition: FactDefinition, answer: str) -> int:
    maximum = definition.maximum or 0
    number = answer.removesuffix(definition.unit or "").strip()
    if WHOLE_NUMBER.fullmatch(number) and int(number.replace(".", "")) <= maximum:
        return int(number.replace(".", ""))
    limits = f"von 0 bis {wording.whole(maximum)}"
    raise EnteredFactError(f"„{_short(answer)}“ ist für „{definition.label}“ keine ganze Zahl {limits}.")


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


def _short(answer: str) -> str:
    return answer if len(answer) <= SHORT else f"{answer[:SHORT]}…"


_STATES = {state.label: state for state in (FactState.UNKNOWN, FactState.NOT_APPLICABLE)}
_READERS: Mapping[FactType, Callable[[FactDefinition, str], int | bool | str]] = {
    FactType.WHOLE: _whole,
    FactType.YES_NO: _yes_no,
    FactType.CHOICE: _choice,
}

FACTS = load_definitions(Path(__file__).with_name("facts.yml"))
"""Every fact of an applicant by its id, in the order in which a profile shows them."""
