"""Facts that follow from others, by chained rules: a premise gives a conclusion, a conclusion becomes the next premise.

Of an applicant: size class from the population, membership in areas from the dated area sets, structural weakness from
the GRW area, the rural class of each scheme, what its Land calls its budget status. Of a project: whether it has begun and
against which rules, whether it cooperates, combines money or falls under state aid. Where no premise is known, the fact
stays unknown: a list may be incomplete.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from finder import wording
from finder.facts import DEFINITIONS, PROJECT_FACTS, fact_text, unknown
from finder.models import Fact, FactValue, Profile, Project
from finder.places.areas import AreaRow, area_sets, rows_for
from finder.places.budget_terms import term_for
from finder.vocab import FactOrigin, FactState, UnitLevel
from rules.criteria import PARTIAL
from rules.engine import FOLLOW_UP, Consequent, Event, Machine, of_process

SIZE_CLASS = "size_class"
SIZE_CLASSES = (
    ("Landgemeinde", 0, 5_000),
    ("Kleinstadt", 5_000, 20_000),
    ("Mittelstadt", 20_000, 100_000),
    ("Großstadt", 100_000, None),
)
"""Label, from, below. Bundesinstitut für Bau-, Stadt- und Raumforschung (BBSR), Stadt- und Gemeindetyp: by population."""
SIZE_SOURCE = "abgeleitet aus der Einwohnerzahl nach den Schwellen des BBSR"

RURAL_CLASSES = {
    "dicht besiedelt": "degurba_densely",
    "mittlere Besiedlungsdichte": "degurba_intermediate",
    "gering besiedelt": "degurba_thinly",
}
"""Words of the register (Grad der Verstädterung, Eurostat DEGURBA) and the class of that scheme."""
RURAL_SOURCE = "abgeleitet aus dem Grad der Verstädterung (Eurostat DEGURBA) im Gemeindeverzeichnis"
WEAK = "structurally_weak"
WEAK_SOURCE = "abgeleitet aus dem GRW-Fördergebiet (gesamtdeutsches Fördersystem für strukturschwache Regionen)"

BEGUN = ("contract_signed", "started", "finished")
"""States of a project that count as begun: as a rule signing a contract is the beginning (VV zu § 44 BHO, Nr. 1.3)."""
NOT_BEGUN = ("idea", "planned", "tendered")
START_RULES = tuple(PROJECT_FACTS["started_against"].options)
AID_RULES = tuple(PROJECT_FACTS["state_aid"].options)
COMBINATIONS = tuple(PROJECT_FACTS["funding_combined"].options)
PROJECT_SOURCE = "abgeleitet aus den Angaben zum Vorhaben"
HUNDREDTHS = 10_000
"""Hundredths of a percent in the whole."""


class Conclusion(NamedTuple):
    """What a chain of rules arrived at."""

    fact: str
    value: FactValue
    premises: tuple[str, ...]


class Premise(NamedTuple):
    """A known fact, or a row about the applicant's territory, as a rule sees it."""

    event: Event
    origin: FactOrigin
    source: str
    as_of: date | None


def with_derived(profile: Profile, stichtag: date) -> Profile:
    """The profile with its derived facts for that day; derived facts of another day are forgotten first.

    Raises:
        finder.places.areas.AreaFileError: the area sets cannot be read.
        finder.places.budget_terms.BudgetTermFileError: the terms of the Länder cannot be read.
        rules.engine.EngineError: the engine failed.
    """
    premises = [*_of_profile(profile), *_of_territory(_words(profile, "territory"), stichtag)]
    derived = {fact.id: fact for fact in _facts(premises)}
    derivable = {SIZE_CLASS, "rural_class", WEAK, "budget_term", *(each.fact for each in area_sets())}
    kept = {fact.id: unknown(fact.id) if fact.id in derivable else fact for fact in profile.facts}
    return profile.model_copy(update={"facts": tuple((kept | derived).values())})


def with_derived_project(project: Project, applicant: Profile, stichtag: date) -> Project:
    """The project with its derived facts for that day. Where it has a site, the area facts are those of the site.

    Raises as `with_derived` does.
    """
    stated = {fact.id: fact for fact in project.facts}
    derived = {fact.id: fact for fact in _facts(_of_project(stated))}
    site = _words(project, "site")
    if site:
        derived |= _areas_of_site(site, applicant, stichtag)
    if late := _contradicted_start(stated, stichtag):
        derived["started_against"] = late
    return project.model_copy(update={"facts": tuple((stated | derived).values())})


