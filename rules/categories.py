"""Requirements from the source's structured fields: Förderberechtigte, Fördergebiet, level and status note."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Self

from pydantic import TypeAdapter, model_validator

from finder.frozen import Frozen
from finder.models import Evidence, Requirement, Statement
from finder.vocab import (
    EUROPE,
    NATIONWIDE,
    OTHER_REGION,
    ApplicantCategory,
    ApplicantKind,
    Assurance,
    Effect,
    Level,
    Operator,
    RequirementKind,
    Strength,
    Theme,
    region_label,
)
from finder.yamlfile import load_yaml

READER = "categories/1"
FILE = Path(__file__).with_name("categories.yml")

APPLICANTS = "Förderberechtigte"
TERRITORY = "Fördergebiet"
FUNDER = "Fördergeber"
THEME = "Förderbereich"
STATUS_NOTE = "Hinweis zum Stand"


class KindsOfCategory(Frozen):
    """The applicant kinds a category names for certain, and those of which it does not say."""

    certain: tuple[ApplicantKind, ...]
    unclear: tuple[ApplicantKind, ...]

    @model_validator(mode="after")
    def _names_a_kind_once(self) -> Self:
        kinds = self.certain + self.unclear
        if not kinds or len(set(kinds)) != len(kinds):
            raise ValueError("a category names at least one kind, and each once")
        return self


def load_kinds(path: Path) -> Mapping[ApplicantCategory, KindsOfCategory]:
    """The applicant kinds of every category.

    Raises:
        YamlFileError: the file is no such YAML.
        ValueError: an entry is malformed, or a category has none.
    """
    kinds = TypeAdapter(dict[ApplicantCategory, KindsOfCategory]).validate_python(load_yaml(path))
    missing = [category.value for category in ApplicantCategory if category not in kinds]
    if missing:
        raise ValueError(f"{path.name}: no kinds for {', '.join(missing)}")
    return MappingProxyType(kinds)


KINDS = load_kinds(FILE)


def requirements_from(statement: Statement) -> tuple[Requirement, ...]:
    """Gates on applicant and region, and where the source gives them on the theme, and its note on applications."""
    return (
        _applicant_gate(statement.applicants),
        _region_gate(statement),
        *([_theme_gate(statement.themes)] if statement.themes else []),
        *([_status(statement.status_note)] if statement.status_note.strip() else []),
    )


def _applicant_gate(categories: tuple[ApplicantCategory, ...]) -> Requirement:
    """Who may apply; without any category the source does not say (573 of 1,471 programmes)."""
    certain = {kind for category in categories for kind in KINDS[category].certain}
    unclear = {kind for category in categories for kind in KINDS[category].unclear} - certain
    return _gate(
        RequirementKind.APPLICANT_KIND,
        _in_order(certain) if categories else None,
        _in_order(unclear),
        _labelled(APPLICANTS, [category.label for category in categories]),
    )


def _in_order(kinds: set[ApplicantKind]) -> tuple[str, ...]:
    return tuple(kind.value for kind in ApplicantKind if kind in kinds)


def _region_gate(statement: Statement) -> Requirement:
    regions = statement.regions
    if regions:
        named = tuple(sorted(set(regions) - {OTHER_REGION}))
        # "Other" may be anywhere, and every applicant lies in the Union: who is not in a named territory stays open.
        unclear = (EUROPE,) if OTHER_REGION in regions else ()
        category = _labelled(TERRITORY, [region_label(code) for code in regions])
        return _gate(RequirementKind.REGION, named or None, unclear if named else (), category)
    return _gate(RequirementKind.REGION, _region_of_funder(statement), (), _funder(statement))


def _theme_gate(themes: tuple[Theme, ...]) -> Requirement:
    """What the money is for. The field is coarse, so that a project of another field stays open and is never a no."""
    others = tuple(theme.value for theme in Theme if theme not in themes)
    category = _labelled(THEME, [theme.label for theme in themes])
    return _gate(RequirementKind.THEME, tuple(theme.value for theme in themes), others, category)


def _region_of_funder(statement: Statement) -> tuple[str, ...] | None:
    """Where the source names no territory, the funder's own (a Land funds its own territory)."""
    match statement.level:
        case Level.FEDERAL:
            return (NATIONWIDE,)
        case Level.EU:
            return (EUROPE,)
        case Level.LAND if statement.land:
            return (statement.land.value,)
        case _:
            return None


def _funder(statement: Statement) -> str:
    labels = [part.label for part in (statement.level, statement.land) if part]
    return _labelled(FUNDER, labels) if labels else _labelled(TERRITORY, [])


def _status(note: str) -> Requirement:
    """The note is shown as it stands and never decides: availability stands beside the verdict."""
    return Requirement(
        kind=RequirementKind.STATUS,
        op=Operator.EQUALS,
        value=None,
        effect=Effect.PROCESS,
        strength=Strength.MUST,
        evidence=Evidence(assurance=Assurance.CATEGORY, reader=READER, category=STATUS_NOTE, quote=note),
    )


def _gate(kind: RequirementKind, value: tuple[str, ...] | None, unclear: tuple[str, ...], category: str) -> Requirement:
    return Requirement(
        kind=kind,
        op=Operator.INTERSECTS,
        value=value,
        unclear=unclear,
        effect=Effect.GATE,
        strength=Strength.MUST,
        evidence=Evidence(assurance=Assurance.CATEGORY, reader=READER, category=category),
    )


def _labelled(field: str, labels: list[str]) -> str:
    return f"{field}: {', '.join(labels) or 'nicht angegeben'}"
