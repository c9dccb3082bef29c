"""Builds archives in the form of the federal database's export, for tests and benches. All texts are our own."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from html import escape

ROOT = "BMWI/FDB/Content/DE"
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
RICH_PROPERTIES = {
    "teaser": "gsb:teaserText",
    "summary": "gsb:summary",
    "legal": "gsb:regulatoryFWork",
    "deadlines": "gsb:procInfluence",
    "guideline": "gsb:bodyText",
    "note": "gsb:header",
}


def rich(name: str, html: str) -> str:
    """A rich-text property: HTML escaped inside a CDATA section that is itself escaped, as upstream."""
    inner = escape(f"<![CDATA[<div {XLINK}>{html}</div>]]>", quote=False)
    return f'<property name="{name}" type="RichText"><text>{inner}</text></property>'


def value(name: str, text: str, kind: str = "String") -> str:
    return f'<property name="{name}" type="{kind}"><value>{escape(text)}</value></property>'


def _link(target: str) -> str:
    return f'<link xlink:href="target:{target}"/>'


def classified(name: str, groups: Mapping[str, Iterable[str]]) -> str:
    """A property of links grouped by classifier."""
    lists = "".join(
        f"<classifiedLinkList><classifierText></classifierText><classifierLinks>"
        f'<link xlink:href="target:/BMWI/SiteGlobals/Classifications/Classifier/Common/{classifier}"/></classifierLinks>'
        f"<links>{''.join(_link(target) for target in targets)}</links>"
        f"</classifiedLinkList>"
        for classifier, targets in groups.items()
    )
    return f'<property name="{name}" type="ClassifiedLinkLists"><classifiedLinkLists>{lists}</classifiedLinkLists></property>'


def document(path: str, kind: str, properties: Iterable[str]) -> bytes:
    folder, _, name = path.rpartition("/")
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<document {XLINK} name="{name}" path="/{folder}" type="{kind}">{"".join(properties)}</document>'
    ).encode()


def programme(
    slug: str,
    *,
    title: str | None = "Radwege in kleinen Städten",
    folder: str = "Land/Sachsen",
    applicants: Iterable[str] = ("kommune",),
    regions: Iterable[str] = ("sachsen",),
    level: str = "land",
    themes: Iterable[str] = ("mobilitaet",),
    funders: Iterable[str] = (),
    contacts: Iterable[str] = (),
    links: Iterable[str] = (),
    extra: Iterable[str] = (),
    **texts: str,
) -> tuple[str, bytes]:
    """One programme document: member name and body. `texts` are HTML by the names of RICH_PROPERTIES."""
    categories = "/BMWI/SiteGlobals/Categories/FDB"
    groups = {
        "Foerderart": [f"{categories}/Foerderart/zuschuss"],
        "Foerderbereich": [f"{categories}/Foerderbereich/{code}" for code in themes],
        "Foerdergebiet": [f"{categories}/Foerdergebiet/{code}" for code in regions],
        "Foerderberechtigte": [f"{categories}/Foerderberechtigte/{code}" for code in applicants],
        "Foerdergeber": [f"{categories}/Foerdergeber/{level}"],
        "Foerderorganisation": list(funders),
    }
    properties = [
        value("gsb:subType", "ServiceOffer-FundingProgram"),
        value("gsb:dateOfIssue", "2026-05-26T14:00:00.000+02:00", "Date"),
        classified("gsb:cl2Processes", groups),
        classified("gsb:cl2Contacts", {"Kontakt": contacts}),
        classified("gsb:cl2CustServices", {"ExternerLink": links}),
        *(rich(RICH_PROPERTIES[name], html) for name, html in texts.items()),
        *extra,
    ]
    if title is not None:
        properties.append(rich("gsb:title", f"<p>{title}</p>"))
    path = f"{ROOT}/Foerderprogramm/{folder}/{slug}"
    return f"{path}.xml", document(path, "gsb:ServiceOffer", properties)


def many(count: int, **options: object) -> list[tuple[str, bytes]]:
    """So many small programmes with different slugs and titles."""
    return [
        programme(f"programm-{number:05d}", title=f"Programm {number} für Gemeinden", **options)  # type: ignore[arg-type]
        for number in range(count)
    ]


def archive(members: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP of the members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in members:
            made.writestr(zipfile.ZipInfo(name, (2026, 9, 1, 3, 0, 0)), body, zipfile.ZIP_DEFLATED)
    return file.getvalue()
