"""Register fixtures as text: what a case file describes, the file that is made of it, and what must come out.

A case is a TOML file. `file` is the name of the file; its ending says how it is written. `rows` of each sheet
are lines of cells separated by "|": numbers are numbers, text in 'single quotes' is a text whatever it looks
like, `@2023-05-01` is a date, "=…" a formula, "\\n" a line break, a backslash before "|" keeps it.
`merged`, `state`, `comments` and `choices` (validation lists by range) are of workbooks, `encoding`,
`delimiter`, `decimal` and `line_end` of text; `raw` is a text as it stands.

`expected` is a table of actors: its heading names a field of the actor ("group", "kind", "tags", "note"), or
a quantity, with "@" and the name of an issue or a snapshot where there are several. A value is a number,
"85 (70–100)" with its range, "~60" about that, ">0" and "<20" a bound, "unknown", "contradicted" where rows
say several, "*" anything, or empty where nothing is judged. In texts "*" stands for anything. `left_out`,
`refused` and `doubts` are parts of remarks; `nowhere` must not be in what is imported.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

__all__ = ["CASES", "Case", "Expected", "cells_of", "read_case"]

FOLDER = Path(__file__).parent / "fixtures" / "registers"
CASES = tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))

_SEPARATOR = re.compile(r"(?<!\\)\|")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
Cell = str | float | date | None


@dataclass(frozen=True)
class Expected:
    """One cell of the table that is expected: the actor, the heading, and the text of the value."""

    actor: str
    heading: str
    text: str


@dataclass(frozen=True)
class Case:
    """A case: the file to import and what must come out."""

    name: str
    says: str
    file: str
    data: bytes
    actors: tuple[str, ...]
    expected: tuple[Expected, ...]
    left_out: tuple[str, ...]
    refused: tuple[str, ...]
    doubts: tuple[str, ...]
    #: Texts that must not be anywhere in the map.
    nowhere: tuple[str, ...]
    #: Part of the sentence that refuses the whole file.
    error: str


def read_case(name: str) -> Case:
    """The case of that name, its file made in memory."""
    tree = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    rows = [_split(line) for line in tree.get("expected", "").strip().splitlines()]
    headings, entries = (rows[0], rows[1:]) if rows else ([], [])
    assert all(len(row) == len(headings) for row in entries), name
    return Case(
        name,
        tree["says"],
        tree["file"],
        _written(tree),
        tuple(row[0] for row in entries),
        tuple(
            Expected(row[0], heading, text)
            for row in entries
            for heading, text in zip(headings[1:], row[1:], strict=True)
        ),
        tuple(tree.get("left_out", ())),
        tuple(tree.get("refused", ())),
        tuple(tree.get("doubts", ())),
        tuple(tree.get("nowhere", ())),
        tree.get("error", ""),
    )


def cells_of(text: str) -> list[list[Cell]]:
    """The cells that the lines of a case describe."""
    return [[_cell(cell) for cell in _split(line)] for line in text.strip("\n").splitlines()]


def _split(line: str) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in _SEPARATOR.split(line)]


def _cell(text: str) -> Cell:
    if not text:
        return None
    if text.startswith("'") and text.endswith("'") and len(text) > 1:
        return text[1:-1].replace("\\n", "\n")
    if text.startswith("@"):
        return date.fromisoformat(text[1:])
    return float(text) if _NUMBER.fullmatch(text) else text.replace("\\n", "\n")


def _written(tree: dict[str, Any]) -> bytes:
    ending = Path(tree["file"]).suffix
    if ending in (".xls", ".ods"):
        return (FOLDER / tree["file"]).read_bytes()
    return _workbook(tree["sheet"]) if ending == ".xlsx" else _text(tree)


def _text(tree: dict[str, Any]) -> bytes:
    if "raw" in tree:
        return str(tree["raw"]).encode(tree.get("encoding", "utf-8"))
    stream = io.StringIO(newline="")
    writer = csv.writer(
        stream, delimiter=tree.get("delimiter", ","), lineterminator=tree.get("line_end", "\r\n")
    )
    decimal = tree.get("decimal", ".")
    for row in cells_of(tree["rows"]):
        writer.writerow([_plain(cell, decimal) for cell in row])
    return stream.getvalue().encode(tree.get("encoding", "utf-8"))


def _plain(cell: Cell, decimal: str) -> str:
    if isinstance(cell, float):
        return f"{cell:g}".replace(".", decimal)
    return "" if cell is None else str(cell)


def _workbook(sheets: Sequence[dict[str, Any]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    book.remove(book.active)
    for described in sheets:
        sheet = book.create_sheet(described["name"])
        for row, cells in enumerate(cells_of(described["rows"]), start=1):
            for column, cell in enumerate(cells, start=1):
                if cell is not None:
                    sheet.cell(row, column, int(cell) if _is_whole(cell) else cell)
        for merged in described.get("merged", ()):
            sheet.merge_cells(merged)
        for place, text in described.get("comments", {}).items():
            sheet[place].comment = Comment(text, "")
        for place, choices in described.get("choices", {}).items():
            listed = choices if isinstance(choices, str) else '"' + ",".join(choices) + '"'
            validation = DataValidation(type="list", formula1=listed)
            validation.add(place)
            sheet.add_data_validation(validation)
        sheet.sheet_state = described.get("state", "visible")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _is_whole(cell: Cell) -> bool:
    return isinstance(cell, float) and cell.is_integer()
