"""The score on the labelled sample is a floor that only rises (docs/extraction.md); floor.json holds it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tools.extraction_report import ABSENT, BEGIN, END, Score, measure, sample_at_hand, table, with_table

FLOOR = json.loads(Path(__file__).with_name("floor.json").read_text(encoding="utf-8"))
FEWEST_LABELS = 20
"""Values a field's labels must hold before its own score says something."""
LEAST_F1 = 0.6
with_the_sample = pytest.mark.skipif(not sample_at_hand(), reason=ABSENT)


@pytest.fixture(scope="module")
def score() -> Score:
    return measure()


@with_the_sample
@pytest.mark.parametrize("fields", ["gates", "all"])
@pytest.mark.parametrize("measured", ["precision", "f1"])
def test_the_score_keeps_its_floor(score: Score, fields: str, measured: str) -> None:
    value, floor = getattr(getattr(score, fields), measured), FLOOR[fields][measured]
    assert value >= floor, f"{measured} of {fields} fell to {value}; it has been {floor} or better. Find what got lost."


@with_the_sample
def test_every_quote_is_sound(score: Score) -> None:
    assert score.evidence >= FLOOR["evidence"] == 1.0, (
        f"Only {score.evidence:.4f} of the quotes are verbatim and hold their value; every one must be."
    )


@with_the_sample
def test_every_labelled_programme_is_read(score: Score) -> None:
    assert score.programmes > 0
    assert score.absent == 0, f"{score.absent} labelled programmes have no reading."


@with_the_sample
def test_no_field_is_left_behind(score: Score) -> None:
    counted = {name: field.f1 for name, field in score.fields.items() if field.labelled >= FEWEST_LABELS}
    assert counted, "No field has enough labels to say anything."
    weak = {name: f1 for name, f1 in counted.items() if f1 < LEAST_F1}
    assert not weak, f"These fields are read worse than F1 {LEAST_F1}: {weak}."


def made(**changes: Any) -> Score:
    """A score as the scorer prints it."""
    field = [0.5, 0.25, 0.333, 1, 1, 3]
    values = {"programmes": 2, "absent": 1, "evidence": 1, "all": [1, 0.5, 0.667], "gates": [0, 0, 0]}
    return Score.model_validate(values | {"fields": {"rates": field}} | changes)


def test_the_table_names_what_was_counted() -> None:
    lines = table(made()).splitlines()
    assert "| `rates` | 0.500 | 0.250 | 0.333 | 4 | 1 | 1 | 3 |" in lines
    assert "| **all** | 1.000 | 0.500 | 0.667 | | | | |" in lines
    assert lines[-1].startswith("2 programmes, 1 of them without a reading; share of sound quotes 1.0000")


def test_only_what_stands_between_the_markers_is_replaced() -> None:
    document = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    once = with_table(document, "new")
    assert once == f"before\n{BEGIN}\nnew\n{END}\nafter\n"
    assert with_table(once, "new") == once


@pytest.mark.parametrize("document", ["", f"{BEGIN}\n", f"{END}\n", f"{END}\n{BEGIN}\n"])
def test_a_document_without_its_markers_is_refused(document: str) -> None:
    with pytest.raises(ValueError, match="markers"):
        with_table(document, "new")
