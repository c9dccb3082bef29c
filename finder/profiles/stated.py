"""What a profile file states before it is understood: answers in words, each with the place it stands at."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

LARGEST_FILE = 2_000_000
"""Bytes; a file with every answer and fifty projects has less than 300,000."""
MOST_PROJECTS = 200


class ProfileFileError(Exception):
    """The file is no profile; the text is a German sentence naming file and place."""


class Stated(NamedTuple):
    """An answer as it stands in a file."""

    text: str
    place: str
    """Where it stands, in words: "Blatt „Angaben“, Zelle C7"."""
    as_of: date | None = None


class StatedProject(NamedTuple):
    """A project as it stands in a file."""

    place: str
    key: Stated | None
    name: Stated | None
    answers: Mapping[str, Stated]
    """By the ids of `project_facts.yml`; what is left empty is not among them."""


class StatedProfile(NamedTuple):
    """A file as it stands: who it is about, answers by the ids of `facts.yml`, projects."""

    municipality: Stated | None
    applicant: Mapping[str, Stated]
    """Fields of an applicant of its own: key, name, land, members."""
    answers: Mapping[str, Stated]
    projects: tuple[StatedProject, ...]
