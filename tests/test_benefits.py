"""The money in words, one piece of code for every surface."""

from decimal import Decimal
from itertools import product

import pytest

from finder.benefits import PHRASES, benefit_text, value_text
from finder.models import Benefit, Evidence
from finder.vocab import AmountRole, AmountUnit, Assurance, BenefitKind, RateRole

READ = Evidence(assurance=Assurance.CATEGORY, reader="test/1", category="Fördersatz")


def rate(percent: str, role: RateRole | None = RateRole.BASE) -> Benefit:
    return Benefit(kind=BenefitKind.RATE, rate_role=role, percent=Decimal(percent), evidence=READ)


def amount(eur: str, role: AmountRole | None = AmountRole.MAX_GRANT, per: AmountUnit | None = None) -> Benefit:
    return Benefit(kind=BenefitKind.AMOUNT, amount_role=role, eur=Decimal(eur), per=per, evidence=READ)


def own_share(percent: str) -> Benefit:
    return Benefit(kind=BenefitKind.OWN_SHARE, percent=Decimal(percent), evidence=READ)


def earmark(years: str) -> Benefit:
    return Benefit(kind=BenefitKind.EARMARK, years=Decimal(years), evidence=READ)


@pytest.mark.parametrize(
    ("benefits", "text"),
    [
        ([], "unbekannt"),
        ([rate("75")], "bis zu 75 %"),
        ([rate("66.67")], "bis zu 66,67 %"),
        ([rate("75"), rate("75")], "bis zu 75 %"),
        ([rate("50"), rate("75")], "bis zu 75 %, je nach Fall weniger"),
        ([rate("75"), rate("90", RateRole.BONUS)], "bis zu 75 %; erhöhter Satz oder Zuschlag 90 %"),
        ([rate("90", RateRole.UP_TO_TOTAL)], "alle Mittel zusammen höchstens 90 %"),
        ([rate("50", RateRole.REDUCED)], "in bestimmten Fällen nur 50 %"),
        ([rate("40", None)], "im Text genannt: 40 %"),
        ([amount("50000")], "höchstens 50.000 €"),
        ([amount("1234.5")], "höchstens 1.234,50 €"),
        ([amount("50000", per=AmountUnit.PROJECT)], "höchstens 50.000 € je Vorhaben"),
        ([amount("4000"), amount("30000")], "höchstens 30.000 €, je nach Fall weniger"),
        ([amount("10000", AmountRole.MIN_GRANT)], "Zuwendung mindestens 10.000 €"),
        (
            [amount("50000", AmountRole.MIN_COST), amount("7500", AmountRole.MIN_COST)],
            "zuwendungsfähige Ausgaben mindestens 7.500 €, je nach Fall mehr",
        ),
        ([amount("12000", AmountRole.LUMP_SUM, AmountUnit.YEAR)], "pauschal 12.000 € je Jahr"),
        ([amount("5000000", AmountRole.LOAN_MAX)], "Darlehen höchstens 5.000.000 €"),
        ([own_share("10"), own_share("5")], "Eigenanteil mindestens 5 %, je nach Fall mehr"),
        (
            [own_share("10"), amount("50000"), rate("80")],
            "bis zu 80 %; höchstens 50.000 €; Eigenanteil mindestens 10 %",
        ),
        ([rate("0")], "bis zu 0 %"),
        ([rate("75"), earmark("10")], "bis zu 75 %"),
        ([earmark("10")], "unbekannt"),
        ([Benefit(kind=BenefitKind.RATE, rate_role=RateRole.BASE, evidence=READ)], "unbekannt"),
    ],
)
def test_benefit_text(benefits: list[Benefit], text: str) -> None:
    assert benefit_text(benefits) == text


@pytest.mark.parametrize(
    ("benefit", "text"),
    [
        (rate("66.67"), "66,67 %"),
        (own_share("10"), "10 %"),
        (amount("50000"), "50.000 €"),
        (amount("50000", per=AmountUnit.PROJECT), "50.000 € je Vorhaben"),
        (earmark("10"), "10 Jahre"),
        (earmark("1"), "1 Jahr"),
        (earmark("2.5"), "2,5 Jahre"),
        (Benefit(kind=BenefitKind.RATE, evidence=READ), "unbekannt"),
        (Benefit(kind=BenefitKind.AMOUNT, per=AmountUnit.YEAR, evidence=READ), "unbekannt"),
        (Benefit(kind=BenefitKind.EARMARK, evidence=READ), "unbekannt"),
    ],
)
def test_the_value_of_one_statement(benefit: Benefit, text: str) -> None:
    assert value_text(benefit) == text


def test_every_kind_and_role_of_money_has_a_phrase() -> None:
    stated = {(phrase.kind, phrase.role) for phrase in PHRASES}
    assert stated == {
        *product([BenefitKind.RATE], [*RateRole, None]),
        *product([BenefitKind.AMOUNT], [*AmountRole, None]),
        (BenefitKind.OWN_SHARE, None),
    }
