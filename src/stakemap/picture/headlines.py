"""Headlines of pages: the one that is kept with the map, or a proposal that states what the page's data say.

Proposals name movements, roles, sides and counts, as they are judged; they draw no conclusion from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from stakemap.analysis.movement import Mover, movers
from stakemap.analysis.sides import side_of
from stakemap.i18n import isolate, joined, tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.headlines import PageParts, page_key
from stakemap.model.order import actors_in_order, issues_in_order
from stakemap.picture.kinds import SLIDE_KINDS
from stakemap.text import plain, shortened
from stakemap.wording.dates import date_text

if TYPE_CHECKING:
    from stakemap.picture.job import SlideJob, SlideRequest

__all__ = [
    "continued",
    "evidence_headline",
    "issues_headline",
    "kept_headline",
    "key_of",
    "map_headline",
    "matrix_headline",
    "movement_headline",
    "page_headline",
    "proposed",
]

#: A distance (see `Mover`) below which positions count as hardly changed: 10 points of alignment.
_HARDLY = 5.0
#: Distances that differ by less are equally far.
_EQUAL = 0.5
#: Most names in a headline; more are counted.
_NAMES = 3
_NAME_LIMIT = 48


def key_of(request: SlideRequest, number: int = 0) -> str:
    """The key of page `number` (from 0) of a request in the map's headlines."""
    issue = None if SLIDE_KINDS[request.kind].shows_all_issues else request.issue
    return page_key(PageParts(request.kind, issue, request.snapshot, request.against, number + 1))


def kept_headline(document: StakeMap, request: SlideRequest, number: int = 0) -> str:
    """The headline of a page that is kept with the map, on one line; empty if there is none."""
    kept = document.headlines.get(key_of(request, number))
    return plain(kept.text) if kept is not None else ""


def page_headline(job: SlideJob, number: int) -> str:
    """The headline of page `number` (from 0) of a job, whose own heads the first."""
    return (
        (kept_headline(job.document, job.request, number) or continued(job.headline))
        if number
        else job.headline
    )


def continued(headline: str) -> str:
    """The headline proposed for the pages on which a slide goes on."""
    return tr("{name} (continued)", name=headline) if headline else ""


def proposed(job: SlideJob) -> str:
    """The headline proposed for a page; the title of its kind if that proposes none."""
    kind = SLIDE_KINDS[job.request.kind]
    text = kind.headline(job) if kind.headline is not None else ""
    return text or kind.title()


# --- one proposal a kind ------------------------------------------------------------------------------------


def map_headline(job: SlideJob) -> str:
    """Who moved furthest and who can block, else where the actors stand."""
    statement = _without_positions(job) or _movement(job) or _sides(job)
    role = _role(job)
    return tr("{statement}; {addition}", statement=statement, addition=role) if role else statement


def movement_headline(job: SlideJob) -> str:
    """Who moved furthest, and how many moved at all."""
    nothing = _without_positions(job)
    if nothing:
        return nothing
    found, since = _movers(job), _since(job)
    if not since:
        return tr("There is no earlier snapshot to compare with")
    if not found:
        return tr("No position has changed since {when}", when=since)
    count, total = len(found), len(job.appearance.actors)
    if total == 1:
        return _movement(job)
    moved = tr_count(
        "{count} of {total} actors has moved", "{count} of {total} actors have moved", count, total=total
    )
    if count == total:
        moved = tr("all {count} actors have moved", count=count)
    return tr("{statement}; {addition}", statement=_movement(job), addition=moved)


def issues_headline(job: SlideJob) -> str:
    """On which issue positions are least known."""
    from stakemap.analysis.matrix import matrix

    document, snapshot = job.document, job.request.snapshot
    issues = issues_in_order(document)
    total = len(document.actors)
    if not issues or not total or snapshot not in document.snapshots or snapshot is None:
        return tr("Nothing is judged yet")
    cells = matrix(document, snapshot, job.resolver).cells
    known = {
        issue: sum(row[column].value is not None for row in cells) for column, issue in enumerate(issues)
    }
    if not any(known.values()):
        return tr("No actor’s position is known yet")
    least = min(issues, key=known.__getitem__)
    name = _issue_name(document, least)
    if len(issues) == 1:
        have = tr("{count} of {total} actors have a position", count=known[least], total=total)
        return tr("{statement} on {issue}", statement=have, issue=name)
    if known[least] == total:
        return tr("Every actor has a position on each of the {count} issues", count=len(issues))
    if len(set(known.values())) == 1:
        return tr("On each issue, {count} of {total} actors have a position", count=known[least], total=total)
    return tr(
        "Least is known on {issue}: {count} of {total} actors have a position",
        count=known[least],
        total=total,
        issue=name,
    )


