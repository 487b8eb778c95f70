"""The source of the app as syntax trees, for tests of what no module may do."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path


def nodes_of(paths: Iterable[Path], words: Iterable[str]) -> Iterator[tuple[Path, ast.AST]]:
    """The nodes of those modules that have any of the words, so that few of a thousand are parsed."""
    wanted = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(words)))})\b")
    for path in paths:
        text = path.read_text("utf-8")
        if wanted.search(text):
            for node in ast.walk(ast.parse(text)):
                yield path, node


def modules(folder: Path) -> list[Path]:
    """The modules in a folder and below it, in the order of their paths."""
    return sorted(folder.rglob("*.py"))
