"""Import of the official workbooks of boundary changes ("Gebietsänderungen vom … bis …").

Each workbook states all changes of its period, so that its lines replace those that the list has for the same days.
A file that does not look whole is refused, and the present list stays.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from finder import wording
from finder.frozen import Frozen
from finder.places.boundary_changes import COLUMNS as CHANGE_COLUMNS
from finder.places.boundary_changes import (
    BoundaryChange,
    BoundaryFileUnreadable,
    ChangeKind,
    contradiction,
    read_changes,
)
from finder.places.official_files import put_in_place, sheets
from finder.places.register_rows import RegisterFileError

__all__ = ["ChangesReport", "RegisterFileError", "import_changes"]

COLUMNS = 13
FIRST_LINE = 3
"""First line (the first is 0) below the headings."""
HEADINGS = {
    **{(1, 0): "kennziffer", (1, 1): "regionaleinheit", (1, 2): "abgebende/aufgelöstegemeinde"},
    **{(1, 8): "aufnehmende/neugebildetegemeinde", (1, 11): "wirksamkeitsdatum"},
    **{(2, 2): "amtlicherregionalschlüssel", (2, 3): "amtlichergemeindeschlüssel", (2, 4): "name"},
    **{(2, 5): "änderungsart", (2, 6): "flächeqm", (2, 7): "einwohner", (2, 8): "amtlicherregionalschlüssel"},
    **{(2, 9): "amtlichergemeindeschlüssel", (2, 10): "name", (2, 11): "juristisch", (2, 12): "statistisch"},
}
"""Lines and columns of the headings (the first are 0) and how they begin, without hyphens and blanks."""
KINDS = {"1": ChangeKind.DISSOLVED, "3": ChangeKind.REKEYED, "4": ChangeKind.RENAMED}
TRANSFER = "2"
LEGEND = {TRANSFER: "Teilausgliederung"} | {code: kind.label for code, kind in KINDS.items()}
"""The Änderungsarten as the workbook's footnote explains them."""
MUNICIPAL = "Gemeinde"
OTHER_UNITS = frozenset({"Gemeindeverband", "Kreis", "Region", "Regierungsbezirk", "Land"})
"""Levels of the register whose changes the list does not keep."""
PERIOD = re.compile(r"Gebietsänderungen vom (\d\d)\.(\d\d)\. ?(?:-|–|bis) ?(\d\d)\.(\d\d)\.(\d{4})", re.ASCII)
DAY = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})", re.ASCII)
PUBLISHER = re.compile(r"Statistisches Bundesamt \(Destatis\), \d{4}")


class Workbook(NamedTuple):
    """What an official workbook states of municipalities."""

    first: date
    last: date
    """First and last day of its period."""
    changes: tuple[BoundaryChange, ...]


class ChangesReport(Frozen):
    """What an import brought, compared with the list that was there before."""

    file: str
    first: date
    last: date
    """First and last day of the workbook's period."""
    kinds: Mapping[ChangeKind, int]
    """Municipalities by what happened to them; one that was split counts once."""
    new: int
    dropped: int
    """Lines of the period that the workbook does not have any more, or has otherwise."""
    total: int
    """Lines of the list, of all years."""
    former_unreadable: bool
    """The former list was damaged; the changes of other years have to be imported again."""

    def __str__(self) -> str:
        """The report in German sentences."""
        counts = [f"{kind.label}: {wording.whole(number)}" for kind, number in self.kinds.items()]
        whole = (
            f"{self.file} übernommen: Gebietsänderungen vom {wording.day(self.first)} bis {wording.day(self.last)} "
            f"({'; '.join(counts)}). Teilausgliederungen ändern keinen Schlüssel und stehen nicht in der Liste. "
            f"Zeilen: {wording.whole(self.new)} neu, {wording.whole(self.dropped)} weggefallen, "
            f"{wording.whole(self.total)} insgesamt."
        )
        if not self.former_unreadable:
            return whole
        return (
            f"{whole} Die bisherige Liste war beschädigt und ist ersetzt; "
            "bitte lesen Sie auch die Dateien der anderen Jahre wieder ein."
        )


def import_changes(file: Path, target: Path) -> ChangesReport:
    """Reads an official workbook and puts its changes into the list, in one step. Same files, same bytes.

    Raises:
        RegisterFileError: the file is refused; the present list stays as it is.
    """
    workbook = read_workbook(file)
    former, unreadable = _former(target)
    outside = [row for row in former if not workbook.first <= row.statistical_date <= workbook.last]
    rows = sorted({*outside, *workbook.changes}, key=_order)
    put_in_place(_written(rows), target)
    changed = {(row.kind, row.old_ags, row.statistical_date) for row in workbook.changes}
    counts = Counter(kind for kind, _, _ in changed)
    return ChangesReport(
        file=file.name,
        first=workbook.first,
        last=workbook.last,
        kinds={kind: counts[kind] for kind in ChangeKind},
        new=len(set(rows) - set(former)),
        dropped=len(set(former) - set(rows)),
        total=len(rows),
        former_unreadable=unreadable,
    )


