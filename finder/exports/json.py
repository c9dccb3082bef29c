"""Answers to machines: plain structures with the names of the code (eligibility.md B3 and B7), ready for `json.dumps`."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from finder.catalogue.rereading import Rereading
from finder.exports.money import estimate_answer
from finder.models import (
    Assessment,
    Change,
    Fact,
    Profile,
    Programme,
    Project,
    RequirementResult,
    SourceStatus,
    TerritorialUnit,
)
from finder.money.records import Estimate

DISCLAIMER = "Nach Aktenlage, keine Zusage. Kein Treffer heißt nicht, dass es nichts gibt."


Estimates = Mapping[tuple[str, str], Sequence[Estimate]]
"""By source and key of a programme, what each of its parts pays."""


def check_answer(
    unit: TerritorialUnit | None,
    profile: Profile,
    assessments: Sequence[Assessment],
    stichtag: date,
    project: Project | None = None,
    money: Estimates | None = None,
) -> dict[str, Any]:
    """The answer of a check: the applicant, its project if it states one, and every programme once, with its money."""
    return {
        "municipality": _applicant(unit, profile),
        "project": _project(project) if project else None,
        "stichtag": stichtag.isoformat(),
        "notice": DISCLAIMER,
        "programmes": [_assessment(each, (money or {}).get((each.source, each.key), ())) for each in assessments],
    }


def _project(project: Project) -> dict[str, Any]:
    return {"key": project.key, "name": project.name, "facts": _facts(project.facts)}


def _facts(facts: Sequence[Fact]) -> list[dict[str, Any]]:
    return [fact.model_dump(mode="json") for fact in facts]


def units_answer(units: Sequence[TerritorialUnit]) -> dict[str, Any]:
    """Units of the register, for look-ups and ambiguous names."""
    return {"candidates": [unit.model_dump(mode="json") for unit in units]}


def status_answer(sources: Sequence[SourceStatus]) -> dict[str, Any]:
    """The state of the data, source by source."""
    return {"sources": [_source(status) for status in sources]}


def search_answer(text: str, programmes: Sequence[Programme]) -> dict[str, Any]:
    """Programmes that hold the words, best first."""
    return {"text": text, "programmes": [_programme(programme) for programme in programmes]}


def rereading_answer(result: Rereading) -> dict[str, Any]:
    """What reading the stored texts anew changed."""
    return {
        "read": result.read,
        "unchanged": result.unchanged,
        "changed": list(result.changed),
        "fields": [{"field": count.field, "added": count.added, "dropped": count.dropped} for count in result.fields],
    }


def changes_answer(since: date, changes: Sequence[Change]) -> dict[str, Any]:
    """What runs saw change, newest first."""
    listed = [change.model_dump(mode="json", exclude={"key"}) | {"path": change.key} for change in changes]
    return {"since": since.isoformat(), "changes": listed}


def _applicant(unit: TerritorialUnit | None, profile: Profile) -> dict[str, Any]:
    register = unit.model_dump(mode="json", exclude={"key", "name", "level", "land"}) if unit else {}
    return {
        "key": profile.key,
        "name": profile.name,
        "level": profile.level.value,
        "land": profile.land.value if profile.land else None,
        **register,
        "facts": _facts(profile.facts),
    }


def _assessment(assessment: Assessment, money: Sequence[Estimate]) -> dict[str, Any]:
    return {
        "path": assessment.key,
        "source": assessment.source,
        "title": assessment.title,
        "verdict": assessment.verdict.value,
        "verdict_label": assessment.verdict.label,
        "availability": assessment.availability.value,
        "reason": assessment.reason,
        "parts": [{"part": answer.part, "verdict": answer.verdict.value} for answer in assessment.parts],
        "money": [estimate_answer(estimate) for estimate in money],
        "requirements": [_requirement(result) for result in assessment.results],
    }


def _requirement(result: RequirementResult) -> dict[str, Any]:
    requirement = result.requirement
    evidence = requirement.evidence
    return {
        "kind": requirement.kind.value,
        "effect": requirement.effect.value,
        "strength": requirement.strength.value,
        "result": result.result.value,
        "assurance": evidence.assurance.value,
        "quote": evidence.quote,
        "category": evidence.category,
        "field": evidence.field.value if evidence.field else None,
        "start": evidence.start,
        "end": evidence.end,
        "part": requirement.part,
        "have": result.have,
        "reason": result.reason,
        "missing_fact": result.missing_fact,
    }


def _source(status: SourceStatus) -> dict[str, Any]:
    return {
        "id": status.origin.id,
        **status.origin.model_dump(mode="json", exclude={"id"}),
        **status.model_dump(mode="json", exclude={"origin"}),
    }


def _programme(programme: Programme) -> dict[str, Any]:
    statement = programme.statement
    return {
        "path": statement.key,
        "source": statement.source,
        "title": statement.title,
        "url": statement.url,
        "level": statement.level.value if statement.level else None,
        "funders": list(statement.funders),
        "regions": list(statement.regions),
        "applicants": [category.value for category in statement.applicants],
        "last_seen": programme.last_seen.isoformat(),
    }
