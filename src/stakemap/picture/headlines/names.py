"""Names in headlines: of actors, issues, the ends of an issue and dates, each shortened and on one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from stakemap.analysis.balance.sides import is_mere_side
from stakemap.i18n import isolate, joined, tr, tr_count
from stakemap.model.document import Issue, Snapshot, StakeMap
from stakemap.text import plain, shortened
from stakemap.wording.dates import date_text

if TYPE_CHECKING:
    from stakemap.picture.job import SlideJob

#: Most names in a headline; more are counted.
_NAMES = 3
_NAME_LIMIT = 48


def _short(text: str) -> str:
    return shortened(plain(text), _NAME_LIMIT)


def headed_actor(document: StakeMap, actor: str) -> str:
    """The name of an actor."""
    return isolate(_short(document.actors[actor].name) or actor)


def headed_actors(document: StakeMap, actors: Iterable[str]) -> str:
    """Names of actors in a list; those after the third are counted."""
    return listed([headed_actor(document, actor) for actor in actors])


def headed_issues(document: StakeMap, issues: Iterable[str]) -> str:
    """Names of issues in a list; those after the third are counted."""
    return listed([headed_issue(document, issue) for issue in issues])


def listed(names: Sequence[str]) -> str:
    """Names in a list; those after the third are counted."""
    more = len(names) - _NAMES
    if more > 0:
        return joined([*names[:_NAMES], tr_count("{count} other", "{count} others", more)])
    return joined(names)


def headed_issue(document: StakeMap, issue: str) -> str:
    """The name of an issue in quotation marks."""
    record = document.issues.get(issue)
    if record is None or not record.name.strip():
        return tr("this issue")
    return tr("“{label}”", label=isolate(_short(record.name)))


def headed_date(snapshot: Snapshot) -> str:
    """The date of a snapshot, or its label in quotation marks if it has none."""
    return date_text(snapshot.date) or tr("“{label}”", label=isolate(_short(snapshot.label)))


def end_name(job: SlideJob, *, is_high: bool) -> str:
    """An end of the issue in quotation marks; support or opposition if its label says no more than that."""
    label = _end_label(job.appearance.issue, is_high=is_high)
    return label or (tr("support") if is_high else tr("opposition"))


def blocked_name(job: SlideJob, statement: str) -> str:
    """What those who are against can block: the high end, else the issue; "it" where the statement before is
    about the high end alone.
    """
    low, high = (_end_label(job.appearance.issue, is_high=is_high) for is_high in (False, True))
    if high and high in statement and not (low and low in statement):
        return tr("it")
    return high or headed_issue(job.document, job.appearance.view.issue or "")


def headed_end(document: StakeMap, issue: str, *, is_high: bool) -> str:
    """An end of one of several issues: in quotation marks, or with the name of the issue."""
    label = _end_label(document.issues.get(issue), is_high=is_high)
    name = headed_issue(document, issue)
    return label or (
        tr("support of {issue}", issue=name) if is_high else tr("opposition to {issue}", issue=name)
    )


def _end_label(issue: Issue | None, *, is_high: bool) -> str:
    label = _short(issue.high_label if is_high else issue.low_label) if issue is not None else ""
    return "" if is_mere_side(label) else tr("“{label}”", label=isolate(label))
