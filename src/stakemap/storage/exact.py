"""Numbers of a file as Python holds them, exact even where a float could not be.

A float that knows its digits, since records take no `Decimal` for a number, and no JSON library makes one.
"""

from __future__ import annotations

import math
from decimal import Decimal, InvalidOperation
from typing import ClassVar, NoReturn

from stakemap.i18n import tr
from stakemap.text import spelt_out

__all__ = ["ExactNumber", "NumberRefusedError", "read_constant", "read_decimal", "read_whole"]

#: No number that means anything is longer, and converting one takes time that grows faster than its length.
_LONGEST = 1_000
#: A number of at most this many characters and without an exponent is within the range of a float.
_SURELY_FINITE = 308
#: A decimal of at most this many characters and without an exponent always survives conversion to a float
#: (15 digits and the point).
_ALWAYS_EXACT = 16
#: One of more characters than this after sign and leading zeros never does (17 digits and the point),
#: trailing zeros aside. Leading zeros do not count: 0.012000245067172038 is how a float is written.
_NEVER_EXACT = 18


class NumberRefusedError(ValueError):
    """A number that no float holds; its text is a sentence."""


class ExactNumber(float):
    """A number with more digits than a float holds. `literal`, as the file had it, is what gets written
    again.

    In fields that this version knows it becomes an ordinary float; in others it stays.
    """

    __slots__ = ("literal",)
    literal: str
    #: Whether there ever was one in this process; if not, a map is written without looking for them.
    met: ClassVar[bool] = False

    @classmethod
    def of(cls, literal: str) -> ExactNumber:
        """The number that JSON writes as `literal`."""
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
    """A JSON number without point or exponent. Raises NumberRefusedError beyond what a float holds."""
    if len(literal) > _SURELY_FINITE and (len(literal) > _LONGEST or math.isinf(float(literal))):
        raise _too_large(literal)
    return int(literal)


def read_decimal(literal: str) -> float:
    """A JSON number with a point or an exponent. Raises NumberRefusedError beyond what a float holds."""
    size = len(literal)
    if (
        _NEVER_EXACT < size <= _SURELY_FINITE
        and len(literal.lstrip("-0.")) > _NEVER_EXACT
        and "e" not in literal
        and "E" not in literal
    ):
        # Made here, since a call more for each is felt where a file holds millions.
        if not ExactNumber.met:
            ExactNumber.met = True
        exact = ExactNumber(literal)
        exact.literal = literal
        return exact
    if size > _SURELY_FINITE:
        if size > _LONGEST or math.isinf(float(literal)):
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
    """NaN or Infinity, which JSON does not have: raises NumberRefusedError."""
    raise NumberRefusedError(tr("{number} is not a number that a map can hold.", number=literal))


def _too_large(literal: str) -> NumberRefusedError:
    return NumberRefusedError(tr("The number {number} is too large.", number=spelt_out(literal, 20)))
