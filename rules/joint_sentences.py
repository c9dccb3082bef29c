"""What a joint application holds and lacks, in German: one result of the members' own, with who holds it and who not."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from finder import wording
from finder.facts import DEFINITIONS
from finder.models import Profile, RequirementResult
from finder.vocab import Outcome
from rules.joint import Counts, counts_of
from rules.sentences import NO_TEST, Worded, reason_of_result

POPULATION = "population"
SHOWN = 6
"""Names that a sentence lists before it counts the others."""
DIFFERENT = "{kind}: {members}. Ob das für einen gemeinsamen Antrag genügt, sagt die Quelle nicht."
MISSING = "Es fehlt die Angabe „{fact}“{members}."
HOLDS: Mapping[Outcome, tuple[str, str]] = {
    Outcome.MET: ("{} erfüllt die Bedingung", "{} erfüllen die Bedingung"),
    Outcome.FAILED: ("{} erfüllt sie nicht", "{} erfüllen sie nicht"),
    Outcome.OPEN_PROFILE: ("bei {} fehlt eine Angabe", "bei {} fehlt eine Angabe"),
    Outcome.OPEN_PROJECT: ("bei {} fehlt eine Angabe zum Vorhaben", "bei {} fehlt eine Angabe zum Vorhaben"),
    Outcome.OPEN_SOURCE: ("bei {} sagt die Quelle es nicht", "bei {} sagt die Quelle es nicht"),
    Outcome.NOT_APPLICABLE: ("auf {} trifft sie nicht zu", "auf {} trifft sie nicht zu"),
}
"""How the result of one member reads, and of several."""

Key = TypeVar("Key")


class Names(NamedTuple):
    """The members' names as sentences use them."""

    every: tuple[str, ...]
    uncounted: tuple[str, ...]
    """Those whose inhabitants nobody knows."""


class MemberAnswer(NamedTuple):
    """One requirement for one member of a set."""

    key: str
    name: str
    """As `short_names` has it."""
    result: Outcome
    have: str
    missing_fact: str | None


def short_names(members: Sequence[Profile]) -> tuple[str, ...]:
    """The members' names without their suffix ("Görlitz"), with the key where two share one."""
    names = [member.name.partition(",")[0] for member in members]
    counts = Counter(names)
    return tuple(
        name if counts[name] == 1 else f"{name} ({member.key})" for name, member in zip(names, members, strict=True)
    )


def names_listed(names: Sequence[str]) -> str:
    """Names in a row, the ones beyond SHOWN as a number: "Görlitz, Zittau und 7 weitere"."""
    if len(names) <= SHOWN + 1:
        return wording.listing(names)
    return f"{', '.join(names[:SHOWN])} und {wording.whole(len(names) - SHOWN)} weitere"


def member_answers(
    members: Sequence[Profile], names: Names, results: Sequence[RequirementResult]
) -> tuple[MemberAnswer, ...]:
    """What every member holds; nothing where the set or its project is asked once, and where nothing was tested."""
    if results[0].have == NO_TEST or counts_of(results[0].requirement) not in (Counts.EVERY, Counts.ANY):
        return ()
    return tuple(
        MemberAnswer(key=member.key, name=name, result=own.result, have=own.have, missing_fact=own.missing_fact)
        for member, name, own in zip(members, names.every, results, strict=True)
    )


def joint_result(
    results: Sequence[RequirementResult], words: Mapping[str, str], outcome: Outcome, settled: Outcome, names: Names
) -> Worded:
    """The result of a set from its members' own: `outcome` as it was combined, `settled` as the plan means it.

    `words` are those of the requirement (rules.sentences.words_of).
    """
    own = results[0]
    if own.have == NO_TEST or len(results) == 1:
        return Worded(own, {**words, "have": own.have})
    counts = counts_of(own.requirement)
    have = names_listed(names.every) if counts is Counts.SET else _have(results, names)
    words = {**words, "have": have}
    missing = _missing(counts, results, names) if settled in (Outcome.OPEN_PROFILE, Outcome.OPEN_PROJECT) else None
    if settled is Outcome.OPEN_SOURCE and len({each.result for each in results}) > 1:
        reason = DIFFERENT.format(kind=words["kind"], members=_who(results, names))
    else:
        reason = reason_of_result(own.requirement, words, outcome, settled, None)
    result = RequirementResult(
        requirement=own.requirement,
        result=settled,
        have=have,
        reason=f"{reason} {missing.sentence}" if missing else reason,
        missing_fact=missing.fact if missing else None,
    )
    return Worded(result, words)


class _Missing(NamedTuple):
    fact: str
    sentence: str


def _missing(counts: Counts, results: Sequence[RequirementResult], names: Names) -> _Missing | None:
    """The fact that the first member lacks, and all members that lack it; of the one project only the fact."""
    lacking = [(each.missing_fact, name) for each, name in zip(results, names.every, strict=True) if each.missing_fact]
    if counts is Counts.SUM:
        lacking = [(POPULATION, name) for name in names.uncounted]
    if not lacking:
        return None
    fact = lacking[0][0]
    those = names_listed([name for lacked, name in lacking if lacked == fact])
    members = "" if counts is Counts.PROJECT else f" ({those})"
    return _Missing(fact, MISSING.format(fact=DEFINITIONS[fact].label, members=members))


def _have(results: Sequence[RequirementResult], names: Names) -> str:
    """The members' facts in words; said once where they are the same, else with the names behind."""
    groups = _grouped((each.have, name) for each, name in zip(results, names.every, strict=True))
    if len(groups) == 1:
        return results[0].have
    return wording.listing([f"{have} ({names_listed(those)})" for have, those in groups.items()])


def _who(results: Sequence[RequirementResult], names: Names) -> str:
    groups = _grouped((each.result, name) for each, name in zip(results, names.every, strict=True))
    clauses = [
        (one if len(groups[outcome]) == 1 else many).format(names_listed(groups[outcome]))
        for outcome, (one, many) in HOLDS.items()
        if outcome in groups
    ]
    return ", ".join(clauses)


def _grouped(pairs: Iterable[tuple[Key, str]]) -> dict[Key, list[str]]:
    groups: dict[Key, list[str]] = {}
    for key, name in pairs:
        groups.setdefault(key, []).append(name)
    return groups
