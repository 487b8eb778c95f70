"""What a window shows, as texts that can be compared, and whether it is what the model says."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QAbstractListModel, QModelIndex
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from app_driver import Parts
from faults.window_crawler import settle
from stakemap.app.features.timeline.snapshot_strip import SnapshotStrip
from stakemap.app.kit.derived import Derived
from stakemap.app.shell.main_window import MainWindow
from stakemap.model.resolve import Resolver, placement, position

__all__ = ["against_the_model", "what_a_window_shows"]

#: Most seconds that workers get for what a panel shows.
_PATIENCE = 20.0


def what_a_window_shows(window: MainWindow) -> dict[str, Counter[str]]:
    """The texts of each part of a window, with how often each stands there."""
    parts, panels = Parts(window), window.panels
    matrix = parts.matrix
    shown: dict[str, Counter[str]] = {}
    for name, panel in panels.docks.items():
        panels.show(name, True)
        settle()
        _wait_for_workers(panel)
        shown[name] = Counter(_texts(panel))
        if name == "analysis":
            # Which of its sentences is unfolded is neither in the map nor in the view, but takes room.
            panels.show(name, False)
            settle()
    # Where the timeline was scrolled to is neither in the map nor in the view.
    for strip in parts.view_bar.findChildren(SnapshotStrip):
        strip.horizontalScrollBar().setValue(0)
    shown["view bar"] = Counter(_texts(parts.view_bar))
    shown["status"] = Counter(_texts(window.status))
    shown["centre"] = Counter(_texts(window.centralWidget()))
    matrix.show()
    settle()
    assert matrix.matrix is not None
    shown["matrix"] = Counter(_texts(matrix.matrix))
    matrix.matrix.close()
    shown["canvas"] = Counter(_canvas(window))
    return shown


def _wait_for_workers(panel: QWidget) -> None:
    """Wait until nothing is being computed in the background for a panel."""
    derived, until = panel.findChildren(Derived), time.monotonic() + _PATIENCE
    while any(each.is_busy for each in derived) and time.monotonic() < until:
        QTest.qWait(20)


def _canvas(window: MainWindow) -> Iterator[str]:
    assert window.canvas is not None
    scene = window.canvas.scene
    for actor, look in scene.appearance.actors.items():
        place = scene.place_of(actor)
        assert place is not None
        yield f"{look} at {place[0]:.1f} {place[1]:.1f}"
    for part in (scene.appearance.tray, scene.appearance.relations.values()):
        yield from map(str, part)


def _texts(widget: QWidget) -> Iterator[str]:
    """All that a widget and those in it show or tell a screen reader."""
    for part in (widget, *widget.findChildren(QWidget)):
        if not part.isVisibleTo(widget):
            continue
        kind = type(part).__name__
        for text in (part.accessibleName(), part.accessibleDescription(), part.toolTip(), *_content(part)):
            if text:
                yield f"{kind}: {text}"


def _content(part: QWidget) -> Iterator[str]:
    if isinstance(part, QLabel | QLineEdit):
        yield part.text()
    elif isinstance(part, QPlainTextEdit):
        yield part.toPlainText()
    elif isinstance(part, QAbstractButton):
        yield f"{part.text()} {part.isChecked()}"
    elif isinstance(part, QComboBox):
        yield from (part.itemText(number) for number in range(part.count()))
        yield f"chosen: {part.currentText()}"
    elif isinstance(part, QAbstractItemView) and part.model() is not None:
        model = part.model()
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
        for row in range(model.rowCount(QModelIndex())):
            yield " | ".join(str(model.index(row, column).data() or "") for column in range(columns))


def against_the_model(window: MainWindow) -> list[str]:
    """Where the canvas, the tray or the table do not have an actor as the map has it."""
    session, view, parts = window.session, window.view, Parts(window)
    assert session is not None
    assert view is not None
    document, found = session.document, []
    appearance = parts.canvas.scene.appearance
    trayed = {look.actor for look in appearance.tray}
    rows = Counter(parts.table.model.actor(row) for row in range(parts.table.model.rowCount()))
    if rows != Counter(iter(document.actors)):
        found.append(f"the rows of the table are {sorted(rows.elements())}")
    if view.snapshot is None or view.issue is None:
        return found
    resolver = Resolver()
    standings = resolver.standings(document, view.snapshot)
    stances = resolver.stances(document, view.snapshot, view.issue)
    for actor in document.actors:
        standing = standings[actor].judgement if actor in standings else None
        stance = stances[actor].judgement if actor in stances else None
        where = placement(standing, stance)
        look = appearance.actors.get(actor)
        if where == "placed":
            if look is None or (look.x, look.y) != position(standing, stance):
                found.append(f"{actor} is not on the canvas where it was judged")
        elif look is not None:
            found.append(f"{actor} is on the canvas, but {where}")
        if (actor in trayed) != (where in ("unknown", "unjudged")):
            found.append(f"{actor} is {where}, and {'' if actor in trayed else 'not '}in the tray")
    return found
