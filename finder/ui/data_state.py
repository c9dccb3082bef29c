"""Page Datenstand: how old the data is, what each source holds, and what changed lately."""

from collections.abc import Sequence
from datetime import date, timedelta

from finder import wording
from finder.models import Change, SourceStatus
from finder.ui import data, detail, frame, markup
from finder.ui.frame import Opening
from finder.ui.markup import Content, Piece, Target
from finder.ui.state import View, parameters

RECENT_DAYS = 30
MOST_CHANGES = 50
COLUMNS = ("Quelle", "Letzter vollständiger Abruf", "Letzter Lauf", "Programme", "davon für Kommunen", "Fassungen")


def main() -> None:
    """The page from top to bottom."""
    opening = frame.begin()
    sources = opening.snapshot.sources
    markup.show(
        markup.heading(1, "Datenstand"),
        markup.paragraph(
            f"Der Katalog zeigt {wording.whole(opening.snapshot.programmes)} Programme. "
            f"Stichtag aller Prüfungen ist heute, der {wording.day(opening.stichtag)}.",
            kind="lead",
        ),
        markup.heading(2, "Quellen"),
        markup.table("Abrufe und Bestand je Quelle", COLUMNS, [_row(source, opening.stichtag) for source in sources]),
        *_licences(sources),
        *_recent(opening),
    )


def _row(source: SourceStatus, stichtag: date) -> Sequence[Content]:
    return (
        markup.join((source.origin.title, markup.note(_role(source)))),
        _healthy(source, stichtag),
        _last(source),
        wording.whole(source.programmes),
        wording.whole(source.municipal),
        wording.whole(source.versions),
    )


def _role(source: SourceStatus) -> str:
    if source.superseded:
        return "Startkatalog, durch den Abruf ersetzt und nicht mehr angezeigt"
    return "Startkatalog, bis zum ersten Abruf" if source.origin.superseded_by else source.origin.publisher


def _healthy(source: SourceStatus, stichtag: date) -> Content:
    if source.origin.superseded_by:
        return "noch keiner"
    seen = frame.last_complete(source)
    if seen is None:
        return "noch keiner"
    age = (stichtag - seen).days
    words = f"vor {wording.whole(age)} {'Tag' if age == 1 else 'Tagen'}" if age > 0 else "heute"
    warning = f", älter als {data.STALE_DAYS} Tage" if frame.is_stale(source, stichtag) else ""
    return markup.join((wording.day(seen), markup.note(words + warning)))


def _last(source: SourceStatus) -> Content:
    run = source.last_run
    if run is None:
        return "noch keiner"
    counts = (
        f"{wording.whole(run.seen)} gesehen, {wording.whole(run.new)} neu, {wording.whole(run.changed)} geändert, "
        f"{wording.whole(run.missing)} nicht gefunden, {wording.whole(run.quarantined)} zurückgehalten"
    )
    message = markup.note(run.message) if run.message else markup.EMPTY
    if source.origin.superseded_by:
        return markup.join((f"geladen am {wording.day(run.started_at.date())}", message))
    return markup.join((f"{run.state.label} am {wording.day(run.started_at.date())}", markup.note(counts), message))


def _licences(sources: Sequence[SourceStatus]) -> list[Piece]:
    lines = [
        markup.join(
            (
                markup.link(source.origin.url, source.origin.title),
                f": {source.origin.attribution_for(source.origin.url)} ",
                source.origin.licence,
            )
        )
        for source in sources
        if not source.superseded
    ]
    return [markup.heading(2, "Herkunft und Lizenz"), markup.items(lines)]


def _recent(opening: Opening) -> list[Piece]:
    changes = [
        change for change in data.changes(opening.stichtag - timedelta(days=RECENT_DAYS)) if change.what != "new"
    ]
    title = markup.heading(2, f"Geändert in den letzten {RECENT_DAYS} Tagen")
    if not changes:
        return [title, markup.paragraph("Kein Abruf hat in dieser Zeit eine Änderung gesehen.")]
    shown = markup.items(_change(change, opening.view) for change in changes[:MOST_CHANGES])
    left = len(changes) - MOST_CHANGES
    more = [markup.paragraph(f"… und {wording.whole(left)} weitere Änderungen.")] if left > 0 else []
    return [title, shown, *more]


def _change(change: Change, view: View) -> Piece:
    address = parameters(view.at(change.key, change.source))
    return markup.join((markup.page_link(Target.PROGRAMME, address, change.title), " – ", detail.change_line(change)))


if __name__ == "__main__":
    main()
