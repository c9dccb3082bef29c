"""What a programme pays for a project: every case worked out by hand, and what holds for all of them."""

import ast
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.exports.money import estimate_answer
from finder.models import Benefit, Evidence, Fact, FactValue
from finder.money.conditions import FILE, Standing, load_vocabulary, weigh
from finder.money.estimate import estimate, estimates, plausible_grant
from finder.money.lines import estimate_lines, own_funds_text, rate_text
from finder.money.records import LABEL, Estimate, Range
from finder.money.years import days_by_year, split
from finder.paths import ROOT
from finder.vocab import AmountRole, AmountUnit, Assurance, BenefitKind, FactState, RateRole, SectionField
from tests.rule_records import by_id, known, without_value

E = AmountRole
COST = 400_000
WEAK = "für finanzschwache Kommunen"
TOWN = known("applicant_kind", ("municipality",))


def quoted(words: str) -> Evidence:
    return Evidence(
        assurance=Assurance.QUOTED, reader="probe/1", field=SectionField.SUMMARY, start=0, end=len(words), quote=words
    )


def number(value: str) -> str:
    return value.replace(".", ",")


def rate(percent: str, words: str = "", condition: str | None = None, **more: object) -> Benefit:
    """A base rate; `words` is its quote."""
    words = words or f"Der Fördersatz beträgt {number(percent)} Prozent{' ' + condition if condition else ''}."
    values = {"rate_role": RateRole.BASE} | more
    return Benefit(
        kind=BenefitKind.RATE, percent=Decimal(percent), condition=condition, evidence=quoted(words), **values
    )


def up_to(percent: str, **more: object) -> Benefit:
    return rate(percent, f"Der Fördersatz beträgt bis zu {number(percent)} Prozent.", **more)


def bonus(percent: str, words: str, condition: str | None = None, **more: object) -> Benefit:
    return rate(percent, words, condition, rate_role=RateRole.BONUS, **more)


def raised(percent: str, group: str = "finanzschwache Kommunen") -> Benefit:
    """The rate is raised to another one."""
    return bonus(percent, f"Für {group} beträgt der Fördersatz {number(percent)} Prozent.", f"Für {group}")


def added(points: str, group: str = "finanzschwachen Kommunen") -> Benefit:
    """Points are added to the rate."""
    return bonus(points, f"Bei {group} erhöht sich der Fördersatz um {number(points)} Prozentpunkte.", f"Bei {group}")


def reduced(percent: str, words: str, condition: str | None = None) -> Benefit:
    return rate(percent, words, condition, rate_role=RateRole.REDUCED)


def total(percent: str) -> Benefit:
    words = f"Alle öffentlichen Mittel zusammen betragen höchstens {percent} Prozent."
    return rate(percent, words, rate_role=RateRole.UP_TO_TOTAL)


def amount(role: AmountRole, eur: str, words: str = "", condition: str | None = None, **more: object) -> Benefit:
    values = {"per": AmountUnit.PROJECT} | more
    words = words or f"Genannt werden {number(eur)} Euro{' ' + condition if condition else ''}."
    return Benefit(
        kind=BenefitKind.AMOUNT,
        amount_role=role,
        eur=Decimal(eur),
        condition=condition,
        evidence=quoted(words),
        **values,
    )


def own(percent: str, words: str = "", condition: str | None = None) -> Benefit:
    words = words or f"Der Eigenanteil beträgt mindestens {percent} Prozent{' ' + condition if condition else ''}."
    return Benefit(kind=BenefitKind.OWN_SHARE, percent=Decimal(percent), condition=condition, evidence=quoted(words))


def facts(cost: int | None = COST, **more: FactValue) -> Mapping[str, Fact]:
    stated = [known(fact_id, value) for fact_id, value in more.items()]
    return by_id(TOWN, *([] if cost is None else [known("eligible_cost", cost)]), *stated)


def made(*benefits: Benefit, part: str | None = None, **stated: FactValue | None) -> Estimate:
    found = estimate(benefits, part, facts(**stated))  # type: ignore[arg-type]
    assert found
    return found


def euros(low: str, high: str | None = None) -> Range:
    return Range(low=Decimal(low), high=Decimal(low if high is None else high))


WEAK_TOWN = {"fiscally_weak": True}
STRONG_TOWN = {"fiscally_weak": False}
TWO_YEARS = {"project_start": date(2027, 7, 1), "project_end": date(2028, 6, 30)}
IN_CONSOLIDATION = {"budget_status": "consolidation_approved"}

