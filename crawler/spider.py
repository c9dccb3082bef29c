"""The base of all spiders: what they are told, and how they say that something went wrong."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrapy import Spider

from crawler.portal import Portal
from finder.catalogue.promotion import Run
from finder.models import RawProgramme
from finder.vocab import RunState

CHUNK = 20


@dataclass(frozen=True)
class Rejected:
    """A record that goes to quarantine."""

    key: str
    url: str
    reason: str
    body: bytes


@dataclass(frozen=True)
class Failure:
    """Why a crawl ended badly, in a German sentence."""

    state: RunState
    message: str


class PortalSpider(Spider):
    """A spider of one portal. Subclasses yield RawProgramme or Rejected and set `finished` when nothing is left to read."""

    def __init__(
        self,
        *,
        portal: Portal,
        run: Run,
        base_address: str | None = None,
        export_file: Path | None = None,
    ) -> None:
        """`base_address` replaces the portal's own (a mirror, a test); `export_file` replaces fetching altogether."""
        super().__init__(name=portal.id)
        self.portal = portal
        self.run = run
        self.base_address = base_address
        self.export_file = export_file
        self.expected: int | None = None
        self.finished = False
        self.failure: Failure | None = None
        self.notices: list[str] = []

    def address(self, path: str) -> str:
        """The full address of a path of the portal."""
        return (self.base_address or str(self.portal.url)).rstrip("/") + path

    def fail(self, state: RunState, message: str) -> None:
        """Records the first failure; later ones are its consequences."""
        if self.failure is None:
            self.failure = Failure(state, message)


async def in_chunks(items: Iterator[Any]) -> AsyncIterator[RawProgramme | Rejected]:
    """Reads a slow iterator in a thread, a few items at a time, so that the event loop stays awake."""
    while chunk := await asyncio.to_thread(_next_items, items):
        for item in chunk:
            yield item


def _next_items(items: Iterator[Any]) -> list[Any]:
    return [item for _, item in zip(range(CHUNK), items, strict=False)]
