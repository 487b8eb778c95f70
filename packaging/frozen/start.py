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


def share_no_libraries() -> None:
    """Have programs that the app starts, such as a browser and git, load their own libraries, not the app's.

    PyInstaller names the folder of the app's to the loader, which has read that by now, and tells a copy of
    the program by other variables that it need not do so again.
    """
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is None:
        os.environ.pop("LD_LIBRARY_PATH", None)
    else:
        os.environ["LD_LIBRARY_PATH"] = before
    for name in [name for name in os.environ if name.startswith("_PYI_")]:
        del os.environ[name]


if __name__ == "__main__":
    do_without_opengl()
    if sys.platform == "linux":
        share_no_libraries()
    script()
