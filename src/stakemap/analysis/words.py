"""How the results of the analyses read in sentences; what was judged is told by `model.wording`."""

from __future__ import annotations

import math

__all__ = ["figure", "signed"]


def figure(value: float, digits: int = 0) -> str:
    """A result rounded to `digits` places, with thousands set apart, never "-0", with a true minus sign."""
    return f"{_rounded(value, digits) + 0.0:,.{digits}f}".replace("-", "−")


def _rounded(value: float, digits: int) -> float:
    """Halves go away from nought, as readers expect: 12.5 → 13, −12.5 → −13."""
    if not math.isfinite(value):
        return value
    scaled = abs(value) * 10**digits
    return math.copysign(math.floor(scaled + 0.5) / 10**digits, value)


def signed(value: float, digits: int = 0) -> str:
    """A result that always shows its sign, save for nought: "+55", "−20", "0"."""
    text = figure(value, digits)
    return f"+{text}" if _rounded(value, digits) > 0 else text
