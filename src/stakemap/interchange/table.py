"""A table of actors as rows of cells whose columns have fields, and guesses of which have which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from stakemap.i18n import tr
from stakemap.interchange.cells import (
    CellError,
    basis_of,
    comma_doubt,
    confidence_of,
    is_empty,
    is_missing,
    is_not_applicable,
    is_unknown,
    kind_of,
    role_of,
)
from stakemap.interchange.columns import (
    columns_of,
    has_unread_scale,
    is_own_heading,
    native_scale,
    quantity_of,
    scale_in,
)
from stakemap.interchange.missing_values import is_taken_for_unknown
from stakemap.interchange.pasted_ranges import with_ends
from stakemap.interchange.register.parts import is_number, number_in
from stakemap.interchange.register.plan import ScalePlan
from stakemap.interchange.register.scaling import rated_share, scale_of
from stakemap.interchange.register.value_reading import ranked
from stakemap.interchange.scales import Scale
from stakemap.interchange.synonyms import Field
from stakemap.interchange.tsv import unguarded
from stakemap.text import fold

_UPWARDS: tuple[Scale, ...] = ((1, 3), (0, 3), (1, 5), (0, 5), (1, 7), (1, 10), (0, 10))
_SHARE: Scale = (0, 100)
_BOTH_WAYS: tuple[Scale, ...] = ((-1, 1), (-2, 2), (-3, 3), (-5, 5), (-10, 10))

#: The columns of which one says which actor a row is about.
_IDENTIFYING: frozenset[Field] = frozenset({"name", "id", "code"})
#: What the cells of columns with terms are parsed by.
_TERMS: Mapping[Field, Callable[[str], object]] = {
    "kind": kind_of,
    "role": role_of,
    "confidence": confidence_of,
    "basis": basis_of,
}
#: So many different words are looked at, and so large a share of them are values where a column is rated.
_MOST_WORDS, _LEAST_RATED = 200, 0.5


@dataclass(frozen=True, slots=True)
class Table:
    """A table: headers, the field of each column (None if it is not read), and rows of equal length.

    Without headings all headers are empty. `chosen` are the scales that were chosen for columns whose heading
    names none: the place of each, its field then, and the scale.
    """

    headers: tuple[str, ...]
    columns: tuple[Field | None, ...]
    rows: tuple[tuple[str, ...], ...]
    has_headings: bool = True
    chosen: tuple[tuple[int, Field, Scale], ...] = ()

    @property
    def names_actors(self) -> bool:
        """Whether a column says which actor a row is about."""
        return not _IDENTIFYING.isdisjoint(self.columns)

    def header(self, place: int) -> str:
        """The header of a column, or its number if it has none."""
        return self.headers[place] or tr("column {number}", number=str(place + 1))

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headers of the columns that are not read and not empty."""
        return tuple(
            self.header(place)
            for place, column in enumerate(self.columns)
            if column is None and (self.headers[place] or any(row[place] for row in self.rows))
        )

    @property
    def scales(self) -> Mapping[Field, Scale]:
        """The scale of each quantity whose header names one, or for which one was chosen; the ends of a range
        share it.
        """
        return {**self._chosen_scales, **self._named_scales}

    @property
    def _chosen_scales(self) -> Mapping[Field, Scale]:
        return {
            quantity: scale
            for place, field, scale in self.chosen
            if self.columns[place] == field and (quantity := quantity_of(field)) is not None
        }

    @property
    def _named_scales(self) -> Mapping[Field, Scale]:
        found: dict[Field, Scale] = {}
        for header, column in zip(self.headers, self.columns, strict=True):
            quantity, scale = quantity_of(column), scale_in(header)
            if quantity is not None and scale is not None and (quantity not in found or column == quantity):
                found[quantity] = scale
        return found

    @property
    def scale_plans(self) -> Mapping[Field, ScalePlan]:
        """How the cells of each quantity are read: on which scale, and as what the words that stand there."""
        found: dict[Field, ScalePlan] = {}
        scales = self.scales
        for quantity, places in self._quantities().items():
            texts = dict.fromkeys(text for place in places for text in _texts(self, place))
            said = [text for text in texts if not is_number(text)][:_MOST_WORDS]
            words = scale_of(quantity, self.header(places[0]), said).words if said else {}  # type: ignore[arg-type]
            low, high = scales.get(quantity, native_scale(quantity))
            # Numbers are on the scale, whatever the heading explains.
            words = {word: value for word, value in words.items() if not is_number(word)}
            found[quantity] = ScalePlan(low=low, high=high, words=words)
        return found

    @property
    def unread_scales(self) -> Mapping[str, Scale]:
        """The map's scales that are taken instead of those in these headers, which are not understood."""
        quantities = {
            header: quantity_of(column) for header, column in zip(self.headers, self.columns, strict=True)
        }
        return {
            header: native_scale(quantity)
            for header, quantity in quantities.items()
            if quantity is not None and quantity not in self.scales and has_unread_scale(header)
        }

    @property
    def offered_scales(self) -> Mapping[int, tuple[Scale, ...]]:
        """By the place of a column, the map's scale and those that its values may be on instead; only for
        columns whose header names no scale, and one for a value and its range.
        """
        named, chosen = self._named_scales, self._chosen_scales
        offered: dict[int, tuple[Scale, ...]] = {}
        for quantity, places in self._quantities().items():
            # The value's own column, or the first end of its range.
            place = next((each for each in places if self.columns[each] == quantity), places[0])
            if quantity in named or has_unread_scale(self.headers[place]):
                continue
            own = native_scale(quantity)
            # The map's own heading means its own scale, others may mean a share of 100.
            is_own = is_own_heading(self.headers[place], quantity)
            texts = (text for each in places for text in _texts(self, each))
            scales = _possible_scales(texts, own, may_be_share=own[0] < 0 and not is_own)
            scales = tuple(dict.fromkeys((own, *scales, chosen.get(quantity, own))))
            if len(scales) > 1:
                offered[place] = scales
        return offered

    def _quantities(self) -> Mapping[Field, Sequence[int]]:
        """The places of each quantity's columns."""
        found: dict[Field, list[int]] = {}
        for place, column in enumerate(self.columns):
            quantity = quantity_of(column)
            if quantity is not None:
                found.setdefault(quantity, []).append(place)
        return found

    @property
    def assumed_scales(self) -> Mapping[int, Scale]:
        """The map's scales that are taken for columns, by place, whose values may be on another one."""
        chosen = {place for place, field, _ in self.chosen if self.columns[place] == field}
        return {place: scales[0] for place, scales in self.offered_scales.items() if place not in chosen}

    @property
    def taken_for_unknown(self) -> Mapping[int, tuple[str, ...]]:
        """By the place of a column, its cells that are read as unknown without having that word."""
        found = {
            place: tuple(row[place] for row in self.rows if is_taken_for_unknown(field, row[place]))
            for place, field in enumerate(self.columns)
            if field is not None
        }
        return {place: texts for place, texts in found.items() if texts}

    @property
    def comma_doubts(self) -> Mapping[int, str]:
        """By the place of a column of values, the doubt about the commas in its numbers."""
        found = {
            place: next(filter(None, (comma_doubt(row[place]) for row in self.rows)), "")
            for places in self._quantities().values()
            for place in places
        }
        return {place: doubt for place, doubt in found.items() if doubt}

    @property
    def converted(self) -> Mapping[Field, Scale]:
        """The scales of quantities that are not those of the map."""
        return {field: scale for field, scale in self.scales.items() if scale != native_scale(field)}

    def with_cell(self, row: int, column: int, text: str) -> Table:
        """The table with the text of one cell replaced."""
        cells = list(self.rows[row])
        cells[column] = text.strip()
        return replace(self, rows=(*self.rows[:row], tuple(cells), *self.rows[row + 1 :]))

    def without_cells(self, places: Iterable[tuple[int, int]]) -> Table:
        """The table with the cells at these rows and columns emptied, so that the map keeps its values."""
        rows = [list(row) for row in self.rows]
        for row, column in places:
            rows[row][column] = ""
        return replace(self, rows=tuple(map(tuple, rows)))

    def without_rows(self, numbers: Iterable[int]) -> Table:
        """The table without these rows (numbered from 0)."""
        gone = frozenset(numbers)
        return replace(self, rows=tuple(row for place, row in enumerate(self.rows) if place not in gone))

    def with_column(self, place: int, field: Field | None) -> Table:
        """The table with another field for a column; a column that had this field is no longer read."""
        columns = [None if column == field else column for column in self.columns]
        columns[place] = field
        return replace(self, columns=tuple(columns))

    def about_issue(self, name: str) -> Table:
        """The table with alignments in the column headed with the name of the issue, unless some are read."""
        headed = [place for place, header in enumerate(self.headers) if header and fold(header) == fold(name)]
        if "alignment" in self.columns or len(headed) != 1 or self.columns[headed[0]] is not None:
            return self
        return self.with_column(headed[0], "alignment")

    def with_scale(self, place: int, scale: Scale) -> Table:
        """The table with a scale for a column, as long as that has its present field and no other scale."""
        field = self.columns[place]
        others = tuple(each for each in self.chosen if each[:2] != (place, field))
        return self if field is None else replace(self, chosen=(*others, (place, field, scale)))

    def with_columns(self, columns: tuple[Field | None, ...]) -> Table:
        """The table with these fields for its columns."""
        return replace(self, columns=columns)

    def with_headings(self, has_headings: bool) -> Table:
        """The table with its first row read as headings or as an actor; the columns keep their fields."""
        if has_headings == self.has_headings or (has_headings and not self.rows):
            return self
        if has_headings:
            return replace(self, headers=self.rows[0], rows=self.rows[1:], has_headings=True)
        headers = ("",) * len(self.headers)
        return replace(self, headers=headers, rows=(self.headers, *self.rows), has_headings=False)