CASES = {
    "a fixed rate": ([rate("60")], {}, "240000", "240000"),
    "bis zu promises nothing": ([up_to("80")], {}, "0", "320000"),
    "a third keeps its digits": ([rate("33.33")], {}, "133320", "133320"),
    "two thirds as a fraction": ([rate("66.67", "Die Förderung beträgt 66 2/3 Prozent.")], {}, "266680", "266680"),
    "half a cent goes up": ([rate("50")], {"cost": Decimal("0.01")}, "0.01", "0.01"),
    "one euro at a third": ([rate("33.33")], {"cost": 1}, "0.33", "0.33"),
    "nothing of nothing": ([rate("60")], {"cost": 0}, "0", "0"),
    "a trillion euros": ([rate("33.33")], {"cost": 10**12}, "333300000000", "333300000000"),
    "several rates are alternatives": ([rate("60"), rate("75")], {}, "240000", "300000"),
    "between two rates": (
        [rate(p, "Die Höhe beträgt zwischen 30 und 100 Prozent.") for p in ("30", "100")],
        {},
        "120000",
        "400000",
    ),
    "a rate that may not apply": ([rate("60", condition="für innovative Vorhaben")], {}, "0", "240000"),
    "a rate in the rule is one": (
        [rate("60", "In der Regel sind es 60 Prozent.", "In der Regel")],
        {},
        "240000",
        "240000",
    ),
    "a conditional rate beside the base": (
        [rate("60"), rate("75", condition="für innovative Vorhaben")],
        {},
        "240000",
        "300000",
    ),
    # raised rates
    "a raised rate, fact unknown": ([rate("60"), raised("80")], {}, "240000", "320000"),
    "a raised rate that holds": ([rate("60"), raised("80")], WEAK_TOWN, "320000", "320000"),
    "a raised rate that does not hold": ([rate("60"), raised("80")], STRONG_TOWN, "240000", "240000"),
    "a raised rate with a limit in time stays open": (
        [rate("65"), bonus("80", f"Befristet bis 31.12.2025 gilt ein Fördersatz von 80 % {WEAK}.", WEAK)],
        WEAK_TOWN,
        "260000",
        "320000",
    ),
    "a raised rate with a further condition stays open": (
        [
            rate("60"),
            bonus(
                "80", "Für finanzschwache Kommunen mit Konzept beträgt der Satz 80 %.", "Für finanzschwache Kommunen"
            ),
        ],
        WEAK_TOWN,
        "240000",
        "320000",
    ),
    "a raised rate without any condition stays open": (
        [rate("60"), bonus("80", "Der Satz kann erhöht werden auf 80 Prozent.")],
        WEAK_TOWN,
        "240000",
        "320000",
    ),
    "the quote is the condition where no other was read": (
        [
            rate("75"),
            bonus(
                "90", "Als finanzschwache Kommunen können Sie einen höheren Zuschuss von bis zu 90 Prozent erhalten."
            ),
        ],
        WEAK_TOWN,
        "300000",
        "360000",
    ),
    "added points that hold": ([rate("60"), added("10")], WEAK_TOWN, "280000", "280000"),
    "added points, fact unknown": ([rate("60"), added("10")], {}, "240000", "280000"),
    "added points never lead beyond the whole": ([rate("95"), added("10")], WEAK_TOWN, "400000", "400000"),
    "two kinds of added points": (
        [
            rate("60"),
            added("10"),
            bonus("5", "Bei interkommunaler Zusammenarbeit um 5 Prozentpunkte.", "Bei interkommunaler Zusammenarbeit"),
        ],
        WEAK_TOWN | {"cooperates": True},
        "280000",
        "300000",
    ),
    "consolidation raises": (
        [rate("60"), raised("90", "Kommunen mit Haushaltssicherungskonzept")],
        IN_CONSOLIDATION,
        "360000",
        "360000",
    ),
    "a balanced budget does not": (
        [rate("60"), raised("90", "Kommunen mit Haushaltssicherungskonzept")],
        {"budget_status": "balanced"},
        "240000",
        "240000",
    ),
    "a provisional budget leaves it open": (
        [rate("60"), raised("90", "Kommunen mit Haushaltssicherungskonzept")],
        {"budget_status": "provisional"},
        "240000",
        "360000",
    ),
    "a Konzept that has to be approved": (
        [rate("60"), raised("90", "Kommunen mit genehmigtem Haushaltssicherungskonzept")],
        {"budget_status": "consolidation_open"},
        "240000",
        "240000",
    ),
    "a small town": (
        [rate("60"), raised("70", "Gemeinden bis zu 5.000 Einwohnern")],
        {"population": 5_000},
        "280000",
        "280000",
    ),
    "a larger town": (
        [rate("60"), raised("70", "Gemeinden bis zu 5.000 Einwohnern")],
        {"population": 5_001},
        "240000",
        "240000",
    ),
    "fewer than": (
        [rate("60"), raised("70", "Gemeinden mit weniger als 5 000 Einwohnern")],
        {"population": 5_000},
        "240000",
        "240000",
    ),
    "from": ([rate("60"), raised("70", "Gemeinden ab 5.000 Einwohnern")], {"population": 5_000}, "280000", "280000"),
    "more than": (
        [rate("60"), raised("70", "Gemeinden mit mehr als 5.000 Einwohnern")],
        {"population": 5_000},
        "240000",
        "240000",
    ),
    "a place is no municipality": (
        [rate("60"), raised("70", "Ortsteile bis zu 5.000 Einwohnern")],
        {"population": 50_000},
        "240000",
        "280000",
    ),
    # reduced rates
    "a reduced rate counts in the low end": (
        [rate("60"), reduced("40", "Bei Erlösen sinkt der Satz auf 40 Prozent.", "Bei Erlösen")],
        {},
        "160000",
        "240000",
    ),
    "points that are taken off": (
        [rate("60"), reduced("10", "Bei Erlösen sinkt der Satz um 10 Prozentpunkte.", "Bei Erlösen")],
        {},
        "200000",
        "240000",
    ),
    # caps
    "a cap on the grant": ([rate("60"), amount(E.MAX_GRANT, "50000")], {}, "50000", "50000"),
    "a cap that is not reached": ([rate("60"), amount(E.MAX_GRANT, "300000")], {}, "240000", "240000"),
    "a cap that may apply cuts the low end": (
        [rate("60"), amount(E.MAX_GRANT, "50000", condition="für kleine Vorhaben")],
        {},
        "50000",
        "240000",
    ),
    "several caps are alternatives": (
        [rate("60"), amount(E.MAX_GRANT, "50000"), amount(E.MAX_GRANT, "80000")],
        {},
        "50000",
        "80000",
    ),
    "a cap in the sentence of a rate is that rate's": (
        [
            rate("60", "In der ersten Phase 60 Prozent, maximal 90.000 Euro."),
            amount(E.MAX_GRANT, "90000", "In der ersten Phase 60 Prozent, maximal 90.000 Euro."),
            rate("50", "In der zweiten Phase 50 Prozent."),
        ],
        {},
        "90000",
        "200000",
    ),
    "a cap without a rate": ([amount(E.MAX_GRANT, "50000")], {}, "0", "50000"),
    "a cap without a rate above the cost": ([amount(E.MAX_GRANT, "500000")], {}, "0", "400000"),
    "a cap for a unit counts in the low end alone": (
        [rate("60"), amount(E.MAX_GRANT, "100", per=AmountUnit.UNIT)],
        {},
        "100",
        "240000",
    ),
    "a cap for a year, days unknown": (
        [rate("60"), amount(E.MAX_GRANT, "80000", per=AmountUnit.YEAR)],
        {},
        "80000",
        "240000",
    ),
    "a cap for a year, one year in two budget years": (
        [rate("60"), amount(E.MAX_GRANT, "80000", per=AmountUnit.YEAR)],
        TWO_YEARS,
        "80000",
        "160000",
    ),
    "a highest cost": ([rate("60"), amount(E.MAX_COST, "100000")], {}, "60000", "60000"),
    "a highest cost that may apply": (
        [rate("60"), amount(E.MAX_COST, "100000", condition="für Wege")],
        {},
        "60000",
        "240000",
    ),
    "a highest cost that excludes": (
        [rate("60"), amount(E.MAX_COST, "100000", "Vorhaben mit mehr als 100.000 Euro sind ausgeschlossen.")],
        {},
        "0",
        "0",
    ),
    "a highest cost that excludes above only": (
        [rate("60"), amount(E.MAX_COST, "400000", "Vorhaben mit mehr als 400.000 Euro sind ausgeschlossen.")],
        {},
        "240000",
        "240000",
    ),
    # least sums
    "a cost below the least": ([rate("60"), amount(E.MIN_COST, "500000")], {}, "0", "0"),
    "a cost at the least": ([rate("60"), amount(E.MIN_COST, "400000")], {}, "240000", "240000"),
    "a cost below a least that may apply": (
        [rate("60"), amount(E.MIN_COST, "500000", condition="für Wege")],
        {},
        "0",
        "240000",
    ),
    "a grant below the Bagatellgrenze": ([rate("2"), amount(E.MIN_GRANT, "10000")], {}, "0", "0"),
    "a grant at the Bagatellgrenze": ([rate("2.5"), amount(E.MIN_GRANT, "10000")], {}, "10000", "10000"),
    "a range across the Bagatellgrenze": ([rate("2"), rate("5"), amount(E.MIN_GRANT, "10000")], {}, "0", "20000"),
    "a Bagatellgrenze of municipalities": (
        [
            rate("2"),
            *(
                amount(
                    E.MIN_GRANT,
                    eur,
                    "Die Zuwendung beträgt mindestens 5.000 Euro, bei kommunalen Körperschaften 10.000 Euro.",
                    "bei kommunalen Körperschaften",
                )
                for eur in ("5000", "10000")
            ),
        ],
        {},
        "0",
        "0",
    ),
    "a cap below the Bagatellgrenze is one of an item": (
        [rate("60"), amount(E.MAX_COST, "30000"), amount(E.MIN_GRANT, "50000")],
        {},
        "240000",
        "240000",
    ),
    # lump sums
    "a lump sum": ([amount(E.LUMP_SUM, "13000")], {}, "13000", "13000"),
    "a lump sum above the cost": ([amount(E.LUMP_SUM, "13000")], {"cost": 9_000}, "9000", "9000"),
    "a lump sum bis zu": ([amount(E.LUMP_SUM, "13000", "Die Pauschale beträgt bis zu 13.000 Euro.")], {}, "0", "13000"),
    "lump sums may come together": ([amount(E.LUMP_SUM, "8500"), amount(E.LUMP_SUM, "850")], {}, "850", "9350"),
    "a lump sum beside a rate": ([rate("60"), amount(E.LUMP_SUM, "13000")], {}, "13000", "240000"),
    "a lump sum leaves the own share": ([amount(E.LUMP_SUM, "13000"), own("10")], {"cost": 10_000}, "9000", "9000"),
    # own share
    "an own share cuts the rate": ([rate("95"), own("10")], {}, "360000", "360000"),
    "an own share alone": ([own("10")], {}, "0", "360000"),
    "an own share that falls in consolidation": (
        [
            rate("100"),
            own("10"),
            own(
                "5",
                "Bei Kommunen mit Haushaltssicherungskonzept beträgt der Eigenanteil 5 %.",
                "Bei Kommunen mit Haushaltssicherungskonzept",
            ),
        ],
        IN_CONSOLIDATION,
        "380000",
        "380000",
    ),
    "the same, budget unknown": (
        [
            rate("100"),
            own("10"),
            own(
                "5",
                "Bei Kommunen mit Haushaltssicherungskonzept beträgt der Eigenanteil 5 %.",
                "Bei Kommunen mit Haushaltssicherungskonzept",
            ),
        ],
        {},
        "360000",
        "380000",
    ),
    # other money
    "a total without other money": ([rate("95"), total("90")], {"other_funding": ()}, "360000", "360000"),
    "a total with other money": ([rate("95"), total("90")], {"other_funding": ("LEADER",)}, "0", "360000"),
    "a total, other money unknown": ([rate("95"), total("90")], {}, "0", "360000"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_grant(name: str) -> None:
    benefits, stated, low, high = CASES[name]
    found = made(*benefits, **stated)
    assert found.grant == euros(low, high)
    cost = Decimal(stated.get("cost", COST))
    assert found.own_share == Range(low=cost - found.grant.high, high=cost - found.grant.low)
    assert found.label == LABEL == "Berechnung, keine Bewilligung"


@pytest.mark.parametrize(
    ("benefits", "stated", "low", "high"),
    [
        ([rate("33.33")], {}, "33.33", "33.33"),
        ([up_to("80")], {}, "0", "80"),
        ([rate("60"), added("2.5")], {}, "60", "62.5"),
        ([rate("60"), raised("80")], {"cost": None}, "60", "80"),
        ([own("10")], {"cost": None}, "0", "90"),
    ],
)
def test_the_rate_needs_no_cost(benefits: list[Benefit], stated: dict[str, FactValue], low: str, high: str) -> None:
    assert made(*benefits, **stated).rate == euros(low, high)


def test_without_cost_there_are_rates_and_limits_only() -> None:
    found = made(rate("60"), amount(E.MAX_GRANT, "50000"), cost=None)
    assert (found.eligible_cost, found.counted_cost, found.grant, found.own_share, found.years) == (None,) * 5
    assert [step.words for step in found.steps] == [
        "Die zuwendungsfähigen Kosten sind nicht angegeben; deshalb stehen hier nur Sätze und Grenzen.",
        "Der Fördersatz beträgt 60 %.",
        "Die Zuwendung beträgt höchstens 50.000 € je Vorhaben.",
    ]
    assert found.open[0].fact == "eligible_cost"


@pytest.mark.parametrize(
    ("benefits", "cost", "expected"),
    [
        ([amount(E.LOAN_MAX, "100000")], COST, euros("0", "100000")),
        ([amount(E.LOAN_MAX, "1000000")], COST, euros("0", "400000")),
        ([amount(E.LOAN_MAX, "100000")], None, euros("0", "100000")),
        ([amount(E.LOAN_MAX, "100000"), amount(E.LOAN_MIN, "80000")], 50_000, euros("0", "0")),
        ([rate("50", "Das Darlehen beträgt 50 Prozent der Kosten.")], COST, euros("0", "200000")),
        (
            [rate("50", "Das Darlehen beträgt 50 Prozent der Kosten."), amount(E.LOAN_MAX, "90000")],
            COST,
            euros("0", "90000"),
        ),
        ([rate("50", "Das Darlehen beträgt 50 Prozent der Kosten.")], None, None),
    ],
)
def test_a_loan_is_no_grant(benefits: list[Benefit], cost: int | None, expected: Range | None) -> None:
    found = made(*benefits, cost=cost)
    assert (found.loan, found.grant, found.own_share, found.pre_financing) == (expected, None, None, None)


def test_no_money_in_the_source() -> None:
    earmark = Benefit(kind=BenefitKind.EARMARK, years=Decimal(5), evidence=quoted("Fünf Jahre."))
    assert estimate((), None, facts()) is None
    assert estimate((earmark,), None, facts()) is None
    assert estimates((earmark,), facts()) == ()
    assert plausible_grant((earmark,), facts()) is None


def test_a_rate_for_others_only_gives_no_calculation() -> None:
    found = made(
        rate("80", f"Der Fördersatz beträgt 80 Prozent {WEAK}.", WEAK),
        amount(E.MAX_GRANT, "50000"),
        fiscally_weak=False,
    )
    assert (found.rate, found.grant) == (None, None)
    assert "Für diesen Fall nennt die Quelle keinen Fördersatz" in found.open[-1].words


@pytest.mark.parametrize("state", [FactState.UNKNOWN, FactState.NOT_APPLICABLE])
def test_a_fact_without_value_is_neither_yes_nor_no(state: FactState) -> None:
    stated = dict(facts()) | by_id(without_value("fiscally_weak", state))
    found = estimate((rate("60"), raised("80")), None, stated)
    assert found
    assert found.grant == euros("240000", "320000")
    assert "fiscally_weak" in [point.fact for point in found.open]


# --- parts --------------------------------------------------------------------------------------------------------


def test_each_part_has_its_own_rates_and_shares_those_of_the_programme() -> None:
    benefits = (
        rate("50"),
        amount(E.MAX_GRANT, "150000"),
        rate("75", part="Nummer 1"),
        amount(E.MAX_GRANT, "90000", part="Nummer 2"),
    )
    found = {each.part: each.grant for each in estimates(benefits, facts())}
    assert found == {None: euros("150000"), "Nummer 1": euros("150000"), "Nummer 2": euros("90000")}
    assert plausible_grant(benefits, facts()) == euros("150000")


def test_a_part_within_a_part_shares_its_values() -> None:
    benefits = (
        rate("50"),
        rate("75", part="Nummer 1"),
        amount(E.MAX_GRANT, "90000", part="Nummer 1.2"),
        rate("30", part="Nummer 11"),
    )
    assert made(*benefits, part="Nummer 1.2").grant == euros("90000")
    assert made(*benefits, part="Nummer 1.2").rate == euros("75")
    assert made(*benefits, part="Nummer 11").rate == euros("30")


def test_a_condition_that_names_its_own_part_is_none() -> None:
    words = "Bei Maßnahmen nach Nummer 2 gilt eine Förderquote von 50 Prozent."
    own_part = rate("50", words, "Bei Maßnahmen nach Nummer 2 gilt eine Förderquote von", part="Nummer 2")
    assert made(own_part, part="Nummer 2").grant == euros("200000")
    other = own_part.model_copy(update={"part": "Nummer 3"})
    assert made(other, part="Nummer 3").grant == euros("0", "200000")


def test_a_part_with_conditional_values_falls_back_on_the_programme() -> None:
    benefits = (rate("50"), rate("75", f"Der Satz beträgt 75 Prozent {WEAK}.", WEAK, part="Nummer 1"))
    grants = [made(*benefits, part="Nummer 1", **stated).grant for stated in ({}, WEAK_TOWN, STRONG_TOWN)]
    assert grants == [euros("200000", "300000"), euros("300000"), euros("200000")]


# --- the plausible grant ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("benefits", "expected"),
    [
        ([up_to("80")], None),
        ([up_to("80"), amount(E.MAX_GRANT, "50000")], euros("0", "50000")),
        (
            [amount(E.MAX_GRANT, "50000"), amount(E.MAX_GRANT, "70000", per=AmountUnit.MUNICIPALITY, part="Nummer 1")],
            euros("0", "70000"),
        ),
        ([amount(E.MAX_GRANT, "100", per=AmountUnit.UNIT)], None),
        ([amount(E.LUMP_SUM, "13000")], euros("0", "13000")),
        ([amount(E.LOAN_MAX, "13000")], None),
        ([amount(E.MIN_GRANT, "13000")], None),
    ],
)
def test_without_a_project_only_the_programmes_own_sums_count(benefits: list[Benefit], expected: Range | None) -> None:
    assert plausible_grant(benefits, facts(cost=None)) == expected


def test_with_a_project_the_best_part_counts() -> None:
    benefits = (up_to("50"), up_to("80", part="Nummer 1"))
    assert plausible_grant(benefits, facts()) == euros("0", "320000")


# --- conditions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "stated", "standing"),
    [
        ("für finanzschwache Kommunen", WEAK_TOWN, Standing.MET),
        ("für finanzschwache Kommunen", STRONG_TOWN, Standing.FAILED),
        ("für finanzschwache Kommunen", {}, Standing.OPEN),
        ("für nicht finanzschwache Kommunen", WEAK_TOWN, Standing.OPEN),
        ("für finanzschwache Kommunen und Kohleregionen", WEAK_TOWN, Standing.OPEN),
        ("für finanzschwache Kommunen oder Kohleregionen", STRONG_TOWN, Standing.OPEN),
        ("für Landkreise", {}, Standing.FAILED),
        ("für Gemeinden", {}, Standing.MET),
        ("für Hochschulen", {}, Standing.OPEN),
        ("bei interkommunaler Zusammenarbeit", {"cooperates": True}, Standing.MET),
        ("bei interkommunaler Zusammenarbeit", {"cooperates": False}, Standing.FAILED),
        ("in der Regel", {}, Standing.GENERAL),
        ("für Vorhaben", {}, Standing.OPEN),
        ("bis zum 31. Dezember 2026", {}, Standing.OPEN),
    ],
)
def test_a_condition_is_judged_only_where_every_word_is_understood(
    condition: str, stated: dict[str, FactValue], standing: Standing
) -> None:
    (weighed,) = weigh([rate("80", f"Der Satz beträgt 80 Prozent {condition}.", condition)], facts(**stated))
    assert weighed.standing is standing


