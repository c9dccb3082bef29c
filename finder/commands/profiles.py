"""Commands `profile` and `project`: what was entered about an applicant and its projects, as files and on the desk."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from finder import console
from finder.commands.asking import Asking, known
from finder.commands.confirming import Yes, confirm
from finder.commands.options import DESK, AsJson, Desk, now, stichtag, today
from finder.composition import project_named, projects_of
from finder.desk.database import open_desk
from finder.desk.projects import delete_project
from finder.facts import DEFINITIONS, fact_text
from finder.models import Fact, Project
from finder.profiles.files import ProfileFile, read_profile_file, write_profile_file
from finder.profiles.importing import Change, exported, planned, take_over
from finder.vocab import FactState
from finder.wording import day, whole

profiles = typer.Typer(help="Eigene Angaben einer Kommune: Vorlage, Einlesen, Ausgeben, Zeigen.", no_args_is_help=True)
projects = typer.Typer(help="Vorhaben einer Kommune: auflisten, zeigen, löschen.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Name oder Schlüssel der Kommune.")]
ProjectArgument = Annotated[str, typer.Argument(help="Schlüssel oder Name des Vorhabens.")]
Out = Annotated[Path, typer.Option("--out", help="Zieldatei; die Endung (.yml, .xlsx) bestimmt das Format.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Eine vorhandene Datei ersetzen.")]


@profiles.command("template")
def template(name: Name, out: Out, overwrite: Overwrite = False, desk: Desk = DESK) -> None:
    """Schreibt eine leere Vorlage; was das Gemeindeverzeichnis weiß, steht zur Ansicht darin."""
    who = _who(name, desk)
    entered = _entered(who, desk)
    content = ProfileFile(municipality=entered.municipality, applicant=entered.applicant)
    write_profile_file(out, content, who.applicant, overwrite=overwrite)
    console.notice(f"Vorlage für {who.applicant.name} geschrieben: {out}.")


@profiles.command("export")
def export(name: Name, out: Out, overwrite: Overwrite = False, desk: Desk = DESK) -> None:
    """Schreibt alle eigenen Angaben und Vorhaben in eine Datei, die sich ändern und wieder einlesen lässt."""
    who = _who(name, desk)
    content = _entered(who, desk)
    write_profile_file(out, content, who.applicant, overwrite=overwrite)
    counted = f"{whole(len(content.facts))} Angaben, {whole(len(content.projects))} Vorhaben"
    console.notice(f"Geschrieben: {out} ({counted}). Die Datei ist vertraulich wie die Angaben selbst.")


@profiles.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="Profildatei (YAML oder XLSX).")], yes: Yes = False, desk: Desk = DESK
) -> None:
    """Zeigt, was eine Profildatei ändern würde, und übernimmt es nach Rückfrage."""
    content = read_profile_file(file, today())
    with open_desk(desk) as opened:
        plan = planned(content, opened)
        if plan.note:
            console.notice(plan.note)
        if not plan.changes:
            console.answer(f"{plan.name}: Die Datei ändert nichts; alles steht schon so da.")
            return
        console.answer(f"{plan.name} ({plan.key}): {whole(len(plan.changes))} Änderungen.")
        _print_changes(plan.changes)
        confirm("Übernehmen?", yes=yes)
        take_over(plan, opened, now())
    console.notice("Übernommen.")


@profiles.command("show")
def show(name: Name, as_json: AsJson = False, desk: Desk = DESK) -> None:
    """Zeigt alle Angaben mit Herkunft und Stand, und die Namen der Vorhaben."""
    who = _who(name, desk)
    entered = projects_of(who.applicant, desk)
    if as_json:
        listed = [{"key": project.key, "name": project.name} for project in entered]
        console.json_document({"applicant": who.applicant.model_dump(mode="json"), "projects": listed})
        return
    console.answer(f"{who.applicant.name} ({who.applicant.key})")
    _print_facts(who.applicant.facts)
    console.answer(f"Vorhaben: {', '.join(project.name for project in entered) or 'keines'}")


@projects.command("list")
def list_projects(name: Name, as_json: AsJson = False, desk: Desk = DESK) -> None:
    """Listet die Vorhaben einer Kommune auf."""
    who = _who(name, desk)
    entered = projects_of(who.applicant, desk)
    if as_json:
        listed = [{"key": project.key, "name": project.name, "facts": len(project.facts)} for project in entered]
        console.json_document({"applicant": who.applicant.key, "projects": listed})
        return
    for project in entered:
        console.answer(f"{project.name} ({project.key}), Angaben: {whole(len(project.facts))}")
    if not entered:
        console.answer(
            f"{who.applicant.name} hat noch kein Vorhaben. „foerderfinder profile template“ schreibt eine Vorlage."
        )


@projects.command("show")
def show_project(name: Name, project: ProjectArgument, as_json: AsJson = False, desk: Desk = DESK) -> None:
    """Zeigt ein Vorhaben mit allem, was aus seinen Angaben folgt."""
    found = _project(project, _who(name, desk), desk)
    if as_json:
        console.json_document(found.model_dump(mode="json"))
        return
    console.answer(f"{found.name} ({found.key})")
    _print_facts(found.facts)


@projects.command("delete")
def delete(name: Name, project: ProjectArgument, yes: Yes = False, desk: Desk = DESK) -> None:
    """Löscht ein Vorhaben mit allen Angaben dazu, nach Rückfrage."""
    who = _who(name, desk)
    found = _project(project, who, desk)
    confirm(f"„{found.name}“ mit allen Angaben löschen?", yes=yes)
    with open_desk(desk) as opened:
        delete_project(opened, who.applicant.key, found.key)
    console.notice(f"Gelöscht: „{found.name}“.")


def _who(name: str, desk: Path) -> Asking:
    return known(name, desk, stichtag(None))


def _entered(who: Asking, desk: Path) -> ProfileFile:
    """What was entered about the applicant; a desk that is not there yet is not made for it."""
    if not desk.is_file():
        return ProfileFile(municipality=who.applicant.key)
    with open_desk(desk) as opened:
        return exported(who.applicant.key, opened)


def _project(name: str, who: Asking, desk: Path) -> Project:
    return project_named(name, who.applicant, desk, stichtag(None))


def _print_changes(changes: Sequence[Change]) -> None:
    for change in changes:
        where = f"Vorhaben „{change.project}“, " if change.project else ""
        console.answer(f"  {where}{change.label}: {change.old} → {change.new}")


def _print_facts(facts: Iterable[Fact]) -> None:
    for fact in facts:
        definition = DEFINITIONS[fact.id]
        console.answer(f"  {definition.label}: {fact_text(fact)}{_origin(fact)}")


def _origin(fact: Fact) -> str:
    """Where a fact comes from, of when it is, and what it follows from."""
    if fact.state is FactState.UNKNOWN or not fact.source:
        return ""
    dated = f", Stand {day(fact.as_of)}" if fact.as_of else ""
    premises = ", ".join(DEFINITIONS[premise].label for premise in fact.premises)
    return f" ({fact.source}{dated}{f'; aus: {premises}' if premises else ''})"