def guessed_table(cells: Iterable[Iterable[str]]) -> Table:
    """A table from rows of cells, whose columns are guessed from the headings in the first row.

    Without a known heading the first row is headings only if it has words alone and one of them is above
    numbers alone: lists of names have no headings. If no column says who a row is about, the first one of
    words does.
    """
    rows = [[unguarded(cell).strip() for cell in row] for row in cells]
    width = max(map(len, rows))
    first, *others = [tuple(row + [""] * (width - len(row))) for row in rows]
    first, others = with_ends(first, others)
    columns = columns_of(first)
    if any(columns):
        return _with_names(_without_unreadable(Table(first, columns, tuple(others))))
    headed = Table(first, columns, tuple(others))
    if is_without_numbers(first) and any(_is_above_numbers(headed, place) for place in range(width)):
        return _with_names(headed)
    return _with_names(Table(("",) * width, (None,) * width, (first, *others), has_headings=False))


def is_without_numbers(cells: Iterable[str]) -> bool:
    """Whether no cell is a number, as in a row of headings or of names."""
    return not any(map(is_number, cells))


def _is_above_numbers(table: Table, place: int) -> bool:
    """Whether a column has a heading and all that is below it is numbers."""
    texts = _texts(table, place)
    return bool(table.headers[place] and texts) and all(map(is_number, texts))


