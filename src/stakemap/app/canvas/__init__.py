"""The live canvas: actors between opposing and supporting an issue, the more influential the higher."""

from stakemap.app.canvas.canvas import Canvas
from stakemap.app.canvas.input.port import Moved

__all__ = ["Canvas", "Moved"]
