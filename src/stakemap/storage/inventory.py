"""What Stakemap keeps outside of the files of maps: where, how long, and how that is removed or prevented.

The guide shows this list, and a test compares it with what a session leaves.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Literal, NamedTuple

from stakemap.i18n import tr, tr_count
from stakemap.logs import state_folder
from stakemap.storage.folders import config_folder

_Folder = Literal["config", "state", ""]


class Kept(NamedTuple):
    """Something that is kept, in words: what, where, for how long, how it is removed or prevented.

    `names` are patterns of the paths of its files below the folder of configuration or of state (`folder`),
    none where it lies elsewhere. `tells` says whether it may hold text of a map, its title, path or id.
    """

    key: str
    what: str
    where: str
    how_long: str
    removal: str
    folder: _Folder = ""
    names: tuple[str, ...] = ()
    tells: bool = False


def inventory() -> tuple[Kept, ...]:
    """All that is kept, what matters most first, by the rules of the organisation that are in force."""
    return (*_of_maps(), *_of_settings(), *_of_processes(), *_elsewhere())


def _kept(
    key: str, what: str, how_long: str, removal: str, folder: _Folder, *names: str, tells: bool = True
) -> Kept:
    """What lies in files below the folder of configuration or of state."""
    root = config_folder() if folder == "config" else state_folder()
    # The path of the first files, which SQLite and logs put others beside.
    return Kept(key, what, str(root / names[0]), how_long, removal, folder, names, tells)


def _forgetting() -> str:
    """How what is kept of a map is removed and prevented."""
    return tr("By “Forget everything about this map…”. Not kept of a map that leaves no traces.")


def _forgetting_damaged() -> str:
    """How what was damaged and set aside is removed."""
    return tr(
        "By “Forget everything about this map…”, of all maps. Where the policy sets leave_no_traces, by "
        "itself after the next start."
    )


def _of_maps() -> tuple[Kept, ...]:
    return (
        _kept(
            "versions",
            tr(
                "Earlier versions of maps, edits that are not saved yet and text that is being typed, with "
                "the title, path and id of each map"
            ),
            _history_time(),
            tr(
                "By “Clear history…” and “Forget everything about this map…”. Of a map that leaves no "
                "traces, kept only until it is closed."
            ),
            "state",
            "versions/versions.sqlite3",
            "versions/versions.sqlite3-*",
        ),
        _kept(
            "damaged-versions",
            tr("Stores of earlier versions that were damaged, set aside"),
            tr("Until they are removed"),
            _forgetting_damaged(),
            "state",
            "versions/versions-damaged-*",
        ),
        _kept(
            "recovery",
            tr("A copy of the map while its file is written in place, with the path of the file"),
            tr(
                "Until the file is written. Where that failed or was interrupted, until the copy is "
                "recovered, or 90 days after you were told of it"
            ),
            tr(
                "By “Forget everything about this map…”. A copy of a save that failed is kept of a map that "
                "leaves no traces, too, since it may be the only complete version."
            ),
            "state",
            "recovery/*",
        ),
        _kept(
            "open",
            tr("Which files are open: their paths, the analyst’s name, the process and since when"),
            tr(
                "While the map is open; after a crash until the next start. Then an empty file is left, "
                "named by a digest of the path, until the next start"
            ),
            tr("By itself. The path of a map that leaves no traces is not told"),
            "state",
            "open/*.lock",
            "open/*.json",
            "open/*.show",
            "open/.stakemap-*.tmp",
        ),
        _kept(
            "unfinished",
            tr("The paths of temporary files that are being written beside maps and exports"),
            tr("While a file is written; after a crash until the next start"),
            tr("By itself"),
            "state",
            "unfinished/.stakemap-*.tmp",
        ),
    )


def _history_time() -> str:
    from stakemap.storage.policy import policy
    from stakemap.storage.store.versions import DECLINED_SECONDS, KEPT_BYTES, kept_days

    days = kept_days()
    # What was dismissed is deleted with the earlier versions, if those are kept for a shorter time.
    declined = min(round(DECLINED_SECONDS / 86_400), days)
    unsaved = tr_count(
        "Unsaved edits and text until they are saved, recovered or discarded; what was dismissed at the "
        "start {count} day longer.",
        "Unsaved edits and text until they are saved, recovered or discarded; what was dismissed at the "
        "start {count} days longer.",
        declined,
    )
    if not policy().keeps_history:
        return tr("While the map is open; after a crash until unsaved work is recovered or dismissed.")
    earlier = tr_count(
        "Earlier versions {count} day after the map was closed, {size} MB for all maps at most.",
        "Earlier versions {count} days after the map was closed, {size} MB for all maps at most.",
        days,
        size=KEPT_BYTES // 2**20,
    )
    return f"{earlier} {unsaved}"


def _of_settings() -> tuple[Kept, ...]:
    from stakemap.storage.settings.records import RECENT_LIMIT
    from stakemap.storage.settings.settings import IMPORT_LIMIT, REMEMBERED_LIMIT

    def newest(count: int) -> str:
        return tr_count("Until {count} newer one is kept", "Until {count} newer ones are kept", count)

    return (
        _kept(
            "recent",
            tr("The recent maps, with title and path, and the folder that was used last"),
            newest(RECENT_LIMIT),
            tr("By the cross beside a map on the welcome page. {others}", others=_forgetting()),
            "config",
            "settings.json",
        ),
        _kept(
            "exports",
            tr("The options of the last export of each map, by the map’s id"),
            newest(REMEMBERED_LIMIT),
            _forgetting(),
            "config",
            "settings.json",
        ),
        _kept(
            "imports",
            tr("How registers were read: the headings of their columns and what they mean"),
            newest(IMPORT_LIMIT),
            tr("By “Clear history…” for all maps"),
            "config",
            "settings.json",
        ),
        _kept(
            "untraced",
            tr("Which maps leave no traces, as digests of their ids, which tell nothing without the map"),
            tr("Until it is unticked"),
            tr("By unticking “Leave no traces of this map”"),
            "config",
            "settings.json",
            tells=False,
        ),
        _kept(
            "preferences",
            tr("Preferences, the analyst’s name, the places of windows"),
            tr("Until they are changed"),
            tr("With the file"),
            "config",
            "settings.json",
            ".stakemap-*.tmp",
            tells=False,
        ),
        _kept(
            "damaged-settings",
            tr("Settings that were damaged, set aside"),
            tr("Until they are removed"),
            _forgetting_damaged(),
            "config",
            "settings-damaged-*.json",
        ),
    )


def _of_processes() -> tuple[Kept, ...]:
    return (
        _kept(
            "log",
            tr("The log: times, errors and their places in the program, without text of maps and paths"),
            tr("Four files of half a megabyte at most, the oldest is replaced"),
            tr("With its file"),
            "state",
            "stakemap.log",
            "stakemap.log.[1-3]",
            tells=False,
        ),
        _kept(
            "crashes",
            tr("Where the program crashed, without text of maps"),
            tr("Until five newer ones are kept"),
            tr("With its file"),
            "state",
            "crashes/*.txt",
            "crashes/*.running",
            tells=False,
        ),
        _kept(
            "owners",
            tr("Which copies of Stakemap are running"),
            tr("While they run; after a crash until the next start"),
            tr("By itself"),
            "state",
            "versions/owners/*.lock",
            tells=False,
        ),
    )


def _elsewhere() -> tuple[Kept, ...]:
    moment = tr("For a moment; after a crash until the next start")
    return (
        Kept(
            "beside-maps",
            tr("The new content of a file while it is saved or exported, and a lock"),
            tr("Beside the file, as {pattern}", pattern=".stakemap-….tmp"),
            moment,
            tr("By itself"),
            tells=True,
        ),
        Kept(
            "printing",
            tr("Pages that are printed into a PDF file"),
            str(Path(tempfile.gettempdir()) / "stakemap-…"),
            tr("For a moment; after a crash until the system clears that folder"),
            tr("By itself"),
            tells=True,
        ),
        Kept(
            "files",
            tr("Maps and exports that you saved, and copies of them, such as backups"),
            tr("Where you saved them, readable by all who may read files there"),
            tr("Until you remove them"),
            tr("By you; Stakemap removes none of them"),
            tells=True,
        ),
        Kept(
            "desktop",
            tr(
                "What the desktop remembers: file dialogs the last folders, lists of recent files and small "
                "pictures of exports, a clipboard history what was copied, a printer’s queue what it prints"
            ),
            tr("Where the desktop keeps it, such as recently-used.xbel and QtProject.conf"),
            tr("As the desktop sets it"),
            tr("In the settings of the desktop; Stakemap removes none of it"),
            tells=True,
        ),
        Kept(
            "memory",
            tr("The memory of the program, which the system may write to its disk"),
            tr("In the system’s swap file, or in its dump of a program that crashed"),
            tr("As the system sets it"),
            tr("By encrypted swap, and by switching dumps off"),
            tells=True,
        ),
    )
