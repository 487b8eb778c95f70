"""Number formatting: judged values unrounded, computed results rounded, ranges and file sizes."""

from __future__ import annotations

import math

from stakemap.i18n import decimal, number, tr
from stakemap.model.judgements import Estimate

#: The fields of judgements whose numbers have two directions, and are shown with their sign.
SIGNED_FIELDS = frozenset({"alignment", "strength"})


def signed(value: float) -> str:
    """Format a judged number with its sign, except zero: "+25", "−3", "0".

    Judged numbers are never rounded for display, so that all views show the same number.
    """
    return f"+{number(value)}" if value > 0 else number(value)


def estimate_words(estimate: Estimate, *, with_sign: bool = False) -> str:
    """Format an estimate with its range, if it has one: "35 (25 to 50)"."""
    shown = signed if with_sign else number
    value = shown(estimate.value)
    if estimate.low is None or estimate.high is None:
        return value
    return tr("{value} ({low} to {high})", value=value, low=shown(estimate.low), high=shown(estimate.high))


def figure(value: float, digits: int = 0) -> str:
    """Format a result rounded to `digits` decimal places, with thousands separators, never "-0"."""
    return decimal(f"{_rounded(value, digits) + 0.0:.{digits}f}", grouped=True)


def _rounded(value: float, digits: int) -> float:
    """Round half away from zero: 12.5 → 13, −12.5 → −13."""
    if not math.isfinite(value):
        return value
    scaled = abs(value) * 10**digits
    return math.copysign(math.floor(scaled + 0.5) / 10**digits, value)


def signed_figure(value: float, digits: int = 0) -> str:
    """Format a rounded result with its sign, except zero: "+55", "−20", "0"."""
    text = figure(value, digits)
    return f"+{text}" if _rounded(value, digits) > 0 else text


def size_in_words(size: int) -> str:
    """Format a number of bytes in bytes, kB or MB."""
    if size < 1_000:
        return tr("{number} bytes", number=size)
    if size < 2**20:
        return tr("{number} kB", number=math.ceil(size / 2**10))
    return tr("{number} MB", number=math.ceil(size / 2**20))
