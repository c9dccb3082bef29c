"""The register: what phrases mean, and what a unit's profile says."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from finder.fact_entry import parse_entered
from finder.facts import FACTS, OwnApplicant
from finder.models import Fact, TerritorialUnit
from finder.places.municipalities import (
    AmbiguousMunicipality,
    LookupFailed,
    NotAnApplicant,
    Register,
    UnknownMunicipality,
    own_profile,
    profile,
    register,
)
from finder.places.names import base_and_suffix
from finder.places.register import NO_BODY_NOTE, SEAT_NOTE, UNINCORPORATED_NOTE
from finder.places.register_rows import FILE, RegisterUnreadable
from finder.vocab import FactOrigin, FactState, Land, UnitLevel

TODAY = date(2026, 11, 25)

ONE = {
    # the town before the Kreis, the Kreis where it is asked for
    "Görlitz": "14626110",
    "Landkreis Görlitz": "14626",
    "Kreis Görlitz": "14626",
    "LK Görlitz": "14626",
    "Görlitz, Landkreis": "14626",
    "Stadt Görlitz": "14626110",
    "Große Kreisstadt Görlitz": "14626110",
    "Landkreis Hof": "09475",
    "Hof (Landkreis)": "09475",
    "Hof (kreisfreie Stadt)": "09464000",
    "Stadt Hof": "09464000",
    "Hof, Westerwaldkreis": "07143243",
    "Region Hannover": "03241",
    "Kreis Hannover": "03241",
    "Hannover": "03241001",
    "Landkreis Rostock": "13072",
    "Rostock": "13003000",
    "Regionalverband Saarbrücken": "10041",
    "Saarbrücken": "10041100",
    "Städteregion Aachen": "05334",
    "Ilm-Kreis": "16070",
    # a kreisfreie Stadt and its Kreis are one applicant
    "Leipzig": "14713000",
    "Leipzig, Stadt": "14713000",
    "Landkreis Leipzig": "14729",
    "Berlin": "11000000",
    "Hamburg": "02000000",
    # spellings
    "GÖRLITZ": "14626110",
    "  görlitz  ": "14626110",
    "Goerlitz": "14626110",
    "Go\u0308rlitz": "14626110",
    "Weißenfels": "15084550",
    "Weissenfels": "15084550",
    "St. Wendel": "10046117",
    "Sankt Wendel": "10046117",
    "St Wendel": "10046117",
    "Neumarkt i.d.OPf.": "09373147",
    "Neumarkt i. d. OPf.": "09373147",
    "Neumarkt in der Oberpfalz": "09373147",
    "Weilheim in Oberbayern": "09190157",
    "Weilheim i.OB": "09190157",
    "Pfaffenhofen an der Ilm": "09186143",
    "Pfaffenhofen a. d. Ilm": "09186143",
    "Bad Homburg vor der Höhe": "06434001",
    "Rothenburg ob der Tauber": "09571193",
    "Rothenburg o.d.T.": "09571193",
    "Frankfurt a.M.": "06412000",
    "Frankfurt am Main": "06412000",
    "Frankfurt/Main": "06412000",
    "Frankfurt (Oder)": "12053000",
    "Halle (Saale)": "15002000",
    "Halle/Saale": "15002000",
    "Rotenburg (Wümme)": "03357039",
    "Rotenburg/Wümme": "03357039",
    "Garmisch Partenkirchen": "09180117",
    "Weißwasser": "14626600",
    "Běła Woda": "14626600",
    "Budyšin": "14625020",
    "Lutherstadt Wittenberg": "15091375",
    "Brandenburg an der Havel": "12051000",
    # names that begin with the word for a kind
    "Amt Wachsenburg": "16070028",
    "Stadt Wehlen": "14628370",
    "Markt Schwaben": "09175127",
    # Gemeindeverbände
    "VG Adenau": "071315001",
    "Verbandsgemeinde Adenau": "071315001",
    "Adenau": "07131001",
    "Samtgemeinde Brome": "031515402",
    "Amt Lütjenburg": "010575727",
    "VG Eichstätt": "091765115",
    "VVG der Stadt Herrenberg": "081155003",
    "Gemeindeverwaltungsverband Oberes Gäu": "081155005",
    # namesakes told apart
    "Neukirchen, Nordfriesland": "01054086",
    "Neukirchen, Landkreis Straubing-Bogen": "09278154",
    "Neukirchen (Nordfriesland)": "01054086",
    "Neukirchen (Erzgebirgskreis)": "14521410",
    "Stadt Münster": "05515000",
    "Münster, NW": "05515000",
    "Münster, Nordrhein-Westfalen": "05515000",
    "Hessen": "06",
    "Land Brandenburg": "12",
    # keys
    "14626110": "14626110",
    "AGS 14626110": "14626110",
    "14 6 26 110": "14626110",
    "146260110110": "14626110",
    "14626": "14626",
    "14713": "14713000",
    "071315001": "071315001",
    "147130000": "14713000",
    "14": "14",
    # postcodes of seats
    "01067": "14612000",
    "02826": "14626110",
}

SEVERAL = {
    "Hof": {"09464000", "07143243"},
    "Münster": {"05515000", "09779187"},
    "Neukirchen": {"01054086", "01055031", "06634017", "09278154"},
    "Frankfurt": {"06412000", "12053000"},
    "Rotenburg": {"03357039", "06632018"},
    "Halle": {"15002000", "05754012", "03255016", "03456008"},
    "Nienburg": {"03256022", "15089235"},
    "Brandenburg": {"12", "12051000"},
    "Neuenkirchen, Vorpommern-Greifswald": {"13075101", "13075102"},
    "09471": {"09471", "14521060", "14521340"},
}

NONE = (
    "",
    "   ",
    "\x00",
    "Xyzzyville",
    "Gorlitz",
    "1462",
    "99999999",
    "99999",
    "146269999110",
    "123456789012345",
    "Amt",
    "?!",
)


@pytest.fixture(scope="module")
def units() -> tuple[TerritorialUnit, ...]:
    return tuple(register().units(UnitLevel.MUNICIPALITY))


@pytest.mark.parametrize(("phrase", "key"), ONE.items())
def test_a_phrase_means_one_unit(phrase: str, key: str) -> None:
    assert register().resolve(phrase).key == key


@pytest.mark.parametrize(("phrase", "keys"), SEVERAL.items())
def test_a_phrase_that_means_several_units_gives_them_all(phrase: str, keys: set[str]) -> None:
    with pytest.raises(AmbiguousMunicipality) as caught:
        register().resolve(phrase)
    assert {match.unit.key for match in caught.value.candidates} >= keys
    assert f"({len(caught.value.candidates)} Treffer)" in str(caught.value)
    found = {match.unit.key for match in register().find(phrase, limit=1)}
    assert found >= {match.unit.key for match in caught.value.candidates}, "what fits is never cut off"


@pytest.mark.parametrize("phrase", NONE)
def test_a_phrase_that_means_nothing_is_answered_with_a_sentence(phrase: str) -> None:
    with pytest.raises(UnknownMunicipality, match=r"^[„B].*[.?]$"):
        register().resolve(phrase)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Gorlitz", "14626110"), ("Görltz", "14626110"), ("Dresdn", "14612000"), ("Münster (Westfalen)", "05515000")],
)
def test_a_misspelt_name_is_answered_with_the_one_that_was_meant(typed: str, meant: str) -> None:
    with pytest.raises(UnknownMunicipality, match="Meinten Sie") as caught:
        register().resolve(typed)
    assert meant in {match.unit.key for match in caught.value.candidates}


@settings(max_examples=300, deadline=None)
@given(st.text())
@example("(")
@example("),(")
@example("/, /")
@example("a.d." * 100)
@example("٣٣٣٣٣")
@example("²")
@example("İ")
def test_any_text_is_answered_or_refused_with_a_sentence(text: str) -> None:
    register().find(text)
    try:
        register().resolve(text)
    except LookupFailed as failed:
        assert str(failed)


def test_all_895_namesakes_are_offered_and_none_is_chosen(units: tuple[TerritorialUnit, ...]) -> None:
    by_base = defaultdict(set)
    for unit in units:
        by_base[base_and_suffix(unit.name)[0]].add(unit.key)
    shared = {base: keys for base, keys in by_base.items() if len(keys) > 1}
    assert (len(shared), sum(map(len, shared.values()))) == (396, 895)
    for base, keys in shared.items():
        with pytest.raises(AmbiguousMunicipality) as caught:
            register().resolve(base)
        assert keys <= {match.unit.key for match in caught.value.candidates}, base


def test_every_municipality_is_found_by_its_own_name(units: tuple[TerritorialUnit, ...]) -> None:
    for unit in units:
        try:
            found = {register().resolve(unit.name).key}
        except AmbiguousMunicipality as ambiguous:
            found = {match.unit.key for match in ambiguous.candidates}
        assert unit.key in found, unit.name


def test_every_kreis_is_found_by_its_own_name() -> None:
    for county in register().units(UnitLevel.COUNTY):
        assert register().resolve(f"Landkreis {county.name}").key == county.key


def test_every_unit_is_found_by_its_key() -> None:
    for level in (UnitLevel.LAND, UnitLevel.ASSOCIATION, UnitLevel.MUNICIPALITY, UnitLevel.UNINCORPORATED):
        assert all(register().by_key(unit.key) == unit for unit in register().units(level))


def test_the_register_is_whole() -> None:
    levels = [UnitLevel.MUNICIPALITY, UnitLevel.UNINCORPORATED, UnitLevel.LAND, UnitLevel.COUNTY, UnitLevel.ASSOCIATION]
    lines = [sum(row.level == level for row in register().rows) for level in levels]
    assert lines == [10_752, 207, 16, 400, 4_596]
    assert [len(list(register().units(level))) for level in levels] == [10_752, 207, 16, 294, 1_203]


def test_the_publisher_and_both_days_are_named() -> None:
    head = register().head
    assert head.source == "Gemeindeverzeichnis, © Statistisches Bundesamt (Destatis), 2025"
    assert head.notice.endswith("Vervielfältigung und Verbreitung, auch auszugsweise, mit Quellenangabe gestattet.")
    assert (head.territory_as_of, head.population_as_of) == (date(2024, 12, 31), date(2023, 12, 31))


@pytest.mark.parametrize("content", [b"", b"no gzip", b"\x1f\x8b\x08\x00", None])
def test_a_damaged_register_is_explained(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "register.csv.gz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RegisterUnreadable, match="foerderfinder municipalities import"):
        Register.load(path)


def test_a_register_cut_off_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "register.csv.gz"
    path.write_bytes(FILE.read_bytes()[:100_000])
    with pytest.raises(RegisterUnreadable):
        Register.load(path)


@pytest.mark.parametrize(
    ("phrase", "note"),
    [
        ("02826", SEAT_NOTE),
        ("Görlitz", None),
        ("Sachsenwald", UNINCORPORATED_NOTE),
        ("VVG der Stadt Herrenberg", NO_BODY_NOTE),
        ("VG Eichstätt", None),
    ],
)
def test_what_people_have_to_know_comes_with_the_answer(phrase: str, note: str | None) -> None:
    assert register().match(phrase).note == note


def test_find_lists_what_begins_so_with_large_municipalities_first() -> None:
    found = register().find("Gör", limit=5)
    assert found[0].unit.key == "14626110"
    assert len(found) == 5
    assert len({match.unit.key for match in found}) == 5


def test_members_of_a_kreis_and_of_a_verband() -> None:
    inside = register().members("14626")
    assert "14626110" in {unit.key for unit in inside}
    assert all(unit.county_name == "Görlitz" for unit in inside)
    assert {unit.association_key for unit in register().members("071315001")} == {"071315001"}
    assert register().members("99999") == ()


# --- profiles


def known(unit_key: str, *entered: Fact) -> dict[str, object]:
    unit = register().by_key(unit_key)
    assert unit is not None
    return {fact.id: fact.value for fact in profile(unit, entered).facts if fact.state is FactState.KNOWN}


def test_a_profile_shows_every_fact_and_says_where_each_comes_from() -> None:
    found = profile(register().resolve("Görlitz"), ())
    assert [fact.id for fact in found.facts] == list(FACTS)
    population = found.fact("population")
    assert population is not None
    assert (population.value, population.origin, population.as_of) == (56_694, FactOrigin.REGISTER, date(2023, 12, 31))
    assert population.source == "Gemeindeverzeichnis, © Statistisches Bundesamt (Destatis), 2025"
    postcode = found.fact("seat_postcode")
    assert postcode is not None
    assert (postcode.value, postcode.as_of) == ("02826", date(2024, 12, 31))


def test_what_nobody_stated_is_unknown() -> None:
    for fact in profile(register().resolve("Görlitz"), ()).facts:
        if FACTS[fact.id].origin in (FactOrigin.ENTERED, FactOrigin.AREA_SET):
            assert (fact.state, fact.value, fact.origin) == (FactState.UNKNOWN, None, None)


@pytest.mark.parametrize(
    ("key", "kinds"),
    [
        ("14626110", ("municipality",)),
        ("14713000", ("municipality", "county_free_city")),
        ("08111000", ("municipality", "county_free_city")),
        ("11000000", ("municipality", "county_free_city")),
        ("14626", ("county",)),
        ("10041", ("county",)),
        ("03241", ("county",)),
        ("071315001", ("municipal_association",)),
    ],
)
def test_what_a_unit_applies_as(key: str, kinds: tuple[str, ...]) -> None:
    assert known(key)["applicant_kind"] == kinds


@pytest.mark.parametrize(
    ("key", "territory"),
    [
        ("14626110", ("14626110", "14626", "SN", "DE", "EU")),
        ("14713000", ("14713000", "14713", "SN", "DE", "EU")),
        ("07131001", ("07131001", "071315001", "07131", "RP", "DE", "EU")),
        ("071315001", ("071315001", "07131", "RP", "DE", "EU")),
        ("14626", ("14626", "SN", "DE", "EU")),
    ],
)
def test_where_a_unit_lies(key: str, territory: tuple[str, ...]) -> None:
    assert known(key)["territory"] == territory


def test_the_population_of_a_kreis_is_a_sum_and_says_so() -> None:
    county = register().resolve("Landkreis Görlitz")
    population = profile(county, ()).fact("population")
    assert population is not None
    assert population.value == sum(unit.population or 0 for unit in register().members("14626"))
    assert population.origin is FactOrigin.DERIVED
    assert population.source.startswith("Summe der Gemeinden und gemeindefreien Gebiete (")
    assert known("14626")["area_km2"] == sum(unit.area_km2 or Decimal(0) for unit in register().members("14626"))
    assert "seat_postcode" not in known("14626")


def test_people_in_unincorporated_areas_count_for_their_kreis() -> None:
    members = sum(unit.population or 0 for unit in register().members("03358"))
    assert known("03358")["population"] == members + 2_098  # Osterheide


@pytest.mark.parametrize("key", ["14", "01053105"])
def test_a_land_and_an_unincorporated_area_are_no_applicants(key: str) -> None:
    unit = register().by_key(key)
    assert unit is not None
    with pytest.raises(NotAnApplicant, match="kann keinen Antrag stellen"):
        profile(unit, ())


def test_entered_facts_stand_in_the_profile_and_only_those_people_can_enter() -> None:
    stated = parse_entered(FACTS["school_provider"], "ja", TODAY)
    assert known("14626110", stated)["school_provider"] is True
    forged = stated.model_copy(update={"id": "seat_postcode", "value": "1"})
    with pytest.raises(ValueError, match="seat_postcode"):
        known("14626110", forged)
    with pytest.raises(ValueError, match="school_provider"):
        known("14626110", stated.model_copy(update={"origin": FactOrigin.REGISTER}))


@pytest.mark.parametrize(
    ("members", "territory"),
    [
        (("14626110", "14626600"), ("zv-wasser", "14626", "SN", "DE", "EU")),
        (("14626110", "14612000"), ("zv-wasser", "SN", "DE", "EU")),
        (("14626110", "12052000"), ("zv-wasser", "BB", "SN", "DE", "EU")),
        (("14626110",), ("zv-wasser", "14626", "14626110", "SN", "DE", "EU")),
        ((), ("zv-wasser", "SN", "DE", "EU")),
    ],
)
def test_a_zweckverband_lies_where_all_its_members_do(members: tuple[str, ...], territory: tuple[str, ...]) -> None:
    found = own_profile(OwnApplicant(key="zv-wasser", name="ZV Wasser", land=Land.SN, members=members), ())
    kinds, area, population = (found.fact(fact_id) for fact_id in ("applicant_kind", "territory", "population"))
    assert kinds is not None and kinds.value == ("special_purpose_association",)
    assert area is not None and area.value == territory
    assert population is not None and population.state is FactState.UNKNOWN


def test_a_member_that_is_in_no_register_is_reported() -> None:
    with pytest.raises(UnknownMunicipality, match="99999999"):
        own_profile(OwnApplicant(key="zv-x", name="X", land=Land.SN, members=("99999999",)), ())
