"""The part of the table of actions about snapshots and issues."""

from __future__ import annotations

from stakemap.app.kit.actions.action import ActionSpec, make_action
from stakemap.i18n import tr

__all__ = ["time_actions"]


def time_actions() -> tuple[ActionSpec, ...]:
    """The actions of the menu "Time" in their order, and that of the issues."""
    return (*_new(), *_shown(), *_through_time(), *_issues())


def _new() -> tuple[ActionSpec, ...]:
    place = ("time", 0)
    return (
        make_action(
            "new-snapshot",
            tr("&New snapshot…"),
            "time.new_snapshot",
            place,
            "Ctrl+Shift+M",
            tip=tr("New snapshot after this one"),
            icon="snapshot",
            when="can_edit",
            on="snapshot",
        ),
        make_action(
            "branch-scenario",
            tr("&Branch a what-if…"),
            "time.branch_scenario",
            place,
            "Ctrl+Shift+B",
            tip=tr("Branch a what-if from this snapshot"),
            icon="scenario",
            when="can_edit_snapshot",
            on="snapshot",
        ),
        make_action(
            "insert-snapshot",
            tr("&Insert before this one…"),
            "time.insert_snapshot",
            place,
            tip=tr("Insert a snapshot before this one"),
            icon="plus",
            when="can_edit_snapshot",
            on="snapshot",
        ),
        make_action(
            "judge-anew",
            tr("&Judge anew in a new snapshot…"),
            "time.judge_anew",
            place,
            "Ctrl+Shift+J",
            tip=tr("Move what was judged last into a new snapshot"),
            when="can_judge_anew",
        ),
    )


def _shown() -> tuple[ActionSpec, ...]:
    place = ("time", 1)
    return (
        make_action(
            "snapshot-details",
            tr("Snapshot &details…"),
            "time.snapshot_details",
            place,
            "Ctrl+Shift+I",
            tip=tr("Label, date, likelihood and note of this snapshot"),
            icon="rename",
            when="can_edit_snapshot",
            on="snapshot",
        ),
        make_action(
            "rebase-snapshot",
            tr("Build on &another snapshot…"),
            "time.rebase",
            place,
            tip=tr("Let this snapshot build on another one"),
            when="can_edit_snapshot",
            on="snapshot",
        ),
        make_action(
            "remove-snapshot",
            tr("&Remove this snapshot…"),
            "time.remove_snapshot",
            place,
            tip=tr("Remove this snapshot; what builds on it shows what it showed"),
            icon="delete",
            when="can_edit_snapshot",
            on="snapshot",
        ),
    )


def _through_time() -> tuple[ActionSpec, ...]:
    return (
        make_action(
            "play",
            tr("&Play through time"),
            "time.play",
            ("time", 2),
            "F5",
            tip=tr("Play through the dated snapshots"),
            icon="next",
            when="can_play",
            checked="is_playing",
        ),
        make_action(
            "movers",
            tr("&Movers: compare with the one before"),
            "time.movers",
            ("time", 2),
            "Ctrl+7",
            tip=tr(
                "Compare with the snapshot before: who moved, how far, why, and what the balance makes of it"
            ),
            when="has_map",
            checked="shows_movers",
        ),
    )


def _issues() -> tuple[ActionSpec, ...]:
    return (
        make_action(
            "issues",
            tr("&Issues…"),
            "time.issues",
            ("edit", 4),
            "Ctrl+Shift+T",
            tip=tr("Add, rename, reorder and remove issues"),
            icon="issue",
            when="has_map",
        ),
        make_action(
            "groups",
            tr("&Groups…"),
            "edit.groups",
            ("edit", 4),
            "Ctrl+Shift+G",
            tip=tr("Add, rename, recolour and remove groups, and put actors in"),
            icon="group",
            when="has_map",
        ),
    )
