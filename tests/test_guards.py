"""What has to be minded: the rule on the beginning against the project, and programmes that bar each other's money."""

from datetime import date, timedelta
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.guideline import GuidelineFacts, PriorStartClaim, PriorStartRule, Quote
from finder.models import Project
from finder.ui.guards import guard_notices
from finder.ui.markup import visible
from finder.vocab import Assurance, Effect, Operator, RequirementKind, SectionField, Strength
from rules.combination import PAIRS_SHOWN, combined, pairs_of
from rules.guards import START_WORDS, Guard, Level, start_guards
from tests.payloads import PAYLOADS
from tests.rule_records import DAY, QUOTE, known, programme_of, requirement, town
from tests.test_markup import ATTRIBUTES, ELEMENTS, read

K = RequirementKind
GRANT, FILED, PERMISSION = (
    PriorStartRule.FORBIDDEN_BEFORE_GRANT,
    PriorStartRule.FORBIDDEN_BEFORE_APPLICATION,
    PriorStartRule.PERMISSION_POSSIBLE,
)


def start_rule(rule, **other):
    value = (rule.value,) if rule else None
    op = other.pop("op", Operator.EXCLUDES)
    return requirement(K.PRIOR_START, op, value, **{"assurance": Assurance.QUOTED} | other)


def project(state=None, start=None, permitted=None, *more):
    stated = {"project_state": state, "project_start": start, "early_start_permission": permitted}
    facts = [known(fact_id, value) for fact_id, value in stated.items() if value is not None]
    return Project(key="p", name="P", facts=(*facts, *more))


def guard(rule, planned=None, applicant=None):
    (found,) = start_guards(programme_of([start_rule(rule)]), DAY, planned, applicant)
    return found


# --- the beginning


def test_the_guard_knows_every_rule_that_forbids_something():
    assert set(START_WORDS) == set(PriorStartRule) - {PriorStartRule.ALLOWED}


SPRING = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("rule", "planned", "level", "sentence"),
    [
        (GRANT, None, Level.MIND, "Vor dem Beginn muss die Bewilligung vorliegen."),
        (FILED, None, Level.MIND, "Vor dem Beginn muss der Antrag gestellt sein."),
        (
            GRANT,
            project("contract_signed", None, False),
            Level.STOP,
            "Vertrag geschlossen: nach Textlage nicht mehr förderfähig.",
        ),
        (FILED, project("started", None, False), Level.STOP, "Begonnen: nach Textlage nicht mehr förderfähig."),
        (
            PERMISSION,
            project("finished", None, False),
            Level.STOP,
            "Abgeschlossen: nach Textlage nicht mehr förderfähig.",
        ),
        (
            GRANT,
            project("contract_signed"),
            Level.UNKNOWN,
            "Vertrag geschlossen: nach Textlage nur noch förderfähig, wenn der vorzeitige Beginn genehmigt war.",
        ),
        (
            PERMISSION,
            project("started", None, True),
            Level.OK,
            "Begonnen: Der vorzeitige Beginn ist genehmigt; eine Zusage der Förderung ist das nicht.",
        ),
        (GRANT, project("started", None, True), Level.MIND, "Begonnen, vorzeitiger Beginn genehmigt."),
        (
            GRANT,
            project("planned", SPRING),
            Level.MIND,
            "Geplanter Beginn 01.03.2027: vorher muss die Bewilligung vorliegen; bis dahin sind es 96 Tage.",
        ),
        (
            FILED,
            project("tendered", DAY + timedelta(days=1)),
            Level.MIND,
            "Geplanter Beginn 26.11.2026: vorher muss der Antrag gestellt sein; bis dahin ist es 1 Tag.",
        ),
        (
            GRANT,
            project("idea", DAY),
            Level.MIND,
            "Geplanter Beginn 25.11.2026: vorher muss die Bewilligung vorliegen; das ist heute.",
        ),
        (
            PERMISSION,
            project("planned", SPRING),
            Level.MIND,
            "Geplanter Beginn 01.03.2027: vorher muss die Bewilligung oder die Genehmigung des vorzeitigen Beginns "
            "vorliegen; bis dahin sind es 96 Tage.",
        ),
        (
            PERMISSION,
            project("planned", SPRING, True),
            Level.OK,
            "Der vorzeitige Beginn ist genehmigt; eine Zusage der Förderung ist das nicht.",
        ),
        (GRANT, project("planned"), Level.MIND, "Vor dem Beginn muss die Bewilligung vorliegen."),
        (GRANT, project(), Level.UNKNOWN, "Vor dem Beginn muss die Bewilligung vorliegen."),
        (
            GRANT,
            project("planned", DAY - timedelta(days=1)),
            Level.UNKNOWN,
            "Ihre Angaben widersprechen sich: Stand „geplant, nichts vergeben“, aber geplanter Beginn 24.11.2026. "
            "Vor dem Beginn muss die Bewilligung vorliegen.",
        ),
        (
            GRANT,
            project(None, DAY - timedelta(days=1)),
            Level.UNKNOWN,
            "Der geplante Beginn 24.11.2026 ist vorbei; ob das Vorhaben begonnen hat, ist nicht angegeben. "
            "Vor dem Beginn muss die Bewilligung vorliegen.",
        ),
    ],
)
def test_what_the_rule_means_for_the_project(rule, planned, level, sentence):
    found = guard(rule, planned)
    assert (found.level, found.sentence) == (level, sentence)
    assert found.evidence.quote == QUOTE


