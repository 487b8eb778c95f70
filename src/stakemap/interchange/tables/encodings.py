"""Text of a file whose encoding is detected by its content: a byte order mark, strict UTF-8, else a guess."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import Final

from stakemap.errors import MapReadError
from stakemap.i18n import tr, tr_count

#: Those of UTF-32 begin as those of UTF-16 do.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Control characters that no text has. Two in a hundred of these make a file one of no text.
_CONTROLS: Final = bytes(set(range(32)) - {0, *b"\t\n\v\f\r\x1a\x1b"}) + b"\x7f"
_MOST_CONTROLS = 0.02
_SAMPLE = 65_536
_REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The text of a file without its byte order mark, how it was decoded, and sentences about doubts.

    `is_guess` says that the encoding could be another one, and may be asked.
    """

    text: str
    encoding: str
    is_guess: bool = False
    doubts: tuple[str, ...] = ()


def decode(data: bytes, encoding: str = "") -> DecodedText:
    """Decode bytes, with `encoding` if it is given.

    Raises MapReadError for what is no text, and where `encoding` is none or does not fit.
    """
    mark = next((mark for mark in _MARKS if data.startswith(mark[0])), None)
    if encoding:
        return _checked(_decoded(data, encoding), encoding)
    if mark is not None:
        return _checked(_decoded(data[len(mark[0]) :], mark[1]), mark[1])
    wide = _wide_encoding(data)
    if wide:
        return _guessed(_decoded(data, wide), wide)
    _refuse_no_text(data)
    try:
        return _checked(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        guess = _guess(data)
        return _guessed(_decoded(data, guess), guess)


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except LookupError as error:
        raise MapReadError(tr("There is no encoding “{encoding}”.", encoding=encoding)) from error
    except (UnicodeDecodeError, UnicodeError, ValueError) as error:
        sentence = tr(
            "This text is not in {encoding}; choose another encoding, or save it as UTF-8 first.",
            encoding=encoding.upper(),
        )
        raise MapReadError(sentence) from error


def _refuse_no_text(data: bytes) -> None:
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > _MOST_CONTROLS * len(sample) or sample.count(0) * 4 > len(sample):
        raise MapReadError(tr("This file is no text, and no workbook that can be read."))


def _wide_encoding(data: bytes) -> str:
    """UTF-16 without a byte order mark, by the zeros in every second place; "" if it is none."""
    sample = data[:_SAMPLE]
    pairs = len(sample) // 2
    if pairs < 2 or len(data) % 2:
        return ""
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    if second * 2 > pairs and first * 20 < pairs:
        return "utf-16-le"
    return "utf-16-be" if first * 2 > pairs and second * 20 < pairs else ""


def _guess(data: bytes) -> str:
    """The encoding that the letters speak for, of those that programs of today write."""
    import chardet

    eras = chardet.EncodingEra.MODERN_WEB
    if b"\r" in data and b"\n" not in data:
        # Line ends of the old Macintosh, which Excel for the Mac still writes with its encoding.
        eras |= chardet.EncodingEra.LEGACY_MAC
    found = chardet.detect(data, encoding_era=eras, prefer_superset=True, compat_names=False)["encoding"]
    for encoding in (found, "cp1252"):
        if encoding:
            try:
                data.decode(encoding)
            except (UnicodeError, LookupError):
                continue
            return encoding
    return "latin-1"


def _guessed(text: str, encoding: str) -> DecodedText:
    doubt = tr(
        "The encoding of this text is not given; it was read as {encoding}.",
        encoding=codecs.lookup(encoding).name.upper(),
    )
    checked = _checked(text, encoding)
    return DecodedText(checked.text, encoding, True, (doubt, *checked.doubts))


def _checked(text: str, encoding: str) -> DecodedText:
    """The text without NUL characters, and with a doubt about these and about what was lost before."""
    doubts = []
    count = text.count("\0")
    if count:
        text = text.replace("\0", "")
        doubts.append(
            tr_count("{count} NUL character was left out.", "{count} NUL characters were left out.", count)
        )
    if _REPLACEMENT in text:
        doubts.append(
            tr(
                "This text was already damaged when it was saved: it has replacement characters ({sign}) "
                "instead of letters.",
                sign=_REPLACEMENT,
            )
        )
    return DecodedText(text, encoding, doubts=tuple(doubts))
