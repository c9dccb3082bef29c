"""Everything that is read from one programme, by all readers."""

from finder.models import RawProgramme, Readings
from rules import categories

READERS_VERSION = categories.READER
"""Changes whenever a reader reads differently; stored readings of another version are read anew."""


def read(raw: RawProgramme) -> Readings:
    """What the readers find in a programme: now the source's own categories."""
    return Readings(requirements=categories.requirements_from(raw.statement))
