"""Page Vorhaben: projects are made, filled in, chosen for every check, copied, deleted, and taken along as a file."""

from datetime import date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from finder import paths
from finder.desk.database import open_desk
from finder.desk.projects import EnteredProject, projects, write_project
from finder.facts import PROJECT_FACTS
from finder.models import RawProgramme, Readings, Requirement
from finder.profiles.files import FileFormat, ProfileFile, profile_bytes
from finder.profiles.form import ENTERED_OF_PROJECT
from finder.profiles.project_entry import parse_project_fact
from finder.ui import project_cards
from finder.vocab import Effect, Operator, RequirementKind, Strength
from tests import test_pages, ui_catalogue
from tests.payloads import PAYLOADS
from tests.test_pages import GOERLITZ, active_elements, folder, opened, press, words
from tests.ui_catalogue import build, programme, quoted

__all__ = ["folder"]
DAY = date(2026, 1, 2)
KEY = "feuerwache"
PAGE = "projects.py"


def with_minimum(raw: RawProgramme) -> Readings:
    """The usual readings, and costs of at least 100,000 euros."""
    cost = Requirement(
        kind=RequirementKind.COST_MIN,
        op=Operator.AT_LEAST,
        value=100_000,
        effect=Effect.GATE,
        strength=Strength.MUST,
        evidence=quoted(raw, ui_catalogue.QUOTE),
    )
    readings = PLAIN(raw)
    return readings.model_copy(update={"requirements": (*readings.requirements, cost)})


PLAIN = ui_catalogue.read


