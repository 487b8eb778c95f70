"""Writes the shapes of charts as SVG elements, each a group with its name as title."""

from __future__ import annotations

from stakemap.export.svg_writer import SvgWriter, number
from stakemap.paint.fonts import cap_height
from stakemap.picture.geometry import diamond, hatching, second_edge
from stakemap.picture.marks import ShapeMark


def write_shape(writer: SvgWriter, mark: ShapeMark) -> None:
    """Write a shape with its pattern, its edges and its text."""
    box = mark.box.grown(-mark.edge_width / 2)
    stroke = {"stroke": mark.edge, "stroke_width": mark.edge_width} if mark.edge else {}
    look: dict[str, object] = {"fill": mark.fill, **stroke}
    with writer.group(f"chart-{mark.key}" if mark.key else None, mark.name, role="chart"):
        if mark.form == "dot":
            x, y = box.centre
            writer.add("ellipse", cx=x, cy=y, rx=box.width / 2, ry=box.height / 2, **look)
        elif mark.form == "diamond":
            corners = " ".join(f"{number(x)},{number(y)}" for x, y in diamond(box))
            writer.add("polygon", points=corners, **look)
        else:
            writer.add("rect", x=box.left, y=box.top, width=box.width, height=box.height, **look)
        if mark.hatch:
            stripes = hatching(mark.box.grown(-mark.edge_width))
            outlines = ("L".join(f"{number(x)} {number(y)}" for x, y in each) for each in stripes)
            writer.add("path", d="".join(f"M{outline}Z" for outline in outlines), fill=mark.hatch)
        if mark.is_double:
            inner = second_edge(mark.box, mark.edge_width)
            writer.add(
                "rect",
                x=inner.left,
                y=inner.top,
                width=inner.width,
                height=inner.height,
                fill="none",
                stroke=mark.colour,
                stroke_width=mark.edge_width,
            )
        if mark.text:
            x, y = mark.box.centre
            baseline = y + cap_height(mark.size, mark.weight) / 2
            left = x - mark.width / 2
            writer.text(mark.text, left, baseline, mark.width, mark.size, mark.weight, 0.5, fill=mark.colour)
