"""The commands `review …`: numbered lists, decisions with sign and note, one JSON document, sentences for what is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from finder.commands.options import today
from finder.commands.reviews import app
from finder.composition import UnknownProgramme
from finder.reviews.reviews import ReviewError
from tests.command import foerderfinder
from tests.ui_catalogue import QUOTE, RATE_QUOTE, build, programme

KEY = "/PROBE/Programm/nummer-1"
PROOF = "Fördergebiet der Quelle (Kategorie der Quelle)"
REGION, APPLICANTS, START = "1", "2", "3"
"""Numbers of the requirements of the small programme: two gates and a task."""


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reviews") / "catalogue.db"
    build(path, [programme(1), programme(2)])
    return path


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


class Command:
    """The sub-command in this process; `main` around it is tested as a process of its own."""

    def __init__(self, db: Path, desk: Path) -> None:
        self._db, self._desk = db, desk

    def __call__(self, *arguments: str) -> Result:
        database = () if arguments[0] == "log" else ("--db", str(self._db))
        order = [*arguments, *database, "--desk", str(self._desk)]
        return CliRunner().invoke(app, order, catch_exceptions=False)

    def json(self, *arguments: str) -> Any:
        return json.loads(self(*arguments, "--json").stdout)


@pytest.fixture
def review(db: Path, desk: Path) -> Command:
    return Command(db, desk)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_the_list_numbers_every_requirement_with_proof_and_state(review: Command) -> None:
    text = squeezed(review("list", KEY).stdout)
    assert text.startswith("Förderung kommunaler Bäder 1 1. Fördergebiet: Sachsen muss erfüllt sein")
    assert f"Volltext: „{QUOTE}“ (aus dem Text gelesen) Prüfung: nicht geprüft" in text
    assert text.endswith("Dass die Liste vollständig ist, hat noch niemand bestätigt.")


def test_listing_writes_nothing(review: Command, desk: Path) -> None:
    review("list", KEY)
    review("log")
    review("queue")
    assert not desk.exists()


def test_a_decision_shows_the_list_as_it_stands_then(review: Command) -> None:
    done = review("confirm", KEY, REGION, "--by", "KM", "--note", "Stimmt.")
    state = f"Prüfung: bestätigt von KM am {today():%d.%m.%Y} Notiz: Stimmt."
    assert f"1. Fördergebiet: Sachsen muss erfüllt sein {PROOF} {state}" in squeezed(done.stdout)
    assert "bestätigt von KM" in review("list", KEY).stdout
    assert "bestätigt von KM" not in review("list", "/PROBE/Programm/nummer-2").stdout


def test_every_decision_reaches_the_log_in_its_order(review: Command) -> None:
    review("confirm", KEY, REGION, "--by", "KM")
    review("correct", KEY, APPLICANTS, "--value", "Gemeinde, Stadt", "--note", "Kreisfreie nicht.", "--by", "AB")
    review("reject", KEY, START, "--note", "Nur ein Hinweis.", "--by", "KM")
    value = ("--kind", "cost_min", "--op", "at_least", "--value", "5.000 €", "--effect", "gate")
    review("add", KEY, *value, "--quote", RATE_QUOTE, "--by", "KM")
    review("complete", KEY, "--by", "KM")
    review("withdraw", KEY, REGION, "--by", "KM")
    review("withdraw", KEY, "--complete", "--by", "KM")
    rows = review.json("log")["reviews"]
    assert [(row["decision"], row["reviewer"], row["path"]) for row in rows] == [
        ("confirmed", "KM", KEY),
        ("corrected", "AB", KEY),
        ("rejected", "KM", KEY),
        ("added", "KM", KEY),
        ("complete", "KM", KEY),
        ("withdrawn", "KM", KEY),
        ("withdrawn", "KM", KEY),
    ]
    text = squeezed(review("log").stdout)
    assert "berichtigt von AB: Antragsteller: Gemeinde, Stadt; kreisfreie Stadt" in text
    assert "berichtigt zu: Antragsteller: Gemeinde, Stadt Notiz: Kreisfreie nicht." in text
    assert "ergänzt von KM: Mindestkosten: mindestens 5.000 Euro" in text
    assert "als vollständig bestätigt von KM: Liste der Anforderungen" in text
    assert review.json("log", "--since", "2999-01-01") == {"reviews": []}
    assert "Das Protokoll enthält keine Prüfung." in review("log", "--since", "2999-01-01").stdout


def test_machines_are_told_what_counts(review: Command) -> None:
    review("correct", KEY, APPLICANTS, "--value", "Gemeinde, Stadt", "--note", "Siehe Text.", "--by", "AB")
    review("reject", KEY, START, "--note", "Nur ein Hinweis.", "--by", "KM")
    answer = review.json("complete", KEY, "--by", "KM")
    assert (answer["path"], answer["complete"]["standing"]) == (KEY, "holds")
    region, applicants, start = answer["requirements"]
    assert (region["review"], region["counted"]) == (None, region["requirement"])
    assert applicants["requirement"]["value"] == ["municipality", "county_free_city"]
    assert applicants["counted"]["value"] == ["municipality"]
    assert applicants["counted"]["evidence"]["assurance"] == "reviewed"
    assert (start["counted"], start["review"]["note"]) == (None, "Nur ein Hinweis.")
    assert [entry["number"] for entry in (region, applicants, start)] == [1, 2, 3]


def test_what_has_changed_is_in_the_queue(review: Command, desk: Path, tmp_path: Path) -> None:
    review("confirm", KEY, REGION, "--by", "KM")
    review("complete", KEY, "--by", "KM")
    assert "Nichts ist erneut zu prüfen." in review("queue").stdout
    later = tmp_path / "later.db"
    build(later, [programme(1, regions=("SN", "TH")), programme(2)])
    found = Command(later, desk)
    text = squeezed(found("queue").stdout)
    assert "1. Fördergebiet: Sachsen; Thüringen: erneut zu prüfen (bestätigt von KM" in text
    assert "Liste der Anforderungen: erneut zu prüfen (als vollständig bestätigt von KM" in text
    assert text.endswith("Erneut zu prüfen: 2.")
    assert [entry["number"] for entry in found.json("queue")["to_renew"]] == [1, None]


REFUSED = [
    (("confirm", KEY, "9", "--by", "KM"), "die Liste reicht von 1 bis 3"),
    (("confirm", KEY, "0", "--by", "KM"), "die Liste reicht von 1 bis 3"),
    (("confirm", KEY, "1", "--by", "Karla Müller"), "kein Name"),
    (("reject", KEY, "1", "--by", "KM"), "warum die Anforderung nicht gilt"),
    (("correct", KEY, "2", "--value", "Gemeinde, Stadt", "--by", "KM"), "warum die Anforderung berichtigt wird"),
    (("correct", KEY, "2", "--note", "x", "--by", "KM"), "ändert nichts"),
    (("correct", KEY, "2", "--value", "alle", "--note", "x", "--by", "KM"), "ist bei „Antragsteller“ nicht möglich"),
    (("add", KEY, "--kind", "status", "--quote", "Unsinn", "--effect", "gate", "--by", "KM"), "nicht wörtlich"),
    (("withdraw", KEY, "1", "--by", "KM"), "liegt keine Prüfung vor"),
    (("withdraw", KEY, "--by", "KM"), "entweder die Nummer"),
    (("withdraw", KEY, "1", "--complete", "--by", "KM"), "entweder die Nummer"),
    (("withdraw", KEY, "--complete", "--by", "KM"), "nicht als vollständig bestätigt"),
]


@pytest.mark.parametrize(("order", "sentence"), REFUSED)
def test_what_cannot_be_taken_is_explained_and_not_kept(review: Command, order: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(ReviewError, match=sentence):
        review(*order)
    assert review.json("log") == {"reviews": []}


def test_a_programme_that_is_not_there_is_explained(review: Command) -> None:
    with pytest.raises(UnknownProgramme, match="steht nicht im Katalog"):
        review("list", "/gibt/es/nicht")


def test_a_sign_is_asked_for(review: Command) -> None:
    assert review("confirm", KEY, REGION).exit_code == 2


def test_the_command_answers_in_a_process_of_its_own(db: Path, desk: Path) -> None:
    places = ("--db", db, "--desk", desk)
    done = foerderfinder("review", "confirm", KEY, REGION, "--by", "KM", *places, "--json")
    assert done.code == 0, done.err
    assert done.json["requirements"][0]["review"]["standing"] == "holds"
    wrong = foerderfinder("review", "confirm", KEY, "9", "--by", "KM", *places)
    assert (wrong.code, wrong.out) == (1, "")
    assert wrong.err.startswith("Fehler: Nr. 9 gibt es nicht")
