"""Cooperation: what it means that several municipalities or partners act together.

Read: what only partners together can get, what cooperation is rewarded with, and that partners may act together. Left:
associations as applicants (Zusammenschlüsse, Zweckverbände), the cooperation of offices, and names of programmes.
"""

import re
from collections.abc import Sequence
from typing import Final

from finder.guideline import CooperationClaim, CooperationRule
from rules.extract.passages import passage, sentences_with
from rules.extract.text import Guideline

_READER: Final = "cooperation/1"
_WORDS: Final = (
    "kooperation",
    "kooperier",
    "interkommunal",
    "verbund",
    "verbünde",
    "gemeinsam",
    "mehrere gemeinden",
    "mehrere kommunen",
    "mehreren",
    "trägergemeinschaft",
    "zusammenarbeit",
    "zusammenschl",
    "arbeitsgemeinschaft",
    "partner",
    "beteiligt",
)
_TOGETHER: Final = (
    r"(?:(?:inter|über)(?:-|\)\s)?(?:kommunale|gemeindliche|örtliche)[nrsm]?\s(?:\w{1,20}\s)?"
    r"(?:Kooperation\w{0,2}|Zusammenarbeit|Projekt\w{0,3}|Vorhaben|Maßnahme\w?|Lösung\w{0,2}"
    r"|Konzept\w{0,2}|Antr[aä]g\w{0,2}))"
)
_COUNT: Final = r"(?:mindestens|wenigstens|minimum)\s(?:zwei|drei|vier|fünf|[2-9])\s(?:\w{1,25}\s){0,2}"
_PARTNERS: Final = (
    r"(?:Gemeinden|Kommunen|Städten?|Landkreisen?|Gebietskörperschaften|Partnern?|Antragstell\w{1,8}"
    r"|Akteuren?|Beteiligten|Kooperationspartnern?|Projektpartnern?|Institutionen|Einrichtungen|Trägern?)"
)
_JOINT: Final = (
    r"(?:Verbund(?:projekte?n?|vorhaben|maßnahmen?)|Kooperationsprojekte?n?|Kooperationsvorhaben"
    r"|Gemeinschaftsprojekte?n?|Verbünden?)"
)