@pytest.mark.parametrize(
    ("words", "bounded"),
    [
        ("Der Fördersatz beträgt 80 Prozent.", False),
        ("Der Fördersatz beträgt bis zu 80 Prozent.", True),
        ("Der maximale Fördersatz beträgt 80 %.", True),
        ("Höchstens 80 v. H. der Ausgaben.", True),
        ("Es können 80 Prozent bezuschusst werden.", True),
        ("Der Satz darf 80 % nicht überschreiten.", True),
        ("Wege bis zu 3 Metern: 80 Prozent.", False),
        ("Gemeinden bis zu 60 Prozent, Kreise 80 Prozent.", False),
        ("Vier Fünftel der Kosten.", False),
        ("Bis zu vier Fünftel der Kosten.", True),
    ],
)
def test_what_counts_as_an_upper_limit(words: str, bounded: bool) -> None:
    (weighed,) = weigh([rate("80", words)], {})
    assert weighed.said.bounded is bounded


def test_without_a_quote_nothing_is_promised() -> None:
    bare = rate("80").model_copy(update={"evidence": Evidence(assurance=Assurance.CATEGORY, reader="probe/1")})
    assert made(bare).grant == euros("0", "320000")


def test_a_condition_behind_a_value_belongs_to_the_next_one() -> None:
    words, condition = "Es sind 60 Prozent, bei finanzschwachen Kommunen 80 Prozent.", "bei finanzschwachen Kommunen"
    both = [rate("60", words, condition), rate("80", words, condition)]
    first, second = weigh(both, facts(fiscally_weak=True))
    assert (first.standing, second.standing) == (Standing.GENERAL, Standing.MET)


