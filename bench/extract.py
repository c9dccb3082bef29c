"""The text readers: speed beside bare regular expressions over the same texts, growth with the length, and memory.

The texts are the publisher's export where the shared material is at hand, else guidelines made here.
"""

import multiprocessing
import re
import resource
import timeit
from collections.abc import Callable
from functools import cache

from bench.table import BenchRow
from finder.models import RawProgramme, Section
from finder.vocab import SectionField
from rules.readings import read
from tests import records
from tools.extraction_report import exported_programmes, sample_at_hand

RUNS = 3
MEGABYTES_PER_SECOND = 0.5
"""Least speed promised."""
MEGABYTES_OF_MEMORY = 300
GROWTHS = ((4, 6.0), (16, 24.0))
"""So many times the text, and at most so many times the time: half as much again as a straight line."""
MADE_PROGRAMMES = 500
MIB = 1024
"""ru_maxrss counts KiB."""

PATTERNS = tuple(
    re.compile(words)
    for words in (
        r"\d+(?:,\d+)?\s?(?:Prozent|%|v\.\s?H\.)",
        r"\d{1,3}(?:[.\s]\d{3})*(?:,\d+)?\s?(?:Euro|EUR|€)",
        r"\d{1,2}\.\s?\d{1,2}\.\s?\d{4}",
        r"\d{1,2}\.\s(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)",
        r"(?i)zuwendungsempfänger|antragsberechtigt",
        r"(?i)gemeinden?|landkreise?|zweckverb[aä]nde?n?",
        r"\d[\d.\s]*\s?Einwohner\w*",
        r"(?i)zweckbindung\w*",
        r"(?i)eigen(?:anteil|mittel)\w*",
        r"(?i)de-minimis|AGVO",
        r"(?i)kumul\w+|doppelförderung",
        r"(?i)vorzeitige\w*\s+\w+beginn|nicht\s+begonnen",
        r"(?i)tritt\s[^.]{0,80}\skraft",
        r"(?i)\w+konzepte?s?\b",
        r"(?i)haushaltssicherung\w*|finanzschwach\w*",
    )
)
GUIDELINE = """1. Zweck der Förderung

Gefördert werden Radwege und Brücken in kleinen Gemeinden, damit Wege zur Schule und zur Arbeit sicherer werden.
Ein Anspruch auf Förderung besteht nicht; die Behörde entscheidet nach pflichtgemäßem Ermessen im Rahmen des Haushalts.

2. Zuwendungsempfänger

Zuwendungsempfänger sind Gemeinden mit bis zu 10.000 Einwohnern, Landkreise und deren Zusammenschlüsse.
Unternehmen sind nicht antragsberechtigt.

3. Voraussetzungen

Die Wege sollen sich in das vorhandene Netz einfügen, gut zu erreichen und für alle Menschen ohne Hindernisse nutzbar sein.
Bei der Planung sind die anerkannten Regeln der Technik und die Belange von Natur, Boden und Gewässern zu beachten.
Die Beteiligten stimmen ihre Planungen mit den Nachbarn und mit den Trägern öffentlicher Belange ab.
Mit dem Vorhaben darf vor der Bewilligung nicht begonnen worden sein.
Auf Antrag kann ein vorzeitiger Maßnahmebeginn zugelassen werden.
Dem Antrag ist ein Radverkehrskonzept beizufügen.
Die Vorhaben müssen im ländlichen Raum liegen.

4. Art und Höhe der Zuwendung

Die Zuwendung wird als nicht rückzahlbarer Zuschuss gewährt.
Der Fördersatz beträgt

\ta) für Gemeinden 75 Prozent der zuwendungsfähigen Ausgaben,

\tb) für Gemeinden in Haushaltssicherung 90 Prozent der zuwendungsfähigen Ausgaben.

Zuwendungsfähig sind die Ausgaben für Bau, Beschilderung, Beleuchtung und Bepflanzung sowie für die Planung durch Dritte.
Nicht dazu gehören laufender Unterhalt, Winterdienst, eigenes Personal und der Erwerb von Grundstücken.
Die Zuwendung beträgt höchstens 50.000 Euro je Vorhaben.
Der Eigenanteil beträgt mindestens 10 Prozent.
Eine Kumulierung mit anderen öffentlichen Mitteln ist nicht zulässig.
Die Förderung wird als De-minimis-Beihilfe gewährt.
Die Zweckbindungsfrist beträgt zehn Jahre.

5. Verfahren

Anträge sind bis zum 31. März 2027 bei der Bewilligungsbehörde einzureichen.
Die Behörde prüft die Unterlagen, fordert fehlende nach und unterrichtet die Beteiligten über den Stand der Bearbeitung.
Für Bewilligung, Auszahlung und Abrechnung gelten die Vorschriften des Haushaltsrechts und die Nebenbestimmungen dazu.
Auf die Förderung ist während der Bauzeit und nach der Fertigstellung an gut sichtbarer Stelle hinzuweisen.
Nach Abschluss des Vorhabens ist binnen sechs Monaten ein Verwendungsnachweis vorzulegen.
Die Belege sind fünf Jahre aufzubewahren.
Diese Richtlinie tritt am 1. Januar 2026 in Kraft und mit Ablauf des 31. Dezember 2028 außer Kraft."""
"""Our own words; as dense in facts as a short guideline."""


