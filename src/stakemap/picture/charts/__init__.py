"""Charts of reports as marks: bars, stacked bars, values on a scale, whiskers, heat maps; one module
a kind.

Sides differ by pattern as well as by colour, and what a mark means stands beside it or in the key below.
"""

from __future__ import annotations

from stakemap.analysis.report import Bars, Chart, Grid, Scale, Stacks, Whiskers
from stakemap.picture.charts.bars import BarsLayout
from stakemap.picture.charts.grid import GridLayout
from stakemap.picture.charts.layout import ChartLayout
from stakemap.picture.charts.scale import scale_layout
from stakemap.picture.charts.stacks import StacksLayout
from stakemap.picture.charts.whiskers import WhiskersLayout
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.slides.page_builder import PageBuilder


def draw_chart(builder: PageBuilder, chart: Chart, box: Box) -> float:
    """Draw a chart at the top of a box and return the height that it takes; rows without room are counted."""
    return _layout(builder, chart, box.width).draw(box)


def height_of(builder: PageBuilder, chart: Chart, width: float) -> float:
    """The height in pixels that a chart of this width takes where there is no limit."""
    return _layout(builder, chart, width).height


def least_height_of(builder: PageBuilder, chart: Chart, width: float) -> float:
    """The least height in pixels in which all of a chart of this width is shown."""
    return _layout(builder, chart, width).least


def _layout(builder: PageBuilder, chart: Chart, width: float) -> ChartLayout:
    match chart:
        case Bars():
            return BarsLayout(builder, chart, width)
        case Stacks():
            return StacksLayout(builder, chart, width)
        case Scale():
            return scale_layout(builder, chart, width)
        case Grid():
            return GridLayout(builder, chart, width)
        case Whiskers():
            return WhiskersLayout(builder, chart, width)
