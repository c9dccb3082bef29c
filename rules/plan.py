"""The catalogue made ready for checking: every distinct requirement once, every programme as places in one list.

A plan knows programmes and no applicant. It is made once for a state of the catalogue and serves every applicant, from
several threads if need be. Verdicts are read off sums of small numbers (rules.verdict), so that one applicant costs the
engine's answers and little more, and all municipalities at once cost no Python per verdict.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from finder.models import Branch, Programme, Readings, Requirement
from finder.vocab import Assurance, Effect, Outcome, Verdict
from rules.questions import Comparison, asked_facts, comparison_of
from rules.sentences import words_of
from rules.verdict import (
    GATES,
    MANY,
    NEUTRAL,
    RANK,
    RANKED,
    Mark,
    Standing,
    branch_standing,
    is_tested,
    of_unknown_part,
    settle,
    standing,
    try_branch,
    verdict_of,
)

Small = NDArray[np.uint8]
Places = NDArray[np.intp]

UNTESTED = Standing(Mark.UNTESTED, 0)

VERDICT_TABLE: Small = np.array(
    [[RANK[verdict_of(marks, steps)] for marks in range(256)] for steps in range(MANY + 1)], dtype=np.uint8
).ravel()
"""The rank of the verdict by 256 × steps + marks."""

UNKNOWN_PART: Small = np.array([RANK[of_unknown_part(verdict)] for verdict in RANKED], dtype=np.uint8)
"""By the rank of a verdict, the rank it has for what belongs to no known part."""


class PlacedBranch(NamedTuple):
    """A branch of one programme, with the places of all requirements of that programme."""

    branch: Branch
    row: tuple[int, ...]


class Settled(NamedTuple):
    """What the outcomes of one applicant mean, by the places of a plan."""

    outcomes: tuple[Outcome, ...]
    settled: tuple[Outcome, ...]
    standings: tuple[Standing, ...]
    """Of every requirement, then of every branch."""


@dataclass(frozen=True, eq=False)
class Plan:
    """Programmes with their distinct requirements, and where each stands. Made by `plan_of`."""

    programmes: tuple[Programme, ...]
    requirements: tuple[Requirement, ...]
    rows: tuple[tuple[int, ...], ...]
    """For each programme, the places of its requirements."""
    branches: tuple[PlacedBranch, ...]
    asked: tuple[Requirement, ...]
    """Requirements that differ in what they ask; the others differ in effect, part or evidence alone."""
    comparisons: tuple[Comparison, ...]
    """For each of `asked`, what there is to compare."""
    asks: tuple[int, ...]
    """For each requirement, the place of what it asks."""
    words: tuple[Mapping[str, str], ...]
    """For each requirement, what it asks in words."""
    bearing: tuple[tuple[str, ...], ...]
    """For each requirement, the facts that bear on it."""
    tables: tuple[Mapping[Outcome, tuple[Outcome, Standing]], ...]
    """For each requirement, what an outcome means."""
    gates: Places
    """The gates of all variants in a row; the last standing is neutral, so that every variant has one."""
    variants: Places
    """Where in `gates` each variant begins."""
    variant_gates: tuple[tuple[int, ...], ...]
    """The gates of each variant: places of requirements, and behind them of branches."""
    constants: Small
    """Marks of each variant that no applicant changes."""
    shapes: tuple[int, ...]
    """For each variant a number that it shares with those of the same part, gates and constants."""
    discretion: tuple[bool, ...]
    """Whether the funder decides at its discretion, for each variant."""
    rests: NDArray[np.bool_]
    """Whether a variant is what belongs to no part with gates of its own."""
    parts: tuple[str | None, ...]
    """The part of each variant."""
    firsts: Places
    """The first variant of each programme."""
    dated: tuple[int, ...]
    """Places of requirements that are not in force for ever."""
    of_project: tuple[int, ...]
    """Places of gates that are tested only where a project is stated."""

    def settle(self, answers: Sequence[Outcome], stichtag: date, *, with_project: bool) -> Settled:
        """What the engine's answers to `asked` mean on a day. Requirements out of force are left out."""
        outcomes = [answers[place] for place in self.asks]
        meanings = [table[outcome] for table, outcome in zip(self.tables, outcomes, strict=True)]
        settled = [meaning[0] for meaning in meanings]
        standings = [meaning[1] for meaning in meanings]
        for place in () if with_project else self.of_project:
            standings[place] = UNTESTED
        for place in self.out_of_force(stichtag):
            standings[place], settled[place] = NEUTRAL, Outcome.NOT_APPLICABLE
        for branch, row in self.branches:
            members = [settled[place] for place in row]
            requirements = [self.requirements[place] for place in row]
            standings.append(branch_standing(branch, try_branch(branch, requirements, members), requirements, members))
        return Settled(tuple(outcomes), tuple(settled), tuple(standings))

    def untested(self, *, with_project: bool) -> frozenset[int]:
        """Places of the requirements that are tasks, or ask about a project that nobody has stated."""
        return self._untested[with_project]

    @cached_property
    def _untested(self) -> tuple[frozenset[int], frozenset[int]]:
        without, with_project = (
            frozenset(p for p, each in enumerate(self.requirements) if not is_tested(each, with_project=stated))
            for stated in (False, True)
        )
        return without, with_project

    def out_of_force(self, stichtag: date) -> list[int]:
        """Places of the requirements that do not apply on that day."""
        return [place for place in self.dated if not self.requirements[place].applies_on(stichtag)]

    def ranks(self, marks: Small, steps: Small) -> Small:
        """The rank of the verdict of every variant, from marks and steps of every standing."""
        summed = np.bitwise_or.reduceat(marks[self.gates], self.variants) | self.constants
        changes = np.minimum(np.add.reduceat(steps[self.gates], self.variants, dtype=np.uint16), MANY)
        ranks = VERDICT_TABLE[changes * np.uint16(256) + summed]
        return np.where(self.rests, UNKNOWN_PART[ranks], ranks)

    def variant_ranks(self, settled: Settled) -> Small:
        """The rank of the verdict of every variant for one applicant."""
        marks, steps = zip(*settled.standings, NEUTRAL, strict=True)
        return self.ranks(np.array(marks, dtype=np.uint8), np.array(steps, dtype=np.uint8))

    def verdicts(self, settled: Settled) -> tuple[Verdict, ...]:
        """The verdict on every programme: that of its best part."""
        if not self.programmes:
            return ()
        best = np.minimum.reduceat(self.variant_ranks(settled), self.firsts)
        return tuple([RANKED[rank] for rank in best.tolist()])

    @cached_property
    def variants_of(self) -> tuple[range, ...]:
        """The variants of each programme."""
        borders = [*self.firsts.tolist(), len(self.parts)]
        return tuple(range(first, end) for first, end in pairwise(borders))


