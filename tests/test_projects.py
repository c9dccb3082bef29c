"""A project as a checker needs it, how it is entered, and what contradicts itself."""

from datetime import date

import pytest

from finder.desk.projects import EnteredProject
from finder.fact_entry import EnteredFactError, parse_entered
from finder.facts import FACTS, PROJECT_FACTS, FactType, OwnApplicant, fact_text
from finder.models import Fact, Profile
from finder.places.municipalities import own_profile, profile, register
from finder.profiles.project_entry import checked_project, merged_projects, parse_project_fact, project_name
from finder.profiles.projects import assembled
from finder.vocab import FactOrigin, FactState, Land

DAY = date(2026, 11, 25)
GOERLITZ, ZITTAU, BOXBERG = "14626110", "14626610", "14626060"


def entered(**answers: str) -> tuple[Fact, ...]:
    return tuple(parse_project_fact(PROJECT_FACTS[fact_id], answer, DAY) for fact_id, answer in answers.items())


def applicant(key: str = GOERLITZ, *stated: Fact) -> Profile:
    unit = register().by_key(key)
    assert unit is not None
    return profile(unit, stated)


def population_of(*keys: str) -> int:
    return sum(unit.population or 0 for unit in map(register().by_key, keys) if unit)


def test_a_project_has_every_fact_and_what_nobody_stated_is_unknown() -> None:
    project = assembled("a", "A", entered(eligible_cost="5"), applicant())
    assert [fact.id for fact in project.facts] == list(PROJECT_FACTS)
    known = {fact.id: fact.value for fact in project.facts if fact.state is not FactState.UNKNOWN}
    assert known == {"eligible_cost": 5}


@pytest.mark.parametrize("fact_id", ["cooperates", "joint_population", "population"])
def test_a_fact_nobody_can_enter_is_refused(fact_id: str) -> None:
    forged = entered(eligible_cost="5")[0].model_copy(update={"id": fact_id})
    with pytest.raises(ValueError, match=fact_id):
        assembled("a", "A", (forged,), applicant())


@pytest.mark.parametrize(
    ("partners", "everyone"),
    [
        ("Zittau", (GOERLITZ, ZITTAU)),
        ("Zittau; 14626060", (GOERLITZ, ZITTAU, BOXBERG)),
        ("keine", (GOERLITZ,)),
        ("Landkreis Görlitz", None),
        ("Landkreis Bautzen", None),
        ("Görlitz", None),
        ("zv-wasser", None),
        ("unbekannt", None),
    ],
)
def test_the_inhabitants_of_all_are_added_up_where_each_is_counted_once(
    partners: str, everyone: tuple[str, ...] | None
) -> None:
    fact = assembled("a", "A", entered(partners=partners), applicant()).fact("joint_population")
    assert fact is not None
    assert fact.value == (population_of(*everyone) if everyone else None)
    if everyone:
        assert (fact.premises, fact.as_of) == (("population", "partners"), date(2023, 12, 31))


def test_a_contradicted_population_is_not_added_up() -> None:
    stated = parse_entered(FACTS["population"], "57200", DAY)
    project = assembled("a", "A", entered(partners="Zittau"), applicant(GOERLITZ, stated))
    assert [fact.state for fact in project.facts if fact.id == "joint_population"] == [FactState.UNKNOWN]


# --- how a project is entered


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ("Görlitz", (GOERLITZ,)),
        ("görlitz; Hof (Landkreis)", (GOERLITZ, "09475")),
        ("14626110;14626110", (GOERLITZ,)),
        ("zv-wasser", ("zv-wasser",)),
        ("Keine", ()),
        ("unbekannt", None),
        ("trifft nicht zu", None),
    ],
)
def test_places_are_entered_by_name_or_key(answer: str, value: object) -> None:
    assert parse_project_fact(PROJECT_FACTS["partners"], answer, DAY).value == value


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("Neustadt", "„Partner“: „Neustadt“ ist nicht eindeutig"),
        ("Görlizt", "„Partner“: „Görlizt“ steht nicht im Gemeindeverzeichnis"),
        ("99999999", "„Partner“: „99999999“ ist kein Schlüssel"),
        ("Land Sachsen", "„Partner“: Das Land Sachsen ist weder Gemeinde noch Kreis noch Verband"),
        ("zv-!", "steht nicht im Gemeindeverzeichnis"),
        ("; ;", "leer"),
        ("", "leer"),
    ],
)
def test_a_place_that_is_none_is_refused_with_a_sentence(answer: str, sentence: str) -> None:
    with pytest.raises(EnteredFactError, match=sentence):
        parse_project_fact(PROJECT_FACTS["partners"], answer, DAY)


