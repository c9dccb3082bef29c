"""The calculation in German sentences: each statement of the source with what became of it, and what is open."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from finder import wording
from finder.benefits import value_text
from finder.facts import DEFINITIONS, fact_text, unknown
from finder.money.calculation import Effect, Project
from finder.money.conditions import Standing, Weighed
from finder.money.records import OpenPoint, Range, Step
from finder.money.terms import ONCE, Choice, Terms, not_failed
from finder.vocab import AmountRole, AmountUnit, BenefitKind, RateRole

AMOUNTS = {
    AmountRole.MAX_COST: "Es zählen Kosten bis {}.",
    AmountRole.MIN_COST: "Die zuwendungsfähigen Kosten müssen mindestens {} betragen.",
    AmountRole.LUMP_SUM: "Die Pauschale beträgt {}.",
    AmountRole.MAX_GRANT: "Die Zuwendung beträgt höchstens {}.",
    AmountRole.MIN_GRANT: "Eine Zuwendung unter {} wird nicht gezahlt (Bagatellgrenze).",
    AmountRole.LOAN_MAX: "Das Darlehen beträgt höchstens {}.",
    AmountRole.LOAN_MIN: "Das Darlehen beträgt mindestens {}.",
}
EXCLUDED = "Kosten über {} werden nicht gefördert."
OWN_SHARE = "Der Eigenanteil beträgt mindestens {}."
TOTAL = "Alle öffentlichen Mittel zusammen decken höchstens {} der Kosten."
RATES = {
    RateRole.BASE: "Der Fördersatz beträgt {}.",
    RateRole.BONUS: "Der erhöhte Satz beträgt {}.",
    RateRole.REDUCED: "Der verringerte Satz beträgt {}.",
}
DIFFERENCES = {
    RateRole.BONUS: "Der Satz steigt um {} Prozentpunkte.",
    RateRole.REDUCED: "Der Satz sinkt um {} Prozentpunkte.",
}
CONTRADICTS = (
    "Das widerspricht einer Mindestgrenze der Quelle und betrifft wohl nur einen Teil; es ist nicht eingerechnet."
)
GIVES_WAY = "Hier geht ein Wert vor, der genauer passt."
LOAN_RATE = "Das Darlehen deckt {} der Kosten."

EFFECTS = {
    Effect.COST_TOO_LOW: "Die Kosten liegen unter der Mindestgrenze; nach der Quelle gibt es keine Zuwendung.",
    Effect.COST_MAYBE_TOO_LOW: "Die Kosten liegen unter einer Mindestgrenze, die gelten kann; dann gibt es keine Zuwendung.",
    Effect.COST_TOO_HIGH: "Die Kosten liegen über der Höchstgrenze; nach der Quelle gibt es keine Zuwendung.",
    Effect.COST_MAYBE_TOO_HIGH: "Die Kosten liegen über einer Höchstgrenze, die gelten kann; dann gibt es keine Zuwendung.",
    Effect.GRANT_TOO_LOW: "Die Zuwendung läge unter der Bagatellgrenze; dann wird nichts gezahlt.",
    Effect.GRANT_MAYBE_TOO_LOW: "Die Spanne beginnt unter der Bagatellgrenze; eine so kleine Zuwendung wird nicht gezahlt.",
    Effect.LOAN_TOO_LOW: "Das Darlehen läge unter dem Mindestbetrag; dann wird keines vergeben.",
}

ORDER: tuple[Callable[[Weighed], bool], ...] = (
    lambda weighed: weighed.benefit.amount_role in (AmountRole.MIN_COST, AmountRole.MAX_COST),
    lambda weighed: weighed.benefit.rate_role in (RateRole.BASE, None) and weighed.benefit.kind is BenefitKind.RATE,
    lambda weighed: weighed.benefit.rate_role in (RateRole.BONUS, RateRole.REDUCED),
    lambda weighed: weighed.benefit.amount_role is AmountRole.LUMP_SUM,
    lambda weighed: weighed.benefit.kind is BenefitKind.OWN_SHARE,
    lambda weighed: weighed.benefit.rate_role is RateRole.UP_TO_TOTAL,
    lambda weighed: weighed.benefit.amount_role in (AmountRole.MAX_GRANT, AmountRole.MIN_GRANT),
    lambda weighed: weighed.benefit.amount_role in (AmountRole.LOAN_MAX, AmountRole.LOAN_MIN),
)
"""The order of the calculation: what counts, at which rate, what limits it."""


class Numbers(NamedTuple):
    """What came out, for the sentences about it."""

    project: Project | None
    counted: Range | None
    rate: Range | None
    grant: Range | None
    effects: tuple[Effect, ...]


def steps(terms: Terms, numbers: Numbers) -> tuple[Step, ...]:
    """The calculation in its order, each statement of the source with the proof it rests on."""
    ordered = [weighed for belongs in ORDER for weighed in terms.stated if belongs(weighed)]
    return (
        *_start(numbers),
        *(Step(words=_sentence(weighed, terms), benefit=weighed.benefit) for weighed in ordered),
        *_counted(numbers),
        *(Step(words=EFFECTS[effect]) for effect in numbers.effects),
        *_end(numbers),
    )


def open_points(terms: Terms, numbers: Numbers) -> tuple[OpenPoint, ...]:
    """What would narrow the range: facts that are missing first, then what the source leaves open."""
    return (*_missing_facts(terms, numbers), *(OpenPoint(words=words) for words in _left_open(terms, numbers)))


def span_text(span: Range, unit: Callable[..., str] = wording.euros) -> str:
    """A range as people read it: "0 € bis 320.000 €", or the one value where low and high are the same."""
    return unit(span.low) if span.low == span.high else f"{unit(span.low)} bis {unit(span.high)}"


def _start(numbers: Numbers) -> Iterator[Step]:
    if numbers.project is None:
        yield Step(
            words="Die zuwendungsfähigen Kosten sind nicht angegeben; deshalb stehen hier nur Sätze und Grenzen."
        )
    else:
        yield Step(words=f"Die zuwendungsfähigen Kosten betragen {wording.euros(numbers.project.cost)}.")


def _counted(numbers: Numbers) -> Iterator[Step]:
    project, counted = numbers.project, numbers.counted
    if project and counted and counted.low < project.cost:
        yield Step(words=f"Von den Kosten zählen {span_text(counted)}; was darüber liegt, trägt der Antragsteller.")


def _end(numbers: Numbers) -> Iterator[Step]:
    if numbers.grant:
        yield Step(words=f"Daraus ergibt sich eine Zuwendung von {span_text(numbers.grant)}.")


def _sentence(weighed: Weighed, terms: Terms) -> str:
    remarks = (_statement(weighed), _role(weighed, terms), _standing(weighed, terms))
    return " ".join(filter(None, remarks))


def _role(weighed: Weighed, terms: Terms) -> str:
    """What becomes of a statement that does not simply count."""
    rate = terms.rate_of(weighed)
    if terms.contradicts(weighed):
        return CONTRADICTS
    if rate:
        return f"Das gehört zum Fördersatz von {wording.percent(rate.value)}, der im selben Satz der Quelle steht."
    if terms.gives_way(weighed):
        return GIVES_WAY
    return "" if weighed.benefit.per in ONCE else _units(weighed)


def _statement(weighed: Weighed) -> str:
    benefit = weighed.benefit
    if benefit.kind is BenefitKind.AMOUNT and benefit.amount_role:
        excluding = benefit.amount_role is AmountRole.MAX_COST and weighed.said.excludes
        template = EXCLUDED if excluding else AMOUNTS[benefit.amount_role]
        bounded = benefit.amount_role is AmountRole.LUMP_SUM and weighed.said.bounded
        return template.format(f"bis zu {value_text(benefit)}" if bounded else value_text(benefit))
    if benefit.kind is BenefitKind.OWN_SHARE:
        return OWN_SHARE.format(value_text(benefit))
    if benefit.rate_role is RateRole.UP_TO_TOTAL:
        return TOTAL.format(value_text(benefit))
    return _rate_statement(weighed)


def _rate_statement(weighed: Weighed) -> str:
    benefit = weighed.benefit
    role = benefit.rate_role or RateRole.BASE
    before = "bis zu " if weighed.said.bounded else ""
    if role in DIFFERENCES and weighed.said.difference:
        return DIFFERENCES[role].format(f"{before}{value_text(benefit).removesuffix(' %')}")
    template = LOAN_RATE if role is RateRole.BASE and weighed.said.of_loan else RATES[role]
    return template.format(f"{before}{value_text(benefit)}")


def _units(weighed: Weighed) -> str:
    if weighed.benefit.amount_role is AmountRole.LUMP_SUM:
        return "Das ist nicht eingerechnet, weil die Anzahl nicht bekannt ist."
    if weighed.benefit.per is AmountUnit.YEAR:
        return "Über mehrere Jahre gilt das für jedes Jahr."
    return "Die Anzahl ist nicht bekannt; deshalb zählt das nur für den unteren Wert der Spanne."


def _standing(weighed: Weighed, terms: Terms) -> str:
    match weighed.standing:
        case Standing.GENERAL:
            return ""
        case Standing.MET:
            return f"Die Bedingung ist erfüllt ({_facts(weighed.facts, terms)}): {_quoted(weighed.condition)}."
        case Standing.FAILED:
            return f"Das gilt hier nicht ({_facts(weighed.facts, terms)}): {_quoted(weighed.condition)}."
        case Standing.OPEN:
            return f"Ob das hier gilt, ist offen: {_quoted(weighed.condition)}."


def _facts(ids: Iterable[str], terms: Terms) -> str:
    facts = [terms.facts.get(fact_id) or unknown(fact_id) for fact_id in ids]
    return "; ".join(f"{DEFINITIONS[fact.id].label}: {fact_text(fact)}" for fact in facts)


def _quoted(words: str) -> str:
    return f"„{words.strip(' .')}“"


def _missing_facts(terms: Terms, numbers: Numbers) -> Iterator[OpenPoint]:
    if numbers.project is None:
        yield OpenPoint(
            words="Mit den zuwendungsfähigen Kosten lassen sich Zuwendung und Eigenanteil berechnen.",
            fact="eligible_cost",
        )
    for fact_id in ("project_start", "project_end"):
        if terms.facts.get(fact_id, unknown(fact_id)).value is None:
            yield _missing(fact_id, "verteilt die Kosten auf Haushaltsjahre")
    asked = [fact_id for weighed in terms.stated if weighed.standing is Standing.OPEN for fact_id in weighed.facts]
    for fact_id in dict.fromkeys(asked):
        if terms.facts.get(fact_id, unknown(fact_id)).value is None:
            yield _missing(fact_id, "entscheidet über eine Bedingung der Quelle")
    if terms.totals.possible and terms.facts.get("other_funding", unknown("other_funding")).value is None:
        yield _missing("other_funding", "zählt zur Obergrenze aller öffentlichen Mittel")


def _missing(fact_id: str, why: str) -> OpenPoint:
    return OpenPoint(words=f"Die Angabe „{DEFINITIONS[fact_id].label}“ fehlt; sie {why}.", fact=fact_id)


def _left_open(terms: Terms, numbers: Numbers) -> Iterator[str]:
    """What no fact of the applicant settles."""
    if numbers.rate is None and numbers.grant is None and (terms.rates.stated or terms.new_rates):
        yield "Für diesen Fall nennt die Quelle keinen Fördersatz, der gilt; bitte bei der Bewilligungsstelle nachfragen."
    elif numbers.rate is None and numbers.grant is not None:
        yield "Einen Fördersatz nennt die Quelle nicht; die Zuwendung kann kleiner sein."
    if any(weighed.said.bounded for weighed in terms.rates.possible):
        yield "Die Quelle nennt den Satz als Obergrenze („bis zu“); einen Mindestsatz verspricht sie nicht."
    if _differ(terms.rates):
        yield "Die Quelle nennt mehrere Sätze; welcher gilt, hängt vom Fördergegenstand ab."
    if _differ(terms.caps):
        yield "Die Quelle nennt mehrere Höchstbeträge; welcher gilt, hängt vom Fördergegenstand ab."
    if len(not_failed(terms.additions)) > 1:
        yield "Ob mehrere Zuschläge zusammen gelten, sagt die Quelle nicht; der obere Wert zählt alle."
    if len(terms.lump_sums.possible) > 1:
        yield "Ob mehrere Pauschalen zusammen gezahlt werden, ist offen; der obere Wert zählt alle."
    if any(weighed.benefit.per not in {*ONCE, AmountUnit.YEAR} for weighed in terms.stated):
        yield "Beträge je Einheit, Person oder Platz lassen sich erst mit der Anzahl ausrechnen."
    if any(weighed.standing is Standing.OPEN and not weighed.facts for weighed in terms.stated):
        yield "Ob manche Bedingungen der Quelle zutreffen, lässt sich nicht berechnen; bitte die Stellen lesen."
    other = terms.facts.get("other_funding")
    if other and other.value:
        yield "Der Eigenanteil enthält, was andere Stellen zahlen; wie viel das ist, steht nicht in den Angaben."


def _differ(choice: Choice) -> bool:
    return len({(weighed.benefit.percent, weighed.benefit.eur) for weighed in choice.possible}) > 1
