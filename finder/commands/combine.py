"""The command `foerderfinder combine`: which of several programmes may be used together."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from finder import console
from finder.catalogue.store import open_catalogue
from finder.commands.options import CATALOGUE, DESK, AsJson, Database, Day, Desk, stichtag
from finder.composition import programmes_named
from finder.exports.json import DISCLAIMER
from finder.models import Programme
from finder.reviews.reviewing import with_reviews
from finder.wording import whole
from rules.combination import (
    PAIRS_SHOWN,
    SAME_COSTS,
    CombinationGroup,
    CombinationRule,
    Combinations,
    combined,
    pairs_of,
)

RULES_SHOWN = 20
"""Programmes of a group that are named before the others are counted."""


def combine(
    keys: Annotated[
        list[str], typer.Argument(metavar="PROGRAMM PROGRAMM …", help="Schlüssel (path) oder Adressen der Programme.")
    ],
    pairs: Annotated[bool, typer.Option("--pairs", help=f"Auch bei mehr als {PAIRS_SHOWN} Paaren die ersten.")] = False,
    on: Day = None,
    db: Database = CATALOGUE,
    desk: Desk = DESK,
    as_json: AsJson = False,
) -> None:
    """Sagt, welche dieser Programme sich nach ihrem Text zusammen nutzen lassen und welche nicht."""
    when = stichtag(on)
    found = combined(_programmes(keys, db, desk), when)
    spelled_out = pairs or found.pairs <= PAIRS_SHOWN
    if as_json:
        console.json_document(_answer(found, when, spelled_out=spelled_out))
    else:
        _show(found, spelled_out=spelled_out)


def _programmes(keys: Sequence[str], db: Path, desk: Path) -> tuple[Programme, ...]:
    with open_catalogue(db) as catalogue:
        return with_reviews(programmes_named(keys, catalogue), catalogue, desk)


def _show(found: Combinations, *, spelled_out: bool) -> None:
    console.answer(found.sentence)
    for group in found.groups:
        _show_group(group)
    if any(rule.guards for group in found.groups for rule in group.rules):
        console.answer(SAME_COSTS)
    if found.pairs and not spelled_out:
        console.answer(f"Die Paare zeigt --pairs, höchstens {PAIRS_SHOWN}.")
    if spelled_out:
        listed = pairs_of(found)
        for pair in listed.pairs:
            console.answer(f"[{pair.guard.level.label}] {pair.guard.sentence}")
        if listed.left_out:
            console.answer(listed.sentence)
    console.answer(DISCLAIMER)


def _show_group(group: CombinationGroup) -> None:
    console.answer(f"[{group.level.label}] {group.sentence}")
    for rule in group.rules[:RULES_SHOWN]:
        console.answer(f"  {rule.title}")
        for guard in rule.guards:
            console.answer(f"    {guard.sentence}")
            if guard.evidence and guard.evidence.quote:
                console.answer(f"    Die Quelle sagt: „{guard.evidence.quote}“")
    if len(group.rules) > RULES_SHOWN:
        console.answer(f"  … und {whole(len(group.rules) - RULES_SHOWN)} weitere (--json nennt alle)")


def _answer(found: Combinations, when: date, *, spelled_out: bool) -> dict[str, Any]:
    listed = pairs_of(found, PAIRS_SHOWN if spelled_out else 0)
    return {
        "stichtag": when.isoformat(),
        "notice": DISCLAIMER,
        "sentence": found.sentence,
        "counts": found.model_dump(mode="json", include={"pairs", "stopped", "restricted", "unknown"}),
        "groups": [
            {"level": group.level.value, "sentence": group.sentence, "programmes": [_rule(r) for r in group.rules]}
            for group in found.groups
        ],
        "pairs": [
            {"first": pair.first.key, "second": pair.second.key, "level": pair.guard.level.value}
            | {"sentence": pair.guard.sentence}
            for pair in listed.pairs
        ],
        "pairs_left_out": listed.left_out,
    }


def _rule(rule: CombinationRule) -> dict[str, Any]:
    return {
        "path": rule.key,
        "source": rule.source,
        "title": rule.title,
        "statements": [
            {
                "level": guard.level.value,
                "sentence": guard.sentence,
                "part": guard.part,
                "quote": guard.evidence.quote if guard.evidence else None,
            }
            for guard in rule.guards
        ],
    }
