"""One way through the house: who may import whom, and where libraries, SQL and HTML may stand (docs/architecture.md)."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("finder", "crawler", "rules")
COMPOSE = (
    *("finder.cli", "finder.commands", "finder.console", "finder.ui", "app"),
    *("finder.composition", "finder.freezing", "finder.reviews.words", "finder.reviews.entry"),
)
"""These may import everything, and nothing imports them but each other."""

PURE = {
    "finder.wording": set(),
    "finder.paths": set(),
    "finder.yamlfile": set(),
    "finder.vocab": set(),
    "finder.frozen": set(),
    "finder.guideline": {"finder.frozen", "finder.vocab"},
    "finder.models": {"finder.frozen", "finder.guideline", "finder.vocab"},
    "finder.catalogue.history": {"finder.models", "finder.vocab", "finder.wording"},
    "finder.deadlines": {"finder.models", "finder.vocab", "finder.wording"},
    "finder.benefits": {"finder.models", "finder.vocab", "finder.wording"},
    "finder.facts": {"finder.frozen", "finder.models", "finder.vocab", "finder.wording", "finder.yamlfile"},
    "finder.places.budget_terms": {"finder.facts", "finder.frozen", "finder.paths", "finder.vocab"},
    "finder.reviews.evidence": {"finder.models"},
    "finder.reviews.reviews": {
        *("finder.reviews.evidence", "finder.frozen", "finder.catalogue.history", "finder.models", "finder.vocab"),
    },
    "finder.reviews.decisions": {"finder.models", "finder.reviews.reviews", "finder.wording"},
    "finder.places.areas": {"finder.frozen", "finder.models", "finder.vocab", "finder.paths", "finder.yamlfile"},
    "finder.catalogue.search": {"finder.frozen", "finder.models", "finder.vocab", "finder.yamlfile"},
}
"""Modules with nothing of ours but what lies below them."""

RULES_MAY_IMPORT = {
    f"finder.{name}"
    for name in (
        *("models", "vocab", "facts", "deadlines", "wording", "yamlfile", "guideline", "frozen", "paths"),
        *("places.areas", "places.budget_terms"),
    )
}
CRAWLER_MAY_IMPORT = {
    f"finder.{name}"
    for name in (
        *("models", "frozen", "vocab", "wording", "yamlfile"),
        *("catalogue.connection", "catalogue.promotion", "catalogue.lock"),
    )
}
LIBRARIES = {
    "scrapy": {"crawler"},
    "durable": {"rules.engine", "rules.derive"},
    "streamlit": {"app", "finder.ui"},
    "lxml": {"crawler"},
    "typer": {"finder.cli", "finder.commands"},
    "rich": {"finder.console"},
}
SQL_MODULES = {f"finder.catalogue.{name}" for name in ("store", "promotion", "rereading", "search", "migrations")}
SQL_MODULES |= {f"finder.desk.{name}" for name in ("database", "projects", "reviews", "frozen")}
SQL_MODULES |= {"finder.exports.screen_sqlite"}
SQL = re.compile(
    r"\b(SELECT .+ FROM|INSERT (OR \w+ )?INTO|UPDATE \w+ SET|DELETE FROM|CREATE (VIRTUAL )?TABLE)\b", re.DOTALL
)


def sources() -> dict[str, ast.Module]:
    files = [ROOT / "app.py", *(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))]
    return {name(file): ast.parse(file.read_text(encoding="utf-8")) for file in files}


def name(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(tree: ast.Module) -> set[str]:
    """Everything a module imports, also inside functions; "from finder import search" names finder.catalogue.search."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names if f"{node.module}.{alias.name}" in MODULES}
    return found - set(PACKAGES)


def below(module: str, places: set[str] | tuple[str, ...]) -> bool:
    return any(module == place or module.startswith(f"{place}.") for place in places)


MODULES = set()
SOURCES = sources()
MODULES = set(SOURCES)
IMPORTS = {module: imported(tree) for module, tree in SOURCES.items()}


@pytest.mark.parametrize("module", sorted(MODULES))
def test_directions(module: str) -> None:
    ours = {target for target in IMPORTS[module] if below(target, PACKAGES)}
    if below(module, COMPOSE):
        return
    assert not {target for target in ours if below(target, COMPOSE)}, "nothing imports what composes"
    if module in PURE:
        assert ours <= PURE[module]
    elif below(module, ("rules",)):
        assert {target for target in ours if not below(target, ("rules",))} <= RULES_MAY_IMPORT
    elif below(module, ("crawler",)):
        assert {target for target in ours if not below(target, ("crawler",))} <= CRAWLER_MAY_IMPORT
    else:
        assert not {target for target in ours if below(target, ("rules", "crawler"))}


@pytest.mark.parametrize("library", LIBRARIES)
def test_libraries_stay_in_their_rooms(library: str) -> None:
    users = {module for module, targets in IMPORTS.items() if any(below(target, (library,)) for target in targets)}
    assert users
    assert {module for module in users if not below(module, LIBRARIES[library])} == set()


def test_no_cycles() -> None:
    waiting = {module: {t for t in targets if t in MODULES and t != module} for module, targets in IMPORTS.items()}
    while ready := {module for module, targets in waiting.items() if not targets & waiting.keys()}:
        waiting = {module: targets for module, targets in waiting.items() if module not in ready}
    assert waiting == {}


@pytest.mark.parametrize("module", sorted(MODULES))
def test_sql_stands_only_in_the_store(module: str) -> None:
    texts = [
        node.value
        for node in ast.walk(SOURCES[module])
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    statements = [text for text in texts if SQL.search(text)]
    assert module in SQL_MODULES or statements == []


def test_html_is_made_in_one_module() -> None:
    """Crawled text is never markup (R-71)."""
    forbidden = {"html", "iframe", "unsafe_allow_html", "unsafe_allow_javascript"}
    for module, tree in SOURCES.items():
        if module == "finder.ui.markup" or not below(module, ("finder.ui", "app")):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword):
                assert node.arg not in forbidden, f"{module}:{node.value.lineno}"
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id in ("st", "components")
            ):
                assert node.attr not in forbidden, f"{module}:{node.lineno}"


def test_exceptions_are_named() -> None:
    """Only a roll-back may catch everything, and it raises again."""
    for module, tree in SOURCES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler):
                caught = ast.unparse(node.type) if node.type else "everything"
                raises_again = isinstance(node.body[-1], ast.Raise)
                assert raises_again or caught not in ("Exception", "BaseException", "everything"), module


def test_the_entry_of_the_app_is_short() -> None:
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) <= 40


SUFFIXES = {".py", ".md", ".yml", ".toml", ".sh", ".lock"}
UNWANTED = re.compile(
    r"(BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|/root/|/home/\w+/|--(extra-)?index-url|files\.pythonhosted)"
)


def tracked() -> list[Path]:
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / path for path in listed.split("\0") if Path(path).suffix in SUFFIXES and (ROOT / path).is_file()]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no checkout")
def test_no_secrets_no_machine_paths_no_registry_addresses() -> None:
    for file in tracked():
        if file != Path(__file__):
            found = UNWANTED.search(file.read_text(encoding="utf-8"))
            assert found is None, f"{file.relative_to(ROOT)}: {found.group() if found else ''}"
