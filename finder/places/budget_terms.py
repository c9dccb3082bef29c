"""What each Land calls a municipality's budget status, from `data/budget_terms.csv`.

A Land without a row is unknown: the generic wording of `facts.yml` stands, and nothing follows from the gap.
"""

import csv
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, ValidationError

from finder.facts import FACTS
from finder.frozen import Frozen
from finder.paths import DATA
from finder.vocab import Land

FILE = DATA / "budget_terms.csv"
STATUSES = frozenset(FACTS["budget_status"].options)

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class BudgetTermFileError(Exception):
    """The file of the terms cannot be read or contradicts itself; the message is a German sentence."""


def _known(status: str) -> str:
    if status not in STATUSES:
        raise ValueError(f"„{status}“ ist keine Haushaltslage aus facts.yml")
    return status


class BudgetTerm(Frozen):
    """The term of one Land for one status, and where it was read."""

    land: Land
    status: Annotated[str, AfterValidator(_known)]
    """An answer to `budget_status`."""
    term: Text
    """As it reads in a sentence; it does not say by itself whether a Konzept is approved, the status does."""
    legal_basis: Text
    """The paragraph of the duty; where the source names one for the approval, the approved status bears that one."""
    source: Annotated[Text, Field(pattern=r"https?://\S+$|^/BMWI/FDB/\S+$")]
    """Title and address of what was read, or the key of the programme whose text uses the term."""
    as_of: Annotated[date, Field(ge=date(2000, 1, 1))]
    """The day that text bears; where it bears none, the day it was read."""


def load_terms(path: Path) -> tuple[BudgetTerm, ...]:
    """The rows of a file in its order.

    Raises:
        BudgetTermFileError: the file is missing, unreadable or empty, or has a malformed or repeated row.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, restkey="überzählige Werte", strict=True)
            terms = tuple(_term(row, f"{path}, Zeile {reader.line_num}") for row in reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BudgetTermFileError(f"Die Haushaltsbegriffe in {path} sind nicht lesbar: {error}") from error
    if not terms:
        raise BudgetTermFileError(f"{path}: Die Datei enthält keinen Haushaltsbegriff.")
    seen: set[tuple[Land, str]] = set()
    for term in terms:
        key = (term.land, term.status)
        if key in seen:
            raise BudgetTermFileError(f"{path}: Für {term.land.label} steht „{term.status}“ mehrfach in der Liste.")
        seen.add(key)
    return terms


def _term(row: dict[str, str], place: str) -> BudgetTerm:
    try:
        return BudgetTerm.model_validate(row)
    except ValidationError as error:
        columns = ", ".join(sorted({str(part["loc"][0]) for part in error.errors()}))
        raise BudgetTermFileError(f"{place}: Die Zeile ist fehlerhaft; bitte prüfen: {columns}.") from error


@lru_cache(maxsize=1)
def budget_terms() -> tuple[BudgetTerm, ...]:
    """The terms that ship with the project, loaded once."""
    return load_terms(FILE)


def term_for(land: Land, status: str) -> BudgetTerm | None:
    """What the Land calls that budget status; None where no source was read."""
    return next((row for row in budget_terms() if row.land is land and row.status == status), None)
