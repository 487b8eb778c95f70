"""Plans of imports as files, and how a plan is put on the next file of the same form."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, Final

import orjson
from pydantic import ValidationError

from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.interchange.register.plan import PLAN_FORMAT, PLAN_VERSION, ImportPlan, SheetPlan
from stakemap.text import fold

#: A plan of 200 sheets has no more.
_MOST_BYTES: Final = 8_000_000


def fingerprint(sheets: Iterable[SheetPlan]) -> str:
    """A short text that is the same for workbooks of the same headings, whatever their order and rows."""
    read = (sheet for sheet in sheets if not sheet.left_out)
    headings = {fold(column.heading) for sheet in read for column in sheet.columns}
    return hashlib.sha256("\n".join(sorted(headings - {""})).encode()).hexdigest()[:32]


def write_plan(plan: ImportPlan) -> bytes:
    """A plan as JSON, without what is as it is by default."""
    tree = plan.model_dump(mode="json", exclude_defaults=True)
    head = {"format": PLAN_FORMAT, "version": PLAN_VERSION}
    return orjson.dumps({**head, **tree}, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def read_plan(data: bytes) -> ImportPlan:
    """The plan that a file holds. Raises MapReadError for a file that is none, or has faults."""
    if len(data) > _MOST_BYTES:
        raise MapReadError(tr("This file is too long for an import plan."))
    try:
        tree = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise MapReadError(
            tr(
                "This import plan is not valid JSON: line {line}, column {column}.",
                line=str(error.lineno),
                column=str(error.colno),
            )
        ) from error
    return plan_of(tree)


def plan_of(tree: Any) -> ImportPlan:
    """The plan that parsed JSON holds. Raises MapReadError where it is none, or has faults."""
    if not isinstance(tree, dict) or tree.get("format") != PLAN_FORMAT:
        raise MapReadError(tr("This file is not an import plan of Stakemap."))
    version = tree.get("version")
    if isinstance(version, int) and version > PLAN_VERSION:
        raise MapReadError(tr("This import plan was made by a newer version of Stakemap."))
    try:
        return ImportPlan.model_validate(tree)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, fault["loc"]))
        raise MapReadError(tr("This import plan has a fault at “{place}”.", place=place)) from error
