"""A catalogue nobody would wish for: empty, with conditions of unknown kinds, with a thousand programmes that conflict."""

import sqlite3
from pathlib import Path

import pytest

from finder.catalogue.connection import CatalogueUnreadable, open_database
from finder.catalogue.store import open_catalogue
from finder.vocab import Assurance, Operator, RequirementKind, Verdict
from rules.check import check
from rules.combination import combined, pairs_of
from tests import records
from tests.command import foerderfinder
from tests.rule_records import DAY, programme_of, requirement, town


def emptied(path: Path) -> Path:
    open_database(path).close()
    return path


def test_an_empty_catalogue_says_what_to_do(tmp_path: Path) -> None:
    done = foerderfinder("check", "Görlitz", "--db", emptied(tmp_path / "leer.db"), "--desk", tmp_path / "desk.db")
    assert (done.code, done.err) == (0, "")
    assert "Der Katalog enthält keine Programme. „foerderfinder crawl“ holt den Bestand." in done.out
    assert check(town(), [], DAY) == ()


@pytest.mark.parametrize(
    ("column", "value"),
    [("kind", "haustier"), ("op", "like"), ("effect", "vielleicht"), ("value", '{"kein": "Wert"}')],
)
def test_a_condition_this_version_does_not_know_is_named_and_never_left_out(
    tmp_path: Path, column: str, value: str
) -> None:
    path = tmp_path / "catalogue.db"
    db = records.database(path)
    records.promoted(db, [records.raw("a"), records.raw("b")])
    db.close()
    connection = sqlite3.connect(path)
    connection.execute(f"UPDATE requirements SET {column} = ? WHERE position = 0", (value,))
    connection.commit()
    connection.close()
    with open_catalogue(path) as catalogue, pytest.raises(CatalogueUnreadable) as caught:
        catalogue.programmes()
    assert all(word in str(caught.value) for word in ("Das Programm „", column, "nicht kennt", "Sicherung"))


def test_a_thousand_programmes_that_all_conflict_are_one_sentence() -> None:
    forbidden = requirement(RequirementKind.CUMULATION, Operator.EXCLUDES, ("forbidden",), assurance=Assurance.QUOTED)
    programmes = [programme_of([forbidden], key=f"programm-{number}") for number in range(1_000)]
    found = combined(programmes, DAY)
    assert len(found.groups) == 1
    assert (found.pairs, found.stopped) == (499_500, 499_500)
    assert len(pairs_of(found).pairs) < 100
    alone = {answer.verdict for answer in check(town(), programmes, DAY)}
    assert alone == {Verdict.CHECK_GUIDELINE}, "without a project nothing else is planned"
