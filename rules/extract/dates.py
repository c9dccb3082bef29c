"""Dates as funding texts write them, with their place.

Read: days ("31.12.2026", "31.12.26", "1. Oktober 2026", "2026-12-31"), days of every year ("30.09. eines jeden Jahres",
"jeweils zum 31. März und 30. September"), months, quarters, years and terms of years ("2021 bis 2024").
Left: months without a year, half-years, and every number that a section number or an amount explains as well. A day
is never made up: "Ende 2027" is a year.
"""

import datetime
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

_LEAP_YEAR: Final = 2000
_CENTURY_TURNS: Final = 70
"""A year of two digits from here on is one of the 20th century."""


class Precision(StrEnum):
    """How exactly a date is given."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True)
class DateFound:
    """One date: words[start:end]."""

    start: int
    end: int
    date: datetime.date | None
    """The day, where day, month and year are given."""
    annual: str | None
    """A day without a year, "10-31"."""
    year: int | None
    precision: Precision
    of_law: bool = False
    """Whether it dates a law, a guideline or its publication ("vom 12. Juni 2018 (BGBl. I S. 153)")."""
    recurring: bool = False
    """Whether the words say that the day comes every year ("jeden Jahres", "jeweils zum", "des Vorjahres")."""
    last_day: datetime.date | None = None
    """The last day of the month, quarter or year; the day itself for a day of one year."""


_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "januar jänner jan",
            "februar feber feb",
            "märz maerz mrz",
            "april apr",
            "mai",
            "juni jun",
            "juli jul",
            "august aug",
            "september sept sep",
            "oktober okt",
            "november nov",
            "dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH: Final = rf"(?P<name>(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b)\.?"
_DIGIT: Final = re.compile(r"[0-9]")
_YEAR: Final = r"(?:19[5-9]|20[0-9])[0-9](?![0-9])"
_BARE_YEAR: Final = re.compile(_YEAR)
_DAY: Final = r"(?<![\w.,/§])(?P<day>0?[1-9]|[12][0-9]|3[01])"
_DAYS: Final = re.compile(
    rf"""
    {_DAY} (?:
        (?: \.\s{{0,2}} | \s ) {_MONTH} (?: ,? \s{{1,2}} (?:des\s+Jahres\s+)? (?P<named_year>{_YEAR}) )?
      | \.\s? (?P<month>0?[1-9]|1[0-2])
        (?: \. (?: \s? (?P<year>{_YEAR}) | (?P<short>[0-9]{{2}}) )? | (?P<undotted>(?!\s?(?:[%€.]|EUR|Euro|Prozent|Mio|Uhr))) )
        (?![0-9]|\.[0-9])
    )
    | (?<![\w.,/-]) (?P<iso>{_YEAR}-(?:0[1-9]|1[0-2])-[0-3][0-9]) (?![0-9-])
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MONTH_OF_YEAR: Final = re.compile(
    rf"\b{_MONTH}\s{{1,2}}(?:des\s+Jahres\s+)?(?P<year>{_YEAR})(?!\s?(?:€|EUR|Euro|Einwohn))", re.IGNORECASE
)
_QUARTERS: Final = {
    name: number
    for number, names in enumerate(("1 i erste", "2 ii zweite", "3 iii dritte", "4 iv vierte"), start=1)
    for name in names.split()
}
_QUARTER: Final = re.compile(
    rf"""
    \b (?: (?P<ordinal>[1-4]|I{{1,3}}|IV|erste|zweite|dritte|vierte) (?:[nsmr]|\.)? \s{{0,2}} Quartals? \s{{1,2}}
           (?:(?:des\s+Jahres|in|im\s+Jahr)\s+)?
         | Q(?P<number>[1-4]) \s? /? \s? )
    (?P<year>{_YEAR})
    """,
    re.IGNORECASE | re.VERBOSE,
)
_YEARS: Final = re.compile(
    rf"""
    \b (?: \w{{0,20}}jahr(?:e|es|en|s)? | Ende | Anfang | Mitte | bis | ab | seit | von | im | in | zwischen
         | \w{{0,20}}periode | \w{{0,20}}zeitraum | \w{{0,20}}laufzeit | für | Januar )
    \s{{1,2}} (?:zum\s+|einschließlich\s+|Ende\s+|Anfang\s+|Mitte\s+)?
    (?P<year>{_YEAR}) (?: \s{{0,2}} (?:bis|und|oder|[-–—/]) \s{{0,2}} (?:Ende\s+)? (?P<last>{_YEAR}) )?
    (?! \s?(?:€|EUR\b|Euro|Einwohn|%|Prozent|m²|qm|Quadrat|Stunden|Kilo|kW|Personen|[.,/][0-9]) )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CONTINUES: Final = re.compile(
    r"\s{0,3}(?:,|und|oder|sowie|bis|bzw\.|beziehungsweise|[-–—/])?\s{0,3}(?:bis\s{1,3})?(?:(?:zum|vom|den|dem)\s{1,3})?"
)
_EVERY_YEAR_AFTER: Final = re.compile(
    r"\s{0,2}\(?(?:eines?\s+)?(?:jede[ns]|jeweiligen|eines|des\s+(?:laufenden|jeweiligen|betreffenden|Vor|Folge|vorangehenden|"
    r"vorhergehenden|vorausgehenden|vorherigen|folgenden|kommenden|aktuellen|"
    r"Antrags|Haushalts|Kalender|Förder|Bewilligungs|Programm))\s?-?\s?(?:Kalender|Haushalts|Programm|Antrags)?jahre?s\b",
    re.IGNORECASE,
)
_EVERY_YEAR_BEFORE: Final = re.compile(
    r"\b(?:jeweils|(?:all)?jährlich|halbjährlich|jedes\s+Jahr|in\s+jedem\s+(?:Kalender|Haushalts)?jahr)\b",
    re.IGNORECASE,
)
_DAY_FOLLOWS: Final = re.compile(
    r"\b(?:am|zum|bis|ab|vom|von|den|dem|seit|jeweils|spätestens|Stichtag(?:e|en)?:?|und|oder|sowie|Frist:?)\s{0,2}$",
    re.IGNORECASE,
)
_SHORT_DAY_FOLLOWS: Final = re.compile(r"\b(?:am|zum|jeweils|Stichtag(?:e|en)?:?)\s{0,2}$", re.IGNORECASE)
_WINDOW_FOLLOWS: Final = re.compile(r"\bvom\s{0,2}$", re.IGNORECASE)
_WINDOW_AFTER: Final = re.compile(r"\s?(?:bis|[-–—])\s(?:zum\s)?[0-9]{1,2}\.\s?[0-9]{1,2}\.")
_SECTION_FOLLOWS: Final = re.compile(
    r"\b(?:Nr|Nrn|Nummern?|Ziff(?:ern?)?|Buchst(?:aben?)?|Abschnitte?s?n?|Punkte?n?|Kapitel|Teil|Tabelle|Anlagen?|Pkt|"
    r"Fördergegenst[aä]nde?n?|Maßnahmen?|Absatz|Abs|Tz|Modul)\b\.?[^;:]{0,30}$",
    re.IGNORECASE,
)
_LAW: Final = re.compile(
    r"(?:gesetz(?:es|e)?|verordnung|richtlinien?|erlass(?:es)?|RdErl|bekanntmachung|beschluss(?:es)?|fassung|satzung|"
    r"vorschrift(?:en)?|haushaltsordnung|entscheidung|mitteilung|vereinbarung|leitlinien|rahmens?|ordnung|empfehlung|"
    r"artikels?|geändert|ge(?:ä|ae)ndert\s+durch|VO|Az|Schreiben|Bundesanzeiger|Amtsblatt(?:s|es)?|ABl|GVBl|BGBl|BAnz|RL|VwV|"
    r"programms?|beihilfen?|EG\)|EU\))(?!\w)",
    re.IGNORECASE,
)
_IN_FORCE: Final = re.compile(
    r"\b(?:gilt|gelten|Kraft|gültig|befristet|Laufzeit|Zeitraum|Geltungsdauer|Frist|Antr[aä]ge?|einzureichen|Wirkung|"
    r"Bewilligung\w*|durchgeführt|Beginn|Ende)\b",
    re.IGNORECASE,
)
_GAZETTE: Final = r"(?:BGBl|ABl|GVBl|BAnz|MBl|StAnz|GV\.|GVOBl|Amtsbl|GBl|Bundesanzeiger|Staatsanzeiger)(?![a-zäöü]{2})"
_GAZETTE_AFTER: Final = re.compile(rf"[^.;]{{0,20}}?(?:{_GAZETTE}|\bS\.\s?[0-9])", re.IGNORECASE)
_GAZETTE_BEFORE: Final = re.compile(rf"{_GAZETTE}[^;()]{{0,40}}$", re.IGNORECASE)
_LAW_DISTANCE: Final = 140
_DATED: Final = re.compile(r"\b(?:vom|v\.)\s{0,2}$|\bgeändert\s+(?:am|durch\b[^;]{0,60}vom)\s+$|\bAT\s$", re.IGNORECASE)
_UNTIL: Final = re.compile(r"\s(?:bis|an|ab)\b")


def find_dates(words: str) -> tuple[DateFound, ...]:
    """All dates of a passage in their order. Linear in its length; never raises."""
    if not _DIGIT.search(words):
        return ()
    candidates = _with_shared_years(words, _days(words))
    patterns = ((_MONTH_OF_YEAR, _month), (_QUARTER, _quarter), (_YEARS, _years))
    for pattern, read in patterns if _BARE_YEAR.search(words) else ():
        candidates.extend(found for match in pattern.finditer(words) for found in read(match))
    found = []
    covered = 0
    for candidate in sorted(candidates, key=lambda one: (one.start, -one.end)):
        if candidate.start >= covered:
            found.append(replace(candidate, of_law=_of_law(words, candidate)))
            covered = candidate.end
    return tuple(found)


def _days(words: str) -> list[DateFound]:
    days: list[DateFound] = []
    for match in _DAYS.finditer(words):
        joined = bool(days) and words[days[-1].end : match.start()].strip() != ""
        continues = joined and _CONTINUES.fullmatch(words, days[-1].end, match.start()) is not None
        day = _day(words, match, continues=continues)
        if day:
            days.append(day)
    return days


def _day(words: str, match: re.Match[str], *, continues: bool) -> DateFound | None:
    if match["iso"]:
        return _exact(match.start(), match.end(), *map(int, match["iso"].split("-")))
    day = int(match["day"])
    if match["name"]:
        month, year = _MONTHS[match["name"].lower()], match["named_year"]
        end = match.end() if year else match.end("name")
        return (
            _exact(match.start(), end, int(year), month, day)
            if year
            else _annual(words, match.start(), end, month, day)
        )
    month = int(match["month"])
    if match["year"]:
        return _exact(match.start(), match.end(), int(match["year"]), month, day)
    if not (continues and match["undotted"] is None) and not _is_date(words, match):
        return None
    if match["short"]:
        short = int(match["short"])
        century = 1900 if short >= _CENTURY_TURNS else 2000
        return _exact(match.start(), match.end(), century + short, month, day)
    return _annual(words, match.start(), match.end(), month, day)


def _is_date(words: str, match: re.Match[str]) -> bool:
    """Whether "3.1." or "31.12.26" is a date and no section number: by its two digits and the words around."""
    before = words[max(0, match.start() - 45) : match.start()]
    if _EVERY_YEAR_AFTER.match(words, match.end()):
        return True
    if _SECTION_FOLLOWS.search(before):
        return False
    if len(match["day"]) == len(match["month"]) == 2:  # noqa: PLR2004
        return bool(_DAY_FOLLOWS.search(before)) or bool(match["short"] and before.strip())
    if match["undotted"] is not None:
        return False
    if _WINDOW_FOLLOWS.search(before) and _WINDOW_AFTER.match(words, match.end()):
        return True
    return bool((_DAY_FOLLOWS if match["short"] else _SHORT_DAY_FOLLOWS).search(before))


def _exact(start: int, end: int, year: int, month: int, day: int) -> DateFound | None:
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        return None
    return DateFound(start, end, date, None, year, Precision.DAY, last_day=date)


def _annual(words: str, start: int, end: int, month: int, day: int) -> DateFound | None:
    if _exact(start, end, _LEAP_YEAR, month, day) is None:
        return None
    tail = _EVERY_YEAR_AFTER.match(words, end)
    recurring = bool(tail) or bool(_EVERY_YEAR_BEFORE.search(words, max(0, start - 60), start))
    return DateFound(
        start, tail.end() if tail else end, None, f"{month:02}-{day:02}", None, Precision.DAY, recurring=recurring
    )


def _with_shared_years(words: str, days: list[DateFound]) -> list[DateFound]:
    """Of days that follow each other, the year or "jeden Jahres" of the last holds for those before it."""
    for index in range(len(days) - 2, -1, -1):
        day, following = days[index], days[index + 1]
        if day.annual is None or day.recurring or not _CONTINUES.fullmatch(words, day.end, following.start):
            continue
        if following.recurring:
            days[index] = replace(day, recurring=True)
        elif following.date is not None:
            month, number = map(int, day.annual.split("-"))
            days[index] = _exact(day.start, day.end, following.date.year, month, number) or day
    return days


def _month(match: re.Match[str]) -> list[DateFound]:
    year = int(match["year"])
    last = _last_day(year, _MONTHS[match["name"].lower()])
    return [DateFound(match.start(), match.end(), None, None, year, Precision.MONTH, last_day=last)]


def _quarter(match: re.Match[str]) -> list[DateFound]:
    year = int(match["year"])
    quarter = int(match["number"]) if match["number"] else _QUARTERS[match["ordinal"].lower()]
    last = _last_day(year, 3 * quarter)
    return [DateFound(match.start(), match.end(), None, None, year, Precision.QUARTER, last_day=last)]


def _years(match: re.Match[str]) -> list[DateFound]:
    return [
        DateFound(
            match.start(name),
            match.end(name),
            None,
            None,
            int(match[name]),
            Precision.YEAR,
            last_day=_last_day(int(match[name]), 12),
        )
        for name in ("year", "last")
        if match[name]
    ]


def _last_day(year: int, month: int) -> datetime.date:
    return datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)


def _of_law(words: str, found: DateFound) -> bool:
    if found.precision is not Precision.DAY or found.annual:
        return False
    before = words[max(0, found.start - _LAW_DISTANCE) : found.start]
    if _GAZETTE_BEFORE.search(before):
        return True
    if not _DATED.search(before):
        return False
    if _GAZETTE_AFTER.match(words, found.end):
        return True
    if _UNTIL.match(words, found.end):
        return False
    named = max((match.end() for match in _LAW.finditer(before)), default=None)
    return named is not None and not _IN_FORCE.search(before, named)
