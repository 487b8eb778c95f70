"""What is chosen for an export: slides, size, look, parts and format, as settings keep it for each map."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from stakemap.errors import UsageError
from stakemap.export.exporters import all_endings
from stakemap.export.pages import MOST_PIXELS, MOST_PIXELS_A_SIDE
from stakemap.i18n import tr
from stakemap.picture.kinds import SLIDE_KINDS
from stakemap.picture.options import SlideOptions

__all__ = ["CUSTOM", "LAYOUTS", "PARTS", "SCALES", "ExportChoices", "read_size", "size_text"]

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
#: Smaller slides hold no text that can be read.
_LEAST_SIDE = 320
_USUAL_SIZE = LAYOUTS["16-9"]
_ALL_PARTS = SlideOptions()


@dataclass(frozen=True, slots=True)
class ExportChoices:
    """All choices of one export. `size` is in pixels before `scale`, which only a PNG has; `theme` is the
    name of a theme or the path of a file; `against` is the snapshot to compare with, None for the one before.
    """

    kinds: tuple[str, ...] = ("map",)
    all_issues: bool = False
    all_snapshots: bool = False
    against: str | None = None
    layout: str = "16-9"
    size: tuple[int, int] = _USUAL_SIZE
    scale: float = 1.0
    ending: str = ".png"
    theme: str = "light"
    parts: SlideOptions = _ALL_PARTS
    is_transparent: bool = False
    text_as_paths: bool = False
    speaker_notes: bool = True
    opens_folder: bool = True

    def to_settings(self) -> dict[str, Any]:
        """The choices as JSON holds them."""
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
            "without": [name for name in PARTS if not getattr(self.parts, name)],
            "transparent": self.is_transparent,
            "paths": self.text_as_paths,
            "notes": self.speaker_notes,
            "opens_folder": self.opens_folder,
        }

    @classmethod
    def from_settings(cls, kept: Mapping[str, Any]) -> ExportChoices:
        """The choices that settings hold, as far as they make sense; the usual ones for the rest."""
        kinds = kept.get("kinds")
        wanted = tuple(kind for kind in SLIDE_KINDS.ids if isinstance(kinds, list) and kind in kinds)
        layout = kept.get("size")
        size = LAYOUTS.get(layout) if isinstance(layout, str) else None
        if layout == CUSTOM:
            size = _kept_size(kept.get("pixels"))
        if size is None:
            layout, size = "16-9", _USUAL_SIZE
        scale, ending, theme = kept.get("scale"), kept.get("ending"), kept.get("theme")
        off, against = kept.get("without"), kept.get("against")
        parts = {name: name not in off for name in PARTS} if isinstance(off, list) else {}
        return cls(
            kinds=wanted or ("map",),
            all_issues=kept.get("all_issues") is True,
            all_snapshots=kept.get("all_snapshots") is True,
            against=against if isinstance(against, str) else None,
            layout=str(layout),
            size=size,
            scale=float(scale) if scale in SCALES else 1.0,
            ending=ending if isinstance(ending, str) and ending in all_endings() else ".png",
            theme=theme if isinstance(theme, str) and theme else "light",
            parts=SlideOptions(**parts),
            is_transparent=kept.get("transparent") is True,
            text_as_paths=kept.get("paths") is True,
            speaker_notes=kept.get("notes") is not False,
            opens_folder=kept.get("opens_folder") is not False,
        )


def size_text(size: tuple[int, int]) -> str:
    """A size as one reads it."""
    return f"{size[0]} × {size[1]}"


def read_size(text: str, scale: float = 1.0) -> tuple[int, int]:
    """The size that somebody typed, in pixels; UsageError when it is none, or no picture at this scale."""
    match = re.fullmatch(r"\s*(\d{1,6})\s*(?:x|×|\*|by|\s)\s*(\d{1,6})\s*", text.lower())
    if match is None:
        raise UsageError(tr("Write the size as 1920 × 1080."))
    width, height = (int(side) for side in match.groups())
    if min(width, height) < _LEAST_SIDE:
        raise UsageError(tr("A side needs at least {least} pixels.", least=_LEAST_SIDE))
    most = max(width, height) * scale
    if most > MOST_PIXELS_A_SIDE or math.prod((width, height)) * scale**2 > MOST_PIXELS:
        raise UsageError(tr("That is too large a picture; choose a smaller size or less sharpness."))
    return width, height


def _kept_size(text: object) -> tuple[int, int] | None:
    try:
        return read_size(text) if isinstance(text, str) else None
    except UsageError:
        return None
