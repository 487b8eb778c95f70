"""The log lies where it should and tells where an error was without quoting a map."""

from __future__ import annotations

from pathlib import Path

import pytest

from stakemap import logs


def crash() -> BaseException:
    try:
        try:
            raise KeyError("Secret Actor")
        except KeyError as error:
            raise ValueError("Secret Reason") from error
    except ValueError as error:
        return error


def test_the_state_folder_can_be_chosen(own_folders: Path) -> None:
    assert logs.log_file() == own_folders / "state" / "stakemap.log"


def test_the_usual_state_folder_is_the_platforms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STAKEMAP_STATE_DIR")
    assert logs.state_folder().is_absolute()
    assert "stakemap" in logs.state_folder().parts


def test_a_crash_names_places_and_quotes_nothing() -> None:
    path = logs.log_crash(crash())
    assert path is not None
    text = path.read_text(encoding="utf-8")
    assert text.index("KeyError") < text.index("ValueError")
    assert "test_logs.py" in text
    assert "Secret" not in text


def test_later_crashes_are_added() -> None:
    logs.log_crash(crash())
    path = logs.log_crash(ZeroDivisionError("division by zero"))
    assert path is not None
    text = path.read_text(encoding="utf-8")
    assert "KeyError" in text
    assert "ZeroDivisionError: division by zero" in text


def test_a_folder_that_cannot_be_made_means_no_log(own_folders: Path) -> None:
    (own_folders / "state").write_text("in the way")
    assert logs.log_crash(crash()) is None
