"""Page Vorhaben: the applicant's projects, the form of the chosen one, and all own answers as a file."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from finder.desk.database import DeskError
from finder.desk.projects import EnteredProject
from finder.fact_entry import EnteredFactError
from finder.models import Profile, Project
from finder.places.municipalities import LookupFailed, NotAnApplicant, RegisterUnreadable
from finder.profiles.files import FORMATS, FileFormat, ProfileFileError
from finder.profiles.importing import Import
from finder.profiles.project_entry import LONGEST_NAME
from finder.profiles.stated import LARGEST_FILE
from finder.ui import data, frame, markup, profile, project_cards, project_data
from finder.ui.frame import Opening
from finder.ui.markup import Target, Tone
from finder.ui.names import territory_name
from finder.ui.questions import question

DOWNLOADS = {
    FileFormat.XLSX: (
        "Excel-Datei (XLSX)",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    FileFormat.YAML: ("Textdatei (YAML)", "application/yaml"),
}
REFUSALS = (ProfileFileError, EnteredFactError, LookupFailed, NotAnApplicant, RegisterUnreadable, DeskError)
"""Errors whose text is a sentence for the reader."""
LARGEST_MB = LARGEST_FILE // 1_000_000
DELETING = "deleting project"


def main() -> None:
    """The page from top to bottom."""
    opening = frame.begin()
    applicant = opening.applicant
    if applicant is None:
        _without_applicant()
        return
    entered = project_data.projects(applicant)
    markup.show(
        markup.heading(1, f"Vorhaben von {applicant.name}"),
        markup.paragraph(
            "Mit einem Vorhaben lassen sich auch Voraussetzungen prüfen, die von Kosten, Beginn, Ort oder Partnern "
            "abhängen. Die Angaben bleiben auf diesem Rechner; in der Adresse steht nur der Schlüssel des Vorhabens.",
            kind="lead",
        ),
        project_cards.project_list(entered, opening.view) if entered else markup.EMPTY,
    )
    if opening.project:
        before = next(project for project in entered if project.key == opening.project.key)
        _chosen(applicant, before, opening.project, opening)
    _create(applicant, opening, first=not entered)
    _files(applicant, opening)


def _without_applicant() -> None:
    choose = markup.page_link(Target.MUNICIPALITY, [], "Kommune wählen")
    markup.show(
        markup.heading(1, "Vorhaben"),
        markup.paragraph(markup.join(("Ein Vorhaben gehört zu einem Antragsteller. ", choose))),
    )


def _create(applicant: Profile, opening: Opening, *, first: bool) -> None:
    markup.show(markup.heading(2, "Erstes Vorhaben anlegen" if first else "Weiteres Vorhaben anlegen"))
    with st.form("new_project", border=False, clear_on_submit=True):
        name = st.text_input("Name des Vorhabens", max_chars=LONGEST_NAME, placeholder="zum Beispiel: Neue Feuerwache")
        saved = st.form_submit_button("Vorhaben anlegen")
    if saved:
        _guarded(lambda: _choose(opening, project_data.create(applicant, name)))


def _choose(opening: Opening, key: str | None) -> None:
    frame.go(opening.view.listing().changed(project=key))


def _chosen(applicant: Profile, before: EnteredProject, project: Project, opening: Opening) -> None:
    markup.show(markup.heading(2, f"Vorhaben „{project.name}“"))
    _form(applicant, before, opening)
    with st.container(horizontal=True):
        if st.button("Vorhaben kopieren"):
            _guarded(lambda: _choose(opening, project_data.copy(applicant, before)))
        if st.button("Vorhaben löschen"):
            st.session_state[DELETING] = project.key
    if st.session_state.get(DELETING) == project.key:
        _ask_before_deleting(applicant, project, opening)
    _table(applicant, project, opening)


def _form(applicant: Profile, before: EnteredProject, opening: Opening) -> None:
    stated = {fact.id: fact for fact in before.facts}
    place = f"{applicant.key} {before.key}"
    with st.form("project", border=False):
        name = st.text_input("Name des Vorhabens", before.name, key=f"{place} name", max_chars=LONGEST_NAME)
        answers: dict[str, str] = {}
        for group in project_cards.GROUPS:
            markup.show(markup.heading(3, group))
            for definition in project_cards.questions(group):
                fact = stated.get(definition.id)
                answers[definition.id] = question(definition, fact, f"{place} {definition.id}")
        saved = st.form_submit_button("Vorhaben speichern", type="primary")
    if saved:
        _guarded(lambda: project_data.keep(applicant, before, name, answers, opening.stichtag))


def _table(applicant: Profile, project: Project, opening: Opening) -> None:
    entries = data.entries(opening.snapshot, applicant, opening.stichtag, project)
    missing = profile.missing_counts(entry.assessment for entry in entries if entry.assessment)
    markup.show(
        markup.heading(3, "Angaben, ihre Herkunft und was aus ihnen folgt"),
        profile.project_table(project, missing, territory_name),
    )


def _ask_before_deleting(applicant: Profile, project: Project, opening: Opening) -> None:
    sentence = f"„{project.name}“ wird mit allen Angaben gelöscht. Das lässt sich nicht rückgängig machen."
    markup.show(markup.notice(Tone.WARNING, "Wirklich löschen?", (markup.paragraph(sentence),)))
    with st.container(horizontal=True):
        if st.button("Endgültig löschen", type="primary"):
            _guarded(lambda: _delete(applicant, project, opening))
        if st.button("Behalten"):
            del st.session_state[DELETING]
            st.rerun()


def _delete(applicant: Profile, project: Project, opening: Opening) -> None:
    project_data.delete(applicant, project.key)
    del st.session_state[DELETING]
    _choose(opening, None)


def _files(applicant: Profile, opening: Opening) -> None:
    markup.show(
        markup.heading(2, "Angaben als Datei"),
        markup.paragraph(
            "Die Datei enthält die eigenen Angaben und alle Vorhaben, mit allen Fragen. Sie lässt sich ausfüllen und "
            "wieder einlesen. Sie ist so vertraulich wie die Angaben selbst."
        ),
    )
    with st.container(horizontal=True):
        for file_format, (label, mime) in DOWNLOADS.items():
            st.download_button(
                label,
                partial(project_data.file_of, applicant, file_format),
                file_name=f"angaben-{applicant.key}.{file_format}",
                mime=mime,
                on_click="ignore",
            )
    sent = st.file_uploader(
        f"Ausgefüllte Datei einlesen (XLSX oder YAML, höchstens {LARGEST_MB} MB)",
        [suffix.removeprefix(".") for suffix in FORMATS],
        max_upload_size=LARGEST_MB,
    )
    if sent is None:
        return
    try:
        plan = project_data.plan_of(applicant, sent.name, sent.getvalue(), opening.stichtag)
    except REFUSALS as error:
        _refuse("Die Datei wurde nicht übernommen.", error)
        return
    _offer(plan)


def _offer(plan: Import) -> None:
    """What the file would change, and the button that does it."""
    if not plan.changes:
        nothing = markup.paragraph("Alles, was in der Datei steht, ist schon so angegeben.")
        markup.show(markup.notice(Tone.INFORMATION, "Die Datei ändert nichts.", (nothing,)))
        return
    markup.show(project_cards.change_table(plan.changes))
    if st.button("Änderungen übernehmen", type="primary"):
        _guarded(lambda: project_data.take(plan))


def _guarded(write: Callable[[], None]) -> None:
    """Write to the desk and show the page anew, or say why that failed."""
    try:
        write()
    except REFUSALS as error:
        _refuse("Nichts gespeichert.", error)
        return
    st.rerun()


def _refuse(title: str, error: Exception) -> None:
    markup.show(markup.notice(Tone.ERROR, title, (markup.paragraph(str(error)),)))


if __name__ == "__main__":
    main()
