"""Guidelines of one text for the tests of readers, and texts no source should send."""

from hypothesis import strategies as st

from finder.guideline import Claim
from finder.models import Section
from finder.vocab import SectionField
from rules.extract.text import Guideline, parse

HOSTILE = (
    "",
    "\n\t\n \u00ad",
    "Gemeinde " * 100_000,
    "1" * 100_000,
    "Zuwendungsempfänger sind " + "Gemeinden, " * 20_000,
    "ab 2 000 Einwohner " * 10_000,
    "<p>Antragsberechtigt sind <b>Kommunen</b></p>&nbsp;",
    "Zuwen\u00addungs\u00adempfänger sind Ge\u00admeinden.",
    "a) b) c) d) " * 10_000,
    ". " * 50_000,
    "\t" * 10_000 + "Punkt",
    "((((((((((" * 5_000,
)
_WORDS = """
Zuwendungsempfänger sind Gemeinden Landkreise nicht ausgenommen antragsberechtigt 2.000 10 000 bis zu über Einwohner
Einwohnern mit ohne Haushaltssicherung finanzschwache Kommunen im ländlichen Raum Fördergebiet liegen müssen , . ; :
a) 1. 4.2 – Nr. Abs. z. B. und deren Zusammenschlüsse Prozent Teil Modul I. außer für
"""
GUIDELINE_WORDS = st.lists(st.sampled_from([*_WORDS.split(), "\n", "\n\n", "\t"]), max_size=60).map(" ".join)
ANY_TEXT = st.one_of(st.text(max_size=400), GUIDELINE_WORDS)


def guideline(text: str, title: str = "Richtlinie") -> Guideline:
    """A guideline with one section."""
    return parse(title, [Section(field=SectionField.GUIDELINE, text=text, html="")])


def proven(text: str, claim: Claim) -> bool:
    """Whether a claim's quote stands at its place in the text."""
    return text[claim.quote.start : claim.quote.end] == claim.quote.words
