"""The federal database's export: what each document becomes, and what is reported."""

import io
from datetime import UTC, date, datetime

import pytest

from crawler.archive import open_archive
from crawler.gsb import KnownStructure, Surprises, parse
from crawler.portal import load_portal
from crawler.portals.foerderdatenbank import Export
from crawler.spider import Rejected
from finder.models import RawProgramme
from finder.vocab import ApplicantCategory, FundingType, Land, Level, LinkKind, SectionField, Theme
from tests.archives import ROOT, archive, classified, document, many, programme, rich, value

PORTAL = load_portal("foerderdatenbank")
FETCHED = datetime(2026, 9, 1, 3, 0, tzinfo=UTC)


def read(*members: tuple[str, bytes]) -> tuple[list[RawProgramme | Rejected], Export]:
    export = Export(open_archive(io.BytesIO(archive(members))), PORTAL, FETCHED, 200)
    return list(export.programmes()), export


def only(*members: tuple[str, bytes]) -> RawProgramme:
    items, _ = read(*members)
    assert len(items) == 1
    assert isinstance(items[0], RawProgramme), items[0]
    return items[0]


LINKED = [
    (
        f"{ROOT}/Foerdergeber/S/ministerium.xml",
        document(
            f"{ROOT}/Foerdergeber/S/ministerium", "gsb:ContactData", [rich("gsb:title", "<p>Ministerium für Wege</p>")]
        ),
    ),
    (
        f"{ROOT}/Kontakt/S/stelle.xml",
        document(
            f"{ROOT}/Kontakt/S/stelle",
            "gsb:ContactData",
            [
                rich("gsb:title", "<p>Bewilligungsstelle  Wege</p>"),
                value("gsb:phone", "+49 351 0000"),
                value("gsb:email", "wege@example.org"),
                classified("gsb:cl2Addresses", {"Adresse": [f"/{ROOT}/Adresse/S/haus"]}),
            ],
        ),
    ),
    (
        f"{ROOT}/Adresse/S/haus.xml",
        document(
            f"{ROOT}/Adresse/S/haus",
            "gsb:Address",
            [
                value("gsb:road", "Wegstraße"),
                value("gsb:houseId", "7"),
                value("gsb:zipCode", "01067"),
                value("gsb:city", "Dresden"),
            ],
        ),
    ),
    (
        f"{ROOT}/ExternerLink/W/wege.xml",
        document(
            f"{ROOT}/ExternerLink/W/wege",
            "gsb:ExternalLink",
            [rich("gsb:title", "<p>Mehr über Wege</p>"), value("gsb:url", "https://example.org/wege")],
        ),
    ),
    (
        f"{ROOT}/ExternerLink/R/richtlinie.xml",
        document(
            f"{ROOT}/ExternerLink/R/richtlinie",
            "gsb:ExternalLink",
            [rich("gsb:title", "<p>Richtlinie Wege</p>"), value("gsb:url", "https://example.org/richtlinie.pdf")],
        ),
    ),
    (
        f"{ROOT}/ExternerLink/X/skript.xml",
        document(f"{ROOT}/ExternerLink/X/skript", "gsb:ExternalLink", [value("gsb:url", "javascript:alert(1)")]),
    ),
]