def test_the_vocabulary_asks_for_facts_that_exist(tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert load_vocabulary(FILE).facts
    changed = tmp_path / "conditions.yml"
    changed.write_text(text.replace("fact: fiscally_weak", "fact: rich"), encoding="utf-8")
    with pytest.raises(ValueError, match="no fact rich"):
        load_vocabulary(changed)


# --- budget years -------------------------------------------------------------------------------------------------


def test_cost_and_grant_over_the_budget_years() -> None:
    found = made(rate("60"), project_start=date(2027, 12, 31), project_end=date(2028, 1, 2), cost=100)
    assert found.years
    first, second = found.years
    assert (first.year, first.cost, first.grant, first.own) == (2027, Decimal("33.33"), euros("20"), euros("13.33"))
    assert (second.year, second.cost, second.grant, second.own) == (2028, Decimal("66.67"), euros("40"), euros("26.67"))


@pytest.mark.parametrize(
    "stated",
    [{}, {"project_start": date(2027, 1, 1)}, {"project_start": date(2028, 1, 1), "project_end": date(2027, 1, 1)}],
)
def test_no_budget_years_without_days_in_order(stated: dict[str, FactValue]) -> None:
    assert made(rate("60"), **stated).years is None


def test_days_of_a_leap_year() -> None:
    assert days_by_year(date(2027, 12, 1), date(2029, 1, 1)) == {2027: 31, 2028: 366, 2029: 1}
    with pytest.raises(ValueError, match="before it begins"):
        days_by_year(date(2027, 1, 2), date(2027, 1, 1))


@given(st.integers(0, 10**14), st.lists(st.integers(0, 10**14), min_size=1, max_size=20))
def test_a_split_adds_up_and_keeps_within_its_weights(total: int, weights: list[int]) -> None:
    total = min(total, sum(weights))
    shares = split(total, weights)
    assert sum(shares) == total
    assert all(0 <= share <= weight for share, weight in zip(shares, weights, strict=True))


# --- sentences ----------------------------------------------------------------------------------------------------


def test_the_sentences_of_an_estimate() -> None:
    benefits = (up_to("60"), raised("80"), amount(E.MAX_COST, "300000"), amount(E.MIN_GRANT, "10000"))
    found = made(*benefits, fiscally_weak=True, own_funds=100_000, **TWO_YEARS)
    assert estimate_lines(found) == (
        "Berechnung, keine Bewilligung.",
        "Zuwendungsfähige Kosten: 400.000 €.",
        "Davon zählen: 300.000 €.",
        "Fördersatz: 80 %.",
        "Zuwendung: 240.000 €.",
        "Eigenanteil: 160.000 € (40 %).",
        "Vorzufinanzieren: bis zu 240.000 €, wenn die Zuwendung erst nach dem Bezahlen abgerufen wird.",
        "Ihre Eigenmittel von 100.000 € decken den Eigenanteil nicht; es fehlen mindestens 60.000 €.",
        "Haushaltsjahr 2027: Kosten 201.092,90 €, Zuwendung 120.655,74 €, Eigenanteil 80.437,16 €.",
        "Haushaltsjahr 2028: Kosten 198.907,10 €, Zuwendung 119.344,26 €, Eigenanteil 79.562,84 €.",
        "Die zuwendungsfähigen Kosten betragen 400.000 €.",
        "Es zählen Kosten bis 300.000 € je Vorhaben.",
        "Der Fördersatz beträgt bis zu 60 %.",
        "Der erhöhte Satz beträgt 80 %. Die Bedingung ist erfüllt (Finanzschwache Kommune: ja; Antragsteller-Art: Gemeinde,"
        " Stadt): „Für finanzschwache Kommunen“.",
        "Eine Zuwendung unter 10.000 € je Vorhaben wird nicht gezahlt (Bagatellgrenze).",
        "Von den Kosten zählen 300.000 €; was darüber liegt, trägt der Antragsteller.",
        "Daraus ergibt sich eine Zuwendung von 240.000 €.",
        "Offen: Die Quelle nennt den Satz als Obergrenze („bis zu“); einen Mindestsatz verspricht sie nicht.",
    )


def test_what_is_open_is_said() -> None:
    found = made(rate("2"), rate("5"), amount(E.MIN_GRANT, "10000"), raised("8"), part="Nummer 1")
    lines = estimate_lines(found)
    assert lines[0] == "Berechnung, keine Bewilligung für „Nummer 1“."
    assert "Zuwendung: bis zu 32.000 €." in lines
    assert "Die Spanne beginnt unter der Bagatellgrenze; eine so kleine Zuwendung wird nicht gezahlt." in lines
    assert "Offen: Die Angabe „Finanzschwache Kommune“ fehlt; sie entscheidet über eine Bedingung der Quelle." in lines
    assert "Offen: Die Quelle nennt mehrere Sätze; welcher gilt, hängt vom Fördergegenstand ab." in lines


def test_a_value_that_gives_way_and_a_cap_of_one_rate_say_so() -> None:
    words = "Es sind 60 Prozent, maximal 90.000 Euro."
    found = made(
        rate("60", words),
        amount(E.MAX_GRANT, "90000", words),
        own("10"),
        own("5", f"Der Eigenanteil beträgt 5 % {WEAK}.", WEAK),
        amount(E.MAX_COST, "300"),
        amount(E.MIN_GRANT, "500"),
        fiscally_weak=True,
    )
    said = " ".join(step.words for step in found.steps)
    assert "Das gehört zum Fördersatz von 60 %, der im selben Satz der Quelle steht." in said
    assert "mindestens 10 %. Hier geht ein Wert vor, der genauer passt." in said
    assert "300 € je Vorhaben. Das widerspricht einer Mindestgrenze der Quelle" in said


@pytest.mark.parametrize(
    ("funds", "words"),
    [
        (400_000, "Ihre Eigenmittel von 400.000 € decken den Eigenanteil."),
        (
            100_000,
            "Ihre Eigenmittel von 100.000 € decken den Eigenanteil nur, wenn die Zuwendung mindestens 300.000 € beträgt.",
        ),
        (79_999, "Ihre Eigenmittel von 79.999 € decken den Eigenanteil nicht; es fehlen mindestens 1 €."),
    ],
)
def test_whether_the_own_funds_suffice(funds: int, words: str) -> None:
    assert own_funds_text(made(up_to("80"), own_funds=funds)) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [("0", "80", "bis zu 80 %"), ("60", "60", "60 %"), ("60", "66.67", "60 % bis 66,67 %"), ("0", "0", "0 %")],
)
def test_a_rate_in_words(low: str, high: str, words: str) -> None:
    assert rate_text(euros(low, high)) == words


