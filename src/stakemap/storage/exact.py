"""Numbers of a file as Python holds them, exact even where a float could not be."""

from __future__ import annotations

import math
from decimal import Decimal, InvalidOperation
from typing import ClassVar, NoReturn, TypeVar

from stakemap.i18n import tr
from stakemap.storage.sentences import shown

__all__ = ["ExactNumber", "NumberRefusedError", "read_constant", "read_decimal", "read_whole"]

#: No number that means anything is longer, and converting one takes time that grows faster than its length.
_LONGEST = 1_000
#: Decimals with so many digits always, and with more than so many never, come back from a float as they were.
_ALWAYS_EXACT, _NEVER_EXACT = 15, 17


F = TypeVar("F", bound=float)


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
        cls.met = True
        number = cls(literal)
        number.literal = literal
        return number

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ExactNumber) and self.literal == other.literal

    def __hash__(self) -> int:
        return hash(self.literal)


def read_whole(literal: str) -> int:
    """A JSON number without point or exponent. Raises NumberRefusedError beyond what a float holds."""
    if len(literal) > 308 and (len(literal) > _LONGEST or math.isinf(float(literal))):
        raise _too_large(literal)
    return int(literal)


def read_decimal(literal: str) -> float:
    """A JSON number with a point or an exponent. Raises NumberRefusedError beyond what a float holds."""
    if len(literal) > _LONGEST:
        raise _too_large(literal)
    if "e" not in literal and "E" not in literal:
        digits = len(literal.replace(".", "").strip("-0"))
        if digits <= _ALWAYS_EXACT:
            return float(literal)
        if digits > _NEVER_EXACT:
            return _finite(ExactNumber.of(literal), literal)
    number = _finite(float(literal), literal)
    text = repr(number)
    if text == literal:
        return number
    try:
        return number if Decimal(text) == Decimal(literal) else ExactNumber.of(literal)
    except InvalidOperation:
        return ExactNumber.of(literal)


def _finite(number: F, literal: str) -> F:
    if math.isinf(number):
        raise _too_large(literal)
    return number


def read_constant(literal: str) -> NoReturn:
    """NaN or Infinity, which JSON does not have: raises NumberRefusedError."""
    raise NumberRefusedError(tr("{number} is not a number that a map can hold.", number=literal))


def _too_large(literal: str) -> NumberRefusedError:
    return NumberRefusedError(tr("The number {number} is too large.", number=shown(literal, 20)))
