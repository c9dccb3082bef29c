"""What a programme pays for a project: grant, own share, loan and budget years, part by part. Pure, and Decimal only.

A calculation and no grant ("Berechnung, keine Bewilligung"): the authority decides at its discretion (§ 44 BHO and the
budget laws of the Länder). Every sum is rounded to cents, halves up; percentages stay exact.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from finder.models import Benefit, Fact, FactValue
from finder.money import calculation
from finder.money.calculation import Project, cents
from finder.money.records import Estimate, Range, YearShare
from finder.money.steps import Numbers, open_points, steps
from finder.money.terms import WHOLE, Terms
from finder.money.years import year_shares
from finder.vocab import AmountRole


def estimate(benefits: Sequence[Benefit], part: str | None, facts: Mapping[str, Fact]) -> Estimate | None:
    """What one part pays for the project of the facts; None where the source names no money for it.

    `benefits` are those of the whole programme; values without a part hold for every part that has none of its own.
    `facts` are those of applicant and project by id; a fact that is missing is unknown.
    """
    terms = Terms(benefits, part, facts)
    if not terms.stated:
        return None
    project = _project(facts)
    rate = calculation.rate(terms)
    granted = calculation.grant(terms, project) if project else calculation.Result(None)
    lent = calculation.loan(terms, project)
    counted = calculation.counted_cost(terms, project) if project else None
    numbers = Numbers(project, counted, rate, granted.amount, (*granted.effects, *lent.effects))
    own = _own_share(project, granted.amount)
    return Estimate(
        part=part,
        eligible_cost=project.cost if project else None,
        counted_cost=counted,
        rate=rate,
        grant=granted.amount,
        own_share=own,
        own_share_percent=_percent_of(own, project),
        loan=lent.amount,
        pre_financing=granted.amount.high if granted.amount else None,
        own_funds=_euros(facts, "own_funds"),
        years=_years(project, granted.amount),
        steps=steps(terms, numbers),
        open=open_points(terms, numbers),
    )


def estimates(benefits: Sequence[Benefit], facts: Mapping[str, Fact]) -> tuple[Estimate, ...]:
    """One estimate for the programme and for each part with values of its own, in the order of the benefits."""
    parts = dict.fromkeys((None, *(benefit.part for benefit in benefits)))
    found = (estimate(benefits, part, facts) for part in parts)
    return tuple(each for each in found if each)


def plausible_grant(benefits: Sequence[Benefit], facts: Mapping[str, Fact]) -> Range | None:
    """What the best part of a programme may pay, in euros; None where nothing tells.

    Without the cost of a project it is the highest grant or lump sum the programme names for a project or applicant, from
    nothing up. It is never a guess from a rate alone.
    """
    if _project(facts) is None:
        sums = [_highest_sum(Terms(benefits, part, facts)) for part in {benefit.part for benefit in benefits}]
        return Range(low=Decimal(0), high=max(sums)) if any(sums) else None
    grants = [each.grant for each in estimates(benefits, facts) if each.grant]
    return max(grants, key=lambda grant: (grant.high, grant.low), default=None)


def _highest_sum(terms: Terms) -> Decimal:
    sums = (*terms.once(AmountRole.MAX_GRANT).possible, *terms.lump_sums.possible)
    return max((cents(each.value) for each in sums), default=Decimal(0))


def _project(facts: Mapping[str, Fact]) -> Project | None:
    cost = _euros(facts, "eligible_cost")
    return None if cost is None else Project(cost, _days(facts))


def _days(facts: Mapping[str, Fact]) -> tuple[date, date] | None:
    start, end = _value(facts, "project_start"), _value(facts, "project_end")
    if not isinstance(start, date) or not isinstance(end, date):
        return None
    return (start, end) if start <= end else None


def _euros(facts: Mapping[str, Fact], fact_id: str) -> Decimal | None:
    value = _value(facts, fact_id)
    return cents(Decimal(value)) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def _value(facts: Mapping[str, Fact], fact_id: str) -> FactValue | None:
    fact = facts.get(fact_id)
    return fact.value if fact else None


def _own_share(project: Project | None, grant: Range | None) -> Range | None:
    return Range(low=project.cost - grant.high, high=project.cost - grant.low) if project and grant else None


def _percent_of(own: Range | None, project: Project | None) -> Range | None:
    if own is None or project is None or not project.cost:
        return None
    return Range(low=cents(own.low * WHOLE / project.cost), high=cents(own.high * WHOLE / project.cost))


def _years(project: Project | None, grant: Range | None) -> tuple[YearShare, ...] | None:
    return year_shares(project.cost, grant, *project.days) if project and project.days and grant else None
