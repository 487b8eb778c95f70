"""Whether what a result was computed from is still the same, so that it need not be computed again."""

from __future__ import annotations

#: Values of these types are compared by value, tuples item by item; all others, such as maps, by identity.
_COMPARED_BY_VALUE = (str, int, float, frozenset)


def are_same(one: object, other: object) -> bool:
    """Whether two inputs, or tuples of them, are the same; 1, 1.0 and True are not."""
    if one is other or type(one) is not type(other):
        return one is other
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(are_same, one, other))
    return isinstance(one, _COMPARED_BY_VALUE) and one == other
