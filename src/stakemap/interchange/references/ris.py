"""RIS, as reference managers and databases write it: records into sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from stakemap.i18n import tr
from stakemap.interchange.content import Place
from stakemap.interchange.references.fields import Found, Reference, date_of, int_in, person
from stakemap.interchange.references.steps import Report, check_count, checked

_START = re.compile(r"^\s*TY[ \t]{0,3}-[ \t]?[A-Za-z]{2,8}\s*$", re.MULTILINE)
_TAG = re.compile(r"\s*([A-Z][A-Z0-9])[ \t]{0,3}-(?:[ \t](.*))?$")
#: What a record is whose title is that of the whole, so that "T2" is not where it appeared.
_WHOLES = frozenset({"BOOK", "RPRT", "THES", "EBOOK", "WEB", "ELEC"})
_CONTAINERS = ("alternate_title3", "journal_name", "alternate_title2", "secondary_title")

Fields = Mapping[str, Any]


def is_ris(head: str) -> bool:
    """Whether the beginning of a text has records of RIS."""
    return _START.search(head.removeprefix("\ufeff")) is not None


def read_ris(text: str, report: Report = lambda _share: True) -> Found:
    """The sources of an RIS file; what stands before the first record is left out.

    Raises MapReadError for more than are read, CancelledError once `report` answers False.
    """
    from rispy import loads

    found, records = Found(), list(_records(text))
    check_count(len(records))
    for number, (line, entries) in enumerate(records):
        checked(report, number, len(records))
        place = Place(path=tr("line {line}", line=str(line)))
        lines = (*map(" ".join, entries), "ER  - ")
        read = loads("\n".join(lines), delimiter_tags_mapping={})
        if read:
            _reference(f"{number}", read[0], place).add_to(found)
    return found


def _records(text: str) -> Iterator[tuple[int, list[list[str]]]]:
    """Each record with the number of its first line; one that does not end ends where the next begins.

    A record is a list of entries, each with the lines that go on below it.
    """
    begun, record = 0, list[list[str]]()
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")), 1):
        match = _TAG.match(line)
        tag = match[1] if match else ""
        if tag in ("TY", "ER") and record:
            yield begun, record
            record = []
        if match and tag == "TY":
            begun = number
        if match and (record or tag == "TY"):
            record.append([f"{tag}  - {(match[2] or '').strip()}"])
        elif record:
            record[-1].append(line.strip())
    if record:
        yield begun, record


def _reference(key: str, fields: Fields, place: Place) -> Reference:
    def first(*names: str) -> str:
        for name in names:
            value = fields.get(name)
            value = value[0] if isinstance(value, list) and value else value
            if isinstance(value, str) and value.strip():
                return value
        return ""

    is_whole = str(fields.get("type_of_reference", "")).upper() in _WHOLES
    start, end = first("start_page"), first("end_page")
    names = fields.get("authors") or fields.get("first_authors") or fields.get("secondary_authors") or ()
    return Reference(
        key=key,
        place=place,
        title=first("title", "primary_title", "caption"),
        names=[_name(name) for name in names],
        container="" if is_whole else first(*_CONTAINERS),
        publisher=first("publisher", "name_of_database"),
        date=date_of(*(_date(first(name)) for name in ("date", "year", "publication_year"))),
        url=first("urls"),
        doi=first("doi"),
        notes=tuple(fields.get("notes") or ()),
        volume=first("volume"),
        number=first("number"),
        pages=f"{start}–{end}" if start and end and "-" not in start else start or end,
        reliability=first("custom8"),
    )


def _name(written: str) -> str:
    family, _, given = written.partition(",")
    return person(family, given.replace(",", " "))


def _date(text: str) -> str:
    """A date without its empty parts: "2023/05//" is 2023-05; what follows the third stroke is a remark."""
    parts = [part.strip() for part in text.split("/")[:3]]
    if not parts or not parts[0].isdecimal():
        return text
    return "-".join(part for part in parts if int_in(part))
