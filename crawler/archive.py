"""Opening a ZIP from outside without trusting it (R-75): names, sizes and ratios are checked before anything is unpacked."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

MIB = 1024 * 1024
MAX_MEMBERS = 50_000
MAX_MEMBER_BYTES = 40 * MIB
MAX_TOTAL_BYTES = 1024 * MIB
MAX_RATIO = 100
"""Real exports compress about 5 : 1; a hundredfold is a bomb."""

_MAGIC = b"PK"
_SYMLINK_MODE = 0o120000
_MODE_MASK = 0o170000


class ArchiveError(Exception):
    """The file is no archive we may read; the text is a German sentence."""


class NoArchive(ArchiveError):
    """The body is something else than a ZIP, for example the page of a bot wall.

    `looks_like_page` tells whether it is HTML.
    """

    def __init__(self, start: bytes) -> None:
        head = start[:512].lstrip().lower()
        self.looks_like_page = head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script"))
        if not start:
            message = "Der Export ist leer (0 Byte). Bitte die Datei noch einmal herunterladen."
        elif self.looks_like_page:
            message = (
                "Statt des ZIP-Archivs kam eine HTML-Seite, vermutlich eine Abweisung durch den Schutz vor Automaten. "
                "Bitte den Export im Browser herunterladen und mit --export-file einlesen."
            )
        else:
            message = "Die Datei ist kein ZIP-Archiv. Erwartet wird der XML-Export der Förderdatenbank (Endung .zip)."
        super().__init__(message)


def open_archive(file: IO[bytes]) -> zipfile.ZipFile:
    """A ZIP whose members may be read one by one.

    Raises NoArchive for anything that is not a ZIP and ArchiveError for a truncated, encrypted or malicious one.
    """
    start = file.read(512)
    file.seek(0)
    if not start.startswith(_MAGIC):
        raise NoArchive(start)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise ArchiveError(
            f"Das ZIP-Archiv ist beschädigt oder unvollständig ({error}). Bitte noch einmal herunterladen."
        ) from error
    _check(archive.infolist())
    return archive


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """One member's bytes. Raises ArchiveError where it is damaged or not as large as it says."""
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as error:
        raise ArchiveError(f"Das ZIP-Archiv ist beschädigt: {name} lässt sich nicht lesen ({error}).") from error


def _check(members: list[zipfile.ZipInfo]) -> None:
    if not members:
        raise ArchiveError("Das ZIP-Archiv ist leer. Bitte die Datei noch einmal herunterladen.")
    if len(members) > MAX_MEMBERS:
        raise ArchiveError(f"Das ZIP-Archiv hat {len(members)} Dateien; erlaubt sind {MAX_MEMBERS}.")
    if sum(member.file_size for member in members) > MAX_TOTAL_BYTES:
        raise ArchiveError(f"Das ZIP-Archiv ist entpackt größer als {MAX_TOTAL_BYTES // MIB} MiB.")
    names: set[str] = set()
    for member in members:
        problem = next(_problems(member, names), None)
        if problem:
            raise ArchiveError(f"Das ZIP-Archiv wird nicht gelesen: {member.filename[:120]!r} {problem}.")
        names.add(member.filename)


def _problems(member: zipfile.ZipInfo, names: set[str]) -> Iterator[str]:
    path = PurePosixPath(member.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in member.filename or ":" in path.parts[0]:
        yield "führt aus dem Archiv hinaus"
    if member.filename in names:
        yield "kommt zweimal vor"
    if (member.external_attr >> 16) & _MODE_MASK == _SYMLINK_MODE:
        yield "ist eine Verknüpfung"
    if member.flag_bits & 0x1:
        yield "ist verschlüsselt"
    if member.file_size > MAX_MEMBER_BYTES:
        yield f"ist größer als {MAX_MEMBER_BYTES // MIB} MiB"
    if member.file_size > MAX_RATIO * max(member.compress_size, 1):
        yield f"ist mehr als {MAX_RATIO} : 1 verdichtet"
