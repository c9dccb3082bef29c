"""Phrases that name the direct recipients of the money.

Read are sentences about recipients ("Zuwendungsempfänger sind …", "… sind antragsberechtigt", "Anträge können … stellen"),
lists and table rows under such a lead or heading, and whom the text addresses ("Sie als Kommune"). Left are those whom
money is passed on to (Letztempfänger, Dritte), and duties of recipients.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from finder.frozen import Frozen
from finder.yamlfile import load_yaml
from rules.extract.applicant_kinds import Named, named_kinds
from rules.extract.passages import sentences_with
from rules.extract.text import BlockKind, Guideline, Sentence, Text


class _Grant(Frozen):
    cues: tuple[str, ...]
    words: str


class _Wording(Frozen):
    headings: tuple[str, ...]
    predicates: tuple[str, ...]
    predicate_cues: tuple[str, ...]
    grants: tuple[_Grant, ...]
    continuations: str
    duties: str
    indirect: str
    asides: tuple[str, ...]
    address: tuple[str, ...]
    municipal_applicants: str
    whose: str
    openings: str


def _pattern(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(words), re.IGNORECASE)


_WORDING = _Wording.model_validate(load_yaml(Path(__file__).with_name("applicants.yml")))
_HEADING = _pattern(*(rf"\b{words}" for words in _WORDING.headings))
_PREDICATE = _pattern(rf"\b(?:{'|'.join(_WORDING.predicates)})\w*")
_GRANTS = tuple((grant.cues, _pattern(grant.words)) for grant in _WORDING.grants)
_CONTINUATION = _pattern(_WORDING.continuations)
_DUTY = _pattern(_WORDING.duties)
_INDIRECT = _pattern(_WORDING.indirect)
_ASIDE = _pattern(*_WORDING.asides)
_ADDRESS = tuple(_pattern(words) for words in _WORDING.address)
_MUNICIPAL_APPLICANT = _pattern(_WORDING.municipal_applicants)
_WHOSE = _pattern(_WORDING.whose)
_OPENING = _pattern(_WORDING.openings)
_VERB = re.compile(r"\b(?:sind|ist|können|kann|kommen|kommt|wird|werden)\b|:\s*$")
_ANY_VERB = re.compile(
    r"\b(?:ist|sind|wird|werden|kann|können|hat|haben|muss|müssen|darf|dürfen|soll|sollen|erhält|erhalten|beträgt|gilt|gelten|erfolgt|bleibt|legen|regelt|regeln|stellen)\b"
)
_LITTLE = re.compile(
    r"(?:\s|auch|ebenfalls|nicht|jedoch|nur|daneben|somit|selbst|damit|grundsätzlich|als|sein)*", re.IGNORECASE
)
_AS = re.compile(r"\s+als\s|,?\s+wenn\s+sie\s+(?:eine?|als)\s", re.IGNORECASE)
_CONDITION = re.compile(r",?\s(?:soweit|sofern|wenn|falls)\b", re.IGNORECASE)
_ADVERBIAL = re.compile(r"(?:\d+[.)]?\s+)?(?:Für|Bei|Im|In|Nach)\s[^,;:]{0,200}?\b(?:sind|ist)\b")
_RECEIVING = re.compile(r"(?:(?:Projekt|Maßnahmen?|Vorhaben)träger\w*|Diese|Dies)\b")
_LEAD_END = 80
_MARK = 4
"""Characters that the mark of a list item takes at most ("a) ")."""


@dataclass(frozen=True)
class Phrase:
    """Where recipients are named: sentence.words[start:end]."""

    text: Text
    sentence: Sentence
    start: int
    end: int

    def recipients(self) -> Iterator[Named]:
        """The kinds it names, without those in clauses that only describe a recipient."""
        words = self.sentence.words
        asides = [found.span() for found in _ASIDE.finditer(words, self.start, self.end)]
        for named in named_kinds(words, self.start, self.end):
            if not any(start <= named.start < end for start, end in asides) and not _is_indirect(words, named.start):
                yield named


def stated(guideline: Guideline) -> Iterator[Phrase]:
    """Phrases that say who receives the money."""
    for text in guideline.texts:
        reader = _Reader()
        cues = _cued(text)
        for place, sentence in enumerate(text.sentences):
            if span := reader.span(sentence, cues.get(place, _NO_CUES)):
                yield Phrase(text, sentence, *span)


def addressed(guideline: Guideline) -> Iterator[Phrase]:
    """Phrases that address someone as recipient, for texts that state none."""
    for text in guideline.texts:
        for sentence in text.sentences:
            words = sentence.words
            for pattern in _ADDRESS:
                if (found := pattern.search(words)) and not _INDIRECT.search(words):
                    yield Phrase(text, sentence, *found.span("who"))
            if sentence.block.lead and _WHOSE.search(sentence.block.lead):
                first = next(named_kinds(words), None)
                if first and first.start <= _MARK:
                    yield Phrase(text, sentence, 0, len(words))


def called_municipal(guideline: Guideline) -> Iterator[Phrase]:
    """Phrases that call a recipient municipal elsewhere: "Bei kommunalen Antragstellern ist …"."""
    for text, sentence in sentences_with(guideline, ("kommunal", "antragstellende")):
        if found := _MUNICIPAL_APPLICANT.search(sentence.words):
            yield Phrase(text, sentence, *found.span(found.lastgroup or 0))


@dataclass
class _Cues:
    """What the words of a sentence make possible."""

    predicate: bool = False
    grants: list[int] = field(default_factory=list)
    """Places in the list of grants."""


_NO_CUES = _Cues()


def _cued(text: Text) -> dict[int, _Cues]:
    found: dict[int, _Cues] = defaultdict(_Cues)
    for word in _WORDING.predicate_cues:
        for place in text.places(word):
            found[place].predicate = True
    for number, (cues, _) in enumerate(_GRANTS):
        for place in {place for cue in cues for place in text.places(cue)}:
            found[place].grants.append(number)
    return found


class _Reader:
    """Reads sentences in order and remembers what the ones before announced."""

    def __init__(self) -> None:
        self.heading: str | None = None
        self.labelled = False
        """A heading of recipients stands above, or a value under one that looks like a heading itself."""
        self.going_on = False
        """The sentence before named recipients."""
        self.before = ""
        """The words of the sentence before."""
        self.announced = False
        """The sentence before was a lead ("Antragsberechtigt sind") whose recipients are still to come."""

    def span(self, sentence: Sentence, cues: _Cues) -> tuple[int, int] | None:
        """Where the sentence names recipients."""
        words = sentence.words
        self._read_heading(sentence)
        span = self._span(sentence, cues)
        if span and (_is_indirect(words, span[0]) or (_RECEIVING.match(words) and _INDIRECT.search(self.before))):
            span = None
        self.announced = (
            not words.endswith(".") and _names_recipients(words, cues) and not any(named_kinds(words, *(span or ())))
        )
        self.going_on = span is not None
        self.before = words
        return span

    def _read_heading(self, sentence: Sentence) -> None:
        if sentence.block.is_heading:
            label = bool(_HEADING.search(sentence.words))
            self.labelled = label or (self.labelled and any(named_kinds(sentence.words)))
        elif sentence.block.heading != self.heading and not self.labelled:
            self.labelled = bool(_HEADING.search(sentence.block.heading or ""))
        self.heading = sentence.block.heading

    def _span(self, sentence: Sentence, cues: _Cues) -> tuple[int, int] | None:
        words, block = sentence.words, sentence.block
        whole = (0, len(words))
        if block.kind is BlockKind.ROW:
            label, _, _ = words.partition("\t")
            return (len(label), len(words)) if _HEADING.search(label) else None
        lead = block.lead if block.kind is BlockKind.ITEM else None
        if lead and _leads(lead):
            return None if _INDIRECT.search(lead[-_LEAD_END:]) else whole
        if self.announced:
            return whole
        if span := _predicate_span(words, cues) or _grant_span(words, cues):
            return span
        if self.going_on and _CONTINUATION.search(words):
            return whole
        if not self.labelled or (lead and not _OPENING.search(lead)):
            return None
        return None if _ANY_VERB.search(_ASIDE.sub("", words)) else whole


def _is_indirect(words: str, place: int) -> bool:
    """Whether the clause at a place is about those money is passed on to."""
    start = words.rfind(";", 0, place) + 1
    end = words.find(";", max(place, start))
    return bool(_INDIRECT.search(_ASIDE.sub("", words[start : end if end >= 0 else len(words)])))


@lru_cache(maxsize=256)
def _leads(lead: str) -> bool:
    """Whether a lead says that recipients follow; the items of a list share theirs."""
    lowered = lead.lower()
    predicate = any(word in lowered for word in _WORDING.predicate_cues)
    return _names_recipients(lead, _Cues(predicate, [0] if any(word in lowered for word in _GRANTS[0][0]) else []))


def _names_recipients(words: str, cues: _Cues) -> bool:
    """Whether words say that recipients follow."""
    if cues.predicate:
        predicate = _PREDICATE.search(words)
        if predicate and _VERB.search(words) and not _DUTY.search(words):
            return True
    return 0 in cues.grants and bool(_GRANTS[0][1].search(words))


def _predicate_span(words: str, cues: _Cues) -> tuple[int, int] | None:
    """Where the recipients stand: after "… sind", between "sind …" and the predicate, or before "sind antragsberechtigt"."""
    predicate = _PREDICATE.search(words) if cues.predicate else None
    if not predicate:
        return None
    if described := _AS.match(words, predicate.end()):
        return described.end(), len(words)
    clause = words.find(";", predicate.end())
    end = clause if clause >= 0 else len(words)
    condition = _CONDITION.search(words, predicate.end(), end)
    if verb := _VERB.search(words, predicate.end(), condition.start() if condition else end):
        aside = _ASIDE.search(words, verb.end(), end)
        return None if _DUTY.search(words, verb.start(), aside.start() if aside else end) else (verb.end(), len(words))
    verbs = list(_VERB.finditer(words, 0, predicate.start()))
    if not verbs or _DUTY.search(words, 0, end):
        return None
    if not _LITTLE.fullmatch(words, verbs[-1].end(), predicate.start()):
        return verbs[-1].end(), predicate.start()
    adverbial = _ADVERBIAL.match(words, 0, verbs[-1].start())
    return (adverbial.end() if adverbial else 0), verbs[-1].start()


def _grant_span(words: str, cues: _Cues) -> tuple[int, int] | None:
    for number in cues.grants:
        if found := _GRANTS[number][1].search(words):
            return found.span("who")
    return None