def test_where_a_permission_is_possible_the_way_to_it_is_told():
    advice = " ".join(guard(PERMISSION, project("planned", SPRING)).advice)
    assert "schriftlich bei der Bewilligungsstelle beantragen" in advice
    assert "Vertrag oder Auftrag" in advice


def test_an_application_before_the_beginning_is_named_as_the_way_out():
    assert "Antrag schon vor dem Beginn" in guard(FILED, project("started", None, False)).advice[0]


def lead_times(council=None, supervision=None):
    days = {"council_lead_days": council, "supervision_lead_days": supervision}
    return town(*(known(fact_id, value) for fact_id, value in days.items() if value is not None))


@pytest.mark.parametrize(
    ("applicant", "decided", "sentence"),
    [
        (
            lead_times(60, 30),
            None,
            "Abzüglich 90 Tage Vorlauf (Ratsbeschluss 60 Tage und Kommunalaufsicht 30 Tage) bleibt für Antrag und "
            "Bescheid: 6 Tage.",
        ),
        (
            lead_times(60, 36),
            None,
            "Das reicht nicht: Der Vorlauf (Ratsbeschluss 60 Tage und Kommunalaufsicht 36 Tage) beträgt 96 Tage, für "
            "Antrag und Bescheid bleibt keine Zeit. Möglich wäre ein Beginn frühestens nach dem 01.03.2027.",
        ),
        (
            lead_times(60, 1),
            True,
            "Abzüglich 1 Tag Vorlauf (Kommunalaufsicht 1 Tag) bleibt für Antrag und Bescheid: 95 Tage.",
        ),
        (lead_times(60), True, None),
        (lead_times(), None, None),
        (None, None, None),
    ],
)
def test_lead_times_count_backwards_from_the_beginning(applicant, decided, sentence):
    more = () if decided is None else (known("council_decision", decided),)
    advice = guard(GRANT, project("planned", SPRING, None, *more), applicant).advice
    assert (advice[0] == sentence) if sentence else not any("Antrag und Bescheid" in each for each in advice)


@pytest.mark.parametrize(
    ("asked", "level"),
    [
        (start_rule(None), Level.UNKNOWN),
        (start_rule(GRANT, op=Operator.INTERSECTS), Level.UNKNOWN),
        (start_rule(GRANT, op=Operator.INTERSECTS, effect=Effect.EXCLUSION), Level.STOP),
        (start_rule(GRANT, strength=Strength.SHOULD), Level.MIND),
        (start_rule(GRANT, effect=Effect.PROCESS), Level.UNKNOWN),
        (start_rule(PriorStartRule.ALLOWED), Level.UNKNOWN),
    ],
)
def test_a_stop_needs_a_binding_rule_that_is_understood(asked, level):
    (found,) = start_guards(programme_of([asked]), DAY, project("started", None, False))
    assert found.level is level


def test_a_rule_of_another_day_is_none():
    ended = start_rule(GRANT, valid=(None, DAY - timedelta(days=1)))
    (found,) = start_guards(programme_of([ended]), DAY, project("started", None, False))
    assert (found.level, found.sentence) == (Level.UNKNOWN, "Zum Beginn des Vorhabens wurde keine Regel gelesen.")


