"""The part of a guideline a sentence speaks of: by the heading it stands under, or by the number it refers to.

Parts are what is funded: modules, Fördergegenstände, Teil A and B, Ziffer II Nummer 3. Headings that order the guideline
itself (Allgemeines, Verfahren, Inkrafttreten) are none. A reference counts only where measures, money or applicants are
"nach" that number; references to laws and administrative regulations are none.
"""

import re

_NAMES = (
    "modul|teil|baustein|linie|gegenstand|bereich|schwerpunkt|säule|tatbestand|maßnahme|programmteil|programm|variante"
)
_PART = re.compile(rf"(?:Förder)?(?:{_NAMES})\s?(?:[A-Z]|\d{{1,2}}|[IVX]{{1,4}})(?:\.\d{{1,2}})?\b", re.IGNORECASE)
_ORDER_OF_THE_TEXT = re.compile(
    r"\b(?:Allgemein|Inkrafttreten|Außerkrafttreten|Schluss|Übergang|Verfahren|Geltung|Rechtsgrundlage|Begriff"
    r"|Grundsätze|Gemeinsame|Sonstige|Übersicht|Richtlinienübersicht|Anlage)"
    r"|\b(?:bestimmt|enthält|regelt|gliedert|findet|umfasst)\b",
    re.IGNORECASE,
)

_CUES = ("nummer", "nr.", "nrn.", "ziffer", "buchstabe", "fördergegenst", "modul", "baustein")
_MARK = r"(?:\d{1,2}(?:\.\d{1,2}){0,4}\.?(?!\d)|[IVX]{1,5}\.?|[a-z]\)?|[A-H])(?![\wäöüß/])"
_MORE = rf"(?:\s?(?:,|und|oder|bis|sowie|bzw\.)\s(?:Nr\.\s|Nummer\s)?{_MARK}){{0,8}}"
_LEVEL = (
    r"(?:Nummern?|Nrn?\.|Ziffern?|Buchstaben?|Fördergegenst(?:and|ände|änden|ands)|Moduls?|Modulen?|Bausteins?|Teil)"
)
_REFERENCE = rf"(?P<part>{_LEVEL}\s{_MARK}{_MORE}(?:\s{_LEVEL}\s{_MARK}{_MORE}){{0,3}})"
_FUNDED = (
    r"(?:Maßnahmen?|Vorhabens?|Zuwendung(?:en)?|Förderung(?:en)?|Projekten?|Fördergegenst\w+|Fördertatbest\w+|Förderfällen?"
    r"|Fällen|Ausgaben|Zuwendungsempfänger|Antragsteller|Antragsberechtigte?|Antragsberechtigt\ssind)"
)
_ATTACHED = re.compile(
    rf"(?:\b{_FUNDED}(?:\s[\wäöüß]+){{0,2}}?\s(?:nach|gemäß|unter|entsprechend|aus|zu|für|im\sSinne\s(?:von|der))"
    rf"|^\W{{0,4}}(?:Bei|Für|Im|In\sden\sFällen)(?:\s(?:der|den|die|dem))?)\s(?:der\s|den\s|dem\s)?{_REFERENCE}",
)
_OF_A_LAW = re.compile(
    r"^[^.;:]{0,40}?\b(?:Verordnung|VO|Verwaltungsvorschrift\w*|VwV|VV|Gesetz\w*|§|AGVO|ANBest|Beschluss\w*|[A-ZÄÖÜ]*HO|Anhangs?"
    r"|Anlage|Rahmenplan\w*|Rahmenregelung\w*|Ausschreibung|Nebenbestimmungen|VOB|UVgO)"
)


def heading_part(heading: str) -> str | None:
    """The part a heading opens; None for headings of other things and for those that order the guideline itself."""
    return heading if _PART.match(heading) and not _ORDER_OF_THE_TEXT.search(heading) else None


def opens_part(words: str) -> bool:
    """Whether words begin like the heading of a part."""
    return bool(_PART.match(words))


def referred_part(words: str) -> str | None:
    """The part a sentence refers to, as it is written ("Ziffer II Nummer 3"); None where it refers to none of the text's."""
    lowered = words.lower()
    if not any(cue in lowered for cue in _CUES):
        return None
    for found in _ATTACHED.finditer(words):
        if not _OF_A_LAW.match(words[found.end() : found.end() + 60]):
            return " ".join(found["part"].split())
    return None
