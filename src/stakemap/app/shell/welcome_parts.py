"""The widgets of the welcome page: a card for each preset, a row for each recent map."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from stakemap.app.kit.icons import pixmap
from stakemap.app.kit.plain_text import set_tooltip
from stakemap.app.kit.style import GRID, RADIUS, role_font
from stakemap.i18n import tr
from stakemap.picture.theme import Theme, mix
from stakemap.text import shown_line, single_line

if TYPE_CHECKING:
    from stakemap.storage.presets import PresetInfo
    from stakemap.storage.settings.records import RecentFile

_CARD_SIZE = QSize(GRID * 40, GRID * 34)
#: The size of a thumbnail in logical pixels.
THUMBNAIL = QSize(GRID * 40, GRID * 23)


class PresetCard(QAbstractButton):
    """A button with thumbnail, title and summary of a preset."""

    def __init__(self, preset: PresetInfo, theme: Theme) -> None:
        super().__init__()
        self.preset = preset
        self.theme = theme
        self.thumbnail = QImage()
        self.setFixedSize(_CARD_SIZE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(tr("New map from the preset {name}", name=preset.title))
        set_tooltip(self, "\n".join(part for part in (preset.title, preset.summary) if part))
        self.setAccessibleDescription(preset.summary)

    def show_theme(self, theme: Theme) -> None:
        """Use the colours of a theme; the thumbnail is replaced later."""
        self.theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        outline = QPainterPath()
        outline.addRoundedRect(area, RADIUS + 2, RADIUS + 2)
        painter.fillPath(outline, QColor(theme.canvas))
        painter.save()
        painter.setClipPath(outline)
        top = QRectF(area.left(), area.top(), area.width(), THUMBNAIL.height())
        if not self.thumbnail.isNull():
            painter.drawImage(top, self.thumbnail)
        painter.fillRect(QRectF(top.left(), top.bottom(), top.width(), 1), QColor(theme.border))
        painter.restore()
        # Keyboard focus shows beneath the mouse, too.
        is_marked = self.underMouse() or self.hasFocus()
        colour = QColor(theme.focus if is_marked else theme.border)
        painter.setPen(QPen(colour, 2.0 if self.hasFocus() else 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)
        self._paint_texts(painter, area.adjusted(GRID * 2, THUMBNAIL.height() + GRID, -GRID * 2, -GRID))

    def _paint_texts(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(role_font("strong"))
        painter.setPen(QColor(self.theme.text))
        metrics = painter.fontMetrics()
        title = metrics.elidedText(
            single_line(self.preset.title), Qt.TextElideMode.ElideRight, int(area.width())
        )
        line = QRectF(area.left(), area.top(), area.width(), metrics.height() + 4)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(role_font("caption"))
        painter.setPen(QColor(self.theme.text_muted))
        rest = area.adjusted(0, line.height() + 2, 0, 0)
        lines = max(int(rest.height() // painter.fontMetrics().lineSpacing()), 1)
        text = _clipped(single_line(self.preset.summary), painter, int(rest.width()), lines)
        painter.drawText(rest, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, text)


def _clipped(text: str, painter: QPainter, width: int, lines: int) -> str:
    """Wrap a text to at most `lines` lines of `width` pixels, the last one elided."""
    metrics = painter.fontMetrics()
    done: list[str] = []
    words = text.split()
    while words and len(done) < lines:
        if len(done) == lines - 1:
            done.append(metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, width))
            break
        line = words.pop(0)
        while words and metrics.horizontalAdvance(f"{line} {words[0]}") <= width:
            line = f"{line} {words.pop(0)}"
        done.append(line)
    return "\n".join(done)


class RecentRow(QAbstractButton):
    """A button with title and path of a recent map; a missing file is marked."""

    def __init__(self, recent: RecentFile, theme: Theme) -> None:
        super().__init__()
        self.recent, self.theme = recent, theme
        self.missing = False
        self.setFixedHeight(GRID * 7)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        set_tooltip(self, recent.path)
        self._name()

    @property
    def title(self) -> str:
        """The map's title, or the file name without one."""
        return shown_line(self.recent.title) or Path(self.recent.path).name

    def _name(self) -> None:
        name = tr("{title} (not found)", title=self.title) if self.missing else self.title
        self.setAccessibleName(name)

    def set_missing(self, missing: bool) -> None:
        """Mark the file as missing or present."""
        self.missing = missing
        self._name()
        self.update()

    def show_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(mix(theme.surface, theme.text, 0.06)))
            painter.drawRoundedRect(area, RADIUS, RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.focus), 2.0))
            painter.drawRoundedRect(area, RADIUS, RADIUS)
        symbol = "file-missing" if self.missing else "file"
        colour = theme.text_muted
        top = round(area.center().y()) - 11
        painter.drawPixmap(GRID + 4, top, pixmap(symbol, 22, colour, self.devicePixelRatioF()))
        inner = area.adjusted(GRID * 6, GRID - 2, -GRID, -(GRID - 2))
        half = inner.height() / 2
        name = tr("{title} — not found", title=self.title) if self.missing else self.title
        for number, (role, text, colour, mode) in enumerate(
            (
                (
                    "strong",
                    name,
                    theme.text_muted if self.missing else theme.text,
                    Qt.TextElideMode.ElideRight,
                ),
                ("caption", self.recent.path, theme.text_muted, Qt.TextElideMode.ElideMiddle),
            )
        ):
            painter.setFont(role_font("strong" if role == "strong" else "caption"))
            painter.setPen(QColor(colour))
            line = QRectF(inner.left(), inner.top() + number * half, inner.width(), half)
            shown = painter.fontMetrics().elidedText(text, mode, int(inner.width()))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
