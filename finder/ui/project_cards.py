"""Pure: the list of projects and the changes a file would make as markup; the groups of the form."""

from collections.abc import Iterable, Mapping

from finder.desk.projects import EnteredProject
from finder.facts import PROJECT_FACTS, FactDefinition, fact_text, unknown
from finder.profiles.importing import Change
from finder.ui import markup
from finder.ui.markup import Content, Piece, Target
from finder.ui.state import View, parameters

GROUPS: Mapping[str, tuple[str, ...]] = {
    "Worum geht es": ("project_theme", "project_sector", "economic_activity"),
    "Kosten": ("eligible_cost", "own_funds"),
    "Zeit und Stand": ("project_state", "project_start", "project_end", "early_start_permission", "council_decision"),
    "Ort und Partner": ("site", "site_population", "partners"),
    "Weitere Mittel": ("other_funding", "earlier_support"),
}
"""The questions of the form by what they are about; together all facts of a project that people enter."""
LISTED = ("project_theme", "eligible_cost", "project_state", "project_start")
CHANGE_COLUMNS = ("Angabe", "bisher", "neu")


def questions(group: str) -> list[FactDefinition]:
    """The questions of a group of the form."""
    return [PROJECT_FACTS[fact_id] for fact_id in GROUPS[group]]


def project_list(projects: Iterable[EnteredProject], view: View) -> Piece:
    """The projects with what tells them apart; the name of each chooses it."""
    columns = ("Vorhaben", *(PROJECT_FACTS[fact_id].label for fact_id in LISTED))
    rows = [(_choice(project, view), *_facts(project)) for project in projects]
    return markup.table("Ein Vorhaben wählen, um es zu bearbeiten und dafür zu prüfen", columns, rows)


def _choice(project: EnteredProject, view: View) -> Content:
    chosen = project.key == view.project
    link = markup.page_link(
        Target.PROJECTS, parameters(view.listing().changed(project=project.key)), project.name, current=chosen
    )
    return markup.join((link, markup.note("gewählt: Alles wird dafür geprüft."))) if chosen else link


def _facts(project: EnteredProject) -> list[str]:
    stated = {fact.id: fact for fact in project.facts}
    return [fact_text(stated.get(fact_id) or unknown(fact_id)) for fact_id in LISTED]


def change_table(changes: Iterable[Change]) -> Piece:
    """What a file would change, old beside new."""
    rows = [(_about(change), change.old, change.new) for change in changes]
    return markup.table("Was die Datei ändern würde", CHANGE_COLUMNS, rows)


def _about(change: Change) -> str:
    return f"Vorhaben „{change.project}“: {change.label}" if change.project else change.label
