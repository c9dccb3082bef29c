"""YAML as data files need it: what is written is what is read, and a mistake is named with file and line.

YAML 1.1 quietly turns 01001000 into 262656, 1:30 into 90, no into False and 66.67 into a binary fraction, and keeps the
last of two equal keys. Here each of these is an error; such values stand in quotation marks.
"""

import re
from collections.abc import Callable, Hashable
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

_BOOLEANS = {"true": True, "false": False}
_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)")

_MISTAKES = {
    "found character '\\t'": "Hier steht ein Tabulator; YAML rückt nur mit Leerzeichen ein.",
    "cannot start any token": "Mit diesem Zeichen darf keine Angabe beginnen; bitte in Anführungszeichen setzen.",
    "mapping values are not allowed": "Dieser Doppelpunkt gehört zu keinem Eintrag; einen Text mit Doppelpunkt bitte in "
    "Anführungszeichen setzen, einen Eintrag auf einer eigenen Zeile beginnen.",
    "could not find expected ':'": "Zu einem Eintrag fehlt der Doppelpunkt; er hat die Form „Name: Wert“.",
    "'<stream end>'": "Hier endet die Datei mitten in einer Angabe; vermutlich fehlt eine schließende Klammer.",
    "found unexpected end of stream": "Hier endet die Datei mitten in einem Text; ein Anführungszeichen fehlt.",
    "found undefined alias": "Ein Text, der mit „*“ beginnt, ist in YAML ein Verweis, und dieser führt ins Leere; "
    "bitte in Anführungszeichen setzen.",
    "another document": "Hier beginnt nach „---“ ein zweites Dokument; die Datei darf nur eines enthalten.",
    "could not determine a constructor": "Die Kennzeichnung mit „!“ ist hier nicht erlaubt; bitte weglassen.",
    "found unknown escape character": "Ein Text in Anführungszeichen enthält einen umgekehrten Schrägstrich; bitte "
    "doppelt schreiben.",
    "expected <block end>": "Diese Zeile passt nicht zu den Zeilen davor; bitte die Einrückung prüfen.",
    "expected ',' or": "Hier fehlt ein Komma oder eine schließende Klammer.",
}
"""Pieces of PyYAML's messages and what they mean for whoever wrote the file; the first that occurs counts."""
_NO_YAML = "Hier ist die Datei kein gültiges YAML; bitte Einrückung, Klammern und Anführungszeichen prüfen."


class YamlFileError(ValueError):
    """A data file that cannot be read as it stands; the message is German and names file and line.

    Where the YAML itself is broken, the column stands beside the line.
    """


class _Refused(yaml.MarkedYAMLError):
    """A value that is valid YAML but not taken; its problem is a German sentence."""


def load_yaml(path: Path) -> object:
    """The content of one YAML file: mappings, lists, text, whole numbers, true, false, null and dates.

    An empty file is None. Raises YamlFileError where the file is not UTF-8 or not YAML, a key is given twice, or a
    value is a float, an octal or base-60 number, a yes/no word, a time of day or a day that does not exist; OSError
    where the file cannot be opened.
    """
    try:
        text = path.read_text(encoding="utf-8")
        loader = _StrictLoader(text)
    except UnicodeDecodeError as error:
        raise YamlFileError(f"{path}: Die Datei ist nicht in UTF-8 geschrieben; bitte als UTF-8 speichern.") from error
    except yaml.reader.ReaderError as error:
        before = text[: error.position].split("\n")
        raise YamlFileError(
            f"{path}, Zeile {len(before)}, Spalte {len(before[-1]) + 1}: Hier steht ein unzulässiges Steuerzeichen; "
            "bitte entfernen."
        ) from error
    try:
        return loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        raise YamlFileError(_in_words(path, error)) from error
    finally:
        loader.dispose()


def _in_words(path: Path, error: yaml.MarkedYAMLError) -> str:
    mark, problem = error.problem_mark, error.problem or ""
    line = f"{path}, Zeile {mark.line + 1}" if mark else str(path)
    if isinstance(error, _Refused):
        return f"{line}: {problem}"
    column = f", Spalte {mark.column + 1}" if mark else ""
    words = next((words for piece, words in _MISTAKES.items() if piece in problem), _NO_YAML)
    return f"{line}{column}: {words}"


class _StrictLoader(yaml.SafeLoader):
    """PyYAML's safe loader without its conversions that change what is written."""

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            if not isinstance(key_node, ScalarNode):
                _refuse(key_node, "Ein Schlüssel muss ein einzelner Wert sein.")
            key = self.construct_object(key_node)
            if key in seen:
                _refuse(
                    key_node, f"Der Schlüssel „{key_node.value}“ steht zweimal; bitte einen der Einträge entfernen."
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


def _refuse(node: Node, problem: str) -> NoReturn:
    raise _Refused(problem=problem, problem_mark=node.start_mark)


def _exact(parse: Callable[[str], object], problem: str) -> Callable[[_StrictLoader, ScalarNode], object]:
    """A constructor that takes a value only as `parse` reads it; KeyError and ValueError of `parse` refuse it."""

    def construct(_loader: _StrictLoader, node: ScalarNode) -> object:
        try:
            return parse(node.value)
        except (KeyError, ValueError):
            _refuse(node, f"„{node.value}“ {problem}")

    return construct


def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _never(text: str) -> NoReturn:
    raise ValueError(text)


_QUOTE = "bitte in Anführungszeichen setzen."
_TAG = "tag:yaml.org,2002:"
_StrictLoader.add_constructor(
    f"{_TAG}bool", _exact(_BOOLEANS.__getitem__, f"ist mehrdeutig; true, false oder {_QUOTE}")
)
_StrictLoader.add_constructor(f"{_TAG}int", _exact(_whole, f"ist keine einfache ganze Zahl; {_QUOTE}"))
_StrictLoader.add_constructor(f"{_TAG}float", _exact(_never, f"ist eine Kommazahl; {_QUOTE}"))
_StrictLoader.add_constructor(f"{_TAG}timestamp", _exact(date.fromisoformat, f"ist kein Tag des Kalenders; {_QUOTE}"))
_StrictLoader.add_constructor(f"{_TAG}merge", _exact(_never, "führt Einträge zusammen; bitte ausschreiben."))
