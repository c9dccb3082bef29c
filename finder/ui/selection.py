"""Pure: which programmes a view shows, in which order, and how many each filter value would leave."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from finder.models import Assessment, Programme
from finder.ui.state import DeadlineFilter, Name, View
from finder.vocab import Availability, FundingType, Labelled, Level, Outcome, Theme, Verdict

PAGE_SIZE = 50
HIDDEN_BY_DEFAULT = frozenset({Verdict.NOT_ELIGIBLE})
OVER = frozenset({Availability.CLOSED, Availability.EXPIRED})
"""Programmes one cannot apply for stand last within their verdict; they are never hidden."""

OPEN = frozenset({Outcome.OPEN_PROFILE, Outcome.OPEN_PROJECT, Outcome.OPEN_SOURCE})

_ORDER = {verdict: place for place, verdict in enumerate(Verdict)}
_WITHIN = {DeadlineFilter.DAYS_30: 30, DeadlineFilter.DAYS_90: 90, DeadlineFilter.DAYS_120: 120}


@dataclass(frozen=True)
class Entry:
    """One programme of the list, with the answer for the applicant if there is one."""

    programme: Programme
    assessment: Assessment | None
    availability: Availability
    next_date: date | None

    @property
    def verdict(self) -> Verdict | None:
        """The verdict; None where nobody was named to check for."""
        return self.assessment.verdict if self.assessment else None

    @property
    def open_points(self) -> int:
        """How many requirements are neither met nor failed."""
        results = self.assessment.results if self.assessment else ()
        return sum(result.result in OPEN for result in results)


@dataclass(frozen=True)
class Facet:
    """One filter: its name in the address, its label, its values and which of them an entry has."""

    name: Name
    field: str
    label: str
    vocabulary: type[Labelled]
    values: Callable[[Entry, date], Iterable[Labelled]]

    def chosen(self, view: View) -> tuple[Labelled, ...]:
        """The values a view asks for."""
        chosen: tuple[Labelled, ...] = getattr(view, self.field)
        return chosen


def _verdict(entry: Entry, _: date) -> Iterable[Verdict]:
    return (entry.verdict,) if entry.verdict else ()


def _level(entry: Entry, _: date) -> Iterable[Level]:
    return (entry.programme.statement.level,) if entry.programme.statement.level else ()


def _deadline(entry: Entry, stichtag: date) -> Iterable[DeadlineFilter]:
    if entry.availability is Availability.OPEN:
        yield DeadlineFilter.OPEN
    if entry.availability is Availability.UNKNOWN:
        yield DeadlineFilter.UNKNOWN
    if entry.next_date and entry.availability not in OVER:
        for member, days in _WITHIN.items():
            if stichtag <= entry.next_date <= stichtag + timedelta(days=days):
                yield member


VERDICT_FACET = Facet(Name.VERDICT, "verdicts", "Ergebnis", Verdict, _verdict)
FACETS = (
    VERDICT_FACET,
    Facet(Name.THEME, "themes", "Thema", Theme, lambda entry, _: entry.programme.statement.themes),
    Facet(
        Name.FUNDING_TYPE,
        "funding_types",
        "Förderart",
        FundingType,
        lambda entry, _: entry.programme.statement.funding_types,
    ),
    Facet(Name.LEVEL, "levels", "Ebene", Level, _level),
    Facet(Name.DEADLINE, "deadlines", "Frist", DeadlineFilter, _deadline),
)


@dataclass(frozen=True)
class Selection:
    """The entries of a view in order, and the counts beside each filter value."""

    entries: tuple[Entry, ...]
    counts: Mapping[Name, Mapping[Labelled, int]]
    """Entries each value would show, with all other filters as they are."""

    @property
    def pages(self) -> int:
        """Number of pages; at least one."""
        return max(1, -(-len(self.entries) // PAGE_SIZE))

    def page(self, number: int) -> tuple[Entry, ...]:
        """The entries of one page, counted from 1; a number beyond the last shows the last."""
        start = (min(number, self.pages) - 1) * PAGE_SIZE
        return self.entries[start : start + PAGE_SIZE]


def _passes(facet: Facet, chosen: Sequence[Labelled], has: frozenset[Labelled]) -> bool:
    if chosen:
        return not has.isdisjoint(chosen)
    return facet is not VERDICT_FACET or not has or not has <= HIDDEN_BY_DEFAULT


def select(entries: Iterable[Entry], view: View, stichtag: date, found: Sequence[str] | None) -> Selection:
    """What a view shows of all entries; `found` are the keys its words were found in, best first.

    Order: verdict, what one can still apply for, rank of the words, fewest open points, next date, title.
    """
    ranks = None if found is None else {key: rank for rank, key in enumerate(found)}
    counts: dict[Name, Counter[Labelled]] = {facet.name: Counter() for facet in FACETS}
    kept: list[Entry] = []
    for entry in entries:
        if ranks is not None and entry.programme.statement.key not in ranks:
            continue
        has = {facet.name: frozenset(facet.values(entry, stichtag)) for facet in FACETS}
        failed = [facet.name for facet in FACETS if not _passes(facet, facet.chosen(view), has[facet.name])]
        if not failed:
            kept.append(entry)
        for name in failed if len(failed) == 1 else counts if not failed else ():
            counts[name].update(has[name])
    return Selection(tuple(sorted(kept, key=_place(ranks or {}))), counts)


Place = tuple[int, bool, int, int, date, str]


def _place(ranks: Mapping[str, int]) -> Callable[[Entry], Place]:
    def place(entry: Entry) -> Place:
        statement = entry.programme.statement
        return (
            _ORDER[entry.verdict] if entry.verdict else 0,
            entry.availability in OVER,
            ranks.get(statement.key, 0),
            entry.open_points,
            entry.next_date or date.max,
            statement.title.casefold(),
        )

    return place