def test_silence_is_no_permission_but_a_permission_in_the_text_is():
    silent = programme_of([])
    assert start_guards(silent, DAY)[0].level is Level.UNKNOWN
    quote = Quote(field=SectionField.SUMMARY, start=0, end=len(QUOTE), words=QUOTE)
    claim = PriorStartClaim(rule=PriorStartRule.ALLOWED, quote=quote, reader="probe/1")
    facts = GuidelineFacts(prior_start=claim)
    allowed = silent.model_copy(update={"readings": silent.readings.model_copy(update={"facts": facts})})
    (found,) = start_guards(allowed, DAY)
    assert (found.level, found.evidence.quote) == (Level.OK, QUOTE)


def test_parts_have_rules_of_their_own_and_the_strictest_stands_first():
    asked = [start_rule(PERMISSION, part="A"), start_rule(GRANT, part="B"), start_rule(GRANT, part="B")]
    found = start_guards(programme_of(asked), DAY, project("started", None, True))
    assert [(each.part, each.level) for each in found] == [("B", Level.MIND), ("A", Level.OK)]


@given(
    st.sampled_from([GRANT, FILED, PERMISSION]),
    st.sampled_from([None, "idea", "planned", "tendered", "contract_signed", "started", "finished"]),
    st.none() | st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    st.sampled_from([None, True, False]),
)
@settings(max_examples=300, deadline=None)
def test_only_a_project_that_has_begun_without_permission_is_stopped(rule, state, start, permitted):
    found = guard(rule, project(state, start, permitted))
    begun = state in ("contract_signed", "started", "finished")
    assert (found.level is Level.STOP) == (begun and permitted is False)
    assert found.level is not Level.OK or (permitted and rule is PERMISSION)
    assert all(each.endswith(".") and "None" not in each for each in (found.sentence, *found.advice))


# --- combination


def money_rule(word, **other):
    value, unclear = ((word,), ()) if word == "forbidden" else ((), (word,))
    return requirement(K.CUMULATION, Operator.EXCLUDES, value, unclear, **{"assurance": Assurance.QUOTED} | other)


FORBIDS, RESTRICTS = money_rule("forbidden"), money_rule("restricted")


def programmes(*asked):
    return [programme_of(list(each), key=f"p{number}") for number, each in enumerate(asked)]


def levels(*asked):
    found = combined(programmes(*asked), DAY)
    return {(pair.first.key, pair.second.key): pair.guard.level for pair in pairs_of(found).pairs}


@pytest.mark.parametrize(
    ("first", "second", "level", "sentence"),
    [
        ([FORBIDS], [], Level.STOP, "also auch keine aus „Programm p1“."),
        ([FORBIDS], [FORBIDS], Level.STOP, "also auch keine aus „Programm p1“."),
        ([FORBIDS], [RESTRICTS], Level.STOP, "also auch keine aus „Programm p1“."),
        ([RESTRICTS], [], Level.MIND, "ob „Programm p1“ darunterfällt, sagt die Quelle."),
        ([RESTRICTS], [RESTRICTS], Level.MIND, "ob „Programm p1“ darunterfällt, sagt die Quelle."),
        ([RESTRICTS, FORBIDS], [], Level.STOP, "also auch keine aus „Programm p1“."),
        ([], [], Level.UNKNOWN, "bitte nachfragen."),
        ([money_rule("forbidden", part="Teil A")], [], Level.MIND, "darunterfällt, sagt die Quelle."),
        ([money_rule("forbidden", strength=Strength.SHOULD)], [], Level.MIND, "darunterfällt, sagt die Quelle."),
        ([money_rule("forbidden", effect=Effect.DISCRETION)], [], Level.MIND, "darunterfällt, sagt die Quelle."),
        ([requirement(K.CUMULATION, Operator.EXCLUDES, None)], [], Level.MIND, "darunterfällt, sagt die Quelle."),
        ([money_rule("forbidden", valid=(None, date(2020, 1, 1)))], [], Level.UNKNOWN, "bitte nachfragen."),
    ],
)
def test_one_side_is_enough_for_a_no_and_silence_is_no_yes(first, second, level, sentence):
    assert set(levels(first, second).values()) == {level}
    (pair,) = pairs_of(combined(programmes(first, second), DAY)).pairs
    assert pair.guard.sentence.endswith(sentence)
    quoted = pair.guard.evidence.quote if pair.guard.evidence else None
    assert quoted == (QUOTE if any(each.evidence.quote for each in first) and level is not Level.UNKNOWN else None)


def test_the_one_that_says_so_stands_first():
    assert levels([], [FORBIDS]) == {("p1", "p0"): Level.STOP}
    assert levels([RESTRICTS], [FORBIDS]) == {("p1", "p0"): Level.STOP}


