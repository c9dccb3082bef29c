"""Profile files: what is written is read back, in both formats; what no file may say is refused with place and reason."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from finder.desk.database import open_desk
from finder.desk.projects import EnteredProject, projects
from finder.fact_entry import can_be_entered, entry_text, parse_entered
from finder.facts import DEFINITIONS, FACTS, PROJECT_FACTS, FactDefinition, FactType, OwnApplicant
from finder.models import Fact
from finder.places.municipalities import profile, register
from finder.profiles.files import (
    FileFormat,
    ProfileFile,
    ProfileFileError,
    profile_bytes,
    read_profile_bytes,
    read_profile_file,
    write_profile_file,
)
from finder.profiles.form import ENTERED_OF_PROJECT
from finder.profiles.importing import exported, planned, take_over
from finder.profiles.stated import LARGEST_FILE
from finder.vocab import FactState, Land

DAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
GOERLITZ = "14626110"
OWN = OwnApplicant(key="zv-wasser", name='Zweckverband „Wasser": #1', land=Land.SN, members=(GOERLITZ, "14626060"))
FORMATS = list(FileFormat)
ASKED = [definition for definition in FACTS.values() if can_be_entered(definition)]

WORDS = (
    st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=40)
    .map(lambda text: " ".join(text.replace(";", ",").split()))
    .filter(
        lambda text: text and "_x" not in text and text.casefold() not in ("keine", "keiner", "keines", "unbekannt")
    )
)
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
ANSWERS: dict[FactType, Callable[[FactDefinition], st.SearchStrategy[str]]] = {
    FactType.WHOLE: lambda d: st.integers(1, d.maximum or 85_000_000).map(str),
    FactType.NUMBER: lambda d: st.decimals("0.01", 358_000, places=2).map(lambda n: str(n).replace(".", ",")),
    FactType.YES_NO: lambda d: st.sampled_from(["ja", "nein"]),
    FactType.CHOICE: lambda d: st.sampled_from(list(d.options)),
    FactType.CHOICES: lambda d: st.lists(st.sampled_from(list(d.options)), unique=True).map(listed),
    FactType.KEYS: lambda d: st.lists(st.sampled_from([GOERLITZ, "14626060", "14626", "zv-wasser"]), unique=True).map(
        listed
    ),
    FactType.NAMES: lambda d: st.lists(WORDS, max_size=3).map(listed),
    FactType.DAY: lambda d: DAYS.map(date.isoformat),
}


def listed(words: Iterable[str]) -> str:
    return ";".join(words) or "keine"


def facts_of(definitions: Iterable[FactDefinition]) -> st.SearchStrategy[tuple[Fact, ...]]:
    """Some of the facts with any answer people can give to them, each of some day."""

    def stated(definition: FactDefinition) -> st.SearchStrategy[Fact | None]:
        answers = st.sampled_from(["unbekannt", "trifft nicht zu"]) | ANSWERS[definition.type](definition)
        return st.none() | st.builds(parse_entered, st.just(definition), answers, DAYS)

    return st.tuples(*map(stated, definitions)).map(lambda facts: tuple(filter(None, facts)))


def possible(facts: tuple[Fact, ...]) -> bool:
    days = {fact.id: fact.value for fact in facts if isinstance(fact.value, date)}
    return days.get("project_start", date.min) <= days.get("project_end", date.max)


PROJECTS = st.lists(
    st.builds(
        EnteredProject,
        st.from_regex(r"[a-z0-9][a-z0-9-]{0,59}", fullmatch=True),
        WORDS,
        facts_of(ENTERED_OF_PROJECT).filter(possible),
    ),
    max_size=2,
    unique_by=lambda project: project.key,
).map(tuple)
CONTENTS = st.builds(
    ProfileFile,
    municipality=st.just(None),
    applicant=st.just(OWN),
    facts=facts_of(ASKED),
    projects=PROJECTS,
)


def without_source(facts: Iterable[Fact]) -> dict[str, object]:
    return {fact.id: (fact.state, fact.value, fact.as_of, fact.origin) for fact in facts}


def compared(content: ProfileFile) -> object:
    entered = [(project.key, project.name, without_source(project.facts)) for project in content.projects]
    return content.municipality, content.applicant, without_source(content.facts), entered


@pytest.mark.parametrize("file_format", FORMATS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=CONTENTS)
def test_what_is_written_is_read_back(file_format: FileFormat, content: ProfileFile) -> None:
    written = profile_bytes(content, file_format)
    assert compared(read_profile_bytes(f"a.{file_format}", written, DAY)) == compared(content)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=CONTENTS)
def test_the_desk_gives_back_what_a_file_brought(
    tmp_path_factory: pytest.TempPathFactory, content: ProfileFile
) -> None:
    with open_desk(tmp_path_factory.mktemp("desk") / "desk.db") as desk:
        take_over(planned(content, desk), desk, NOW)
        entered = sorted(content.projects, key=lambda project: (project.name, project.key))
        assert compared(exported(OWN.key, desk)) == compared(content.model_copy(update={"projects": tuple(entered)}))
        assert planned(content, desk).changes == (), "a second time nothing changes"


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_template_asks_everything_states_nothing_and_shows_the_register(file_format: FileFormat) -> None:
    unit = register().resolve("Görlitz")
    body = profile_bytes(ProfileFile(municipality=unit.key), file_format, profile(unit, ()))
    assert read_profile_bytes(f"goerlitz.{file_format}", body, DAY) == ProfileFile(municipality=GOERLITZ)
    text = body.decode() if file_format is FileFormat.YAML else all_words(body)
    for definition in (*(each for each in ASKED if each.question), *ENTERED_OF_PROJECT):
        assert definition.id in text
        assert str(definition.question) in text
    assert "56.694 Einwohner" in text


def test_what_follows_from_own_answers_is_not_shown_as_known_anyway() -> None:
    derived = Fact(
        id="budget_term", state=FactState.KNOWN, value="HSK (SächsGemO)", origin="derived", source="x", as_of=DAY,
        premises=("budget_status", "territory"),
    )  # fmt: skip
    known = profile(register().resolve("Görlitz"), ())
    facts = tuple(derived if fact.id == derived.id else fact for fact in known.facts)
    body = profile_bytes(ProfileFile(), FileFormat.YAML, known.model_copy(update={"facts": facts}))
    assert b"HSK" not in body


def all_words(body: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(body))
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)


def test_choices_are_drop_downs_and_everything_but_answers_is_locked() -> None:
    unit = register().resolve("Görlitz")
    book = openpyxl.load_workbook(
        io.BytesIO(profile_bytes(ProfileFile(municipality=unit.key), FileFormat.XLSX, profile(unit, ())))
    )
    about = book["Angaben"]
    rows = {row[0].value: row for row in about.iter_rows(min_row=2)}
    lists = {str(found.sqref): found.formula1 for found in about.data_validations.dataValidation}
    for fact_id in ("budget_status", "school_provider"):
        assert rows[fact_id][2].coordinate in lists
        assert not rows[fact_id][2].protection.locked
    assert about.protection.sheet
    assert rows["amtlich.population"][2].value == "56.694 Einwohner"
    assert rows["amtlich.population"][2].protection.locked
    choices = [row[0].value for row in book["Listen"][lists[rows["budget_status"][2].coordinate].partition("!")[2]]]
    assert choices == ["unbekannt", *FACTS["budget_status"].options.values(), "trifft nicht zu"]
    assert book["Listen"].sheet_state == "hidden"
    assert book["Vorhaben"]["C1"].value == "Vorhaben 1"


def test_numbers_and_days_are_numbers_and_days_in_a_workbook() -> None:
    facts = (
        parse_entered(PROJECT_FACTS["eligible_cost"], "400.000", DAY),
        parse_entered(PROJECT_FACTS["project_start"], "01.03.2027", DAY),
        parse_entered(PROJECT_FACTS["other_funding"], "=1+1", DAY),
    )
    body = profile_bytes(ProfileFile(projects=(EnteredProject("a", "A", facts),)), FileFormat.XLSX)
    sheet = openpyxl.load_workbook(io.BytesIO(body))["Vorhaben"]
    found = {row[0].value: row[2] for row in sheet.iter_rows(min_row=2)}
    assert found["eligible_cost"].value == 400_000
    assert found["project_start"].value.date() == date(2027, 3, 1)
    assert (found["other_funding"].value, found["other_funding"].data_type) == ("=1+1", "s")


def test_an_answer_without_a_day_of_its_own_is_of_the_day_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_text(
        'facts: {school_provider: ja, budget_status: {answer: balanced, as_of: 2024-01-31}, leader_region: ""}'
    )
    read = read_profile_file(file, DAY)
    assert [(fact.id, fact.as_of) for fact in read.facts] == [
        ("school_provider", DAY),
        ("budget_status", date(2024, 1, 31)),
    ]
    assert {fact.source for fact in read.facts} == {"Profildatei a.yml"}


@pytest.mark.parametrize(
    ("answer", "fact_id", "expected"),
    [
        ("400000", "eligible_cost", 400_000),
        ('"400.000 Euro"', "eligible_cost", 400_000),
        ("2027-03-01", "project_start", date(2027, 3, 1)),
        ('["14626110", Zittau]', "partners", (GOERLITZ, "14626610")),
        ("[]", "partners", ()),
        ('"Görlitz; Landkreis Bautzen"', "site", (GOERLITZ, "14625")),
        ("[energy, Mobilität]", "project_theme", ("energy", "mobility")),
        ("true", "council_decision", True),
        ("nein", "council_decision", False),
    ],
)
def test_answers_may_be_written_as_people_and_yaml_write_them(
    tmp_path: Path, answer: str, fact_id: str, expected: object
) -> None:
    file = tmp_path / "a.yml"
    file.write_text(f"projects:\n- name: Neue Feuerwache\n  facts:\n    {fact_id}: {answer}\n", encoding="utf-8")
    (project,) = read_profile_file(file, DAY).projects
    assert project.key == "neue-feuerwache"
    assert [fact.value for fact in project.facts] == [expected]


YAML_ERRORS = [
    ("- a\n- b", "der Anfang der Datei"),
    ("nonsense", "der Anfang der Datei"),
    ("fact: {}", "kennt keinen Eintrag „fact“; möglich sind municipality, applicant, facts und projects"),
    ("facts: [a]", "„facts“ muss Einträge der Form"),
    ("facts: {colour: red}", "facts → colour: Eine Angabe „colour“ gibt es nicht"),
    ("facts: {territory: DE}", "facts → territory: „Gebiet“ wird ermittelt"),
    ("facts: {eligible_cost: 5}", "facts → eligible_cost: Eine Angabe „eligible_cost“ gibt es nicht"),
    ("facts: {budget_status: pleite}", "facts → budget_status: „pleite“ steht bei „Haushaltslage“ nicht zur Wahl"),
    ("facts: {council_lead_days: -3}", "„-3“ ist für „Vorlauf für einen Ratsbeschluss“ keine ganze Zahl von 0 bis 730"),
    ("facts: {council_lead_days: 731}", "keine ganze Zahl von 0 bis 730"),
    ("facts: {council_lead_days: 1.5}", "Zeile 1: „1.5“ ist eine Kommazahl"),
    ("facts: {school_provider: ja, school_provider: nein}", "Zeile 1: Der Schlüssel „school_provider“ steht zweimal"),
    ("facts: {population: 0}", "„Einwohnerzahl“ keine ganze Zahl über 0 und bis 85.000.000"),
    ("facts: {population: 90000000}", "so groß ist ganz Deutschland"),
    ('facts: {area_km2: "358.000,5"}', "„Fläche“ keine Zahl über 0 und bis 358.000"),
    ("facts: {school_provider: {answer: ja, day: 1}}", "kennt keinen Eintrag „day“"),
    ("facts: {school_provider: {answer: ja, as_of: gestern}}", "as_of“ ist kein Tag"),
    ("facts: {school_provider: {answer: ja, as_of: 1890-01-01}}", "01.01.1890) kann nicht stimmen"),
    ("facts: {memberships: [[a]]}", "muss eine einzelne Angabe oder eine Liste von Wörtern sein"),
    ("projects: {name: A}", "„projects“ muss eine Liste sein"),
    ("projects: [{facts: {}}]", "projects → 1: Das Vorhaben hat keinen Namen"),
    (f"projects: [{{name: {'A' * 201}}}]", "projects → 1: Der Name des Vorhabens ist länger"),
    ("projects: [{name: A, key: Ä}]", "projects → 1: „Ä“ ist kein Schlüssel eines Vorhabens"),
    ("projects: [{name: A, key: a}, {name: B, key: a}]", "projects → 2: Der Schlüssel „a“ steht schon"),
    ("projects: [{name: A, facts: {eligible_cost: 0}}]", "Vorhaben „A“: „Zuwendungsfähige Kosten“ kann nicht 0 sein"),
    ("projects: [{name: A, facts: {eligible_cost: -1}}]", "projects → 1 → facts → eligible_cost: „-1“"),
    ("projects: [{name: A, facts: {project_start: 1890-05-01}}]", "kein Tag zwischen 01.01.1990 und 31.12.2100"),
    ("projects: [{name: A, facts: {project_start: 2027-02-30}}]", "„2027-02-30“ ist kein Tag des Kalenders"),
    (
        "projects: [{name: A, facts: {project_start: 2027-03-01, project_end: 2027-02-28}}]",
        "„Geplantes Ende“ (28.02.2027) liegt vor „Geplanter Beginn“ (01.03.2027)",
    ),
    ('projects: [{name: A, facts: {site: "99999999"}}]', "„Ort des Vorhabens“: „99999999“ ist kein Schlüssel"),
    ("projects: [{name: A, facts: {partners: Görlizt}}]", "„Partner“: „Görlizt“ steht nicht im Gemeindeverzeichnis"),
    ("projects: [{name: A, facts: {site: Sachsen}}]", "„Ort des Vorhabens“"),
    ("applicant: {key: zv-a, name: A, land: XX}", "„land“ („XX“) passt nicht. Nötig ist das Kürzel eines Landes"),
    ("applicant: {name: A, land: SN}", "„key“ fehlt"),
    ("applicant: {key: wasser, name: A, land: SN}", "„key“ („wasser“) passt nicht"),
    ('applicant: {key: zv-a, name: A, land: SN, members: ["1"]}', "„members“ („1“) passt nicht"),
    ("municipality: Görlitz\napplicant: {key: zv-a, name: A, land: SN}", "nennt eine Kommune und einen eigenen"),
    ("facts: {a: *b}", "Zeile 1"),
    ("facts: [" * 2_000, "tiefer verschachtelt"),
    ("facts: {a: \x01}", "unzulässiges Steuerzeichen"),
]


@pytest.mark.parametrize(("text", "sentence"), YAML_ERRORS, ids=[sentence[:40] for _, sentence in YAML_ERRORS])
def test_what_no_yaml_file_may_say_is_refused_with_place_and_reason(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "goerlitz.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ProfileFileError) as caught:
        read_profile_file(file, DAY)
    assert sentence in str(caught.value)
    assert str(caught.value).startswith("Profildatei goerlitz.yml")
    assert "\n" not in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.yml", None, "Die Datei gibt es nicht"),
        ("a.txt", b"", "nach seiner Endung keine Profildatei; möglich sind .yml, .yaml oder .xlsx"),
        ("a.yml", b"\xff\xfe", "nicht in UTF-8"),
        ("a.yml", b"#" * (LARGEST_FILE + 1), "größer, als eine Profildatei sein kann"),
        ("a.xlsx", b"", "keine Excel-Datei"),
        ("a.xlsx", b"PK\x03\x04" * 100, "keine Excel-Datei"),
    ],
)
def test_a_file_that_cannot_be_read_is_explained(
    tmp_path: Path, name: str, content: bytes | None, sentence: str
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ProfileFileError, match=sentence):
        read_profile_file(file, DAY)


def test_an_empty_file_states_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.touch()
    assert read_profile_file(file, DAY) == ProfileFile()


# --- workbooks from outside

HEAD = ("Kennung", "Angabe", "Antwort", "Stand")


OF_ZV = {"A3": "applicant.key", "C3": "zv-a", "A4": "applicant.name", "C4": "ZV A"}


def workbook(cells: dict[str, Any], sheet: str = "Angaben", head: tuple[str, ...] = HEAD) -> bytes:
    """A workbook with these cells; a text that begins with "=" is a formula here."""
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        page.write_row(0, 0, head)
        for place, value in cells.items():
            if isinstance(value, date):
                page.write_datetime(place, value, book.add_format({"num_format": "dd.mm.yyyy"}))
            else:
                page.write(place, value)
    return file.getvalue()


def sent(body: bytes) -> ProfileFile:
    return read_profile_bytes("goerlitz.xlsx", body, DAY)


@pytest.mark.parametrize(
    ("fact_id", "value", "expected"),
    [
        ("council_lead_days", 42, 42),
        ("council_lead_days", 42.0, 42),
        ("council_lead_days", "42 Tage", 42),
        ("population", "57.200", 57_200),
        ("population", 57_200, 57_200),
        ("area_km2", "67,53", 67.53),
        ("heat_plan_decided_on", date(2026, 1, 2), date(2026, 1, 2)),
        ("heat_plan_decided_on", "02.01.2026", date(2026, 1, 2)),
        ("school_provider", True, True),
        ("school_provider", " JA ", True),
        ("memberships", "Euroregion; Städtetag", ("Euroregion", "Städtetag")),
        ("memberships", 2024, ("2024",)),
    ],
)
def test_a_cell_may_hold_a_number_a_day_a_switch_or_words(fact_id: str, value: Any, expected: object) -> None:
    (fact,) = sent(workbook({"A2": fact_id, "C2": value})).facts
    assert fact.id == fact_id
    assert float(fact.value) == expected if isinstance(expected, float) else fact.value == expected


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"A2": "colour", "C2": "rot"}, "Blatt „Angaben“, Zelle C2: Eine Angabe „colour“ gibt es nicht"),
        ({"A2": "council_lead_days", "C2": "viele"}, "Zelle C2: „viele“ ist für „Vorlauf für einen Ratsbeschluss“"),
        ({"A2": "council_lead_days", "C2": 4.5}, "Zelle C2: „4,5“ ist für"),
        ({"A2": "council_lead_days", "C2": -4}, "Zelle C2: „-4“ ist für"),
        ({"A2": "council_lead_days", "C2": 1e300}, "Zelle C2: „1000000"),
        ({"A2": "council_lead_days", "C2": "=6*7"}, "Blatt „Angaben“, Zelle C2 enthält eine Formel"),
        ({"A2": '="council"', "C2": 1}, "Zelle A2 enthält eine Formel"),
        ({"A2": "council_lead_days", "C2": 5, "D2": "gestern"}, "Zelle D2: „gestern“ ist kein Tag"),
        ({"A2": "council_lead_days", "C2": 5, "D2": "=TODAY()"}, "Zelle D2 enthält eine Formel"),
        ({"C7": "verloren"}, "Blatt „Angaben“, Zelle C7 gehört zu keiner Angabe"),
        ({"A2": "leader_region", "A3": "leader_region"}, "Zelle A3: Die Kennung „leader_region“ steht zweimal"),
        ({"A2": "municipality", "C2": "Görlitz", "A3": "applicant.name", "C3": "ZV"}, "„key“ fehlt"),
        ({"A2": "applicant.land", "C2": "Sachsen", **OF_ZV}, "Zelle C2: „land“ („Sachsen“) passt nicht"),
        ({f"A{number}": f"x{number}" for number in range(2, 600)}, "mehr als 500 Zeilen"),
        ({"C1": "Ergebnis", "A2": "school_provider"}, "Blatt „Angaben“ hat in der ersten Zeile keine Spalte „Antwort“"),
        ({"A1": "Nr"}, "keine Spalte „Kennung“"),
        ({"E1": "Antwort"}, "Zelle E1: Die Spalte „Antwort“ gibt es schon"),
    ],
)  # fmt: skip
def test_what_no_workbook_may_say_is_refused_with_sheet_and_cell(cells: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ProfileFileError) as caught:
        sent(workbook(cells))
    assert sentence in str(caught.value)
    assert str(caught.value).startswith("Profildatei goerlitz.xlsx")


def test_every_column_with_a_head_is_a_project_and_notes_of_people_are_left_alone() -> None:
    head = ("Kennung", "Feuerwache", "Stand", "Radweg")
    cells = {
        "A2": "project.name", "B2": "Feuerwache", "D2": "Radweg",
        "A3": "eligible_cost", "B3": 400_000, "C3": date(2026, 1, 2), "D3": "50.000",
        "F3": "eine Bemerkung in einer Spalte ohne Überschrift",
    }  # fmt: skip
    first, second = sent(workbook(cells, "Vorhaben", head)).projects
    assert [(fact.value, fact.as_of) for fact in first.facts] == [(400_000, date(2026, 1, 2))]
    assert [(fact.value, fact.as_of) for fact in second.facts] == [(50_000, DAY)]
    with pytest.raises(ProfileFileError, match="Spalte „Radweg“: Das Vorhaben hat keinen Namen"):
        sent(workbook({**cells, "D2": ""}, "Vorhaben", head))


def test_merged_cells_are_refused() -> None:
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Angaben")
        sheet.write_row(0, 0, HEAD)
        sheet.write("A2", "school_provider")
        sheet.merge_range("C2:C3", "ja")
    with pytest.raises(ProfileFileError, match="C2:C3 sind verbunden"):
        sent(file.getvalue())


def test_a_workbook_without_our_sheets_is_explained() -> None:
    with pytest.raises(ProfileFileError, match="weder ein Blatt „Angaben“ noch ein Blatt „Vorhaben“"):
        sent(workbook({}, "Tabelle1"))


def test_far_away_cells_cost_nothing() -> None:
    body = workbook({"A2": "school_provider", "C2": "ja", "XFD1048576": "weit weg", "A1048575": ""})
    assert [fact.value for fact in sent(body).facts] == [True]


def test_a_column_too_far_to_the_right_is_refused() -> None:
    with pytest.raises(ProfileFileError, match=r"Zelle XFD1: .* mehr als 200 Vorhaben"):
        sent(workbook({"XFD1": "Vorhaben 8000"}, "Vorhaben"))


def test_a_workbook_that_swells_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)
    with pytest.raises(ProfileFileError, match="ausgepackt größer"):
        sent(file.getvalue())


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml", "xl/styles.xml"]
)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<x",
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>',
        b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
    ],
)
def test_a_damaged_or_hostile_part_changes_no_answer(part: str, content: bytes) -> None:
    whole = io.BytesIO(workbook({"A2": "memberships", "C2": "Euroregion"}))
    broken = io.BytesIO()
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(broken, "w") as target:
        for entry in source.namelist():
            target.writestr(entry, content if entry == part else source.read(entry))
    try:
        (fact,) = sent(broken.getvalue()).facts
    except ProfileFileError as error:
        assert re.search(r"beschädigt oder keine Excel-Datei|weder ein Blatt|keine Spalte", str(error))
    else:
        assert fact.value == ("Euroregion",)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.yml", "a.xlsx"]))
def test_any_bytes_are_a_profile_or_refused_with_a_sentence(content: bytes, name: str) -> None:
    try:
        read_profile_bytes(name, content, DAY)
    except ProfileFileError as error:
        assert str(error).startswith(f"Profildatei {name}")


@pytest.mark.parametrize("name", ["../../a.yml", "..", "", "x" * 5_000 + ".yml", "a\x00.yml", "<b>.yml"])
def test_the_name_of_a_sent_file_is_only_shown(name: str) -> None:
    try:
        read_profile_bytes(name, b"facts: {school_provider: ja}", DAY)
    except ProfileFileError as error:
        assert "nach seiner Endung keine Profildatei" in str(error)


# --- writing


def test_an_existing_file_is_kept_unless_it_may_be_replaced(tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_text("mein")
    with pytest.raises(ProfileFileError, match="gibt es schon"):
        write_profile_file(file, ProfileFile())
    assert file.read_text() == "mein"
    write_profile_file(file, ProfileFile(municipality=GOERLITZ), overwrite=True)
    assert read_profile_file(file, DAY).municipality == GOERLITZ
    assert [path.name for path in tmp_path.iterdir()] == ["a.yml"]


@pytest.mark.parametrize(("name", "sentence"), [("a.csv", "Endung"), ("fehlt/a.yml", "Gibt es den Ordner")])
def test_a_file_that_cannot_be_written_is_explained(tmp_path: Path, name: str, sentence: str) -> None:
    with pytest.raises(ProfileFileError, match=sentence):
        write_profile_file(tmp_path / name, ProfileFile())


# --- to the desk


def test_taking_over_changes_what_the_file_states_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    with open_desk(tmp_path / "desk.db") as desk:
        old = parse_entered(FACTS["school_provider"], "ja", date(2020, 1, 1))
        desk.write_fact(GOERLITZ, old, NOW)
        desk.write_fact(GOERLITZ, parse_entered(FACTS["budget_status"], "balanced", DAY), NOW)
        file.write_text(
            "municipality: Görlitz\nfacts: {school_provider: ja, budget_status: provisional}\n"
            "projects: [{name: Feuerwache, facts: {eligible_cost: 5}}]",
            encoding="utf-8",
        )
        plan = planned(read_profile_file(file, DAY), desk)
        assert [tuple(change) for change in plan.changes] == [
            ("", "Haushaltslage", "ausgeglichener Haushalt", "vorläufige Haushaltsführung"),
            ("Feuerwache", "Name", "noch nicht angelegt", "Feuerwache"),
            ("Feuerwache", "Zuwendungsfähige Kosten", "nicht angegeben", "5 Euro"),
        ]
        take_over(plan, desk, NOW)
        assert {fact.id: entry_text(fact) for fact in desk.facts(GOERLITZ)} == {
            "school_provider": "ja",
            "budget_status": "vorläufige Haushaltsführung",
        }
        assert old in desk.facts(GOERLITZ), "the same answer keeps its day and source"
        file.write_text(
            "municipality: Görlitz\nprojects: [{name: Feuerwache, facts: {own_funds: 1}}]", encoding="utf-8"
        )
        take_over(planned(read_profile_file(file, DAY), desk), desk, NOW)
        (project,) = projects(desk, GOERLITZ)
        assert {fact.id: fact.value for fact in project.facts} == {"eligible_cost": 5, "own_funds": 1}


def test_a_number_of_the_register_is_confirmed_or_contradicted(tmp_path: Path) -> None:
    file = tmp_path / "goerlitz.yml"
    with open_desk(tmp_path / "desk.db") as desk:
        file.write_text('municipality: "14626110"\nfacts: {population: 56694, area_km2: "67,53"}')
        assert planned(read_profile_file(file, DAY), desk).changes == ()
        file.write_text('municipality: "14626110"\nfacts: {population: 57200}')
        (change,) = planned(read_profile_file(file, DAY), desk).changes
        assert change.label == "Einwohnerzahl"
        assert change.new.startswith("widersprüchlich: 56.694 Einwohner (Gemeindeverzeichnis")
        assert change.new.endswith("57.200 Einwohner (Profildatei goerlitz.yml, Stand 25.11.2026)")


def test_a_file_that_names_nobody_is_not_taken_over(tmp_path: Path) -> None:
    with open_desk(tmp_path / "desk.db") as desk, pytest.raises(ProfileFileError, match="nennt weder eine Kommune"):
        planned(ProfileFile(), desk)


def test_every_fact_that_people_enter_is_in_the_table_of_answers() -> None:
    assert {definition.type for definition in DEFINITIONS.values() if can_be_entered(definition)} == set(ANSWERS)
