"""Profile files in YAML.

municipality: "14626110"     # name or key of a unit of the register; or instead of it:
applicant:                   # a Zweckverband or another body that is in no register
  key: zv-wasser-lausitz
  name: Zweckverband Wasser Lausitz
  land: SN
  members: ["14626110", "14626060"]
facts:                       # answers by the ids of finder/facts.yml; what is left empty is not stated
  school_provider: ja
  budget_status: {answer: ausgeglichener Haushalt, as_of: 2026-11-25}
projects:
  - name: Neue Feuerwache
    facts:                   # answers by the ids of finder/project_facts.yml
      eligible_cost: 400000
"""

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import yaml

from finder.desk.projects import EnteredProject
from finder.fact_entry import SEPARATOR, entry_text
from finder.facts import NO, NOTHING, YES, FactDefinition, OwnApplicant, fact_text
from finder.models import Fact, Profile
from finder.profiles.form import ENTERED_OF_PROJECT, INTRODUCTION, allowed, asked, official
from finder.profiles.stated import ProfileFileError, Stated, StatedProfile, StatedProject
from finder.wording import listing
from finder.yamlfile import YamlFileError, load_yaml

TOP = ("municipality", "applicant", "facts", "projects")
OF_APPLICANT = ("key", "name", "land", "members")
OF_PROJECT = ("key", "name", "facts")
OF_ANSWER = ("answer", "as_of")
EXAMPLE = EnteredProject("", "", ())
"""A project without answers: the form of one."""


def read_yaml(path: Path) -> StatedProfile:
    """What a YAML file states. Raises ProfileFileError; OSError where the file cannot be opened."""
    try:
        content = load_yaml(path)
    except YamlFileError as error:
        raise ProfileFileError(" ".join(str(error).removeprefix(str(path)).lstrip(",: ").split())) from error
    except RecursionError as error:
        raise ProfileFileError("Die Datei ist tiefer verschachtelt, als eine Profildatei sein kann.") from error
    top = _mapping(content, "der Anfang der Datei", TOP)
    applicant = _mapping(top.get("applicant"), "applicant", OF_APPLICANT)
    return StatedProfile(
        municipality=_stated(top.get("municipality"), "municipality"),
        applicant=_all_stated(applicant, "applicant"),
        answers=_answers(top.get("facts"), "facts"),
        projects=tuple(_projects(top.get("projects"))),
    )


def _mapping(value: object, place: str, names: tuple[str, ...] = ()) -> Mapping[str, object]:
    """The entries of a mapping; an empty place has none. `names`, if given, are all it may have."""
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
        raise ProfileFileError(f"„{place}“ muss Einträge der Form „Name: Wert“ enthalten.")
    unheard = next((name for name in value if names and name not in names), None)
    if unheard is not None:
        raise ProfileFileError(f"„{place}“ kennt keinen Eintrag „{unheard[:60]}“; möglich sind {listing(names)}.")
    return value


def _all_stated(values: Mapping[str, object], place: str) -> dict[str, Stated]:
    read = {name: _stated(value, f"{place} → {name}") for name, value in values.items()}
    return {name: stated for name, stated in read.items() if stated is not None}


def _answers(value: object, place: str) -> dict[str, Stated]:
    return _all_stated(_mapping(value, place), place)


def _projects(value: object) -> Iterator[StatedProject]:
    if value is None:
        return
    if not isinstance(value, list):
        raise ProfileFileError("„projects“ muss eine Liste sein, jedes Vorhaben mit „- name: …“.")
    for number, entry in enumerate(value, start=1):
        place = f"projects → {number}"
        project = _mapping(entry, place, OF_PROJECT)
        key, name = (_stated(project.get(part), f"{place} → {part}") for part in ("key", "name"))
        yield StatedProject(place, key, name, _answers(project.get("facts"), f"{place} → facts"))


def _stated(value: object, place: str) -> Stated | None:
    if not isinstance(value, dict):
        return _plain(value, place)
    entry = _mapping(value, place, OF_ANSWER)
    as_of, plain = entry.get("as_of"), _plain(entry.get("answer"), place)
    if as_of is not None and not isinstance(as_of, date):
        raise ProfileFileError(f"„{place} → as_of“ ist kein Tag; bitte in der Form 2026-11-25 angeben.")
    return plain._replace(as_of=as_of) if plain else None


def _plain(value: object, place: str) -> Stated | None:
    match value:
        case None | "":
            return None
        case bool():
            return Stated(YES if value else NO, place)
        case str() | int():
            return Stated(str(value), place)
        case date():
            return Stated(value.isoformat(), place)
        case list() if all(isinstance(word, str) for word in value):
            return Stated(f"{SEPARATOR} ".join(value) or NOTHING, place)
        case _:
            raise ProfileFileError(f"„{place}“ muss eine einzelne Angabe oder eine Liste von Wörtern sein.")


def profile_yaml(
    municipality: str | None,
    applicant: OwnApplicant | None,
    facts: Mapping[str, Fact],
    projects: tuple[EnteredProject, ...],
    known: Profile | None,
) -> bytes:
    """The file with every question, the given answers, and what the register knows as a remark."""
    lines = [f"# {line}" for line in INTRODUCTION]
    lines += [f"#   {definition.label}: {fact_text(fact)}" for definition, fact in official(known)]
    lines += _head(municipality, applicant)
    lines += ["facts:", *_fact_lines(asked(facts, own=applicant is not None), facts, "  ")]
    lines += (
        ["projects:"] if projects else ["# So beginnt ein Vorhaben (die Zeichen „# “ davor entfernen):", "# projects:"]
    )
    for project in projects:
        lines += _project(project)
    if not projects:
        lines += [f"# {line}" for line in _project(EXAMPLE)]
    return ("\n".join(lines) + "\n").encode()


def _head(municipality: str | None, applicant: OwnApplicant | None) -> list[str]:
    if applicant is None:
        return [f"municipality: {_quoted(municipality)}"] if municipality else []
    members = ", ".join(map(_quoted, applicant.members))
    values = {"key": applicant.key, "name": applicant.name, "land": applicant.land.value}
    return ["applicant:", *(f"  {name}: {_quoted(value)}" for name, value in values.items()), f"  members: [{members}]"]


def _project(project: EnteredProject) -> list[str]:
    name = f"  - name: {_quoted(project.name)}"
    key = [f"    key: {_quoted(project.key)}"] if project.key else []
    return [name, *key, "    facts:", *_fact_lines(ENTERED_OF_PROJECT, {f.id: f for f in project.facts}, " " * 6)]


def _fact_lines(definitions: tuple[FactDefinition, ...], facts: Mapping[str, Fact], indent: str) -> Iterator[str]:
    for definition in definitions:
        yield f"{indent}# {definition.question or definition.label} {allowed(definition)}"
        fact = facts.get(definition.id)
        yield f"{indent}{definition.id}:{_answer(fact) if fact else ''}"


def _answer(fact: Fact) -> str:
    words = _quoted(entry_text(fact))
    return f" {{answer: {words}, as_of: {fact.as_of.isoformat()}}}" if fact.as_of else f" {words}"


def _quoted(text: str | None) -> str:
    """A text in quotation marks, on one line, with everything escaped that YAML would read otherwise."""
    return yaml.safe_dump(text, default_style='"', allow_unicode=True, width=sys.maxsize).strip()
