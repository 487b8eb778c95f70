"""Titles that tell open maps apart: the same title is qualified by the file, the same file by the folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stakemap.i18n import tr
from stakemap.text import shortened, shown_line

if TYPE_CHECKING:
    from stakemap.app.kit.window import Window
    from stakemap.editing.session import Session


def map_title(session: Session, windows: Iterable[Window], *, short: bool = False) -> str:
    """The title of a map, with its file if another map in `windows` has the same title.

    A title that is qualified is shortened, so that what qualifies it is seen; with `short` any title is.
    """
    sessions = list(dict.fromkeys([*(one.session for one in windows if one.session is not None), session]))
    known = [(one.display_title, one.path) for one in sessions]
    qualifier = qualifiers(known)[sessions.index(session)]
    title = session.display_title
    if qualifier:
        return tr("{title} — {file}", title=shortened(title), file=qualifier)
    return shortened(title) if short else title


def full_title(window: Window, windows: Sequence[Window], *, short: bool = False) -> str:
    """The title of a window: that of its map, with a number where several windows show that map."""
    session = window.session
    assert session is not None
    title = map_title(session, windows, short=short)
    shown = [one for one in windows if one.session is session]
    if window not in shown or len(shown) == 1:
        return title
    return tr("{title} · window {number}", title=title, number=shown.index(window) + 1)


def qualifiers(maps: Sequence[tuple[str, Path | None]]) -> list[str]:
    """What distinguishes each of several maps, given by title and file, from those with the same title.

    Empty for a title that only one has; else the name of the file, with as many of its folders as it takes.
    """
    titles = [shown_line(shortened(title)) for title, _ in maps]
    paths = [path for _, path in maps]
    found = [""] * len(maps)
    for depth in range(max((len(path.parts) for path in paths if path is not None), default=1)):
        count = Counter(zip(titles, found, strict=True))
        same = [number for number, title in enumerate(titles) if count[title, found[number]] > 1]
        for number in same:
            found[number] = _qualifier(paths[number], depth)
    return _numbered(titles, found)


def _qualifier(path: Path | None, depth: int) -> str:
    """The name of a file, with `depth` of the folders that it is in."""
    if path is None:
        return tr("not saved yet")
    folders = path.parts[max(len(path.parts) - 1 - depth, 0) : -1]
    name = shortened(path.name)
    return tr("{name} in {folder}", name=name, folder=Path(*folders)) if folders else name


def _numbered(titles: Sequence[str], found: Sequence[str]) -> list[str]:
    """Qualifiers with numbers where they are still the same, as those of maps that have no file."""
    labels = list(zip(titles, found, strict=True))
    return [
        tr("{name} ({number})", name=label[1], number=labels[: place + 1].count(label))
        if labels.count(label) > 1
        else label[1]
        for place, label in enumerate(labels)
    ]
