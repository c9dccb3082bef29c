"""Several municipalities as one applicant: all alike is an answer, a difference is the guideline's, unknown stays unknown."""

from datetime import date
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.facts import unknown
from finder.models import Profile, Project
from finder.vocab import (
    Assurance,
    Effect,
    FactState,
    Land,
    Operator,
    Outcome,
    PopulationBasis,
    RequirementKind,
    UnitLevel,
    Verdict,
)
from rules.check import Asked, check, verdicts
from rules.cooperation import (
    MOST_MEMBERS,
    UnfitSet,
    asked_together,
    joint_check,
    joint_settled,
    joint_verdicts,
    set_facts,
)
from rules.joint import FILE, JOINT_RULES, Counts, joint_outcome, load_joint_rules
from rules.joint_sentences import names_listed
from rules.kleene import OPEN
from rules.plan import plan_of
from tests.rule_records import (
    DAY,
    KNOWN,
    QUOTE,
    by_id,
    facts,
    known,
    programme_of,
    requirement,
    requirements,
    town,
    without_value,
)

K = RequirementKind
MET, FAILED, SOURCE = Outcome.MET, Outcome.FAILED, Outcome.OPEN_SOURCE
PROFILE, PROJECT, ELSEWHERE = Outcome.OPEN_PROFILE, Outcome.OPEN_PROJECT, Outcome.NOT_APPLICABLE

GOERLITZ = town()
ZITTAU = town(
    known("territory", ("14626610", "14626", "SN", "DE", "EU")),
    known("population", 24_710),
).model_copy(update={"key": "14626610", "name": "Zittau, Stadt"})
HOF = town(known("territory", ("09464000", "BY", "DE", "EU")), known("population", 45_000)).model_copy(
    update={"key": "09464000", "name": "Hof", "land": Land.BY}
)


def gate(kind, op, value, **other):
    return requirement(kind, op, value, **{"assurance": Assurance.QUOTED} | other)


def with_facts(profile: Profile, *more) -> Profile:
    merged = by_id(*profile.facts, *more)
    return profile.model_copy(update={"facts": tuple(merged.values())})


def answer(members, asked, project=None):
    return joint_check(plan_of([programme_of([asked])]), members, DAY, project)[0]


def result(members, asked, project=None):
    return answer(members, asked, project).assessment.results[0]


# --- the rules


def test_every_requirement_kind_has_a_rule():
    assert set(JOINT_RULES) == set(RequirementKind)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("status: {counts: project}\n", "", "status"),
        ("{counts: any}", "{counts: most}", "counts"),
        ("concept:", "concepts:", "concepts"),
        ("cooperation: sum", "village: sum", "by_basis"),
        ("counts: set", "counts: set, members: 2", "members"),
    ],
)
def test_a_file_with_a_gap_or_a_slip_is_refused(tmp_path, old, new, message):
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "joint.yml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        load_joint_rules(file)


# --- one outcome of many


@pytest.mark.parametrize("counts", Counts)
@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("size", [1, 2, 50])
def test_members_that_agree_are_one_applicant(counts, outcome, size):
    assert joint_outcome(counts, [outcome] * size) is outcome


@pytest.mark.parametrize(
    ("members", "every", "any_member"),
    [
        ((MET, FAILED), SOURCE, SOURCE),
        ((MET, ELSEWHERE), SOURCE, SOURCE),
        ((FAILED, ELSEWHERE), SOURCE, SOURCE),
        ((MET, PROFILE), PROFILE, SOURCE),
        ((FAILED, PROFILE), PROFILE, PROFILE),
        ((MET, FAILED, PROFILE), SOURCE, SOURCE),
        ((PROFILE, SOURCE), PROFILE, PROFILE),
        ((PROJECT, SOURCE), PROJECT, PROJECT),
        ((MET, SOURCE), SOURCE, SOURCE),
    ],
)
def test_members_that_differ(members, every, any_member):
    assert joint_outcome(Counts.EVERY, members) is every
    assert joint_outcome(Counts.ANY, members) is any_member


def worlds(members):
    """What the members may turn out to be once everything is known."""
    return product(*((MET, FAILED, ELSEWHERE) if member in OPEN else (member,) for member in members))


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("counts", [Counts.EVERY, Counts.ANY])
def test_yes_and_no_need_every_member_in_every_world(counts, size):
    for members in product(Outcome, repeat=size):
        outcome = joint_outcome(counts, members)
        agreed = {world[0] if len(set(world)) == 1 else SOURCE for world in worlds(members)}
        assert (outcome in (MET, FAILED)) == (agreed in ({MET}, {FAILED})), members
        if len(agreed) == 1:
            assert {outcome} == agreed
        assert {joint_outcome(counts, order) for order in permutations(members)} == {outcome}


