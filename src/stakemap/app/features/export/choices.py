"""The choices of an export, and their representation in the settings, which keep them for each map."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from stakemap.errors import UsageError
from stakemap.export.exporters import all_endings
from stakemap.export.pages import MAX_PIXELS, MAX_PIXELS_PER_SIDE
from stakemap.i18n import tr
from stakemap.picture.kinds import SLIDE_KINDS
from stakemap.picture.options import DEFAULT_STYLE, STYLES, MatrixOrder, SlideOptions

#: Width and height in pixels of a slide in each layout.
LAYOUTS: dict[str, tuple[int, int]] = {
    "16-9": (1920, 1080),
    "4-3": (1440, 1080),
    "a4": (1684, 1190),
    "a4-portrait": (1190, 1684),
    "square": (1080, 1080),
}
CUSTOM = "custom"
SCALES = (1.0, 2.0, 3.0, 4.0)
#: The names of the parts that a slide may have.
PARTS = tuple(field.name for field in fields(SlideOptions))
#: The style of parts that are neither of `STYLES`.
OWN_STYLE = "own"
#: Minimum length of a side in pixels, below which text is illegible.
_MIN_SIDE = 320
_DEFAULT_SIZE = LAYOUTS["16-9"]
_DEFAULT_PARTS = STYLES[DEFAULT_STYLE]


@dataclass(frozen=True, slots=True)
class ExportChoices:
    """All choices of one export.

    `size` is in pixels before `scale`, which only PNG supports; `theme` is the name of a theme or the path of
    its file; `against` is the snapshot to compare with, None for the one before.
    """

    kinds: tuple[str, ...] = ("map",)
    all_issues: bool = False
    all_snapshots: bool = False
    against: str | None = None
    layout: str = "16-9"
    size: tuple[int, int] = _DEFAULT_SIZE
    scale: float = 1.0
    ending: str = ".png"
    #: Light whatever the theme of the application, since slides are printed or shown in lit rooms.
    theme: str = "light"
    parts: SlideOptions = _DEFAULT_PARTS
    is_transparent: bool = False
    text_as_paths: bool = False
    speaker_notes: bool = True
    glued_connectors: bool = False
    opens_folder: bool = True
    matrix_order: MatrixOrder = "influence"

    def to_settings(self) -> dict[str, Any]:
        """The choices as JSON values."""
        return {
            "kinds": list(self.kinds),
            "all_issues": self.all_issues,
            "all_snapshots": self.all_snapshots,
            "against": self.against,
            "size": self.layout,
            "pixels": size_text(self.size),
            "scale": self.scale,
            "ending": self.ending,
            "theme": self.theme,
            "style": style_of(self.parts),
            "without": [name for name in PARTS if not getattr(self.parts, name)],
            "transparent": self.is_transparent,
            "paths": self.text_as_paths,
            "notes": self.speaker_notes,
            "glued": self.glued_connectors,
            "opens_folder": self.opens_folder,
            "matrix_order": self.matrix_order,
        }

    @classmethod
    def from_settings(cls, stored: Mapping[str, Any]) -> ExportChoices:
        """Read choices from JSON values; invalid or missing ones take their defaults."""
        kinds = stored.get("kinds")
        wanted = tuple(kind for kind in SLIDE_KINDS.ids if isinstance(kinds, list) and kind in kinds)
        layout = stored.get("size")
        size = LAYOUTS.get(layout) if isinstance(layout, str) else None
        if layout == CUSTOM:
            size = _stored_size(stored.get("pixels"))
        if size is None:
            layout, size = "16-9", _DEFAULT_SIZE
        scale, ending, theme = stored.get("scale"), stored.get("ending"), stored.get("theme")
        against = stored.get("against")
        return cls(
            kinds=wanted or ("map",),
            all_issues=stored.get("all_issues") is True,
            all_snapshots=stored.get("all_snapshots") is True,
            against=against if isinstance(against, str) else None,
            layout=str(layout),
            size=size,
            scale=float(scale) if scale in SCALES else 1.0,
            ending=ending if isinstance(ending, str) and ending in all_endings() else ".png",
            theme=theme if isinstance(theme, str) and theme else "light",
            parts=_stored_parts(stored),
            is_transparent=stored.get("transparent") is True,
            text_as_paths=stored.get("paths") is True,
            speaker_notes=stored.get("notes") is not False,
            glued_connectors=stored.get("glued") is True,
            opens_folder=stored.get("opens_folder") is not False,
            matrix_order="alignment" if stored.get("matrix_order") == "alignment" else "influence",
        )


def style_of(parts: SlideOptions) -> str:
    """The id of the style that has these parts, else `OWN_STYLE`."""
    return next((key for key, options in STYLES.items() if options == parts), OWN_STYLE)


def _stored_parts(stored: Mapping[str, Any]) -> SlideOptions:
    style, off = stored.get("style"), stored.get("without")
    for key, options in STYLES.items():
        if key == style:
            return options
    # Earlier versions stored the parts alone, none of which were left out by default.
    if isinstance(off, list) and (style == OWN_STYLE or off):
        return SlideOptions(**{name: name not in off for name in PARTS})
    return _DEFAULT_PARTS


def size_text(size: tuple[int, int]) -> str:
    """Format a size as "1920 × 1080"."""
    return f"{size[0]} × {size[1]}"


def read_size(text: str, scale: float = 1.0) -> tuple[int, int]:
    """Parse a size in pixels.

    Raises UsageError when the text is no size, or the size is too small, or too large at this scale.
    """
    match = re.fullmatch(r"\s*(\d{1,6})\s*(?:x|×|\*|by|\s)\s*(\d{1,6})\s*", text.lower())
    if match is None:
        raise UsageError(tr("Enter the size as 1920 × 1080."))
    width, height = (int(side) for side in match.groups())
    if min(width, height) < _MIN_SIDE:
        raise UsageError(tr("Each side needs at least {least} pixels.", least=_MIN_SIDE))
    most = max(width, height) * scale
    if most > MAX_PIXELS_PER_SIDE or math.prod((width, height)) * scale**2 > MAX_PIXELS:
        raise UsageError(tr("This picture would be too large: choose a smaller size or a lower sharpness."))
    return width, height


def _stored_size(text: object) -> tuple[int, int] | None:
    try:
        return read_size(text) if isinstance(text, str) else None
    except UsageError:
        return None
