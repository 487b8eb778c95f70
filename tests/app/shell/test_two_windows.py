"""The same map twice: in one process one session with two views, in two processes one that may change it."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from app_driver import Parts, ScriptedMessageBoxes, documents_of
from samples import sample
from stakemap.app.document.saving import Saving
from stakemap.app.shell import application
from stakemap.logs import state_folder
from stakemap.model.edits import set_texts
from stakemap.storage.files import open_map as read
from stakemap.storage.files import save_map
from stakemap.storage.locks.presence import Claim, ask_to_show, holder_of, remove_stale_claims

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from conftest import OpenWindow
    from stakemap.app.kit.window import AppContext
    from stakemap.app.shell.main_window import MainWindow

HOLDS = """
import sys
from pathlib import Path
from stakemap.storage.locks.presence import Claim
claim = Claim(Path(sys.argv[1]), "N. Analyst")
print("held" if claim.holder is None else "taken", flush=True)
sys.stdin.readline()
claim.release()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "corridor.stakemap.json"
    save_map(path, sample())
    return path


@pytest.fixture
def elsewhere(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the file open, until it gets a line or is killed."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ.copy(),
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


@pytest.fixture(autouse=True)
def _without_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has a file open without a window never answers."""
    monkeypatch.setattr("stakemap.storage.locks.presence.ANSWER_SECONDS", 0.0)


def opened(context: AppContext, path: Path) -> MainWindow:
    window = documents_of(context).open_file(path)
    assert window is not None
    return window


class TestInOneProcess:
    def test_two_windows_share_the_map_and_its_undo_but_not_the_view(self, open_map: OpenWindow) -> None:
        first = open_map()
        first.view.set(snapshot="2025-07", issue="border")
        first.trigger("second-window")
        second = first.context.windows[1]
        assert second.session is first.session
        assert second.view is not None
        assert (second.view.snapshot, second.view.issue) == ("2025-07", "border")
        second.view.select("armenia")
        second.view.set(snapshot="2020")
        assert (first.view.selection, first.view.snapshot) == (frozenset(), "2025-07")
        first.session.apply(set_texts.of(title="Shared"), label="Retitle")
        assert first.window.windowTitle() == "Shared · window 1[*] – Stakemap"
        assert second.windowTitle() == "Shared · window 2[*] – Stakemap"
        assert second.isWindowModified()
        second.host.actions["undo"].trigger()
        assert first.document.title == sample().title

    def test_only_the_last_window_asks_and_the_closed_one_hears_nothing(
        self, open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
    ) -> None:
        first = open_map()
        first.trigger("second-window")
        second = first.context.windows[1]
        Parts(second).matrix.show()
        second.panels.show("history", True)
        first.session.apply(set_texts.of(title="Changed"), label="Retitle")
        assert second.close()
        assert message_boxes.asked == []
        # The widgets are gone while Python still knows them; an edit must not reach them.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        first.session.apply(set_texts.of(title="Again"), label="Retitle")
        gc.collect()
        first.session.undo()
        assert first.window.windowTitle() == "Changed[*] – Stakemap"
        message_boxes.answers = ["cancel"]
        assert not first.window.close()

    def test_a_view_that_is_gone_keeps_no_window_from_closing(self, open_map: OpenWindow) -> None:
        class View(QObject):
            """A listener of the other window whose C++ half goes first."""

            def hear(self, *_maps: object) -> None:
                raise AssertionError

        first = open_map()
        first.trigger("second-window")
        second = first.context.windows[1]
        view = View(second)
        first.session.changed.connect(view.hear)
        shiboken6.delete(view)
        assert second.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        first.session.apply(set_texts.of(title="Changed"), label="Retitle")
        assert first.document.title == "Changed"

    def test_edits_are_kept_until_the_last_window_closes(self, context: AppContext, path: Path) -> None:
        window = opened(context, path)
        window.host.actions["second-window"].trigger()
        other = context.windows[1]
        window.close()
        assert other.session is not None
        other.session.apply(set_texts.of(title="Later"), label="Retitle")
        assert documents_of(context).autosave.writer.flush()
        assert [version.label for version in documents_of(context).autosave.versions(other.session)] == [
            "Retitle",
            "",
        ]
        assert holder_of_in_another_process(path)

    def test_a_copy_under_the_same_name_is_saved_from_either_window(
        self, context: AppContext, path: Path, message_boxes: ScriptedMessageBoxes
    ) -> None:
        window = opened(context, path)
        window.host.actions["second-window"].trigger()
        other = context.windows[1]
        assert other.session is not None
        other.session.apply(set_texts.of(title="Mine"), label="Retitle")
        message_boxes.answers = [path]
        assert other.service(Saving).save_as()
        assert read(path).document.title == "Mine"


def holder_of_in_another_process(path: Path) -> bool:
    """Whether another process finds the file taken."""
    code = "import sys; from pathlib import Path; from stakemap.storage.locks.presence import holder_of\n"
    code += "print(holder_of(Path(sys.argv[1])) is not None)"
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    return done.stdout == "True\n"


@pytest.mark.usefixtures("elsewhere")
class TestInTwoProcesses:
    def test_the_second_is_told_who_has_it_and_may_look(
        self,
        context: AppContext,
        path: Path,
        message_boxes: ScriptedMessageBoxes,
        elsewhere: subprocess.Popen[str],
    ) -> None:
        texts: list[str] = []
        confirm = message_boxes.confirm

        def confirmed(parent: object, headline: str, text: str, accept: str) -> bool:
            texts.append(text)
            return confirm(parent, headline, text, accept)

        message_boxes.confirm = confirmed
        message_boxes.answers = [False]
        assert documents_of(context).open_file(path) is None
        assert f"process {elsewhere.pid}, analyst N. Analyst" in texts[0]
        message_boxes.answers = [True]
        window = opened(context, path)
        assert window.session is not None
        assert window.session.read_only
        assert window.windowTitle().endswith("(read-only) – Stakemap")

    def test_it_can_be_changed_once_the_other_is_gone(
        self,
        context: AppContext,
        path: Path,
        message_boxes: ScriptedMessageBoxes,
        elsewhere: subprocess.Popen[str],
    ) -> None:
        message_boxes.answers = [True]
        window = opened(context, path)
        assert opened(context, path) is window
        assert window.session is not None
        assert window.session.read_only
        elsewhere.kill()
        elsewhere.wait()
        assert opened(context, path) is window
        assert not window.session.read_only
        window.session.apply(set_texts.of(title="Mine"), label="Retitle")
        assert window.service(Saving).save()

    def test_nothing_is_saved_over_a_file_that_is_open_elsewhere(
        self, open_map: OpenWindow, path: Path, message_boxes: ScriptedMessageBoxes
    ) -> None:
        driver = open_map()
        before = path.read_bytes()
        message_boxes.answers = [path]
        driver.trigger("save-as")
        assert message_boxes.told[0][0] == "“corridor.stakemap.json” is open elsewhere"
        assert path.read_bytes() == before

    def test_a_read_only_copy_saved_under_another_name_can_be_changed(
        self, context: AppContext, path: Path, message_boxes: ScriptedMessageBoxes, tmp_path: Path
    ) -> None:
        message_boxes.answers = [True, tmp_path / "mine.stakemap.json"]
        window = opened(context, path)
        assert window.service(Saving).save_as()
        assert window.session is not None
        assert not window.session.read_only
        assert holder_of_in_another_process(tmp_path / "mine.stakemap.json")


ASKS = """
import sys
from stakemap import cli
from stakemap.storage.locks import presence
presence.ANSWER_SECONDS = 300.0
sys.exit(cli.main(sys.argv[1:]))
"""

ANSWERS = """
import sys, time
from pathlib import Path
from stakemap.storage.locks.presence import Claim
claim = Claim(Path(sys.argv[1]))
print("held", flush=True)
while claim.take_request() is None:
    time.sleep(0.01)
print("asked", flush=True)
sys.stdin.readline()
claim.release()
"""


def running(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ.copy(),
    )


class TestRaising:
    @pytest.mark.parametrize("is_new", [False, True])
    def test_a_second_process_raises_the_window_that_has_the_file_says_so_and_ends(
        self, context: AppContext, path: Path, qtbot: QtBot, message_boxes: ScriptedMessageBoxes, is_new: bool
    ) -> None:
        if is_new:
            path.unlink()
            window = documents_of(context).open_preset("armenia-turkiye")
            message_boxes.answers = [path]
            assert window.service(Saving).save_as()
        else:
            window = opened(context, path)
        context.new_window().present()
        window.showMinimized()
        qtbot.waitUntil(lambda: not window.isActiveWindow())
        with running(ASKS, str(path)) as second:
            qtbot.waitUntil(lambda: second.poll() is not None, timeout=120_000)
            said, errors = second.communicate()
        assert (second.returncode, errors) == (0, "")
        assert said == (
            "“corridor.stakemap.json” is open in another copy of Stakemap; its window is now in front.\n"
        )
        assert window.isActiveWindow()
        assert not window.isMinimized()
        assert list((state_folder() / "open").glob("*.show")) == []

    def test_a_window_is_told_that_another_copy_shows_the_file(
        self, open_map: OpenWindow, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("stakemap.storage.locks.presence.ANSWER_SECONDS", 300.0)
        driver = open_map()
        with running(ANSWERS, str(path)) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == "held\n"
            assert documents_of(driver.context).open_file(path, driver.window) is None
            assert other.stdout.readline() == "asked\n"
            other.communicate("\n")
        assert driver.message.startswith("“corridor.stakemap.json” is open in another copy")
        assert driver.context.windows == [driver.window]

    def test_what_nobody_else_has_is_opened_though_the_rest_is_shown_elsewhere(
        self, context: AppContext, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("stakemap.storage.locks.presence.ANSWER_SECONDS", 300.0)
        free = tmp_path / "free.stakemap.json"
        save_map(free, sample())
        said: list[str] = []
        with running(ANSWERS, str(path)) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == "held\n"
            window = application.open_requested(context, (free, path), None, said.append)
            other.communicate("\n")
        assert window is not None
        assert window.session is not None
        assert window.session.path == free
        assert len(said) == 1

    def test_the_token_of_the_desktop_comes_with_the_request(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("stakemap.storage.locks.presence.ANSWER_SECONDS", 300.0)
        claim = Claim(path)
        with ThreadPoolExecutor(1) as pool:
            asking = pool.submit(ask_to_show, path, "gnome-shell/Files/2026-0_TIME1")
            token = None
            while token is None:
                token = claim.take_request()
            assert asking.result()
        assert token == "gnome-shell/Files/2026-0_TIME1"
        claim.release()

    def test_a_request_without_an_answer_is_withdrawn(self, path: Path) -> None:
        claim = Claim(path)
        assert not ask_to_show(path)
        assert claim.take_request() is None
        claim.release()

    def test_an_old_request_is_not_for_the_next_who_opens_the_file(self, path: Path) -> None:
        claim = Claim(path)
        request = request_beside(claim)
        claim.release()
        request.write_bytes(b"")
        claim = Claim(path)
        assert claim.take_request() is None
        claim.release()
        request.write_bytes(b"")
        remove_stale_claims()
        assert list((state_folder() / "open").iterdir()) == []

    @pytest.mark.parametrize("content", [b"x" * 10_000_000, b"\xff\x00\n", "ü".encode(), b"a\x1b[31m"])
    def test_nothing_but_a_short_token_is_taken_from_a_request(self, path: Path, content: bytes) -> None:
        claim = Claim(path)
        request_beside(claim).write_bytes(content)
        assert claim.take_request() == ""
        claim.release()

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
    def test_what_is_no_file_is_no_request(self, path: Path, tmp_path: Path) -> None:
        claim = Claim(path)
        request = request_beside(claim)
        request.mkdir()
        assert claim.take_request() is None
        request.rmdir()
        os.mkfifo(request)
        assert claim.take_request() is None
        request.unlink()
        request.symlink_to(path)
        assert claim.take_request() is None
        claim.release()


def request_beside(claim: Claim) -> Path:
    """Where a request for the holder of a claim is put: one of the places that it looks at."""
    lock, *_ = (state_folder() / "open").glob("*.lock")
    return lock.with_suffix(".show")


def hard_link(path: Path, link: Path) -> Path:
    """Another name of a file."""
    try:
        link.hardlink_to(path)
    except OSError:
        pytest.skip("no hard links here")
    return link


class TestClaims:
    def test_a_claim_ends_with_its_release(self, path: Path) -> None:
        claim = Claim(path)
        assert holder_of_in_another_process(path)
        claim.release()
        assert not holder_of_in_another_process(path)

    def test_a_claim_ends_with_its_process(self, path: Path, elsewhere: subprocess.Popen[str]) -> None:
        assert holder_of(path) is not None
        elsewhere.kill()
        elsewhere.wait()
        assert holder_of(path) is None
        remove_stale_claims()

    def test_a_link_is_the_same_file(
        self, path: Path, tmp_path: Path, elsewhere: subprocess.Popen[str]
    ) -> None:
        link = tmp_path / "link.stakemap.json"
        try:
            link.symlink_to(path)
        except OSError:
            pytest.skip("links need a right here")
        holder = holder_of(link)
        assert holder is not None
        assert holder.pid == elsewhere.pid

    def test_a_hard_link_is_the_same_file(
        self, path: Path, tmp_path: Path, elsewhere: subprocess.Popen[str]
    ) -> None:
        link = hard_link(path, tmp_path / "link.stakemap.json")
        holder = holder_of(link)
        assert holder is not None
        assert (holder.pid, holder.path) == (elsewhere.pid, str(path))
        save_map(tmp_path / "other.stakemap.json", sample())
        assert holder_of(tmp_path / "other.stakemap.json") is None

    def test_what_is_held_is_the_file_that_is_there_after_a_save(
        self, context: AppContext, path: Path, tmp_path: Path
    ) -> None:
        window = opened(context, path)
        assert window.session is not None
        window.session.apply(set_texts.of(title="Changed"), label="Change the title")
        before = path.stat().st_ino
        # Another file may get the number of the one that is replaced.
        kept = path.open("rb")
        assert window.service(Saving).save()
        kept.close()
        assert path.stat().st_ino != before
        link = hard_link(path, tmp_path / "link.stakemap.json")
        assert holder_of_in_another_process(link)
        assert documents_of(context).open_file(link) is window

    def test_the_number_of_a_file_that_was_replaced_is_no_claim_on_another(
        self, path: Path, tmp_path: Path, elsewhere: subprocess.Popen[str]
    ) -> None:
        other = tmp_path / "other.stakemap.json"
        path.rename(other)
        save_map(path, sample())
        assert holder_of(other) is None
        assert holder_of(path) is not None

    def test_a_request_reaches_the_holder_of_another_name(
        self, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("stakemap.storage.locks.presence.ANSWER_SECONDS", 20.0)
        link = hard_link(path, tmp_path / "link.stakemap.json")
        claim = Claim(path)
        with ThreadPoolExecutor(1) as pool:
            asking = pool.submit(ask_to_show, link, "token")
            while (token := claim.take_request()) is None:
                pass
            assert asking.result()
        assert token == "token"
        claim.release()
        assert list((state_folder() / "open").glob("*.show")) == []

    def test_sweeping_leaves_what_is_held(self, path: Path, elsewhere: subprocess.Popen[str]) -> None:
        remove_stale_claims()
        assert holder_of(path) is not None

    def test_a_damaged_note_still_says_that_there_is_somebody(
        self, path: Path, own_folders: Path, elsewhere: subprocess.Popen[str]
    ) -> None:
        for note in (own_folders / "state" / "open").glob("*.json"):
            note.write_text("{")
        holder = holder_of(path)
        assert holder is not None
        assert holder.pid == 0
