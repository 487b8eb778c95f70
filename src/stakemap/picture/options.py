"""Which parts a slide has."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["SlideOptions"]


@dataclass(frozen=True, slots=True)
class SlideOptions:
    """Which parts a slide has. A part without content is left out in any case."""

    title: bool = True
    question: bool = True
    key_judgement: bool = True
    handling: bool = True
    quadrants: bool = True
    tray: bool = True
    legend: bool = True
    relation_labels: bool = True
    sources: bool = True
