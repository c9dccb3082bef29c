"""A screen as Parquet: a long table with one row for every municipality and programme, its words in dictionaries."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import parquet

from finder.exports.screen_frame import Frame, Ranks
from finder.vocab import Verdict

ROWS = 2**19
"""Rows that are made at once, and about the size of a row group."""
COLUMNS = ("ags", "name", "source", "programme", "title", "verdict")
SCHEMA = pa.schema([(name, pa.dictionary(pa.int32(), pa.string())) for name in COLUMNS])


class _Words:
    """A column of words that repeat: each different one once."""

    def __init__(self, words: Sequence[str]) -> None:
        numbers = {word: number for number, word in enumerate(dict.fromkeys(words))}
        self._words = pa.array(list(numbers), pa.string())
        self._places = np.array([numbers[word] for word in words], dtype=np.int32)

    def repeated(self, chosen: NDArray[np.integer[Any]], each: int) -> pa.DictionaryArray:
        """Some of the words, each so many times."""
        return self._at(np.repeat(self._places[chosen], each))

    def all(self, times: int) -> pa.DictionaryArray:
        """All words, so many times."""
        return self._at(np.tile(self._places, times))

    def _at(self, places: NDArray[np.int32]) -> pa.DictionaryArray:
        return pa.DictionaryArray.from_arrays(places, self._words)


class _ParquetFile:
    def __init__(self, file: parquet.ParquetWriter, frame: Frame) -> None:
        self._file = file
        self._numbers = {key: number for number, key in enumerate(frame.names)}
        self._ags, self._names = _Words(list(frame.names)), _Words(list(frame.names.values()))
        self._programmes = [
            _Words([statement.source for statement in frame.programmes]),
            _Words([statement.key for statement in frame.programmes]),
            _Words([statement.title for statement in frame.programmes]),
        ]
        self._verdicts = _Words([verdict.value for verdict in Verdict])

    def write(self, keys: Sequence[str], ranks: Ranks) -> None:
        chosen = np.array([self._numbers[key] for key in keys], dtype=np.intp)
        step = max(1, ROWS // max(1, ranks.shape[1]))
        for start in range(0, len(chosen), step):
            self._file.write_batch(self._batch(chosen[start : start + step], ranks[start : start + step]))

    def _batch(self, chosen: NDArray[np.intp], ranks: Ranks) -> pa.RecordBatch:
        times, each = ranks.shape
        arrays = [
            self._ags.repeated(chosen, each),
            self._names.repeated(chosen, each),
            *(words.all(times) for words in self._programmes),
            self._verdicts.repeated(ranks.ravel(), 1),
        ]
        return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)

    def note(self, metadata: Mapping[str, str]) -> None:
        self._file.add_key_value_metadata(metadata)


@contextmanager
def parquet_file(path: Path, frame: Frame) -> Iterator[_ParquetFile]:
    """A new file. Raises OSError."""
    # Smallest and largest values cost most of the time and help to skip row groups only where a column is sorted.
    with parquet.ParquetWriter(path, SCHEMA, compression="zstd", write_statistics=["ags"]) as file:
        yield _ParquetFile(file, frame)
