"""The commands joint, neighbours and combine as their users run them."""

import pytest

from finder.vocab import Outcome
from tests.archives import archive, many, programme
from tests.command import foerderfinder

PREFIX = "/BMWI/FDB/Content/DE/Foerderprogramm/Land/Sachsen"
TOWNS = "<p>Antragsberechtigt sind Städte und Gemeinden im Freistaat Sachsen.</p>"
TOGETHER = "Gefördert werden ausschließlich Verbundprojekte."
BAN = (
    "Eine Zuwendung ist ausgeschlossen, sofern für die gleiche Maßnahme Zuwendungen aus anderen Förderrichtlinien "
    "ausgereicht werden."
)
DAY = ("--on", "2026-11-25")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    folder = tmp_path_factory.mktemp("joint")
    export = folder / "export.zip"
    members = [
        programme("verbund", title="Gemeinsam digital", summary=f"{TOWNS}<p>{TOGETHER}</p>"),
        programme("allein", title="Nur allein", summary=f"{TOWNS}<p>{BAN}</p>"),
        programme("wege", title="Wege in Sachsen", summary=TOWNS),
        programme("bayern", title="Wege in Bayern", folder="Land/Bayern", regions=["bayern"]),
        *many(1_000, folder="Land/Thueringen", regions=["thueringen"], summary=f"<p>{BAN}</p>"),
    ]
    export.write_bytes(archive(members))
    done = foerderfinder("crawl", "foerderdatenbank", "--export-file", export, "--db", folder / "catalogue.db")
    assert done.code == 0, done.err
    return "--db", str(folder / "catalogue.db"), "--desk", str(folder / "desk.db")


def test_a_joint_check_names_its_members_and_lists_like_a_check(data: tuple[str, ...]) -> None:
    done = foerderfinder("joint", "Görlitz", "Zittau", *data, *DAY)
    assert done.code == 0, done.err
    assert done.out.startswith("Federführend: Görlitz, Stadt")
    assert "Partner: Zittau, Stadt" in done.out
    assert "Einwohner zusammen: 81.404 Einwohner" in done.out
    assert "Görlitz und Zittau – Stichtag 25.11.2026" in done.out
    assert "[passt vorbehaltlich] Gemeinsam digital" in done.out
    assert "1.001 Programme passen nicht; --all zeigt auch sie." in done.out


def test_a_joint_answer_says_for_each_requirement_who_holds_it(data: tuple[str, ...]) -> None:
    done = foerderfinder("joint", "14626110", "09464000", *data, *DAY, "--json")
    assert done.code == 0, done.err
    answer = done.json
    assert [(each["key"], each["lead"]) for each in answer["members"]] == [("14626110", True), ("09464000", False)]
    assert answer["stichtag"] == "2026-11-25"
    ways = next(each for each in answer["programmes"] if each["path"] == f"{PREFIX}/wege")
    region = next(each for each in ways["requirements"] if each["kind"] == "region")
    assert [(each["name"], each["result"]) for each in region["members"]] == [("Görlitz", "met"), ("Hof", "failed")]
    assert region["result"] == Outcome.OPEN_SOURCE
    assert "Görlitz erfüllt die Bedingung, Hof erfüllt sie nicht." in region["reason"]
    assert ways["verdict"] == "check_guideline"


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("Görlitz", "14626110"), "mehrfach genannt"),
        (("Görlitz", "Nirgendsheim"), "steht nicht im Gemeindeverzeichnis"),
    ],
)
def test_a_set_that_cannot_be_is_refused_with_a_sentence(
    data: tuple[str, ...], names: tuple[str, ...], message: str
) -> None:
    done = foerderfinder("joint", *names, *data, *DAY)
    assert (done.code, done.out) == (1, "")
    assert message in done.err and "Traceback" not in done.err


