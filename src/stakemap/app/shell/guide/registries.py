"""What registries contribute to the Guide: the sections of all methods of analysis, and of all formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from stakemap.app.kit.blocks import Block, Span, heading, paragraph
from stakemap.i18n import tr


class Registered(NamedTuple):
    """The sections of methods and of formats."""

    methods: tuple[Block, ...]
    formats: tuple[Block, ...]


def registered(_report: Callable[[float], bool]) -> Registered:
    """The sections of all methods and formats, for a worker, since their modules take a second to import."""
    return Registered(tuple(method_sections()), tuple(_formats()))


def method_sections(examples: Mapping[str, Sequence[str]] | None = None) -> Iterator[Block]:
    """The sections of all methods. `examples` are the lines of the example of each by its id; None while they
    are made.
    """
    from stakemap.analysis.methods import METHODS

    for method in METHODS:
        page = method.page()
        yield heading(method.title())
        yield paragraph(page.question, "strong")
        command = (Span(tr("On the command line:")), Span(" "), Span(f"--method {method.id}", "code"))
        yield Block("paragraph", command)
        for formula in page.formulas:
            yield Block("item", (Span(formula),), marker="•")
        yield paragraph(page.caveat)
        sources = "; ".join(source.rstrip(".") for source in page.sources)
        yield Block("note", (Span(tr("Sources: {sources}.", sources=sources)),))
        yield Block("note", (Span(tr("Example, from the preset on Armenia and Türkiye:")),))
        lines = [tr("Calculating…")] if examples is None else examples.get(method.id, ())
        yield Block("code", (Span("\n".join(lines)),))


def _formats() -> Iterator[Block]:
    from stakemap.interchange.formats import FORMATS
    from stakemap.interchange.writers.formats import DATA_WRITERS

    yield heading(tr("Import"))
    for format_ in FORMATS:
        yield from _format(format_.title(), format_.endings, format_.page().sentences())
    yield heading(tr("Export of data"))
    for writer in DATA_WRITERS:
        yield from _format(writer.title(), writer.endings, writer.page().sentences())


def _format(title: str, endings: Iterable[str], sentences: Iterable[tuple[str, str]]) -> Iterator[Block]:
    yield heading(tr("{format} ({endings})", format=title, endings=" ".join(endings)), 3)
    for caption, text in sentences:
        yield paragraph(tr("{caption}: {text}.", caption=caption, text=text))
