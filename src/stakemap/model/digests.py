"""Digests of judgements, by which it is known later what an approval covered."""

from __future__ import annotations

import hashlib
import json
import re
from weakref import ReferenceType, ref

from pydantic_core import PydanticSerializationError

from stakemap.model.judgements import Judgement

#: The hexadecimal digits of a digest: two different judgements share one by chance once in 10¹⁹ pairs.
_DIGITS = 16
#: What stands beside a judgement and is not part of what it says: the ledger and what others judge.
_BESIDE = {"earlier", "others"}
_IDLE_ZERO = re.compile(rb"\.0(?=,?\n)")
_MINUS_ZERO = re.compile(rb" -0(?=,?\n)")

#: Digests by the identity of judgements, which never change; each as long as its judgement lives.
_known: dict[int, tuple[ReferenceType[Judgement], str]] = {}


def judgement_digest(judgement: Judgement) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of a judgement as JSON in UTF-8.

    That is as in a file, with two spaces of indent, no defaults and whole numbers without decimal places, but
    without the ledger and the judgements of others. Cached by identity.
    """
    key = id(judgement)
    known = _known.get(key)
    if known is not None and known[0]() is judgement:
        return known[1]
    digest = hashlib.sha256(_canonical(judgement)).hexdigest()[:_DIGITS]
    _known[key] = (ref(judgement, lambda _: _known.pop(key, None)), digest)
    return digest


def _canonical(judgement: Judgement) -> bytes:
    serialiser = judgement.__pydantic_serializer__
    try:
        text: bytes = serialiser.to_json(
            judgement, indent=2, exclude=_BESIDE, exclude_defaults=True, warnings=False
        )
    except (PydanticSerializationError, UnicodeError):
        # An unknown field holds a number with more digits than a float has.
        tree = serialiser.to_python(judgement, exclude=_BESIDE, exclude_defaults=True, warnings=False)
        text = json.dumps(tree, ensure_ascii=False, indent=2, default=str).encode("utf-8", "surrogatepass")
    # A line that ends in a digit is no part of a string, which ends in a quote.
    return _MINUS_ZERO.sub(b" 0", _IDLE_ZERO.sub(b"", text))
