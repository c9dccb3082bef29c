"""Blocks, lists, headings, parts and sentences of guideline texts."""

import pytest
from hypothesis import given

from rules.extract.splitting import LONGEST, split_sentences
from rules.extract.text import BlockKind, parse
from tests.extract.guidelines import ANY_TEXT, HOSTILE, guideline


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    "text",
    [
        "Die Bestimmungen gemäß Nr. 4.2 Buchst. a gelten entsprechend.",
        "Nach § 5 Abs. 2 Satz 1 i. V. m. Nr. 3 wird gefördert.",
        "Gefördert werden z. B. Radwege, d. h. auch Brücken.",
        "Die Kosten liegen bei 2 Mio. Euro bzw. 80 v. H. der Ausgaben.",
        "Anträge sind bis zum 31. Oktober eines Jahres zu stellen.",
        "Die Richtlinie vom 1.2.2020 gilt fort.",
        "Im 2. Förderabschnitt gilt die 3. Fassung.",
        "Die Auszahlung erfolgt ggf. Anfang Mai durch die ca. 20 Stellen.",
        "Die Stiftung Dr. Meier (SächsGVBl. S. 245) ist Trägerin.",
        "Es gilt das Gesetz zu Teil II. A dieser Sammlung.",
    ],
)
def test_abbreviations_dates_and_ordinals_end_no_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Gemeinden werden gefördert. Landkreise nicht.", ["Gemeinden werden gefördert.", "Landkreise nicht."]),
        ("Das gilt seit 2019. Anträge sind möglich.", ["Das gilt seit 2019.", "Anträge sind möglich."]),
        ("Es gilt Nummer 5. Die Frist endet im Mai.", ["Es gilt Nummer 5.", "Die Frist endet im Mai."]),
        ("Wer kann Anträge stellen? Gemeinden.", ["Wer kann Anträge stellen?", "Gemeinden."]),
        ("Es gilt „Zukunft.“ Weiteres folgt.", ["Es gilt „Zukunft.“", "Weiteres folgt."]),
        (
            "Gefördert werden Unternehmen.Die Förderung endet.",
            ["Gefördert werden Unternehmen.", "Die Förderung endet."],
        ),
    ],
)
def test_sentences_end_where_they_do(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


def test_a_sentence_without_end_is_cut() -> None:
    assert all(len(words) <= LONGEST for words in sentences("Gemeinden, " * 2_000))


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("4.2 Höhe der Zuwendung", "4.2"),
        ("1\\. Zweck", "1."),
        ("**3. Zuwendungsempfänger**", "3."),
        ("III. Zuwendungsempfänger", "III."),
        ("VI.Art und Umfang", "VI."),
        ("4.2 a) Die Zuwendung wird gewährt.", "4.2 a)"),
        ("§ 3 Antragsberechtigte", "§ 3"),
        ("a) Gemeinden,", "a)"),
        ("– Gemeinden,", "–"),
        ("31. Dezember 2024 ist der letzte Tag.", None),
        ("1.1.2024 ist der erste Tag.", None),
        ("50 Prozent werden gewährt.", None),
        ("Gemeinden", None),
    ],
)
def test_numbering_is_read_as_written(line: str, number: str | None) -> None:
    assert guideline(line).texts[0].blocks[0].number == number


def test_headings_stand_above_their_paragraphs() -> None:
    blocks = (
        guideline("3. Zuwendungsempfänger\n\nZuwendungsempfänger sind Gemeinden.\n\nVerfahren\n\nFrei.").texts[0].blocks
    )
    assert [block.is_heading for block in blocks] == [True, False, True, False]
    assert [block.heading for block in blocks] == [None, "Zuwendungsempfänger", "Zuwendungsempfänger", "Verfahren"]


def test_parts_last_until_the_next_part() -> None:
    text = "Modul A Beratung\n\nGefördert wird Beratung.\n\nModul B Investitionen\n\nGefördert werden Bauten."
    assert [block.part for block in guideline(text).texts[0].blocks] == [
        None,
        "Modul A Beratung",
        "Modul A Beratung",
        "Modul B Investitionen",
    ]


def test_a_numbered_part_ends_with_the_next_heading_of_its_level() -> None:
    text = "2.1 Baustein 1\n\nGefördert wird Beratung.\n\n3. Verfahren\n\nAnträge sind zu stellen."
    assert guideline(text).texts[0].blocks[-1].part is None


