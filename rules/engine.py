"""The rule engine: durable-rules behind one door, in the shape that is fast and safe.

Fixed rules compare a need with what the applicant has; requirements are events, so a new programme adds no rule. What
is known to go wrong in durable-rules 2.0.28 is kept out here: its own threads (none are started), shared state (one
lock, one constant session), messages taken for one another (ids checked against its hash), swallowed exceptions and
events left behind (both looked for after every batch), and use of one host in two processes (one host a process).
"""

import json
import os
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import count
from typing import Any

from finder.models import Fact, Requirement
from finder.vocab import Operator, Outcome
from rules.kleene import all_of, any_of, leading, truth
from rules.questions import Comparison, Question, ask, comparison_of

try:
    from durable import engine as durable
except ImportError as error:
    raise ImportError(
        "Die Regelmaschine durable-rules lässt sich nicht laden. Nötig ist Python 3.11 oder 3.12 mit "
        "durable-rules 2.0.28; unter Python 3.13 läuft es nicht. „make setup“ legt die Umgebung neu an."
    ) from error

Event = dict[str, Any]
Consequent = Callable[[Any, dict[int, Any]], None]
"""What a rule does: `closure.m` are the events that met it; results are written by the number `c` of the event."""

SESSION = "0"
BATCH = 1_000
"""Events posted at once; above some thousands durable's time per event doubles."""
FOLLOW_UP = "d"
"""Ends the id of an event that a rule posts about another event."""
STEPS = ("", FOLLOW_UP, FOLLOW_UP * 2)
"""How long a chain of rules may become: an event, what follows from it, and what follows from that."""


class EngineError(RuntimeError):
    """The engine answered less than it was asked, twice. Its text carries no values of the applicant."""


class _Host(durable.Host):  # type: ignore[misc]
    """A host without the background threads, which would run rules while nobody holds the lock."""

    def _run(self) -> None:
        return

    def post_texts(self, ruleset: str, events: Sequence[str]) -> None:
        """Posts events that are JSON already; post_batch would write every one of them anew for each applicant."""
        rules = self.get_ruleset(ruleset)

        def assert_events(text: str) -> Any:
            return rules._handle_result(durable.durable_rules_engine.assert_events(rules._handle, text), text)

        self._handle_function(rules, assert_events, f"[{','.join(events)}]", None)


def message_hash(text: str) -> int:
    """The 32-bit FNV-1a hash by which durable-rules tells messages apart."""
    value = 0x811C9DC5
    for byte in text.encode("ascii"):
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def safe_ids(candidates: Sequence[str]) -> tuple[str, ...]:
    """The ids, after a check that durable-rules can tell them apart from each other and from its own state.

    Raises:
        ValueError: two ids share a hash.
    """
    hashes = {message_hash(text) for text in (*candidates, f"sid-{SESSION}")}
    if len(hashes) != len(candidates) + 1:
        raise ValueError("two message ids share a hash")
    return tuple(candidates)


class Machine:
    """One ruleset in a host of its own. Safe to use from several threads; one process has its own."""

    def __init__(self, name: str, rules: Mapping[str, tuple[Event, Consequent]]) -> None:
        """`rules` are conditions in durable's JSON form with what they do to the events that meet them."""
        self._name = name
        self._rules = rules
        self._ids = safe_ids([f"e{number}{step}" for step in STEPS for number in range(BATCH)])
        self._lock = threading.Lock()
        self._host: _Host | None = None
        self._results: dict[int, Any] = {}
        self._raised: BaseException | None = None

    def run(self, events: Sequence[Event]) -> dict[int, Any]:
        """The result of every event by its position. Raises as `run_texts` does."""
        return self.run_texts([json.dumps(event, ensure_ascii=False)[1:-1] for event in events])

    def run_texts(self, events: Sequence[str]) -> dict[int, Any]:
        """The result of every event by its position; an event is the inside of a JSON object.

        Raises:
            EngineError: an event has no result, although it was tried again on a fresh host.
        """
        results: dict[int, Any] = {}
        for start in range(0, len(events), BATCH):
            named = zip(self._ids, events[start : start + BATCH], strict=False)
            batch = [
                f'{{"id":"{name}","sid":"{SESSION}","c":{number},{event}}}'
                for number, (name, event) in enumerate(named, start)
            ]
            with self._lock:
                results |= self._attempt(batch) or self._attempt(batch) or self._give_up()
        return results

    def _give_up(self) -> dict[int, Any]:
        raise EngineError(f"Das Regelwerk „{self._name}“ hat nicht alle Fragen beantwortet. Bitte erneut versuchen.")

    def _attempt(self, batch: list[str]) -> dict[int, Any] | None:
        """The results of one batch; None, and the host is discarded, where anything is amiss."""
        host, self._host = self._host or self._build(), None
        self._results.clear()
        self._raised = None
        try:
            host.post_texts(self._name, batch)
        except (durable.MessageNotHandledException, durable.MessageObservedException):
            return None
        if isinstance(self._raised, KeyboardInterrupt | SystemExit):
            # durable swallows these too; somebody wants the whole programme to end.
            raise self._raised
        swallowed = "exception" in host.get_state(self._name, SESSION)
        if swallowed or host.get_pending_events(self._name, SESSION) or len(self._results) != len(batch):
            return None
        self._host = host
        return dict(self._results)

    def _build(self) -> _Host:
        rules = {
            name: {"all": [{"m": condition}], "run": self._bound(consequent), "cap": BATCH}
            for name, (condition, consequent) in self._rules.items()
        }
        return _Host({self._name: rules})

    def _bound(self, consequent: Consequent) -> Callable[[Any], None]:
        # durable takes a function of two parameters for an asynchronous one that never ends.
        def run(closure: Any) -> None:
            try:
                consequent(closure, self._results)
            except BaseException as error:
                self._raised = error
                raise

        return run


