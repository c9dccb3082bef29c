"""One applicant against programmes: every programme once, every answer with its reason."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.facts import DEFINITIONS
from finder.models import Programme, Readings
from finder.vocab import (
    ApplicantCategory,
    Assurance,
    Availability,
    Effect,
    Operator,
    Outcome,
    RequirementKind,
    Strength,
    Verdict,
)
from rules.check import check
from rules.engine import evaluate
from rules.readings import read
from tests import records
from tests.rule_records import DAY, QUOTE, all_known, facts, known, requirement, requirements, town, without_value

K = RequirementKind
C = ApplicantCategory


def programme(key="a", asked=None, **stated):
    raw = records.raw(key, **stated)
    return Programme(
        statement=raw.statement,
        readings=read(raw) if asked is None else Readings(requirements=tuple(asked)),
        origin=records.SOURCE,
        version=1,
        first_seen=DAY,
        last_seen=DAY,
        valid_from=DAY,
        missing_since=None,
        gone_since=None,
    )


def answer(profile=None, **stated):
    return check(profile or town(), [programme(**stated)], DAY)[0]


def result(assessment, kind):
    return next(each for each in assessment.results if each.requirement.kind is kind)


def test_categories_that_fit_still_ask_for_the_guideline():
    assessment = answer(applicants=(C.MUNICIPAL, C.COMPANY))
    assert assessment.verdict is Verdict.CHECK_GUIDELINE
    assert "Richtlinie" in assessment.reason
    applicants = result(assessment, K.APPLICANT_KIND)
    assert applicants.result is Outcome.MET
    assert applicants.have == "Gemeinde, Stadt"
    assert applicants.reason == (
        "Gefördert werden nach Kategorie der Quelle: Kommune, Unternehmen. Sie sind: Gemeinde, Stadt."
    )
    assert result(assessment, K.REGION).reason == "Das Fördergebiet ist: Sachsen. Sie liegen in: Sachsen."


def test_a_no_says_so_carefully_and_lists_every_failed_gate():
    assessment = answer(applicants=(C.COMPANY,), regions=("BY",))
    assert assessment.verdict is Verdict.NOT_ELIGIBLE
    assert assessment.reason == (
        "Nach den vorliegenden Angaben nicht antragsberechtigt, weil nach Kategorie der Quelle als Förderberechtigte "
        "nur Unternehmen genannt sind und weil das Fördergebiet nur Bayern ist und Sie in Sachsen liegen."
    )


def test_a_source_that_names_nobody_is_open():
    assessment = answer(applicants=())
    assert assessment.verdict is Verdict.CHECK_GUIDELINE
    assert assessment.reason == "Die Quelle nennt keine Förderberechtigten; bitte in der Richtlinie nachsehen."
    assert result(assessment, K.APPLICANT_KIND).result is Outcome.OPEN_SOURCE


def test_a_public_institution_may_be_a_town():
    assessment = answer(applicants=(C.PUBLIC_INSTITUTION,))
    assert assessment.verdict is Verdict.CHECK_GUIDELINE
    assert "Ob Sie (Gemeinde, Stadt) dazugehören, sagt die Quelle nicht." in assessment.reason


@pytest.mark.parametrize(
    ("schools", "childcare", "verdict"),
    [
        (None, None, Verdict.FACTS_MISSING),
        (None, False, Verdict.FACTS_MISSING),
        (True, None, Verdict.CHECK_GUIDELINE),
        (False, False, Verdict.NOT_ELIGIBLE),
    ],
)
def test_education_depends_on_what_the_town_runs(schools, childcare, verdict):
    stated = {"school_provider": schools, "childcare_provider": childcare}
    entered = [known(fact_id, value) for fact_id, value in stated.items() if value is not None]
    assessment = answer(town(*entered), applicants=(C.EDUCATION,))
    assert assessment.verdict is verdict
    if verdict is Verdict.FACTS_MISSING:
        assert assessment.reason == "Zur Antwort fehlt noch: Schulträger."
        assert result(assessment, K.APPLICANT_KIND).missing_fact == "school_provider"
        assert "Es fehlt die Angabe „Schulträger“." in result(assessment, K.APPLICANT_KIND).reason
    if schools:
        assert result(assessment, K.APPLICANT_KIND).have == "Gemeinde, Stadt, Schulträger"


@pytest.mark.parametrize("regions", [("EU",), ("DE",), ("SN",), ("BY", "SN")])
def test_territories_that_hold_goerlitz(regions):
    assert result(answer(regions=regions), K.REGION).result is Outcome.MET


def test_the_status_note_stands_beside_the_verdict():
    assessment = answer(status_note="Anträge sind derzeit nicht möglich.")
    assert assessment.verdict is Verdict.CHECK_GUIDELINE
    assert assessment.availability is Availability.CLOSED
    status = result(assessment, K.STATUS)
    assert status.result is Outcome.NOT_APPLICABLE
    assert status.reason == "Die Quelle sagt: „Anträge sind derzeit nicht möglich.“"
    assert (status.have, status.missing_fact) == ("entfällt", None)


def gate(kind, op, value, **other):
    return requirement(kind, op, value, **{"assurance": Assurance.REVIEWED} | other)


POPULATION = gate(K.POPULATION, Operator.AT_LEAST, 100_000)
CONCEPT = gate(K.CONCEPT, Operator.INTERSECTS, ("urban_concept",))
BUDGET = ("provisional",)


@pytest.mark.parametrize(
    ("asked", "stated", "verdict", "reason"),
    [
        (
            [gate(K.POPULATION, Operator.AT_LEAST, 100_000, assurance=Assurance.QUOTED)],
            [],
            Verdict.NOT_ELIGIBLE,
            "Nach Textlage nicht antragsberechtigt, weil mindestens 100.000 Einwohner verlangt sind und Sie "
            f"56.694 Einwohner haben („{QUOTE}“).",
        ),
        (
            [gate(K.BUDGET_CONSOLIDATION, Operator.INTERSECTS, BUDGET, effect=Effect.EXCLUSION)],
            [known("budget_status", "provisional")],
            Verdict.NOT_ELIGIBLE,
            "Nach den vorliegenden Angaben nicht antragsberechtigt, weil vorläufige Haushaltsführung die Förderung "
            "ausschließt.",
        ),
        (
            [CONCEPT],
            [known("urban_concept", "none")],
            Verdict.NEAR_MISS,
            "Verlangt ist ein Konzept: Integriertes Entwicklungskonzept (INSEK, ISEK, IKEK). Bei Ihnen: Integriertes "
            "Entwicklungskonzept (INSEK, ISEK, IKEK): keines. Mit einem beschlossenen Konzept (Integriertes "
            "Entwicklungskonzept (INSEK, ISEK, IKEK)) wäre die Bedingung erfüllt.",
        ),
        (
            [POPULATION, gate(K.COST_MIN, Operator.AT_LEAST, 50_000)],
            [without_value("population")],
            Verdict.FACTS_MISSING,
            "Zur Antwort fehlt noch: Einwohnerzahl.",
        ),
        (
            [gate(K.POPULATION, Operator.AT_MOST, 100_000)],
            [],
            Verdict.ELIGIBLE_WITH_RESERVATION,
            "Alle gelesenen Bedingungen sind erfüllt; dass sie vollständig und richtig sind, ist nicht bestätigt.",
        ),
        (
            [
                gate(K.POPULATION, Operator.AT_MOST, 100_000),
                gate(K.THEME, Operator.EQUALS, None, effect=Effect.DISCRETION),
            ],
            [],
            Verdict.ELIGIBLE_WITH_RESERVATION,
            "Alle gelesenen Bedingungen sind erfüllt; dass sie vollständig und richtig sind, ist nicht bestätigt. "
            "Im Übrigen entscheidet die Bewilligungsstelle nach Ermessen.",
        ),
        (
            [
                gate(K.POPULATION, Operator.AT_LEAST, 100_000, part="Modul A"),
                gate(K.RURAL_CLASS, Operator.INTERSECTS, None, part="Modul B"),
            ],
            [],
            Verdict.CHECK_GUIDELINE,
            "Modul B: Verlangt ist ein bestimmter Raumtyp; welcher, sagt die Quelle nicht eindeutig.",
        ),
        ([], [], Verdict.CHECK_GUIDELINE, "Bedingungen sind nicht bekannt; bitte die Richtlinie lesen."),
    ],
)
def test_the_decisive_reason(asked, stated, verdict, reason):
    assessment = answer(town(*stated), asked=asked)
    assert (assessment.verdict, assessment.reason) == (verdict, reason)


def test_a_soll_that_fails_counts_as_met_with_a_remark():
    assessment = answer(asked=[gate(K.POPULATION, Operator.AT_LEAST, 100_000, strength=Strength.SHOULD)])
    assert assessment.verdict is Verdict.ELIGIBLE_WITH_RESERVATION
    assert assessment.results[0].result is Outcome.MET
    assert assessment.results[0].reason.endswith("Das ist eine Soll- oder Kann-Vorgabe; sie zählt als erfüllt.")


def test_where_only_a_part_of_the_town_lies_in_the_area_the_site_decides():
    profile = town(known("coal_region", "Lausitzer Revier (teilweise)"))
    assessment = answer(profile, asked=[gate(K.AREA, Operator.INTERSECTS, ("coal_region",))])
    assert assessment.verdict is Verdict.FACTS_MISSING
    assert "Ort des Vorhabens" in assessment.results[0].reason
    assert assessment.results[0].missing_fact is None


def test_every_programme_once_in_the_given_order():
    keys = ["c", "a", "b", "a2"]
    programmes = [programme(key) for key in keys]
    assert [assessment.key for assessment in check(town(), programmes, DAY)] == keys
    assert check(town(), [], DAY) == ()


def test_alone_or_among_others_the_answer_is_the_same():
    programmes = [programme("a", regions=("BY",)), programme("b", applicants=()), programme("c", status_note="zu")]
    together = check(town(), programmes, DAY)
    assert together == tuple(check(town(), [each], DAY)[0] for each in programmes)
    assert tuple(reversed(check(town(), programmes[::-1], DAY))) == together


def test_true_and_one_are_two_requirements():
    asked = [gate(K.POPULATION, Operator.EQUALS, value) for value in (56_694, 1, True)]
    assert [each.result for each in answer(asked=asked).results] == [Outcome.MET, Outcome.FAILED, Outcome.OPEN_SOURCE]


def test_the_same_question_gives_the_same_bytes():
    programmes = [programme("a"), programme("b", applicants=(C.EDUCATION,), regions=("BY", "SN"))]
    first, second = (repr(check(town(), programmes, DAY)) for _ in range(2))
    assert first == second


def test_the_day_is_a_parameter():
    assert check(town(), [programme()], date(1999, 1, 1))[0].verdict is answer().verdict


@given(st.lists(requirements, max_size=6), st.one_of(facts, all_known))
@settings(max_examples=200, deadline=None)
def test_every_result_is_explained_whatever_is_asked(asked, stated):
    assessment = answer(town(*stated.values()), asked=asked)
    own = {fact.id: fact for fact in town(*stated.values()).facts}
    assert [each.requirement for each in assessment.results] == asked
    for each, outcome in zip(assessment.results, evaluate(asked, own), strict=True):
        assert each.reason.endswith((".", "“"))
        assert "{" not in each.reason and "None" not in each.reason and each.have
        assert (each.missing_fact is None) or each.missing_fact in DEFINITIONS
        if each.missing_fact:
            assert outcome in (Outcome.OPEN_PROFILE, Outcome.OPEN_PROJECT)
    assert assessment.reason.endswith((".", "“"))
