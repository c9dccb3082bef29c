"""All readers over one programme: category and text together, the readers' version, and texts no source should send."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings

from crawler.richtext import plain_text
from finder.catalogue.promotion import Run
from finder.catalogue.store import open_catalogue
from finder.guideline import Claim, GuidelineFacts
from finder.models import Evidence, RawProgramme, Readings, Section
from finder.paths import ROOT
from finder.vocab import (
    ApplicantCategory,
    Assurance,
    Combination,
    Effect,
    Operator,
    PopulationBasis,
    RequirementKind,
    SectionField,
    Theme,
)
from rules.criteria import CRITERIA
from rules.readings import READERS_VERSION, read
from rules.verdict import is_tested
from tests import records
from tests.extract.guidelines import ANY_TEXT
from tests.payloads import PAYLOADS

GUIDELINE = """1. Zweck der Förderung

Der Freistaat fördert Radwege in kleinen Gemeinden.

2. Zuwendungsempfänger

Zuwendungsempfänger sind Gemeinden mit bis zu 10.000 Einwohnern und Landkreise.

3. Zuwendungsvoraussetzungen

Das Vorhaben darf vor der Bewilligung nicht begonnen worden sein.

Dem Antrag ist ein Radverkehrskonzept beizufügen.

4. Art und Höhe der Zuwendung

Die Zuwendung wird als Zuschuss gewährt.

Der Fördersatz beträgt 75 Prozent der zuwendungsfähigen Ausgaben. Die Zuwendung beträgt höchstens 50.000 Euro.

Der Eigenanteil beträgt mindestens 25 Prozent.

Die Zweckbindungsfrist beträgt zehn Jahre.

5. Verfahren

Anträge sind bis zum 31. März 2027 einzureichen.

