"""Pure: what a programme asks and pays, part by part, each value with its quote."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from finder import wording
from finder.benefits import value_text
from finder.deadlines import deadline_lines
from finder.guideline import CumulationRule, StateAidKind
from finder.models import Benefit, Evidence, Project, Readings, Requirement, RequirementResult, Validity
from finder.ui import markup
from finder.ui.markup import Content, Piece, Target
from finder.ui.quotes import evidence
from finder.ui.state import View, parameters
from finder.vocab import Effect, Outcome, RequirementKind, Strength
from rules.questions import asked_codes
from rules.verdict import GATES, is_tested

ORDER = (
    Outcome.FAILED,
    Outcome.OPEN_PROFILE,
    Outcome.OPEN_PROJECT,
    Outcome.OPEN_SOURCE,
    Outcome.MET,
    Outcome.NOT_APPLICABLE,
)
"""Requirements that need attention stand first."""

NEXT_STEP = {
    Outcome.FAILED: "Nur wenn sich die Angabe ändert, lohnt ein Antrag.",
    Outcome.OPEN_PROJECT: "Für Ihr Vorhaben prüfen.",
    Outcome.OPEN_SOURCE: "Richtlinie lesen oder beim Ansprechpunkt fragen.",
}
TASKS_FIRST = (RequirementKind.CUMULATION, RequirementKind.STATE_AID)
"""Kinds that have to be minded even where they are tested."""
WHOLE = "Für das ganze Programm"
RULES = {rule.value: rule.label for rule in (*CumulationRule, *StateAidKind)}

Value = TypeVar("Value")
Group = tuple[str | None, list[Value]]


def by_part(
    values: Iterable[Value], part_of: Callable[[Value], str | None], parts: Sequence[str]
) -> list[Group[Value]]:
    """Values of the whole programme, then those of each part in the order of the text; no empty groups."""
    grouped: dict[str | None, list[Value]] = {part: [] for part in (None, *parts)}
    for value in values:
        grouped.setdefault(part_of(value), []).append(value)
    return [(part, found) for part, found in grouped.items() if found]


def _tables(
    groups: Sequence[Group[Value]],
    words: str,
    columns: Sequence[str],
    row: Callable[[Value], Sequence[Content]],
    kind: str,
) -> Piece:
    """One table for each part, named by it; where the programme has no parts, one table that says what it holds."""
    divided = any(part is not None for part, _ in groups)
    if not divided:
        return markup.join(markup.table(words, columns, map(row, found), kind) for _, found in groups)
    intro = markup.paragraph(words, kind="muted")
    return markup.join((intro, *(_part_table(part or WHOLE, found, columns, row, kind) for part, found in groups)))


def _part_table(
    name: str, found: Sequence[Value], columns: Sequence[str], row: Callable[[Value], Sequence[Content]], kind: str
) -> Piece:
    table = markup.table(markup.hidden(name), columns, map(row, found), kind)
    return markup.heading(3, name) + table


def requirement_tables(
    results: Sequence[RequirementResult], parts: Sequence[str], view: View, project: Project | None
) -> Piece:
    """Every requirement with what was compared and where it is written: by part; in it failed, open, met.

    Without a project, what asks about one is named below the tables.
    """
    asked = [result for result in results if result.requirement.effect is not Effect.PROCESS]
    tested = [result for result in asked if is_tested(result.requirement, with_project=project is not None)]
    waiting = dict.fromkeys(result.requirement.kind.label for result in asked if result not in tested)
    return _tested_tables(tested, parts, view) + (_waiting(list(waiting), view) if waiting else markup.EMPTY)


def _waiting(kinds: Sequence[str], view: View) -> Piece:
    link = markup.page_link(Target.PROJECTS, parameters(view.listing()), "Vorhaben angeben")
    return markup.paragraph(markup.join((f"Erst mit einem Vorhaben geprüft: {wording.listing(kinds)}. ", link)))


def _tested_tables(tested: Sequence[RequirementResult], parts: Sequence[str], view: View) -> Piece:
    if not tested:
        return markup.paragraph("Es wurde keine Anforderung gelesen, die sich jetzt prüfen lässt.")
    ordered = sorted(tested, key=lambda result: ORDER.index(result.result))
    groups = by_part(ordered, lambda result: result.requirement.part, parts)
    columns = ("Anforderung", "Ihre Angabe", "Ergebnis", "Begründung", "Beleg")
    words = "Jede Anforderung der Quelle und Ihre Angabe dazu; Offenes steht oben."
    return _tables(groups, words, columns, lambda result: _row(result, view), "requirements")


def _row(result: RequirementResult, view: View) -> tuple[Content, ...]:
    return (
        _asked(result.requirement),
        result.have,
        markup.outcome_badge(result.result),
        markup.join((result.reason, _next_step(result, view))),
        evidence(result.requirement.evidence),
    )


def _asked(requirement: Requirement) -> Content:
    binding = "" if requirement.strength is Strength.MUST else requirement.strength.label
    words = ", ".join(filter(None, (requirement.effect.label, binding)))
    return markup.join((requirement.kind.label, markup.note(words)))


def _next_step(result: RequirementResult, view: View) -> Piece:
    if result.result is Outcome.OPEN_PROFILE:
        return markup.note(markup.page_link(Target.MUNICIPALITY, parameters(view.listing()), "Angabe ergänzen"))
    if result.result is Outcome.FAILED and result.requirement.effect not in GATES:
        return markup.EMPTY
    return markup.note(NEXT_STEP[result.result]) if result.result in NEXT_STEP else markup.EMPTY


def tasks(requirements: Sequence[Requirement]) -> Piece:
    """What has to be done or minded beside the beginning: cumulation, state aid, then documents and duties."""
    found = sorted((asked for asked in requirements if is_task(asked)), key=_urgency)
    distinct = list({(asked.kind, asked.part, asked.evidence.quote): asked for asked in found}.values())
    return markup.items(map(_task, distinct), kind="tasks") if distinct else markup.EMPTY


def is_task(requirement: Requirement) -> bool:
    """Whether something has to be minded whatever the check says; the beginning has a notice of its own."""
    return requirement.effect is Effect.PROCESS or requirement.kind in TASKS_FIRST


def _urgency(requirement: Requirement) -> int:
    return TASKS_FIRST.index(requirement.kind) if requirement.kind in TASKS_FIRST else len(TASKS_FIRST)


def _task(requirement: Requirement) -> Piece:
    rule = RULES.get(_rule(requirement))
    title = f"{requirement.kind.label}: {rule}" if rule else requirement.kind.label
    return markup.join((markup.strong(title), *_scope(requirement), markup.line(evidence(requirement.evidence))))


def _rule(requirement: Requirement) -> str:
    """The word of a rule that a task carries; "" where it has none."""
    return next(iter(asked_codes(requirement)), "")


def _scope(requirement: Requirement) -> tuple[Piece, ...]:
    return (markup.note(requirement.part),) if requirement.part else ()


def money_tables(benefits: Sequence[Benefit], parts: Sequence[str]) -> Piece:
    """Every rate, sum, own share and Zweckbindung that was read, by part, with its condition and quote; or nothing."""
    if not benefits:
        return markup.EMPTY
    groups = by_part(benefits, lambda benefit: benefit.part, parts)
    columns = ("Art", "Wert", "Bedingung", "Beleg")
    words = "Sätze, Beträge und Bindungen aus der Quelle."
    return _tables(groups, words, columns, _money_row, "money")


def _money_row(benefit: Benefit) -> tuple[Content, ...]:
    role = benefit.rate_role or benefit.amount_role
    kind = f"{benefit.kind.label}: {role.label}" if role else benefit.kind.label
    return kind, value_text(benefit), benefit.condition or "–", evidence(benefit.evidence)


def dates(readings: Readings, stichtag: date) -> Piece:
    """Every window the text names, and how long the guideline is in force, each with its proof."""
    proofs: dict[str, Evidence] = {}
    for deadline in readings.deadlines:
        (line,) = deadline_lines((deadline,), stichtag)
        proofs.setdefault(line, deadline.evidence)
    if readings.validity and (words := _in_force(readings.validity)):
        proofs.setdefault(words, readings.validity.evidence)
    if not proofs:
        return markup.EMPTY
    lines = (markup.join((markup.strong(line), markup.line(evidence(proof)))) for line, proof in proofs.items())
    return markup.heading(2, "Fristen im Einzelnen") + markup.items(lines, kind="tasks")


def _in_force(validity: Validity) -> str:
    first = f"ab {wording.day(validity.valid_from)}" if validity.valid_from else ""
    last = f"bis {wording.day(validity.valid_until)}" if validity.valid_until else ""
    days = " ".join(filter(None, (first, last)))
    return f"Geltung der Richtlinie: {days}" if days else ""