def _with_names(table: Table) -> Table:
    """The table with names in its first column of words that has no field, unless it names actors already."""
    if table.names_actors:
        return table
    for place, column in enumerate(table.columns):
        texts = _texts(table, place)
        if column is None and texts and not any(map(is_number, texts)):
            return table.with_column(place, "name")
    return table


def _without_unreadable(table: Table) -> Table:
    """The table without columns that have the name of a field but hold prose, as "Position" may be a job."""
    columns = list(table.columns)
    for place, column in enumerate(columns):
        if column is None or is_own_heading(table.headers[place], column):
            continue
        texts = _texts(table, place)
        is_read = any(_says(column, text) for text in texts)
        if texts and not is_read and not _are_words(quantity_of(column), table.headers[place], texts):
            columns[place] = None
    return replace(table, columns=tuple(columns))


def _are_words(quantity: Field | None, header: str, texts: Iterable[str]) -> bool:
    """Whether most texts say a value of a quantity in words; of an alignment some that no influence has."""
    if quantity is None:
        return False
    found = Counter(texts)
    ranks = [ranked(text, "stance") for text in list(found)[:_MOST_WORDS]] if quantity == "alignment" else []
    is_sure = quantity != "alignment" or any(rank and rank.family in ("stance", "mixed") for rank in ranks)
    return is_sure and rated_share(found, quantity, header) >= _LEAST_RATED  # type: ignore[arg-type]


def _says(column: Field, text: str) -> bool:
    """Whether a cell says something in a column with a field; where that takes any text, it does."""
    if quantity_of(column) is not None:
        return is_number(text) or is_not_applicable(text) or is_unknown(text)
    if column == "source":
        # A number is that of a row or a footnote.
        return not is_number(text)
    try:
        _TERMS.get(column, str)(text)
    except CellError:
        return False
    return True


def _texts(table: Table, place: int) -> Sequence[str]:
    return [row[place] for row in table.rows if not (is_empty(row[place]) or is_missing(row[place]))]


def _possible_scales(texts: Iterable[str], native: Scale, *, may_be_share: bool) -> tuple[Scale, ...]:
    """The scales in common use, narrower than `native`, that hold all values of a column; 0 to 100 is one of
    them if `may_be_share`.

    None if there are no values but 0, or one that is out of all of them or no number: then it is the map's
    own scale that is meant. Values that are not whole are on none but 0 to 100.
    """
    found: set[float] = set()
    for text in texts:
        if is_number(text):
            found.add(number_in(text))
        elif not (is_not_applicable(text) or is_unknown(text)):
            return ()
    if found <= {0.0}:
        return ()
    are_whole = all(value.is_integer() for value in found)
    scales = (*(_BOTH_WAYS if native[0] < 0 else ()), *_UPWARDS) if are_whole else ()
    if may_be_share:
        scales = (*scales, _SHARE)
    return tuple((low, high) for low, high in scales if low <= min(found) and max(found) <= high)
