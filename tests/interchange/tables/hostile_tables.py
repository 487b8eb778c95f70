"""Files that hurt a reader of tables, each with what has to come of it: a sentence, or cells."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from interchange.tables.workbooks import (
    SHEET,
    binary_workbook,
    excel,
    record,
    sheet_xml,
    with_parts,
    xlsb,
    zipped,
)
from stakemap.interchange.tables.compound import with_stream

__all__ = ["HEAVY", "HOSTILE", "HostileTable"]

DAMAGED = "This workbook is damaged and cannot be read."
TOO_LARGE = "This workbook is too large to be read"
ENCRYPTED = "This workbook is encrypted; save it without a password first."
#: Parts that pictures, programs and links would call, were they followed.
CANARY = "http://192.0.2.1/canary"
LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY f SYSTEM "file:///etc/hostname">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]>"
)
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.spreadsheet"
ODS_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
).encode()
#: Those that take some time to make or to read.
HEAVY = frozenset(
    {
        "a bomb",
        "a bomb that lies",
        "a bomb in a picture",
        "a million empty rows",
        "a million rows without a place",
        "millions of cells in one place",
        "a million cells",
        "a long text in very many cells",
        "the same, written in another way",
        "millions of shared texts",
        "a million elements in OpenDocument",
        "an old workbook with a long text in very many cells",
        "a page of a million cells",
        "a text of one line",
        "a text of quotation marks",
        "a text of open quotation marks",
        "a page with spans",
        "an archive of archives",
        "a page of deep tables",
    }
)


@dataclass(frozen=True)
class HostileTable:
    """A file by name, and what its sentence begins with; "" where it opens."""

    file: str
    make: Callable[[], bytes]
    sentence: str = ""


def ods(rows: bytes, before: bytes = b"", manifest: bytes = b"") -> bytes:
    """An .ods file with one sheet of these rows."""
    return zipped(
        {
            "mimetype": OPEN_DOCUMENT.encode(),
            "META-INF/manifest.xml": b"<m>" + manifest + b"</m>",
            "content.xml": before
            + b"<office:document-content "
            + ODS_NAMES
            + b'><office:body><office:spreadsheet><table:table table:name="A">'
            + rows
            + b"</table:table></office:spreadsheet></office:body></office:document-content>",
        }
    )


def far_away(xml: bytes) -> Callable[[], bytes]:
    return lambda: sheet_xml(xml)


def lying() -> bytes:
    """A sheet of 200 MB that is said to have 900 bytes, and the checksum of these."""
    data = sheet_xml(b" " * 200_000_000)
    place = data.find(b"PK\x01\x02", data.rfind(b"xl/worksheets/sheet1.xml") - 60)
    size, checksum = data[place + 24 : place + 28], data[place + 16 : place + 20]
    shown = zlib.crc32((SHEET + b" " * 900)[:900])
    return data.replace(size, struct.pack("<I", 900)).replace(checksum, struct.pack("<I", shown))


def locked() -> bytes:
    """A workbook whose archive is encrypted."""
    data = bytearray(small())
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + 8] |= 1
        place = data.find(b"PK\x01\x02", place + 4)
    return bytes(data)


def broken(data: bytes, at: float) -> bytes:
    place = int(len(data) * at)
    return data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]


def small() -> bytes:
    return sheet_xml(b'<row r="1"><c r="A1"><v>1</v></c></row>')


def linked() -> bytes:
    """A workbook whose formulas, pictures and queries point to other files and hosts."""

    def fill(book) -> None:  # type: ignore[no-untyped-def]
        sheet = book.add_worksheet("A")
        sheet.write_formula(0, 0, f"='{CANARY}/[a.xlsx]B'!A1", None, 5)
        sheet.write_formula(1, 0, f'=WEBSERVICE("{CANARY}")', None, "#VALUE!")
        sheet.write_url(2, 0, CANARY, string="=cmd|' /C calc'!A0")

    return with_parts(
        excel(fill),
        {
            "xl/externalLinks/externalLink1.xml": f'<externalLink href="{CANARY}"/>'.encode(),
            "xl/connections.xml": f'<connections><connection sourceFile="{CANARY}"/></connections>'.encode(),
            "xl/worksheets/_rels/sheet1.xml.rels": (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                f'<Relationship Id="rId1" Type="x/comments" Target="{CANARY}" TargetMode="External"/>'
                "</Relationships>"
            ).encode(),
        },
    )


def loop() -> bytes:
    """A compound file whose stream goes round in a circle."""
    data = bytearray(with_stream("Workbook", binary_workbook([]) + bytes(9_000)))
    struct.pack_into("<I", data, 512 + 4 * 4, 3)
    return bytes(data)


HUGE_SIZE = struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0)
HOSTILE = {
    "nothing": HostileTable("a.xlsx", lambda: b"", "This file is empty."),
    "white space": HostileTable("a.csv", lambda: b"\xef\xbb\xbf \r\n\r\n", "This file is empty."),
    "rubbish": HostileTable("a.csv", lambda: random.Random(1).randbytes(50_000), "This file is no text"),
    "rubbish behind a sign of zip": HostileTable(
        "a.xlsx", lambda: b"PK\x03\x04" + random.Random(2).randbytes(50_000), DAMAGED
    ),
    "rubbish behind a sign of Excel": HostileTable(
        "a.xls",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(3).randbytes(50_000),
        DAMAGED,
    ),
    "a bomb": HostileTable("a.xlsx", lambda: sheet_xml(b" " * 400_000_000), TOO_LARGE),
    "a bomb that lies": HostileTable("a.xlsx", lying, DAMAGED),
    "a bomb in a picture": HostileTable(
        "a.xlsx", lambda: with_parts(small(), {"xl/media/a.png": bytes(400_000_000)})
    ),
    "an archive of archives": HostileTable(
        "a.zip",
        lambda: zipped({"a.zip": zipped({"b.xlsx": zipped({"c": bytes(10_000_000)})})}),
        "This is an archive",
    ),
    "half a workbook": HostileTable("a.xlsx", lambda: small()[:3_000], DAMAGED),
    "a workbook with a flaw": HostileTable("a.xlsx", lambda: broken(small(), 0.2), DAMAGED),
    "an encrypted workbook": HostileTable(
        "a.xlsx", lambda: with_stream("EncryptedPackage", bytes(9_000)), ENCRYPTED
    ),
    "an encrypted old workbook": HostileTable(
        "a.xls",
        lambda: with_stream("Workbook", binary_workbook([], record(0x2F, bytes(54)))),
        ENCRYPTED,
    ),
    "an encrypted archive": HostileTable("a.xlsx", locked, ENCRYPTED),
    "an encrypted OpenDocument": HostileTable(
        "a.ods", lambda: ods(b"", manifest=b"<x:encryption-data/>"), ENCRYPTED
    ),
    "a million empty rows": HostileTable(
        "a.xlsx", lambda: sheet_xml(b"".join(b'<row r="%d"/>' % row for row in range(1, 1_048_577)))
    ),
    "a million rows without a place": HostileTable("a.xlsx", far_away(b"<row/>" * 1_048_576), TOO_LARGE),
    "16,384 columns": HostileTable("a.xlsx", far_away(b"<row>" + b"<c><v>1</v></c>" * 16_384 + b"</row>")),
    "the farthest corner": HostileTable(
        "a.xlsx",
        far_away(
            b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        ),
    ),
    "a row that holds the farthest corner": HostileTable(
        "a.xlsx", far_away(b'<row r="1"><c r="XFD1048576"><v>1</v></c></row>'), TOO_LARGE
    ),
    "a place beyond all": HostileTable(
        "a.xlsx", far_away(b'<row r="1"><c r="ZZZZZ99999999999"><v>1</v></c></row>'), DAMAGED
    ),
    "millions of cells in one place": HostileTable(
        "a.xlsx", far_away(b'<row r="1">' + b'<c r="A1"><v>1</v></c>' * 1_700_000 + b"</row>"), TOO_LARGE
    ),
    "a million cells": HostileTable(
        "a.xlsx",
        lambda: sheet_xml(
            b"".join(
                b'<row r="%d">%s</row>'
                % (row, b"".join(b'<c r="%c%d"><v>%d.5</v></c>' % (65 + n, row, n) for n in range(26)))
                for row in range(1, 38_000)
            )
        ),
    ),
    "a long text in very many cells": HostileTable(
        "a.xlsx",
        lambda: sheet_xml(
            b'<row r="1">' + b'<c r="A1" t="s"><v>0</v></c>' * 100_000 + b"</row>",
            b"<si><t>" + b"x" * 1_000_000 + b"</t></si>",
        ),
        TOO_LARGE,
    ),
    "the same, written in another way": HostileTable(
        "a.xlsx",
        lambda: sheet_xml(
            b"<row>" + b"<c t = 's'><f/><v>\n+0</v></c>" * 100_000 + b"</row>",
            b"<si><t>" + b"x" * 1_000_000 + b"</t></si>",
        ),
        TOO_LARGE,
    ),
    "millions of shared texts": HostileTable(
        "a.xlsx", lambda: sheet_xml(b"", b"<si><t>a</t></si>" * 2_200_000), TOO_LARGE
    ),
    "entities in a sheet": HostileTable(
        "a.xlsx",
        lambda: with_parts(
            small(),
            {
                "xl/worksheets/sheet1.xml": LAUGHS
                + b'<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&i;&f;</v></c></row>'
                + b"</sheetData></worksheet>"
            },
        ),
        DAMAGED,
    ),
    "entities in a workbook": HostileTable(
        "a.xlsx",
        lambda: with_parts(small(), {"xl/workbook.xml": LAUGHS + b"<workbook>&i;</workbook>"}),
        DAMAGED,
    ),
    "external links": HostileTable("a.xlsx", linked),
    "one part for all sheets": HostileTable(
        "a.xlsx",
        lambda: with_parts(
            small(),
            {
                "xl/workbook.xml": b'<workbook xmlns:r="r"><sheets>'
                + b"".join(b'<sheet name="%d" sheetId="1" r:id="rId1"/>' % n for n in range(400))
                + b"</sheets></workbook>"
            },
        ),
        DAMAGED,
    ),
    "an OpenDocument row for ever": HostileTable(
        "a.ods",
        lambda: ods(
            b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
            b'office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
            b"</table:table-row>"
        ),
    ),
    "entities in OpenDocument": HostileTable(
        "a.ods", lambda: ods(b"<table:table-row>&i;</table:table-row>", before=LAUGHS), DAMAGED
    ),
    "a million elements in OpenDocument": HostileTable(
        "a.ods", lambda: ods(b"<table:table-row/>" * 1_000_000)
    ),
    "an old workbook of any size": HostileTable(
        "a.xls", lambda: with_stream("Workbook", binary_workbook([record(0x200, HUGE_SIZE)]))
    ),
    "an old workbook with billions of texts": HostileTable(
        "a.xls",
        lambda: with_stream("Workbook", binary_workbook([], record(0xFC, struct.pack("<II", 1, 0x7FFFFFFF)))),
        TOO_LARGE,
    ),
    "an old workbook with the farthest corner": HostileTable(
        "a.xls",
        lambda: with_stream(
            "Workbook", binary_workbook([record(0x203, struct.pack("<HHHd", 65_535, 65_535, 0, 1.0))])
        ),
        TOO_LARGE,
    ),
    "an old workbook with a long text in very many cells": HostileTable(
        "a.xls",
        lambda: with_stream(
            "Workbook",
            binary_workbook(
                [record(0xFD, struct.pack("<HHHI", row % 60_000, 0, 0, 0)) for row in range(100_000)],
                record(0xFC, struct.pack("<IIHB", 1, 1, 8_000, 0) + b"x" * 8_000),
            ),
        ),
        TOO_LARGE,
    ),
    "an old workbook in a circle": HostileTable("a.xls", loop, DAMAGED),
    "a binary workbook with the farthest corner": HostileTable(
        "a.xlsb",
        lambda: xlsb(
            [(0, struct.pack("<I", 1_048_575) + bytes(20)), (5, struct.pack("<IId", 16_383, 0, 1.0))]
        ),
        TOO_LARGE,
    ),
    "a binary workbook cut off": HostileTable("a.xlsb", lambda: xlsb([(200, b"")])[:-900], DAMAGED),
    "a Word document": HostileTable(
        "a.docx",
        lambda: zipped({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}),
        "This is a text document",
    ),
    "an old Word document": HostileTable(
        "a.doc", lambda: with_stream("WordDocument", bytes(9_000)), "This is a text document"
    ),
    "rich text": HostileTable("a.rtf", lambda: b"{\\rtf1\\ansi a;b\\par}", "This is a text document"),
    "a presentation": HostileTable(
        "a.pptx",
        lambda: zipped({"[Content_Types].xml": b"<a/>", "ppt/presentation.xml": b"<a/>"}),
        "This is a presentation",
    ),
    "a file of Numbers": HostileTable(
        "a.numbers",
        lambda: zipped({"Index/Document.iwa": b"a", "preview.jpg": b"a"}),
        "This is a document of Numbers",
    ),
    "a PDF": HostileTable("a.pdf", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "This is a PDF document"),
    "a picture": HostileTable("a.csv", lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "This is a picture"),
    "a plain archive": HostileTable("a.zip", lambda: zipped({"a.csv": b"a;b\n"}), "This is an archive"),
    "a page": HostileTable("a.xls", lambda: b"<html><body>Sign in</body></html>", "This page has no tables"),
    "a page that calls": HostileTable(
        "a.xls",
        lambda: (
            f'<html><head><link rel="stylesheet" href="{CANARY}"/><base href="{CANARY}"/></head><body>'
            f'<img src="{CANARY}"/><iframe src="file:///etc/hostname"></iframe><table><tr><td>'
            f'<script src="{CANARY}">x</script>a</td></tr></table></body></html>'.encode()
        ),
    ),
    "a page of a million cells": HostileTable(
        "a.xls", lambda: b"<html><table>" + b"<tr>" + b"<td>1" * 1_000_000, TOO_LARGE
    ),
    "a page of deep tables": HostileTable("a.xls", lambda: b"<html>" + b"<table><tr><td>" * 100_000),
    "a page with spans": HostileTable(
        "a.xls",
        lambda: b"<html><table>" + b'<tr><td rowspan="99999" colspan="99999">x</td></tr>' * 20_000,
        TOO_LARGE,
    ),
    "XML with entities": HostileTable(
        "a.xml",
        lambda: LAUGHS + b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">&i;</Workbook>',
        DAMAGED,
    ),
    "XML with places beyond all": HostileTable(
        "a.xml",
        lambda: (
            b'<Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" '
            b'xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="A"><Table>'
            + b'<Row ss:Index="999999999"><Cell ss:Index="999999999" ss:MergeAcross="999999999"><Data '
            b'ss:Type="Number">1e999</Data></Cell></Row>' * 1_000 + b"</Table></Worksheet></Workbook>"
        ),
    ),
    "XML without tables": HostileTable(
        "a.xml", lambda: b"<?xml version='1.0'?><a/>", "This XML file has no tables"
    ),
    "JSON": HostileTable("a.csv", lambda: b'{"a": [1]}', "This JSON file has no tables"),
    "a database": HostileTable("a.xls", lambda: b"SQLite format 3\0" + bytes(84), "This file is a database"),
    "a text of one line": HostileTable("a.csv", lambda: b"," * 30_000_000),
    "a text of open quotation marks": HostileTable("a.csv", lambda: b'a;"b\n' * 400_000),
    "a text of quotation marks": HostileTable("a.csv", lambda: b'"' * 20_000_001),
    "a text of one column": HostileTable("a.csv", lambda: "Name\nTürkiye\nIran\n".encode()),
    "a text in no encoding": HostileTable("a.csv", lambda: b"a;b\n\x81\x8d\x8f\x90\x9d\xff\xfe;c\n" * 1_000),
    "text with zeros": HostileTable("a.csv", lambda: b"a;b\n1;\0\0\n" + b"2;3\n" * 100),
}
