"""The colours that groups are given: ten swatches, and which of them a group gets and keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from stakemap.i18n import tr
from stakemap.model.document import Group
from stakemap.model.records import merged, replace

#: The colours to choose from, in the order in which they are given, as on a light canvas; each theme has its
#: own variant. The blue and the vermilion of for and against, friendly and hostile, are not among them.
SWATCHES = (
    "#5b3fa0",
    "#a3123f",
    "#007f5f",
    "#a8518a",
    "#bd7d00",
    "#2e93a0",
    "#6f6a00",
    "#4a525c",
    "#8b5a33",
    "#d96a86",
)


def colour_name(colour: str) -> str:
    """The name of a swatch for menus and screen readers; another colour is named by its hex code."""
    names = (
        tr("Violet"),
        tr("Crimson"),
        tr("Green"),
        tr("Mauve"),
        tr("Ochre"),
        tr("Teal"),
        tr("Olive"),
        tr("Slate"),
        tr("Brown"),
        tr("Rose"),
    )
    return dict(zip(SWATCHES, names, strict=True)).get(colour.lower(), colour)


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of "#rrggbb", 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@lru_cache(maxsize=4096)
def alike(a: str, b: str) -> bool:
    """Whether two colours are hard to tell apart on discs that do not touch (weighted distance in RGB)."""
    (r0, g0, b0), (r1, g1, b1) = channels(a), channels(b)
    red = (r0 + r1) / 2
    distance = (
        (2 + red / 256) * (r0 - r1) ** 2 + 4 * (g0 - g1) ** 2 + (2 + (255 - red) / 256) * (b0 - b1) ** 2
    )
    return distance < 75**2


class _Swatches:
    """How many colours in use are similar to each swatch."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._uses = dict.fromkeys(SWATCHES, 0)
        for colour in taken:
            for swatch in SWATCHES:
                self._uses[swatch] += alike(swatch, colour)

    def take(self) -> str:
        """The first swatch of the fewest uses, which counts as used from now on."""
        swatch = min(SWATCHES, key=self._uses.__getitem__)
        self._uses[swatch] += 1
        return swatch


def free_colour(taken: Iterable[str]) -> str:
    """The first swatch that no taken colour is similar to; if there is none, that of fewest such colours."""
    return _Swatches(taken).take()


def group_colours(groups: Mapping[str, Group]) -> dict[str, str]:
    """The colour of each group: the stored one, else one that is free, given in the order of their ids."""
    found = {key: group.colour for key, group in groups.items() if group.colour}
    swatches = _Swatches(found.values())
    for key in sorted(groups.keys() - found.keys()):
        found[key] = swatches.take()
    return found


def with_colours(groups: dict[str, Group]) -> dict[str, Group]:
    """Groups with the colours that they are shown with stored, so that they keep them; those of an older file
    may have none.
    """
    colours = group_colours(groups)
    changed = {key: replace(group, colour=colours[key]) for key, group in groups.items() if not group.colour}
    return merged(groups, changed)
