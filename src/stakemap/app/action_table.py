"""The table of all actions, in the order of the menus."""

from __future__ import annotations

from stakemap.app.action_table_judging import judging_actions, relation_actions
from stakemap.app.action_table_time import time_actions
from stakemap.app.actions import ActionSpec, Key, menu_title
from stakemap.app.actions import make_action as _action
from stakemap.i18n import tr

__all__ = ["action_table"]


def action_table() -> tuple[ActionSpec, ...]:
    """All actions in the order of their menus, in the language of the moment."""
    return (
        *_file(),
        *_edit(),
        *_actor(),
        *judging_actions(),
        *time_actions(),
        *_view(),
        *relation_actions(),
        *_window_and_help(),
        *_panels(),
    )


def _submenu(path: str, place: tuple[str, int]) -> ActionSpec:
    menu, group = place
    return ActionSpec(
        path, menu_title(path), "", menu, group, (), "", "", "always", "", "", frozenset(), path
    )


def _file() -> tuple[ActionSpec, ...]:
    new, save, out, leave = (("file", group) for group in range(4))
    return (
        _action("new", tr("&New map"), "file.new", new, Key.New, icon="new", on="toolbar"),
        _submenu("presets", new),
        _action(
            "open", tr("&Open…"), "file.open", new, Key.Open, tip=tr("Open a map"), icon="open", on="toolbar"
        ),
        _submenu("recent", new),
        _action("welcome", tr("&Welcome page"), "file.welcome", new, "Ctrl+Shift+W", icon="welcome"),
        _action("save", tr("&Save"), "file.save", save, Key.Save, icon="save", when="can_save", on="toolbar"),
        _action(
            "save-as",
            tr("Save &as…"),
            "file.save_as",
            save,
            Key.SaveAs,
            "Ctrl+Shift+S",
            icon="save-as",
            when="has_map",
        ),
        _action(
            "revert", tr("Re&vert to the saved map…"), "file.revert", save, icon="revert", when="can_revert"
        ),
        _action(
            "versions",
            tr("Ear&lier versions…"),
            "file.versions",
            save,
            "Ctrl+Alt+Z",
            tip=tr("Show, compare and restore earlier versions"),
            icon="recent",
            when="has_map",
        ),
        _action(
            "export",
            tr("&Export picture…"),
            "file.export",
            out,
            "Ctrl+E",
            tip=tr("Export a picture for a slide or a report"),
            icon="export",
            when="has_map",
            on="toolbar",
        ),
        _action(
            "check",
            tr("Chec&k the map"),
            "file.check",
            out,
            "Ctrl+Shift+K",
            icon="check-list",
            when="has_map",
        ),
        _action("close", tr("&Close"), "file.close", leave, Key.Close, "Ctrl+W", icon="close"),
        _action("quit", tr("&Quit"), "file.quit", leave, Key.Quit, "Ctrl+Q", icon="quit"),
    )


