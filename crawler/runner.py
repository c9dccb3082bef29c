"""Runs the spiders of one or more portals, judges what they saw, and promotes or holds back (R-10 … R-16, R-21, R-42)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from sqlite_utils import Database

from crawler.gate import judge
from crawler.portal import Portal, load_portal, portal_ids
from crawler.portals.foerderdatenbank import Foerderdatenbank
from crawler.settings import CONTACT_VARIABLE, contact, crawl_settings
from crawler.spider import Failure, PortalSpider
from finder.catalogue.connection import explained, open_database
from finder.catalogue.lock import catalogue_lock
from finder.catalogue.promotion import Reader, Run
from finder.models import RunReport
from finder.vocab import RunState
from finder.wording import whole

INTERRUPTED = "Der Abruf wurde abgebrochen. Die bisherigen Daten bleiben unverändert."
BERLIN = ZoneInfo("Europe/Berlin")
SPIDERS: dict[str, type[PortalSpider]] = {"foerderdatenbank": Foerderdatenbank}

EXIT_PROMOTED, EXIT_ERROR, EXIT_QUARANTINED, EXIT_BLOCKED = 0, 1, 2, 4
"""Exit codes of a crawl (R-16); 3 says that the catalogue is locked (finder.catalogue.lock)."""

_EXIT_BY_STATE = {
    RunState.PROMOTED: EXIT_PROMOTED,
    RunState.DRY_RUN: EXIT_PROMOTED,
    RunState.FAILED: EXIT_ERROR,
    RunState.QUARANTINED: EXIT_QUARANTINED,
    RunState.BLOCKED: EXIT_BLOCKED,
}

Progress = Callable[[str, int, int | None], None]
"""Told after each record: source, how many so far, how many are expected (None where unknown)."""


class CrawlError(Exception):
    """A crawl that could not start; the text is a German sentence."""


@dataclass(frozen=True)
class Order:
    """What to crawl. No sources means all."""

    sources: tuple[str, ...] = ()
    export_file: Path | None = None
    base_address: str | None = None
    dry_run: bool = False


def crawl(order: Order, database: Path, read: Reader, progress: Progress) -> tuple[RunReport, ...]:
    """Crawls the portals of the order into the catalogue, each on its own; one that fails stops no other (R-21).

    `read` reads requirements and money from a new or changed programme. Raises CrawlError or StoreError where nothing
    could be started; what happens to a started portal stands in its report.
    """
    portals = [_portal(source) for source in order.sources or portal_ids()]
    _check(order, portals)
    with catalogue_lock(database):
        db = open_database(database)
        try:
            with explained(database):
                return _crawl_all(order, portals, db, read, progress)
        finally:
            db.close()


def exit_code(reports: tuple[RunReport, ...]) -> int:
    """0 where every portal was promoted; else the first portal's trouble, an error before all others."""
    codes = [_EXIT_BY_STATE[report.state] for report in reports]
    return EXIT_ERROR if EXIT_ERROR in codes else next((code for code in codes if code), EXIT_PROMOTED)


def _now() -> datetime:
    return datetime.now(UTC)


def _portal(source: str) -> Portal:
    try:
        return load_portal(source)
    except KeyError as error:
        raise CrawlError(f"Die Quelle „{source}“ gibt es nicht. Bekannt sind: {', '.join(portal_ids())}.") from error


def _check(order: Order, portals: list[Portal]) -> None:
    single = len(portals) == 1
    if (order.export_file or order.base_address) and not single:
        raise CrawlError("--export-file und --base-url gelten für genau eine Quelle. Bitte die Quelle nennen.")
    if order.export_file is not None and not order.export_file.is_file():
        raise CrawlError(f"Die Datei {order.export_file} gibt es nicht.")
    address = urlsplit(order.base_address or "https://")
    if address.scheme not in ("http", "https") or (order.base_address and not address.hostname):
        raise CrawlError(f"--base-url {order.base_address} ist keine Webadresse (http:// oder https://).")
    if order.export_file is None and order.base_address is None and contact() is None:
        raise CrawlError(
            "Bitte eine Kontaktadresse nennen, damit die Quelle weiß, wer sie abruft: "
            f'{CONTACT_VARIABLE}="name@kommune.de" foerderfinder crawl … (oder den Export mit --export-file einlesen).'
        )


