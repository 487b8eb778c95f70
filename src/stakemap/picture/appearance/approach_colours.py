"""Colours and names that show how each actor is best approached, by the quadrants of AIIM."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from stakemap.analysis.approach.approach import QUADRANTS, Quadrant, quadrant_of
from stakemap.analysis.approach.sentences import advice
from stakemap.i18n import tr
from stakemap.model.judgements import Stance
from stakemap.model.resolve import Resolved
from stakemap.picture.appearance.appearance import Appearance
from stakemap.picture.slides.legend import LegendEntry
from stakemap.picture.theme import Theme, disc_colour
from stakemap.text import plain

#: The swatch of each quadrant: told apart without colour vision, and none of them blue or vermilion, which
#: stand for friendly and hostile.
_SWATCHES: Mapping[Quadrant, int] = {"partnership": 2, "enthusiasm": 5, "challenge": 1, "awareness": 4}
#: What stands behind the names, so that nothing is conveyed by colours alone.
_LETTERS: Mapping[Quadrant, str] = dict(zip(QUADRANTS, "ABCD", strict=True))


def _colour(quadrant: Quadrant | None, theme: Theme) -> str:
    chosen = theme.ghost if quadrant is None else theme.categorical[_SWATCHES[quadrant]]
    return disc_colour(chosen, theme)


def approach_key(theme: Theme) -> tuple[LegendEntry, ...]:
    """Legend entries of the quadrants, with the letters that stand behind names."""
    entries = [
        LegendEntry(
            "group",
            tr("{letter} · {advice}", letter=_LETTERS[each], advice=advice(each)),
            _colour(each, theme),
        )
        for each in QUADRANTS
    ]
    unknown = tr("– · Salience or side not known (?: the range reaches over a border)")
    return (*entries, LegendEntry("group", unknown, _colour(None, theme)))


def with_approaches(appearance: Appearance, stances: Mapping[str, Resolved[Stance]]) -> Appearance:
    """The appearance with the colour and the letter of each quadrant; actors in the tray stay as they are."""
    theme, document = appearance.theme, appearance.document

    def tinted(actor: str) -> tuple[str, str]:
        place = quadrant_of(stances[actor].judgement) if actor in stances else None
        quadrant = None if place is None else place.quadrant
        letter = "–" if quadrant is None else _LETTERS[quadrant]
        if quadrant is not None and place is not None and place.on_border:
            letter = f"{letter}?"
        name = tr("{name} · {value}", name=plain(document.actors[actor].name), value=letter)
        return name, _colour(quadrant, theme)

    actors = {
        key: look._replace(name=name, colour=colour)
        for key, look in appearance.actors.items()
        for name, colour in (tinted(key),)
    }
    return replace(appearance, actors=actors)
