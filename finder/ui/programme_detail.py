"""Page Programm: one programme with the answer, its requirements and its unchanged text."""

from collections.abc import Iterator
from datetime import date

import streamlit as st

from finder import paths
from finder.catalogue.connection import StoreError
from finder.composition import money_by_part
from finder.desk.database import DeskError
from finder.models import Assessment, Programme
from finder.money.records import Estimate
from finder.reviews.reviewing import review_log
from finder.reviews.reviews import Review, reviewed, with_everything
from finder.ui import conditions, data, detail, frame, markup, quotes, review
from finder.ui.frame import Opening
from finder.ui.guards import guard_notices
from finder.ui.markup import EMPTY, Piece, Target
from finder.ui.money import money_section
from finder.ui.state import View, parameters
from rules.check import asked_by
from rules.guards import start_guards

STATED = "Geld im Einzelnen"
CALCULATED_LATER = "Zuwendung und Eigenanteil werden ausgerechnet, sobald die zuwendungsfähigen Kosten angegeben sind. "


def main() -> None:
    """The page from top to bottom."""
    opening = frame.begin()
    _back(opening.view)
    programme = _programme(opening.view)
    log = _log(programme)
    counted = reviewed(programme, log)
    assessment = _assessment(counted, opening)
    markup.show(
        markup.heading(1, programme.statement.title),
        _verdict(assessment, counted, opening),
        markup.heading(2, "Auf einen Blick"),
        detail.head(counted, opening.stichtag),
        _requirements(assessment, counted, opening),
        _money(counted, opening),
        conditions.dates(counted.readings, opening.stichtag),
        markup.heading(2, "Worauf zu achten ist"),
        guard_notices(start_guards(counted, opening.stichtag, opening.project, opening.applicant)),
        conditions.tasks(counted.readings.requirements),
        *_source(counted, with_everything(programme, log)),
    )
    review.show(programme)


def _back(view: View) -> None:
    st.page_link("programme_list.py", label="← Zurück zur Liste", query_params=parameters(view.listing()))


def _programme(view: View) -> Programme:
    if not view.programme:
        frame.stop("Hier fehlt das Programm.", "Öffnen Sie ein Programm aus der Liste.")
    try:
        programme = data.programme(view.programme, view.source)
    except StoreError as error:
        frame.stop("Das Programm kann nicht gelesen werden.", str(error))
    if programme is None:
        frame.stop(
            "Dieses Programm steht nicht im Katalog.",
            f"Gesucht wurde „{view.programme}“. Die Adresse kann unvollständig sein, oder der Katalog ist ein anderer.",
        )
    return programme


def _log(programme: Programme) -> tuple[Review, ...]:
    try:
        return review_log(programme, paths.desk_path())
    except DeskError as error:
        frame.stop("Die Prüfungen können nicht gelesen werden.", str(error))


def _assessment(programme: Programme, opening: Opening) -> Assessment | None:
    if opening.applicant is None:
        return None
    return data.assessment(programme, opening.applicant, opening.stichtag, opening.project)


def _verdict(assessment: Assessment | None, programme: Programme, opening: Opening) -> Piece:
    if assessment is None or opening.applicant is None:
        return EMPTY
    return detail.verdict_box(assessment, opening.applicant.name, programme.readings, opening.stichtag)


def _requirements(assessment: Assessment | None, programme: Programme, opening: Opening) -> Piece:
    if assessment is None:
        return EMPTY
    tables = conditions.requirement_tables(assessment.results, programme.readings.parts, opening.view, opening.project)
    return markup.heading(2, "Anforderungen") + tables


def _money(programme: Programme, opening: Opening) -> Piece:
    """The calculation with the statements it rests on folded below it; without a calculation these and how to get one."""
    stated = conditions.money_tables(programme.readings.benefits, programme.readings.parts)
    if stated == EMPTY:
        return EMPTY
    estimates = _estimates(programme, opening)
    calculated = money_section(estimates)
    if calculated != EMPTY:
        return calculated + markup.details(STATED, stated)
    return markup.heading(2, STATED) + stated + (_calculated_later(opening.view) if estimates else EMPTY)


def _estimates(programme: Programme, opening: Opening) -> tuple[Estimate, ...]:
    if opening.applicant is None:
        return ()
    return money_by_part(programme, asked_by(opening.applicant, opening.stichtag, opening.project).facts)


def _calculated_later(view: View) -> Piece:
    link = markup.page_link(Target.PROJECTS, parameters(view.listing()), "Vorhaben angeben")
    return markup.paragraph(markup.join((CALCULATED_LATER, link)))


def _source(programme: Programme, marked: Programme) -> Iterator[Piece]:
    """Whom to ask, where it is written, the text with everything marked that was read, and what changed."""
    statement = programme.statement
    yield markup.heading(2, "Ansprechpunkt") + detail.contacts(statement.contacts)
    if statement.links:
        yield markup.heading(2, "Amtliche Seiten") + detail.links(statement.links)
    yield markup.heading(2, "Text der Quelle") + quotes.full_text(marked)
    changes = data.changes(date.min, statement.key)
    if changes:
        yield markup.heading(2, "Verlauf") + detail.change_list(changes)


if __name__ == "__main__":
    main()
