"""The start catalogue: facts that hold together, in our own words, from a source that steps back for the real one."""

import html
import re
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crawler.portal import portal_ids
from finder.catalogue import starter
from finder.models import Deadline
from finder.paths import ROOT
from finder.vocab import (
    ApplicantKind,
    Assurance,
    BenefitKind,
    DeadlineModel,
    Effect,
    Land,
    Level,
    Operator,
    RequirementKind,
    SectionField,
    Strength,
)
from finder.yamlfile import YamlFileError

EXPORT = ROOT.parent / "shared" / "data" / "fdb-export.zip"
FILES = sorted(starter.FOLDER.iterdir())
PROGRAMMES = starter.load_programmes()
LONGEST_SHARED_PHRASE = 7

ALLOWED_DATES = {
    DeadlineModel.FIXED: {"date"},
    DeadlineModel.RECURRING: {"annual"},
    DeadlineModel.TWO_STAGE: {"date", "annual", None},
    DeadlineModel.ROLLING: {None},
    DeadlineModel.FIRST_COME: {None},
    DeadlineModel.ANNOUNCED: {None},
    DeadlineModel.CLOSED: {None},
}
LAND_OF_FOLDER = {
    "Baden-Wuerttemberg": Land.BW,
    "Bayern": Land.BY,
    "Brandenburg": Land.BB,
    "Hessen": Land.HE,
    "Mecklenburg-Vorpommern": Land.MV,
    "NRW": Land.NW,
    "Niedersachsen": Land.NI,
    "Rheinland-Pfalz": Land.RP,
    "Sachsen": Land.SN,
    "Sachsen-Anhalt": Land.ST,
    "Schleswig-Holstein": Land.SH,
    "Thueringen": Land.TH,
}


def name(programme: starter.StarterProgramme) -> str:
    return programme.path.rpartition("/")[2]


each_programme = pytest.mark.parametrize("programme", PROGRAMMES, ids=name)


# --- the catalogue as a whole ---------------------------------------------------------------------------------------


def test_at_least_forty_programmes_from_many_places():
    assert len(PROGRAMMES) >= 40
    assert len({programme.land for programme in PROGRAMMES}) >= 10


def test_the_folder_holds_nothing_but_programmes():
    assert [path.suffix for path in FILES] == [".yml"] * len(PROGRAMMES)


@pytest.mark.parametrize("field", ["path", "title", "summary"])
def test_no_two_programmes_share(field):
    values = [getattr(programme, field) for programme in PROGRAMMES]
    assert len(set(values)) == len(values)


def test_the_source_names_where_the_facts_were_read_and_steps_back_for_the_crawl():
    assert starter.SOURCE.id == "starter"
    assert "Förderdatenbank" in starter.SOURCE.attribution
    assert starter.SOURCE.superseded_by in portal_ids()


def test_no_portal_crawls_the_start_catalogue():
    assert starter.SOURCE.id not in portal_ids()


def test_the_mark_says_start_catalogue_and_day():
    assert starter.MARK == "Startkatalog, Stand 01.09.2026"


# --- each programme -------------------------------------------------------------------------------------------------


@each_programme
def test_is_a_municipal_programme_read_on_the_day_of_the_mark(programme):
    assert "municipal" in programme.applicants
    assert programme.read_on == starter.READ_ON


@each_programme
def test_the_path_agrees_with_level_and_land(programme):
    level, folder = programme.path.removeprefix("/BMWI/FDB/Content/DE/Foerderprogramm/").split("/")[:2]
    assert programme.level is {"Bund": Level.FEDERAL, "Land": Level.LAND}[level]
    assert programme.land is (LAND_OF_FOLDER[folder] if programme.land else None)
    assert programme.level is Level.FEDERAL or programme.regions == (programme.land,)


@each_programme
def test_the_summary_is_whole_sentences_without_a_quote(programme):
    assert 60 <= len(programme.summary) <= 350
    assert re.match(r"[A-ZÄÖÜ]", programme.summary)
    assert programme.summary.endswith(".")
    assert programme.summary == " ".join(programme.summary.split())
    assert 1 <= len(re.findall(r"\.(?= |$)", programme.summary)) <= 2
    assert not set(programme.summary) & set('„“"»«')


@each_programme
def test_the_address_is_no_page_that_was_never_seen(programme):
    """Document paths that end in "-d" and a number were given when the archive was put together; they have no page."""
    assert programme.url.startswith("https://")
    if "foerderdatenbank.de/FDB/" in programme.url:
        assert not re.search(r"-d\d{3}$", programme.path)
        assert programme.url.endswith(f"{programme.path.removeprefix('/BMWI')}.html")


