"""What the source's own fields require."""

import pytest
import yaml

from finder.vocab import (
    ApplicantCategory,
    ApplicantKind,
    Assurance,
    Effect,
    Land,
    Level,
    Outcome,
    RequirementKind,
    Strength,
)
from rules.categories import FILE, KINDS, READER, load_kinds, requirements_from
from rules.engine import evaluate
from rules.readings import read
from tests import records
from tests.rule_records import known

KIND, REGION, STATUS = RequirementKind.APPLICANT_KIND, RequirementKind.REGION, RequirementKind.STATUS
C = ApplicantCategory


def required(kind, **changes):
    found = [each for each in requirements_from(records.statement("a", **changes)) if each.kind is kind]
    assert len(found) <= 1
    return found[0] if found else None


PUBLIC = ("municipality", "county", "county_free_city", "municipal_association", "special_purpose_association")
PUBLIC += ("municipal_company", "school_provider", "childcare_provider")


@pytest.mark.parametrize(
    ("categories", "certain", "unclear"),
    [
        ((C.MUNICIPAL,), ("municipality", "county", "county_free_city"), (*PUBLIC[3:6], "public_body", *PUBLIC[6:])),
        ((C.PUBLIC_INSTITUTION,), ("public_body",), PUBLIC),
        ((C.EDUCATION,), (), ("school_provider", "childcare_provider")),
        ((C.ASSOCIATION,), ("association",), ("special_purpose_association",)),
        ((C.COMPANY,), ("company",), ("municipal_company",)),
        ((C.RESEARCH,), ("research_institute",), ()),
        ((C.UNIVERSITY,), ("university",), ()),
        ((C.PERSON,), ("private_person",), ()),
        ((C.FOUNDER,), (), ("company", "private_person")),
        ((C.PERSON, C.FOUNDER), ("private_person",), ("company",)),
        ((C.MUNICIPAL, C.PUBLIC_INSTITUTION), (*PUBLIC[:3], "public_body"), PUBLIC[3:]),
        ((), None, ()),
    ],
)
def test_applicant_categories(categories, certain, unclear):
    gate = required(KIND, applicants=categories)
    assert gate.value == certain
    assert gate.unclear == unclear


def test_the_order_of_categories_changes_only_the_words():
    one, other = required(KIND, applicants=(C.COMPANY, C.PERSON)), required(KIND, applicants=(C.PERSON, C.COMPANY))
    assert (one.value, one.unclear) == (other.value, other.unclear)


def test_every_category_is_mapped():
    assert set(KINDS) == set(ApplicantCategory)


@pytest.mark.parametrize(
    ("stated", "value", "category"),
    [
        ({"regions": ("SN",)}, ("SN",), "Fördergebiet: Sachsen"),
        ({"regions": ("SN", "BB", "SN")}, ("BB", "SN"), "Fördergebiet: Sachsen, Brandenburg, Sachsen"),
        ({"regions": ("DE",), "level": Level.EU}, ("DE",), "Fördergebiet: bundesweit"),
        ({"regions": ("EU",)}, ("EU",), "Fördergebiet: Europäische Union"),
        ({"regions": ("other",)}, None, "Fördergebiet: anderes Gebiet (siehe Text)"),
        ({"regions": ("SN", "other")}, ("SN",), "Fördergebiet: Sachsen, anderes Gebiet (siehe Text)"),
        ({"regions": (), "level": Level.LAND, "land": Land.BY}, ("BY",), "Fördergeber: Land, Bayern"),
        ({"regions": (), "level": Level.LAND, "land": None}, None, "Fördergeber: Land"),
        ({"regions": (), "level": Level.FEDERAL, "land": None}, ("DE",), "Fördergeber: Bund"),
        ({"regions": (), "level": Level.EU, "land": None}, ("EU",), "Fördergeber: EU"),
        ({"regions": (), "level": None, "land": None}, None, "Fördergebiet: nicht angegeben"),
    ],
)
def test_territory(stated, value, category):
    gate = required(REGION, **stated)
    assert gate.value == value
    assert gate.evidence.category == category


def test_another_territory_leaves_open_who_is_not_in_a_named_one():
    gate = required(REGION, regions=("SN", "other"))
    for territory, outcome in ((("SN", "DE", "EU"), Outcome.MET), (("BY", "DE", "EU"), Outcome.OPEN_SOURCE)):
        fact = known("territory", territory)
        assert evaluate([gate], {"territory": fact}) == [outcome]


def test_the_status_note_is_shown_and_never_decides():
    note = " Anträge sind derzeit nicht möglich. "
    status = required(STATUS, status_note=note)
    assert status.effect is Effect.PROCESS
    assert status.evidence.quote == note
    assert status.evidence.category == "Hinweis zum Stand"
    assert required(STATUS, status_note="  ") is None


def test_categories_are_named_as_such():
    for requirement in requirements_from(records.statement("a", status_note="Hinweis")):
        assert requirement.evidence.assurance is Assurance.CATEGORY
        assert requirement.evidence.reader == READER == "categories/1"
        assert requirement.strength is Strength.MUST
    assert required(KIND, applicants=(C.MUNICIPAL, C.COMPANY)).evidence.category == (
        "Förderberechtigte: Kommune, Unternehmen"
    )


def test_readings_hold_what_the_readers_found():
    raw = records.raw("a")
    assert read(raw).requirements == requirements_from(raw.statement)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"company": None}, "company"),
        ({"company": {"certain": ["company"], "unclear": ["company"]}}, "each once"),
        ({"company": {"certain": [], "unclear": []}}, "at least one kind"),
        ({"company": {"certain": ["firm"], "unclear": []}}, "firm|Input should be"),
    ],
)
def test_a_faulty_mapping_is_refused(tmp_path, change, message):
    path = tmp_path / "categories.yml"
    path.write_text(yaml.safe_dump(yaml.safe_load(FILE.read_text(encoding="utf-8")) | change), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        load_kinds(path)


def test_a_forgotten_category_is_refused(tmp_path):
    kinds = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    del kinds["founder"]
    path = tmp_path / "categories.yml"
    path.write_text(yaml.safe_dump(kinds), encoding="utf-8")
    with pytest.raises(ValueError, match="no kinds for founder"):
        load_kinds(path)


def test_kinds_are_listed_in_the_order_of_the_vocabulary():
    order = [kind.value for kind in ApplicantKind]
    gate = required(KIND, applicants=tuple(ApplicantCategory))
    assert list(gate.value) == sorted(gate.value, key=order.index)
