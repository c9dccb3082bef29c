"""One programme's facts in the form in which guidelines are labelled: closed vocabularies, one quote a claim.

Regions and funding types may come from the source's categories; everything else only from quoted text. The empty list
and null say "not stated".
"""

from decimal import Decimal
from typing import Any

from finder.guideline import Claim, GuidelineFacts
from finder.models import Statement
from finder.vocab import EUROPE, NATIONWIDE, FundingType, Land

_REGIONS = frozenset({NATIONWIDE, EUROPE, *Land})
_OTHER_TYPES = {FundingType.EQUITY: FundingType.OTHER}
"""The labels know no equity; it counts as other."""


def facts_of(statement: Statement, facts: GuidelineFacts) -> dict[str, Any]:
    """The facts of one programme, ready for `json.dumps`."""
    types = {claim.funding_type for claim in facts.funding_types} or set(statement.funding_types)
    regions = [claim.code for claim in facts.regions] or [code for code in statement.regions if code in _REGIONS]
    return {
        "municipal_eligible": facts.municipal.eligible.value if facts.municipal else "unclear",
        "municipal_quote": facts.municipal.quote.words if facts.municipal else "",
        "applicants": list(dict.fromkeys(claim.kind.value for claim in facts.applicants if not claim.excluded)),
        "regions": list(dict.fromkeys(regions)),
        "population": [
            {
                "min": claim.minimum,
                "max": claim.maximum,
                "min_inclusive": claim.minimum_inclusive,
                "max_inclusive": claim.maximum_inclusive,
                "basis": claim.basis.value,
                "effect": claim.effect.value,
                **_quoted(claim),
            }
            for claim in facts.population
        ],
        "areas": [
            {"area": claim.area.value, "detail": claim.detail, "effect": claim.effect.value, **_quoted(claim)}
            for claim in facts.areas
        ],
        "fiscal": [
            {"kind": claim.kind.value, "effect": claim.effect.value, **_quoted(claim)} for claim in facts.fiscal
        ],
        "funding_types": sorted({_OTHER_TYPES.get(kind, kind).value for kind in types}),
        "rates": [
            {
                "percent": _number(claim.percent),
                "kind": claim.role.value,
                "condition": claim.condition,
                **_quoted(claim),
            }
            for claim in facts.rates
        ],
        "amounts": [
            {
                "role": claim.role.value,
                "eur": _number(claim.eur),
                "per": claim.per.value,
                "condition": claim.condition,
                **_quoted(claim),
            }
            for claim in facts.amounts
        ],
        "own_share": [
            {"percent": _number(claim.percent), "condition": claim.condition, **_quoted(claim)}
            for claim in facts.own_share
        ],
        "prior_start": _rule(facts.prior_start),
        "cooperation": _rule(facts.cooperation),
        "required_concepts": [{"name": claim.name, **_quoted(claim)} for claim in facts.concepts],
        "cumulation": _rule(facts.cumulation),
        "state_aid": [{"kind": claim.kind.value, **_quoted(claim)} for claim in facts.state_aid],
        "earmark_years": [
            {"years": _number(claim.years), "condition": claim.condition, **_quoted(claim)} for claim in facts.earmarks
        ],
        "deadline_model": facts.deadline_model.model.value if facts.deadline_model else "not_stated",
        "deadlines": [
            {
                "role": claim.role.value,
                "date": claim.date.isoformat() if claim.date else None,
                "annual": claim.annual,
                **_quoted(claim),
            }
            for claim in facts.deadlines
        ],
        "valid_from": _day(facts.valid_from),
        "valid_until": _day(facts.valid_until),
    }


def _quoted(claim: Claim) -> dict[str, Any]:
    return {"quote": claim.quote.words, "part": claim.part}


def _number(value: Decimal) -> float | int:
    return int(value) if value == value.to_integral_value() else float(value)


def _rule(claim: Any) -> dict[str, Any]:
    return {"rule": claim.rule.value, **_quoted(claim)} if claim else {"rule": None, "quote": ""}


def _day(claim: Any) -> dict[str, Any]:
    if claim is None:
        return {"date": None, "quote": ""}
    return {"date": claim.date.isoformat() if claim.date else None, **_quoted(claim)}
