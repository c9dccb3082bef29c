"""What every profile file asks, in its order and words, whatever its format."""

from collections.abc import Container

from finder import wording
from finder.fact_entry import OFFICIAL, can_be_entered
from finder.facts import FACTS, NO, NOTHING, PROJECT_FACTS, YES, FactDefinition, FactType
from finder.models import Fact, Profile
from finder.vocab import FactOrigin, FactState

TITLE = "Förderfinder: Angaben einer Kommune und ihrer Vorhaben"
INTRODUCTION = (
    TITLE,
    "Was leer bleibt, gilt als nicht angegeben; eine Angabe, die es schon gibt, bleibt dann, wie sie ist.",
    "Auf jede Frage kann die Antwort auch „unbekannt“ oder „trifft nicht zu“ sein.",
    "Mehrere Antworten werden mit Semikolon getrennt.",
    "Was amtlich bekannt ist, steht nur zur Ansicht dabei.",
)
ENTERED_OF_PROJECT = tuple(each for each in PROJECT_FACTS.values() if each.origin is FactOrigin.ENTERED)
"""The facts of a project that only the applicant can say."""


def asked(stated: Container[str], *, own: bool) -> tuple[FactDefinition, ...]:
    """What an applicant is asked; one of its own, and who has stated it, also what else only a register knows."""
    return tuple(
        definition
        for definition in FACTS.values()
        if definition.origin is FactOrigin.ENTERED or (can_be_entered(definition) and (own or definition.id in stated))
    )


def official(known: Profile | None) -> list[tuple[FactDefinition, Fact]]:
    """What is known of an applicant without asking; what follows from its own answers is not among it."""
    return [
        (FACTS[fact.id], fact)
        for fact in (known.facts if known else ())
        if fact.state is FactState.KNOWN and not _is_confidential(fact)
    ]


def _is_confidential(fact: Fact) -> bool:
    origins = {FACTS[premise].origin for premise in fact.premises} | {fact.origin}
    return FactOrigin.ENTERED in origins


def allowed(definition: FactDefinition) -> str:
    """Which answers a question takes."""
    largest = wording.whole(OFFICIAL.get(definition.id) or definition.maximum or 0)
    unit = f" {definition.unit}" if definition.unit else ""
    match definition.type:
        case FactType.WHOLE:
            return f"Möglich: ganze Zahl bis {largest}{unit}."
        case FactType.NUMBER:
            return f"Möglich: Zahl bis {largest}{unit}, mit Komma."
        case FactType.YES_NO:
            return f"Möglich: {YES}; {NO}."
        case FactType.DAY:
            return "Möglich: Tag in der Form TT.MM.JJJJ."
        case FactType.CHOICE | FactType.CHOICES:
            return f"Möglich: {'; '.join(definition.options.values())}."
        case FactType.KEYS:
            return f"Möglich: Namen oder Gemeindeschlüssel; {NOTHING}."
        case _:
            return f"Möglich: eigene Wörter; {NOTHING}."


def single_answers(definition: FactDefinition) -> tuple[str, ...]:
    """All answers of a question that takes one of few; empty for every other question. "unbekannt" comes first."""
    if definition.type not in (FactType.CHOICE, FactType.YES_NO):
        return ()
    own = tuple(definition.options.values()) or (YES, NO)
    return (FactState.UNKNOWN.label, *own, FactState.NOT_APPLICABLE.label)
