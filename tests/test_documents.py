"""What the documents name is there: commands with their options, files, tests, links; and every command is documented."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperCommand, TyperGroup

from finder.cli import app
from finder.paths import ROOT
from tests.command import foerderfinder

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
ROOMS = ("finder", "crawler", "rules", "tests", "tools", "bench", "data")
COMMANDS = typer.main.get_command(app)

BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
IN_BLOCK = re.compile(r"^(?:[A-Z_]+=\S+ )?(?:\S*/)?foerderfinder (.+)$", re.MULTILINE)
INLINE = re.compile(r"`foerderfinder ([^`]+)`")
FILE = re.compile(r"`([\w./-]+\.(?:py|yml|csv|txt))`")
TEST = re.compile(r"`(test_\w+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)")


def text(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def cases(pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    return [*dict.fromkeys((file.name, found) for file in DOCUMENTS for found in pattern.findall(text(file)))]


def commands_named() -> Iterator[tuple[str, str]]:
    for file in DOCUMENTS:
        blocks = "\n".join(BLOCK.findall(text(file)))
        yield from ((file.name, line) for line in (*IN_BLOCK.findall(blocks), *INLINE.findall(text(file))))


def resolved(line: str) -> tuple[list[str], Any]:
    """The command a line calls, and its definition. Fails for an option it does not have."""
    path: list[str] = []
    node: Any = COMMANDS
    words = shlex.split(line, comments=True)
    while isinstance(node, TyperGroup) and words:
        node = node.commands[words[0]]
        path.append(words.pop(0))
    known = {name for parameter in node.params for name in (*parameter.opts, *parameter.secondary_opts)}
    assert {word.partition("=")[0] for word in words if word.startswith("--")} <= known
    return path, node


@pytest.mark.parametrize(("file", "line"), [*dict.fromkeys(commands_named())])
def test_a_command_exists_with_its_options(file: str, line: str) -> None:
    assert not isinstance(resolved(line)[1], TyperGroup), "name the command of the group"


def test_every_command_is_in_the_readme_and_in_the_help() -> None:
    readme = {resolved(line)[0][0] for file, line in commands_named() if file == "README.md"}
    _, _, commands = foerderfinder("--help").out.partition("Commands:\n")
    listed = set(re.findall(r"^  ([a-z-]+)", commands, re.MULTILINE))
    assert isinstance(COMMANDS, TyperGroup)
    assert readme == listed == set(COMMANDS.commands)


def all_commands(node: TyperGroup | TyperCommand, path: str = "foerderfinder") -> Iterator[tuple[str, Any]]:
    yield path, node
    for name, child in node.commands.items() if isinstance(node, TyperGroup) else ():
        yield from all_commands(child, f"{path} {name}")


@pytest.mark.parametrize(("path", "command"), [*all_commands(COMMANDS)])
def test_every_command_and_option_says_what_it_does(path: str, command: Any) -> None:
    assert command.help
    assert [each.name for each in command.params if not each.help] == []


FILES = [path.relative_to(ROOT).as_posix() for room in ROOMS for path in (ROOT / room).rglob("*.*")]
TESTS = {name for path in (ROOT / "tests").rglob("test_*.py") for name in re.findall(r"def (test_\w+)", text(path))}


@pytest.mark.parametrize(("document", "name"), cases(FILE))
def test_a_file_exists(document: str, name: str) -> None:
    assert (ROOT / name).is_file() or any(f"/{path}".endswith(f"/{name}") for path in FILES)


@pytest.mark.parametrize(("document", "name"), cases(TEST))
def test_a_test_exists(document: str, name: str) -> None:
    assert name in TESTS


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_link_leads_somewhere(document: Path) -> None:
    for target, anchor in LINK.findall(text(document)):
        file = document.parent / target if target else document
        assert file.is_file(), target
        headings = re.findall(r"^#+ (.+)$", text(file), re.MULTILINE) if anchor else []
        assert not anchor or anchor in {heading.lower().replace(" ", "-") for heading in headings}
