"""The dialog of groups: add, rename, recolour and remove groups, and assign actors; each change can be
undone.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from stakemap.app.features.groups.form import GroupForm, members_of
from stakemap.app.kit.forms.form import FormContext
from stakemap.app.kit.forms.record_dialog import DELETE, RecordsDialog
from stakemap.app.kit.forms.targets import ActorsTarget, short
from stakemap.app.kit.message_boxes import MessageBoxes
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.two_line_list import (
    ROW_ROLE,
    TwoLineDelegate,
    TwoLineList,
    TwoLineRow,
    paint_two_lines,
)
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.i18n import tr, tr_count
from stakemap.model import edits
from stakemap.model.changes import Touched
from stakemap.model.document import Group
from stakemap.model.ids import mint
from stakemap.model.order import sort_key
from stakemap.picture.appearance.look_builder import group_looks
from stakemap.picture.theme import Theme
from stakemap.text import single_line
from stakemap.wording.names import group_name
from stakemap.wording.removal import Removal, removal_of

_DOT = 7.0
_INDENT = GRID * 4


class _GroupDelegate(TwoLineDelegate):
    """Paints a disc in the colour of the group before its two lines."""

    def __init__(self, colour: Callable[[str], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._colour = colour

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint background, disc and both lines."""
        row = index.data(ROW_ROLE)
        self.paint_background(painter, option, index)
        if isinstance(row, TwoLineRow):
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(0, 0, 0, 0))
            painter.setBrush(QColor(self._colour(str(row.key))))
            painter.drawEllipse(
                QPointF(option.rect.left() + _INDENT / 2, option.rect.center().y() + 0.5), _DOT, _DOT
            )
            painter.restore()
            area = option.rect.adjusted(_INDENT, 0, -GRID, 0)
            paint_two_lines(painter, area, option, row.first, row.second)


class GroupsDialog(RecordsDialog):
    """Lists the groups by name with the form of the current one, in the colours of `theme`."""

    form: GroupForm

    def __init__(
        self,
        parent: QWidget | None,
        session: Session,
        view: ViewState,
        message_boxes: MessageBoxes,
        theme: Theme,
        *,
        current: str | None = None,
    ) -> None:
        super().__init__(parent, tr("Groups"), session, message_boxes, GroupForm(FormContext()))
        self._view, self._theme = view, theme
        self.list.setItemDelegate(_GroupDelegate(self._colour, self.list))
        self.form.add_requested.connect(self.add_selected)
        self.form.selected.connect(self.select_members)
        self._start(
            name=tr("Name of a new group"),
            add=tr("Add the group"),
            remove=tr("Remove this group; its actors stay"),
            empty=tr("No groups yet. A group is a bloc of actors that share a colour, such as a coalition."),
            current=current or self._group_of_primary(),
        )
        self.resize(GRID * 98, GRID * 62)

    def _group_of_primary(self) -> str | None:
        actor = self._session.document.actors.get(self._view.primary or "")
        return None if actor is None else actor.group

    def _colour(self, group: str) -> str:
        look = group_looks(self._session.document, self._theme).get(group)
        return self._theme.neutral if look is None else look.colour

    def _make_list(self) -> TwoLineList:
        return TwoLineList(tr("Groups"), own_keys=(DELETE,))

    def _ordered(self) -> tuple[str, ...]:
        groups = self._session.document.groups
        return tuple(sorted(groups, key=lambda key: (sort_key(groups[key].name), key)))

    def _concerns(self, difference: Touched) -> bool:
        return bool(difference.groups or difference.actors)

    def _row(self, key: str) -> TwoLineRow:
        document = self._session.document
        members = members_of(document, key)
        count = tr_count("{count} actor", "{count} actors", len(members)) if members else tr("no actors yet")
        codes = ", ".join(single_line(document.actors[actor].code) for actor in members[:8])
        second = " · ".join(part for part in (count, codes.strip(", ")) if part)
        return TwoLineRow(key, group_name(document, key), second, document.groups[key].colour or "")

    @property
    def _selected_others(self) -> tuple[str, ...]:
        """The selected actors that are not in the current group."""
        actors = self._session.document.actors
        return tuple(
            sorted(key for key in self._view.selection & actors.keys() if actors[key].group != self.current)
        )

    def _bind(self, key: str) -> None:
        self.form.bind(self._session, key, self._selected_others)

    def _add(self, name: str) -> str:
        key = mint(name, self._session.document.groups)
        label = tr("Add the group {name}", name=short(name))
        self._session.apply(edits.add_group.of(key, Group(name=name)), label=label)
        return key

    def add_selected(self) -> None:
        """Assign the selected actors to the current group."""
        group, actors = self.current, self._selected_others
        if group is not None and actors and not self._session.read_only:
            ActorsTarget(self._session, actors).store("group", group)

    def select_members(self) -> None:
        """Select the actors of the current group."""
        if self.current is not None:
            self._view.set(selection=frozenset(members_of(self._session.document, self.current)))
            self._show_current()

    def _removal(self, key: str) -> Removal:
        return removal_of(self._session.document, "groups", [key])

    def _remove(self, key: str, name: str) -> None:
        self._session.apply(edits.remove_group.of(key), label=tr("Remove the group {name}", name=name))
