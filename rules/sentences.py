"""German sentences about one requirement: what it asks, what the applicant has, and why it came out as it did."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from finder import wording
from finder.facts import DEFINITIONS, NO, PROJECT_FACTS, WORDS, YES, FactType, fact_text
from finder.models import Fact, Requirement, RequirementResult
from finder.vocab import Assurance, Effect, Land, Operator, Outcome, RequirementKind
from rules.criteria import CRITERIA
from rules.questions import asked_codes, asked_facts
from rules.verdict import GATES, TASKS

ACCORDING = {
    Assurance.CATEGORY: "nach Kategorie der Quelle",
    Assurance.QUOTED: "nach Textlage",
    Assurance.REVIEWED: "nach geprüfter Angabe",
}
OF_CATEGORY = (RequirementKind.APPLICANT_KIND, RequirementKind.THEME)
"""Kinds whose categories say in the source's own words what is asked."""
PREFIXES = {Operator.AT_LEAST: "mindestens ", Operator.AT_MOST: "höchstens ", Operator.EXCLUDES: "nicht "}
FOLLOWING = frozenset({FactType.CHOICES, FactType.YES_NO})
"""Types of derived facts that say less to people than what they follow from."""
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

WAITS_FOR_PROJECT = "{kind}: wird geprüft, sobald ein Vorhaben angegeben ist."


def have_words(requirement: Requirement, facts: Mapping[str, Fact]) -> str:
    """The applicant's facts that bear on a requirement, in words."""
    own_id = CRITERIA[requirement.kind].fact_of(requirement.basis)
    named = [facts.get(fact_id) for fact_id in asked_facts(requirement) if fact_id != own_id]
    if own_id is None:
        stated = [f"{DEFINITIONS[fact.id].label}: {fact_text(fact)}" for fact in named if fact]
        return "; ".join(stated) or wording.UNKNOWN
    if premises := _premises(own_id, facts):
        return premises
    own = facts.get(own_id)
    held = [DEFINITIONS[fact.id].label for fact in named if fact and fact.value is True]
    stated = [_own_words(requirement.kind, own) if own else wording.UNKNOWN, *held]
    return ", ".join(filter(None, stated)) or NOTHING_STATED


def _premises(fact_id: str, facts: Mapping[str, Fact]) -> str:
    """What people stated of a project, where a requirement asks for something that follows from it."""
    fact = facts.get(fact_id)
    if fact is None or fact.conflict or DEFINITIONS[fact_id].type not in FOLLOWING:
        return ""
    stated = [facts[premise] for premise in fact.premises if premise in PROJECT_FACTS and premise in facts]
    return "; ".join(f"{DEFINITIONS[premise.id].label}: {fact_text(premise)}" for premise in stated)


def _own_words(kind: RequirementKind, fact: Fact) -> str:
    if kind is RequirementKind.REGION and isinstance(fact.value, tuple):
        lands = [land.label for land in Land if land.value in fact.value]
        return wording.listing(lands) or fact_text(fact)
    return fact_text(fact)


def asked_words(requirement: Requirement) -> str:
    """What a requirement asks, in words; the source's own where its categories name applicants."""
    evidence = requirement.evidence
    category = evidence.category if evidence.assurance is Assurance.CATEGORY else None
    if category and requirement.kind in OF_CATEGORY:
        return category.partition(": ")[2] or category
    if requirement.kind is RequirementKind.APPLICANT_KIND and isinstance(requirement.value, tuple):
        return wording.listing([_code_words(requirement.kind, code) for code in requirement.value], "oder")
    basis = requirement.basis
    whose = f" {basis.label}" if basis and basis in CRITERIA[requirement.kind].by_basis else ""
    names_bar = requirement.op is Operator.EXCLUDES and CRITERIA[requirement.kind].names_bars
    prefix = "" if names_bar else PREFIXES.get(requirement.op, "")
    return prefix + _value_words(requirement) + whose


def _value_words(requirement: Requirement) -> str:
    criterion = CRITERIA[requirement.kind]
    match requirement.value:
        case bool():
            return YES if requirement.value else NO
        case int():
            number = wording.decimal(Decimal(requirement.value) / criterion.scale)
            return f"{number} {criterion.unit}" if criterion.unit else number
        case _:
            words = [_code_words(requirement.kind, code) for code in asked_codes(requirement)]
            return wording.listing(words, "oder") or "nichts Bestimmtes"


def _code_words(kind: RequirementKind, code: str) -> str:
    criterion = CRITERIA[kind]
    if named := criterion.named.get(code):
        return DEFINITIONS[named.fact].label
    options = DEFINITIONS[criterion.fact].options if criterion.fact else {}
    return options.get(code) or WORDS.get(code, code)


class Worded(NamedTuple):
    """A result, with the words that the reasons of a verdict are made of."""

    result: RequirementResult
    words: Mapping[str, str]


def words_of(requirement: Requirement) -> Mapping[str, str]:
    """What a requirement asks and where it comes from, in words; the same for all applicants."""
    return {
        "kind": requirement.kind.label,
        "asked": asked_words(requirement),
        "according": ACCORDING[requirement.evidence.assurance],
    }


def reason_of_result(
    requirement: Requirement,
    words: Mapping[str, str],
    outcome: Outcome,
    settled: Outcome,
    missing_fact: str | None,
    conflict: Sequence[str] = (),
) -> str:
    """Why a requirement came out as it did: one sentence about the requirement and one about the applicant.

    `conflict` is what contradicting sources state of the fact.
    """
    if outcome is Outcome.NOT_APPLICABLE:
        return NOT_CONCERNED.format(kind=requirement.kind.label)
    sentence = _template(requirement, outcome, settled).format_map(words)
    if requirement.effect in GATES and settled is Outcome.MET and _failed(requirement, outcome):
        return f"{sentence} {REMARK}"
    if missing_fact and conflict:
        return f"{sentence} Die Angaben widersprechen sich: {wording.listing(conflict)}."
    if missing_fact and missing_fact != CRITERIA[requirement.kind].fact:
        return f"{sentence} Es fehlt die Angabe „{DEFINITIONS[missing_fact].label}“."
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


def reason_untested(requirement: Requirement, *, in_force: bool) -> str:
    """Why a requirement was not tested: it is a task, does not apply on the day, or asks about a project nobody stated."""
    if requirement.effect in TASKS:
        return _shown(requirement)
    if in_force:
        return WAITS_FOR_PROJECT.format(kind=requirement.kind.label)
    days = [
        f"ab {wording.day(requirement.valid_from)}" if requirement.valid_from else "",
        f"bis {wording.day(requirement.valid_until)}" if requirement.valid_until else "",
    ]
    return f"Gilt nur {' '.join(filter(None, days))}: {requirement.kind.label}."