def matrix_headline(job: SlideJob) -> str:
    """On which issue actors are furthest apart, and who is."""
    from stakemap.analysis.matrix import matrix

    document, snapshot = job.document, job.request.snapshot
    if snapshot is None or snapshot not in document.snapshots or not document.issues or not document.actors:
        return tr("Nothing is judged yet")
    table = matrix(document, snapshot, job.resolver)
    spreads: list[tuple[float, str, str, str]] = []
    for column, issue in enumerate(table.issues):
        cells = [row[column].value for row in table.cells]
        placed = {actor: value for actor, value in zip(table.actors, cells, strict=True) if value is not None}
        if placed:
            low, high = min(placed, key=placed.__getitem__), max(placed, key=placed.__getitem__)
            spreads.append((placed[high] - placed[low], issue, low, high))
    if not spreads:
        return tr("No actor’s position is known yet")
    spread, issue, low, high = max(spreads, key=lambda each: each[0])
    name, first, last = _issue_name(document, issue), _name(document, low), _name(document, high)
    if low == high:
        return tr("Nothing to compare: no issue has positions of two actors")
    if spread < 2 * _HARDLY:
        return tr("Actors stand close together on every issue")
    return tr("Actors are furthest apart on {issue}: {first} and {last}", issue=name, first=first, last=last)


def evidence_headline(job: SlideJob) -> str:
    """How many of the positions cite a source."""
    nothing = _without_positions(job)
    snapshot, issue = job.appearance.view.snapshot, job.appearance.view.issue
    if nothing or snapshot is None or issue is None:
        return nothing
    stances = job.resolver.stances(job.document, snapshot, issue)
    judged = [stances[actor].judgement for actor in job.appearance.actors]
    cited = sum(any(not each.against for each in judgement.citations) for judgement in judged)
    name, total = _issue_name(job.document, issue), len(judged)
    if not cited:
        return tr("No position on {issue} cites a source yet", issue=name)
    if cited == total:
        return tr("Every position on {issue} cites a source", issue=name)
    return tr_count(
        "{count} of {total} positions on {issue} cites a source",
        "{count} of {total} positions on {issue} cite a source",
        cited,
        total=total,
        issue=name,
    )


# --- statements ---------------------------------------------------------------------------------------------


def _without_positions(job: SlideJob) -> str:
    """A statement for a map on which no actor has a position; empty for others."""
    shown = job.appearance
    if shown.actors:
        return ""
    if not job.document.actors:
        return tr("This map has no actors yet")
    if shown.issue is None or shown.snapshot is None:
        return tr("Nothing is judged yet")
    return tr(
        "No actor’s position on {issue} is known yet", issue=_issue_name(job.document, shown.view.issue or "")
    )


def _movers(job: SlideJob) -> tuple[Mover, ...]:
    """The actors that moved since the snapshot before, the furthest first."""
    view, before = job.appearance.view, job.before
    known = job.document.snapshots
    if before not in known or view.snapshot not in known or job.appearance.issue is None:
        return ()
    if before is None or view.snapshot is None or view.issue is None:
        return ()
    found = movers(job.document, view.issue, before, view.snapshot, job.resolver).movers
    return tuple(mover for mover in found if mover.actor in job.appearance.actors)


def _since(job: SlideJob) -> str:
    """The date or label of the snapshot before; empty without one."""
    before = job.document.snapshots.get(job.before or "")
    if before is None:
        return ""
    return date_text(before.date) or tr("“{label}”", label=isolate(_short(before.label)))


def _movement(job: SlideJob) -> str:
    """Who moved furthest and where to; empty where nobody moved."""
    found = _movers(job)
    if not found:
        return ""
    since = _since(job)
    is_scenario = job.appearance.snapshot is not None and job.appearance.snapshot.scenario
    if found[0].distance < _HARDLY:
        return tr("Positions have hardly changed since {when}", when=since)
    # Readers ask who changed sides before who gained weight.
    furthest = _furthest(found, lambda mover: abs(mover.alignment) / 2) or _furthest(
        found, lambda mover: abs(mover.influence)
    )
    names = _names(job.document, (mover.actor for mover in furthest))
    ways = {_way(job, mover) for mover in furthest}
    if len(ways) > 1:
        text = tr("{names} would move furthest") if is_scenario else tr("{names} moved furthest since {when}")
        return text.format(names=names, when=since)
    axis, way = ways.pop()
    if axis == "influence":
        if is_scenario:
            return tr("{names} would {gain}", names=names, gain=_gain(way, past=False))
        return tr("{names} {gained} since {when}", names=names, gained=_gain(way, past=True), when=since)
    if is_scenario:
        return tr("{names} would move furthest {way}", names=names, way=way)
    return tr("{names} moved furthest {way} since {when}", names=names, way=way, when=since)


