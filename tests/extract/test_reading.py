"""All readers over one guideline: broken off anywhere it is still read, and every quote stands where it says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.guideline import Claim, GuidelineFacts
from finder.models import Section
from finder.vocab import SectionField
from rules.extract.reading import read_guideline
from rules.extract.text import parse
from tools.example import TEXT

WHOLE = TEXT.read_text(encoding="utf-8")
LONG = 20 * WHOLE


def facts_of(text: str) -> GuidelineFacts:
    return read_guideline(parse("Probe", [Section(field=SectionField.GUIDELINE, text=text, html="")]))


def claims(facts: GuidelineFacts) -> list[Claim]:
    found: list[Claim] = []
    for value in (getattr(facts, field) for field in GuidelineFacts.model_fields):
        found.extend(value if isinstance(value, tuple) else [value] if value is not None else [])
    return found


def check_quotes(text: str) -> int:
    found = claims(facts_of(text))
    for claim in found:
        quote = claim.quote
        assert text[quote.start : quote.end] == quote.words
    return len(found)


def test_the_whole_text_gives_facts_of_many_kinds() -> None:
    assert check_quotes(WHOLE) > 10


@settings(max_examples=80, deadline=None)
@given(st.integers(0, len(WHOLE)), st.integers(0, len(WHOLE)))
def test_a_text_broken_off_anywhere_is_read(one: int, two: int) -> None:
    check_quotes(WHOLE[min(one, two) : max(one, two)])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(WHOLE)), st.text(max_size=40))
def test_noise_in_the_text_is_read(place: int, noise: str) -> None:
    check_quotes(WHOLE[:place] + noise + WHOLE[place:])


@pytest.mark.parametrize("text", [WHOLE, LONG])
def test_the_same_text_gives_the_same_bytes(text: str) -> None:
    assert facts_of(text).model_dump_json() == facts_of(text).model_dump_json()
