"""The closed set of requirement kinds: the fact each one needs, its question and its sentences (`criteria.yml`)."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import Field, TypeAdapter, model_validator

from finder.facts import DEFINITIONS
from finder.frozen import Frozen
from finder.vocab import Outcome, PopulationBasis, RequirementKind
from finder.yamlfile import load_yaml

FILE = Path(__file__).with_name("criteria.yml")
PARTIAL = "(teilweise)"
"""Ends the value of an area fact where only parts of the unit belong to the area: where is the site?"""

Sentence = Annotated[str, Field(min_length=1)]


class NamedFact(Frozen):
    """A code of a requirement's value that is answered by a fact of its own ("Schulträger": yes or no).

    A yes-or-no fact answers itself. Any other known value is a yes, but for the values listed here.
    """

    fact: str
    no: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    """Values of which sources rarely say whether they suffice, such as a concept in preparation."""


class Criterion(Frozen):
    """One requirement kind. Without any fact it stays open, whatever a source asks.

    In the sentences, {asked} is what the source asks, {have} the applicant's fact in words, and {according} names the
    assurance. `because` completes "nicht antragsberechtigt, weil …"; `change` says what to change and stands for
    exactly the kinds that an applicant can change (eligibility.md B3, row 2).
    """

    whose: Literal["profile", "project"]
    fact: str | None = None
    by_basis: Annotated[Mapping[PopulationBasis, str], Field(default_factory=dict)]
    """Facts of a project that take the place of `fact` where other inhabitants count than those of the applicant."""
    named: Annotated[Mapping[str, NamedFact], Field(default_factory=dict)]
    names_bars: bool = False
    """Whether its words name what must not be ("kein Beginn vor …"), so that an EXCLUDES needs no "nicht"."""
    only_with_project: bool = False
    """Whether the kind is tested only where a project is stated; without one it is something to mind."""
    unit: str | None = None
    scale: Annotated[int, Field(ge=1)] = 1
    """How many units of a requirement's number make one `unit`: 100 where numbers are hundredths."""
    changeable: bool
    question: Sentence
    met: Sentence
    failed: Sentence
    because: Sentence
    open_profile: Sentence | None = None
    open_project: Sentence | None = None
    open_source: Sentence
    """Where the source says something, but not whether it covers this applicant."""
    unstated: Sentence
    """Where the source asks something without saying what, or says nothing."""
    change: Sentence | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        unknown = sorted({name for name in self.facts if name not in DEFINITIONS})
        if unknown:
            raise ValueError(f"unknown facts {unknown}")
        if getattr(self, self.missing.value) is None:
            raise ValueError(f"no sentence for {self.missing.value}")
        if self.changeable != (self.change is not None):
            raise ValueError("changeable kinds say what to change, and no others")
        return self

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of all facts this kind can ask for."""
        own = (self.fact,) if self.fact else ()
        return (*own, *self.by_basis.values(), *(named.fact for named in self.named.values()))

    def fact_of(self, basis: PopulationBasis | None) -> str | None:
        """The kind's own fact, or the one that stands for whose inhabitants count."""
        return self.by_basis.get(basis, self.fact) if basis else self.fact

    def missing_with(self, basis: PopulationBasis | None) -> Outcome:
        """What an unknown fact of that basis comes to."""
        return Outcome.OPEN_PROJECT if basis in self.by_basis else self.missing

    @property
    def missing(self) -> Outcome:
        """What a requirement of this kind comes to while its fact is unknown."""
        return Outcome.OPEN_PROFILE if self.whose == "profile" else Outcome.OPEN_PROJECT


def load_criteria(path: Path) -> Mapping[RequirementKind, Criterion]:
    """The criteria of a file, one for every requirement kind.

    Raises:
        YamlFileError: the file is no such YAML.
        ValueError: an entry is malformed, or a kind has none.
    """
    criteria = TypeAdapter(dict[RequirementKind, Criterion]).validate_python(load_yaml(path))
    missing = [kind.value for kind in RequirementKind if kind not in criteria]
    if missing:
        raise ValueError(f"{path.name}: no criterion for {', '.join(missing)}")
    return MappingProxyType(criteria)


CRITERIA = load_criteria(FILE)
