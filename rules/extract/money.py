"""Numbers of a guideline with the words around them: what the readers of rates, sums, shares and years share."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from finder.frozen import Frozen
from finder.guideline import Quote
from finder.yamlfile import load_yaml
from rules.extract.numbers import Quantity, Unit, find_quantities
from rules.extract.passages import SHORTEST_QUOTE, passage, sentences_with
from rules.extract.text import BlockKind, Guideline, Sentence, Text

_MOST_NUMBERS = 1500
_BEFORE = 250
_AFTER = 140
_CUES: dict[Unit, tuple[str, ...]] = {
    Unit.PERCENT: ("%", "prozent", "v. h", "v.h", "vh", "hundert", "hälfte", "drittel", "viertel", "2/3"),
    Unit.EURO: ("€", "eur"),
    Unit.YEARS: ("jahr", "jähr", "monat"),
}
_CONDITION = re.compile(r"\b(?:für|bei|wenn|sofern|soweit|falls|im Falle|in der|im)\s[^,;:()]{4,110}", re.IGNORECASE)
_LONGEST_CONDITION = 120
_WIDER = 80


@dataclass(frozen=True)
class Find:
    """One number of a sentence and its surroundings."""

    text: Text
    sentence: Sentence
    quantity: Quantity
    before: str
    """The sentence up to the number, at most 250 characters."""
    near_before: str
    """The same from the number of the same kind before it on."""
    near_after: str
    """What follows, up to the next number of the same kind, at most 140 characters."""
    far_after: str
    """What follows, at most 140 characters, whatever numbers it has."""
    introduction: str
    """What introduces it: the lead of its list, and for an item, a row or a short sentence its heading."""


def finds(guideline: Guideline, units: Sequence[Unit]) -> Iterator[Find]:
    """The numbers of the given units (the first gives the words to look for), in the order of the text.

    At most 1,500: a text with more of one kind is no guideline, and its reading has to end in time.
    """
    return islice(_finds(guideline, units), _MOST_NUMBERS)


def _finds(guideline: Guideline, units: Sequence[Unit]) -> Iterator[Find]:
    for text, sentence in sentences_with(guideline, _CUES[units[0]]):
        found = [quantity for quantity in find_quantities(sentence.words) if quantity.unit in units]
        for index, quantity in enumerate(found):
            left = found[index - 1].end if index and found[index - 1].end <= quantity.start else 0
            right = next((one.start for one in found[index + 1 :] if one.start >= quantity.end), len(sentence.words))
            start = max(0, quantity.start - _BEFORE)
            yield Find(
                text=text,
                sentence=sentence,
                quantity=quantity,
                before=sentence.words[start : quantity.start],
                near_before=sentence.words[max(start, left) : quantity.start],
                near_after=sentence.words[quantity.end : min(right, quantity.end + _AFTER)],
                far_after=sentence.words[quantity.end : quantity.end + _AFTER],
                introduction=introduction(sentence),
            )


_SHORT = 200


def introduction(sentence: Sentence) -> str:
    """The lead of the sentence's list; for an item, a row or a short sentence also the heading above it."""
    block = sentence.block
    lead = (block.lead or "")[-_BEFORE:]
    headed = block.kind is not BlockKind.PARAGRAPH or len(sentence.words) < _SHORT
    return f"{block.heading or ''}: {lead}" if headed else lead


def quote_of(find: Find) -> Quote:
    """The passage that proves the number; a clause too short to stand alone is widened to the left."""
    quote = passage(find.text, find.sentence, find.quantity.start, find.quantity.end)
    if len(quote.words) >= SHORTEST_QUOTE or quote.start == find.sentence.start:
        return quote
    wanted = max(find.sentence.start, quote.start - _WIDER)
    space = find.text.words.find(" ", wanted, quote.start)
    return find.text.quote(wanted if wanted == find.sentence.start or space < 0 else space + 1, quote.end)


def condition_of(find: Find) -> str | None:
    """The words that say for whom or when a number holds, as far as they stand beside it."""
    beside = _CONDITION.search(find.near_after) or _CONDITION.search(find.near_before)
    return " ".join(beside[0].split())[:_LONGEST_CONDITION].strip(" .") if beside else None


class Wording(Frozen):
    """Word lists of one reader: fragments of patterns, read regardless of case."""


def any_of(fragments: Iterable[str]) -> re.Pattern[str]:
    """One pattern for a list of fragments."""
    return re.compile("|".join(fragments), re.IGNORECASE)


def last_end(pattern: re.Pattern[str], words: str) -> int:
    """Where the last match ends; -1 where there is none."""
    return max((match.end() for match in pattern.finditer(words)), default=-1)


def wording_file(module: str) -> object:
    """The word lists beside the module of that file."""
    return load_yaml(Path(module).with_suffix(".yml"))
