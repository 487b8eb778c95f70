"""What differs between two versions of a map: for views by identity, for people in words."""

from __future__ import annotations

from stakemap.model.describing import describe
from stakemap.model.touched import Touched, touched

__all__ = ["Touched", "describe", "touched"]
