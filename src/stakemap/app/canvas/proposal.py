"""Where actors would be by an analysis or are in another version, as the canvas shows it beside the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from stakemap.app.canvas.scene.projection import ALIGNMENT, INFLUENCE
from stakemap.i18n import tr
from stakemap.model.terms import field_label, term
from stakemap.wording.numbers import figure, signed_figure

if TYPE_CHECKING:
    from stakemap.analysis.report import Move


@dataclass(frozen=True)
class Proposal:
    """Ghosts of actors where they would have to stand after `moves`, and outlines around `camps`.

    With the name of another `version` the moves lead to where actors are in that. `told` are the actors at
    whose ghosts it is written what would change; all by default.
    """

    moves: tuple[Move, ...] = ()
    camps: tuple[tuple[str, ...], ...] = ()
    version: str = ""
    told: frozenset[str] | None = None

    @cached_property
    def by_actor(self) -> Mapping[str, tuple[Move, ...]]:
        """The moves of each actor, in their order."""
        found: dict[str, tuple[Move, ...]] = {}
        for move in self.moves:
            found[move.actor] = (*found.get(move.actor, ()), move)
        return found

    def place_of(self, actor: str, now: tuple[float, float]) -> tuple[float, float]:
        """Where an actor would stand that is `now` at (alignment, influence); the same place if it would only
        change in what the canvas does not show as a place.
        """
        alignment, influence = now
        for move in self.by_actor.get(actor, ()):
            if isinstance(move.after, str):
                continue
            if move.field == "alignment":
                alignment = min(max(move.after, ALIGNMENT.low), ALIGNMENT.high)
            elif move.field == "influence":
                influence = min(max(move.after, INFLUENCE.low), INFLUENCE.high)
        return alignment, influence

    @property
    def legend(self) -> str:
        """What the ghosts are."""
        if self.version:
            return tr("In {version}", version=self.version)
        return tr("What the analysis proposes")

    def line_of(self, actor: str) -> str:
        """What the ghost of an actor says, as a sentence for screen readers; "" without one."""
        text = self.text_of(actor)
        return tr("{what}: {change}", what=self.legend, change=text) if text else ""

    def text_of(self, actor: str) -> str:
        """What would change of an actor, in a few words: "alignment −4 · role “influences”"."""
        return " · ".join(_text(move) for move in self.by_actor.get(actor, ()))


def _text(move: Move) -> str:
    if isinstance(move.after, str):
        return tr("role “{role}”", role=term(move.after))
    shown = signed_figure(move.after) if move.field == "alignment" else figure(move.after)
    return tr("{field} {value}", field=field_label(move.field), value=shown)