def test_steps_carry_their_proof_and_machines_read_exact_text() -> None:
    found = made(rate("33.33"), amount(E.MAX_GRANT, "99999.99"), **TWO_YEARS)
    answer = json.loads(json.dumps(estimate_answer(found)))
    assert answer["grant"] == {"low": "99999.99", "high": "99999.99"}
    assert answer["own_share"] == {"low": "300000.01", "high": "300000.01"}
    assert answer["rate_percent"] == {"low": "33.33", "high": "33.33"}
    assert answer["eligible_cost"] == "400000.00"
    assert answer["notice"] == LABEL
    assert [step["benefit"]["quote"] for step in answer["steps"] if step["benefit"]] == [
        "Der Fördersatz beträgt 33,33 Prozent.",
        "Genannt werden 99999,99 Euro.",
    ]
    assert sum(Decimal(year["grant"]["low"]) for year in answer["years"]) == Decimal("99999.99")
    assert not any(isinstance(value, float) for value in _leaves(answer))


def _leaves(value: object) -> list[object]:
    match value:
        case dict():
            return [leaf for inner in value.values() for leaf in _leaves(inner)]
        case list() | tuple():
            return [leaf for inner in value for leaf in _leaves(inner)]
        case _:
            return [value]


# --- what holds for every programme -------------------------------------------------------------------------------

