"""The monkey and the fuzzing: what goes wrong in them is told, not passed over."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from faults import fuzz, monkey
from faults.harness import Trial
from faults.monkey import poke


def test_an_error_of_a_reader_is_told_once_with_its_input(tmp_path: Path) -> None:
    def read(data: bytes) -> None:
        if data != b"fine":
            raise RecursionError("too deep")

    watched = fuzz.Watched(read, tmp_path / "told")
    for data in (b"fine", b"bad", b"worse"):
        watched(data)
    watched.finish()
    first, count = (tmp_path / "told").read_text().splitlines()
    assert first.startswith("RecursionError in test_playing.py:")
    assert first.endswith("for b'bad'")
    assert count == "3"


@pytest.mark.parametrize("name", fuzz.TARGETS)
def test_readers_read_what_inputs_are_made_of(name: str, tmp_path: Path) -> None:
    read = fuzz.TARGETS[name](tmp_path)
    for data in fuzz.seeds_of(name):
        read(data)


def test_events_reach_the_widgets_of_a_window(qtbot: Any) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    button = QPushButton("A", window)
    button.resize(300, 200)
    window.resize(300, 200)
    window.show()
    clicks: list[bool] = []
    button.clicked.connect(lambda: clicks.append(True))
    chance = random.Random(1)
    done = {poke(window, chance) for _ in range(200)}
    assert done == {"click", "drag", "type", "turn wheel", "press key", "ask for menu"}
    assert len(clicks) > 10


def test_what_a_batch_tells_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Child:
        def wait(self) -> int:
            return -11

        def said(self) -> list[Any]:
            return [["loss", "at event 3", "KeyError"], ["done", {"click": 2}]]

    monkeypatch.setattr(monkey.ForkServer, "start", lambda *_: Child())
    outcome = monkey.inject(Trial(2, random.Random(1), tmp_path))
    assert outcome.trials == 2
    assert [loss.partition(": ")[2] for loss in outcome.losses] == [
        "ended with -11",
        "loss: at event 3 KeyError",
    ] * 2
    assert outcome.notes == ["4 click"]
