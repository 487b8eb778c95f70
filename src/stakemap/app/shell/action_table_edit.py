"""The part of the table of actions about editing and actors."""

from __future__ import annotations

from stakemap.app.kit.actions.action import ActionSpec, Key, make_action
from stakemap.i18n import tr

__all__ = ["actor_actions", "edit_actions"]


def edit_actions() -> tuple[ActionSpec, ...]:
    """The actions of the menu "Edit" in their order."""
    history, clipboard, selection, settings = (("edit", group) for group in range(4))
    return (
        make_action(
            "undo", tr("&Undo"), "edit.undo", history, Key.Undo, icon="undo", when="can_undo", on="toolbar"
        ),
        make_action(
            "redo",
            tr("&Redo"),
            "edit.redo",
            history,
            Key.Redo,
            "Ctrl+Shift+Z",
            "Ctrl+Y",
            icon="redo",
            when="can_redo",
            on="toolbar",
        ),
        make_action(
            "cut",
            tr("Cu&t"),
            "edit.cut",
            clipboard,
            Key.Cut,
            icon="cut",
            when="can_edit_selection",
            on="actor",
        ),
        make_action(
            "copy",
            tr("&Copy"),
            "edit.copy",
            clipboard,
            Key.Copy,
            icon="copy",
            when="has_selection",
            on="actor",
        ),
        make_action(
            "paste",
            tr("&Paste"),
            "edit.paste",
            clipboard,
            Key.Paste,
            icon="paste",
            when="can_paste",
            on="canvas",
        ),
        make_action(
            "paste-rows",
            tr("Paste ro&ws from a spreadsheet…"),
            "edit.paste_rows",
            clipboard,
            "Ctrl+Shift+V",
            icon="paste",
            when="can_edit_snapshot",
        ),
        make_action(
            "duplicate",
            tr("&Duplicate"),
            "edit.duplicate",
            clipboard,
            "Ctrl+D",
            icon="duplicate",
            when="can_edit_selection",
            on="actor",
        ),
        make_action(
            "delete",
            tr("De&lete"),
            "edit.delete",
            clipboard,
            "Del",
            "Backspace",
            icon="delete",
            when="can_delete",
            on="actor",
        ),
        make_action(
            "copy-picture",
            tr("Copy p&icture"),
            "edit.copy_picture",
            clipboard,
            "Ctrl+Shift+C",
            tip=tr("Copy the picture to the clipboard"),
            icon="copy-picture",
            when="has_map",
            on="canvas",
        ),
        make_action(
            "select-all",
            tr("Select &all"),
            "edit.select_all",
            selection,
            Key.SelectAll,
            tip=tr("Select all actors"),
            icon="select-all",
            when="has_actors",
            on="canvas",
        ),
        make_action(
            "select-none",
            tr("Select &none"),
            "edit.select_none",
            selection,
            "Ctrl+Shift+D",
            when="has_selection",
        ),
        make_action(
            "find",
            tr("&Find actors…"),
            "view.find",
            selection,
            Key.Find,
            tip=tr("Find and filter actors"),
            icon="search",
            when="has_map",
        ),
        make_action(
            "show-everybody",
            tr("Clear search and filters"),
            "view.show_everybody",
            selection,
            "Ctrl+Shift+F",
            icon="revert",
            when="is_filtered",
        ),
        make_action(
            "preferences",
            tr("Pre&ferences…"),
            "help.preferences",
            settings,
            Key.Preferences,
            "Ctrl+,",
            icon="settings",
        ),
    )


def actor_actions() -> tuple[ActionSpec, ...]:
    """The actions of the menu "Actor" in their order, but for those of judging."""
    record, judgement = ("actor", 0), ("actor", 1)
    return (
        make_action(
            "add-actor",
            tr("&Add actor"),
            "edit.add_actor",
            record,
            "Ctrl+Shift+A",
            icon="add-actor",
            when="can_add_actor",
            on="toolbar canvas",
        ),
        make_action(
            "rename", tr("&Rename"), "edit.rename", record, "F2", icon="rename", when="can_rename", on="actor"
        ),
        make_action(
            "details",
            tr("Show &details"),
            "view.show_details",
            record,
            "Ctrl+I",
            tip=tr("Go to the details of the selected actors"),
            icon="info",
            when="has_selection",
            on="actor",
        ),
        make_action(
            "distance",
            tr("D&istance to…"),
            "view.show_distance",
            record,
            "Ctrl+Shift+E",
            tip=tr("Tell how far all actors are from this one"),
            icon="relations",
            when="has_primary",
            on="actor",
        ),
        make_action(
            "end-distance",
            tr("End distances"),
            "view.end_distance",
            record,
            icon="close",
            when="shows_distance",
        ),
        make_action(
            "make-unknown",
            tr("Make &unknown"),
            "edit.make_unknown",
            judgement,
            "Ctrl+U",
            tip=tr("Say that the stance on this issue is not known"),
            icon="unknown",
            when="can_judge_selection",
            on="actor",
        ),
        make_action(
            "make-not-applicable",
            tr("Make &not applicable"),
            "edit.make_not_applicable",
            judgement,
            "Ctrl+Shift+U",
            tip=tr("Say that the actor has no part in this issue"),
            icon="not-applicable",
            when="can_judge_selection",
            on="actor",
        ),
        make_action(
            "withdraw",
            tr("&Withdraw what was judged here"),
            "edit.withdraw",
            judgement,
            tip=tr("Take this snapshot's own judgements of the actor back: what it carries over shows again"),
            when="can_withdraw",
            on="actor",
        ),
    )
