"""ARCHITECTURE.md names every package; what it and the code name exists; tests use what is public."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import stakemap

PACKAGE = Path(stakemap.__file__).parent
TEXT = (PACKAGE / "ARCHITECTURE.md").read_text(encoding="utf-8")
#: What stands in code quotes and looks like a path: a folder with a slash at its end, or a Python module.
PATHS = sorted({name for name in re.findall(r"`([\w./<>-]+)`", TEXT) if name.endswith(("/", ".py"))})


def test_every_package_is_named() -> None:
    folders = {path.parent for path in PACKAGE.rglob("__init__.py")} - {PACKAGE}
    # The registry names the methods, and the README what each answers.
    packages = {folder.relative_to(PACKAGE) for folder in folders if not (folder / "method.py").exists()}
    assert {f"{package.as_posix()}/" for package in packages} <= set(PATHS)


def test_every_module_at_the_top_is_named() -> None:
    modules = {path.name for path in PACKAGE.glob("*.py")} - {"__init__.py", "__main__.py"}
    assert modules <= set(PATHS)


def test_each_path_exists() -> None:
    places = [PACKAGE, PACKAGE / "app" / "canvas", PACKAGE.parents[1]]
    missing = [path for path in PATHS if not any((place / path).exists() for place in places)]
    assert missing == []


#: The folders and modules below the package, as they are imported.
MODULES = {
    path.relative_to(PACKAGE).with_suffix("").as_posix().removesuffix("/__init__"): path
    for path in PACKAGE.rglob("*.py")
}
#: In code quotes, what is named from one of the packages down, and the paths of modules in folders.
DOTTED = re.compile(rf"`((?:{'|'.join(name for name in MODULES if '/' not in name)})\.[\w.]+)[`(]")
MODULE_PATH = re.compile(r"`((?:\w+/)+\w+\.py)`")


def is_there(dotted: str) -> bool:
    """Whether a name such as `picture.slides.layout.compose` is that of a module, or in one."""
    parts = dotted.split(".")
    known = [number for number in range(1, len(parts) + 1) if "/".join(parts[:number]) in MODULES]
    if known[-1] == len(parts):
        return True
    source = MODULES["/".join(parts[: known[-1]])].read_text(encoding="utf-8")
    return re.search(rf"\b{parts[known[-1]]}\b", source) is not None


def test_each_module_that_the_code_names_exists() -> None:
    sources = {name: path.read_text(encoding="utf-8") for name, path in MODULES.items()}
    missing = {
        (name, dotted)
        for name, source in sources.items()
        for dotted in DOTTED.findall(source)
        if not is_there(dotted)
    }
    missing |= {
        (name, path)
        for name, source in sources.items()
        for path in MODULE_PATH.findall(source)
        if not any((place / path).exists() for place in (PACKAGE, PACKAGE.parents[1]))
    }
    assert missing == set()


TESTS = Path(__file__).parent
#: Private names that tests use all the same: that of the `os` module which ends a process at once, what
#: python-pptx leaves to its XML elements, the module that `tempfile` removes files with.
ALLOWED = {"_exit", "_element", "_spTree", "_os"}
#: What named tuples call public.
NAMED_TUPLES = {"_replace", "_asdict", "_fields", "_make"}


def private_names_used(tree: ast.AST) -> Iterator[str]:
    """The private names of others: attributes but of `self` and `cls`, what is imported, what is replaced."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            is_own = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
            names = [] if is_own else [node.attr]
        elif isinstance(node, ast.ImportFrom):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            replaced = node.args[:2] if node.func.attr in ("setattr", "object", "patch") else []
            texts = [each.value for each in replaced if isinstance(each, ast.Constant)]
            names = [text.rpartition(".")[2] for text in texts if isinstance(text, str)]
            names += [each.arg or "" for each in node.keywords] if node.func.attr == "multiple" else []
        else:
            continue
        yield from (name for name in names if re.match(r"_[A-Za-z]", name))


def own_private_names(tree: ast.AST) -> set[str]:
    """The private attributes of the classes in a module, which other objects of them may use."""
    attributes = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    found = {
        node.attr
        for node in attributes
        if isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name) and node.value.id == "self"
    }
    return found | {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_tests_use_no_private_names() -> None:
    found = set()
    for path in TESTS.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        used = set(private_names_used(tree)) - own_private_names(tree) - ALLOWED - NAMED_TUPLES
        found |= {f"{path.relative_to(TESTS).as_posix()}: {name}" for name in used}
    assert found == set()
