"""Adjacency matrices as links: of symmetric ones undirected, of others from the row to the column."""

from __future__ import annotations

from collections.abc import Sequence

from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.interchange.content import Place
from stakemap.interchange.readers.gathering import number_in
from stakemap.interchange.readers.graph_attributes import says_nothing
from stakemap.interchange.readers.graphs import MOST_LINKS, Direction, Graph, Link, too_many_links


class Matrix:
    """A matrix that is read cell by cell; only the cells that say something are kept.

    `rows` and `columns` are the ids of nodes, which may still grow, and one list if they are the same nodes.
    A matrix whose rows and columns are different nodes, such as people and events, has no direction, nor has
    one of which only a half is written.
    """

    def __init__(
        self,
        graph: Graph,
        rows: Sequence[str],
        columns: Sequence[str],
        label: str = "",
        *,
        is_half: bool = False,
    ) -> None:
        self._graph, self._rows, self._columns, self._label = graph, rows, columns, label
        self._has_no_direction = is_half or rows is not columns
        self._cells: dict[tuple[int, int], tuple[str, Place]] = {}

    def add_row(self, row: int, texts: Sequence[str], place: Place) -> None:
        """Read a row, counted from 0. Raises MapReadError for more cells than there are nodes, or can be."""
        if row >= len(self._rows) or len(texts) > len(self._columns):
            raise MapReadError(tr("{place}: the matrix has more cells than it should.", place=str(place)))
        for column, text in enumerate(texts):
            # Nearly all cells of most matrices are this.
            if text != "0":
                self.add(row, column, text, place)

    def add(self, row: int, column: int, text: str, place: Place) -> None:
        """Read one cell, by its row and column from 0."""
        if says_nothing(text):
            return
        value = number_in(text)
        if value is None:
            self._graph.remarks.add("refused", tr("“{cell}” is not a number."), place, text, cell=text)
        elif value:
            self._cells[row, column] = text, place
            if len(self._cells) > 2 * MOST_LINKS:
                raise too_many_links()

    def finish(self) -> None:
        """Add the links of the matrix to the graph."""
        is_symmetric = not self._has_no_direction and all(
            self._cells.get((column, row), ("", None))[0] == text
            for (row, column), (text, _) in self._cells.items()
        )
        is_directed = not is_symmetric and not self._has_no_direction
        direction: Direction = "directed" if is_directed else "undirected"
        for (row, column), (text, place) in self._cells.items():
            if is_symmetric and row > column:
                continue
            self._graph.add_link(
                Link(
                    self._rows[row],
                    self._columns[column],
                    place,
                    label=self._label,
                    direction=direction,
                    weight=text,
                ),
                0.5,
            )
