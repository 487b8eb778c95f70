"""The sources that the cells of a pasted table name: those of the map, and new ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from stakemap.interchange.citation_line import sources_of
from stakemap.model.document import Source, StakeMap
from stakemap.model.ids import mint
from stakemap.model.judgements import Judgement
from stakemap.model.records import NAME_LIMIT
from stakemap.text import fold_latin

__all__ = ["PastedSources"]


class PastedSources:
    """Finds a source by its title, its address or all of it, and makes one where there is none."""

    def __init__(self, document: StakeMap) -> None:
        self._known = document.sources
        self._added: dict[str, Source] = {}
        self._taken = set(document.sources)
        self._ids: dict[str, str] = {}
        for key, source in document.sources.items():
            self._know(key, source)

    def _know(self, key: str, source: Source) -> None:
        for name in (source.title, source.url):
            if name:
                self._ids.setdefault(fold_latin(name), key)

    def cite(self, text: str) -> Mapping[str, str]:
        """Title by id of the sources that a text names."""
        whole = self._ids.get(fold_latin(text))
        keys = [whole] if whole is not None else [self._key(source) for source in sources_of(text)]
        return {key: (self._added.get(key) or self._known[key]).title for key in keys}

    def _key(self, source: Source) -> str:
        known = (
            self._ids.get(fold_latin(source.url)) if source.url else self._ids.get(fold_latin(source.title))
        )
        if known is not None:
            return known
        key = mint(source.title[:NAME_LIMIT], self._taken)
        self._taken.add(key)
        self._added[key] = source
        self._know(key, source)
        return key

    def cited_by(self, judgements: Iterable[Judgement | None]) -> Mapping[str, Source]:
        """The new sources that one of these judgements cites."""
        cited = {citation.source for each in judgements if each is not None for citation in each.citations}
        return {key: source for key, source in self._added.items() if key in cited}
