"""Deadlines: how applications are taken, and until when an application or a sketch can be filed.

Read: days on which or until which an application (Antrag, Förderanfrage, Anmeldung, Bewerbung) or a sketch (Skizze,
Interessenbekundung) is to be filed; filing in two stages, all year, in the order of receipt, after a call, and closed
programmes. Left: Verwendungsnachweis, Mittelabruf, Auszahlung, the term of projects, what was filed before an earlier day,
and deadlines relative to another event. A programme that takes applications at any time never gets a date.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from typing import Final

from finder.guideline import DeadlineClaim, DeadlineModelClaim
from finder.vocab import DeadlineModel, DeadlineRole
from rules.extract.dates import DateFound, Precision, find_dates
from rules.extract.passages import passage, sentences_with
from rules.extract.text import Guideline, Sentence, Text

_READER: Final = "deadlines/1"
_WORDS: Final = (
    "antrag",
    "anträge",
    "skizze",
    "interessenbekundung",
    "anmeldung",
    "bewerbung",
    "förderanfrage",
    "stichtag",
    "frist",
    "jederzeit",
    "laufend",
    "windhund",
    "reihenfolge",
    "aufruf",
    "call",
    "zweistufig",
    "beantrag",
    "einreich",
    "maßnahmenliste",
    "programm",
    "ausgelaufen",
    "ausgeschöpft",
)
_SKETCH: Final = (
    r"(?:\w*[Ss]kizzen?|Interessenbekundung(?:en)?|Interessensbekundung(?:en)?|Förderanfragen?"
    r"|\w*[Aa]nmeldung(?:en)?|Maßnahme(?:n)?listen?|Maßnahme(?:n)?vorschl[aä]ge?n?"
    r"|Projektvorschl[aä]ge?n?|Ideenskizzen?|Projektideen?|Voranfragen?)"
)
_PAPER: Final = (
    r"(?:\w*[Aa]ntr[aä]ge?[nes]{0,2}|\w*[Aa]ntragstellung|\w*[Aa]ntragsunterlagen|Bewerbung(?:en)?"
    r"|Bewerbungsunterlagen|beantragen|beantragt|Antragsfrist(?:en)?|Abgabefrist"
    r"|Einreichung|Antragsschluss|Einsendeschluss|Bewerbungsschluss|Stichtag(?:e|en)?|Einreichungsfrist(?:en)?"
    r"|(?:Antrags|Einreichungs|Abgabe|Bewerbungs)(?:stichtag|termin)(?:e|en)?)"
)
_FILING: Final = re.compile(
    r"\b(?:einzureichen|eingereicht|einreichen|reichen|zu\sstellen|stellen|gestellt|eingegangen"
    r"|eingehen|Eingang|vorzulegen|vorlegen|vorliegen|vorgelegt|zu\sbeantragen|beantragen"
    r"|richten|zu\srichten|anzumelden|anmelden|abzugeben|möglich|erfolgen|\w*stichtag\w{0,2}|\w+termine?n?"
    r"|\w*[Ff]rist(?:en)?|\w*schluss|einzusenden|übersenden|zuzuleiten|zu\sübermitteln|übermitteln"
    r"|angenommen|entgegengenommen|entgegen|bewerben|Antragszeitraum|Antragstellung)\b",
    re.IGNORECASE,
)
_PAPERS: Final = re.compile(rf"\b(?:{_PAPER}|{_SKETCH})\b")
_SKETCHES: Final = re.compile(rf"\b{_SKETCH}\b")
_OTHER_PAPER: Final = re.compile(
    r"Verwendungsnachweis|Zwischennachweis|Sachbericht|Zwischenbericht|Mittelabruf|Mittelanforderung"
    r"|Auszahlungsantr|Auszahlung\w*\b|Schlussrechnung|Rechnung\w{0,2}\b|Abrechnung|Erstattungsantr"
    r"|Änderungsantr|Verlängerungsantr|Widerspruch|abgeschlossen\swerden|Bewilligungszeitraum"
    r"|Jahresbericht|Statistik|Nachweis\sder\sVerwendung"
    r"|maßgeb|Quote\b|Schlüssel|Einwohner|Prioritätenliste|erhöhte\sFörder|reduziert\ssich"
    r"|\bgilt\s[^.;]{0,80}für\s(?:Anträge|\w*skizzen)",
    re.IGNORECASE,
)
_PAST: Final = re.compile(
    r"\b(?:vor\sdem|seit\sdem|ab\sdem|nach\sdem)\s$|(?:gestellt|eingegangen|eingereicht|bewilligt"
    r"|beauftragt|begonnen)e?n?\s(?:worden|wurden)\b|\b(?:Jahre?|Monate?)\s\([^)]{0,25}$",
    re.IGNORECASE,
)
_BEFORE_DATE: Final = re.compile(
    r"(?:\bbis\s(?:(?:spätestens|einschließlich|jeweils|längstens|zum|um|den"
    r"|\d{1,2}[.:]\d\d\sUhr)\s){0,3}|\b(?:spätestens|jeweils|jährlich|Stichtag\w{0,2}|Frist\w{0,2}"
    r"|\w+schluss)\W{0,3}(?:\w{1,12}\s){0,2}"
    r"|\bzum\s(?:Stichtag\s)?|\b(?:und|sowie|oder|/)\s(?:(?:bis|jeweils|zum|vom|der|den|dem)\s){0,2}|[–-]\s?"
    r"|\b\w{0,20}frist(?:en)?\b[^.;]{0,40}\b(?:endet|enden)\s(?:jeweils\s)?(?:am|zum|mit\sAblauf\sdes)\s"
    r"|\b(?:ist|sind)\s(?:jeweils\s)?der\s|:\s?)$",
    re.IGNORECASE,
)
_STARTS: Final = re.compile(
    r"\s(?:\w{1,20}\s){0,4}(?:begonnen|beginnen|abgeschlossen|durchgeführt|fertig\w{1,10}|gültige[nsr])\b",
    re.IGNORECASE,
)
_NEAR: Final = 200
_MOST: Final = 12
"""Days a guideline; further ones concern ever smaller parts."""
_SPAN: Final = re.compile(r"\b(?:ab|vom|von|ab\sdem)\s(?:\w{1,10},?\s)?$", re.IGNORECASE)

_CLOSED: Final = re.compile(
    r"(?:derzeit|aktuell|zurzeit|zur\sZeit|momentan|leider|gegenwärtig)?\s?(?:können"
    r"|kann)\s(?:\w{1,20}\s){0,4}(?:derzeit|aktuell|zurzeit|nicht\smehr|keine)\s(?:\w{1,20}\s){0,3}(?:Anträge|Antrag)"
    r"|können\sSie\s(?:derzeit|aktuell|zurzeit)?\s?(?:\w{1,12}\s){0,2}kein(?:e|en)\s(?:neuen?\s)?Antr[aä]g"
    r"|\b(?:derzeit|aktuell|zurzeit)\skeine\s(?:neuen\s)?Antr[aä]g\w{0,2}\b[^.;]{0,40}\b(?:möglich"
    r"|gestellt|angenommen)"
    r"|(?:Eine\s)?(?:Antragstellung|Beantragung|Antragsannahme)\s[^.;]{0,60}\b(?:nicht\smehr\smöglich"
    r"|derzeit\snicht\smöglich|geschlossen|beendet|eingestellt)"
    r"|(?:keine|nicht\smehr)\s(?:weiteren\s|neuen\s)?(?:Anträge\s)?(?:mehr\s)?(?:angenommen|gestellt"
    r"|entgegengenommen)\s?(?:werden)?(?=\W*$)"
    r"|(?:Programm|Förderprogramm|Förderung|Antragsfrist|Antragsportal|Richtlinie)\s(?:ist"
    r"|wurde)\s(?:\w{1,20}\s){0,3}(?:ausgelaufen|beendet|eingestellt|geschlossen|abgelaufen)"
    r"|Fördermittel\s[^.;]{0,40}\b(?:sind\s)?(?:vollständig\s)?ausgeschöpft",
    re.IGNORECASE,
)
_NOT_CLOSED: Final = re.compile(r"\b(?:wenn|sofern|sobald|falls|soweit)\b", re.IGNORECASE)
_TWO_STAGE: Final = re.compile(
    r"zweistufig|zwei-stufig|zwei\sStufen|\bersten\s(?:Verfahrens)?stufe\b[^.;]{0,200}skizze"
    r"|skizze[^.;]{0,200}\b(?:ersten|1\.)\s(?:Verfahrens)?[Ss]tufe"
    r"|(?:positiv\s(?:bewerteten?|beurteilten?))\s(?:\w{1,20}\s)?(?:\w*skizze\w?|Interessenbekundung\w{0,2})"
    r"|(?:Projekt|Antrags|Vorhaben|Ideen)skizzen?\b[^.;]{0,120}\b(?:einzureichen|reichen\sSie|vorzulegen|einreichen)"
    r"|(?:einzureichen|reichen\sSie|vorzulegen|Vorlage)\b[^.;]{0,80}\b(?:Projekt|Antrags|Vorhaben|Ideen)skizzen?\b"
    r"|Interessenbekundungsverfahren",
    re.IGNORECASE,
)
_FIRST_COME: Final = re.compile(
    r"Windhund|Reihenfolge\s(?:des|ihres|der)\s(?:\w{1,20}\s){0,3}(?:Ein(?:gang|treffen|reich)"
    r"|Antragse|vollständig)|(?:nach|in\sder)\sReihenfolge\s[^.;]{0,60}\bEingang\w{0,2}"
    r"|solange\s(?:die\s)?(?:\w{1,20}\s)?(?:Mittel|Fördermittel"
    r"|Haushaltsmittel)\s(?:\w{1,20}\s){0,2}(?:reichen|verfügbar\ssind|vorhanden\ssind)",
    re.IGNORECASE,
)
_ANNOUNCED: Final = re.compile(
    r"(?:Antragsfrist\w{0,2}|Fristen?|Stichtage?|Termine?|Antragstermine?|Einreichungsfristen?"
    r"|Antragszeitr[aä]um\w{0,2})\b[^.;]{0,120}\b(?:bekannt\s?(?:gegeben|gemacht)|veröffentlicht"
    r"|im\sInternet|mitgeteilt|festgelegt)"
    r"|(?:bekannt\s?gegebenen?|veröffentlichten?|im\sInternet"
    r"|jeweils\sgültigen)\s[^.;]{0,40}\b(?:Antragsfrist|Einreichungsfrist|Frist|Stichtag|Antragstermin)\w{0,2}"
    r"|(?:werden|wird)\b[^.;]{0,80}\b(?:Förder|Projekt|Wettbewerbs"
    r"|Programm)?[Aa]ufrufe?\b[^.;]{0,60}\b(?:veröffentlicht|bekannt)"
    r"|\b(?:veröffentlicht|gibt|legt)\b[^.;]{0,40}\b(?:Antragsfrist|Einreichungsfrist|Frist|Stichtag|Termin|Antragstermin)"
    r"(?:e|en)?\b[^.;]{0,80}\b(?:Antr\w{1,20}|Einreichung|Internet\w{0,10}|bekannt|fest)\b"
    r"|(?:im\sRahmen|aufgrund|auf\sGrundlage)\s(?:von|eine[rs]|de[rs])\s(?:\w{1,20}\s)?(?:Förder"
    r"|Projekt|Wettbewerbs)[Aa]ufruf\w{0,2}\b"
    r"|(?:Förder|Projekt)aufrufe?\b[^.;]{0,80}\b(?:Frist|Stichtag|Termin)",
    re.IGNORECASE,
)
_ROLLING: Final = re.compile(
    r"\b(?:\w{1,20})?Antr[aä]g\w{0,14}\b[^.;]{0,100}\b(?:jederzeit|laufend(?!en\s(?:Jahr|Kalender"
    r"|Haushalts|Förder))|fortlaufend|ganzjährig|kontinuierlich|das\sganze\sJahr|zu\sjedem\sZeitpunkt"
    r"|nicht\san\s(?:\w{1,20}\s)?Fristen?)\b"
    r"|\b(?:jederzeit|fortlaufend|ganzjährig|laufend)\b[^.;]{0,60}\b(?:Antr[aä]g\w{0,14}|beantragt"
    r"|gestellt|eingereicht)"
    r"|\bkeine\s(?:Antragsfrist\w{0,2}|Fristen\sfür\sdie\sAntragstellung|Einreichungsfrist\w{0,2})",
    re.IGNORECASE,
)
_STATED: Final[Sequence[tuple[DeadlineModel, tuple[str, ...], re.Pattern[str], re.Pattern[str] | None]]] = (
    (DeadlineModel.CLOSED, ("nicht mehr", "kein", "ist ", "wurde ", "nicht möglich", "schöpft"), _CLOSED, _NOT_CLOSED),
    (DeadlineModel.TWO_STAGE, ("stuf", "skizze", "interessenbekundung"), _TWO_STAGE, None),
    (DeadlineModel.FIRST_COME, ("windhund", "reihenfolge", "solange"), _FIRST_COME, None),
    (DeadlineModel.ANNOUNCED, ("frist", "termin", "stichtag", "aufruf", "zeitr"), _ANNOUNCED, _OTHER_PAPER),
    (DeadlineModel.ROLLING, ("jederzeit", "laufend", "ganz", "kontinuierlich", "jedem", "frist"), _ROLLING, None),
)
"""What states a model: words of which one has to stand in the sentence, the statement, and what it must not be about."""
_ORDER: Final = (
    DeadlineModel.CLOSED,
    DeadlineModel.TWO_STAGE,
    DeadlineModel.RECURRING,
    DeadlineModel.FIXED,
    DeadlineModel.FIRST_COME,
    DeadlineModel.ANNOUNCED,
    DeadlineModel.ROLLING,
)
"""Which model counts where a text states several (gold convention of the labels)."""


def read_deadlines(guideline: Guideline) -> tuple[DeadlineModelClaim | None, tuple[DeadlineClaim, ...]]:
    """How applications are taken, and until when."""
    deadlines: dict[tuple[datetime.date | None, str | None], DeadlineClaim] = {}
    models: dict[DeadlineModel, DeadlineModelClaim] = {}
    for text, sentence in sentences_with(guideline, _WORDS):
        lowered = sentence.words.lower()
        for model, hints, pattern, distractor in _STATED:
            if model in models or not any(hint in lowered for hint in hints):
                continue
            match = pattern.search(sentence.words)
            if match and not (distractor and distractor.search(sentence.words)):
                quote = passage(text, sentence, match.start(), match.end())
                models[model] = DeadlineModelClaim(model=model, quote=quote, part=sentence.block.part, reader=_READER)
        for claim in _deadlines(text, sentence):
            deadlines.setdefault((claim.date, claim.annual), claim)
    for claim in deadlines.values():
        implied = _model_of(claim)
        models.setdefault(
            implied, DeadlineModelClaim(model=implied, quote=claim.quote, part=claim.part, reader=_READER)
        )
    first = next((models[model] for model in _ORDER if model in models), None)
    return first, tuple(deadlines.values())[:_MOST]


def _model_of(claim: DeadlineClaim) -> DeadlineModel:
    if claim.role is DeadlineRole.SKETCH:
        return DeadlineModel.TWO_STAGE
    return DeadlineModel.RECURRING if claim.annual else DeadlineModel.FIXED


def _deadlines(text: Text, sentence: Sentence) -> Iterator[DeadlineClaim]:
    words = sentence.words
    paper = _PAPERS.search(words) or _PAPERS.search(sentence.block.heading or "")
    if paper is None or _OTHER_PAPER.search(words):
        return
    role = DeadlineRole.SKETCH if _SKETCHES.fullmatch(paper[0]) else DeadlineRole.APPLICATION
    dates = find_dates(words)
    for place, found in enumerate(dates):
        if _is_deadline(words, found) and not _opens(words, found, dates[place + 1 :]):
            quote = passage(text, sentence, found.start, found.end)
            yield DeadlineClaim(
                role=role, date=found.date, annual=found.annual, quote=quote, part=sentence.block.part, reader=_READER
            )


def _is_deadline(words: str, found: DateFound) -> bool:
    if found.precision is not Precision.DAY or found.of_law:
        return False
    before, near = words[max(0, found.start - 60) : found.start], words[max(0, found.start - _NEAR) : found.end + _NEAR]
    return (
        _BEFORE_DATE.search(before) is not None
        and _FILING.search(near) is not None
        and not _PAST.search(before)
        and not _STARTS.match(words, found.end)
    )


def _opens(words: str, found: DateFound, later: Sequence[DateFound]) -> bool:
    """Whether the day opens a span ("vom 1. März bis 30. April") rather than ends it."""
    return bool(later) and _SPAN.search(words[max(0, found.start - 20) : found.start]) is not None
