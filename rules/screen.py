"""All applicants × all programmes on one day, without a project: the verdicts of `rules.check`, many at once.

Outcomes (rules.alike) become rows of bytes, one byte an applicant, and a verdict is read off a few bitwise sums over
rows. Nothing here reads a file or a clock, and only what belongs to the plan is remembered: a chunk of applicants can be
screened anywhere, and any cut into chunks gives the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from finder.vocab import Outcome
from rules.alike import CODE, OUTCOMES, answers_of, bearing_facts, distinct
from rules.applicants import Applicants
from rules.plan import UNKNOWN_PART, UNTESTED, VERDICT_TABLE, PlacedBranch, Places, Plan, Small
from rules.verdict import MANY, NEUTRAL, Mark, Standing, branch_standing, try_branch

OF_GATES = Mark.FIXED | Mark.MISSING | Mark.UNCLEAR | Mark.UNTESTED | Mark.QUOTED | Mark.REVIEWED
"""Marks that gates leave. The two others are the programme's own, so that in the bytes of gates their bits count steps."""
ONE_STEP, MANY_STEPS = np.uint8(Mark.DISCRETION), np.uint8(Mark.COMPLETE)
TILE = 2**19
"""Bytes that are summed at once: as much as stays in a processor's cache."""
STEPS = (0, int(ONE_STEP), int(ONE_STEP | MANY_STEPS))


class Verdicts(NamedTuple):
    """The verdicts on all programmes of a plan for some applicants."""

    keys: tuple[str, ...]
    ranks: Small
    """Applicants × programmes: the place of each verdict in `rules.verdict.RANKED`."""


def screen_chunk(plan: Plan, applicants: Applicants, stichtag: date) -> Verdicts:
    """The verdicts for these applicants; their facts have to include all that are `asked_for`.

    Raises as `rules.check.verdicts` does.
    """
    return Verdicts(applicants.keys, _ranks(plan, stichtag, _rows(plan, applicants, stichtag)))


def screen(plan: Plan, applicants: Applicants, stichtag: date, size: int) -> Iterator[Verdicts]:
    """The same in slices of at most `size` applicants (from 1): little memory, and nothing is asked twice.

    Raises as `rules.check.verdicts` does.
    """
    rows = _rows(plan, applicants, stichtag)
    for start in range(0, len(applicants), size):
        own = slice(start, start + size)
        yield Verdicts(applicants.keys[own], _ranks(plan, stichtag, np.ascontiguousarray(rows[:, own])))


def asked_for(plan: Plan) -> tuple[str, ...]:
    """Ids of all facts that bear on any requirement of the plan."""
    return tuple(sorted({fact_id for comparison in plan.comparisons for fact_id in bearing_facts(comparison)}))


# --- what the answers come to -------------------------------------------------------------------------------------


class _Meaning(NamedTuple):
    """What every outcome of a requirement means, by its code: the settled outcome, and what the gate adds (`_packed`)."""

    settled: Small
    added: Small


def _meanings(plan: Plan, stichtag: date) -> list[_Meaning]:
    """By requirement, where no project is stated."""
    unforced, of_project = frozenset(plan.out_of_force(stichtag)), frozenset(plan.of_project)
    meanings = []
    for place, table in enumerate(plan.tables):
        settled, standings = zip(*[table[outcome] for outcome in OUTCOMES], strict=True)
        if place in of_project:
            standings = (UNTESTED,) * len(OUTCOMES)
        if place in unforced:
            settled, standings = (Outcome.NOT_APPLICABLE,) * len(OUTCOMES), (NEUTRAL,) * len(OUTCOMES)
        meanings.append(_Meaning(_bytes(CODE[each] for each in settled), _bytes(map(_packed, standings))))
    return meanings


class _Group(NamedTuple):
    """Variants that are read off alike, at most one of any programme."""

    programmes: Places
    gates: Places
    """Variants × gates."""
    table: bytes
    """The rank of the verdict by the sum over the gates."""
    may_take_many_steps: bool
    """Whether two or more of the gates may fail in a way the applicant can change."""
    first: bool
    """Whether these are the first variants of their programmes."""


class _Prepared(NamedTuple):
    meanings: list[_Meaning]
    groups: list[_Group]


