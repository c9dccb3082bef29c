"""Pure: may a run's programmes replace the live ones? (R-11, R-12, R-19)"""

from dataclasses import dataclass

from finder.wording import whole

KEPT_SHARE = 0.80
"""A run below this share of the last healthy one is held back."""
GROWTH_WARNING = 2.0
QUARANTINE_SHARE = 0.05
"""More quarantined records than this share of a run mean that the source, not the record, has changed."""


@dataclass(frozen=True)
class Judgement:
    """Reasons to hold a run back (none: promote it), and warnings that do not."""

    reasons: tuple[str, ...]
    warnings: tuple[str, ...]


def judge(*, seen: int, quarantined: int, minimum: int, last_healthy: int | None) -> Judgement:
    """Judges a finished run by its counts; `last_healthy` is None before the first promoted run."""
    reasons = []
    warnings = []
    if seen == 0:
        reasons.append("Der Lauf enthielt keine Programme.")
    elif last_healthy is None and seen < minimum:
        reasons.append(f"Nur {whole(seen)} Programme; ein erster Lauf muss mindestens {whole(minimum)} enthalten.")
    elif last_healthy is not None and seen < KEPT_SHARE * last_healthy:
        reasons.append(
            f"Nur {whole(seen)} Programme, beim letzten gesunden Lauf waren es {whole(last_healthy)} (Grenze 80 %)."
        )
    if quarantined > QUARANTINE_SHARE * (seen + quarantined):
        reasons.append(f"{whole(quarantined)} Datensätze waren nicht lesbar (Grenze 5 %).")
    if last_healthy is not None and seen > GROWTH_WARNING * last_healthy:
        warnings.append(f"{whole(seen)} Programme, mehr als doppelt so viele wie beim letzten gesunden Lauf.")
    return Judgement(tuple(reasons), tuple(warnings))
