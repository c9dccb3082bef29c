"""Small programmes with texts, and reviews of them, for the tests of the reviews. All texts are our own."""

from collections.abc import Iterable, Sequence
from datetime import date

from finder.models import (
    Branch,
    Evidence,
    Programme,
    Readings,
    Requirement,
    RequirementValue,
    Section,
)
from finder.reviews.decisions import Signature
from finder.reviews.reviews import READER, Review, ReviewDecision, text_hash
from finder.vocab import Assurance, Effect, Operator, RequirementKind, SectionField, Strength
from tests.records import SOURCE, statement

DAY = date(2026, 11, 25)
KM = Signature("KM", DAY, "Richtlinie gelesen.")

POPULATION = "Gefördert werden Gemeinden mit höchstens 5.000 Einwohnern."
CONCEPT = "Voraussetzung ist ein Klimaschutzkonzept."
GRW = "Der Ort liegt im GRW-Fördergebiet."
LEADER = "Der Ort liegt in einer LEADER-Region."
COAL = "Der Ort liegt in einer Kohleregion."
COUNCIL = "Der Rat muss das Vorhaben beschlossen haben."
SENTENCES = (POPULATION, CONCEPT, GRW, LEADER, COAL, COUNCIL)


def section(*sentences: str, field: SectionField = SectionField.GUIDELINE) -> Section:
    return Section(field=field, text="\n\n".join(sentences), html="")


def asked(
    kind: RequirementKind, value: RequirementValue | None, proof: Evidence, op: Operator = Operator.INTERSECTS
) -> Requirement:
    return Requirement(kind=kind, op=op, value=value, effect=Effect.GATE, strength=Strength.MUST, evidence=proof)


def proof_in(text: Section, quote: str, assurance: Assurance = Assurance.QUOTED, reader: str = "probe/1") -> Evidence:
    start = text.text.index(quote)
    place = {"field": text.field, "start": start, "end": start + len(quote), "quote": quote}
    return Evidence(assurance=assurance, reader=reader, **place)


REGION = asked(
    RequirementKind.REGION,
    ("SN",),
    Evidence(assurance=Assurance.CATEGORY, reader="probe/1", category="Fördergebiet: Sachsen"),
)
READ = {
    POPULATION: (RequirementKind.POPULATION, 5_000, Operator.AT_MOST),
    CONCEPT: (RequirementKind.CONCEPT, ("climate_concept",), Operator.INTERSECTS),
    GRW: (RequirementKind.AREA, ("grw_area",), Operator.INTERSECTS),
    LEADER: (RequirementKind.AREA, ("leader_region",), Operator.INTERSECTS),
    COAL: (RequirementKind.AREA, ("coal_region",), Operator.INTERSECTS),
}
"""What the reader of these tests reads from a sentence; COUNCIL it misses."""


def read(text: Section, sentences: Iterable[str] = tuple(READ)) -> tuple[Requirement, ...]:
    """The category, then what each sentence asks that stands in the text."""
    found = [sentence for sentence in sentences if sentence in text.text]
    return REGION, *(asked(READ[s][0], READ[s][1], proof_in(text, s), READ[s][2]) for s in found)


def programme(
    *sentences: str,
    requirements: Sequence[Requirement] | None = None,
    branches: tuple[Branch, ...] = (),
    parts: tuple[str, ...] = (),
) -> Programme:
    """A programme of these sentences with what is read from them."""
    text = section(*(sentences or SENTENCES))
    return Programme(
        statement=statement("wege"),
        readings=Readings(
            requirements=tuple(read(text) if requirements is None else requirements), branches=branches, parts=parts
        ),
        origin=SOURCE,
        version=1,
        first_seen=DAY,
        last_seen=DAY,
        valid_from=DAY,
        missing_since=None,
        gone_since=None,
        sections=(text,),
    )


def about(programme: Programme, quote: str) -> Requirement:
    """The requirement that was read from a sentence."""
    return next(r for r in programme.readings.requirements if r.evidence.quote == quote)


def number(programme: Programme, quote: str | None) -> int:
    """The number of the requirement with that quote in the list; None is the category."""
    return [r.evidence.quote for r in programme.readings.requirements].index(quote) + 1


def row(
    programme: Programme,
    decision: ReviewDecision,
    *about: Requirement,
    corrected: Requirement | None = None,
) -> Review:
    """A row of the log as it could stand there, whoever made it."""
    return Review(
        source=programme.statement.source,
        key=programme.statement.key,
        decision=decision,
        about=about,
        corrected=corrected,
        note="",
        reviewer="KM",
        reviewed_on=DAY,
        text_hash=text_hash(programme),
    )


def addition(programme: Programme, quote: str = COUNCIL, part: str | None = None) -> Requirement:
    """What a person adds."""
    assert programme.sections is not None
    proof = proof_in(programme.sections[0], quote, Assurance.REVIEWED, READER)
    added = asked(RequirementKind.COUNCIL_DECISION, True, proof, Operator.EQUALS)
    return added.model_copy(update={"part": part})