PERCENTS = st.sampled_from(("0", "10", "33.33", "50", "66.67", "90", "100"))
SUMS = st.sampled_from(("0", "0.01", "100", "9999.99", "50000", "250000", "1000000"))
GROUPS = (
    "finanzschwachen Kommunen",
    "Kommunen mit Haushaltssicherungskonzept",
    "Gemeinden bis 5.000 Einwohner",
    "Wegen",
)
CONDITIONS = st.sampled_from((None, *(f"bei {group}" for group in GROUPS)))
PARTS = st.sampled_from((None, "Nummer 1", "Nummer 1.2"))


@st.composite
def statements(draw: st.DrawFn) -> Benefit:
    condition, part = draw(CONDITIONS), draw(PARTS)
    lead = draw(
        st.sampled_from(("beträgt", "beträgt bis zu", "erhöht sich um", "der Vorhaben darüber ist ausgeschlossen, ab"))
    )
    kind = draw(st.sampled_from((BenefitKind.RATE, BenefitKind.AMOUNT, BenefitKind.OWN_SHARE)))
    group = f" {condition}" if condition else ""
    if kind is BenefitKind.AMOUNT:
        eur = draw(SUMS)
        role, per = draw(st.sampled_from(AmountRole)), draw(st.sampled_from(AmountUnit))
        return amount(role, eur, f"Der Betrag{group} {lead} {number(eur)} Euro.", condition, per=per, part=part)
    percent = draw(PERCENTS)
    words = f"{draw(st.sampled_from(('Der Zuschuss', 'Das Darlehen')))}{group} {lead} {number(percent)} Prozent."
    if kind is BenefitKind.OWN_SHARE:
        return own(percent, words, condition).model_copy(update={"part": part})
    return rate(percent, words, condition, rate_role=draw(st.sampled_from(RateRole)), part=part)


