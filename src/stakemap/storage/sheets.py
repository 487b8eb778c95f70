"""The sheets of a round as files: their names, writing them, and reading those that were sent back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from stakemap.errors import MapReadError, WriteError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.gathering import ReturnedSheet
from stakemap.model.rounds import need_round, sheets_of
from stakemap.storage.files import SUFFIX, open_map, save_map
from stakemap.storage.policy.handling import check_marked
from stakemap.storage.reading.limits import Limits
from stakemap.storage.saving.targets import is_there
from stakemap.text import single_line
from stakemap.wording.names import enumeration

#: Characters that file systems refuse, or that mean something in a path.
_REFUSED = frozenset('<>:"/\\|?*')
#: Most bytes of the title and of the name of an analyst in the name of a file; most systems allow 255 in all.
_MOST_BYTES = 80


class SheetsExistError(WriteError):
    """Files with the names of the sheets exist already; nothing was written."""


def sheet_names(document: StakeMap, round_id: str) -> dict[str, str]:
    """The file names of the sheets of a round by analyst: "Talks – round 1 – Anna.stakemap.json"."""
    asked = need_round(document, round_id)
    title = _safe(document.title) or tr("Map")
    result: dict[str, str] = {}
    taken: set[str] = set()
    for analyst in asked.analysts:
        name = tr(
            "{title} – round {number} – {analyst}", title=title, number=asked.number, analyst=_safe(analyst)
        )
        name = "".join(character for character in name if character.isprintable())
        candidate, count = name, 1
        while candidate.casefold() in taken:
            count += 1
            candidate = f"{name} ({count})"
        taken.add(candidate.casefold())
        result[analyst] = candidate + SUFFIX
    return result


def _safe(text: str) -> str:
    """A text as part of a file name on any system."""
    kept = "".join("-" if each in _REFUSED or not each.isprintable() else each for each in single_line(text))
    return kept.encode("utf-8", "replace")[:_MOST_BYTES].decode("utf-8", "ignore").strip(" .")


def check_free(folder: Path, document: StakeMap, round_id: str) -> None:
    """Raise SheetsExistError where the sheets of a round would replace files."""
    there = [name for name in sheet_names(document, round_id).values() if is_there(folder / name)]
    if there:
        raise SheetsExistError(tr("These files are there already: {names}.", names=enumeration(there)))


def write_sheets(
    folder: Path,
    document: StakeMap,
    round_id: str,
    *,
    replacing: bool = False,
    warn: Callable[[str], object] | None = None,
) -> Mapping[str, Path]:
    """Write the sheet of each analyst of a round into a folder, each file atomically; their paths by analyst.

    Raises SheetsExistError where files are there and `replacing` is not set, WriteError where one cannot be
    written, HandlingMarkMissingError where the map needs a handling mark first.
    """
    check_marked(document)
    if not replacing:
        check_free(folder, document, round_id)
    paths = {analyst: folder / name for analyst, name in sheet_names(document, round_id).items()}
    for analyst, sheet in sheets_of(document, round_id).items():
        save_map(paths[analyst], sheet, expected_digest=None if replacing else "", warn=warn)
    return paths


def read_sheets(paths: Iterable[Path], limits: Limits) -> tuple[list[ReturnedSheet], list[str]]:
    """Read files that were sent back; with a sentence for each that cannot be read, which names it."""
    sheets, problems = [], []
    for path in dict.fromkeys(paths):
        try:
            opened = open_map(path, limits=limits)
        except MapReadError as error:
            problems.append(tr("{file}: {problem}", file=path.name, problem=error))
            continue
        if opened.read_only:
            problems.append(
                tr(
                    "{file}: This map comes from a newer version of Stakemap; gather it with that version.",
                    file=path.name,
                )
            )
        else:
            sheets.append(ReturnedSheet(path.name, opened.document))
    return sheets, problems
