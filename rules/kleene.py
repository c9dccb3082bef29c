"""Strong Kleene logic over outcomes: unknown is never yes and never no, and it says what is missing.

A truth is a set of outcomes: exactly {MET}, {FAILED} or {NOT_APPLICABLE}, or the non-empty set of causes for which the
answer is open. What does not apply is left out; where nothing is left, the whole does not apply.
"""

from collections.abc import Iterable

from finder.vocab import Outcome

Truth = frozenset[Outcome]

MET: Truth = frozenset({Outcome.MET})
FAILED: Truth = frozenset({Outcome.FAILED})
NOT_APPLICABLE: Truth = frozenset({Outcome.NOT_APPLICABLE})

OPEN = (Outcome.OPEN_PROFILE, Outcome.OPEN_PROJECT, Outcome.OPEN_SOURCE)
"""Causes of an open answer; the applicant's own facts come first, because they can be given at once."""


def truth(outcome: Outcome) -> Truth:
    """One outcome as a truth."""
    return frozenset({outcome})


def leading(value: Truth) -> Outcome:
    """The one outcome a truth is shown as: of several causes the first in the order of OPEN."""
    return next((cause for cause in OPEN if cause in value), None) or next(iter(value))


def at_least(count: int, parts: Iterable[Truth]) -> Truth:
    """Met where `count` parts are met, failed where the open ones cannot fill the gap, else open with all causes."""
    applying = [part for part in parts if part != NOT_APPLICABLE]
    if not applying:
        return NOT_APPLICABLE
    met = applying.count(MET)
    still_open = [part for part in applying if part not in (MET, FAILED)]
    if met >= count:
        return MET
    if met + len(still_open) < count:
        return FAILED
    return frozenset().union(*still_open)


def any_of(parts: Iterable[Truth]) -> Truth:
    """At least one part (Alternativen)."""
    return at_least(1, parts)


def all_of(parts: Iterable[Truth]) -> Truth:
    """Every part that applies."""
    applying = [part for part in parts if part != NOT_APPLICABLE]
    return at_least(len(applying), applying)


def none_of(parts: Iterable[Truth]) -> Truth:
    """No part (Ausschluss)."""
    opposite = {MET: FAILED, FAILED: MET}
    return all_of(opposite.get(part, part) for part in parts)
