"""Page Programme: all programmes with the answer for one applicant, filters, words and exports."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from finder import wording
from finder.catalogue.connection import StoreError
from finder.exports.files import WRITERS, FileFormat
from finder.models import Profile
from finder.ui import cards, data, frame, markup
from finder.ui.frame import Opening
from finder.ui.markup import Target, Tone
from finder.ui.selection import FACETS, PAGE_SIZE, Entry, Facet, Selection, select
from finder.ui.state import LONGEST_WORDS, Name, View, parameters
from finder.vocab import Labelled

NO_HIT = (
    "Kein Treffer heißt nicht, dass es nichts gibt: Nicht jedes Programm steht in den abgerufenen Quellen. "
    "Fragen Sie im Zweifel beim Fördergeber oder der Förderbank Ihres Landes nach."
)

EXPORTS = ((FileFormat.XLSX, "Als Excel-Datei (XLSX)"), (FileFormat.CSV, "Als Tabelle (CSV)"))
MIME = {
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.CSV: "text/csv",
}


def main() -> None:
    """The page from top to bottom."""
    opening = frame.begin()
    view = opening.view
    applicant = opening.applicant
    entries = data.entries(opening.snapshot, applicant, opening.stichtag, opening.project)
    selection = select(entries, view, opening.stichtag, _found(view))
    _head(applicant, selection, view)
    _search(view)
    _filters(selection, view)
    _results(opening, selection, len(entries))
    _pages(selection, view)
    if selection.entries:
        _exports(opening, selection.entries, applicant)


def _found(view: View) -> tuple[str, ...] | None:
    if not view.words:
        return None
    try:
        return data.found(view.words)
    except StoreError as error:
        frame.stop("Die Suche ist fehlgeschlagen.", str(error))


def _head(applicant: Profile | None, selection: Selection, view: View) -> None:
    if applicant:
        numbers = cards.verdict_numbers(selection.counts[Name.VERDICT], view)
        markup.show(markup.heading(1, f"Programme für {applicant.name}"), numbers)
        return
    choose = markup.page_link(Target.MUNICIPALITY, [], "Kommune wählen")
    hint = ("Ohne Kommune gibt es keine Prüfung, nur die Angaben der Quellen. ", choose)
    markup.show(markup.heading(1, "Alle Programme"), markup.paragraph(markup.join(hint)))


def _search(view: View) -> None:
    st.session_state["words"] = view.words
    st.text_input(
        "Suche in Titel und Text",
        key="words",
        max_chars=LONGEST_WORDS,
        placeholder="zum Beispiel: Freibad, Feuerwehrhaus, Digitalstrategie",
        on_change=_apply_words,
    )


def _apply_words() -> None:
    frame.go(frame.view().changed(words=" ".join(str(st.session_state["words"]).split())))


def _filters(selection: Selection, view: View) -> None:
    with st.expander("Filter", expanded=False), st.container(key="filters"):
        columns = st.columns(2)
        for place, facet in enumerate(_usable(selection)):
            with columns[place % 2]:
                _filter(facet, selection.counts[facet.name], view)


def _usable(selection: Selection) -> list[Facet]:
    return [facet for facet in FACETS if facet.name is not Name.VERDICT or selection.counts[Name.VERDICT]]


def _filter(facet: Facet, counts: Mapping[Labelled, int], view: View) -> None:
    chosen = facet.chosen(view)
    st.session_state[facet.name] = list(chosen)
    st.multiselect(
        facet.label,
        [member for member in facet.vocabulary if counts.get(member) or member in chosen],
        format_func=lambda member: f"{member.label} ({wording.whole(counts.get(member, 0))})",
        key=facet.name,
        placeholder="alle",
        select_all=False,
        on_change=_apply(facet),
    )


def _apply(facet: Facet) -> Callable[[], None]:
    def apply() -> None:
        frame.go(frame.view().changed(**{facet.field: tuple(st.session_state[facet.name])}))

    return apply


def _results(opening: Opening, selection: Selection, total: int) -> None:
    view = opening.view
    count = markup.paragraph(cards.summary(len(selection.entries), total, view), kind="muted")
    head = (markup.heading(2, "Treffer"), cards.active_filters(view), count)
    if not selection.entries:
        nothing = markup.notice(
            Tone.INFORMATION, "Kein Programm entspricht dieser Auswahl.", (markup.paragraph(NO_HIT),)
        )
        markup.show(*head, nothing)
        return
    shown = (cards.card(entry, view, opening.stichtag) for entry in selection.page(view.page))
    markup.show(*head, markup.items(shown, kind="results", ordered=True), markup.paragraph(NO_HIT, kind="muted"))


def _pages(selection: Selection, view: View) -> None:
    if selection.pages == 1:
        return
    page = min(view.page, selection.pages)
    first = (page - 1) * PAGE_SIZE + 1
    last = min(page * PAGE_SIZE, len(selection.entries))
    steps = [
        markup.page_link(Target.PROGRAMMES, parameters(view.changed(page=number)), label)
        for number, label in ((page - 1, "Vorige Seite"), (page + 1, "Nächste Seite"))
        if 1 <= number <= selection.pages
    ]
    here = f"Seite {page} von {selection.pages}, Programme {wording.whole(first)} bis {wording.whole(last)}"
    markup.show(markup.items([here, *steps], kind="pages"))


def _exports(opening: Opening, entries: tuple[Entry, ...], applicant: Profile | None) -> None:
    if applicant is None:
        return
    markup.show(
        markup.heading(2, "Auswahl mitnehmen"),
        markup.paragraph("Die Dateien enthalten alle Treffer dieser Auswahl mit Stichtag, Quellen und Lizenzen."),
    )
    report = data.report(opening.snapshot, entries, applicant, opening.stichtag)
    with st.container(horizontal=True):
        for file_format, label in EXPORTS:
            st.download_button(
                label,
                partial(WRITERS[file_format], report),
                file_name=f"foerderprogramme-{applicant.key}-{opening.stichtag:%Y-%m-%d}.{file_format}",
                mime=MIME[file_format],
                on_click="ignore",
            )


if __name__ == "__main__":
    main()
