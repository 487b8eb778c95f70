"""Opening and saving files: every way it can fail is one sentence, and what was there stays."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from samples import sample, tiny
from stakemap.errors import MapReadError, WriteError
from stakemap.model.document import StakeMap
from stakemap.model.records import replace
from stakemap.storage.codec import encode
from stakemap.storage.files import digest_of, open_map, save_map, with_suffix
from stakemap.storage.policy import use_policy
from stakemap.storage.policy.record import Policy
from stakemap.storage.reading.largest_file import limits_for
from stakemap.storage.reading.limits import DEFAULT_LIMITS, Cancelled, Limits
from stakemap.storage.saving.temporary_files import sweep_temporary
from stakemap.storage.saving.writing import ExternalChangeError, InPlaceError, write_bytes_safely

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a map may be saved, in a folder that holds nothing else."""
    folder = tmp_path / "maps"
    folder.mkdir()
    return folder / "a.stakemap.json"


def left_in(folder: Path) -> list[str]:
    """The names of all files in a folder."""
    return sorted(entry.name for entry in folder.iterdir())


class TestOpening:
    def test_a_map_with_its_digest(self, path: Path) -> None:
        data = encode(sample())
        path.write_bytes(data)
        read = open_map(path)
        assert read.document == sample()
        assert read.digest == hashlib.sha256(data).hexdigest() == digest_of(data)
        assert (read.read_only, read.warnings, read.path) == (False, (), path)

    @pytest.mark.parametrize("name", ["a.stakemap.json", "a.json", "a.stakemap", "a", "ä ☃.JSON"])
    def test_whatever_its_name(self, path: Path, name: str) -> None:
        other = path.with_name(name)
        save_map(other, tiny())
        assert open_map(other).document == tiny()

    def test_leaves_the_file_as_it_was(self, path: Path) -> None:
        data = b"\xef\xbb\xbf" + encode(tiny()).replace(b"\n", b"\r\n")
        path.write_bytes(data)
        before = path.stat()
        open_map(path)
        after = path.stat()
        assert path.read_bytes() == data
        assert (before.st_mtime_ns, before.st_ino, before.st_mode) == (
            after.st_mtime_ns,
            after.st_ino,
            after.st_mode,
        )
        assert left_in(path.parent) == [path.name]

    @pytest.mark.parametrize(
        ("name", "sentence"),
        [
            ("missing.json", "There is no such file; it may have been moved or renamed."),
            ("no/such/folder.json", "There is no such file; it may have been moved or renamed."),
            ("", "This is a folder, not a file."),
            ("nul\0.json", "This is not a valid file name."),
            ("x" * 300, "The file cannot be read: File name too long."),
        ],
    )
    def test_what_is_no_file(self, path: Path, name: str, sentence: str) -> None:
        with pytest.raises(MapReadError) as caught:
            open_map(path.parent / name)
        assert str(caught.value) == sentence
        assert [fault.code for fault in caught.value.faults] == ["unreadable"]

    @posix
    @pytest.mark.timeout(10)
    def test_a_pipe_or_a_device_is_never_waited_for(self, path: Path) -> None:
        os.mkfifo(path)
        for special in (path, Path("/dev/zero"), Path("/dev/tty"), Path("/dev/stdin")):
            with pytest.raises(
                MapReadError, match=r"a device or a pipe|no such file|no permission|cannot be read"
            ):
                open_map(special)

    @posix
    @pytest.mark.timeout(10)
    def test_a_file_that_becomes_a_pipe_is_not_waited_for(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        save_map(path, tiny())
        regular = path.stat()
        path.unlink()
        os.mkfifo(path)
        monkeypatch.setattr(Path, "stat", lambda _: regular)
        with pytest.raises(MapReadError, match="a device or a pipe"):
            open_map(path)

    @posix
    def test_a_file_that_may_not_be_read(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        save_map(path, tiny())

        def refuse(*args: object) -> int:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(os, "open", refuse)
        with pytest.raises(MapReadError, match="not have permission to read"):
            open_map(path)

    def test_a_link_that_leads_nowhere(self, path: Path) -> None:
        path.symlink_to(path.with_name("gone"))
        with pytest.raises(MapReadError, match="no such file"):
            open_map(path)
        loop = path.with_name("loop")
        loop.symlink_to(loop)
        with pytest.raises(MapReadError, match="cannot be read"):
            open_map(loop)

    def test_a_large_file_is_refused_before_it_is_read(self, path: Path) -> None:
        with path.open("wb") as stream:
            stream.truncate(10**12)
        with pytest.raises(MapReadError, match="larger than Stakemap opens"):
            open_map(path)

    def test_a_policy_limits_the_size_whatever_the_user_sets(self, path: Path) -> None:
        use_policy(Policy(largest_file=2, organisation="The ministry"))
        path.write_bytes(b" " * 2**21 + b"{}")
        with pytest.raises(MapReadError, match=r"limit is 2 MB\. The limit is set by The ministry"):
            open_map(path, limits=limits_for(500))
        use_policy(Policy(largest_file=500))
        assert limits_for(100) == DEFAULT_LIMITS.with_size(100 * 2**20)

    def test_a_file_that_grows_while_it_is_read(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        save_map(path, tiny())
        small = path.stat()
        with path.open("ab") as stream:
            stream.write(b" " * 10_000)
        monkeypatch.setattr(os, "fstat", lambda _: small)
        with pytest.raises(MapReadError, match="larger than Stakemap opens"):
            open_map(path, limits=Limits(size=small.st_size + 100))

    def test_a_map_on_which_one_process_works_is_read_by_another(self, path: Path) -> None:
        save_map(path, tiny())
        with pytest.raises(Cancelled):
            open_map(path, progress=lambda _: False)


class TestSaving:
    def test_gives_the_digest_of_what_it_wrote(self, path: Path) -> None:
        digest = save_map(path, sample())
        assert path.read_bytes() == encode(sample())
        assert digest == open_map(path).digest
        assert left_in(path.parent) == [path.name]

    def test_nothing_is_written_when_the_file_changed_outside(self, path: Path) -> None:
        digest = save_map(path, tiny())
        path.write_bytes(encode(sample()))
        with pytest.raises(ExternalChangeError, match="was changed by another program"):
            save_map(path, replace(tiny(), title="Mine"), expected_digest=digest)
        assert open_map(path).document == sample()
        assert left_in(path.parent) == [path.name]
        save_map(path, tiny(), expected_digest=open_map(path).digest)
        save_map(path, sample())
        assert open_map(path).document == sample()

    def test_a_file_that_was_removed_is_written_again(self, path: Path) -> None:
        digest = save_map(path, tiny())
        path.unlink()
        assert save_map(path, tiny(), expected_digest=digest) == digest

    def test_a_map_of_a_newer_version_is_not_written(self, path: Path) -> None:
        save_map(path, tiny())
        before = path.read_bytes()
        with pytest.raises(WriteError, match="newer version"):
            save_map(path, tiny().model_copy(update={"version": 2}))
        assert path.read_bytes() == before

    @posix
    @pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o604])
    def test_the_mode_is_kept(self, path: Path, mode: int) -> None:
        save_map(path, tiny())
        path.chmod(mode)
        save_map(path, sample())
        assert stat.S_IMODE(path.stat().st_mode) == mode

    @posix
    def test_a_new_file_has_the_mode_that_the_user_wants(self, path: Path) -> None:
        old = os.umask(0o027)
        try:
            save_map(path, tiny())
        finally:
            os.umask(old)
        assert stat.S_IMODE(path.stat().st_mode) == 0o640

    @posix
    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
    def test_the_owner_is_kept(self, path: Path) -> None:
        save_map(path, tiny())
        os.chown(path, 12_345, 23_456)
        path.chmod(0o640)
        save_map(path, sample())
        status = path.stat()
        assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (12_345, 23_456, 0o640)

    def test_links_are_kept(self, path: Path) -> None:
        real = path.with_name("real.json")
        save_map(real, tiny())
        path.symlink_to("real.json")
        deep = path.with_name("deep")
        deep.symlink_to(path)
        save_map(deep, sample())
        assert deep.is_symlink()
        assert path.is_symlink()
        assert not real.is_symlink()
        assert open_map(real).document == sample()

    def test_a_dangling_link_gets_its_file(self, path: Path) -> None:
        path.symlink_to("new.json")
        save_map(path, tiny())
        assert path.is_symlink()
        assert open_map(path.with_name("new.json")).document == tiny()

    def test_a_link_to_itself(self, path: Path) -> None:
        path.symlink_to(path)
        with pytest.raises(WriteError, match="points to itself"):
            save_map(path, tiny())
        assert left_in(path.parent) == [path.name]

    @posix
    @pytest.mark.timeout(10)
    def test_what_is_no_file_is_left_alone(self, path: Path) -> None:
        path.mkdir()
        with pytest.raises(WriteError, match="a folder of that name"):
            save_map(path, tiny())
        path.rmdir()
        os.mkfifo(path)
        with pytest.raises(WriteError, match="a device or a pipe"):
            save_map(path, tiny())
        assert stat.S_ISFIFO(path.stat().st_mode)
        assert left_in(path.parent) == [path.name]

    def test_a_write_protected_file_is_left_alone(self, path: Path) -> None:
        save_map(path, tiny())
        path.chmod(0o444)
        with pytest.raises(WriteError, match="write-protected"):
            save_map(path, sample())
        assert open_map(path).document == tiny()

    @pytest.mark.parametrize(
        ("name", "sentence"),
        [
            ("no/folder.json", "its folder .* does not exist"),
            ("a.stakemap.json/b.json", "is not a folder"),
            ("x" * 256, "the name is too long"),
            ("nul\0.json", "not a valid file name"),
        ],
    )
    def test_names_that_cannot_be(self, path: Path, name: str, sentence: str) -> None:
        save_map(path, tiny())
        with pytest.raises(WriteError, match=sentence):
            save_map(path.parent / name, tiny())
        assert left_in(path.parent) == [path.name]

    def test_a_name_as_long_as_names_can_be(self, path: Path) -> None:
        longest = path.with_name("x" * (255 - len(".stakemap.json")) + ".stakemap.json")
        save_map(longest, tiny())
        save_map(longest, sample())
        assert open_map(longest).document == sample()

    def test_every_refusal_names_the_file_and_a_way_out(self, path: Path) -> None:
        path.mkdir()
        with pytest.raises(WriteError) as caught:
            save_map(path, tiny())
        assert (
            str(caught.value)
            == "“a.stakemap.json” was not saved: there is a folder of that name. Use another name."
        )

    def test_names_get_the_ending_of_maps(self) -> None:
        for name in ("a.stakemap.json", "a.json", "a.stakemap", "A.JSON"):
            assert with_suffix(Path("maps") / name) == Path("maps") / name
        assert with_suffix(Path("maps/Türkiye 2.0")) == Path("maps/Türkiye 2.0.stakemap.json")


class TestInPlace:
    def test_a_hard_link_asks_first_and_is_then_kept(self, path: Path, own_folders: Path) -> None:
        save_map(path, tiny())
        other = path.with_name("other.json")
        other.hardlink_to(path)
        with pytest.raises(InPlaceError, match="hard link"):
            save_map(path, sample())
        assert open_map(other).document == tiny()
        digest = save_map(path, sample(), in_place=True, expected_digest=open_map(path).digest)
        assert open_map(other).digest == digest
        assert other.samefile(path)
        assert left_in(path.parent) == [path.name, other.name]
        assert left_in(own_folders / "state" / "recovery") == []

    def test_a_shorter_map_leaves_nothing_of_the_longer_one(self, path: Path) -> None:
        save_map(path, sample())
        path.with_name("other.json").hardlink_to(path)
        save_map(path, tiny(), in_place=True)
        assert path.read_bytes() == encode(tiny())

    @pytest.mark.skipif(sys.platform == "win32", reason="names are bytes only elsewhere")
    @pytest.mark.parametrize("name", ["地".encode() * 85, b"\xe9" * 255])
    def test_a_name_of_255_bytes_is_written_in_place(self, path: Path, name: bytes) -> None:
        path = path.with_name(os.fsdecode(name))
        save_map(path, tiny())
        path.with_name("other.json").hardlink_to(path)
        save_map(path, sample(), in_place=True)
        assert open_map(path).document == sample()

    def test_a_folder_that_takes_no_files_asks_first(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        save_map(path, tiny())
        access = os.access
        monkeypatch.setattr(os, "access", lambda name, mode: access(name, mode) and Path(name) != path.parent)
        with pytest.raises(InPlaceError, match="does not accept new files"):
            save_map(path, sample())
        assert open_map(path).document == tiny()
        inode = path.stat().st_ino
        save_map(path, sample(), in_place=True)
        assert open_map(path).document == sample()
        assert path.stat().st_ino == inode

    def test_on_failure_the_old_content_is_put_back(
        self, path: Path, own_folders: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        save_map(path, tiny())
        path.with_name("other.json").hardlink_to(path)
        inode, write, failures = path.stat().st_ino, os.write, [0]

        def full(handle: int, data: bytes) -> int:
            if os.fstat(handle).st_ino == inode and not failures[0]:
                failures[0] += 1
                write(handle, bytes(data[:100]))
                raise OSError(28, "No space left on device")
            return write(handle, data)

        monkeypatch.setattr(os, "write", full)
        with pytest.raises(
            WriteError, match=r"the disk is full.*A copy of the new content is (.+)\."
        ) as caught:
            save_map(path, sample(), in_place=True)
        assert path.read_bytes() == encode(tiny())
        (copy,) = (own_folders / "state" / "recovery").iterdir()
        assert str(copy) in str(caught.value)
        assert open_map(copy).document == sample()

    def test_a_missing_file_needs_no_question(self, path: Path) -> None:
        save_map(path, tiny(), in_place=True)
        save_map(path, sample(), in_place=True)
        assert open_map(path).document == sample()


class TestTemporaryFiles:
    def test_those_left_behind_are_swept(self, path: Path) -> None:
        save_map(path, tiny())
        stale = path.with_name(".stakemap-0123456789abcdef.tmp")
        stale.write_bytes(b"half a m")
        (path.parent / ".stakemap-folder.tmp").mkdir()
        (path.parent / "notes.tmp").write_bytes(b"mine")
        assert sweep_temporary([path.parent, path.parent, path.parent / "missing"]) == 1
        assert not stale.exists()
        assert left_in(path.parent) == [".stakemap-folder.tmp", path.name, "notes.tmp"]

    @posix
    def test_those_being_written_are_not(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        fsync, swept = os.fsync, []

        def sweep_meanwhile(handle: int) -> None:
            fsync(handle)
            swept.append(sweep_temporary([path.parent]))

        monkeypatch.setattr(os, "fsync", sweep_meanwhile)
        save_map(path, tiny())
        assert swept[0] == 0
        assert open_map(path).document == tiny()

    @posix
    def test_one_swept_before_its_lock_is_made_anew(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import fcntl

        flock, swept = fcntl.flock, []

        def sweep_first(handle: int, operation: int) -> None:
            if not swept:
                swept.extend(path.parent.glob(".stakemap-*.tmp"))
                swept[0].unlink()
            flock(handle, operation)

        monkeypatch.setattr(fcntl, "flock", sweep_first)
        write_bytes_safely(path, b"whole")
        assert len(swept) == 1
        assert path.read_bytes() == b"whole"
        assert left_in(path.parent) == [path.name]


class TestTwoProcesses:
    PROGRAM = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from stakemap.model.document import Actor
        from stakemap.storage.files import open_map, save_map
        from stakemap.storage.saving.writing import ExternalChangeError

        path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
        refused = 0
        for number in range(count):
            while True:
                read = open_map(path)
                actors = {**read.document.actors, f"{name}-{number}": Actor(name=name)}
                try:
                    changed = read.document.model_copy(update={"actors": actors})
                    save_map(path, changed, expected_digest=read.digest)
                    break
                except ExternalChangeError:
                    refused += 1
        print(refused)
        """
    )

    def test_no_save_is_lost_without_a_word(self, path: Path) -> None:
        save_map(path, tiny())
        count = 25
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", self.PROGRAM, str(path), name, str(count)], stdout=subprocess.PIPE
            )
            for name in ("one", "two")
        ]
        for process in processes:
            assert process.communicate(timeout=60)
            assert process.returncode == 0
        expected = {f"{name}-{number}" for name in ("one", "two") for number in range(count)}
        assert expected | {"armenia"} == set(open_map(path).document.actors)
        assert left_in(path.parent) == [path.name]


def test_a_map_in_a_folder_with_other_scripts(tmp_path: Path) -> None:
    folder = tmp_path / "Հայաստան و ایران"
    folder.mkdir()
    one: StakeMap = sample()
    save_map(folder / "قفقاز.stakemap.json", one)
    assert open_map(folder / "قفقاز.stakemap.json").document == one
