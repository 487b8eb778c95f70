"""Which references are sources that a map has already, and the fields of a new source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from stakemap.interchange.content import ImportedSource
from stakemap.interchange.references.fields import doi_of
from stakemap.model.document import Source, StakeMap
from stakemap.model.edit import Edit
from stakemap.model.edits_records import add_source
from stakemap.model.ids import mint
from stakemap.text import fold_latin

__all__ = ["DOI_RESOLVER", "KnownSources", "adding_references", "address_and_note", "source_of"]

DOI_RESOLVER = "https://doi.org/"


def source_of(reference: ImportedSource) -> Source:
    """The source that a reference becomes; a DOI is its address, and another address stands in the note."""
    url, note = address_and_note(reference)
    fields: dict[str, Any] = {name: getattr(reference, name) for name in ("title", "author", "publisher")}
    fields |= {"date": reference.date or None, "reliability": reference.reliability or None}
    return Source(url=url, note=note, **fields)


def address_and_note(reference: ImportedSource) -> tuple[str, str]:
    """The address of a reference, which is its DOI if it has one, and the note with its other address."""
    if not reference.doi:
        return reference.url, reference.note
    other = "" if doi_of(reference.url) else reference.url
    return DOI_RESOLVER + reference.doi, "\n".join(filter(None, (reference.note, other)))


class KnownSources:
    """Finds sources by DOI, else by address, else by title and year, in time that does not grow with them.

    Two sources with different DOIs, or whose first authors differ, are never the same, however alike their
    titles are: annual reports share theirs.
    """

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._keys: dict[tuple[str, ...], str] = {}
        self._known: dict[str, tuple[str, str]] = {}
        for key in sorted(sources):
            source = sources[key]
            doi = doi_of(source.url)
            self._add(key, source.title, source.author, source.date or "", source.url, doi)

    def add(self, key: str, reference: ImportedSource) -> None:
        """Know one more source."""
        self._add(key, reference.title, reference.author, reference.date, reference.url, _doi(reference))

    def _add(self, key: str, title: str, author: str, date: str, url: str, doi: str) -> None:
        self._known[key] = doi.lower(), _first_author(author)
        for mark in _marks(title, date, url, doi):
            self._keys.setdefault(mark, key)

    def key_of(self, reference: ImportedSource) -> str | None:
        """The id of the source that a reference is; None for a new one."""
        doi, author = _doi(reference).lower(), _first_author(reference.author)
        for mark in _marks(reference.title, reference.date, reference.url, doi):
            key = self._keys.get(mark)
            if key is None:
                continue
            known_doi, known_author = self._known[key]
            has_other_doi = bool(doi and known_doi and doi != known_doi)
            has_other_author = bool(author and known_author and author != known_author)
            if mark[0] != "title" or not (has_other_doi or has_other_author):
                return key
        return None


def _doi(reference: ImportedSource) -> str:
    return reference.doi or doi_of(reference.url)


def _first_author(author: str) -> str:
    """The folded family name of the first author, else the last word of a name that is written forwards."""
    first = author.split(";")[0]
    family = first.split(",")[0] if "," in first else first.rsplit(" ", 1)[-1]
    return fold_latin(family).strip(" .")


def _marks(title: str, date: str, url: str, doi: str) -> Iterable[tuple[str, ...]]:
    """What a source is known by, the surest first."""
    if doi:
        yield ("doi", doi.lower())
    elif url:
        yield ("url", url.strip().rstrip("/").lower())
    yield ("title", fold_latin(title).strip(" ."), date[:4])


def adding_references(
    document: StakeMap, references: Iterable[ImportedSource]
) -> tuple[tuple[Edit, ...], tuple[str, ...]]:
    """The edits that add the references that the map lacks, and the id of each reference after them."""
    known, taken = KnownSources(document.sources), set(document.sources)
    adding, ids = list[Edit](), list[str]()
    for reference in references:
        key = known.key_of(reference)
        if key is None:
            key = mint(reference.title, taken)
            taken.add(key)
            adding.append(add_source.of(key, source_of(reference)))
            known.add(key, reference)
        ids.append(key)
    return tuple(adding), tuple(ids)
