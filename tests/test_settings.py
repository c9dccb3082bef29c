"""Scrapy's effective settings are safe and polite (R-02, R-04, R-72 … R-76)."""

import pytest
from scrapy.settings import Settings

from crawler.portal import Portal, load_portal, portal_ids
from crawler.settings import crawl_settings, user_agent

EFFECTIVE = Settings(crawl_settings(load_portal("foerderdatenbank").budget))

PROMISES = [
    ("ROBOTSTXT_OBEY", True),
    ("CONCURRENT_REQUESTS_PER_DOMAIN", 1),
    ("AUTOTHROTTLE_ENABLED", True),
    ("AUTOTHROTTLE_TARGET_CONCURRENCY", 1.0),
    ("AUTOTHROTTLE_MAX_DELAY", 60.0),
    ("COOKIES_ENABLED", False),
    ("TELNETCONSOLE_ENABLED", False),
    ("REMOTE_CONTROL_ENABLED", False),
    ("DOWNLOAD_VERIFY_CERTIFICATES", True),
    ("METAREFRESH_ENABLED", False),
    ("REDIRECT_MAX_TIMES", 5),
    ("RETRY_TIMES", 2),
    ("DOWNLOAD_TIMEOUT", 30),
    ("DOWNLOAD_MAXSIZE", 16 * 1024 * 1024),
]


@pytest.mark.parametrize(("name", "value"), PROMISES)
def test_effective_settings(name: str, value: object) -> None:
    assert EFFECTIVE[name] == value


def test_delays_are_polite() -> None:
    assert EFFECTIVE.getfloat("DOWNLOAD_DELAY") >= 2
    assert 2 <= EFFECTIVE.getfloat("AUTOTHROTTLE_START_DELAY") <= 5


@pytest.mark.parametrize("scheme", ["file", "data", "ftp", "s3"])
def test_only_the_web_is_fetched(scheme: str) -> None:
    handlers = EFFECTIVE.getwithbase("DOWNLOAD_HANDLERS")
    assert handlers[scheme] is None
    assert handlers["https"] is not None


def test_we_say_who_we_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOERDERFINDER_CONTACT", "foerderung@stadt.example")
    assert user_agent().startswith("Foerderfinder/")
    assert "(+foerderung@stadt.example)" in user_agent()
    assert "Mozilla" not in user_agent()


@pytest.mark.parametrize("portal_id", portal_ids())
def test_every_portal_declares_licence_budget_and_minimum(portal_id: str) -> None:
    portal = load_portal(portal_id)
    assert isinstance(portal, Portal)
    assert portal.id == portal_id
    assert portal.licence
    assert "{url}" in portal.attribution
    assert portal.url.scheme == "https"
    assert portal.url.host in portal.hosts
    assert portal.expectations.minimum > 0


def test_an_unknown_portal_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        load_portal("../../etc/passwd")
