"""Readable ids, made once from a name and kept on rename, for readable diffs and matching merges."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Container

_LIMIT = 60


def slug(name: str) -> str:
    """Transliterate a name to lower-case ASCII words joined by hyphens ("turkiye"); "unnamed" if empty."""
    from anyascii import anyascii

    words = re.findall(r"[a-z0-9]+", anyascii(name).lower().replace("'", ""))
    return "-".join(words)[:_LIMIT].strip("-") or "unnamed"


def mint(name: str, taken: Container[str]) -> str:
    """Create an id for `name` that is not in `taken`: "georgia", or "georgia-2", "georgia-3" …"""
    base = slug(name)
    candidate, number = base, 1
    while candidate in taken:
        number += 1
        candidate = f"{base}-{number}"
    return candidate


def mint_by_time() -> str:
    """Create an id that no two people create: the milliseconds since 1970 as 12 hexadecimal digits, so that
    ids sort by the time of their creation, and 10 random ones.
    """
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(5)}"
