"""The federal database: one ZIP with every document, read from the publisher, another address or a file.

Publisher: Bundesministerium für Wirtschaft und Energie, https://www.foerderdatenbank.de. The site stands behind a bot wall
since May 2026 (seen as a redirect to another host, or as a page of status 200); a wall ends the crawl (R-06), and the
operator downloads the export in a browser and reads it with --export-file.
"""

import io
import re
import zipfile
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date, datetime
from typing import IO, Any, TypeVar

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.archive import MIB, ArchiveError, NoArchive, open_archive, read_member
from crawler.gsb import Document, DocumentError, KnownStructure, Surprises, parse, path_of
from crawler.portal import Labels, Portal
from crawler.richtext import plain_text
from crawler.spider import PortalSpider, Rejected, in_chunks
from finder.models import Contact, Link, RawDocument, RawProgramme, Section, Statement
from finder.vocab import Land, Level, LinkKind, RunState, SectionField

PROGRAMME_TYPE = "gsb:ServiceOffer"
PROGRAMME_SUBTYPE = "ServiceOffer-FundingProgram"
PROGRAMME_FOLDER = "/Foerderprogramm/"
WALL_STATUSES = frozenset({401, 403, 407, 429, 451, 503})
DOWNLOAD_BY_HAND = "Der Export lässt sich im Browser herunterladen und mit --export-file einlesen."
_LINK_TARGET = re.compile(r'href="target:([^"]+)"')
_SPACE = re.compile(r"\s+")

Code = TypeVar("Code")


class Export:
    """One export archive. Linked documents are read first; programmes are then streamed one by one."""

    def __init__(self, archive: zipfile.ZipFile, portal: Portal, fetched_at: datetime, status: int) -> None:
        """`fetched_at` and `status` say when and how the archive itself was fetched.

        Raises ArchiveError where a member is damaged.
        """
        self._archive = archive
        self._portal = portal
        self._fetched_at = fetched_at
        self._status = status
        self._known = KnownStructure(
            document_types=frozenset(portal.structure.document_types),
            properties=frozenset({*portal.structure.sections, *portal.structure.properties}),
            classifiers=frozenset(portal.structure.classifiers),
        )
        self.surprises = Surprises()
        members = [name for name in archive.namelist() if name.endswith(".xml")]
        self._programme_members = [name for name in members if PROGRAMME_FOLDER in name]
        self._linked_members = [name for name in members if PROGRAMME_FOLDER not in name]

    @property
    def expected(self) -> int:
        """How many documents lie where programmes lie."""
        return len(self._programme_members)

    def programmes(self) -> Iterator[RawProgramme | Rejected]:
        """Every programme of the archive, or the reason why it could not be read."""
        linked = self._linked_documents()
        for member in self._programme_members:
            body = read_member(self._archive, member)
            url = page_url(self._portal, path_of(member))
            try:
                document = parse(member, body, self._known, self.surprises)
                if not _is_programme(document):
                    continue
                statement, sections = _Reading(document, linked, self._portal, self.surprises).programme()
            except (DocumentError, ValueError) as error:
                yield Rejected(path_of(member), url, str(error), body)
                continue
            raw = RawDocument(url=url, fetched_at=self._fetched_at, status=self._status, body=body)
            yield RawProgramme(statement=statement, sections=sections, document=raw)

    def _linked_documents(self) -> dict[str, Document]:
        documents = {}
        for member in self._linked_members:
            try:
                document = parse(member, read_member(self._archive, member), self._known, self.surprises)
            except DocumentError as error:
                self.surprises.note("Unlesbares Dokument", str(error))
            else:
                documents[document.path] = document
        return documents


def page_url(portal: Portal, path: str) -> str:
    """The public page of a document: the archive's path without its root folder, ending in .html."""
    return f"{str(portal.url).rstrip('/')}{path.removeprefix('/BMWI')}.html"


def _is_programme(document: Document) -> bool:
    return document.type == PROGRAMME_TYPE and document.values.get("gsb:subType") == PROGRAMME_SUBTYPE