def _words(holder: Profile | Project, fact_id: str) -> tuple[str, ...]:
    fact = holder.fact(fact_id)
    return fact.value if fact and isinstance(fact.value, tuple) else ()


def _areas_of_site(site: tuple[str, ...], applicant: Profile, stichtag: date) -> dict[str, Fact]:
    """The area facts of a project: those that are known of every place it lies in, all others unknown."""
    found = [{fact.id: fact for fact in _facts(_of_territory(_around(key, applicant), stichtag))} for key in site]
    facts = (*(area_set.fact for area_set in area_sets()), WEAK)
    return {fact: found[0][fact] if all(fact in each for each in found) else unknown(fact) for fact in facts}


def _around(key: str, applicant: Profile) -> tuple[str, ...]:
    """A place and what it lies in: its Kreis, and for a place inside the applicant whatever the applicant lies in."""
    inside = key.startswith(applicant.key)
    return tuple(dict.fromkeys((key, key[:5], *(_words(applicant, "territory") if inside else ()))))


def _of_profile(profile: Profile) -> list[Premise]:
    premises = []
    population, urbanisation = profile.fact("population"), profile.fact("urbanisation")
    budget = profile.fact("budget_status")
    # Only municipalities have a size class: a Kreis of 200,000 people is no Großstadt.
    if profile.level is UnitLevel.MUNICIPALITY and population and isinstance(population.value, int):
        event = {"kind": "population", "value": population.value, "premises": [population.id]}
        premises.append(Premise(event, FactOrigin.DERIVED, SIZE_SOURCE, population.as_of))
    if urbanisation and urbanisation.value in RURAL_CLASSES:
        event = {"kind": "urbanisation", "value": urbanisation.value, "premises": [urbanisation.id]}
        premises.append(Premise(event, FactOrigin.DERIVED, RURAL_SOURCE, urbanisation.as_of))
    term = term_for(profile.land, str(budget.value)) if profile.land and budget and budget.value else None
    if term and budget:
        words = f"{fact_text(budget)} ({term.term}, {term.legal_basis})"
        event = {"kind": "budget_status", "value": words, "premises": [budget.id, "territory"]}
        premises.append(Premise(event, FactOrigin.DERIVED, term.source, term.as_of))
    return premises


def _of_territory(territory: tuple[str, ...], stichtag: date) -> list[Premise]:
    """A premise for every area that names the territory; several rows of one set give one."""
    facts = {area_set.id: area_set.fact for area_set in area_sets()}
    by_set: dict[str, list[AreaRow]] = {}
    for row in _most_precise(rows_for(territory, stichtag)):
        by_set.setdefault(row.set_id, []).append(row)
    return [_of_area(facts[set_id], rows) for set_id, rows in by_set.items()]


def _most_precise(rows: Sequence[AreaRow]) -> list[AreaRow]:
    """A row on a municipality says more than one on its Kreis."""
    length = {set_id: max(len(row.key) for row in rows if row.set_id == set_id) for set_id in {r.set_id for r in rows}}
    return [row for row in rows if len(row.key) == length[row.set_id]]


def _of_area(fact: str, rows: Sequence[AreaRow]) -> Premise:
    """Several rows on one unit: it lies in several areas of the set; only all of them in part make it partial."""
    partial = all(row.partial for row in rows)
    # A value that ends in "(teilweise)" is open; so what holds for the whole unit stands last.
    ordered = sorted(rows, key=lambda row: not row.partial)
    labels = [f"{row.label} {PARTIAL}" if row.partial and not partial else row.label for row in ordered]
    event = {
        "kind": "area_row",
        "fact": fact,
        "label": wording.listing(list(dict.fromkeys(labels))),
        "partial": partial,
        "premises": ["territory"],
    }
    source = "; ".join(dict.fromkeys(row.source for row in rows))
    return Premise(event, FactOrigin.AREA_SET, source, max(row.valid_from for row in rows))


