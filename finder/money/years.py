"""Pure: cost and grant over the budget years of a project, in cents that add up exactly."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate, pairwise

from finder.money.records import Range, YearShare

CENTS = 100


def year_shares(cost: Decimal, grant: Range, start: date, end: date) -> tuple[YearShare, ...]:
    """The cost evenly over the days from `start` to `end`, both included, and the grant as the cost falls due.

    Each budget year is a calendar year (§ 4 BHO and the budget laws of the Länder). Shares are rounded so that the sums
    to date are, halves up; so they are whole cents and add up to cost and grant.

    Raises:
        ValueError: `end` lies before `start`.
    """
    days = days_by_year(start, end)
    costs = split(_in_cents(cost), list(days.values()))
    highs = split(_in_cents(grant.high), costs)
    lows = split(_in_cents(grant.low), highs)
    return tuple(
        YearShare(
            year=year,
            cost=_euros(cost_share),
            grant=Range(low=_euros(low), high=_euros(high)),
            own=Range(low=_euros(cost_share - high), high=_euros(cost_share - low)),
        )
        for year, cost_share, low, high in zip(days, costs, lows, highs, strict=True)
    )


def days_by_year(start: date, end: date) -> dict[int, int]:
    """How many days of a project fall into each calendar year. Raises ValueError where `end` lies before `start`."""
    if end < start:
        raise ValueError("a project cannot end before it begins")
    years = range(start.year, end.year + 1)
    return {year: (min(end, date(year, 12, 31)) - max(start, date(year, 1, 1))).days + 1 for year in years}


def split(total: int, weights: Sequence[int]) -> list[int]:
    """A whole number by weights; no share exceeds its weight where the total does not exceed their sum."""
    whole = sum(weights)
    if not whole:
        return [0 for _ in weights]
    to_date = [0, *((2 * total * weight + whole) // (2 * whole) for weight in accumulate(weights))]
    return [after - before for before, after in pairwise(to_date)]


def _in_cents(amount: Decimal) -> int:
    return int(amount * CENTS)


def _euros(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)
