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


class YamlFileError(ValueError):
    """A data file that cannot be read as it stands; the message is German and names file and line."""


def load_yaml(path: Path) -> object:
    """The content of one YAML file: mappings, lists, text, whole numbers, true, false, null and dates.

    An empty file is None. Raises YamlFileError where the file is not UTF-8 or not YAML, a key is given twice, or a
    value is a float, an octal or base-60 number, a yes/no word, a time of day or a day that does not exist; OSError
    where the file cannot be opened.
    """
    try:
        loader = _StrictLoader(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise YamlFileError(f"{path}: Die Datei ist nicht in UTF-8 geschrieben; bitte als UTF-8 speichern.") from error
    except yaml.YAMLError as error:
        raise YamlFileError(f"{path}: Die Datei enthält ein unzulässiges Steuerzeichen ({error}).") from error
    try:
        return loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        raise YamlFileError(_in_words(path, error)) from error
    finally:
        loader.dispose()


def _in_words(path: Path, error: yaml.MarkedYAMLError) -> str:
    place = f"{path}, Zeile {error.problem_mark.line + 1}" if error.problem_mark else str(path)
    return f"{place}: {error.problem}"


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
    raise yaml.constructor.ConstructorError(problem=problem, problem_mark=node.start_mark)


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
