"""Pure: what a programme pays for the project, part by part – the sums, the budget years, the steps with their quotes."""

from collections.abc import Sequence

from finder.money.lines import NO_YEARS, estimate_values, own_funds_text, year_values
from finder.money.records import LABEL, Estimate, Step
from finder.ui import markup
from finder.ui.markup import EMPTY, Piece, Tone
from finder.ui.quotes import evidence
from finder.vocab import AmountRole, BenefitKind, RateRole

TITLE = "Zuwendung und Eigenanteil"
WHOLE = "Für das ganze Programm"
NOTE = "Gerechnet wird nur mit dem, was aus der Quelle gelesen wurde. Über Antrag und Höhe entscheidet die Bewilligungsstelle."
YEARS = ("Haushaltsjahr", "Kosten", "Zuwendung", "Eigenanteil")
PAYING = frozenset(
    {
        (BenefitKind.RATE, RateRole.BASE),
        (BenefitKind.RATE, None),
        (BenefitKind.AMOUNT, AmountRole.LUMP_SUM),
        (BenefitKind.AMOUNT, AmountRole.LOAN_MAX),
        (BenefitKind.AMOUNT, AmountRole.LOAN_MIN),
    }
)
"""Statements that give money; all others raise, limit or bind what these give."""


def money_section(estimates: Sequence[Estimate]) -> Piece:
    """The calculation of every part with its label; nothing as long as no cost of a project is known."""
    shown = [each for each in _offers(estimates) if each.eligible_cost is not None]
    if not shown:
        return EMPTY
    divided = any(each.part is not None for each in shown)
    return markup.join(
        (
            markup.heading(2, TITLE),
            markup.notice(Tone.INFORMATION, f"{LABEL}.", (markup.paragraph(NOTE),)),
            *(_estimate(each, divided) for each in shown),
        )
    )


def _offers(estimates: Sequence[Estimate]) -> Sequence[Estimate]:
    """Without the whole programme where only its parts give money: its limits are reckoned in with each of them."""
    parts = [each for each in estimates if each.part is not None]
    return [each for each in estimates if each.part is not None or _pays(each)] if any(map(_pays, parts)) else estimates


def _pays(estimate: Estimate) -> bool:
    stated = [step.benefit for step in estimate.steps if step.benefit]
    return any((each.kind, each.rate_role or each.amount_role) in PAYING for each in stated)


def _estimate(estimate: Estimate, divided: bool) -> Piece:
    funds = own_funds_text(estimate)
    return markup.join(
        (
            markup.heading(3, estimate.part or WHOLE) if divided else EMPTY,
            markup.definitions(estimate_values(estimate)),
            markup.paragraph(funds) if funds else EMPTY,
            _years(estimate),
            markup.details(
                "Rechenweg und Belege", markup.items(map(_step, estimate.steps), kind="tasks", ordered=True)
            ),
            _open(estimate, 4 if divided else 3),
        )
    )


def _years(estimate: Estimate) -> Piece:
    if estimate.grant is None:
        return EMPTY
    if estimate.years is None:
        return markup.paragraph(NO_YEARS, kind="muted")
    return markup.table("Gleichmäßig nach Tagen verteilt", YEARS, map(year_values, estimate.years))


def _step(step: Step) -> Piece:
    if step.benefit is None:
        return markup.line(step.words)
    return markup.join((step.words, markup.line(evidence(step.benefit.evidence))))


def _open(estimate: Estimate, level: int) -> Piece:
    if not estimate.open:
        return EMPTY
    points = markup.items(point.words for point in estimate.open)
    return markup.heading(level, "Was offen ist") + points
