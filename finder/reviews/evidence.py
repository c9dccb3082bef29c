"""Pure: passages of a source's text, found again after the text has changed."""

from collections.abc import Iterable, Iterator

from finder.models import Evidence, Section


def found_again(evidence: Evidence, sections: Iterable[Section]) -> Evidence | None:
    """The evidence with the place its passage has in these sections, the nearest to the former; None where it is gone.

    What rests on a field of the source has no place and is given back as it is.
    """
    if evidence.field is None or evidence.start is None or not evidence.quote:
        return evidence
    texts = [section.text for section in sections if section.field is evidence.field]
    starts = [start for text in texts for start in _occurrences(text, evidence.quote)]
    if not starts:
        return None
    former = evidence.start
    start = min(starts, key=lambda found: abs(found - former))
    return evidence.model_copy(update={"start": start, "end": start + len(evidence.quote)})


def _occurrences(text: str, words: str) -> Iterator[int]:
    start = text.find(words)
    while start >= 0:
        yield start
        start = text.find(words, start + 1)
