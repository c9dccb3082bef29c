"""The commands `foerderfinder joint` and `foerderfinder neighbours`: several municipalities as one applicant."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from finder import console
from finder.commands.asking import Asking, asking
from finder.commands.options import CATALOGUE, DESK, AsJson, Database, Day, Desk, ProjectName, stichtag
from finder.composition import stock
from finder.exports import json as answers
from finder.exports.json import DISCLAIMER
from finder.facts import fact_text
from finder.models import Profile
from finder.places.municipalities import register
from finder.places.neighbours import Neighbour, Relation, neighbours, what_is_meant
from finder.wording import day, listing, whole
from rules.cooperation import JOINT_POPULATION, JointAssessment, joint_check, set_facts
from rules.joint_sentences import names_listed, short_names
from rules.plan import plan_of
from rules.reachable import MOST_PARTNERS, Reachable, reachable_together

NOTHING_GAINED = "Kein weiteres Programm wird nach den gelesenen Bedingungen mit diesen Kommunen erreichbar."
BOUND = (
    "Geprüft wurde jede Kommune als einzelner Partner; fehlen nur Einwohner, auch die 2 bis "
    f"{MOST_PARTNERS} größten zusammen. Ob es die verlangten Partner sind, sagt der zitierte Satz."
)


def joint(
    names: Annotated[
        list[str], typer.Argument(metavar="KOMMUNE KOMMUNE …", help="Namen oder Schlüssel; die erste ist federführend.")
    ],
    project: ProjectName = None,
    on: Day = None,
    everything: Annotated[bool, typer.Option("--all", help="Auch zeigen, was nicht passt.")] = False,
    db: Database = CATALOGUE,
    desk: Desk = DESK,
    as_json: AsJson = False,
) -> None:
    """Prüft alle Programme für mehrere Kommunen als einen Antragsteller."""
    when = stichtag(on)
    asked = _asking(names, project, desk, when)
    members = [who.applicant for who in asked]
    programmes = stock(db, desk)
    found = joint_check(plan_of(programmes), members, when, asked[0].project)
    if as_json:
        console.json_document(_joint_answer(members, found, when))
    else:
        _show_members(members)
        if asked[0].project:
            console.answer(f"Vorhaben: {asked[0].project.name}")
        assessments = [each.assessment for each in found]
        console.check_list(_as_one(members), None, programmes, assessments, when, {}, everything=everything)


def partners(
    name: Annotated[str, typer.Argument(metavar="KOMMUNE", help="Name oder Schlüssel der Kommune.")],
    given: Annotated[
        list[str] | None, typer.Option("--with", help="Weiterer möglicher Partner; mehrfach möglich.")
    ] = None,
    project: ProjectName = None,
    on: Day = None,
    db: Database = CATALOGUE,
    desk: Desk = DESK,
    as_json: AsJson = False,
) -> None:
    """Zeigt, mit welchen Nachbarn welches Programm erreichbar wird, das es allein nicht ist."""
    when = stichtag(on)
    (who,) = _asking([name], project, desk, when)
    around = neighbours(who.unit, register(), [register().resolve(each) for each in given or ()])
    candidates = [asking(each.unit.key, None, None, desk, when).applicant for each in around]
    found = reachable_together(plan_of(stock(db, desk)), who.applicant, candidates, when, who.project)
    meant = what_is_meant(who.applicant.name, around)
    if as_json:
        console.json_document(_neighbours_answer(who.applicant, around, found, meant, when))
    else:
        console.notice(meant)
        _show_reachable(who.applicant, around, candidates, found, when)


def _asking(names: Sequence[str], project: str | None, desk: Path, when: date) -> list[Asking]:
    lead, *others = names
    return [asking(lead, None, project, desk, when), *(asking(name, None, None, desk, when) for name in others)]


def _as_one(members: Sequence[Profile]) -> Profile:
    """The set as the list of a check names it."""
    lead = members[0]
    name = names_listed(short_names(members))
    return Profile(key="+".join(member.key for member in members), name=name, level=lead.level, land=None, facts=())


def _show_members(members: Sequence[Profile]) -> None:
    lead, *others = members
    console.answer(f"Federführend: {lead.name}")
    if others:
        console.answer(f"Partner: {listing([partner.name for partner in others])}")
        console.answer(f"Einwohner zusammen: {fact_text(set_facts(members)[JOINT_POPULATION])}")


def _show_reachable(
    applicant: Profile,
    around: Sequence[Neighbour],
    candidates: Sequence[Profile],
    found: Sequence[Reachable],
    when: date,
) -> None:
    counts = Counter(neighbour.relation for neighbour in around)
    numbers = listing([f"{whole(counts[relation])} {relation.label}" for relation in Relation if counts[relation]])
    console.answer(f"{applicant.name} – Stichtag {day(when)}")
    console.answer(f"Mögliche Partner: {numbers or 'keine bekannt'}.\n")
    names = dict(zip((each.key for each in candidates), short_names(candidates), strict=True))
    for programme in found:
        console.answer(f"[allein: {programme.alone.label}; gemeinsam: {programme.together.label}] {programme.title}")
        console.answer(f"  {programme.url}")
        console.answer(f"  {_with_whom(programme.sets, names)}")
        for quote in programme.quotes:
            console.answer(f"  Die Quelle sagt: „{quote}“")
        console.answer(f"  {programme.reason}")
    if around:
        console.answer(BOUND if found else f"{NOTHING_GAINED} {BOUND}")
    console.answer(DISCLAIMER)


def _with_whom(sets: Sequence[Sequence[str]], names: Mapping[str, str]) -> str:
    first = [names[key] for key in sets[0]]
    if len(first) > 1:
        return f"Nur gemeinsam mit {listing(first)}."
    if len(sets) == len(names) and len(sets) > 1:
        return f"Mit jeder der {whole(len(sets))} Kommunen."
    return f"Mit einer dieser Kommunen: {names_listed([names[each] for (each,) in sets])}."


def _joint_answer(members: Sequence[Profile], found: Sequence[JointAssessment], when: date) -> dict[str, Any]:
    """As the answer of `check`, with the members, and for each requirement what every member holds."""
    checked = answers.check_answer(None, _as_one(members), [each.assessment for each in found], when)
    for programme, joint_answer in zip(checked["programmes"], found, strict=True):
        for requirement, of_members in zip(programme["requirements"], joint_answer.members, strict=True):
            requirement["members"] = [answer._asdict() for answer in of_members]
    people = set_facts(members).get(JOINT_POPULATION)
    return {
        "members": [{"key": each.key, "name": each.name, "lead": each is members[0]} for each in members],
        "joint_population": people.value if people else None,
        **{name: checked[name] for name in ("stichtag", "notice", "programmes")},
    }


def _neighbours_answer(
    applicant: Profile, around: Sequence[Neighbour], found: Sequence[Reachable], meant: str, when: date
) -> dict[str, Any]:
    return {
        "municipality": {"key": applicant.key, "name": applicant.name},
        "stichtag": when.isoformat(),
        "notice": f"{DISCLAIMER} {meant} {BOUND}",
        "candidates": [
            {"key": each.unit.key, "name": each.unit.name, "relation": each.relation.value} for each in around
        ],
        "programmes": [
            each.model_dump(mode="json", exclude={"key", "sets"}) | {"path": each.key, "partners": each.sets}
            for each in found
        ],
    }
