"""Full text: what is found, in which order, and that no text a person types can break it (R-77)."""

import sqlite3
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from finder.catalogue import search
from finder.catalogue.search import IndexEntry, Synonyms, fold

CORPUS = {
    "radweg": IndexEntry(
        1,
        "Förderung des Radwegebaus",
        "Zuschüsse für Radverkehrsanlagen an Straßen außerhalb geschlossener Ortschaften.",
    ),
    "kita": IndexEntry(
        2,
        "Ausbau der Kindertagesbetreuung",
        "Gefördert wird der Neubau von Kindertagesstätten für Kinder unter drei Jahren.",
    ),
    "feuerwehr": IndexEntry(
        3, "Richtlinie Feuerwehrförderung", "Geld für Gerätehäuser, Löschfahrzeuge und Schutzkleidung der Wehren."
    ),
    "klima": IndexEntry(
        4, "Klimaschutz in Kommunen", "Eine kommunale Wärmeplanung und Photovoltaik auf Dächern öffentlicher Gebäude."
    ),
    "bad": IndexEntry(
        5,
        "Sanierung von Sportstätten",
        "Auch Freibäder und Hallenbäder werden modernisiert; Schulen dürfen sie nutzen.",
    ),
    "digital": IndexEntry(
        6, "Verwaltung online", "Die Digitalisierung der Ämter, neue IT und Schulungen; keine Mittel der EU."
    ),
    "hochwasser": IndexEntry(
        7,
        "Schutz vor Überschwemmung",
        "Deiche, Rückhaltebecken und Hochwasserrisikomanagement an Gewässern zweiter Ordnung.",
    ),
    "dorf": IndexEntry(
        8, "Dorferneuerung", "Plätze, Brunnen und das Bürgerhaus im Ortskern; ein Gemeinderatsbeschluss liegt bei."
    ),
    "glasfaser": IndexEntry(
        9, "Gigabitausbau", "Glasfaseranschlüsse für unterversorgte Adressen, auch für Unternehmen."
    ),
    "wald": IndexEntry(
        10, "Waldumbau", "Aufforstung mit klimastabilen Baumarten durch private und kommunale Waldbesitzer."
    ),
    "abwasser": IndexEntry(
        11, "Öffentliche Kläranlagen", "Vierte Reinigungsstufe und Sanierung der Kanäle durch den Zweckverband."
    ),
    "cafe": IndexEntry(
        12, "Orte der Begegnung", "Ein Repair-Café oder Mehrgenerationenhaus mit E-Ladesäule nach § 44."
    ),
}


@pytest.fixture(name="connection", scope="module")
def _connection() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    search.create_tables(connection)
    search.write(connection, CORPUS.values())
    yield connection
    connection.close()


def _found(connection: sqlite3.Connection, text: str) -> list[str]:
    names = {entry.rowid: name for name, entry in CORPUS.items()}
    return [names[rowid] for rowid in search.search(connection, text, 100)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # in a compound, from either side
        ("Radweg", ["radweg"]),
        ("wegebau", ["radweg"]),
        ("Wasserrisiko", ["hochwasser"]),
        ("Ratsbeschluss", ["dorf"]),
        ("Stätten", ["bad", "kita"]),
        # inflections
        ("Zuschuss", ["radweg"]),
        ("Zuschusses", ["radweg"]),
        ("Brunnens", ["dorf"]),
        ("Deich", ["hochwasser"]),
        ("Gerätehaus", ["feuerwehr"]),
        ("Dach", ["klima"]),
        ("Gewässer", ["hochwasser"]),
        # spelling: umlauts, ß, accents, case
        ("Zuschuesse", ["radweg"]),
        ("DÄCHER", ["klima"]),
        ("Strassen", ["radweg"]),
        ("ausserhalb", ["radweg"]),
        ("cafe", ["cafe"]),
        ("CAFÉ", ["cafe"]),
        ("löschfahrzeug", ["feuerwehr"]),
        ("loeschfahrzeug", ["feuerwehr"]),
        (unicodedata.normalize("NFD", "Löschfahrzeug"), ["feuerwehr"]),
        # synonyms
        ("Kita", ["kita"]),
        ("Kindergarten", ["kita"]),
        ("Schwimmbad", ["bad"]),
        ("Breitband", ["glasfaser"]),
        ("Radverkehr", ["radweg"]),
        ("Brandschutz Löschfahrzeug", ["feuerwehr"]),
        ("Ortsmitte", ["dorf"]),
        # one or two letters are whole words
        ("IT", ["digital"]),
        ("eu", ["digital"]),
        ("E", ["cafe"]),
        ("44", ["cafe"]),
        # several words: each must occur
        ("Sanierung Kanäle", ["abwasser"]),
        ("Sanierung Radweg", []),
        ("Reinigungsstufe  Zweckverband", ["abwasser"]),
        ("E-Ladesäule", ["cafe"]),
        # phrases and exclusions
        ('"kommunale Wärmeplanung"', ["klima"]),
        ("„kommunale Wärmeplanung“", ["klima"]),
        ('"Wärmeplanung kommunale"', []),
        ("Sanierung -Kanäle", ["bad"]),
        ('Sanierung -"vierte Reinigungsstufe"', ["bad"]),
        ("Sanierung −Freibäder", ["abwasser"]),
        # hits in the title go first
        ("Klima", ["klima", "wald"]),
        ("Schutz", ["hochwasser", "klima", "feuerwehr"]),
    ],
)
def test_finds(connection: sqlite3.Connection, text: str, expected: list[str]) -> None:
    assert _found(connection, text) == expected