_IS_NEEDED = {"$iany": {"n": {"$i": {"$m": "h"}}}}
_NOT_NEEDED = {"$iall": {"n": {"$neq": {"$i": {"$m": "h"}}}}}
_IS_UNCLEAR = {"$iany": {"u": {"$i": {"$m": "h"}}}}
_NOT_UNCLEAR = {"$iall": {"u": {"$neq": {"$i": {"$m": "h"}}}}}
_SAME = {"h": {"$m": "n"}}
_OTHER = {"$neq": {"h": {"$m": "n"}}}

CONDITIONS: Mapping[str, tuple[Operator, Outcome | None, tuple[Event, ...]]] = {
    "intersects_met": (Operator.INTERSECTS, Outcome.MET, (_IS_NEEDED,)),
    "intersects_unclear": (Operator.INTERSECTS, Outcome.OPEN_SOURCE, (_NOT_NEEDED, _IS_UNCLEAR)),
    "intersects_failed": (Operator.INTERSECTS, Outcome.FAILED, (_NOT_NEEDED, _NOT_UNCLEAR)),
    "excludes_met": (Operator.EXCLUDES, Outcome.MET, (_NOT_NEEDED, _NOT_UNCLEAR)),
    "excludes_unclear": (Operator.EXCLUDES, Outcome.OPEN_SOURCE, (_NOT_NEEDED, _IS_UNCLEAR)),
    "excludes_failed": (Operator.EXCLUDES, Outcome.FAILED, (_IS_NEEDED,)),
    "at_least_met": (Operator.AT_LEAST, Outcome.MET, ({"$gte": {"h": {"$m": "n"}}},)),
    "at_least_failed": (Operator.AT_LEAST, Outcome.FAILED, ({"$lt": {"h": {"$m": "n"}}},)),
    "at_most_met": (Operator.AT_MOST, Outcome.MET, ({"$lte": {"h": {"$m": "n"}}},)),
    "at_most_failed": (Operator.AT_MOST, Outcome.FAILED, ({"$gt": {"h": {"$m": "n"}}},)),
    "equals_met": (Operator.EQUALS, Outcome.MET, (_SAME,)),
    "equals_unclear": (Operator.EQUALS, Outcome.OPEN_SOURCE, (_OTHER, _IS_UNCLEAR)),
    "equals_failed": (Operator.EQUALS, Outcome.FAILED, (_OTHER, _NOT_UNCLEAR)),
    **{f"{op}_missing": (op, None, ({"$nex": {"h": 1}},)) for op in Operator},
}
"""The fixed rules; None is "the applicant's value is not known".

Each is guarded by its operator: a bare "has no h" would also match durable's own state, for ever.
"""


def _records(outcome: Outcome | None) -> Consequent:
    def record(closure: Any, results: dict[int, Any]) -> None:
        for event in closure.m:
            results[event["c"]] = outcome

    return record


def _criteria_machine() -> Machine:
    rules = {
        name: ({"$and": [{"op": op.value}, *conditions]}, _records(outcome))
        for name, (op, outcome, conditions) in CONDITIONS.items()
    }
    return Machine("criteria", rules)


def of_process(machines: dict[int, Machine], build: Callable[[], Machine]) -> Machine:
    """This process's own machine: one that came over a fork may have been caught in the middle of a batch."""
    pid = os.getpid()
    return machines.get(pid) or machines.setdefault(pid, build())


_machines: dict[int, Machine] = {}


def evaluate(requirements: Sequence[Requirement], facts: Mapping[str, Fact]) -> list[Outcome]:
    """The outcome of every requirement, in order. Who asks often makes the comparisons once (rules.plan).

    Raises:
        ValueError: a value that cannot be compared exactly.
        EngineError: the engine failed.
    """
    return compare([comparison_of(requirement) for requirement in requirements], facts)


def compare(comparisons: Sequence[Comparison], facts: Mapping[str, Fact]) -> list[Outcome]:
    """The outcome of every comparison, in order. Raises as `evaluate` does."""
    questions = [ask(comparison, facts) for comparison in comparisons]
    answers = _criteria().run_texts(_events(questions))
    following = count()
    return [
        _combined(question, [answers[next(following)] for _ in question.haves])
        if isinstance(question, Question)
        else question
        for question in questions
    ]


def _criteria() -> Machine:
    return of_process(_machines, _criteria_machine)


def _events(questions: Iterable[Question | Outcome]) -> list[str]:
    events: list[str] = []
    for question in questions:
        if isinstance(question, Question):
            event = question.comparison.event
            events += [event if have is None else f'{event},"h":{_json(have)}' for have in question.haves]
    return events


@lru_cache(maxsize=4_096, typed=True)
def _json(have: str | int | bool) -> str:
    return json.dumps(have, ensure_ascii=False)


def _combined(question: Question, answers: Sequence[Outcome | None]) -> Outcome:
    """One outcome for all values: any may satisfy INTERSECTS, none may violate EXCLUDES."""
    if len(answers) == 1 and not question.open_needed and not question.open_unclear:
        return answers[0] or question.comparison.missing
    parts = [truth(answer or question.comparison.missing) for answer in answers]
    parts += [truth(cause) for cause in question.open_needed]
    if truth(Outcome.OPEN_SOURCE) not in parts:
        # Once the source is unclear about one value, an answer about another cannot settle it.
        unclear = truth(Outcome.OPEN_SOURCE) & frozenset(question.open_unclear) or question.open_unclear
        parts += [truth(cause) for cause in unclear]
    return leading(all_of(parts) if question.comparison.op is Operator.EXCLUDES else any_of(parts))
