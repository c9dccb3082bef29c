"""Places in a guideline's text: sentences that hold a word, and the shortest quote around a find."""

from collections.abc import Iterator, Sequence

from finder.guideline import Quote
from rules.extract.text import Guideline, Sentence, Text

SHORTEST_QUOTE = 15
LONGEST_QUOTE = 300
_CLAUSE_ENDS = (";", ",", ":", " – ", " a)", " b)", " c)", " d)")


def sentences_with(guideline: Guideline, words: Sequence[str]) -> Iterator[tuple[Text, Sentence]]:
    """Each sentence that holds one of the words (given in lower case), once, in the order of the text."""
    for text in guideline.texts:
        for place in sorted({place for word in words for place in text.places(word)}):
            yield text, text.sentences[place]


def passage(text: Text, sentence: Sentence, start: int, end: int, longest: int = LONGEST_QUOTE) -> Quote:
    """The quote that proves a find at `sentence.words[start:end]`: the sentence, or its clause where it is long.

    At least 15 and at most `longest` characters, as far as the text has them.
    """
    length = sentence.end - sentence.start
    if SHORTEST_QUOTE <= length <= longest:
        return text.quote(sentence.start, sentence.end)
    if length < SHORTEST_QUOTE:
        return _widened(text, sentence.start, sentence.end)
    begin = sentence.start + start
    return _clause(text, sentence, begin, min(sentence.start + end, begin + longest), longest)


def _widened(text: Text, start: int, end: int) -> Quote:
    """A few words more before and after a sentence that is too short to be a quote."""
    wanted = start - 2 * SHORTEST_QUOTE
    start = max(0, wanted) if wanted <= 0 else _space_after(text.words, wanted, start)
    return _stripped(text, start, min(len(text.words), max(end, start + SHORTEST_QUOTE)))


def _space_after(words: str, start: int, limit: int) -> int:
    found = words.find(" ", start, limit)
    return limit if found < 0 else found + 1


def _clause(text: Text, sentence: Sentence, start: int, end: int, longest: int) -> Quote:
    spare = longest - (end - start)
    before = max(sentence.start, start - spare // 2)
    left = max((text.words.rfind(mark, before, start) for mark in _CLAUSE_ENDS), default=-1)
    if left < 0:
        left = before if before == sentence.start else _space_after(text.words, before, start)
    else:
        left += 1
    after = min(sentence.end, max(end, left + longest))
    right = min((place for mark in _CLAUSE_ENDS if (place := text.words.find(mark, end, after)) >= 0), default=-1)
    if right < 0:
        right = after if after == sentence.end else max(end, text.words.rfind(" ", end, after))
    return _stripped(text, left, max(right, min(after, left + SHORTEST_QUOTE)))


def _stripped(text: Text, start: int, end: int) -> Quote:
    while end - start > 1 and text.words[start].isspace():
        start += 1
    while end - start > 1 and text.words[end - 1].isspace():
        end -= 1
    return text.quote(start, end)
