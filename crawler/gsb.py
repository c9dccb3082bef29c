"""Documents of the Government Site Builder as the federal database exports them.

A document is XML with flat properties. Rich text is HTML, escaped inside a CDATA section that is itself escaped; category
and reference fields are links grouped by a classifier. Structure as seen in real export documents of 2026 and in the
publisher's own description (BMWI/schnittstellenbeschreibung-download-xml.pdf inside the export).
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

# Some real documents hold characters that XML 1.0 forbids; they are kept in the stored body and cleaned for reading.
_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_CDATA = re.compile(r"^\s*<!\[CDATA\[(.*)\]\]>\s*$", re.DOTALL)
_HREF = "{http://www.w3.org/1999/xlink}href"
_TARGET = "target:"


class DocumentError(Exception):
    """A document that cannot be read; the text is a German sentence."""


@dataclass(frozen=True)
class Document:
    """One exported document. `links` maps each classifier to the target paths it groups."""

    path: str
    type: str
    values: dict[str, str]
    rich_texts: dict[str, str]
    links: dict[str, tuple[str, ...]]


@dataclass
class Surprises:
    """What the structure held that we do not know, by kind and name with its count (contract check)."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def note(self, kind: str, name: str) -> None:
        """Counts one unknown document type, property or container."""
        self.counts[kind, name] += 1

    def sentences(self) -> list[str]:
        """One German phrase for each unknown name, the most frequent first."""
        return [f"{kind} „{name}“ ({count} ×)" for (kind, name), count in self.counts.most_common()]


@dataclass(frozen=True)
class KnownStructure:
    """The names a portal's contract knows."""

    document_types: frozenset[str]
    properties: frozenset[str]
    classifiers: frozenset[str]


def parse(member: str, body: bytes, known: KnownStructure, surprises: Surprises) -> Document:
    """Reads one member of the export. Unknown names are noted, never guessed at.

    Raises DocumentError for broken XML and for anything with a DTD or entities (R-76).
    """
    try:
        root = fromstring(_FORBIDDEN.sub(b"", body), forbid_dtd=True)
    except DefusedXmlException as error:
        raise DocumentError(f"{member}: DTD oder Entitäten sind nicht erlaubt ({type(error).__name__}).") from error
    except (ParseError, ValueError, LookupError) as error:
        raise DocumentError(f"{member}: kein lesbares XML ({error}).") from error
    document_type = root.get("type", "")
    if root.tag != "document" or document_type not in known.document_types:
        surprises.note("Dokumenttyp", document_type or root.tag)
    document = Document(path_of(member), document_type, {}, {}, {})
    for element in root:
        name = element.get("name", "")
        if element.tag != "property" or name not in known.properties:
            surprises.note("Eigenschaft", name or element.tag)
        _read_property(document, name, element, known, surprises)
    return document


def path_of(member: str) -> str:
    """A member's name as the document's path: leading slash, no suffix."""
    return "/" + member.removesuffix(".xml")


def _read_property(
    document: Document, name: str, element: Element, known: KnownStructure, surprises: Surprises
) -> None:
    for container in element:
        match container.tag:
            case "value":
                document.values[name] = (container.text or "").strip()
            case "text":
                document.rich_texts[name] = _html(container.text or "")
            case "links":
                document.links[name] = _targets(container)
            case "classifiedLinkLists":
                _read_classified(document, container, known, surprises)
            case other:
                surprises.note("Behälter", f"{name}/{other}")


def _read_classified(document: Document, lists: Element, known: KnownStructure, surprises: Surprises) -> None:
    for group in lists:
        classifiers = group.find("classifierLinks")
        links = group.find("links")
        if classifiers is None or links is None:
            surprises.note("Behälter", group.tag)
            continue
        targets = _targets(links)
        classifier = next((target.rsplit("/", 1)[-1] for target in _targets(classifiers)), "")
        if classifier not in known.classifiers and (classifier or targets):
            surprises.note("Behälter", classifier or group.tag)
        document.links[classifier] = document.links.get(classifier, ()) + targets


def _targets(links: Element) -> tuple[str, ...]:
    return tuple(link.get(_HREF, "").removeprefix(_TARGET) for link in links)


def _html(text: str) -> str:
    inner = _CDATA.match(text)
    return inner.group(1) if inner else text
