"""German sentences about a verdict: its decisive reason, for a no every failed gate, for a near miss what to change."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from finder import wording
from finder.facts import DEFINITIONS
from finder.models import Branch, RequirementResult
from finder.vocab import Assurance, Combination, Effect, Outcome, Verdict
from rules.criteria import CRITERIA
from rules.sentences import Worded
from rules.verdict import Mark, Standing, is_unclear

BRANCH_BECAUSE = {
    Combination.ALL: "{label}nicht alles zutrifft von {asked}",
    Combination.ANY: "{label}keine der Möglichkeiten zutrifft ({asked})",
    Combination.NONE: "{label}etwas davon zutrifft und das ausgeschlossen ist ({asked})",
    Combination.AT_LEAST: "{label}weniger als {count} der Bedingungen erfüllt sind ({asked})",
}
EXCLUDED_BECAUSE = "{asked} die Förderung ausschließt"

BY_THE_TEXT, BY_WHAT_IS_KNOWN = "Nach Textlage", "Nach den vorliegenden Angaben"
CATEGORIES_FIT = "Die Angaben der Quelle passen; was die Richtlinie darüber hinaus verlangt, bitte dort nachlesen."
NOTHING_KNOWN = "Bedingungen sind nicht bekannt; bitte die Richtlinie lesen."
RESERVATION = "Alle gelesenen Bedingungen sind erfüllt; dass sie vollständig und richtig sind, ist nicht bestätigt."
UNTESTED = "Ohne ein Vorhaben nicht geprüft: {kinds}."
DISCRETION = "Im Übrigen entscheidet die Bewilligungsstelle nach Ermessen."
CONFIRMED = "Alle Bedingungen sind erfüllt und von einer Person bestätigt."


class Gate:
    """A gate of a programme as the reasons speak of it: one requirement, or a branch of several; worded once."""

    def __init__(self, standing: Standing, members: tuple[Worded, ...], branch: Branch | None) -> None:
        """`branch` is None for a single requirement."""
        self.marks = standing.marks
        self.failed = bool(standing.steps or standing.marks & Mark.FIXED)
        self._members = members
        self._branch = branch

    @property
    def results(self) -> Iterable[RequirementResult]:
        """The results of its requirements."""
        return (member.result for member in self._members)

    @cached_property
    def quoted(self) -> bool:
        """Whether everything in it was read from the text and nobody has confirmed it."""
        return all(result.requirement.evidence.assurance is Assurance.QUOTED for result in self.results)

    @cached_property
    def kind(self) -> str:
        """What it is about."""
        return next(iter(self.results)).requirement.kind.label

    @cached_property
    def because(self) -> str:
        """Completes "weil …"."""
        if self._branch is None:
            return _because(self._members[0])
        asked = [f"{member.words['kind']}: {member.words['asked']}" for member in self._members]
        proof = "; ".join(dict.fromkeys(f"„{quote}“" for result in self.results if (quote := _quote(result))))
        clause = BRANCH_BECAUSE[self._branch.combination].format(
            label=f"{self._branch.label}: " if self._branch.label else "",
            asked=wording.listing(asked, "oder"),
            count=self._branch.count,
        )
        return f"{clause} ({proof})" if proof else clause

    @cached_property
    def failure(self) -> str:
        """Why it failed, as a sentence."""
        if self._branch is None:
            return self._members[0].result.reason
        return f"{self.because[0].upper()}{self.because[1:]}."

    @cached_property
    def change(self) -> str:
        """What to change so that it would hold; empty where the applicant can change nothing."""
        words = [
            change.format_map(member.words)
            for member in self._members
            if (change := CRITERIA[member.result.requirement.kind].change) and member.result.result is not Outcome.MET
        ]
        return " ".join(dict.fromkeys(words))

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Labels of the facts that keep it open."""
        open_results = (r for r in self.results if r.result in (Outcome.OPEN_PROFILE, Outcome.OPEN_PROJECT))
        return tuple(map(_missing_label, open_results)) if self.marks & Mark.MISSING else ()

    @cached_property
    def unclear(self) -> str:
        """Why only the guideline can tell; empty where it does not come to that."""
        unclear = (result.reason for result in self.results if is_unclear(result.requirement, result.result))
        return next(unclear, "") if self.marks & Mark.UNCLEAR else ""


def reason_of_no(part: str | None, failed: Sequence[Gate]) -> str:
    """Why a programme is closed to the applicant: every failed gate."""
    basis = BY_WHAT_IS_KNOWN if [gate for gate in failed if not gate.quoted] else BY_THE_TEXT
    clauses = wording.listing([gate.because for gate in failed], "und weil")
    return f"{f'{part}: ' if part else ''}{basis} nicht antragsberechtigt, weil {clauses}."


def reason_of_verdict(
    verdict: Verdict, part: str | None, gates: Sequence[Gate], failed: Sequence[Gate], *, discretion: bool
) -> str:
    """The decisive reason for any other verdict, and what to change where that would help."""
    sentence = _decisive(verdict, gates, failed, discretion)
    return f"{part}: {sentence}" if part else sentence


def _decisive(verdict: Verdict, gates: Sequence[Gate], failed: Sequence[Gate], discretion: bool) -> str:
    match verdict:
        case Verdict.NEAR_MISS:
            return f"{failed[0].failure} {failed[0].change}"
        case Verdict.FACTS_MISSING:
            labels = list(dict.fromkeys([label for gate in gates for label in gate.missing]))
            missing = f"Zur Antwort fehlt noch: {wording.listing(labels)}."
            return " ".join([missing, *[gate.change for gate in failed]])
        case Verdict.CHECK_GUIDELINE:
            unclear = next(filter(None, (gate.unclear for gate in gates)), None)
            return " ".join([unclear or (CATEGORIES_FIT if gates else NOTHING_KNOWN), *[g.change for g in failed]])
        case Verdict.ELIGIBLE_WITH_RESERVATION:
            untested = list(dict.fromkeys(gate.kind for gate in gates if gate.marks & Mark.UNTESTED))
            waiting = UNTESTED.format(kinds=wording.listing(untested)) if untested else ""
            return " ".join(filter(None, (RESERVATION, waiting, DISCRETION if discretion else "")))
        case _:
            return CONFIRMED


def _because(member: Worded) -> str:
    requirement = member.result.requirement
    excluded = requirement.effect is Effect.EXCLUSION
    template = EXCLUDED_BECAUSE if excluded else CRITERIA[requirement.kind].because
    clause = template.format_map(member.words)
    quote = _quote(member.result)
    return f"{clause} („{quote}“)" if quote else clause


def _quote(result: RequirementResult) -> str | None:
    """The guideline's own sentence; a category has none."""
    evidence = result.requirement.evidence
    return None if evidence.assurance is Assurance.CATEGORY else evidence.quote


def _missing_label(result: RequirementResult) -> str:
    if result.missing_fact:
        return DEFINITIONS[result.missing_fact].label
    about = " (Angabe zum Vorhaben)" if result.result is Outcome.OPEN_PROJECT else ""
    return f"{result.requirement.kind.label}{about}"
