"""Numbers with a unit as German funding texts write them: money, percentages, points, years, fractions.

Read: "1,5 Mio. €", "250 TEUR", "50 000 Euro", "EUR 2.500,00", "80 v. H.", "zehn Prozent", "60, 70 oder 80 Prozent",
"zwischen 10.000 und 50.000 EUR", "66 2/3 Prozent", "drei Viertel", "die Hälfte", "fünf Jahre", "24 Monate".
Left: numbers without a unit, Deutsche Mark, cents, percentages above 100.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final


class Unit(StrEnum):
    """What a number counts."""

    EURO = "euro"
    PERCENT = "percent"
    POINTS = "points"
    """Percentage points."""
    YEARS = "years"


class Bound(StrEnum):
    """Which side of the number is meant, by the words beside it."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    ABOVE = "above"
    AT_MOST = "at_most"
    BELOW = "below"


@dataclass(frozen=True)
class Quantity:
    """One number with its unit: words[start:end], from its first character to the end of the unit it shares."""

    start: int
    end: int
    value: Decimal
    """Euros, percent (thirds with two decimals), percentage points or years (months as parts of years)."""
    unit: Unit
    bound: Bound = Bound.EXACT
    lead: int = -1
    """Where the words of a bound before the number begin ("bis zu"); -1 where there are none."""


_HUNDRED: Final = Decimal(100)
_MONTHS_OF_YEAR: Final = 12
_UNSCALED: Final = 1000
"""A number from here on does not share the "Mio." of the next: "10.000 bis 1 Mio. Euro"."""


