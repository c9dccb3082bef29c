"""Which programmes exclude each other's money (Kumulierung): for a list of programmes, however long, without all its pairs.

One of two programmes that bars other public money is enough for a no. What a bar is about (whose money, for which costs)
only its sentence says; nothing is concluded beyond it, and silence is no permission.
"""

from collections.abc import Sequence
from datetime import date
from itertools import combinations, islice
from math import comb

from finder.frozen import Frozen
from finder.guideline import CumulationRule
from finder.models import Programme, Requirement
from finder.vocab import RequirementKind, Strength
from finder.wording import whole
from rules.guards import Guard, Level, is_bar

PAIRS_SHOWN = 50
"""Pairs that are spelled out; a longer list is counted and grouped."""
FORBIDS = "Lässt nach Textlage keine anderen öffentlichen Mittel zu."
FORBIDS_IN_PART = "Lässt nach Textlage in einem Teil keine anderen öffentlichen Mittel zu: {part}."
RESTRICTS = "Lässt andere Mittel nach Textlage nur eingeschränkt zu."
UNCLEAR = "Für andere Mittel gilt eine Regel; welche, sagt die Quelle nicht eindeutig."
SAME_COSTS = "Oft gilt das nur für dieselben Ausgaben oder für bestimmte Geldgeber; was gilt, sagt die zitierte Stelle."

PAIR = {
    Level.STOP: "„{first}“ lässt nach Textlage keine anderen öffentlichen Mittel zu, also auch keine aus „{second}“.",
    Level.MIND: "„{first}“ lässt andere Mittel nicht uneingeschränkt zu; ob „{second}“ darunterfällt, sagt die Quelle.",
    Level.UNKNOWN: "Weder „{first}“ noch „{second}“ sagt im gelesenen Text etwas zu anderen Mitteln; bitte nachfragen.",
}
ONE = {
    Level.STOP: "1 Programm lässt nach Textlage keine anderen öffentlichen Mittel zu; es steht für sich.",
    Level.MIND: "1 Programm lässt andere Mittel nur eingeschränkt, nur in manchen Teilen oder nach unklarer Regel zu.",
    Level.UNKNOWN: "1 Programm sagt im gelesenen Text nichts zu anderen Mitteln.",
}
MANY = {
    Level.STOP: "{count} Programme lassen nach Textlage keine anderen öffentlichen Mittel zu; jedes steht für sich.",
    Level.MIND: "{count} Programme lassen andere Mittel nur eingeschränkt, in manchen Teilen oder nach unklarer Regel zu.",
    Level.UNKNOWN: "{count} Programme sagen im gelesenen Text nichts zu anderen Mitteln.",
}
PAIRS_OF = {Level.STOP: "nicht zusammen", Level.MIND: "nur eingeschränkt zusammen", Level.UNKNOWN: "nicht geregelt"}
TOO_FEW = "Zu vergleichen sind mindestens zwei Programme."
BOTH_STOP = "Diese beiden Programme lassen sich nach Textlage nicht zusammen nutzen."
ALL_STOP = "Keine zwei dieser {count} Programme lassen sich nach Textlage zusammen nutzen."
COUNTED = "{count} Programme, {pairs}: {numbers}."
LEFT_OUT = "Gezeigt sind die ersten {shown} von {pairs} Paaren, die strengsten zuerst."


class CombinationRule(Frozen):
    """What one programme says on other money; its strictest statement first, none where it is silent."""

    source: str
    key: str
    title: str
    level: Level
    guards: tuple[Guard, ...]


class CombinationGroup(Frozen):
    """The programmes of a list that say the same on other money."""

    level: Level
    sentence: str
    rules: tuple[CombinationRule, ...]


class Combinations(Frozen):
    """What a list of programmes comes to, pair by pair counted and programme by programme grouped."""

    sentence: str
    pairs: int
    stopped: int
    restricted: int
    unknown: int
    groups: tuple[CombinationGroup, ...]
    """Strictest first; in the order of the list within a group."""


class PairGuard(Frozen):
    """Two programmes; the first is the stricter one."""

    first: CombinationRule
    second: CombinationRule
    guard: Guard


class Pairs(Frozen):
    """The pairs of a list, strictest first, as far as they are spelled out."""

    pairs: tuple[PairGuard, ...]
    left_out: int
    sentence: str
    """How many are shown of how many; empty where all are."""


