"""Formats are told by content: none takes what is another one's."""

from __future__ import annotations

from register_cases import CASES, read_case
from stakemap.interchange.formats import format_of
from stakemap.interchange.incoming import IncomingFile


def test_no_reader_takes_a_register_for_the_file_of_another_tool() -> None:
    cases = map(read_case, CASES[::3])
    files = (IncomingFile(case.file, case.data) for case in cases)
    found = {(file.name, known.id) for file in files if (known := format_of(file)) is not None}
    assert {format_id for _, format_id in found} <= {"register"}