@pytest.mark.parametrize(
    "text",
    [
        "Antragsberechtigt sind\n\tGemeinden,\n\tLandkreise.",
        "Antragsberechtigt sind:\n\na) Gemeinden,\n\nb) Landkreise.",
        "Antragsberechtigt sind:\n\n1. Gemeinden,\n\n2. Landkreise.",
        "Antragsberechtigt sind:\n\nGemeinden,\n\nLandkreise.",
        "Antragsberechtigt sind:\n\n-\n\nGemeinden,\n\n-\n\nLandkreise.",
        "Antragsberechtigt sind: a) Gemeinden, b) Landkreise.",
        "Antragsberechtigt sind: – Gemeinden, – Landkreise.",
        "Antragsberechtigt sind a) Gemeinden, b) Landkreise.",
    ],
)
def test_items_of_every_form_carry_their_lead(text: str) -> None:
    items = [block for block in guideline(text).texts[0].blocks if block.kind is BlockKind.ITEM]
    assert [text[block.start : block.end].strip("ab12.,)– ") for block in items] == ["Gemeinden", "Landkreise"]
    assert {(block.lead or "").rstrip(":") for block in items} == {"Antragsberechtigt sind"}


def test_nested_items_carry_the_leads_of_the_lists_around_them() -> None:
    blocks = guideline("Gefördert werden\n\tBauten:\n\t\tSchulen,\n\t\tHorte.").texts[0].blocks
    assert [(block.depth, block.lead) for block in blocks] == [
        (0, None),
        (1, "Gefördert werden"),
        (2, "Gefördert werden Bauten:"),
        (2, "Gefördert werden Bauten:"),
    ]


def test_references_begin_no_item() -> None:
    text = "Ausgaben nach Nummer 2 Buchstabe a) und b) sowie vom 3. Mai sind förderfähig."
    assert len(guideline(text).texts[0].blocks) == 1


def test_a_grouped_number_after_an_abbreviation_begins_no_item() -> None:
    assert len(guideline("Kommunen mit mind. 10.000 Einwohnern werden gefördert.").sentences) == 1


def test_a_table_row_is_one_sentence() -> None:
    text = "Wer? Gemeinden.\tWie viel? 80 Prozent."
    (sentence,) = guideline(text).sentences
    assert (sentence.block.kind, sentence.words) == (BlockKind.ROW, text)


def test_the_title_before_a_heading_is_no_part_of_it() -> None:
    text = "RL Sirenen\n\nRL Sirenen 2. Gegenstand der Förderung\n\nGefördert werden Sirenen."
    blocks = guideline(text, title="RL Sirenen").texts[0].blocks
    assert (blocks[1].number, blocks[2].heading) == ("2.", "Gegenstand der Förderung")


@pytest.mark.parametrize("text", HOSTILE)
def test_survives_hostile_texts(text: str) -> None:
    assert all(text[sentence.start : sentence.end] == sentence.words for sentence in guideline(text).sentences)


@given(ANY_TEXT)
def test_nothing_but_blanks_is_lost(text: str) -> None:
    (parsed,) = guideline(text).texts
    places = [(sentence.start, sentence.end) for sentence in parsed.sentences]
    assert places == sorted(places)
    assert all(
        text[start:end] == sentence.words for (start, end), sentence in zip(places, parsed.sentences, strict=True)
    )
    assert sum(len("".join(text[start:end].split())) for start, end in places) <= len("".join(text.split()))


@given(ANY_TEXT)
def test_the_same_text_gives_the_same_blocks(text: str) -> None:
    assert guideline(text) == guideline(text)


def test_no_sections_give_no_sentences() -> None:
    assert parse("Titel", []).sentences == ()


def test_a_raised_sentence_number_is_no_part_of_its_sentence() -> None:
    text = guideline("1Der Antrag ist formlos. 2Er ist kurz.").texts[0]
    assert [sentence.words for sentence in text.sentences] == ["Der Antrag ist formlos.", "Er ist kurz."]


def test_places_of_a_word_name_each_sentence_once() -> None:
    text = guideline("Kommunen und KOMMUNEN sind İ. Kreise zahlen. Auch Kommunen zahlen.").texts[0]
    assert text.places("kommunen") == (0, 2)
    assert text.places("kreise") == (1,)
    assert text.places("land") == ()
