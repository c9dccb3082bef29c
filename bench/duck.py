"""The verdicts of all municipalities on all programmes by DuckDB in memory, from a finished matrix of conditions."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import duckdb
import numpy as np

from bench.peers import Programmes, best, distinct
from bench.plain import (
    CHANGE,
    CHECK_GUIDELINE,
    CLOSED,
    FACTS_MISSING,
    MISSING,
    NEAR_MISS,
    NOT_ELIGIBLE,
    WITH_RESERVATION,
    gate_of,
    known_of,
    prepare,
    verdicts,
)
from bench.workload import Facts
from finder.vocab import Verdict

RUNS = 2
THREADS = 2
_GATES = 5

VERDICTS = tuple(Verdict)
_NOT_ELIGIBLE, _NEAR_MISS, _FACTS_MISSING, _CHECK_GUIDELINE, _WITH_RESERVATION = (
    f"{VERDICTS.index(verdict)}::UTINYINT"
    for verdict in (NOT_ELIGIBLE, NEAR_MISS, FACTS_MISSING, CHECK_GUIDELINE, WITH_RESERVATION)
)
_ROW = f"""CASE WHEN total >= {CLOSED} THEN {_NOT_ELIGIBLE} WHEN total = 0 THEN {_WITH_RESERVATION}
    WHEN total = {CHANGE} THEN {_NEAR_MISS} WHEN total % {CHANGE} >= {MISSING} THEN {_FACTS_MISSING}
    ELSE {_CHECK_GUIDELINE} END AS verdict"""
_TOTAL = " + ".join(f"added[gate_{gate} + 1]" for gate in range(_GATES))

QUERIES: Mapping[str, str] = {
    "DuckDB, Verbund und Gruppierung": f"""
        SELECT pair // 65536 AS municipality, pair % 65536 AS programme, {_ROW} FROM (
            SELECT municipality * 65536::UINTEGER + programme AS pair, sum(added::DOUBLE)::USMALLINT AS total
            FROM gates JOIN answers USING (condition) GROUP BY pair)""",
    "DuckDB, eine Liste je Kommune": f"""
        SELECT municipality, programme, {_ROW} FROM (
            SELECT municipality, programme, {_TOTAL} AS total FROM lists, programmes)""",
}
"""From the matrix to verdicts: as a join of the normal form (with one key, which is twice as fast as two), and as lists."""


class Screen:
    """The finished matrix, municipalities × distinct conditions; its making is not part of the comparison."""

    def __init__(self, programmes: Programmes, municipalities: Sequence[Facts]) -> None:
        conditions = distinct(programmes)
        gates = [gate_of(requirement) for requirement in conditions.asked]
        matrix = np.array([[gate(known) for gate in gates] for known in map(known_of, municipalities)], dtype=np.uint16)
        self._connection = duckdb.connect(config={"threads": THREADS})
        self._connection.execute("SET enable_progress_bar = false")
        self._fill("answers", ("municipality", "condition", "added"), matrix)
        self._fill("gates", ("programme", "gate", "condition"), conditions.places)
        self._connection.execute(
            "CREATE TABLE lists AS SELECT municipality, list(added ORDER BY condition) AS added FROM answers GROUP BY ALL"
        )
        columns = ", ".join(f"any_value(condition) FILTER (gate = {gate}) AS gate_{gate}" for gate in range(_GATES))
        self._connection.execute(f"CREATE TABLE programmes AS SELECT programme, {columns} FROM gates GROUP BY ALL")

    def _fill(self, table: str, columns: tuple[str, str, str], matrix: Any) -> None:
        """A matrix in normal form: row, column and value."""
        rows, places = np.indices(matrix.shape, dtype=np.uint16)
        values = (rows.ravel(), places.ravel(), matrix.ravel().astype(np.uint16))
        self._connection.register("frame", dict(zip(columns, values, strict=True)))
        self._connection.execute(f"CREATE TABLE {table} AS SELECT * FROM frame")
        self._connection.unregister("frame")

    def run(self, name: str) -> None:
        """Writes the table of all verdicts anew, by one of QUERIES."""
        self._connection.execute(f"CREATE OR REPLACE TABLE verdicts AS {QUERIES[name]}")

    def verdicts(self, municipality: int) -> list[Verdict]:
        """What the last run found for the municipality with that number, in the order of the programmes."""
        query = "SELECT verdict FROM verdicts WHERE municipality = ? ORDER BY programme"
        return [VERDICTS[row[0]] for row in self._connection.execute(query, [municipality]).fetchall()]


def all_municipalities(
    programmes: Programmes, municipalities: Sequence[Facts], sample: Sequence[int]
) -> dict[str, float]:
    """Milliseconds of every query for all verdicts; those of the sample have to agree with the plain evaluator."""
    screen = Screen(programmes, municipalities)
    prepared = prepare(programmes)
    times = {name: best(partial(screen.run, name), RUNS) for name in QUERIES}
    for name in QUERIES:
        screen.run(name)
        for number in sample:
            assert screen.verdicts(number) == verdicts(prepared, municipalities[number]), (name, number)
    return times
