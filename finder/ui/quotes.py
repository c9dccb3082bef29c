"""Pure: where a value is written, as quote, link and highlighted passage of the unchanged text."""

from collections.abc import Iterable, Iterator

from finder import wording
from finder.models import Benefit, Deadline, Evidence, Programme, Readings, Requirement, Section, Validity
from finder.ui import markup
from finder.ui.markup import Content, Piece
from finder.ui.source_text import marks, source_text
from finder.vocab import SectionField
from rules.verdict import GATES

ALWAYS_OPEN = frozenset({SectionField.TEASER, SectionField.STATUS_NOTE})
LONGEST_OPEN = 8000
"""A section of more characters opens on demand only, whatever it holds."""

NO_TEXT = "Die Quelle liefert keinen Text."
NOTHING_READ = "Aus dem Text wurde nichts gelesen."
READ_IT_THERE = "Bitte lesen Sie die Richtlinie bei der Quelle."
READ_IT_HERE = "Bitte lesen Sie ihn selbst; er kann Bedingungen, Fördersätze und Fristen enthalten."
MARKED_BELOW = "Markiert ist, was daraus gelesen wurde; das kann unvollständig sein."


def evidence(source: Evidence) -> Content:
    """Where a value is written: the quote with its section and its place in the text, or the field of the source."""
    if source.quote is None:
        return markup.join((source.category or source.assurance.label, markup.note(source.assurance.label)))
    if source.field is None or source.start is None:
        return markup.quote(source.quote, source.assurance.label)
    link = markup.anchor_link(f"{_prefix(source.field)}-{source.start}", "Stelle im Text")
    return markup.quote(source.quote, markup.join((f"{source.field.label}, {source.assurance.label}: ", link)))


def reading_state(programme: Programme) -> str:
    """What came out of reading the text: "12 Stellen gelesen, unten im Text markiert", nothing, or that there is none."""
    if not _texts(programme):
        return NO_TEXT
    count = len({(place.field, place.start) for place in _places(programme.readings)})
    if not count:
        return NOTHING_READ
    return f"{wording.whole(count)} {'Stelle' if count == 1 else 'Stellen'} gelesen, unten im Text markiert"


def full_text(programme: Programme) -> Piece:
    """The source's own text, unchanged, marked, with the attribution its licence asks for (R-63)."""
    sections = _texts(programme)
    if not sections:
        return markup.paragraph(f"{NO_TEXT} {READ_IT_THERE}")
    origin = programme.origin
    read = list(_places(programme.readings))
    decisive = {
        requirement.evidence.field for requirement in programme.readings.requirements if requirement.effect in GATES
    }
    named = origin.attribution_for(programme.statement.url)
    attribution = f"{named} Lizenz: {origin.licence}. Der Text ist unverändert wiedergegeben."
    return markup.join(
        (
            markup.paragraph(MARKED_BELOW if read else f"{NOTHING_READ} {READ_IT_HERE}"),
            markup.paragraph(attribution, kind="muted"),
            *(_section(section, read, section.field in decisive) for section in sections),
        )
    )


def _texts(programme: Programme) -> list[Section]:
    return [section for section in programme.sections or () if section.text.strip()]


def _places(readings: Readings) -> Iterator[Evidence]:
    """Everything that was read from a place of the text."""
    validity = (readings.validity,) if readings.validity else ()
    values: tuple[Requirement | Benefit | Deadline | Validity, ...] = (
        *readings.requirements,
        *readings.benefits,
        *readings.deadlines,
        *validity,
    )
    return (value.evidence for value in values if value.evidence.start is not None)


def _prefix(field: SectionField) -> str:
    return f"stelle-{field}"


def _section(section: Section, read: Iterable[Evidence], decisive: bool) -> Piece:
    spans = [
        (place.start, place.end)
        for place in read
        if place.field is section.field and place.start is not None and place.end is not None
    ]
    text = source_text(section.text, marks(spans, _prefix(section.field)))
    title = section.field.label
    if section.field in ALWAYS_OPEN:
        return markup.heading(3, title) + text
    return markup.details(title, text, opened=decisive and len(section.text) <= LONGEST_OPEN)
