"""`make bench`: the table of speeds, each value beside a floor measured in the same run. Exits with 1 where a limit breaks."""

import sys

from babel.numbers import format_decimal
from rich.console import Console
from rich.table import Table

from bench import app, extract, imports, screen, search, verdicts
from bench.table import BenchRow
from finder.wording import LOCALE


def main() -> int:
    """Prints the table; 0 where every limit is kept."""
    console = Console(width=150)
    table = Table("Messung", "Wert", "Untergrenze", "Verhältnis", "erlaubt", "Ergebnis")
    kept = True
    for part in (imports, extract, verdicts, screen, search, app):
        for row in part.rows():
            kept &= row.passed
            table.add_row(*_cells(row))
    console.print(table)
    return 0 if kept else 1


def _cells(row: BenchRow) -> tuple[str, ...]:
    allowed = []
    if row.limit is not None:
        allowed.append(f"≤ {_number(row.limit)} ×")
    if row.absolute_limit is not None:
        allowed.append(f"≤ {_number(row.absolute_limit)} {row.unit}")
    return (
        row.name,
        f"{_number(row.value)} {row.unit}",
        f"{_number(row.floor)} {row.unit} ({row.floor_name})",
        f"{_number(row.ratio)} ×",
        ", ".join(allowed) or "–",
        "gehalten" if row.passed else "VERFEHLT",
    )


def _number(value: float) -> str:
    return format_decimal(round(value, 1), locale=LOCALE)


if __name__ == "__main__":
    sys.exit(main())
