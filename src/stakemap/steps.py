"""Cooperative computation: a generator that yields between small steps and returns the result."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

T = TypeVar("T")

#: Yields after each step, of well below a millisecond, and returns the result.
Steps = Generator[None, None, T]


def run_all_steps(steps: Steps[T]) -> T:
    """Run all steps and return the result."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: T = end.value
            return result
