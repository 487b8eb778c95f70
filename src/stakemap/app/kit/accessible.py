"""What widgets report to assistive technology beyond what Qt does: a role, an announcement."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QWidget

#: The property of a widget that holds its role, as a number.
_ROLE = "accessibleRole"
_installed = False


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say what happened, once it has finished what it is saying."""
    if text and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def tell_as(widget: QWidget, role: QAccessible.Role) -> None:
    """Give a widget a role: Qt reports those that paint themselves, and scroll areas, as mere fillers.

    To be called before it gets a name or is shown, since Qt asks once.
    """
    global _installed
    widget.setProperty(_ROLE, role.value)
    if not _installed:
        QAccessible.installFactory(_factory)
        _installed = True


class _ChoiceInterface(QAccessibleWidget):
    """A button that is one of several to choose from, and can be chosen by assistive technology."""

    def state(self) -> QAccessible.State:
        state = super().state()
        button = self.widget()
        if isinstance(button, QAbstractButton) and self.role() == QAccessible.Role.ListItem:
            state.selectable, state.selected = True, button.isChecked()
        elif isinstance(button, QAbstractButton):
            state.checkable, state.checked = True, button.isChecked()
        return state

    def actionNames(self) -> list[str]:
        return [self.toggleAction(), *super().actionNames()]

    def doAction(self, name: str) -> None:
        button = self.widget()
        if name == self.toggleAction() and isinstance(button, QAbstractButton):
            button.click()
        else:
            super().doAction(name)


def _factory(_: str, thing: QObject | None) -> QAccessibleInterface | None:
    if not isinstance(thing, QWidget) or (role := thing.property(_ROLE)) is None:
        return None
    kind = _ChoiceInterface if isinstance(thing, QAbstractButton) else QAccessibleWidget
    interface = kind(thing, QAccessible.Role(role))
    # Qt holds the C++ side only; without this the Python side would be collected.
    thing._accessible_interface = interface  # type: ignore[attr-defined]
    return interface
