"""What a file without tables is, by its first bytes, and what to do with it instead, in a sentence."""

from __future__ import annotations

import re
from typing import Final

from stakemap.i18n import tr

_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")


def other_sentence(data: bytes) -> str:
    """What a file is that is neither text nor a workbook; "" if its beginning does not tell."""
    if data.startswith(b"%PDF-"):
        return tr("This is a PDF document; copy its table into a spreadsheet first.")
    if data.startswith(b"{\\rtf"):
        return _document()
    if data.startswith(_PICTURES):
        return tr("This is a picture; type its table into a spreadsheet first.")
    if data.startswith(b"MIME-Version:"):
        return tr(
            "This is a saved web page; open it in a spreadsheet program and save it as a workbook first."
        )
    if data.startswith((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")):
        return _archive()
    return ""


def archive_sentence(names: tuple[str, ...]) -> str:
    """What a zip archive with parts of these names is that is no workbook."""
    if any(name.startswith("word/") for name in names):
        return _document()
    if any(name.startswith("ppt/") for name in names):
        return tr("This is a presentation; copy its table into a spreadsheet first.")
    if any(name.endswith(".iwa") or re.search(r"(^|/)Index\.zip$", name) for name in names):
        return tr("This is a document of Numbers or Pages; export it to Excel or CSV first.")
    if "content.xml" in names and "mimetype" in names:
        return _document()
    return _archive()


def compound_sentence(names: tuple[str, ...]) -> str:
    """What a compound file with streams of these names is that is no workbook; "" if they do not tell."""
    if "WordDocument" in names:
        return _document()
    if "PowerPoint Document" in names:
        return tr("This is a presentation; copy its table into a spreadsheet first.")
    return ""


def _document() -> str:
    return tr("This is a text document; copy its table into a spreadsheet first.")


def _archive() -> str:
    return tr("This is an archive; unpack it and import the files in it.")
