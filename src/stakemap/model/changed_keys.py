"""Comparison of two mappings by identity of their values, since edits share what they do not change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import compress
from operator import is_not
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")

_MISSING = object()


def changed_keys(before: Mapping[K, V], after: Mapping[K, V]) -> list[K]:
    """The keys that were added, removed or hold another object; values are never compared by equality.

    The common case, one entry replaced in a copy of a large mapping, runs without a Python-level loop.
    """
    if before is after:
        return []
    if len(before) == len(after) and list(before) == list(after):
        return list(compress(after, map(is_not, before.values(), after.values())))
    return list(_differing(before, after))


def _differing(before: Mapping[K, V], after: Mapping[K, V]) -> Iterator[K]:
    get = before.get
    for key, value in after.items():
        if get(key, _MISSING) is not value:
            yield key
    for key in before:
        if key not in after:
            yield key
