"""Parsing of JSON numbers without loss of digits.

`ExactNumber` is a float that keeps its literal, since records accept no `Decimal` and no JSON library creates
such a type.
"""

from __future__ import annotations

import math
from decimal import Decimal, InvalidOperation
from typing import ClassVar, NoReturn

from stakemap.i18n import tr
from stakemap.text import with_code_points

#: The most characters of a number that is read; the time of conversion grows faster than the length.
_MAX_LENGTH = 1_000
#: A number of at most this many characters and without an exponent is within the range of a float.
_SURELY_FINITE = 308
#: A decimal of at most this many characters and without an exponent always survives conversion to a float
#: (15 digits and the point).
_ALWAYS_EXACT = 16
#: One of more characters than this after sign and leading zeros never does (17 digits and the point),
#: trailing zeros aside. Leading zeros do not count: 0.012000245067172038 is how a float is written.
_NEVER_EXACT = 18


class NumberRefusedError(ValueError):
    """A number beyond the range of a float; the message is a sentence."""


class ExactNumber(float):
    """A number with more digits than a float holds, written back as its `literal` in the file.

    Known fields convert it to an ordinary float; unknown fields keep it.
    """

    __slots__ = ("literal",)
    literal: str
    #: Whether any was created in this process; if not, encoding need not search for them.
    met: ClassVar[bool] = False

    @classmethod
    def of(cls, literal: str) -> ExactNumber:
        """Create the number with this JSON literal."""
        if not cls.met:
            cls.met = True
        number = cls(literal)
        number.literal = literal
        return number

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ExactNumber) and self.literal == other.literal

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self.literal)


def read_whole(literal: str) -> int:
    """Parse a JSON integer. Raises NumberRefusedError beyond the range of a float."""
    if len(literal) > _SURELY_FINITE and (len(literal) > _MAX_LENGTH or math.isinf(float(literal))):
        raise _too_large(literal)
    return int(literal)


def read_decimal(literal: str) -> float:
    """Parse a JSON number with a point or exponent, exactly. Raises NumberRefusedError beyond float range."""
    size = len(literal)
    if (
        _NEVER_EXACT < size <= _SURELY_FINITE
        and len(literal.lstrip("-0.")) > _NEVER_EXACT
        and "e" not in literal
        and "E" not in literal
    ):
        # Inlined, since a call for each of millions of numbers takes noticeable time.
        if not ExactNumber.met:
            ExactNumber.met = True
        exact = ExactNumber(literal)
        exact.literal = literal
        return exact
    if size > _SURELY_FINITE:
        if size > _MAX_LENGTH or math.isinf(float(literal)):
            raise _too_large(literal)
    elif size <= _ALWAYS_EXACT and "e" not in literal and "E" not in literal:
        return float(literal)
    number = float(literal)
    if math.isinf(number):
        raise _too_large(literal)
    text = repr(number)
    if text == literal:
        return number
    try:
        return number if Decimal(text) == Decimal(literal) else ExactNumber.of(literal)
    except InvalidOperation:
        return ExactNumber.of(literal)


def read_constant(literal: str) -> NoReturn:
    """Raise NumberRefusedError for NaN and Infinity, which JSON does not have."""
    raise NumberRefusedError(tr("{number} is not a number that a map can contain.", number=literal))


def _too_large(literal: str) -> NumberRefusedError:
    return NumberRefusedError(tr("The number {number} is too large.", number=with_code_points(literal, 20)))
