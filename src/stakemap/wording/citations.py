"""Sources, in full and in few words, and what of them is cited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from stakemap.i18n import comma_list, isolate, tr
from stakemap.model.document import Source
from stakemap.model.judgements import Citation
from stakemap.text import one_line, plain
from stakemap.wording.dates import date_text

__all__ = ["cited", "cited_for_and_against", "passages_by_source", "short_source", "source_text"]


def source_text(source: Source) -> str:
    """A source in full: author, title, publisher, date."""
    title = tr("“{title}”", title=isolate(plain(source.title))) if source.title.strip() else ""
    parts = (isolate(plain(source.author)), title, isolate(plain(source.publisher)), date_text(source.date))
    return ", ".join(part for part in parts if part)


def short_source(source: Source) -> str:
    """A source in few words: who published it, and when."""
    who = plain(source.publisher) or plain(source.author) or plain(source.title)
    return ", ".join(part for part in (isolate(who), date_text(source.date)) if part)


def passages_by_source(
    citations: Iterable[Citation], told: Callable[[str], str] = one_line
) -> dict[str, tuple[str, ...]]:
    """The ids of the sources cited, in that order, each with its passages; one cited twice is told once."""
    found: dict[str, dict[str, None]] = {}
    for citation in citations:
        passages = found.setdefault(citation.source, {})
        if passage := told(citation.passage):
            passages[passage] = None
    return {source: tuple(passages) for source, passages in found.items()}


def cited(
    citations: Iterable[Citation], name: Callable[[str], str], told: Callable[[str], str] = one_line
) -> list[str]:
    """Each source cited, with its passages: "A report (p. 3, p. 7)"; `name` names one by its id."""
    return [
        tr("{source} ({passages})", source=name(source), passages=comma_list(passages))
        if passages
        else name(source)
        for source, passages in passages_by_source(citations, told).items()
    ]


def cited_for_and_against(
    citations: Sequence[Citation], name: Callable[[str], str], told: Callable[[str], str] = one_line
) -> tuple[list[str], list[str]]:
    """What is cited in support of a judgement, and what speaks against it, each as `cited` tells it."""
    support = [citation for citation in citations if not citation.against]
    against = [citation for citation in citations if citation.against]
    return cited(support, name, told), cited(against, name, told)
