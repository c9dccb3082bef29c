"""The lines of the municipality register and the file they are kept in.

Source: Gemeindeverzeichnis GV-ISys, © Statistisches Bundesamt (Destatis); reproduction with reference permitted.
"""

import csv
import gzip
import io
import zlib
from datetime import date
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import BeforeValidator

from finder.frozen import Frozen
from finder.paths import DATA

OptionalDay = Annotated[date | None, BeforeValidator(lambda raw: raw or None)]

FILE = DATA / "municipalities.csv.gz"
COLUMNS = (
    *("level", "key", "type_code", "name", "association_key"),
    *("population", "area_km2", "seat_postcode", "urbanisation"),
)

TYPE_LABELS = {
    **{"41": "kreisfreie Stadt", "42": "Stadtkreis", "43": "Kreis", "44": "Landkreis", "45": "Regionalverband"},
    **{"50": "verbandsfreie Gemeinde", "51": "Amt", "52": "Samtgemeinde", "53": "Verbandsgemeinde"},
    **{"54": "Verwaltungsgemeinschaft", "55": "Kirchspielslandgemeinde", "56": "Verwaltungsverband"},
    **{"57": "Verwaltungsgemeinschaft (Trägermodell)", "58": "erfüllende Gemeinde"},
    **{"60": "Markt", "61": "kreisfreie Stadt", "62": "Stadtkreis", "63": "Stadt", "64": "Gemeinde"},
    **{"65": "gemeindefreies Gebiet, bewohnt", "66": "gemeindefreies Gebiet, unbewohnt", "67": "Große Kreisstadt"},
}
"""The register's Textkennzeichen: 41-45 Kreise, 50-58 Gemeindeverbände, 60-67 Gemeinden."""
CITY_COUNTY_CODES = frozenset({"41", "42"})
"""Kreise that are one body with their only municipality."""
COUNTY_FREE_CODES = frozenset({"61", "62"})
NO_ASSOCIATION_CODE = "50"
UNINCORPORATED_CODES = frozenset({"65", "66"})


class RegisterFileError(Exception):
    """An official file is no whole register; the message is a German sentence."""


class RegisterRow(NamedTuple):
    """One line of the register as it is kept in `data/municipalities.csv.gz`; what is not stated is empty."""

    level: str
    key: str
    type_code: str
    name: str
    association_key: str
    """First 9 digits of the ARS of a municipality, also where it belongs to no Verband."""
    population: str
    area_km2: str
    seat_postcode: str
    urbanisation: str

    def is_shadow(self) -> bool:
        """Whether the line only repeats a municipality: a kreisfreie Stadt as Kreis, a municipality as Verband."""
        return self.type_code in CITY_COUNTY_CODES or self.type_code == NO_ASSOCIATION_CODE

    def people(self) -> int:
        """Inhabitants for ordering; none where the register states none."""
        return int(self.population or 0)


class RegisterUnreadable(Exception):
    """The register's file is missing or damaged; the message is a German sentence."""


class RegisterHead(Frozen):
    """What the head of the register's file says about all its lines."""

    source: str
    """How the source is named to people, with the publisher's copyright."""
    notice: str
    """The publisher's notice, word for word."""
    territory_as_of: date
    population_as_of: OptionalDay
    """Day of population, area and degree of urbanisation; None where the imported file does not say it (GV100AD)."""
    generated_from: str
    """Name of the official file."""


def read_rows(path: Path) -> tuple[RegisterHead, tuple[RegisterRow, ...]]:
    """The head and the lines of the register's file.

    Raises:
        RegisterUnreadable: the file is missing, damaged or of another layout.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            lines = file.read().split("\n")
        head = RegisterHead.model_validate(dict(line[2:].split(": ", 1) for line in lines if line.startswith("# ")))
        body = csv.reader(io.StringIO("\n".join(line for line in lines if not line.startswith("#"))))
        if tuple(next(body, ())) != COLUMNS:
            raise ValueError("unexpected columns")
        return head, tuple(map(RegisterRow._make, body))
    except (OSError, EOFError, zlib.error, csv.Error, ValueError, TypeError) as error:
        raise RegisterUnreadable(
            f"Das Gemeindeverzeichnis {path} fehlt oder ist beschädigt. "
            "„foerderfinder municipalities import DATEI“ legt es aus der amtlichen Datei neu an."
        ) from error
