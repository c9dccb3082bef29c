"""Freezing: an answer kept with everything it rests on, so that it can be made again byte for byte.

Kept are the facts of applicant and project, the programme as the check saw it (statement, readings, reviews), the day, and
the versions of text, readers and rules. The answer is always made from what was kept, never from what was at hand, so that
nothing that was not kept can have decided it. Pure: moment and day are given.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from finder.desk.frozen import COLUMNS, FrozenVerdict
from finder.facts import DEFINITIONS
from finder.frozen import Frozen
from finder.models import Assessment, FactValue, FieldChange, Profile, Programme, Project
from finder.reviews.reviews import text_hash
from finder.vocab import Labelled
from rules.check import check
from rules.derive import with_derived
from rules.version import RULES_VERSION
from rules.what_if import with_facts

ASSESSMENT = TypeAdapter(Assessment)
DAY, NUMBER = "day", "number"
"""Tags of the values of facts that JSON does not know."""


class FreezingError(Exception):
    """There is no such frozen verdict, or nothing to freeze; the message is a German sentence."""


class Finding(Labelled):
    """What came out of making a frozen verdict again."""

    SAME = "same", "Das Ergebnis ist Byte für Byte dasselbe."
    SAME_BY_NEW_RULES = (
        "same_by_new_rules",
        "Die Regeln haben sich seither geändert; das Ergebnis ist Byte für Byte dasselbe.",
    )
    OTHER_BY_NEW_RULES = "other_by_new_rules", "Die Regeln haben sich seither geändert, und mit ihnen das Ergebnis."
    OTHER = "other", "Die Regeln sind dieselben, das Ergebnis ist es nicht: Bitte als Fehler melden."
    TOUCHED = "touched", "Der Eintrag ist nicht mehr der, der eingefroren wurde; er beweist nichts."
    """The checksum finds mistakes and damage; it is no signature."""
    UNREADABLE = "unreadable", "Der Eintrag hat eine Form, die nur eine Fassung des Programms von damals nachrechnet."


FINDINGS = {
    (True, False): Finding.SAME,
    (True, True): Finding.SAME_BY_NEW_RULES,
    (False, True): Finding.OTHER_BY_NEW_RULES,
    (False, False): Finding.OTHER,
}
"""By whether the answer is the same and whether the rules are new."""


class Recomputed(Frozen):
    """A frozen verdict made again with the rules of today."""

    finding: Finding
    answer: str | None
    """Canonical JSON of the answer now; None where the row was touched or cannot be read."""
    rules_then: str
    rules_now: str
    differences: tuple[FieldChange, ...] = ()
    """What differs, field by field, in words."""

    @property
    def same(self) -> bool:
        """Whether the answer is the same, byte for byte."""
        return self.finding in (Finding.SAME, Finding.SAME_BY_NEW_RULES)


class _Inputs(NamedTuple):
    applicant: Profile
    project: Project | None
    programme: Programme
    stichtag: date


def freeze(
    programme: Programme,
    applicant: Profile,
    project: Project | None,
    stichtag: date,
    frozen_at: datetime,
    note: str = "",
) -> FrozenVerdict:
    """The answer on a programme with everything it rests on, ready for the desk.

    The programme is as the check sees it (finder.reviews.reviewing), with its text.

    Raises:
        ValueError: the text of the programme was not loaded, or a value cannot be compared exactly.
        rules.engine.EngineError: the engine failed.
    """
    inputs = canonical(
        {
            "applicant": _holder(applicant),
            "project": _holder(project) if project else None,
            "programme": _without_text(programme).model_dump(mode="json"),
            "stichtag": stichtag.isoformat(),
        }
    )
    values = {
        "applicant": applicant.key,
        "project": project.key if project else None,
        "source": programme.statement.source,
        "key": programme.statement.key,
        "stichtag": stichtag,
        "frozen_at": frozen_at,
        "note": note,
        "text_hash": text_hash(programme),
        "readers": programme.readings.readers,
        "rules": RULES_VERSION,
        "inputs": inputs,
        "answer": _answer(inputs),
    }
    unsealed = FrozenVerdict.model_validate({**values, "sha256": ""})
    return unsealed.model_copy(update={"sha256": seal(unsealed)})


def recompute(frozen: FrozenVerdict) -> Recomputed:
    """The answer made again from what was kept, for the kept day, beside the kept answer.

    Raises:
        rules.engine.EngineError: the engine failed.
    """
    versions = {"rules_then": frozen.rules, "rules_now": RULES_VERSION}
    if frozen.sha256 != seal(frozen):
        return Recomputed(finding=Finding.TOUCHED, answer=None, **versions)
    try:
        answer = _answer(frozen.inputs)
        differences = tuple(_differences(frozen.answer, answer))
    except (ValidationError, KeyError):
        return Recomputed(finding=Finding.UNREADABLE, answer=None, **versions)
    finding = FINDINGS[answer == frozen.answer, frozen.rules != RULES_VERSION]
    return Recomputed(finding=finding, answer=answer, differences=differences, **versions)


def kept_answer(frozen: FrozenVerdict) -> Assessment | None:
    """The answer as it was frozen; None where it has a form that this version does not read."""
    try:
        return ASSESSMENT.validate_json(frozen.answer)
    except ValidationError:
        return None


def seal(frozen: FrozenVerdict) -> str:
    """The checksum over a frozen verdict: SHA-256 over the canonical JSON of every column but number and checksum."""
    values = frozen.model_dump(mode="json", include=set(COLUMNS) - {"sha256"})
    return hashlib.sha256(canonical(values).encode()).hexdigest()


def canonical(value: object) -> str:
    """The one form in which JSON is kept and compared: sorted keys, no spaces, every letter as itself."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


