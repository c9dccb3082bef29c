"""What negation and exception take out of a sentence."""

import pytest
from hypothesis import given

from rules.extract.negation import excluded_spans
from tests.extract.guidelines import ANY_TEXT


@pytest.mark.parametrize(
    ("words", "taken_out", "kept"),
    [
        ("Nicht förderfähig sind Personalkosten.", "Personalkosten", None),
        ("Personalkosten sind nicht zuwendungsfähig.", "Personalkosten", None),
        ("Von der Förderung ausgeschlossen sind Neubauten.", "Neubauten", None),
        ("Ausgenommen sind Ersatzbeschaffungen.", "Ersatzbeschaffungen", None),
        ("Gefördert werden Gemeinden mit Ausnahme von Kurorten.", "Kurorten", "Gemeinden"),
        ("Gefördert werden Gebäude, außer Garagen, sowie Höfe.", "Garagen", "Höfe"),
        ("Gefördert werden Wege, ausgenommen Feldwege.", "Feldwege", "Wege"),
        ("Für Zweckverbände gilt dies nicht; Kommunen erhalten 80 Prozent.", None, "Kommunen"),
        ("Die Regelung gilt nicht für Landkreise.", "Landkreise", None),
        ("Es wird keine Zuwendung für Grunderwerb gewährt.", "Grunderwerb", None),
        ("Vereine können nicht gefördert werden, jedoch sind Kommunen antragsberechtigt.", "Vereine", "Kommunen"),
        ("Gefördert werden nicht nur Schulen, sondern auch Horte.", None, "Horte"),
        ("Antragsberechtigt sind nicht anerkannte Träger.", None, "Träger"),
        ("Maßnahmen außerhalb des Ortskerns sind förderfähig.", None, "Ortskerns"),
        ("Eine Kombination ist nicht ausgeschlossen für Gemeinden.", None, "Gemeinden"),
        ("Gefördert werden Gemeinden.", None, "Gemeinden"),
    ],
)
def test_scope(words: str, taken_out: str | None, kept: str | None) -> None:
    spans = excluded_spans(words)
    assert taken_out is None or any(start <= words.index(taken_out) < end for start, end in spans)
    assert kept is None or not any(start <= words.index(kept) < end for start, end in spans)


@given(ANY_TEXT)
def test_spans_lie_in_the_sentence_in_order(words: str) -> None:
    spans = excluded_spans(words)
    assert list(spans) == sorted(spans)
    assert all(0 <= start < end <= len(words) for start, end in spans)