class _Reading:
    """One programme document put together with the documents it links to."""

    def __init__(self, document: Document, linked: dict[str, Document], portal: Portal, surprises: Surprises) -> None:
        self._document = document
        self._linked = linked
        self._portal = portal
        self._labels: Labels = portal.labels
        self._surprises = surprises

    def programme(self) -> tuple[Statement, tuple[Section, ...]]:
        """The statement and the texts. Raises ValueError for a missing title or an unknown category code."""
        document = self._document
        title = _one_line(document.rich_texts.get("gsb:title", ""))
        if not title:
            raise ValueError("Das Dokument hat keinen Titel.")
        sections = self._sections()
        level = self._level()
        statement = Statement(
            source=self._portal.id,
            key=document.path,
            url=page_url(self._portal, document.path),
            title=title,
            level=level,
            land=self._land() if level is Level.LAND else None,
            funders=self._funders(),
            applicants=self._codes("Foerderberechtigte", self._labels.applicants),
            regions=tuple(str(code) for code in self._codes("Foerdergebiet", self._labels.regions)),
            funding_types=self._codes("Foerderart", self._labels.funding_types),
            themes=self._codes("Foerderbereich", self._labels.themes),
            status_note=_SPACE.sub(" ", next((s.text for s in sections if s.field is SectionField.STATUS_NOTE), "")),
            contacts=self._contacts(),
            links=self._links(),
            issued_on=_day(document.values.get("gsb:dateOfIssue", "")),
        )
        return statement, sections

    def _sections(self) -> tuple[Section, ...]:
        by_field = {}
        for name, field in self._portal.structure.sections.items():
            html = self._document.rich_texts.get(name, "")
            text = plain_text(html)
            if text:
                by_field[field] = Section(field=field, text=text, html=html)
        return tuple(by_field[field] for field in SectionField if field in by_field)

    def _level(self) -> Level | None:
        levels = self._codes("Foerdergeber", self._labels.levels)
        return levels[0] if len(levels) == 1 else None

    def _land(self) -> Land | None:
        folder = self._document.path.partition("/Land/")[2].partition("/")[0]
        land = self._labels.land_folders.get(folder)
        if land is None:
            self._surprises.note("Länderordner", folder)
        return land

    def _codes(self, classifier: str, known: dict[str, Code]) -> tuple[Code, ...]:
        """The meanings of a category field, without repeats, in the vocabulary's order."""
        codes = [target.rsplit("/", 1)[-1] for target in self._document.links.get(classifier, ())]
        unknown = [code for code in codes if code not in known]
        if unknown:
            raise ValueError(f"Unbekannter Wert in {classifier}: {', '.join(unknown)}.")
        wanted = {known[code] for code in codes}
        return tuple(dict.fromkeys(meaning for meaning in known.values() if meaning in wanted))

    def _funders(self) -> tuple[str, ...]:
        return self._each("Foerderorganisation", self._title)

    def _contacts(self) -> tuple[Contact, ...]:
        return self._each("Kontakt", self._contact)

    def _links(self) -> tuple[Link, ...]:
        given = self._each("ExternerLink", lambda document: self._link(document, LinkKind.INFORMATION))
        targets = [
            target
            for name in ("gsb:bodyText", "gsb:procDescription")
            for target in _LINK_TARGET.findall(self._document.rich_texts.get(name, ""))
        ]
        guidelines = self._resolved(targets, lambda document: self._link(document, LinkKind.GUIDELINE))
        by_url = {link.url: link for link in (*given, *guidelines)}
        return tuple(sorted(by_url.values(), key=lambda link: (link.kind is not LinkKind.GUIDELINE, link.url)))

    def _each(self, classifier: str, read: Callable[[Document], Code | None]) -> tuple[Code, ...]:
        return self._resolved(self._document.links.get(classifier, ()), read)

    def _resolved(
        self, targets: tuple[str, ...] | list[str], read: Callable[[Document], Code | None]
    ) -> tuple[Code, ...]:
        found = []
        for target in dict.fromkeys(targets):
            document = self._linked.get(target)
            if document is None:
                self._surprises.note("Verweis ohne Dokument", target.rsplit("/", 2)[0])
                continue
            value = read(document)
            if value is not None:
                found.append(value)
        return tuple(found)

    def _title(self, document: Document) -> str | None:
        return _one_line(document.rich_texts.get("gsb:title", "")) or None

    def _link(self, document: Document, kind: LinkKind) -> Link | None:
        url = document.values.get("gsb:url", "")
        if not url.startswith(("https://", "http://")):
            self._surprises.note("Verweis ohne Webadresse", document.path)
            return None
        return Link(kind=kind, title=self._title(document) or url, url=url)

    def _contact(self, document: Document) -> Contact | None:
        organisation = self._title(document)
        if organisation is None:
            return None
        websites = self._resolved(document.links.get("gsb:website", ()), lambda d: d.values.get("gsb:url") or None)
        addresses = self._resolved(document.links.get("Adresse", ()), _postal_address)
        return Contact(
            organisation=organisation,
            address=next(iter(addresses), None),
            phone=document.values.get("gsb:phone") or None,
            email=document.values.get("gsb:email") or None,
            website=next(iter(websites), None),
        )


