"""Slide kinds of analyses: what a method tells, as sentences with its charts and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.i18n import tr
from stakemap.picture.kinds import SlideKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from stakemap.model.document import StakeMap
    from stakemap.picture.job import SlideJob
    from stakemap.picture.slide import Slide


def _pages(job: SlideJob) -> tuple[Slide, ...]:
    from stakemap.picture.analysis_slide import compose_analysis

    return compose_analysis(job)


def _headline(job: SlideJob) -> str:
    from stakemap.picture.analysis_reports import analysis_headline

    return analysis_headline(job)


def _notes(job: SlideJob) -> str:
    from stakemap.picture.analysis_reports import analysis_notes

    return analysis_notes(job)


def _has_actors(document: StakeMap, issue: str | None, snapshot: str | None) -> bool:
    """Whether there is an actor to find out about."""
    return bool(document.actors) and issue in document.issues and snapshot in document.snapshots


def _has_positions(document: StakeMap, issue: str | None, snapshot: str | None) -> bool:
    """Whether any alignment on the issue is known at the snapshot, or was before."""
    from stakemap.model.resolve import lineage

    stances = (
        document.snapshots[key].stances.get(issue or "", {}) for key in lineage(document, snapshot or "")
    )
    return any(stance.alignment is not None for each in stances for stance in each.values())


def _has_scenarios(document: StakeMap, _: str | None, snapshot: str | None) -> bool:
    """Whether the snapshot is a scenario, or one builds on it."""
    from stakemap.model.resolve import lineage

    scenarios = (key for key, record in document.snapshots.items() if record.scenario)
    return any(snapshot in lineage(document, key) for key in scenarios)


def _has_issues(document: StakeMap, _: str | None, snapshot: str | None) -> bool:
    """Whether there are positions on several issues."""
    return sum(_has_positions(document, issue, snapshot) for issue in document.issues) > 1


def _has_record(document: StakeMap, *_: str | None) -> bool:
    """Whether it was recorded of anything what was the case."""
    return bool(document.resolutions or document.outcomes)


def _has_others(document: StakeMap, issue: str | None, snapshot: str | None) -> bool:
    """Whether several analysts judge an actor on the issue, or its influence, at the snapshot or before."""
    from stakemap.model.resolve import lineage

    layers = (
        layer
        for key in lineage(document, snapshot or "")
        for layer in (document.snapshots[key].standings, document.snapshots[key].stances.get(issue or "", {}))
    )
    return issue in document.issues and any(each.others for layer in layers for each in layer.values())


def analysis_kind(
    kind: str,
    method: str,
    title: Callable[[], str],
    label: Callable[[], str],
    has_content: Callable[[StakeMap, str | None, str | None], bool],
    *,
    shows_all_issues: bool = False,
) -> SlideKind:
    """The slide kind with the id `kind` of what a method tells."""
    return SlideKind(
        kind,
        title,
        _pages,
        label,
        _headline,
        _notes,
        shows_all_issues=shows_all_issues,
        may_span_pages=True,
        has_content=has_content,
        method=method,
    )


KINDS = (
    analysis_kind("analysis", "in-short", lambda: tr("Analysis"), lambda: tr("Anal&ysis"), _has_actors),
    analysis_kind("levers", "levers", lambda: tr("Levers"), lambda: tr("Leve&rs"), _has_positions),
    analysis_kind(
        "scenarios", "scenarios", lambda: tr("Scenarios"), lambda: tr("Scen&arios"), _has_scenarios
    ),
    analysis_kind(
        "coalitions", "coalitions", lambda: tr("Coalitions"), lambda: tr("Coali&tions"), _has_positions
    ),
    analysis_kind(
        "convergence",
        "convergence",
        lambda: tr("Convergence"),
        lambda: tr("Convergence"),
        _has_issues,
        shows_all_issues=True,
    ),
    analysis_kind(
        "track-record",
        "track-record",
        lambda: tr("Track record"),
        lambda: tr("Trac&k record"),
        _has_record,
        shows_all_issues=True,
    ),
    analysis_kind("agreement", "agreement", lambda: tr("Agreement"), lambda: tr("Agreement"), _has_others),
    analysis_kind(
        "otherwise",
        "otherwise",
        lambda: tr("Who sees it otherwise"),
        lambda: tr("Who sees it otherwise"),
        _has_others,
    ),
)
