"""municipal and applicants: who may receive the money.

The phrases come from rules.extract.recipients, the kinds in them from rules.extract.applicant_kinds. Where a text states
no recipient, those it addresses count; where it states none that is municipal, a "kommunaler Antragsteller" elsewhere does.
"""

import re
from collections.abc import Iterator

from finder.guideline import ApplicantClaim, MunicipalClaim, Yes
from finder.vocab import ApplicantKind
from rules.extract.applicant_kinds import MUNICIPAL
from rules.extract.negation import excluded_spans
from rules.extract.passages import passage
from rules.extract.recipients import Phrase, addressed, called_municipal, stated
from rules.extract.text import Guideline

READER = "applicants/1"
MUNICIPAL_READER = "municipal/1"
BROAD = frozenset({ApplicantKind.PUBLIC_BODY, ApplicantKind.SCHOOL_PROVIDER})
"""Kinds that a municipality is among: juristische Personen des öffentlichen Rechts, Schulträger."""


_SOME_ONLY = re.compile(
    r"\b(?:soweit|sofern|wenn|falls)\b|(?<=\w),?\s(?:(?:die|deren|welche)\s|(?:mit|ohne|in)\s(?!Ausnahme|Deutschland|Frage|Betracht))",
    re.IGNORECASE,
)
"""What narrows an exclusion to some of a kind ("Gemeinden, die …, sind nicht antragsberechtigt")."""


def read_applicants(guideline: Guideline) -> tuple[MunicipalClaim | None, tuple[ApplicantClaim, ...]]:
    """The kinds the guideline names as direct recipients or excludes, and whether a municipality is among them."""
    claims = _claims(stated(guideline))
    if all(claim.excluded for claim in claims):
        claims = (*claims, *_claims(addressed(guideline)))
    if not any(claim.kind in MUNICIPAL | BROAD for claim in claims):
        claims = (*claims, *_claims(called_municipal(guideline)))
    return _municipal(claims), claims


def _claims(phrases: Iterator[Phrase]) -> tuple[ApplicantClaim, ...]:
    found: dict[tuple[ApplicantKind, bool], ApplicantClaim] = {}
    for phrase in phrases:
        words = phrase.sentence.words
        negated = excluded_spans(words)
        lead_negated = bool(excluded_spans(phrase.sentence.block.lead or ""))
        for named in phrase.recipients():
            excluded = lead_negated or any(start <= named.start < end for start, end in negated)
            if excluded and _SOME_ONLY.search(words, named.end):
                continue
            for kind in named.kinds:
                if (kind, excluded) not in found:
                    quote = passage(phrase.text, phrase.sentence, named.start, named.end)
                    part = phrase.sentence.block.part
                    found[kind, excluded] = ApplicantClaim(
                        quote=quote, part=part, reader=READER, kind=kind, excluded=excluded
                    )
    return tuple(claim for claim in found.values() if not (claim.excluded and (claim.kind, False) in found))


def _municipal(claims: tuple[ApplicantClaim, ...]) -> MunicipalClaim | None:
    for kinds, excluded, eligible in ((MUNICIPAL, False, Yes.YES), (BROAD, False, Yes.YES), (MUNICIPAL, True, Yes.NO)):
        for claim in claims:
            if claim.kind in kinds and claim.excluded is excluded:
                return MunicipalClaim(quote=claim.quote, part=claim.part, reader=MUNICIPAL_READER, eligible=eligible)
    return None
