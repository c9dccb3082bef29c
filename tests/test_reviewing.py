"""From one crawl to the next: a verdict becomes "passt" by review alone, and falls back where a sentence changes."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from finder.catalogue.connection import open_database
from finder.catalogue.promotion import Run
from finder.catalogue.store import open_catalogue
from finder.desk.database import open_desk
from finder.models import Programme, RawProgramme, Section
from finder.places.municipalities import profile, register
from finder.reviews.decisions import Signature, add, confirm_list, decide
from finder.reviews.entry import Entry, new_requirement
from finder.reviews.reviewing import keep, log_version, review_log, to_renew, with_reviews
from finder.reviews.reviews import ReviewDecision, ReviewStanding, review_states
from finder.vocab import Assurance, Effect, RequirementKind, SectionField, Verdict
from rules.check import check
from rules.derive import with_derived
from rules.readings import read
from tests.records import SOURCE, statement

STICHTAG = date(2026, 11, 25)
KM = Signature("KM", STICHTAG)
APPLICANTS = "Antragsberechtigt sind Gemeinden im Freistaat Sachsen."
LIMIT = "Gefördert werden nur Gemeinden mit höchstens 60.000 Einwohnern."
NEW_LIMIT = "Gefördert werden nur Gemeinden mit höchstens 70.000 Einwohnern."
TOO_LOW = "Gefördert werden nur Gemeinden mit höchstens 50.000 Einwohnern."
FEE = "Die Gemeinde erhebt Beiträge."


def crawl(db: Path, *sentences: str, day: date = STICHTAG) -> None:
    """One healthy run over two programmes with these sentences."""
    section = Section(field=SectionField.GUIDELINE, text="\n\n".join(sentences), html="")
    moment = datetime.combine(day, time(3))
    opened = open_database(db)
    run = Run(opened, SOURCE, read, lambda: moment)
    for key in ("wege", "plaetze"):
        run.stage(RawProgramme(statement=statement(key), sections=(section,), document=None))
    run.promote(day=day, complete=True)
    opened.close()


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.db"
    crawl(path, APPLICANTS, LIMIT, FEE)
    return path


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


def full(db: Path, key: str = "wege") -> Programme:
    with open_catalogue(db) as catalogue:
        found = catalogue.programme(key)
    assert found is not None
    return found


def counted(db: Path, desk: Path) -> dict[str, Programme]:
    with open_catalogue(db) as catalogue:
        found = with_reviews(catalogue.programmes(), catalogue, desk)
    return {programme.statement.key: programme for programme in found}


def verdict(db: Path, desk: Path, key: str = "wege") -> Verdict:
    applicant = with_derived(profile(register().resolve("14626110"), ()), STICHTAG)
    (answer,) = check(applicant, [counted(db, desk)[key]], STICHTAG)
    return answer.verdict


def waiting(db: Path, desk: Path) -> list[int | None]:
    with open_catalogue(db) as catalogue:
        return [entry.number for entry in to_renew(catalogue.programmes(), catalogue, desk)]


def confirm(db: Path, desk: Path, number: int) -> None:
    programme = full(db)
    keep(decide(programme, review_log(programme, desk), number, ReviewDecision.CONFIRMED, KM), desk)


def complete(db: Path, desk: Path) -> None:
    programme = full(db)
    keep(confirm_list(programme, review_log(programme, desk), KM), desk)


def test_from_the_crawl_to_eligible_and_back_when_a_sentence_changes(db: Path, desk: Path) -> None:
    reserved = Verdict.ELIGIBLE_WITH_RESERVATION
    assert verdict(db, desk) is reserved
    gates = range(1, len(full(db).readings.requirements) + 1)
    for number in gates:
        assert verdict(db, desk) is reserved
        confirm(db, desk, number)
    assert verdict(db, desk) is reserved
    complete(db, desk)
    assert verdict(db, desk) is Verdict.ELIGIBLE
    assert verdict(db, desk, "plaetze") is reserved
    assert waiting(db, desk) == []

    crawl(db, APPLICANTS, NEW_LIMIT, FEE, day=STICHTAG + timedelta(days=1))
    assert verdict(db, desk) is reserved
    programme = full(db)
    states = review_states(programme, review_log(programme, desk))
    lapsed = [state for state in states if state.standing is ReviewStanding.TO_BE_RENEWED]
    assert [state.requirement.evidence.quote for state in lapsed] == [NEW_LIMIT]
    assert {state.standing for state in states if state not in lapsed} == {ReviewStanding.HOLDS}
    changed = states.index(lapsed[0]) + 1
    assert waiting(db, desk) == [changed, None]

    confirm(db, desk, changed)
    assert waiting(db, desk) == [None]
    complete(db, desk)
    assert (verdict(db, desk), waiting(db, desk)) == (Verdict.ELIGIBLE, [])


def test_a_new_limit_that_the_town_exceeds_is_a_no_whatever_was_confirmed_before(db: Path, desk: Path) -> None:
    for number in range(1, len(full(db).readings.requirements) + 1):
        confirm(db, desk, number)
    complete(db, desk)
    crawl(db, APPLICANTS, TOO_LOW, FEE, day=STICHTAG + timedelta(days=1))
    assert verdict(db, desk) is Verdict.NOT_ELIGIBLE


def test_a_change_elsewhere_leaves_every_confirmation_and_asks_for_the_list_anew(db: Path, desk: Path) -> None:
    confirm(db, desk, 1)
    complete(db, desk)
    crawl(db, "Die Bekanntmachung ist neu gefasst.", APPLICANTS, LIMIT, FEE, day=STICHTAG + timedelta(days=1))
    assert waiting(db, desk) == [None]


def test_without_reviews_the_programmes_are_the_same_and_no_desk_is_made(db: Path, desk: Path) -> None:
    with open_catalogue(db) as catalogue:
        listed = catalogue.programmes()
        assert with_reviews(listed, catalogue, desk) == listed
    assert log_version(desk) == 0
    assert not desk.exists()


def test_texts_are_read_only_for_programmes_with_reviews(db: Path, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    confirm(db, desk, 1)
    with open_catalogue(db) as catalogue:
        asked = []
        sections = catalogue.sections
        monkeypatch.setattr(catalogue, "sections", lambda version: asked.append(version) or sections(version))
        listed = catalogue.programmes()
        found = with_reviews(listed, catalogue, desk)
    by_key = {programme.statement.key: programme for programme in listed}
    assert asked == [by_key["wege"].version]
    assert [programme.sections for programme in found] == [None, None]
    assert [programme.statement.key for programme in found] == [programme.statement.key for programme in listed]


def test_an_addition_is_a_gate_of_the_check(db: Path, desk: Path) -> None:
    programme = full(db)
    entry = Entry(value="Klimaschutzkonzept", effect=Effect.GATE)
    keep(add(programme, (), new_requirement(programme, RequirementKind.CONCEPT, FEE, None, entry, None), KM), desk)
    assert verdict(db, desk) is Verdict.FACTS_MISSING
    added = counted(db, desk)["wege"].readings.requirements[-1]
    assert (added.kind, added.evidence.assurance) == (RequirementKind.CONCEPT, Assurance.REVIEWED)


def test_every_review_changes_the_version_of_the_log(db: Path, desk: Path) -> None:
    versions = [log_version(desk)]
    for number in (1, 2):
        confirm(db, desk, number)
        versions.append(log_version(desk))
    assert versions == sorted(set(versions))


def test_a_review_of_a_programme_that_is_in_no_catalogue_harms_nothing(db: Path, desk: Path) -> None:
    confirm(db, desk, 1)
    with open_desk(desk) as opened:
        opened.write("UPDATE reviews SET key = 'anderswo'")
    assert verdict(db, desk) is Verdict.ELIGIBLE_WITH_RESERVATION
    assert waiting(db, desk) == []
