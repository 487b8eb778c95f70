"""The program of the frozen app."""

import os
import sys
from types import ModuleType

from stakemap.cli import script


def do_without_opengl() -> None:
    """Have pyqtgraph find, for Qt's modules for OpenGL, some that hold nothing: the app draws without."""
    widgets = ModuleType("PySide6.QtOpenGLWidgets")
    widgets.QOpenGLWidget = type("QOpenGLWidget", (), {})
    sys.modules["PySide6.QtOpenGLWidgets"] = widgets
    sys.modules["PySide6.QtOpenGL"] = ModuleType("PySide6.QtOpenGL")


if __name__ == "__main__":
    do_without_opengl()
    settings = (os.environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    if sys.platform == "linux" and next(filter(None, settings), "C") in ("C", "POSIX"):
        # As Python does by itself where it is not frozen; else Qt would, and say so in four lines.
        os.environ["LC_CTYPE"] = "C.UTF-8"
    script()
