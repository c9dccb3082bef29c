"""The log of reviews on the desk: rows are added, never changed, and come back as they were written."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from finder.desk.database import Desk, DeskError, open_desk
from finder.desk.reviews import log_version, reviews, reviews_since, write_reviews
from finder.reviews.reviews import Review, ReviewDecision
from tests.review_records import POPULATION, about, addition, programme, row

READ = programme()
POPULATION_ASKED = about(READ, POPULATION)
ROWS = (
    row(READ, ReviewDecision.CONFIRMED, READ.readings.requirements[0]),
    row(
        READ,
        ReviewDecision.CORRECTED,
        POPULATION_ASKED,
        corrected=POPULATION_ASKED.model_copy(update={"value": 1, "valid_until": date(2027, 12, 31)}),
    ).model_copy(update={"note": 'Zeile 1\n„ä“; DROP TABLE reviews; --"\x00', "reviewed_on": date(2026, 12, 1)}),
    row(READ, ReviewDecision.ADDED, addition(READ)),
    row(READ, ReviewDecision.COMPLETE, *READ.readings.requirements),
    row(READ, ReviewDecision.WITHDRAWN),
)
OTHER = ROWS[0].model_copy(update={"key": "anderes"})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


@pytest.fixture
def desk(path: Path) -> Iterator[Desk]:
    with open_desk(path) as opened:
        write_reviews(opened, ROWS)
        write_reviews(opened, [OTHER])
        yield opened


def test_rows_come_back_as_they_were_written_and_in_that_order(desk: Desk, path: Path) -> None:
    assert reviews(desk) == (*ROWS, OTHER)
    with open_desk(path) as again:
        assert reviews(again, "portal", "wege") == ROWS


def test_one_and_yes_stay_apart(desk: Desk) -> None:
    """JSON keeps 1 and true apart; 1 == True, so that equality does not show it."""
    values = [requirement.value for review in reviews(desk) for requirement in review.about]
    assert [type(value) for value in values] == [type(r.value) for review in (*ROWS, OTHER) for r in review.about]
    (corrected,) = [review.corrected.value for review in reviews(desk) if review.corrected]
    assert type(corrected) is int


@pytest.mark.parametrize(
    ("source", "key", "expected"),
    [("portal", "wege", ROWS), ("portal", "anderes", (OTHER,)), ("portal", "keines", ()), ("fremd", "wege", ())],
)
def test_each_programme_has_its_own_log(desk: Desk, source: str, key: str, expected: tuple[Review, ...]) -> None:
    assert reviews(desk, source, key) == expected


@pytest.mark.parametrize(("day", "count"), [(25, 6), (26, 1), (30, 1)])
def test_the_log_since_a_day_includes_it(desk: Desk, day: int, count: int) -> None:
    assert len(reviews_since(desk, date(2026, 11, day))) == count


def test_every_row_raises_the_version(desk: Desk) -> None:
    before = log_version(desk)
    write_reviews(desk, ROWS[:1])
    assert log_version(desk) == before + 1


def test_the_version_of_an_empty_log_is_nought(path: Path) -> None:
    with open_desk(path) as empty:
        assert log_version(empty) == 0


def test_all_rows_are_kept_or_none(desk: Desk) -> None:
    broken = ROWS[0].model_copy(update={"reviewer": None})
    with pytest.raises(DeskError):
        write_reviews(desk, [ROWS[0], broken])
    assert reviews(desk) == (*ROWS, OTHER)


@pytest.mark.parametrize(
    ("column", "value"), [("about", "{"), ("about", "[]"), ("decision", "approved"), ("reviewed_on", "gestern")]
)
def test_a_row_that_cannot_be_read_is_explained_and_no_older_one_counts_instead(
    desk: Desk, path: Path, column: str, value: str
) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(f"UPDATE reviews SET {column} = ? WHERE id = 2", (value,))
    with pytest.raises(DeskError, match=r"Die Prüfung Nr\. 2 zu wege lässt sich nicht lesen"):
        reviews(desk, "portal", "wege")


def test_reviews_are_of_no_applicant(desk: Desk) -> None:
    """Deleting everything about an applicant leaves what is said of programmes."""
    desk.delete_applicant("14626110")
    assert len(reviews(desk)) == 6