def _furthest(found: Sequence[Mover], distance: Callable[[Mover], float]) -> list[Mover]:
    """The actors that moved furthest along one axis; none if nobody moved far."""
    most = max(map(distance, found))
    return [mover for mover in found if most >= _HARDLY and most - distance(mover) < _EQUAL]


def _gain(way: str, *, past: bool) -> str:
    if way == "up":
        return tr("gained the most influence") if past else tr("gain the most influence")
    return tr("lost the most influence") if past else tr("lose the most influence")


def _way(job: SlideJob, mover: Mover) -> tuple[str, str]:
    """The axis of a movement, and where it led: towards an end of the issue, or up or down."""
    if abs(mover.alignment) / 2 < _HARDLY:
        return "influence", "up" if mover.influence > 0 else "down"
    return "alignment", tr("towards {end}", end=_end(job, is_high=mover.alignment > 0))


def _end(job: SlideJob, *, is_high: bool) -> str:
    """An end of the issue in quotation marks; support or opposition if the issue does not name its ends."""
    issue = job.appearance.issue
    label = _short(issue.high_label if is_high else issue.low_label) if issue is not None else ""
    if label:
        return tr("“{label}”", label=isolate(label))
    return tr("support") if is_high else tr("opposition")


def _sides(job: SlideJob) -> str:
    """How many actors lean to either end; whose position is unknown is said where those are the most."""
    shown, document = job.appearance, job.document
    name = _issue_name(document, shown.view.issue or "")
    sides = {key: side_of(look.x) for key, look in shown.actors.items()}
    unknown = len(shown.tray)
    if unknown > len(sides):
        total = unknown + len(sides)
        return tr(
            "Little is known on {issue}: {count} of {total} positions are unknown",
            issue=name,
            count=unknown,
            total=total,
        )
    leaning = [
        (_end(job, is_high=side == "for"), [key for key in sides if sides[key] == side])
        for side in ("for", "against")
    ]
    # The larger side first.
    (end, most), (other, least) = sorted(leaning, key=lambda each: -len(each[1]))
    if not most and len(sides) == 1:
        return tr("{actor} is undecided on {issue}", actor=_name(document, next(iter(sides))), issue=name)
    if not most:
        return tr("All actors with a position on {issue} are undecided", issue=name)
    if least:
        lean = tr_count(
            "{count} actor leans towards {end}", "{count} actors lean towards {end}", len(most), end=end
        )
        return tr("{statement}, {count} towards {end}", statement=lean, count=len(least), end=other)
    if len(most) == 1:
        return tr("{actor} leans towards {end}", actor=_name(document, most[0]), end=end)
    if len(most) == len(sides):
        return tr("All {count} actors with a position lean towards {end}", count=len(most), end=end)
    return tr("{count} of {total} actors lean towards {end}", count=len(most), total=len(sides), end=end)


def _role(job: SlideJob) -> str:
    """Who is against and can block, else who decides; empty where nobody on show has such a role."""
    view, shown = job.appearance.view, job.appearance.actors
    if view.snapshot is None or view.issue is None or not shown:
        return ""
    stances = job.resolver.stances(job.document, view.snapshot, view.issue)
    ordered = sorted(actors_in_order(job.document, shown), key=lambda key: -shown[key].y)
    roles = {key: stances[key].judgement.role for key in ordered}
    blockers = [key for key in ordered if roles[key] == "can-block" and side_of(shown[key].x) == "against"]
    if blockers:
        names = _names(job.document, blockers)
        return tr_count("{names} can block it", "{names} can block it", len(blockers), names=names)
    deciders = [key for key in ordered if roles[key] == "decides"]
    if deciders:
        names = _names(job.document, deciders)
        return tr_count("{names} decides", "{names} decide", len(deciders), names=names)
    return ""


# --- names --------------------------------------------------------------------------------------------------


def _short(text: str) -> str:
    return shortened(plain(text), _NAME_LIMIT)


def _name(document: StakeMap, actor: str) -> str:
    return isolate(_short(document.actors[actor].name) or actor)


def _issue_name(document: StakeMap, issue: str) -> str:
    record = document.issues.get(issue)
    if record is None or not record.name.strip():
        return tr("this issue")
    return tr("“{label}”", label=isolate(_short(record.name)))


def _names(document: StakeMap, actors: Iterable[str]) -> str:
    """Names in a list; those after the third are counted."""
    keys: Sequence[str] = list(actors)
    names = [_name(document, key) for key in keys[:_NAMES]]
    more = len(keys) - len(names)
    if more:
        names.append(tr_count("{count} other", "{count} others", more))
    return joined(names)
