"""Files made to cost much time or memory, and a process that reads one and tells what it took."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from stakemap.storage.reading.limits import MEGABYTE
from storage.json_maps import document, keyed, text

__all__ = ["ALL", "CASES", "MEGABYTES", "parse_apart", "read_apart"]

#: What refusing any of them may cost in memory.
MEGABYTES = 512
#: After so many seconds reading counts as hung, on however busy a machine.
_PATIENCE = 170

#: Tells what came of it, the processor's seconds since `start` and the highest memory in megabytes.
_TELL = """
outcome["size"] = os.path.getsize(sys.argv[1])
outcome["seconds"] = time.process_time() - start
status = Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
outcome["memory"] = next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0)
print(json.dumps(outcome), flush=True)
os._exit(0)  # Without the seconds that Python takes to tidy up.
"""
#: Reads one file as a map.
_READ = f"""
import json, os, sys, time
from pathlib import Path
from stakemap.errors import MapReadError
from stakemap.storage.files import open_map
start = time.process_time()
try:
    open_map(Path(sys.argv[1]))
    outcome = {{"code": "opened", "message": "", "path": ""}}
except MapReadError as error:
    fault = error.faults[0]
    outcome = {{"code": fault.code, "message": str(error), "path": fault.path}}
{_TELL}"""
#: Parses one by the standard library and does nothing else.
_PARSE = f"""
import json, os, sys, time
from pathlib import Path
start = time.process_time()
json.loads(Path(sys.argv[1]).read_bytes())
outcome = {{}}
{_TELL}"""

ALL = 64 * MEGABYTE
ACTOR = '{"name":5,"kind":7,"aliases":[1,2],"tags":3,"code":8}'
STANCE = (
    '{"alignment":{"value":"a","low":"b"},"salience":[],"reason":5,"by":7,"watch_for":"' + "x" * 150 + '"}'
)
UNSOURCED = '{"state":"unknown","citations":[' + ",".join(["{}"] * 999) + "]}"
LEDGER = '{"state":"unknown","earlier":[' + ",".join([UNSOURCED] * 900) + "]}"

#: By name, the code of the fault that has to be told and what makes the bytes.
CASES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "100,000 lists": ("too-deep", lambda: b"[" * 100_000 + b"]" * 100_000),
    "100,000 objects in an unknown field": (
        "too-deep",
        lambda: text('"x":' + '{"a":' * 100_000 + "1" + "}" * 100_000),
    ),
    "a million brackets that close": ("too-deep", lambda: b"[" * 1_300_000 + b"]" * 1_300_000),
    "nothing but quotes": ("not-json", lambda: b'"' * ALL),
    "nothing but backslashes": ("not-json", lambda: b'{"a":"' + b"\\" * (ALL - 6)),
    "nothing but commas": ("too-many-parts", lambda: b"," * ALL),
    "bytes that are no text": ("not-utf-8", lambda: b"{" + b"\xe9\x00\x80" * (ALL // 3 - 1)),
    "one endless title with a rare character": (
        "too-long",
        lambda: text('"title":"😀' + "a" * (ALL - 200) + '"'),
    ),
    "one endless title of escapes": (
        "too-long",
        lambda: text('"title":"' + "\\ud83d\\ude00" * (ALL // 12 - 20) + '"'),
    ),
    "one endless id": ("wrong-id", lambda: text('"actors":{"' + "k" * (ALL - 200) + '":{}}')),
    "one endless number": ("number", lambda: text('"x":0.' + "1" * (ALL - 200))),
    "millions of numbers longer than floats": (
        "wrong-kind",
        lambda: text('"x":[' + ",".join(["0.12345678901234567890"] * 2_500_000) + '],"title":5'),
    ),
    "more numbers longer than floats than memory holds": (
        "too-large",
        lambda: text('"x":[' + ",".join(["0.123456789012345678"] * 2_700_000) + '],"title":5'),
    ),
    "a million unknown fields": ("too-long", lambda: text(keyed("1", 1_000_000))),
    "hundreds of thousands of small objects": (
        "wrong-kind",
        lambda: text('"x":[' + ",".join(f'{{"a{number}":1}}' for number in range(900_000)) + '],"title":5'),
    ),
    "keys that stand twice": (
        "duplicate-key",
        lambda: text('"x":[' + ",".join(['{"a":1,"a":2}'] * 600_000) + "]"),
    ),
    "a million actors": ("too-many-parts", lambda: text('"actors":{' + keyed('{"name":"a"}', 900_000) + "}")),
    "faulty actors": ("wrong-kind", lambda: text('"actors":{' + keyed(ACTOR, 270_000) + "}")),
    "fat faulty stances": (
        "wrong-kind",
        lambda: text('"snapshots":{"s":{"label":"s","stances":{"i":{' + keyed(STANCE, 200_000) + "}}}}"),
    ),
    "a ledger of 900,000 faults": (
        "missing",
        lambda: text('"snapshots":{"s":{"label":"s","standings":{"a":' + LEDGER + "}}}"),
    ),
    "judgements of nobody": (
        "no-such-actor",
        lambda: text(
            '"snapshots":{"s":{"label":"s","standings":{' + keyed('{"state":"unknown"}', 299_000) + "}}}"
        ),
    ),
    "a circle of actors": (
        "actor-cycle",
        lambda: text(
            '"actors":{'
            + ",".join(f'"k{n}":{{"name":"a","part_of":"k{(n + 1) % 290_000}"}}' for n in range(290_000))
            + "}"
        ),
    ),
    "a chain of snapshots that lacks its root": (
        "no-such-snapshot",
        lambda: text(
            '"snapshots":{'
            + ",".join(f'"k{n}":{{"label":"a","based_on":"k{n + 1}"}}' for n in range(27_000))
            + "}"
        ),
    ),
    "a newer map of nobody": (
        "newer-version",
        lambda: text(
            '"snapshots":{"s":{"label":"s","standings":{' + keyed('{"state":"unknown"}', 280_000) + "}}}", 2
        ),
    ),
    "the layout of Stakemap with one fault at its end": (
        "wrong-kind",
        lambda: orjson.dumps(
            document(
                x={f"k{number}": {"a": 1} for number in range(850_000)}, y="a" * 10_000_000 + "😀", title=5
            ),
            option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE,
        ),
    ),
}


def read_apart(case: str, path: Path) -> dict[str, Any]:
    """What came of reading a case from `path`: code, message and path of the fault; size, seconds, memory."""
    _, make = CASES[case]
    return _run_apart(_READ, make(), path)


def parse_apart(path: Path) -> dict[str, Any]:
    """What bare parsing of as many bytes of numbers from `path` took: size, seconds, memory."""
    return _run_apart(_PARSE, b"[" + b"1234567890," * (ALL // 11) + b"0]", path)


def _run_apart(program: str, data: bytes, path: Path) -> dict[str, Any]:
    path.write_bytes(data)
    try:
        done = subprocess.run(
            [sys.executable, "-c", program, str(path)],
            capture_output=True,
            encoding="utf-8",
            timeout=_PATIENCE,
            check=True,
        )
    finally:
        path.unlink()
    outcome: dict[str, Any] = json.loads(done.stdout)
    return outcome