def test_a_set_has_members():
    with pytest.raises(ValueError):
        joint_outcome(Counts.EVERY, [])


# --- the whole check


REGION = gate(K.REGION, Operator.INTERSECTS, ("SN",))
CONCEPT = gate(K.CONCEPT, Operator.INTERSECTS, ("urban_concept",))
TOGETHER = gate(K.COOPERATION, Operator.EQUALS, True)
EXCLUSION = gate(K.BUDGET_CONSOLIDATION, Operator.INTERSECTS, ("provisional",), effect=Effect.EXCLUSION)


def population(least, basis=PopulationBasis.MUNICIPALITY):
    return gate(K.POPULATION, Operator.AT_LEAST, least, basis=basis)


JOINT = PopulationBasis.COOPERATION
DECIDED, NO_CONCEPT = known("urban_concept", "decided"), known("urban_concept", "none")
BROKE, FINE = known("budget_status", "provisional"), known("budget_status", "balanced")


@pytest.mark.parametrize(
    ("members", "asked", "outcome"),
    [
        ((GOERLITZ, ZITTAU), REGION, MET),
        ((GOERLITZ, HOF), REGION, SOURCE),
        ((HOF,), REGION, FAILED),
        ((GOERLITZ, ZITTAU), population(20_000), MET),
        ((GOERLITZ, ZITTAU), population(30_000), SOURCE),
        ((GOERLITZ, ZITTAU), population(80_000), FAILED),
        ((GOERLITZ, ZITTAU), population(80_000, JOINT), MET),
        ((GOERLITZ, ZITTAU), population(90_000, JOINT), FAILED),
        ((GOERLITZ, with_facts(ZITTAU, unknown("population"))), population(80_000, JOINT), PROJECT),
        ((GOERLITZ, with_facts(ZITTAU, unknown("population"))), population(80_000), PROFILE),
        ((GOERLITZ, ZITTAU), TOGETHER, MET),
        ((GOERLITZ,), TOGETHER, PROJECT),
        ((with_facts(GOERLITZ, DECIDED), with_facts(ZITTAU, NO_CONCEPT)), CONCEPT, SOURCE),
        ((with_facts(GOERLITZ, DECIDED), with_facts(ZITTAU, DECIDED)), CONCEPT, MET),
        ((with_facts(GOERLITZ, NO_CONCEPT), with_facts(ZITTAU, NO_CONCEPT)), CONCEPT, FAILED),
        ((with_facts(GOERLITZ, DECIDED), ZITTAU), CONCEPT, SOURCE),
        ((with_facts(GOERLITZ, NO_CONCEPT), ZITTAU), CONCEPT, PROFILE),
        ((with_facts(GOERLITZ, FINE), with_facts(ZITTAU, FINE)), EXCLUSION, MET),
        ((with_facts(GOERLITZ, BROKE), with_facts(ZITTAU, BROKE)), EXCLUSION, FAILED),
        ((with_facts(GOERLITZ, BROKE), with_facts(ZITTAU, FINE)), EXCLUSION, SOURCE),
    ],
)
def test_what_a_set_holds(members, asked, outcome):
    assert result(members, asked).result is outcome
    if len(members) > 1:
        assert result(members[::-1], asked).result is outcome


def test_a_difference_is_told_with_names():
    found = answer((GOERLITZ, ZITTAU), population(30_000))
    assert found.assessment.verdict is Verdict.CHECK_GUIDELINE
    assert found.assessment.reason == (
        "Einwohnerzahl: Görlitz erfüllt die Bedingung, Zittau erfüllt sie nicht. "
        "Ob das für einen gemeinsamen Antrag genügt, sagt die Quelle nicht."
    )
    assert [(each.name, each.result, each.have) for each in found.members[0]] == [
        ("Görlitz", MET, "56.694 Einwohner"),
        ("Zittau", FAILED, "24.710 Einwohner"),
    ]


def test_a_no_names_what_every_member_has():
    found = answer((GOERLITZ, ZITTAU), population(80_000))
    assert found.assessment.verdict is Verdict.NOT_ELIGIBLE
    assert found.assessment.reason == (
        "Nach Textlage nicht antragsberechtigt, weil mindestens 80.000 Einwohner verlangt sind und Sie "
        f"56.694 Einwohner (Görlitz) und 24.710 Einwohner (Zittau) haben („{QUOTE}“)."
    )


def test_what_all_share_is_said_once():
    assert result((GOERLITZ, ZITTAU), REGION).have == "Sachsen"
    assert result((GOERLITZ, ZITTAU), TOGETHER).have == "Görlitz und Zittau"
    assert result((GOERLITZ, ZITTAU), population(80_000, JOINT)).have == "81.404 Einwohner"


