"""What the formats of references have in common: names, partial dates, DOIs, and the source made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from stakemap.i18n import tr
from stakemap.interchange.content import ImportedSource, Place, Remark
from stakemap.model.dates import check_partial_date
from stakemap.model.records import NAME_LIMIT, TEXT_LIMIT
from stakemap.text import single_line
from stakemap.wording.read_dates import read_date

#: Parts the authors of a source, and stands for those that are not named.
SEPARATOR, ET_AL = "; ", "et al."
_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s\"<>{}|\\^`]+", re.IGNORECASE)
_RELIABILITY = re.compile(r"[A-F][1-6]")
#: A date at the beginning of another: of an interval its first, with a sign of doubt, or with a time.
_ISO = re.compile(r"([0-9]{4})(?:[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?)?(?=[T/~?%\s]|$)")
_YEAR = re.compile(r"(?<![0-9])(1[5-9]|2[01])[0-9]{2}(?![0-9])")
_LONGEST_URL = 2_000
#: Remarks are shown in lists: of a longer text only the beginning is shown.
_LONGEST_TEXT = 200
#: Digits of a part of a date, with zeros before it.
_LONGEST_PART = 8


@dataclass(slots=True)
class Found:
    """The sources of a text, and what is to be said about it."""

    sources: list[ImportedSource] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def refuse(self, sentence: str, place: Place, text: str = "") -> None:
        """Add a remark about an entry that cannot be used."""
        self._remark("refused", sentence, place, text)

    def leave_out(self, sentence: str, place: Place, text: str) -> None:
        """Add a remark about a part of an entry that a map has no room for."""
        self._remark("left-out", sentence, place, text)

    def _remark(self, kind: Literal["refused", "left-out"], sentence: str, place: Place, text: str) -> None:
        text = single_line(text[:_LONGEST_TEXT])
        self.remarks.append(Remark(kind=kind, sentence=sentence, place=place, text=text))


@dataclass(frozen=True, slots=True)
class Reference:
    """The fields of one reference, as its format gives them; `container` is the journal or book it is in."""

    key: str
    place: Place
    title: str = ""
    names: Sequence[str] = ()
    container: str = ""
    publisher: str = ""
    date: str = ""
    url: str = ""
    doi: str = ""
    notes: Sequence[str] = ()
    volume: str = ""
    number: str = ""
    pages: str = ""
    reliability: str = ""

    def add_to(self, found: Found) -> None:
        """Add the source that this reference is, or a remark where it has no title."""
        url, doi = self._addresses()
        title = next(filter(None, map(single_line, (self.title, self.container, url))), "")
        if not title:
            found.refuse(tr("This reference has no title."), self.place)
            return
        if len(title) > NAME_LIMIT:
            found.leave_out(
                tr("The title is longer than a map can take; its end is left out."), self.place, title
            )
        if len(note := self._note()) > TEXT_LIMIT:
            found.leave_out(
                tr("The note is longer than a map can take; its end is left out."), self.place, note
            )
        if len(url) > _LONGEST_URL:
            found.leave_out(tr("The web address is longer than a map can take."), self.place, url)
            url = ""
        published = self.container if self.title.strip() and self.container.strip() else self.publisher
        found.sources.append(
            ImportedSource(
                key=self.key,
                place=self.place,
                title=title[:NAME_LIMIT].strip(),
                author=names_text(self.names),
                publisher=single_line(published)[:NAME_LIMIT].strip(),
                date=self.date,
                url=url,
                doi=doi,
                note=note[:TEXT_LIMIT],
                reliability=self.reliability if _RELIABILITY.fullmatch(self.reliability) else "",
            )
        )

    def _addresses(self) -> tuple[str, str]:
        url = self.url.strip()
        doi = doi_of(self.doi) or (doi_of(url) if "doi.org/" in url.lower() else "")
        return url, doi

    def _note(self) -> str:
        """The notes, and below them where in the journal it stands, which a source has no fields for."""
        parts = (
            (tr("volume {volume}", volume=single_line(self.volume)), self.volume),
            (tr("number {number}", number=single_line(self.number)), self.number),
            (tr("pages {pages}", pages=single_line(self.pages)), self.pages),
        )
        place = ", ".join(text for text, value in parts if value.strip())
        lines = dict.fromkeys(each.strip() for each in (*self.notes, place) if each.strip())
        return "\n".join(lines)


def doi_of(text: str) -> str:
    """The DOI in a text, without its resolver; "" without one."""
    match = _DOI.search(text)
    return match[0].rstrip(".,;)") if match else ""


def person(family: str, given: str = "") -> str:
    """A name as sources have it: "Family, Given"; an institution has no given name."""
    family, given = single_line(family), single_line(given)
    return f"{family}, {given}" if family and given else family or given


def names_text(names: Iterable[str]) -> str:
    """Names in one line; where there are more than a map can take, "et al." stands for the last ones."""
    listed = [name for name in map(single_line, names) if name]
    line = SEPARATOR.join(listed)
    if len(line) <= NAME_LIMIT:
        return line
    room, kept = NAME_LIMIT - len(SEPARATOR + ET_AL), list[str]()
    for name in listed:
        room -= len(name) + len(SEPARATOR)
        if room < 0:
            break
        kept.append(name)
    return SEPARATOR.join((*kept, ET_AL)) if kept else listed[0][:NAME_LIMIT]


def int_in(text: str) -> int:
    """The year, month or day that a part of a date says; 0 where it says none."""
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_PART else 0


def date_of(*texts: str) -> str:
    """The date that the first readable text names, no more precise than it is: "2023", "2023-05".

    A text without a date but with a year gives the year.
    """
    for line in filter(None, map(single_line, texts)):
        found = _date_in(line)
        if found:
            return found
    return ""


def _date_in(text: str) -> str:
    match = _ISO.match(text)
    if match:
        parts = [part for part in match.groups() if part and int(part)]
        while parts:
            found = _checked("-".join((parts[0], *(f"{int(part):02}" for part in parts[1:]))))
            if found:
                return found
            parts.pop()
    try:
        return read_date(text)
    except ValueError:
        year = _YEAR.search(text)
        return year[0] if year else ""


def _checked(text: str) -> str:
    try:
        return check_partial_date(text)
    except ValueError:
        return ""
