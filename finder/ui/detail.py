"""Pure: the parts of one programme's page as markup."""

from collections.abc import Sequence
from datetime import date

from finder import wording
from finder.benefits import benefit_text
from finder.deadlines import deadline_lines
from finder.models import (
    Assessment,
    Benefit,
    Change,
    Contact,
    Evidence,
    Link,
    Programme,
    RequirementResult,
    Section,
)
from finder.ui import cards, markup
from finder.ui.markup import Content, Piece, Target
from finder.ui.state import View, parameters
from finder.vocab import Outcome, SectionField, Strength

ORDER = (
    Outcome.FAILED,
    Outcome.OPEN_PROFILE,
    Outcome.OPEN_PROJECT,
    Outcome.OPEN_SOURCE,
    Outcome.MET,
    Outcome.NOT_APPLICABLE,
)
"""Requirements that need attention stand first."""

NEXT_STEP = {
    Outcome.FAILED: "Nur wenn sich die Angabe ändert, lohnt ein Antrag.",
    Outcome.OPEN_PROJECT: "Für Ihr Vorhaben prüfen.",
    Outcome.OPEN_SOURCE: "Richtlinie lesen oder beim Ansprechpunkt fragen.",
}
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
        ("Quelle", markup.join((markup.link(statement.url, programme.origin.title), _checked(programme)))),
    ]
    return markup.definitions(facts)


def _checked(programme: Programme) -> str:
    words = f", geprüft am {wording.day(programme.last_seen)}, diese Fassung seit {wording.day(programme.valid_from)}"
    if programme.missing_since:
        words += f", seit {wording.day(programme.missing_since)} dort nicht mehr gefunden"
    return words


def verdict_box(assessment: Assessment, name: str, stichtag: date) -> Piece:
    """The answer in one sentence, with its date and what it rests on."""
    badges = (markup.verdict_badge(assessment.verdict), markup.availability_badge(assessment.availability))
    return markup.block(
        (
            markup.heading(2, f"Ergebnis für {name}"),
            markup.block(badges, "card-head"),
            markup.paragraph(assessment.reason),
            markup.paragraph(f"Stichtag {wording.day(stichtag)}. {NO_PROMISE}", kind="muted"),
        ),
        "verdict",
    )


def requirement_table(results: Sequence[RequirementResult], view: View) -> Piece:
    """Every requirement with what was compared and where it is written: failed, open, met."""
    ordered = sorted(results, key=lambda result: ORDER.index(result.result))
    rows = [
        (
            asked(result),
            result.have,
            markup.outcome_badge(result.result),
            markup.join((result.reason, _next_step(result, view))),
            evidence(result.requirement.evidence),
        )
        for result in ordered
    ]
    columns = ("Anforderung", "Ihre Angabe", "Ergebnis", "Begründung", "Beleg")
    return markup.table("Jede Anforderung der Quelle und Ihre Angabe dazu; Offenes steht oben.", columns, rows)


def asked(result: RequirementResult) -> Content:
    """What is asked: its kind, how binding it is, and the part of the programme it belongs to."""
    requirement = result.requirement
    binding = "" if requirement.strength is Strength.MUST else requirement.strength.label
    words = ", ".join(filter(None, (requirement.effect.label, binding, requirement.part)))
    return markup.join((requirement.kind.label, markup.note(words)))


def evidence(source: Evidence) -> Content:
    """Where a value is written: the quote with its section, or the field of the source."""
    if source.quote is not None:
        place = source.field.label if source.field else source.assurance.label
        return markup.quote(source.quote, f"{place}, {source.assurance.label}")
    return markup.join((source.category or source.assurance.label, markup.note(source.assurance.label)))


def _next_step(result: RequirementResult, view: View) -> Piece:
    if result.result is Outcome.OPEN_PROFILE:
        return markup.note(markup.page_link(Target.MUNICIPALITY, parameters(view.listing()), "Angabe ergänzen"))
    return markup.note(NEXT_STEP[result.result]) if result.result in NEXT_STEP else markup.EMPTY


def money_table(benefits: Sequence[Benefit]) -> Piece:
    """Every rate and sum that was read, with its condition and quote."""
    if not benefits:
        return markup.EMPTY
    rows = [
        (_money_kind(benefit), _money_value(benefit), _condition(benefit), evidence(benefit.evidence))
        for benefit in benefits
    ]
    table = markup.table("Sätze und Beträge aus der Quelle", ("Art", "Wert", "Bedingung", "Beleg"), rows)
    return markup.heading(2, "Geld im Einzelnen") + table


def _money_kind(benefit: Benefit) -> str:
    role = benefit.rate_role or benefit.amount_role
    return f"{benefit.kind.label}: {role.label}" if role else benefit.kind.label


def _money_value(benefit: Benefit) -> str:
    values = (
        wording.percent(benefit.percent) if benefit.percent is not None else "",
        wording.euros(benefit.eur) if benefit.eur is not None else "",
        benefit.per.label if benefit.per else "",
    )
    return " ".join(filter(None, values)) or wording.UNKNOWN


def _condition(benefit: Benefit) -> str:
    return "; ".join(filter(None, (benefit.part, benefit.condition))) or "–"


def deadline_list(programme: Programme, stichtag: date) -> Piece:
    """Every window the text names."""
    lines = deadline_lines(programme.readings.deadlines, stichtag)
    return markup.heading(2, "Fristen im Einzelnen") + markup.items(lines) if len(lines) > 1 else markup.EMPTY


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


def full_text(programme: Programme) -> Piece:
    """The source's own text, unchanged, with the attribution its licence asks for (R-63)."""
    sections = [section for section in programme.sections or () if section.text.strip()]
    if not sections:
        return markup.paragraph("Die Quelle liefert hier keinen Text; lesen Sie ihn bitte dort nach.")
    origin = programme.origin
    named = origin.attribution_for(programme.statement.url)
    attribution = f"{named} Lizenz: {origin.licence}. Der Text ist unverändert wiedergegeben."
    return markup.join([markup.paragraph(attribution, kind="muted"), *map(_section, sections)])


def _section(section: Section) -> Piece:
    text = markup.source_text(section.text)
    opens = section.field in (SectionField.TEASER, SectionField.STATUS_NOTE)
    title = section.field.label
    return markup.heading(3, title) + text if opens else markup.details(title, text)


def change_list(changes: Sequence[Change]) -> Piece:
    """What changed, field by field, old → new (R-35)."""
    return markup.items(map(change_line, changes), kind="changes")


def change_line(change: Change) -> Piece:
    """One change with its day and fields."""
    label = f"{wording.day(change.day)}: {CHANGE_LABELS[change.what]}"
    fields = [f"{field.field}: {field.old or '(leer)'} → {field.new or '(leer)'}" for field in change.fields]
    return markup.join((label, markup.items(fields) if fields else markup.EMPTY))