@pytest.fixture
def catalogue(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One Saxon programme that asks for costs of at least 100,000 euros."""
    monkeypatch.setattr(ui_catalogue, "read", with_minimum)
    build(folder / "catalogue.db", [programme(1)])
    return folder


def stated(**answers: str) -> EnteredProject:
    facts = tuple(parse_project_fact(PROJECT_FACTS[fact_id], answer, DAY) for fact_id, answer in answers.items())
    return EnteredProject(KEY, "Neue Feuerwache", facts)


def enter(entered: EnteredProject, applicant: str = GOERLITZ) -> None:
    with open_desk(paths.desk_path()) as desk:
        write_project(desk, applicant, entered, datetime(2026, 1, 2))


def on_desk(applicant: str = GOERLITZ) -> dict[str, dict[str, object]]:
    with open_desk(paths.desk_path()) as desk:
        return {each.name: {fact.id: fact.value for fact in each.facts} for each in projects(desk, applicant)}


def form(**address: str) -> AppTest:
    return opened(PAGE, ags=GOERLITZ, vorhaben=KEY, **address)


def field(fact_id: str) -> str:
    return f"{GOERLITZ} {KEY} {fact_id}"


def test_without_an_applicant_the_page_says_what_to_do(catalogue: Path) -> None:
    assert "Ein Vorhaben gehört zu einem Antragsteller." in words(opened(PAGE))


def test_a_project_is_made_and_chosen(catalogue: Path) -> None:
    app = opened(PAGE, ags=GOERLITZ)
    assert "Geprüft für: <strong>Görlitz, Stadt, Hochschulstadt</strong>, ohne Vorhaben" in words(app)
    app.text_input[0].set_value("  Neue   Feuerwache ")
    press(app, "Vorhaben anlegen")
    assert app.query_params["vorhaben"] == "neue-feuerwache"
    assert "<strong>Görlitz, Stadt, Hochschulstadt, Vorhaben Neue Feuerwache</strong>" in words(app)
    assert on_desk() == {"Neue Feuerwache": {}}


def test_a_project_without_name_is_refused(catalogue: Path) -> None:
    app = opened(PAGE, ags=GOERLITZ)
    press(app, "Vorhaben anlegen")
    assert "Das Vorhaben hat keinen Namen." in words(app)
    assert on_desk() == {}


def test_every_question_stands_in_one_group_of_the_form() -> None:
    asked = [fact_id for group in project_cards.GROUPS.values() for fact_id in group]
    assert sorted(asked) == sorted(definition.id for definition in ENTERED_OF_PROJECT)


def test_answers_of_every_kind_are_kept_and_shown_with_what_follows(catalogue: Path) -> None:
    enter(stated())
    app = form()
    app.multiselect(key=field("project_theme")).set_value(["Mobilität", "Infrastruktur"])
    app.text_input(key=field("eligible_cost")).set_value("400.000")
    app.text_input(key=field("project_start")).set_value("01.03.2027")
    app.selectbox(key=field("project_state")).set_value("geplant, nichts vergeben")
    app.selectbox(key=field("council_decision")).set_value("ja")
    app.text_input(key=field("partners")).set_value("Zittau; 14626060")
    app.text_input(key=field("other_funding")).set_value("keine")
    press(app, "Vorhaben speichern")
    assert on_desk()["Neue Feuerwache"] == {
        "project_theme": ("mobility", "infrastructure"),
        "eligible_cost": 400_000,
        "project_start": date(2027, 3, 1),
        "project_state": "planned",
        "council_decision": True,
        "partners": ("14626610", "14626060"),
        "other_funding": (),
    }
    text = words(app)
    assert "Zittau" in text
    joint = text.split("Einwohner des Verbunds")[1].split("</tr>")[0]
    assert "Einwohner</div>" in joint
    assert "aus: Einwohnerzahl, Partner" in joint


def test_the_form_shows_what_was_entered_and_keeps_its_day(catalogue: Path) -> None:
    before = stated(
        project_theme="energy",
        eligible_cost="400000",
        project_start="2027-03-01",
        partners="keine",
        economic_activity="trifft nicht zu",
        council_decision="unbekannt",
    )
    enter(before)
    app = form()
    assert app.text_input(key=field("eligible_cost")).value == "400.000"
    assert app.text_input(key=field("project_start")).value == "01.03.2027"
    assert app.text_input(key=field("own_funds")).value == ""
    assert app.selectbox(key=field("economic_activity")).value == "trifft nicht zu"
    press(app, "Vorhaben speichern")
    with open_desk(paths.desk_path()) as desk:
        (after,) = projects(desk, GOERLITZ)
    assert {fact.id: fact for fact in after.facts} == {fact.id: fact for fact in before.facts}


def test_an_answer_is_taken_back_by_emptying_it(catalogue: Path) -> None:
    enter(stated(eligible_cost="5", project_theme="energy"))
    app = form()
    app.text_input(key=field("eligible_cost")).set_value("")
    app.multiselect(key=field("project_theme")).set_value([])
    press(app, "Vorhaben speichern")
    assert on_desk() == {"Neue Feuerwache": {}}


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"eligible_cost": "viel"}, "keine ganze Zahl von 0"),
        ({"eligible_cost": "0"}, "kann nicht 0 sein"),
        ({"project_start": "01.05.1890"}, "kein Tag zwischen 01.01.1990"),
        ({"project_start": "02.01.2027", "project_end": "01.01.2027"}, "liegt vor „Geplanter Beginn“"),
        ({"site": "Görlizt"}, "steht nicht im Gemeindeverzeichnis"),
        ({"partners": "Neustadt"}, "ist nicht eindeutig"),
    ],
)
def test_a_bad_answer_is_explained_and_nothing_is_kept(catalogue: Path, answers: dict[str, str], sentence: str) -> None:
    enter(stated(own_funds="1"))
    app = form()
    for fact_id, answer in answers.items():
        app.text_input(key=field(fact_id)).set_value(answer)
    press(app, "Vorhaben speichern")
    assert "Nichts gespeichert." in words(app)
    assert sentence in words(app)
    assert on_desk() == {"Neue Feuerwache": {"own_funds": 1}}
    for fact_id, answer in answers.items():
        assert app.text_input(key=field(fact_id)).value == answer


@pytest.mark.parametrize(
    ("cost", "verdict"),
    [("99.999", "knapp verfehlt"), ("100.000", "passt vorbehaltlich"), ("unbekannt", "Angaben fehlen")],
)
@pytest.mark.parametrize("page", ["programme_list.py", "programme_detail.py"])
def test_the_chosen_project_decides_the_list_and_the_programme(
    catalogue: Path, page: str, cost: str, verdict: str
) -> None:
    enter(stated(eligible_cost=cost, project_state="Idee"))
    address = {"programm": "/PROBE/Programm/nummer-1", "quelle": "probe"} if page == "programme_detail.py" else {}
    text = words(opened(page, ags=GOERLITZ, vorhaben=KEY, **address))
    assert f"<span>{verdict}</span>" in text.rpartition("Treffer</h2>")[2]
    assert "Vorhaben Neue Feuerwache</strong>" in text


def test_without_the_project_its_costs_are_not_asked_for(catalogue: Path) -> None:
    enter(stated(eligible_cost="1"))
    hits = words(opened("programme_list.py", ags=GOERLITZ)).rpartition("Treffer</h2>")[2]
    assert "Förderung kommunaler Bäder 1" in hits
    assert "<span>knapp verfehlt</span>" not in hits


@pytest.mark.parametrize("page", test_pages.PAGES[:2] + test_pages.PAGES[3:])
def test_every_page_says_what_is_checked_and_leads_to_another_choice(catalogue: Path, page: str) -> None:
    enter(stated())
    text = words(opened(page, ags=GOERLITZ, vorhaben=KEY))
    assert f'<a href="vorhaben?ags={GOERLITZ}&vorhaben={KEY}">Vorhaben wechseln</a>' in text
    assert f'<a href="?ags={GOERLITZ}">ohne Vorhaben prüfen</a>' in text


@pytest.mark.parametrize("page", [PAGE, "programme_list.py", "municipality.py"])
def test_a_project_that_is_not_there_is_explained(catalogue: Path, page: str) -> None:
    enter(stated(), "14612000")
    text = words(opened(page, ags=GOERLITZ, vorhaben=KEY))
    assert f"hat kein Vorhaben „{KEY}“; geprüft wird ohne Vorhaben." in text


def test_a_copy_has_the_same_answers_and_a_name_of_its_own(catalogue: Path) -> None:
    enter(stated(eligible_cost="5"))
    app = form()
    press(app, "Vorhaben kopieren")
    assert app.query_params["vorhaben"] == "neue-feuerwache-kopie"
    assert on_desk() == {"Neue Feuerwache": {"eligible_cost": 5}, "Neue Feuerwache (Kopie)": {"eligible_cost": 5}}


def test_deleting_asks_first(catalogue: Path) -> None:
    enter(stated())
    app = form()
    press(app, "Vorhaben löschen")
    assert "Wirklich löschen?" in words(app)
    press(app, "Behalten")
    assert "Wirklich löschen?" not in words(app)
    press(app, "Vorhaben löschen")
    press(app, "Endgültig löschen")
    assert on_desk() == {}
    assert "vorhaben" not in app.query_params
    assert "Erstes Vorhaben anlegen" in words(app)


def file_of(name: str, **facts: str) -> tuple[str, bytes, str]:
    entered = stated(**facts)
    body = profile_bytes(ProfileFile(municipality=GOERLITZ, projects=(entered,)), FileFormat(name.rpartition(".")[2]))
    return name, body, "application/octet-stream"


@pytest.mark.parametrize("name", ["mein.yml", "mein.xlsx"])
def test_a_file_shows_what_it_would_change_before_it_does(catalogue: Path, name: str) -> None:
    app = opened(PAGE, ags=GOERLITZ)
    app.file_uploader[0].set_value(file_of(name, eligible_cost="400000")).run()
    assert "Vorhaben „Neue Feuerwache“: Zuwendungsfähige Kosten" in words(app)
    assert on_desk() == {}
    press(app, "Änderungen übernehmen")
    assert on_desk() == {"Neue Feuerwache": {"eligible_cost": 400_000}}
    assert "Die Datei ändert nichts." in words(app)


@pytest.mark.parametrize(
    ("name", "body", "sentence"),
    [
        ("a.yml", b"municipality: Dresden", "Die Datei gilt für Dresden, Stadt (14612000), gewählt ist Görlitz"),
        ("a.yml", b"facts: {colour: red}", "Profildatei a.yml: facts → colour"),
        ("a.xlsx", b"nothing", "Profildatei a.xlsx: Die Datei ist beschädigt"),
        ("a.yml", b"municipality: G\xc3\xb6rlizt", "Meinten Sie Görlitz"),
    ],
)
def test_a_file_that_does_not_fit_is_explained(catalogue: Path, name: str, body: bytes, sentence: str) -> None:
    app = opened(PAGE, ags=GOERLITZ)
    app.file_uploader[0].set_value((name, body, "application/octet-stream")).run()
    assert not app.exception
    assert "Die Datei wurde nicht übernommen." in words(app)
    assert sentence in words(app)


def test_hostile_names_and_answers_stay_text(catalogue: Path) -> None:
    for number, payload in enumerate(PAYLOADS):
        name = " ".join(payload.split())[:200] or "leer"
        others = parse_project_fact(PROJECT_FACTS["other_funding"], (name.replace(";", ",")[:300] or "x"), DAY)
        enter(EnteredProject(f"p{number}", name, (others,)))
    app = opened(PAGE, ags=GOERLITZ)
    for number in range(len(PAYLOADS)):
        app.query_params["vorhaben"] = f"p{number}"
        app.run()
        assert not app.exception
        assert not active_elements(app)


def test_a_contradicted_number_is_shown_and_can_be_taken_back(catalogue: Path) -> None:
    app = opened(PAGE, ags=GOERLITZ)
    app.file_uploader[0].set_value(("a.yml", b"facts: {population: 57200}", "application/yaml")).run()
    press(app, "Änderungen übernehmen")
    app = opened(ags=GOERLITZ)
    assert "Einwohnerzahl: Zwei Quellen sagen Verschiedenes." in words(app)
    assert "57.200 Einwohner (Profildatei a.yml, Stand 25.11.2026)" in words(app)
    press(app, "Eigene Angabe zurücknehmen: Einwohnerzahl")
    assert "Zwei Quellen sagen Verschiedenes" not in words(app)
    assert "56.694 Einwohner" in words(app)
