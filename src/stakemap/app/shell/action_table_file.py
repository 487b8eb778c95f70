"""The part of the table of actions about files."""

from __future__ import annotations

from stakemap.app.kit.actions.action import ActionSpec, Key, make_action, make_submenu
from stakemap.i18n import tr

__all__ = ["file_actions"]


def file_actions() -> tuple[ActionSpec, ...]:
    """The actions of the menu "File" in their order."""
    new, save, out, leave = (("file", group) for group in range(4))
    return (
        make_action("new", tr("&New map"), "file.new", new, Key.New, icon="new", on="toolbar"),
        make_submenu("presets", new),
        make_action(
            "open", tr("&Open…"), "file.open", new, Key.Open, tip=tr("Open a map"), icon="open", on="toolbar"
        ),
        make_submenu("recent", new),
        make_action("welcome", tr("&Welcome page"), "file.welcome", new, "Ctrl+Shift+W", icon="welcome"),
        make_action(
            "save", tr("&Save"), "file.save", save, Key.Save, icon="save", when="can_save", on="toolbar"
        ),
        make_action(
            "save-as",
            tr("Save &as…"),
            "file.save_as",
            save,
            Key.SaveAs,
            "Ctrl+Shift+S",
            icon="save-as",
            when="has_map",
        ),
        make_action(
            "save-clean",
            tr("Save clean cop&y…"),
            "file.save_clean",
            save,
            tip=tr("Save a copy for outsiders, without notes, names and earlier judgements"),
            icon="clean-copy",
            when="has_map",
        ),
        make_action(
            "revert", tr("Re&vert to the saved map…"), "file.revert", save, icon="revert", when="can_revert"
        ),
        make_action(
            "versions",
            tr("Ear&lier versions…"),
            "file.versions",
            save,
            "Ctrl+Alt+Z",
            tip=tr("Show, compare and restore earlier versions"),
            icon="recent",
            when="has_map",
        ),
        make_action(
            "export",
            tr("&Export slides…"),
            "file.export",
            out,
            "Ctrl+E",
            tip=tr("Export slides for a briefing or a report"),
            icon="export",
            when="has_map",
            on="toolbar",
        ),
        make_action(
            "check",
            tr("Chec&k the map"),
            "file.check",
            out,
            "Ctrl+Shift+K",
            icon="check-list",
            when="has_map",
        ),
        make_action("close", tr("&Close"), "file.close", leave, Key.Close, "Ctrl+W", icon="close"),
        make_action("quit", tr("&Quit"), "file.quit", leave, Key.Quit, "Ctrl+Q", icon="quit"),
    )
