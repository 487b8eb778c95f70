"""The benchmarks' own arithmetic; how fast anything is, no test says."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.harness import (
    BenchmarkError,
    Row,
    Spent,
    in_turn,
    isolated_environment,
    median,
    run_process,
    seconds_of,
    spent_on,
    table,
)
from benchmarks.run import BENCHMARKS

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
    row = Row.ratio("ours", [1.0, 9.0, 2.0], [4.0, 3.0, 5.0], 0.5)
    assert row.figure == 0.5
    assert row.is_met
    assert (row.lowest, row.highest) == (1.0, 9.0)
    assert not Row.ratio("ours", [3.0], [4.0], 0.5).is_met


def test_a_cost_is_a_median_and_the_worst_is_the_worst() -> None:
    assert Row.cost("frame", [1.0, 2.0, 60.0], 5.0).is_met
    assert not Row.worst("frame", [1.0, 2.0, 60.0], 50.0).is_met


def test_a_cost_tells_how_late_the_latest_are_where_there_are_enough() -> None:
    assert Row.cost("frame", [1.0] * 39, 5.0).late is None
    assert Row.cost("frame", [1.0] * 90 + [9.0] * 10, 5.0).late == 9.0


def test_the_table_says_what_was_met_and_what_was_missed() -> None:
    rows = [Row.ratio("export", [300.0], [400.0], 0.8), Row.cost("a frame", [7.25], 5.0)]
    heading, rule, export, frame = table(rows).splitlines()
    assert heading.startswith("benchmark")
    assert set(rule) == {"-"}
    assert export.split() == ["export", "300", "ms", "300", "to", "300", "400", "ms", "0.75", "0.8", "met"]
    assert frame.split()[-5:] == ["7.25", "ms", "5", "ms", "MISSED"]


def test_work_is_told_apart_from_waiting() -> None:
    spent = spent_on(lambda: time.sleep(0.02))
    assert spent >= 20
    assert 0 <= spent.work < spent
    row = Row.cost("frame", [Spent(30.0, 2.0), Spent(10.0, 4.0), Spent(20.0, 3.0)], 5.0)
    assert (row.ours, row.work) == (20.0, 3.0)


def test_a_call_is_timed() -> None:
    assert seconds_of(lambda: sum(range(1000))) > 0


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


@pytest.mark.parametrize("name", BENCHMARKS)
def test_every_benchmark_finds_what_it_imports(name: str) -> None:
    # As where Python is given the script: its folder comes first of all.
    program = (
        f"import runpy, sys; sys.path[0] = {str(RUN.parent)!r}; runpy.run_path({str(RUN)!r}); "
        f"import benchmarks.{name}"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
