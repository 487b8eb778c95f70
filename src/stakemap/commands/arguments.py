"""Arguments that commands share: their types, which raise ArgumentTypeError with a sentence for the user."""

from __future__ import annotations

import argparse
from collections.abc import Collection

from stakemap.errors import UsageError
from stakemap.i18n import tr
from stakemap.storage.reading.limits import LARGEST

#: Least and greatest side in pixels, and scale.
_SIDES, _SCALES = (320, 20_000), (0.1, 20.0)
#: Greatest page number.
_MOST_PAGES = 10_000


def add_largest(parser: argparse.ArgumentParser) -> None:
    """Add the option of the largest file to read."""
    largest = tr("the largest file to read, in megabytes (default: %(default)s)")
    parser.add_argument("--largest", metavar="MB", type=megabytes, default=LARGEST[0], help=largest)


def check_id(wanted: str, there: Collection[str], unknown: str) -> str:
    """An id that is there. Raises UsageError with the sentence `unknown`, which has a place for the id that
    is `wanted` and for those that are `there`.
    """
    if wanted not in there:
        raise UsageError(unknown.format(wanted=wanted, there=", ".join(sorted(there)) or tr("none")))
    return wanted


def file_name(text: str) -> str:
    """A file name, not empty."""
    # An empty path would be the current folder.
    if not text:
        raise argparse.ArgumentTypeError(tr("the name of a file is missing"))
    return text


def setting(text: str) -> tuple[str, str]:
    """The name and the value of an option of a format: "low=1"."""
    name, sign, value = text.partition("=")
    if not (name.strip() and sign):
        raise argparse.ArgumentTypeError(tr("an option is written as name=value"))
    return name.strip(), value.strip()


def size(text: str) -> tuple[int, int]:
    """A width and a height in pixels."""
    width, _, height = text.lower().replace("×", "x").partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError(tr("a size is written as 1920x1080"))
    if not all(_SIDES[0] <= int(side) <= _SIDES[1] for side in (width, height)):
        message = tr("each side has {low} to {high} pixels", low=str(_SIDES[0]), high=str(_SIDES[1]))
        raise argparse.ArgumentTypeError(message)
    return int(width), int(height)


def page_numbers(text: str) -> frozenset[int]:
    """Numbers of pages, and ranges of them: "1,3-5"."""
    chosen: set[int] = set()
    for part in text.replace("–", "-").split(","):
        first, dash, last = (word.strip() for word in part.partition("-"))
        last = last if dash else first
        if not (first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last) <= _MOST_PAGES):
            raise argparse.ArgumentTypeError(tr("pages are written as 1,3-5"))
        chosen.update(range(int(first), int(last) + 1))
    return frozenset(chosen)


def scale(text: str) -> float:
    """The scale factor of a picture."""
    try:
        factor = float(text)
    except ValueError:
        factor = float("nan")
    if not _SCALES[0] <= factor <= _SCALES[1]:
        message = tr("a scale is a number from {low} to {high}", low=_SCALES[0], high=_SCALES[1])
        raise argparse.ArgumentTypeError(message)
    return factor


def megabytes(text: str) -> int:
    """A limit of file sizes in megabytes."""
    low, high = LARGEST
    if not text.isdecimal() or not low <= int(text) <= high:
        message = tr("the largest file has {low} to {high} megabytes", low=str(low), high=str(high))
        raise argparse.ArgumentTypeError(message)
    return int(text)
