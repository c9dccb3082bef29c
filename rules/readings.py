"""Everything that is read from one programme, by all readers."""

import hashlib
from pathlib import Path

from finder.models import RawProgramme, Readings, Requirement
from finder.vocab import Effect, RequirementKind
from rules import categories
from rules.extract.reading import read_guideline
from rules.extract.text import Guideline, parse
from rules.from_text import benefits_from, branches_from, deadlines_from, requirements_from, validity_from

_RULES = Path(__file__).parent
_SOURCES = ("categories.py", "categories.yml", "from_text.py", "readings.py", "extract/*.py", "extract/*.yml")


def _fingerprint() -> str:
    """A short hash over everything that decides how a programme is read."""
    digest = hashlib.sha256()
    for pattern in _SOURCES:
        for file in sorted(_RULES.glob(pattern)):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


READERS_VERSION = _fingerprint()
"""Changes whenever a reader or one of its vocabularies changes; readings by another version are read anew."""


def read(raw: RawProgramme) -> Readings:
    """What the readers find in a programme: its source's categories, and its text where it has any.

    Where the text names the applicants, its list stands in the place of the coarser category.
    """
    guideline = parse(raw.statement.title, raw.sections)
    facts = read_guideline(guideline)
    from_text = requirements_from(facts)
    requirements = (*_from_categories(raw, from_text), *from_text)
    return Readings(
        requirements=requirements,
        branches=branches_from(requirements),
        benefits=benefits_from(facts),
        deadlines=deadlines_from(facts),
        validity=validity_from(facts),
        parts=_parts(guideline),
        facts=facts,
        readers=READERS_VERSION,
    )


def _from_categories(raw: RawProgramme, from_text: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
    finer = any(
        requirement.kind is RequirementKind.APPLICANT_KIND
        and requirement.effect is Effect.GATE
        and requirement.part is None
        for requirement in from_text
    )
    requirements = categories.requirements_from(raw.statement)
    return tuple(r for r in requirements if not (finer and r.kind is RequirementKind.APPLICANT_KIND))


def _parts(guideline: Guideline) -> tuple[str, ...]:
    """The parts its sentences speak of, in the order of the text."""
    return tuple(dict.fromkeys(sentence.block.part for sentence in guideline.sentences if sentence.block.part))
