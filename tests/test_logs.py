"""The log lies where it should, is turned over, and tells where an error was without quoting a map."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from stakemap import logs


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch):
    """The root logger as it was, once the test is over."""
    logger = logging.getLogger()
    before, level = list(logger.handlers), logger.level
    yield logger
    for handler in [one for one in logger.handlers if one not in before]:
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(level)


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
    path = logs.note_crash(crash())
    assert path is not None
    text = path.read_text(encoding="utf-8")
    assert "ValueError" in text
    assert "KeyError" in text
    assert "test_logs.py" in text
    assert "Secret" not in text


def test_a_folder_that_cannot_be_made_means_no_log(own_folders: Path, root: logging.Logger) -> None:
    (own_folders / "state").write_text("in the way")
    assert logs.note_crash(crash()) is None
    logs.start_logging()


def test_the_log_is_turned_over(root: logging.Logger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "SIZE", 2_000)
    logs.start_logging()
    logs.start_logging()
    for number in range(500):
        logging.getLogger("stakemap.test").info("line %s", number)
    files = sorted(path.name for path in logs.state_folder().iterdir())
    assert files == ["stakemap.log", "stakemap.log.1", "stakemap.log.2", "stakemap.log.3"]
    assert all(path.stat().st_size <= 2_000 for path in logs.state_folder().iterdir())
