"""What people enter about a requirement: German words become a value that the check can compare, or a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.models import Requirement, RequirementValue
from finder.reviews.entry import Entry, corrected, new_requirement
from finder.reviews.reviews import ReviewError
from finder.reviews.words import (
    OPERATORS,
    SUITABLE,
    UNSTATED,
    choices,
    requirement_words,
    sort_of,
    unclear_text,
    value_text,
)
from finder.vocab import Assurance, Effect, Operator, Outcome, PopulationBasis, RequirementKind, SectionField, Strength
from rules.criteria import CRITERIA
from rules.engine import evaluate
from tests.payloads import PAYLOADS
from tests.review_records import COUNCIL, POPULATION, programme, section
from tests.rule_records import requirement

GATE = Entry(effect=Effect.GATE)


def usual(kind: RequirementKind, value: RequirementValue | None = None) -> Requirement:
    return requirement(kind, SUITABLE[sort_of(kind)][0], value)


ENTERED = [
    (RequirementKind.APPLICANT_KIND, "Gemeinde, Stadt; Zweckverband", ("municipality", "special_purpose_association")),
    (RequirementKind.APPLICANT_KIND, "municipality;municipality;", ("municipality",)),
    (RequirementKind.APPLICANT_KIND, " schulträger ", ("school_provider",)),
    (RequirementKind.REGION, "Sachsen; bundesweit; de; 14626110; 14626", ("SN", "DE", "14626110", "14626")),
    (RequirementKind.AREA, "GRW-Fördergebiet", ("grw_area",)),
    (RequirementKind.FISCAL, "Finanzschwache Kommune", ("fiscally_weak",)),
    (RequirementKind.CONCEPT, "heat_plan", ("heat_plan",)),
    (RequirementKind.BUDGET_CONSOLIDATION, "vorläufige Haushaltsführung", ("provisional",)),
    (RequirementKind.THEME, "Mobilität", ("mobility",)),
    (RequirementKind.POPULATION, "5.000", 5_000),
    (RequirementKind.POPULATION, "5000 einwohner", 5_000),
    (RequirementKind.COST_MIN, "12.500 €", 12_500),
    (RequirementKind.COST_MAX, "1.000.000 Euro", 1_000_000),
    (RequirementKind.OWN_SHARE, "10 %", 1_000),
    (RequirementKind.OWN_SHARE, "33,33 Prozent", 3_333),
    (RequirementKind.COOPERATION, "Ja", True),
    (RequirementKind.COUNCIL_DECISION, "nein", False),
    (RequirementKind.POPULATION, "Unbestimmt", None),
    (RequirementKind.STATUS, UNSTATED, None),
    (RequirementKind.EARLIER_SUPPORT, UNSTATED, None),
]


@pytest.mark.parametrize(("kind", "text", "value"), ENTERED)
def test_german_words_become_a_value(kind: RequirementKind, text: str, value: RequirementValue | None) -> None:
    found = corrected(usual(kind), Entry(value=text)).value
    assert (found, type(found)) == (value, type(value))


REFUSED = [
    (RequirementKind.APPLICANT_KIND, "Gemeinnde", "„Gemeinnde“ ist bei „Antragsteller“ nicht möglich. Möglich sind"),
    (RequirementKind.APPLICANT_KIND, "5", "nicht möglich"),
    (RequirementKind.APPLICANT_KIND, "", "fehlt, was verlangt ist"),
    (RequirementKind.APPLICANT_KIND, " ; ", "fehlt, was verlangt ist"),
    (RequirementKind.APPLICANT_KIND, "keine", "muss mindestens ein Wort verlangt sein"),
    (RequirementKind.REGION, "99999999", "ein Schlüssel aus dem Gemeindeverzeichnis"),
    (RequirementKind.REGION, "Görlitz", "ein Schlüssel aus dem Gemeindeverzeichnis"),
    (RequirementKind.POPULATION, "fünftausend", "keine Zahl wie „5.000 Einwohner“"),
    (RequirementKind.POPULATION, "5,5", "keine Zahl"),
    (RequirementKind.POPULATION, "-5", "keine Zahl"),
    (RequirementKind.POPULATION, "5.00", "keine Zahl"),
    (RequirementKind.POPULATION, "٥٠٠٠", "keine Zahl"),
    (RequirementKind.POPULATION, "", "keine Zahl"),
    (RequirementKind.COST_MIN, "9999999999999999", "keine Zahl"),
    (RequirementKind.OWN_SHARE, "33,333", "keine Zahl wie „33,33 Prozent“"),
    (RequirementKind.COOPERATION, "vielleicht", "nur „ja“ oder „nein“"),
    (RequirementKind.STATUS, "offen", "möglich ist nur „unbestimmt“"),
]


@pytest.mark.parametrize(("kind", "text", "sentence"), REFUSED)
def test_what_does_not_fit_is_explained(kind: RequirementKind, text: str, sentence: str) -> None:
    with pytest.raises(ReviewError, match=sentence):
        corrected(usual(kind), Entry(value=text))


@pytest.mark.parametrize("kind", RequirementKind)
@pytest.mark.parametrize("text", PAYLOADS)
def test_hostile_words_are_explained_and_never_repeated_at_length(kind: RequirementKind, text: str) -> None:
    with pytest.raises(ReviewError) as refused:
        corrected(usual(kind), Entry(value=text * 50))
    assert text * 50 not in str(refused.value)


@pytest.mark.parametrize("kind", RequirementKind)
@pytest.mark.parametrize("op", Operator)
def test_an_operator_fits_the_kind_or_is_refused(kind: RequirementKind, op: Operator) -> None:
    """What is taken waits for a fact and not for the source: otherwise the check could never come to yes or no."""
    value = next(iter(choices(kind)), {"number": "5", "yes_no": "ja"}.get(sort_of(kind).value, UNSTATED))
    if op not in SUITABLE[sort_of(kind)] and value != UNSTATED:
        with pytest.raises(ReviewError, match=f"„{OPERATORS[op]}“ passt nicht zu „{kind.label}“"):
            corrected(usual(kind), Entry(value=value, op=op))
        return
    (outcome,) = evaluate([corrected(usual(kind), Entry(value=value, op=op))], {})
    assert outcome is (Outcome.OPEN_SOURCE if value == UNSTATED else CRITERIA[kind].missing)


def test_only_what_was_entered_changes() -> None:
    old = requirement(RequirementKind.APPLICANT_KIND, Operator.INTERSECTS, ("municipality",), unclear=("county",))
    assert corrected(old, Entry()) == old
    assert corrected(old, Entry(effect=Effect.BONUS, strength=Strength.MAY)) == old.model_copy(
        update={"effect": Effect.BONUS, "strength": Strength.MAY}
    )
    assert corrected(old, Entry(op=Operator.EXCLUDES)).op is Operator.EXCLUDES
    assert corrected(old, Entry(unclear="keine")).unclear == ()
    assert corrected(old, Entry(unclear="Zweckverband")).unclear == ("special_purpose_association",)


def test_what_is_asked_for_certain_is_not_unclear_too() -> None:
    old = requirement(RequirementKind.APPLICANT_KIND, Operator.INTERSECTS, ("municipality",), unclear=("county",))
    assert corrected(old, Entry(value="county")).unclear == ()


def test_only_inhabitants_have_a_basis() -> None:
    place = Entry(basis=PopulationBasis.PLACE)
    assert corrected(requirement(RequirementKind.POPULATION, Operator.AT_MOST, 5), place).basis is PopulationBasis.PLACE
    with pytest.raises(ReviewError, match="Wessen Einwohner zählen"):
        corrected(requirement(RequirementKind.COST_MIN, Operator.AT_LEAST, 5), place)


def test_numbers_have_nothing_unclear() -> None:
    with pytest.raises(ReviewError, match="nichts Unklares"):
        corrected(usual(RequirementKind.POPULATION, 5), Entry(unclear="5"))


@given(kind=st.sampled_from(RequirementKind), data=st.data())
def test_every_value_can_be_entered_as_it_is_shown(kind: RequirementKind, data: st.DataObject) -> None:
    codes = st.lists(st.sampled_from(sorted(choices(kind)) or [""]), min_size=1, max_size=4, unique=True)
    values = {
        "words": codes.map(tuple),
        "number": st.integers(0, 10**12),
        "yes_no": st.booleans(),
        "nothing": st.none(),
    }
    shown = usual(kind, data.draw(values[sort_of(kind).value]))
    entry = Entry(value=value_text(shown), unclear=unclear_text(shown))
    assert corrected(usual(kind), entry) == shown


WORDS = [
    (RequirementKind.POPULATION, Operator.AT_MOST, 5_000, "Einwohnerzahl: höchstens 5.000 Einwohner"),
    (RequirementKind.OWN_SHARE, Operator.AT_LEAST, 3_333, "Eigenanteil: mindestens 33,33 Prozent"),
    (RequirementKind.COOPERATION, Operator.EQUALS, True, "Zusammenarbeit: ja"),
    (RequirementKind.AREA, Operator.INTERSECTS, ("grw_area",), "Gebietskulisse: GRW-Fördergebiet"),
    (RequirementKind.CUMULATION, Operator.EXCLUDES, ("forbidden",), "Kumulierung: keine anderen öffentlichen Mittel"),
    (RequirementKind.CONCEPT, Operator.INTERSECTS, None, "Konzept: unbestimmt"),
]


@pytest.mark.parametrize(("kind", "op", "value", "words"), WORDS)
def test_a_requirement_reads_as_one_line(
    kind: RequirementKind, op: Operator, value: RequirementValue | None, words: str
) -> None:
    assert words in requirement_words(requirement(kind, op, value))


def test_unclear_words_and_the_basis_are_said() -> None:
    unclear = requirement(RequirementKind.APPLICANT_KIND, Operator.INTERSECTS, ("county",), unclear=("church",))
    assert requirement_words(unclear) == "Antragsteller: Landkreis, Kreis (unklar: Kirche, Religionsgemeinschaft)"
    place = requirement(RequirementKind.POPULATION, Operator.AT_MOST, 5).model_copy(
        update={"basis": PopulationBasis.PLACE}
    )
    assert requirement_words(place) == "Einwohnerzahl: höchstens 5 Einwohner des Ortes"


# --- what a person adds -------------------------------------------------------------------------------------------


def test_an_addition_has_its_passage_and_the_usual_comparison() -> None:
    read = programme()
    entry = Entry(value="ja", effect=Effect.GATE)
    added = new_requirement(read, RequirementKind.COUNCIL_DECISION, COUNCIL, None, entry, None)
    (text,) = read.sections or ()
    assert text.text[added.evidence.start : added.evidence.end] == COUNCIL == added.evidence.quote
    assert (added.op, added.strength, added.evidence.assurance) == (Operator.EQUALS, Strength.MUST, Assurance.REVIEWED)


def test_white_space_of_a_copied_passage_does_not_matter_and_nothing_else() -> None:
    read = programme()
    both = f"{POPULATION}   {COUNCIL}"
    broken = programme(POPULATION, COUNCIL)
    added = new_requirement(broken, RequirementKind.STATUS, both, None, GATE, None)
    assert added.evidence.quote == f"{POPULATION}\n\n{COUNCIL}"
    for other in (COUNCIL.upper(), COUNCIL + "!", "Rat .*", "", " \n"):
        with pytest.raises(ReviewError, match="wörtlich"):
            new_requirement(read, RequirementKind.STATUS, other, None, GATE, None)


def test_a_passage_can_be_sought_in_one_section() -> None:
    read = programme()
    both = read.model_copy(update={"sections": (section(COUNCIL), section(COUNCIL, field=SectionField.PROCEDURE))})
    for field, expected in ((None, SectionField.GUIDELINE), (SectionField.PROCEDURE, SectionField.PROCEDURE)):
        added = new_requirement(both, RequirementKind.STATUS, COUNCIL, field, GATE, None)
        assert added.evidence.field is expected
    with pytest.raises(ReviewError, match="nicht wörtlich im Abschnitt „Fristen“"):
        new_requirement(both, RequirementKind.STATUS, COUNCIL, SectionField.DEADLINES, GATE, None)


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (Entry(value="5"), "wie die Anforderung wirkt"),
        (Entry(value="5", effect=Effect.GATE), "mindestens oder höchstens"),
        (Entry(value="5", effect=Effect.GATE, op=Operator.INTERSECTS), "passt nicht zu „Einwohnerzahl“"),
    ],
)
def test_an_incomplete_addition_is_explained(entry: Entry, sentence: str) -> None:
    with pytest.raises(ReviewError, match=sentence):
        new_requirement(programme(), RequirementKind.POPULATION, COUNCIL, None, entry, None)


def test_an_addition_without_a_value_stays_open_at_the_source() -> None:
    added = new_requirement(programme(), RequirementKind.CONCEPT, COUNCIL, None, GATE, None)
    assert evaluate([added], {}) == [Outcome.OPEN_SOURCE]
