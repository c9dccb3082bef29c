"""What the command line prints: tables and sentences on standard output, progress and notices on standard error."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from finder.catalogue.rereading import Rereading
from finder.deadlines import deadline_text
from finder.exports.json import DISCLAIMER, Estimates
from finder.facts import DEFINITIONS, fact_text
from finder.models import Assessment, Change, Fact, Profile, Programme, Project, RunReport, SourceStatus
from finder.money.lines import estimate_summary
from finder.money.records import Estimate
from finder.places.municipalities import Match
from finder.vocab import FactState, RunState, Verdict
from finder.wording import day, listing, whole

BERLIN = ZoneInfo("Europe/Berlin")
_CHANGE_WORDS = {
    "new": "neu",
    "changed": "geändert",
    "back": "wieder da",
    "missing": "nicht mehr gefunden",
    "gone": "beendet",
}
OTHER_PARTS = "Übriges"
_LISTED = 20
_SHORT = 160
"""Longest piece of an old or new text that a list of changes repeats."""

_out = Console(highlight=False)
_err = Console(stderr=True, highlight=False)


def _say(text: str, style: str = "") -> None:
    """A line of the answer; the terminal wraps it, so that addresses stay whole."""
    _out.print(Text(text, style=style), soft_wrap=True)


def error(sentence: str) -> None:
    """A sentence about what went wrong."""
    _err.print(Text(f"Fehler: {sentence}"), soft_wrap=True)


def notice(sentence: str) -> None:
    """A sentence beside the answer."""
    _err.print(Text(sentence), soft_wrap=True)


def answer(text: str) -> None:
    """An answer that is already in words."""
    _say(text)


def json_document(answer: dict[str, Any]) -> None:
    """One JSON document and nothing else on standard output."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")


def json_line(answer: dict[str, Any]) -> None:
    """One line of JSON on standard output."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")


class CrawlProgress:
    """One bar a source; called by the crawl after each record."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, Any] = {}

    def __call__(self, source: str, seen: int, expected: int | None) -> None:
        if source not in self._tasks:
            self._tasks[source] = self._bars.add_task(source, total=expected)
        self._bars.update(self._tasks[source], completed=seen, total=expected)


