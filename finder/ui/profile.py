"""Pure: the facts of an applicant or a project as markup, and what the answers would settle."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from finder import wording
from finder.facts import DEFINITIONS, FACTS, PROJECT_FACTS, FactDefinition, FactType, fact_text, unknown
from finder.models import Assessment, Fact, Profile, Project
from finder.ui import markup
from finder.ui.markup import Content, Piece
from finder.vocab import FactState

NameOf = Callable[[str], str]
COLUMNS = ("Angabe", "Wert", "Woher", "Stand", "Offen bei")


def missing_counts(assessments: Iterable[Assessment]) -> Counter[str]:
    """In how many programmes each unknown fact keeps a requirement open."""
    counts: Counter[str] = Counter()
    for assessment in assessments:
        counts.update({result.missing_fact for result in assessment.results if result.missing_fact})
    return counts


def contradictions(profile: Profile) -> tuple[Fact, ...]:
    """The facts on which two sources differ."""
    return tuple(fact for fact in profile.facts if fact.state is FactState.CONTRADICTORY)


def fact_table(profile: Profile, missing: Mapping[str, int], name_of: NameOf) -> Piece:
    """Every fact of an applicant with value, source and date; unknown ones say in how many programmes they are asked for.

    `name_of` gives the name of a territorial key.
    """
    caption = "Was über diesen Antragsteller bekannt ist, woher und von wann"
    return _table(caption, FACTS, {fact.id: fact for fact in profile.facts}, missing, name_of)


def project_table(project: Project, missing: Mapping[str, int], name_of: NameOf) -> Piece:
    """Every fact of a project, stated or derived with what it follows from; otherwise as `fact_table`."""
    facts = {fact.id: fact for fact in project.facts}
    # Where a project lies decides in which areas it lies, so that some facts of an applicant become facts of a project.
    definitions = {**PROJECT_FACTS, **{fact_id: DEFINITIONS[fact_id] for fact_id in facts}}
    return _table("Was über dieses Vorhaben bekannt ist, woher und von wann", definitions, facts, missing, name_of)


def _table(
    caption: str,
    definitions: Mapping[str, FactDefinition],
    facts: Mapping[str, Fact],
    missing: Mapping[str, int],
    name_of: NameOf,
) -> Piece:
    rows = [
        _row(definition, facts.get(fact_id) or unknown(fact_id), missing, name_of)
        for fact_id, definition in definitions.items()
    ]
    return markup.table(caption, COLUMNS, rows)


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
    if definition.type is FactType.KEYS and fact.value:
        assert isinstance(fact.value, tuple), "a fact of keys has keys"  # noqa: S101
        return markup.items((name_of(key) for key in fact.value), kind="plain-list")
    return fact_text(fact)


def _origin(fact: Fact) -> Content:
    if fact.origin is None:
        return "–"
    premises = [DEFINITIONS[premise].label for premise in fact.premises if premise in DEFINITIONS]
    rests = markup.note(f"aus: {', '.join(premises)}") if premises else markup.EMPTY
    if not fact.source or fact.source.startswith(fact.origin.label):
        return markup.join((fact.source or fact.origin.label, rests))
    return markup.join((fact.origin.label, markup.note(fact.source), rests))