def test_a_document_becomes_a_programme() -> None:
    raw = only(
        *LINKED,
        programme(
            "radwege",
            title="Radwege in <span>kleinen</span> Städten",
            applicants=["verband_vereinigung", "kommune"],
            funders=[f"/{ROOT}/Foerdergeber/S/ministerium"],
            contacts=[f"/{ROOT}/Kontakt/S/stelle"],
            links=[f"/{ROOT}/ExternerLink/W/wege"],
            teaser="<p>Wege werden bezuschusst.</p>",
            legal="<p>Voraussetzungen:</p><ul><li>ein Radkonzept</li><li>ein Beschluss</li></ul>",
            guideline=f'<p>Siehe <a xlink:href="target:/{ROOT}/ExternerLink/R/richtlinie">Richtlinie</a>.</p>',
            note="<p>Antragstellung ist derzeit nicht möglich.</p>",
        ),
    )
    statement = raw.statement
    assert statement.key == f"/{ROOT}/Foerderprogramm/Land/Sachsen/radwege"
    assert statement.url == "https://www.foerderdatenbank.de/FDB/Content/DE/Foerderprogramm/Land/Sachsen/radwege.html"
    assert statement.title == "Radwege in kleinen Städten"
    assert (statement.level, statement.land) == (Level.LAND, Land.SN)
    assert statement.applicants == (ApplicantCategory.MUNICIPAL, ApplicantCategory.ASSOCIATION)
    assert statement.regions == ("SN",)
    assert statement.funding_types == (FundingType.GRANT,)
    assert statement.themes == (Theme.MOBILITY,)
    assert statement.funders == ("Ministerium für Wege",)
    assert statement.status_note == "Antragstellung ist derzeit nicht möglich."
    assert statement.issued_on == date(2026, 5, 26)
    (contact,) = statement.contacts
    assert contact.organisation == "Bewilligungsstelle Wege"
    assert contact.address == "Wegstraße 7, 01067 Dresden"
    assert (contact.phone, contact.email) == ("+49 351 0000", "wege@example.org")
    assert [(link.kind, link.url) for link in statement.links] == [
        (LinkKind.GUIDELINE, "https://example.org/richtlinie.pdf"),
        (LinkKind.INFORMATION, "https://example.org/wege"),
    ]
    assert {section.field: section.text for section in raw.sections} == {
        SectionField.TEASER: "Wege werden bezuschusst.",
        SectionField.LEGAL_REQUIREMENTS: "Voraussetzungen:\n\n\tein Radkonzept\n\tein Beschluss",
        SectionField.GUIDELINE: "Siehe Richtlinie.",
        SectionField.STATUS_NOTE: "Antragstellung ist derzeit nicht möglich.",
    }
    assert "<li>ein Radkonzept</li>" in next(s.html for s in raw.sections if s.field is SectionField.LEGAL_REQUIREMENTS)
    assert raw.document is not None
    assert raw.document.fetched_at == FETCHED


def test_a_link_that_is_no_web_address_is_left_out_and_reported() -> None:
    items, export = read(*LINKED, programme("radwege", links=[f"/{ROOT}/ExternerLink/X/skript"]))
    assert isinstance(items[0], RawProgramme)
    assert items[0].statement.links == ()
    assert "Verweis ohne Webadresse" in export.surprises.sentences()[0]


def test_the_same_slug_in_two_laender_is_two_programmes() -> None:
    items, _ = read(
        programme("radwege", folder="Land/Sachsen"), programme("radwege", folder="Land/Bayern", regions=["bayern"])
    )
    assert len({item.statement.key for item in items if isinstance(item, RawProgramme)}) == 2


