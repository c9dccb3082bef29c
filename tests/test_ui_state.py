"""What stands in the address can be mailed, bookmarked and broken; nothing in it is trusted or confidential."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.ui.state import LONGEST_WORDS, DeadlineFilter, Name, View, parameters, read
from finder.vocab import FundingType, Level, Theme, Verdict
from tests.payloads import PAYLOADS

VIEWS = st.builds(
    View,
    applicant=st.none() | st.from_regex(r"[A-Za-z0-9-]{2,64}", fullmatch=True),
    project=st.none() | st.from_regex(r"[a-z0-9][a-z0-9-]{0,59}", fullmatch=True),
    verdicts=st.lists(st.sampled_from(Verdict), unique=True).map(lambda found: tuple(v for v in Verdict if v in found)),
    levels=st.lists(st.sampled_from(Level), unique=True).map(lambda found: tuple(v for v in Level if v in found)),
    themes=st.lists(st.sampled_from(Theme), unique=True).map(lambda found: tuple(v for v in Theme if v in found)),
    funding_types=st.sampled_from([(), (FundingType.GRANT,), (FundingType.GRANT, FundingType.LOAN)]),
    deadlines=st.sampled_from([(), (DeadlineFilter.OPEN,), (DeadlineFilter.DAYS_30, DeadlineFilter.UNKNOWN)]),
    words=st.text(max_size=LONGEST_WORDS).map(lambda text: " ".join(text.split())),
    page=st.integers(1, 9999),
    programme=st.none() | st.text(min_size=1, max_size=500),
    source=st.none() | st.from_regex(r"[a-z0-9_-]{1,64}", fullmatch=True),
)


def view_of(address: Mapping[str, Sequence[str]]) -> View:
    return read(lambda name: address.get(name, ()))


def address_of(view: View) -> dict[str, list[str]]:
    address: dict[str, list[str]] = {}
    for name, value in parameters(view):
        address.setdefault(name, []).append(value)
    return address


@given(VIEWS)
def test_a_view_survives_its_address(view: View) -> None:
    assert view_of(address_of(view)) == view


def test_an_empty_address_is_the_plain_view() -> None:
    assert view_of({}) == View()
    assert parameters(View()) == []


@given(st.dictionaries(st.sampled_from(list(Name)), st.lists(st.text() | st.sampled_from(PAYLOADS), max_size=4)))
def test_any_address_gives_a_view(address: dict[str, list[str]]) -> None:
    view = view_of(address)
    assert view.page >= 1
    assert len(view.words) <= LONGEST_WORDS


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (Name.APPLICANT, "14626110; DROP TABLE"),
        (Name.APPLICANT, "../../etc/passwd"),
        (Name.PROJECT, "Neue Feuerwache"),
        (Name.PROJECT, "-a"),
        (Name.PROJECT, "a" * 61),
        (Name.APPLICANT, "1" * 65),
        (Name.APPLICANT, "١٤٦٢٦١١٠"),
        (Name.VERDICT, "passt immer"),
        (Name.LEVEL, "Bund"),
        (Name.THEME, "<script>"),
        (Name.DEADLINE, "31"),
        (Name.PAGE, "-1"),
        (Name.PAGE, "1e9"),
        (Name.PAGE, "99999"),
        (Name.SOURCE, "a b"),
        (Name.PROGRAMME, "x" * 501),
        (Name.PROGRAMME, ""),
    ],
)
def test_what_does_not_fit_is_dropped(name: Name, value: str) -> None:
    assert view_of({name: [value]}) == View()


def test_one_good_value_beside_a_bad_one_is_kept() -> None:
    assert view_of({Name.LEVEL: ["mars", "land"]}).levels == (Level.LAND,)


def test_words_are_trimmed_and_cut() -> None:
    assert view_of({Name.WORDS: ["  Frei \n bad  "]}).words == "Frei bad"
    assert len(view_of({Name.WORDS: ["x" * 1000]}).words) == LONGEST_WORDS


def test_a_changed_filter_starts_on_the_first_page() -> None:
    assert View(page=3, words="Bad").changed(levels=(Level.EU,)) == View(levels=(Level.EU,), words="Bad")


def test_a_project_belongs_to_its_applicant() -> None:
    chosen = View(applicant="14626110", project="feuerwache", words="Bad")
    assert chosen.changed(applicant="14612000") == View(applicant="14612000", words="Bad")
    assert chosen.changed(applicant="14626110", words="").project == "feuerwache"
    assert chosen.without_filters() == View(applicant="14626110", project="feuerwache")


def test_a_programme_knows_the_list_it_was_opened_from() -> None:
    listing = View(applicant="14626110", page=3, words="Bad")
    opened = listing.at("/BMWI/x", "foerderdatenbank")
    assert (opened.programme, opened.source) == ("/BMWI/x", "foerderdatenbank")
    assert opened.listing() == listing


def test_the_address_has_no_place_for_facts_of_a_profile() -> None:
    assert {str(name) for name in Name} == {
        "ags", "vorhaben", "ergebnis", "ebene", "thema", "foerderart", "frist", "suche", "seite", "programm", "quelle",
    }  # fmt: skip
