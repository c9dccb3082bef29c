"""Which addresses a crawl may ask, decided on every hop (R-72)."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest
from scrapy import Request

from crawler import guard
from crawler.portal import load_portal
from crawler.portals.foerderdatenbank import Foerderdatenbank

PUBLIC = "93.184.216.34"


def check(url: str, monkeypatch: pytest.MonkeyPatch, *, resolves_to: str = PUBLIC, base: str | None = None) -> None:
    async def resolve(_host: str, _port: int) -> list[str]:
        return [resolves_to]

    monkeypatch.setattr(guard, "_resolve", resolve)
    spider = Foerderdatenbank(portal=load_portal("foerderdatenbank"), run=cast(Any, None), base_address=base)
    crawler = cast(Any, SimpleNamespace(spider=spider))
    asyncio.run(guard.HostGuard(crawler).process_request(Request(url)))


@pytest.mark.parametrize(
    "url", ["https://www.foerderdatenbank.de/FDB/WS/export", "http://foerderdatenbank.de/robots.txt"]
)
def test_the_portal_itself_may_be_asked(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    check(url, monkeypatch)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://www.foerderdatenbank.de.example.org/", "gehört nicht zu"),
        ("https://example.org/?x=www.foerderdatenbank.de", "gehört nicht zu"),
        ("https://www.foerderdatenbank.de@example.org/", "gehört nicht zu"),
        ("http://127.0.0.1/", "gehört nicht zu"),
        ("http://[::1]/", "gehört nicht zu"),
        ("ftp://www.foerderdatenbank.de/", "nur http"),
        ("file:///etc/passwd", "nur http"),
    ],
)
def test_everything_else_is_refused(url: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(guard.HostRefused, match=words):
        check(url, monkeypatch)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "::1", "fd00::1"]
)
def test_a_portal_name_that_points_inside_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(guard.HostRefused, match="interne Adresse"):
        check("https://www.foerderdatenbank.de/", monkeypatch, resolves_to=address)


def test_the_operators_own_address_is_exempt_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    base = "http://127.0.0.1:8123"
    check(f"{base}/FDB/WS/export", monkeypatch, base=base, resolves_to="127.0.0.1")
    for other in ("http://127.0.0.1:8124/", "http://127.0.0.2:8123/", "http://localhost:8123/"):
        with pytest.raises(guard.HostRefused):
            check(other, monkeypatch, base=base, resolves_to="127.0.0.1")