@pytest.mark.parametrize("text", ["", " ", '"', '""', "-", "- -", "§ %", "\x00", "*", "'", "„“"])
def test_a_text_without_a_word_leaves_nothing_out(connection: sqlite3.Connection, text: str) -> None:
    assert _found(connection, text) == list(CORPUS)


def test_only_exclusions_leave_the_rest(connection: sqlite3.Connection) -> None:
    assert set(CORPUS) - set(_found(connection, "-Sanierung")) == {"bad", "abwasser"}


@pytest.mark.parametrize(
    "text",
    [
        *['"a', 'a"', "AND", "OR NOT", "NEAR(a b)", "foo:bar", "title:Radweg", "a*", "^a", "{title} : a", "a + b"],
        *["a' OR 1=1 --", "'; DROP TABLE search_words; --", "Radweg\x00", "\ud800", "ﷺ", "İ", "￿", "(((", "a" * 10_000],
        *["wort " * 2_000, '"' + "wort " * 2_000 + '"', " ".join(f"wort{number}" for number in range(2_000))],
    ],
)
def test_syntax_is_only_text(connection: sqlite3.Connection, text: str) -> None:
    assert set(_found(connection, text)) <= set(CORPUS)
    assert _found(connection, "Waldumbau") == ["wald"]


@given(st.text())
def test_no_text_raises(connection: sqlite3.Connection, text: str) -> None:
    assert set(search.search(connection, text, 5)) <= {entry.rowid for entry in CORPUS.values()}


@given(st.lists(st.sampled_from(['"', "-", "AND", "NOT", "(", ")", "*", ":", "title", "Sanierung", "\x00", " "])))
def test_no_mixture_of_syntax_raises(connection: sqlite3.Connection, pieces: list[str]) -> None:
    assert len(search.search(connection, "".join(pieces), 5)) <= 5


@given(st.sampled_from(sorted(CORPUS)), st.data())
def test_every_word_of_a_programme_finds_it(connection: sqlite3.Connection, name: str, data: st.DataObject) -> None:
    entry = CORPUS[name]
    word = data.draw(st.sampled_from(f"{entry.title} {entry.text}".replace("-", " ").split()))
    assert name in _found(connection, word)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Förderung", "foerderung"),
        ("Foerderung", "foerderung"),
        ("ÄÖÜ", "aeoeue"),
        ("Straße", "strasse"),
        ("STRAẞE", "strasse"),
        ("Café", "cafe"),
        ("Łódź", "łodz"),
        ("ﬁnanz", "finanz"),
        ("m²", "m2"),
        ("Fo\u0308rderung", "foerderung"),
        ("ＥＵ", "eu"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_fold_takes_composed_and_decomposed_text_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.fixture(name="fresh")
def _fresh() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    search.create_tables(connection)
    yield connection
    connection.close()


def test_writing_again_replaces(fresh: sqlite3.Connection) -> None:
    search.write(fresh, [IndexEntry(1, "Spielplatz", "Schaukel"), IndexEntry(2, "Brunnen", "Schaukel")])
    search.write(fresh, [IndexEntry(1, "Bolzplatz", "Tor")])
    assert search.search(fresh, "Schaukel", 10) == [2]
    assert search.search(fresh, "Bolzplatz", 10) == [1]


def test_the_last_of_two_equal_numbers_counts(fresh: sqlite3.Connection) -> None:
    search.write(fresh, [IndexEntry(1, "Brunnen", ""), IndexEntry(1, "Brücke", "")])
    assert search.search(fresh, "", 10) == search.search(fresh, "Brücke", 10) == [1]
    assert search.search(fresh, "Brunnen", 10) == []


def test_remove(fresh: sqlite3.Connection) -> None:
    search.write(fresh, [IndexEntry(1, "Brunnen", ""), IndexEntry(2, "Brunnen", "")])
    search.remove(fresh, [1, 99])
    assert search.search(fresh, "Brunnen", 10) == search.search(fresh, "runne", 10) == [2]


def test_limit_keeps_the_best(fresh: sqlite3.Connection) -> None:
    search.write(fresh, [IndexEntry(1, "Platz", "am Brunnen"), IndexEntry(2, "Brunnen", "am Platz")])
    assert search.search(fresh, "Brunnen", 1) == [2]


def test_a_synonym_in_the_title_does_not_go_before_the_word_itself(fresh: sqlite3.Connection) -> None:
    search.write(fresh, [IndexEntry(1, "Freibad", "Becken"), IndexEntry(2, "Schwimmbad", "Becken")])
    assert search.search(fresh, "Schwimmbad", 10) == [2, 1]


def test_the_callers_transaction_decides(fresh: sqlite3.Connection) -> None:
    fresh.commit()
    search.write(fresh, [IndexEntry(1, "Brunnen", "")])
    fresh.rollback()
    assert search.search(fresh, "Brunnen", 10) == []


def test_searches_read_only(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    with sqlite3.connect(path) as writer:
        search.create_tables(writer)
        search.write(writer, [IndexEntry(1, "Brunnen", "am Dorfplatz")])
    reader = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    assert search.search(reader, "Platz -Brücke", 10) == [1]
    reader.close()


@pytest.mark.parametrize(
    "groups",
    [
        [["Kita"]],
        [["Kita", "…"]],
        [["Kita", "KITA"]],
        [["Kita", "Hort"], ["Hort", "Ganztag"]],
        [["Straße", "Weg"], ["Strasse", "Gasse"]],
        [["Stadt", "Ort"], ["Städte", "Orte"]],
    ],
    ids=["alone", "no letter", "twice in a group", "in two groups", "in two spellings", "in two inflections"],
)
def test_synonyms_are_checked(groups: list[list[str]]) -> None:
    with pytest.raises(ValidationError):
        Synonyms.model_validate({"groups": groups})
