"""What every file of a screen holds beside the verdicts, and what fills it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from finder.models import Statement

Ranks = NDArray[np.uint8]


@dataclass(frozen=True)
class Frame:
    """What is said once for all verdicts of a file."""

    names: Mapping[str, str]
    """The municipalities' names by key."""
    programmes: Sequence[Statement]
    """In the order of the verdicts."""


class ScreenFile(Protocol):
    """A file that is being written."""

    def write(self, keys: Sequence[str], ranks: Ranks) -> None:
        """Some municipalities, and their verdicts: municipalities × programmes, places in `finder.vocab.Verdict`."""

    def note(self, metadata: Mapping[str, str]) -> None:
        """What is known of the whole when all verdicts are written; once."""
