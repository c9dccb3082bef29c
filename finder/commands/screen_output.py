"""What `foerderfinder screen` prints: how often each verdict occurs, in all and by Land, and how the sample went."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from finder import console
from finder.exports.json import DISCLAIMER
from finder.vocab import Land, Verdict
from finder.wording import day, decimal, whole

BASIS = "Ohne Vorhaben und ohne eigene Angaben der Kommunen: allein nach Gemeindeverzeichnis und Gebietslisten."
"""What the verdicts rest on."""
_SHORT = {
    Verdict.ELIGIBLE: "passt",
    Verdict.ELIGIBLE_WITH_RESERVATION: "vorbehaltlich",
    Verdict.FACTS_MISSING: "Angaben fehlen",
    Verdict.CHECK_GUIDELINE: "prüfen",
    Verdict.NEAR_MISS: "knapp verfehlt",
    Verdict.NOT_ELIGIBLE: "passt nicht",
}
"""Labels that fit above a column of numbers."""


class LandCount(NamedTuple):
    """The municipalities of a Land and how often each verdict occurs for them, in the order of `Verdict`."""

    municipalities: int
    verdicts: tuple[int, ...]


@dataclass(frozen=True)
class Screening:
    """A screen in numbers."""

    stichtag: date
    programmes: int
    requirements: int
    """Distinct ones."""
    questions: int
    """Requirements that differ in what they ask."""
    by_land: Mapping[Land, LandCount]
    sample: int
    """Municipalities that were checked one by one, with the same verdicts."""
    seed: int

    @property
    def municipalities(self) -> int:
        """Those of all Länder."""
        return sum(land.municipalities for land in self.by_land.values())

    @property
    def verdicts(self) -> tuple[int, ...]:
        """How often each verdict occurs, in the order of `Verdict`."""
        return tuple(sum(land.verdicts[rank] for land in self.by_land.values()) for rank in range(len(Verdict)))


def by_verdict(counts: Sequence[int]) -> dict[str, int]:
    """Counts under the names of the verdicts."""
    return {verdict.value: count for verdict, count in zip(Verdict, counts, strict=True)}


def answer(screening: Screening, path: Path, seconds: float) -> dict[str, Any]:
    """The document of --json."""
    return {
        "stichtag": screening.stichtag.isoformat(),
        "basis": BASIS,
        "notice": DISCLAIMER,
        "municipalities": screening.municipalities,
        "programmes": screening.programmes,
        "requirements": screening.requirements,
        "questions": screening.questions,
        "verdicts": by_verdict(screening.verdicts),
        "by_land": {
            land.value: {"municipalities": count.municipalities, "verdicts": by_verdict(count.verdicts)}
            for land, count in screening.by_land.items()
        },
        "sample": {"municipalities": screening.sample, "seed": screening.seed, "equal": True},
        "file": str(path),
        "bytes": path.stat().st_size,
        "seconds": round(seconds, 2),
    }


def show(screening: Screening, path: Path, seconds: float) -> None:
    """The same for people."""
    municipalities, programmes = screening.municipalities, screening.programmes
    console.answer(f"Stichtag {day(screening.stichtag)}. {BASIS}")
    console.answer(
        f"{whole(municipalities)} Kommunen × {whole(programmes)} Programme: {whole(municipalities * programmes)} Urteile "
        f"in {decimal(Decimal(f'{seconds:.1f}'))} s; {whole(screening.requirements)} verschiedene Bedingungen, "
        f"{whole(screening.questions)} verschiedene Fragen.\n"
    )
    for line in _table(screening):
        console.answer(line)
    console.answer("")
    if screening.sample:
        console.answer(
            f"Stichprobe: {whole(screening.sample)} Kommunen × {whole(programmes)} Programme, gleich mit der "
            f"Einzelprüfung (--seed {screening.seed} wiederholt sie)."
        )
    console.answer(f"Geschrieben: {path} ({whole(path.stat().st_size // 1_000)} kB). {DISCLAIMER}")


def _table(screening: Screening) -> Iterator[str]:
    """One line a Land and one for all, with the verdicts that occur."""
    occurring = [rank for rank, count in enumerate(screening.verdicts) if count]
    everywhere = LandCount(screening.municipalities, screening.verdicts)
    counts = {land.label: count for land, count in screening.by_land.items()} | {"zusammen": everywhere}
    rows = [["", "Kommunen", *([*_SHORT.values()][rank] for rank in occurring)]]
    rows += [
        [label, whole(count.municipalities), *(whole(count.verdicts[rank]) for rank in occurring)]
        for label, count in counts.items()
    ]
    first, *widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for label, *numbers in rows:
        cells = (number.rjust(width) for number, width in zip(numbers, widths, strict=True))
        yield "  ".join((label.ljust(first), *cells))
