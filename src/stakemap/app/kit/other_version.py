"""Another version of the map of a window, which a feature asks to be compared with it and merged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stakemap.model.document import StakeMap


@dataclass(frozen=True)
class OtherVersion:
    """Another version of the open map.

    `name` is what to call it in the middle of a sentence, such as the name of its file. `base` is the version
    from which both were made, None where none is known. `taken` is called once what was decided about the
    differences is in the open map.
    """

    document: StakeMap
    name: str
    base: StakeMap | None = None
    taken: Callable[[], object] | None = None
