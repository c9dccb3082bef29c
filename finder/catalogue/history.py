"""Pure: what counts as a change of a programme, and how it reads (R-32, R-35).

Only the source's own fields count. Fetch times, run numbers, markup and our own readings never do, nor does the amount
of white space: a source that re-renders its pages has not changed a programme.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import date

from finder.models import Contact, FieldChange, Link, Section, Statement
from finder.vocab import Labelled, SectionField, region_label
from finder.wording import day

_SPACE = re.compile(r"\s+")

STATEMENT_LABELS = {
    "title": "Titel",
    "url": "Adresse",
    "level": "Ebene",
    "land": "Land",
    "funders": "Fördergeber",
    "applicants": "Förderberechtigte",
    "regions": "Fördergebiet",
    "funding_types": "Förderart",
    "themes": "Förderbereich",
    "status_note": "Hinweis zum Stand",
    "contacts": "Ansprechpunkt",
    "links": "Weiterführende Links",
    "issued_on": "Ausgabedatum der Quelle",
}
"""The fields of a statement that count, with the names people see. Its source and key are identity, not content."""


def content_hash(statement: Statement, sections: Iterable[Section]) -> str:
    """SHA-256 over the fields that count; equal hashes mean that nothing has changed for a reader."""
    content = statement.model_dump(mode="json", include=set(STATEMENT_LABELS))
    content["sections"] = sorted((section.field.value, _squeezed(section.text)) for section in sections)
    body = json.dumps(_squeezed_all(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()


def differences(
    old: Statement, old_sections: Iterable[Section], new: Statement, new_sections: Iterable[Section]
) -> tuple[FieldChange, ...]:
    """Field by field what differs between two versions, in words, in the order of the fields; empty if nothing does."""
    before = _readable(old, old_sections)
    after = _readable(new, new_sections)
    return tuple(
        FieldChange(field=label, old=before.get(label), new=after.get(label))
        for label in dict.fromkeys([*before, *after])
        if _squeezed(before.get(label) or "") != _squeezed(after.get(label) or "")
    )


def _readable(statement: Statement, sections: Iterable[Section]) -> dict[str, str]:
    """The fields that count as label → text, empty fields left out, sections last."""
    texts = {label: _text(getattr(statement, name), name) for name, label in STATEMENT_LABELS.items()}
    by_field = {section.field: section.text for section in sections}
    texts |= {field.label: by_field[field] for field in SectionField if field in by_field}
    return {label: text for label, text in texts.items() if text}


def _text(value: object, name: str) -> str:
    match value:
        case None:
            return ""
        case Labelled():
            return value.label
        case str():
            return region_label(value) if name == "regions" else value
        case date():
            return day(value)
        case Contact():
            parts = (value.organisation, value.address, value.phone, value.email, value.website)
            return ", ".join(part for part in parts if part)
        case Link():
            return f"{value.title}: {value.url}"
        case tuple():
            return "; ".join(_text(part, name) for part in value)
        case _:
            raise TypeError(f"no words for {name}: {value!r}")


def _squeezed(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _squeezed_all(value: object) -> object:
    match value:
        case str():
            return _squeezed(value)
        case dict():
            return {key: _squeezed_all(part) for key, part in value.items()}
        case list() | tuple():
            return [_squeezed_all(part) for part in value]
        case _:
            return value
