"""Prior start: the ban, the permission on request, the ban until filing, and the start that is free."""

import pytest
from hypothesis import given

from finder.guideline import PriorStartRule
from rules.extract.prior_start import read_prior_start
from tests.extract.phrases import HOSTILE, WORDS, assert_verbatim, guideline

GRANT = PriorStartRule.FORBIDDEN_BEFORE_GRANT
APPLICATION = PriorStartRule.FORBIDDEN_BEFORE_APPLICATION
PERMISSION = PriorStartRule.PERMISSION_POSSIBLE
ALLOWED = PriorStartRule.ALLOWED


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("Gefördert werden nur Projekte, mit denen noch nicht begonnen wurde.", GRANT),
        ("Mit der Maßnahme darf erst nach Zugang des Zuwendungsbescheides begonnen werden.", GRANT),
        ("Vor Erteilung des Zuwendungsbescheides darf mit dem Bau nicht begonnen werden.", GRANT),
        ("Vorhaben, die vor der Bewilligung begonnen wurden, werden nicht gefördert.", GRANT),
        ("Ein vorzeitiger Maßnahmenbeginn ist nicht zulässig.", GRANT),
        ("Mit dem Bau darf erst begonnen werden, wenn der Förderbescheid vorliegt.", GRANT),
        ("Sie haben mit Ihrem Projekt noch nicht begonnen.", GRANT),
        ("Bereits begonnene Maßnahmen werden nicht gefördert.", GRANT),
        ("Maßnahmen, mit denen vor Erhalt des Förderbescheids begonnen wird, werden nicht berücksichtigt.", GRANT),
        ("Ein Baubeginn vor Bekanntgabe des Zuwendungsbescheids schließt eine Förderung aus.", GRANT),
        ("Das Vorhaben darf bei Antragstellung noch nicht begonnen sein.", APPLICATION),
        ("Für Maßnahmen, die vor Bewilligung begonnen werden, sind Ausnahmen möglich.", PERMISSION),
        ("Der Förderantrag muss vor Beginn des Projekts gestellt werden.", APPLICATION),
        ("Der Projektbeginn nach dem 1. Mai 2024 ist unschädlich.", ALLOWED),
        ("Die Förderung begonnener Vorhaben ist möglich.", ALLOWED),
        ("Der vorzeitige Vorhabenbeginn wird zum Tag der Veröffentlichung zugelassen.", ALLOWED),
        ("Auf Antrag kann dem vorzeitigen Vorhabenbeginn zugestimmt werden.", PERMISSION),
        ("Die Bewilligungsstelle kann einen vorzeitigen Maßnahmebeginn genehmigen.", PERMISSION),
        ("Die Zustimmung zum vorzeitigen Baubeginn ist schriftlich einzuholen.", PERMISSION),
        ("Die Genehmigung des förderunschädlichen vorzeitigen Projektbeginns ist möglich.", PERMISSION),
        ("Reichen Sie Ihren Antrag vor Beginn der Maßnahme bei der Förderbank ein.", APPLICATION),
        ("Der Antrag ist vor Vorhabenbeginn bei der Hausbank zu stellen.", APPLICATION),
        ("Mit dem Vorhaben kann ab Antragstellung auf eigenes Risiko begonnen werden.", APPLICATION),
        ("Der Maßnahmebeginn ist ab Eingang des Antrags bei der Behörde allgemein zugelassen.", APPLICATION),
        ("Der vorzeitige Maßnahmebeginn wird hiermit allgemein zugelassen.", ALLOWED),
        ("Der vorzeitige Vorhabenbeginn gilt mit dieser Richtlinie als genehmigt.", ALLOWED),
    ],
)
def test_rule(words: str, rule: PriorStartRule) -> None:
    read = guideline(words)
    claim = read_prior_start(read)
    assert claim is not None
    assert claim.rule is rule
    assert_verbatim(read, claim)


@pytest.mark.parametrize(
    "words",
    [
        "Vor Beginn der Maßnahme ist eine Beratung nötig, die beim Landkreis beantragt wird.",
        "Die Zuwendung ist zurückzuzahlen, wenn das Vorhaben nicht binnen eines Jahres begonnen wird.",
        "Der Antrag ist spätestens acht Wochen vor Beginn des Projekts einzureichen.",
        "Als Beginn gilt der Abschluss eines Liefervertrages.",
        "Das Darlehen wird mit Beginn der Tilgung verzinst.",
        "Der Unterricht beginnt im September.",
        "Die Planung gilt nicht als Beginn des Vorhabens.",
    ],
)
def test_nothing_said(words: str) -> None:
    assert read_prior_start(guideline(words)) is None


def test_permission_counts_before_the_ban() -> None:
    claim = read_prior_start(
        guideline(
            "Zuwendungen werden nur für Maßnahmen gewährt, die noch nicht begonnen worden sind.",
            "Ein vorzeitiger Maßnahmebeginn kann im Einzelfall zugelassen werden.",
        )
    )
    assert claim is not None
    assert claim.rule is PERMISSION


def test_a_waiver_after_the_ban_counts_before_it() -> None:
    read = guideline("Vor der Bewilligung darf nicht begonnen werden. Ausnahmen kann die Förderbank zulassen.")
    claim = read_prior_start(read)
    assert claim is not None
    assert claim.rule is PERMISSION
    assert_verbatim(read, claim)


def test_exceptions_from_other_duties_are_no_waiver() -> None:
    read = guideline("Vor der Bewilligung darf nicht begonnen werden. Ausnahmen von der Berichtspflicht gibt es keine.")
    claim = read_prior_start(read)
    assert claim is not None
    assert claim.rule is GRANT


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile(words: str) -> None:
    read = guideline(words)
    assert_verbatim(read, read_prior_start(read))


@given(WORDS)
def test_any_text(words: str) -> None:
    read = guideline(words)
    assert_verbatim(read, read_prior_start(read))
