"""Argument types of the command line, which raise ArgumentTypeError with a sentence for the user."""

from __future__ import annotations

import argparse

from stakemap.i18n import tr
from stakemap.storage.limits import LARGEST

__all__ = ["file_name", "megabytes", "scale", "size"]

#: Least and greatest side in pixels, and scale.
_SIDES, _SCALES = (320, 20_000), (0.1, 20.0)


def file_name(text: str) -> str:
    """A file name, not empty."""
    # An empty path would be the current folder.
    if not text:
        raise argparse.ArgumentTypeError(tr("the name of a file is missing"))
    return text


def size(text: str) -> tuple[int, int]:
    """A width and a height in pixels."""
    width, _, height = text.lower().replace("×", "x").partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError(tr("a size is written 1920x1080"))
    if not all(_SIDES[0] <= int(side) <= _SIDES[1] for side in (width, height)):
        message = tr("each side has {low} to {high} pixels", low=_SIDES[0], high=_SIDES[1])
        raise argparse.ArgumentTypeError(message)
    return int(width), int(height)


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
        message = tr("the largest file has {low} to {high} megabytes", low=low, high=high)
        raise argparse.ArgumentTypeError(message)
    return int(text)
