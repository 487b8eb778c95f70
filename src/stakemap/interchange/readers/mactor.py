"""Workbooks of MACTOR: actors' valued positions on objectives (2MAO) and their direct influences (MDI).

Positions are from −4 to 4, influences from 0 to 4 (M. Godet, Creating futures, 2006). Some write 2MAO
without signs, which then stand in 1MAO.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.interchange.content import ImportedContent, ImportedRelation, Place
from stakemap.interchange.formats import Format, FormatPage, ReadJob
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.readers.gathering import (
    ALIGNMENT,
    PERCENT,
    Gathering,
    Scale,
    number_in,
    on_scale,
    raw_value,
    sheets_in,
)
from stakemap.interchange.readers.matrices import Label, Matrix, matrix_in, names_in
from stakemap.interchange.tables.sheets import Sheet
from stakemap.text import fold

_VALUED, _SIMPLE, _INFLUENCES = "2mao", "1mao", "mdi"
#: Influences are MDI in English, MID in French and Spanish.
_KINDS: Final = ((_VALUED, re.compile(r"2\W?mao")), (_SIMPLE, re.compile(r"1\W?mao")))
_INFLUENCE_KIND = re.compile(r"\b(?:mdi|mid)\b")
_TITLE_ROWS = 4
_POSITION: Scale = (-4.0, 4.0)
_SIGN: Scale = (-1.0, 1.0)
_WEIGHT: Scale = (0.0, 4.0)


def _kind(sheet: Sheet) -> str:
    """Which matrix a sheet holds, by its name, else by what stands above it."""
    cells = (str(cell) for row in sheet.rows[:_TITLE_ROWS] for cell in row)
    for text in map(fold, (sheet.name, *cells)):
        for kind, pattern in _KINDS:
            if pattern.search(text):
                return kind
        if _INFLUENCE_KIND.search(text):
            return _INFLUENCES
    return ""


def _is_study(file: IncomingFile) -> bool:
    if file.container != "workbook":
        return False
    kinds = {_kind(sheet) for sheet in sheets_in(file)}
    return bool(kinds & {_VALUED, _SIMPLE})


def _page() -> FormatPage:
    return FormatPage(
        reads=(
            tr("positions on objectives (2MAO, −4 to 4, with signs from 1MAO where it has none) as stances"),
            tr("how strong a position is, as salience"),
            tr("direct influences (MDI, 1 to 4) as directed relations"),
        ),
        keeps=(tr("the strength of an influence in the note of the relation"),),
        loses=(tr("computed matrices and balances"),),
    )


def _read(job: ReadJob) -> ImportedContent:
    sheets = sheets_in(job.file)
    matrices: dict[str, Matrix] = {}
    for sheet in sheets:
        kind = _kind(sheet)
        matrix = matrix_in(sheet) if kind and kind not in matrices else None
        if matrix is not None:
            matrices[kind] = matrix
    positions = matrices.get(_VALUED) or matrices.get(_SIMPLE)
    if positions is None:
        raise MapReadError(tr("No sheet of this MACTOR study has positions of actors on objectives."))
    gathering = Gathering(job)
    for matrix in matrices.values():
        gathering.read_from(matrix.sheet)
    lists = [sheet for sheet in sheets if all(sheet is not matrix.sheet for matrix in matrices.values())]
    codes = [label.name for matrix in matrices.values() for label in (*matrix.rows, *matrix.columns)]
    study = _Study(gathering, names_in(lists, codes))
    study.positions(positions, matrices.get(_SIMPLE))
    if _INFLUENCES in matrices:
        study.influences(matrices[_INFLUENCES])
    else:
        gathering.left_out(tr("There is no matrix of direct influences (MDI): relations are not read."))
    gathering.left_out(tr("MACTOR has no measure of influence as such: it is unknown."))
    return gathering.content(title=job.file.stem)


class _Study:
    """Takes the matrices into one gathering."""

    def __init__(self, gathering: Gathering, names: dict[str, str]) -> None:
        self._gathering, self._names = gathering, names
        #: Keys of actors by folded name or code.
        self._actors: dict[str, str] = {}
        #: Whether there are signs alone, of a study without 2MAO.
        self._is_simple = False

    def positions(self, matrix: Matrix, simple: Matrix | None) -> None:
        """Take in the stances; of a matrix without signs, these are those of the simple one."""
        gathering = self._gathering
        objectives = {
            column.index: gathering.issue(
                f"column {column.index}",
                self._names.get(fold(column.name), column.name),
                _place(matrix, matrix.rows[0], column),
            )
            for column in matrix.columns
        }
        is_signed = any((number_in(cell) or 0.0) < 0 for cell in _cells(matrix))
        is_simple = self._is_simple = matrix is simple
        signs = None if is_signed or is_simple else simple
        self._doubts(matrix, is_simple=is_simple, is_unsigned=not is_signed and signs is None)
        taken: set[str] = set()
        for row_index, row in enumerate(matrix.rows):
            actor = self._actor(row, matrix)
            if actor in taken:
                place = Place(sheet=matrix.sheet.name, row=row.index + 1)
                gathering.refused(tr("{name} stands here twice; the first row counts.", name=row.name), place)
                continue
            taken.add(actor)
            for column_index, column in enumerate(matrix.columns):
                at = row_index, column_index
                self._position(matrix, signs, (row, column), at, (actor, objectives[column.index]))

    def _position(
        self,
        matrix: Matrix,
        signs: Matrix | None,
        labels: tuple[Label, Label],
        at: tuple[int, int],
        keys: tuple[str, str],
    ) -> None:
        """Take in the stance of one cell, which is that of `keys`, an actor and an objective."""
        is_simple = self._is_simple
        scale = _SIGN if is_simple else _POSITION
        place = _place(matrix, *labels)
        value = self._gathering.number(matrix.cell(*labels), scale, place)
        if value is None or not all(keys):
            return
        name = tr("Position")
        if signs is not None and value:
            sign = self._sign(signs, *labels, at)
            if not sign:
                self._gathering.refused(tr("1MAO does not say for which side this position is."), place)
                return
            value, name = value * sign, tr("Position, with its sign from 1MAO,")
        self._gathering.stance(
            *keys,
            place,
            (raw_value(name, value, scale),),
            alignment=on_scale(value, scale, ALIGNMENT),
            salience=None if is_simple else on_scale(abs(value), _WEIGHT, PERCENT),
        )

    def _doubts(self, matrix: Matrix, *, is_simple: bool, is_unsigned: bool) -> None:
        place = Place(sheet=matrix.sheet.name)
        if is_simple:
            self._gathering.doubt(tr("There is no 2MAO: positions of 1MAO are read as full ones."), place)
        elif is_unsigned:
            self._gathering.doubt(
                tr("No position is negative and there is no 1MAO: all are read as in favour."), place
            )

    @staticmethod
    def _sign(signs: Matrix, row: Label, column: Label, at: tuple[int, int]) -> float:
        """The sign of a position: found by the names, else by the place."""
        rows = signs.rows_called(row.name) or signs.rows[at[0] : at[0] + 1]
        columns = signs.columns_called(column.name) or signs.columns[at[1] : at[1] + 1]
        value = number_in(signs.cell(rows[0], columns[0])) if rows and columns else None
        return 0.0 if not value else (1.0 if value > 0 else -1.0)

    def influences(self, matrix: Matrix) -> None:
        """Take in a relation for each influence of one actor on another."""
        sources = [self._actor(row, matrix) for row in matrix.rows]
        seen: set[tuple[str, str]] = set()
        is_square = len(matrix.columns) == len(sources)
        for row, source in zip(matrix.rows, sources, strict=True):
            for index, column in enumerate(matrix.columns):
                target = self._actors.get(fold(column.name), sources[index] if is_square else "")
                place = _place(matrix, row, column)
                value = self._gathering.number(matrix.cell(row, column), _WEIGHT, place)
                if not value or not source or source == target:
                    continue
                if not target:
                    self._gathering.refused(tr("There is no actor {name}.", name=column.name), place)
                    continue
                if (source, target) in seen:
                    self._gathering.refused(
                        tr("This influence stands here twice; the first one counts."), place
                    )
                    continue
                seen.add((source, target))
                note = raw_value(tr("Direct influence"), value, _WEIGHT)
                self._gathering.relations.append(
                    ImportedRelation(
                        key=f"{source} {target}",
                        source=source,
                        target=target,
                        label=tr("influences"),
                        note=note,
                        place=place,
                    )
                )

    def _actor(self, label: Label, matrix: Matrix) -> str:
        """The key of the actor of a row, which is known by its name or its code from the second matrix on."""
        for text in filter(None, (label.name, label.code)):
            if fold(text) in self._actors:
                return self._actors[fold(text)]
        name = self._names.get(fold(label.name), label.name)
        place = Place(sheet=matrix.sheet.name, row=label.index + 1, column=1)
        key = self._gathering.actor(f"row {label.index} of {matrix.sheet.name}", name, place)
        for text in filter(None, (label.name, label.code, name)):
            self._actors.setdefault(fold(text), key)
        return key


def _cells(matrix: Matrix) -> Sequence[object]:
    return [matrix.cell(row, column) for row in matrix.rows for column in matrix.columns]


def _place(matrix: Matrix, row: Label, column: Label) -> Place:
    return Place(sheet=matrix.sheet.name, row=row.index + 1, column=column.index + 1)


FORMATS = (Format("mactor", lambda: "MACTOR", (".xlsx", ".xls", ".ods"), _is_study, _read, _page),)
