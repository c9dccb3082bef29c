"""Cumulation: whether other public money may be combined with the programme's.

Read: sentences on Kumulierung, Doppelförderung and on other public means. A ban on the money of one giver only, an
order of precedence, a cap and the rules of Article 8 AGVO are a restriction. Left: combinations of measures, duties to
tell, and the accumulation of De-minimis aid.
"""

import re
from typing import Final

from finder.guideline import CumulationClaim, CumulationRule
from rules.extract.passages import passage, sentences_with
from rules.extract.text import Guideline

_READER: Final = "cumulation/1"
_WORDS: Final = (
    "kumul",
    "förderung",
    "anderen öffentlich",
    "anderer öffentlich",
    "andere öffentlich",
    "weitere öffentlich",
    "weiterer öffentlich",
    "weiteren öffentlich",
    "öffentlicher mittel",
    "öffentlichen mitteln",
    "förderprogramm",
    "anderweitig",
    "förderrichtlinie",
    "anderen richtlinie",
    "fördermittel",
    "kombinier",
    "zuwendungsgeber",
    "vorrangig",
)
_OTHER: Final = (
    r"(?:ander(?:e[nrs]?|weitige[nrs]?)|weitere[nrs]?|sonstige[nrs]?|zusätzliche[nrs]?)\s(?:\w{1,25}\s){0,2}"
    r"(?:öffentliche[nr]?\s(?:Mitteln?|Förder\w{0,12}|Zuwendung\w{0,2}|Finanz\w{0,12}|Zuschüssen?"
    r"|Haushalt\w{0,8}|Stellen?|Hilfen)"
    r"|staatliche[nr]?\s(?:Mitteln?|Beihilfen|Förder\w{0,12}|Zuwendung\w{0,2}|Stellen?|Hilfen)"
    r"|(?:öffentlich\s)?(?:Förder|Zuwendungs|Zuschuss|Haushalts|Landes|Bundes"
    r"|Investitions)\w{0,12}(?:programm|mittel|richtlinie|geber|quelle|maßnahme|zuschüsse)\w{0,3}"
    r"|Mitteln?\sde[sr]\s|Richtlinien?|Förderungen|Zuwendungen|Zuschüssen?|Beihilfen|Programmen?"
    r"|Förderstellen|Stellen?\sgefördert)"
)
_TOPIC: Final = re.compile(
    rf"\b(?:Kumul(?:ier|ation)\w{{0,6}}|kumulier(?:t|en|bar)|(?:Doppel|Mehrfach|Komplementär"
    rf"|Über)förderung\w{{0,2}}|{_OTHER}"
    r"|gleichzeitige\w?\s(?:Inanspruchnahme|Einsatz|Förderung)"
    r"|(?:mit|neben)\s(?:Mitteln|Zuwendungen|Zuschüssen)\s(?:der|des|anderer)\s(?:Länder|Landes|Bundes|EU|Europäischen\sUnion"
    r"|Kommunen)\b(?=[^.;]{0,40}\bkombinier)"
    r"|(?:bei|von)\smehreren\s(?:Zuwendungs|Förder)gebern"
    r"|andere\s(?:\w{1,20}\s)?Finanzierungsmöglichkeiten)",
    re.IGNORECASE,
)
_DISTRACTOR: Final = re.compile(
    r"\bDe-?\s?minimis-Beihilfen?\b|in\sSchwierigkeiten|Projektskizze|bereits\sgeförderten?\sProjekt|Beteiligung\svon"
    r"|Verwendungsnachweis"
    r"|\bAngaben\s(?:zu|über)\b|\bErklärung\b|mitzuteilen|Kumulierungsvorschriften\szu\sbeachten",
    re.IGNORECASE,
)
_REDUCES: Final = re.compile(
    r"(?:ändert|ändern|ermäßigt|ermäßigen|verringert|kürz|angerechnet|anzurechnen|abgezogen)", re.IGNORECASE
)
_BANS: Final = re.compile(
    r"ausgeschlossen|unzulässig|ausschließ|schließ(?:t|en)\b[^.;]{0,250}\baus\b|entfällt"
    r"|nicht\s(?:\w{1,15}\s)?(?:zulässig|möglich|gestattet|erlaubt|kumulier\w{1,4}|kombinier\w{1,4}"
    r"|gefördert|gewährt|zugelassen|kumulierbar|kombinierbar)"
    r"|\bdarf\s(?:\w{1,20}\s){0,4}nicht|dürfen\s(?:\w{1,20}\s){0,6}(?:nicht|keine)|kann\s(?:\w{1,20}\s){0,4}nicht\b"
    r"|keine\s(?:\w{1,20}\s){0,2}(?:Förderung|Zuwendung)|\bnur\s(?:gewährt|gefördert|bewilligt)"
    r"|nicht\s(?:\w{1,20}\s){0,4}erfolgt"
    r"|soweit\snicht|sofern\snicht|nicht\sbereits|\bkein(?:e|en"
    r"|er)?\s(?:\w{1,25}\s){0,3}(?:in\sAnspruch|Förderung)",
    re.IGNORECASE,
)
_NOT_EXCLUDED: Final = re.compile(r"schließ(?:t|en)\b[^.;]{0,250}\bnicht\saus\b|nicht\sausgeschlossen", re.IGNORECASE)
_ALLOWS: Final = re.compile(
    r"\b(?:zulässig|möglich|erlaubt|zugelassen|gestattet|kumulierbar|kombinierbar)\b|kann\b|können\b"
    r"|darf\b|dürfen\b|abzustimmen",
    re.IGNORECASE,
)
_LIMITS: Final = re.compile(
    r"\bsofern\b|\bsoweit\b|\bwenn\b|jedoch\snur|\bnur\b|ausgenommen|mit\sAusnahme|außer\b|vorrangig"
    r"|nachrangig|Vorrang|vorbehaltlich"
    r"|nicht\süberschr|überschritten|Höchst|\bArtikels?\s8\b|Art\.\s?8\b|Kumulierungs(?:regel"
    r"|vorschrift|bestimmung)\w{0,3}|Subsidiarität",
    re.IGNORECASE,
)
_RANKS: Final = re.compile(
    r"(?:nicht|keine)\s[^.;]{0,100}\bersetzen\b|vorrangig\s(?:\w{1,20}\s){0,3}(?:in\sAnspruch"
    r"|auszuschöpfen|zu\snutzen|einzusetzen|genutzt)"
    r"|(?:Förder|Finanzierungs)möglichkeiten\b[^.;]{0,80}\bausgeschöpft"
    r"|(?:Kumulierungs(?:regel|vorschrift|bestimmung)\w{0,3})\b[^.;]{0,80}(?:Art(?:ikels?|\.)\s?8"
    r"|AGVO)[^.;]{0,40}\bbeacht",
    re.IGNORECASE,
)
_USED_FIRST: Final = re.compile(
    r"\b(?:Fördermitteln?|Mitteln?|Förderprogrammen?"
    r"|Fördermöglichkeiten)\b[^.;]{0,160}\bvorrangig\s(?:\w{1,20}\s){0,3}(?:in\sAnspruch|auszuschöpfen"
    r"|zu\snutzen|einzusetzen)",
    re.IGNORECASE,
)
_GIVERS: Final = (
    re.compile(
        r"\b(?:des\sBundes|Bundesmittel\w{0,2}|Bundesprogramm\w{0,3}|Bundesförder\w{0,12}|vom\sBund)\b", re.IGNORECASE
    ),
    re.compile(
        r"\b(?:Freistaat\w{0,2}|des\sLandes|Landesmittel\w{0,2}|Landesprogramm\w{0,3}"
        r"|Landesförder\w{0,12}|vom\sLand)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:Europäische\w?|europäische\w?|EU|EFRE|ESF|ELER)\b"),
)
_ALLOWED_UNLESS: Final = re.compile(
    r"(?<!nicht\s)\b(?:zulässig|möglich|erlaubt|zugelassen|kombiniert\swerden|kumuliert\swerden)\b"
    r"\W{0,3}(?:sofern|soweit|wenn)\b",
    re.IGNORECASE,
)


