"""The scene of a canvas: an appearance, its projection, and the state of the interaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np

from stakemap.app.canvas.scene.actor_columns import ActorColumns, DiscParts
from stakemap.app.canvas.scene.arrays import Floats, Rows
from stakemap.app.canvas.scene.coincidence import Coincidences, Fan, fan_offsets
from stakemap.app.canvas.scene.hit_test import nearest, within
from stakemap.app.canvas.scene.interaction import Band, Interaction
from stakemap.app.canvas.scene.projection import Projection
from stakemap.app.canvas.scene.sizes import FEW, disc_radius, tolerance
from stakemap.picture.appearance.appearance import Appearance
from stakemap.picture.appearance.detail import NO_DETAIL, Detail
from stakemap.picture.appearance.values import TrayLook
from stakemap.picture.labels.occupancy import Box

#: The distance of two discs, in radii, up to which one covers the code in the other.
_COVERS = 1.6
#: Of more actors that changed all columns are rebuilt, since each that is new moves the rows after it.
_MANY = 500


class Places:
    """The positions of all actors in pixels of the view, in the order of the columns' rows."""

    __slots__ = ("x", "y")

    def __init__(self, columns: ActorColumns, projection: Projection) -> None:
        self.x: Floats = projection.pixel_x(columns.x)
        self.y: Floats = projection.pixel_y(columns.y)


