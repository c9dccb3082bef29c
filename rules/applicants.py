"""Many applicants at once, fact by fact: every different value once, and which of them each applicant has.

Small, and cheap to hand to another process: ten thousand municipalities are some arrays and a few thousand values.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from finder.facts import DEFINITIONS, unknown
from finder.models import Fact, FactValue, Profile
from finder.places.areas import area_rows
from finder.vocab import FactOrigin, FactState
from rules.derive import with_derived

Facts = Mapping[str, Fact]
Places = NDArray[np.intp]

TERRITORY = "territory"


class Stated(NamedTuple):
    """A fact as the rules see it, whoever stated it and when."""

    state: FactState
    value: FactValue | None

    @property
    def identity(self) -> tuple[object, ...]:
        """What tells it from others; 1 equals True, so that the type is part of it."""
        return (self.state, self.value.__class__, self.value)


def stated_fact(fact_id: str, stated: Stated) -> Fact:
    """The fact itself, with nothing said about its source."""
    return unknown(fact_id).model_copy(update=stated._asdict())


UNSTATED = Stated(FactState.UNKNOWN, None)
"""What a profile says by not carrying a fact."""


class Column(NamedTuple):
    """One fact of all applicants."""

    values: tuple[Stated, ...]
    """Each different one once."""
    places: Places
    """By applicant, the place of its own in `values`."""


@dataclass(frozen=True, eq=False)
class Applicants:
    """Applicants with the facts that somebody asks for. Made by `applicants_of`."""

    keys: tuple[str, ...]
    columns: Mapping[str, Column]

    def __len__(self) -> int:
        return len(self.keys)

    def facts(self, number: int, fact_ids: Iterable[str]) -> dict[str, Fact]:
        """Some facts of one applicant, by its number, without their sources."""
        columns = {fact_id: self.columns[fact_id] for fact_id in fact_ids}
        stated = {fact_id: column.values[column.places[number]] for fact_id, column in columns.items()}
        return {fact_id: stated_fact(fact_id, fact) for fact_id, fact in stated.items()}

    def part(self, start: int, stop: int) -> "Applicants":
        """The applicants from one number to before another, with no value that none of them has."""
        return Applicants(
            self.keys[start:stop],
            {fact_id: _used(column.values, column.places[start:stop]) for fact_id, column in self.columns.items()},
        )


def _used(values: tuple[Stated, ...], places: Places) -> Column:
    used, own = np.unique(places, return_inverse=True)
    return Column(tuple([values[place] for place in used.tolist()]), own)


def chunks(applicants: Applicants, size: int) -> Iterator[Applicants]:
    """The applicants in their order, at most `size` at a time (from 1)."""
    for start in range(0, len(applicants), size):
        yield applicants.part(start, start + size)


def applicants_of(asking: Iterable[tuple[str, Facts]], fact_ids: Iterable[str]) -> Applicants:
    """Applicants by key with their facts (rules.check.asked_by); of those, what is asked for (rules.screen.asked_for)."""
    keys = []
    columns = {fact_id: _Growing() for fact_id in fact_ids}
    for key, facts in asking:
        keys.append(key)
        for fact_id, column in columns.items():
            column.add(facts.get(fact_id))
    return Applicants(tuple(keys), {fact_id: column.done() for fact_id, column in columns.items()})


class _Growing:
    """A column while it is filled."""

    def __init__(self) -> None:
        self._known: dict[object, int] = {}
        self._values: list[Stated] = []
        self._places: list[int] = []

    def add(self, fact: Fact | None) -> None:
        value = fact.value if fact else None
        # Whoever has a value is known (finder.models.Fact); hashing the state takes longer than all the rest.
        identity = (value.__class__, value) if value is not None else fact and fact.state
        place = self._known.get(identity)
        if place is None:
            place = self._known[identity] = len(self._values)
            self._values.append(Stated(fact.state, value) if fact else UNSTATED)
        self._places.append(place)

    def done(self) -> Column:
        return Column(tuple(self._values), np.array(self._places, dtype=np.intp))


def with_derived_facts(
    profiles: Iterable[Profile], fact_ids: Collection[str], stichtag: date
) -> Iterator[tuple[str, Facts]]:
    """Every profile's key and its facts as of `rules.derive.with_derived`, as far as they are among `fact_ids`.

    What follows from facts follows for everybody who has the same, so that it is derived once. The profiles are as
    `finder.places.municipalities.profile` makes them. Raises as `with_derived` does.
    """
    premises = _premises(fact_ids)
    in_areas = frozenset(row.key for row in area_rows())
    derived: dict[tuple[object, ...], dict[str, Fact]] = {}
    for profile in profiles:
        facts = {fact.id: fact for fact in profile.facts}
        situation = (profile.level, profile.land, *(_premise(facts.get(each), in_areas) for each in premises))
        if situation not in derived:
            full = with_derived(profile, stichtag).facts
            derived[situation] = {fact.id: fact for fact in full if fact != facts.get(fact.id)}
        found = facts | derived[situation]
        yield profile.key, {fact_id: found[fact_id] for fact_id in fact_ids if fact_id in found}


def _premises(fact_ids: Collection[str]) -> list[str]:
    """The facts from which these follow, through whatever lies between."""
    found: dict[str, None] = {}
    waiting = list(fact_ids)
    while waiting:
        definition = DEFINITIONS[waiting.pop()]
        follows = (TERRITORY,) if definition.origin is FactOrigin.AREA_SET else definition.follows_from
        waiting += [fact_id for fact_id in follows if fact_id not in found]
        found |= dict.fromkeys(follows)
    return list(found)


def _premise(fact: Fact | None, in_areas: frozenset[str]) -> object:
    """A premise as far as something follows from it: of a territory, what some area set names."""
    if fact is None:
        return None
    if fact.id == TERRITORY and isinstance(fact.value, tuple):
        return in_areas.intersection(fact.value)
    return Stated(fact.state, fact.value).identity
