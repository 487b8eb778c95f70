"""What an action is: one row of the table that menus, toolbar, shortcuts and palette are made from."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

from stakemap.i18n import tr

__all__ = ["MENUS", "ActionSpec", "Key", "key_sequences", "make_action", "make_submenu", "menu_title", "tidy"]

Key = QKeySequence.StandardKey

#: The menus of the menu bar in their order.
MENUS = ("file", "edit", "actor", "time", "view", "window", "help")


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action.

    `handler` is "module.method" of the window's commands, called without arguments. `group` parts a menu
    with lines. `enabled` and `checked` name a question of `conditions.Conditions`; `checked` makes the action
    a switch, and those with the same `exclusive` are alternatives. `places` says where it shows besides its
    menu and the palette: toolbar, or the context menus actor, canvas (where it is empty), snapshot. `submenu`
    is the path of a menu that opens here instead.
    """

    id: str
    text: str
    handler: str
    menu: str
    group: int
    shortcuts: tuple[Key | str, ...]
    tip: str
    icon: str
    enabled: str
    checked: str
    exclusive: str
    places: frozenset[str]
    submenu: str

    @property
    def plain_text(self) -> str:
        """The text without its mnemonic and dots, as the palette and the shortcuts page show it."""
        return tidy(self.text)

    @property
    def name(self) -> str:
        """What tooltip, palette and screen reader call it: the fuller tip where there is one."""
        return self.tip or self.plain_text


def make_action(
    name: str,
    text: str,
    handler: str,
    place: tuple[str, int],
    *shortcuts: Key | str,
    tip: str = "",
    icon: str = "",
    when: str = "always",
    checked: str = "",
    exclusive: str = "",
    on: str = "",
) -> ActionSpec:
    """A row of the table; `place` is its menu and group there, `on` its other places with blanks between."""
    menu, group = place
    places = frozenset(on.split())
    return ActionSpec(
        name, text, handler, menu, group, shortcuts, tip, icon, when, checked, exclusive, places, ""
    )


def make_submenu(path: str, place: tuple[str, int]) -> ActionSpec:
    """The entry of a menu that opens another one, at a menu and a group in it."""
    menu, group = place
    return ActionSpec(
        path, menu_title(path), "", menu, group, (), "", "", "always", "", "", frozenset(), path
    )


def tidy(text: str) -> str:
    """An action's text without mnemonic marks and closing dots."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")


def key_sequences(spec: ActionSpec) -> list[QKeySequence]:
    """The shortcuts of an action on this platform, the one to show first; none twice."""
    found: list[QKeySequence] = []
    for key in spec.shortcuts:
        bound = [QKeySequence(key)] if isinstance(key, str) else QKeySequence.keyBindings(key)
        found.extend(one for one in bound if one not in found and not one.isEmpty())
    return found


def menu_title(path: str) -> str:
    """The title of a menu or submenu, with its mnemonic."""
    return {
        "file": tr("&File"),
        "edit": tr("&Edit"),
        "actor": tr("&Actor"),
        "time": tr("&Time"),
        "view": tr("&View"),
        "view/relations": tr("&Relations shown"),
        "view/theme": tr("&Theme"),
        "view/panels": tr("Pa&nels"),
        "window": tr("&Window"),
        "help": tr("&Help"),
        "recent": tr("Open &recent"),
        "presets": tr("New from &preset"),
    }[path]
