"""Page Programm: one programme with the answer, its requirements and its unchanged text."""

from datetime import date

import streamlit as st

from finder.connection import StoreError
from finder.models import Programme
from finder.ui import conditions, data, detail, frame, markup, quotes
from finder.ui.frame import Opening
from finder.ui.state import View, parameters


def main() -> None:
    """The page from top to bottom."""
    opening = frame.begin()
    view = opening.view
    _back(view)
    programme = _programme(view)
    applicant = frame.applicant(opening)
    markup.show(markup.heading(1, programme.statement.title))
    if applicant:
        assessment = data.assessment(programme, applicant, opening.stichtag)
        markup.show(
            detail.verdict_box(assessment, applicant.name, opening.stichtag),
            markup.heading(2, "Anforderungen"),
            conditions.requirement_tables(assessment.results, programme.readings.parts, view),
        )
    _facts(programme, opening)


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


def _facts(programme: Programme, opening: Opening) -> None:
    statement, readings = programme.statement, programme.readings
    parts = [
        markup.heading(2, "Auf einen Blick"),
        detail.head(programme, opening.stichtag),
        conditions.money_tables(readings.benefits, readings.parts),
        conditions.dates(readings, opening.stichtag),
        conditions.tasks(readings.requirements),
        markup.heading(2, "Ansprechpunkt"),
        detail.contacts(statement.contacts),
    ]
    if statement.links:
        parts += [markup.heading(2, "Amtliche Seiten"), detail.links(statement.links)]
    parts += [markup.heading(2, "Text der Quelle"), quotes.full_text(programme)]
    changes = data.changes(date.min, statement.key)
    if changes:
        parts += [markup.heading(2, "Verlauf"), detail.change_list(changes)]
    markup.show(*parts)


if __name__ == "__main__":
    main()
