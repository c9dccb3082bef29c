"""Applicants that are in no register, such as a Zweckverband: a list of those on the desk and a form for a new one."""

import re

import streamlit as st

from finder.desk.database import DeskError
from finder.facts import OwnApplicant
from finder.places.municipalities import LookupFailed, RegisterUnreadable, register
from finder.places.names import folded
from finder.ui import data, frame, markup
from finder.ui.markup import Piece, Target, Tone
from finder.ui.state import View, parameters
from finder.vocab import Land, UnitLevel

LONGEST_NAME = 200
LONGEST_LIST = 20_000


class NotAccepted(Exception):
    """The form cannot be taken over; the message is a German sentence."""


def show() -> None:
    """The list and the form."""
    with st.expander("Zweckverband oder anderer Antragsteller ohne Gemeindeschlüssel"):
        try:
            known = data.own_applicants()
        except DeskError as error:
            _explain(str(error))
            return
        if known:
            markup.show(markup.items(map(_link, known)))
        _form()


def _link(applicant: OwnApplicant) -> Piece:
    return markup.page_link(Target.MUNICIPALITY, parameters(View(applicant=applicant.key)), applicant.name)


def _form() -> None:
    with st.form("own_applicant", border=False):
        name = st.text_input("Name des Verbands", max_chars=LONGEST_NAME)
        land = st.selectbox("Sitz im Land", list(Land), format_func=lambda member: member.label, index=None)
        members = st.text_area(
            "Mitgliedsgemeinden, eine je Zeile (Name oder Gemeindeschlüssel)", max_chars=LONGEST_LIST
        )
        saved = st.form_submit_button("Antragsteller anlegen")
    if not saved:
        return
    try:
        applicant = _applicant(name, land, members)
        data.keep_own_applicant(applicant)
    except (NotAccepted, LookupFailed, RegisterUnreadable, DeskError) as error:
        _explain(str(error))
        return
    frame.go(View(applicant=applicant.key))
    st.rerun()


def _applicant(name: str, land: Land | None, members: str) -> OwnApplicant:
    words = " ".join(name.split())
    slug = re.sub(r"[^a-z0-9]+", "-", folded(words)).strip("-")
    if not slug or land is None:
        raise NotAccepted("Bitte nennen Sie den Namen des Verbands und das Land seines Sitzes.")
    keys = tuple(dict.fromkeys(_member(line) for line in members.splitlines() if line.strip()))
    return OwnApplicant(key=f"zv-{slug[:60]}", name=words, land=land, members=keys)


def _member(line: str) -> str:
    unit = register().resolve(line)
    if unit.level is not UnitLevel.MUNICIPALITY:
        raise NotAccepted(f"{unit.name} ist keine Gemeinde. Bitte nennen Sie die einzelnen Mitgliedsgemeinden.")
    return unit.key


def _explain(sentence: str) -> None:
    markup.show(markup.notice(Tone.ERROR, "Nicht angelegt.", (markup.paragraph(sentence),)))
