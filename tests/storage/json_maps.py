"""Maps as JSON for the tests of reading: small ones, and hostile ones made large on purpose."""

from __future__ import annotations

from typing import Any

import orjson

from samples import MAP_ID, sample
from stakemap.storage.codec import encode

__all__ = ["document", "keyed", "sample_tree", "text"]


def document(**fields: Any) -> dict[str, Any]:
    """The JSON value of a map with these fields."""
    return {"format": "stakemap", "version": 1, "id": MAP_ID, **fields}


def text(body: str = "", version: int = 1) -> bytes:
    """A map as one line of JSON; `body` holds its fields, for what no JSON writer would write."""
    head = f'"format":"stakemap","version":{version},"id":"{MAP_ID}"'
    return ("{" + head + ("," if body else "") + body + "}").encode("utf-8", "surrogatepass")


def keyed(value: str, count: int) -> str:
    """`count` entries of a mapping with ids k0, k1 … and the same value."""
    return ",".join(f'"k{number}":{value}' for number in range(count))


def sample_tree() -> Any:
    """The sample map as a JSON value that may be changed."""
    return orjson.loads(encode(sample()))
