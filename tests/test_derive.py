"""Facts that follow from others, and the premises they rest on."""

from datetime import date
from itertools import pairwise

import pytest

from finder.places.areas import AreaRow
from finder.vocab import FactOrigin, FactState, UnitLevel
from rules import derive
from rules.derive import SIZE_CLASSES, with_derived
from tests.rule_records import DAY, known, town, without_value


@pytest.fixture
def rows(monkeypatch):
    """Replaces the area sets' rows."""

    def replace(*replacing):
        monkeypatch.setattr(
            derive,
            "rows_for",
            lambda territory, stichtag: tuple(r for r in replacing if r.key in territory and r.applies_on(stichtag)),
        )

    replace()
    return replace


def row(key, label="Lausitzer Revier", partial=False, set_id="coal_regions_invkg", until=None, source="InvKG § 2"):
    return AreaRow(
        set_id=set_id,
        key=key,
        label=label,
        partial=partial,
        valid_from=date(2020, 8, 14),
        valid_until=until,
        source=source,
    )


@pytest.mark.parametrize(
    ("population", "expected"),
    [
        (0, "Landgemeinde"),
        (4_999, "Landgemeinde"),
        (5_000, "Kleinstadt"),
        (19_999, "Kleinstadt"),
        (20_000, "Mittelstadt"),
        (99_999, "Mittelstadt"),
        (100_000, "Großstadt"),
        (3_700_000, "Großstadt"),
    ],
)
def test_size_class(rows, population, expected):
    fact = with_derived(town(known("population", population)), DAY).fact("size_class")
    assert (fact.value, fact.origin, fact.premises) == (expected, FactOrigin.DERIVED, ("population",))
    assert fact.as_of == DAY
    assert "BBSR" in fact.source


def test_the_size_classes_leave_no_gap():
    borders = [(below, low) for (_, _, below), (_, low, _) in pairwise(SIZE_CLASSES)]
    assert all(below == low for below, low in borders)
    assert (SIZE_CLASSES[0][1], SIZE_CLASSES[-1][2]) == (0, None)


def test_no_size_class_without_population_or_for_a_kreis(rows):
    assert with_derived(town(without_value("population")), DAY).fact("size_class") is None
    assert with_derived(town(level=UnitLevel.COUNTY), DAY).fact("size_class") is None


def test_an_area_row_on_the_kreis_holds_for_the_town(rows):
    rows(row("14626"))
    fact = with_derived(town(), DAY).fact("coal_region")
    assert (fact.value, fact.origin, fact.premises) == ("Lausitzer Revier", FactOrigin.AREA_SET, ("territory",))
    assert (fact.source, fact.as_of) == ("InvKG § 2", date(2020, 8, 14))


def test_without_a_sourced_row_membership_stays_unknown(rows):
    profile = with_derived(town(without_value("coal_region")), DAY)
    assert profile.fact("coal_region").state is FactState.UNKNOWN
    assert profile.fact("grw_area") is None


def test_a_partial_row_says_so(rows):
    rows(row("14626", label="C-Fördergebiet", partial=True, set_id="grw_2022_2027"))
    assert with_derived(town(), DAY).fact("grw_area").value == "C-Fördergebiet (teilweise)"


def test_a_row_on_the_town_is_more_precise_than_one_on_its_kreis(rows):
    rows(row("14626", partial=True), row("14626110"))
    assert with_derived(town(), DAY).fact("coal_region").value == "Lausitzer Revier"


def test_several_rows_are_all_named(rows):
    rows(row("14626"), row("14626", label="Steinkohlekraftwerk-Standort", source="InvKG § 12"))
    fact = with_derived(town(), DAY).fact("coal_region")
    assert fact.value == "Lausitzer Revier und Steinkohlekraftwerk-Standort"
    assert fact.source == "InvKG § 2; InvKG § 12"


def test_another_day_forgets_what_no_longer_holds(rows):
    rows(row("14626", until=date(2026, 12, 31)))
    profile = with_derived(town(), date(2026, 12, 31))
    assert profile.fact("coal_region").state is FactState.KNOWN
    assert with_derived(profile, date(2027, 1, 1)).fact("coal_region").state is FactState.UNKNOWN


def test_deriving_twice_changes_nothing_and_the_rest_stays(rows):
    rows(row("14626"))
    before = town(known("budget_status", "balanced"), without_value("size_class"))
    once = with_derived(before, DAY)
    assert with_derived(once, DAY) == once
    assert [fact.id for fact in once.facts][: len(before.facts)] == [fact.id for fact in before.facts]
    assert once.fact("budget_status") == before.fact("budget_status")


def test_the_sets_that_ship_place_goerlitz_in_the_lausitz():
    assert with_derived(town(), DAY).fact("coal_region").value == "Lausitzer Revier"
