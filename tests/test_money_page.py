"""The calculation on the page of a programme: the sums, the budget years, the steps with their quotes, the label."""

from datetime import date

import pytest

from finder.money.estimate import estimates
from finder.ui import markup
from finder.ui.money import money_section
from finder.vocab import AmountRole
from tests.payloads import PAYLOADS
from tests.test_markup import read
from tests.test_money import TWO_YEARS, amount, facts, rate, up_to


def words(piece: markup.Piece) -> str:
    return "|".join(read(piece).words)


def in_order(text: str, *parts: str) -> bool:
    places = [text.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


def test_no_money_no_section() -> None:
    assert money_section(()) == markup.EMPTY


def test_a_calculation_from_label_to_what_is_open() -> None:
    benefits = (up_to("80"), amount(AmountRole.MAX_GRANT, "50000"))
    text = words(money_section(estimates(benefits, facts(own_funds=20_000, **TWO_YEARS))))
    assert in_order(
        text,
        "Zuwendung und Eigenanteil",
        "Berechnung, keine Bewilligung.",
        "Zuwendungsfähige Kosten",
        "400.000 €",
        "Fördersatz",
        "bis zu 80 %",
        "bis zu 50.000 €",
        "350.000 € bis 400.000 € (87,5 % bis 100 %)",
        "Ihre Eigenmittel von 20.000 € decken den Eigenanteil nicht",
        "Haushaltsjahr",
        "2027",
        "201.092,90 €",
        "2028",
        "Rechenweg und Belege",
        "Der Fördersatz beträgt bis zu 80 %.",
        "Der Fördersatz beträgt bis zu 80 Prozent.",
        "Stelle im Text",
        "Was offen ist",
        "einen Mindestsatz verspricht sie nicht.",
    )


def test_each_part_has_its_own_table_with_its_name() -> None:
    piece = money_section(estimates((rate("50"), rate("75", part="Nummer 1")), facts()))
    assert in_order(words(piece), "Für das ganze Programm", "200.000 €", "Nummer 1", "300.000 €")
    assert piece.html.count("<h3>") == 2


def test_without_days_the_page_says_what_is_missing() -> None:
    text = words(money_section(estimates((rate("50"),), facts())))
    assert "Auf Haushaltsjahre lässt sich das nicht verteilen" in text
    assert "Die Angabe „Geplanter Beginn“ fehlt" in text


def test_without_cost_nothing_is_calculated() -> None:
    assert money_section(estimates((rate("50"),), facts(cost=None, project_start=date(2027, 1, 1)))) == markup.EMPTY


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_a_source_says_stays_text(payload: str) -> None:
    quote = f"Es sind 50 Prozent {payload or '-'}"
    plain = read(money_section(estimates((rate("50", "Es sind 50 Prozent -", "x", part="y"),), facts())))
    hostile = read(money_section(estimates((rate("50", quote, payload or "x", part=payload or "y"),), facts())))
    assert hostile.tags == plain.tags
    assert hostile.attributes == plain.attributes