@lru_cache(maxsize=2)
def _prepared(plan: Plan, stichtag: date) -> _Prepared:
    """What is the same for all applicants."""
    meanings = _meanings(plan, stichtag)
    stepping = [bool((meaning.added & ONE_STEP).any()) for meaning in meanings] + [True] * len(plan.branches)
    constants, rests = plan.constants.tolist(), plan.rests.tolist()
    groups: defaultdict[tuple[int, int, int, bool, bool], list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
    for programme, (first, end) in enumerate(pairwise([*plan.firsts.tolist(), len(plan.parts)])):
        for variant in range(first, end):
            gates = plan.variant_gates[variant]
            many = sum([stepping[gate] for gate in gates]) >= MANY
            alike = (variant - first, len(gates), constants[variant], rests[variant], many)
            groups[alike].append((programme, gates))
    return _Prepared(meanings, [_group(alike, variants) for alike, variants in sorted(groups.items())])


def _group(alike: tuple[int, int, int, bool, bool], variants: Sequence[tuple[int, tuple[int, ...]]]) -> _Group:
    number, gates, constants, is_rest, many = alike
    return _Group(
        programmes=np.array([programme for programme, _ in variants], dtype=np.intp),
        gates=np.array([own for _, own in variants], dtype=np.intp).reshape(len(variants), gates),
        table=_table(constants, is_rest),
        may_take_many_steps=many,
        first=number == 0,
    )


def _bytes(values: Iterable[int]) -> Small:
    return np.array([*values], dtype=np.uint8)


def _packed(standing: Standing) -> int:
    """A standing in one byte."""
    return standing.marks | STEPS[standing.steps]


def _rows(plan: Plan, applicants: Applicants, stichtag: date) -> Small:
    """Standings × applicants: what every requirement, then every branch adds."""
    count = len(applicants)
    rows = np.empty((len(plan.requirements) + len(plan.branches), count), dtype=np.uint8)
    if not rows.size:
        return rows
    answers = answers_of(plan.comparisons, applicants)
    meanings = _prepared(plan, stichtag).meanings
    for place, (question, meaning) in enumerate(zip(plan.asks, meanings, strict=True)):
        rows[place] = answers[question].row(meaning.added)
    for place, placed in enumerate(plan.branches, start=len(meanings)):
        members = {position: placed.row[position] for position in placed.branch.positions}
        settled = {each: answers[plan.asks[place]].row(meanings[place].settled) for each, place in members.items()}
        rows[place] = _branch_row(plan, placed, settled, count)
    return rows


def _branch_row(plan: Plan, placed: PlacedBranch, settled: Mapping[int, Small], count: int) -> Small:
    """What a branch adds, tried once for all applicants with the same settled outcomes of its members."""
    requirements = [plan.requirements[place] for place in placed.row]
    firsts, alike = distinct(settled.values(), count)
    added = []
    for first in firsts.tolist():
        outcomes = [
            OUTCOMES[settled[position][first]] if position in settled else Outcome.NOT_APPLICABLE
            for position in range(len(requirements))
        ]
        tried = try_branch(placed.branch, requirements, outcomes)
        added.append(_packed(branch_standing(placed.branch, tried, requirements, outcomes)))
    return _bytes(added)[alike]


def _ranks(plan: Plan, stichtag: date, rows: Small) -> Small:
    """Applicants × programmes: the rank of the best variant."""
    ranks = np.empty((len(plan.programmes), rows.shape[1]), dtype=np.uint8)
    if ranks.size:
        for group in _prepared(plan, stichtag).groups:
            _lower(ranks, group, rows)
    return ranks.T


def _lower(ranks: Small, group: _Group, rows: Small) -> None:
    """Programmes × applicants: where a variant of the group has a better verdict, that one."""
    tile = max(1, TILE // max(1, group.gates[0].size * rows.shape[1]))
    for start in range(0, len(group.gates), tile):
        own = rows[group.gates[start : start + tile]]
        total = np.bitwise_or.reduce(own, axis=1)
        if group.may_take_many_steps:
            steps = np.add.reduce((own & ONE_STEP) > 0, axis=1, dtype=np.uint16)
            total |= (steps >= MANY) * MANY_STEPS
        found = np.frombuffer(total.tobytes().translate(group.table), dtype=np.uint8).reshape(total.shape)
        programmes = group.programmes[start : start + tile]
        ranks[programmes] = found if group.first else np.minimum(ranks[programmes], found)


def _table(constants: int, is_rest: bool) -> bytes:
    """The rank of the verdict by the sum over a variant's gates."""
    sums = np.arange(256, dtype=np.uint16)
    steps = ((sums & ONE_STEP) > 0).astype(np.uint16) + ((sums & MANY_STEPS) > 0)
    ranks = VERDICT_TABLE[256 * steps + (sums & OF_GATES | constants)]
    return bytes(UNKNOWN_PART[ranks] if is_rest else ranks)
