"""How the members of a joint application count: a rule for every requirement kind (`joint.yml`), and one answer of many.

Members that differ are no reason for a no: where some hold a condition and some do not, the guideline decides.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import Field, TypeAdapter

from finder.frozen import Frozen
from finder.models import Requirement
from finder.vocab import Outcome, PopulationBasis, RequirementKind
from finder.yamlfile import load_yaml
from rules.kleene import OPEN, leading

FILE = Path(__file__).with_name("joint.yml")


class Counts(StrEnum):
    """Whose answer counts."""

    EVERY = "every"
    ANY = "any"
    SUM = "sum"
    SET = "set"
    PROJECT = "project"


GAINED = frozenset({Counts.ANY, Counts.SUM, Counts.SET})
"""What an applicant can gain by applying with others."""


class JointRule(Frozen):
    """How the members count for one requirement kind."""

    counts: Counts
    by_basis: Annotated[Mapping[PopulationBasis, Counts], Field(default_factory=dict)]
    """Takes the place of `counts` where these inhabitants are counted."""


def load_joint_rules(path: Path) -> Mapping[RequirementKind, JointRule]:
    """The rules of a file, one for every requirement kind.

    Raises:
        YamlFileError: the file is no such YAML.
        ValueError: an entry is malformed, or a kind has none.
    """
    rules = TypeAdapter(dict[RequirementKind, JointRule]).validate_python(load_yaml(path))
    missing = [kind.value for kind in RequirementKind if kind not in rules]
    if missing:
        raise ValueError(f"{path.name}: no rule for {', '.join(missing)}")
    return MappingProxyType(rules)


JOINT_RULES = load_joint_rules(FILE)


def counts_of(requirement: Requirement) -> Counts:
    """How the members count for a requirement."""
    rule = JOINT_RULES[requirement.kind]
    return rule.by_basis.get(requirement.basis, rule.counts) if requirement.basis else rule.counts


def joint_outcome(counts: Counts, outcomes: Sequence[Outcome]) -> Outcome:
    """The members' outcomes as one, in whatever order; one member's own outcome is that of a set of one.

    All alike is the answer. Members that differ for certain leave it to the guideline (open_source). Otherwise what is
    still open may bring agreement, and its first cause in the order of OPEN leads. Under ANY a member that holds the
    condition is enough to leave it to the guideline. So yes and no need every member, and further facts keep either.

    Raises:
        ValueError: there are no members.
    """
    found = Counter(outcomes)
    if not found:
        raise ValueError("a set has members")
    settled = [outcome for outcome in found if outcome not in OPEN]
    still_open = frozenset(found) - frozenset(settled)
    held_by_some = counts is Counts.ANY and Outcome.MET in found and len(found) > 1
    if len(settled) > 1 or held_by_some:
        return Outcome.OPEN_SOURCE
    return leading(still_open) if still_open else settled[0]


def joint_outcomes(asked: Sequence[Requirement], answers: Sequence[Sequence[Outcome]]) -> list[Outcome]:
    """The outcome of everything asked: `answers` holds the outcomes of each member, in the order of `asked`."""
    by_question = zip(*answers, strict=True)
    return [
        joint_outcome(counts_of(requirement), outcomes)
        for requirement, outcomes in zip(asked, by_question, strict=True)
    ]
