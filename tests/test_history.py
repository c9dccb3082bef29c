"""What counts as a change (R-32) and how it reads (R-35)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.catalogue.history import content_hash, differences
from finder.models import Contact, Link, RawProgramme, Section
from finder.vocab import ApplicantCategory, FundingType, Level, LinkKind, SectionField, Theme
from tests.records import later, raw


def digest(programme: RawProgramme) -> str:
    return content_hash(programme.statement, programme.sections)


BASE = raw("a", "Zuschuss bis 10 Prozent.")

SAME = [
    ("white space in the text", raw("a", "Zuschuss  bis\n10 Prozent. ")),
    ("white space in the title", raw("a", "Zuschuss bis 10 Prozent.", title="Programm  a")),
    ("another key: identity is not content", raw("b", "Zuschuss bis 10 Prozent.", title="Programm a", url="https://portal.example.org/a")),
    (
        "other markup around the same text",
        BASE.model_copy(update={"sections": (BASE.sections[0].model_copy(update={"html": "<div>anders</div>"}),)}),
    ),
    ("fetched at another time", BASE.model_copy(update={"document": None})),
]  # fmt: skip


@pytest.mark.parametrize(("what", "other"), SAME, ids=[what for what, _ in SAME])
def test_no_change(what: str, other: RawProgramme) -> None:
    assert digest(other) == digest(BASE)


CHANGES = [
    ("Volltext", raw("a", "Zuschuss bis 11 Prozent."), "Zuschuss bis 10 Prozent.", "Zuschuss bis 11 Prozent."),
    ("Titel", raw("a", "Zuschuss bis 10 Prozent.", title="Neuer Name"), "Programm a", "Neuer Name"),
    ("Ebene", raw("a", "Zuschuss bis 10 Prozent.", level=Level.EU), "Land", "EU"),
    ("Land", raw("a", "Zuschuss bis 10 Prozent.", land=None), "Sachsen", None),
    ("Fördergebiet", raw("a", "Zuschuss bis 10 Prozent.", regions=("DE",)), "Sachsen", "bundesweit"),
    (
        "Förderberechtigte",
        raw("a", "Zuschuss bis 10 Prozent.", applicants=(ApplicantCategory.COMPANY,)),
        "Kommune",
        "Unternehmen",
    ),
    ("Förderart", raw("a", "Zuschuss bis 10 Prozent.", funding_types=(FundingType.LOAN,)), "Zuschuss", "Darlehen"),
    ("Förderbereich", raw("a", "Zuschuss bis 10 Prozent.", themes=(Theme.MOBILITY,)), None, "Mobilität"),
    ("Hinweis zum Stand", raw("a", "Zuschuss bis 10 Prozent.", status_note="geschlossen"), None, "geschlossen"),
    ("Ausgabedatum der Quelle", raw("a", "Zuschuss bis 10 Prozent.", issued_on=later(3)), "01.09.2026", "04.09.2026"),
    (
        "Ansprechpunkt",
        raw("a", "Zuschuss bis 10 Prozent.", contacts=(Contact(organisation="Amt", phone="0351"),)),
        None,
        "Amt, 0351",
    ),
    (
        "Weiterführende Links",
        raw(
            "a",
            "Zuschuss bis 10 Prozent.",
            links=(Link(kind=LinkKind.INFORMATION, title="Info", url="https://example.org"),),
        ),
        None,
        "Info: https://example.org",
    ),
    (
        "Fristen",
        BASE.model_copy(
            update={"sections": (*BASE.sections, Section(field=SectionField.DEADLINES, text="laufend", html=""))}
        ),
        None,
        "laufend",
    ),
]


@pytest.mark.parametrize(("field", "other", "old", "new"), CHANGES, ids=[change[0] for change in CHANGES])
def test_a_change_is_one_field_old_and_new(field: str, other: RawProgramme, old: str | None, new: str | None) -> None:
    assert digest(other) != digest(BASE)
    (change,) = differences(BASE.statement, BASE.sections, other.statement, other.sections)
    assert (change.field, change.old, change.new) == (field, old, new)


@given(st.text(), st.text())
def test_the_hash_and_the_differences_agree(one: str, two: str) -> None:
    a, b = raw("a", one), raw("a", two)
    assert (digest(a) == digest(b)) == (differences(a.statement, a.sections, b.statement, b.sections) == ())
