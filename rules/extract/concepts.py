"""Required concepts: plans and concepts that must exist or be presented.

Read: a named concept (compound, abbreviation, "Konzept für …", "pädagogisches Konzept") in a sentence or list item that
demands it: to be presented, to exist, to hold the project, or to be its ground. Left: concepts that the programme pays for,
papers of every application (Finanzierungsplan, Lageplan, Haushaltsplan), examples, and a bare Konzept that is not to be
presented.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from finder.frozen import Frozen
from finder.guideline import ConceptClaim
from finder.yamlfile import load_yaml
from rules.extract.passages import passage, sentences_with
from rules.extract.text import Guideline, Sentence

_READER: Final = "concepts/1"
_MOST: Final = 12
"""Entries a guideline; further ones concern ever smaller parts."""


_LONGEST: Final = 200
"""Characters of a quote: demands stand in lists, and the clause is enough."""


class _Vocabulary(Frozen):
    """Words that name concepts."""

    abbreviations: Annotated[tuple[str, ...], Field(min_length=1)]
    heads: Annotated[tuple[str, ...], Field(min_length=1)]
    names: Annotated[tuple[str, ...], Field(min_length=1)]
    no_concept: Annotated[tuple[str, ...], Field(min_length=1)]
    attributes: Annotated[tuple[str, ...], Field(min_length=1)]


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_VOCABULARY: Final = _Vocabulary.model_validate(load_yaml(Path(__file__).with_suffix(".yml")))
_ABBREVIATIONS: Final = frozenset(_VOCABULARY.abbreviations)
_WORDS: Final = (
    "konzept",
    "analyse",
    *(word.lower() for word in (*_VOCABULARY.heads, *_VOCABULARY.names, *_ABBREVIATIONS)),
)
_ENDING: Final = r"(?:s|es|e|en|n|ung|ungen)?"
_NAMED: Final = re.compile(
    rf"(?<![\w/-])(?:(?:\w{{2,20}}-\s(?:und|oder|sowie)\s)?[\w/-]{{0,40}}?(?:{_any(_VOCABULARY.heads)}"
    rf"|{_any(_VOCABULARY.names)}){_ENDING}"
    rf"|(?-i:(?:{_any(_VOCABULARY.abbreviations)})s?))(?![\w-])",
    re.IGNORECASE,
)
_GENERIC: Final = re.compile(r"(?<![\w/-])(?:Konzept(?:s|es|ion)?|Analyse)(?![\w/-])")
_ATTRIBUTE: Final = re.compile(
    rf"(?:\b(?:{_any(_VOCABULARY.attributes)})\w{{0,3}}\s|(?-i:\b[A-ZÄÖÜ]{{2,6}})\s)$", re.IGNORECASE
)
_ARTICLE: Final = re.compile(r"\b(?:ein|eine[mnrs]?|entsprechende[nrs]?)\s$", re.IGNORECASE)
_OF_WHAT: Final = re.compile(
    r"\s(?:für|zur|zum|des|der|mit\s(?:Aussagen|Angaben))\s[\w-]{3,40}(?:\s(?!und\b|oder\b|sowie\b"
    r"|\w*zu\w{2,}en\b)[\w-]{3,40}){0,2}"
)
_ADJECTIVES: Final = re.compile(r"(?<!\w)(?:(?:[a-zäöüß]{4,30}(?:e[nrsm]?)|Integrierte[nrs]?|[A-ZÄÖÜ]{2,6})\s){1,3}$")
_NO_ADJECTIVE: Final = re.compile(
    r"^(?:\w*(?:eine[nrms]?|liegende[nrms]?|legende[nrms]?|genannte[nrms]?)|de[nrms]|die|das"
    r"|diese[nrms]?|jeweilige[nrs]?|entsprechende[nrs]?|weitere[nrs]?|außerdem|sowie|oder"
    r"|vorhandene[nrs]?|(?:er|vor|aus|auf)\w{3,}t?e[nrs]?|zugrunde|bestehende[nrms]?|erstellende[nrms]?|geltende[nrms]?)\s"
)
_SHORT_NAME: Final = re.compile(r"\s?\(([„\"]?[A-Za-zÄÖÜ][\wÄÖÜ-]{1,9}[“\"]?)\)")

_PRESENTED: Final = re.compile(
    r"\b(?:vorzulegen\w{0,2}|vorgelegt\w{0,2}|vorlegen|vorlegt|Vorlage|beizufügen\w{0,2}|beigefügt"
    r"|beizulegen|einzureichen|eingereicht|nachzuweisen|vorzuweisen"
    r"|nachgewiesen|beizubringen|vorzusehen|darzulegen|Vorhandensein)\b",
    re.IGNORECASE,
)
_SPLIT_VERB: Final = (
    re.compile(r"\b(?:leg(?:t|en)|füg(?:t|en)|reich(?:t|en)|weis(?:t|en)|liegt)\b[^.;]{0,100}$", re.IGNORECASE),
    re.compile(r"^[^.;]{0,100}?\b(?:vor|bei|ein|nach)(?=\W{0,2}(?:$|und\b|[,;]))", re.IGNORECASE),
)
"""The two parts of "legt … vor", "fügt … bei", "weist … nach" around a concept."""
_BEFORE: Final = re.compile(
    r"(?:\b(?:verfügt|verfügen|verfügend)\b[^.;]{0,100}"
    r"|\bBestandteile?\s[^.;]{0,140}"
    r"|\b(?:Voraussetzung(?:en)?|\w+voraussetzung(?:en)?|voraus|vorausgesetzt|besteht\saus)\b[^.;]{0,200}"
    r"|\b(?:auf\s(?:der\s)?(?:Grundlage|Basis)|zu\s?[Gg]runde\sliegenden)\s[^.;]{0,40}"
    r"|\bim\sSinne\s(?:de[rs]|eine[rs])\s[^.;]{0,40}|\b(?:muss"
    r"|müssen)\s(?:\w{1,20}\s){0,3}aus\s(?:de[mnr]|eine[mr])\s[^.;]{0,60}"
    r"|\bEinklang\smit\s[^.;]{0,60}|\bvereinbar\smit\s[^.;]{0,60}|\bKompatibilität\smit\s[^.;]{0,60}"
    r"|\b(?:basier(?:t|en)|beruh(?:t|en))\sauf\s[^.;]{0,40}"
    r"|\bGrundlage\s(?:der|für\sdie|einer)\s(?:Förderung|Zuwendung|Bewilligung)\s(?:ist|sind|bildet|bilden)\s[^.;]{0,80}"
    r"|\b(?:entspricht|entsprechen|dient|dienen)\s(?:dem|den|der|einem|einer)\s(?:\w{1,30}\s){0,2}"
    r"|\bUmsetzung\seine[rs]\s[^.;]{0,30}|\bliegt\s(?:ein|eine)\s[^.;]{0,60}"
    r"|\bsich\s(?:\w{1,20}\s){0,3}in\s(?:das|die|den|ein|eine|einen)\s(?:\w{1,30}\s){0,3}"
    r"|\baus\s(?:de[mr]|eine[mr])\s(?:bestehenden|vorliegenden|beschlossenen|erarbeiteten|genehmigten"
    r"|abgestimmten|anerkannten)\s(?:\w{1,30}\s){0,2})$",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    r"^[^.;]{0,110}?\b(?:vorliegt|vorliegen|liegt\s[^.;]{0,40}\bvor|vorhanden|verfügt|verfügen|enthalten|aufgenommen|verankert"
    r"|vorgesehen|ausgewiesen|benannt|eingeordnet|abgeleitet|einfügt|einfügen"
    r"|einordne[nt]|eingebettet|eingebunden|entspricht|entsprechen|hervorgeh(?:t|en)|existiert|voraus"
    r"|Voraussetzung|zugrunde|zu\sGrunde|zu\sberücksichtigen|Grundlage\sder\sFörderung"
    r"|erforderlich|darzustellen|umzusetzen)\b",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(
    r"beizufügen|vorzulegen|einzureichen|nachzuweisen|\bUnterlagen|Voraussetzung|\b(?:wenn|sofern"
    r"|soweit|dass)\W{0,3}$|\bvoraus\b|beigefügt|\bAntrag\s(?:\w{1,12}\s)?(?:umfasst|enthält|besteht)",
    re.IGNORECASE,
)
_PAPERS: Final = re.compile(
    r"beizufügen|vorzulegen|einzureichen|nachzuweisen|\bUnterlagen|beigefügt|\bAntrag\s(?:\w{1,12}\s)?(?:umfasst|enthält|besteht)",
    re.IGNORECASE,
)
_PAID_LEAD: Final = re.compile(
    r"(?:gefördert\s(?:wird|werden)|(?:zuwendungs|förder)fähig\s(?:ist|sind)"
    r"|Gegenstand\sder\sFörderung|folgende\s(?:Maßnahmen|Ausgaben|Vorhaben))",
    re.IGNORECASE,
)
_PAID: Final = re.compile(
    r"(?:\bgefördert\s(?:wird|werden)\b(?!\snur|,?\swenn)|\bwird\s[^.;]{0,30}gefördert|(?:zuwendungs"
    r"|förder)fähig\s(?:ist|sind)|(?:Ausgaben|Kosten|Aufwendungen|Honorare)\s(?:für|der|zur))[^.;]{0,200}$",
    re.IGNORECASE,
)
_PAID_HEADING: Final = re.compile(
    r"Gegenst[aä]nde?\b|Was\swird\sgefördert|Zuwendungszweck|Förderziel|Rechtsgrundlage|Auswahl|Bewertung",
    re.IGNORECASE,
)
_MADE: Final = re.compile(
    r"\b(?:Erstellung|Erarbeitung|Fortschreibung|Entwicklung|Aufstellung|Ausarbeitung|Aktualisierung"
    r"|Konzipierung|Koordination|Erstellen|Erarbeiten|entwickeln|entwickelt)\s"
    r"(?:\w{1,30}\s){0,8}$",
    re.IGNORECASE,
)
_TO_BE_MADE: Final = re.compile(r"^\s(?:\w{1,20}\s)?zu\s(?:entwickeln|erarbeiten|erstellen|konzipieren)", re.IGNORECASE)
_NO_DEMAND: Final = re.compile(
    r"\b(?:kein(?:e[nrs]?)?|ohne)\s(?:\w{1,20}\s)?$|\b(?:wie|z\.\s?B\.|zum\sBeispiel|beispielsweise"
    r"|insbesondere|gegebenenfalls|ggf\.)\s[^.;]{0,90}$",
    re.IGNORECASE,
)
_OTHER_MATTER: Final = re.compile(
    r"\bsoll(?:en)?\s(?:dabei\s|zwingend\s)?enthalten|Auszahlung|Verwendungsnachweis|Sachbericht"
    r"|\b(?:am\sEnde|zum\sEnde|zum\sAbschluss|nach\sAbschluss|während\sde[rs]|innerhalb\sde[rs]|Endfassung"
    r"|nach\s(?:zwei|drei|\d)\s(?:Jahren|Monaten))\b(?=[^.;]{0,60}(?:zeitraum|phase|laufzeit|Förder|Vorhaben|Projekt|Konzept|konzept|plan))"
    r"|Vorteilhaft|Voraussetzung,?\s(?:um|damit)|Haushaltssicherung|Haushaltskonsolidierung",
    re.IGNORECASE,
)
_NEAR: Final = 220
_CLOSE: Final = 130


@dataclass(frozen=True)
class _Named:
    """A concept a sentence speaks of: its place there, its name, what it is recognised again by, and whether it is generic."""

    start: int
    end: int
    name: str
    keys: tuple[str, ...]
    generic: bool
    bare: bool = False
    """Generic, and nothing tells of what it is: "ein Konzept"."""


def read_concepts(guideline: Guideline) -> tuple[ConceptClaim, ...]:
    """Each demanded concept once, under the name and with the words of its first demand; at most twelve."""
    found: dict[str, ConceptClaim] = {}
    known: set[str] = set()
    for text, sentence in sentences_with(guideline, _WORDS):
        for named in _named(sentence):
            if known.intersection(named.keys) or len(found) == _MOST or not _demanded(sentence, named):
                continue
            known.update(named.keys)
            quote = passage(text, sentence, named.start, named.end, longest=_LONGEST)
            found[named.keys[0]] = ConceptClaim(name=named.name, quote=quote, part=sentence.block.part, reader=_READER)
    return tuple(found.values())


def _named(sentence: Sentence) -> Iterator[_Named]:
    words = sentence.words
    covered = 0
    for match in _NAMED.finditer(words):
        word = match[0].lower()
        if match.start() < covered or not _is_noun(match[0]) or any(other in word for other in _VOCABULARY.no_concept):
            continue
        if _stem(word) == "konzept":
            continue
        short = _SHORT_NAME.match(words, match.end())
        covered = short.end() if short else match.end()
        keys = (_stem(word), short[1].lower()) if short else (_stem(word),)
        yield _Named(match.start(), match.end(), _full_name(words, match.start(), covered), keys, generic=False)
    for match in _GENERIC.finditer(words):
        of_what = _OF_WHAT.match(words, match.end())
        told = of_what or _ATTRIBUTE.search(words, max(0, match.start() - 45), match.start())
        if told or _ARTICLE.search(words, max(0, match.start() - 45), match.start()):
            name = _full_name(words, match.start(), of_what.end() if of_what else match.end())
            key = f"{name.lower()} {sentence.block.start}"
            yield _Named(match.start(), match.end(), name, (key,), generic=True, bare=not told)


def _is_noun(word: str) -> bool:
    return word[0].isupper() or word in _ABBREVIATIONS


def _full_name(words: str, start: int, end: int) -> str:
    """The word with the adjectives before it."""
    leading = _ADJECTIVES.search(words, max(0, start - 70), start)
    name = words[leading.start() if leading else start : end]
    while shorter := _NO_ADJECTIVE.match(name):
        name = name[shorter.end() :]
    return name


def _stem(word: str) -> str:
    """The word without its ending; a plan and its Planung, a Konzept and its Konzeption are one."""
    return re.sub(r"(?:ionen|ion|ungen|ung|es|en|s|e)$", "", re.split(r"[ /]", word)[-1])


def _demanded(sentence: Sentence, named: _Named) -> bool:
    words = sentence.words
    before = words[max(0, named.start - _NEAR) : named.start]
    after = words[named.end : named.end + _NEAR]
    lead = sentence.block.lead or ""
    if _NO_DEMAND.search(before) or _TO_BE_MADE.match(after) or _OTHER_MATTER.search(words):
        return False
    presented = (
        _PRESENTED.search(before[-_CLOSE:])
        or _PRESENTED.search(after[:_CLOSE])
        or (_SPLIT_VERB[0].search(before) and _SPLIT_VERB[1].search(after))
    )
    if _MADE.search(before) and not _PRESENTED.search(after[:50]):
        return False
    if presented:
        return True
    if (
        _PAID.search(before)
        or _PAID_LEAD.search(lead)
        or (named.bare and not _PAPERS.search(lead))
        or (named.generic and not _LEAD.search(lead) and not _strict(before, after))
    ):
        return False
    return bool(_BEFORE.search(before) or _AFTER.match(after) or _LEAD.search(lead))


def _strict(before: str, after: str) -> bool:
    """Whether a generic Konzept is demanded by the words right beside it."""
    return bool(_BEFORE.search(before) or _AFTER.match(after[:60]))
