"""The facts of a portal: one YAML file each in crawler/portals, validated here."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, HttpUrl

from finder.frozen import Frozen
from finder.models import SourceInfo
from finder.vocab import ApplicantCategory, FundingType, Land, Level, SectionField, Theme
from finder.yamlfile import load_yaml

PORTALS = Path(__file__).parent / "portals"


class Budget(Frozen):
    """How much of a portal one run may ask for (R-07)."""

    pages: Annotated[int, Field(gt=0)]
    minutes: Annotated[int, Field(gt=0)]
    megabytes: Annotated[int, Field(gt=0, le=1024)]
    """Largest single answer."""


class Expectations(Frozen):
    """What a healthy run looks like (R-11)."""

    minimum: Annotated[int, Field(gt=0)]
    """Fewest programmes of a first run; later runs are measured against the last healthy one."""


class Labels(Frozen):
    """The portal's own codes and what they mean here. A code that is not listed is reported, never guessed (R-20)."""

    levels: dict[str, Level]
    applicants: dict[str, ApplicantCategory]
    regions: dict[str, Land | str]
    funding_types: dict[str, FundingType]
    themes: dict[str, Theme]
    land_folders: dict[str, Land]
    """Folder below "Land/" in the publisher's document path → Land."""


class Structure(Frozen):
    """The names the portal's documents are known to use (contract check)."""

    document_types: tuple[str, ...]
    sections: dict[str, SectionField]
    """Property → section of the programme's text."""
    properties: tuple[str, ...]
    """Further known properties, read or knowingly left."""
    classifiers: tuple[str, ...]


class Portal(Frozen):
    """One portal."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: str
    publisher: str
    url: HttpUrl
    hosts: tuple[str, ...]
    start: str
    licence: str
    attribution: str
    budget: Budget
    expectations: Expectations
    labels: Labels
    structure: Structure

    @property
    def source(self) -> SourceInfo:
        """The portal as the catalogue knows it."""
        return SourceInfo(
            id=self.id,
            title=self.title,
            publisher=self.publisher,
            url=str(self.url),
            licence=self.licence,
            attribution=self.attribution,
        )


def load_portal(portal_id: str) -> Portal:
    """The portal of that id. Raises KeyError for an unknown one, ValueError for a faulty file."""
    path = PORTALS / f"{portal_id}.yml"
    if portal_id not in portal_ids():
        raise KeyError(portal_id)
    return Portal.model_validate(load_yaml(path))


def portal_ids() -> tuple[str, ...]:
    """Ids of all portals, in the order of their names."""
    return tuple(sorted(path.stem for path in PORTALS.glob("*.yml")))
