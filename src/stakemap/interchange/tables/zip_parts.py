"""The parts of a workbook that is a zip archive, unpacked within a limit, and packed again for a reader.

Nobody but this module looks into the archive as it came: what is read further holds the checked parts and
nothing else, so that sizes that lie, entries that overlap and other tricks of archives end here.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Final

from stakemap.errors import MapReadError
from stakemap.i18n import tr

#: The most bytes of all parts together that are read, unpacked.
_MOST_BYTES: Final = 40_000_000
_MOST_ENTRIES: Final = 20_000
_ENCRYPTED_FLAG = 1
#: What reading an archive raises: damage, passwords, unknown methods of packing, places beyond the end.
_FAULTS = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError)


def damaged() -> MapReadError:
    """The error of a workbook that cannot be read."""
    return MapReadError(tr("This workbook is damaged and cannot be read."))


def too_large() -> MapReadError:
    """The error of a workbook that would take too much memory."""
    return MapReadError(
        tr("This workbook is too large to be read; first remove the sheets, rows and columns not needed.")
    )


def names_of(data: bytes) -> tuple[str, ...]:
    """The names of the parts. Raises MapReadError if the archive is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return tuple(info.filename for info in _entries(archive))
    except _FAULTS as error:
        raise damaged() from error


def parts_of(data: bytes, is_wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The parts whose names are wanted. Raises MapReadError if they are damaged, encrypted or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            wanted = [info for info in _entries(archive) if is_wanted(info.filename)]
            if any(info.flag_bits & _ENCRYPTED_FLAG for info in wanted):
                raise MapReadError(tr("This workbook is encrypted; save it without a password first."))
            # No more than these sizes is unpacked.
            if sum(info.file_size for info in wanted) > _MOST_BYTES:
                raise too_large()
            return {info.filename: archive.read(info) for info in wanted}
    except _FAULTS as error:
        raise damaged() from error


def _entries(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    entries = archive.infolist()
    if len(entries) > _MOST_ENTRIES:
        raise too_large()
    return entries


def packed(parts: Mapping[str, bytes]) -> io.BytesIO:
    """An archive of these parts, not compressed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    file.seek(0)
    return file
