"""What if a fact were another: the verdicts before and after, and which programmes change. Nothing is written.

Everything works on copies. What follows from a fact follows from the changed one, too.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from finder import wording
from finder.facts import DEFINITIONS, PROJECT_FACTS, unknown
from finder.frozen import Frozen
from finder.models import Assessment, Fact, Profile, Project
from finder.vocab import Availability, FactOrigin, Verdict
from rules.check import answers, asked_by, verdicts
from rules.derive import with_derived, with_derived_project
from rules.plan import Plan, plan_of
from rules.verdict import RANK

MINUS = "−"
JOINT_POPULATION = "joint_population"
"""What the register adds up for the partners of a project; unknown for other partners, unless it is stated with them."""
IMAGINED = Project(key="was-waere-wenn", name="Gedachtes Vorhaben", facts=())
"""Takes the facts of a project where none is stated."""


class Transition(Frozen):
    """How many programmes went from one verdict to another, or kept theirs."""

    before: Verdict
    after: Verdict
    programmes: int


class ChangedVerdict(Frozen):
    """A programme that gets another verdict."""

    source: str
    key: str
    title: str
    before: Verdict
    after: Verdict
    availability: Availability
    reason: str
    """Why it gets the new verdict, in one German sentence."""


class Delta(Frozen):
    """What a change of facts does to the verdicts."""

    transitions: tuple[Transition, ...]
    """Every pair that occurs, in the order of the verdicts; together all programmes."""
    changed: tuple[ChangedVerdict, ...]
    """In the order of the new verdict, best first, then of the programmes."""

    @property
    def unchanged(self) -> int:
        """How many programmes keep their verdict."""
        return sum(pair.programmes for pair in self.transitions if pair.before is pair.after)


class Who(NamedTuple):
    """An applicant and its project, if it has one."""

    applicant: Profile
    project: Project | None


def what_if(plan: Plan, applicant: Profile, project: Project | None, changed: Sequence[Fact], stichtag: date) -> Delta:
    """The verdicts with these facts in the place of the present ones, beside the present ones.

    Facts of a project, where none is stated, are those of an imagined project of which nothing else is known.

    Raises:
        ValueError: a fact that is none, or a value that cannot be compared exactly.
        rules.engine.EngineError: the engine failed.
    """
    other = with_facts(applicant, project, changed, stichtag)
    after = asked_by(other.applicant, stichtag, other.project)
    pairs = list(zip(verdicts(plan, asked_by(applicant, stichtag, project)), verdicts(plan, after), strict=True))
    counts = Counter(pairs)
    moved = [number for number, (old, new) in enumerate(pairs) if old is not new]
    explained = answers(plan_of(plan.programmes[number] for number in moved), after)
    rows = [_changed(pairs[number][0], answer) for number, answer in zip(moved, explained, strict=True)]
    return Delta(
        transitions=tuple(
            Transition(before=old, after=new, programmes=counts[old, new])
            for old in Verdict
            for new in Verdict
            if counts[old, new]
        ),
        changed=tuple(sorted(rows, key=lambda row: RANK[row.after])),
    )


def _changed(before: Verdict, answer: Assessment) -> ChangedVerdict:
    return ChangedVerdict(
        source=answer.source,
        key=answer.key,
        title=answer.title,
        before=before,
        after=answer.verdict,
        availability=answer.availability,
        reason=answer.reason,
    )


def delta_line(delta: Delta) -> str:
    """The net change of every verdict: "+3 passt vorbehaltlich, −3 Angaben fehlen, unverändert 1.467"."""
    net: Counter[Verdict] = Counter()
    for pair in delta.transitions:
        net[pair.after] += pair.programmes
        net[pair.before] -= pair.programmes
    words = [
        f"{'+' if net[verdict] > 0 else MINUS}{wording.whole(abs(net[verdict]))} {verdict.label}"
        for verdict in Verdict
        if net[verdict]
    ]
    return ", ".join([*words, f"unverändert {wording.whole(delta.unchanged)}"])


def with_facts(applicant: Profile, project: Project | None, changed: Iterable[Fact], stichtag: date) -> Who:
    """Copies with these facts in the place of the present ones, and what follows from them derived again for that day.

    Raises as `what_if` does.
    """
    new = {fact.id: fact for fact in changed}
    if strange := new.keys() - DEFINITIONS.keys():
        raise ValueError(f"no facts: {', '.join(sorted(strange))}")
    of_project = {fact_id: fact for fact_id, fact in new.items() if fact_id in PROJECT_FACTS}
    other = _applicant(applicant, {fact_id: new[fact_id] for fact_id in new if fact_id not in of_project}, stichtag)
    if project is None and not of_project:
        return Who(other, None)
    return Who(other, with_derived_project(_stated(project or IMAGINED, of_project), other, stichtag))


def _applicant(applicant: Profile, new: Mapping[str, Fact], stichtag: date) -> Profile:
    if not new:
        return applicant
    facts = {fact.id: fact for fact in applicant.facts} | dict(new)
    return with_derived(applicant.model_copy(update={"facts": tuple(facts.values())}), stichtag)


def _stated(project: Project, new: Mapping[str, Fact]) -> Project:
    """The project with its entered facts and the new ones; what followed from the old ones is forgotten."""
    kept = {fact.id: fact for fact in project.facts if _is_kept(fact.id, new)} | dict(new)
    return project.model_copy(update={"facts": tuple(kept.get(each) or unknown(each) for each in PROJECT_FACTS)})


def _is_kept(fact_id: str, new: Mapping[str, Fact]) -> bool:
    if fact_id == JOINT_POPULATION:
        return "partners" not in new
    definition = PROJECT_FACTS.get(fact_id)
    return definition is not None and definition.origin is FactOrigin.ENTERED
