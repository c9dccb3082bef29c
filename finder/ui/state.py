"""What stands in the address: who asks for which project, filters, words, page and programme. Nothing confidential (R-90).

Every value from an address is checked against a closed list or a pattern; what does not fit is dropped, so that a
broken or hostile address shows an ordinary page.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import TypeVar

from finder.frozen import Frozen
from finder.vocab import FundingType, Labelled, Level, Theme, Verdict

LONGEST_WORDS = 200
LONGEST_KEY = 500

_APPLICANT = re.compile(r"[A-Za-z0-9-]{2,64}")
_PROJECT = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_SOURCE = re.compile(r"[a-z0-9_-]{1,64}")
_PAGE = re.compile(r"[0-9]{1,4}")


class DeadlineFilter(Labelled):
    """What a reader wants to know of the deadline."""

    OPEN = "offen", "Antrag heute möglich"
    DAYS_30 = "30", "Frist in 30 Tagen"
    DAYS_90 = "90", "Frist in 90 Tagen"
    DAYS_120 = "120", "Frist in 120 Tagen"
    UNKNOWN = "unbekannt", "Frist unbekannt"


class Name(StrEnum):
    """The names of the values in the address."""

    APPLICANT = "ags"
    PROJECT = "vorhaben"
    VERDICT = "ergebnis"
    LEVEL = "ebene"
    THEME = "thema"
    FUNDING_TYPE = "foerderart"
    DEADLINE = "frist"
    WORDS = "suche"
    PAGE = "seite"
    PROGRAMME = "programm"
    SOURCE = "quelle"


class View(Frozen):
    """Everything a page needs to know from its address."""

    applicant: str | None = None
    project: str | None = None
    """Key of the project for which everything is checked."""
    verdicts: tuple[Verdict, ...] = ()
    levels: tuple[Level, ...] = ()
    themes: tuple[Theme, ...] = ()
    funding_types: tuple[FundingType, ...] = ()
    deadlines: tuple[DeadlineFilter, ...] = ()
    words: str = ""
    page: int = 1
    programme: str | None = None
    source: str | None = None

    def changed(self, **values: object) -> "View":
        """The same view with other values, on its first page unless a page is named; another applicant has no project."""
        same = values.get("applicant", self.applicant) == self.applicant
        return View.model_validate({**dict(self), "page": 1, "project": self.project if same else None, **values})

    def without_filters(self) -> "View":
        """The same applicant and project and nothing else."""
        return View(applicant=self.applicant, project=self.project)

    def at(self, key: str, source: str) -> "View":
        """The same view on one programme."""
        return self.changed(page=self.page, programme=key, source=source)

    def listing(self) -> "View":
        """The same view without the programme: the list one came from."""
        return self.changed(page=self.page, programme=None, source=None)


Member = TypeVar("Member", bound=Labelled)


def _members(vocabulary: type[Member], values: Iterable[str]) -> tuple[Member, ...]:
    wanted = set(values)
    return tuple(member for member in vocabulary if member.value in wanted)


def _matching(pattern: re.Pattern[str], values: Sequence[str]) -> str | None:
    return values[0] if values and pattern.fullmatch(values[0]) else None


def _words(values: Sequence[str]) -> str:
    return " ".join(values[0].split())[:LONGEST_WORDS] if values else ""


def _page(values: Sequence[str]) -> int:
    return max(1, int(_matching(_PAGE, values) or 1))


def _key(values: Sequence[str]) -> str | None:
    return values[0] if values and values[0] and len(values[0]) <= LONGEST_KEY else None


def read(values_of: Callable[[str], Sequence[str]]) -> View:
    """The view in an address; `values_of` gives all values of a name, as `st.query_params.get_all` does."""
    return View(
        applicant=_matching(_APPLICANT, values_of(Name.APPLICANT)),
        project=_matching(_PROJECT, values_of(Name.PROJECT)),
        verdicts=_members(Verdict, values_of(Name.VERDICT)),
        levels=_members(Level, values_of(Name.LEVEL)),
        themes=_members(Theme, values_of(Name.THEME)),
        funding_types=_members(FundingType, values_of(Name.FUNDING_TYPE)),
        deadlines=_members(DeadlineFilter, values_of(Name.DEADLINE)),
        words=_words(values_of(Name.WORDS)),
        page=_page(values_of(Name.PAGE)),
        programme=_key(values_of(Name.PROGRAMME)),
        source=_matching(_SOURCE, values_of(Name.SOURCE)),
    )


def parameters(view: View) -> list[tuple[str, str]]:
    """The view as names and values of an address, in fixed order; what says nothing is left out."""
    lists: tuple[tuple[Name, Sequence[str]], ...] = (
        (Name.APPLICANT, (view.applicant,) if view.applicant else ()),
        (Name.PROJECT, (view.project,) if view.project else ()),
        (Name.VERDICT, view.verdicts),
        (Name.LEVEL, view.levels),
        (Name.THEME, view.themes),
        (Name.FUNDING_TYPE, view.funding_types),
        (Name.DEADLINE, view.deadlines),
        (Name.WORDS, (view.words,) if view.words else ()),
        (Name.PAGE, (str(view.page),) if view.page > 1 else ()),
        (Name.SOURCE, (view.source,) if view.source else ()),
        (Name.PROGRAMME, (view.programme,) if view.programme else ()),
    )
    return [(str(name), str(value)) for name, values in lists for value in values]
