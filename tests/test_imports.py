"""Who may import whom, and what the command line must not import to start fast."""

from __future__ import annotations

import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

from samples import tiny
from stakemap.storage.files import save_map

ROOT = Path(__file__).resolve().parent.parent


def imported_by(*arguments: str) -> set[str]:
    """The modules that one command has imported when it ends."""
    code = (
        "import sys; from stakemap.cli import main; status = main(sys.argv[1:]); "
        "print('\\n'.join(sorted(sys.modules)), file=sys.stderr); sys.exit(status)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False, timeout=60
    )
    assert result.returncode == 0, result.stderr[-2000:]
    return set(result.stderr.split())


def loaded(modules: set[str], *packages: str) -> set[str]:
    """Those of the packages that were loaded."""
    return {
        package for package in packages if any(f"{module}.".startswith(f"{package}.") for module in modules)
    }


def test_contracts_hold() -> None:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    result = subprocess.run(
        [sys.executable, "-c", code, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_no_modules_import_each_other_even_for_types_alone() -> None:
    graph = grimp.build_graph("stakemap", cache_dir=None)
    imported = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    TopologicalSorter(imported).prepare()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["--help"],
        ["export", "--help"],
        ["import", "--help"],
        ["analyse", "--help"],
        ["analyse", "--methods"],
        ["merge", "--help"],
        ["round", "start", "--help"],
    ],
)
def test_telling_the_version_loads_nothing_heavy(arguments: list[str]) -> None:
    heavy = ("PySide6", "shiboken6", "numpy", "pydantic", "orjson", "pyqtgraph", "stakemap.model")
    assert not loaded(imported_by(*arguments), *heavy)


def test_registries_are_asked_only_by_the_commands_that_need_them() -> None:
    modules = imported_by("--help")
    assert not loaded(
        modules, "stakemap.registry", "stakemap.picture", "stakemap.export", "stakemap.interchange"
    )


def test_export_loads_only_what_it_draws_with(tmp_path: Path) -> None:
    picture = str(tmp_path / "picture.png")
    modules = imported_by("export", "--preset", "armenia-turkiye", "-o", picture)
    assert loaded(modules, "PySide6.QtGui") == {"PySide6.QtGui"}
    unneeded = (
        "PySide6.QtWidgets",
        "numpy",
        "pyqtgraph",
        "pptx",
        "sqlite3",
        "stakemap.app.shell.application",
    )
    assert not loaded(modules, *unneeded)


def test_analysing_needs_no_qt() -> None:
    modules = imported_by("analyse", "--preset", "armenia-turkiye", "--json")
    assert not loaded(modules, "PySide6", "shiboken6", "pyqtgraph", "stakemap.app", "stakemap.picture")


def test_merging_needs_no_qt(tmp_path: Path) -> None:
    file = str(tmp_path / "map.json")
    save_map(Path(file), tiny())
    modules = imported_by("merge", file, file, file, "-o", file)
    assert not loaded(modules, "PySide6", "numpy", "stakemap.picture", "stakemap.app", "stakemap.interchange")


def test_importing_a_table_needs_no_qt(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("Name\nGeorgia\n", "utf-8")
    modules = imported_by("import", str(table), "-o", str(tmp_path / "map.json"))
    assert not loaded(modules, "PySide6", "numpy", "stakemap.picture.slides.slide", "stakemap.app")


@pytest.mark.parametrize("command", [["presets"], ["schema"], ["new", "-o", "map.stakemap.json"]])
def test_commands_about_files_need_no_qt(command: list[str], tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert not loaded(imported_by(*command), "PySide6", "numpy")
