"""The benchmarks' own arithmetic; how fast anything is, no test says."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.harness import (
    BenchmarkError,
    Case,
    Round,
    Row,
    case,
    in_turn,
    isolated_environment,
    median,
    milliseconds_of,
    run_process,
)
from benchmarks.run import BENCHMARKS, SOURCE, TESTS, measured, suite_beside
from benchmarks.table import Figure, Line, figures, table

RUN = Path(__file__).parent / "run.py"


def test_the_median_of_an_even_number_lies_between_the_middle_two() -> None:
    assert median([4.0, 1.0, 3.0]) == 3.0
    assert median([4.0, 1.0, 3.0, 100.0]) == 3.5


def test_measures_take_turns_and_the_first_round_is_not_counted() -> None:
    order: list[str] = []

    def measure(name: str) -> float:
        order.append(name)
        return float(len(order))

    first, second = in_turn(2, lambda: measure("a"), lambda: measure("b"))
    assert order == ["a", "b"] * 3
    assert first == [3.0, 5.0]
    assert second == [4.0, 6.0]


def test_a_ratio_is_of_medians_and_held_against_its_limit() -> None:
    row = Row("ours", 0.5)
    (figure,) = figures([row], [Round([[1.0, 9.0]], [[4.0]]), Round([[2.0]], [[3.0, 5.0]])])
    assert figure == Figure(2.0, 4.0)
    assert figure.ratio == 0.5
    assert Line(row, figure).is_met
    assert not Line(row, Figure(3.0, 4.0)).is_met


def test_the_worst_is_the_worst_against_the_median_of_the_floor() -> None:
    rounds = [Round([[1.0, 2.0, 60.0]], [[9.0, 10.0, 90.0]])]
    assert figures([Row("frame", 5.0)], rounds) == [Figure(2.0, 10.0)]
    assert figures([Row("frame", 5.0, is_worst=True)], rounds) == [Figure(60.0, 10.0)]


def test_a_row_without_samples_has_no_figure_and_meets_nothing() -> None:
    row = Row("memory", 1.3, unit="MB")
    assert figures([row], [Round([[]], [[80.0]])]) == [None]
    assert figures([row], []) == [None]
    assert not Line(row, None).is_met


def test_a_case_runs_its_subject_and_then_its_floor() -> None:
    order: list[str] = []

    def measure(name: str) -> float:
        order.append(name)
        return float(len(order))

    one = case("frame", lambda: measure("ours"), lambda: measure("floor"), 2.0)
    assert one.round() == Round([[1.0]], [[2.0]])
    assert order == ["ours", "floor"]


def test_a_run_gives_samples_for_each_row_or_the_same_for_all() -> None:
    rows = (Row("edit", 1.0), Row("undo", 1.0))
    assert Case(rows, lambda: (1.0, [2.0, 3.0]), lambda: 4.0).round() == Round(
        [[1.0], [2.0, 3.0]], [[4.0], [4.0]]
    )
    with pytest.raises(BenchmarkError, match="3 results for 2 rows"):
        Case(rows, lambda: (1.0, 2.0, 3.0), lambda: 4.0).round()


def test_the_table_says_what_was_met_and_what_was_missed() -> None:
    lines = [
        Line(Row("export", 0.8), Figure(300.0, 400.0)),
        Line(Row("frame", 5.0), Figure(7.25, 1.25)),
        Line(Row("web", 1.0), None, missing="Chromium is not installed"),
    ]
    heading, rule, export, frame, web, why = table(lines).splitlines()
    assert heading.split() == ["benchmark", "median", "floor", "ratio", "limit", "met?"]
    assert set(rule) == {"-"}
    assert export.split() == ["export", "300", "ms", "400", "ms", "0.75", "0.8", "met"]
    assert frame.split() == ["frame", "7.25", "ms", "1.25", "ms", "5.80", "5", "MISSED"]
    assert web.split() == ["web", "1", "not", "measured"]
    assert why == "web: not measured, since Chromium is not installed."


def test_the_table_has_what_was_before_where_it_was_measured() -> None:
    row = Row("export", 0.8, unit="MB")
    lines = [Line(row, Figure(300.0, 400.0), Figure(500.0, 400.0)), Line(row, Figure(300.0, 400.0))]
    heading, _, both, one = table(lines, compares=True).splitlines()
    assert heading.split()[-6:] == ["median", "before", "floor", "before", "ratio", "before"]
    assert both.split()[-6:] == ["met", "500", "MB", "400", "MB", "1.25"]
    assert one.split()[-1] == "met"


TOY = """
from benchmarks.harness import Case, NotInstalledError, Row, case
from stakemap import FIGURE

