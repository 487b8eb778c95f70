"""What the tests of packages share."""

from screens import screen

__all__ = ["screen"]
