"""State aid: De-minimis, AGVO, DAWI and notified rules."""

import pytest
from hypothesis import given

from finder.guideline import StateAidKind
from rules.extract.state_aid import read_state_aid
from tests.extract.phrases import HOSTILE, WORDS, assert_verbatim, guideline

MINIMIS, GBER, SGEI, NOTIFIED = StateAidKind.DE_MINIMIS, StateAidKind.GBER, StateAidKind.SGEI, StateAidKind.NOTIFIED


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("Die Zuwendung wird als De-minimis-Beihilfe gewährt.", {MINIMIS}),
        ("Grundlage ist die Verordnung (EU) 2023/2831 in der geltenden Fassung.", {MINIMIS}),
        ("Beihilfen werden nach Artikel 56 AGVO freigestellt.", {GBER}),
        ("Beihilfen werden nach den Artikeln 4 und 55 AGVO gewährt.", {GBER}),
        ("Es gilt die Verordnung (EU) Nr. 651/2014 der Kommission.", {GBER}),
        (
            "Die Förderung folgt der Allgemeinen Gruppenfreistellungsverordnung oder der De-minimis-Verordnung.",
            {GBER, MINIMIS},
        ),
        ("Es handelt sich um einen Ausgleich nach dem DAWI-Beschluss 2012/21/EU.", {SGEI}),
        ("Einrichtungen erbringen Dienstleistungen von allgemeinem wirtschaftlichem Interesse.", {SGEI}),
        ("Die Beihilferegelung wurde bei der Europäischen Kommission notifiziert.", {NOTIFIED}),
        ("Die Zahlung steht unter dem Vorbehalt der Genehmigung durch die Europäische Kommission.", {NOTIFIED}),
    ],
)
def test_kinds(words: str, kinds: set[StateAidKind]) -> None:
    read = guideline(words)
    claims = read_state_aid(read)
    assert {claim.kind for claim in claims} == kinds
    assert_verbatim(read, *claims)


@pytest.mark.parametrize(
    "words",
    [
        "Ausgeschlossen sind Unternehmen in Schwierigkeiten im Sinne von Artikel 2 Nummer 18 AGVO.",
        "Maßgeblich ist die KMU-Definition nach Anhang I der AGVO.",
        "Die Angaben nach Artikel 9 und 11 AGVO sind aufzubewahren.",
        "Die Förderung ist keine staatliche Beihilfe, die AGVO findet keine Anwendung.",
        "Der Bericht der Kommission ist abzuwarten.",
        "Eine Notifizierung wird angestrebt.",
    ],
)
def test_nothing_said(words: str) -> None:
    assert read_state_aid(guideline(words)) == ()


def test_each_kind_once() -> None:
    read = guideline("Es gilt die De-minimis-Verordnung.", "De-minimis-Beihilfen sind zu melden.")
    assert [claim.quote.words for claim in read_state_aid(read)] == ["Es gilt die De-minimis-Verordnung."]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile(words: str) -> None:
    read = guideline(words)
    assert_verbatim(read, *read_state_aid(read))


@given(WORDS)
def test_any_text(words: str) -> None:
    read = guideline(words)
    assert_verbatim(read, *read_state_aid(read))
