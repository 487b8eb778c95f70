"""The page around tables, panels and lists: head, heading, foot, and the room between them."""

from __future__ import annotations

from stakemap.model.document import StakeMap
from stakemap.picture.appearance import Appearance
from stakemap.picture.header_footer import Edges
from stakemap.picture.measure import elide
from stakemap.picture.occupancy import Box
from stakemap.picture.options import SlideOptions
from stakemap.picture.page_canvas import LINE, Sheet
from stakemap.picture.slide import Slide, margin_of
from stakemap.picture.sources import Footnotes
from stakemap.text import plain
from stakemap.wording.names import snapshot_text

__all__ = ["FramedPage"]


class FramedPage:
    """One page of a kind of slide that is no map; what stands in its body is drawn on `sheet`."""

    def __init__(
        self, document: StakeMap, appearance: Appearance, like: Sheet, options: SlideOptions
    ) -> None:
        self.document = document
        self.appearance = appearance
        self.options = options
        self.sheet = Sheet(like.width, like.height, like.theme, like.measure)
        self.margin = margin_of(self.sheet)

    def frame(
        self,
        heading: str,
        notes: Footnotes,
        remark: str,
        is_paged: bool,
        has_lead: bool = False,
        source_lines: int = 0,
    ) -> Box:
        """Draw header and footer and return the room between them.

        `notes` are the numbered sources, which take as many lines as usual or `source_lines`, `remark` says
        how sure the page is, `is_paged` leaves room for a page number, and `has_lead` puts the key judgement
        at the top.
        """
        sheet, margin = self.sheet, self.margin
        edges = Edges(sheet, self.document, self.options, margin, False)
        top = edges.header(margin)
        bottom = edges.footer(sheet.height - margin, notes, remark, is_paged, source_lines)
        if has_lead:
            top = edges.lead(top, bottom)
        size, small = sheet.size(13.5), sheet.size(11)
        full = sheet.width - 2 * margin
        when = snapshot_text(self.appearance.snapshot) if self.appearance.snapshot else ""
        shown = elide(when, 0.46 * full, small, sheet.measure, 500)
        room = sheet.text_width(shown, small, 500) + 1
        baseline = top + (size - small) * (LINE + 0.72) / 2
        sheet.text(
            "snapshot", shown, sheet.width - margin - room, baseline, small, room, weight=500, align=1.0
        )
        sheet.text("issue", heading, margin, top, size, full - room - sheet.px(16), weight=640)
        return Box(margin, top + size * LINE + sheet.px(7), sheet.width - margin, bottom)

    def slide(self, body: Box) -> Slide:
        """The finished page."""
        sheet = self.sheet
        title = plain(self.document.title)
        size = round(sheet.width), round(sheet.height)
        return Slide(*size, sheet.theme.canvas, tuple(sheet.marks), title, sheet.theme, body, ())
