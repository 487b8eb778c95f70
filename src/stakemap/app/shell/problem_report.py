"""What is collected to report a problem: versions, platform, settings, rules, the log, and no text."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QGuiApplication

from stakemap.app.kit.error_reporter import versions
from stakemap.app.shell.report_lines import Phrases, Told, told_lines
from stakemap.i18n import tr, tr_count
from stakemap.logs import log_file
from stakemap.model.document import StakeMap
from stakemap.storage.crash_notes import crash_folder
from stakemap.storage.policy import policy
from stakemap.storage.reading.regular_files import open_regular
from stakemap.storage.settings.records import Settings

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext

#: The most lines of a log, from its end, and of crash notes, from their beginnings; how many bytes are read.
_LOG_LINES, _CRASH_LINES, _BYTES = 200, 60, 256_000
_CRASHES = 2
#: The settings that may matter, none of which holds a name or a path.
_SETTINGS = (
    "theme",
    "language",
    "reduced_motion",
    "workshop_mode",
    "undecided_below",
    "evenly_within",
    "keep_support_below",
    "largest_file",
)


class Facts(NamedTuple):
    """What the app knows: lines that disclose no map, the open maps, and further names to leave out."""

    lines: tuple[str, ...]
    maps: tuple[StakeMap, ...]
    names: tuple[str, ...]


def facts_of(context: AppContext) -> Facts:
    """The facts of a running app."""
    settings = context.settings
    sessions = {id(one.session): one.session for one in context.windows if one.session is not None}.values()
    paths = [Path(recent.path) for recent in settings.recent]
    paths += [session.path for session in sessions if session.path is not None]
    names = [settings.author, Path.home().name, settings.last_folder and Path(settings.last_folder).name]
    names += [recent.title for recent in settings.recent]
    names += [name for path in paths for name in (path.name, path.name.partition(".")[0], path.parent.name)]
    maps = tuple(session.document for session in sessions)
    return Facts(tuple(_lines(settings, maps)), maps, tuple(filter(None, names)))


def _lines(settings: Settings, maps: tuple[StakeMap, ...]) -> Iterator[str]:
    frozen = tr("installed with its own Python") if getattr(sys, "frozen", False) else sys.implementation.name
    yield f"{versions()} ({platform.machine()}, {frozen})"
    yield tr("Window system: {platform}", platform=QGuiApplication.platformName())
    for screen in QGuiApplication.screens():
        width, height = screen.size().toTuple()
        scale = round(screen.devicePixelRatio() * 100)
        yield tr("Screen: {width} × {height} at {scale} %", width=str(width), height=str(height), scale=scale)
    for document in maps:
        counts = (
            tr_count("{count} actor", "{count} actors", len(document.actors)),
            tr_count("{count} issue", "{count} issues", len(document.issues)),
            tr_count("{count} snapshot", "{count} snapshots", len(document.snapshots)),
        )
        yield tr("Open map: {counts}", counts=", ".join(counts))
    chosen = [f"{name} {getattr(settings, name)}" for name in _SETTINGS if _is_chosen(settings, name)]
    yield tr("Settings that are not the usual ones: {settings}", settings=", ".join(chosen) or tr("none"))
    rules = policy()
    fields = type(rules).model_fields.items()
    names = [name for name, field in fields if getattr(rules, name) != field.default]
    yield tr("Rules of the organisation: {rules}", rules=", ".join(names) or tr("none"))


def _is_chosen(settings: Settings, name: str) -> bool:
    return bool(getattr(settings, name) != Settings.model_fields[name].default)


def report_text(_report: Callable[[float], bool], facts: Facts) -> str:
    """The whole report, for a worker: it reads the log and the notes of crashes."""
    names = Phrases(chain(facts.names, *map(_names_in, facts.maps)))
    log = told_lines(_end_of(log_file()), names)
    parts = ["\n".join(facts.lines), _section(tr("Log: {file}", file=log_file().name), log, -_LOG_LINES)]
    for path in _crash_notes():
        title = tr("Crash: {file}", file=path.name)
        parts.append(_section(title, told_lines(_end_of(path), names), _CRASH_LINES))
    return "\n\n".join(parts) + "\n"


def _section(title: str, told: Told, most: int) -> str:
    """A title with lines: at most so many from their beginning, or, below zero, from their end."""
    kept = told.lines[most:] if most < 0 else told.lines[:most]
    left_out = told.left_out + len(told.lines) - len(kept)
    note = tr_count("({count} more line is left out)", "({count} more lines are left out)", left_out)
    return "\n".join((title, *kept, *((note,) if left_out else ())))


def _end_of(path: Path) -> str:
    """The end of a file as text, from a line on; "" where it cannot be read."""
    try:
        with open_regular(path) as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _BYTES))
            text = file.read(_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""
    return text.partition("\n")[2] if size > _BYTES else text


def _crash_notes() -> list[Path]:
    try:
        return sorted(crash_folder().glob("*.txt"), reverse=True)[:_CRASHES]
    except OSError:
        return []


def _names_in(document: StakeMap) -> Iterable[str]:
    """What people, places and files are called in a map."""
    yield document.title
    yield document.contact
    for actor in document.actors.values():
        yield from (actor.name, *actor.aliases)
    for group in document.groups.values():
        yield group.name
    for issue in document.issues.values():
        yield issue.name
    for snapshot in document.snapshots.values():
        yield snapshot.label
    for source in document.sources.values():
        yield from (source.title, source.author)
