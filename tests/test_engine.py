"""The rule engine against the plain evaluator, and the traps of durable-rules that have to stay shut."""

import ast
import multiprocessing
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from durable import engine as durable
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.models import Fact
from finder.vocab import FactState, Operator, Outcome, RequirementKind
from rules import derive, engine
from rules.engine import BATCH, CONDITIONS, EngineError, Machine, evaluate, message_hash, safe_ids
from rules.questions import LARGEST, plain
from tests import oracle
from tests.rule_records import by_id, facts, known, requirement, requirements, without_value

ROOT = Path(__file__).parent.parent
K, O = RequirementKind, Outcome  # noqa: E741
INTERSECTS, EXCLUDES, AT_LEAST, AT_MOST, EQUALS = Operator


def outcome(asked, *stated):
    return evaluate([asked], by_id(*stated))[0]


TOWN = known("applicant_kind", ("municipality",))


@pytest.mark.parametrize(
    ("asked", "stated", "expected"),
    [
        (requirement(K.POPULATION, AT_LEAST, 5_000), known("population", 5_000), O.MET),
        (requirement(K.POPULATION, AT_LEAST, 5_000), known("population", 4_999), O.FAILED),
        (requirement(K.POPULATION, AT_MOST, 5_000), known("population", 5_000), O.MET),
        (requirement(K.POPULATION, AT_MOST, 5_000), known("population", 5_001), O.FAILED),
        (requirement(K.POPULATION, EQUALS, 5_000), known("population", 5_000), O.MET),
        (requirement(K.POPULATION, EQUALS, 5_000), known("population", 5_001), O.FAILED),
        (requirement(K.REGION, INTERSECTS, ("SN", "BB")), known("territory", ("14", "SN")), O.MET),
        (requirement(K.REGION, INTERSECTS, ("SN", "BB")), known("territory", ("14", "BY")), O.FAILED),
        (requirement(K.REGION, EXCLUDES, ("SN", "BB")), known("territory", ("14", "SN")), O.FAILED),
        (requirement(K.REGION, EXCLUDES, ("SN", "BB")), known("territory", ("14", "BY")), O.MET),
        (requirement(K.REGION, INTERSECTS, ("SN",), ("BY",)), known("territory", ("BY",)), O.OPEN_SOURCE),
        (requirement(K.REGION, INTERSECTS, ("SN",), ("BY",)), known("territory", ("BY", "SN")), O.MET),
        (requirement(K.REGION, EXCLUDES, ("SN",), ("BY",)), known("territory", ("BY",)), O.OPEN_SOURCE),
        (requirement(K.REGION, EXCLUDES, ("SN",), ("BY",)), known("territory", ("BY", "SN")), O.FAILED),
        (requirement(K.REGION, INTERSECTS, ("SN",)), known("territory", ()), O.FAILED),
        (requirement(K.REGION, EXCLUDES, ("SN",)), known("territory", ()), O.MET),
        (requirement(K.REGION, INTERSECTS, ()), known("territory", ("SN",)), O.FAILED),
        (requirement(K.REGION, INTERSECTS, ()), known("territory", ()), O.FAILED),
        (requirement(K.REGION, EQUALS, ("SN", "DE")), known("territory", ("DE", "SN")), O.MET),
        (requirement(K.REGION, EQUALS, ("SN",), ("",)), known("territory", ()), O.FAILED),
        (requirement(K.REGION, EQUALS, ()), known("territory", ()), O.MET),
        (requirement(K.BUDGET_CONSOLIDATION, EXCLUDES, ("provisional",)), known("budget_status", "balanced"), O.MET),
        (requirement(K.BUDGET_CONSOLIDATION, EQUALS, ("balanced",)), known("budget_status", "balanced"), O.MET),
        (requirement(K.POPULATION, AT_LEAST, 20_260_101), known("population", date(2026, 1, 1)), O.MET),
    ],
)
def test_operators(asked, stated, expected):
    assert outcome(asked, stated) is expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (requirement(K.APPLICANT_KIND, INTERSECTS, ("municipality",)), O.OPEN_PROFILE),
        (requirement(K.REGION, EXCLUDES, ("SN",)), O.OPEN_PROFILE),
        (requirement(K.POPULATION, AT_LEAST, 1), O.OPEN_PROFILE),
        (requirement(K.POPULATION, AT_MOST, 1), O.OPEN_PROFILE),
        (requirement(K.POPULATION, EQUALS, 1), O.OPEN_PROFILE),
        (requirement(K.COST_MIN, AT_LEAST, 50_000), O.OPEN_PROJECT),
        (requirement(K.PRIOR_START, EQUALS, True), O.OPEN_PROJECT),
        (requirement(K.RURAL_CLASS, INTERSECTS, ("rural",)), O.OPEN_PROFILE),
        (requirement(K.REGION, INTERSECTS, None), O.OPEN_SOURCE),
    ],
)
def test_unknown_is_never_yes_and_never_no(asked, expected):
    assert outcome(asked) is expected
    states = [without_value(fact_id) for fact_id in ("applicant_kind", "territory", "population")]
    assert outcome(asked, *states) is expected


