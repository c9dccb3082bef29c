"""Validity: from when and until when a guideline is in force.

Read: its own "tritt … in Kraft" and "tritt … außer Kraft", "gilt bis", "ist befristet bis", "Laufzeit 2022–2026",
"Gültig ab/bis" and Programmgültigkeit; a guideline in force on the day of signature begins on the date of the signature line.
Left: the end of an earlier guideline, laws, and the terms of projects, loans, posts and grants.
"""

import datetime
import re
from bisect import bisect_right
from typing import Final

from finder.guideline import ValidityClaim
from rules.extract.dates import DateFound, find_dates
from rules.extract.passages import passage, sentences_with
from rules.extract.text import Guideline, Sentence, Text

_READER: Final = "validity/1"
_WORDS: Final = (
    "kraft",
    "befristet",
    "gültig",
    "geltungsdauer",
    "laufzeit",
    "gilt bis",
    "gelten bis",
    "gilt ab",
    "gelten ab",
    "gilt vom",
    "gelten vom",
    "gilt seit",
    "förderzeitraum",
    "förderperiode",
    "programmlaufzeit",
    "programmgültigkeit",
    "programms:",
    "unterzeichnung",
    "wirksam",
    "verlängert",
    "läuft",
    "endet",
)
_RULE: Final = (
    r"(?:Richtlinien?|\w*[Rr]ichtlinien?|Verwaltungsvorschrift|Förderbekanntmachung|Bekanntmachung"
    r"|Förderaufruf|Aufruf|RdErl\.?|\w*[Ee]rlass|Programm|Förderprogramm"
    r"|Landesprogramm|Grundsätze|Fördergrundsätze|Vorschriften?|Regelung(?:en)?|Bestimmungen|VwV"
    r"|Verordnung|Satzung|Förderung|Vereinbarung|Rahmenrichtlinie|sie)"
)
_OWN: Final = (
    rf"(?:(?:Diese[rs]?|Die\svorliegende[n]?|Die|Das|Der|Vorliegende[rs]?|dieses"
    rf"|dieser)\s(?:\w{{1,30}}[-\s]){{0,2}}{_RULE})"
)
_IN_FORCE: Final = re.compile(
    rf"(?:{_OWN}(?!\w)[^;]{{0,80}}?|^Sie\s)\btr(?:itt|eten)\b.{{0,160}}?\bin\sKraft\b"
    rf"|^\W{{0,3}}tr(?:itt|eten)\b.{{0,120}}?\bin\sKraft",
    re.IGNORECASE,
)
_OUT_OF_FORCE: Final = re.compile(r"\b(?:au(?:ß|ss)er\sKraft)\b", re.IGNORECASE)
_REPEALS: Final = re.compile(
    r"(?:Gleichzeitig|Zugleich|Zum\sgleichen\sZeitpunkt|Mit\s(?:dem\s)?Inkrafttreten|Damit"
    r"|Am\sselben\sTag|Zum\sselben)\b",
    re.IGNORECASE,
)
_ENDS: Final = re.compile(
    rf"(?:{_OWN}|\bsie\b|\bund)(?!\w)[^.;]{{0,100}}?\b(?:(?:gilt|gelten|ist|sind|gültig|befristet"
    rf"|wirksam)\b[^;]{{0,80}}?\b(?:bis|mit\sAblauf)|endet|läuft)\b"
    rf"|(?:Laufzeit|Geltungsdauer)\s(?:dieser|der|des)\s{_RULE}\b[^.;]{{0,80}}?\b(?:bis|endet)\b"
    r"|(?:Programm|Richtlinien)(?:laufzeit|gültigkeit)|\bGültig\sbis|Ende\sdes\sProgramms",
    re.IGNORECASE,
)
_MITHIN: Final = re.compile(r"\bAuslaufens\b[^;]{0,250}?\bmithin\b(?=[^;]{0,80}\bbefristet)", re.IGNORECASE)
"""The federal formula: in force until the AGVO expires and some months more, "mithin bis zum … befristet"."""
_BEGINS: Final = re.compile(
    rf"\bGültig\s(?:ab|seit|vom)\b|Beginn\sdes\sProgramms|{_OWN}\s(?:gilt|gelten|ist)\s(?:ab|seit|vom|mit\sWirkung)\b",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"(?:Förderzeitraum|Programmlaufzeit|Laufzeit\sdes\s(?:Förderp|P)rogramms|Programmgültigkeit"
    r"|Gültigkeit|Geltungsdauer):?",
    re.IGNORECASE,
)
_LABELLED: Final = re.compile(
    r"\s{1,3}(?:von\s|bis\s(?:zum\s)?)?[\d.]{4,10}(?:\s?(?:[-–]|bis)\s?(?:zum\s)?[\d.]{4,10})?(?=\s*(?:\n|$))"
)
_PART_ONLY: Final = re.compile(
    r"^\W{0,3}(?:\d\W{1,3})?(?:Ziffer|Nummer|Nr\.|Abschnitt|Teil|Die\sRegelung(?:en)?\s(?:in|unter|zu"
    r"|der|des)|Buchstabe|§)|Freistellungstatbest|Förderperiode",
    re.IGNORECASE,
)
_OTHER_TERM: Final = re.compile(
    r"\b(?:Unionsnorm|Darlehen|Zinsbindung|Bewilligungszeitr|Projektlaufzeit|Vorhabenlaufzeit|Personal"
    r"|Stelle[n]?\b|Arbeitsvertr|Auszahlung|Rahmenbescheid)",
    re.IGNORECASE,
)
_SIGNED: Final = re.compile(
    r"(?:am|mit\s(?:dem\s)?)\s?Tage?\s(?:ihrer|der|seiner)\s(?:Unterzeichnung|Unterschrift)"
    r"|mit\s(?:ihrer\s)?Unterzeichnung",
    re.IGNORECASE,
)
_SIGNATURE: Final = re.compile(
    r"^\W{0,5}(?:[A-ZÄÖÜ][\w./-]{2,30}(?:\s[\w./()-]{2,20}){0,2},\s)(?:den|am|im)?\s?(?=\d{1,2}\.)"
)
_HEAD: Final = re.compile(r"\b[Vv]om\s\d{1,2}\.\s?(?:[A-ZÄÖÜ][a-zäöü]{2,8}|\d{1,2}\.)\s?\d{4}\W{0,3}$")
_SIGNATURE_REACH: Final = 40
"""Sentences at the head, or after the one on coming into force, among which the date of signature stands."""
_NEAR: Final = 60
_YEAR_WIDTH: Final = 4
_EXTENSION: Final = re.compile(r"nicht\süber\sden|hinaus|Nachfolge|\bSollte\b", re.IGNORECASE)