class _Variant(NamedTuple):
    part: str | None
    gates: tuple[int, ...]
    constants: int
    is_rest: bool


def plan_of(programmes: Iterable[Programme]) -> Plan:
    """The plan of these programmes, in their order."""
    programmes = tuple(programmes)
    places = _Index(_identity)
    rows = tuple(
        tuple(places.place(requirement) for requirement in programme.readings.requirements) for programme in programmes
    )
    requirements = tuple(places.items)
    asked = _Index(_question)
    asks = tuple(asked.place(requirement) for requirement in requirements)
    branches = [PlacedBranch(b, row) for p, row in zip(programmes, rows, strict=True) for b in p.readings.branches]
    variants: list[_Variant] = []
    firsts = []
    branch_place = len(requirements)
    for programme, row in zip(programmes, rows, strict=True):
        firsts.append(len(variants))
        variants += _variants(programme.readings, row, branch_place)
        branch_place += len(programme.readings.branches)
    lengths = [len(variant.gates) + 1 for variant in variants]
    return Plan(
        programmes=programmes,
        requirements=requirements,
        rows=rows,
        branches=tuple(branches),
        asked=tuple(asked.items),
        comparisons=tuple(map(comparison_of, asked.items)),
        asks=asks,
        words=tuple(map(words_of, requirements)),
        bearing=tuple(map(asked_facts, requirements)),
        tables=tuple(map(_meanings, requirements)),
        gates=np.array([gate for variant in variants for gate in (*variant.gates, branch_place)], dtype=np.intp),
        variants=np.cumsum([0, *lengths[:-1]], dtype=np.intp) if lengths else np.zeros(0, dtype=np.intp),
        variant_gates=tuple(variant.gates for variant in variants),
        constants=np.array([variant.constants for variant in variants], dtype=np.uint8),
        shapes=_numbered(variants),
        discretion=tuple(bool(variant.constants & Mark.DISCRETION) for variant in variants),
        rests=np.array([variant.is_rest for variant in variants], dtype=np.bool_),
        parts=tuple(variant.part for variant in variants),
        firsts=np.array(firsts, dtype=np.intp),
        dated=tuple(place for place, each in enumerate(requirements) if each.valid_from or each.valid_until),
        of_project=tuple(place for place, each in enumerate(requirements) if _waits_for_project(each)),
    )