def test_neighbours_show_with_whom_what_becomes_reachable(data: tuple[str, ...]) -> None:
    done = foerderfinder("neighbours", "Görlitz", *data, *DAY)
    assert done.code == 0, done.err
    assert "führt keine Grenzen" in done.err
    assert "Mögliche Partner: 52 im selben Kreis." in done.out
    assert "[allein: Angaben fehlen; gemeinsam: passt vorbehaltlich] Gemeinsam digital" in done.out
    assert "Mit jeder der 52 Kommunen." in done.out
    assert f"Die Quelle sagt: „{TOGETHER}“" in done.out
    assert "Wege in" not in done.out and "Nur allein" not in done.out


def test_neighbours_as_a_document(data: tuple[str, ...]) -> None:
    done = foerderfinder("neighbours", "Dresden", "--with", "Radebeul", *data, *DAY, "--json")
    assert done.code == 0, done.err
    answer = done.json
    assert [(each["name"].split(",")[0], each["relation"]) for each in answer["candidates"]] == [("Radebeul", "given")]
    (found,) = answer["programmes"]
    assert (found["path"], found["alone"], found["together"]) == (
        f"{PREFIX}/verbund",
        "facts_missing",
        "eligible_with_reservation",
    )
    assert found["partners"] == [[answer["candidates"][0]["key"]]]


def test_without_any_candidate_nothing_is_promised(data: tuple[str, ...]) -> None:
    done = foerderfinder("neighbours", "Dresden", *data, *DAY)
    assert done.code == 0
    assert "Mögliche Partner: keine bekannt." in done.out
    assert "--with" in done.err
    assert "Gemeinsam digital" not in done.out


def test_programmes_that_bar_each_other(data: tuple[str, ...]) -> None:
    address = "https://www.foerderdatenbank.de/FDB/Content/DE/Foerderprogramm/Land/Sachsen/wege.html"
    done = foerderfinder("combine", f"{PREFIX}/allein", address, f"{PREFIX}/verbund", *data, *DAY)
    assert done.code == 0, done.err
    assert done.out.startswith("3 Programme, 3 Paare: 2 nicht zusammen, 1 nicht geregelt.")
    assert f"Die Quelle sagt: „{BAN}“" in done.out
    assert (
        "[Halt] „Nur allein“ lässt nach Textlage keine anderen öffentlichen Mittel zu, also auch keine aus" in done.out
    )


def test_combinations_as_a_document(data: tuple[str, ...]) -> None:
    done = foerderfinder("combine", f"{PREFIX}/wege", f"{PREFIX}/allein", *data, *DAY, "--json")
    assert done.code == 0, done.err
    answer = done.json
    assert answer["counts"] == {"pairs": 1, "stopped": 1, "restricted": 0, "unknown": 0}
    (pair,) = answer["pairs"]
    assert (pair["first"], pair["second"], pair["level"]) == (f"{PREFIX}/allein", f"{PREFIX}/wege", "stop")
    assert answer["groups"][0]["programmes"][0]["statements"][0]["quote"] == BAN


def test_a_thousand_programmes_that_all_conflict_are_grouped_and_pairs_come_on_demand(data: tuple[str, ...]) -> None:
    keys = [f"{PREFIX.replace('Sachsen', 'Thueringen')}/programm-{number:05d}" for number in range(1_000)]
    done = foerderfinder("combine", *keys, *data, *DAY)
    assert done.code == 0, done.err
    assert done.out.startswith("Keine zwei dieser 1.000 Programme lassen sich nach Textlage zusammen nutzen.")
    assert "  … und 980 weitere (--json nennt alle)" in done.out
    assert "Die Paare zeigt --pairs, höchstens 50." in done.out
    assert len(done.out.splitlines()) < 100
    asked_for = foerderfinder("combine", *keys, "--pairs", *data, *DAY, "--json").json
    assert (len(asked_for["pairs"]), asked_for["pairs_left_out"]) == (50, 499_450)
    assert len(asked_for["groups"][0]["programmes"]) == 1_000


def test_a_programme_nobody_knows_is_named(data: tuple[str, ...]) -> None:
    done = foerderfinder("combine", f"{PREFIX}/wege", "/nirgends", *data, *DAY)
    assert (done.code, done.out) == (1, "")
    assert "„/nirgends“ steht nicht im Katalog" in done.err
