"""Pure: from the terms of a part and a cost to rate, grant and loan, each as the least and the most the source allows.

The least counts only what the source promises: "bis zu 80 %" promises nothing, a raised rate only where its condition is
known to be met, and every limit that may apply. The most leaves out limits that are not certain. Sums of euros are rounded
to cents, halves up (ROUND_HALF_UP); percentages stay exact.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import NamedTuple

from finder.money.conditions import Standing, Weighed
from finder.money.records import Range
from finder.money.terms import ONCE, WHOLE, Choice, Terms, met, not_failed
from finder.money.years import days_by_year
from finder.vocab import AmountRole, AmountUnit

ZERO = Decimal(0)
CENT = Decimal("0.01")
DAYS_OF_YEAR = 365


class Effect(StrEnum):
    """What cuts a grant or a loan for this project."""

    COST_TOO_LOW = "cost_too_low"
    COST_MAYBE_TOO_LOW = "cost_maybe_too_low"
    COST_TOO_HIGH = "cost_too_high"
    COST_MAYBE_TOO_HIGH = "cost_maybe_too_high"
    GRANT_TOO_LOW = "grant_too_low"
    GRANT_MAYBE_TOO_LOW = "grant_maybe_too_low"
    LOAN_TOO_LOW = "loan_too_low"


NOTHING_PAID = frozenset({Effect.COST_TOO_LOW, Effect.COST_TOO_HIGH, Effect.GRANT_TOO_LOW})
COST_BELOW = (Effect.COST_TOO_LOW, Effect.COST_MAYBE_TOO_LOW)
GRANT_BELOW = (Effect.GRANT_TOO_LOW, Effect.GRANT_MAYBE_TOO_LOW)


class Project(NamedTuple):
    """What the calculation needs of a project."""

    cost: Decimal
    days: tuple[date, date] | None
    """First and last day."""


class Span(NamedTuple):
    """The least and the most."""

    low: Decimal
    high: Decimal


class Result(NamedTuple):
    """A sum in euros and what cut it."""

    amount: Range | None
    effects: tuple[Effect, ...] = ()


def cents(amount: Decimal) -> Decimal:
    """Euros in whole cents, halves up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def rate(terms: Terms) -> Range | None:
    """The funding rate in percent; None where the source names none that can apply."""
    spans = [_adjusted(span, terms) for _, span in _base(terms)]
    return Range(low=min(low for low, _ in spans), high=max(high for _, high in spans)) if spans else None


def counted_cost(terms: Terms, project: Project) -> Range:
    """What of the cost the source counts: the cost up to the highest cost that certainly, or possibly, applies."""
    high = _at_most(project.cost, _certain_limit(terms.highest_costs, project))
    low = _at_most(project.cost, _least_limit(terms.highest_costs.possible, project))
    return Range(low=cents(low), high=cents(high))


def grant(terms: Terms, project: Project) -> Result:
    """The grant in euros, and what cuts it; no amount where the source names nothing that can apply."""
    spans = _offers(terms, project)
    if not spans:
        return Result(None)
    low = min(*(span.low for span in spans), project.cost)
    high = min(max(span.high for span in spans), project.cost)
    capped = _at_most(low, _least_limit(terms.caps.possible, project))
    return _after_thresholds(Span(cents(capped), cents(high)), terms, project)


def loan(terms: Terms, project: Project | None) -> Result:
    """The loan in euros: from nothing, as nobody has to borrow, to the most that is lent; None where there is none."""
    most = _highest_loan(terms, project)
    if most is None:
        return Result(None)
    least = terms.once(AmountRole.LOAN_MIN)
    if least.settled and most < min(each.value for each in least.possible):
        return Result(Range(low=ZERO, high=ZERO), (Effect.LOAN_TOO_LOW,))
    return Result(Range(low=ZERO, high=most))


