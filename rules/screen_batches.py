"""The screen as a function from one Arrow batch to another, as Spark (mapInArrow) and Ray (map_batches) call it.

    verdicts = partial(screen_batch, plan, stichtag)
    frame.mapInArrow(lambda batches: map(verdicts, batches), "key string, ranks binary")
    dataset.map_batches(verdicts, batch_format="pyarrow")

A batch has a column `key` and one for every fact that the plan asks for, each fact as one line of JSON: plain strings,
because not every engine passes on lists, days and unions of types. The answer has the key and one byte for every
programme of the plan, the place of its verdict in `rules.verdict.RANKED`.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Self, TypeVar

import pyarrow as pa
from pydantic import StrictBool, StrictInt, model_validator

from finder.frozen import Frozen
from finder.models import Fact, FactValue
from finder.vocab import FactState
from rules.applicants import Applicants, Stated, applicants_of, stated_fact
from rules.plan import Plan
from rules.screen import asked_for, screen_chunk

KEY, RANKS = "key", "ranks"

Batch = TypeVar("Batch", pa.RecordBatch, pa.Table)


def batch_of(applicants: Applicants) -> pa.RecordBatch:
    """Applicants as a batch to be screened."""
    columns = {KEY: pa.array(applicants.keys, pa.string())}
    for fact_id, column in applicants.columns.items():
        words = pa.array([_written(stated) for stated in column.values], pa.string())
        columns[fact_id] = words.take(pa.array(column.places))
    return pa.RecordBatch.from_pydict(columns)


def screen_batch(plan: Plan, stichtag: date, batch: Batch) -> Batch:
    """The verdicts for the applicants of a batch or table; the same batch gives the same bytes in any process.

    Raises:
        KeyError: a column is missing.
        ValueError: a fact is not readable, or cannot be compared exactly.
    """
    read = cache(_read)
    lines = {fact_id: batch.column(fact_id).to_pylist() for fact_id in asked_for(plan)}
    keys = batch.column(KEY).to_pylist()
    asking = (
        (key, {fact_id: read(fact_id, column[number]) for fact_id, column in lines.items()})
        for number, key in enumerate(keys)
    )
    verdicts = screen_chunk(plan, applicants_of(asking, lines), stichtag)
    ranks = pa.array([row.tobytes() for row in verdicts.ranks], pa.binary())
    return type(batch).from_arrays([pa.array(verdicts.keys, pa.string()), ranks], names=[KEY, RANKS])


class _Line(Frozen):
    """A fact as it stands in a column; a known one has exactly one value, under the name of its type."""

    state: FactState
    words: tuple[str, ...] | None = None
    flag: StrictBool | None = None
    whole: StrictInt | None = None
    number: Decimal | None = None
    day: date | None = None
    text: str | None = None

    @model_validator(mode="after")
    def _value_only_if_known(self) -> Self:
        if len(self.values) != (self.state is FactState.KNOWN):
            raise ValueError("a known fact has one value, every other has none")
        return self

    @property
    def values(self) -> list[FactValue]:
        found = (self.words, self.flag, self.whole, self.number, self.day, self.text)
        return [value for value in found if value is not None]


_NAMES: Mapping[type, str] = {
    **{tuple: "words", bool: "flag", int: "whole", Decimal: "number", date: "day", str: "text"},
    type(None): "text",
}


def _written(stated: Stated) -> str:
    line = _Line.model_validate({"state": stated.state, _NAMES[type(stated.value)]: stated.value})
    return line.model_dump_json(exclude_none=True)


def _read(fact_id: str, line: str) -> Fact:
    try:
        read = _Line.model_validate_json(line)
    except ValueError as error:
        raise ValueError(f"the fact {fact_id} is not readable: {error}") from error
    return stated_fact(fact_id, Stated(read.state, next(iter(read.values), None)))
