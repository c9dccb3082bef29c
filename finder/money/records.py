"""What a calculation of the money says: ranges, budget years, steps with their proof, and what is open."""

from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from finder.frozen import Frozen
from finder.models import Benefit

LABEL = "Berechnung, keine Bewilligung"

Exact = Annotated[Decimal, Field(ge=0, strict=True)]
"""A Decimal that was never a float."""


class Range(Frozen):
    """The least and the most that the source lets one expect: in euros and whole cents, or in percent."""

    low: Exact
    high: Exact

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low > self.high:
            raise ValueError(f"a range from {self.low} to {self.high}")
        return self


class YearShare(Frozen):
    """One budget year (Haushaltsjahr): its part of the cost, and who bears it. `grant` and `own` add up to `cost`."""

    year: int
    cost: Exact
    grant: Range
    own: Range


class Step(Frozen):
    """One step of the calculation in words, and the statement of the source it rests on; None for plain arithmetic."""

    words: str
    benefit: Benefit | None = None


class OpenPoint(Frozen):
    """Something that is not known and would narrow the range."""

    words: str
    fact: str | None = None
    """Id of the fact that would do so; None where the source leaves it open."""


class Estimate(Frozen):
    """What one part of a programme pays for one project. A calculation, no grant: the authority decides."""

    part: str | None
    """None for what belongs to no part of the guideline."""
    eligible_cost: Exact | None
    """Zuwendungsfähige Kosten of the project in euros; None where nobody has stated them."""
    counted_cost: Range | None
    """What of it the source counts, after its highest cost."""
    rate: Range | None
    """Funding rate in percent, exact, with what raises and lowers it, before the limits in euros; None: none named."""
    grant: Range | None
    """Zuwendung in euros; None where cost or source do not allow a calculation."""
    own_share: Range | None
    """Everything of the eligible cost that the grant does not pay, in euros, with what lies above the highest cost."""
    own_share_percent: Range | None
    """The same in percent of the eligible cost, two digits, halves up."""
    loan: Range | None
    """Darlehen in euros; it has to be paid back and is no part of the grant."""
    pre_financing: Exact | None
    """The most that has to be paid ahead beside the own share, where the grant is called off after paying, in euros."""
    own_funds: Exact | None
    """Eigenmittel that are at hand, in euros; None where nobody has stated them."""
    years: tuple[YearShare, ...] | None
    """Evenly by days, first and last day included; None where the days or the grant are unknown."""
    steps: tuple[Step, ...]
    open: tuple[OpenPoint, ...]
    label: str = LABEL