def _highest_loan(terms: Terms, project: Project | None) -> Decimal | None:
    """The tightest of the limits that are certain; where none is, the widest that is possible."""
    sums, rates = terms.once(AmountRole.LOAN_MAX), terms.loan_rates
    if project is None and rates.possible and not sums.settled:
        return None
    shares = [project.cost * weighed.value / WHOLE for weighed in rates.possible] if project else []
    alternatives = ((sums.settled, [weighed.value for weighed in sums.possible]), (rates.settled, shares))
    certain = [max(limits) for settled, limits in alternatives if settled and limits]
    possible = [max(limits) for _, limits in alternatives if limits]
    if not possible:
        return None
    most = min(certain) if certain else max(possible)
    return cents(min(most, project.cost) if project else most)


def _base(terms: Terms) -> list[tuple[Weighed | None, Span]]:
    """Every base rate that can apply, before anything raises or lowers it; None stands for one that is not named."""
    if terms.rates.possible:
        return [(weighed, Span(weighed.promised, weighed.value)) for weighed in terms.rates.possible]
    if not_failed(terms.new_rates):
        return [(None, Span(ZERO, ZERO))]
    named = terms.rates.stated or terms.new_rates or terms.caps.stated or terms.lump_sums.stated
    nothing_but_own_share = terms.own_shares.settled and not named and not terms.loan_rates.stated
    return [(None, Span(ZERO, WHOLE))] if nothing_but_own_share else []


def _adjusted(base: Span, terms: Terms) -> Span:
    """A base rate with what raises it, what lowers it, and what the own share and other public money leave of it."""
    certain = terms.rates.settled
    new, added = terms.new_rates, terms.additions
    low = max([base.low if certain else ZERO, *(each.promised for each in met(new))])
    high = max([base.high, *(each.value for each in not_failed(new))])
    # Whether additions hold together the source rarely says: the least counts one of them, the most all.
    low += max((each.promised for each in met(added)), default=ZERO) if certain else ZERO
    high += sum((each.value for each in not_failed(added)), ZERO)
    low, high = min(low, WHOLE), min(high, WHOLE)
    low = min([low, *(each.promised for each in not_failed(terms.reduced_rates))])
    high = min([high, *(each.value for each in met(terms.reduced_rates))])
    low -= sum((each.value for each in not_failed(terms.deductions)), ZERO)
    high -= max((each.promised for each in met(terms.deductions)), default=ZERO)
    return _left_by_total(_left_by_own_share(Span(max(low, ZERO), max(high, ZERO)), terms.own_shares), terms)


def _left_by_own_share(span: Span, own: Choice) -> Span:
    """The rate that the least own share leaves; which of several applies is not known."""
    shares = [weighed.value for weighed in own.possible]
    if not shares:
        return span
    high = min(span.high, WHOLE - min(shares)) if own.settled else span.high
    return Span(min(span.low, WHOLE - max(shares)), high)


def _left_by_total(span: Span, terms: Terms) -> Span:
    """The rate that other public money leaves; how much that is nobody states, so it may be nothing."""
    totals = [weighed.value for weighed in terms.totals.possible]
    if not totals:
        return span
    high = min(span.high, max(totals)) if terms.totals.settled else span.high
    return Span(min(span.low, *totals) if _without_other_funding(terms) else ZERO, high)


def _without_other_funding(terms: Terms) -> bool:
    fact = terms.facts.get("other_funding")
    return fact is not None and fact.value == ()


def _offers(terms: Terms, project: Project) -> list[Span]:
    """What each rate, the lump sums, or a cap that stands alone give."""
    counted = counted_cost(terms, project)
    return [
        *_from_rates(terms, counted, project),
        *_from_lump_sums(terms, counted, project),
        *_from_caps(terms, counted, project),
    ]


def _from_rates(terms: Terms, counted: Range, project: Project) -> list[Span]:
    spans = []
    for weighed, base in _base(terms):
        adjusted = _adjusted(base, terms)
        span = Span(counted.low * adjusted.low / WHOLE, counted.high * adjusted.high / WHOLE)
        spans.append(_capped(span, weighed, terms, project))
    return spans


def _capped(span: Span, weighed: Weighed | None, terms: Terms, project: Project) -> Span:
    """A grant from a rate below the caps of its own sentence, or where it has none below those of the part."""
    caps = terms.caps_of(weighed) if weighed else ()
    own = [cap for cap in caps if cap.standing is not Standing.OPEN or (weighed and cap.condition == weighed.condition)]
    limit = _most_limit(own, project) if own else _certain_limit(terms.caps, project)
    return Span(_at_most(span.low, _least_limit(caps, project)), _at_most(span.high, limit))


