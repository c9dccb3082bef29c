"""Derived facts of an applicant, by chained rules: a premise gives a conclusion, a conclusion becomes a fact.

The size class follows from the population, membership in an area from the dated area sets. Where no sourced row
exists, the fact stays unknown: a list may be incomplete.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from finder import wording
from finder.areas import AreaRow, area_sets, rows_for
from finder.facts import unknown
from finder.models import Fact, Profile
from finder.vocab import FactOrigin, FactState, UnitLevel
from rules.criteria import PARTIAL
from rules.engine import FOLLOW_UP, Consequent, Event, Machine, of_process
from rules.questions import plain

SIZE_CLASS = "size_class"
SIZE_CLASSES = (
    ("Landgemeinde", 0, 5_000),
    ("Kleinstadt", 5_000, 20_000),
    ("Mittelstadt", 20_000, 100_000),
    ("Großstadt", 100_000, None),
)
"""Label, from, below. Bundesinstitut für Bau-, Stadt- und Raumforschung (BBSR), Stadt- und Gemeindetyp: by population."""
SIZE_SOURCE = "abgeleitet aus der Einwohnerzahl nach den Schwellen des BBSR"


class Conclusion(NamedTuple):
    """What a chain of rules arrived at."""

    fact: str
    value: str
    premises: tuple[str, ...]


def with_derived(profile: Profile, stichtag: date) -> Profile:
    """The profile with its derived facts for that day; derived facts of another day are forgotten first.

    Raises:
        finder.areas.AreaFileError: the area sets cannot be read.
        rules.engine.EngineError: the engine failed.
    """
    rows = _most_precise(rows_for(_words(profile, "territory"), stichtag))
    derived = {fact.id: fact for fact in (*_size_class(profile), *_areas(rows))}
    derivable = {SIZE_CLASS, *(area_set.fact for area_set in area_sets())}
    kept = {fact.id: unknown(fact.id) if fact.id in derivable else fact for fact in profile.facts}
    return profile.model_copy(update={"facts": tuple((kept | derived).values())})


def _words(profile: Profile, fact_id: str) -> tuple[str, ...]:
    fact = profile.fact(fact_id)
    return fact.value if fact and isinstance(fact.value, tuple) else ()


def _most_precise(rows: Sequence[AreaRow]) -> list[AreaRow]:
    """A row on a municipality says more than one on its Kreis."""
    length = {set_id: max(len(row.key) for row in rows if row.set_id == set_id) for set_id in {r.set_id for r in rows}}
    return [row for row in rows if len(row.key) == length[row.set_id]]


def _size_class(profile: Profile) -> list[Fact]:
    """Only municipalities have one: a Kreis of 200,000 people is no Großstadt."""
    population = profile.fact("population")
    if profile.level is not UnitLevel.MUNICIPALITY or population is None or population.value is None:
        return []
    conclusions = _conclude([{"kind": "population", "value": plain(population.value), "premises": [population.id]}])
    return [_fact(conclusion, FactOrigin.DERIVED, SIZE_SOURCE, population.as_of) for conclusion in conclusions]


def _areas(rows: Sequence[AreaRow]) -> list[Fact]:
    facts = {area_set.id: area_set.fact for area_set in area_sets()}
    events = [
        {
            "kind": "area_row",
            "fact": facts[row.set_id],
            "label": row.label,
            "partial": row.partial,
            "premises": ["territory"],
        }
        for row in rows
    ]
    by_fact: dict[str, list[tuple[Conclusion, AreaRow]]] = {}
    for conclusion, row in zip(_conclude(events), rows, strict=True):
        by_fact.setdefault(conclusion.fact, []).append((conclusion, row))
    return [_area_fact(pairs) for pairs in by_fact.values()]


def _area_fact(pairs: Sequence[tuple[Conclusion, AreaRow]]) -> Fact:
    conclusion = pairs[0][0]
    values = list(dict.fromkeys(each.value for each, _ in pairs))
    source = "; ".join(dict.fromkeys(row.source for _, row in pairs))
    as_of = max(row.valid_from for _, row in pairs)
    return _fact(conclusion._replace(value=wording.listing(values)), FactOrigin.AREA_SET, source, as_of)


def _fact(conclusion: Conclusion, origin: FactOrigin, source: str, as_of: date | None) -> Fact:
    return Fact(
        id=conclusion.fact,
        state=FactState.KNOWN,
        value=conclusion.value,
        origin=origin,
        source=source,
        as_of=as_of,
        premises=conclusion.premises,
    )


def _conclude(events: Sequence[Event]) -> list[Conclusion]:
    results = of_process(_machines, _derivation_machine).run(events)
    return [results[number] for number in range(len(events))]


_machines: dict[int, Machine] = {}


def _derivation_machine() -> Machine:
    sizes: dict[str, tuple[Event, Consequent]] = {
        f"size_{low}": ({"$and": [{"kind": "population"}, *_between(low, below)]}, _concludes_size(label))
        for label, low, below in SIZE_CLASSES
    }
    return Machine(
        "derivation",
        sizes
        | {
            "area_whole": ({"$and": [{"kind": "area_row"}, {"partial": False}]}, _concludes_area("")),
            "area_partial": ({"$and": [{"kind": "area_row"}, {"partial": True}]}, _concludes_area(f" {PARTIAL}")),
            "conclusion": ({"kind": "conclusion"}, _record),
        },
    )


def _between(low: int, below: int | None) -> list[Event]:
    lower: list[Event] = [{"$gte": {"value": low}}]
    return lower if below is None else [*lower, {"$lt": {"value": below}}]


def _concludes_size(label: str) -> Consequent:
    def conclude(closure: Any, _: dict[int, Any]) -> None:
        for event in closure.m:
            _post(closure, event, SIZE_CLASS, label)

    return conclude


def _concludes_area(suffix: str) -> Consequent:
    def conclude(closure: Any, _: dict[int, Any]) -> None:
        for event in closure.m:
            _post(closure, event, event["fact"], f"{event['label']}{suffix}")

    return conclude


def _post(closure: Any, event: Any, fact: str, value: str) -> None:
    closure.post(
        {
            "id": f"{event['id']}{FOLLOW_UP}",
            "c": event["c"],
            "kind": "conclusion",
            "fact": fact,
            "value": value,
            "premises": event["premises"],
        }
    )


def _record(closure: Any, results: dict[int, Any]) -> None:
    for event in closure.m:
        results[event["c"]] = Conclusion(event["fact"], event["value"], tuple(event["premises"]))
