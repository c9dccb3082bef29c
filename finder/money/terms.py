"""Pure: which statements of the source decide together – the terms of one part of a programme.

Where the source names several values of one role, one of them applies and nobody can say which: they are alternatives.
A value whose condition is met takes the place of those without a condition; a value of the part itself takes the place of
those of the whole programme. So a fact that becomes known only ever takes alternatives away.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from finder.models import Benefit, Fact
from finder.money.conditions import Standing, Weighed, weigh
from finder.vocab import AmountRole, AmountUnit, BenefitKind, RateRole

ONCE = frozenset({None, AmountUnit.PROJECT, AmountUnit.MUNICIPALITY})
"""Units that count once: the calculation is for one project of one applicant."""
LIMITS = frozenset({AmountRole.MAX_COST, AmountRole.MAX_GRANT, AmountRole.LUMP_SUM})
INSIDE = re.compile(r"\.\d|,?\s+(?:Nummer|Nr\.|Buchstabe|Satz|Absatz|Teil)\b")
"""What follows the name of a part where it is continued to a part within it."""
WHOLE = Decimal(100)


class Choice(NamedTuple):
    """Alternatives of one role."""

    stated: tuple[Weighed, ...]
    """Everything the source states in this role."""
    possible: tuple[Weighed, ...]
    settled: bool
    """Whether one of them applies for certain; otherwise it may be that none does."""


class Terms:
    """All statements of one part about money, ready to calculate with."""

    def __init__(self, benefits: Sequence[Benefit], part: str | None, facts: Mapping[str, Fact]) -> None:
        self.tiers = _tiers(part, benefits)
        self.facts = facts
        self.stated = weigh([each for each in benefits if each.part in self.tiers and _is_money(each)], facts)
        self._least = {role: self._least_of(role) for role in (AmountRole.MIN_GRANT, AmountRole.MIN_COST)}

    @cached_property
    def rates(self) -> Choice:
        """Base rates of a grant."""
        return self._choice(lambda each: _is_rate(each, RateRole.BASE, None) and not each.said.of_loan)

    @cached_property
    def loan_rates(self) -> Choice:
        """Base rates of a loan."""
        return self._choice(lambda each: _is_rate(each, RateRole.BASE, None) and each.said.of_loan)

    @cached_property
    def new_rates(self) -> tuple[Weighed, ...]:
        """Raised rates that take the place of the base rate."""
        return self._all(lambda each: _is_rate(each, RateRole.BONUS) and not each.said.difference)

    @cached_property
    def additions(self) -> tuple[Weighed, ...]:
        """Points that are added to the rate."""
        return self._all(lambda each: _is_rate(each, RateRole.BONUS) and each.said.difference)

    @cached_property
    def reduced_rates(self) -> tuple[Weighed, ...]:
        """Lowered rates that take the place of the base rate."""
        return self._all(lambda each: _is_rate(each, RateRole.REDUCED) and not each.said.difference)

    @cached_property
    def deductions(self) -> tuple[Weighed, ...]:
        """Points that are taken off the rate."""
        return self._all(lambda each: _is_rate(each, RateRole.REDUCED) and each.said.difference)

    @cached_property
    def totals(self) -> Choice:
        """The highest share of all public money together."""
        return self._choice(lambda each: _is_rate(each, RateRole.UP_TO_TOTAL))

    @cached_property
    def own_shares(self) -> Choice:
        """The least own share in percent."""
        return self._choice(lambda each: each.benefit.kind is BenefitKind.OWN_SHARE)

    @cached_property
    def lump_sums(self) -> Choice:
        """Lump sums for the project."""
        return self._choice(lambda each: self._limits(each, AmountRole.LUMP_SUM) and each.benefit.per in ONCE)

    @cached_property
    def highest_costs(self) -> Choice:
        """Up to where cost counts."""
        return self._choice(lambda each: self._limits(each, AmountRole.MAX_COST) and not each.said.excludes)

    @cached_property
    def cost_limits(self) -> Choice:
        """Above which cost nothing is paid."""
        return self._choice(
            lambda each: self._limits(each, AmountRole.MAX_COST) and each.said.excludes and each.benefit.per in ONCE
        )

    @cached_property
    def caps(self) -> Choice:
        """Highest grants, of every unit, that are not the cap of one rate alone."""
        return self._choice(
            lambda each: (
                self._limits(each, AmountRole.MAX_GRANT)
                and not any(_beside(each.benefit, rate.benefit) for rate in self.rates.stated)
            )
        )

    def caps_of(self, rate: Weighed) -> tuple[Weighed, ...]:
        """The highest grants that stand in the sentence of a rate, and go with it."""
        return self._all(
            lambda each: (
                self._limits(each, AmountRole.MAX_GRANT)
                and each.standing is not Standing.FAILED
                and _beside(each.benefit, rate.benefit)
            )
        )

    def once(self, role: AmountRole) -> Choice:
        """Sums of a role that count once for the project."""
        return self._choice(lambda each: each.benefit.amount_role is role and each.benefit.per in ONCE)

    def rate_of(self, cap: Weighed) -> Weighed | None:
        """The rate whose sentence a highest grant stands in; it is the cap of that rate alone."""
        if cap.benefit.amount_role is not AmountRole.MAX_GRANT:
            return None
        return next((rate for rate in self.rates.stated if _beside(cap.benefit, rate.benefit)), None)

    def gives_way(self, each: Weighed) -> bool:
        """Whether another value takes the place of this one, though no condition of its own failed."""
        if each.standing is Standing.FAILED:
            return False
        within = [found for found in self._choices if any(each is other for other in found.stated)]
        return bool(within) and not any(each is other for found in within for other in found.possible)

    @cached_property
    def _choices(self) -> tuple[Choice, ...]:
        once = (AmountRole.MIN_COST, AmountRole.MIN_GRANT, AmountRole.LOAN_MIN, AmountRole.LOAN_MAX)
        shares = (self.rates, self.loan_rates, self.totals, self.own_shares)
        sums = (self.lump_sums, self.highest_costs, self.cost_limits, self.caps)
        return (*shares, *sums, *(self.once(role) for role in once))

    def contradicts(self, each: Weighed) -> bool:
        """Whether a limit leaves no project above the least grant or cost: then it is one of something smaller.

        Two statements that contradict each other would end in "nothing is paid", whatever the project.
        """
        role = each.benefit.amount_role
        if role not in LIMITS or each.benefit.per not in ONCE:
            return False
        too_low = role is AmountRole.MAX_COST and each.value <= self._least[AmountRole.MIN_COST]
        return too_low or each.value < self._least[AmountRole.MIN_GRANT]

    def _least_of(self, role: AmountRole) -> Decimal:
        return min((each.value for each in self.stated if each.benefit.amount_role is role), default=Decimal(0))

    def _limits(self, each: Weighed, role: AmountRole) -> bool:
        return each.benefit.amount_role is role and not self.contradicts(each)

    def _all(self, wanted: Callable[[Weighed], bool]) -> tuple[Weighed, ...]:
        return tuple(each for each in self.stated if wanted(each))

    def _choice(self, wanted: Callable[[Weighed], bool]) -> Choice:
        return choice(self._all(wanted), self.tiers)


def choice(stated: Sequence[Weighed], tiers: Sequence[str | None]) -> Choice:
    """Which of the values of one role can apply: those of the first tier before those of the next."""
    possible: list[Weighed] = []
    for tier in tiers:
        of_tier = [each for each in stated if each.benefit.part == tier]
        certain = met(of_tier) or _of(of_tier, Standing.GENERAL)
        possible += [*_of(of_tier, Standing.OPEN), *certain]
        if certain:
            return Choice(tuple(stated), tuple(possible), settled=True)
    return Choice(tuple(stated), tuple(possible), settled=False)


def met(found: Iterable[Weighed]) -> list[Weighed]:
    """Those whose condition is known to hold."""
    return _of(found, Standing.MET)


def not_failed(found: Iterable[Weighed]) -> list[Weighed]:
    """Those that apply or may apply."""
    return [each for each in found if each.standing is not Standing.FAILED]


def _of(found: Iterable[Weighed], standing: Standing) -> list[Weighed]:
    return [each for each in found if each.standing is standing]


def _tiers(part: str | None, benefits: Iterable[Benefit]) -> tuple[str | None, ...]:
    """The part, the parts it lies in ("Nummer 1" for "Nummer 1.2"), the programme: what is closer goes first."""
    if part is None:
        return (None,)
    around = {each.part for each in benefits if each.part and INSIDE.match(part.removeprefix(each.part))}
    inside = (other for other in around if part.startswith(other))
    return (part, *sorted(inside, key=len, reverse=True), None)


def _is_money(benefit: Benefit) -> bool:
    value = benefit.eur if benefit.kind is BenefitKind.AMOUNT else benefit.percent
    return benefit.kind is not BenefitKind.EARMARK and value is not None


def _is_rate(each: Weighed, *roles: RateRole | None) -> bool:
    return each.benefit.kind is BenefitKind.RATE and each.benefit.rate_role in roles


def _beside(one: Benefit, other: Benefit) -> bool:
    """Whether two statements stand in the same sentence of the same part."""
    quote = one.evidence.quote
    return quote is not None and quote == other.evidence.quote and one.part == other.part
