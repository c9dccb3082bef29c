"""What all pages share: navigation, notices on the state of the data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

import streamlit as st

from finder import wording
from finder.catalogue import starter
from finder.catalogue.connection import StoreError
from finder.desk.database import DeskError
from finder.models import Profile, Project, SourceStatus
from finder.places.municipalities import LookupFailed, NotAnApplicant, RegisterUnreadable
from finder.ui import data, markup, state
from finder.ui.data import Snapshot
from finder.ui.markup import Piece, Target, Tone
from finder.ui.state import View, parameters

NAVIGATION = (
    ("municipality.py", "Kommune"),
    ("projects.py", "Vorhaben"),
    ("programme_list.py", "Programme"),
    ("data_state.py", "Datenstand"),
)
CRAWL = "foerderfinder crawl foerderdatenbank"
CHECK_THERE = "Prüfen Sie Fristen und Voraussetzungen vor einem Antrag an der verlinkten Quelle."


@dataclass(frozen=True)
class Opening:
    """What every page starts from."""

    view: View
    snapshot: Snapshot
    stichtag: date
    applicant: Profile | None
    """The applicant in the address; None where there is none to check for, which the page has then explained."""
    project: Project | None
    """The project in the address, with what follows from its facts."""


def view() -> View:
    """The view in the present address."""
    return state.read(st.query_params.get_all)


def go(new: View) -> None:
    """Put a view into the address; the page then shows it."""
    st.query_params.from_dict(_grouped(new))


def _grouped(new: View) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in parameters(new):
        grouped.setdefault(name, []).append(value)
    return grouped


def begin() -> Opening:
    """Navigation and notices; ends the page with an explanation where the catalogue cannot be used."""
    now = view()
    _navigation(now.listing())
    try:
        snapshot = data.snapshot()
    except StoreError as error:
        stop("Der Katalog kann nicht gelesen werden.", str(error))
    stichtag = data.today()
    notices = data_notices(snapshot.sources, snapshot.programmes, stichtag)
    if notices:
        markup.show(*notices)
    applicant = _applicant(now, stichtag)
    project = _project(now, applicant, stichtag) if applicant else None
    if applicant:
        markup.show(_checked_for(now, applicant, project))
    return Opening(now, snapshot, stichtag, applicant, project)


def _applicant(now: View, stichtag: date) -> Profile | None:
    """The applicant in the address; says why where there is none to check for."""
    if now.applicant is None:
        return None
    try:
        found = data.profile(now.applicant, stichtag)
    except (RegisterUnreadable, NotAnApplicant, LookupFailed, DeskError) as error:
        _explain("Für diese Adresse gibt es keine Prüfung.", str(error))
        return None
    if found is None:
        _explain(
            "Für diese Adresse gibt es keine Prüfung.",
            f"Der Schlüssel „{now.applicant}“ aus der Adresse steht nicht im Gemeindeverzeichnis. "
            "Wählen Sie die Kommune neu.",
        )
    return found


def _project(now: View, applicant: Profile, stichtag: date) -> Project | None:
    """The project in the address; says so where the applicant has none of that key."""
    found = data.project(applicant, now.project, stichtag) if now.project else None
    if now.project and found is None:
        _explain(
            "Das Vorhaben aus der Adresse gibt es nicht.",
            f"{applicant.name} hat kein Vorhaben „{now.project}“; geprüft wird ohne Vorhaben. "
            "Wählen Sie es auf der Seite „Vorhaben“ neu.",
        )
    return found


def _checked_for(now: View, applicant: Profile, project: Project | None) -> Piece:
    """For whom and for what everything on the page is checked, and the way to something else."""
    choose = markup.page_link(
        Target.PROJECTS, parameters(now.listing()), "Vorhaben wechseln" if project else "Vorhaben wählen"
    )
    if project is None:
        return markup.paragraph(
            markup.join(("Geprüft für: ", markup.strong(applicant.name), ", ohne Vorhaben (", choose, ")"))
        )
    without = markup.page_link(
        Target.HERE, parameters(now.changed(page=now.page, project=None)), "ohne Vorhaben prüfen"
    )
    what = markup.strong(f"{applicant.name}, Vorhaben {project.name}")
    return markup.paragraph(markup.join(("Geprüft für: ", what, " (", choose, ", ", without, ")")))


def _explain(title: str, sentence: str) -> None:
    markup.show(markup.notice(Tone.WARNING, title, (markup.paragraph(sentence),)))


def stop(title: str, *sentences: str) -> NoReturn:
    """An explanation instead of the rest of the page."""
    markup.show(markup.heading(1, title), markup.notice(Tone.ERROR, "Was zu tun ist", map(markup.paragraph, sentences)))
    st.stop()


def explain(error: Exception) -> bool:
    """What a reader sees where a page fails for a reason nobody foresaw; the log keeps the details."""
    reason = str(error) if isinstance(error, StoreError | DeskError) else "Die Ursache steht im Protokoll des Servers."
    sentence = f"{reason} Laden Sie die Seite neu; bleibt der Fehler, wenden Sie sich an die Betreuung dieses Rechners."
    markup.show(
        markup.notice(Tone.ERROR, "Diese Seite kann nicht vollständig gezeigt werden.", (markup.paragraph(sentence),))
    )
    return True


def _navigation(now: View) -> None:
    with st.container(horizontal=True, key="navigation", vertical_alignment="center"):
        markup.show(markup.brand("Förderfinder"))
        for page, label in NAVIGATION:
            st.page_link(page, label=label, query_params=parameters(now))


def data_notices(sources: Sequence[SourceStatus], programmes: int, stichtag: date) -> list[Piece]:
    """What a reader must know of the data: empty, a start catalogue, or older than 14 days (R-18)."""
    if not programmes:
        return [_empty()]
    shown = [source for source in sources if not source.superseded and source.programmes]
    return [notice for source in shown if (notice := _notice(source, stichtag))]


def _notice(source: SourceStatus, stichtag: date) -> Piece | None:
    if source.origin.superseded_by:
        return _start(stichtag)
    return _stale(source, stichtag) if is_stale(source, stichtag) else None


def is_stale(source: SourceStatus, stichtag: date) -> bool:
    """Whether the last complete run of a source lies more than 14 days back, or there was none."""
    return is_old(last_complete(source), stichtag)


def is_old(seen: date | None, stichtag: date) -> bool:
    """Whether a day lies more than 14 days back (R-18)."""
    return seen is None or (stichtag - seen).days > data.STALE_DAYS


def last_complete(source: SourceStatus) -> date | None:
    """The day of the last complete run of a source."""
    run = source.last_healthy
    return (run.finished_at or run.started_at).date() if run else None


def _empty() -> Piece:
    return markup.notice(
        Tone.WARNING,
        "Der Katalog enthält noch kein Programm.",
        (
            markup.paragraph(
                f"„make run“ lädt den mitgelieferten Startkatalog, „{CRAWL}“ liest die Förderdatenbank des Bundes ein."
            ),
        ),
    )


def _start(stichtag: date) -> Piece:
    """The start catalogue is as old as the day it was read on, whenever it was loaded."""
    sentence = (
        f"Sie sehen die mitgelieferten Programme. Den heutigen Stand der Quelle holt der erste Abruf: „{CRAWL}“. "
    )
    stale = is_old(starter.READ_ON, stichtag)
    contents = (markup.paragraph(f"{sentence}{CHECK_THERE}" if stale else sentence),)
    return markup.notice(Tone.WARNING if stale else Tone.INFORMATION, starter.MARK, contents)


def _stale(source: SourceStatus, stichtag: date) -> Piece:
    seen = last_complete(source)
    age = "noch nie vollständig abgerufen"
    if seen:
        days = wording.whole((stichtag - seen).days)
        age = f"zuletzt vor {days} Tagen vollständig abgerufen, am {wording.day(seen)}"
    return markup.notice(
        Tone.WARNING,
        f"Die Angaben aus „{source.origin.title}“ können veraltet sein.",
        (markup.paragraph(f"Die Quelle wurde {age}. Neu abrufen: „{CRAWL}“. {CHECK_THERE}"),),
    )
