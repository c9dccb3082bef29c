"""An estimate for machines: sums in euros as text with two decimals, percentages as text with their own digits."""

from decimal import Decimal
from typing import Any

from finder.models import Benefit
from finder.money.calculation import cents
from finder.money.records import Estimate, OpenPoint, Range, Step, YearShare


def estimate_answer(estimate: Estimate) -> dict[str, Any]:
    """One estimate, ready for `json.dumps`; null says that it cannot be calculated."""
    return {
        "notice": estimate.label,
        "part": estimate.part,
        "eligible_cost": _euros(estimate.eligible_cost),
        "counted_cost": _range(estimate.counted_cost),
        "rate_percent": _percent(estimate.rate),
        "grant": _range(estimate.grant),
        "own_share": _range(estimate.own_share),
        "own_share_percent": _percent(estimate.own_share_percent),
        "loan": _range(estimate.loan),
        "pre_financing": _euros(estimate.pre_financing),
        "own_funds": _euros(estimate.own_funds),
        "years": None if estimate.years is None else [_year(share) for share in estimate.years],
        "steps": [_step(step) for step in estimate.steps],
        "open": [_open(point) for point in estimate.open],
    }


def _euros(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{cents(amount):f}"


def _range(amount: Range | None) -> dict[str, str] | None:
    return None if amount is None else {"low": f"{cents(amount.low):f}", "high": f"{cents(amount.high):f}"}


def _percent(rate: Range | None) -> dict[str, str] | None:
    return None if rate is None else {"low": f"{rate.low:f}", "high": f"{rate.high:f}"}


def _year(share: YearShare) -> dict[str, Any]:
    return {
        "year": share.year,
        "cost": _euros(share.cost),
        "grant": _range(share.grant),
        "own": _range(share.own),
    }


def _step(step: Step) -> dict[str, Any]:
    return {"words": step.words, "benefit": _benefit(step.benefit) if step.benefit else None}


def _benefit(benefit: Benefit) -> dict[str, Any]:
    role = benefit.rate_role or benefit.amount_role
    evidence = benefit.evidence
    return {
        "kind": benefit.kind.value,
        "role": role.value if role else None,
        "percent": None if benefit.percent is None else f"{benefit.percent:f}",
        "eur": _euros(benefit.eur),
        "per": benefit.per.value if benefit.per else None,
        "condition": benefit.condition,
        "assurance": evidence.assurance.value,
        "quote": evidence.quote,
        "field": evidence.field.value if evidence.field else None,
        "start": evidence.start,
        "end": evidence.end,
    }


def _open(point: OpenPoint) -> dict[str, str | None]:
    return {"words": point.words, "fact": point.fact}
