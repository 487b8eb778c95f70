"""The charts of a report, drawn with the marks of slides as wide as the panel."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from stakemap.analysis.report import Bars, Chart, Grid, Scale, Whiskers
from stakemap.app.kit.accessible import tell_as
from stakemap.app.kit.box_layouts import column_layout
from stakemap.app.kit.style import GRID, RADIUS
from stakemap.i18n import comma_list, tr, tr_count
from stakemap.paint.fonts import QtMeasure
from stakemap.paint.marks import paint_slide
from stakemap.picture.charts import draw_chart, height_of
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.slides.page_builder import PageBuilder
from stakemap.picture.slides.slide import Slide
from stakemap.picture.theme import Theme
from stakemap.text import shown_line

#: How much is seen of charts and tables that are about what was in view before.
STALE_OPACITY = 0.4

#: The width below which a chart is not made narrower, in pixels.
_LEAST = GRID * 24
#: The room around a chart for the frame of the focus, in pixels.
_EDGE = 4


#: How many cells of a heat map are described.
_MOST_CELLS = 400


class ChartPicture(QWidget):
    """A chart as wide as the widget; it takes the focus, so that it can be scrolled to and read aloud."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._measure = theme, QtMeasure(theme.font)
        self._chart: Chart | None = None
        self._slide: Slide | None = None
        self._is_stale = False
        #: The heights that it takes by width; layouts ask for them several times.
        self._heights: dict[int, int] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        tell_as(self, QAccessible.Role.Chart)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_chart(self, chart: Chart) -> None:
        """Show a chart in place of the one before."""
        if chart != self._chart:
            self._chart = chart
            self.setAccessibleName(tr("Chart: {title}", title=shown_line(chart.title)))
            self.setAccessibleDescription(_told(chart))
            self._draw_anew()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        if theme is not self._theme:
            self._theme, self._measure = theme, QtMeasure(theme.font)
            self._draw_anew()

    def set_stale(self, stale: bool) -> None:
        """Draw pale what is about what was in view before."""
        self._is_stale = stale
        self.update()

    def _draw_anew(self) -> None:
        self._slide = None
        self._heights.clear()
        self.updateGeometry()
        self.update()

    def _builder(self, width: float) -> PageBuilder:
        return PageBuilder(width, 1.0, self._theme, self._measure)

    def _needed_height(self, width: int) -> int:
        if self._chart is None:
            return 0
        inner = max(width, _LEAST) - 2 * _EDGE
        return math.ceil(height_of(self._builder(inner), self._chart, inner)) + 2 * _EDGE

    def heightForWidth(self, width: int) -> int:
        """The height that the chart takes at a width."""
        if width not in self._heights:
            self._heights[width] = self._needed_height(width)
        return self._heights[width]

    def hasHeightForWidth(self) -> bool:
        """Always: a key below the chart wraps."""
        return True

    def sizeHint(self) -> QSize:
        """The size in a panel of the usual width."""
        return QSize(GRID * 32, self.heightForWidth(GRID * 32))

    def minimumSizeHint(self) -> QSize:
        """As high as it has to be at its width."""
        return QSize(_LEAST, self.heightForWidth(max(self.width(), _LEAST)))

    def _drawn(self) -> Slide | None:
        """The marks for the present width."""
        width, height = self.width() - 2 * _EDGE, self.height() - 2 * _EDGE
        if self._chart is None or width <= 0 or height <= 0:
            return None
        if self._slide is None or (self._slide.width, self._slide.height) != (width, height):
            # Sizes of text follow from the area of a page, which that of a widget must not change.
            builder, box = self._builder(width), Box(0.0, 0.0, float(width), float(height))
            draw_chart(builder, self._chart, box)
            self._slide = Slide(width, height, None, tuple(builder.marks), "", self._theme, box, ())
        return self._slide

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the chart, and a frame while it has the focus."""
        painter = QPainter(self)
        slide = self._drawn()
        if slide is not None:
            painter.save()
            painter.translate(_EDGE, _EDGE)
            painter.setOpacity(STALE_OPACITY if self._is_stale else 1.0)
            paint_slide(painter, slide)
            painter.restore()
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().link().color(), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        # What painted the marks may live on until garbage is collected, and holds the painter.
        painter.end()


def _told(chart: Chart) -> str:
    """What a chart shows, for screen readers: the labels with their texts."""
    if isinstance(chart, Grid):
        return _told_cells(chart)
    if isinstance(chart, Bars):
        pairs = [(bar.label, bar.text) for bar in chart.bars]
    elif isinstance(chart, Scale):
        pairs = [(tick.label, tick.text) for tick in chart.ticks]
    elif isinstance(chart, Whiskers):
        pairs = [
            (row.label, comma_list([*(each.text for each in row.whiskers), row.text])) for row in chart.rows
        ]
    else:
        pairs = [(stack.label, stack.text) for stack in chart.stacks]
    return ". ".join(" ".join(shown_line(part) for part in pair if part) for pair in pairs)


def _told_cells(chart: Grid) -> str:
    """The rows of a heat map, each with the texts of its cells by column, as far as anybody would listen."""
    columns = [shown_line(column) for column in chart.columns]
    most = max(1, _MOST_CELLS // max(1, len(columns)))
    told = []
    for row, cells in zip(chart.rows[:most], chart.cells[:most], strict=True):
        values = [
            tr("{column} {value}", column=column, value=shown_line(cell.text))
            for column, cell in zip(columns, cells, strict=True)
            if cell.text
        ]
        told.append(tr("{row}: {values}", row=shown_line(row), values=comma_list(values)))
    rest = len(chart.rows) - len(told)
    if rest:
        told.append(tr_count("{count} more row", "{count} more rows", rest))
    return ". ".join(told)


class ChartStack(QWidget):
    """Charts one below the other."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.charts: list[ChartPicture] = []
        self._column = column_layout(spacing=GRID, on=self)

    def show_charts(self, charts: Sequence[Chart]) -> None:
        """Show charts in place of those before."""
        while len(self.charts) < len(charts):
            self.charts.append(ChartPicture(self._theme))
            self._column.addWidget(self.charts[-1])
        for place, picture in enumerate(self.charts):
            if place < len(charts):
                picture.show_chart(charts[place])
            picture.setVisible(place < len(charts))
        self.setVisible(bool(charts))

    def set_stale(self, stale: bool) -> None:
        """Show whether they are about what was in view before."""
        for picture in self.charts:
            picture.set_stale(stale)

    def set_theme(self, theme: Theme) -> None:
        """Draw all of them in another theme."""
        self._theme = theme
        for picture in self.charts:
            picture.set_theme(theme)