class Scene:
    """An appearance in a projection, with an Interaction. Callers that change it must schedule a repaint."""

    def __init__(self, appearance: Appearance, projection: Projection) -> None:
        self.interaction = Interaction()
        #: Recolours and renames actors in every appearance, if set.
        self.tint: Callable[[Appearance], Appearance] | None = None
        self._fan: Fan | None = None
        #: The fan of the selection, for which selection, version and projection it was computed.
        self._selection_fan: tuple[object, int, Projection | None, Fan | None] = (None, -1, None, None)
        #: The details that are drawn of all actors, not only of those looked at.
        self.detail = NO_DETAIL
        #: The boxes of placed names, relative to the centres of their discs.
        self.name_boxes: Mapping[str, Box] = {}
        #: A counter that rises with each change of the content, but not of the projection.
        self.version = 0
        self._projection = projection
        self.fit = projection
        self.parts = DiscParts.empty()
        self.show(appearance)

    # Content

    def show(self, appearance: Appearance) -> None:
        """Show another appearance as a whole."""
        if self.tint is not None:
            appearance = self.tint(appearance)
        self.appearance = appearance
        self.columns = ActorColumns(appearance.actors, self.parts, self.detail)
        self._forget_places(moved=True)

    def patch(self, appearance: Appearance, touched: Iterable[str]) -> None:
        """Show a later appearance that differs from the present one only in the actors `touched`."""
        touched = frozenset(touched)
        if self.tint is not None or len(touched) > _MANY:
            self.show(appearance)
            return
        self.appearance = appearance
        self.columns.patch(appearance.actors, touched)
        self._forget_places(moved=True)

    def restyle(self, appearance: Appearance) -> None:
        """Show an appearance in which all actors are as in the present one."""
        self.appearance = appearance if self.tint is None else self.tint(appearance)

    def show_detail(self, detail: Detail) -> None:
        """Draw other details of all actors."""
        self.detail = detail
        self.columns.show_detail(detail)
        self.version += 1

    def looked_at(self, few: int = FEW) -> set[str]:
        """The actors drawn with all details: hovered and focused; dragged and selected if at most `few`."""
        interaction = self.interaction
        several = (self.appearance.view.selection, interaction.held)
        found = {actor for actors in several if len(actors) <= few for actor in actors}
        found.update(
            actor
            for actor in (interaction.hovered, interaction.focused if interaction.focus_shown else None)
            if actor
        )
        return found

    def standing(self) -> dict[str, tuple[float, float]]:
        """The positions at which actors on stage are drawn now: (alignment, influence)."""
        columns = self.columns
        return dict(zip(columns.ids, zip(columns.x.tolist(), columns.y.tolist(), strict=True), strict=True))

    def places_changed(self) -> None:
        """Invalidate what depends on positions, after a change of the columns."""
        self._forget_places(moved=True)

    def _forget_places(self, *, moved: bool) -> None:
        self._fan = None
        self.version += moved
        self.__dict__.pop("places", None)
        if moved:
            self.__dict__.pop("coincidences", None)

    # Projection

    @property
    def projection(self) -> Projection:
        """The part of both scales in view."""
        return self._projection

    def set_projection(self, projection: Projection, fit: Projection) -> None:
        """Set the projection; `fit` is the one that shows both scales whole."""
        self._projection = projection
        self.fit = fit
        self._forget_places(moved=False)

    @property
    def zoom(self) -> float:
        """The zoom factor; 1 shows both scales whole."""
        return self._projection.zoom(self.fit)

    @property
    def radius(self) -> float:
        """The radius of every disc in pixels."""
        projection = self._projection
        return disc_radius(len(self.columns), self.zoom, projection.width, projection.height)

    @cached_property
    def places(self) -> Places:
        """The judged positions of all actors, in pixels."""
        return Places(self.columns, self._projection)

    @cached_property
    def coincidences(self) -> Coincidences:
        """The groups of actors at the same position."""
        return Coincidences(self.columns.cells())

    def in_view(self, margin: float) -> Rows:
        """The rows of all actors in view or at most `margin` pixels outside."""
        return within(
            self.places.x,
            self.places.y,
            -margin,
            -margin,
            self._projection.width + margin,
            self._projection.height + margin,
        )

    # Hit tests

    def place_of(self, actor: str) -> tuple[float, float] | None:
        """The drawn position of an actor in pixels, held or fanned out too; None when it is not on stage."""
        held = self.interaction.held.get(actor)
        if held is not None:
            return self._projection.to_pixels(*held)
        row = self.columns.row.get(actor)
        if row is None:
            return None
        x, y = float(self.places.x[row]), float(self.places.y[row])
        if self.fan is not None:
            at = np.flatnonzero(self.fan.rows == row)
            if len(at):
                x, y = x + float(self.fan.dx[at[0]]), y + float(self.fan.dy[at[0]])
        return x, y

    def places_of(self, rows: Rows) -> tuple[Floats, Floats]:
        """The drawn positions of many actors in pixels, fanned out or as judged, even if held."""
        x, y = self.places.x, self.places.y
        if self.fan is not None:
            x, y = x.copy(), y.copy()
            x[self.fan.rows] += self.fan.dx
            y[self.fan.rows] += self.fan.dy
        return x[rows], y[rows]

    def actor_at(self, x: float, y: float) -> str | None:
        """The actor whose disc is under a pixel, the fanned-out first; None over empty canvas."""
        reach = tolerance(self.radius)
        if self.fan is not None:
            rows = self.fan.rows
            found = nearest(
                self.places.x[rows] + self.fan.dx, self.places.y[rows] + self.fan.dy, x, y, 1.4 * self.radius
            )
            if found is not None:
                return self.columns.ids[int(rows[found])]
            if self.in_fan(x, y):
                return None
        found = nearest(self.places.x, self.places.y, x, y, reach)
        return None if found is None else self.columns.ids[found]

    def actors_in(self, box: Band) -> frozenset[str]:
        """The actors whose centres are inside a box of left, top, right, bottom in pixels."""
        rows = within(self.places.x, self.places.y, *box)
        return frozenset(self.columns.ids[int(row)] for row in rows)

    # Fanning out

    @property
    def fan(self) -> Fan | None:
        """The actors that are spread out: those below a hovered or focused one, else below the selected ones.

        While actors are dragged or animated they are at their true positions.
        """
        interaction = self.interaction
        if self._fan is not None or interaction.held or interaction.is_transitioning:
            return self._fan
        selection = self.appearance.view.selection
        known_of, known_version, known_projection, fan = self._selection_fan
        if known_of is not selection or (known_version, known_projection) != (self.version, self._projection):
            fan = self._fan_of(self.columns.rows(selection) if len(selection) <= FEW else ())
            self._selection_fan = (selection, self.version, self._projection, fan)
        return fan

    def fan_out(self, actor: str | None) -> bool:
        """Spread the actors whose discs cover that of `actor`; None leaves only the fan of the selection.

        Returns whether another fan is open now.
        """
        before = self.fan
        row = None if actor is None else self.columns.row.get(actor)
        if row is None:
            self._fan = None
        elif before is not None and row in before.rows:
            self._fan = before
        else:
            self._fan = self._fan_of([row])
        return self.fan is not before

    def _fan_of(self, rows: Rows | Sequence[int]) -> Fan | None:
        """The fan of the group to which all of `rows` belong; None if they do not form one."""
        if not len(rows):
            return None
        group = self._covering(int(rows[0]))
        if group is None or not np.isin(rows, group).all():
            return None
        return fan_offsets(group, self.places.x[group], self.places.y[group], self.radius)

    def _covering(self, row: int) -> Rows | None:
        """The rows of the discs at most _COVERS from that of `row`, itself included; None if it is alone.

        Among many actors, where any disc covers some others, only those at the same position count.
        """
        if len(self.columns) > FEW:
            return self.coincidences.group_of(row)
        x, y = self.places.x - self.places.x[row], self.places.y - self.places.y[row]
        near = np.flatnonzero(np.hypot(x, y) <= _COVERS * self.radius)
        return near if len(near) > 1 else None

    def in_fan(self, x: float, y: float) -> bool:
        """Whether a pixel is over the spread fan."""
        fan = self.fan
        if fan is None:
            return False
        dx, dy = x - fan.centre[0], y - fan.centre[1]
        return dx * dx + dy * dy <= (fan.reach + 6) ** 2

    # The order of the keyboard

    def focus_order(self) -> list[str]:
        """Actors in the order of the keyboard focus: on stage from left to right, of equals the more
        influential first, then those in the tray.
        """
        columns = self.columns
        order = np.lexsort((np.arange(len(columns)), -columns.y, columns.x))
        tray = tray_order(self.appearance.tray)
        return [columns.ids[row] for row in order.tolist()] + [look.actor for look in tray]


def tray_order(looks: Iterable[TrayLook]) -> list[TrayLook]:
    """Actors in the order of the tray: grouped by reason."""
    return sorted(looks, key=lambda look: look.reason)
