"""What is written in a data file is what is read; everything YAML would change is refused with file and line."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from finder.yamlfile import YamlFileError, load_yaml


@pytest.fixture
def write(tmp_path):
    def _write(content: str | bytes) -> Path:
        path = tmp_path / "data.yml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return _write


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ("", None),
        ("a: 1", {"a": 1}),
        ("a: 0", {"a": 0}),
        ("a: -7", {"a": -7}),
        ("a: true", {"a": True}),
        ("a: false", {"a": False}),
        ("a: null", {"a": None}),
        ("a: ~", {"a": None}),
        ("a: 2026-02-28", {"a": date(2026, 2, 28)}),
        ('a: "66.67"', {"a": "66.67"}),
        ('a: "01001000"', {"a": "01001000"}),
        ("a: Görlitz, Stadt", {"a": "Görlitz, Stadt"}),
        ("- a\n- b: [c, d]", ["a", {"b": ["c", "d"]}]),
        ("a: {x: 1}\nb: {x: 2}", {"a": {"x": 1}, "b": {"x": 2}}),
    ],
)
def test_reads_what_is_written(write, content, value):
    read = load_yaml(write(content))
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("a: 1\nb: 2\na: 3", 3, "„a“ steht zweimal"),
        ("a:\n  - x: 1\n    x: 2", 3, "„x“ steht zweimal"),
        ('a: 1\n"a": 2', 2, "„a“ steht zweimal"),
        ("1: a\n1: b", 2, "„1“ steht zweimal"),
        ("a: 1\n[b]: 2", 2, "Schlüssel"),
        ("a: 66.67", 1, "Kommazahl"),
        ("a: .nan", 1, "Kommazahl"),
        ("a: -.inf", 1, "Kommazahl"),
        ("a: 1.0e+3", 1, "Kommazahl"),
        ("a: !!float 5", 1, "Kommazahl"),
        ("key: 01001000", 1, "ganze Zahl"),
        ("a: 0x1F", 1, "ganze Zahl"),
        ("a: 1:30", 1, "ganze Zahl"),
        ("a: 1_000", 1, "ganze Zahl"),
        ("a: +5", 1, "ganze Zahl"),
        ("a: 1\nb: no", 2, "mehrdeutig"),
        ("a: on", 1, "mehrdeutig"),
        ("a: True", 1, "mehrdeutig"),
        ("a: 2026-02-30", 1, "Kalender"),
        ("a: 2026-02-28 10:00:00", 1, "Kalender"),
        ("a: &x {b: 1}\nc:\n  <<: *x", 3, "<<"),
    ],
)
def test_refuses_with_file_and_line(write, content, line, words):
    path = write(content)
    with pytest.raises(YamlFileError) as error:
        load_yaml(path)
    assert str(error.value).startswith(f"{path}, Zeile {line}: ")
    assert words in str(error.value)


ENGLISH = re.compile(r"\b(expected|found|could|while|not|the|character|but)\b")


@pytest.mark.parametrize(
    ("content", "line", "column", "words"),
    [
        ("a: [1", 1, 6, "mitten in einer Angabe"),
        ("a: [\n", 2, 1, "mitten in einer Angabe"),
        ("a: {b: 1", 1, 9, "mitten in einer Angabe"),
        ("a: [1 b: 2}", 1, 11, "fehlt ein Komma oder eine schließende Klammer"),
        ("a: {b: ]", 1, 8, "kein gültiges YAML"),
        ("a: b: c", 1, 5, "gehört zu keinem Eintrag"),
        ("a: 1\n  b: 2", 2, 4, "Doppelpunkt"),
        ("a: 1\nb\nc: 2", 3, 1, "fehlt der Doppelpunkt"),
        ("a: *nobody", 1, 4, "Verweis"),
        ("a: 1\n---\nb: 2", 2, 1, "zweites Dokument"),
        ("a: !!python/object/apply:os.system [ls]", 1, 4, "Kennzeichnung"),
        ("a:\n\t- b", 2, 1, "Tabulator"),
        ("a: @b", 1, 4, "darf keine Angabe beginnen"),
        ('a: "b', 1, 6, "ein Anführungszeichen fehlt"),
        ('a: "C:\\Daten"', 1, 8, "umgekehrten Schrägstrich"),
        ("a:\n  - 1\n 2", 3, 2, "Einrückung"),
        ("a: \x00", 1, 4, "Steuerzeichen"),
        ("ä: 1\nb: 2\x07", 2, 5, "Steuerzeichen"),
    ],
)
def test_what_is_no_yaml_is_named_in_german_with_line_and_column(write, content, line, column, words):
    path = write(content)
    with pytest.raises(YamlFileError) as error:
        load_yaml(path)
    place, _, sentence = str(error.value).partition(": ")
    assert place == f"{path}, Zeile {line}, Spalte {column}"
    assert words in sentence
    assert not ENGLISH.search(sentence)


@pytest.mark.parametrize(
    ("content", "words"),
    [("a: Görlitz".encode("latin-1"), "UTF-8"), (b"a: \x00", "Steuerzeichen"), (b"\xff\xfe", "UTF-8")],
)
def test_refuses_bytes_that_are_no_text(write, content, words):
    path = write(content)
    with pytest.raises(YamlFileError, match=words) as error:
        load_yaml(path)
    assert str(error.value).startswith(str(path))


def test_a_missing_file_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        load_yaml(tmp_path / "none.yml")


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.dates() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(value=VALUES)
def test_whatever_is_dumped_comes_back_unchanged(tmp_path_factory, value):
    path = tmp_path_factory.mktemp("yaml") / "data.yml"
    path.write_text(yaml.safe_dump(value, allow_unicode=True), encoding="utf-8")
    assert load_yaml(path) == value


@given(text=TEXTS)
def test_hostile_text_is_read_or_refused_but_never_anything_else(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("yaml") / "data.yml"
    path.write_text(text, encoding="utf-8")
    try:
        load_yaml(path)
    except YamlFileError as error:
        assert str(path) in str(error)
        assert not ENGLISH.search(str(error).removeprefix(str(path)).replace(text, ""))
