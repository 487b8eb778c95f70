"""The whole import of a register of 602 organisations on 3 issues, beside a bare reading of its workbook."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from functools import partial

import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks.harness import BenchmarkError, Case, case, milliseconds_of
from stakemap.interchange.formats import ReadJob, format_of
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.merging.merge import empty_map_for, plan_merge
from stakemap.interchange.merging.options import MergeOptions
from stakemap.interchange.merging.planned import MergePlan
from stakemap.model.edits_base import Authorship
from stakemap.storage.codec import encode

__all__ = ["cases"]

ORGANISATIONS = 602
ISSUES = ("fishing quota", "land tax", "port")
#: 1 s beside 4.2 ms.
LIMIT = 240.0
WORDS = ("Union", "Bank", "Council", "Port", "River", "Press", "Energy", "Forest", "North", "Trade", "Water")


def cases() -> Iterator[Case]:
    """From the bytes of the workbook to those of the map."""
    data = _workbook()
    plan = _merged(data)
    stances = next(iter(plan.result.snapshots.values())).stances
    if [len(each) for each in stances.values()] != [ORGANISATIONS] * len(ISSUES):
        raise BenchmarkError("the register was not imported whole")
    yield case(
        f"the whole import of {ORGANISATIONS} organisations × {len(ISSUES)} issues, against python-calamine",
        partial(milliseconds_of, partial(_import, data)),
        partial(milliseconds_of, partial(_bare, data)),
        LIMIT,
    )


def _import(data: bytes) -> object:
    return encode(_merged(data).result)


def _merged(data: bytes) -> MergePlan:
    file = IncomingFile("register.xlsx", data)
    found = format_of(file)
    if found is None:
        raise BenchmarkError("no register was found")
    content = found.read(ReadJob(file, "2025-07-01"))
    return plan_merge(
        empty_map_for(content, "register"), content, MergeOptions(), Authorship("", "2025-07-01")
    )


def _bare(data: bytes) -> object:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    return sheet.to_python(skip_empty_area=False)


def _workbook() -> bytes:
    chance = random.Random(1)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Register")
        sheet.write_row(0, 0, ("Organisation", "Type", "Influence (1-5)"))
        for number, issue in enumerate(ISSUES):
            sheet.write_row(0, 3 + 2 * number, (f"Position on {issue}", f"Interest in {issue} (1-5)"))
        for row in range(1, ORGANISATIONS + 1):
            name = f"{' '.join(chance.sample(WORDS, 2))} {row}"
            sheet.write_row(row, 0, (name, chance.choice(("Company", "NGO")), chance.randint(1, 5)))
            for number in range(len(ISSUES)):
                position = chance.choice(("Supportive", "Neutral", "Opposed"))
                sheet.write_row(row, 3 + 2 * number, (position, chance.randint(1, 5)))
    return file.getvalue()
