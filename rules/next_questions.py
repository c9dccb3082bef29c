"""Next best questions: of the facts nobody has stated, which would settle most if somebody did (eligibility.md B3).

A fact is asked for where a programme is at "Angaben fehlen", an application may still be filed, and an open gate of a
part that has not failed asks for it. What an answer does is not guessed: every possible answer is put to the rule engine,
and settled are the programmes that are at "Angaben fehlen" no more, whichever verdict they get instead.

The order follows from a score: the sum of weight × closeness × chance over the programmes, divided by the effort. The
weight is 1, and 1 more for every `GRANT_STEP` euros of plausible grant: a programme whose grant is unknown counts, and no
grant is made up for it. The closeness is that of its deadline. The chance is the share of the possible answers that settle
it, for of none is known that it is likelier than another.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from finder import wording
from finder.deadlines import next_date
from finder.facts import DEFINITIONS, FACTS, FactDefinition
from finder.frozen import Frozen
from finder.models import Fact, FactValue, Profile, Project, Requirement
from finder.vocab import Availability, FactOrigin, FactState, Outcome, Verdict
from rules.check import Asked, asked_by, availabilities
from rules.engine import compare
from rules.plan import Plan, Settled
from rules.possible_answers import possible_answers
from rules.questions import UNSETTLED, asked_facts, facts_behind
from rules.verdict import RANK, Mark
from rules.what_if import with_facts

GRANT_STEP = Decimal(100_000)
CLOSENESS_OF_DATE = ((30, Decimal(1)), (90, Decimal("0.75")), (180, Decimal("0.5")))
"""How much a programme counts whose next date is at most so many days away."""
CLOSENESS: Mapping[Availability, Decimal] = {
    Availability.OPEN: Decimal("0.25"),
    Availability.UPCOMING: Decimal("0.25"),
    Availability.UNKNOWN: Decimal("0.25"),
    Availability.CLOSED: Decimal(0),
    Availability.EXPIRED: Decimal(0),
}
"""How much a programme counts without a near date, as a rolling one that does not run away; with 0 it is left out."""

MILLION = Decimal(1_000_000)
OPEN = (Outcome.OPEN_PROFILE, Outcome.OPEN_PROJECT)


class NextQuestion(Frozen):
    """A fact that nobody has stated, and what stating it would do."""

    fact: str
    question: str
    effort: int
    """What the answer costs: 1 known at once, 2 to be looked up, 3 to be worked out."""
    bears_on: int
    """Programmes with an open gate that asks for the fact."""
    settles: int
    """Programmes that every possible answer settles."""
    may_settle: int
    """Programmes that at least one possible answer settles."""
    up_to: Decimal | None
    """Euros: sum of the known plausible grants of the programmes it may settle; None where none is known."""
    without_grant: int
    """Programmes it may settle whose grant is unknown."""
    next_deadline: date | None
    """The nearest date by which an application to one of the programmes it may settle has to be filed."""
    score: Decimal


class _Now(NamedTuple):
    """How things stand before anything more is stated."""

    plan: Plan
    applicant: Profile
    project: Project | None
    asked: Asked
    outcomes: tuple[Outcome, ...]
    """Of everything the plan asks."""
    waiting: Mapping[int, frozenset[str]]
    """Programmes at "Angaben fehlen", by number, with the facts they wait for."""


def next_questions(
    plan: Plan, applicant: Profile, project: Project | None, stichtag: date, grants: Sequence[Decimal | None]
) -> tuple[NextQuestion, ...]:
    """Every fact that people can state and some programme waits for, best question first.

    Applicant and project hold what follows from their facts (rules.derive).
    `grants` are plausible grants in euros in the order of the plan's programmes, None where unknown (finder.money). Facts
    of a project are asked for only where one is stated; see `waiting_for_project`. Possible answers to a choice of several
    are none of them, each, and all; to a number the values below, at and above every threshold that occurs. "unbekannt"
    and "trifft nicht zu" state no value and are none of them.

    Raises:
        ValueError: a value that cannot be compared exactly.
        rules.engine.EngineError: the engine failed.
    """
    now = _now(plan, applicant, project, stichtag)
    wanted = frozenset().union(*now.waiting.values())
    found = [_question(now, definition, grants) for fact_id, definition in DEFINITIONS.items() if fact_id in wanted]
    return tuple(sorted(found, key=lambda question: (-question.score, -question.bears_on)))


def waiting_for_project(plan: Plan, applicant: Profile, stichtag: date) -> int:
    """How many programmes that have not failed ask about a project, while none is stated.

    That is, a gate of their best part cannot be answered or not be tested without one. Raises as `next_questions` does.
    """
    asked = asked_by(applicant, stichtag)
    means = plan.settle(compare(plan.comparisons, asked.facts), stichtag, with_project=False)
    best_parts = _best_parts(plan, means, stichtag)
    return sum(
        rank < RANK[Verdict.NEAR_MISS]
        and any(_asks_about_project(plan, means, gate) for part in parts for gate in plan.variant_gates[part])
        for rank, parts in best_parts.values()
    )


def why(question: NextQuestion) -> str:
    """What an answer does, in a few German words: "klärt 14 Programme, bis zu 2,1 Mio. €, nächste Frist 31.12.2026"."""
    deadline = f"nächste Frist {wording.day(question.next_deadline)}" if question.next_deadline else ""
    return ", ".join(filter(None, (_settles(question), _money(question), deadline)))


def _settles(question: NextQuestion) -> str:
    if not question.may_settle:
        return f"betrifft {_programmes(question.bears_on)}, klärt allein noch nichts"
    if question.settles == question.may_settle:
        return f"klärt {_programmes(question.settles)}"
    if not question.settles:
        return f"kann {_programmes(question.may_settle)} klären"
    return f"klärt {_programmes(question.settles)} sicher, je nach Antwort {wording.whole(question.may_settle)}"


def _programmes(number: int) -> str:
    return f"{wording.whole(number)} {'Programm' if number == 1 else 'Programme'}"


def _money(question: NextQuestion) -> str:
    if not question.may_settle:
        return ""
    if question.up_to is None:
        return "Beträge unbekannt"
    unknown = f" (Betrag bei {wording.whole(question.without_grant)} unbekannt)" if question.without_grant else ""
    return f"bis zu {_short_euros(question.up_to)}{unknown}"


def _short_euros(amount: Decimal) -> str:
    """Whole euros, from a million on in millions with one digit."""
    if amount < MILLION:
        return wording.euros(amount.quantize(Decimal(1)))
    return f"{wording.decimal((amount / MILLION).quantize(Decimal('0.1')))} Mio. €"


# --- where programmes wait ---


def _now(plan: Plan, applicant: Profile, project: Project | None, stichtag: date) -> _Now:
    asked = asked_by(applicant, stichtag, project)
    outcomes = compare(plan.comparisons, asked.facts)
    means = plan.settle(outcomes, stichtag, with_project=asked.with_project)
    waiting = {
        number: frozenset(fact for part in parts for fact in _facts_missing(plan, means, part, asked))
        for number, (rank, parts) in _best_parts(plan, means, stichtag).items()
        if rank == RANK[Verdict.FACTS_MISSING]
    }
    return _Now(plan, applicant, project, asked, tuple(outcomes), waiting)


def _best_parts(plan: Plan, means: Settled, stichtag: date) -> dict[int, tuple[int, list[int]]]:
    """Of every programme that can still be applied to, by its number, the best rank and the variants that have it."""
    if not plan.programmes:
        return {}
    ranks = plan.variant_ranks(means).tolist()
    found = {}
    windows = availabilities(plan, stichtag)
    for number, (variants, window) in enumerate(zip(plan.variants_of, windows, strict=True)):
        if CLOSENESS[window]:
            best = min(ranks[variant] for variant in variants)
            found[number] = (best, [variant for variant in variants if ranks[variant] == best])
    return found


def _facts_missing(plan: Plan, means: Settled, variant: int, asked: Asked) -> Iterator[str]:
    """The facts that people can state, for which open gates of a variant wait."""
    for gate in plan.variant_gates[variant]:
        for place in _open_members(plan, means, gate):
            for fact_id in asked_facts(plan.requirements[place]):
                if _is_unsettled(fact_id, asked):
                    yield from (behind for behind in facts_behind(fact_id) if _can_be_stated(behind, asked))


def _open_members(plan: Plan, means: Settled, gate: int) -> list[int]:
    """The requirements, by place, that keep a gate open for want of a fact: itself, or the members of a branch."""
    if not means.standings[gate].marks & Mark.MISSING:
        return []
    if gate < len(plan.requirements):
        return [gate]
    branch, row = plan.branches[gate - len(plan.requirements)]
    return [row[position] for position in branch.positions if means.settled[row[position]] in OPEN]


def _asks_about_project(plan: Plan, means: Settled, gate: int) -> bool:
    if means.standings[gate].marks & Mark.UNTESTED:
        return True
    return any(means.settled[place] is Outcome.OPEN_PROJECT for place in _open_members(plan, means, gate))


def _is_unsettled(fact_id: str, asked: Asked) -> bool:
    fact = asked.facts.get(fact_id)
    return fact is None or fact.state in UNSETTLED


def _can_be_stated(fact_id: str, asked: Asked) -> bool:
    if DEFINITIONS[fact_id].origin is not FactOrigin.ENTERED or not _is_unsettled(fact_id, asked):
        return False
    return asked.with_project or fact_id in FACTS


# --- what an answer does ---


def _question(now: _Now, definition: FactDefinition, grants: Sequence[Decimal | None]) -> NextQuestion:
    numbers = [number for number, facts in now.waiting.items() if definition.id in facts]
    endings = _endings(now, definition, numbers)
    may_settle = [number for number in numbers if endings[number]]
    known = [grant for number in may_settle if (grant := grants[number]) is not None]
    dates = {number: _next_date(now, number) for number in may_settle}
    score = sum(
        (_weight(grants[number]) * _closeness(now, number, dates[number]) * endings[number] for number in may_settle),
        Decimal(0),
    )
    assert definition.question and definition.effort, "facts that people enter have both"  # noqa: S101
    return NextQuestion(
        fact=definition.id,
        question=definition.question,
        effort=definition.effort,
        bears_on=len(numbers),
        settles=sum(endings[number] == 1 for number in numbers),
        may_settle=len(may_settle),
        up_to=sum(known, Decimal(0)) if known else None,
        without_grant=len(may_settle) - len(known),
        next_deadline=min((day for day in dates.values() if day), default=None),
        score=(score / definition.effort).quantize(Decimal("0.0001")),
    )


def _endings(now: _Now, definition: FactDefinition, numbers: Sequence[int]) -> dict[int, Decimal]:
    """The share of the possible answers that settle each of these programmes."""
    places = _places(now.plan, definition.id, numbers)
    answers = possible_answers(definition, now.plan, now.asked.facts)
    after = [_verdicts_after(now, definition, answer, places) for answer in answers]
    return {
        number: Decimal(sum(verdicts[number] is not Verdict.FACTS_MISSING for verdicts in after)) / len(after)
        for number in numbers
    }


def _places(plan: Plan, fact_id: str, numbers: Sequence[int]) -> list[int]:
    """What these programmes ask, by place in `asked`, that the fact can answer."""
    places = {plan.asks[place] for number in numbers for place in plan.rows[number]}
    return sorted(place for place in places if _can_answer(fact_id, plan.asked[place]))


def _can_answer(fact_id: str, requirement: Requirement) -> bool:
    return any(fact_id in facts_behind(asked) for asked in asked_facts(requirement))


def _verdicts_after(
    now: _Now, definition: FactDefinition, value: FactValue, places: Sequence[int]
) -> tuple[Verdict, ...]:
    """The verdicts once an answer is given; right for programmes of which no other place asks for the fact."""
    stated = Fact(
        id=definition.id,
        state=FactState.KNOWN,
        value=value,
        origin=FactOrigin.ENTERED,
        source=FactOrigin.ENTERED.label,
        as_of=now.asked.stichtag,
    )
    other = with_facts(now.applicant, now.project, (stated,), now.asked.stichtag)
    facts = asked_by(other.applicant, now.asked.stichtag, other.project).facts
    outcomes = list(now.outcomes)
    for place, outcome in zip(places, compare([now.plan.comparisons[place] for place in places], facts), strict=True):
        outcomes[place] = outcome
    means = now.plan.settle(outcomes, now.asked.stichtag, with_project=now.asked.with_project)
    return now.plan.verdicts(means)


# --- how much a programme counts ---


def _next_date(now: _Now, number: int) -> date | None:
    """The next date of a programme that takes applications; a date of one that does not is no deadline."""
    if availabilities(now.plan, now.asked.stichtag)[number] is not Availability.OPEN:
        return None
    return next_date(now.plan.programmes[number].readings.deadlines, now.asked.stichtag)


def _closeness(now: _Now, number: int, due: date | None) -> Decimal:
    days = (due - now.asked.stichtag).days if due else None
    near = (weight for limit, weight in CLOSENESS_OF_DATE if days is not None and days <= limit)
    return next(near, CLOSENESS[availabilities(now.plan, now.asked.stichtag)[number]])


def _weight(grant: Decimal | None) -> Decimal:
    return 1 + (grant or Decimal(0)) / GRANT_STEP
