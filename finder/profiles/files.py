"""Profile files: who asks, its answers and its projects, in YAML (`profile_yaml`) or as a workbook (`profile_xlsx`).

Both formats hold the same and can be read, changed and written back. What a file leaves empty it does not state.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path

from pydantic import ValidationError

from finder.desk.projects import EnteredProject, key_for
from finder.fact_entry import EARLIEST, LATEST, SEPARATOR, EnteredFactError, parse_entered
from finder.facts import FACTS, NOTHING, PROJECT_FACTS, FactDefinition, OwnApplicant
from finder.frozen import Frozen
from finder.models import Fact, Profile
from finder.profiles.project_entry import checked_project, parse_project_fact, project_key, project_name
from finder.profiles.stated import LARGEST_FILE, MOST_PROJECTS, ProfileFileError, Stated, StatedProfile, StatedProject
from finder.profiles.xlsx import profile_xlsx
from finder.profiles.yaml import profile_yaml, read_yaml
from finder.vocab import Land
from finder.wording import day, listing

__all__ = ["FileFormat", "ProfileFile", "ProfileFileError", "profile_bytes", "read_profile_file", "write_profile_file"]

LONGEST_NAME = 100
"""Of the name of a file that was sent, in characters."""
Parse = Callable[[FactDefinition, str, date], Fact]


class FileFormat(StrEnum):
    """The formats of a profile file, by their suffixes."""

    YAML = "yml"
    XLSX = "xlsx"


FORMATS = {".yml": FileFormat.YAML, ".yaml": FileFormat.YAML, ".xlsx": FileFormat.XLSX}


def _read_workbook(path: Path) -> StatedProfile:
    # The reader of workbooks takes a while to import, and few commands need it.
    from finder.profiles.workbook import read_workbook  # noqa: PLC0415

    return read_workbook(path)


_READERS: Mapping[FileFormat, Callable[[Path], StatedProfile]] = {
    FileFormat.YAML: read_yaml,
    FileFormat.XLSX: _read_workbook,
}
_WRITERS = {FileFormat.YAML: profile_yaml, FileFormat.XLSX: profile_xlsx}


class ProfileFile(Frozen):
    """The content of a profile file."""

    municipality: str | None = None
    """Name or key of a unit of the register, as the file states it."""
    applicant: OwnApplicant | None = None
    """An applicant that is in no register."""
    facts: tuple[Fact, ...] = ()
    projects: tuple[EnteredProject, ...] = ()


def read_profile_file(path: Path, as_of: date, name: str = "") -> ProfileFile:
    """What a file states; an answer without a day of its own is dated `as_of`. `name` is what people call the file.

    Raises:
        ProfileFileError: the file cannot be read, or something in it is unknown or impossible.
        RegisterUnreadable: see `finder.places.register`.
    """
    source = f"Profildatei {name or path.name}"
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ProfileFileError("Die Datei ist größer, als eine Profildatei sein kann.")
        return _understood(_READERS[file_format(path)](path), as_of, source)
    except FileNotFoundError as error:
        raise ProfileFileError(f"{source}: Die Datei gibt es nicht. Bitte Ordner und Namen prüfen.") from error
    except OSError as error:
        raise ProfileFileError(f"{source}: Die Datei lässt sich nicht lesen. Bitte ihre Rechte prüfen.") from error
    except ProfileFileError as error:
        raise ProfileFileError(f"{source}, {error}" if str(error)[:5] == "Zeile" else f"{source}: {error}") from error


def read_profile_bytes(name: str, content: bytes, as_of: date) -> ProfileFile:
    """As `read_profile_file`, for a file that was sent under a name. Raises as that does."""
    shown = Path(name).name[-LONGEST_NAME:]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"gesendet.{file_format(Path(name))}")
        path.write_bytes(content)
        return read_profile_file(path, as_of, shown)


def profile_bytes(content: ProfileFile, file_format: FileFormat, known: Profile | None = None) -> bytes:
    """The content as a file with every question; what is known of the applicant without asking is shown in it."""
    facts = {fact.id: fact for fact in content.facts}
    return _WRITERS[file_format](content.municipality, content.applicant, facts, content.projects, known)


def write_profile_file(
    path: Path, content: ProfileFile, known: Profile | None = None, *, overwrite: bool = False
) -> None:
    """Writes a profile file in the format of its suffix. Raises ProfileFileError where that cannot be done."""
    body = profile_bytes(content, file_format(path), known)
    if path.exists() and not overwrite:
        raise ProfileFileError(f"Die Datei {path} gibt es schon. Mit --overwrite wird sie ersetzt.")
    beside = path.with_name(path.name + ".teil")
    try:
        beside.write_bytes(body)
        beside.replace(path)
    except OSError as error:
        raise ProfileFileError(f"{path} lässt sich nicht schreiben: {error.strerror}. Gibt es den Ordner?") from error


def file_format(path: Path) -> FileFormat:
    """The format that a file's suffix names. Raises ProfileFileError where it names none."""
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        raise ProfileFileError(
            f"„{path.name}“ ist nach seiner Endung keine Profildatei; möglich sind {listing(tuple(FORMATS), 'oder')}."
        )
    return found


