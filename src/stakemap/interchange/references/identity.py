"""Which references are sources that a map has already, and what their address is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from stakemap.interchange.content import ImportedSource
from stakemap.interchange.references.fields import doi_of
from stakemap.model.document import Source
from stakemap.text import fold_latin

_DOI_RESOLVER = "https://doi.org/"


def address_and_note(reference: ImportedSource) -> tuple[str, str]:
    """The address of a reference, which is its DOI if it has one, and the note with its other address."""
    if not reference.doi:
        return reference.url, reference.note
    other = "" if doi_of(reference.url) else reference.url
    return _DOI_RESOLVER + reference.doi, "\n".join(filter(None, (reference.note, other)))


class KnownSources:
    """Finds sources by DOI, else by address, else by title and year, in time that does not grow with them.

    Two sources with different DOIs, or whose first authors differ, are never the same, however alike their
    titles are: annual reports share theirs.
    """

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._keys: dict[tuple[str, ...], list[str]] = {}
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
            self._keys.setdefault(mark, []).append(key)

    def key_of(self, reference: ImportedSource) -> str | None:
        """The id of the source that a reference is; None for a new one."""
        doi, author = _doi(reference).lower(), _first_author(reference.author)
        for mark in _marks(reference.title, reference.date, reference.url, doi):
            for key in self._keys.get(mark, ()):
                if mark[0] != "title" or not self._is_other(key, doi, author):
                    return key
        return None

    def _is_other(self, key: str, doi: str, author: str) -> bool:
        """Whether a known source has another DOI or another first author."""
        return any(
            known and given and known != given
            for known, given in zip(self._known[key], (doi, author), strict=True)
        )


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