@contextmanager
def counting_progress() -> Iterator[CrawlProgress]:
    """Progress bars on standard error for as long as a crawl runs."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_err, transient=True) as bars:
        yield CrawlProgress(bars)


@contextmanager
def reading_progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error while texts are read."""
    columns = (TextColumn("Texte lesen"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_err, transient=True) as bars:
        task = bars.add_task("lesen", total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)


@contextmanager
def busy(sentence: str) -> Iterator[None]:
    """Shows on standard error that work of unknown length goes on."""
    with _err.status(Text(sentence)):
        yield


def rereading(result: Rereading) -> None:
    """What reading the stored texts anew changed."""
    if not result.read:
        _say("Alle Texte sind schon mit den jetzigen Leseregeln gelesen.")
        return
    _say(f"{whole(result.read)} Programme gelesen, {whole(len(result.changed))} mit anderen Fakten.", style="bold")
    for count in result.fields:
        _say(f"  {count.field}: {whole(count.added)} dazu, {whole(count.dropped)} weg")
    for title in result.changed[:_LISTED]:
        _say(f"  geändert: {title}")
    if len(result.changed) > _LISTED:
        _say(f"  … und {whole(len(result.changed) - _LISTED)} weitere (--json nennt alle)")


def crawl_summary(reports: Sequence[RunReport]) -> None:
    """How each source's crawl ended and what it brought."""
    for report in reports:
        _say(f"{report.source}: {report.state.label}", style="bold")
        counts = {
            "gelesen": report.seen,
            "neu": report.new,
            "geändert": report.changed,
            "unverändert": report.unchanged,
            "vermisst": report.missing,
            "zurückgehalten": report.quarantined,
        }
        _say("  " + ", ".join(f"{word} {whole(count)}" for word, count in counts.items()))
        if report.message and report.state is RunState.PROMOTED:
            _say(f"  {report.message}")


def status_list(sources: Sequence[SourceStatus]) -> None:
    """What the catalogue holds of each source, and how its last crawl ended."""
    if not sources:
        notice("Die Datenbank ist leer. „foerderfinder crawl“ füllt sie.")
    for status in sources:
        run, healthy = status.last_run, status.last_healthy
        retired = " (abgelöst, wird nicht mehr gezeigt)" if status.superseded else ""
        _say(f"{status.origin.title}{retired}", style="bold")
        _say(f"  Programme: {whole(status.programmes)}, davon für Kommunen: {whole(status.municipal)}")
        _say(f"  letzter Abruf: {f'{_moment(run)}, {run.state.label}' if run else 'noch keiner'}")
        _say(f"  letzter gesunder Lauf: {_moment(healthy) if healthy else 'noch keiner'}")
        if run and run.message:
            _say(f"  Hinweis: {run.message}")


def _moment(run: RunReport) -> str:
    return run.started_at.astimezone(BERLIN).strftime("%d.%m.%Y %H:%M")


def matches_list(found: Sequence[Match]) -> None:
    """Units of the register that a phrase may mean, one a line."""
    for match in found:
        unit = match.unit
        details = [unit.type_label]
        if unit.population is not None:
            details.append(f"{whole(unit.population)} Einwohner")
        if unit.seat_postcode:
            details.append(f"Postleitzahl des Sitzes {unit.seat_postcode}")
        _say(match.title, style="bold")
        _say("  " + ", ".join(details))
    for sentence in dict.fromkeys(match.note for match in found if match.note):
        notice(sentence)


def candidates(found: Sequence[Match]) -> None:
    """What an ambiguous phrase may mean, beside the error."""
    for match in found:
        notice(f"  {match.title}")


def programmes_list(text: str, found: Sequence[Programme]) -> None:
    """Programmes in the order given."""
    if not found:
        _say(f"Kein Programm enthält „{text}“. {DISCLAIMER}")
    for programme in found:
        _say(programme.statement.title, style="bold")
        _say(f"  {_funder(programme)} · {programme.statement.url}")


def check_list(
    applicant: Profile,
    project: Project | None,
    programmes: Sequence[Programme],
    assessments: Sequence[Assessment],
    stichtag: date,
    money: Estimates,
    *,
    everything: bool,
) -> None:
    """The verdicts for one applicant: numbers first, then the programmes in the order of the verdicts."""
    _say(f"{applicant.name} – Stichtag {day(stichtag)}", style="bold")
    _print_facts(applicant.facts)
    if project:
        _say(f"Vorhaben: {project.name}", style="bold")
        _print_facts(project.facts)
    counts = Counter(assessment.verdict for assessment in assessments)
    numbers = listing([f"{verdict.label} {whole(counts[verdict])}" for verdict in Verdict if counts[verdict]])
    if not assessments:
        _say("Der Katalog enthält keine Programme. „foerderfinder crawl“ holt den Bestand.")
        return
    _say(f"{whole(len(assessments))} Programme: {numbers}.\n")
    by_key = {(programme.statement.source, programme.statement.key): programme for programme in programmes}
    order = list(Verdict)
    for assessment in sorted(assessments, key=lambda a: (order.index(a.verdict), a.title)):
        if everything or assessment.verdict is not Verdict.NOT_ELIGIBLE:
            key = (assessment.source, assessment.key)
            _print_assessment(assessment, by_key[key], stichtag, money.get(key, ()) if project else ())
    if not everything and counts[Verdict.NOT_ELIGIBLE]:
        _say(f"{whole(counts[Verdict.NOT_ELIGIBLE])} Programme passen nicht; --all zeigt auch sie.")
    _say(DISCLAIMER)


def _print_facts(facts: Sequence[Fact]) -> None:
    for fact in facts:
        if fact.state in (FactState.KNOWN, FactState.CONTRADICTORY):
            _say(f"  {DEFINITIONS[fact.id].label}: {fact_text(fact)}")


def _print_assessment(assessment: Assessment, programme: Programme, stichtag: date, money: Sequence[Estimate]) -> None:
    readings = programme.readings
    deadline = deadline_text(readings.deadlines, readings.validity, programme.statement.status_note, stichtag)
    _out.print(Text.assemble(f"[{assessment.verdict.label}] ", (assessment.title, "bold")), soft_wrap=True)
    _say(f"  {_funder(programme)} · {deadline} · {programme.statement.url}")
    _say(f"  {assessment.reason}")
    if assessment.parts:
        parts = (f"{answer.part or OTHER_PARTS}: {answer.verdict.label}" for answer in assessment.parts)
        _say(f"  Teile: {'; '.join(parts)}")
    for estimate in money:
        _say(f"  {estimate_summary(estimate)}")


def changes_list(since: date, changes: Sequence[Change]) -> None:
    """Changes, newest first, field by field."""
    if not changes:
        _say(f"Seit {day(since)} wurde keine Änderung gesehen.")
        return
    for change in changes:
        _say(f"{day(change.day)}  {_CHANGE_WORDS[change.what]}  {change.title}", style="bold")
        _say(f"            {change.url}")
        for field in change.fields:
            _say(f"            {field.field}: {_shortened(field.old)} → {_shortened(field.new)}")


def _shortened(text: str | None) -> str:
    if text is None:
        return "(nichts)"
    words = " ".join(text.split())
    return words if len(words) <= _SHORT else f"{words[:_SHORT]} …"


def _funder(programme: Programme) -> str:
    statement = programme.statement
    level = statement.land or statement.level
    return ", ".join(statement.funders) or (level.label if level else "nicht angegeben")
