"""Plans of imports as files, and the fingerprint by which a plan is found again for the next file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from stakemap.interchange.register.plan import SheetPlan
from stakemap.text import fold

__all__ = ["fingerprint"]


def fingerprint(sheets: Iterable[SheetPlan]) -> str:
    """A short text that is the same for workbooks of the same headings, whatever their order and rows."""
    read = (sheet for sheet in sheets if not sheet.left_out)
    headings = {fold(column.heading) for sheet in read for column in sheet.columns}
    return hashlib.sha256("\n".join(sorted(headings - {""})).encode()).hexdigest()[:32]
