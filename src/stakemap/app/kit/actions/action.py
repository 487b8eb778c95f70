"""Actions as values, from which menus, toolbar, shortcuts and command palette are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtGui import QKeySequence

from stakemap.i18n import cached_by_language, tr
from stakemap.values import frozen

Key = QKeySequence.StandardKey

#: The menus of the menu bar in their order, and what their groups hold, by number:
#: file 0 new and open, 1 save, 2 export, 3 quit; edit 0 undo, 1 clipboard, 2 selection and search,
#: 3 preferences, 4 records; actor 0 record, 1 judgement, 2 reasons, 3 relations; time 0 new, 1 the one shown,
#: 2 playing; team 0 comments, 1 reviews, 2 rounds, 3 disagreements;
#: view 0 zoom, 1 step, 2 what is shown, 3 window.
MENUS = ("file", "edit", "actor", "time", "team", "view", "window", "help")


@frozen
class Action:
    """One action of a window.

    `run` is its callback. Menus have separators between groups; within a `group`, actions are in the order of
    their registration, or directly after the one that `after` names. `enabled` returns whether it can be
    triggered now. `checked` makes it checkable and returns whether it is on; those with the same `exclusive`
    are alternatives. `places` says where it appears besides its menu and the palette: the toolbar, or the
    context menus actor, canvas (where it is empty), snapshot. `submenu` is the path of a menu to open here.
    """

    id: str
    text: str
    run: Callable[[], object]
    menu: str
    group: int
    shortcuts: tuple[Key | str, ...] = ()
    tip: str = ""
    icon: str = ""
    enabled: Callable[[], bool] | None = None
    checked: Callable[[], bool] | None = None
    exclusive: str = ""
    places: frozenset[str] = frozenset()
    after: str = ""
    submenu: str = ""

    @property
    def plain_text(self) -> str:
        """The text without mnemonic and ellipsis, for the palette and the shortcuts page."""
        return without_mnemonic(self.text)

    @property
    def name(self) -> str:
        """The name for tooltip, palette and screen reader: the tip if there is one, else the text."""
        return self.tip or self.plain_text


def action(
    name: str,
    text: str,
    run: Callable[[], object],
    place: tuple[str, int],
    *shortcuts: Key | str,
    tip: str = "",
    icon: str = "",
    enabled: Callable[[], bool] | None = None,
    checked: Callable[[], bool] | None = None,
    exclusive: str = "",
    on: str = "",
    after: str = "",
) -> Action:
    """An action at `place`, a menu and a group in it; `on` names its other places, separated by spaces.

    Without `enabled` it is always enabled.
    """
    menu, group = place
    places = frozenset(on.split())
    return Action(
        name, text, run, menu, group, shortcuts, tip, icon, enabled, checked, exclusive, places, after
    )


def submenu(path: str, place: tuple[str, int], *, on: str = "", after: str = "") -> Action:
    """An entry that opens the menu `path`, at `place`, a menu and a group in it; `on` as of an action."""
    menu, group = place
    places = frozenset(on.split())
    return Action(path, menu_title(path), lambda: None, menu, group, places=places, after=after, submenu=path)


def in_menu_order(actions: Iterable[Action]) -> list[Action]:
    """Actions sorted by menu and group, within a group by registration and `after`.

    Raises ValueError where `after` names no action.
    """
    ordered: list[Action] = []
    waiting: list[Action] = []
    for each in sorted(actions, key=lambda one: (_menu_rank(one.menu), one.group)):
        (waiting if each.after else ordered).append(each)
    while waiting:
        places = {each.id: number for number, each in enumerate(ordered)}
        ready = next((each for each in waiting if each.after in places), None)
        if ready is None:
            raise ValueError(f"no action {waiting[0].after} for {waiting[0].id} to come after")
        waiting.remove(ready)
        ordered.insert(places[ready.after] + 1, ready)
    return ordered


def _menu_rank(path: str) -> tuple[bool, int, str]:
    """Sort key of a menu: those of the menu bar in their order, then all submenus."""
    top = path.partition("/")[0]
    return "/" in path, MENUS.index(top) if top in MENUS else len(MENUS), path


def without_mnemonic(text: str) -> str:
    """An action's text without mnemonic markers and closing ellipsis."""
    return unmarked(text).rstrip("…")


def unmarked(text: str) -> str:
    """An action's text without mnemonic markers."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def key_sequences(spec: Action) -> list[QKeySequence]:
    """The shortcuts of an action on this platform without duplicates, the one to display first."""
    found: list[QKeySequence] = []
    for key in spec.shortcuts:
        bound = [QKeySequence(key)] if isinstance(key, str) else QKeySequence.keyBindings(key)
        found.extend(one for one in bound if one not in found and not one.isEmpty())
    return found


@cached_by_language
def menu_title(path: str) -> str:
    """The title of a menu or submenu, with its mnemonic."""
    return {
        "file": tr("&File"),
        "file/kept": tr("What is &kept"),
        "edit": tr("&Edit"),
        "actor": tr("&Actor"),
        "actor/group": tr("&Group"),
        "actor/colour": tr("C&olour"),
        "time": tr("&Time"),
        "team": tr("Tea&m"),
        "view": tr("&View"),
        "view/show": tr("&Show"),
        "view/relations": tr("&Relations shown"),
        "view/theme": tr("&Theme"),
        "view/panels": tr("Pane&ls"),
        "view/analyses": tr("&Analyses"),
        "window": tr("&Window"),
        "help": tr("&Help"),
        "recent": tr("Open &recent"),
        "presets": tr("New &from preset"),
    }[path]
