"""Prior start: whether a project may begin before the grant.

Read: the ban ("noch nicht begonnen"), the early start that can be permitted (vorzeitiger Maßnahmebeginn, Ausnahmen), the
ban until filing ("Antrag vor Beginn", "ab Antragstellung zugelassen") and the start that is free for all. Left: lead times
("spätestens acht Wochen vor Beginn"), the start of a lease, a school year or a term, and what counts as a start.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from finder.guideline import PriorStartClaim, PriorStartRule
from rules.extract.passages import passage, sentences_with
from rules.extract.text import Guideline, Sentence, Text

_READER: Final = "prior_start/1"
_WORDS: Final = ("beginn", "begonnen", "vorzeitig", "angefangen", "vorgriff", "gestartet")
_THING: Final = (
    r"(?:Vorhaben|Maßnahme|Projekt|Bau|Arbeit|Investition|Durchführung|Beschaffung|Ausführung|Konzeptionierung)"
)
_EARLY: Final = (
    rf"(?:vorzeitige[nrms]?\s(?:\w{{1,30}}\s)?{_THING}\w{{0,12}}beginn\w{{0,2}}"
    rf"|vorzeitige[nrms]?\s(?:Beginn\w{{0,2}}|Start)\b|vorzeitig\sbegonnen"
    rf"|{_THING}\w{{0,12}}beginn\w{{0,2}}\svor\s(?:der\s)?Bewilligung)"
)
_PERMIT: Final = (
    r"(?:zulassen|zugelassen|Zulassung|zustimm\w{0,6}|Genehmigung|genehmig\w{0,4}|beantrag\w{0,4}"
    r"|einwillig\w{0,4}|erteil\w{0,4}"
    r"|gestatte\w{0,3}|bewillig\w{0,4}|Antrag|Ausnahme\w{0,2}|möglich|erlaub\w{0,4}|bedarf)"
)
_REFUSED: Final = r"(?:nicht\s(?:zulässig|möglich|zugelassen|gestattet|erlaubt)|ausgeschlossen|unzulässig|schädlich)"
_FILED: Final = (
    r"(?:Antragstellung|Antragseingang\w{0,2}|Eingangs?\sde[sr]\s(?:\w{1,20}\s)?(?:Förder"
    r"|Zuwendungs)?[Aa]ntr\w{0,4}|Posteingang)"
)
_UNBEGUN: Final = (
    r"(?:noch\s)?nicht\s(?:bereits\s|schon\s)?(?:vor\s[^.;]{1,80}?\s)?begonnen"
    r"|bereits\s(?:\w{1,20}\s)?begonnen|vor\s(?:\w{1,20}\s){0,4}begonnen"
)
_GRANT: Final = (
    r"(?:bewilligt|Bewilligung\w{0,10}|gewährt|gefördert|zuwendungsfähig|förderfähig"
    r"|(?:Zuwendungs|Förder|Bewilligungs)bescheid\w{0,2}|berücksichtigt|Förderung|Zuwendung\w{0,2}|Zusage|Förderzusage)"
)


def _pattern(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


class _Rule(NamedTuple):
    """What states a rule: words of which one has to stand in the sentence, the statement, and what it must not be about."""

    rule: PriorStartRule
    hints: tuple[str, ...]
    statement: re.Pattern[str]
    distractor: re.Pattern[str] | None


_RULES: Final = (
    _Rule(
        PriorStartRule.FORBIDDEN_BEFORE_APPLICATION,
        ("antrag", "eingang"),
        _pattern(
            rf"beginn\w{{0,2}}\b[^.;]{{0,120}}\b(?:ab|mit|nach)\s(?:dem\s|der\s"
            rf"|Datum\sde[sr]\s)?{_FILED}[^.;]{{0,100}}\b(?:zugelassen|möglich|zulässig|erlaubt)",
            rf"\b(?:ab|mit|nach)\s(?:dem\s|der\s)?{_FILED}[^.;]{{0,100}}\b(?:begonnen\swerden|beginnen"
            rf"|vorzeitige\w{{0,2}}\s\w{{0,20}}beginn)",
            r"begonnen\swerden,?\s(?:sobald|nachdem|wenn)\s[^.;]{0,30}Antrag\b[^.;]{0,100}\b(?:eingegangen|gestellt)",
        ),
        None,
    ),
    _Rule(
        PriorStartRule.ALLOWED,
        (
            "zugelassen",
            "genehmigt",
            "erteilt",
            "gestattet",
            "schädlich",
            "zulässig",
            "erlaubt",
            "möglich",
            "förderfähig",
            "nicht vor",
            "ohne",
        ),
        _pattern(
            rf"{_EARLY}[^.;]{{0,100}}\b(?:allgemein|generell|hiermit|grundsätzlich"
            rf"|pauschal)\s(?:\w{{1,20}}\s)?(?:zugelassen|erteilt|genehmigt|gestattet)",
            rf"{_EARLY}[^.;]{{0,40}}\bgilt\s[^.;]{{0,60}}\b(?:zugelassen|erteilt|genehmigt)",
            rf"{_EARLY}[^.;]{{0,30}}\bist\s(?:förderunschädlich|unschädlich|generell\s\w{{1,12}}|zulässig|erlaubt)",
            rf"{_EARLY}[^;]{{0,500}}?\b(?:wird|ist)\s(?:ab|mit|zum)\s(?:dem\s)?(?:Tag|Zeitpunkt|Datum)\w{{0,2}}\s"
            r"[^.;]{1,60}\b(?:zugelassen|genehmigt)",
            r"\b(?:\w{0,20}beginn|begonnen)\b[^;]{0,80}\b(?:ist|sind)\s(?:grundsätzlich\s)?(?:förder|zuwendungs)?unschädlich",
            r"\b(?:bereits\s)?begonnener?\s\w{3,30}\s(?:ist|sind)\s(?:ebenfalls\s|auch\s)?(?:möglich|zulässig|förderfähig)",
            r"beginn\w{0,2}\b[^.;]{0,30}\b(?:wird|ist)\srückwirkend\s[^.;]{0,60}\b(?:zugelassen|möglich)",
            r"nicht\svor\sdem\s\d{1,2}\.\s?(?:\d{1,2}\.|[A-Z]\w{2,8})\s?\d{4}\s(?:\w{1,20}\s)?begonnen",
            r"beg(?:innen|onnen\swerden)\s[^.;]{0,30}\bohne\s(?:\w{1,20}\s){0,3}Bewilligung",
        ),
        None,
    ),
    _Rule(
        PriorStartRule.FORBIDDEN_BEFORE_GRANT,
        ("ausgeschlossen", "schädlich", "zulässig", "nicht"),
        _pattern(rf"{_EARLY}[^.;]{{0,80}}\b{_REFUSED}"),
        re.compile(r"Ausnahm|es\ssei\sdenn|unschädlich", re.IGNORECASE),
    ),
    _Rule(
        PriorStartRule.PERMISSION_POSSIBLE,
        ("vorzeitig", "schädlich", "vor bewilligung", "vor der bewilligung"),
        _pattern(
            rf"{_EARLY}[^.;]{{0,200}}\b{_PERMIT}",
            rf"{_PERMIT}\b[^.;]{{0,120}}{_EARLY}",
            r"unschädliche[nrm]?\s(?:vorzeitigen?\s)?\w{0,12}(?:beginn|start)",
            r"\bvor\s(?:der\s|einer\s)?Bewilligung\s(?:\w{1,20}\s){0,3}begonnen\b[^.;]{0,120}\bAusnahme",
        ),
        re.compile(r"kein(?:en)?\sRechtsanspruch|Aus\sder\sZustimmung|Aus\seiner\sZustimmung", re.IGNORECASE),
    ),
    _Rule(
        PriorStartRule.FORBIDDEN_BEFORE_GRANT,
        ("begonnen", "beginn", "rückwirkend", "bewilligt", "erteilt"),
        _pattern(
            rf"\b{_GRANT}\b[^.;]{{0,200}}?\b(?:{_UNBEGUN})",
            rf"\b(?:{_UNBEGUN})[^.;]{{0,150}}?\b{_GRANT}",
            r"(?:nicht|darf\serst|dürfen\serst|erst)\s(?:\w{1,20}\s){0,3}(?:vor"
            r"|nach)\s(?:\w{1,20}\s){0,4}(?:Bewilligung|Zuwendungsbescheid|Förderzusage"
            r"|Zusage)\w{0,10}\b[^.;]{0,80}\b(?:begonnen|beginnen)",
            rf"vor\sBeginn\s(?:der|des"
            rf"|Ihre[rs])\s(?:\w{{1,20}}\s)?{_THING}\w{{0,8}}\b[^.;]{{0,160}}\b(?:und\sbewilligt"
            rf"|bewilligt\sworden|Bewilligung\serteilt)",
            r"\b(?:darf|dürfen)\s[^.;]{0,60}\berst\s(?:begonnen\swerden|beginnen|gestartet\swerden),?\s(?:wenn|nachdem|sobald)\s"
            r"[^.;]{0,80}\b(?:Zuwendungsbescheid|Förderbescheid|Bewilligung|Bewilligungsbescheid|Zusage|Förderzusage|bewilligt|Bescheid)",
            r"^\W{0,3}(?:Sie|Ihr\s\w{3,20})\s(?:dürfen|darf|haben|hat)\s[^.;]{0,60}\bnoch\snicht\sbegonnen(?:\shaben|\swerden)?\W{0,3}$",
            r"\b\w{0,20}beginn\b[^.;]{0,60}\bvor\s[^.;]{0,60}(?:bescheid|Bewilligung)\w{0,4}\s[^.;]{0,60}"
            r"\b(?:schließt\b[^.;]{0,40}\baus|unzulässig|nicht\szulässig|ausgeschlossen)",
            r"rückwirkende\s(?:Förderung|Bewilligung)\w{0,3}\s(?:\w{1,20}\s){0,3}(?:ausgeschlossen"
            r"|nicht\smöglich|unzulässig)",
        ),
        re.compile(
            r"\bErklärung,\sdass|bestätigt|\b(?:bei|vor|zum\sZeitpunkt\sder)\sAntragstellung\b|\bNicht\s(?:zuwendungs|förder)fähig\s(?:sind"
            r"|ist)\b[^.;]{0,200}(?:Ausgaben|Kosten|Planung)",
            re.IGNORECASE,
        ),
    ),
    _Rule(
        PriorStartRule.FORBIDDEN_BEFORE_APPLICATION,
        ("antr",),
        _pattern(
            rf"\b\w{{0,20}}[Aa]ntr[aä]g\w{{0,14}}\b[^.;]{{0,80}}?\bvor\s(?:dem\s)?(?:geplanten\s)?(?:Beginn\s(?:der"
            rf"|des|Ihre[rs]|mit)\s(?:\w{{1,20}}\s)?)?{_THING}\w{{0,12}}",
            rf"\bvor\s(?:dem\s)?(?:geplanten\s)?(?:Beginn\s(?:der|des"
            rf"|Ihre[rs])\s(?:\w{{1,20}}\s)?)?{_THING}\w{{0,8}}(?:beginn)?\b[^.;]{{0,160}}\b(?:\w{{0,12}}[Aa]ntrag\s[^.;]{{0,30}}gestellt|zu\sstellen|beantrag\w{{1,3}}|einzureichen)",
            rf"vor\sBeginn\s(?:der|des|Ihre[rs])\s(?:\w{{1,20}}\s)?{_THING}\w{{0,12}}\b[^.;]{{0,60}}\bAntrag",
            r"\b(?:bei|vor|zum\sZeitpunkt\sder)\sAntragstellung\b[^.;]{0,80}\b(?:nicht|bereits|schon)\s(?:\w{1,12}\s)?begonnen",
        ),
        re.compile(
            r"\b(?:Beratung|Genehmigung|Erlaubnis|Zustimmung)\b[^.;]{0,80}\b(?:beantragt|einzuholen)|(?:Wochen?|Monate?|Tage?)n?\s(?:\w{1,15}\s)?vor\s(?:de[rm]\s)?(?:\w{1,12}\s)?(?:Beginn|\w+beginn)",
            re.IGNORECASE,
        ),
    ),
)


_WAIVER: Final = _pattern(
    r"\bAusnahmen?\b[^.;]{0,120}\b(?:zulassen|zugelassen|zulässig|möglich|genehmig\w{1,3}|gestatte\w{1,2}|erteil\w{1,2}"
    r"|bewillig\w{1,2}|bedürfen)\b",
    r"\bin\s(?:begründeten\s)?(?:Einzelfällen|Ausnahmefällen)\b[^.;]{0,80}\bAusnahme\w{0,3}\b",
)


def read_prior_start(guideline: Guideline) -> PriorStartClaim | None:
    """The rule on an early start: what frees the start counts before what allows it on request, and that before the ban."""
    best: PriorStartClaim | None = None
    rules: Sequence[_Rule] = _RULES
    for text, sentence in sentences_with(guideline, _WORDS):
        lowered = sentence.words.lower()
        for rank, rule in enumerate(rules):
            match = rule.statement.search(sentence.words) if any(hint in lowered for hint in rule.hints) else None
            if match is None or (rule.distractor and rule.distractor.search(sentence.words)):
                continue
            quote = passage(text, sentence, match.start(), match.end())
            best = PriorStartClaim(rule=rule.rule, quote=quote, part=sentence.block.part, reader=_READER)
            rules = rules[:rank]
            if rule.rule is PriorStartRule.FORBIDDEN_BEFORE_GRANT and (waiver := _waiver(text, sentence)):
                best = waiver
                rules = tuple(other for other in rules if other.rule is not PriorStartRule.PERMISSION_POSSIBLE)
            break
    return best


def _waiver(text: Text, ban: Sentence) -> PriorStartClaim | None:
    """The sentence after a ban that lets the authority waive it ("Ausnahmen kann die Bewilligungsbehörde zulassen")."""
    place = bisect_right(text.sentences, ban.start, key=lambda sentence: sentence.start)
    for sentence in text.sentences[place : place + 1]:
        if match := _WAIVER.search(sentence.words):
            quote = passage(text, sentence, match.start(), match.end())
            return PriorStartClaim(
                rule=PriorStartRule.PERMISSION_POSSIBLE, quote=quote, part=sentence.block.part, reader=_READER
            )
    return None
