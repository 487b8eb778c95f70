"""The files that an export writes: their endings, and the question before one is replaced."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stakemap.errors import UsageError
from stakemap.i18n import tr, tr_count
from stakemap.storage.saving.targets import is_there

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from stakemap.app.kit.message_boxes import MessageBoxes


def with_ending(path: Path, endings: Sequence[str]) -> Path:
    """A path with the first of these endings appended unless it has one of them."""
    return path if path.suffix.lower() in endings else path.with_name(path.name + endings[0])


def typed_path(text: str, folder: Path) -> Path:
    """The path that was typed; a relative one is completed by a folder. Raises UsageError if it is none."""
    text = text.strip()
    if not text:
        raise UsageError(tr("Enter a file name."))
    try:
        path = Path(text).expanduser()
    except RuntimeError as error:
        problem = tr("There is no home folder for “{name}”.", name=Path(text).parts[0])
        raise UsageError(problem) from error
    if not path.is_absolute():
        path = folder / path
    if not path.name:
        raise UsageError(tr("Enter a file name."))
    return path


def may_replace(
    message_boxes: MessageBoxes, parent: QWidget, files: tuple[Path, ...], map_file: Path | None
) -> bool:
    """Whether the files may be written: none exists, or the user confirms replacing them.

    Raises UsageError for a folder and for the file of the map, OSError when a file cannot be examined.
    """
    there = [file for file in files if is_there(file)]
    for file in there:
        if file.is_dir():
            raise UsageError(tr("“{name}” is a folder.", name=file.name))
        if map_file is not None and is_there(map_file) and file.samefile(map_file):
            raise UsageError(tr("The export would replace the map itself. Choose another name."))
    if not there:
        return True
    headline = tr("Replace “{name}”?", name=there[0].name)
    if len(there) > 1:
        headline = tr_count("Replace {count} file?", "Replace {count} files?", len(there))
    text = tr("A file with that name already exists. Its content would be lost.")
    return message_boxes.confirm(parent, headline, text, tr("&Replace"), destructive=True)
