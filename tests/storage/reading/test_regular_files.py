"""Reading of untrusted files."""

from __future__ import annotations

import ast
import os
import re
import sys
from pathlib import Path

import pytest

import stakemap
from stakemap.storage.reading.regular_files import NotRegularError, TooLargeError, open_regular, read_regular


def test_a_file_up_to_the_limit_is_read_and_a_larger_one_refused(tmp_path: Path) -> None:
    path = tmp_path / "note"
    path.write_bytes(b"12345")
    assert read_regular(path, 5) == b"12345"
    with pytest.raises(TooLargeError) as refused:
        read_regular(path, 4)
    assert refused.value.size == 5


def test_a_sparse_file_of_a_terabyte_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "note"
    with path.open("wb") as stream:
        stream.truncate(2**40)
    with pytest.raises(TooLargeError):
        read_regular(path, 2**20)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither in the file system")
def test_a_pipe_and_a_device_are_refused_without_waiting(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        with pytest.raises(NotRegularError) as refused:
            read_regular(path, 100)
        assert not refused.value.is_folder


def test_a_folder_is_told_from_a_device(tmp_path: Path) -> None:
    with pytest.raises(NotRegularError) as refused, open_regular(tmp_path):
        pass
    assert refused.value.is_folder


#: Modules that open files by themselves: the one for reading, those that only write, and packaged resources.
OPENING = {
    "private_files.py": {"os.open"},
    "resources.py": {"read_text"},
    "commands/desktop_setup.py": {"read_bytes", "read_text"},
    "commands/output.py": {"os.open"},
    "storage/policy/__init__.py": {"os.open"},
    "storage/reading/regular_files.py": {"os.open", "os.fdopen"},
    "storage/saving/writing.py": {"os.open"},
    "storage/locks/locks.py": {"os.open"},
    "storage/saving/temporary_files.py": {"os.open"},
    "app/kit/icons.py": {"read_text"},
    "app/shell/about.py": {"read_text"},
}
MODE = re.compile(r"[rwaxbt+]{1,3}")
#: So that few of a thousand modules are parsed.
MAY_OPEN = re.compile(r"\b(?:open|fdopen|read_bytes|read_text|QFile|fromfile)\(")


def openings(module: Path) -> set[str]:
    """What a module calls to open files, other than private ones that it writes."""
    found = set[str]()
    text = module.read_text("utf-8")
    if not MAY_OPEN.search(text):
        return found
    tree = ast.parse(text)
    entered = {
        item.context_expr for node in ast.walk(tree) if isinstance(node, ast.With) for item in node.items
    }
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = ast.unparse(call.func)
        method = name.rpartition(".")[2]
        given = [*call.args[:1], *(keyword.value for keyword in call.keywords)]
        if any(ast.unparse(keyword) == "opener=private_opener" for keyword in call.keywords):
            continue
        if name in {"open", "io.open", "os.open", "os.fdopen"}:
            found.add(name)
        elif method in {"read_bytes", "read_text", "QFile", "fromfile"} or (
            method == "open" and (any(map(is_mode, given)) or (not given and call in entered))
        ):
            found.add(method)
    return found


def is_mode(value: ast.expr) -> bool:
    return (
        isinstance(value, ast.Constant) and isinstance(value.value, str) and bool(MODE.fullmatch(value.value))
    )


PACKAGE = Path(stakemap.__file__).parent


def test_files_are_read_in_one_way() -> None:
    found = {
        name: openings(module) - OPENING.get(name, set())
        for module in PACKAGE.rglob("*.py")
        for name in [module.relative_to(PACKAGE).as_posix()]
    }
    assert {name: ways for name, ways in found.items() if ways} == {}


@pytest.mark.parametrize(
    "code",
    [
        "open(path)",
        "with path.open() as file: ...",
        "path.open('rb')",
        "path.open(mode='r')",
        "os.open(path, 0)",
        "path.read_bytes()",
        "x.path.read_text('utf-8')",
    ],
)
def test_the_ban_finds_each_way(tmp_path: Path, code: str) -> None:
    (tmp_path / "module.py").write_text(code)
    assert openings(tmp_path / "module.py")