def cases():
    print("what is printed meanwhile is no answer")
    yield case("frame", lambda: FIGURE, lambda: 2.0, 5.0)
    rows = Row("slow", 5.0), Row("memory", 5.0, unit="MB")
    yield Case(rows, lambda: (3.0, []), lambda: 1.0, is_once=True)
    yield case("web", lambda: FIGURE, missing, 5.0)

def missing():
    raise NotInstalledError("there is no browser")
"""


def checkout(folder: Path, figure: float, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The `src` of a package that measures `figure`, with the toy benchmark on the path of its processes."""
    package = folder / "src" / "stakemap"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(f"FIGURE = {figure}\n", "utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(folder.parent), os.environ.get("PYTHONPATH", ""))))
    return package.parent


def test_two_checkouts_are_measured_in_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "toy_benchmark.py").write_text(TOY, "utf-8")
    new = checkout(tmp_path / "new", 4.0, monkeypatch)
    old = checkout(tmp_path / "old", 6.0, monkeypatch)
    frame, slow, memory, web = measured("toy_benchmark", [new, old], 2)
    assert (frame.row.name, frame.figure, frame.before) == ("frame", Figure(4.0, 2.0), Figure(6.0, 2.0))
    assert (slow.row.name, slow.figure, slow.before) == ("slow", Figure(3.0, 1.0), Figure(3.0, 1.0))
    assert (memory.row.unit, memory.figure, memory.missing) == ("MB", None, "")
    assert (web.figure, web.missing) == (None, "there is no browser")


def test_a_benchmark_that_fails_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "toy_benchmark.py").write_text(
        "def cases():\n    raise ValueError('no luck')\n    yield", "utf-8"
    )
    source = checkout(tmp_path / "new", 4.0, monkeypatch)
    with pytest.raises(BenchmarkError, match="ended with status 1"):
        measured("toy_benchmark", [source], 1)
    assert "no luck" in capfd.readouterr().err


def test_a_checkout_is_measured_by_its_own_benchmarks_if_it_has_such(tmp_path: Path) -> None:
    assert suite_beside(SOURCE) == TESTS
    assert suite_beside(tmp_path / "src") == TESTS
    worker = tmp_path / "tests" / "benchmarks" / "worker.py"
    worker.parent.mkdir(parents=True)
    worker.touch()
    assert suite_beside(tmp_path / "src") == tmp_path / "tests"


def test_a_call_is_timed_by_the_clock_or_by_the_processor() -> None:
    assert milliseconds_of(lambda: sum(range(1000))) > 0
    assert milliseconds_of(lambda: time.sleep(0.02)) >= 20
    assert milliseconds_of(lambda: time.sleep(0.02), time.process_time) < 20


def test_a_process_tells_what_it_cost_and_why_it_failed(tmp_path: Path) -> None:
    cost = run_process([sys.executable, "-c", "pass"], {}, tmp_path)
    assert cost.seconds > 0
    assert cost.peak is None or cost.peak > 1_000_000
    with pytest.raises(BenchmarkError, match="status 3: no luck"):
        run_process([sys.executable, "-c", "print('no luck'); raise SystemExit(3)"], {}, tmp_path)


def test_what_is_measured_may_keep_what_python_compiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    with isolated_environment() as (environment, _):
        assert "PYTHONDONTWRITEBYTECODE" not in environment


def test_every_benchmark_finds_what_it_imports() -> None:
    # As where Python is given the script: its folder comes first of all.
    program = (
        f"import importlib, runpy, sys; sys.path[0] = {str(RUN.parent)!r}; runpy.run_path({str(RUN)!r}); "
        f"[importlib.import_module('benchmarks.' + name).cases for name in {BENCHMARKS!r}]"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