def test_the_member_that_lacks_a_fact_is_named():
    nameless = with_facts(ZITTAU, unknown("population"))
    for basis in (PopulationBasis.MUNICIPALITY, JOINT):
        found = result((GOERLITZ, nameless), population(20_000, basis))
        assert found.missing_fact == "population"
        assert found.reason.endswith("Es fehlt die Angabe „Einwohnerzahl“ (Zittau).")


def test_members_of_one_name_are_told_apart_and_many_are_counted():
    other = GOERLITZ.model_copy(update={"key": "00000001"})
    names = [each.name for each in answer((GOERLITZ, other, ZITTAU), REGION).members[0]]
    assert names == ["Görlitz (14626110)", "Görlitz (00000001)", "Zittau"]
    assert names_listed(list("abcdefg")) == "a, b, c, d, e, f und g"
    assert names_listed(list("abcdefgh")) == "a, b, c, d, e, f und 2 weitere"


# --- the facts of a set


def test_a_single_member_is_no_set():
    assert set_facts([GOERLITZ]) == {}


COUNTY = town(known("territory", ("14626", "SN", "DE")), level=UnitLevel.COUNTY).model_copy(
    update={"key": "14626", "name": "Görlitz"}
)
BOARD = town(known("territory", ("zv-probe", "SN", "DE")), level=UnitLevel.SPECIAL_PURPOSE).model_copy(
    update={"key": "zv-probe", "name": "Zweckverband Probe"}
)
CONTRADICTORY = without_value("population").model_copy(
    update={"state": FactState.CONTRADICTORY, "conflict": ("a", "b")}
)


@pytest.mark.parametrize(
    "other", [COUNTY, BOARD, with_facts(ZITTAU, unknown("population")), with_facts(ZITTAU, CONTRADICTORY)]
)
def test_inhabitants_are_added_only_where_all_are_known_and_none_counts_twice(other):
    assert set_facts([GOERLITZ, ZITTAU])["joint_population"].value == 56_694 + 24_710
    assert set_facts([GOERLITZ, other])["joint_population"].state is FactState.UNKNOWN


def test_the_sum_is_as_old_as_its_oldest_number():
    old = known("population", 24_710).model_copy(update={"as_of": date(2020, 1, 1)})
    assert set_facts([GOERLITZ, with_facts(ZITTAU, old)])["joint_population"].as_of == date(2020, 1, 1)


def project(*stated):
    return Project(key="p", name="P", facts=stated)


def test_the_project_is_one_and_the_council_decision_the_leads_own():
    asked = gate(K.COST_MIN, Operator.AT_LEAST, 50_000)
    decision = gate(K.COUNCIL_DECISION, Operator.EQUALS, True)
    planned = project(known("eligible_cost", 60_000), known("council_decision", True))
    assert result((GOERLITZ, ZITTAU), asked, planned).result is MET
    assert result((GOERLITZ,), decision, planned).result is MET
    found = result((GOERLITZ, ZITTAU), decision, planned)
    assert (found.result, found.missing_fact) == (PROJECT, "council_decision")
    assert found.reason.endswith("Es fehlt die Angabe „Ratsbeschluss“ (Zittau).")


def test_the_set_goes_before_what_the_project_says_of_its_partners():
    planned = project(known("cooperates", False), known("joint_population", 1))
    assert result((GOERLITZ, ZITTAU), TOGETHER, planned).result is MET
    assert result((GOERLITZ, ZITTAU), population(80_000, JOINT), planned).result is MET


def test_without_a_project_its_conditions_wait():
    found = result((GOERLITZ, ZITTAU), gate(K.COST_MIN, Operator.AT_LEAST, 50_000))
    assert found.have == "entfällt"
    assert answer((GOERLITZ, ZITTAU), gate(K.COST_MIN, Operator.AT_LEAST, 50_000)).members == ((),)


# --- sets that cannot be


def members_of(count):
    return [GOERLITZ.model_copy(update={"key": f"{number:08}"}) for number in range(count)]


@pytest.mark.parametrize("count", [0, MOST_MEMBERS + 1])
def test_a_set_has_one_to_fifty_members(count):
    with pytest.raises(UnfitSet, match=f"1 bis 50 Kommunen, nicht {count}"):
        asked_together(members_of(count), DAY)
    with pytest.raises(UnfitSet):
        joint_verdicts(plan_of([]), [Asked({}, False, DAY)] * count)


def test_nobody_is_in_it_twice():
    with pytest.raises(UnfitSet, match="„Görlitz, Stadt“ ist mehrfach genannt"):
        asked_together([GOERLITZ, ZITTAU, GOERLITZ], DAY)


