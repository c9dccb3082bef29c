"""German numbers with a unit: what is written is what is read, and what only looks like it is not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.extract.numbers import Bound, Quantity, Unit, bound_at_end, find_quantities

EURO, PERCENT, POINTS, YEARS = Unit.EURO, Unit.PERCENT, Unit.POINTS, Unit.YEARS


def values(words: str) -> list[tuple[str, Unit]]:
    return [(f"{found.value.normalize():f}", found.unit) for found in find_quantities(words)]


@pytest.mark.parametrize(
    ("words", "euros"),
    [
        ("1,5 Mio. €", "1500000"),
        ("1,5 Mio €", "1500000"),
        ("1.5 Mio. Euro", "1500000"),
        ("2 Millionen Euro", "2000000"),
        ("eine Million Euro", "1000000"),
        ("zwei Millionen EUR", "2000000"),
        ("0,25 Mio. EUR", "250000"),
        ("2,5 Milliarden Euro", "2500000000"),
        ("1 Mrd. Euro", "1000000000"),
        ("250 TEUR", "250000"),
        ("250 T€", "250000"),
        ("250 T Euro", "250000"),
        ("TEUR 250", "250000"),
        ("T€ 50", "50000"),
        ("75 Tsd. Euro", "75000"),
        ("75 Tausend Euro", "75000"),
        ("50 000 Euro", "50000"),
        ("50\u00a0000 Euro", "50000"),
        ("50\u202f000\u00a0€", "50000"),
        ("50.000 EUR", "50000"),
        ("50.000,00 EUR", "50000"),
        ("50'000 Euro", "50000"),
        ("50000 €", "50000"),
        ("50.000,- Euro", "50000"),
        ("50.000,-- EUR", "50000"),
        ("50.000,– €", "50000"),
        ("1.250.000 Euro", "1250000"),
        ("1 250 000 Euro", "1250000"),
        ("10,40 Euro", "10.4"),
        ("0,35 € je Kilometer", "0.35"),
        ("EUR 2.500", "2500"),
        ("€ 300", "300"),
        ("Euro 1.000", "1000"),
        ("EUR 150 Millionen", "150000000"),
        ("EUR 1,5 Mio.", "1500000"),
        ("fünftausend Euro", "5000"),
        ("zehntausend Euro", "10000"),
        ("fünfhundert Euro", "500"),
        ("hundert Euro", "100"),
        ("5.000-Euro-Grenze", "5000"),
    ],
)
def test_money(words: str, euros: str) -> None:
    assert values(words) == [(euros, EURO)]


@pytest.mark.parametrize(
    ("words", "percent"),
    [
        ("75 Prozent", "75"),
        ("75%", "75"),
        ("75 %", "75"),
        ("75\u00a0%", "75"),
        ("75 v. H.", "75"),
        ("75 v.H.", "75"),
        ("75 vH", "75"),
        ("75 vom Hundert", "75"),
        ("33,33 Prozent", "33.33"),
        ("66,7 %", "66.7"),
        ("66 2/3 Prozent", "66.67"),
        ("66\u00a02/3 %", "66.67"),
        ("66⅔ %", "66.67"),
        ("33 1/3 v. H.", "33.33"),
        ("zwei Drittel der Kosten", "66.67"),
        ("2/3 der Kosten", "66.67"),
        ("ein Drittel der Ausgaben", "33.33"),
        ("1/3 der Ausgaben", "33.33"),
        ("drei Viertel", "75"),
        ("dreiviertel der Summe", "75"),
        ("ein Viertel", "25"),
        ("die Hälfte der Kosten", "50"),
        ("zur Hälfte", "50"),
        ("zehn Prozent", "10"),
        ("fünfundzwanzig Prozent", "25"),
        ("fünf v. H.", "5"),
        ("hundert Prozent", "100"),
        ("75-prozentige Förderung", "75"),
        ("75prozentige Förderung", "75"),
        ("90%ige Förderung", "90"),
        ("dreißig vom Hundert", "30"),
        ("2,5 Prozent", "2.5"),
    ],
)
def test_percent(words: str, percent: str) -> None:
    assert values(words) == [(percent, PERCENT)]


@pytest.mark.parametrize(
    ("words", "unit", "value"),
    [
        ("um 10 Prozentpunkte", POINTS, "10"),
        ("um 2,5 Prozentpunkte", POINTS, "2.5"),
        ("um fünf Prozentpunkte", POINTS, "5"),
        ("um 5 %-Punkte", POINTS, "5"),
        ("fünf Jahre", YEARS, "5"),
        ("25 Jahren", YEARS, "25"),
        ("fünfundzwanzig Jahre", YEARS, "25"),
        ("ein Jahr", YEARS, "1"),
        ("eines Jahres", YEARS, "1"),
        ("24 Monate", YEARS, "2"),
        ("18 Monaten", YEARS, "1.5"),
        ("sechs Monate", YEARS, "0.5"),
        ("zehnjährige Bindung", YEARS, "10"),
        ("12-jährige Bindung", YEARS, "12"),
        ("15jährigen Frist", YEARS, "15"),
    ],
)
def test_points_and_years(words: str, unit: Unit, value: str) -> None:
    assert values(words) == [(value, unit)]


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("bis zu 80 Prozent", Bound.AT_MOST),
        ("höchstens 80 Prozent", Bound.AT_MOST),
        ("maximal 80 Prozent", Bound.AT_MOST),
        ("max. 80 %", Bound.AT_MOST),
        ("nicht mehr als 80 Prozent", Bound.AT_MOST),
        ("höchstens jedoch bis zu 18 000 Euro", Bound.AT_MOST),
        ("bis zu einer Höhe von 5.000 EUR", Bound.AT_MOST),
        ("bis zu einem Betrag von 5.000 EUR", Bound.AT_MOST),
        ("bis zur Höhe von 5.000 EUR", Bound.AT_MOST),
        ("begrenzt auf 5.000 EUR", Bound.AT_MOST),
        ("bis einschließlich 5.000 EUR", Bound.AT_MOST),
        ("nicht länger als 5 Jahre", Bound.AT_MOST),
        ("maximal EUR 5.000", Bound.AT_MOST),
        ("5.000 Euro nicht übersteigen", Bound.AT_MOST),
        ("50 Prozent der Kosten nicht überschreiten", Bound.AT_MOST),
        ("5.000 Euro und weniger", Bound.AT_MOST),
        ("mindestens 10 Prozent", Bound.AT_LEAST),
        ("mind. 10 %", Bound.AT_LEAST),
        ("wenigstens 10 Prozent", Bound.AT_LEAST),
        ("ab 10.000 Euro", Bound.AT_LEAST),
        ("nicht weniger als 10.000 Euro", Bound.AT_LEAST),
        ("nicht kürzer als 15 Jahren", Bound.AT_LEAST),
        ("mindestens EUR 2.500", Bound.AT_LEAST),
        ("20 % oder mehr", Bound.AT_LEAST),
        ("10 Prozent nicht unterschreiten", Bound.AT_LEAST),
        ("über 10.000 Euro", Bound.ABOVE),
        ("mehr als 10.000 Euro", Bound.ABOVE),
        ("den Betrag von 10.000 Euro überschreiten", Bound.ABOVE),
        ("unter 7.500 EUR", Bound.BELOW),
        ("weniger als 7.500 EUR", Bound.BELOW),
        ("7.500 EUR unterschreiten", Bound.BELOW),
        ("in Höhe von 7.500 EUR", Bound.EXACT),
        ("beträgt 80 Prozent", Bound.EXACT),
        ("Unterschreitung um 30 Prozent", Bound.EXACT),
    ],
)
def test_bound(words: str, bound: Bound) -> None:
    assert [found.bound for found in find_quantities(words)] == [bound]


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        ("zwischen 10.000 und 50.000 EUR", ["10000", "50000"]),
        ("von 20 bis 40 Prozent", ["20", "40"]),
        ("20 – 40 %", ["20", "40"]),
        ("10.000 bis 1 Mio. Euro", ["10000", "1000000"]),
        ("fünf bis zehn Jahre", ["5", "10"]),
        ("EUR 50.000 bis 100.000", ["50000", "100000"]),
        ("mit EUR 4.000 bis EUR 9.000", ["4000", "9000"]),
        ("von 4.000 Euro bis 9.000 Euro", ["4000", "9000"]),
        ("zwischen 10.000 Euro und 50.000 Euro", ["10000", "50000"]),
        ("zwischen zwei und fünf Millionen Euro", ["2000000", "5000000"]),
    ],
)
def test_range_has_a_lower_and_an_upper_end(words: str, ends: list[str]) -> None:
    found = find_quantities(words)
    assert [f"{one.value.normalize():f}" for one in found] == ends
    assert [one.bound for one in found] == [Bound.AT_LEAST, Bound.AT_MOST]


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("60, 70 oder 80 Prozent", ["60", "70", "80"]),
        ("60 oder 80 v. H.", ["60", "80"]),
        ("10 bzw. 20 %", ["10", "20"]),
        ("bis zu 60 Prozent, bei Kooperationen bis zu 80 Prozent", ["60", "80"]),
        ("mindestens EUR 2.500, bei Kommunen EUR 10.000", ["2500", "10000"]),
        ("nach Ziffer 2 zu 50 %", ["50"]),
        ("im Jahr 2024 100 Euro", ["100"]),
        ("Nummer 2.1 und 50 Prozent", ["50"]),
    ],
)
def test_several(words: str, read: list[str]) -> None:
    assert [f"{one.value.normalize():f}" for one in find_quantities(words)] == read


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Nummer 3 und 50",
        "110 Prozent",
        "0 Prozent",
        "§ 44 der Gemeindekassenordnung",
        "DIN 276",
        "am 31.12.2026",
        "2 000 Einwohner",
        "50 Deutsche Mark",
        "Europa 2020",
        "Nr. 2/3 des Anhangs",
        "irgendein Prozent",
        "100 m²",
    ],
)
def test_no_quantity(words: str) -> None:
    assert find_quantities(words) == ()


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("wenn die Ausgaben mehr als", Bound.ABOVE),
        ("die Zuwendung beträgt höchstens:", Bound.AT_MOST),
        ("gefördert werden Vorhaben ab", Bound.AT_LEAST),
        ("die Zuwendung beträgt", Bound.EXACT),
    ],
)
def test_bound_at_the_end_of_a_lead(words: str, bound: Bound) -> None:
    assert bound_at_end(words) is bound


def _german(euros: int, group: str) -> str:
    return f"{euros:,}".replace(",", group)


@given(
    st.integers(1, 999_999_999),
    st.sampled_from(["", ".", " ", "\u00a0", "\u202f"]),
    st.sampled_from(["Euro", "EUR", "€"]),
)
def test_whole_euros_come_back(euros: int, group: str, currency: str) -> None:
    words = f"Die Zuwendung beträgt {_german(euros, group)} {currency}."
    (found,) = find_quantities(words)
    assert (found.value, found.unit) == (euros, EURO)
    assert words[found.start : found.end] == f"{_german(euros, group)} {currency}"


@given(st.integers(1, 99_999_999))
def test_euros_and_cents_come_back(cents: int) -> None:
    (found,) = find_quantities(f"in Höhe von {_german(cents // 100, '.')},{cents % 100:02} EUR")
    assert found.value == Decimal(cents) / 100


@given(st.integers(1, 1000), st.sampled_from(["%", " %", " Prozent", " v. H.", " vom Hundert"]))
def test_percentages_come_back(tenths: int, unit: str) -> None:
    (found,) = find_quantities(f"bis zu {tenths // 10},{tenths % 10}{unit} der Ausgaben")
    assert (found.value, found.bound) == (Decimal(tenths) / 10, Bound.AT_MOST)


_PIECES = st.lists(
    st.sampled_from(
        [
            "1",
            "50",
            "000",
            ".",
            ",",
            " ",
            "%",
            "Euro",
            "EUR",
            "bis",
            "zu",
            "und",
            "2/3",
            "Mio.",
            "Prozent",
            "ein",
            "Hälfte",
        ]
    )
    | st.text(max_size=6),
    max_size=40,
).map("".join)


@given(_PIECES)
def test_any_text_is_read_in_order_and_within_its_bounds(words: str) -> None:
    found = find_quantities(words)
    assert all(0 <= one.start < one.end <= len(words) and one.value > 0 for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)
    assert all(one.unit is not PERCENT or one.value <= 100 for one in found)


@pytest.mark.parametrize(
    "words",
    [
        "1" * 100_000 + "%",
        "1 und " * 20_000 + "%",
        "einundzwanzig" * 10_000 + "%",
        "bis zu " * 20_000 + "5 %",
        "1.111" * 20_000 + "€",
    ],
)
def test_hostile_runs_end(words: str) -> None:
    assert all(isinstance(one, Quantity) for one in find_quantities(words))