def _crawl_all(
    order: Order, portals: list[Portal], db: Database, read: Reader, progress: Progress
) -> tuple[RunReport, ...]:
    process = AsyncCrawlerProcess(Settings({"LOG_LEVEL": "WARNING", "TELNETCONSOLE_ENABLED": False}))
    crawls = []
    for portal in portals:
        run = Run(db, portal.source, read, _now)
        crawler = Crawler(SPIDERS[portal.id], Settings(crawl_settings(portal.budget)))
        _watch(crawler, progress)
        process.crawl(crawler, portal=portal, run=run, base_address=order.base_address, export_file=order.export_file)
        crawls.append((portal, run, crawler))
    try:
        # Scrapy's own handler would wait for the download under way, which for an export is minutes.
        process.start(install_signal_handlers=False)
    except KeyboardInterrupt:
        _stop_threads()
        return tuple(run.reject(RunState.FAILED, INTERRUPTED) for _, run, _ in crawls)
    return tuple(_conclude(portal, run, crawler, dry_run=order.dry_run) for portal, run, crawler in crawls)


def _stop_threads() -> None:
    """Ends the reactor's idle threads, which would keep the interrupted process alive."""
    # Importing the reactor before the process has installed its own would install another.
    from twisted.internet import reactor  # noqa: PLC0415

    reactor.getThreadPool().stop()


def _watch(crawler: Crawler, progress: Progress) -> None:
    """Follows a crawl: each record to the progress, each error of the pipeline to the spider's failure."""

    def record(spider: PortalSpider) -> None:
        progress(spider.portal.id, spider.run.seen + spider.run.quarantined, spider.expected)

    def error(spider: PortalSpider, failure: Any) -> None:
        spider.fail(RunState.FAILED, f"Beim Speichern trat ein Fehler auf: {failure.value}")

    crawler.signals.connect(record, signals.item_scraped, weak=False)
    crawler.signals.connect(error, signals.item_error, weak=False)


def _conclude(portal: Portal, run: Run, crawler: Crawler, *, dry_run: bool) -> RunReport:
    """Judges one finished crawl and promotes or rejects it."""
    spider = crawler.spider
    if not isinstance(spider, PortalSpider):
        return run.reject(RunState.FAILED, "Der Abruf konnte nicht gestartet werden. Einzelheiten stehen im Protokoll.")
    failure = spider.failure or _hidden_failure(spider, crawler)
    if failure is not None:
        return run.reject(failure.state, failure.message)
    judgement = judge(
        seen=run.seen,
        quarantined=run.quarantined,
        minimum=portal.expectations.minimum,
        last_healthy=run.last_healthy_count(),
    )
    if judgement.reasons:
        return run.reject(
            RunState.QUARANTINED, " ".join((*judgement.reasons, "Die bisherigen Daten bleiben unverändert."))
        )
    message = " ".join((*judgement.warnings, *_notices(spider, run)))
    promote = run.rehearse if dry_run else run.promote
    return promote(day=run.started_at.astimezone(BERLIN).date(), complete=True, message=message)


def _hidden_failure(spider: PortalSpider, crawler: Crawler) -> Failure | None:
    """What Scrapy itself would call finished: exceptions of the spider, a budget that ran out (R-16)."""
    stats = crawler.stats.get_stats() if crawler.stats else {}
    reason = stats.get("finish_reason")
    if stats.get("spider_exceptions/count"):
        return Failure(RunState.FAILED, "Beim Lesen der Quelle trat ein Fehler auf. Einzelheiten stehen im Protokoll.")
    if reason != "finished":
        return Failure(
            RunState.FAILED, f"Der Abruf endete vorzeitig ({reason}). Die bisherigen Daten bleiben unverändert."
        )
    if not spider.finished:
        return Failure(
            RunState.FAILED, "Die Quelle lieferte keinen lesbaren Export. Die bisherigen Daten bleiben unverändert."
        )
    return None


def _notices(spider: PortalSpider, run: Run) -> Iterator[str]:
    if run.quarantined:
        yield f"{whole(run.quarantined)} nicht lesbare Datensätze zurückgehalten."
    if spider.notices:
        yield f"Unbekannt im Aufbau der Quelle: {'; '.join(spider.notices)}."
