"""How figures read in the sentences of the analyses."""

from __future__ import annotations

__all__ = ["figure", "signed"]


def figure(value: float, digits: int = 0) -> str:
    """A result rounded to `digits` places, with thousands set apart, never "-0", with a true minus sign."""
    return f"{round(value, digits) + 0.0:,.{digits}f}".replace("-", "−")


def signed(value: float, digits: int = 0) -> str:
    """A result that always shows its sign, save for nought: "+55", "−20", "0"."""
    text = figure(value, digits)
    return f"+{text}" if round(value, digits) > 0 else text
