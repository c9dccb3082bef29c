"""The possible answers to a question, as far as the programmes of a plan tell them apart."""

from collections.abc import Mapping

from finder.facts import FactDefinition, FactType
from finder.models import Fact, FactValue
from rules.derive import HUNDREDTHS
from rules.plan import Plan
from rules.questions import asked_codes, asked_facts

SOMETHING = "etwas"
"""Stands for a name or key of which no programme speaks."""
ANY_NUMBER = 1
"""Stands for every number where no programme sets a threshold."""


def possible_answers(definition: FactDefinition, plan: Plan, facts: Mapping[str, Fact]) -> tuple[FactValue, ...]:
    """The answers among which no programme of the plan tells further differences (see `next_questions`).

    Raises:
        ValueError: a fact of a type for which no requirement asks.
    """
    match definition.type:
        case FactType.YES_NO:
            return (True, False)
        case FactType.CHOICE:
            return tuple(definition.options)
        case FactType.CHOICES:
            return ((), *((option,) for option in definition.options), tuple(definition.options))
        case FactType.NAMES | FactType.KEYS:
            return ((), *((word,) for word in (*_words_asked(definition.id, plan), SOMETHING)))
        case FactType.WHOLE:
            near = {bound + step for bound in _thresholds(definition.id, plan, facts) for step in (-1, 0, 1)}
            return tuple(sorted(n for n in near if 0 <= n <= (definition.maximum or 0))) or (ANY_NUMBER,)
        case _:
            raise ValueError(f"no requirement asks for a fact like {definition.id}")


def _words_asked(fact_id: str, plan: Plan) -> tuple[str, ...]:
    asking = (requirement for requirement in plan.asked if fact_id in asked_facts(requirement))
    return tuple(dict.fromkeys(word for requirement in asking for word in asked_codes(requirement)))


def _thresholds(fact_id: str, plan: Plan, facts: Mapping[str, Fact]) -> set[int]:
    """The numbers at which the outcome of some requirement turns, for a share of own funds with the other sum as known."""
    asked = [(asked_facts(requirement), requirement.value) for requirement in plan.asked]
    numbers = [(asking, value) for asking, value in asked if isinstance(value, int) and not isinstance(value, bool)]
    found = {value for asking, value in numbers if fact_id in asking}
    shares = {share for asking, value in numbers if "own_share_percent" in asking for share in (value, value + 1)}
    cost, own = (facts.get(name) for name in ("eligible_cost", "own_funds"))
    if fact_id == "own_funds" and cost and isinstance(cost.value, int):
        found |= {-(-share * cost.value // HUNDREDTHS) for share in shares}
    if fact_id == "eligible_cost" and own and isinstance(own.value, int):
        found |= {own.value * HUNDREDTHS // share for share in shares if share > 0}
    return found