def test_all_facts_of_places_are_facts_of_a_project() -> None:
    """Names of places are looked up in `parse_project_fact` alone."""
    entered_types = {definition.type for definition in FACTS.values() if definition.origin is FactOrigin.ENTERED}
    assert FactType.KEYS not in entered_types


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"eligible_cost": "0"}, "„Zuwendungsfähige Kosten“ kann nicht 0 sein"),
        (
            {"project_start": "02.01.2027", "project_end": "01.01.2027"},
            r"„Geplantes Ende“ \(01.01.2027\) liegt vor „Geplanter Beginn“ \(02.01.2027\)",
        ),
    ],
)
def test_facts_that_cannot_all_be_true_are_refused(answers: dict[str, str], sentence: str) -> None:
    project = EnteredProject("a", "Feuerwache", entered(**answers))
    with pytest.raises(EnteredFactError, match=f"Vorhaben „Feuerwache“: {sentence}"):
        checked_project(project)
    with pytest.raises(EnteredFactError, match=sentence):
        merged_projects((), (project,))


@pytest.mark.parametrize(
    "answers",
    [
        {"project_start": "01.01.2027", "project_end": "01.01.2027"},
        {"project_end": "01.01.2027"},
        {"eligible_cost": "1", "own_funds": "0"},
        {"eligible_cost": "unbekannt"},
        {},
    ],
)
def test_facts_that_can_be_true_are_taken(answers: dict[str, str]) -> None:
    project = EnteredProject("a", "A", entered(**answers))
    assert checked_project(project) == project


def test_what_is_stated_goes_before_what_was_kept_fact_by_fact() -> None:
    kept = EnteredProject("a", "A", entered(eligible_cost="1", own_funds="2"))
    other = EnteredProject("b", "B", ())
    stated = EnteredProject("a", "A neu", entered(own_funds="3", council_decision="ja"))
    merged, untouched = merged_projects((kept, other), (stated,))
    assert (merged.key, merged.name, untouched) == ("a", "A neu", other)
    assert {fact.id: fact.value for fact in merged.facts} == {
        "eligible_cost": 1,
        "own_funds": 3,
        "council_decision": True,
    }


@pytest.mark.parametrize("name", ["", "  ", "A" * 201])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(EnteredFactError, match="Vorhaben"):
        project_name(name)
    assert project_name(" Neue \n Feuerwache ") == "Neue Feuerwache"


# --- two sources for one number


@pytest.mark.parametrize(
    ("key", "fact_id", "equal", "different"),
    [
        (GOERLITZ, "population", "56.694", "57.200"),
        (GOERLITZ, "area_km2", "67,53", "67,5"),
        ("14626", "population", None, "5"),
    ],
)
def test_a_number_that_is_not_the_registers_contradicts_it(
    key: str, fact_id: str, equal: str | None, different: str
) -> None:
    official = applicant(key).fact(fact_id)
    if equal:
        assert applicant(key, parse_entered(FACTS[fact_id], equal, DAY)).fact(fact_id) == official
    stated = parse_entered(FACTS[fact_id], different, DAY).model_copy(update={"source": "Profildatei a.yml"})
    fact = applicant(key, stated).fact(fact_id)
    assert fact is not None
    assert official is not None
    assert (fact.state, fact.value) == (FactState.CONTRADICTORY, None)
    register_says, file_says = fact.conflict
    assert register_says == f"{fact_text(official)} ({official.source}, Stand 31.12.2023)"
    assert file_says == f"{fact_text(stated)} (Profildatei a.yml, Stand 25.11.2026)"


@pytest.mark.parametrize("answer", ["unbekannt", "trifft nicht zu"])
def test_saying_nothing_contradicts_nothing(answer: str) -> None:
    assert applicant(GOERLITZ, parse_entered(FACTS["population"], answer, DAY)) == applicant()


def test_an_applicant_that_is_in_no_register_states_its_own_numbers() -> None:
    own = OwnApplicant(key="zv-wasser", name="ZV Wasser", land=Land.SN, members=(GOERLITZ,))
    stated = parse_entered(FACTS["population"], "120.000", DAY)
    assert own_profile(own, (stated,)).fact("population") == stated
