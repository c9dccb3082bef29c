"""The pages run from top to bottom, say what is wrong with the data, and explain bad input (R-18, R-71)."""

import json
import re
import tomllib
from datetime import date, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from finder.catalogue.connection import StoreError
from finder.desk.database import open_desk
from finder.desk.projects import EnteredProject, write_project
from finder.facts import FACTS, PROJECT_FACTS
from finder.models import Programme, Readings, Requirement, RequirementResult, Section
from finder.paths import ROOT
from finder.profiles.project_entry import parse_project_fact
from finder.ui import data
from finder.ui.conditions import by_part, requirement_tables, tasks
from finder.ui.quotes import LONGEST_OPEN, full_text
from finder.ui.state import View
from finder.vocab import Effect, Land, Outcome, RequirementKind, SectionField
from tests.payloads import PAYLOADS
from tests.ui_catalogue import (
    QUOTE,
    RATE_QUOTE,
    SOURCE,
    START,
    START_QUOTE,
    TODAY,
    bavaria,
    build,
    environment,
    hostile,
    programme,
    quoted,
    read,
)
from tools import example

GOERLITZ = "14626110"
PAGES = ("municipality.py", "programme_list.py", "programme_detail.py", "data_state.py", "projects.py")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for both databases; the day is 25.11.2026."""
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(data, "today", lambda: TODAY)
    return tmp_path


@pytest.fixture
def catalogue(folder: Path) -> Path:
    """Three Saxon programmes, one Bavarian."""
    path = folder / "catalogue.db"
    build(path, [programme(1), programme(2), programme(3, title="Sirenen für Feuerwehren"), bavaria(4)])
    return path


def opened(page: str = "municipality.py", **address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "finder" / "ui" / "main.py"), default_timeout=30)
    app.run()
    app.switch_page(page)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def active_elements(app: AppTest) -> list[str]:
    """Elements that could act or load something."""
    bodies = "".join(element.proto.body for element in app.get("html"))
    return re.findall(r"<(?:script|img|svg|iframe|style|form|input)\b", bodies)


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception


def words(app: AppTest) -> str:
    return unescape("\n".join(element.proto.body for element in app.get("html")))


@pytest.mark.parametrize("page", PAGES)
def test_without_a_database_every_page_says_what_to_do(folder: Path, page: str) -> None:
    text = words(opened(page))
    assert "gibt es noch nicht" in text
    assert "make run" in text


@pytest.mark.parametrize("page", PAGES)
def test_a_file_that_is_no_database_is_explained(folder: Path, page: str) -> None:
    (folder / "catalogue.db").write_bytes(b"no database at all" * 100)
    assert "Der Katalog kann nicht gelesen werden." in words(opened(page))


@pytest.mark.parametrize("page", ["municipality.py", "programme_list.py", "data_state.py", "projects.py"])
def test_an_empty_catalogue_is_explained(folder: Path, page: str) -> None:
    build(folder / "catalogue.db", [])
    text = words(opened(page))
    assert "Der Katalog enthält noch kein Programm." in text
    assert "foerderfinder crawl foerderdatenbank" in text


@pytest.mark.parametrize(("age", "warned"), [(0, False), (14, False), (15, True), (400, True)])
@pytest.mark.parametrize("page", PAGES[:2])
def test_old_data_is_announced_after_14_days(
    catalogue: Path, monkeypatch: pytest.MonkeyPatch, page: str, age: int, warned: bool
) -> None:
    monkeypatch.setattr(data, "today", lambda: TODAY + timedelta(days=age))
    text = words(opened(page))
    assert ("können veraltet sein" in text) == warned
    assert (f"vor {age} Tagen" in text) == warned


def test_the_start_catalogue_is_marked_until_the_first_crawl(folder: Path) -> None:
    path = folder / "catalogue.db"
    build(path, [programme(1)], day=date(2026, 9, 1), source=START)
    assert "Startkatalog, Stand 01.09.2026" in words(opened())
    build(path, [programme(1), programme(2)], day=TODAY, source=SOURCE)
    assert "Startkatalog, Stand" not in words(opened())


def test_a_name_leads_to_its_municipality(catalogue: Path) -> None:
    app = opened()
    app.text_input(key="who").set_value("Görlitz, Stadt").run()
    assert app.query_params["ags"] == GOERLITZ
    assert "<h1>Görlitz, Stadt" in words(app)


def test_an_ambiguous_name_lists_all_it_may_mean(catalogue: Path) -> None:
    app = opened()
    app.text_input(key="who").set_value("Neustadt").run()
    text = words(app)
    assert "ags" not in app.query_params
    assert text.count("./?ags=") > 1
    assert "Neustadt in Sachsen" in text


def test_an_unknown_name_is_explained_and_kept(catalogue: Path) -> None:
    app = opened()
    app.text_input(key="who").set_value("Görlizt").run()
    assert "steht nicht im Gemeindeverzeichnis" in words(app)
    assert app.text_input(key="who").value == "Görlizt"


def test_hostile_names_are_shown_as_text(catalogue: Path) -> None:
    app = opened()
    for payload in PAYLOADS:
        app.text_input(key="who").set_value(payload[:100]).run()
        assert not app.exception
        assert not active_elements(app)


@pytest.mark.parametrize("page", ["municipality.py", "programme_list.py"])
def test_an_unknown_key_in_the_address_is_explained(catalogue: Path, page: str) -> None:
    assert "99999999" in words(opened(page, ags="99999999"))


def test_a_land_cannot_apply(catalogue: Path) -> None:
    assert "kann keinen Antrag stellen" in words(opened(ags="14"))


def test_facts_show_where_they_come_from(catalogue: Path) -> None:
    text = words(opened(ags=GOERLITZ))
    assert "Gemeindeverzeichnis" in text
    assert "56.694 Einwohner" in text
    assert "Haushaltslage" in text


def test_an_entered_fact_is_kept_shown_and_forgotten(catalogue: Path) -> None:
    app = opened(ags=GOERLITZ)
    app.selectbox(key=f"{GOERLITZ} school_provider").set_value("ja")
    press(app, "Angaben speichern")
    assert "eigene Angabe" in words(app)
    assert list(app.query_params) == ["ags"]
    press(app, "Alle eigenen Angaben löschen")
    assert "eigene Angabe" not in words(app)


def test_a_bad_answer_is_explained_and_not_kept(catalogue: Path) -> None:
    app = opened(ags=GOERLITZ)
    app.text_input(key=f"{GOERLITZ} council_lead_days").set_value("sechs Wochen")
    press(app, "Angaben speichern")
    text = words(app)
    assert "Nichts gespeichert." in text
    assert "ganze Zahl von 0 bis 730" in text
    assert "eigene Angabe" not in text


def test_answers_of_every_kind_are_kept(catalogue: Path) -> None:
    app = opened(ags=GOERLITZ)
    app.text_input(key=f"{GOERLITZ} council_lead_days").set_value("42")
    app.text_input(key=f"{GOERLITZ} heat_plan_decided_on").set_value("01.02.2026")
    app.text_input(key=f"{GOERLITZ} memberships").set_value("Euroregion Neiße; Städtetag")
    app.selectbox(key=f"{GOERLITZ} heat_plan").set_value("beschlossen")
    press(app, "Angaben speichern")
    text = words(app)
    assert "42 Tage" in text
    assert "01.02.2026" in text
    assert "Euroregion Neiße, Städtetag" in text
    again = opened(ags=GOERLITZ)
    assert again.text_input(key=f"{GOERLITZ} heat_plan_decided_on").value == "01.02.2026"
    assert again.text_input(key=f"{GOERLITZ} supervision_lead_days").value == ""


def test_a_desk_that_cannot_be_read_is_explained(catalogue: Path) -> None:
    (catalogue.parent / "desk.db").write_bytes(b"no database at all" * 100)
    assert "beschädigt" in words(opened(ags=GOERLITZ))


def test_an_applicant_without_key_can_be_added(catalogue: Path) -> None:
    app = opened()
    name, members = app.text_input[1], app.text_area[0]
    name.set_value("Abwasserzweckverband Neiße")
    app.selectbox[0].set_value(Land.SN)
    members.set_value("Görlitz, Stadt\n14626110")
    press(app, "Antragsteller anlegen")
    assert not app.exception
    assert app.query_params["ags"] == "zv-abwasserzweckverband-neisse"
    assert "<h1>Abwasserzweckverband Neiße</h1>" in words(app)
    app.text_input(key="zv-abwasserzweckverband-neisse population").set_value("90.000")
    press(app, "Angaben speichern")
    assert "90.000 Einwohner" in words(app)


@pytest.mark.parametrize(
    ("name", "members", "sentence"),
    [
        ("", "", "Bitte nennen Sie den Namen des Verbands"),
        ("Verband", "Görlizt", "steht nicht im Gemeindeverzeichnis"),
        ("Verband", "14626", "ist keine Gemeinde"),
    ],
)
def test_an_incomplete_applicant_is_explained(catalogue: Path, name: str, members: str, sentence: str) -> None:
    app = opened()
    app.text_input[1].set_value(name)
    app.selectbox[0].set_value(Land.SN)
    app.text_area[0].set_value(members)
    press(app, "Antragsteller anlegen")
    assert sentence in words(app)
    assert "ags" not in app.query_params


def test_the_list_hides_what_does_not_fit_and_says_so(catalogue: Path) -> None:
    text = words(opened("programme_list.py", ags=GOERLITZ))
    assert "3 von 4 Programmen; Programme mit „passt nicht“ sind ausgeblendet." in text
    assert "Bayerische Förderung" not in text
    assert "Kein Treffer heißt nicht, dass es nichts gibt" in text


def test_what_does_not_fit_is_one_filter_away(catalogue: Path) -> None:
    text = words(opened("programme_list.py", ags=GOERLITZ, ergebnis="not_eligible"))
    assert "Bayerische Förderung 4" in text
    assert "1 von 4 Programmen." in text


def test_without_a_municipality_all_programmes_are_listed(catalogue: Path) -> None:
    text = words(opened("programme_list.py"))
    assert "4 von 4 Programmen." in text
    assert "Kommune wählen" in text


def test_words_filter_the_list_and_stand_in_the_address(catalogue: Path) -> None:
    app = opened("programme_list.py", ags=GOERLITZ)
    app.text_input(key="words").set_value("Sirenen").run()
    assert app.query_params["suche"] == "Sirenen"
    assert "1 von 4 Programmen" in words(app)


def test_a_filter_shows_its_counts_and_stands_in_the_address(catalogue: Path) -> None:
    app = opened("programme_list.py", ags=GOERLITZ)
    level = next(widget for widget in app.multiselect if widget.label == "Ebene")
    assert level.options == ["Land (3)"]
    level.select("Land (3)").run()
    assert app.query_params["ebene"] == "land"
    assert app.query_params["ags"] == GOERLITZ


def test_nothing_found_is_explained(catalogue: Path) -> None:
    assert "Kein Programm entspricht dieser Auswahl." in words(opened("programme_list.py", suche="Raumschiff"))


def test_pages_hold_fifty_programmes(folder: Path) -> None:
    build(folder / "catalogue.db", [programme(number) for number in range(1, 62)])
    first, second = opened("programme_list.py", ags=GOERLITZ), opened("programme_list.py", ags=GOERLITZ, seite="2")
    assert words(first).count("<h3>") == 50
    assert words(second).count("<h3>") == 11
    assert "Seite 2 von 2, Programme 51 bis 61" in words(second)


def detail(number: int = 1, **address: str) -> str:
    return words(opened("programme_detail.py", programm=f"/PROBE/Programm/nummer-{number}", quelle="probe", **address))


def in_order(text: str, *pieces: str) -> bool:
    places = [text.find(piece) for piece in pieces]
    return -1 not in places and places == sorted(places)


def test_the_detail_page_shows_requirement_result_and_quote(catalogue: Path) -> None:
    text = detail(ags=GOERLITZ)
    assert "<h1>Förderung kommunaler Bäder 1</h1>" in text
    assert f'<q class="ff-quote"><mark>{QUOTE}</mark></q>' in text
    assert "Texte © Probeamt." in text
    assert "foerderung@probe.example" in text
    assert 'href="https://probe.example/richtlinie.pdf"' in text


def test_every_quote_leads_to_its_place_in_the_text(catalogue: Path) -> None:
    text = detail(ags=GOERLITZ)
    links = set(re.findall(r'href="#([^"]+)"', text))
    marked = dict(re.findall(r'<mark id="([^"]+)" tabindex="-1">([^<]*)</mark>', text))
    assert links == marked.keys()
    assert set(marked.values()) == {QUOTE, START_QUOTE, RATE_QUOTE}
    assert "3 Stellen gelesen, unten im Text markiert" in text


def test_the_detail_page_answers_in_the_order_people_ask(catalogue: Path) -> None:
    heads = ("Ergebnis für", "Anforderungen", "Geld im Einzelnen", "Fristen im Einzelnen", "Worauf zu achten ist")
    assert in_order(detail(ags=GOERLITZ), *heads, "Ansprechpunkt", "Text der Quelle")


def test_the_rule_on_the_beginning_is_a_warning_and_no_requirement(catalogue: Path) -> None:
    text = detail(ags=GOERLITZ)
    asked, minded = text.split("Worauf zu achten ist")
    assert START_QUOTE not in asked
    assert in_order(minded, "Vorhabenbeginn – Beachten", START_QUOTE)


def test_what_waits_for_a_project_is_named_and_leads_to_the_page_of_projects(catalogue: Path) -> None:
    link = f'<a href="vorhaben?ags={GOERLITZ}">Vorhaben angeben</a>'
    asked = detail(ags=GOERLITZ).split("Geld im Einzelnen")[0]
    assert f"Erst mit einem Vorhaben geprüft: Vorhabenbeginn. {link}" in asked
    assert "Vorhabenbeginn</" not in asked.split("Anforderungen</h2>")[1]


def enter_project(folder: Path, **answers: str) -> None:
    """A project "Marktplatz" of Görlitz on the desk, under the key "platz"."""
    facts = tuple(parse_project_fact(PROJECT_FACTS[fact_id], answer, TODAY) for fact_id, answer in answers.items())
    with open_desk(folder / "desk.db") as desk:
        write_project(desk, GOERLITZ, EnteredProject("platz", "Marktplatz", facts), datetime(2026, 1, 2))


@pytest.mark.parametrize(
    ("state", "outcome", "notice"),
    [
        ("geplant, nichts vergeben", Outcome.MET, "Vorhabenbeginn – Beachten"),
        ("Vertrag geschlossen", Outcome.FAILED, "Vorhabenbeginn – Halt"),
    ],
)
def test_with_a_project_its_beginning_is_a_requirement_and_still_to_be_minded(
    catalogue: Path, state: str, outcome: Outcome, notice: str
) -> None:
    enter_project(catalogue.parent, project_state=state, early_start_permission="nein")
    text = detail(ags=GOERLITZ, vorhaben="platz")
    asked = text.split("Anforderungen</h2>")[1].split("Geld im Einzelnen")[0]
    row = next(row for row in asked.split("</tr>") if "Vorhabenbeginn" in row)
    assert outcome.label in row
    assert START_QUOTE in row
    assert "Erst mit einem Vorhaben geprüft" not in text
    assert in_order(text.split("Worauf zu achten ist")[1], notice, START_QUOTE)


def test_the_cost_of_a_project_turns_statements_into_a_calculation(catalogue: Path) -> None:
    """The statements it rests on are folded below it; nothing is calculated before a cost is known."""
    later = "ausgerechnet, sobald die zuwendungsfähigen Kosten angegeben sind"
    enter_project(catalogue.parent, project_state="Idee")
    text = detail(ags=GOERLITZ, vorhaben="platz")
    assert in_order(text.split("<h2>Geld im Einzelnen</h2>")[1], "80 %", later)
    assert "Berechnung, keine Bewilligung" not in text
    enter_project(catalogue.parent, eligible_cost="400.000", own_funds="20.000")
    text = detail(ags=GOERLITZ, vorhaben="platz")
    assert in_order(
        text.split("<h2>Anforderungen</h2>")[1],
        "<h2>Zuwendung und Eigenanteil</h2>",
        "Berechnung, keine Bewilligung",
        "320.000 €",
        "80.000 €",
        "es fehlen mindestens 60.000 €",
        "<summary>Geld im Einzelnen</summary>",
        "Fristen im Einzelnen",
    )
    assert later not in text


def test_what_every_part_inherits_is_no_calculation_of_its_own(folder: Path) -> None:
    """The example names an own share for the whole and rates for its parts: only the parts pay."""
    example.fill(folder / "catalogue.db")
    enter_project(folder, eligible_cost="400.000")
    key = example.programme().statement.key
    text = words(opened("programme_detail.py", ags=GOERLITZ, vorhaben="platz", programm=key))
    calculated = text.split("<h2>Zuwendung und Eigenanteil</h2>")[1].split("<summary>Geld im Einzelnen")[0]
    assert re.findall(r"<h3>([^<]*)</h3>", calculated) == ["Teil A: Ortsmitten", "Teil B: Sichere Schulwege"]


def test_other_money_and_state_aid_come_before_documents_and_each_rule_once() -> None:
    raw = programme(1)

    def asked(kind: RequirementKind, effect: Effect, words: str, value: tuple[str, ...] | None = None) -> Requirement:
        return (
            read(raw)
            .requirements[0]
            .model_copy(update={"kind": kind, "effect": effect, "value": value, "evidence": quoted(raw, words)})
        )

    concept = asked(RequirementKind.CONCEPT, Effect.PROCESS, QUOTE)
    aid = asked(RequirementKind.STATE_AID, Effect.GATE, RATE_QUOTE, ("gber",))
    other = asked(RequirementKind.CUMULATION, Effect.GATE, START_QUOTE, ("restricted",))
    gate = asked(RequirementKind.POPULATION, Effect.GATE, QUOTE)
    start = asked(RequirementKind.PRIOR_START, Effect.GATE, START_QUOTE)
    html = tasks((concept, gate, aid, start, aid, other)).html
    titles = re.findall(r"<strong>([^<]*)</strong>", html)
    assert titles == [
        "Kumulierung: nur eingeschränkt kombinierbar",
        "Beihilferecht: Freistellung nach AGVO",
        "Konzept",
    ]
    assert tasks((gate, start)).html == ""


def test_the_review_closes_the_page(catalogue: Path) -> None:
    last = detail(ags=GOERLITZ).split("<h2>")[-1]
    assert in_order(last, "Prüfung</h2>", "Jede gelesene oder ergänzte Anforderung", "nicht geprüft")


def test_the_municipality_is_asked_first_what_settles_most(folder: Path) -> None:
    example.fill(folder / "catalogue.db")
    text = words(opened(ags=GOERLITZ))
    assert in_order(
        text,
        "Programme nach Ergebnis",
        "Angaben, die am meisten klären",
        FACTS["urban_concept"].question or "",
        "Klärt 1 Programm, bis zu 400.000 €, nächste Frist 31.03.2027.",
        "1 Programm lässt sich erst mit einem Vorhaben genauer prüfen.",
        "Angaben und ihre Herkunft",
    )


def test_where_no_answer_would_settle_anything_nothing_is_asked(folder: Path) -> None:
    build(folder / "catalogue.db", [bavaria(1)])
    text = words(opened(ags=GOERLITZ))
    assert "Angaben, die am meisten klären" not in text
    assert "genauer prüfen" not in text
    assert "Angaben und ihre Herkunft" in text


def test_what_has_to_be_minded_is_shown_without_an_applicant_too(catalogue: Path) -> None:
    assert in_order(detail(), "Worauf zu achten ist", "Vorhabenbeginn – Beachten", START_QUOTE)


@pytest.mark.parametrize(
    ("sections", "sentence"),
    [
        ((), "Die Quelle liefert keinen Text."),
        ((Section(field=SectionField.TEASER, text=" \n", html=""),), "Die Quelle liefert keinen Text."),
        ((Section(field=SectionField.TEASER, text="Wir fördern.", html=""),), "Aus dem Text wurde nichts gelesen."),
    ],
)
def test_what_was_not_read_is_said(folder: Path, sections: tuple[Section, ...], sentence: str) -> None:
    build(folder / "catalogue.db", [programme(1).model_copy(update={"sections": sections})])
    text = detail(ags=GOERLITZ)
    assert text.count(sentence) == 2
    assert "<mark" not in text


def test_the_example_is_grouped_by_part(folder: Path) -> None:
    example.fill(folder / "catalogue.db")
    app = opened("programme_detail.py", ags=GOERLITZ, programm=example.programme().statement.key)
    answered = words(app).split("Auf einen Blick")[0].split("Die Teile des Programms")[1]
    assert in_order(
        answered,
        "Teil A: Ortsmitten",
        "Angaben fehlen",
        "75 %",
        "Was zu keinem dieser Teile gehört",
        "Teil B: Sichere Schulwege",
        "60 %",
    )
    asked, money = words(app).split("Geld im Einzelnen")
    whole, first, second = (
        f"<h3>{name}</h3><table"
        for name in ("Für das ganze Programm", "Teil A: Ortsmitten", "Teil B: Sichere Schulwege")
    )
    assert in_order(asked, whole, "Antragsteller", first, "Einwohnerzahl")
    assert in_order(money, whole, "10 %", first, "75 %", "90 %", "400.000 € je Vorhaben", "10 Jahre", second, "60 %")
    assert in_order(
        money,
        "Geltung der Richtlinie: ab 01.01.2026 bis 31.12.2029",
        "Worauf zu achten ist",
        "Vorhabenbeginn – ",
        "Kumulierung",
    )
    assert "ausgerechnet, sobald die zuwendungsfähigen Kosten angegeben sind" in words(app)


@pytest.mark.parametrize(("effect", "advised"), [(Effect.GATE, True), (Effect.AMOUNT, False), (Effect.BONUS, False)])
def test_only_a_failed_gate_advises_against_an_application(effect: Effect, advised: bool) -> None:
    requirement = read(programme(1)).requirements[0].model_copy(update={"effect": effect})
    result = RequirementResult(
        requirement=requirement, result=Outcome.FAILED, have="Bayern", reason="Nein.", missing_fact=None
    )
    assert ("lohnt ein Antrag" in requirement_tables((result,), (), View(), None).html) == advised


def test_a_part_that_the_text_does_not_divide_comes_last() -> None:
    values = [("x", "B"), ("y", None), ("z", "Rest"), ("w", "A"), ("v", "B")]
    groups = by_part(values, lambda value: value[1], ("A", "leer", "B"))
    assert [(part, [name for name, _ in found]) for part, found in groups] == [
        (None, ["y"]),
        ("A", ["w"]),
        ("B", ["x", "v"]),
        ("Rest", ["z"]),
    ]


@pytest.mark.parametrize(("length", "is_open"), [(LONGEST_OPEN, True), (LONGEST_OPEN + 1, False)])
def test_a_decisive_section_is_open_unless_it_is_huge(folder: Path, length: int, is_open: bool) -> None:
    text = QUOTE + "." * (length - len(QUOTE))
    raw = programme(1)
    raw = raw.model_copy(update={"sections": (raw.sections[0].model_copy(update={"text": text}),)})
    requirement = read(programme(1)).requirements[1]
    catalogue_programme = Programme(
        statement=raw.statement,
        readings=Readings(requirements=(requirement,)),
        origin=SOURCE,
        version=1,
        first_seen=TODAY,
        last_seen=TODAY,
        valid_from=TODAY,
        missing_since=None,
        gone_since=None,
        sections=raw.sections,
    )
    assert ('<details class="ff-details" open="open">' in full_text(catalogue_programme).html) == is_open


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ({}, "Hier fehlt das Programm."),
        ({"programm": "/PROBE/gibt-es-nicht"}, "Dieses Programm steht nicht im Katalog."),
        ({"programm": "<script>alert(1)</script>"}, "Dieses Programm steht nicht im Katalog."),
    ],
)
def test_an_address_without_programme_is_explained(catalogue: Path, address: dict[str, str], sentence: str) -> None:
    assert sentence in words(opened("programme_detail.py", **address))


def test_the_data_state_names_runs_counts_and_licence(catalogue: Path) -> None:
    text = words(opened("data_state.py"))
    assert "Probequelle" in text
    assert "übernommen am 25.11.2026" in text
    assert "4 gesehen, 4 neu" in text
    assert "CC BY-ND 4.0" in text


def test_hostile_programmes_stay_text_on_list_and_detail(folder: Path) -> None:
    raws = [hostile(number, payload) for number, payload in enumerate(PAYLOADS)]
    build(folder / "catalogue.db", raws)
    app = opened("programme_list.py", ags=GOERLITZ, ergebnis="check_guideline")
    assert not active_elements(app)
    app.switch_page("programme_detail.py")
    for raw in raws:
        app.query_params["programm"] = raw.statement.key
        app.run()
        assert not app.exception
        assert not active_elements(app)
        assert not app.markdown


def test_any_search_words_give_a_page(catalogue: Path) -> None:
    app = opened("programme_list.py", seite="9999")
    for text in (*PAYLOADS, '"', "AND", "foo:bar", "\x00", "*"):
        app.query_params["suche"] = text
        app.run()
        assert not app.exception
        assert "<h1>" in words(app)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (StoreError("Die Abfrage hat zu lange gedauert."), "Die Abfrage hat zu lange gedauert."),
        (ValueError("secret"), "Die Ursache steht im Protokoll des Servers."),
    ],
)
def test_an_unforeseen_error_is_explained_without_its_details(error: Exception, sentence: str) -> None:
    def page(error: Exception) -> None:
        from finder.ui import frame

        frame.explain(error)

    text = words(AppTest.from_function(page, args=(error,)).run())
    assert sentence in text
    assert "secret" not in text


def test_the_server_tells_nobody_anything() -> None:
    """R-79: this machine only, no telemetry, no error details, protections on."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    server = config["server"]
    assert server["address"] == "127.0.0.1"
    assert server["enableXsrfProtection"]
    assert server["enableCORS"]
    assert server["maxUploadSize"] == 5
    assert not server["enableStaticServing"]
    assert not server["enableAgentApi"]
    assert not config["browser"]["gatherUsageStats"]
    assert config["client"]["showErrorDetails"] == "none"
    assert config["client"]["toolbarMode"] == "minimal"
    assert "http" not in json.dumps(config["theme"])
