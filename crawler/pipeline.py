"""From a spider's items to the run's stage, and to quarantine."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.logformatter import LogFormatter, LogFormatterResult

from crawler.spider import PortalSpider, Rejected
from finder.models import RawProgramme


class CataloguePipeline:
    """Stages each programme. Nothing becomes live here (R-10)."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_item(self, item: object) -> object:
        """Stages a RawProgramme, quarantines a Rejected; a repeated key is quarantined too."""
        spider = self._crawler.spider
        if not isinstance(spider, PortalSpider):
            raise TypeError(f"spider of no portal: {spider!r}")
        match item:
            case RawProgramme():
                try:
                    spider.run.stage(item)
                except ValueError as error:
                    body = item.document.body if item.document else None
                    spider.run.quarantine(item.statement.key, item.statement.url, str(error), body)
            case Rejected():
                spider.run.quarantine(item.key, item.url, item.reason, item.body)
            case _:
                raise DropItem(f"unerwarteter Datensatz: {type(item).__name__}")
        return item


class ShortItems(LogFormatter):
    """Scrapy's log lines without the whole item in them."""

    def scraped(self, item: object, response: object, spider: object) -> LogFormatterResult:
        """One short line."""
        return {"level": 10, "msg": "Datensatz gelesen: %(kind)s", "args": {"kind": type(item).__name__}}