@pytest.mark.parametrize(
    ("folder", "level", "regions", "land", "codes"),
    [
        ("Land/NRW", "land", ["nordrhein_westfalen"], Land.NW, ("NW",)),
        ("Land/Schleswig-Holstein", "land", ["schlesig_holstein"], Land.SH, ("SH",)),
        ("Land/Schleswig-Holstein", "land", ["schleswig_holstein"], Land.SH, ("SH",)),
        ("Land/Niedersachsen", "land", ["de_ni"], Land.NI, ("NI",)),
        ("Bund/BMWi", "bund", ["bundesweit"], None, ("DE",)),
        ("Bund/BMWi", "bund", ["_bundesweit", "bundesweit"], None, ("DE",)),
        ("EU", "eu", [], None, ()),
        ("Land/Sachsen", "land", ["thueringen", "sachsen"], Land.SN, ("SN", "TH")),
    ],
)
def test_levels_and_territories(
    folder: str, level: str, regions: list[str], land: Land | None, codes: tuple[str, ...]
) -> None:
    statement = only(programme("p", folder=folder, level=level, regions=regions)).statement
    assert statement.land == land
    assert statement.regions == codes


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"title": None}, "keinen Titel"),
        ({"title": "   "}, "keinen Titel"),
        ({"applicants": ["kommune", "raumfahrt"]}, "Foerderberechtigte: raumfahrt"),
        ({"regions": ["atlantis"]}, "Foerdergebiet: atlantis"),
        ({"themes": ["zauberei"]}, "Foerderbereich: zauberei"),
        ({"level": "kaiser"}, "Foerdergeber: kaiser"),
    ],
)
def test_what_cannot_be_read_is_rejected_by_name(options: dict[str, object], words: str) -> None:
    items, _ = read(programme("p", **options), programme("q"))  # type: ignore[arg-type]
    rejected = [item for item in items if isinstance(item, Rejected)]
    assert len(items) == 2
    assert len(rejected) == 1
    assert words in rejected[0].reason
    assert rejected[0].key.endswith("/p")


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE document [<!ENTITY a "x">]>',
        '<!DOCTYPE document SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
    ],
)
def test_a_dtd_or_entity_is_refused(head: str) -> None:
    member, body = programme("p")
    with_dtd = body.replace(b"?>\n", b"?>\n" + head.encode(), 1)
    items, _ = read((member, with_dtd))
    assert isinstance(items[0], Rejected)
    assert "DTD oder Entitäten" in items[0].reason


def test_forbidden_control_characters_are_kept_in_the_body_and_cleaned_for_reading() -> None:
    member, body = programme("p", teaser="<p>Wege\x0b und Brücken</p>")
    raw = only((member, body))
    assert raw.sections[0].text == "Wege und Brücken"
    assert raw.document is not None
    assert b"\x0b" in raw.document.body


@pytest.mark.parametrize(
    "broken", [b"", b"<document", b"kein XML", b"<a></b>", b'<?xml version="1.0" encoding="klingonisch"?><a/>']
)
def test_broken_xml_is_rejected(broken: bytes) -> None:
    member, _ = programme("p")
    items, _ = read((member, broken))
    assert isinstance(items[0], Rejected)
    assert "kein lesbares XML" in items[0].reason


def test_only_programmes_below_their_folder_count() -> None:
    path = f"{ROOT}/Archiv/alt"
    archived = document(
        path, "gsb:ServiceOffer", [value("gsb:subType", "ServiceOffer-FundingProgram"), rich("gsb:title", "alt")]
    )
    page = document(f"{ROOT}/Foerderprogramm/seite", "gsb:StandardArticle", [rich("gsb:title", "Übersicht")])
    items, _ = read((f"{path}.xml", archived), (f"{ROOT}/Foerderprogramm/seite.xml", page), programme("p"))
    assert len(items) == 1


def test_unknown_names_are_reported_with_their_count() -> None:
    odd = [
        value("gsb:neu", "x"),
        classified("gsb:cl2Processes", {"Mondphase": ["/x/voll"]}),
        '<property name="gsb:title2"><bild/></property>',
    ]
    items, export = read(*[programme(f"p{n}", extra=odd) for n in range(3)])
    assert all(isinstance(item, RawProgramme) for item in items)
    assert set(export.surprises.sentences()) == {
        "Eigenschaft „gsb:neu“ (3 ×)",
        "Behälter „Mondphase“ (3 ×)",
        "Eigenschaft „gsb:title2“ (3 ×)",
        "Behälter „gsb:title2/bild“ (3 ×)",
    }


def test_an_unknown_document_type_is_reported() -> None:
    known = KnownStructure(frozenset({"gsb:ServiceOffer"}), frozenset({"gsb:title"}), frozenset())
    surprises = Surprises()
    parse("BMWI/a.xml", document("BMWI/a", "gsb:Wetter", []), known, surprises)
    assert surprises.sentences() == ["Dokumenttyp „gsb:Wetter“ (1 ×)"]


def test_every_programme_is_counted_before_the_first_is_read() -> None:
    _, export = read(*many(5))
    assert export.expected == 5