def _of_project(stated: Mapping[str, Fact]) -> list[Premise]:
    """A premise for every known fact of a project from which something follows."""
    kinds = ("project_state", "partners", "other_funding", "economic_activity")
    known = {kind: fact.value for kind in kinds if (fact := stated.get(kind)) and fact.value is not None}
    events: list[Event] = [{"kind": kind, "value": _simple(value), "premises": [kind]} for kind, value in known.items()]
    permission = stated.get("early_start_permission")
    for event in events:
        if event["kind"] == "project_state":
            event["permission"] = permission.state.value if permission else FactState.UNKNOWN.value
            event["permitted"] = bool(permission and permission.value)
    events += _own_share(stated.get("own_funds"), stated.get("eligible_cost"))
    as_of = max((fact.as_of for fact in stated.values() if fact.as_of), default=None)
    return [Premise(event, FactOrigin.DERIVED, PROJECT_SOURCE, as_of) for event in events]


def _simple(value: FactValue) -> str | bool:
    """How many names there are is not asked, only whether there are any."""
    return value if isinstance(value, str | bool) else bool(value)


def _own_share(own: Fact | None, cost: Fact | None) -> list[Event]:
    if (
        own is None
        or cost is None
        or not isinstance(own.value, int)
        or not isinstance(cost.value, int)
        or not cost.value
    ):
        return []
    share = min(own.value * HUNDREDTHS // cost.value, HUNDREDTHS)
    return [{"kind": "own_share", "value": share, "premises": [own.id, cost.id]}]


def _contradicted_start(stated: Mapping[str, Fact], stichtag: date) -> Fact | None:
    """A project that is said not to have begun, although the day of its beginning is past."""
    state, start = stated.get("project_state"), stated.get("project_start")
    if state is None or start is None or state.value not in NOT_BEGUN or not isinstance(start.value, date):
        return None
    if start.value >= stichtag:
        return None
    conflict = tuple(f"{DEFINITIONS[fact.id].label}: {fact_text(fact)}" for fact in (state, start))
    return Fact(
        id="started_against",
        state=FactState.CONTRADICTORY,
        value=None,
        origin=FactOrigin.DERIVED,
        source=PROJECT_SOURCE,
        as_of=start.as_of,
        premises=(state.id, start.id),
        conflict=conflict,
    )


def _facts(premises: Sequence[Premise]) -> list[Fact]:
    """Everything that follows from the premises, each fact with the origin of the premise its chain began with."""
    results = of_process(_machines, _derivation_machine).run([premise.event for premise in premises])
    return [
        _fact(conclusion, premise)
        for number, premise in enumerate(premises)
        for conclusion in results[number]
        if conclusion.fact in DEFINITIONS
    ]


def _fact(conclusion: Conclusion, premise: Premise) -> Fact:
    weak = conclusion.fact == WEAK
    return Fact(
        id=conclusion.fact,
        state=FactState.KNOWN,
        value=conclusion.value,
        origin=FactOrigin.DERIVED if weak else premise.origin,
        source=f"{WEAK_SOURCE}; {premise.source}" if weak else premise.source,
        as_of=premise.as_of,
        premises=conclusion.premises,
    )


_machines: dict[int, Machine] = {}

START_PREMISES = ("project_state", "early_start_permission")
"""What it rests on that a project which has begun violates a rule, or does not."""
BEGUN_FACT = "begun"
"""Where a chain passes through: no fact of its own, for nobody is asked it."""


def _derivation_machine() -> Machine:
    rules: dict[str, tuple[Event, Consequent]] = {
        f"size_{low}": ({"$and": [{"kind": "population"}, *_between(low, below)]}, _concludes(SIZE_CLASS, label))
        for label, low, below in SIZE_CLASSES
    }
    rules |= {
        f"rural_{number}": (_premise("urbanisation", words), _concludes("rural_class", (rural_class,)))
        for number, (words, rural_class) in enumerate(RURAL_CLASSES.items())
    }
    rules |= {
        "area_whole": ({"$and": [{"kind": "area_row"}, {"partial": False}]}, _concludes_area("")),
        "area_partial": ({"$and": [{"kind": "area_row"}, {"partial": True}]}, _concludes_area(f" {PARTIAL}")),
        "budget_term": ({"kind": "budget_status"}, _repeats("budget_term")),
        "cooperates": ({"kind": "partners"}, _repeats("cooperates")),
        "combined": (_premise("other_funding", True), _concludes("funding_combined", COMBINATIONS)),
        "not_combined": (_premise("other_funding", False), _concludes("funding_combined", ())),
        "aid": (_premise("economic_activity", True), _concludes("state_aid", AID_RULES)),
        "no_aid": (_premise("economic_activity", False), _concludes("state_aid", ())),
        "own_share": ({"kind": "own_share"}, _repeats("own_share_percent")),
    }
    rules |= {f"begun_{state}": (_premise("project_state", state), _concludes(BEGUN_FACT, True)) for state in BEGUN}
    rules |= {f"idle_{state}": (_premise("project_state", state), _concludes(BEGUN_FACT, False)) for state in NOT_BEGUN}
    rules |= {
        "weak": (_conclusion("grw_area"), _also(WEAK)),
        "not_started": (_conclusion(BEGUN_FACT, value=False), _then("started_against", ())),
        "started": (
            _conclusion(BEGUN_FACT, value=True, permission=FactState.KNOWN.value, permitted=False),
            _then("started_against", START_RULES, START_PREMISES),
        ),
        "started_permitted": (
            _conclusion(BEGUN_FACT, value=True, permission=FactState.KNOWN.value, permitted=True),
            _then("started_against", (), START_PREMISES),
        ),
        "started_perhaps": (
            {"$and": [*_conclusion(BEGUN_FACT, value=True)["$and"], {"$neq": {"permission": FactState.KNOWN.value}}]},
            _record,
        ),
        "conclusion": (
            {"$and": [{"kind": "conclusion"}, {"$neq": {"fact": "grw_area"}}, {"$neq": {"fact": BEGUN_FACT}}]},
            _record,
        ),
    }
    return Machine("derivation", rules)


def _premise(kind: str, value: str | bool) -> Event:
    return {"$and": [{"kind": kind}, {"value": value}]}


def _conclusion(fact: str, **values: object) -> Event:
    return {"$and": [{"kind": "conclusion"}, {"fact": fact}, *({name: value} for name, value in values.items())]}


def _between(low: int, below: int | None) -> list[Event]:
    lower: list[Event] = [{"$gte": {"value": low}}]
    return lower if below is None else [*lower, {"$lt": {"value": below}}]


def _concludes(fact: str, value: FactValue) -> Consequent:
    def conclude(closure: Any, _: dict[int, Any]) -> None:
        for event in closure.m:
            _post(closure, event, fact, value)

    return conclude


def _repeats(fact: str) -> Consequent:
    def conclude(closure: Any, _: dict[int, Any]) -> None:
        for event in closure.m:
            _post(closure, event, fact, event["value"])

    return conclude


def _concludes_area(suffix: str) -> Consequent:
    def conclude(closure: Any, _: dict[int, Any]) -> None:
        for event in closure.m:
            _post(closure, event, event["fact"], f"{event['label']}{suffix}")

    return conclude


def _then(fact: str, value: FactValue, premises: Sequence[str] = ()) -> Consequent:
    """The conclusion was a step on the way: only what follows from it is kept, on its premises or on these."""

    def conclude(closure: Any, _: dict[int, Any]) -> None:
        for event in closure.m:
            _post(closure, event, fact, value, premises=list(premises))

    return conclude


def _also(fact: str) -> Consequent:
    """The conclusion is kept, and another follows from it."""

    def conclude(closure: Any, results: dict[int, Any]) -> None:
        _record(closure, results)
        for event in closure.m:
            _post(closure, event, fact, event["value"], premises=[event["fact"]])

    return conclude


def _post(closure: Any, event: Any, fact: str, value: FactValue, premises: list[str] | None = None) -> None:
    closure.post(
        {
            "id": f"{event['id']}{FOLLOW_UP}",
            "c": event["c"],
            "kind": "conclusion",
            "fact": fact,
            "value": list(value) if isinstance(value, tuple) else value,
            "premises": premises or event["premises"],
            "permission": event["permission"] or FactState.UNKNOWN.value,
            "permitted": bool(event["permitted"]),
        }
    )


def _record(closure: Any, results: dict[int, Any]) -> None:
    for event in closure.m:
        value = tuple(event["value"]) if isinstance(event["value"], list) else event["value"]
        found = Conclusion(event["fact"], value, tuple(event["premises"]))
        results[event["c"]] = (*results.get(event["c"], ()), found)