def read_workbook(path: Path) -> Workbook:
    """The period of an official workbook, and its dissolved, re-keyed and renamed municipalities.

    Raises:
        RegisterFileError: the file is missing, damaged, cut off, another workbook, or of another layout.
    """
    cells = next(filter(_has_headings, sheets(path, COLUMNS)), None)
    if cells is None:
        raise RegisterFileError(f"{path.name} enthält keine Gebietsänderungen: Kein Blatt hat deren Spalten.")
    first, last = _period(cells, path)
    notes = {line[0] for line in cells}
    publisher = next((found[0] for note in notes if (found := PUBLISHER.search(note))), None)
    if publisher is None or not {f"{code} = {word}" for code, word in LEGEND.items()} <= notes:
        raise RegisterFileError(
            f"{path.name} ist unvollständig: Am Ende fehlen die Erläuterung der Änderungsarten und der Herausgeber."
        )
    source = f"Gebietsänderungen vom {wording.day(first)} bis {wording.day(last)}, © {publisher}"
    lines = [(at, line) for at, line in enumerate(cells[FIRST_LINE:], FIRST_LINE + 1) if any(line[1:])]
    if not lines:
        raise RegisterFileError(f"{path.name} enthält keine einzige Gebietsänderung.")
    changes = [change for at, line in lines if (change := _change(line, source, f"{path.name}, Zeile {at}"))]
    strange = next((change for change in changes if not first <= change.statistical_date <= last), None)
    if strange is not None:
        raise RegisterFileError(
            f"{path.name}: Die Änderung {strange.reference} vom {wording.day(strange.statistical_date)} liegt nicht "
            f"zwischen {wording.day(first)} und {wording.day(last)}."
        )
    if (repeated := contradiction(changes)) is not None:
        raise RegisterFileError(
            f"{path.name}: Die Änderung {repeated.reference} von {repeated.old_ags} {repeated.old_name} steht mehrfach "
            "darin und widerspricht sich."
        )
    return Workbook(first, last, tuple(changes))


def _has_headings(cells: list[tuple[str, ...]]) -> bool:
    return len(cells) > FIRST_LINE and all(
        re.sub(r"[-\s]", "", cells[line][column]).lower().startswith(start)
        for (line, column), start in HEADINGS.items()
    )


def _period(cells: list[tuple[str, ...]], path: Path) -> tuple[date, date]:
    found = PERIOD.search(cells[0][0])
    try:
        first_day, first_month, last_day, last_month, year = map(int, found.groups() if found else ())
        return date(year, first_month, first_day), date(year, last_month, last_day)
    except ValueError as error:
        raise RegisterFileError(f"{path.name} nennt keinen lesbaren Zeitraum der Gebietsänderungen.") from error


def _change(cells: tuple[str, ...], source: str, where: str) -> BoundaryChange | None:
    """The change in a line; None where it is of another level or a Teilausgliederung."""
    unit, code = cells[1], cells[5]
    if unit not in OTHER_UNITS | {MUNICIPAL} or code not in LEGEND:
        raise RegisterFileError(
            f"{where}: Regionaleinheit „{unit[:20]}“ mit Änderungsart „{code[:9]}“ kommt in den Gebietsänderungen "
            "nicht vor."
        )
    if unit in OTHER_UNITS or code == TRANSFER:
        return None
    try:
        return BoundaryChange.model_validate(
            {
                **{"reference": cells[0], "kind": KINDS[code], "source": source},
                **{"old_ars": cells[2], "old_ags": cells[3], "old_name": cells[4]},
                **{"new_ars": cells[8], "new_ags": cells[9], "new_name": cells[10]},
                **{"area_m2": cells[6], "population": cells[7]},
                **{"legal_date": _day(cells[11]), "statistical_date": _day(cells[12])},
            }
        )
    except ValidationError as error:
        raise RegisterFileError(
            f"{where}: Kennziffer, Schlüssel, Namen, Zahlen oder Tage sind unvollständig oder widersprechen sich."
        ) from error


def _day(text: str) -> str:
    """A German day as ISO 8601; anything else stays, for the record to refuse."""
    found = DAY.fullmatch(text)
    return "-".join(reversed(found.groups())) if found else text


def _former(target: Path) -> tuple[tuple[BoundaryChange, ...], bool]:
    """The present list, and whether it is damaged; a missing one is empty."""
    if not target.exists():
        return (), False
    try:
        return read_changes(target), False
    except BoundaryFileUnreadable:
        return (), True


def _order(row: BoundaryChange) -> tuple[date, str, str, str, str]:
    return row.statistical_date, row.reference, row.old_ars, row.new_ars, row.old_name


def _written(rows: Iterable[BoundaryChange]) -> bytes:
    text = io.StringIO()
    table = csv.DictWriter(text, CHANGE_COLUMNS, lineterminator="\n")
    table.writeheader()
    table.writerows(row.model_dump(mode="json") for row in rows)
    return text.getvalue().encode()
