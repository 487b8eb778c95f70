"""Copied tables of maps of every kind: pasted back, they change nothing."""

from __future__ import annotations

from hypothesis import given, settings

from stakemap.interchange.copied_table import table_text
from stakemap.interchange.spreadsheet import plan_paste, read_table
from stakemap.model.document import StakeMap
from stakemap.model.edits_base import Authorship
from stakemap.model.resolve import Resolver
from strategies import maps


@settings(max_examples=40)
@given(maps())
def test_a_copied_table_pasted_back_changes_nothing(document: StakeMap) -> None:
    if not document.actors:
        return
    resolver = Resolver()
    # Two of each are as good as all: a map of many is drawn slowly.
    for snapshot in sorted(document.snapshots)[-2:]:
        for issue in sorted(document.issues)[:2]:
            text = table_text(document, snapshot, issue, document.actors, resolver)
            plan = plan_paste(document, read_table(text), snapshot, issue, Authorship("", None))
            assert plan.refused == ()
            assert [row.changes for row in plan.rows] == [()] * len(document.actors)
            assert plan.result is document
