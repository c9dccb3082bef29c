"""Pure: an applicant's facts as markup, and what the answers would settle."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from finder import wording
from finder.facts import FACTS, FactDefinition, FactType, fact_text, unknown
from finder.models import Assessment, Fact, Profile
from finder.ui import markup
from finder.ui.markup import Content, Piece
from finder.vocab import FactOrigin, FactState

NameOf = Callable[[str], str]
COLUMNS = ("Angabe", "Wert", "Woher", "Stand", "Offen bei")
ENTERED = tuple(definition for definition in FACTS.values() if definition.origin is FactOrigin.ENTERED)
"""The facts that only the applicant can say, in the order of the form."""


def missing_counts(assessments: Iterable[Assessment]) -> Counter[str]:
    """In how many programmes each unknown fact keeps a requirement open."""
    counts: Counter[str] = Counter()
    for assessment in assessments:
        counts.update({result.missing_fact for result in assessment.results if result.missing_fact})
    return counts


def fact_table(profile: Profile, missing: Mapping[str, int], name_of: NameOf) -> Piece:
    """Every fact with value, source and date; unknown ones say in how many programmes they are asked for.

    `name_of` gives the name of a territorial key.
    """
    rows = [
        _row(definition, profile.fact(definition.id) or unknown(definition.id), missing, name_of)
        for definition in FACTS.values()
    ]
    return markup.table("Was über diesen Antragsteller bekannt ist, woher und von wann", COLUMNS, rows)


def _row(definition: FactDefinition, fact: Fact, missing: Mapping[str, int], name_of: NameOf) -> tuple[Content, ...]:
    programmes = missing.get(definition.id, 0)
    needed = f"{wording.whole(programmes)} {'Programm' if programmes == 1 else 'Programmen'}" if programmes else "–"
    return (
        markup.join((definition.label, markup.note(definition.help))),
        _value(definition, fact, name_of),
        _origin(fact),
        wording.day(fact.as_of) if fact.as_of else "–",
        needed,
    )


def _value(definition: FactDefinition, fact: Fact, name_of: NameOf) -> Content:
    if definition.type is FactType.KEYS and isinstance(fact.value, tuple):
        return markup.items((name_of(key) for key in fact.value), kind="plain-list")
    return fact_text(fact)


def _origin(fact: Fact) -> Content:
    if fact.origin is None:
        return "–"
    premises = [FACTS[premise].label for premise in fact.premises if premise in FACTS]
    rests = markup.note(f"aus: {', '.join(premises)}") if premises else markup.EMPTY
    if not fact.source or fact.source.startswith(fact.origin.label):
        return markup.join((fact.source or fact.origin.label, rests))
    return markup.join((fact.origin.label, markup.note(fact.source), rests))


def answer(profile: Profile, definition: FactDefinition) -> str:
    """The present answer to a question, as the form shows it."""
    fact = profile.fact(definition.id) or unknown(definition.id)
    return fact_text(fact)


def choices(definition: FactDefinition) -> tuple[str, ...]:
    """The answers of a question with fixed answers; "unbekannt" comes first."""
    own = tuple(definition.options.values()) or ("ja", "nein")
    return (FactState.UNKNOWN.label, *own, FactState.NOT_APPLICABLE.label)
