"""What a drive does not support fails no save; what nobody could open again is asked about before."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from samples import large, sample, tiny
from stakemap.errors import MapReadError, WriteError
from stakemap.model.document import StakeMap
from stakemap.model.records import replace
from stakemap.storage.codec import encode
from stakemap.storage.files import OverLimitError, open_map, save_map
from stakemap.storage.reading.limits import DEFAULT_LIMITS, HIGHEST_LIMITS, Limits
from stakemap.storage.reading.validation import count_records, records_of

UNSUPPORTED = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM, errno.EACCES)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A map that others may read."""
    save_map(tmp_path / "a.stakemap.json", tiny())
    (tmp_path / "a.stakemap.json").chmod(0o664)
    return tmp_path / "a.stakemap.json"


def refuse(monkeypatch: pytest.MonkeyPatch, name: str, code: int) -> None:
    """Let a function of the system fail."""

    def refusing(*args: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, name, refusing)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
class TestDrives:
    @pytest.mark.parametrize("code", [errno.EPERM, errno.EACCES, errno.EINVAL, errno.ENOTSUP])
    def test_one_that_refuses_permissions(
        self, path: Path, monkeypatch: pytest.MonkeyPatch, code: int
    ) -> None:
        refuse(monkeypatch, "fchmod", code)
        warnings: list[str] = []
        save_map(path, sample(), warn=warnings.append)
        assert open_map(path).document == sample()
        assert len(warnings) == 1
        assert "“a.stakemap.json” was saved, but its drive did not accept the permissions" in warnings[0]
        # Never wider than they were.
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        save_map(path, tiny(), warn=warnings.append)
        assert len(warnings) == 1

    @pytest.mark.parametrize("code", UNSUPPORTED)
    @pytest.mark.parametrize("in_place", [False, True])
    def test_one_that_cannot_sync(
        self, path: Path, monkeypatch: pytest.MonkeyPatch, code: int, in_place: bool
    ) -> None:
        if in_place:
            path.with_name("second.json").hardlink_to(path)
        refuse(monkeypatch, "fsync", code)
        warnings: list[str] = []
        save_map(path, sample(), in_place=in_place, warn=warnings.append)
        assert open_map(path).document == sample()
        assert len(warnings) == 1
        assert "was saved, but its drive did not confirm that all of it is stored" in warnings[0]
        save_map(path, tiny(), in_place=in_place)

    @pytest.mark.parametrize("code", [errno.EPERM, errno.EACCES])
    @pytest.mark.parametrize("in_place", [False, True])
    def test_a_share_whose_server_refused_the_data(
        self, path: Path, monkeypatch: pytest.MonkeyPatch, code: int, in_place: bool
    ) -> None:
        """It tells so with the same error, and what was written is gone."""
        if in_place:
            path.with_name("second.json").hardlink_to(path)

        def losing(handle: int) -> None:
            os.ftruncate(handle, 0)
            raise OSError(code, os.strerror(code))

        monkeypatch.setattr(os, "fsync", losing)
        with pytest.raises(WriteError):
            save_map(path, sample(), in_place=in_place)
        monkeypatch.undo()
        if not in_place:
            assert open_map(path).document == tiny()

    @pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, errno.EDQUOT])
    def test_one_that_lost_the_data(self, path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
        refuse(monkeypatch, "fsync", code)
        with pytest.raises(WriteError):
            save_map(path, sample())
        assert open_map(path).document == tiny()

    def test_one_that_does_everything_gives_no_warning(self, path: Path) -> None:
        save_map(path, sample(), warn=pytest.fail)


class TestLimits:
    def test_the_records_of_a_map_are_counted_as_those_of_its_file(self) -> None:
        import json

        for document in (tiny(), sample(), large(20, 2, 3)):
            assert records_of(document) == count_records(json.loads(encode(document)))

    @pytest.mark.parametrize(
        "limits",
        [
            Limits(size=len(encode(sample())) - 1),
            Limits(size=2 * len(encode(sample())) - 2, marks=100),
            Limits(size=2 * len(encode(sample())) - 2, keys=20),
            Limits(size=2 * len(encode(sample())) - 2, memory=10_000),
            Limits(records=10),
        ],
        ids=["size", "marks", "keys", "memory", "records"],
    )
    def test_what_would_not_be_opened_again_is_asked_about(self, path: Path, limits: Limits) -> None:
        new = path.with_name("new.json")
        save_map(new, sample())
        with pytest.raises(MapReadError):
            open_map(new, limits=limits)
        with pytest.raises(
            OverLimitError, match=r"has more in it than Stakemap opens.*The preferences, and --largest"
        ):
            save_map(path, sample(), limits=limits)
        assert open_map(path).document == tiny()
        save_map(path, sample())
        assert open_map(path).document == sample()

    def test_the_highest_limit_cannot_be_raised(self, path: Path) -> None:
        with pytest.raises(OverLimitError, match="split the map"):
            save_map(path, sample(), limits=Limits(size=HIGHEST_LIMITS.size, records=1))

    def test_an_ordinary_map_is_within_them(self, path: Path) -> None:
        document = large(300, 2, 2)
        save_map(path, document, limits=DEFAULT_LIMITS)
        assert open_map(path).document == document


def test_unsaved_work_over_the_usual_limit_is_recovered(
    path: Path, own_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stakemap.editing.session import Session
    from stakemap.model import edits
    from stakemap.storage import codec
    from stakemap.storage.store.journal import JournalWriter
    from stakemap.storage.store.versions import VersionStore

    small, decode = Limits(size=100), codec.decode
    store = VersionStore(own_folders / "state" / "versions")
    writer = JournalWriter(store)
    digest = save_map(path, tiny())
    document: StakeMap = replace(tiny(), title="Unsaved")
    session = Session(tiny(), path=path, digest=digest, author="", today=lambda: "2025-08-01")
    journal = writer.open(tiny(), path, digest)
    session.change_made.connect(lambda change: journal.record(*change))
    session.apply(edits.set_texts.of(title="Unsaved"), label="Retitle")
    assert writer.flush()
    writer.close()
    # As if every map were larger than what is opened without raising the limit.
    limited = lambda data, limits=small, **_: decode(data, limits=limits)  # noqa: E731
    monkeypatch.setattr("stakemap.storage.store.versions.decode", limited)
    (item,) = store.recoverable()
    assert store.load(item.entry) == document