def test_a_list_is_counted_and_grouped():
    found = combined(programmes([FORBIDS], [RESTRICTS], [], []), DAY)
    assert (found.pairs, found.stopped, found.restricted, found.unknown) == (6, 3, 2, 1)
    assert found.sentence == ("4 Programme, 6 Paare: 3 nicht zusammen, 2 nur eingeschränkt zusammen, 1 nicht geregelt.")
    assert [(group.level, [rule.key for rule in group.rules]) for group in found.groups] == [
        (Level.STOP, ["p0"]),
        (Level.MIND, ["p1"]),
        (Level.UNKNOWN, ["p2", "p3"]),
    ]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ([], "Zu vergleichen sind mindestens zwei Programme."),
        ([[FORBIDS]], "Zu vergleichen sind mindestens zwei Programme."),
        ([[FORBIDS], []], "Diese beiden Programme lassen sich nach Textlage nicht zusammen nutzen."),
        ([[RESTRICTS], []], "2 Programme, 1 Paar: 1 nur eingeschränkt zusammen."),
    ],
)
def test_short_lists_are_worded(asked, sentence):
    assert combined(programmes(*asked), DAY).sentence == sentence


def test_a_programme_listed_twice_counts_once():
    once = programmes([FORBIDS], [])
    assert combined([*once, *once], DAY) == combined(once, DAY)


def test_a_thousand_programmes_that_all_conflict_are_a_clear_and_bounded_answer():
    found = combined(programmes(*[[FORBIDS]] * 1_000), DAY)
    assert found.sentence == "Keine zwei dieser 1.000 Programme lassen sich nach Textlage zusammen nutzen."
    (group,) = found.groups
    assert group.sentence == (
        "1.000 Programme lassen nach Textlage keine anderen öffentlichen Mittel zu; jedes steht für sich."
    )
    assert len(group.rules) == 1_000
    listed = pairs_of(found)
    assert (len(listed.pairs), listed.left_out) == (PAIRS_SHOWN, comb(1_000, 2) - PAIRS_SHOWN)
    assert listed.sentence == "Gezeigt sind die ersten 50 von 499.500 Paaren, die strengsten zuerst."


@given(st.lists(st.sampled_from([(FORBIDS,), (RESTRICTS,), (), (FORBIDS, RESTRICTS)]), max_size=8))
@settings(max_examples=200, deadline=None)
def test_the_counts_are_those_of_all_pairs_strictest_first(asked):
    found = combined(programmes(*asked), DAY)
    listed = pairs_of(found, limit=comb(8, 2))
    assert listed.left_out == 0 and listed.sentence == ""
    seen = [pair.guard.level for pair in listed.pairs]
    assert len({frozenset((pair.first.key, pair.second.key)) for pair in listed.pairs}) == found.pairs == len(seen)
    counts = (found.stopped, found.restricted, found.unknown)
    assert tuple(seen.count(level) for level in (Level.STOP, Level.MIND, Level.UNKNOWN)) == counts
    assert seen == sorted(seen, key=list(Level).index)


# --- on the page


def test_the_notice_says_it_in_words_alone():
    stopped = guard(FILED, project("started", None, False))
    words = " ".join(read(guard_notices([stopped])).words)
    for part in ("Vorhabenbeginn – Halt: Begonnen: nach Textlage nicht mehr förderfähig.", *stopped.advice, QUOTE):
        assert part in words
    assert guard_notices([]).html == ""


@pytest.mark.parametrize("level", Level)
def test_every_level_is_a_word(level):
    notice = guard_notices([Guard(kind=K.CUMULATION, level=level, sentence="Satz.", part="Teil A")])
    words = " ".join(read(notice).words)
    assert f"Kumulierung – {level.label}: Satz." in words and "Teil A" in words
    assert ('role="alert"' in notice.html) == (level is Level.STOP)


@pytest.mark.parametrize("text", PAYLOADS)
def test_what_a_source_says_stays_text(text):
    asked = start_rule(GRANT, part=text or None)
    evidence = asked.evidence.model_copy(update={"quote": text})
    hostile = asked.model_copy(update={"evidence": evidence})
    piece = guard_notices(start_guards(programme_of([hostile]), DAY))
    found = read(piece)
    assert found.tags <= ELEMENTS and found.attributes <= ATTRIBUTES and not found.comments
    assert visible(text).strip() in " ".join(found.words) or not text.strip()
