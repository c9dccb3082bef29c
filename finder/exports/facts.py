"""One programme's facts in the form in which guidelines are labelled: closed vocabularies, one quote a claim.

Only what a source states in fields of its own or in quoted text is given; the empty list and null say "not stated".
"""

from typing import Any

from finder.models import Programme
from finder.vocab import EUROPE, NATIONWIDE, ApplicantCategory, FundingType, Land

_REGIONS = frozenset({NATIONWIDE, EUROPE, *Land})
_FUNDING_TYPES = {FundingType.EQUITY: FundingType.OTHER}
"""The labels know no equity; it counts as other."""


def facts_of(programme: Programme) -> dict[str, Any]:
    """The facts the categories carry: municipal eligibility, regions and funding types."""
    statement = programme.statement
    return {
        "municipal_eligible": "yes" if ApplicantCategory.MUNICIPAL in statement.applicants else "unclear",
        "regions": [code for code in statement.regions if code in _REGIONS],
        "funding_types": sorted({_FUNDING_TYPES.get(kind, kind).value for kind in statement.funding_types}),
    }