# --- what is kept, and back ---


def _without_text(programme: Programme) -> Programme:
    """Without text and raw claims, from which the readings were made; the version of the text is kept."""
    readings = programme.readings.model_copy(update={"facts": None})
    return programme.model_copy(update={"readings": readings, "sections": None})


def _holder(holder: Profile | Project) -> dict[str, Any]:
    facts = [{**fact.model_dump(mode="json"), "value": _tagged(fact.value)} for fact in holder.facts]
    return {**holder.model_dump(mode="json", exclude={"facts"}), "facts": facts}


def _tagged(value: FactValue | None) -> object:
    match value:
        case date():
            return {DAY: value.isoformat()}
        case Decimal():
            return {NUMBER: str(value)}
        case _:
            return value


def _untagged(value: object) -> object:
    match value:
        case {"day": str(day)}:
            return date.fromisoformat(day)
        case {"number": str(number)}:
            return Decimal(number)
        case _:
            return value


def _restored(inputs: str) -> _Inputs:
    kept = json.loads(inputs)
    for holder in filter(None, (kept["applicant"], kept["project"])):
        holder["facts"] = [{**fact, "value": _untagged(fact["value"])} for fact in holder["facts"]]
    return _Inputs(
        applicant=Profile.model_validate(kept["applicant"]),
        project=Project.model_validate(kept["project"]) if kept["project"] else None,
        programme=Programme.model_validate(kept["programme"]),
        stichtag=date.fromisoformat(kept["stichtag"]),
    )


def _answer(inputs: str) -> str:
    """The answer from what is kept; what follows from the facts is derived by the rules of today."""
    applicant, project, programme, stichtag = _restored(inputs)
    who = with_facts(with_derived(applicant, stichtag), project, (), stichtag)
    (assessment,) = check(who.applicant, (programme,), stichtag, who.project)
    return canonical(_plain(assessment))


def _plain(answer: Assessment) -> dict[str, Any]:
    """An answer by the names of its fields; a tuple alone would not say which is which."""
    results = [{**each._asdict(), "requirement": each.requirement.model_dump(mode="json")} for each in answer.results]
    return {**answer._asdict(), "parts": [part._asdict() for part in answer.parts], "results": results}


# --- what differs ---


def _differences(then: str, now: str) -> Iterator[FieldChange]:
    old, new = (_readable(ASSESSMENT.validate_json(answer)) for answer in (then, now))
    for field in dict.fromkeys([*old, *new]):
        if old.get(field) != new.get(field):
            yield FieldChange(field=field, old=old.get(field), new=new.get(field))


def _readable(answer: Assessment) -> Mapping[str, str]:
    """Every field of an answer in words, by its German name."""
    fields = {
        "Ergebnis": answer.verdict.label,
        "Antragstellung": answer.availability.label,
        "Begründung": answer.reason,
        **{f"Ergebnis für „{part.part or 'alles Übrige'}“": part.verdict.label for part in answer.parts},
    }
    for number, result in enumerate(answer.results, 1):
        name = f"Anforderung {number} ({result.requirement.kind.label})"
        missing = DEFINITIONS.get(result.missing_fact or "")
        fields |= {
            f"{name}: Ergebnis": result.result.label,
            f"{name}: Ihre Angabe": result.have,
            f"{name}: Begründung": result.reason,
            f"{name}: fehlende Angabe": missing.label if missing else "keine",
        }
    return fields
