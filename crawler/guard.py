"""Which addresses a crawl may ask: only http(s), only the portal's hosts, no private addresses, checked on every hop (R-72)."""

import asyncio
import ipaddress
import socket
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from crawler.spider import PortalSpider


class HostRefused(IgnoreRequest):
    """A request that leaves the portal; the text is a German sentence."""


class HostGuard:
    """Downloader middleware. It stands before the robots check, so that not even that leaves the portal."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Lets a request pass or raises HostRefused."""
        spider = self._crawler.spider
        if not isinstance(spider, PortalSpider):
            raise HostRefused("Nur Spider eines Portals dürfen Seiten abrufen.")
        address = urlsplit(request.url)
        if address.scheme not in ("http", "https"):
            raise HostRefused(f"{request.url}: nur http und https sind erlaubt.")
        if spider.base_address is not None and _origin(request.url) == _origin(spider.base_address):
            return
        if (address.hostname or "") not in spider.portal.hosts:
            raise HostRefused(f"{address.hostname} gehört nicht zu {spider.portal.title}.")
        for resolved in await _resolve(address.hostname or "", address.port or 443):
            if not ipaddress.ip_address(resolved).is_global:
                raise HostRefused(f"{address.hostname} zeigt auf die interne Adresse {resolved}.")


def _origin(url: str) -> tuple[str | None, int]:
    address = urlsplit(url)
    return address.hostname, address.port or (443 if address.scheme == "https" else 80)


async def _resolve(host: str, port: int) -> list[str]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise HostRefused(f"{host} lässt sich nicht auflösen ({error}). Besteht eine Verbindung zum Netz?") from error
    return [str(entry[4][0]) for entry in found]
