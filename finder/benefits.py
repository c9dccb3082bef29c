"""What a programme pays, in words. Pure; shared by app, command line and exports."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from finder import wording
from finder.models import Benefit
from finder.vocab import AmountRole, BenefitKind, RateRole


class Phrase(NamedTuple):
    """How statements of one kind and role are put: the most generous value, and a word on the others."""

    kind: BenefitKind
    role: RateRole | AmountRole | None
    text: str
    pick: Callable[[Iterable[Decimal]], Decimal]
    others: str


LESS = "je nach Fall weniger"
MORE = "je nach Fall mehr"

PHRASES = (
    Phrase(BenefitKind.RATE, RateRole.BASE, "bis zu {}", max, LESS),
    Phrase(BenefitKind.RATE, None, "im Text genannt: {}", max, LESS),
    Phrase(BenefitKind.RATE, RateRole.BONUS, "erhöhter Satz oder Zuschlag {}", max, LESS),
    Phrase(BenefitKind.RATE, RateRole.REDUCED, "in bestimmten Fällen nur {}", max, LESS),
    Phrase(BenefitKind.RATE, RateRole.UP_TO_TOTAL, "alle Mittel zusammen höchstens {}", max, LESS),
    Phrase(BenefitKind.AMOUNT, AmountRole.MAX_GRANT, "höchstens {}", max, LESS),
    Phrase(BenefitKind.AMOUNT, AmountRole.LUMP_SUM, "pauschal {}", max, LESS),
    Phrase(BenefitKind.AMOUNT, AmountRole.MIN_GRANT, "Zuwendung mindestens {}", min, MORE),
    Phrase(BenefitKind.AMOUNT, AmountRole.LOAN_MAX, "Darlehen höchstens {}", max, LESS),
    Phrase(BenefitKind.AMOUNT, AmountRole.LOAN_MIN, "Darlehen mindestens {}", min, MORE),
    Phrase(BenefitKind.AMOUNT, AmountRole.MAX_COST, "zuwendungsfähige Ausgaben höchstens {}", max, LESS),
    Phrase(BenefitKind.AMOUNT, AmountRole.MIN_COST, "zuwendungsfähige Ausgaben mindestens {}", min, MORE),
    Phrase(BenefitKind.AMOUNT, None, "im Text genannt: {}", max, LESS),
    Phrase(BenefitKind.OWN_SHARE, None, "Eigenanteil mindestens {}", min, MORE),
)


def benefit_text(benefits: Sequence[Benefit]) -> str:
    """The money in a few German words: "bis zu 75 %; höchstens 50.000 € je Vorhaben"; "unbekannt" where none was read.

    Of several values of one role the most generous is named, with a word that others are in the text. How long the money
    binds (Zweckbindung) is no part of this line.
    """
    parts = (_part(phrase, [benefit for benefit in benefits if _is_of(phrase, benefit)]) for phrase in PHRASES)
    return "; ".join(filter(None, parts)) or wording.UNKNOWN


def value_text(benefit: Benefit) -> str:
    """The value of one statement: "75 %", "50.000 € je Vorhaben", "10 Jahre"; "unbekannt" where none was read."""
    match benefit.kind:
        case BenefitKind.AMOUNT:
            unit = f" {benefit.per.label}" if benefit.per else ""
            return wording.UNKNOWN if benefit.eur is None else f"{wording.euros(benefit.eur)}{unit}"
        case BenefitKind.EARMARK:
            return wording.UNKNOWN if benefit.years is None else _years(benefit.years)
        case _:
            return wording.UNKNOWN if benefit.percent is None else wording.percent(benefit.percent)


def _years(years: Decimal) -> str:
    return f"{wording.decimal(years)} {'Jahr' if years == 1 else 'Jahre'}"


def _is_of(phrase: Phrase, benefit: Benefit) -> bool:
    role = benefit.amount_role if benefit.kind is BenefitKind.AMOUNT else benefit.rate_role
    return benefit.kind is phrase.kind and (role is phrase.role or phrase.kind is BenefitKind.OWN_SHARE)


def _part(phrase: Phrase, benefits: Sequence[Benefit]) -> str:
    by_value = {value: benefit for benefit in reversed(benefits) if (value := _value(benefit)) is not None}
    if not by_value:
        return ""
    best = phrase.pick(by_value)
    text = phrase.text.format(value_text(by_value[best]))
    return f"{text}, {phrase.others}" if len(by_value) > 1 else text


def _value(benefit: Benefit) -> Decimal | None:
    return benefit.eur if benefit.kind is BenefitKind.AMOUNT else benefit.percent
