"""German sentences: why a requirement came out as it did, and why a programme got its verdict."""

from collections.abc import Mapping, Sequence

from finder import wording
from finder.facts import FACTS, NO, WORDS, YES, fact_text
from finder.models import Fact, Requirement, RequirementResult
from finder.vocab import Assurance, Effect, Land, Operator, Outcome, RequirementKind, Verdict
from rules.criteria import CRITERIA
from rules.questions import asked_codes, asked_facts
from rules.verdict import GATES, Decision, is_unclear

ACCORDING = {
    Assurance.CATEGORY: "nach Kategorie der Quelle",
    Assurance.QUOTED: "nach Textlage",
    Assurance.REVIEWED: "nach geprüfter Angabe",
}
PREFIXES = {Operator.AT_LEAST: "mindestens ", Operator.AT_MOST: "höchstens ", Operator.EXCLUDES: "nicht "}
NO_TEST = "entfällt"
"""Stands for the applicant's fact where a requirement tests none."""

NOTHING_STATED = "nichts angegeben"
NOT_COMPARED = (
    "Der Text stellt eine Bedingung ({kind}), die sich nicht mit Ihren Angaben vergleichen lässt; bitte die zitierte "
    "Stelle prüfen."
)
NOT_CONCERNED = "Trifft auf Sie nicht zu: {kind}."
REMARK = "Das ist eine Soll- oder Kann-Vorgabe; sie zählt als erfüllt."
EXCLUSION = {
    Outcome.MET: "Ausgeschlossen ist: {asked}. Das trifft auf Sie nicht zu ({have}).",
    Outcome.FAILED: "Ausgeschlossen ist: {asked}. Das trifft auf Sie zu ({have}).",
    Outcome.OPEN_PROFILE: "Ausgeschlossen ist: {asked}. Ob das auf Sie zutrifft, ist nicht bekannt.",
    Outcome.OPEN_PROJECT: "Ausgeschlossen ist: {asked}. Ob das auf Ihr Vorhaben zutrifft, ist nicht bekannt.",
    Outcome.OPEN_SOURCE: "Ausgeschlossen ist: {asked}. Ob das auf Sie zutrifft, sagt die Quelle nicht eindeutig.",
}
EXCLUDED_BECAUSE = "{asked} die Förderung ausschließt"

CATEGORIES_FIT = "Die Angaben der Quelle passen; was die Richtlinie darüber hinaus verlangt, bitte dort nachlesen."
NOTHING_KNOWN = "Bedingungen sind nicht bekannt; bitte die Richtlinie lesen."
RESERVATION = "Alle gelesenen Bedingungen sind erfüllt; dass sie vollständig und richtig sind, ist nicht bestätigt."
DISCRETION = "Im Übrigen entscheidet die Bewilligungsstelle nach Ermessen."
CONFIRMED = "Alle Bedingungen sind erfüllt und von einer Person bestätigt."


def have_words(requirement: Requirement, facts: Mapping[str, Fact]) -> str:
    """The applicant's facts that bear on a requirement, in words."""
    if requirement.effect not in GATES | {Effect.BONUS, Effect.AMOUNT}:
        return NO_TEST
    criterion = CRITERIA[requirement.kind]
    named = [facts.get(fact_id) for fact_id in asked_facts(requirement) if fact_id != criterion.fact]
    if criterion.fact is None:
        stated = [f"{FACTS[fact.id].label}: {fact_text(fact)}" for fact in named if fact]
        return "; ".join(stated) or wording.UNKNOWN
    own = facts.get(criterion.fact)
    held = [FACTS[fact.id].label for fact in named if fact and fact.value is True]
    stated = [_own_words(requirement.kind, own) if own else wording.UNKNOWN, *held]
    return ", ".join(filter(None, stated)) or NOTHING_STATED


def _own_words(kind: RequirementKind, fact: Fact) -> str:
    if kind is RequirementKind.REGION and isinstance(fact.value, tuple):
        lands = [land.label for land in Land if land.value in fact.value]
        return wording.listing(lands) or fact_text(fact)
    return fact_text(fact)


def asked_words(requirement: Requirement) -> str:
    """What a requirement asks, in words; the source's own where its categories name applicants."""
    category = requirement.evidence.category
    if category and requirement.kind is RequirementKind.APPLICANT_KIND:
        return category.partition(": ")[2] or category
    if requirement.kind is RequirementKind.APPLICANT_KIND and isinstance(requirement.value, tuple):
        return wording.listing([_code_words(requirement.kind, code) for code in requirement.value], "oder")
    return PREFIXES.get(requirement.op, "") + _value_words(requirement)


def _value_words(requirement: Requirement) -> str:
    criterion = CRITERIA[requirement.kind]
    match requirement.value:
        case bool():
            return YES if requirement.value else NO
        case int():
            number = wording.whole(requirement.value)
            return f"{number} {criterion.unit}" if criterion.unit else number
        case _:
            words = [_code_words(requirement.kind, code) for code in asked_codes(requirement)]
            return wording.listing(words, "oder") or "nichts Bestimmtes"


def _code_words(kind: RequirementKind, code: str) -> str:
    criterion = CRITERIA[kind]
    if named := criterion.named.get(code):
        return FACTS[named.fact].label
    options = FACTS[criterion.fact].options if criterion.fact else {}
    return options.get(code) or WORDS.get(code, code)


