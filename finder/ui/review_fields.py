"""The fields of the form of a review. `scope` keeps the answers to one question apart from those to another."""

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from finder.facts import NO, YES
from finder.models import Programme, Requirement
from finder.reviews.decisions import Signature
from finder.reviews.entry import Entry
from finder.reviews.reviews import LONGEST_NOTE
from finder.reviews.words import (
    NOTHING,
    OPERATORS,
    SEPARATOR,
    SUITABLE,
    UNSTATED,
    Sort,
    choices,
    sort_of,
    value_text,
)
from finder.ui import data
from finder.vocab import Effect, Labelled, Operator, PopulationBasis, RequirementKind, SectionField, Strength

LONGEST_SIGN = 8
LONGEST_NUMBER = 60
SIGN = "review sign"
WHOLE_PROGRAMME = "ganzes Programm"
ANYWHERE = "irgendwo im Text"

Member = TypeVar("Member", bound=Labelled)


def signature(scope: str) -> Signature:
    """Who decides and why; the sign stays for the next review."""
    note = st.text_area("Notiz", max_chars=LONGEST_NOTE, key=f"{scope} note")
    sign = st.text_input("Kurzzeichen, kein Name", max_chars=LONGEST_SIGN, key=SIGN)
    return Signature(sign.strip(), data.today(), note)


def passage(programme: Programme, scope: str) -> tuple[str, SectionField | None, str | None]:
    """A quote from the text, the section it stands in and the part it belongs to."""
    fields = list(dict.fromkeys(section.field for section in programme.sections or () if section.text.strip()))
    parts = programme.readings.parts
    quote = st.text_area("Stelle, wörtlich aus dem Text", key=f"{scope} quote")
    field = st.selectbox(
        "Abschnitt", [None, *fields], format_func=lambda each: each.label if each else ANYWHERE, key=f"{scope} field"
    )
    part = st.selectbox("Teil", [None, *parts], format_func=lambda each: each or WHOLE_PROGRAMME, key=f"{scope} part")
    return quote, field, part


def asked(kind: RequirementKind, now: Requirement | None, scope: str) -> Entry:
    """What a requirement asks, filled with what is known of it."""
    sort = sort_of(kind)
    suitable = SUITABLE[sort]
    op = st.selectbox(
        "Vergleich",
        suitable,
        index=suitable.index(now.op) if now and now.op in suitable else 0,
        format_func=OPERATORS.__getitem__,
        key=f"{scope} op",
    )
    value = _value(kind, op, now, f"{scope} value")
    unclear = _codes("Davon unklar", kind, now.unclear if now else (), f"{scope} unclear") if sort is Sort.WORDS else ""
    return Entry(
        op=op,
        value=value,
        unclear=unclear or NOTHING,
        effect=member("Wirkung", Effect, now.effect if now else Effect.GATE, f"{scope} effect"),
        strength=member("Verbindlichkeit", Strength, now.strength if now else Strength.MUST, f"{scope} strength"),
        basis=_basis(now, f"{scope} basis") if kind is RequirementKind.POPULATION else None,
    )


def member(label: str, vocabulary: type[Member], now: Member, key: str) -> Member:
    """One word of a vocabulary."""
    options = list(vocabulary)
    return st.selectbox(label, options, index=options.index(now), format_func=lambda each: each.label, key=key)


def _value(kind: RequirementKind, op: Operator, now: Requirement | None, key: str) -> str:
    label = "Verlangt ist"
    known = value_text(now) if now else UNSTATED
    match sort_of(kind):
        case Sort.WORDS:
            codes = now.value if now and isinstance(now.value, tuple) else ()
            return _codes(label, kind, codes, key) or (NOTHING if op is Operator.EXCLUDES else UNSTATED)
        case Sort.YES_NO:
            answers = (UNSTATED, YES, NO)
            return st.selectbox(label, answers, index=answers.index(known) if known in answers else 0, key=key)
        case Sort.NUMBER:
            return st.text_input(label, known, key=key, max_chars=LONGEST_NUMBER)
        case Sort.NOTHING:
            return UNSTATED


def _codes(label: str, kind: RequirementKind, now: Sequence[str], key: str) -> str:
    labels = choices(kind)
    chosen = st.multiselect(
        label,
        list(dict.fromkeys([*labels, *now])),
        default=list(now),
        format_func=lambda code: labels.get(code, code),
        key=key,
        # A territory may be a Kreis or a municipality, of which there are too many to list.
        accept_new_options=kind is RequirementKind.REGION,
        placeholder="Bitte wählen",
    )
    return SEPARATOR.join(chosen)


def _basis(now: Requirement | None, key: str) -> PopulationBasis:
    known = now.basis if now and now.basis else PopulationBasis.MUNICIPALITY
    return member("Wessen Einwohner zählen", PopulationBasis, known, key)