def read_cumulation(guideline: Guideline) -> CumulationClaim | None:
    """The first rule the text states on other public money."""
    for text, sentence in sentences_with(guideline, _WORDS):
        match = _TOPIC.search(sentence.words) or _USED_FIRST.search(sentence.words)
        if match is None:
            continue
        rule = _rule(sentence.words)
        if rule is not None:
            quote = passage(text, sentence, match.start(), match.end())
            return CumulationClaim(rule=rule, quote=quote, part=sentence.block.part, reader=_READER)
    return None


def _rule(words: str) -> CumulationRule | None:
    if _RANKS.search(words):
        return CumulationRule.RESTRICTED
    if _DISTRACTOR.search(words):
        return None
    limited = _LIMITS.search(words) is not None
    if _NOT_EXCLUDED.search(words):
        return CumulationRule.RESTRICTED if limited else CumulationRule.ALLOWED
    if ban := _BANS.search(words):
        following = words.find(";", ban.end())
        return _ban(words[words.rfind(";", 0, ban.start()) + 1 : following if following >= 0 else len(words)])
    if _ALLOWS.search(words):
        return CumulationRule.RESTRICTED if limited else CumulationRule.ALLOWED
    return CumulationRule.RESTRICTED if _REDUCES.search(words) else None


def _ban(words: str) -> CumulationRule:
    givers = sum(1 for giver in _GIVERS if giver.search(words))
    if givers == 1 or _ALLOWED_UNLESS.search(words):
        return CumulationRule.RESTRICTED
    return CumulationRule.FORBIDDEN