def _pattern(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


_RULES: Final[Sequence[tuple[CooperationRule, re.Pattern[str], re.Pattern[str] | None]]] = (
    (
        CooperationRule.REQUIRED,
        _pattern(
            rf"\b(?:ausschließlich|nur)\s(?:\w{{1,20}}\s){{0,2}}{_JOINT}\b",
            rf"{_JOINT}\s(?:aus|mit|von)\s{_COUNT}{_PARTNERS}",
            r"\bVerbund\w{0,2}\s(?:besteht|bestehen|setzt\ssich|muss"
            r"|müssen)\b[^.;]{0,80}\b(?:mindestens|wenigstens)\s",
            rf"\b{_COUNT}{_PARTNERS}\s[^.;]{{0,60}}\b(?:beteiligt|zusammen|gemeinsam|kooperier)",
            rf"\b(?:Zusammenschl[uü]ss\w{{0,2}}|Kooperation(?:en)?|Zusammenarbeit)\s(?:aus|von|mit|zwischen)\s{_COUNT}{_PARTNERS}",
            r"\bmuss\sMitglied\seine[rs]\s(?:\w{1,25}\s)?(?:Kooperation|Zusammenschluss|Verbund|Netzwerk)\w{0,15}",
            rf"\b(?:Voraussetzung|nur)\b[^.;]{{0,100}}\b{_TOGETHER}",
            r"(?:Abschluss|Vorlage)\seiner\s(?:\w{1,20}\s)?Kooperationsvereinbarung(?:en)?\b",
            r"Kooperations(?:vereinbarung(?:en)?|vertr[aä]ge?)\s[^.;]{0,80}\b(?:vorzulegen|beizufügen"
            r"|nachzuweisen|Voraussetzung)",
        ),
        re.compile(
            r"Verbundpartner\ssollen|Forschungseinrichtung\w{0,3}\s(?:abgeschlossen|angestrebt)"
            r"|\bsofern\b|\bfalls\b|\bIm\sFalle?\b|\bBei\sVerbund",
            re.IGNORECASE,
        ),
    ),
    (
        CooperationRule.BONUS,
        _pattern(
            rf"{_TOGETHER}[^.;]{{0,120}}\b(?:begrüßt|bevorzugt|Vorrang|vorrangig|priorisiert"
            rf"|Prozentpunkte\w?|erhöh\w{{0,4}}|Bonus|Zuschlag|bis\szu\s\d{{1,3}}\s?(?:Prozent|%|v\.))",
            rf"\b(?:begrüßt|bevorzugt|Vorrang|vorrangig|priorisiert|Prozentpunkte\w?|erhöh\w{{0,4}}"
            rf"|Bonus|Zuschlag)\b[^.;]{{0,150}}\b{_TOGETHER}",
            r"\bbevorzugt\sin\s(?:Zusammenarbeit|Kooperation)\smit\b",
            r"\bim\sRahmen\seiner\sinterkommunalen\s(?:Kooperation|Zusammenarbeit)\s(?:durchgeführt"
            r"|umgesetzt|realisiert)",
            rf"\bgemeinsame[nrs]?\s\w{{3,40}}\s[^.;]{{0,160}}\b{_COUNT}(?:Gemeinden|Kommunen|Landkreisen?)\b[^.;]{{0,120}}\b(?:erhöh"
            r"|Prozent|Zuschlag|Bonus|zusätzlich)",
            r"\bKooperation\w{0,2}\s(?:von|mehrerer|mit)\s[^.;]{0,60}\b(?:Prozentpunkte|erhöht\ssich|Bonus)",
        ),
        None,
    ),
    (
        CooperationRule.ALLOWED,
        _pattern(
            r"\bauch\svon\smehreren\b[^.;]{0,150}\b(?:Verbund|gemeinsam|durchgeführt|zusammen)",
            rf"\b(?:Einzel-|Einzelprojekte|Einzelvorhaben)\s(?:\w{{1,6}}\s){{0,3}}(?:oder|und"
            rf"|als\sauch)\s(?:auch\s)?(?:in\s|im\s)?{_JOINT}",
            r"\bEinzel-\s(?:oder|und|als\sauch)\s(?:auch\s)?Verbund(?:projekte?n?|vorhaben)",
            rf"\b(?:Bei|Für|Im\sFall(?:e)?\svon)\s{_JOINT}\s(?:mehrerer\s)?[^.;]{{0,80}}\b(?:gemeinsame"
            rf"|Verbundkoordinat\w{{1,5}}|Koordinator)",
            r"\b(?:Die\s)?Partner\seine[rs]\s(?:solchen\s)?Verbund(?:projekts?"
            r"|vorhabens?)\s[^.;]{0,40}\bZusammenarbeit\b",
            r"\b(?:Antragstellung|Förderung|Beantragung|Bewerbung)\s(?:auch\s)?(?:im|als|in\seinem)\sVerbund\w{0,15}\s[^.;]{0,30}\b(?:möglich|zulässig)",
            r"\bKooperation(?:en)?\s(?:mit|von|zwischen)\s[^.;]{0,60}\b(?:Gemeinden|Kommunen|Landkreisen?|Gebietskörperschaften)\b[^.;]{0,30}"
            r"\b(?:sind|ist)\s(?:\w{1,20}\s)?(?:möglich|zulässig|förderfähig)",
            r"\bgemeinsame[nr]?\sAntr[aä]ge?\b[^.;]{0,80}\b(?:möglich|zulässig)",
            r"\bmit\s(?:einer\s)?anderen\s(?:Gemeinden?|Kommunen?|Städten"
            r"|Landkreisen?)\s(?:\w{1,20}\s){0,2}(?:kooperieren|zusammenarbeiten)",
            r"\bmehrere\s(?:Gemeinden|Kommunen|Städte|Landkreise|Gebietskörperschaften"
            r"|Antragsteller)\b[^.;]{0,120}\b(?:gemeinsam\w{0,2}|zusammen|nur\seine\sGemeinde"
            r"|eine\sGemeinde|federführend\w{0,2})",
            r"\bsoll(?:en)?\s(?:ein\s)?Vorhaben\s(?:mit|von)\smehreren\b",
            r"\bTrägergemeinschaft(?:en)?\b|\(?inter-?\)?\s?kommunale\sArbeitsgemeinschaft(?:en)?",
            r"\b(?:können|kann|ist|sind)\b[^.;]{0,80}\b(?:gemeinsam\seinen\sAntrag"
            r"|gemeinsame[nr]?\sAntr[aä]g\w{0,2}|interkommunale\w?\s(?:Kooperation\w{0,2}|Projekte|Vorhaben))",
        ),
        re.compile(r"Soll\sein\sVorhaben", re.IGNORECASE),
    ),
)


def read_cooperation(guideline: Guideline) -> CooperationClaim | None:
    """The rule on cooperation; a demand counts before a reward, and that before a permission."""
    best: CooperationClaim | None = None
    rules = _RULES
    for text, sentence in sentences_with(guideline, _WORDS):
        for rank, (rule, statement, distractor) in enumerate(rules):
            match = statement.search(sentence.words)
            if match is None or (distractor and distractor.search(sentence.words)):
                continue
            quote = passage(text, sentence, match.start(), match.end())
            best = CooperationClaim(rule=rule, quote=quote, part=sentence.block.part, reader=_READER)
            rules = rules[:rank]
            break
    return best
