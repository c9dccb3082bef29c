"""Pure: what has to be minded before an application, as notices of the programme's page."""

from collections.abc import Iterable

from finder.ui import markup
from finder.ui.markup import Piece, Tone
from finder.ui.quotes import evidence
from rules.guards import Guard, Level

TONES = {
    Level.STOP: Tone.ERROR,
    Level.MIND: Tone.WARNING,
    Level.UNKNOWN: Tone.WARNING,
    Level.OK: Tone.INFORMATION,
}


def guard_notices(guards: Iterable[Guard]) -> Piece:
    """A notice for each guard: level and sentence, what to do, the part it is about, and the source's own words."""
    return markup.join(_notice(guard) for guard in guards)


def _notice(guard: Guard) -> Piece:
    words = [markup.paragraph(sentence) for sentence in guard.advice]
    if guard.part:
        words.append(markup.note(guard.part))
    if guard.evidence:
        words.append(markup.line(evidence(guard.evidence)))
    return markup.notice(TONES[guard.level], f"{guard.kind.label} – {guard.level.label}: {guard.sentence}", words)
