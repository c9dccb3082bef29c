"""HTML becomes text that keeps paragraphs, lists and tables, with nothing added but white space."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.richtext import plain_text

CASES = [
    ("", ""),
    ("<div></div>", ""),
    ("ohne Auszeichnung", "ohne Auszeichnung"),
    ("<p>Erster Absatz.</p><p>Zweiter   Absatz.</p>", "Erster Absatz.\n\nZweiter Absatz."),
    ("<h2>Was?</h2><p>Radwege</p>", "Was?\n\nRadwege"),
    ("<p>Zeile eins<br/>Zeile zwei</p>", "Zeile eins\nZeile zwei"),
    ("<p>Gefördert werden:</p><ul><li>Wege</li><li>Brücken</li></ul><p>Sonst nichts.</p>",
     "Gefördert werden:\n\n\tWege\n\tBrücken\n\nSonst nichts."),
    ("<ul><li>Wege<ul><li>Radwege</li><li>Fußwege</li></ul></li><li>Plätze</li></ul>",
     "\tWege\n\t\tRadwege\n\t\tFußwege\n\tPlätze"),
    ("<ul><li><p>Ein Punkt</p><p>mit zwei Absätzen</p></li></ul>", "\tEin Punkt mit zwei Absätzen"),
    ("<ul><li>Ein Punkt<br>mit Umbruch</li></ul>", "\tEin Punkt mit Umbruch"),
    ("<table><tr><th>Größe</th><th>Satz</th></tr><tr><td>klein</td><td>80 %</td></tr></table>",
     "Größe\tSatz\nklein\t80 %"),
    ("<p>bis zu <strong>80</strong> Prozent</p>", "bis zu 80 Prozent"),
    ("<p>Zu<b>schuss</b></p>", "Zuschuss"),
    ("<p>Nr.&#xa0;451</p>", "Nr.\xa0451"),
    ("<p>a &lt;b&gt; c</p>", "a <b> c"),
    ("<p>sichtbar<script>alert(1)</script> und <style>p{}</style>lesbar</p>", "sichtbar und lesbar"),
    ("<p>vor<!-- Kommentar -->nach</p>", "vornach"),
    ("<p>offen", "offen"),
    ("kein Absatz<p>Absatz</p>danach", "kein Absatz\n\nAbsatz\n\ndanach"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "text"), CASES)
def test_text_keeps_structure(html: str, text: str) -> None:
    assert plain_text(html) == text


@given(st.lists(st.text(st.characters(categories=["L", "N", "P"], exclude_characters="<>&"), min_size=1), min_size=1))
def test_only_white_space_is_added(words: list[str]) -> None:
    html = "<ul>" + "".join(f"<li><p>{word}</p></li>" for word in words) + "</ul>"
    assert re.sub(r"\s+", " ", plain_text(html)).strip() == " ".join(words)


@given(st.text())
def test_broken_markup_never_raises(html: str) -> None:
    text = plain_text(html)
    assert isinstance(text, str)


def test_deep_nesting_is_read() -> None:
    assert "tief" in plain_text("<div>" * 200 + "tief" + "</div>" * 200)
    assert isinstance(plain_text("<ul><li>" * 5_000 + "tief"), str)
