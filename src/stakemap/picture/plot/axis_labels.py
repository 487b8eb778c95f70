"""The labels of a plot's axes: influence above and below it, the ends of the issue at its lower corners."""

from __future__ import annotations

from stakemap.i18n import isolate, tr
from stakemap.model.document import Issue
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.measure import wrap
from stakemap.picture.slides.page_builder import LINE, SMALL, PageBuilder
from stakemap.text import plain


class AxisLabels:
    """Measures and draws the labels around the frame of a plot."""

    def __init__(self, builder: PageBuilder, issue: Issue | None) -> None:
        self.builder = builder
        self.issue = issue
        self.size = builder.size(SMALL)
        #: The height of the row above the frame, in pixels.
        self.row = self.size * LINE + builder.px(2)

    def height_below(self, width: float) -> float:
        """Height of the labels below a frame of `width` pixels."""
        rows = max(len(lines) for lines in self._lines(width))
        return rows * self.size * LINE + self.builder.px(2)

    def _lines(self, width: float) -> tuple[list[str], list[str], list[str]]:
        """Lines of the labels below the plot: left end, middle, right end."""
        issue = self.issue
        low = isolate(plain(issue.low_label)) if issue else ""
        high = isolate(plain(issue.high_label)) if issue else ""
        room, measure = 0.37 * width, self.builder.measure
        left = wrap(f"← {low}", room, self.size, measure, 500, max_lines=2) if low else []
        right = wrap(f"{high} →", room, self.size, measure, 500, max_lines=2) if high else []
        return left, ["↓ " + tr("less influential")], right

    def draw(self, frame: Box) -> None:
        """Draw the labels of a plot with this frame."""
        builder, size, ink = self.builder, self.size, self.builder.theme.text_muted
        top, below = frame.top - size * LINE - builder.px(1), frame.bottom + builder.px(2)
        more = "↑ " + tr("more influential")
        builder.text("axis-end", more, frame.left, top, size, frame.width, weight=500, colour=ink, align=0.5)
        left, centre, right = self._lines(frame.width)
        widest = [
            max((builder.text_width(line, size, 500) for line in lines), default=0.0)
            for lines in (left, right)
        ]
        middle = max(0.0, frame.width - 2 * max(widest) - 2 * builder.px(8))
        places = (
            (left, frame.left, widest[0] + 1, 0.0),
            (centre, frame.centre[0] - middle / 2, middle, 0.5),
            (right, frame.right - widest[1] - 1, widest[1] + 1, 1.0),
        )
        for lines, x, width, align in places:
            for index, line in enumerate(lines):
                y = below + index * size * LINE
                builder.text("axis-end", line, x, y, size, width, weight=500, colour=ink, align=align)