def _understood(stated: StatedProfile, as_of: date, source: str) -> ProfileFile:
    applicant = _applicant(stated.applicant) if stated.applicant else None
    if applicant and stated.municipality:
        raise ProfileFileError(
            f"{stated.municipality.place}: Die Datei nennt eine Kommune und einen eigenen Antragsteller. "
            "Bitte eines von beiden entfernen."
        )
    if len(stated.projects) > MOST_PROJECTS:
        raise ProfileFileError(f"Die Datei hat mehr als {MOST_PROJECTS} Vorhaben. Bitte aufteilen.")
    return ProfileFile(
        municipality=stated.municipality.text if stated.municipality else None,
        applicant=applicant,
        facts=_facts(stated.answers, FACTS, parse_entered, as_of, source),
        projects=tuple(_projects(stated.projects, as_of, source)),
    )


def _applicant(stated: Mapping[str, Stated]) -> OwnApplicant:
    values: dict[str, object] = {field: answer.text for field, answer in stated.items()}
    values["members"] = _words(stated["members"].text) if "members" in stated else ()
    place = next(iter(stated.values())).place
    try:
        return OwnApplicant.model_validate(values)
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        words = f" („{stated[field].text[:60]}“)" if field in stated else " fehlt oder"
        raise ProfileFileError(
            f"{stated[field].place if field in stated else place}: „{field}“{words} passt nicht. {_NEEDED[field]}"
        ) from error


_NEEDED = {
    "key": "Nötig ist ein Schlüssel wie „zv-wasser-lausitz“: „zv-“, dann kleine Buchstaben, Ziffern, Bindestriche.",
    "name": "Nötig ist ein Name mit höchstens 200 Zeichen.",
    "land": f"Nötig ist das Kürzel eines Landes: {', '.join(Land)}.",
    "members": "Nötig sind Gemeindeschlüssel mit acht Ziffern, mit Semikolon getrennt.",
}


def _words(text: str) -> tuple[str, ...]:
    words = () if text == NOTHING else text.split(SEPARATOR)
    return tuple(word.strip() for word in words if word.strip())


def _facts(
    answers: Mapping[str, Stated], definitions: Mapping[str, FactDefinition], parse: Parse, as_of: date, source: str
) -> tuple[Fact, ...]:
    return tuple(_fact(name, answer, definitions, parse, as_of, source) for name, answer in answers.items())


def _fact(
    name: str,
    stated: Stated,
    definitions: Mapping[str, FactDefinition],
    parse: Parse,
    as_of: date,
    source: str,
) -> Fact:
    definition = definitions.get(name)
    if definition is None:
        known = ", ".join(definitions)
        raise ProfileFileError(f"{stated.place}: Eine Angabe „{name[:60]}“ gibt es nicht. Bekannt sind: {known}.")
    if stated.as_of and not EARLIEST <= stated.as_of <= LATEST:
        raise ProfileFileError(f"{stated.place}: Der Stand der Angabe ({day(stated.as_of)}) kann nicht stimmen.")
    try:
        fact = parse(definition, stated.text, stated.as_of or as_of)
    except EnteredFactError as error:
        raise ProfileFileError(f"{stated.place}: {error}") from error
    return fact.model_copy(update={"source": source})


def _projects(stated: tuple[StatedProject, ...], as_of: date, source: str) -> Iterator[EnteredProject]:
    named = frozenset(project.key.text for project in stated if project.key)
    taken: set[str] = set()
    for project in stated:
        try:
            name = project_name(project.name.text if project.name else "")
            key = project_key(project.key.text) if project.key else key_for(name, named | taken)
            facts = _facts(project.answers, PROJECT_FACTS, parse_project_fact, as_of, source)
            if key in taken:
                raise ProfileFileError(
                    f"{project.place}: Der Schlüssel „{key}“ steht schon bei einem anderen Vorhaben."
                )
            yield checked_project(EnteredProject(key, name, facts))
        except EnteredFactError as error:
            raise ProfileFileError(f"{project.place}: {error}") from error
        taken.add(key)
