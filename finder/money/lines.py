"""An estimate as people read it: names and values for tables, and whole German sentences."""

from finder import wording
from finder.money.records import Estimate, Range, YearShare
from finder.money.steps import span_text

NOT_KNOWN = "nicht zu berechnen"
NO_YEARS = "Auf Haushaltsjahre lässt sich das nicht verteilen, solange Zuwendung, Beginn oder Ende nicht bekannt sind."

IN_SHORT = ("Fördersatz", "Zuwendung", "Eigenanteil", "Darlehen")
"""The values a list shows of an estimate."""


def estimate_lines(estimate: Estimate) -> tuple[str, ...]:
    """The estimate in sentences: what it is, what came out, the budget years, the steps, what is open."""
    subject = f" für „{estimate.part}“" if estimate.part else ""
    funds = own_funds_text(estimate)
    return (
        f"{estimate.label}{subject}.",
        *(f"{name}: {value}." for name, value in estimate_values(estimate)),
        *((funds,) if funds else ()),
        *(_year_line(share) for share in estimate.years or ()),
        *(step.words for step in estimate.steps),
        *(f"Offen: {point.words}" for point in estimate.open),
    )


def estimate_summary(estimate: Estimate) -> str:
    """What came out in one line, for lists: "Berechnung, keine Bewilligung: Zuwendung bis zu 280.000 €, …"."""
    shown = {name: value for name, value in estimate_values(estimate) if name in IN_SHORT}
    part = f"{estimate.part}: " if estimate.part else ""
    values = ", ".join(f"{name} {value}" for name, value in shown.items())
    return f"{part}{estimate.label}: {values or 'nicht zu berechnen'}."


def estimate_values(estimate: Estimate) -> tuple[tuple[str, str], ...]:
    """What came out, as names and values in the order of the calculation; only what there is something to say of."""
    values = (
        ("Zuwendungsfähige Kosten", _cost(estimate)),
        ("Davon zählen", _counted(estimate)),
        ("Fördersatz", rate_text(estimate.rate) if estimate.rate else ""),
        ("Zuwendung", _grant(estimate)),
        ("Eigenanteil", _own_share(estimate)),
        ("Darlehen", f"{_amount(estimate.loan)}, zurückzuzahlen" if estimate.loan else ""),
        ("Vorzufinanzieren", _pre_financing(estimate)),
    )
    return tuple((name, value) for name, value in values if value)


def rate_text(rate: Range) -> str:
    """A rate in percent: "60 %", "bis zu 80 %", "60 % bis 75 %"."""
    if rate.low == 0 < rate.high:
        return f"bis zu {wording.percent(rate.high)}"
    return span_text(rate, wording.percent)


def own_funds_text(estimate: Estimate) -> str:
    """Whether the Eigenmittel at hand cover the own share; empty where one of the two is unknown."""
    own, share, grant = estimate.own_funds, estimate.own_share, estimate.grant
    if own is None or share is None or grant is None:
        return ""
    funds = f"Ihre Eigenmittel von {wording.euros(own)} decken den Eigenanteil"
    if own >= share.high:
        return f"{funds}."
    if own < share.low:
        return f"{funds} nicht; es fehlen mindestens {wording.euros(share.low - own)}."
    return f"{funds} nur, wenn die Zuwendung mindestens {wording.euros(grant.high + share.low - own)} beträgt."


def year_values(share: YearShare) -> tuple[str, str, str, str]:
    """A budget year with its cost, grant and what the applicant bears."""
    return str(share.year), wording.euros(share.cost), _amount(share.grant), span_text(share.own)


def _year_line(share: YearShare) -> str:
    year, cost, grant, own = year_values(share)
    return f"Haushaltsjahr {year}: Kosten {cost}, Zuwendung {grant}, Eigenanteil {own}."


def _amount(amount: Range) -> str:
    """A sum in euros: "320.000 €", "bis zu 320.000 €", "100 € bis 320.000 €"."""
    if amount.low == 0 < amount.high:
        return f"bis zu {wording.euros(amount.high)}"
    return span_text(amount)


def _cost(estimate: Estimate) -> str:
    return "nicht angegeben" if estimate.eligible_cost is None else wording.euros(estimate.eligible_cost)


def _counted(estimate: Estimate) -> str:
    counted, cost = estimate.counted_cost, estimate.eligible_cost
    return span_text(counted) if counted and cost is not None and counted.low < cost else ""


def _grant(estimate: Estimate) -> str:
    if estimate.grant:
        return _amount(estimate.grant)
    return "" if estimate.loan else NOT_KNOWN


def _own_share(estimate: Estimate) -> str:
    if estimate.own_share is None:
        return ""
    percent = estimate.own_share_percent
    return span_text(estimate.own_share) + (f" ({span_text(percent, wording.percent)})" if percent else "")


def _pre_financing(estimate: Estimate) -> str:
    if not estimate.pre_financing:
        return ""
    return f"bis zu {wording.euros(estimate.pre_financing)}, wenn die Zuwendung erst nach dem Bezahlen abgerufen wird"