def _postal_address(document: Document) -> str | None:
    values = document.values
    street = f"{values.get('gsb:road', '')} {values.get('gsb:houseId', '')}".strip()
    place = f"{values.get('gsb:zipCode', '')} {values.get('gsb:city', '')}".strip()
    return ", ".join(part for part in (street, place) if part) or None


def _one_line(html: str) -> str:
    return _SPACE.sub(" ", plain_text(html)).strip()


def _day(stamp: str) -> date | None:
    """The day of "2025-05-26T14:00:00.000+02:00"; None for anything else."""
    try:
        return datetime.fromisoformat(stamp).date()
    except ValueError:
        return None


class Foerderdatenbank(PortalSpider):
    """Fetches or opens the export and yields its programmes."""

    async def start(self) -> AsyncIterator[Any]:
        """The export file if one is given, else one request for the archive."""
        if self.export_file is None:
            yield self._request()
            return
        try:
            file = self.export_file.open("rb")
        except OSError as error:
            self.fail(RunState.FAILED, f"Die Datei {self.export_file} lässt sich nicht öffnen ({error.strerror}).")
            return
        with file:
            async for item in self._items(file, status=0):
                yield item

    async def parse_export(self, response: Response) -> AsyncIterator[Any]:
        """The archive as it came over the network."""
        async for item in self._items(io.BytesIO(response.body), status=response.status):
            yield item

    def export_failed(self, failure: Any) -> None:
        """Says why the archive did not come: a wall, a refusal by robots.txt, the network."""
        error = failure.value
        if isinstance(error, HttpError):
            status = error.response.status
            state = RunState.BLOCKED if status in WALL_STATUSES else RunState.FAILED
            reason = f"Die Förderdatenbank antwortete mit Status {status}."
        elif isinstance(error, IgnoreRequest):
            state = RunState.BLOCKED
            reason = f"Der Abruf wurde abgebrochen: {error or 'robots.txt der Quelle erlaubt ihn nicht.'}"
        else:
            state = RunState.FAILED
            reason = f"Der Export ließ sich nicht abrufen ({type(error).__name__}: {error})."
        self.fail(state, f"{reason} {DOWNLOAD_BY_HAND}")

    def _request(self) -> Request:
        return Request(
            self.address(self.portal.start),
            headers={"Accept": "application/zip"},
            callback=self.parse_export,
            errback=self.export_failed,
            meta={
                "download_maxsize": self.portal.budget.megabytes * MIB,
                "download_timeout": self.portal.budget.minutes * 60,
            },
        )

    async def _items(self, file: IO[bytes], *, status: int) -> AsyncIterator[Any]:
        try:
            with open_archive(file) as archive:
                export = Export(archive, self.portal, self.run.started_at, status)
                self.expected = export.expected
                async for item in in_chunks(export.programmes()):
                    yield item
                self.notices = export.surprises.sentences()
                self.finished = True
        except NoArchive as error:
            fetched_wall = error.looks_like_page and self.export_file is None
            self.fail(RunState.BLOCKED if fetched_wall else RunState.FAILED, str(error))
        except ArchiveError as error:
            self.fail(RunState.FAILED, str(error))
