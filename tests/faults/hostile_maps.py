"""Maps that would load a file, call a host or break the app if their text were read as more than text."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from samples import sample, team_sample
from stakemap.errors import MapReadError
from stakemap.model.document import Actor, Group, Issue, Relation, Snapshot, Source, StakeMap
from stakemap.model.judgements import AlignmentEstimate, Citation, Condition, Stance, Standing, Tie
from stakemap.model.records import Record
from stakemap.model.teamwork import Answer, AnsweredJudgement, Comment, OpenConflict, Review, Round
from stakemap.storage.codec import decode, encode
from storage.json_maps import keyed, text

__all__ = ["HOST", "HostileMap", "hostile_maps"]

#: An address that is kept for documentation, so that no machine has it.
HOST = "192.0.2.1"


class HostileMap(NamedTuple):
    """One map; `is_full` where its text stands in every place that takes any."""

    name: str
    data: bytes
    is_full: bool = False


def hostile_maps(canary: Path) -> list[HostileMap]:
    """All of them, always in the same order; the text of some names `canary`, a picture that is there."""
    payloads = _payloads(canary)
    maps = [HostileMap(f"all {name}", _everywhere(value), True) for name, value in payloads.items()]
    everywhere = ("bold", "picture", "share", "device", "override", "half a pair")
    for sink, place in _sinks().items():
        for name in everywhere:
            maps.append(HostileMap(f"{sink} {name}", _with(place, payloads[name])))
    maps += (HostileMap(f"ids {name}", _with_key(name, payloads["picture"])) for name in _CONTAINERS)
    maps += (HostileMap(name, data) for name, data in _broken().items())
    return maps


def _payloads(canary: Path) -> dict[str, str]:
    """Texts of markup and of other kinds that are read as something else somewhere."""
    return {
        "bold": "<b>bold</b>",
        "picture": f'<img src="{canary}">',
        "share": f'<img src="\\\\{HOST}\\share\\{canary.name}">',
        "device": '<img src="/dev/zero">',
        "override": "\u202eevil\u2066\u200bна\u0301me",
        "half a pair": "before \ud800 after",
        "file address": f'<html><img src="file://{canary}" width=9 height=9>',
        "web address": f'<p><img src="http://{HOST}/x.png"><a href="http://{HOST}/">x</a>',
        "share address": f'<img src="//{HOST}/share/{canary.name}"><img src="file://{HOST}/{canary.name}">',
        "beside": f'<img src="{canary.name}"><img src="./{canary.name}">',
        "style": f'<body background="{canary}"><div style="background-image:url({canary})">x</div>',
        "style sheet": f'<link rel="stylesheet" href="file://{canary}"><style>@import "{canary}";</style>x',
        "qt style": f"}} QLabel {{ border-image: url({canary}); image: url({canary}) }}",
        "entity": f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{canary}">]><x>&e;</x>',
        "xml": f']]></text><image href="file://{canary}"/><script>1</script><text><![CDATA[',
        "markdown": f"![x]({canary}) [y](file://{canary}) **z**",
        "table": f'<table background="{canary}"><tr><td><h1>x</h1></td></tr></table>',
        "address of a file": f"file://{canary}",
        "address of a program": "javascript:alert(1)",
        "pattern": "{0.__class__} {document} %n%s%1$s {} \\N{{x}}",
        "mnemonics": "&&File&Edit &",
        "controls": "a\x00b\x07\x1b[31m\r\n\t\x7f\u2028\u2029z",
        "marks": "z" + "\u0301\u0489" * 200,
        "sheet": "=cmd|'/C calc'!A0\t@SUM(1)\t+1",
        "long": "<b>" + "x" * 490,
        "wide": "﷽" * 60 + "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 20,
    }


@cache
def _tree() -> dict[str, Any]:
    """The sample of a team with something in every field that takes any text."""
    tree: dict[str, Any] = json.loads(encode(_filled(team_sample())))
    return tree


def _filled(record: Any) -> Any:
    if isinstance(record, dict):
        return {key: _filled(part) for key, part in record.items()}
    if isinstance(record, tuple):
        return tuple(map(_filled, record)) or record
    if not isinstance(record, Record):
        return record
    fields = {name: getattr(record, name) for name in type(record).model_fields}
    return record.model_copy(
        update={
            name: "Words" if part == "" and name != "code" else _filled(part) for name, part in fields.items()
        }
    )


def _strings(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, str):
        yield place
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from _strings(part, (*place, key))


def _is_text(place: tuple[Any, ...]) -> bool:
    """Whether any text may stand in a place that is as long as a name may be."""
    try:
        decode(_with(place, "<" * 500))
    except MapReadError:
        return False
    return True


@cache
def _text_places() -> tuple[tuple[Any, ...], ...]:
    return tuple(filter(_is_text, _strings(_tree())))


@cache
def _sinks() -> dict[str, tuple[Any, ...]]:
    """One place of each field of each kind of record, by their names; choices and ids among them."""
    found: dict[str, tuple[Any, ...]] = {}
    for place in _strings(_tree()):
        names = [part for part in place if part in _FIELDS]
        found.setdefault(".".join(names), place)
    return found


_KINDS: tuple[type[Record], ...] = (
    *(Actor, Citation, Condition, Group, Issue, Relation, Snapshot, Source, StakeMap),
    *(AlignmentEstimate, Stance, Standing, Tie),
    *(Answer, AnsweredJudgement, Comment, OpenConflict, Review, Round),
)
_CONTAINERS = tuple(sorted(StakeMap.containers))
#: What of a place in a map names a field, and not a record by its id.
_FIELDS = {name for kind in _KINDS for name in kind.model_fields}


def _holder(tree: Any, place: tuple[Any, ...]) -> Any:
    for key in place[:-1]:
        tree = tree[key]
    return tree


def _encoded(tree: Any) -> bytes:
    """JSON in which half of a surrogate pair stands as an escape, as nothing else can say it."""
    return json.dumps(tree).encode()


def _with(place: tuple[Any, ...], value: str) -> bytes:
    tree = copy.deepcopy(_tree())
    _holder(tree, place)[place[-1]] = value
    return _encoded(tree)


def _everywhere(value: str) -> bytes:
    tree = copy.deepcopy(_tree())
    for place in _text_places():
        _holder(tree, place)[place[-1]] = value
    tree[value] = {value: [value]}
    return _encoded(tree)


def _with_key(container: str, value: str) -> bytes:
    tree = copy.deepcopy(_tree())
    first = next(iter(tree[container]))
    tree[container] = {value if key == first else key: part for key, part in tree[container].items()}
    return _encoded(tree)


def _broken() -> dict[str, bytes]:
    """What is wrong with more than its text."""
    whole = encode(sample())
    return {
        **{f"nothing but {name}": data for name, data in _no_maps(whole).items()},
        **{f"a number: {number}": _numbered(number) for number in _NUMBERS},
        **{
            f"an order: {number}": text(f'"issues":{{"i":{{"name":"I","order":{number}}}}}')
            for number in _NUMBERS
        },
        **{f"dangling: {name}": data for name, data in _dangling().items()},
        **{f"twice: {name}": text(body) for name, body in _TWICE.items()},
        **{f"deep: {name}": data for name, data in _deep().items()},
        **{f"many: {name}": data for name, data in _many().items()},
        **{f"version {version}": _encoded({**_tree(), "version": version}) for version in _VERSIONS},
        **{f"date {date!r}": _with(("snapshots", "2020", "date"), date) for date in _DATES},
        **{f"id {key!r}": _with_key("actors", key) for key in _IDS},
    }


def _no_maps(whole: bytes) -> dict[str, bytes]:
    return {
        "no byte": b"",
        "blanks": b" \n\t" * 99,
        "a mark of order": b"\xef\xbb\xbf",
        "two marks of order": b"\xef\xbb\xbf" * 2 + whole,
        "two bytes a letter": whole.decode().encode("utf-16"),
        "four bytes a letter": whole.decode().encode("utf-32"),
        "a nought byte": b"\x00",
        "Latin letters of old": '{"format":"stakemap","title":"Türkiye"}'.encode("latin-1"),
        "surrogates as bytes": text('"title":"\ud800"'),
        "a list": b"[" + whole + b"]",
        "two maps": whole + whole,
        "a comment": b"/* x */" + whole,
        "a comma at the end": whole.rstrip()[:-1] + b",}",
        "single quotes": whole.replace(b'"', b"'"),
        "a picture": b"\x89PNG\r\n\x1a\n" + b"\x00" * 99,
        "a page": b'<!DOCTYPE html><img src="/dev/zero">',
        "null": b"null",
        "prototypes": text('"__proto__":{"a":1},"constructor":{"prototype":{}}'),
        "wrong kinds": text('"title":[],"actors":[],"issues":"x","snapshots":{"s":[]},"sources":{"a":null}'),
    }


_NUMBERS = (
    *("1e308", "1e309", "-1e999", "9" * 400, "0." + "3" * 900, "-0", "1e-400", "5e-324", "NaN", "Infinity"),
    *("00", "0x10", "1_000", "١٢", "1e", "-", ".5", "18446744073709551616", '"35"', "true", "[35]", "{}"),
)
_VERSIONS = (0, -1, 2, 10**30, 1.0, 1.5, True, None, "1", [1], {})
_DATES = (
    *("9999-12-31", "0000-00-00", "2025-02-30", "2025-13", "２０２５", "-0001", "2025-07-01T00:00:00Z"),
    *("+10000", "today", "2025-7", "\u202e5202"),
)
_IDS = (
    "",
    "..",
    "../../etc/passwd",
    "C:\\x",
    "con",
    "A",
    "a" * 5_000,
    "a\x00b",
    "-",
    "a--b",
    "\u202ea",
    "аrmenia",
)
_TWICE = {
    "actors": '"actors":{"a":{"name":"A"},"a":{"name":"B"}}',
    "fields": '"title":"A","title":"B"',
    "versions": '"version":1',
    "by an escape": '"actors":{"a":{"name":"A"},"\\u0061":{"name":"B"}}',
    "unknown": '"x":{"y":[{"z":1,"z":2}]}',
}


def _numbered(number: str) -> bytes:
    return text(
        '"actors":{"a":{"name":"A"}},"snapshots":{"s":{"label":"S","standings":{"a":{"influence":'
        f'{{"value":{number}}}}}}}}}}}'
    )


def _dangling() -> dict[str, bytes]:
    """References to what is not there, to themselves and round in a circle, and ranges upside down."""
    judged = '"snapshots":{"s":{"label":"S","standings":{"a":%s}}}'
    actors = '"actors":{"a":{"name":"A"}},'
    return {
        "group": text('"actors":{"a":{"name":"A","group":"g"}}'),
        "part of": text('"actors":{"a":{"name":"A","part_of":"b"}}'),
        "part of itself": text('"actors":{"a":{"name":"A","part_of":"a"}}'),
        "relation": text(actors + '"relations":{"r":{"source":"a","target":"b"}}'),
        "relation with itself": text(actors + '"relations":{"r":{"source":"a","target":"a"}}'),
        "snapshot": text('"snapshots":{"s":{"label":"S","based_on":"t"}}'),
        "circle": text('"snapshots":{"s":{"label":"S","based_on":"t"},"t":{"label":"T","based_on":"s"}}'),
        "standing": text(judged % '{"influence":{"value":1}}'),
        "stances": text(actors + '"snapshots":{"s":{"label":"S","stances":{"i":{"a":{"state":"unknown"}}}}}'),
        "tie": text('"snapshots":{"s":{"label":"S","ties":{"r":{"strength":1}}}}'),
        "citation": text(actors + judged % '{"influence":{"value":1},"citations":[{"source":"x"}]}'),
        "range": text(actors + judged % '{"influence":{"value":1,"low":5,"high":9}}'),
        "half a range": text(actors + judged % '{"influence":{"value":5,"low":1}}'),
        "unknown with a value": text(actors + judged % '{"state":"unknown","influence":{"value":1}}'),
        "judged without one": text(actors + judged % "{}"),
        "ledger in a ledger": text(
            actors
            + judged % '{"state":"unknown","earlier":[{"state":"unknown","earlier":[{"state":"unknown"}]}]}'
        ),
    }


def _deep() -> dict[str, bytes]:
    deep = 100_000
    return {
        "lists": text('"x":' + "[" * deep + "]" * deep),
        "objects": text('"x":' + '{"a":' * deep + "1" + "}" * deep),
        "never closed": b"[" * deep,
        "just allowed": text('"x":' + "[" * 98 + "]" * 98),
        "inside an actor": text('"actors":{"a":{"name":"A","x":' + "[" * 97 + "]" * 97 + "}}"),
    }


def _many() -> dict[str, bytes]:
    """As many of something as a map may have, or a few more, and bombs of faults."""
    fault = '{"name":5,"kind":7,"aliases":[1],"tags":3,"code":8,"colour":"x"}'
    return {
        "faulty actors": text('"actors":{' + keyed(fault, 20_000) + "}"),
        "unknown fields": text(keyed("1", 1_001)),
        "aliases": text('"actors":{"a":{"name":"A","aliases":["' + '","'.join(["b"] * 1_001) + '"]}}'),
        "letters": text('"title":"' + "x" * 501 + '"'),
        "letters of a note": text('"note":"' + "<b>" * 6_700 + '"'),
        "actors in one place": _crowded(300),
        "snapshots": text('"snapshots":{' + keyed('{"label":"<b>S"}', 300) + "}"),
        "issues": text('"issues":{' + keyed('{"name":"<i>I"}', 300) + "}"),
        "parts of parts": text(
            '"actors":{'
            + ",".join(f'"k{n}":{{"name":"a","part_of":"k{n + 1}"}}' for n in range(300))
            + ',"k300":{"name":"z"}}'
        ),
    }


def _crowded(count: int) -> bytes:
    judged = '{"influence":{"value":50}}'
    stance = '{"alignment":{"value":0}}'
    return text(
        '"actors":{' + keyed('{"name":"<u>same"}', count) + '},"issues":{"i":{"name":"I"}},'
        '"snapshots":{"s":{"label":"S","standings":{' + keyed(judged, count) + "},"
        '"stances":{"i":{' + keyed(stance, count) + "}}}}"
    )
