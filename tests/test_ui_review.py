"""The section Prüfung: what was reviewed is shown, a review is entered with sign and note, mistakes are explained."""

import re
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from finder.catalogue.store import open_catalogue
from finder.paths import desk_path
from finder.reviews.reviewing import keep, review_log
from finder.reviews.reviews import Review, ReviewDecision, reviewed
from finder.ui import data
from finder.vocab import Assurance, Effect, PopulationBasis, RequirementKind
from tests.payloads import PAYLOADS
from tests.review_records import row
from tests.ui_catalogue import QUOTE, RATE_QUOTE, TODAY, build, environment, hostile, programme

KEY = "/PROBE/Programm/nummer-1"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(data, "today", lambda: TODAY)
    build(tmp_path / "catalogue.db", [programme(1), programme(2)])
    return tmp_path


def opened(key: str = KEY) -> AppTest:
    def page(key: str) -> None:
        from finder.ui import data, review

        programme = data.programme(key, None)
        assert programme is not None
        review.show(programme)

    app = AppTest.from_function(page, args=(key,), default_timeout=30).run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    return unescape("\n".join(element.proto.body for element in app.get("html")))


def chosen(app: AppTest, label: str, value: object) -> None:
    next(box for box in app.selectbox if box.label == label).set_value(value).run()
    assert not app.exception


def filled(app: AppTest, **fields: str) -> None:
    """Note, sign, quote and number by their labels."""
    for widget in (*app.text_area, *app.text_input):
        for label, value in fields.items():
            if widget.label.startswith(label):
                widget.set_value(value)


def saved(app: AppTest) -> str:
    next(button for button in app.button if button.label == "Prüfung speichern").click().run()
    assert not app.exception
    return words(app)


def log() -> tuple[Review, ...]:
    with open_catalogue(data.paths.catalogue_path()) as catalogue:
        found = catalogue.programme(KEY)
    assert found is not None
    return review_log(found, desk_path())


def test_every_requirement_is_shown_with_its_state_and_proof(folder: Path) -> None:
    text = words(opened())
    assert "1. Fördergebiet: Sachsen" in text
    assert "2. Antragsteller: Gemeinde, Stadt; kreisfreie Stadt" in text
    assert f"<mark>{QUOTE}</mark>" in text
    assert text.count("nicht geprüft") == 3
    assert "hat noch niemand bestätigt" in text
    assert "Protokoll" not in text
    assert not (folder / "desk.db").exists()


def test_a_confirmation_is_kept_shown_and_logged(folder: Path) -> None:
    app = opened()
    chosen(app, "Anforderung", 2)
    filled(app, Notiz="Steht so da.", Kurzzeichen="KM")
    text = saved(app)
    assert "bestätigt von KM am 25.11.2026" in text
    assert "Notiz: Steht so da." in text
    assert "25.11.2026, KM: Antragsteller: Gemeinde, Stadt; kreisfreie Stadt – bestätigt" in text
    assert [review.decision for review in log()] == [ReviewDecision.CONFIRMED]
    assert [area.value for area in app.text_area] == [""]
    assert next(field for field in app.text_input if field.label.startswith("Kurzzeichen")).value == "KM"


def test_without_a_sign_nothing_is_kept_and_the_note_stays(folder: Path) -> None:
    app = opened()
    filled(app, Notiz="Steht so da.")
    text = saved(app)
    assert "Nichts gespeichert." in text
    assert "Bitte ein Kurzzeichen angeben" in text
    assert app.text_area[0].value == "Steht so da."
    assert log() == ()


def test_a_rejection_is_confirmed_first(folder: Path) -> None:
    app = opened()
    chosen(app, "Was wollen Sie eintragen?", ReviewDecision.REJECTED)
    chosen(app, "Anforderung", 2)
    filled(app, Notiz="Gilt nur für Vereine.", Kurzzeichen="KM")
    assert "bitte das Häkchen setzen" in saved(app)
    assert log() == ()
    app.checkbox[0].check()
    text = saved(app)
    assert "verworfen von KM" in text
    assert "Zählt in der Prüfung nicht." in text
    assert "2. Antragsteller" in text


def test_a_correction_changes_the_value_through_fields(folder: Path) -> None:
    app = opened()
    chosen(app, "Was wollen Sie eintragen?", ReviewDecision.CORRECTED)
    chosen(app, "Anforderung", 2)
    value = next(field for field in app.multiselect if field.label == "Verlangt ist")
    assert value.value == ["municipality", "county_free_city"]
    value.set_value(["municipality"])
    filled(app, Notiz="Kreisfreie nicht.", Kurzzeichen="KM")
    assert "Berichtigt zu: Antragsteller: Gemeinde, Stadt" in saved(app)
    (review,) = log()
    assert review.corrected is not None
    assert review.corrected.value == ("municipality",)


def test_the_fields_are_those_of_the_chosen_requirement(folder: Path) -> None:
    app = opened()
    chosen(app, "Was wollen Sie eintragen?", ReviewDecision.CORRECTED)
    for number, codes in ((1, ["SN"]), (2, ["municipality", "county_free_city"]), (1, ["SN"])):
        chosen(app, "Anforderung", number)
        assert next(field for field in app.multiselect if field.label == "Verlangt ist").value == codes


