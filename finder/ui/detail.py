"""Pure: the parts of one programme's page as markup."""

from collections.abc import Sequence
from datetime import date

from finder import wording
from finder.benefits import benefit_text
from finder.models import Assessment, Change, Contact, Link, PartAnswer, Programme, Readings
from finder.ui import cards, markup
from finder.ui.markup import Content, Piece
from finder.ui.quotes import reading_state

OTHER_PARTS = "Was zu keinem dieser Teile gehört"
NO_PROMISE = (
    "Ergebnis nach Aktenlage aus den Angaben der Quelle und Ihren Angaben; keine Zusage der Bewilligungsstelle."
)
CHANGE_LABELS = {
    "new": "neu im Katalog",
    "changed": "geändert",
    "missing": "in der Quelle nicht gefunden",
    "gone": "von der Quelle entfernt",
    "back": "wieder in der Quelle",
}


def head(programme: Programme, stichtag: date) -> Piece:
    """Title and the facts every reader asks first."""
    statement = programme.statement
    facts: list[tuple[str, Content]] = [
        ("Fördergeber", cards.funder(statement)),
        ("Wofür", cards.listed(statement.themes)),
        ("Förderart", cards.listed(statement.funding_types)),
        ("Für wen", cards.listed(statement.applicants)),
        ("Fördergebiet", cards.area(statement)),
        ("Geld", benefit_text(programme.readings.benefits)),
        ("Frist", cards.deadline(programme, stichtag)),
        ("Text", reading_state(programme)),
        ("Quelle", markup.join((markup.link(statement.url, programme.origin.title), _checked(programme)))),
    ]
    return markup.definitions(facts)


def _checked(programme: Programme) -> str:
    words = f", geprüft am {wording.day(programme.last_seen)}, diese Fassung seit {wording.day(programme.valid_from)}"
    if programme.missing_since:
        words += f", seit {wording.day(programme.missing_since)} dort nicht mehr gefunden"
    return words


def verdict_box(assessment: Assessment, name: str, readings: Readings, stichtag: date) -> Piece:
    """The answer in one sentence, with its date and what it rests on; of several parts each with its money."""
    badges = (markup.verdict_badge(assessment.verdict), markup.availability_badge(assessment.availability))
    return markup.block(
        (
            markup.heading(2, f"Ergebnis für {name}"),
            markup.block(badges, "card-head"),
            markup.paragraph(assessment.reason),
            _parts(assessment.parts, readings),
            markup.paragraph(f"Stichtag {wording.day(stichtag)}. {NO_PROMISE}", kind="muted"),
        ),
        "verdict",
    )


def _parts(answers: Sequence[PartAnswer], readings: Readings) -> Piece:
    """Every part with its verdict and what it pays, best first; what holds for all parts counts for each.

    A part without conditions of its own is as open as what belongs to no part.
    """
    if not answers:
        return markup.EMPTY
    named = {answer.part for answer in answers}
    paying = {benefit.part for benefit in readings.benefits}
    silent = [part for part in readings.parts if part in paying - named]
    rest = [answer.verdict for answer in answers if answer.part is None]
    listed = [*answers, *(PartAnswer(part, verdict) for verdict in rest for part in silent)]
    rows = [
        (
            answer.part or OTHER_PARTS,
            markup.verdict_badge(answer.verdict),
            benefit_text([benefit for benefit in readings.benefits if benefit.part in (None, answer.part)]),
        )
        for answer in listed
    ]
    return markup.table("Die Teile des Programms", ("Teil", "Ergebnis", "Geld"), rows)


def contacts(found: Sequence[Contact]) -> Piece:
    """The offices to ask."""
    if not found:
        return markup.paragraph("Die Quelle nennt keinen Ansprechpunkt.")
    return markup.join(markup.definitions(_contact(contact)) for contact in found)


def _contact(contact: Contact) -> list[tuple[str, Content]]:
    pairs: list[tuple[str, Content | None]] = [
        ("Stelle", contact.organisation),
        ("Anschrift", contact.address),
        ("Telefon", contact.phone),
        ("E-Mail", contact.email),
        ("Internet", markup.link(contact.website, contact.website) if contact.website else None),
    ]
    return [(name, value) for name, value in pairs if value]


def links(found: Sequence[Link]) -> Piece:
    """The official addresses the source gives."""
    return markup.items(markup.join((markup.link(link.url, link.title), f" ({link.kind.label})")) for link in found)


def change_list(changes: Sequence[Change]) -> Piece:
    """What changed, field by field, old → new (R-35)."""
    return markup.items(map(change_line, changes), kind="changes")


def change_line(change: Change) -> Piece:
    """One change with its day and fields."""
    label = f"{wording.day(change.day)}: {CHANGE_LABELS[change.what]}"
    fields = [f"{field.field}: {field.old or '(leer)'} → {field.new or '(leer)'}" for field in change.fields]
    return markup.join((label, markup.items(fields) if fields else markup.EMPTY))
