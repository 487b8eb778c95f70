"""The fault table itself: what it shows, and that a loss is not overlooked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from faults import __main__ as command
from faults.harness import Outcome, Row, Trial, own_home, table
from stakemap.logs import state_folder


def row(inject: Callable[[Trial], Outcome]) -> Row:
    return Row("made-up", "a made-up fault", "nothing", 100, 3, inject)


def counted(trial: Trial) -> Outcome:
    assert state_folder().parent.parent == trial.folder.parent
    return Outcome(trials=trial.count, notes=[f"{trial.chance.random():.3f}"])


def test_the_same_seed_gives_the_same_trials() -> None:
    one, same, other = (row(counted).run(7, seed).notes for seed in (1, 1, 2))
    assert one == same != other


def test_a_loss_is_shown_and_gives_a_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    fine = row(counted)
    monkeypatch.setattr(command, "ROWS", (fine,))
    assert command.main(["--scale", "0.5"]) == 0
    assert "nothing lost" in capsys.readouterr().out
    lossy = row(lambda trial: Outcome(trials=trial.count, losses=["a judgement"]))
    monkeypatch.setattr(command, "ROWS", (fine, lossy))
    assert command.main(["--short"]) == 1
    assert "LOST 1: a judgement" in capsys.readouterr().out


def test_a_row_that_fails_counts_as_a_loss(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    def fail(trial: Trial) -> Outcome:
        raise ValueError("broken")

    monkeypatch.setattr(command, "ROWS", (row(fail),))
    assert command.main([]) == 1
    assert "broken" in capsys.readouterr().out


def test_a_row_that_did_not_run_says_why() -> None:
    text = table([(row(counted), Outcome(skipped="no strace here"))])
    assert "not run: no strace here" in text


def test_a_wrong_name_is_told(capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit):
        command.main(["nonsense"])
    assert "there is no row nonsense" in capsys.readouterr().err


def test_a_home_of_its_own_ends_with_it(tmp_path) -> None:
    before = state_folder()
    with own_home(tmp_path):
        assert state_folder() == tmp_path / "state"
    assert state_folder() == before