def rows() -> list[BenchRow]:
    """Speed over all texts, growth of one text, and peak memory."""
    return [_speed(), *_growth(), _memory()]


@cache
def _programmes() -> tuple[RawProgramme, ...]:
    if sample_at_hand():
        return tuple(exported_programmes())
    return tuple(_programme(GUIDELINE.replace("Radweg", f"Weg {number}")) for number in range(MADE_PROGRAMMES))


def _programme(text: str) -> RawProgramme:
    section = Section(field=SectionField.GUIDELINE, text=text, html="")
    return records.raw("bench").model_copy(update={"sections": (section,)})


def _speed() -> BenchRow:
    programmes = _programmes()
    texts = [section.text for programme in programmes for section in programme.sections]
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    return BenchRow(
        name=f"Textlesen: {megabytes:.1f} MB in {len(programmes)} Programmen, alle Leser".replace(".", ","),
        value=_best(lambda: _read(programmes)),
        unit="s",
        floor_name=f"{len(PATTERNS)} bloße Muster",
        floor=_best(lambda: _search(texts)),
        limit=None,
        absolute_limit=megabytes / MEGABYTES_PER_SECOND,
    )


def _growth() -> list[BenchRow]:
    once, *longer = (_milliseconds(times) for times in (1, *(times for times, _ in GROWTHS)))
    return [
        BenchRow(f"Textlesen: {times}-facher Text", value, "ms", "einfacher Text", once, limit)
        for (times, limit), value in zip(GROWTHS, longer, strict=True)
    ]


def _memory() -> BenchRow:
    peaks = []
    for reading in (True, False):
        # A process remembers its peak, so each figure needs one of its own.
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            peaks.append(pool.apply(_peak, (reading,)))
    return BenchRow("Textlesen: Speicher", peaks[0], "MB", "nur geladen", peaks[1], None, MEGABYTES_OF_MEMORY)


def _peak(reading: bool) -> float:
    """Megabytes a process has held at most after loading all texts and, if `reading`, reading them."""
    programmes = _programmes()
    if reading:
        _read(programmes)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB


def _read(programmes: tuple[RawProgramme, ...]) -> None:
    for programme in programmes:
        read(programme)


def _search(texts: list[str]) -> None:
    for text in texts:
        for pattern in PATTERNS:
            pattern.findall(text)


def _milliseconds(times: int) -> float:
    programme = _programme("\n\n".join([GUIDELINE] * times))
    return _best(lambda: read(programme)) * 1000


def _best(run: Callable[[], object]) -> float:
    return min(timeit.repeat(run, number=1, repeat=RUNS))
