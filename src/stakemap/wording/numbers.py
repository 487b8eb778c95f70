"""How numbers read: what was judged, as it is; what is computed from many, rounded; ranges, file sizes."""

from __future__ import annotations

import math

from stakemap.i18n import decimal, number, tr
from stakemap.model.judgements import Estimate

__all__ = ["estimate_words", "figure", "number", "signed", "signed_figure", "size_in_words"]


def signed(value: float) -> str:
    """A judged number that always shows its sign, save for nought: "+25", "−3", "0".

    What was judged is never rounded on its way to a reader, so that every view tells the same number.
    """
    return f"+{number(value)}" if value > 0 else number(value)


def estimate_words(estimate: Estimate, *, with_sign: bool = False) -> str:
    """An estimate with its range, if it has one: "35 (25 to 50)"."""
    told = signed if with_sign else number
    value = told(estimate.value)
    if estimate.low is None or estimate.high is None:
        return value
    return tr("{value} ({low} to {high})", value=value, low=told(estimate.low), high=told(estimate.high))


def figure(value: float, digits: int = 0) -> str:
    """A result rounded to `digits` places, with thousands set apart, never "-0", with a true minus sign."""
    return decimal(f"{_rounded(value, digits) + 0.0:.{digits}f}", grouped=True)


def _rounded(value: float, digits: int) -> float:
    """Halves go away from nought, as readers expect: 12.5 → 13, −12.5 → −13."""
    if not math.isfinite(value):
        return value
    scaled = abs(value) * 10**digits
    return math.copysign(math.floor(scaled + 0.5) / 10**digits, value)


def signed_figure(value: float, digits: int = 0) -> str:
    """A result that always shows its sign, save for nought: "+55", "−20", "0"."""
    text = figure(value, digits)
    return f"+{text}" if _rounded(value, digits) > 0 else text


def size_in_words(size: int) -> str:
    """A number of bytes as people say it."""
    if size < 1_000:
        return tr("{number} bytes", number=size)
    if size < 2**20:
        return tr("{number} kB", number=math.ceil(size / 2**10))
    return tr("{number} MB", number=math.ceil(size / 2**20))
