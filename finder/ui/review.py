"""Section Prüfung of a programme's page: what was confirmed, corrected or rejected, the log, and a form for more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from finder import paths
from finder.desk.database import DeskError
from finder.models import Programme
from finder.reviews import reviewing
from finder.reviews.decisions import Signature, add, confirm_list, decide, numbered, withdraw_list
from finder.reviews.entry import corrected, new_requirement
from finder.reviews.reviewing import Log
from finder.reviews.reviews import Completeness, ReviewDecision, ReviewError, ReviewState, completeness, review_states
from finder.reviews.words import requirement_words
from finder.ui import markup, review_fields, review_tables
from finder.ui.markup import Tone
from finder.vocab import RequirementKind

INTRODUCTION = (
    "Was aus Text und Angaben der Quelle gelesen wurde, kann hier eine Person bestätigen, berichtigen oder verwerfen. Eine "
    "Prüfung gilt, solange die Stelle unverändert im Text steht. „passt“ gibt es nur, wenn jede Bedingung aus dem Text "
    "geprüft und die Liste als vollständig bestätigt ist."
)
REJECT = "Ich verwerfe diese Anforderung; die Prüfung rechnet dann ohne sie."
SAVE = "Prüfung speichern"
NOTHING_THERE = "Dafür gibt es hier nichts."
WHOLE_LIST = 0
"""Stands for the list where the number of a requirement is chosen."""
ROUND = "review round"


@dataclass(frozen=True)
class _Case:
    """The programme with its log, and what follows from both."""

    programme: Programme
    log: Log
    states: tuple[ReviewState, ...]
    complete: Completeness | None


def show(programme: Programme) -> None:
    """The section. `programme` comes with its text and as it was read, without reviews."""
    markup.show(markup.heading(2, "Prüfung"), markup.paragraph(INTRODUCTION))
    try:
        log = reviewing.review_log(programme, paths.desk_path())
    except DeskError as error:
        _explain("Die Prüfungen können nicht gelesen werden.", error)
        return
    case = _Case(programme, log, review_states(programme, log), completeness(programme, log))
    markup.show(review_tables.state_table(case.states), review_tables.completeness_line(case.complete))
    if log:
        markup.show(review_tables.log_list(log))
    with st.expander("Prüfung eintragen"):
        _entry(case)


def _entry(case: _Case) -> None:
    scope = f"review {st.session_state.get(ROUND, 0)} {case.programme.statement.key}"
    decisions = list(review_tables.LABELS)
    decision = st.selectbox(
        "Was wollen Sie eintragen?",
        decisions,
        format_func=lambda each: review_tables.LABELS[each],
        key=f"{scope} decision",
    )
    scope = f"{scope} {decision}"
    match decision:
        case ReviewDecision.ADDED:
            _addition(case, scope)
        case ReviewDecision.COMPLETE:
            _signed(lambda signature: confirm_list(case.programme, case.log, signature), scope)
        case ReviewDecision.WITHDRAWN:
            _withdrawal(case, scope)
        case _:
            _of_requirement(case, decision, scope)


def _of_requirement(case: _Case, decision: ReviewDecision, scope: str) -> None:
    number = _number(case, [number for number, state in enumerate(case.states, 1) if state.is_read], scope)
    if number is None:
        return
    scope = f"{scope} {number}"
    now = numbered(case.states, number).requirement
    with st.form(scope, border=False):
        entry = review_fields.asked(now.kind, now, scope) if decision is ReviewDecision.CORRECTED else None
        sure = decision is not ReviewDecision.REJECTED or st.checkbox(REJECT, key=f"{scope} sure")
        signature = review_fields.signature(scope)
        saved = st.form_submit_button(SAVE, type="primary")

    def rows() -> Log:
        if not sure:
            raise ReviewError("Zum Verwerfen bitte das Häkchen setzen.")
        new = corrected(now, entry) if entry else None
        return decide(case.programme, case.log, number, decision, signature, new)

    if saved:
        _keep(rows)


def _withdrawal(case: _Case, scope: str) -> None:
    reviewed = [number for number, state in enumerate(case.states, 1) if state.review]
    number = _number(case, [*reviewed, *([WHOLE_LIST] if case.complete else [])], scope)
    if number is None:
        return

    def rows(signature: Signature) -> Log:
        if number == WHOLE_LIST:
            return withdraw_list(case.programme, case.log, signature)
        return decide(case.programme, case.log, number, ReviewDecision.WITHDRAWN, signature)

    _signed(rows, scope)


def _addition(case: _Case, scope: str) -> None:
    kind = review_fields.member("Worum geht es?", RequirementKind, RequirementKind.APPLICANT_KIND, f"{scope} kind")
    scope = f"{scope} {kind}"
    with st.form(scope, border=False):
        quote, field, part = review_fields.passage(case.programme, scope)
        entry = review_fields.asked(kind, None, scope)
        signature = review_fields.signature(scope)
        saved = st.form_submit_button(SAVE, type="primary")

    def rows() -> Log:
        added = new_requirement(case.programme, kind, quote, field, entry, part)
        return add(case.programme, case.log, added, signature)

    if saved:
        _keep(rows)


def _number(case: _Case, numbers: Sequence[int], scope: str) -> int | None:
    if not numbers:
        markup.show(markup.paragraph(NOTHING_THERE))
        return None

    def words(number: int) -> str:
        if number == WHOLE_LIST:
            return review_tables.OF_LIST
        return f"{number}. {requirement_words(case.states[number - 1].requirement)}"

    return st.selectbox("Anforderung", numbers, format_func=words, key=f"{scope} number")


def _signed(rows: Callable[[Signature], Log], scope: str) -> None:
    """A form that asks for sign and note alone."""
    with st.form(scope, border=False):
        signature = review_fields.signature(scope)
        saved = st.form_submit_button(SAVE, type="primary")
    if saved:
        _keep(lambda: rows(signature))


def _keep(rows: Callable[[], Log]) -> None:
    """Write what was decided and show the page anew with empty fields, or say why that failed."""
    try:
        reviewing.keep(rows(), paths.desk_path())
    except (ReviewError, DeskError) as error:
        _explain("Nichts gespeichert.", error)
        return
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.rerun()


def _explain(title: str, error: Exception) -> None:
    markup.show(markup.notice(Tone.ERROR, title, (markup.paragraph(str(error)),)))