def read_validity(guideline: Guideline) -> tuple[ValidityClaim | None, ValidityClaim | None]:
    """From when and until when the guideline is in force; a claim without a date where only the words say so."""
    begins: ValidityClaim | None = None
    ends: ValidityClaim | None = None
    home: Text | None = None
    for text, sentence in sentences_with(guideline, _WORDS):
        better = _better(begins, _begin(text, sentence))
        if better is not begins:
            begins, home = better, text
        ends = _better(ends, _end(text, sentence))
    if begins and home and begins.date is None and _SIGNED.search(begins.quote.words):
        begins = begins.model_copy(update={"date": _signature(home, begins.quote.start)})
    return begins, ends


def _better(known: ValidityClaim | None, new: ValidityClaim | None) -> ValidityClaim | None:
    """The first claim, unless only the later one names a date."""
    if known is None or (known.date is None and new is not None and new.date is not None):
        return new
    return known


def _claim(text: Text, sentence: Sentence, date: datetime.date | None, start: int, end: int) -> ValidityClaim:
    return ValidityClaim(date=date, quote=passage(text, sentence, start, end), part=None, reader=_READER)


def _begin(text: Text, sentence: Sentence) -> ValidityClaim | None:
    words = sentence.words
    if _PART_ONLY.search(words):
        return None
    if match := _IN_FORCE.search(words):
        return _coming_into_force(text, sentence, match)
    match = _BEGINS.search(words)
    if match is None or _OTHER_TERM.search(words):
        return None
    dates = [found for found in find_dates(words) if found.date and found.start >= match.start()]
    return _claim(text, sentence, dates[0].date, match.start(), dates[0].end) if dates else None


def _coming_into_force(text: Text, sentence: Sentence, match: re.Match[str]) -> ValidityClaim | None:
    if _REPEALS.match(sentence.words) and _OUT_OF_FORCE.search(sentence.words):
        return None
    dates = [
        found
        for found in find_dates(sentence.words)
        if found.date and not found.of_law and match.start() <= found.start < match.end()
    ]
    return _claim(text, sentence, dates[-1].date if dates else None, match.start(), match.end())


def _signature(text: Text, begins: int) -> datetime.date | None:
    """The date of the signature line that follows ("Dresden, den 12. Juni 2018"), or of the head ("Vom 12. Juni 2018")."""
    place = bisect_right(text.sentences, begins, key=lambda sentence: sentence.start)
    for pattern, lines in (
        (_SIGNATURE, text.sentences[place : place + _SIGNATURE_REACH]),
        (_HEAD, text.sentences[:_SIGNATURE_REACH]),
    ):
        for line in lines:
            match = pattern.search(line.words)
            dates = (
                [found.date for found in find_dates(line.words[match.start() :][:60]) if found.date] if match else []
            )
            if dates:
                return dates[0]
    return None


def _end(text: Text, sentence: Sentence) -> ValidityClaim | None:
    words = sentence.words
    if _LABEL.fullmatch(words):
        return _labelled(text, sentence)
    if _OTHER_TERM.search(words) or _EXTENSION.search(words) or _PART_ONLY.search(words):
        return None
    found = _out_of_force(words) or _limited(words)
    if found is None:
        return None
    start, date = found
    return _claim(text, sentence, date.last_day, start, date.end)


def _labelled(text: Text, label: Sentence) -> ValidityClaim | None:
    """The end of a term that stands alone in the line under its label."""
    match = _LABELLED.match(text.words, label.end)
    dates = [found for found in find_dates(text.words[label.start : match.end()]) if found.last_day] if match else []
    if match is None or not dates:
        return None
    return ValidityClaim(date=dates[-1].last_day, quote=text.quote(label.start, match.end()), part=None, reader=_READER)


def _out_of_force(words: str) -> tuple[int, DateFound] | None:
    """The day before "außer Kraft", where the sentence does not speak of an earlier guideline by its date."""
    match = _OUT_OF_FORCE.search(words)
    if match is None or _REPEALS.match(words):
        return None
    before = [one for one in find_dates(words) if one.date and one.end <= match.start()]
    if not before or before[-1].of_law or match.start() - before[-1].end > _NEAR:
        return None
    if any(one.of_law for one in before) and not words.startswith("Diese"):
        return None
    return before[-1].start, before[-1]


def _limited(words: str) -> tuple[int, DateFound] | None:
    match = _MITHIN.search(words) or _ENDS.search(words)
    if match is None:
        return None
    dates = [
        one for one in find_dates(words) if one.last_day and not one.of_law and one.start >= match.end() - _YEAR_WIDTH
    ]
    if not dates or dates[0].start - match.end() > _NEAR:
        return None
    date = dates[-1] if dates[0].date is None else dates[0]
    return match.start(), date