def _from_lump_sums(terms: Terms, counted: Range, project: Project) -> list[Span]:
    """Lump sums: one of them at least where one is certain, all together at most."""
    sums = terms.lump_sums
    if not sums.possible:
        return []
    certain = sums.settled or terms.rates.settled
    low = min(each.promised for each in sums.possible) if certain else ZERO
    high = _at_most(sum((each.value for each in sums.possible), ZERO), _certain_limit(terms.caps, project))
    left = _left_by_own_share(Span(WHOLE, WHOLE), terms.own_shares)
    high = min(high, counted.high * left.high / WHOLE)
    return [Span(min(low, high, counted.low * left.low / WHOLE), high)]


def _from_caps(terms: Terms, counted: Range, project: Project) -> list[Span]:
    """Where the source names neither rate nor lump sum, its highest grant says how much there is at most."""
    if terms.rates.stated or terms.new_rates or terms.lump_sums.stated or not terms.caps.possible:
        return []
    left = _left_by_own_share(Span(ZERO, WHOLE), terms.own_shares).high
    return [Span(ZERO, _at_most(counted.high * left / WHOLE, _most_limit(terms.caps.possible, project)))]


def _after_thresholds(span: Span, terms: Terms, project: Project) -> Result:
    """Nothing is paid for a cost outside the limits, nor a grant below the Bagatellgrenze."""
    checks = (
        _below(Span(project.cost, project.cost), terms.once(AmountRole.MIN_COST), COST_BELOW),
        _above(project.cost, terms.cost_limits),
        _below(span, terms.once(AmountRole.MIN_GRANT), GRANT_BELOW),
    )
    effects = tuple(effect for effect in checks if effect)
    if any(effect in NOTHING_PAID for effect in effects):
        return Result(Range(low=ZERO, high=ZERO), effects)
    return Result(Range(low=ZERO if effects else span.low, high=span.high), effects)


def _below(span: Span, threshold: Choice, effects: tuple[Effect, Effect]) -> Effect | None:
    """Whether an amount lies below a threshold: for certain, or perhaps."""
    values = [weighed.value for weighed in threshold.possible]
    certain, possible = effects
    if threshold.settled and span.high < min(values):
        return certain
    return possible if values and span.low < max(values) else None


def _above(cost: Decimal, limit: Choice) -> Effect | None:
    values = [weighed.value for weighed in limit.possible]
    if limit.settled and cost > max(values):
        return Effect.COST_TOO_HIGH
    return Effect.COST_MAYBE_TOO_HIGH if values and cost > min(values) else None


def _certain_limit(limits: Choice, project: Project) -> Decimal | None:
    return _most_limit(limits.possible, project) if limits.settled else None


def _most_limit(limits: Iterable[Weighed], project: Project) -> Decimal | None:
    """The widest of alternative limits; None where one of them is for units whose number is not known."""
    values = []
    for weighed in limits:
        times = _most_units(weighed, project)
        if times is None:
            return None
        values.append(weighed.value * times)
    return max(values, default=None)


def _least_limit(limits: Sequence[Weighed], project: Project) -> Decimal | None:
    """The tightest of alternative limits, as if for one unit."""
    return min((weighed.value * _least_units(weighed, project) for weighed in limits), default=None)


def _most_units(weighed: Weighed, project: Project) -> int | None:
    """How often a limit counts at most: for a year, in each calendar year the project touches."""
    if weighed.benefit.per in ONCE:
        return 1
    if weighed.benefit.per is not AmountUnit.YEAR or project.days is None:
        return None
    return len(days_by_year(*project.days))


def _least_units(weighed: Weighed, project: Project) -> int:
    """How often a limit counts at least: for a year, in each full year of the project."""
    if weighed.benefit.per is not AmountUnit.YEAR or project.days is None:
        return 1
    return max(1, sum(days_by_year(*project.days).values()) // DAYS_OF_YEAR)


def _at_most(amount: Decimal, limit: Decimal | None) -> Decimal:
    return amount if limit is None else min(amount, limit)