def test_a_missing_requirement_is_added_with_its_passage(folder: Path) -> None:
    app = opened()
    chosen(app, "Was wollen Sie eintragen?", ReviewDecision.ADDED)
    chosen(app, "Worum geht es?", RequirementKind.POPULATION)
    filled(app, Stelle=RATE_QUOTE, Verlangt="5.000", Kurzzeichen="KM")
    app.selectbox[-1].set_value(PopulationBasis.PLACE)
    text = saved(app)
    assert "4. Einwohnerzahl: mindestens 5.000 Einwohner des Ortes" in text
    assert "ergänzt von KM" in text
    (review,) = log()
    assert review.about[0].evidence.quote == RATE_QUOTE


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"Stelle": "Steht nirgends."}, "steht nicht wörtlich im Text"),
        ({"Stelle": ""}, "wörtlich zitieren"),
        ({"Stelle": RATE_QUOTE, "Verlangt": "viele"}, "keine Zahl wie"),
    ],
)
def test_a_faulty_addition_is_explained(folder: Path, fields: dict[str, str], sentence: str) -> None:
    app = opened()
    chosen(app, "Was wollen Sie eintragen?", ReviewDecision.ADDED)
    chosen(app, "Worum geht es?", RequirementKind.POPULATION)
    filled(app, **fields, Kurzzeichen="KM")
    assert sentence in saved(app)
    assert log() == ()


def test_the_list_is_confirmed_and_that_is_withdrawn(folder: Path) -> None:
    app = opened()
    chosen(app, "Was wollen Sie eintragen?", ReviewDecision.COMPLETE)
    filled(app, Kurzzeichen="KM")
    assert "Liste der Anforderungen: als vollständig bestätigt von KM am 25.11.2026." in saved(app)
    chosen(app, "Was wollen Sie eintragen?", ReviewDecision.WITHDRAWN)
    assert "hat noch niemand bestätigt" in saved(app)
    assert [review.decision for review in log()] == [ReviewDecision.COMPLETE, ReviewDecision.WITHDRAWN]


def test_where_nothing_was_reviewed_nothing_can_be_withdrawn(folder: Path) -> None:
    app = opened()
    chosen(app, "Was wollen Sie eintragen?", ReviewDecision.WITHDRAWN)
    assert "Dafür gibt es hier nichts." in words(app)
    assert not app.button


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("decision", [ReviewDecision.CONFIRMED, ReviewDecision.CORRECTED])
def test_every_requirement_can_be_confirmed_and_corrected(folder: Path, decision: ReviewDecision, number: int) -> None:
    app = opened()
    chosen(app, "Was wollen Sie eintragen?", decision)
    chosen(app, "Anforderung", number)
    if decision is ReviewDecision.CORRECTED:
        next(box for box in app.selectbox if box.label == "Wirkung").set_value(Effect.DISCRETION)
    filled(app, Notiz="Geprüft.", Kurzzeichen="KM")
    saved(app)
    assert [review.decision for review in log()] == [decision]


@pytest.mark.parametrize("kind", RequirementKind)
def test_every_kind_can_be_added_or_says_why_not(folder: Path, kind: RequirementKind) -> None:
    app = opened()
    chosen(app, "Was wollen Sie eintragen?", ReviewDecision.ADDED)
    chosen(app, "Worum geht es?", kind)
    filled(app, Stelle=RATE_QUOTE, Kurzzeichen="KM")
    saved(app)
    (review,) = log()
    assert (review.about[0].kind, review.about[0].value) == (kind, None)


def test_what_is_to_be_renewed_says_so_in_words(folder: Path) -> None:
    app = opened()
    filled(app, Kurzzeichen="KM")
    saved(app)
    build(folder / "catalogue.db", [programme(1, regions=("TH",)), programme(2)])
    assert "erneut zu prüfen (bestätigt von KM am 25.11.2026)" in words(opened())


def test_a_desk_that_cannot_be_read_is_explained(folder: Path) -> None:
    (folder / "desk.db").write_bytes(b"no database at all" * 100)
    text = words(opened())
    assert "Die Prüfungen können nicht gelesen werden." in text
    assert "beschädigt" in text


def test_hostile_notes_and_programmes_stay_text(folder: Path) -> None:
    raws = [hostile(number, payload) for number, payload in enumerate(PAYLOADS)]
    build(folder / "catalogue.db", raws)
    for raw, payload in zip(raws[:3], PAYLOADS, strict=False):
        with open_catalogue(folder / "catalogue.db") as catalogue:
            found = catalogue.programme(raw.statement.key)
        assert found is not None
        review = row(found, ReviewDecision.REJECTED, found.readings.requirements[0])
        keep([review.model_copy(update={"note": payload[:2000]})], folder / "desk.db")
        app = opened(raw.statement.key)
        bodies = "".join(element.proto.body for element in app.get("html"))
        assert not re.findall(r"<(?:script|img|svg|iframe|style|form|input)\b", bodies)


def test_the_check_sees_what_the_form_kept(folder: Path) -> None:
    app = opened()
    chosen(app, "Anforderung", 2)
    filled(app, Kurzzeichen="KM")
    saved(app)
    with open_catalogue(folder / "catalogue.db") as catalogue:
        found = catalogue.programme(KEY)
    assert found is not None
    assert [r.evidence.assurance for r in reviewed(found, log()).readings.requirements] == [
        Assurance.CATEGORY,
        Assurance.REVIEWED,
        Assurance.QUOTED,
    ]
