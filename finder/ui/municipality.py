"""Page Kommune: find the applicant, see its facts with source and date, state what only it can know."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from finder.desk.database import DeskError
from finder.fact_entry import EnteredFactError
from finder.facts import FACTS
from finder.models import Fact, Profile
from finder.places.municipalities import LookupFailed, Match, RegisterUnreadable, register
from finder.profiles import form as profile_form
from finder.ui import cards, data, frame, markup, own_applicants, profile
from finder.ui.best_questions import best_questions
from finder.ui.frame import Opening
from finder.ui.markup import Piece, Target, Tone
from finder.ui.names import territory_name
from finder.ui.questions import question
from finder.ui.selection import Entry, select
from finder.ui.state import Name, View, parameters
from finder.vocab import UnitLevel

LONGEST_NAME = 100
SEARCH = "who"
FOUND = "found"


def main() -> None:
    """The page from top to bottom."""
    opening = frame.begin()
    applicant = opening.applicant
    if applicant is None:
        _welcome()
        _find(opening.view)
        own_applicants.show()
        return
    entries = data.entries(opening.snapshot, applicant, opening.stichtag, opening.project)
    _head(applicant, opening, entries)
    questions, waiting = data.questions(opening.snapshot, applicant, opening.project, opening.stichtag)
    markup.show(best_questions(questions, opening.view, waiting))
    _facts(applicant, entries)
    _questions(applicant, opening)
    markup.show(markup.heading(2, "Andere Kommune"))
    _find(opening.view)
    own_applicants.show()


def _welcome() -> None:
    markup.show(
        markup.heading(1, "Welche Förderprogramme passen zu Ihrer Kommune?"),
        markup.paragraph(
            "Nennen Sie Ihre Kommune. Jedes Programm im Katalog wird gegen das amtliche Gemeindeverzeichnis und Ihre "
            "eigenen Angaben geprüft. Zu jedem Ergebnis sehen Sie den Grund und die Fundstelle.",
            kind="lead",
        ),
    )


def _find(view: View) -> None:
    st.text_input(
        "Name, Gemeindeschlüssel (AGS) oder Postleitzahl des Verwaltungssitzes",
        key=SEARCH,
        max_chars=LONGEST_NAME,
        placeholder="zum Beispiel: Görlitz",
        on_change=_choose,
    )
    words = str(st.session_state.get(SEARCH, "")).strip()
    if words:
        markup.show(_answer(words, view))


def _choose() -> None:
    """One unit fits: it goes into the address. Otherwise the words stay, and the page explains."""
    try:
        found = register().match(st.session_state[SEARCH])
    except (LookupFailed, RegisterUnreadable):
        return
    frame.go(View(applicant=found.unit.key))
    st.session_state[SEARCH] = ""
    st.session_state[FOUND] = found.note


def _answer(words: str, view: View) -> Piece:
    try:
        match = register().match(words)
    except LookupFailed as failure:
        links = markup.items(_candidate(candidate, view) for candidate in failure.candidates)
        contents = (markup.paragraph(str(failure)), links)
        return markup.notice(Tone.WARNING, "Bitte genauer angeben.", contents[: 2 if failure.candidates else 1])
    except RegisterUnreadable as failure:
        return markup.notice(Tone.ERROR, "Das Gemeindeverzeichnis fehlt.", (markup.paragraph(str(failure)),))
    return markup.items((_candidate(match, view),))


def _candidate(match: Match, view: View) -> Piece:
    address = parameters(view.listing().changed(applicant=match.unit.key))
    note = [markup.note(match.note)] if match.note else []
    return markup.join([markup.page_link(Target.MUNICIPALITY, address, match.title), *note])


def _head(applicant: Profile, opening: Opening, entries: Sequence[Entry]) -> None:
    land = f", {applicant.land.label}" if applicant.land else ""
    kind = f"{applicant.level.label}{land}, Schlüssel {applicant.key}"
    note = st.session_state.pop(FOUND, None)
    plain = opening.view.without_filters()
    counts = select(entries, plain, opening.stichtag, None).counts[Name.VERDICT]
    markup.show(
        markup.heading(1, applicant.name),
        markup.paragraph(kind, kind="muted"),
        markup.paragraph(note) if note else markup.EMPTY,
        markup.heading(2, "Programme nach Ergebnis"),
        cards.verdict_numbers(counts, plain),
        markup.paragraph(
            markup.page_link(
                Target.PROGRAMMES,
                parameters(plain),
                "Alle Programme ansehen, die in Frage kommen",
            )
        ),
    )


def _facts(applicant: Profile, entries: Sequence[Entry]) -> None:
    missing = profile.missing_counts(entry.assessment for entry in entries if entry.assessment)
    markup.show(markup.heading(2, "Angaben und ihre Herkunft"))
    for fact in profile.contradictions(applicant):
        _contradiction(applicant, fact)
    markup.show(profile.fact_table(applicant, missing, territory_name))


def _contradiction(applicant: Profile, fact: Fact) -> None:
    """Two numbers for one thing: both are shown, and the entered one can be taken back."""
    label = FACTS[fact.id].label
    sentence = "Solange beide Angaben stehen, gilt keine von ihnen: Programme, die danach fragen, bleiben offen."
    contents = (markup.items(fact.conflict), markup.paragraph(sentence))
    markup.show(markup.notice(Tone.WARNING, f"{label}: Zwei Quellen sagen Verschiedenes.", contents))
    if st.button(f"Eigene Angabe zurücknehmen: {label}"):
        _guarded(lambda: data.take_back(applicant.key, fact.id))


def _questions(applicant: Profile, opening: Opening) -> None:
    markup.show(
        markup.heading(2, "Eigene Angaben"),
        markup.paragraph(
            "Diese Angaben stehen in keinem Verzeichnis. Sie bleiben auf diesem Rechner, stehen nie in der Adresse und "
            "lassen sich jederzeit löschen. „unbekannt“ zählt weder als Ja noch als Nein."
        ),
    )
    asked = profile_form.asked((), own=applicant.level is UnitLevel.SPECIAL_PURPOSE)
    with st.form("questions", border=False):
        answers = {
            definition.id: question(definition, applicant.fact(definition.id), f"{applicant.key} {definition.id}")
            for definition in asked
        }
        saved = st.form_submit_button("Angaben speichern", type="primary")
    if saved:
        _guarded(lambda: data.keep(applicant, answers, opening.stichtag))
    with st.container(horizontal=True):
        st.download_button(
            "Eigene Angaben herunterladen (JSON)",
            partial(data.entered, applicant.key),
            file_name=f"angaben-{applicant.key}.json",
            mime="application/json",
            on_click="ignore",
        )
        if st.button("Alle eigenen Angaben löschen"):
            _guarded(lambda: data.forget(applicant.key))


def _guarded(write: Callable[[], None]) -> None:
    """Write to the desk and show the page anew, or say why that failed."""
    try:
        write()
    except (EnteredFactError, DeskError) as error:
        markup.show(markup.notice(Tone.ERROR, "Nichts gespeichert.", (markup.paragraph(str(error)),)))
        return
    st.rerun()


if __name__ == "__main__":
    main()
