"""Reviews from the desk and programmes from the catalogue, put together."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from finder.catalogue.store import Catalogue
from finder.desk import reviews as desk_reviews
from finder.desk.database import open_desk
from finder.models import Programme
from finder.reviews.reviews import (
    Completeness,
    Review,
    ReviewStanding,
    ReviewState,
    completeness,
    review_states,
    reviewed,
)

Log = tuple[Review, ...]


class ToRenew(NamedTuple):
    """A review that no longer holds."""

    programme: Programme
    number: int | None
    """Its number in the programme's list; None for the confirmation that the list is complete."""
    state: ReviewState | Completeness


def with_reviews(programmes: Sequence[Programme], catalogue: Catalogue, desk_path: Path) -> tuple[Programme, ...]:
    """The programmes as the check sees them, with the reviews that hold; in the given order.

    Texts are read only for programmes that have reviews. The programmes must come from this catalogue.

    Raises:
        StoreError, DeskError: see there.
    """
    logs = _logs(desk_path)
    if not logs:
        return tuple(programmes)
    return tuple(_as_listed(programme, logs.get(_name(programme), ()), catalogue) for programme in programmes)


def review_log(programme: Programme, desk_path: Path) -> Log:
    """The programme's reviews in the order in which they were written. Raises DeskError."""
    if not desk_path.is_file():
        return ()
    with open_desk(desk_path) as desk:
        return desk_reviews.reviews(desk, programme.statement.source, programme.statement.key)


def keep(rows: Iterable[Review], desk_path: Path) -> None:
    """Adds rows to the log on the desk, which is made if missing. Raises DeskError."""
    with open_desk(desk_path) as desk:
        desk_reviews.write_reviews(desk, rows)


def log_version(desk_path: Path) -> int:
    """A number that grows with every review, for whoever keeps answers. Raises DeskError."""
    if not desk_path.is_file():
        return 0
    with open_desk(desk_path) as desk:
        return desk_reviews.log_version(desk)


def to_renew(programmes: Iterable[Programme], catalogue: Catalogue, desk_path: Path) -> tuple[ToRenew, ...]:
    """Everything to be reviewed anew in these programmes of the catalogue. Raises as `with_reviews` does."""
    logs = _logs(desk_path)
    found: list[ToRenew] = []
    for programme in programmes:
        if log := logs.get(_name(programme)):
            found += _lapsed(_with_text(programme, catalogue), log)
    return tuple(found)


def _logs(desk_path: Path) -> dict[tuple[str, str], Log]:
    if not desk_path.is_file():
        return {}
    with open_desk(desk_path) as desk:
        rows = desk_reviews.reviews(desk)
    logs: dict[tuple[str, str], list[Review]] = {}
    for review in rows:
        logs.setdefault((review.source, review.key), []).append(review)
    return {name: tuple(log) for name, log in logs.items()}


def _name(programme: Programme) -> tuple[str, str]:
    return programme.statement.source, programme.statement.key


def _with_text(programme: Programme, catalogue: Catalogue) -> Programme:
    if programme.sections is not None:
        return programme
    return programme.model_copy(update={"sections": catalogue.sections(programme.version)})


def _as_listed(programme: Programme, log: Log, catalogue: Catalogue) -> Programme:
    if not log:
        return programme
    counted = reviewed(_with_text(programme, catalogue), log)
    return counted.model_copy(update={"sections": programme.sections})


def _lapsed(programme: Programme, log: Log) -> list[ToRenew]:
    states = enumerate(review_states(programme, log), 1)
    lapsed = [
        ToRenew(programme, number, state) for number, state in states if state.standing is ReviewStanding.TO_BE_RENEWED
    ]
    complete = completeness(programme, log)
    if complete and complete.standing is ReviewStanding.TO_BE_RENEWED:
        lapsed.append(ToRenew(programme, None, complete))
    return lapsed