@pytest.mark.parametrize("other", [Asked({}, True, DAY), Asked({}, False, date(2026, 1, 1))])
def test_all_are_asked_the_same(other):
    with pytest.raises(UnfitSet, match="demselben Stichtag und Vorhaben"):
        joint_verdicts(plan_of([]), [Asked({}, False, DAY), other])


def test_an_empty_catalogue_has_no_answers():
    assert joint_check(plan_of([]), [GOERLITZ, ZITTAU], DAY) == ()
    assert joint_verdicts(plan_of([]), asked_together([GOERLITZ, ZITTAU], DAY)) == ()


def test_fifty_members_are_checked():
    found = joint_check(plan_of([programme_of([REGION, TOGETHER])]), members_of(50), DAY)
    assert found[0].assessment.verdict is Verdict.ELIGIBLE_WITH_RESERVATION


# --- over anything that can be asked

ASKED = st.lists(requirements, min_size=1, max_size=4)
MEMBERS = st.lists(facts, min_size=1, max_size=4)


def asked_of(members):
    return [Asked(stated, True, DAY) for stated in members]


@given(ASKED, MEMBERS, st.randoms())
@settings(max_examples=150, deadline=None)
def test_the_order_of_members_does_not_matter(asked, members, random):
    plan = plan_of([programme_of(asked)])
    shuffled = random.sample(members, len(members))
    assert joint_settled(plan, asked_of(members)) == joint_settled(plan, asked_of(shuffled))


@given(ASKED, facts, st.integers(1, 4))
@settings(max_examples=150, deadline=None)
def test_one_member_or_several_alike_get_the_single_answer(asked, stated, count):
    plan = plan_of([programme_of(asked)])
    alone = Asked(stated, True, DAY)
    assert joint_verdicts(plan, [alone] * count) == verdicts(plan, alone)


@given(ASKED, facts)
@settings(max_examples=100, deadline=None)
def test_a_set_of_one_is_answered_word_for_word_as_the_single_check(asked, stated):
    plan = plan_of([programme_of(asked)])
    profile = town(*stated.values())
    (joint,) = joint_check(plan, [profile], DAY, project())
    assert joint.assessment == check(profile, plan, DAY, project())[0]


@given(ASKED, MEMBERS)
@settings(max_examples=150, deadline=None)
def test_unknown_is_never_yes_and_never_no(asked, members):
    """Members without any fact take away every yes and every no that rested on facts."""
    plan = plan_of([programme_of(asked)])
    nobody = verdicts(plan, Asked({}, True, DAY))
    together = joint_settled(plan, [*asked_of(members), Asked({}, True, DAY)])
    without = joint_settled(plan, [Asked({}, True, DAY)])
    for joint, alone in zip(together.outcomes, without.outcomes, strict=True):
        assert joint not in (MET, FAILED) or joint is alone
    assert plan.verdicts(together)[0] is not Verdict.ELIGIBLE or nobody[0] is Verdict.ELIGIBLE


@given(ASKED, MEMBERS, st.data())
@settings(max_examples=200, deadline=None)
def test_a_further_fact_never_turns_a_yes_or_a_no(asked, members, data):
    plan = plan_of([programme_of(asked, complete=True)])
    place = data.draw(st.integers(0, len(members) - 1))
    stated = members[place]
    open_facts = [key for key in KNOWN if key not in stated or stated[key].state is FactState.UNKNOWN]
    key = data.draw(st.sampled_from(open_facts or ["population"]))
    if open_facts:
        more = [*members[:place], {**stated, key: data.draw(st.sampled_from(KNOWN[key]))}, *members[place + 1 :]]
        before, after = (joint_settled(plan, asked_of(each)) for each in (members, more))
        for earlier, later in zip(before.outcomes, after.outcomes, strict=True):
            assert earlier not in (MET, FAILED) or later is earlier
        final = (Verdict.ELIGIBLE, Verdict.NOT_ELIGIBLE)
        first, second = plan.verdicts(before)[0], plan.verdicts(after)[0]
        assert first not in final or second is first


@given(ASKED, st.lists(facts, min_size=2, max_size=3))
@settings(max_examples=100, deadline=None)
def test_every_joint_result_is_explained(asked, members):
    plan = plan_of([programme_of(asked)])
    profiles = [
        town(*stated.values()).model_copy(update={"key": f"{place:08}", "name": f"Ort {place}, Stadt"})
        for place, stated in enumerate(members)
    ]
    (joint,) = joint_check(plan, profiles, DAY, project())
    assert joint.assessment.verdict is joint_verdicts(plan, asked_together(profiles, DAY, project()))[0]
    assert [each.requirement for each in joint.assessment.results] == asked
    for each, of_members in zip(joint.assessment.results, joint.members, strict=True):
        assert each.reason.endswith((".", "“"))
        assert "{" not in each.reason and "None" not in each.reason and each.have
        assert len(of_members) in (0, len(profiles))
