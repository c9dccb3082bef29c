"""A question as a widget: each kind of fact is entered in the way that suits it, and answered in words."""

import streamlit as st

from finder.fact_entry import SEPARATOR, entry_text
from finder.facts import NOTHING, FactDefinition, FactType, unknown
from finder.models import Fact
from finder.profiles.form import single_answers
from finder.vocab import FactState

LONGEST_ANSWER = 2_000
SHORT_ANSWER = 100
SHORT_TYPES = frozenset({FactType.WHOLE, FactType.NUMBER, FactType.DAY})
PLACEHOLDERS = {
    FactType.DAY: "TT.MM.JJJJ",
    FactType.KEYS: "Namen oder Gemeindeschlüssel, mit Semikolon getrennt",
    FactType.NAMES: "mit Semikolon getrennt",
}


def question(definition: FactDefinition, fact: Fact | None, key: str) -> str:
    """The widget of a question with the present answer in it; gives the answer as `fact_entry` reads it.

    An answer that is left empty is unknown. `key` is the widget's own name.
    """
    label = definition.question or definition.label
    answer = entry_text(fact or unknown(definition.id))
    single = single_answers(definition)
    if single:
        return str(st.selectbox(label, single, index=single.index(answer), key=key, help=definition.help))
    if definition.type is FactType.CHOICES:
        return _several(definition, answer, key, label)
    # "unbekannt" is what an empty field means; in the field it would have to be deleted first.
    shown = "" if answer == FactState.UNKNOWN.label else answer
    placeholder = PLACEHOLDERS.get(definition.type, "")
    longest = SHORT_ANSWER if definition.type in SHORT_TYPES else LONGEST_ANSWER
    given = st.text_input(label, shown, key=key, max_chars=longest, help=definition.help, placeholder=placeholder)
    return given.strip() or FactState.UNKNOWN.label


def _several(definition: FactDefinition, answer: str, key: str, label: str) -> str:
    options = (*definition.options.values(), NOTHING, FactState.NOT_APPLICABLE.label)
    chosen = [word for word in answer.split(f"{SEPARATOR} ") if word in options]
    given = st.multiselect(
        label, options, chosen, key=key, help=definition.help, placeholder=FactState.UNKNOWN.label, select_all=False
    )
    return f"{SEPARATOR} ".join(given) or FactState.UNKNOWN.label