@each_programme
def test_numbers_lie_in_their_ranges_and_are_exact(programme):
    percents = [*(rate.percent for rate in programme.rates), *(share.percent for share in programme.own_share)]
    assert all(0 <= percent <= 100 for percent in percents)
    assert all(Decimal(1) <= amount.eur <= Decimal(500_000_000) for amount in programme.amounts)
    assert all(number == round(number, 2) for number in [*percents, *(amount.eur for amount in programme.amounts)])


@each_programme
def test_equal_statements_stand_once(programme):
    for statements in (programme.rates, programme.amounts, programme.own_share, programme.deadlines):
        assert len(set(statements)) == len(statements)
    for codes in (programme.applicant_kinds, programme.unclear_kinds, programme.regions, programme.funding_types):
        assert len(set(codes)) == len(codes)


@each_programme
def test_dates_fit_the_way_applications_are_taken(programme):
    for window in programme.deadlines:
        given = {field for field in ("date", "annual") if getattr(window, field)} or {None}
        assert given <= ALLOWED_DATES[programme.deadline_model]
        assert len(given) == 1


@each_programme
def test_the_guideline_begins_before_it_ends(programme):
    assert (programme.valid_from or date.min) <= (programme.valid_until or date.max)


@pytest.fixture(scope="module")
def export():
    if not EXPORT.is_file():
        pytest.skip("braucht ../shared/data/fdb-export.zip, das nicht Teil des Projekts ist")
    with zipfile.ZipFile(EXPORT) as archive:
        yield archive


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def phrases(text: str, length: int) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[start : start + length]) for start in range(len(found) - length + 1)}


@each_programme
def test_no_summary_or_condition_repeats_a_long_phrase_of_the_source(export, programme):
    document = export.read(f"{programme.path.removeprefix('/')}.xml").decode("utf-8", errors="replace")
    source = re.sub(r"<[^>]+>", " ", html.unescape(html.unescape(document)))
    conditions = [
        statement.condition or ""
        for statement in (*programme.rates, *programme.amounts, *programme.own_share, *programme.deadlines)
    ]
    taken = phrases(source, LONGEST_SHARED_PHRASE + 1)
    assert not [text for text in (programme.summary, *conditions) if phrases(text, LONGEST_SHARED_PHRASE + 1) & taken]


# --- as the store takes it ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("raw", "readings"), starter.entries(), ids=map(name, PROGRAMMES))
def test_an_entry_is_a_statement_a_summary_and_category_readings(raw, readings):
    programme = next(each for each in PROGRAMMES if each.path == raw.statement.key)
    assert raw.statement.source == starter.SOURCE.id
    assert raw.statement.status_note == ""
    assert [(part.field, part.text, part.html) for part in raw.sections] == [
        (SectionField.TEASER, programme.summary, "")
    ]
    assert raw.document is None
    values = [*readings.requirements, *readings.benefits, *readings.deadlines]
    assert all(value.evidence.assurance is Assurance.CATEGORY for value in values)
    for value in values:
        assert value.evidence.category.startswith(("Antragsberechtigte: ", "Fördergebiet: ", "Startkatalog, Stand "))


@pytest.mark.parametrize(("raw", "readings"), starter.entries(), ids=map(name, PROGRAMMES))
def test_an_entry_asks_for_applicant_and_region_and_nothing_else(raw, readings):
    applicant, region = readings.requirements
    assert (applicant.kind, region.kind) == (RequirementKind.APPLICANT_KIND, RequirementKind.REGION)
    for requirement in readings.requirements:
        assert (requirement.op, requirement.effect, requirement.strength) == (
            Operator.INTERSECTS,
            Effect.GATE,
            Strength.MUST,
        )
    assert {*applicant.value, *applicant.unclear} <= set(ApplicantKind)
    assert region.value == raw.statement.regions


def entry(slug: str):
    return next(entry for entry in starter.entries() if entry[0].statement.key.endswith(f"/{slug}"))


def test_facts_of_one_programme_from_file_to_readings():
    raw, readings = entry("rueckbaurichtlinie")
    assert raw.statement.land is Land.MV
    assert readings.requirements[0].value == ("municipality",)
    assert [(benefit.kind, benefit.eur, benefit.percent) for benefit in readings.benefits] == [
        (BenefitKind.AMOUNT, Decimal(110), None),
        (BenefitKind.OWN_SHARE, None, Decimal(0)),
    ]
    assert [(window.model, window.annual) for window in readings.deadlines] == [(DeadlineModel.RECURRING, "01-15")]
    assert readings.validity.valid_until == date(2027, 6, 30)


