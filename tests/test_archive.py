"""A ZIP from outside is checked before anything is unpacked; each refusal is a sentence."""

import io
import struct
import zipfile

import pytest

from crawler.archive import MAX_MEMBERS, MIB, ArchiveError, NoArchive, open_archive, read_member
from tests.archives import archive, programme


def opened(body: bytes) -> zipfile.ZipFile:
    return open_archive(io.BytesIO(body))


def test_a_sound_archive_is_read() -> None:
    member, body = programme("radwege")
    with opened(archive([(member, body)])) as made:
        assert made.namelist() == [member]
        assert read_member(made, member) == body


@pytest.mark.parametrize(
    ("body", "is_page", "words"),
    [
        (b"", False, "leer"),
        (b"\n  <!DOCTYPE html><html><title>Captcha</title>", True, "HTML-Seite"),
        (b"<html><body>Zugriff verweigert</body></html>", True, "HTML-Seite"),
        (b"%PDF-1.7", False, "kein ZIP-Archiv"),
        (b"\x00" * 2000, False, "kein ZIP-Archiv"),
    ],
)
def test_what_is_no_zip_is_named(body: bytes, is_page: bool, words: str) -> None:
    with pytest.raises(NoArchive, match=words) as caught:
        opened(body)
    assert caught.value.looks_like_page is is_page


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_archive_is_refused(share: float) -> None:
    whole = archive([programme(f"p{number}") for number in range(20)])
    with pytest.raises(ArchiveError, match="beschädigt"):
        opened(whole[: int(len(whole) * share)])


def test_an_empty_archive_is_refused() -> None:
    with pytest.raises(ArchiveError, match="leer"):
        opened(archive([]))


@pytest.mark.parametrize(
    "name",
    [
        "../ausbruch.xml",
        "BMWI/../../ausbruch.xml",
        "/etc/ausbruch.xml",
        "C:\\ausbruch.xml",
        "a\\..\\ausbruch.xml",
        "C:/a.xml",
    ],
)
def test_names_that_lead_out_are_refused(name: str) -> None:
    with pytest.raises(ArchiveError, match="führt aus dem Archiv hinaus"):
        opened(archive([(name, b"<document/>")]))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice_is_refused() -> None:
    with pytest.raises(ArchiveError, match="kommt zweimal vor"):
        opened(archive([("a.xml", b"1"), ("a.xml", b"2")]))


def test_a_link_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        link = zipfile.ZipInfo("verknuepfung.xml")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    with pytest.raises(ArchiveError, match="Verknüpfung"):
        opened(file.getvalue())


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(ArchiveError, match="100 : 1"):
        opened(archive([("bombe.xml", b"0" * (20 * MIB))]))


def test_a_member_that_says_it_is_too_large_is_refused() -> None:
    body = bytearray(archive([("gross.xml", b"x" * 1000)]))
    # The uncompressed size stands at offset 24 of the central directory's entry, which begins with PK\x01\x02.
    entry = body.index(b"PK\x01\x02")
    body[entry + 24 : entry + 28] = struct.pack("<I", 41 * MIB)
    with pytest.raises(ArchiveError, match="größer als 40 MiB"):
        opened(bytes(body))


def test_too_many_members_are_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for number in range(MAX_MEMBERS + 1):
            made.writestr(f"{number}", b"")
    with pytest.raises(ArchiveError, match="erlaubt sind"):
        opened(file.getvalue())


def test_a_damaged_member_is_named() -> None:
    member, body = programme("radwege", guideline="<p>" + "Text " * 500 + "</p>")
    broken = bytearray(archive([(member, body)]))
    broken[200:240] = b"\x00" * 40
    with opened(bytes(broken)) as made, pytest.raises(ArchiveError, match="radwege"):
        read_member(made, member)


def test_an_encrypted_member_is_refused() -> None:
    body = bytearray(archive([("geheim.xml", b"x")]))
    for magic, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        body[body.index(magic) + offset] |= 1
    with pytest.raises(ArchiveError, match="verschlüsselt"):
        opened(bytes(body))
