"""Workbooks made for tests: of XlsxWriter, with parts changed by hand, and binary ones of a few records."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import xlsxwriter

__all__ = ["END", "SHEET", "binary_workbook", "excel", "record", "sheet_xml", "with_parts", "xlsb", "zipped"]

NAMESPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = b'<?xml version="1.0"?><worksheet xmlns="' + NAMESPACE + b'"><sheetData>'
END = b"</sheetData></worksheet>"


def excel(fill: Callable[[Any], object]) -> bytes:
    """An .xlsx file that `fill` writes into."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        fill(book)
    return file.getvalue()


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A compressed archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_parts(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    """An archive with some parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(parts | changed)


def sheet_xml(content: bytes, shared: bytes = b"", after: bytes = b"") -> bytes:
    """A workbook with a sheet of these rows."""
    changed = {"xl/worksheets/sheet1.xml": SHEET + content + END.replace(b"</w", after + b"</w")}
    if shared:
        changed["xl/sharedStrings.xml"] = b'<sst xmlns="' + NAMESPACE + b'">' + shared + b"</sst>"
    return with_parts(excel(lambda book: book.add_worksheet("A").write(0, 0, "x")), changed)


def record(kind: int, data: bytes = b"") -> bytes:
    """A record of a binary workbook (.xls)."""
    return struct.pack("<HH", kind, len(data)) + data


def binary_workbook(records: Iterable[bytes], before: bytes = b"") -> bytes:
    """The stream of an .xls file with a sheet A of these records, and `before` among the general ones."""
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    name = b"\x01\x00A"
    place = len(start) + len(before) + 4 + 6 + len(name) + 4
    sheet = record(0x85, struct.pack("<IBB", place, 0, 0) + name)
    body = record(0x809, struct.pack("<HHHHII", 0x600, 16, 0, 0, 0, 0)) + b"".join(records) + record(0x0A)
    return start + before + sheet + record(0x0A) + body


def xlsb(cells: Iterable[tuple[int, bytes]], texts: Iterable[str] = ()) -> bytes:
    """An .xlsb file with a sheet called A of these records, which stand in the order of their rows."""

    def part(records: Iterable[tuple[int, bytes]]) -> bytes:
        return b"".join(_number(kind) + _number(len(data)) + data for kind, data in records)

    def text(value: str) -> bytes:
        return struct.pack("<I", len(value)) + value.encode("utf-16-le")

    office = "http://schemas.openxmlformats.org"
    kind = f"{office}/officeDocument/2006/relationships"
    relations = f'<Relationships xmlns="{office}/package/2006/relationships">'
    shared = [(19, b"\0" + text(value)) for value in texts]
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{office}/package/2006/content-types"/>'.encode(),
            "_rels/.rels": f'{relations}<Relationship Id="r" Type="{kind}/officeDocument" '
            f'Target="xl/workbook.bin"/></Relationships>'.encode(),
            "xl/_rels/workbook.bin.rels": f'{relations}<Relationship Id="r1" Type="{kind}/worksheet" '
            f'Target="worksheets/sheet1.bin"/><Relationship Id="r2" Type="{kind}/sharedStrings" '
            f'Target="sharedStrings.bin"/></Relationships>'.encode(),
            "xl/workbook.bin": part(
                [
                    (131, b""),
                    (153, bytes(8)),
                    (143, b""),
                    (156, struct.pack("<II", 0, 1) + text("r1") + text("A")),
                    (144, b""),
                    (132, b""),
                ]
            ),
            "xl/sharedStrings.bin": part(
                [(159, struct.pack("<II", len(shared), len(shared))), *shared, (160, b"")]
            ),
            "xl/worksheets/sheet1.bin": part(
                [
                    (129, b""),
                    (148, struct.pack("<4I", 0, 9, 0, 9)),
                    (145, b""),
                    *cells,
                    (146, b""),
                    (130, b""),
                ]
            ),
        }
    )


def _number(value: int) -> bytes:
    """A number with seven bits in each byte."""
    found = bytearray()
    while True:
        value, low = value >> 7, value & 0x7F
        found.append(low | (0x80 if value else 0))
        if not value:
            return bytes(found)