@pytest.mark.parametrize("kind", RequirementKind)
@pytest.mark.parametrize("op", Operator)
def test_no_kind_and_operator_decides_without_facts(kind, op):
    for value in (("x",), 5, True, None):
        assert outcome(requirement(kind, op, value)) in (O.OPEN_PROFILE, O.OPEN_PROJECT, O.OPEN_SOURCE)


def test_a_fact_that_does_not_apply_is_neither_known_nor_unknown():
    stated = without_value("population", FactState.NOT_APPLICABLE)
    assert outcome(requirement(K.POPULATION, AT_LEAST, 5_000), stated) is O.NOT_APPLICABLE


SCHOOLS = requirement(K.APPLICANT_KIND, INTERSECTS, ("school_provider",))
SCHOOLS_PERHAPS = requirement(K.APPLICANT_KIND, INTERSECTS, (), ("school_provider",))
TOWN_PERHAPS = requirement(K.APPLICANT_KIND, INTERSECTS, (), ("municipality", "school_provider"))


@pytest.mark.parametrize(
    ("asked", "stated", "expected"),
    [
        (SCHOOLS, [TOWN], O.OPEN_PROFILE),
        (SCHOOLS, [TOWN, known("school_provider", True)], O.MET),
        (SCHOOLS, [TOWN, known("school_provider", False)], O.FAILED),
        (SCHOOLS_PERHAPS, [TOWN], O.OPEN_PROFILE),
        (SCHOOLS_PERHAPS, [TOWN, known("school_provider", True)], O.OPEN_SOURCE),
        (SCHOOLS_PERHAPS, [TOWN, known("school_provider", False)], O.FAILED),
        (TOWN_PERHAPS, [TOWN], O.OPEN_SOURCE),
        (SCHOOLS, [known("applicant_kind", ("school_provider",))], O.MET),
    ],
)
def test_a_town_may_run_schools(asked, stated, expected):
    assert outcome(asked, *stated) is expected


COAL = requirement(K.AREA, INTERSECTS, ("coal_region",))
CONCEPT = requirement(K.CONCEPT, INTERSECTS, ("urban_concept",))


@pytest.mark.parametrize(
    ("asked", "stated", "expected"),
    [
        (COAL, [], O.OPEN_PROFILE),
        (COAL, [known("coal_region", "Lausitzer Revier")], O.MET),
        (COAL, [known("coal_region", "Lausitzer Revier (teilweise)")], O.OPEN_PROJECT),
        (requirement(K.AREA, INTERSECTS, ("rural",)), [known("coal_region", "Lausitzer Revier")], O.OPEN_PROFILE),
        (requirement(K.AREA, INTERSECTS, ("leader_region",)), [known("leader_region", False)], O.FAILED),
        (requirement(K.AREA, EXCLUDES, ("coal_region",)), [known("coal_region", "Lausitzer Revier")], O.FAILED),
        (CONCEPT, [known("urban_concept", "decided")], O.MET),
        (CONCEPT, [known("urban_concept", "in_preparation")], O.OPEN_SOURCE),
        (CONCEPT, [known("urban_concept", "none")], O.FAILED),
    ],
)
def test_areas_and_concepts_are_facts_of_their_own(asked, stated, expected):
    assert outcome(asked, *stated) is expected


@given(st.lists(requirements, max_size=8), facts)
@settings(max_examples=1_000, deadline=None)
def test_engine_equals_oracle(asked, stated):
    assert evaluate(asked, stated) == [oracle.outcome(each, stated) for each in asked]


