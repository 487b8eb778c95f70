"""Names in headlines: of actors, issues, the ends of an issue and dates, each shortened and on one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from stakemap.i18n import isolate, joined, tr, tr_count
from stakemap.model.document import Snapshot, StakeMap
from stakemap.text import plain, shortened
from stakemap.wording.dates import date_text

if TYPE_CHECKING:
    from stakemap.picture.job import SlideJob

__all__ = ["end_name", "headed_actor", "headed_actors", "headed_date", "headed_issue"]

#: Most names in a headline; more are counted.
_NAMES = 3
_NAME_LIMIT = 48


def _short(text: str) -> str:
    return shortened(plain(text), _NAME_LIMIT)


def headed_actor(document: StakeMap, actor: str) -> str:
    """The name of an actor."""
    return isolate(_short(document.actors[actor].name) or actor)


def headed_actors(document: StakeMap, actors: Iterable[str]) -> str:
    """Names in a list; those after the third are counted."""
    keys: Sequence[str] = list(actors)
    names = [headed_actor(document, key) for key in keys[:_NAMES]]
    more = len(keys) - len(names)
    if more:
        names.append(tr_count("{count} other", "{count} others", more))
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
    """An end of the issue in quotation marks; support or opposition if the issue does not name its ends."""
    issue = job.appearance.issue
    label = _short(issue.high_label if is_high else issue.low_label) if issue is not None else ""
    if label:
        return tr("“{label}”", label=isolate(label))
    return tr("support") if is_high else tr("opposition")