def _spelled() -> dict[str, int]:
    ones = ("ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
    teens = ("zehn", "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn")
    tens = ("zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")
    words = {one: at for at, one in enumerate(ones, start=1)} | {teen: at for at, teen in enumerate(teens, start=10)}
    for at, ten in enumerate(tens, start=2):
        words[ten] = 10 * at
        words |= {f"{one}und{ten}": 10 * at + words[one] for one in ones}
    words |= {"hundert": 100} | {f"{one}hundert": 100 * words[one] for one in ones}
    words |= {"tausend": 1000} | {f"{word}tausend": 1000 * value for word, value in words.items()}
    return words | {f"ein{ending}": 1 for ending in ("e", "em", "en", "er", "es")}


_SPELLED: Final = _spelled()
_WORD: Final = (
    r"(?:eine[mnrs]?\b|(?:zwei|drei|vier|fünf|sechs|sech|sieben|sieb|acht|neun|zehn|elf|zwölf|zwan|ein|und|zig|ßig|hundert"
    r"|tausend){1,7})"
)
_DIGITS: Final = (
    r"(?:[0-9]{1,3}(?:[.\u0020\u00a0\u202f\u2009'’][0-9]{3}){1,4}(?![0-9])|[0-9]{1,12})"
    r"(?:,[0-9]{1,4}|\.[0-9]{1,2}(?![0-9.])|,[-–—]{1,2})?"
)
_NUMBER: Final = rf"(?:{_DIGITS}|{_WORD})"
_JOIN: Final = (
    r"(?:\s?-?\s(?:bis\s+zu|bis|und|oder|bzw\.|beziehungsweise)\s(?:auf\s|maximal\s|höchstens\s)?|\s?[-–—/]\s?)"
)
_LAST: Final = rf"\s(?:und|oder|bzw\.|beziehungsweise)\s{_NUMBER}"
_NUMBERS: Final = rf"(?P<numbers>{_NUMBER}(?:(?:,\s{{1,2}}{_NUMBER}){{1,3}}{_LAST}|{_JOIN}{_NUMBER})?)"
_SCALES: Final = {"millia": 1_000_000_000, "mrd": 1_000_000_000, "m": 1_000_000, "t": 1_000, "k": 1_000}
_SCALE: Final = r"Mio\b\.?|Millionen\b|Million\b|Mrd\b\.?|Milliarden?\b|Tsd\b\.?|Tausend\b"
_SUFFIXED: Final = re.compile(
    rf"""
    (?<![\w.,/§]) {_NUMBERS} (?: \s? (?P<third>[12]\s?/\s?3(?![0-9])|[⅓⅔]) )?
    [\s\u00ad-]{{0,2}} (?:(?P<scale>{_SCALE}|T(?=EUR|€|\s?Euro)|k(?=EUR|€)) \s? )?
    (?P<unit> (?:%|Prozent|v\.\s?H\.?)-?\s?[Pp]unkte?n? | % | Prozent[a-zäöü]{{0,12}} | v\.\s?H\b\.? | vH\b | vom\s+Hundert\b
      | EUR\b | Euro\b | € | Jahr(?:e[ns]?|s)?\b | jährige?[nrms]?\b | Monat(?:e[ns]?|s)?\b | monatige?[nrms]?\b )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PREFIXED: Final = re.compile(
    rf"(?<![\w])(?P<thousand>T)?(?P<unit>EUR|Euro|€)\s?(?P<numbers>{_DIGITS}(?:{_JOIN}{_DIGITS})?)(?:\s?(?P<scale>{_SCALE}))?(?![\w])",
    re.IGNORECASE,
)
_FRACTION: Final = re.compile(
    r"""
    \b (?P<count>ein(?:e[mns]?)?|zwei|drei|vier|[1-4]) [\s-]? (?P<part>Drittel|Viertel|Fünftel|Zehntel)s?n?\b
    | \b (?P<half>Hälfte) \b
    | (?<![\w.,/§]) (?<!Nr\.\s) (?<!Nummer\s) (?P<slash>1/2|1/3|2/3|3/4) (?![\w/])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PARTS: Final = {"drittel": 3, "viertel": 4, "fünftel": 5, "zehntel": 10}
_CUE: Final = re.compile(
    r"%|prozent|v\.\s?h|vh|hundert|€|eur|jahr|jähr|monat|hälfte|drittel|viertel|fünftel|[123]/[234]", re.IGNORECASE
)
_NUMBERING: Final = re.compile(
    r"(?:\b(?:Nr|Nrn|Nummern?|Ziff(?:er)?n?|Buchst(?:aben?)?|Abschnitte?|Punkte?|Kapitel|Absatz|Absätze|Abs|Satz|Artikel|Art|Anlage|"
    r"Stufen?|Teil|Modul|Tabelle|Priorität|Phase|Klasse|Kategorien?)\b\.?|§§?)\s{0,2}$",
    re.IGNORECASE,
)
_BOUNDS: Final = {
    Bound.AT_MOST: r"bis\s+zu(?:r|m)?|bis\s+auf|bis(?:\s+einschließlich)?|(?:aller)?höchstens|maximal(?:en?)?|max\.|längstens|"
    r"nicht\s+(?:mehr|höher|länger)\s+als|nicht\s+über|(?:begrenzt|beschränkt|limitiert|gedeckelt)\s+auf",
    Bound.AT_LEAST: r"mindestens|mind\.|minimal|wenigstens|zumindest|ab|nicht\s+unter|"
    r"nicht\s+(?:weniger|geringer|kürzer|niedriger)\s+als",
    Bound.BELOW: r"unter|unterhalb|(?:weniger|geringer|niedriger|kleiner)\s+als|kleiner",
    Bound.ABOVE: r"über|oberhalb|(?:mehr|höher|größer)\s+als|größer",
}
_FILLER: Final = (
    r"(?:\s+(?:jedoch|aber|insgesamt|jeweils|jährlich|einmalig|rund|ca\.|etwa|von|zu|auf|in|um|für|i\.\s?H\.\s?v\.|"
    r"(?:einer|der)?\s?(?:Gesamt)?Höhe(?:\s+von)?|(?:einem|einen|dem)\s+(?:\w{1,20})?(?:betrag|satz|wert|anteil|summe)e?s?(?:\s+von)?|"
    r"die\s+Dauer\s+von|einer\s+(?:\w{1,20})?(?:quote|summe|dauer|höhe|grenze)(?:\s+von)?|bis|zu|maximal|höchstens|mindestens))"
)
_SIDES: Final = "|".join(f"(?P<{bound.name}>{words})" for bound, words in _BOUNDS.items())
_BEFORE: Final = re.compile(rf"(?<!\w)(?:{_SIDES}){_FILLER}{{0,4}}\s*$", re.IGNORECASE)
_BOUND_WINDOW: Final = 80
_AFTER: Final = re.compile(
    r"[^.;:,()0-9]{0,60}?\b(?:(?P<AT_MOST>nicht\s+(?:zu\s+)?(?:über(?:steig|schreit)(?:t|en|et)|überschritten|überstiegen|hinausgeh(?:t|en))|begrenzt|beschränkt|gedeckelt|limitiert)"
    r"|(?P<AT_LEAST>nicht\s+(?:zu\s+)?unterschr(?:eiten|eitet|itten))"
    r"|(?P<ABOVE>über(?:steig|schreit)(?:t|en|et)|überschritten)|(?P<BELOW>unterschr(?:eiten|eitet|itten)))\b"
    r"|\s(?:(?:und|oder)\s(?:(?P<more>mehr|darüber|höher|länger)|(?P<less>weniger|darunter)))\b",
    re.IGNORECASE,
)
_WORDS_AFTER: Final = {"more": Bound.AT_LEAST, "less": Bound.AT_MOST}
_RANGE: Final = re.compile(r"\bbis\b(?!\s+zu\b)|[-–—]")
_BETWEEN: Final = re.compile(r"\bzwischen\s+(?:\w{1,12}\s+)?$", re.IGNORECASE)
_TO: Final = re.compile(r"\s(?:bis|[-–—])\s(?:(?:EUR|Euro|€)\s?)?", re.IGNORECASE)
_AND: Final = re.compile(r"\sund\s(?:(?:EUR|Euro|€)\s?)?", re.IGNORECASE)
_EACH: Final = re.compile(_NUMBER, re.IGNORECASE)


@lru_cache(maxsize=1024)
def find_quantities(words: str) -> tuple[Quantity, ...]:
    """All numbers with a unit, in their order. Linear in the length; never raises.

    Kept for the latest sentences, as several readers ask for the same ones.
    """
    if not _CUE.search(words):
        return ()
    matches = [match for pattern in (_SUFFIXED, _PREFIXED, _FRACTION) for match in pattern.finditer(words)]
    found: list[Quantity] = []
    covered = 0
    for match in sorted(matches, key=lambda one: (one.start(), -one.end())):
        if match.start() < covered:
            continue
        read = list(_fraction(match) if match.re is _FRACTION else _quantities(words, match))
        if read:
            ranged = match.re is not _FRACTION and _is_range(words, match)
            found.extend(_bounded(words, match.start(), read, covered, ranged=ranged))
            covered = match.end()
    return tuple(_ranges_of_units(words, found))


def bound_at_end(words: str) -> Bound:
    """The bound that the last words give to the number after them: "… die Ausgaben mehr als"."""
    before = _BEFORE.search(words[-_BOUND_WINDOW:].rstrip(" :-–"))
    return Bound[before.lastgroup] if before and before.lastgroup else Bound.EXACT


def _quantities(words: str, match: re.Match[str]) -> Iterator[Quantity]:
    numbers = list(_EACH.finditer(words, match.start("numbers"), match.end("numbers")))
    if _NUMBERING.search(words, max(0, match.start() - 25), match.start()):
        numbers = numbers[1:]
    unit, factor = _unit(match)
    for number in numbers:
        value = _value(number[0])
        if value is None:
            continue
        value = _with_third(match, value) if unit is Unit.PERCENT else value
        scaled = _scaled(match, value) if number.end() == match.end("numbers") or value < _UNSCALED else value
        if unit is Unit.YEARS:
            scaled = scaled if factor == 1 else (scaled / factor).quantize(Decimal("0.01")).normalize() + 0
        if scaled > 0 and not (unit is Unit.PERCENT and scaled > _HUNDRED):
            yield Quantity(number.start(), match.end(), scaled, unit)


def _unit(match: re.Match[str]) -> tuple[Unit, int]:
    """The unit, and how many of it make the one that counts (months of a year)."""
    written = match["unit"].lower()
    if "punkt" in written:
        return Unit.POINTS, 1
    if written.startswith(("jahr", "jähr")):
        return Unit.YEARS, 1
    if written.startswith("monat"):
        return Unit.YEARS, _MONTHS_OF_YEAR
    return (Unit.EURO if written.startswith(("eur", "€")) else Unit.PERCENT), 1


def _value(written: str) -> Decimal | None:
    if not written[0].isascii() or not written[0].isdigit():
        spelled = _SPELLED.get(written.lower())
        return None if spelled is None else Decimal(spelled)
    whole, _, fraction = written.partition(",")
    if re.fullmatch(r"[0-9]{1,12}\.[0-9]{1,2}", whole):
        return Decimal(whole)
    digits = re.sub(r"[^0-9]", "", whole)
    return Decimal(f"{digits}.{fraction}") if fraction.isdigit() else Decimal(digits)


def _with_third(match: re.Match[str], value: Decimal) -> Decimal:
    third = match.re is _SUFFIXED and match["third"]
    if not third:
        return value
    return value + (Decimal("0.33") if third[0] in "1⅓" else Decimal("0.67"))


def _scaled(match: re.Match[str], value: Decimal) -> Decimal:
    written = (match["scale"] or "").lower()
    if match.re is _PREFIXED and match["thousand"]:
        return value * 1000
    return value * next((factor for scale, factor in _SCALES.items() if written.startswith(scale)), 1)


def _fraction(match: re.Match[str]) -> Iterator[Quantity]:
    if match["half"]:
        upper, lower = 1, 2
    elif match["slash"]:
        upper, lower = map(int, match["slash"].split("/"))
    else:
        count = match["count"].lower()
        upper, lower = int(count) if count.isdigit() else _SPELLED[count], _PARTS[match["part"].lower()]
    percent = (_HUNDRED * upper / lower).quantize(Decimal("0.01"))
    value = percent.to_integral_value() if percent == percent.to_integral_value() else percent
    if value <= _HUNDRED:
        yield Quantity(match.start(), match.end(), value, Unit.PERCENT)


def _is_range(words: str, match: re.Match[str]) -> bool:
    between = _BETWEEN.search(words, max(0, match.start() - 30), match.start())
    return bool(between) or bool(_RANGE.search(_EACH.sub("", match["numbers"])))


def _ranges_of_units(words: str, found: list[Quantity]) -> Iterator[Quantity]:
    """The same quantities; two with a unit each that make a range ("5.000 Euro bis 25.000 Euro") are its ends."""
    opened = False
    for index, quantity in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        opens = following is not None and _opens_range(words, quantity, following)
        bound = Bound.AT_MOST if opened else Bound.AT_LEAST if opens else quantity.bound
        yield _as(quantity, bound, quantity.lead)
        opened = opens and not opened


def _opens_range(words: str, quantity: Quantity, following: Quantity) -> bool:
    if quantity.unit is not following.unit or not quantity.end < following.start or quantity.value >= following.value:
        return False
    if _TO.fullmatch(words, quantity.end, following.start):
        return True
    between = _BETWEEN.search(words, max(0, quantity.start - 30), quantity.start) is not None
    return between and _AND.fullmatch(words, quantity.end, following.start) is not None


def _bounded(words: str, start: int, read: list[Quantity], floor: int, *, ranged: bool) -> Iterator[Quantity]:
    """The same quantities with their bounds: of a range the ends, else what the words before or after say."""
    if ranged and len(read) == 2:  # noqa: PLR2004
        yield _as(read[0], Bound.AT_LEAST)
        yield _as(read[1], Bound.AT_MOST)
        return
    window = max(floor, start - _BOUND_WINDOW)
    before = _BEFORE.search(words[window:start])
    if before and before.lastgroup:
        for one in read:
            yield _as(one, Bound[before.lastgroup], window + before.start())
        return
    after = _AFTER.match(words, read[-1].end)
    bound = Bound.EXACT
    if after and after.lastgroup:
        bound = _WORDS_AFTER.get(after.lastgroup) or Bound[after.lastgroup]
    for one in read:
        yield _as(one, bound)


def _as(quantity: Quantity, bound: Bound, lead: int = -1) -> Quantity:
    return Quantity(quantity.start, quantity.end, quantity.value, quantity.unit, bound, lead)
