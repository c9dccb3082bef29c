"""Which programmes a view shows: verdict first, what is over last, counts beside every filter value."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from finder.models import Assessment, Programme
from finder.ui.selection import PAGE_SIZE, Entry, Selection, select
from finder.ui.state import DeadlineFilter, Name, View
from finder.vocab import Availability, Level, Theme, Verdict
from tests.ui_catalogue import SOURCE, TODAY, programme, read


def entry(
    number: int,
    verdict: Verdict | None = Verdict.ELIGIBLE,
    availability: Availability = Availability.OPEN,
    days: int | None = None,
    **changes: object,
) -> Entry:
    raw = programme(number, title=f"Programm {number:03}", **changes)
    whole = Programme(
        statement=raw.statement,
        readings=read(raw),
        origin=SOURCE,
        version=1,
        first_seen=TODAY,
        last_seen=TODAY,
        valid_from=TODAY,
        missing_since=None,
        gone_since=None,
    )
    answer = verdict and Assessment(
        source=SOURCE.id,
        key=raw.statement.key,
        title=raw.statement.title,
        verdict=verdict,
        availability=availability,
        reason="Grund.",
        parts=(),
        results=(),
    )
    due: date | None = None if days is None else TODAY + timedelta(days=days)
    return Entry(programme=whole, assessment=answer or None, availability=availability, next_date=due)


def numbers(selection: Selection) -> list[int]:
    return [int(shown.programme.statement.title.split()[1]) for shown in selection.entries]


def chosen(entries: Sequence[Entry], **filters: object) -> Selection:
    return select(entries, View().changed(**filters), TODAY, None)


def test_verdicts_stand_in_their_order_and_a_no_is_hidden() -> None:
    entries = [entry(number, verdict) for number, verdict in enumerate(reversed(Verdict))]
    shown = chosen(entries)
    assert [found.verdict for found in shown.entries] == [v for v in Verdict if v is not Verdict.NOT_ELIGIBLE]
    assert shown.counts[Name.VERDICT] == dict.fromkeys(Verdict, 1)


def test_a_no_is_shown_where_it_is_asked_for() -> None:
    entries = [entry(1), entry(2, Verdict.NOT_ELIGIBLE)]
    assert numbers(chosen(entries, verdicts=(Verdict.NOT_ELIGIBLE,))) == [2]


def test_without_an_applicant_nothing_is_hidden() -> None:
    assert numbers(chosen([entry(2, None), entry(1, None)])) == [1, 2]


@pytest.mark.parametrize("over", [Availability.CLOSED, Availability.EXPIRED])
def test_what_is_over_stands_last_within_its_verdict(over: Availability) -> None:
    entries = [entry(1, availability=over), entry(2), entry(3, Verdict.NEAR_MISS)]
    assert numbers(chosen(entries)) == [2, 1, 3]


def test_the_nearest_date_stands_first() -> None:
    assert numbers(chosen([entry(1), entry(2, days=90), entry(3, days=5)])) == [3, 2, 1]


def test_words_keep_their_rank_within_a_verdict() -> None:
    entries = [entry(number) for number in (1, 2, 3)]
    keys = [entries[2].programme.statement.key, entries[0].programme.statement.key]
    assert numbers(select(entries, View(words="x"), TODAY, keys)) == [3, 1]


def test_counts_say_what_each_value_would_leave() -> None:
    entries = [
        entry(1, level=Level.FEDERAL, themes=(Theme.ENERGY,)),
        entry(2, level=Level.LAND, themes=(Theme.ENERGY,)),
        entry(3, level=Level.LAND, themes=(Theme.HOUSING,)),
    ]
    shown = chosen(entries, levels=(Level.LAND,))
    assert numbers(shown) == [2, 3]
    assert shown.counts[Name.LEVEL] == {Level.FEDERAL: 1, Level.LAND: 2}
    assert shown.counts[Name.THEME] == {Theme.ENERGY: 1, Theme.HOUSING: 1}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (DeadlineFilter.OPEN, [1, 2, 3]),
        (DeadlineFilter.DAYS_30, [1]),
        (DeadlineFilter.DAYS_90, [1, 2]),
        (DeadlineFilter.DAYS_120, [1, 2, 3]),
        (DeadlineFilter.UNKNOWN, [4]),
    ],
)
def test_deadline_filters(asked: DeadlineFilter, expected: list[int]) -> None:
    entries = [
        entry(1, days=30),
        entry(2, days=90),
        entry(3, days=120),
        entry(4, availability=Availability.UNKNOWN),
        entry(5, availability=Availability.CLOSED, days=3),
    ]
    assert numbers(chosen(entries, deadlines=(asked,))) == expected


@pytest.mark.parametrize(
    ("count", "pages", "on_last"), [(0, 1, 0), (1, 1, 1), (PAGE_SIZE, 1, PAGE_SIZE), (PAGE_SIZE + 1, 2, 1)]
)
def test_pages(count: int, pages: int, on_last: int) -> None:
    selection = chosen([entry(number) for number in range(count)])
    assert selection.pages == pages
    assert len(selection.page(pages)) == on_last
    assert selection.page(99) == selection.page(pages)
