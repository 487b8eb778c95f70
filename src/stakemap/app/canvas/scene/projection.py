"""The projection between alignment and influence and the pixels of the view, zoomed and panned."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

from stakemap.app.canvas.scene.arrays import Floats
from stakemap.values import frozen

N = TypeVar("N", float, Floats)


class Range(NamedTuple):
    """An interval of one scale."""

    low: float
    high: float

    @property
    def span(self) -> float:
        """Its length, in units of the scale."""
        return self.high - self.low

    @property
    def middle(self) -> float:
        """Its midpoint."""
        return (self.low + self.high) / 2


class Margins(NamedTuple):
    """Pixels kept free around the scales when everything is in view."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of(cls, width: float) -> Margins:
        """Margins for half a name at either side and a line of text above; smaller in a narrow view."""
        side = min(max(0.075 * width, 40.0), 64.0)
        return cls(side, 50.0, side, 42.0)


#: The least height of the plot in pixels: the length of the influence axis when all of it is in view.
LEAST_PLOT_HEIGHT = 320


def least_view_height(width: float) -> int:
    """The height of a view in pixels at which the plot is as low as it may be."""
    margins = Margins.of(width)
    return round(LEAST_PLOT_HEIGHT + margins.top + margins.bottom)


ALIGNMENT = Range(-100.0, 100.0)
INFLUENCE = Range(0.0, 100.0)

#: The limits of the zoom factor; 1 shows both scales whole.
MIN_ZOOM, MAX_ZOOM = 0.5, 60.0


@frozen
class Projection:
    """`width` × `height` pixels show the range `x` of alignment and, upwards, `y` of influence."""

    width: float
    height: float
    x: Range
    y: Range

    @classmethod
    def fitting(cls, width: float, height: float, margins: Margins | None = None) -> Projection:
        """Both scales whole, with `margins` around them, which shrink in a view too small for them."""
        width, height = max(width, 1.0), max(height, 1.0)
        kept = margins or Margins.of(width)
        across = min(1.0, 0.6 * width / (kept.left + kept.right))
        down = min(1.0, 0.6 * height / (kept.top + kept.bottom))
        unit_x = (width - across * (kept.left + kept.right)) / ALIGNMENT.span
        unit_y = (height - down * (kept.top + kept.bottom)) / INFLUENCE.span
        left = ALIGNMENT.low - across * kept.left / unit_x
        bottom = INFLUENCE.low - down * kept.bottom / unit_y
        return cls(width, height, Range(left, left + width / unit_x), Range(bottom, bottom + height / unit_y))

    @property
    def unit_x(self) -> float:
        """Pixels for one point of alignment."""
        return self.width / self.x.span

    @property
    def unit_y(self) -> float:
        """Pixels for one point of influence."""
        return self.height / self.y.span

    def pixel_x(self, alignment: N) -> N:
        """Pixels from the left edge."""
        return (alignment - self.x.low) * self.unit_x

    def pixel_y(self, influence: N) -> N:
        """Pixels from the upper edge."""
        return (self.y.high - influence) * self.unit_y

    def to_pixels(self, alignment: float, influence: float) -> tuple[float, float]:
        """The position of a judgement in pixels from the upper left corner."""
        return self.pixel_x(alignment), self.pixel_y(influence)

    def to_data(self, x: float, y: float) -> tuple[float, float]:
        """(alignment, influence) at a position in pixels; may lie beyond the scales."""
        return self.x.low + x / self.unit_x, self.y.high - y / self.unit_y

    def zoom(self, fit: Projection) -> float:
        """The zoom factor relative to `fit`."""
        return fit.x.span / self.x.span

    def scaled(self, factor: float, at: tuple[float, float], fit: Projection) -> Projection:
        """Zoomed by `factor` about the pixel `at`, clamped to the limits of the zoom."""
        zoom = self.zoom(fit)
        factor = min(max(zoom * factor, MIN_ZOOM), MAX_ZOOM) / zoom
        alignment, influence = self.to_data(*at)
        x = Range(*(alignment + (end - alignment) / factor for end in self.x))
        y = Range(*(influence + (end - influence) / factor for end in self.y))
        return Projection(self.width, self.height, x, y).clamped()

    def shifted(self, dx: float, dy: float) -> Projection:
        """Panned: what was at a pixel is now `dx`, `dy` pixels to the right and down of it."""
        along, up = -dx / self.unit_x, dy / self.unit_y
        return Projection(
            self.width,
            self.height,
            Range(self.x.low + along, self.x.high + along),
            Range(self.y.low + up, self.y.high + up),
        ).clamped()

    def resized(self, width: float, height: float) -> Projection:
        """The same ranges of both scales in a view of another size."""
        return Projection(max(width, 1.0), max(height, 1.0), self.x, self.y)

    def between(self, other: Projection, share: float) -> Projection:
        """Interpolated towards `other` (`share` 0 here, 1 there), for animations."""

        def mixed(a: Range, b: Range) -> Range:
            return Range(a.low + (b.low - a.low) * share, a.high + (b.high - a.high) * share)

        return Projection(self.width, self.height, mixed(self.x, other.x), mixed(self.y, other.y))

    def clamped(self) -> Projection:
        """Clamped so that the centre of the view is on the scales."""
        x, y = _centred_on(self.x, ALIGNMENT), _centred_on(self.y, INFLUENCE)
        return Projection(self.width, self.height, x, y)


def _centred_on(view: Range, scale: Range) -> Range:
    middle = min(max(view.middle, scale.low), scale.high)
    return Range(view.low + middle - view.middle, view.high + middle - view.middle)
