"""Profiles from YAML files: an applicant of its own, answers to the facts only an applicant can say, or both.

applicant:            # optional: a Zweckverband or another body that is in no register
  key: zv-wasser-lausitz
  name: Zweckverband Wasser Lausitz
  land: SN
  members: ["14626110", "14626060"]
facts:                # optional: answers by the ids of finder/facts.yml
  budget_status: balanced
"""

from datetime import date
from pathlib import Path

from pydantic import Field, ValidationError

from finder.facts import FACTS, EnteredFactError, OwnApplicant, parse_entered
from finder.frozen import Frozen
from finder.models import Fact
from finder.yamlfile import YamlFileError, load_yaml


class ProfileFileError(Exception):
    """The file is no profile; the text is a German sentence naming file and place."""


class ProfileFile(Frozen):
    """The content of a profile file."""

    applicant: OwnApplicant | None = None
    facts: dict[str, str | int | bool] = Field(default_factory=dict)


def read_profile_file(path: Path, as_of: date) -> tuple[OwnApplicant | None, tuple[Fact, ...]]:
    """The applicant of its own, if the file has one, and the facts it states, dated `as_of`.

    Raises ProfileFileError for a file that cannot be read, an unknown fact or an answer that fits none.
    """
    try:
        content = ProfileFile.model_validate(load_yaml(path))
    except (OSError, YamlFileError) as error:
        raise ProfileFileError(f"Die Profildatei {path} lässt sich nicht lesen: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = " → ".join(str(part) for part in first["loc"]) or "Anfang"
        raise ProfileFileError(f"Die Profildatei {path} ist fehlerhaft bei „{place}“: {first['msg']}") from error
    return content.applicant, tuple(_fact(path, name, answer, as_of) for name, answer in content.facts.items())


def _fact(path: Path, name: str, answer: str | int | bool, as_of: date) -> Fact:
    definition = FACTS.get(name)
    if definition is None:
        raise ProfileFileError(
            f"Die Profildatei {path} nennt eine unbekannte Angabe „{name}“. Bekannt: {', '.join(FACTS)}."
        )
    words = ("ja" if answer else "nein") if isinstance(answer, bool) else str(answer)
    try:
        return parse_entered(definition, words, as_of)
    except EnteredFactError as error:
        raise ProfileFileError(f"Die Profildatei {path}: {error}") from error