PROGRAMMES = st.lists(statements(), max_size=9)
ANSWERS: dict[str, tuple[FactValue, ...]] = {
    "eligible_cost": (0, 1, 99_999, 400_000, 10**12),
    "fiscally_weak": (True, False),
    "budget_status": ("balanced", "consolidation_approved", "provisional"),
    "population": (4_000, 5_001),
    "applicant_kind": (("municipality",), ("county",)),
    "other_funding": ((), ("LEADER",)),
    "project_start": (date(2027, 1, 1), date(2027, 7, 1)),
    "project_end": (date(2027, 12, 31), date(2030, 2, 28)),
}
SITUATIONS = st.fixed_dictionaries(
    {}, optional={fact_id: st.sampled_from(values) for fact_id, values in ANSWERS.items()}
)


@given(PROGRAMMES, SITUATIONS)
@settings(max_examples=200, deadline=None)
def test_sums_add_up_and_keep_their_limits(benefits: list[Benefit], stated: dict[str, FactValue]) -> None:
    situation = by_id(*(known(fact_id, value) for fact_id, value in stated.items()))
    for found in estimates(benefits, situation):
        assert estimate_lines(found)
        assert not any(isinstance(value, float) for value in _leaves(found.model_dump()))
        if found.rate:
            assert 0 <= found.rate.low <= found.rate.high <= 100
        if found.grant is None:
            assert found.years is None
            continue
        assert found.eligible_cost is not None and found.own_share and found.counted_cost
        assert found.grant.high + found.own_share.low == found.grant.low + found.own_share.high == found.eligible_cost
        assert found.grant.high <= found.eligible_cost
        assert found.counted_cost.high <= found.eligible_cost
        assert found.pre_financing == found.grant.high
        for share in found.years or ():
            assert share.grant.high + share.own.low == share.grant.low + share.own.high == share.cost
        if found.years:
            assert sum(share.cost for share in found.years) == found.eligible_cost
            assert sum(share.grant.low for share in found.years) == found.grant.low
            assert sum(share.grant.high for share in found.years) == found.grant.high
            assert all(after.year == before.year + 1 for before, after in pairwise(found.years))


