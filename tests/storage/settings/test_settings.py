"""Settings survive other copies of Stakemap, damage and full disks; none of it ever stops the start."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guards import LogWatch
from samples import tiny
from stakemap.logs import state_folder
from stakemap.storage.files import save_map
from stakemap.storage.folders import config_folder
from stakemap.storage.locks.locks import exclusive
from stakemap.storage.settings.records import RecentFile, Settings, WindowPlace, digest_of_id
from stakemap.storage.settings.settings import SettingsStore
from strategies import json_values


@pytest.fixture
def store(own_folders: Path) -> SettingsStore:
    return SettingsStore()


def damaged_files(store: SettingsStore) -> list[Path]:
    return sorted(store.path.parent.glob("settings-damaged-*.json"))


class TestLoading:
    def test_without_a_file_the_usual_settings_apply(self, store: SettingsStore) -> None:
        settings = store.load()
        assert settings == Settings()
        assert (settings.author, settings.theme, settings.language, settings.recent) == (
            "",
            "system",
            None,
            (),
        )
        assert not store.problem
        assert not store.path.exists()

    def test_lie_in_the_folder_that_is_asked_for(self, own_folders: Path) -> None:
        assert SettingsStore().path == own_folders / "config" / "settings.json"
        assert state_folder() == own_folders / "state"

    def test_lie_in_the_platforms_folder_else(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("STAKEMAP_CONFIG_DIR")
        assert config_folder().is_absolute()
        assert "stakemap" in str(config_folder()).lower()

    @pytest.mark.parametrize(
        "data", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"theme":"dark"', b"[" * 100_000, b"x" * 5_000_000]
    )
    def test_a_damaged_file_is_set_aside(
        self, store: SettingsStore, expected_log: LogWatch, data: bytes
    ) -> None:
        expected_log.expect("settings")
        store.path.parent.mkdir(parents=True)
        store.path.write_bytes(data)
        assert store.load() == Settings()
        (aside,) = damaged_files(store)
        assert aside.read_bytes() == data
        assert str(aside) in store.problem
        assert "leave no traces" in store.problem
        assert store.update(author="A").author == "A"
        assert SettingsStore().load().author == "A"

    def test_what_another_copy_wrote_since_is_not_set_aside(
        self, store: SettingsStore, expected_log: LogWatch, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        expected_log.expect("settings")
        store.path.parent.mkdir(parents=True, exist_ok=True)
        store.path.write_text("half a se")

        @contextlib.contextmanager
        def exclusive(path: Path, *_: object) -> Iterator[None]:
            path.write_text('{"version": 1, "author": "N. Analyst"}')
            yield

        monkeypatch.setattr("stakemap.storage.settings.settings.exclusive", exclusive)
        assert store.load().author == "N. Analyst"
        assert list(store.path.parent.glob("*damaged*")) == []

    def test_a_folder_in_the_way_stops_nothing(self, store: SettingsStore, expected_log: LogWatch) -> None:
        expected_log.expect("settings")
        store.path.mkdir(parents=True)
        assert store.load() == Settings()
        assert store.problem

    @pytest.mark.parametrize("error", [PermissionError(13, "denied"), OSError(5, "I/O error")])
    def test_a_file_that_cannot_be_read_stays_as_it_is(
        self,
        store: SettingsStore,
        expected_log: LogWatch,
        monkeypatch: pytest.MonkeyPatch,
        error: OSError,
    ) -> None:
        expected_log.expect("settings")
        SettingsStore().update(author="A")
        before = store.path.read_bytes()

        def refuse(*_: object) -> int:
            raise error

        with monkeypatch.context() as patch:
            patch.setattr("stakemap.storage.reading.regular_files.os.open", refuse)
            assert store.load() == Settings()
            assert str(store.path) in store.problem
            assert store.update(theme="dark").theme == "dark"
            assert store.add_recent(Path("/a")).theme == "dark", "what was chosen lasts meanwhile"
        assert damaged_files(store) == []
        assert store.path.read_bytes() == before
        assert store.load() == Settings(author="A")

    def test_one_bad_entry_costs_only_itself(self, store: SettingsStore) -> None:
        place = {"x": 1, "y": 2, "width": 3, "height": 4}
        store.path.parent.mkdir(parents=True)
        store.path.write_text(
            json.dumps(
                {
                    "recent": [{"path": "/a"}, {"title": "no path"}, 5, {"path": "/b"}],
                    "windows": {"good": place, "bad": {"x": 1}, "flat": place | {"height": 0}},
                    "exports": {"good": {"scale": 2}, "bad": []},
                    "untraced": [7, digest_of_id("kept secret")],
                }
            )
        )
        assert store.load() == Settings(
            recent=(RecentFile(path="/a"), RecentFile(path="/b")),
            windows={"good": WindowPlace.model_validate(place)},
            exports={"good": {"scale": 2}},
            untraced=(digest_of_id("kept secret"),),
        )
        assert store.load().leaves_no_traces("kept secret")
        assert all(name in store.problem for name in ("recent", "windows", "exports", "untraced"))

    @pytest.mark.parametrize(
        ("fields", "name"),
        [
            ({"theme": "pink"}, "theme"),
            ({"author": 5}, "author"),
            ({"author": "x" * 501}, "author"),
            ({"recent": [{"title": "no path"}]}, "recent"),
            ({"windows": {"a": {"x": 1}}}, "windows"),
            ({"version": "1"}, "version"),
            ({"workshop_mode": "yes"}, "workshop_mode"),
        ],
    )
    def test_one_wrong_value_costs_only_itself(
        self, store: SettingsStore, fields: dict[str, Any], name: str
    ) -> None:
        store.path.parent.mkdir(parents=True)
        store.path.write_text(json.dumps({"last_folder": "/maps", **fields}))
        assert store.load() == Settings(last_folder="/maps")
        assert name in store.problem
        assert damaged_files(store) == []

    def test_fields_of_a_newer_version_are_kept(self, store: SettingsStore) -> None:
        store.path.parent.mkdir(parents=True)
        store.path.write_text(
            json.dumps({"version": 9, "voice": {"pitch": 2}, "recent": [{"path": "/a", "pin": True}]})
        )
        store.update(theme="dark")
        store.add_recent(Path("/b"))
        tree = json.loads(store.path.read_text())
        assert tree["version"] == 9
        assert tree["voice"] == {"pitch": 2}
        assert tree["recent"][1] == {"path": "/a", "pin": True}
        assert tree["theme"] == "dark"


class TestUpdating:
    def test_is_kept(self, store: SettingsStore) -> None:
        assert store.update(author="Ա", theme="dark", reduced_motion=True).theme == "dark"
        assert SettingsStore().load() == Settings(author="Ա", theme="dark", reduced_motion=True)
        assert json.loads(store.path.read_text("utf-8"))["version"] == 1

    def test_another_copys_changes_are_kept_too(self, store: SettingsStore) -> None:
        other = SettingsStore()
        store.load()
        other.update(author="A")
        store.update(theme="light")
        other.update(last_folder="/maps")
        assert store.load() == Settings(author="A", theme="light", last_folder="/maps")

    def test_what_makes_no_sense_is_a_mistake_of_the_program(self, store: SettingsStore) -> None:
        with pytest.raises(TypeError, match="colour"):
            store.update(colour="red")
        with pytest.raises(ValueError, match="theme"):
            store.update(theme="pink")
        assert store.load() == Settings()

    def test_a_disk_that_takes_nothing_stops_nothing(
        self, store: SettingsStore, own_folders: Path, expected_log: LogWatch
    ) -> None:
        expected_log.expect("could not be kept")
        (own_folders / "config").write_text("in the way")
        assert store.update(theme="dark").theme == "dark"
        assert "could not be saved" in store.problem

    def test_a_place_that_is_refused_is_named_in_words(
        self, store: SettingsStore, monkeypatch: pytest.MonkeyPatch, expected_log: LogWatch
    ) -> None:
        expected_log.expect("could not be kept")

        def refuse(folder: Path) -> Path:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), folder)

        monkeypatch.setattr("stakemap.storage.settings.settings.private_folder", refuse)
        store.update(theme="dark")
        assert store.problem == (
            f"The settings could not be saved: {os.strerror(errno.EACCES)} ({store.path.parent})"
        )

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows has other locks")
    def test_while_another_process_does_not_finish_writing_they_last_until_the_end(
        self, store: SettingsStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store.update(author="A")
        monkeypatch.setattr("stakemap.storage.settings.settings.PATIENCE", 0.05)
        with exclusive(store.path):
            assert store.update(theme="dark") == Settings(author="A", theme="dark")
            assert "another copy of Stakemap is saving them" in store.problem
        assert SettingsStore().load() == Settings(author="A")
        assert list(store.path.parent.iterdir()) == [store.path]

    def test_two_processes_lose_nothing_of_each_other(self, store: SettingsStore) -> None:
        program = textwrap.dedent(
            """
            import sys
            from stakemap.storage.settings.settings import SettingsStore
            store = SettingsStore()
            for number in range(20):
                store.remember_export(f"{sys.argv[1]}-{number}", {"scale": number})
            """
        )
        processes = [subprocess.Popen([sys.executable, "-c", program, name]) for name in ("one", "two")]
        assert [process.wait(timeout=60) for process in processes] == [0, 0]
        expected = {f"{name}-{number}" for name in ("one", "two") for number in range(20)}
        assert set(store.load().exports) == expected


class TestRecentFiles:
    def test_newest_first_each_once_and_twenty_at_most(self, store: SettingsStore, tmp_path: Path) -> None:
        for number in range(25):
            store.add_recent(tmp_path / f"{number}.json", f"Map {number}")
        store.add_recent(tmp_path / "20.json", "Map 20 again")
        recent = store.load().recent
        assert len(recent) == 20
        assert recent[0] == RecentFile(path=str(tmp_path / "20.json"), title="Map 20 again")
        assert [Path(one.path).stem for one in recent[1:4]] == ["24", "23", "22"]
        store.remove_recent(tmp_path / "24.json")
        assert [Path(one.path).stem for one in store.load().recent[:3]] == ["20", "23", "22"]

    def test_missing_ones_are_kept_and_known_as_missing(self, store: SettingsStore, tmp_path: Path) -> None:
        save_map(tmp_path / "a.json", tiny())
        for name in ("a.json", "gone.json", "nul\0"):
            store.add_recent(tmp_path / name)
        assert [one.is_missing for one in store.load().recent] == [True, True, False]

    def test_relative_paths_become_absolute(
        self, store: SettingsStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        store.add_recent(Path("a.json"))
        store.add_recent(tmp_path / "b" / ".." / "a.json")
        assert [one.path for one in store.load().recent] == [str(tmp_path / "a.json")]

    def test_relative_paths_of_earlier_versions_are_forgotten(self, store: SettingsStore) -> None:
        store.path.parent.mkdir(parents=True, exist_ok=True)
        stored = {"last_folder": ".", "recent": [{"path": "a.json"}, {"path": "/maps/a.json"}]}
        store.path.write_text(json.dumps(stored))
        assert store.load() == Settings(recent=(RecentFile(path="/maps/a.json"),))
        assert not store.problem
        assert store.update(last_folder="maps").last_folder == ""


class TestMemory:
    def test_windows_by_their_screens(self, store: SettingsStore) -> None:
        place = WindowPlace(x=-5, y=0, width=800, height=600, open_panels={"sources": True}, left_width=288)
        store.remember_window("1920x1080", place)
        store.remember_window("2560x1440", WindowPlace(x=0, y=0, width=1, height=1, maximised=True))
        assert store.load().windows["1920x1080"] == place
        assert len(store.load().windows) == 2

    def test_exports_of_the_newest_maps(self, store: SettingsStore) -> None:
        for number in range(103):
            store.remember_export(str(number), {"scale": number})
        store.remember_export("5", {"scale": 0.5, "theme": "print"})
        exports = store.load().exports
        assert len(exports) == 100
        assert "2" not in exports
        assert list(exports)[-1] == "5"
        assert exports["5"] == {"scale": 0.5, "theme": "print"}

    def test_files_whose_names_are_not_unicode_until_the_process_ends(self, store: SettingsStore) -> None:
        strange = "/maps/caf\udce9.stakemap.json"
        store.add_recent(Path("/maps/plain.stakemap.json"), "Plain")
        assert [one.path for one in store.add_recent(Path(strange), "Café").recent][:1] == [strange]
        store.update(last_folder="/maps/\udce9", author="Ann")
        assert not store.problem
        kept = SettingsStore(store.path).load()
        assert [one.path for one in kept.recent] == ["/maps/plain.stakemap.json"]
        assert (kept.author, kept.last_folder) == ("Ann", "")


@given(st.dictionaries(st.sampled_from([*Settings.model_fields, "x"]), json_values))
def test_any_values_give_settings(tree: dict[str, Any]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "settings.json"
        path.write_text(json.dumps(tree), "utf-8", "surrogatepass")
        assert isinstance(SettingsStore(path).load(), Settings)