def reason_of_result(
    requirement: Requirement, outcome: Outcome, settled: Outcome, have: str, missing_fact: str | None
) -> str:
    """Why a requirement came out as it did: one sentence about the requirement and one about the applicant."""
    if requirement.effect in (Effect.PROCESS, Effect.DISCRETION):
        return _shown(requirement)
    if outcome is Outcome.NOT_APPLICABLE:
        return NOT_CONCERNED.format(kind=requirement.kind.label)
    sentence = _template(requirement, outcome, settled).format(**_words(requirement, have))
    if requirement.effect in GATES and settled is Outcome.MET and _failed(requirement, outcome):
        return f"{sentence} {REMARK}"
    if missing_fact and missing_fact != CRITERIA[requirement.kind].fact:
        return f"{sentence} Es fehlt die Angabe „{FACTS[missing_fact].label}“."
    return sentence


def _shown(requirement: Requirement) -> str:
    if quote := requirement.evidence.quote:
        return f"Die Quelle sagt: „{quote}“"
    return f"{requirement.effect.label}: {requirement.kind.label}."


def _failed(requirement: Requirement, outcome: Outcome) -> bool:
    return outcome is (Outcome.MET if requirement.effect is Effect.EXCLUSION else Outcome.FAILED)


def _template(requirement: Requirement, outcome: Outcome, settled: Outcome) -> str:
    criterion = CRITERIA[requirement.kind]
    if requirement.value is None:
        return NOT_COMPARED if requirement.evidence.quote else criterion.unstated
    if requirement.effect is Effect.EXCLUSION:
        return EXCLUSION[Outcome.FAILED if _failed(requirement, outcome) else settled]
    sentence: str | None = getattr(criterion, outcome.value)
    return sentence or criterion.unstated


def _words(requirement: Requirement, have: str) -> dict[str, str]:
    according = ACCORDING[requirement.evidence.assurance]
    kind = requirement.kind.label
    return {"kind": kind, "asked": asked_words(requirement), "have": have, "according": according}


def reason_of_verdict(decision: Decision, results: Sequence[RequirementResult]) -> str:
    """The decisive reason for a verdict; for a no, every failed gate."""
    concerned = [result for result in results if result.requirement.part in (None, decision.part)]
    gates = [result for result in concerned if result.requirement.effect in GATES]
    sentence = _decisive(decision.verdict, gates, concerned)
    return f"{decision.part}: {sentence}" if decision.part else sentence


def _decisive(verdict: Verdict, gates: Sequence[RequirementResult], concerned: Sequence[RequirementResult]) -> str:
    failed = [result for result in gates if result.result is Outcome.FAILED]
    match verdict:
        case Verdict.NOT_ELIGIBLE:
            return _not_eligible(failed)
        case Verdict.NEAR_MISS:
            return f"{failed[0].reason} {_change(failed[0])}"
        case Verdict.FACTS_MISSING:
            return " ".join([_missing(gates), *map(_change, failed)])
        case Verdict.CHECK_GUIDELINE:
            return " ".join([_to_check(gates), *map(_change, failed)])
        case Verdict.ELIGIBLE_WITH_RESERVATION:
            discretion = any(result.requirement.effect is Effect.DISCRETION for result in concerned)
            return f"{RESERVATION} {DISCRETION}" if discretion else RESERVATION
        case Verdict.ELIGIBLE:
            return CONFIRMED


def _not_eligible(failed: Sequence[RequirementResult]) -> str:
    quoted = all(result.requirement.evidence.assurance is Assurance.QUOTED for result in failed)
    basis = "Nach Textlage" if quoted else "Nach den vorliegenden Angaben"
    clauses = wording.listing([_because(result) for result in failed], "und weil")
    return f"{basis} nicht antragsberechtigt, weil {clauses}."


def _because(result: RequirementResult) -> str:
    requirement = result.requirement
    excluded = requirement.effect is Effect.EXCLUSION
    template = EXCLUDED_BECAUSE if excluded else CRITERIA[requirement.kind].because
    clause = template.format(**_words(requirement, result.have))
    quoted = requirement.evidence.assurance is Assurance.QUOTED
    return f"{clause} („{requirement.evidence.quote}“)" if quoted else clause


def _change(result: RequirementResult) -> str:
    return (CRITERIA[result.requirement.kind].change or "").format(**_words(result.requirement, result.have))


def _missing(gates: Sequence[RequirementResult]) -> str:
    missing = [result for result in gates if result.result in (Outcome.OPEN_PROFILE, Outcome.OPEN_PROJECT)]
    labels = dict.fromkeys(map(_missing_label, missing))
    return f"Zur Antwort fehlt noch: {wording.listing(list(labels))}."


def _missing_label(result: RequirementResult) -> str:
    if result.missing_fact:
        return FACTS[result.missing_fact].label
    about = " (Angabe zum Vorhaben)" if result.result is Outcome.OPEN_PROJECT else ""
    return f"{result.requirement.kind.label}{about}"


def _to_check(gates: Sequence[RequirementResult]) -> str:
    unclear = next((result for result in gates if is_unclear(result.requirement, result.result)), None)
    if unclear:
        return unclear.reason
    return CATEGORIES_FIT if gates else NOTHING_KNOWN
