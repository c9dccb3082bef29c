"""The closed set of requirement kinds and their sentences."""

import string

import pytest
import yaml

from finder.facts import DEFINITIONS
from finder.vocab import Outcome, RequirementKind
from rules.criteria import CRITERIA, FILE, Criterion, load_criteria

CHANGEABLE = {"concept", "cooperation", "cost_min", "cost_max", "own_share", "council_decision"}


def test_every_kind_has_exactly_one_entry():
    assert set(CRITERIA) == set(RequirementKind)


@pytest.mark.parametrize("kind", RequirementKind)
def test_an_entry_names_existing_facts_and_known_placeholders(kind):
    criterion = CRITERIA[kind]
    assert set(criterion.facts) <= set(DEFINITIONS)
    for text in criterion.model_dump(exclude={"named"}).values():
        if isinstance(text, str):
            assert {name for _, name, _, _ in string.Formatter().parse(text) if name} <= {"asked", "have", "according"}


@pytest.mark.parametrize("kind", RequirementKind)
def test_sentences_end_like_sentences_and_clauses_do_not(kind):
    criterion = CRITERIA[kind]
    sentences = [criterion.met, criterion.failed, criterion.open_profile, criterion.open_project, criterion.change]
    assert all(text.endswith(".") for text in (*filter(None, sentences), criterion.open_source, criterion.unstated))
    assert not criterion.because.endswith(".")
    assert criterion.question.endswith("?")


def test_named_answers_are_answers_of_their_fact():
    for criterion in CRITERIA.values():
        for named in criterion.named.values():
            assert {*named.no, *named.unclear} <= {*DEFINITIONS[named.fact].options}


def test_only_what_an_applicant_can_change_is_changeable():
    assert {kind.value for kind, criterion in CRITERIA.items() if criterion.changeable} == CHANGEABLE


def test_an_unknown_fact_is_open_for_its_owner():
    assert CRITERIA[RequirementKind.POPULATION].missing is Outcome.OPEN_PROFILE
    assert CRITERIA[RequirementKind.COST_MIN].missing is Outcome.OPEN_PROJECT


def entries() -> dict[str, dict[str, object]]:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def test_a_missing_kind_is_refused_by_name(tmp_path):
    broken = entries()
    del broken["status"]
    path = tmp_path / "criteria.yml"
    path.write_text(yaml.safe_dump(broken), encoding="utf-8")
    with pytest.raises(ValueError, match="no criterion for status"):
        load_criteria(path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"fact": "wealth"}, "unknown facts"),
        ({"open_profile": None}, "no sentence for open_profile"),
        ({"changeable": True}, "say what to change"),
        ({"change": "Ziehen Sie um."}, "say what to change"),
        ({"colour": "red"}, "colour"),
        ({"met": ""}, "met"),
    ],
)
def test_a_faulty_entry_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        Criterion.model_validate(entries()["population"] | change)