def test_a_guideline_without_dates_has_neither_deadline_nor_validity():
    _, readings = entry("zuwendungen-fuer-das-feuerwehrwesen-d040")
    assert readings.deadlines == ()
    assert readings.validity is None


def test_kinds_that_the_words_may_include_are_open_and_others_are_not():
    _, readings = entry("foerderung-der-kommunale-praevention-rl-komm-praev")
    applicant = readings.requirements[0]
    assert applicant.value == ("municipality", "county", "municipal_company")
    assert applicant.unclear == ("municipal_association", "special_purpose_association")


# --- a file that breaks the form ------------------------------------------------------------------------------------

SOUND = (starter.FOLDER / "rueckbaurichtlinie.yml").read_text(encoding="utf-8")


def write(folder: Path, old: str, new: str, file: str = "rueckbaurichtlinie.yml") -> Path:
    assert old in SOUND
    path = folder / file
    path.write_text(SOUND.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("level: land", "level: county", "level"),
        ("land: MV", "land: null", "genau dann"),
        ("level: land", "level: federal", "genau dann"),
        ("regions: [MV]", "regions: []", "regions"),
        ("regions: [MV]", "regions: [XX]", "unbekanntes Fördergebiet: XX"),
        ("funding_types: [grant]", "funding_types: [gift]", "funding_types"),
        ("themes: []", "themes: [sport]", "themes"),
        ("applicants: [municipal]", "applicants: [kommune]", "applicants"),
        ("applicant_kinds: [municipality]", "applicant_kinds: []", "applicant_kinds"),
        ("unclear_kinds: []", "unclear_kinds: [municipality]", "entweder genannt oder unklar"),
        ('eur: "110"', 'eur: "-1"', "eur"),
        ('eur: "110"', 'eur: "viel"', "eur"),
        ('percent: "0"', 'percent: "101"', "percent"),
        ("per: unit", "per: metre", "per"),
        ("deadline_model: recurring", "deadline_model: null", "nur zusammen"),
        ("deadline_model: recurring", "deadline_model: sometimes", "deadline_model"),
        ('annual: "01-15"', 'annual: "13-15"', "annual"),
        ('url: "https:', 'url: "http:', "url"),
        ("url_note: null", 'url_note: "Startseite"', "url_note"),
        ("read_on: 2026-09-01", "read_on: null", "read_on"),
        ("read_on: 2026-09-01", "read_on: 2026-09-01\nquote: x", "quote"),
        ("an die Eigentümer weiter.", "an die Eigentümer weiter", "summary"),
        ("path: /BMWI/FDB", "path: BMWI/FDB", "path"),
    ],
)
def test_a_broken_file_is_refused_with_file_and_field(tmp_path, old, new, words):
    path = write(tmp_path, old, new)
    with pytest.raises(starter.StarterFileError) as error:
        starter.load_programme(path)
    assert str(error.value).startswith(f"{path}: ")
    assert words in str(error.value)


def test_a_file_is_named_after_its_path(tmp_path):
    path = write(tmp_path, "level: land", "level: land", file="other.yml")
    with pytest.raises(starter.StarterFileError, match="letzte Teil von path"):
        starter.load_programme(path)


@pytest.mark.parametrize("number", ["110.5", "010"])
def test_a_number_that_yaml_would_change_is_refused(tmp_path, number):
    path = write(tmp_path, 'eur: "110"', f"eur: {number}")
    with pytest.raises(YamlFileError, match="Zeile"):
        starter.load_programme(path)


@pytest.mark.parametrize("content", ["", "- a", "nur Text"])
def test_a_file_without_fields_is_refused(tmp_path, content):
    path = tmp_path / "rueckbaurichtlinie.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(starter.StarterFileError, match="Datei"):
        starter.load_programme(path)


def test_an_empty_folder_is_an_empty_catalogue(tmp_path):
    assert starter.entries(tmp_path) == []


def test_windows_become_deadlines_of_the_programmes_model():
    windows = [window for _, readings in starter.entries() for window in readings.deadlines]
    assert all(isinstance(window, Deadline) for window in windows)
    assert {DeadlineModel.RECURRING, DeadlineModel.TWO_STAGE, DeadlineModel.ANNOUNCED, DeadlineModel.CLOSED} == {
        window.model for window in windows
    }
