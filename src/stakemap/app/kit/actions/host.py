"""Builds a window's menus, bars and shortcuts from its actions and updates their state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import groupby
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QIcon, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QToolButton, QWidget

from stakemap.app.kit.actions.action import MENUS, Action, in_menu_order, key_sequences, menu_title
from stakemap.app.kit.actions.layouts import shortcut_meant
from stakemap.app.kit.icons import icon
from stakemap.app.kit.plain_text import action_text, set_tooltip
from stakemap.i18n import tr
from stakemap.text import shortened

#: The toolbar actions at its right end, in their order.
_AT_END = ("find", "export", "legend", "analysis-panel", "inspector-panel")


class MenuEntry(NamedTuple):
    """An entry of a dynamic menu; one that is `checked` or not is one of the alternatives in it."""

    text: str
    enabled: bool
    run: Callable[[], None]
    icon: QIcon | None = None
    checked: bool | None = None


Filler = Callable[[], Iterable[MenuEntry]]


_ROLES = {
    "quit": QAction.MenuRole.QuitRole,
    "about": QAction.MenuRole.AboutRole,
    "preferences": QAction.MenuRole.PreferencesRole,
}


class ActionHost:
    """The QActions of one window.

    `run` is called with the action that was triggered; `fillers` return the entries of the dynamic menus
    ("presets", "recent", "window") each time they open.
    """

    def __init__(
        self,
        window: QWidget,
        actions: Iterable[Action],
        run: Callable[[Action], None],
        fillers: Mapping[str, Filler],
    ) -> None:
        self._window, self._run, self._fillers = window, run, fillers
        self.specs: Mapping[str, Action] = {spec.id: spec for spec in in_menu_order(actions)}
        self.actions: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        self._groups: dict[str, QActionGroup] = {}
        #: The actions with a button in a bar, which shows their icon.
        self._tinted: set[str] = set()
        self._enabled_by: dict[Callable[[], bool], list[QAction]] = {}
        self._checked_by: dict[Callable[[], bool], list[QAction]] = {}
        self._enabled: dict[Callable[[], bool], bool] = {}
        for spec in self.specs.values():
            if not spec.submenu:
                self.actions[spec.id] = self._make(spec)
        window.addActions(list(self.actions.values()))

    def _make(self, spec: Action) -> QAction:
        action = QAction(spec.text, self._window)
        action.setObjectName(spec.id)
        action.setShortcuts(key_sequences(spec))
        set_tooltip(action, spec.name, action.shortcut())
        action.triggered.connect(lambda _checked=False: self._run(spec))
        if spec.enabled is not None:
            self._enabled_by.setdefault(spec.enabled, []).append(action)
        if spec.checked is not None:
            action.setCheckable(True)
            self._checked_by.setdefault(spec.checked, []).append(action)
        if spec.exclusive:
            group = self._groups.setdefault(spec.exclusive, QActionGroup(self._window))
            group.addAction(action)
        action.setMenuRole(_ROLES.get(spec.id, QAction.MenuRole.NoRole))
        return action

    def fill_menu_bar(self, bar: QMenuBar) -> None:
        """Add all menus to the menu bar."""
        for path in MENUS:
            self.menus[path] = menu = bar.addMenu(menu_title(path))
            self._fill(menu, path)

    def _fill(self, menu: QMenu, path: str) -> None:
        entries = [spec for spec in self.specs.values() if spec.menu == path]
        for number, (_, group) in enumerate(groupby(entries, key=lambda spec: spec.group)):
            if number:
                menu.addSeparator()
            for spec in group:
                if not spec.submenu:
                    menu.addAction(self.actions[spec.id])
                    continue
                self.menus[spec.submenu] = self._add_submenu(menu, spec)
        if path in self._fillers:
            fixed = len(menu.actions())
            menu.aboutToShow.connect(partial(self._refill, path, menu, fixed))

    def _add_submenu(self, menu: QMenu, spec: Action) -> QMenu:
        inner = menu.addMenu(spec.text)
        inner.menuAction().setObjectName(spec.id)
        if spec.submenu in self._fillers:
            inner.aboutToShow.connect(partial(self._refill, spec.submenu, inner))
        else:
            self._fill(inner, spec.submenu)
        return inner

    def _refill(self, path: str, menu: QMenu, fixed: int = 0) -> None:
        for old in menu.actions()[fixed:]:
            menu.removeAction(old)
            old.deleteLater()
        entries = list(self._fillers[path]())
        if fixed and entries:
            menu.addSeparator()
        for entry in entries:
            action = QAction(action_text(entry.text), menu)
            set_tooltip(action, entry.text)
            action.setEnabled(entry.enabled)
            if entry.icon is not None:
                action.setIcon(entry.icon)
                action.setIconVisibleInMenu(True)
            if entry.checked is not None:
                action.setCheckable(True)
                action.setChecked(entry.checked)
            action.triggered.connect(lambda _checked=False, run=entry.run: run())
            menu.addAction(action)

    def toolbar(self) -> QToolBar:
        """The window's toolbar: its actions by menu, then those at its right end."""
        bar = self._bar("toolbar", tr("Toolbar"))
        wanted = (spec for spec in self.specs.values() if "toolbar" in spec.places and spec.id not in _AT_END)
        for _, group in groupby(wanted, key=lambda spec: spec.menu):
            for spec in group:
                self._add_button(bar, spec.id)
            bar.addSeparator()
        for name in _AT_END:
            self._add_button(bar, name)
        self.retint()
        return bar

    @property
    def before_end(self) -> QAction:
        """The action of the toolbar before which what fills its middle belongs."""
        return self.actions[_AT_END[0]]

    def rail(self, names: Iterable[str]) -> QToolBar:
        """A column of buttons for some actions, such as those that toggle the panels of a side."""
        bar = self._bar("rail", tr("Panels"))
        bar.setOrientation(Qt.Orientation.Vertical)
        for name in names:
            self._add_button(bar, name)
        self.retint()
        return bar

    def _bar(self, name: str, title: str) -> QToolBar:
        bar = QToolBar(title, self._window)
        bar.setObjectName(name)
        bar.setAccessibleName(title)
        bar.setMovable(False)
        bar.setFloatable(False)
        bar.setIconSize(QSize(20, 20))
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        return bar

    def _add_button(self, bar: QToolBar, name: str) -> None:
        action = self.actions[name]
        bar.addAction(action)
        button = bar.widgetForAction(action)
        assert isinstance(button, QToolButton)
        button.setAccessibleName(self.specs[name].name)
        set_tooltip(action, self.specs[name].name, action.shortcut())
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tinted.add(name)

    def context_menu(self, place: str, parent: QWidget) -> QMenu:
        """The context menu of "actor" or "canvas"."""
        menu = QMenu(parent)
        entries = [spec for spec in self.specs.values() if place in spec.places]
        for number, (_, group) in enumerate(groupby(entries, key=lambda spec: (spec.menu, spec.group))):
            if number:
                menu.addSeparator()
            for spec in group:
                if spec.submenu:
                    self._add_submenu(menu, spec)
                else:
                    menu.addAction(self.actions[spec.id])
        return menu

    def refresh(self) -> None:
        """Update the enabled and checked state of all actions; each callback is called once."""
        for is_enabled, actions in self._enabled_by.items():
            answer = is_enabled()
            # Actions are enabled nowhere else, so an unchanged answer changes nothing.
            if answer is not self._enabled.get(is_enabled):
                self._enabled[is_enabled] = answer
                for action in actions:
                    action.setEnabled(answer)
        for is_checked, actions in self._checked_by.items():
            answer = is_checked()
            for action in actions:
                # A click toggles the QAction itself, whether or not the state has changed.
                if action.isChecked() != answer:
                    action.setChecked(answer)

    def trigger_meant(self, event: QKeyEvent) -> bool:
        """Trigger the action for which a key that is no shortcut was pressed; False where there is none.

        See `shortcut_meant`.
        """
        wanted = shortcut_meant(event)
        if wanted is None or self._with_shortcut(QKeySequence(event.keyCombination())) is not None:
            return False
        action = self._with_shortcut(wanted)
        if action is None or not action.isEnabled():
            return False
        action.trigger()
        return True

    def _with_shortcut(self, keys: QKeySequence) -> QAction | None:
        return next((action for action in self.actions.values() if keys in action.shortcuts()), None)

    def set_object(self, name: str, what: str) -> None:
        """Append the object of an action to its text, such as "Undo" + "Move Armenia"."""
        action, spec = self.actions[name], self.specs[name]
        text = f"{spec.text} {action_text(shortened(what))}".rstrip()
        if action.text() != text:
            action.setText(text)
            set_tooltip(action, f"{spec.name} {what}".rstrip(), action.shortcut())

    def retint(self) -> None:
        """Recolour the icons of the bars for the palette; menus show none."""
        for name in self._tinted:
            if symbol := self.specs[name].icon:
                self.actions[name].setIcon(icon(symbol, self._window.palette()))
                self.actions[name].setIconVisibleInMenu(False)
