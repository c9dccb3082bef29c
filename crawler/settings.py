"""Scrapy's settings, safe and polite. Its own defaults are neither (R-02, R-73, R-74, R-75; measured with Scrapy 2.19)."""

import os
from importlib.metadata import version
from typing import Any

from crawler.portal import Budget

CONTACT_VARIABLE = "FOERDERFINDER_CONTACT"
REFUSED_SCHEMES = ("data", "file", "ftp", "s3")
PAGE_BYTES = 16 * 1024 * 1024


def contact() -> str | None:
    """Address or mailbox of the operator, from FOERDERFINDER_CONTACT; None where it is not set."""
    return os.environ.get(CONTACT_VARIABLE, "").strip() or None


def user_agent() -> str:
    """Who we are (R-04): name, version, contact. Never a browser's name."""
    return f"Foerderfinder/{version('foerderfinder')} (+{contact() or 'Kontakt nicht angegeben'})"


def crawl_settings(budget: Budget) -> dict[str, Any]:
    """The effective settings of one portal's crawl."""
    return {
        "USER_AGENT": user_agent(),
        "ROBOTSTXT_OBEY": True,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": 2.0,
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": 3.0,
        "AUTOTHROTTLE_MAX_DELAY": 60.0,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
        "RETRY_TIMES": 2,
        "DOWNLOAD_TIMEOUT": 30,
        "DOWNLOAD_MAXSIZE": PAGE_BYTES,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_HANDLERS": dict.fromkeys(REFUSED_SCHEMES),
        "REDIRECT_MAX_TIMES": 5,
        "METAREFRESH_ENABLED": False,
        "COOKIES_ENABLED": False,
        "REFERRER_POLICY": "no-referrer",
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "CLOSESPIDER_PAGECOUNT": budget.pages,
        "CLOSESPIDER_TIMEOUT": budget.minutes * 60,
        "DOWNLOADER_MIDDLEWARES": {"crawler.guard.HostGuard": 60},
        "ITEM_PIPELINES": {"crawler.pipeline.CataloguePipeline": 300},
        "LOG_LEVEL": "WARNING",
        # One line a programme is enough; a whole text in the log would bury the warnings.
        "LOG_FORMATTER": "crawler.pipeline.ShortItems",
    }
