"""Pure: a programme of the list and the active filters as markup; the same nine facts in the same order everywhere."""

from collections.abc import Mapping
from datetime import date

from finder import wording
from finder.benefits import benefit_text
from finder.deadlines import deadline_text
from finder.models import Programme, Statement
from finder.ui import markup
from finder.ui.markup import Content, Piece, Target
from finder.ui.selection import FACETS, OVER, VERDICT_FACET, Entry
from finder.ui.state import View, parameters
from finder.vocab import Labelled, Level, Verdict, region_label

NOT_STATED = "nennt die Quelle nicht"


def listed(members: tuple[Labelled, ...]) -> str:
    """Labels in a row; says so where the source names none."""
    return ", ".join(member.label for member in members) or NOT_STATED


def funder(statement: Statement) -> str:
    """Who gives the money, with the level: "Sächsisches Staatsministerium … (Land Sachsen)"."""
    names = ", ".join(statement.funders)
    level = statement.level.label if statement.level else ""
    if statement.level is Level.LAND and statement.land:
        level = f"Land {statement.land.label}"
    if not names:
        return level or NOT_STATED
    return f"{names} ({level})" if level else names


def purpose(statement: Statement) -> str:
    """What the money is for and in which form: "Infrastruktur – Zuschuss"."""
    labels = [", ".join(member.label for member in members) for members in (statement.themes, statement.funding_types)]
    return " – ".join(filter(None, labels)) or NOT_STATED


def area(statement: Statement) -> str:
    """The territory of a programme in words."""
    return ", ".join(map(region_label, statement.regions)) or NOT_STATED


def deadline(programme: Programme, stichtag: date) -> str:
    """The deadline of a programme in words."""
    readings = programme.readings
    return deadline_text(readings.deadlines, readings.validity, programme.statement.status_note, stichtag)


def checked_on(programme: Programme) -> str:
    """Source and the day the programme was last seen there (R-18)."""
    missing = ""
    if programme.missing_since:
        missing = f", seit {wording.day(programme.missing_since)} dort nicht mehr gefunden"
    return f"{programme.origin.title}, geprüft am {wording.day(programme.last_seen)}{missing}"


def card(entry: Entry, view: View, stichtag: date) -> Piece:
    """One programme of the list: verdict, title and seven more facts."""
    statement = entry.programme.statement
    address = parameters(view.at(statement.key, statement.source))
    title = markup.heading(3, markup.page_link(Target.PROGRAMME, address, statement.title))
    return _head(entry) + title + markup.definitions(_facts(entry, stichtag), kind="card")


def _head(entry: Entry) -> Piece:
    badges = [markup.verdict_badge(entry.verdict)] if entry.verdict else []
    if entry.availability in OVER:
        badges.append(markup.availability_badge(entry.availability))
    return markup.block(badges, "card-head") if badges else markup.EMPTY


def _facts(entry: Entry, stichtag: date) -> list[tuple[str, Content]]:
    statement = entry.programme.statement
    facts: list[tuple[str, Content]] = [
        ("Fördergeber", funder(statement)),
        ("Wofür", purpose(statement)),
        ("Wer und wo", f"{listed(statement.applicants)} – {area(statement)}"),
        ("Geld", benefit_text(entry.programme.readings.benefits)),
        ("Frist", deadline(entry.programme, stichtag)),
    ]
    if entry.assessment:
        facts.append(("Grund", entry.assessment.reason))
    facts.append(("Quelle", checked_on(entry.programme)))
    return facts


def verdict_numbers(counts: Mapping[Labelled, int], view: View) -> Piece:
    """The line of numbers by verdict; each leads to the programmes it counts."""
    links = (_verdict_link(verdict, counts.get(verdict, 0), view) for verdict in Verdict)
    return markup.items(links, kind="numbers")


def _verdict_link(verdict: Verdict, count: int, view: View) -> Piece:
    label = markup.verdict_badge(verdict, wording.whole(count))
    chosen = view.verdicts == (verdict,)
    address = parameters(view.listing().changed(verdicts=() if chosen else (verdict,)))
    return markup.page_link(Target.PROGRAMMES, address, label, current=chosen)


def active_filters(view: View) -> Piece:
    """The filters that are set; each links to the list without it."""
    chips = [
        _chip(facet.label, value.label, view.changed(**{facet.field: tuple(set(facet.chosen(view)) - {value})}))
        for facet in FACETS
        for value in facet.chosen(view)
    ]
    if view.words:
        chips.append(_chip("Suche", f"„{view.words}“", view.changed(words="")))
    if not chips:
        return markup.EMPTY
    chips.append(markup.page_link(Target.PROGRAMMES, parameters(view.without_filters()), "Alle Filter aufheben"))
    return markup.items(chips, kind="chips")


def _chip(name: str, value: str, without: View) -> Piece:
    label = markup.join((f"{name}: {value} ", markup.hidden("entfernen"), markup.decoration("✕")))
    return markup.page_link(Target.PROGRAMMES, parameters(without), label)


def summary(shown: int, total: int, view: View) -> str:
    """One sentence: how many programmes the list shows, and what is hidden."""
    words = f"{wording.whole(shown)} von {wording.whole(total)} Programmen"
    hides = view.applicant and not VERDICT_FACET.chosen(view)
    return f"{words}; Programme mit „{Verdict.NOT_ELIGIBLE.label}“ sind ausgeblendet." if hides else f"{words}."
