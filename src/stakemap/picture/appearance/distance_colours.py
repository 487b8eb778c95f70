"""Colours and labels that show every actor's distance from one of them."""

from __future__ import annotations

from dataclasses import replace

from stakemap.analysis.distance import Distances
from stakemap.i18n import tr
from stakemap.picture.appearance.appearance import Appearance
from stakemap.picture.slides.legend import LegendEntry
from stakemap.picture.theme import Theme, disc_colour, mix
from stakemap.text import plain
from stakemap.wording.numbers import figure


def distance_colour(value: float | None, theme: Theme) -> str:
    """Colour scale from friendly at 0 over neutral at 0.5 to hostile at 1; grey for no distance."""
    if value is None:
        return disc_colour(theme.ghost, theme)
    share = min(max(value, 0.0), 1.0)
    near, far = (theme.friendly, theme.neutral) if share < 0.5 else (theme.neutral, theme.hostile)
    return disc_colour(mix(near, far, share * 2 if share < 0.5 else share * 2 - 1), theme)


def distance_key(theme: Theme, origin: str) -> tuple[LegendEntry, ...]:
    """Legend entries of the colours: the actor called `origin`, then from near to far."""
    found = [LegendEntry("group", plain(origin), disc_colour(theme.text, theme))]
    shown = (
        (tr("Near (distance 0)"), 0.0),
        (tr("Halfway (0.5)"), 0.5),
        (tr("Far (distance 1)"), 1.0),
        (tr("Not comparable"), None),
    )
    return (*found, *(LegendEntry("group", label, distance_colour(value, theme)) for label, value in shown))


def with_distances(appearance: Appearance, found: Distances) -> Appearance:
    """The appearance with colours and names for the distances in `found`, and with dimmed relations."""
    values = {entry.actor: entry.value for entry in found.entries}
    theme, document = appearance.theme, appearance.document

    def name(actor: str) -> str:
        own = plain(document.actors[actor].name)
        if actor == found.origin:
            return own
        value = values.get(actor)
        return tr("{name} · {value}", name=own, value="–" if value is None else figure(value, 2))

    def colour(actor: str) -> str:
        if actor == found.origin:
            return disc_colour(theme.text, theme)
        return distance_colour(values.get(actor), theme)

    actors = {
        key: look._replace(name=name(key), colour=colour(key)) for key, look in appearance.actors.items()
    }
    trayed = {
        key: look._replace(name=name(key), colour=colour(key)) for key, look in appearance.trayed.items()
    }
    tray = tuple(trayed[look.actor] for look in appearance.tray)
    # Relations are dimmed since friendly and hostile have the same colours as near and far.
    relations = {key: look._replace(dimmed=True) for key, look in appearance.relations.items()}
    return replace(appearance, actors=actors, tray=tray, trayed=trayed, relations=relations)
