"""A map that git could not merge opens as one of its versions, and the other one is offered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from app_driver import ScriptedMessageBoxes, documents_of
from repositories import Repository, needs_git
from samples import sample
from stakemap.app.document.saving import Saving
from stakemap.commands.merging import merged
from stakemap.model.document import StakeMap
from stakemap.model.edits import set_texts
from stakemap.storage.codec import encode
from stakemap.storage.conflicts import conflicted
from stakemap.storage.conflicts.conflicted import ConflictedMap
from stakemap.storage.files import open_map, save_map

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from stakemap.app.kit.other_version import OtherVersion
    from stakemap.app.kit.window import AppContext, Window

BASE = sample()
ONE, OTHER = (set_texts(BASE, title=title) for title in ("Anna's talks", "Boris's talks"))
MERGED = set_texts(BASE, title="Both")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stakemap.app.document.external_changes.WATCH_DELAY", 0)
    monkeypatch.setattr("stakemap.app.document.file_watch.THROTTLE", 30)


@pytest.fixture
def welcome(context: AppContext) -> Window:
    return context.show_welcome()


@pytest.fixture
def asked(welcome: Window) -> list[OtherVersion]:
    found: list[OtherVersion] = []
    welcome.comparison_requested.connect(found.append)
    return found


def take(window: Window, other: OtherVersion, document: StakeMap = MERGED) -> None:
    """What the comparison does once all is decided."""
    assert window.session is not None
    window.session.replace_document(document, "Merge")
    assert other.taken is not None
    other.taken()


@needs_git
def test_a_file_with_markers_opens_and_is_written_merged(
    welcome: Window, context: AppContext, tmp_path: Path, asked: list[OtherVersion], qtbot: QtBot
) -> None:
    repository = Repository(tmp_path / "work")
    repository.diverge(BASE, ONE, OTHER)
    assert documents_of(context).open_file(repository.path, welcome) is welcome
    assert welcome.session is not None
    assert welcome.session.document == ONE
    assert welcome.isWindowModified()
    (other,) = asked
    assert (other.document, other.base, other.name) == (OTHER, BASE, "Boris’s version in git")
    qtbot.waitUntil(lambda: welcome.notices.texts() != [])
    take(welcome, other)
    assert welcome.notices.texts() == []
    assert welcome.service(Saving).save()
    assert open_map(repository.path).document == MERGED
    assert "git add “talks.stakemap.json”" in welcome.notices.texts()[0]
    repository.git("add", repository.path.name)
    repository.commit_by("Anna")


def test_without_git_the_markers_tell_both_versions(
    welcome: Window,
    context: AppContext,
    tmp_path: Path,
    asked: list[OtherVersion],
    message_boxes: ScriptedMessageBoxes,
) -> None:
    path = tmp_path / "talks.stakemap.json"
    marked = b"<<<<<<< HEAD\n" + encode(ONE) + b"=======\n" + encode(OTHER) + b">>>>>>> boris\n"
    path.write_bytes(marked + b"<<<<<<< HEAD\n")
    assert documents_of(context).open_file(path, welcome) is None
    assert "conflict markers of git in this file are missing" in message_boxes.told[0][1]
    path.write_bytes(marked)
    assert documents_of(context).open_file(path, welcome) is welcome
    assert [(other.document, other.base, other.name) for other in asked] == [
        (OTHER, None, "the other version in git")
    ]
    message_boxes.answers = [False, True]
    assert not welcome.service(Saving).save()
    assert path.read_bytes() == marked
    assert welcome.service(Saving).save()
    assert open_map(path).document == ONE
    assert [text.splitlines()[0] for text in message_boxes.asked] == [
        "confirm Save only one of two versions?"
    ] * 2


@needs_git
def test_a_conflict_that_only_the_index_knows_is_offered(
    welcome: Window, context: AppContext, tmp_path: Path, asked: list[OtherVersion], qtbot: QtBot
) -> None:
    repository = Repository(tmp_path / "work")
    (repository.folder / ".gitattributes").write_text("*.json -merge\n")
    repository.diverge(BASE, ONE, OTHER)
    documents_of(context).open_file(repository.path, welcome)
    assert not welcome.isWindowModified()
    qtbot.waitUntil(lambda: welcome.notices.texts() != [])
    assert asked == []
    welcome.notices.buttons("git")[0].click()
    (other,) = asked
    assert (other.document, other.base) == (OTHER, BASE)
    assert other.taken is not None
    other.taken()
    assert "git add" in welcome.notices.texts()[0]


@needs_git
def test_of_conflicts_that_the_merge_driver_left_it_says_what_to_do(
    welcome: Window, context: AppContext, tmp_path: Path, asked: list[OtherVersion], qtbot: QtBot
) -> None:
    repository = Repository(tmp_path / "work")
    repository.diverge(BASE, ONE, OTHER)
    document, conflicts = merged(BASE, ONE, OTHER)
    assert conflicts
    save_map(repository.path, document)
    documents_of(context).open_file(repository.path, welcome)
    qtbot.waitUntil(lambda: any("decide the open conflicts" in text for text in welcome.notices.texts()))
    # Of what was merged there is no version left to compare.
    assert asked == []
    assert welcome.session is not None
    welcome.session.apply(set_texts.of(note="Decided"), label="Decide")
    assert welcome.service(Saving).save()


@needs_git
def test_a_merge_beside_an_open_map_is_offered_and_no_edit_is_lost(
    welcome: Window, context: AppContext, tmp_path: Path, asked: list[OtherVersion], qtbot: QtBot
) -> None:
    repository = Repository(tmp_path / "work")
    repository.commit(BASE)
    repository.git("checkout", "-q", "-b", "boris")
    repository.commit(OTHER, "Boris")
    repository.git("checkout", "-q", "main")
    repository.commit(ONE)
    documents_of(context).open_file(repository.path, welcome)
    session = welcome.session
    assert session is not None
    watching = documents_of(context).external_changes
    qtbot.waitUntil(lambda: (watch := watching.watch_of(session)) is not None and watch.state is not None)
    repository.git("merge", "-q", "boris", status=1)
    qtbot.waitUntil(lambda: welcome.notices.buttons("outside") != [])
    assert "Git could not merge “talks.stakemap.json”" in welcome.notices.texts()[0]
    welcome.notices.buttons("outside")[0].click()
    assert session.document == ONE
    (other,) = asked
    assert (other.document, other.base, other.name) == (OTHER, BASE, "Boris’s version in git")
    take(welcome, other)
    assert welcome.service(Saving).save()
    assert open_map(repository.path).document == MERGED


@needs_git
def test_of_a_removal_on_one_side_it_says_what_to_do(
    welcome: Window, context: AppContext, tmp_path: Path, asked: list[OtherVersion], qtbot: QtBot
) -> None:
    repository = Repository(tmp_path / "work")
    repository.commit(BASE)
    repository.git("checkout", "-q", "-b", "boris")
    repository.git("rm", "-q", repository.path.name)
    repository.commit_by("Boris")
    repository.git("checkout", "-q", "main")
    repository.commit(ONE)
    repository.git("merge", "-q", "boris", status=1)
    documents_of(context).open_file(repository.path, welcome)
    qtbot.waitUntil(lambda: welcome.notices.texts() != [])
    assert "“git add” keeps it, “git rm” removes it" in welcome.notices.texts()[0]
    assert asked == []


@needs_git
def test_an_author_in_git_is_named_on_one_short_line(
    welcome: Window,
    context: AppContext,
    tmp_path: Path,
    asked: list[OtherVersion],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = conflicted.read_conflicted

    def by_somebody(*given: Any) -> ConflictedMap | None:
        found = read(*given)
        return None if found is None else found._replace(author="Boris\n\u202e" + "y" * 5_000)

    monkeypatch.setattr(conflicted, "read_conflicted", by_somebody)
    repository = Repository(tmp_path / "work")
    repository.diverge(BASE, ONE, OTHER)
    documents_of(context).open_file(repository.path, welcome)
    (other,) = asked
    assert other.name.startswith("Boris ")
    assert len(other.name) < 200
    assert not set("\n\u202e") & set(other.name)
