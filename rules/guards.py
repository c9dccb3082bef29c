"""What has to be minded before an application, in sentences: so far the rule on the beginning of the project.

As a rule a grant presupposes that the project has not begun, and a contract is a beginning (VV zu § 44 BHO, Nr. 1.3).
What counts here is what the programme's text says, the state of the project, and the days that are left.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from finder import wording
from finder.facts import DEFINITIONS, value_text
from finder.frozen import Frozen
from finder.guideline import PriorStartClaim, PriorStartRule
from finder.models import Evidence, Fact, FactValue, Profile, Programme, Project, Requirement
from finder.vocab import Assurance, Effect, Labelled, Operator, RequirementKind, Strength
from rules.derive import BEGUN, NOT_BEGUN


class Level(Labelled):
    """How a guard turns out; in the order of urgency."""

    STOP = "stop", "Halt"
    MIND = "mind", "Beachten"
    UNKNOWN = "unknown", "Offen"
    OK = "ok", "In Ordnung"


class Guard(Frozen):
    """One thing to mind, with the sentence of the source that says so."""

    kind: RequirementKind
    level: Level
    sentence: str
    advice: tuple[str, ...] = ()
    """Further sentences: what to do, and what the guard does not know."""
    part: str | None = None
    evidence: Evidence | None = None


class StartWords(NamedTuple):
    """A rule on the beginning in words."""

    before: str
    """Completes "Vor dem Beginn …"."""
    advice: str


START_WORDS: Mapping[PriorStartRule, StartWords] = {
    PriorStartRule.FORBIDDEN_BEFORE_GRANT: StartWords(
        "muss die Bewilligung vorliegen",
        "Eine Ausnahme nennt die zitierte Stelle nicht; wer früher beginnen will, fragt vorher die Bewilligungsstelle.",
    ),
    PriorStartRule.FORBIDDEN_BEFORE_APPLICATION: StartWords(
        "muss der Antrag gestellt sein",
        "Es zählt, ob der Antrag vor dem Beginn gestellt ist; wann er als gestellt gilt, sagt die Quelle.",
    ),
    PriorStartRule.PERMISSION_POSSIBLE: StartWords(
        "muss die Bewilligung oder die Genehmigung des vorzeitigen Beginns vorliegen",
        "Wenn es eilt: den vorzeitigen Maßnahmenbeginn schriftlich bei der Bewilligungsstelle beantragen und die "
        "Genehmigung abwarten. Ein Anspruch auf Förderung folgt daraus nicht.",
    ),
}
BEGUN_FAILS = "{state}: nach Textlage nicht mehr förderfähig."
BEGUN_PERHAPS = "{state}: nach Textlage nur noch förderfähig, wenn der vorzeitige Beginn genehmigt war."
FILED_BEFORE = "Anders ist es nur, wenn Ihr Antrag schon vor dem Beginn gestellt war."
NOT_BINDING = "Die Quelle sagt „{strength}“; Ausnahmen sind möglich."
CONTRACT = "In der Regel gilt schon ein Vertrag oder Auftrag als Beginn, reine Planung meist nicht."
PERMITTED = "Der vorzeitige Beginn ist genehmigt; eine Zusage der Förderung ist das nicht."
PERMITTED_ELSEWHERE = (
    "Eine Genehmigung des vorzeitigen Beginns nennt die zitierte Stelle nicht. Bitte bei der Bewilligungsstelle klären, "
    "ob Ihre Genehmigung für dieses Programm gilt."
)
PERMISSION_UNKNOWN = "Ob eine Genehmigung des vorzeitigen Beginns vorliegt, ist nicht angegeben."
CONTRADICTION = (
    "Ihre Angaben widersprechen sich: Stand „{state}“, aber geplanter Beginn {day}. Vor dem Beginn {before}."
)
OVER = (
    "Der geplante Beginn {day} ist vorbei; ob das Vorhaben begonnen hat, ist nicht angegeben. Vor dem Beginn {before}."
)
PLANNED = "Geplanter Beginn {day}: vorher {before}; {left}."
UNDATED = "Vor dem Beginn {before}."
START_UNKNOWN = "Wann Ihr Vorhaben beginnen soll, ist nicht angegeben."
STATE_UNKNOWN = "Wie weit Ihr Vorhaben ist, ist nicht angegeben."
ALLOWED = "Ein Beginn vor der Bewilligung ist nach Textlage erlaubt."
RULE_UNCLEAR = "Für den Beginn des Vorhabens gilt eine Regel; welche, sagt die Quelle nicht eindeutig."
NO_RULE = "Zum Beginn des Vorhabens wurde keine Regel gelesen."
ASK_FIRST = (
    "Zuwendungen setzen in der Regel voraus, dass das Vorhaben noch nicht begonnen ist. Bitte vor dem ersten Vertrag "
    "die Richtlinie lesen oder bei der Bewilligungsstelle fragen."
)
LEAD_TIMES = {"council_lead_days": "Ratsbeschluss", "supervision_lead_days": "Kommunalaufsicht"}
TIME_LEFT = "Abzüglich {needed} Vorlauf ({steps}) bleibt für Antrag und Bescheid: {left}."
TIME_SHORT = (
    "Das reicht nicht: Der Vorlauf ({steps}) beträgt {needed}, für Antrag und Bescheid bleibt keine Zeit. Möglich wäre "
    "ein Beginn frühestens nach dem {day}."
)


class _Plans(NamedTuple):
    """What a project and its applicant state about the beginning; None where nobody has."""

    state: str | None
    start: date | None
    permitted: bool | None
    lead_times: tuple[tuple[str, int], ...]
    stichtag: date


def start_guards(
    programme: Programme, stichtag: date, project: Project | None = None, applicant: Profile | None = None
) -> tuple[Guard, ...]:
    """What a programme's rule on the beginning means for a project on a day, the most urgent guard first.

    There is always at least one: a programme without a rule says that none was read.
    """
    rules = [
        requirement
        for requirement in programme.readings.requirements
        if requirement.kind is RequirementKind.PRIOR_START and requirement.applies_on(stichtag)
    ]
    plans = _plans(project, applicant, stichtag) if project else None
    guards = dict.fromkeys(guard for requirement in rules for guard in _start_guards(requirement, plans))
    urgency = list(Level)
    return tuple(sorted(guards, key=lambda guard: urgency.index(guard.level))) or (_without_rule(programme),)


def is_bar(requirement: Requirement) -> bool:
    """Whether a requirement says that something must not be: a gate that excludes it, or an exclusion that names it."""
    return (requirement.effect, requirement.op) in (
        (Effect.GATE, Operator.EXCLUDES),
        (Effect.EXCLUSION, Operator.INTERSECTS),
    )


def _without_rule(programme: Programme) -> Guard:
    facts = programme.readings.facts
    claim = facts.prior_start if facts else None
    if claim is not None and claim.rule is PriorStartRule.ALLOWED:
        evidence = _evidence(claim)
        kind = RequirementKind.PRIOR_START
        return Guard(kind=kind, level=Level.OK, sentence=ALLOWED, part=claim.part, evidence=evidence)
    return Guard(kind=RequirementKind.PRIOR_START, level=Level.UNKNOWN, sentence=NO_RULE, advice=(ASK_FIRST,))


def _evidence(claim: PriorStartClaim) -> Evidence:
    quote = claim.quote
    place = {"field": quote.field, "start": quote.start, "end": quote.end, "quote": quote.words}
    return Evidence.model_validate({"assurance": Assurance.QUOTED, "reader": claim.reader, **place})


def _start_guards(requirement: Requirement, plans: _Plans | None) -> Iterator[Guard]:
    rules = [rule for rule in START_WORDS if isinstance(requirement.value, tuple) and rule.value in requirement.value]
    if not rules or not is_bar(requirement):
        yield _guard(requirement, Level.UNKNOWN, RULE_UNCLEAR, (ASK_FIRST,))
    for rule in rules if is_bar(requirement) else ():
        level, sentence, advice = _meaning(rule, plans)
        if requirement.strength is not Strength.MUST:
            level = Level.MIND if level is Level.STOP else level
            advice = (NOT_BINDING.format(strength=requirement.strength.label), *advice)
        yield _guard(requirement, level, sentence, advice)


def _guard(requirement: Requirement, level: Level, sentence: str, advice: tuple[str, ...]) -> Guard:
    return Guard(
        kind=requirement.kind,
        level=level,
        sentence=sentence,
        advice=advice,
        part=requirement.part,
        evidence=requirement.evidence,
    )


_Meaning = tuple[Level, str, tuple[str, ...]]


def _meaning(rule: PriorStartRule, plans: _Plans | None) -> _Meaning:
    words = START_WORDS[rule]
    if plans is None:
        return Level.MIND, UNDATED.format(before=words.before), (CONTRACT, words.advice)
    if plans.state in BEGUN:
        return _begun(rule, plans, value_text(DEFINITIONS["project_state"], plans.state))
    if plans.permitted and rule is PriorStartRule.PERMISSION_POSSIBLE:
        return Level.OK, PERMITTED, ()
    return _not_begun(words, plans)


def _begun(rule: PriorStartRule, plans: _Plans, state: str) -> _Meaning:
    state = f"{state[0].upper()}{state[1:]}"
    filed = (FILED_BEFORE,) if rule is PriorStartRule.FORBIDDEN_BEFORE_APPLICATION else ()
    match plans.permitted:
        case None:
            return Level.UNKNOWN, BEGUN_PERHAPS.format(state=state), (PERMISSION_UNKNOWN, *filed)
        case True if rule is PriorStartRule.PERMISSION_POSSIBLE:
            return Level.OK, f"{state}: {PERMITTED}", ()
        case True:
            return Level.MIND, f"{state}, vorzeitiger Beginn genehmigt.", (PERMITTED_ELSEWHERE,)
        case False:
            return Level.STOP, BEGUN_FAILS.format(state=state), filed


def _not_begun(words: StartWords, plans: _Plans) -> _Meaning:
    stated = plans.state in NOT_BEGUN
    level = Level.MIND if stated else Level.UNKNOWN
    advice = (CONTRACT, words.advice) if stated else (STATE_UNKNOWN, CONTRACT, words.advice)
    if plans.start is None:
        return level, UNDATED.format(before=words.before), (START_UNKNOWN, *advice)
    day = wording.day(plans.start)
    if plans.start < plans.stichtag and plans.state:
        state = value_text(DEFINITIONS["project_state"], plans.state)
        return Level.UNKNOWN, CONTRADICTION.format(state=state, day=day, before=words.before), advice
    if plans.start < plans.stichtag:
        return Level.UNKNOWN, OVER.format(day=day, before=words.before), (CONTRACT, words.advice)
    days = (plans.start - plans.stichtag).days
    left = f"bis dahin {'ist' if days == 1 else 'sind'} es {_days(days)}" if days else "das ist heute"
    return level, PLANNED.format(day=day, before=words.before, left=left), (*_lead_times(plans, days), *advice)


def _lead_times(plans: _Plans, days: int) -> Iterator[str]:
    """Whether the stated lead times, one after the other, leave time for the application."""
    if not plans.lead_times:
        return
    needed = sum(each for _, each in plans.lead_times)
    steps = wording.listing([f"{step} {_days(each)}" for step, each in plans.lead_times])
    if needed < days:
        yield TIME_LEFT.format(needed=_days(needed), steps=steps, left=_days(days - needed))
    else:
        day = wording.day(plans.stichtag + timedelta(days=needed))
        yield TIME_SHORT.format(needed=_days(needed), steps=steps, day=day)


def _days(count: int) -> str:
    return f"{wording.whole(count)} {'Tag' if count == 1 else 'Tage'}"


def _plans(project: Project, applicant: Profile | None, stichtag: date) -> _Plans:
    state, start = _value(project.fact("project_state")), _value(project.fact("project_start"))
    permitted, decided = _value(project.fact("early_start_permission")), _value(project.fact("council_decision"))
    done = {"council_lead_days"} if decided is True else set()
    lead_times = []
    for fact_id, step in LEAD_TIMES.items():
        days = _value(applicant.fact(fact_id)) if applicant and fact_id not in done else None
        if isinstance(days, int):
            lead_times.append((step, days))
    return _Plans(
        state if isinstance(state, str) else None,
        start if isinstance(start, date) else None,
        permitted if isinstance(permitted, bool) else None,
        tuple(lead_times),
        stichtag,
    )


def _value(fact: Fact | None) -> FactValue | None:
    return fact.value if fact else None
