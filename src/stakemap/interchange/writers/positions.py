"""Where actors stand on issues at one snapshot, as a table: numbers, or words for what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from stakemap.i18n import tr
from stakemap.interchange.writers.rows import Cell, label_of
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Estimate, Judgement
from stakemap.model.order import actors_in_order, issues_in_order
from stakemap.model.resolve import Resolved, Resolver
from stakemap.model.terms import term


class PositionsTable(NamedTuple):
    """Headings, and a row for each actor."""

    headings: list[str]
    rows: list[list[Cell]]


def positions_table(document: StakeMap, snapshot: str | None) -> PositionsTable:
    """All actors with group and influence, then alignment and salience on each issue, at a snapshot.

    What was never judged is empty; unknown and not applicable are written in words.
    """
    resolver, issues = Resolver(), issues_in_order(document)
    headings = [tr("Actor"), tr("Group"), tr("Influence")]
    for issue in issues:
        name = label_of(document, "issues", issue)
        headings += [tr("Alignment: {issue}", issue=name), tr("Salience: {issue}", issue=name)]
    rows = []
    for actor in actors_in_order(document):
        group = document.actors[actor].group
        row: list[Cell] = [
            label_of(document, "actors", actor),
            label_of(document, "groups", group) if group else "",
        ]
        if snapshot is not None:
            row.append(value_cell(resolver.standings(document, snapshot), actor, "influence"))
            for issue in issues:
                stances = resolver.stances(document, snapshot, issue)
                row += [value_cell(stances, actor, name) for name in ("alignment", "salience")]
        rows.append(row)
    return PositionsTable(headings, rows)


def value_cell(judgements: Mapping[str, Resolved[Any]], key: str, name: str) -> Cell:
    """The value of a judgement, or its state in words; None where there is none."""
    resolved = judgements.get(key)
    if resolved is None:
        return None
    judgement: Judgement = resolved.judgement
    estimate: Estimate | None = getattr(judgement, name)
    if estimate is not None:
        return estimate.value
    return None if name == "salience" or judgement.is_judged else term(judgement.state)
