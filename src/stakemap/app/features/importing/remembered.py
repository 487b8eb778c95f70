"""Mappings of registers that the settings keep, so that the next file of the same form is read alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from stakemap.errors import MapReadError
from stakemap.interchange.register.plan import ImportPlan
from stakemap.interchange.register.plan_files import plan_of, write_plan

#: The most bytes of a mapping that is kept.
_LIMIT = 65_536


def to_remember(plan: ImportPlan) -> dict[str, Any] | None:
    """A plan as JSON values without the rows that were left out, which the next file has elsewhere.

    None for a plan without a fingerprint, and for one that is too long to be kept.
    """
    if not plan.fingerprint:
        return None
    sheets = tuple(sheet.model_copy(update={"skipped": ()}) for sheet in plan.sheets)
    data = write_plan(plan.model_copy(update={"sheets": sheets}))
    kept: dict[str, Any] = orjson.loads(data)
    return kept if len(data) <= _LIMIT else None


def recalled(remembered: Mapping[str, Mapping[str, Any]], detected: ImportPlan) -> ImportPlan | None:
    """The plan that was kept for files of the form of a detected one, if there is one that can be used."""
    kept = remembered.get(detected.fingerprint)
    if kept is None:
        return None
    try:
        return plan_of(dict(kept))
    except MapReadError:
        return None


def reads_alike(known: ImportPlan, detected: ImportPlan, replayed: ImportPlan) -> bool:
    """Whether a known plan that is replayed reads the sheets that were detected in this file, but for those
    that were chosen otherwise by their names: another workbook may have sheets of the same headings.
    """
    chosen = {sheet.sheet: not sheet.left_out for sheet in known.sheets}
    found = {sheet.sheet: not sheet.left_out for sheet in detected.sheets}
    reads = {sheet.sheet: not sheet.left_out for sheet in replayed.sheets}
    return all(reads[name] in (found.get(name), chosen.get(name)) for name in reads)
