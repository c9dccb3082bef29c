"""Outcomes of many applicants at once: those who look alike to a comparison share its outcome.

Durable-rules makes every comparison once for each class of applicants, with the facts of the first of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from finder.models import FactValue
from finder.vocab import Operator, Outcome
from rules.applicants import Applicants, Stated
from rules.engine import compare
from rules.plan import Places, Small
from rules.questions import Comparison, plain

LISTS = frozenset({Operator.INTERSECTS, Operator.EXCLUDES})
OUTCOMES = tuple(Outcome)
CODE = {outcome: code for code, outcome in enumerate(OUTCOMES)}


def bearing_facts(comparison: Comparison) -> tuple[str, ...]:
    """Ids of the facts on which the outcome depends, the kind's own fact first where it has one."""
    own = (comparison.fact,) if comparison.fact else ()
    return tuple(dict.fromkeys((*own, *(named.fact for _, named in comparison.named if named))))


def seen(facts: Sequence[Stated], words: frozenset[str] | None) -> tuple[object, ...]:
    """What a comparison sees of the facts that bear on it: of the first one only which of its `words` are in it."""
    return tuple([_seen(fact, None if number else words) for number, fact in enumerate(facts)])


def _seen(fact: Stated, words: frozenset[str] | None) -> tuple[object, ...]:
    value = (fact.value,) if isinstance(fact.value, str) else fact.value
    if words is None or not isinstance(value, tuple):
        return fact.identity
    return (fact.state, words.intersection(value))


def sought(comparison: Comparison) -> frozenset[str] | None:
    """The words that are looked for in the kind's own fact; None where the whole of it is compared."""
    return comparison.words if comparison.fact and comparison.op in LISTS else None


class _Numbers(NamedTuple):
    """By situation: the number its first fact states, whether it states one, and else a class from 3 on."""

    values: NDArray[np.int64]
    stated: NDArray[np.bool_]
    others: Places


class _Situations:
    """The different situations of applicants, as a group of comparisons sees them, in the order of their first ones."""

    def __init__(self, facts: tuple[str, ...], words: frozenset[str] | None, applicants: Applicants) -> None:
        """`words` are all those that the group looks for."""
        columns = [applicants.columns[fact_id] for fact_id in facts]
        rows = []
        for number, column in enumerate(columns):
            alike = _numbered([_seen(value, None if number else words) for value in column.values])
            rows.append(alike[column.places])
        firsts, self.places = distinct(rows, len(applicants))
        self.firsts: list[int] = firsts.tolist()
        """By situation, the first applicant in it."""
        self.facts = [tuple([column.values[column.places[first]] for column in columns]) for first in self.firsts]
        """By situation, the facts of that applicant."""

    @cached_property
    def numbers(self) -> _Numbers:
        found = [_whole(facts[0].value) if facts else None for facts in self.facts]
        others = [
            () if number is not None else seen(facts, None) for number, facts in zip(found, self.facts, strict=True)
        ]
        return _Numbers(
            np.array([number or 0 for number in found], dtype=np.int64),
            np.array([number is not None for number in found], dtype=np.bool_),
            3 + _numbered(others),
        )

    def classes(self, comparison: Comparison) -> Places:
        """By situation a small number; where it is the same, the outcome is the same."""
        need = comparison.need
        if not isinstance(need, int) or isinstance(need, bool):
            words = sought(comparison)
            return _numbered([seen(facts, words) for facts in self.facts])
        values, stated, others = self.numbers
        return np.where(stated, 1 + (values > need).astype(np.intp) - (values < need), others)


def _whole(value: FactValue | None) -> int | None:
    try:
        number = plain(value)
    except ValueError:
        return None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def _numbered(keys: Iterable[tuple[object, ...]]) -> Places:
    known: dict[tuple[object, ...], int] = {}
    return np.array([known.setdefault(key, len(known)) for key in keys], dtype=np.intp)


def distinct(rows: Iterable[NDArray[np.integer[Any]]], count: int) -> tuple[Places, Places]:
    """Over `count` columns of rows of small numbers: the first of every different column, and which each one is."""
    places = np.zeros(count, dtype=np.intp)
    for row in rows:
        places = np.unique(places * (int(row.max()) + 1) + row, return_inverse=True)[1]
    _, firsts, places = np.unique(places, return_index=True, return_inverse=True)
    order = np.argsort(firsts)
    renumbered = np.empty_like(order)
    renumbered[order] = np.arange(len(order))
    return firsts[order], renumbered[places]


class Answer(NamedTuple):
    """The outcomes of one comparison: by situation, and the situation by applicant."""

    codes: Small
    places: Places

    def row(self, meaning: Small) -> Small:
        """By applicant, what its outcome means."""
        return meaning[self.codes][self.places]


def answers_of(comparisons: Sequence[Comparison], applicants: Applicants) -> list[Answer]:
    """Every comparison made for the first applicant of each class, all those for one applicant at once."""
    groups = _situations(comparisons, applicants)
    situations = [groups[_group(comparison)] for comparison in comparisons]
    classes = [own.classes(comparison) for own, comparison in zip(situations, comparisons, strict=True)]
    codes = [np.zeros(int(alike.max()) + 1, dtype=np.uint8) for alike in classes]
    asking: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, alike in enumerate(classes):
        for each, place in _first_places(alike):
            asking[situations[number].firsts[place]].append((number, each))
    for applicant, asked in asking.items():
        chosen = [comparisons[number] for number, _ in asked]
        facts = applicants.facts(applicant, {fact_id for each in chosen for fact_id in bearing_facts(each)})
        for (number, each), outcome in zip(asked, compare(chosen, facts), strict=True):
            codes[number][each] = CODE[outcome]
    return [Answer(code[alike], own.places) for code, alike, own in zip(codes, classes, situations, strict=True)]


_Group = tuple[tuple[str, ...], bool]
"""Comparisons with the same facts; whether they look for words in the first."""


def _group(comparison: Comparison) -> _Group:
    return bearing_facts(comparison), sought(comparison) is not None


def _situations(comparisons: Iterable[Comparison], applicants: Applicants) -> dict[_Group, _Situations]:
    words: defaultdict[_Group, set[str]] = defaultdict(set)
    for comparison in comparisons:
        words[_group(comparison)].update(sought(comparison) or ())
    return {
        (facts, seeking): _Situations(facts, frozenset(found) if seeking else None, applicants)
        for (facts, seeking), found in words.items()
    }


def _first_places(alike: Places) -> Iterator[tuple[int, int]]:
    """Every class that occurs, and the first place where it does."""
    for each in range(int(alike.max()) + 1):
        place = int((alike == each).argmax())
        if alike[place] == each:
            yield each, place