@given(st.lists(requirements, max_size=8), facts, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_order_and_repetition_change_nothing(asked, stated, chance):
    shuffled = [*asked, *asked]
    chance.shuffle(shuffled)
    before = dict(zip(map(id, asked), evaluate(asked, stated), strict=True))
    assert evaluate(shuffled, stated) == [before[id(each)] for each in shuffled]


def test_once_the_source_is_unclear_about_one_value_no_fact_about_another_is_asked():
    asked = requirement(K.CONCEPT, INTERSECTS, (), ("digital_agenda", "urban_concept"))
    assert outcome(asked, known("urban_concept", "in_preparation")) is O.OPEN_SOURCE
    needed = requirement(K.CONCEPT, INTERSECTS, ("urban_concept",), ("digital_agenda",))
    assert outcome(needed, known("urban_concept", "in_preparation")) is O.OPEN_SOURCE
    assert outcome(needed, known("urban_concept", "none")) is O.OPEN_PROFILE


@pytest.mark.parametrize(
    ("asked", "have"),
    [
        (("5",), 5),
        (5, "5"),
        (True, 1),
        (1, True),
        (True, "true"),
        (("true",), True),
        (0, False),
    ],
)
@pytest.mark.parametrize("op", Operator)
def test_sorts_of_values_are_never_compared_with_each_other(op, asked, have):
    assert outcome(requirement(K.POPULATION, op, asked), known("population", have)) is O.OPEN_SOURCE


def test_true_and_one_are_two_requirements():
    asked = [requirement(K.POPULATION, EQUALS, value) for value in (1, True)]
    assert evaluate(asked, by_id(known("population", 1))) == [O.MET, O.OPEN_SOURCE]


@pytest.mark.parametrize(
    "value",
    [None, 1.5, float("inf"), float("nan"), Decimal("67.53"), Decimal("NaN"), Decimal("Infinity"), 2**53, -(2**53)],
)
def test_values_that_cannot_be_compared_exactly_are_refused(value):
    with pytest.raises(ValueError, match="lässt sich nicht genau vergleichen"):
        plain(value)
    if value is not None:
        fact = Fact.model_construct(id="population", state=FactState.KNOWN, value=value)
        with pytest.raises(ValueError, match="lässt sich nicht genau vergleichen"):
            outcome(requirement(K.POPULATION, AT_LEAST, 5), fact)


def test_the_largest_numbers_are_told_apart():
    for have, expected in ((LARGEST, O.MET), (LARGEST - 1, O.FAILED)):
        assert outcome(requirement(K.POPULATION, EQUALS, LARGEST), known("population", have)) is expected


def test_whole_decimals_are_whole_numbers():
    assert outcome(requirement(K.POPULATION, EQUALS, 5), known("population", Decimal("5.00"))) is O.MET


def many(count):
    return [requirement(K.POPULATION, AT_LEAST, number) for number in range(count)]


@pytest.mark.parametrize("count", [0, 1, BATCH - 1, BATCH, BATCH + 1, 2 * BATCH])
def test_batches(count):
    answers = evaluate(many(count), by_id(known("population", 10)))
    assert answers == [O.MET if number <= 10 else O.FAILED for number in range(count)]


def test_the_rules_stay_far_from_the_limits_of_durable():
    # More than 64 alternatives matched by one message end in error 303, 256 rules behind one condition in a crash.
    assert len(CONDITIONS) < 32
    assert len(derive._derivation_machine()._rules) < 64


def test_no_thread_is_started():
    before = threading.active_count()
    evaluate(many(5), {})
    assert threading.active_count() == before


# --- traps --------------------------------------------------------------------------------------------------------


def machine(consequent):
    return Machine("canary", {"all": ({"kind": "probe"}, consequent)})


def note(closure, results):
    for event in closure.m:
        results[event["c"]] = "seen"


PROBES = [{"kind": "probe"}, {"kind": "probe"}]
COLLIDING = ("gemeinde-179599", "gemeinde-362382")


def test_durable_takes_messages_of_equal_hash_for_one_another():
    assert message_hash(COLLIDING[0]) == message_hash(COLLIDING[1])
    canary = machine(note)
    canary._ids = COLLIDING
    with pytest.raises(EngineError):
        canary.run(PROBES)


def test_ids_of_equal_hash_are_refused():
    assert safe_ids(("e0", "e1")) == ("e0", "e1")
    with pytest.raises(ValueError, match="share a hash"):
        safe_ids(COLLIDING)


def test_sessions_of_equal_hash_share_their_state_so_that_there_is_only_one():
    host = engine._Host({"bare": {"r": {"all": [{"m": {"kind": "probe"}}], "run": lambda closure: None}}})
    host.assert_fact("bare", {"id": "f", "sid": COLLIDING[0], "kind": "probe", "fact": "of the first"})
    assert [fact["fact"] for fact in host.get_facts("bare", COLLIDING[1])] == ["of the first"]
    sessions = []

    def record(closure, results):
        note(closure, results)
        sessions.extend(event["sid"] for event in closure.m)

    machine(record).run(PROBES)
    assert set(sessions) == {engine.SESSION}


def calls_of(module):
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    return {node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and hasattr(node.func, "attr")}


@pytest.mark.parametrize("module", [engine, derive])
def test_no_session_is_deleted_and_no_fact_kept_in_durable(module):
    """delete_state frees memory that was never set where no rule has fired; facts stay behind in a session."""
    assert not calls_of(module) & {"delete_state", "assert_fact", "assert_facts", "retract_fact", "start_timer"}


def test_a_consequent_of_two_parameters_never_ends_in_durable_and_does_here():
    completed = []
    rules = {"r": {"all": [{"m": {"kind": "probe"}}], "run": lambda closure, complete: None}}
    host = engine._Host({"bare": rules})
    host.post("bare", {"id": "e0", "sid": "0", "kind": "probe"}, lambda *answer: completed.append(answer))
    assert completed == []
    assert machine(note).run(PROBES) == {0: "seen", 1: "seen"}, "note takes two parameters"


def test_an_exception_in_a_rule_is_not_swallowed():
    def fail(closure, results):
        note(closure, results)
        raise KeyError("hidden")

    with pytest.raises(EngineError, match="canary"):
        machine(fail).run(PROBES)


@pytest.mark.parametrize("ending", [KeyboardInterrupt, SystemExit])
def test_who_ends_the_programme_in_the_middle_of_a_rule_ends_it(ending):
    def end(closure, results):
        raise ending

    with pytest.raises(ending):
        machine(end).run(PROBES)


def test_after_a_failure_a_fresh_host_answers():
    failures = [True]

    def fail_once(closure, results):
        note(closure, results)
        if failures:
            failures.pop()
            raise KeyError("once")

    assert machine(fail_once).run(PROBES) == {0: "seen", 1: "seen"}


def test_an_unmatched_event_is_an_error_that_names_no_values():
    canary = machine(note)
    with pytest.raises(EngineError) as caught:
        canary.run([{"kind": "unheard of", "h": "geheim"}])
    assert "geheim" not in str(caught.value)
    assert canary.run(PROBES) == {0: "seen", 1: "seen"}


def test_nothing_is_left_behind():
    canary = machine(note)
    for _ in range(3):
        canary.run(PROBES)
    assert canary._host.get_pending_events("canary", engine.SESSION) == []
    assert canary._host.get_state("canary", engine.SESSION) == {"sid": "0", "id": "sid-0", "$s": 1}


def test_durable_still_swallows_exceptions():
    def fail(closure):
        raise KeyError("hidden")

    host = engine._Host({"bare": {"r": {"all": [{"m": {"kind": "probe"}}], "run": fail}}})
    host.post("bare", {"id": "e0", "sid": "0", "kind": "probe"})
    assert "hidden" in host.get_state("bare", "0")["exception"]
    assert isinstance(host, durable.Host)


@pytest.fixture
def hasty_threads():
    """Threads take turns every few instructions, so that a missing lock shows."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_two_threads_get_their_own_answers(hasty_threads):
    asked = many(200)

    def wrong(population):
        expected = [O.MET if number <= population else O.FAILED for number in range(200)]
        return sum(evaluate(asked, by_id(known("population", population))) != expected for _ in range(40))

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(wrong, (50, 150))) == [0, 0]


def _answer_in_child(pipe):
    pipe.send([answer.value for answer in evaluate(many(50), by_id(known("population", 10)))])


def in_child():
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_answer_in_child, args=(sender,))
    child.start()
    answered = receiver.poll(20)
    answers = receiver.recv() if answered else None
    if not answered:
        child.kill()
    child.join()
    return answers


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_process_has_an_engine_of_its_own():
    expected = [answer.value for answer in evaluate(many(50), by_id(known("population", 10)))]
    assert in_child() == expected
    with engine._criteria()._lock:
        # The other thread of the parent is in the middle of a batch.
        assert in_child() == expected


def run_python(code, **environment):
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


HARD_USE = """
from tests.test_engine import many
from tests.rule_records import DAY, by_id, known, town
from rules.derive import with_derived
from rules.engine import evaluate
for population in range(50):
    answers = evaluate(many(300), by_id(known("population", population)))
    assert sum(answer == "met" for answer in answers) == population + 1
    with_derived(town(known("population", population)), DAY)
"""


def test_no_freed_or_uninitialised_memory_is_used():
    done = run_python(HARD_USE, MALLOC_PERTURB_="165", MALLOC_CHECK_="3")
    assert (done.returncode, done.stderr) == (0, "")


def test_where_durable_cannot_be_imported_the_message_says_what_to_do(tmp_path):
    (tmp_path / "durable.py").write_text("raise ImportError('undefined symbol: PyEval_CallObject')", encoding="utf-8")
    done = run_python(f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import rules.engine")
    assert done.returncode == 1
    assert "Nötig ist Python 3.11 oder 3.12" in done.stderr