def _numbered(variants: Iterable[_Variant]) -> tuple[int, ...]:
    numbers: dict[_Variant, int] = {}
    return tuple(numbers.setdefault(variant, len(numbers)) for variant in variants)


def _waits_for_project(requirement: Requirement) -> bool:
    return requirement.effect in GATES and not is_tested(requirement, with_project=False)


class _Index:
    """Items in the order of their first appearance, told apart by a key."""

    def __init__(self, key: Any) -> None:
        self._key = key
        self._places: dict[tuple[Any, ...], int] = {}
        self.items: list[Requirement] = []

    def place(self, item: Requirement) -> int:
        place = self._places.setdefault(self._key(item), len(self.items))
        if place == len(self.items):
            self.items.append(item)
        return place


def _question(requirement: Requirement) -> tuple[Any, ...]:
    # A tuple hashes several times faster than a record; True equals 1, so that the type is part of it.
    value = requirement.value
    return (requirement.kind, requirement.op, value, value.__class__, requirement.unclear, requirement.basis)


def _identity(requirement: Requirement) -> tuple[Any, ...]:
    return (
        *_question(requirement),
        requirement.effect,
        requirement.strength,
        requirement.valid_from,
        requirement.valid_until,
        requirement.part,
        *requirement.evidence.__dict__.values(),
    )


def _meanings(requirement: Requirement) -> dict[Outcome, tuple[Outcome, Standing]]:
    settled = {outcome: settle(requirement, outcome) for outcome in Outcome}
    if requirement.effect not in GATES:
        return {outcome: (meaning, NEUTRAL) for outcome, meaning in settled.items()}
    return {outcome: (meaning, standing(requirement, meaning)) for outcome, meaning in settled.items()}


def _variants(readings: Readings, row: Sequence[int], first_branch: int) -> Iterator[_Variant]:
    """The whole programme, or each of its parts with gates of its own and what belongs to none of them."""
    requirements = readings.requirements
    branched = {position for branch in readings.branches for position in branch.positions}
    gates = [
        (requirements[position].part, row[position])
        for position in _once(requirements, [p for p, r in enumerate(requirements) if r.effect in GATES])
        if position not in branched
    ]
    for number, branch in enumerate(readings.branches):
        gates.append((requirements[branch.positions[0]].part, first_branch + number))
    parts = sorted({part for part, _ in gates if part})
    for part in (*parts, None):
        own = tuple(place for gate_part, place in gates if gate_part in (None, part))
        yield _Variant(part, own, _constants(readings, part), bool(parts) and part is None)


def _once(requirements: Sequence[Requirement], positions: Iterable[int]) -> Iterable[int]:
    """Gates of a part that ask the same count once, whatever number of sentences says so; the least certain speaks."""
    speaking: dict[tuple[Any, ...], int] = {}
    for position in positions:
        gate = requirements[position]
        key = (*_question(gate), gate.effect, gate.strength, gate.valid_from, gate.valid_until, gate.part)
        known = speaking.setdefault(key, position)
        if _CERTAINTY[gate.evidence.assurance] < _CERTAINTY[requirements[known].evidence.assurance]:
            speaking[key] = position
    return speaking.values()


_CERTAINTY = {Assurance.QUOTED: 0, Assurance.REVIEWED: 1, Assurance.CATEGORY: 2}
"""Of gates that ask the same, the one whose assurance reserves most speaks for all."""


def _constants(readings: Readings, part: str | None) -> int:
    discretion = any(
        requirement.effect is Effect.DISCRETION and requirement.part in (None, part)
        for requirement in readings.requirements
    )
    return (Mark.DISCRETION if discretion else 0) | (Mark.COMPLETE if readings.complete else 0)
