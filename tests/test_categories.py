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
    Operator,
    Outcome,
    RequirementKind,
    Strength,
    Theme,
    Verdict,
)
from rules.categories import FILE, KINDS, READER, load_kinds, requirements_from
from rules.engine import evaluate
from rules.readings import read
from rules.verdict import is_tested
from tests import records
from tests.rule_records import by_id, known, verdict_for, without_value

KIND, REGION, STATUS = RequirementKind.APPLICANT_KIND, RequirementKind.REGION, RequirementKind.STATUS
THEME = RequirementKind.THEME
C, T = ApplicantCategory, Theme


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


@pytest.mark.parametrize(
    ("themes", "category"),
    [
        ((T.MOBILITY,), "Förderbereich: Mobilität"),
        ((T.ENVIRONMENT, T.ENERGY), "Förderbereich: Umwelt- & Naturschutz, Energieeffizienz & Erneuerbare Energien"),
        (tuple(T), f"Förderbereich: {', '.join(theme.label for theme in T)}"),
    ],
)
def test_every_theme_is_named_or_unclear(themes, category):
    gate = required(THEME, themes=themes)
    assert (gate.effect, gate.op) == (Effect.GATE, Operator.INTERSECTS)
    assert gate.value == tuple(theme.value for theme in themes)
    assert set(gate.unclear) == {theme.value for theme in Theme} - set(gate.value)
    assert gate.evidence.category == category


def test_a_source_without_themes_asks_for_none():
    assert required(THEME, themes=()) is None


MOBILITY = {"themes": (T.MOBILITY, T.INFRASTRUCTURE)}


@pytest.mark.parametrize(
    ("stated", "outcome"),
    [
        (known("project_theme", ("mobility",)), Outcome.MET),
        (known("project_theme", ("housing", "infrastructure")), Outcome.MET),
        (known("project_theme", ("housing",)), Outcome.OPEN_SOURCE),
        (without_value("project_theme"), Outcome.OPEN_PROJECT),
    ],
)
def test_a_project_of_a_named_theme_fits_and_one_of_another_stays_open(stated, outcome):
    assert evaluate([required(THEME, **MOBILITY)], by_id(stated)) == [outcome]


@pytest.mark.parametrize("theme", Theme)
def test_no_theme_of_a_project_ends_in_a_no(theme):
    (outcome,) = evaluate([required(THEME, **MOBILITY)], by_id(known("project_theme", (theme.value,))))
    assert outcome is (Outcome.MET if theme in MOBILITY["themes"] else Outcome.OPEN_SOURCE)


@pytest.mark.parametrize(("with_project", "verdict"), [(False, Verdict.CHECK_GUIDELINE), (True, Verdict.FACTS_MISSING)])
def test_the_theme_is_asked_only_where_a_project_is_stated(with_project, verdict):
    asked = requirements_from(records.statement("a", applicants=(C.MUNICIPAL,), regions=("SN",), **MOBILITY))
    facts = by_id(known("applicant_kind", ("municipality",)), known("territory", ("SN", "DE", "EU")))
    assert is_tested(required(THEME, **MOBILITY), with_project=with_project) is with_project
    assert verdict_for(asked, facts, with_project=with_project) is verdict


def test_the_status_note_is_shown_and_never_decides():
    note = " Anträge sind derzeit nicht möglich. "
    status = required(STATUS, status_note=note)
    assert status.effect is Effect.PROCESS
    assert status.evidence.quote == note
    assert status.evidence.category == "Hinweis zum Stand"
    assert required(STATUS, status_note="  ") is None


@pytest.mark.parametrize("themes", [(), (T.MOBILITY,)])
@pytest.mark.parametrize("note", ["", "Hinweis"])
@pytest.mark.parametrize("applicants", [(), (C.MUNICIPAL,)])
@pytest.mark.parametrize("regions", [(), ("SN", "other")])
def test_no_field_of_the_source_disappears(themes, note, applicants, regions):
    """Who and where are asked even where the source leaves them open; theme and note where it gives them."""
    statement = records.statement("a", themes=themes, status_note=note, applicants=applicants, regions=regions)
    expected = [KIND, REGION, *([THEME] if themes else []), *([STATUS] if note else [])]
    assert [each.kind for each in requirements_from(statement)] == expected


def test_categories_are_named_as_such():
    for requirement in requirements_from(records.statement("a", status_note="Hinweis", **MOBILITY)):
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