def combined(programmes: Sequence[Programme], stichtag: date) -> Combinations:
    """Whether the programmes of a list may be combined on that day; each counts once, however often it is listed."""
    distinct = {(each.statement.source, each.statement.key): each for each in programmes}
    rules = [_rule(programme, stichtag) for programme in distinct.values()]
    groups = {level: [rule for rule in rules if rule.level is level] for level in PAIR}
    total, not_barred, silent = len(rules), len(rules) - len(groups[Level.STOP]), len(groups[Level.UNKNOWN])
    by_level = {
        Level.STOP: comb(total, 2) - comb(not_barred, 2),
        Level.MIND: comb(not_barred, 2) - comb(silent, 2),
        Level.UNKNOWN: comb(silent, 2),
    }
    return Combinations(
        sentence=_summary(total, by_level),
        pairs=comb(total, 2),
        stopped=by_level[Level.STOP],
        restricted=by_level[Level.MIND],
        unknown=by_level[Level.UNKNOWN],
        groups=tuple(
            CombinationGroup(level=level, sentence=_of_group(level, len(found)), rules=tuple(found))
            for level, found in groups.items()
            if found
        ),
    )


def pairs_of(found: Combinations, limit: int = PAIRS_SHOWN) -> Pairs:
    """The strictest pairs, at most `limit`; no more are ever made."""
    # The groups stand strictest first, so that of every pair the first decides.
    ordered = [rule for group in found.groups for rule in group.rules]
    shown = tuple(_pair(first, second) for first, second in islice(combinations(ordered, 2), limit))
    left_out = found.pairs - len(shown)
    sentence = LEFT_OUT.format(shown=whole(len(shown)), pairs=whole(found.pairs)) if left_out else ""
    return Pairs(pairs=shown, left_out=left_out, sentence=sentence)


def _rule(programme: Programme, stichtag: date) -> CombinationRule:
    statement = programme.statement
    guards = [
        _guard(requirement)
        for requirement in programme.readings.requirements
        if requirement.kind is RequirementKind.CUMULATION and requirement.applies_on(stichtag)
    ]
    strictest = sorted(dict.fromkeys(guards), key=lambda guard: guard.level is not Level.STOP)
    level = strictest[0].level if strictest else Level.UNKNOWN
    return CombinationRule(
        source=statement.source, key=statement.key, title=statement.title, level=level, guards=tuple(strictest)
    )


def _guard(requirement: Requirement) -> Guard:
    level, sentence = _says(requirement)
    return Guard(
        kind=requirement.kind,
        level=level,
        sentence=sentence,
        advice=(SAME_COSTS,) if requirement.evidence.quote else (),
        part=requirement.part,
        evidence=requirement.evidence,
    )


def _says(requirement: Requirement) -> tuple[Level, str]:
    barred = requirement.value if is_bar(requirement) and isinstance(requirement.value, tuple) else ()
    if CumulationRule.FORBIDDEN.value in barred and requirement.strength is Strength.MUST:
        return (
            (Level.MIND, FORBIDS_IN_PART.format(part=requirement.part)) if requirement.part else (Level.STOP, FORBIDS)
        )
    known = {CumulationRule.FORBIDDEN.value, CumulationRule.RESTRICTED.value} & {*barred, *requirement.unclear}
    return Level.MIND, RESTRICTS if known else UNCLEAR


def _pair(first: CombinationRule, second: CombinationRule) -> PairGuard:
    decisive = first.guards[0] if first.guards else None
    guard = Guard(
        kind=RequirementKind.CUMULATION,
        level=first.level,
        sentence=PAIR[first.level].format(first=first.title, second=second.title),
        advice=decisive.advice if decisive else (),
        part=decisive.part if decisive else None,
        evidence=decisive.evidence if decisive else None,
    )
    return PairGuard(first=first, second=second, guard=guard)


def _of_group(level: Level, count: int) -> str:
    return ONE[level] if count == 1 else MANY[level].format(count=whole(count))


def _summary(count: int, by_level: dict[Level, int]) -> str:
    pairs = comb(count, 2)
    if not pairs:
        return TOO_FEW
    if by_level[Level.STOP] == pairs:
        return BOTH_STOP if pairs == 1 else ALL_STOP.format(count=whole(count))
    numbers = ", ".join(f"{whole(found)} {PAIRS_OF[level]}" for level, found in by_level.items() if found)
    return COUNTED.format(
        count=whole(count), pairs="1 Paar" if pairs == 1 else f"{whole(pairs)} Paare", numbers=numbers
    )