@given(st.lists(SUMS, min_size=1, max_size=3), PERCENTS, st.sampled_from((1, 400_000, 10**12)))
def test_a_grant_never_exceeds_a_cap_that_is_certain(caps: list[str], percent: str, cost: int) -> None:
    found = made(rate(percent), *(amount(E.MAX_GRANT, cap) for cap in caps), cost=cost)
    assert found.grant and found.grant.high <= max(map(Decimal, caps))


@given(PROGRAMMES, SITUATIONS, st.sampled_from(sorted(ANSWERS)), st.data())
@settings(max_examples=400, deadline=None)
def test_a_fact_filled_in_never_widens_a_range(
    benefits: list[Benefit], stated: dict[str, FactValue], fact_id: str, data: st.DataObject
) -> None:
    before = {key: value for key, value in stated.items() if key != fact_id}
    after = before | {fact_id: data.draw(st.sampled_from(ANSWERS[fact_id]))}
    situations = [by_id(*(known(key, value) for key, value in each.items())) for each in (before, after)]
    less, more = ({each.part: each for each in estimates(benefits, situation)} for situation in situations)
    assert less.keys() == more.keys()
    for part, earlier in less.items():
        for name in ("rate", "grant", "loan"):
            wide, narrow = getattr(earlier, name), getattr(more[part], name)
            if wide and narrow:
                assert wide.low <= narrow.low <= narrow.high <= wide.high, name


@pytest.mark.parametrize(
    "file",
    [*sorted((ROOT / "finder/money").glob("*.py")), ROOT / "finder/exports/money.py", ROOT / "finder/ui/money.py"],
    ids=str,
)
def test_no_float_in_the_code(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float))
        assert not (isinstance(node, ast.Name) and node.id in {"float", "round"})


def test_no_float_gets_into_a_record() -> None:
    with pytest.raises(ValueError, match="Decimal"):
        Range(low=0.1, high=0.2)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="a range from 2 to 1"):
        euros("2", "1")