Diese Richtlinie tritt am 1. Januar 2026 in Kraft und am 31. Dezember 2028 außer Kraft."""
SUMMARY = "Wenn Sie als Gemeinde einen Radweg bauen, können Sie einen Zuschuss erhalten."
SECONDS = 10
"""Far beyond what any text may take; how fast the readers are is measured by the bench."""


def programme(*texts: str, html: str = "", **changes: Any) -> RawProgramme:
    fields = (SectionField.SUMMARY, SectionField.GUIDELINE)
    sections = tuple(Section(field=field, text=text, html=html) for field, text in zip(fields, texts, strict=False))
    return records.raw("probe", **changes).model_copy(update={"sections": sections})


FULL = programme(SUMMARY, GUIDELINE)


def evidence(readings: Readings) -> Iterator[Evidence]:
    """Everything that is stored with a quote."""
    for made in (*readings.requirements, *readings.benefits, *readings.deadlines):
        yield made.evidence
    if readings.validity:
        yield readings.validity.evidence


def claims(facts: GuidelineFacts) -> Iterator[Claim]:
    for name in GuidelineFacts.model_fields:
        value = getattr(facts, name)
        yield from value if isinstance(value, tuple) else filter(None, [value])


def assert_verbatim(raw: RawProgramme, readings: Readings) -> None:
    texts = {section.field: section.text for section in raw.sections}
    assert readings.facts is not None
    for claim in claims(readings.facts):
        assert texts[claim.quote.field][claim.quote.start : claim.quote.end] == claim.quote.words
    for each in evidence(readings):
        if each.assurance is Assurance.QUOTED:
            assert each.field is not None
            assert texts[each.field][each.start : each.end] == each.quote


# --- category and text --------------------------------------------------------------------------------------------


def gates(raw: RawProgramme, kind: RequirementKind) -> list[Any]:
    return [each for each in read(raw).requirements if each.kind is kind and each.effect is Effect.GATE]


def test_a_full_guideline_fills_every_kind_of_reading() -> None:
    readings = read(FULL)
    assert {each.kind for each in readings.requirements} >= {
        RequirementKind.APPLICANT_KIND,
        RequirementKind.REGION,
        RequirementKind.POPULATION,
        RequirementKind.PRIOR_START,
        RequirementKind.CONCEPT,
        RequirementKind.OWN_SHARE,
    }
    assert {str(each.percent or each.eur or each.years) for each in readings.benefits} >= {"75", "50000", "25", "10"}
    assert [each.date.isoformat() for each in readings.deadlines if each.date] == ["2027-03-31"]
    assert readings.validity is not None
    assert (str(readings.validity.valid_from), str(readings.validity.valid_until)) == ("2026-01-01", "2028-12-31")
    assert readings.readers == READERS_VERSION


def test_the_applicants_of_the_text_stand_in_the_place_of_the_category() -> None:
    companies = (ApplicantCategory.COMPANY, ApplicantCategory.MUNICIPAL)
    (before,) = gates(programme("Gefördert werden Wege.", applicants=companies), RequirementKind.APPLICANT_KIND)
    assert (before.evidence.assurance, "company" in before.value) == (Assurance.CATEGORY, True)
    (after,) = gates(programme(SUMMARY, GUIDELINE, applicants=companies), RequirementKind.APPLICANT_KIND)
    assert (after.evidence.assurance, after.value) == (Assurance.QUOTED, ("municipality", "county"))


def test_what_the_text_does_not_say_stays_as_the_category_says() -> None:
    (region,) = gates(FULL, RequirementKind.REGION)
    assert (region.evidence.assurance, region.value) == (Assurance.CATEGORY, ("SN",))


@pytest.mark.parametrize("raw", [programme(), programme(""), programme("Gefördert werden Wege.")])
def test_without_applicants_in_the_text_the_category_stays(raw: RawProgramme) -> None:
    (gate,) = gates(raw, RequirementKind.APPLICANT_KIND)
    assert gate.evidence.assurance is Assurance.CATEGORY


def test_the_themes_of_the_source_stand_beside_what_the_text_asks() -> None:
    raw = programme(SUMMARY, GUIDELINE, themes=(Theme.MOBILITY,))
    (gate,) = gates(raw, RequirementKind.THEME)
    assert (gate.evidence.assurance, gate.value) == (Assurance.CATEGORY, ("mobility",))
    assert [each for each in read(raw).requirements if each.kind is not RequirementKind.THEME] == list(
        read(FULL).requirements
    )


K, NOT, LEAST, MOST = RequirementKind, Operator.EXCLUDES, Operator.AT_LEAST, Operator.AT_MOST
PHRASES = [
    (K.PRIOR_START, "Vor der Bewilligung darf nicht begonnen werden.", NOT, ("forbidden_before_grant",), ()),
    (
        K.PRIOR_START,
        "Mit dem Vorhaben darf vor Antragstellung nicht begonnen werden.",
        NOT,
        ("forbidden_before_application",),
        (),
    ),
    (
        K.PRIOR_START,
        "Das Vorhaben darf vor der Bewilligung nicht begonnen worden sein; auf Antrag kann ein vorzeitiger "
        "Maßnahmenbeginn genehmigt werden.",
        NOT,
        ("permission_possible",),
        (),
    ),
    (K.CUMULATION, "Eine Kumulierung mit anderen öffentlichen Mitteln ist ausgeschlossen.", NOT, ("forbidden",), ()),
    (
        K.CUMULATION,
        "Eine Kombination mit anderen Förderprogrammen ist zulässig, soweit die Summe 90 Prozent nicht übersteigt.",
        NOT,
        (),
        ("restricted",),
    ),
    (K.STATE_AID, "Die Zuwendung wird als De-minimis-Beihilfe gewährt.", NOT, (), ("de_minimis",)),
    (
        K.STATE_AID,
        "Die Förderung erfolgt auf Grundlage der Allgemeinen Gruppenfreistellungsverordnung (AGVO).",
        NOT,
        (),
        ("gber",),
    ),
    (
        K.COST_MIN,
        "Vorhaben mit zuwendungsfähigen Ausgaben von weniger als 20.000 Euro werden nicht gefördert.",
        LEAST,
        20_000,
        (),
    ),
    (K.COST_MIN, "Die zuwendungsfähigen Ausgaben müssen mindestens 50.000 Euro betragen.", LEAST, 50_000, ()),
    (
        K.OWN_SHARE,
        "Der Eigenanteil beträgt mindestens 33,33 Prozent der zuwendungsfähigen Ausgaben.",
        LEAST,
        3_333,
        (),
    ),
]


@pytest.mark.parametrize(("kind", "sentence", "op", "value", "unclear"), PHRASES, ids=[row[1][:40] for row in PHRASES])
def test_what_a_sentence_asks_of_a_project_is_a_gate_that_waits_for_one(
    kind: RequirementKind, sentence: str, op: Operator, value: Any, unclear: tuple[str, ...]
) -> None:
    (gate,) = gates(programme("", sentence), kind)
    assert (gate.op, gate.value, gate.unclear) == (op, value, unclear)
    assert gate.evidence.quote == sentence
    assert CRITERIA[kind].only_with_project
    assert [is_tested(gate, with_project=stated) for stated in (False, True)] == [False, True]


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (K.CUMULATION, "Eine Kumulierung mit anderen Fördermitteln ist zulässig."),
        (
            K.OWN_SHARE,
            "Für Landkreise beträgt der Eigenanteil mindestens 33,33 Prozent der zuwendungsfähigen Ausgaben.",
        ),
    ],
)
def test_what_is_allowed_or_asked_of_others_is_no_gate(kind: RequirementKind, sentence: str) -> None:
    assert gates(programme("", sentence), kind) == []


@pytest.mark.parametrize(
    ("sentence", "op", "value", "basis"),
    [
        (
            "Zuwendungsempfänger sind Gemeinden mit bis zu 10.000 Einwohnern.",
            MOST,
            10_000,
            PopulationBasis.MUNICIPALITY,
        ),
        ("Gefördert werden Vorhaben in Orten mit bis zu 10.000 Einwohnern.", MOST, 10_000, PopulationBasis.PLACE),
        (
            "Gefördert werden Zusammenschlüsse von Gemeinden mit zusammen mindestens 20.000 Einwohnern.",
            LEAST,
            20_000,
            PopulationBasis.COOPERATION,
        ),
    ],
)
def test_a_number_of_inhabitants_says_whose_they_are(
    sentence: str, op: Operator, value: int, basis: PopulationBasis
) -> None:
    (gate,) = gates(programme("", sentence), K.POPULATION)
    assert (gate.op, gate.value, gate.basis) == (op, value, basis)


@pytest.mark.parametrize(
    ("kind", "sentence", "value"),
    [
        (K.FISCAL, "Gefördert werden nur finanzschwache Kommunen.", ("fiscally_weak",)),
        (K.RURAL_CLASS, "Die Vorhaben müssen im ländlichen Raum liegen.", None),
        (K.AREA, "Gefördert werden Vorhaben in strukturschwachen Regionen.", ("structurally_weak",)),
        (K.AREA, "Die Vorhaben müssen in GRW-Fördergebieten liegen.", ("grw_area",)),
        (K.CONCEPT, "Voraussetzung ist eine kommunale Wärmeplanung.", ("heat_plan",)),
        (K.CONCEPT, "Dem Antrag ist ein Radverkehrskonzept beizufügen.", ("mobility_concept",)),
    ],
)
def test_what_a_sentence_asks_of_the_applicant_names_its_fact(
    kind: RequirementKind, sentence: str, value: tuple[str, ...] | None
) -> None:
    (gate,) = gates(programme("", sentence), kind)
    assert gate.value == value
    assert is_tested(gate, with_project=False)


RURAL, GRW = "Die Vorhaben müssen im ländlichen Raum liegen.", "Die Vorhaben müssen in GRW-Fördergebieten liegen."


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        (f"{RURAL}\n\n{GRW}", [[K.RURAL_CLASS, K.AREA]]),
        (f"{RURAL} {GRW}", [[K.RURAL_CLASS, K.AREA]]),
        (RURAL, []),
        (f"Modul A\n\n{RURAL}\n\nModul B\n\n{GRW}", []),
    ],
)
def test_territories_of_one_part_are_alternatives_by_their_places_among_all_requirements(
    text: str, joined: list[list[RequirementKind]]
) -> None:
    readings = read(programme("", text, themes=(Theme.MOBILITY,)))
    found = [[readings.requirements[position].kind for position in branch.positions] for branch in readings.branches]
    assert found == joined
    assert all(branch.combination is Combination.ANY for branch in readings.branches)


def test_parts_are_named_once_in_the_order_of_the_text() -> None:
    text = "Modul B\n\nGefördert werden Wege.\n\nModul A\n\nGefördert werden Brücken.\n\nModul B\n\nGefördert werden Ampeln."
    assert read(programme("", text)).parts == ("Modul B", "Modul A")


# --- every quote --------------------------------------------------------------------------------------------------


def test_every_stored_quote_stands_at_its_place_in_the_stored_text(tmp_path: Path) -> None:
    db = records.database(tmp_path / "catalogue.db")
    run = Run(db, records.SOURCE, read, lambda: records.NOON)
    run.stage(FULL)
    run.promote(day=records.DAY, complete=True)
    db.close()
    with open_catalogue(tmp_path / "catalogue.db") as catalogue:
        stored = catalogue.programme("probe")
        ((_, facts),) = catalogue.facts()
    assert stored is not None
    assert stored.sections == FULL.sections
    readings = stored.readings.model_copy(update={"facts": facts})
    assert readings == read(FULL)
    assert sum(each.assurance is Assurance.QUOTED for each in evidence(readings)) >= 8
    assert_verbatim(FULL, readings)


# --- the same text, the same bytes --------------------------------------------------------------------------------


def digest(readings: Readings) -> str:
    return hashlib.sha256(readings.model_dump_json().encode()).hexdigest()


def in_another_process(rules: Path, seed: str) -> list[str]:
    """Version and digest of FULL as a process finds them whose `rules` lie in another folder."""
    script = (
        "import rules.readings as r, sys; from tests.test_readings import FULL, digest;"
        f"assert r.__file__.startswith({str(rules)!r}), r.__file__;"
        "print(r.READERS_VERSION, digest(r.read(FULL)))"
    )
    path = os.pathsep.join([str(rules.parent), str(ROOT)])
    environment = os.environ | {"PYTHONPATH": path, "PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=rules.parent, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "rules", tmp_path / "rules", ignore=shutil.ignore_patterns("__pycache__")))


def test_the_same_text_gives_the_same_bytes() -> None:
    again = RawProgramme.model_validate_json(FULL.model_dump_json())
    assert digest(read(FULL)) == digest(read(FULL)) == digest(read(again))


def test_version_and_readings_are_the_same_in_every_process_and_folder(copied: Path) -> None:
    assert in_another_process(copied, seed="1") == [READERS_VERSION, digest(read(FULL))]


@pytest.mark.parametrize("file", ["extract/rates.yml", "from_text.py"])
def test_the_version_changes_with_every_reader_and_vocabulary(copied: Path, file: str) -> None:
    with (copied / file).open("a", encoding="utf-8") as opened:
        opened.write("\n# Probe\n")
    version, found = in_another_process(copied, seed="0")
    assert version != READERS_VERSION
    assert found != digest(read(FULL)), "the version is part of what is read"


def test_the_version_does_not_change_with_the_wording_of_reasons(copied: Path) -> None:
    with (copied / "sentences.py").open("a", encoding="utf-8") as opened:
        opened.write("\n# Probe\n")
    assert in_another_process(copied, seed="0")[0] == READERS_VERSION


# --- hostile texts ------------------------------------------------------------------------------------------------

DEEP = "<ul><li>Zuwendungsempfänger sind Gemeinden" * 1_000 + "</li></ul>" * 1_000
ENGLISH = (
    "Grants are awarded to municipalities with up to 10,000 inhabitants. The funding rate is 75 percent of eligible "
    "costs, up to EUR 50,000. Applications must be submitted by 31 March 2027. "
)
EASY = "Das ist ein Text in Leichter Sprache.\n\nGeld gibt es für:\n\n\tdie Ge·mein·den\n\n\tdie Land-Kreise\n\n"
EASY += "Die Gemeinde muss einen An·trag stellen.\n\nDer Antrag muss bis zum 31. März da sein.\n\n"
HOSTILE = {
    "empty": "",
    "white space": " \t\n\n\t " * 1_000,
    "a megabyte without a full stop": "Gemeinden und Landkreise mit Zuwendung und Antrag " * 20_000,
    "digits": "7" * 100_000,
    "digits in groups": "1.000 " * 20_000,
    "dates": "31.12.2026 " * 10_000,
    "a list a thousand deep": plain_text(DEEP),
    "the same as its own markup": DEEP,
    "English": ENGLISH * 50,
    "Easy Language": EASY * 50,
    "soft hyphens": "\u00ad".join(GUIDELINE),
    "no-break spaces": GUIDELINE.replace(" ", "\u00a0"),
    "decomposed letters": GUIDELINE.replace("ä", "a\u0308").replace("ü", "u\u0308"),
    "upper case": GUIDELINE.upper(),
    "one line": GUIDELINE.replace("\n", " "),
    "no white space": GUIDELINE.replace(" ", ""),
    "payloads": "\n\n".join(PAYLOADS),
    "brackets": "(" * 20_000 + ")" * 20_000,
    "tabs": "\t".join(["75 Prozent"] * 10_000),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_is_read_without_an_error_and_in_bounded_time(text: str) -> None:
    raw = programme("", text)
    begin = perf_counter()
    readings = read(raw)
    assert perf_counter() - begin < SECONDS
    assert_verbatim(raw, readings)


def test_the_deep_list_reached_the_readers() -> None:
    text = HOSTILE["a list a thousand deep"]
    assert text.count("Gemeinden") > 100
    assert max(len(line) - len(line.lstrip("\t")) for line in text.split("\n")) > 100


def test_an_english_text_closes_nobody_out() -> None:
    (gate,) = gates(programme("", ENGLISH), RequirementKind.APPLICANT_KIND)
    assert gate.evidence.assurance is Assurance.CATEGORY


@given(ANY_TEXT, ANY_TEXT)
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_and_quoted_verbatim(summary: str, guideline: str) -> None:
    raw = programme(summary, guideline)
    readings = read(raw)
    assert_verbatim(raw, readings)
    assert digest(read(raw)) == digest(readings)
