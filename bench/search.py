"""Full-text search beside a bare FTS5 query: 95 of 100 questions are answered within the figure shown."""

import random
import sqlite3
from collections.abc import Callable, Sequence
from itertools import product
from statistics import quantiles
from time import perf_counter

from bench.table import BenchRow
from finder.catalogue import search
from finder.catalogue.search import IndexEntry

PROGRAMMES = 2_500
WORDS_EACH = 400
LIMIT = 50
ROUNDS = 5
MILLISECONDS_ALLOWED = 10.0

FIRST = (
    *("Rad", "Schul", "Stadt", "Dorf", "Wald", "Wasser", "Klima", "Sport", "Feuerwehr", "Verkehrs", "Energie", "Wärme"),
    *("Kultur", "Denkmal", "Jugend", "Pflege", "Breitband", "Brücken", "Kanal", "Moor", "Lärm", "Bildungs", "Gebäude"),
    *("Kinder", "Senioren", "Tourismus", "Boden", "Fluss", "Hafen", "Markt", "Garten", "Straßen", "Bahn", "Digital"),
)
SECOND = (
    *("wege", "wegebau", "sanierung", "schutz", "konzept", "planung", "förderung", "entwicklung", "häuser", "anlagen"),
    *("netz", "flächen", "einrichtungen", "projekte", "beratung", "ausbau", "umbau", "pflege", "räume", "dienste"),
    *("technik", "stellen", "plätze", "ordnung", "maßnahmen", "vorhaben", "management", "forschung", "bauten", "hilfe"),
)
GLUE = ("der", "die", "und", "für", "werden", "von", "mit", "das", "zu", "bis", "Zuwendung", "Antrag", "Förderung")
PLAIN = (
    *("Kommunen", "Gemeinden", "Landkreise", "Zweckverbände", "Vereine", "Unternehmen", "Zuschuss", "Ausgaben", "EU"),
    *(
        "IT",
        "Städte",
        "Schulen",
        "Brandschutz",
        "Kindertagesstätten",
        "Radverkehr",
        "Freibäder",
        "Glasfaser",
        "digital",
    ),
)
QUESTIONS = (
    *(
        "Radweg",
        "Kommune",
        "Förderung",
        "Klimaschutz",
        "IT",
        "EU Zuschuss",
        "Zuwendung",
        "Brückenbau",
        "wegebau",
        "Kita",
    ),
    *("Feuerwehr Technik", "Gemeinde Wärmeplanung", '"Zuwendung für Gemeinden"', "Sportstätten -Vereine", "Schulen"),
    *(
        "Kanalsanierung Landkreis Zuschuss",
        "Schwimmbad",
        "Förderung Zuwendung",
        "Moor Flächen Planung",
        "Digitalisierung",
    ),
)


def rows() -> list[BenchRow]:
    """One row: the 95th percentile of a search over a made-up catalogue of the size of the federal database."""
    entries = _catalogue(random.Random(2026))
    connection = sqlite3.connect(":memory:")
    search.create_tables(connection)
    search.write(connection, entries)
    connection.execute("CREATE VIRTUAL TABLE bare USING fts5(title, text)")
    connection.executemany("INSERT INTO bare (rowid, title, text) VALUES (?, ?, ?)", entries)
    ours = _percentile_95(lambda question: search.search(connection, question, LIMIT))
    floor = _percentile_95(lambda question: _bare(connection, question))
    connection.close()
    return [
        BenchRow(
            name=f"Suche in {PROGRAMMES} Programmen, 95 von 100 Anfragen",
            value=ours,
            unit="ms",
            floor_name="eine FTS5-Abfrage ohne Wortteile, Wortstämme und Synonyme",
            floor=floor,
            limit=None,
            absolute_limit=MILLISECONDS_ALLOWED,
        )
    ]


def _catalogue(chance: random.Random) -> list[IndexEntry]:
    words = [*PLAIN, *(first + second for first, second in product(FIRST, SECOND))]
    chance.shuffle(words)
    words = [*GLUE, *words]
    # Words of a language are about as frequent as one over their rank.
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    return [
        IndexEntry(
            rowid=number,
            title=" ".join(chance.choices(words, weights, k=6)),
            text=" ".join(chance.choices(words, weights, k=WORDS_EACH)),
        )
        for number in range(1, PROGRAMMES + 1)
    ]


def _bare(connection: sqlite3.Connection, question: str) -> Sequence[object]:
    words = " ".join(f'"{word}"' for word in question.replace('"', "").replace("-", "").split())
    return connection.execute(
        "SELECT rowid FROM bare WHERE bare MATCH ? ORDER BY rank LIMIT ?", (words, LIMIT)
    ).fetchall()


def _percentile_95(answer: Callable[[str], object]) -> float:
    """Milliseconds within which 95 of 100 questions are answered, each at its best of several rounds."""
    times = [min(_milliseconds(answer, question) for _ in range(ROUNDS)) for question in QUESTIONS]
    return quantiles(times, n=100, method="inclusive")[94]


def _milliseconds(answer: Callable[[str], object], question: str) -> float:
    start = perf_counter()
    answer(question)
    return (perf_counter() - start) * 1000