def _edit() -> tuple[ActionSpec, ...]:
    history, clipboard, selection, settings = (("edit", group) for group in range(4))
    return (
        _action(
            "undo", tr("&Undo"), "edit.undo", history, Key.Undo, icon="undo", when="can_undo", on="toolbar"
        ),
        _action(
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
        _action(
            "cut",
            tr("Cu&t"),
            "edit.cut",
            clipboard,
            Key.Cut,
            icon="cut",
            when="can_edit_selection",
            on="actor",
        ),
        _action(
            "copy",
            tr("&Copy"),
            "edit.copy",
            clipboard,
            Key.Copy,
            icon="copy",
            when="has_selection",
            on="actor",
        ),
        _action(
            "paste",
            tr("&Paste"),
            "edit.paste",
            clipboard,
            Key.Paste,
            icon="paste",
            when="can_paste",
            on="canvas",
        ),
        _action(
            "paste-rows",
            tr("Paste ro&ws from a spreadsheet…"),
            "edit.paste_rows",
            clipboard,
            "Ctrl+Shift+V",
            icon="paste",
            when="can_edit_snapshot",
        ),
        _action(
            "duplicate",
            tr("&Duplicate"),
            "edit.duplicate",
            clipboard,
            "Ctrl+D",
            icon="duplicate",
            when="can_edit_selection",
            on="actor",
        ),
        _action(
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
        _action(
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
        _action(
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
        _action(
            "select-none",
            tr("Select &none"),
            "edit.select_none",
            selection,
            "Ctrl+Shift+D",
            when="has_selection",
        ),
        _action(
            "find",
            tr("&Find actors…"),
            "view.find",
            selection,
            Key.Find,
            tip=tr("Find and filter actors"),
            icon="search",
            when="has_map",
        ),
        _action(
            "show-everybody",
            tr("Clear search and filters"),
            "view.show_everybody",
            selection,
            "Ctrl+Shift+F",
            icon="revert",
            when="is_filtered",
        ),
        _action(
            "preferences",
            tr("Pre&ferences…"),
            "help.preferences",
            settings,
            Key.Preferences,
            "Ctrl+,",
            icon="settings",
        ),
    )


def _actor() -> tuple[ActionSpec, ...]:
    record, judgement = ("actor", 0), ("actor", 1)
    return (
        _action(
            "add-actor",
            tr("&Add actor"),
            "edit.add_actor",
            record,
            "Ctrl+Shift+A",
            icon="add-actor",
            when="can_add_actor",
            on="toolbar canvas",
        ),
        _action(
            "rename", tr("&Rename"), "edit.rename", record, "F2", icon="rename", when="can_rename", on="actor"
        ),
        _action(
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
        _action(
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
        _action(
            "end-distance",
            tr("End distances"),
            "view.end_distance",
            record,
            icon="close",
            when="shows_distance",
        ),
        _action(
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
        _action(
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
    )


def _view() -> tuple[ActionSpec, ...]:
    zoom, step, shown, window = (("view", group) for group in range(4))
    relations, theme = ("view/relations", 0), ("view/theme", 0)
    return (
        _action(
            "zoom-in",
            tr("Zoom &in"),
            "view.zoom_in",
            zoom,
            Key.ZoomIn,
            "Ctrl+=",
            icon="zoom-in",
            when="has_map",
            on="toolbar",
        ),
        _action(
            "zoom-out",
            tr("Zoom &out"),
            "view.zoom_out",
            zoom,
            Key.ZoomOut,
            icon="zoom-out",
            when="has_map",
            on="toolbar",
        ),
        _action(
            "zoom-fit",
            tr("Zoom to &fit"),
            "view.zoom_to_fit",
            zoom,
            "Ctrl+0",
            icon="zoom-fit",
            when="has_map",
            on="toolbar canvas",
        ),
        _action(
            "previous-snapshot",
            tr("&Previous snapshot"),
            "view.previous_snapshot",
            step,
            "Ctrl+PgUp",
            icon="previous",
            when="has_snapshots",
        ),
        _action(
            "next-snapshot",
            tr("&Next snapshot"),
            "view.next_snapshot",
            step,
            "Ctrl+PgDown",
            icon="next",
            when="has_snapshots",
        ),
        _action(
            "previous-issue",
            tr("Previous iss&ue"),
            "view.previous_issue",
            step,
            "Ctrl+Shift+PgUp",
            icon="previous",
            when="has_issues",
        ),
        _action(
            "next-issue",
            tr("Next i&ssue"),
            "view.next_issue",
            step,
            "Ctrl+Shift+PgDown",
            icon="next",
            when="has_issues",
        ),
        _submenu("view/relations", shown),
        _action(
            "relations-all",
            tr("&All relations"),
            "view.relations_all",
            relations,
            tip=tr("Show all relations"),
            icon="relations",
            when="has_map",
            checked="relations_all",
            exclusive="relations",
        ),
        _action(
            "relations-selection",
            tr("Those of the &selection"),
            "view.relations_selection",
            relations,
            tip=tr("Show the relations of selected actors"),
            icon="relations",
            when="has_map",
            checked="relations_selection",
            exclusive="relations",
        ),
        _action(
            "relations-none",
            tr("&No relations"),
            "view.relations_none",
            relations,
            tip=tr("Show no relations"),
            icon="relations",
            when="has_map",
            checked="relations_none",
            exclusive="relations",
        ),
        _submenu("view/panels", window),
        _submenu("view/theme", window),
        _action(
            "theme-system",
            tr("Like the &system"),
            "view.theme_system",
            theme,
            tip=tr("Theme: like the system"),
            icon="theme-system",
            checked="theme_system",
            exclusive="theme",
        ),
        _action(
            "theme-light",
            tr("&Light"),
            "view.theme_light",
            theme,
            tip=tr("Theme: light"),
            icon="theme-light",
            checked="theme_light",
            exclusive="theme",
        ),
        _action(
            "theme-dark",
            tr("&Dark"),
            "view.theme_dark",
            theme,
            tip=tr("Theme: dark"),
            icon="theme-dark",
            checked="theme_dark",
            exclusive="theme",
        ),
        _action(
            "full-screen",
            tr("F&ull screen"),
            "view.full_screen",
            window,
            Key.FullScreen,
            "F11",
            icon="full-screen",
            checked="is_full_screen",
        ),
    )


def _panels() -> tuple[ActionSpec, ...]:
    shown, focus = ("view/panels", 0), ("view/panels", 1)
    return (
        _action(
            "actors-panel",
            tr("&Actors"),
            "view.toggle_actors",
            shown,
            "Ctrl+1",
            tip=tr("Show or hide the actors"),
            icon="panel-left",
            when="has_map",
            checked="shows_actors",
            on="toolbar",
        ),
        _action(
            "inspector-panel",
            tr("&Inspector"),
            "view.toggle_inspector",
            shown,
            "Ctrl+2",
            tip=tr("Show or hide the inspector"),
            icon="panel-right",
            when="has_map",
            checked="shows_inspector",
            on="toolbar",
        ),
        _action(
            "sources-panel",
            tr("&Sources"),
            "view.toggle_sources",
            shown,
            "Ctrl+3",
            tip=tr("Show or hide the sources"),
            icon="source",
            when="has_map",
            checked="shows_sources",
        ),
        _action(
            "evidence-panel",
            tr("&Evidence check"),
            "view.toggle_evidence",
            shown,
            "Ctrl+4",
            tip=tr("Show or hide the evidence check"),
            icon="check-list",
            when="has_map",
            checked="shows_evidence",
        ),
        _action(
            "history-panel",
            tr("&History of judgements"),
            "view.toggle_history",
            shown,
            "Ctrl+5",
            tip=tr("Show or hide the history of judgements"),
            icon="recent",
            when="has_map",
            checked="shows_history",
        ),
        _action(
            "matrix",
            tr("Actors and i&ssues as a table…"),
            "view.show_matrix",
            shown,
            "Ctrl+8",
            tip=tr("Show all actors on all issues as a heat map"),
            icon="select-all",
            when="has_map",
        ),
        _action(
            "balance-bar",
            tr("&Balance"),
            "view.toggle_balance",
            shown,
            "Ctrl+6",
            tip=tr("Show or hide the balance below the canvas"),
            icon="balance",
            when="has_map",
            checked="shows_balance",
        ),
        _action(
            "balance-in-full",
            tr("Balance in &full…"),
            "view.balance_in_full",
            shown,
            tip=tr("Show the balance with its formulas and what it leaves out"),
            icon="balance",
            when="has_map",
        ),
        _action(
            "legend",
            tr("&Legend"),
            "view.toggle_legend",
            shown,
            "Ctrl+9",
            tip=tr("Unfold or fold the legend of the signs on the canvas"),
            icon="info",
            when="has_map",
            checked="shows_legend",
        ),
        _action("next-pane", tr("Go to the &next pane"), "view.next_pane", focus, "F6", when="has_map"),
        _action(
            "previous-pane",
            tr("Go to the &previous pane"),
            "view.previous_pane",
            focus,
            "Shift+F6",
            when="has_map",
        ),
    )


def _window_and_help() -> tuple[ActionSpec, ...]:
    window, find, about = ("window", 0), ("help", 0), ("help", 1)
    return (
        _action("new-window", tr("&New window"), "file.new_window", window, "Ctrl+Shift+N", icon="window"),
        _action(
            "palette",
            tr("&Find a command or an actor…"),
            "help.palette",
            find,
            "Ctrl+K",
            icon="search",
            on="toolbar",
        ),
        _action(
            "shortcuts",
            tr("&Keyboard shortcuts"),
            "help.shortcuts",
            find,
            Key.HelpContents,
            "F1",
            icon="keyboard",
        ),
        _action("about", tr("&About Stakemap"), "help.about", about, icon="info"),
    )
