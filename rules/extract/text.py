"""The text of a guideline as the readers see it: blocks, sentences, numbering and parts, each with its place.

Blocks come from the lines of a section (rules.extract.blocks): paragraphs, list items and table rows, and, because
sources flatten lists, also the items of an enumeration inside a paragraph ("… sind: a) Gemeinden, b) Landkreise").
Every place counts characters of the section's text; nothing is normalised, so a quote is verbatim.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from finder.guideline import Quote
from finder.models import Section
from finder.vocab import SectionField
from rules.extract.blocks import Block, BlockKind, split_blocks
from rules.extract.parts import referred_part
from rules.extract.splitting import split_sentences

__all__ = ["Block", "BlockKind", "Guideline", "Sentence", "Text", "parse"]


@dataclass(frozen=True)
class Sentence:
    """One sentence (or list item, or table row), with the block it stands in."""

    field: SectionField
    start: int
    end: int
    words: str
    """text[start:end], unchanged."""
    block: Block


@dataclass(frozen=True)
class Text:
    """One section's text with its blocks and sentences."""

    field: SectionField
    words: str
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]

    @cached_property
    def lowered(self) -> str:
        """The words in lower case, each character at its place (İ would become two)."""
        return self.words.replace("İ", "I").lower()

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    @cached_property
    def _known(self) -> dict[str, tuple[int, ...]]:
        return {}

    def places(self, word: str) -> tuple[int, ...]:
        """Which sentences hold a word (given in lower case), in order; looked up once for all readers."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = tuple(self._find(word)) if word in self.lowered else ()
        return found

    def _find(self, word: str) -> Iterator[int]:
        at = self.lowered.find(word)
        while at >= 0:
            place = bisect_right(self._starts, at) - 1
            if place >= 0 and at < self.sentences[place].end:
                yield place
            following = place + 1
            at = self.lowered.find(word, self._starts[following]) if following < len(self._starts) else -1

    def quote(self, start: int, end: int) -> Quote:
        """The passage between two places of this text."""
        return Quote(field=self.field, start=start, end=end, words=self.words[start:end])


@dataclass(frozen=True)
class Guideline:
    """A programme's title and all its texts, in the order of the sections."""

    title: str
    texts: tuple[Text, ...]

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences of all texts."""
        return tuple(sentence for text in self.texts for sentence in text.sentences)


def parse(title: str, sections: Iterable[Section]) -> Guideline:
    """Splits the sections into blocks and sentences. Linear in the length of the text; never raises."""
    return Guideline(title, tuple(_text(title, section) for section in sections))


def _text(title: str, section: Section) -> Text:
    blocks = split_blocks(title, section.text)
    return Text(
        field=section.field,
        words=section.text,
        blocks=blocks,
        sentences=tuple(
            _sentence(section, start, end, block)
            for block in blocks
            for start, end in split_sentences(section.text, block.start, block.end, whole=block.kind is BlockKind.ROW)
        ),
    )


def _sentence(section: Section, start: int, end: int, block: Block) -> Sentence:
    """A sentence; where no heading puts it into a part, the number it refers to does, as that of its list's lead does."""
    words = section.text[start:end]
    part = block.part or referred_part(words) or (referred_part(block.lead) if block.lead else None)
    return Sentence(section.field, start, end, words, block if part == block.part else replace(block, part=part))
