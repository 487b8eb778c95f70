"""The log lies where it should and tells where an error was without quoting a map."""

from __future__ import annotations

import ast
import importlib
import json
import os
import re
import sqlite3
import stat
import sys
from pathlib import Path

import pytest

from source_trees import nodes_of
from stakemap import logs
from stakemap.app.shell.report_lines import LOGGED


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


SECRETS = ("Secret Actor", "/home/secret/Secret Map.json", "Secret_identifier")


def raisers() -> list[BaseException]:
    """An error of each kind whose message the interpreter, the system or a library fills with values."""
    secret = SECRETS[0]
    steps = (
        lambda: {}[secret],
        lambda: int(secret),
        lambda: getattr(object(), SECRETS[2]),
        lambda: getattr(object(), secret),
        lambda: eval(SECRETS[2]),
        lambda: importlib.import_module(SECRETS[2]),
        lambda: Path(SECRETS[1]).read_bytes(),
        lambda: json.loads(f"{{{secret}"),
        lambda: secret.encode("ascii").decode() and "Սեկրետ Secret".encode("ascii"),
        lambda: sqlite3.connect(":memory:").execute(f"SELECT {SECRETS[2]}"),
        lambda: [].index(secret),
        lambda: [1][2],
        lambda: object().nothing,
        lambda: 1 / 0,
    )
    errors: list[BaseException] = [IndexError(secret), RecursionError(secret), MemoryError(SECRETS[1])]
    for step in steps:
        try:
            step()
        except Exception as error:
            errors.append(error)
    assert len(errors) == len(steps) + 3
    return errors


def test_errors_are_told_by_type_and_template_never_with_values() -> None:
    told = {str(error): logs.describe(error) for error in raisers()}
    text = "\n".join(told.values())
    assert "Secret" not in text
    assert "secret" not in text
    assert "ZeroDivisionError: division by zero" in text
    assert "IndexError: list index out of range" in text
    assert "AttributeError: nothing" in text
    assert "FileNotFoundError: No such file or directory" in text


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("QPainter::begin: Paint device returned engine == 0, type: 2", True),
        ('Cannot open file "/home/secret/Secret Map.svg"', False),
        ("QFileSystemWatcher: cannot watch /home/secret/Secret Map.json", False),
        (r"cannot watch C:\Users\secret\Secret Map.json", False),
        ("Could not parse “Secret”", False),
    ],
)
def test_messages_of_libraries_end_where_they_may_quote(message: str, kept: bool) -> None:
    shown = logs.without_values(message)
    assert "ecret" not in shown
    assert (shown == message) == kept


def test_the_log_begins_anew_when_it_is_large_and_few_are_kept(own_folders: Path) -> None:
    for _ in range(6):
        path = logs.log_crash(crash())
        assert path is not None
        path.write_text("x" * 600_000)
    assert sorted(each.name for each in path.parent.iterdir()) == [
        "stakemap.log",
        *(f"stakemap.log.{number}" for number in (1, 2, 3)),
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files are those of POSIX")
@pytest.mark.parametrize("mask", [0o000, 0o022])
def test_the_log_is_private_whatever_the_umask(mask: int, own_folders: Path) -> None:
    before = os.umask(mask)
    try:
        path = logs.log_crash(crash())
    finally:
        os.umask(before)
    assert path is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((own_folders / "state").stat().st_mode) == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes")
def test_a_pipe_in_the_place_of_the_log_means_no_log(own_folders: Path) -> None:
    logs.log_file().parent.mkdir()
    os.mkfifo(logs.log_file())
    assert logs.log_crash(crash()) is None


def logged(module: Path) -> list[ast.Call]:
    """The calls by which a module logs."""
    return [
        node
        for _, node in nodes_of([module], ["_log", "logging"])
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith(("_log.", "logging."))
        if ast.unparse(node.func).rpartition(".")[2]
        in {"debug", "info", "warning", "error", "exception", "log"}
    ]


PACKAGE = Path(logs.__file__).parent


def test_what_is_logged_are_templates_and_types() -> None:
    calls = {
        f"{module.name}: {ast.unparse(call)}": call
        for module in PACKAGE.rglob("*.py")
        # It describes errors and takes values out of messages of Qt.
        if module.name != "error_reporter.py"
        for call in logged(module)
    }
    assert calls
    others = [
        text
        for text, call in calls.items()
        if not isinstance(call.args[0], ast.Constant)
        or not all(re.fullmatch(r"type\(\w+\)\.__name__", ast.unparse(value)) for value in call.args[1:])
    ]
    assert others == []
    # The report of a problem leaves out what it does not know.
    templates = {call.args[0].value for call in calls.values() if isinstance(call.args[0], ast.Constant)}
    of_the_reporter = {"recovery failed", "an error that could not be raised"}
    assert templates | of_the_reporter == set(LOGGED)
