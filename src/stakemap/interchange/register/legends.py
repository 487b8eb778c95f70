"""Legends: what marks such as 1, H or C mean, as a sheet or a small table explains it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from stakemap.interchange.register.grid import Grid
from stakemap.interchange.register.heading_words import Concept
from stakemap.interchange.register.headings import QUANTITIES, meaning_of
from stakemap.interchange.register.parts import is_number
from stakemap.interchange.register.scaling import PAIR, mark_key
from stakemap.interchange.register.value_reading import ranked
from stakemap.text import single_line

#: The first and last row of a table with its header, and its last column.
Area = tuple[int, int, int]

#: Legends are short, and stand in the first rows of their sheets or just below a table.
_MOST_ROWS = 400
_MOST_COLUMNS = 40
_LONGEST_MARK = 3
_LEAST_PAIRS = 2
_ANY: Final = ""
_SAME: Final[Mapping[str, Concept]] = {"engagement": "alignment", "impact": "influence"}


@dataclass(slots=True)
class Legend:
    """What marks mean, by the quantity that a legend is about ("" where it does not say)."""

    meanings: dict[str, dict[str, str]] = field(default_factory=dict)

    def of(self, concept: Concept | None) -> Mapping[str, str]:
        """What marks (folded) mean in a column about this."""
        name = str(_SAME.get(concept or "", concept) or "")
        return {**self.meanings.get(_ANY, {}), **self.meanings.get(name, {})}


def legend_of(grids: Iterable[tuple[Grid, Area | None]]) -> Legend:
    """All that sheets explain about marks outside of the areas of their tables."""
    legend = Legend()
    for grid, table in grids:
        for topic, mark, meaning in _explained(grid, table):
            legend.meanings.setdefault(topic, {}).setdefault(mark, meaning)
    return legend


def _explained(grid: Grid, table: Area | None) -> Iterator[tuple[str, str, str]]:
    """Topic, mark and meaning of each explanation."""
    if grid.height <= _MOST_ROWS:
        rows = list(range(1, grid.height + 1))
    else:
        rows = [*range(1, 40), *range(grid.height - 60, grid.height + 1)]
    texts = {
        row: {
            column: text
            for column, text in grid.texts(row).items()
            if table is None or not (table[0] <= row <= table[1] and column <= table[2])
        }
        for row in rows
    }
    yield from _in_cells(texts)
    yield from _in_neighbours(texts)


def _in_cells(texts: Mapping[int, Mapping[int, str]]) -> Iterator[tuple[str, str, str]]:
    """Marks that a cell explains itself: "H = High, M = Medium", or a line each."""
    topic = _ANY
    for cells in texts.values():
        for text in cells.values():
            if len(text) > 600:
                continue
            pairs = [(mark, meaning.strip()) for mark, meaning in PAIR.findall(text) if _is_meaning(meaning)]
            if not pairs:
                topic = _topic(text) or topic
                continue
            own = _topic(text.split(pairs[0][0], 1)[0]) or topic
            if len(pairs) > 1 or "=" in text or ":" in text:
                for mark, meaning in pairs:
                    yield own, mark_key(mark), meaning


def _in_neighbours(texts: Mapping[int, Mapping[int, str]]) -> Iterator[tuple[str, str, str]]:
    """Marks that stand one below the other, with what they mean at their right."""
    columns = {column for cells in texts.values() for column in cells if column <= _MOST_COLUMNS}
    for column in sorted(columns):
        run: list[tuple[str, str]] = []
        topic = _ANY
        previous = 0
        for row, cells in texts.items():
            mark, meaning = cells.get(column, ""), cells.get(column + 1, "")
            fits = _is_mark(mark) and _is_meaning(meaning) and (not run or row == previous + 1)
            if fits and mark not in [each for each, _ in run]:
                if not run:
                    above = texts.get(row - 1, {}), texts.get(row - 2, {})
                    topics = (_topic(each.get(at, "")) for each in above for at in (column, column + 1))
                    topic = next(filter(None, topics), _ANY)
                run.append((mark, meaning))
                previous = row
                continue
            yield from _of_run(run, topic)
            run = []
        yield from _of_run(run, topic)


def _of_run(run: list[tuple[str, str]], topic: str) -> Iterator[tuple[str, str, str]]:
    if len(run) >= _LEAST_PAIRS and len({ranked(_head(meaning), "level") for _, meaning in run}) > 1:
        for mark, meaning in run:
            yield topic, mark_key(mark), _head(meaning)


def _topic(text: str) -> str:
    if not text or len(text) > 80:
        return _ANY
    concept = meaning_of(single_line(text)).concept
    return str(_SAME.get(concept, concept)) if concept in QUANTITIES else _ANY


def _is_mark(text: str) -> bool:
    return bool(text) and len(text) <= _LONGEST_MARK and (text.isalpha() or is_number(text))


def _head(meaning: str) -> str:
    """The words of a meaning before it is explained further: "High - can stop the project"."""
    for mark in (" - ", " – ", ":", "(", ";", ",", ". "):
        meaning = meaning.split(mark, 1)[0]
    return meaning.strip()


def _is_meaning(text: str) -> bool:
    head = _head(text)
    return (
        bool(head)
        and not is_number(head)
        and (ranked(head, "level") is not None or ranked(head, "stance") is not None)
    )
