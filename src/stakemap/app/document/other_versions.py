"""Other versions of an open map: reading one from a file, and asking for it to be compared and merged."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from stakemap.app.document.autosave import Autosave
from stakemap.app.document.opening import run_by_size, show_read_error
from stakemap.app.document.sheets import asked_to_open_sheet, gathers
from stakemap.app.kit.other_version import OtherVersion
from stakemap.app.kit.plain_text import Choice, MessageDialog
from stakemap.app.kit.waiting import run_with_progress
from stakemap.app.kit.window import AppContext, Window
from stakemap.app.kit.worker import Worker
from stakemap.editing.session import Session
from stakemap.errors import Fault, MapReadError
from stakemap.i18n import tr
from stakemap.logs import state_folder
from stakemap.model.document import StakeMap
from stakemap.model.rounds import is_sheet, round_of_sheet
from stakemap.model.sharing import sharing
from stakemap.storage.files import is_in_conflict, open_map
from stakemap.storage.reading.limits import Limits
from stakemap.text import one_line

_NOTICE = "version"


class _Open(NamedTuple):
    """The map of a window, as last saved or opened, and its file with the digest of that."""

    document: StakeMap
    written: StakeMap
    path: Path | None
    digest: str | None


class _Found(NamedTuple):
    """A version that was read, the base of it and the open map, and whether they are equal."""

    document: StakeMap
    digest: str
    base: StakeMap | None
    is_same: bool
    name: str


def compare_file(
    window: Window,
    path: Path,
    *,
    merges: bool = True,
    taken: Callable[[str], object] | None = None,
) -> None:
    """Ask for a file to be compared with the map of a window; shows why that is not possible.

    Unless it `merges`, another map will do. Of the file of the map itself, what was last saved or opened is
    the base, and what git could not merge is compared. `taken` is called with the digest of the file once
    what was decided is in the map.
    """
    found = _read(window, path)
    if found is None or (merges and not _is_version(window, path, found)):
        return
    _ask_for(window, found, None if taken is None else lambda: taken(found.digest))


def compare_document(
    window: Window, document: StakeMap, name: str, taken: Callable[[], object] | None = None
) -> None:
    """The same with a version that is in no file, called `name` in the middle of a sentence."""
    window.commit_pending()
    session, context = window.session, window.context
    assert session is not None
    worker = Worker(_with_base, session.document, document, name, context.service(Autosave))
    text = tr("Comparing with {name}", name=name)
    found: _Found | None = run_with_progress(worker, window, text, context.message_boxes)
    if found is not None:
        _ask_for(window, found, taken)


def _ask_for(window: Window, found: _Found, taken: Callable[[], object] | None) -> None:
    """Ask for the comparison, or say that there is no difference."""
    if not found.is_same:
        window.comparison_requested.emit(OtherVersion(found.document, found.name, found.base, taken))
        return
    text = tr("The map that is open has the same content as {name}.", name=found.name)
    window.context.message_boxes.show_message(window, tr("There are no differences"), text, symbol="info")
    if taken is not None:
        taken()


def offer_open_version(window: Window) -> None:
    """Offer to compare the map of a window with another version of it that is open, if one is."""
    session, context = window.session, window.context
    assert session is not None
    beside = [one for one in context.windows if one.session not in (None, session)]
    for other in beside:
        assert other.session is not None
        document = other.session.document
        if document.id == session.document.id and _is_comparable(window, document):
            choices = (
                (tr("Compare and &merge…"), partial(_compare_open, window, other.session)),
                (tr("&Leave it"), partial(window.notices.withdraw, _NOTICE)),
            )
            text = tr("Another version of this map is open: {name}.", name=_name_of(other.session))
            window.notices.post(_NOTICE, text, choices)
            return


def _compare_open(window: Window, other: Session) -> None:
    window.notices.withdraw(_NOTICE)
    compare_document(window, other.document, _name_of(other))


def _name_of(session: Session) -> str:
    return session.display_title if session.path is None else session.path.name


def window_on(context: AppContext, map_id: str, preferred: Window | None) -> Window | None:
    """A window with a map of this id, the `preferred` one if it has it; None where there is none."""
    shown = [one for one in context.windows if one.session is not None and one.session.document.id == map_id]
    return next(iter(sorted(shown, key=lambda one: (one is not preferred, not one.isActiveWindow()))), None)


def asked_to_open(window: Window, path: Path) -> bool:
    """Whether a file is to be opened as a map of its own, although it is a version of the map of a window.

    If the user wants, the comparison begins instead. True where the file cannot be read, so that opening it
    tells why.
    """
    try:
        found = _read(window, path, tells=False)
    except MapReadError:
        return True
    if found is None:
        return False
    if not _is_comparable(window, found.document):
        return not (is_sheet(found.document) and gathers(window)) or asked_to_open_sheet(window, path)
    dialog = _question(window, path, is_same=found.is_same)
    window.context.message_boxes.run(dialog)
    if dialog.answer == "compare":
        window.present()
        window.comparison_requested.emit(OtherVersion(found.document, path.name, found.base))
    return dialog.answer == "beside"


def _question(window: Window, path: Path, *, is_same: bool) -> MessageDialog:
    session = window.session
    assert session is not None
    title = session.display_title
    beside = Choice("beside", tr("Open it &beside"))
    if is_same:
        headline = tr("“{name}” is the same as the map that is open", name=path.name)
        text = tr("It has no differences from “{title}”.", title=title)
        return MessageDialog(
            window, headline, text, choices=(beside, Choice("cancel", tr("OK"), "reject")), symbol="info"
        )
    headline = tr("“{name}” is another version of the map that is open", name=path.name)
    text = tr(
        "Compare it with “{title}” to see what each version has and to take over what you want, or open it "
        "beside, as a map of its own.",
        title=title,
    )
    choices = (
        Choice("compare", tr("&Compare and merge…"), "accept"),
        beside,
        Choice("cancel", tr("Cancel"), "reject"),
    )
    return MessageDialog(window, headline, text, choices=choices, symbol="info")


def _is_version(window: Window, path: Path, found: _Found) -> bool:
    """Whether what was read can be merged with the map of a window; shows why not."""
    session = window.session
    assert session is not None
    show, name = window.context.message_boxes.show_message, path.name
    if found.document.id != session.document.id:
        text = tr(
            "It was not made from this one, so that there is nothing to merge. “Compare with…” in the menu "
            "“File” shows how they differ; “Combine maps…” puts together what several analysts judge."
        )
        show(window, tr("“{name}” is another map", name=name), text)
        return False
    if not _is_comparable(window, found.document):
        text = tr(
            "It has only what one analyst judges in a round: “Gather answers…” in the menu “Team” takes it "
            "in."
        )
        show(window, tr("“{name}” is the sheet of a round", name=name), text)
        return False
    return True


def _is_comparable(window: Window, document: StakeMap) -> bool:
    """Whether both are maps, or both are the sheet of the same analyst in a round."""
    assert window.session is not None
    one, other = round_of_sheet(window.session.document), round_of_sheet(document)
    return (one and (one[0], one[1].analyst)) == (other and (other[0], other[1].analyst))


def _read(window: Window, path: Path, *, tells: bool = True) -> _Found | None:
    """Read another version; None when the user cancelled or, if `tells`, after an error, which is shown.

    Raises MapReadError unless `tells`.
    """
    window.commit_pending()
    session, context = window.session, window.context
    assert session is not None
    now = _Open(session.document, session.written, session.path, session.digest)
    worker = Worker(_find, path, context.limits, now, context.service(Autosave))
    text = tr("Reading “{name}”", name=path.name)
    try:
        found: _Found | None = run_by_size(worker, path, window, text, context.message_boxes)
    except MapReadError as error:
        if not tells:
            raise
        show_read_error(window, context.message_boxes, path, error)
        return None
    return found


def _find(
    report: Callable[[float], bool], path: Path, limits: Limits, now: _Open, autosave: Autosave
) -> _Found:
    is_own = path == now.path
    try:
        opened = open_map(path, limits=limits, progress=report)
    except MapReadError as error:
        in_git = _in_git(report, path, limits, now) if is_own and is_in_conflict(error) else None
        if in_git is None:
            raise
        return in_git
    if is_own and opened.digest == now.digest and not opened.document.conflicts:
        # Git may have left the file as it was, and know of the other version alone.
        in_git = _in_git(report, path, limits, now)
        if in_git is not None:
            return in_git
    if opened.read_only:
        text = tr("The map comes from a newer version of Stakemap: compare and merge it with that version.")
        raise MapReadError(text, [Fault("newer", "", text)])
    found = _with_base(report, now.document, opened.document, path.name, autosave)
    if (is_own or opened.digest == now.digest) and opened.document.id == now.document.id:
        found = found._replace(base=now.written)
    return found._replace(digest=opened.digest)


def _with_base(
    _report: Callable[[float], bool], one: StakeMap, other: StakeMap, name: str, autosave: Autosave
) -> _Found:
    """A version and the base of it and the open map, if the store has one."""
    other = sharing(one, other)
    base = None if other is one or other.id != one.id else _base_of(autosave, one, other)
    return _Found(other, "", base, other is one, name)


def _in_git(report: Callable[[float], bool], path: Path, limits: Limits, now: _Open) -> _Found | None:
    """The version that git could not merge with the open map; None where its file is not in conflict."""
    from stakemap.storage.conflicts.conflicted import read_conflicted

    conflicted = read_conflicted(path, limits, report)
    if conflicted is None or conflicted.other is None:
        return None
    one, other = (sharing(now.document, each) for each in (conflicted.one, conflicted.other))
    # In a rebase the other side of git is what the user has committed, which may be the open map.
    is_swapped = other is now.document
    name = tr("the other version in git")
    if conflicted.author and not is_swapped:
        name = tr("{author}’s version in git", author=one_line(conflicted.author))
    chosen = one if is_swapped else other
    return _Found(chosen, conflicted.digest, conflicted.base, chosen is now.document, name)


def _base_of(autosave: Autosave, one: StakeMap, other: StakeMap) -> StakeMap | None:
    from stakemap.storage.store.common_base import common_base
    from stakemap.storage.store.versions import VersionStore

    autosave.flush()
    return common_base(VersionStore(state_folder() / "versions"), one, other)
