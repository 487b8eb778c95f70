"""What all tests share: no screen, own folders, Hypothesis profiles, watches on what is left behind."""

from __future__ import annotations

import gc
import itertools
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from guards import LogWatch, QtWatch, ThreadWatch, spare_linked_files
from stakemap.storage.policy import use_policy
from stakemap.storage.policy.record import Policy

# Before anything of Qt is loaded; tests/window starts programs of its own that do have a screen.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
# A translation or a number format of this machine must not change what a test sees.
os.environ["LANGUAGE"] = "C"
if os.environ.get("LC_ALL") in ("C", "POSIX"):
    # As the command line does: Qt warns of an encoding other than UTF-8.
    os.environ["LC_ALL"] = "C.UTF-8"
os.environ.pop("STAKEMAP_DEBUG", None)
spare_linked_files()

# Each of thousands of tests makes many objects that go with it; Python would look through them all the time.
gc.set_threshold(10_000, 10, 10)

settings.register_profile("default", deadline=None, print_blob=True)
settings.register_profile("ci", parent=settings.get_profile("default"), database=None)
settings.register_profile("thorough", parent=settings.get_profile("default"), max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "default"))


_homes = itertools.count()
#: The folders and modules whose tests take long.
_LONG = frozenset({"faults", "packaging", "window", "test_hostile", "test_readme", "test_small_screen"})


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that at the end no process waits for another."""
    root = Path(__file__).parent
    paths = {item.path for item in items}
    are_short = {path: _LONG.isdisjoint(path.relative_to(root).with_suffix("").parts) for path in paths}
    items.sort(key=lambda item: are_short[item.path])


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    """The application object of tests is that of the app."""
    from stakemap.app.shell.requested_files import Application

    return Application


@pytest.fixture(scope="session", autouse=True)
def _one_application(qapp: object) -> None:
    """A process has one application object; whichever test runs first must not make a lesser one."""


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, logs and recovery files of each test lie in a folder of its own, which is returned."""
    # Numbers of our own: pytest looks through all folders that there are for the next one.
    home = tmp_path_factory.mktemp(f"home-{next(_homes)}", numbered=False)
    monkeypatch.setenv("STAKEMAP_CONFIG_DIR", str(home / "config"))
    monkeypatch.setenv("STAKEMAP_STATE_DIR", str(home / "state"))
    return home


@pytest.fixture(autouse=True)
def _no_policy() -> Iterator[None]:
    """No rules of an organisation are in force, whatever this machine has."""
    use_policy(Policy())
    yield
    use_policy(None)


@pytest.fixture
def expected_log() -> LogWatch:
    """The watch on the log: `expected_log.expect("cannot be read")` lets such warnings pass."""
    return LogWatch()


@pytest.fixture(autouse=True)
def _nothing_left_behind(expected_log: LogWatch) -> Iterator[None]:
    root = logging.getLogger()
    root.addHandler(expected_log)
    threads, qt = ThreadWatch(), QtWatch()
    try:
        yield
        left = [*qt.leftovers(), *threads.leftovers(), *expected_log.leftovers()]
    finally:
        root.removeHandler(expected_log)
    assert not left, "the test left behind or logged:\n" + "\n".join(left)
