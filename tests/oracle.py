"""A plain evaluator, written apart from `rules/`: no engine, no cleverness. The rules have to agree with it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from finder.models import Fact, Requirement
from finder.vocab import (
    Assurance,
    Effect,
    FactState,
    Operator,
    Outcome,
    PopulationBasis,
    RequirementKind,
    Strength,
    Verdict,
)

K, O = RequirementKind, Outcome  # noqa: E741
FACT = {K.APPLICANT_KIND: "applicant_kind", K.REGION: "territory", K.POPULATION: "population"}
FACT |= {K.BUDGET_CONSOLIDATION: "budget_status", K.RURAL_CLASS: "rural_class", K.COOPERATION: "cooperates"}
FACT |= {K.THEME: "project_theme", K.PRIOR_START: "started_against", K.COST_MIN: "eligible_cost"}
FACT |= {K.COST_MAX: "eligible_cost", K.OWN_SHARE: "own_share_percent", K.STATE_AID: "state_aid"}
FACT |= {K.CUMULATION: "funding_combined", K.EARLIER_SUPPORT: "earlier_support", K.COUNCIL_DECISION: "council_decision"}
BASES = {PopulationBasis.PLACE: "site_population", PopulationBasis.COOPERATION: "joint_population"}
NAMED = {K.APPLICANT_KIND: ["school_provider", "childcare_provider"]}
NAMED |= {K.AREA: ["coal_region", "grw_area", "leader_region", "structurally_weak"], K.FISCAL: ["fiscally_weak"]}
NAMED |= {K.CONCEPT: ["digital_agenda", "urban_concept", "climate_concept", "heat_plan", "mobility_concept"]}
OF_PROJECT = {K.COOPERATION, K.THEME, K.PRIOR_START, K.COST_MIN, K.COST_MAX, K.OWN_SHARE, K.STATE_AID, K.CUMULATION}
OF_PROJECT |= {K.COUNCIL_DECISION, K.STATUS, K.EARLIER_SUPPORT}
CHANGEABLE = {K.CONCEPT, K.COOPERATION, K.COST_MIN, K.COST_MAX, K.OWN_SHARE, K.COUNCIL_DECISION}

NEEDS = {Operator.INTERSECTS: tuple, Operator.EXCLUDES: tuple, Operator.AT_LEAST: int, Operator.AT_MOST: int}
NEEDS |= {Operator.EQUALS: None}


def outcome(r: Requirement, facts: Mapping[str, Fact]) -> Outcome:
    elsewhere = BASES.get(r.basis) if r.kind is K.POPULATION and r.basis else None
    fact = facts.get(elsewhere or FACT.get(r.kind, ""))
    needs = NEEDS[r.op] or type(r.value)
    if r.value is None or type(r.value) is not needs:
        return O.OPEN_SOURCE
    if fact and fact.state is FactState.NOT_APPLICABLE:
        return O.NOT_APPLICABLE
    missing = O.OPEN_PROJECT if r.kind in OF_PROJECT or elsewhere else O.OPEN_PROFILE
    have = _plain(fact.value) if fact else None
    if have is not None and type(have) is not needs:
        return O.OPEN_SOURCE
    if r.op in (Operator.INTERSECTS, Operator.EXCLUDES):
        yes, no = (O.MET, O.FAILED) if r.op is Operator.INTERSECTS else (O.FAILED, O.MET)
        return _about_lists(r, facts, have, missing, yes, no)
    if have is None:
        return missing
    if r.op is Operator.EQUALS:
        same = sorted(r.value) == sorted(have) if needs is tuple else r.value == have
        unclear = needs is tuple and len(have) == 1 and have[0] in r.unclear
        return O.MET if same else O.OPEN_SOURCE if unclear else O.FAILED
    return O.MET if (have >= r.value if r.op is Operator.AT_LEAST else have <= r.value) else O.FAILED


def _about_lists(r: Requirement, facts: Mapping[str, Fact], have: Any, missing: Outcome, yes: Any, no: Any) -> Outcome:
    held = {code: _holds(r.kind, code, facts, have, missing) for code in (*r.value, *r.unclear)}
    needed = [held[code] for code in r.value]
    unclear = [O.OPEN_SOURCE if held[code] is True else held[code] for code in r.unclear if code not in r.value]
    if True in needed:
        return yes
    causes = {answer for answer in needed if answer is not False}
    if O.OPEN_SOURCE in unclear or O.OPEN_SOURCE in causes:
        causes |= {O.OPEN_SOURCE} | ({missing} if r.kind in FACT and have is None else set())
    else:
        causes |= {answer for answer in unclear if answer is not False}
    if r.kind in FACT and have is None:
        causes.add(missing)
    order = [cause for cause in (O.OPEN_PROFILE, O.OPEN_PROJECT, O.OPEN_SOURCE) if cause in causes]
    return order[0] if order else no


def _holds(kind: K, code: str, facts: Mapping[str, Fact], have: Any, missing: Outcome) -> Any:
    fact = facts.get(code)
    if code in (have or ()):
        return True
    if code not in NAMED.get(kind, ()):
        return False if kind in FACT else missing
    if fact is None or fact.state is FactState.UNKNOWN:
        return missing
    special = {"none": False, None: False, False: False, "in_preparation": O.OPEN_SOURCE}
    partial = isinstance(fact.value, str) and fact.value.endswith("(teilweise)")
    special |= {} if kind is K.CONCEPT else {"none": True, "in_preparation": True}
    return O.OPEN_PROJECT if partial else special.get(fact.value, True)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return (value,)
    return int(value.strftime("%Y%m%d")) if isinstance(value, date) else value


def verdict(requirements: Sequence[Requirement], facts: Mapping[str, Fact]) -> Verdict:
    """Without parts, and as long as nobody has confirmed that the list is complete."""
    gates = [(r, _settled(r, outcome(r, facts))) for r in requirements if r.effect in (Effect.GATE, Effect.EXCLUSION)]
    failed = {
        (r.kind, r.op, repr(r.value), r.unclear, r.basis, r.effect, r.strength): r for r, o in gates if o is O.FAILED
    }
    seen = {o for r, o in gates if not (o is O.NOT_APPLICABLE and r.effect is Effect.EXCLUSION)}
    open_causes = seen - {O.MET, O.FAILED}
    if len(failed) > 1 or any(r.kind not in CHANGEABLE for r in failed.values()):
        return Verdict.NOT_ELIGIBLE
    if failed and not open_causes:
        return Verdict.NEAR_MISS
    if open_causes & {O.OPEN_PROFILE, O.OPEN_PROJECT}:
        return Verdict.FACTS_MISSING
    if open_causes or all(r.evidence.assurance is Assurance.CATEGORY for r, _ in gates):
        return Verdict.CHECK_GUIDELINE
    return Verdict.ELIGIBLE_WITH_RESERVATION


def _settled(r: Requirement, result: Outcome) -> Outcome:
    if r.effect is Effect.EXCLUSION:
        result = {O.MET: O.FAILED, O.FAILED: O.MET}.get(result, result)
    return O.MET if result is O.FAILED and r.strength is not Strength.MUST else result
