"""The facts of an applicant (`facts.yml`) and of its projects (`project_facts.yml`): what they are and how they read."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import Field, TypeAdapter, model_validator

from finder import wording
from finder.frozen import Frozen
from finder.models import Fact, FactValue
from finder.vocab import REGION_LABELS, ApplicantKind, FactOrigin, FactState, Labelled, Land, Sector, Theme

YES, NO = "ja", "nein"
NOTHING = "keine"
"""Reads and enters an empty list: known, and nothing in it."""
WORDS = REGION_LABELS | {kind.value: kind.label for kind in ApplicantKind}
"""German words for the codes that stand in lists; a territorial key speaks for itself."""
VOCABULARIES: Mapping[str, type[Labelled]] = {"theme": Theme, "sector": Sector}
"""Vocabularies whose members are the answers of a question (`options_of`)."""


class FactType(StrEnum):
    """What kind of value a fact has."""

    KINDS = "kinds"
    KEYS = "keys"
    WHOLE = "whole"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    """Several of the options."""
    NAMES = "names"
    """Names in words of the applicant, any number."""
    DAY = "day"
    TEXT = "text"


NOT_FOR_PEOPLE = frozenset({FactType.KINDS, FactType.NUMBER, FactType.TEXT})
"""Types that are read from a register or derived."""


class FactDefinition(Frozen):
    """One entry of `facts.yml` or `project_facts.yml`."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    label: Annotated[str, Field(min_length=1)]
    type: FactType
    origin: FactOrigin
    unit: str | None = None
    scale: Annotated[int, Field(ge=1)] = 1
    """How many of a whole number's units make one `unit`: 100 for hundredths of a percent."""
    options: Annotated[dict[str, str], Field(default_factory=dict)]
    """The answers of a choice with their German labels."""
    options_of: Literal["theme", "sector"] | None = None
    """The vocabulary whose members are the answers, in the place of `options`."""
    maximum: int | None = None
    """Largest number that can be entered; set for every whole number that people enter."""
    question: str | None = None
    """The question people are asked; only facts they enter have one."""
    effort: Annotated[int, Field(ge=1, le=3)] | None = None
    """What an answer costs: 1 known at once, 2 to be looked up, 3 to be worked out; only facts people enter have one."""
    follows_from: tuple[str, ...] = ()
    """Ids of the facts a derived fact follows from; who wants to know it has to state these."""
    help: Annotated[str, Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _options_of_vocabulary(cls, raw: Any) -> Any:
        if isinstance(raw, dict) and raw.get("options_of") in VOCABULARIES and not raw.get("options"):
            return raw | {"options": {member.value: member.label for member in VOCABULARIES[raw["options_of"]]}}
        return raw

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        entered = self.origin is FactOrigin.ENTERED
        if bool(self.options) != (self.type in (FactType.CHOICE, FactType.CHOICES)):
            raise ValueError(f"{self.id}: a choice needs options and nothing else has them")
        if (self.question is not None) != entered or (self.effort is not None) != entered:
            raise ValueError(f"{self.id}: facts that people enter have a question and an effort, and no others")
        if entered and self.type in NOT_FOR_PEOPLE:
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
    if fact.conflict:
        return f"{fact.state.label}: {wording.listing(fact.conflict)}"
    if fact.value is None:
        return fact.state.label
    return value_text(DEFINITIONS[fact.id], fact.value)


def value_text(definition: FactDefinition, value: FactValue) -> str:
    """A value as people read it, with its unit or in the label of its option; an empty list reads "keine"."""
    match value:
        case bool():
            return YES if value else NO
        case int():
            return _with_unit(wording.decimal(Decimal(value) / definition.scale), definition.unit)
        case Decimal():
            return _with_unit(wording.decimal(value), definition.unit)
        case date():
            return wording.day(value)
        case tuple():
            return ", ".join(definition.options.get(word) or WORDS.get(word, word) for word in value) or NOTHING
        case _:
            return definition.options.get(value, value)


def _with_unit(number: str, unit: str | None) -> str:
    return f"{number} {unit}" if unit else number


@lru_cache(maxsize=256)
def unknown(fact_id: str) -> Fact:
    """The fact nobody has stated yet."""
    return Fact(id=fact_id, state=FactState.UNKNOWN, value=None, origin=None, source="", as_of=None)


FACTS = load_definitions(Path(__file__).with_name("facts.yml"))
"""Every fact of an applicant by its id, in the order in which a profile shows them."""

PROJECT_FACTS = load_definitions(Path(__file__).with_name("project_facts.yml"))
"""Every fact of a project by its id, in the order in which a project shows them."""

DEFINITIONS = MappingProxyType({**FACTS, **PROJECT_FACTS})
"""Every fact by its id."""
