"""The feature of groups: their dialog, and the menus that group and colour the selected actors."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from stakemap.app.kit.actions.action import Action, action, submenu
from stakemap.app.kit.actions.host import MenuEntry
from stakemap.app.kit.forms.targets import ActorsTarget, short
from stakemap.app.kit.widgets.swatches import automatic, swatch_icon
from stakemap.app.kit.window import Feature, Window
from stakemap.i18n import tr, tr_count
from stakemap.model import edits
from stakemap.model.colours import SWATCHES, colour_name
from stakemap.model.document import StakeMap
from stakemap.model.order import sort_key
from stakemap.picture.appearance.look_builder import group_looks
from stakemap.text import shortened
from stakemap.wording.names import group_name

#: Most groups in the menu; all of them are in the dialog.
_LISTED = 25


class GroupsFeature(Feature):
    """The action that shows the groups, and two menus of the selected actors."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        window.fill_menu("actor/group", self.group_entries)
        window.fill_menu("actor/colour", self.colour_entries)

    def actions(self) -> Iterable[Action]:
        """The action of the menu "Edit", and the menus in that of actors."""
        return (
            submenu("actor/group", ("actor", 0), on="actor"),
            submenu("actor/colour", ("actor", 0), on="actor"),
            action(
                "groups",
                tr("&Groups…"),
                self.groups,
                ("edit", 4),
                "Ctrl+Shift+G",
                tip=tr("Add, rename, recolour and remove groups, and assign actors to them"),
                icon="group",
                enabled=self._window.has_map,
            ),
        )

    # The menus

    @property
    def _selected(self) -> tuple[str, ...]:
        return tuple(sorted(self._view.selection & self._document.actors.keys()))

    def group_entries(self) -> list[MenuEntry]:
        """The groups, to put the selected actors in one; the last entry makes a new one."""
        if not self._window.has_selection():
            return [MenuEntry(tr("No actors selected"), False, lambda: None)]
        document, can_edit = self._document, self._window.can_edit()
        shared = {document.actors[actor].group for actor in self._selected}
        named_groups = sorted(document.groups, key=lambda key: (sort_key(document.groups[key].name), key))
        looks = group_looks(document, self._context.styler.theme)
        rows = [("", tr("No group"), "")]
        rows += [
            (key, shortened(group_name(document, key)), looks[key].colour) for key in named_groups[:_LISTED]
        ]
        entries = [
            self._entry(name, partial(self._put_in, key), colour, shared == {key or None})
            for key, name, colour in rows
        ]
        if len(named_groups) > _LISTED:
            entries.append(MenuEntry(tr("All groups…"), True, self.groups))
        return [*entries, MenuEntry(tr("New group…"), can_edit, self.new_group)]

    def colour_entries(self) -> list[MenuEntry]:
        """The swatches as colours of the selected actors themselves; automatic is that of their group."""
        if not self._window.has_selection():
            return [MenuEntry(tr("No actors selected"), False, lambda: None)]
        shared = {(self._document.actors[actor].colour or "").lower() for actor in self._selected}
        others = sorted(shared - {"", *SWATCHES}) if len(shared) == 1 else []
        return [
            self._entry(
                colour_name(colour) if colour else automatic(),
                partial(self._colour, colour),
                colour,
                shared == {colour},
            )
            for colour in ("", *SWATCHES, *others)
        ]

    def _entry(self, text: str, run: Callable[[], None], colour: str, chosen: bool) -> MenuEntry:
        """An alternative, with a colour beside it."""
        symbol = swatch_icon(colour, self._window.palette(), chosen=chosen)
        return MenuEntry(text, self._window.can_edit(), run, symbol, chosen)

    def _put_in(self, group: str) -> None:
        ActorsTarget(self._session, self._selected).store("group", group)

    def _colour(self, colour: str) -> None:
        ActorsTarget(self._session, self._selected).store("colour", colour or None)

    def new_group(self) -> None:
        """Ask for name and colour of a group, and put the selected actors in it, as one edit."""
        from stakemap.app.features.groups.new_group import NewGroupDialog

        dialog = NewGroupDialog(self._window, self._document)
        if not self._context.message_boxes.run(dialog):
            return
        group = dialog.group
        added = () if dialog.record is None else (edits.add_group.of(group, dialog.record),)
        moved = (edits.update_actor.of(actor, group=group) for actor in self._selected)
        label = tr(
            "Add {what} to {group}", what=named(self._document, self._selected), group=short(dialog.name)
        )
        self._session.apply(edits.together((*added, *moved)), label=label, touched=self._selected)

    def groups(self) -> None:
        """Show the dialog of groups."""
        from stakemap.app.features.groups.dialog import GroupsDialog

        message_boxes = self._context.message_boxes
        theme = self._context.styler.theme
        message_boxes.run(GroupsDialog(self._window, self._session, self._view, message_boxes, theme))


def named(document: StakeMap, actors: tuple[str, ...]) -> str:
    """The name of a single actor, else the number of actors."""
    if len(actors) == 1:
        return short(document.actors[actors[0]].name)
    return tr_count("{count} actor", "{count} actors", len(actors))
