"""Small guidelines for the tests of the readers, hostile ones, and what every claim has to hold."""

from typing import Final

from hypothesis import strategies

from finder.guideline import Claim
from finder.models import Section
from finder.vocab import SectionField
from rules.extract.passages import LONGEST_QUOTE
from rules.extract.text import Guideline, parse

HOSTILE: Final = (
    "",
    " ",
    "Antrag " * 150_000,
    "bis zum 31.12.2026 " * 50_000,
    "Konzept vorzulegen, " * 50_000,
    "kumuliert vorzeitiger Maßnahmebeginn Verbund " * 20_000,
    "1" * 100_000,
    "<p>Konzept</p><li>bis zum <b>31. März</b> einzureichen" * 200,
    "Maß\u00adnah\u00adme\u00adbe\u00adginn De-mi\u00adni\u00admis " * 500,
    "İİİ De-minimis-Beihilfen İ nach AGVO",
    "a) b) c) §§ (((((" * 2_000,
    "Diese Richtlinie tritt am Tage ihrer Unterzeichnung in Kraft. " * 3_000,
    "Projektskizzen sind bis zum 31.12. einzureichen. " * 3_000,
)
"""Texts without full stops, of figures only, with markup remains, soft hyphens and letters that grow in lower case."""

_OWN_WORDS: Final = (
    "Antrag bis zum 31.12. 2026 Konzept vorzulegen vorzeitiger Maßnahmebeginn zugelassen Verbund mindestens zwei Partner "
    "kumuliert nicht zulässig De-minimis AGVO tritt in außer Kraft Diese Richtlinie ; , . einzureichen ISEK Projektskizze "
    "jederzeit"
)
WORDS: Final = strategies.lists(
    strategies.sampled_from([*_OWN_WORDS.split(), "\n", "\t"]) | strategies.text(max_size=12), max_size=40
).map(" ".join)
"""Texts of the readers' own words and of any letters."""


def guideline(*paragraphs: str, title: str = "Richtlinie Musterförderung") -> Guideline:
    """A guideline of one section; a paragraph may hold lines of list items that begin with a tab."""
    return parse(title, [Section(field=SectionField.GUIDELINE, text="\n\n".join(paragraphs), html="")])


def assert_verbatim(read: Guideline, *claims: Claim | None) -> None:
    """Each quote is the passage of the text at its place, and no longer than a quote may be."""
    for claim in claims:
        if claim is not None:
            quote = claim.quote
            assert read.texts[0].words[quote.start : quote.end] == quote.words
            assert len(quote.words) <= LONGEST_QUOTE
