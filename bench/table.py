"""One line of the table of speeds: a measured value beside its floor."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BenchRow:
    """A measurement and the floor it is judged against, both from the same run."""

    name: str
    value: float
    unit: str
    floor_name: str
    """What the floor is, e.g. "plain evaluator"."""
    floor: float
    """In the same unit as `value`."""
    limit: float | None
    """Largest allowed ratio of value to floor; None where the floor only stands beside it."""
    absolute_limit: float | None = None
    """Largest allowed value, in its unit, where a wait of a person is promised."""

    @property
    def ratio(self) -> float:
        """How many times the floor the value is."""
        return self.value / self.floor

    @property
    def passed(self) -> bool:
        """Whether the ratio and the value keep their limits."""
        ratio_kept = self.limit is None or self.ratio <= self.limit
        return ratio_kept and (self.absolute_limit is None or self.value <= self.absolute_limit)
