"""The row of the fault table that is about pairs of PySide6 and Python; it itself runs with the others."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from faults import soak
from faults.harness import Outcome, Trial
from faults.soak import Pair


@pytest.fixture(autouse=True)
def _no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("PYENV_ROOT", "/nowhere")


def run(*pythons: str, count: int = 10) -> Outcome:
    """Some calls with this Python and others."""
    return soak.inject(Trial(count, random.Random(1), Path(), pythons))


@pytest.mark.skipif(sys.platform == "linux", reason="the fault table runs it")
def test_qt_survives_many_calls() -> None:
    assert run(count=200_000).losses == []


def test_a_pair_that_is_lost_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soak, "soak", lambda *_: "lost 7 references to None")
    (loss,) = run().losses
    assert loss.startswith(f"Python {sys.version.split()[0]} with PySide6 ")
    assert loss.endswith(": lost 7 references to None")


def test_a_python_that_was_asked_for_and_has_no_qt_is_told() -> None:
    outcome = run(sys.executable, "/nowhere/python3")
    assert outcome.losses == ["/nowhere/python3 has no PySide6"]
    assert outcome.trials == 1


def test_other_pythons_are_looked_for_in_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    one = tmp_path / "python3.12"
    one.write_text("#!/bin/sh\n")
    one.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert list(soak.pythons()) == [str(one)]


@pytest.mark.parametrize(
    ("python", "qt", "supported"),
    [
        ("3.11.7", "6.11.3", True),
        ("3.11.7", "6.12.0", False),
        ("3.13.0", "6.12.0", True),
        ("3.13.0", "6.11.1", False),
    ],
)
def test_a_pair_is_supported_where_stakemap_may_be_installed(python: str, qt: str, supported: bool) -> None:
    assert soak.is_supported(Pair(python, qt)) is supported
