"""Headlines of pages: the one that is kept with the map, or a proposal that states what the page's data say.

Proposals name movements, roles, sides and counts, as they are judged; they draw no conclusion from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.analysis.balance.sides import side_of
from stakemap.analysis.evidence.coverage import coverage, sourced_text
from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.headlines import PageParts, page_key, parts_of
from stakemap.model.order import actors_in_order
from stakemap.picture.headlines.movement import moved_count, movement_statement, no_other_moved
from stakemap.picture.headlines.movement_change import (
    HARDLY,
    Change,
    change_over_time,
    change_since_before,
    named_movers,
)
from stakemap.picture.headlines.names import blocked_name, end_name, headed_actor, headed_actors, headed_issue
from stakemap.picture.kinds import SLIDE_KINDS
from stakemap.text import plain

if TYPE_CHECKING:
    from stakemap.picture.job import SlideJob, SlideRequest


def key_of(request: SlideRequest, number: int = 0) -> str:
    """The key of page `number` (from 0) of a request in the map's headlines."""
    issue = None if SLIDE_KINDS[request.kind].shows_all_issues else request.issue
    return page_key(PageParts(request.kind, issue, request.snapshot, request.against, number + 1))


def kept_headline(document: StakeMap, request: SlideRequest, number: int = 0) -> str:
    """The headline of a page that is kept with the map, on one line; empty if there is none."""
    kept = document.headlines.get(key_of(request, number))
    return plain(kept.text) if kept is not None else ""


def kept_headlines(document: StakeMap, request: SlideRequest) -> tuple[tuple[int, str], ...]:
    """The headlines that are kept with the map for all pages of a request, by their numbers (from 0)."""
    first = parts_of(key_of(request))
    numbers = (parts.number - 1 for parts in map(parts_of, document.headlines) if parts[:-1] == first[:-1])
    return tuple((number, kept_headline(document, request, number)) for number in sorted(numbers))


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
    """How much is unknown where that is the most, else who moved furthest, else where the actors stand; and
    who can block it.
    """
    nothing = without_positions(job) or _mostly_unknown(job)
    if nothing:
        return _with_role(job, nothing)
    change = change_since_before(job)
    moved = movement_statement(job, change)
    return _with_role(job, moved, change) if moved else _with_role(job, _sides(job))


def two_dates_headline(job: SlideJob) -> str:
    """Who moved furthest between two dates, and how many moved at all."""
    return _movement_headline(job, change_since_before(job))


def all_dates_headline(job: SlideJob) -> str:
    """Who moved furthest along the tracks through all dates, and how many moved at all."""
    return _movement_headline(job, change_over_time(job))


def _movement_headline(job: SlideJob, change: Change) -> str:
    nothing = without_positions(job)
    if nothing:
        return nothing
    if not change.since:
        return tr("There is no earlier snapshot to compare with")
    if change.widest < HARDLY and (unknown := _mostly_unknown(job)):
        # That little is seen to change would mislead where most of it cannot be seen.
        return unknown
    total = len(job.appearance.actors)
    statement, moved = movement_statement(job, change), moved_count(change, total)
    if not statement or total == 1:
        return statement or moved
    if len(change.movers) == 1 and named_movers(change).movers:
        moved = no_other_moved(change, total)
    return tr("{statement}; {addition}", statement=statement, addition=moved)


def evidence_headline(job: SlideJob) -> str:
    """How many of the positions have a source, as `coverage` counts them, and whether it is a single one."""
    nothing = without_positions(job)
    snapshot, issue = job.appearance.view.snapshot, job.appearance.view.issue
    if nothing or snapshot is None or issue is None:
        return nothing
    found, name = coverage(job.document, snapshot, issue, job.resolver), headed_issue(job.document, issue)
    if not found.sourced:
        return tr("No position on {issue} has a source yet", issue=name)
    if found.sourced == found.positions:
        statement = tr("Every known position on {issue} has a source", issue=name)
    else:
        statement = sourced_text(found, name)
    if found.sources != 1 or found.sourced == 1:
        return statement
    # Such as the one file that all of them were imported from.
    return tr("{statement}; {addition}", statement=statement, addition=tr("it is one and the same"))


# --- statements ---------------------------------------------------------------------------------------------


def without_positions(job: SlideJob) -> str:
    """A statement for a map on which no actor has a position; empty for others."""
    shown = job.appearance
    if shown.actors:
        return ""
    if not job.document.actors:
        return tr("This map has no actors yet")
    if shown.issue is None or shown.snapshot is None:
        return tr("Nothing is judged yet")
    return tr(
        "No actor’s position on {issue} is known yet",
        issue=headed_issue(job.document, shown.view.issue or ""),
    )


def _mostly_unknown(job: SlideJob) -> str:
    """That little is known, where more positions are unknown than known; else empty."""
    shown = job.appearance
    unknown, known = len(shown.tray), len(shown.actors)
    if unknown <= known:
        return ""
    return tr(
        "The positions of {count} of {total} actors on {issue} are unknown",
        count=unknown,
        total=unknown + known,
        issue=headed_issue(job.document, shown.view.issue or ""),
    )


def _sides(job: SlideJob) -> str:
    """How many actors lean to either end."""
    shown, document = job.appearance, job.document
    name = headed_issue(document, shown.view.issue or "")
    sides = {key: side_of(look.x, job.style.limits.threshold) for key, look in shown.actors.items()}
    leaning = [
        (end_name(job, is_high=side == "for"), [key for key in sides if sides[key] == side])
        for side in ("for", "against")
    ]
    # The larger side first.
    (end, most), (other, least) = sorted(leaning, key=lambda each: -len(each[1]))
    if not most and len(sides) == 1:
        return tr(
            "{actor} is undecided on {issue}", actor=headed_actor(document, next(iter(sides))), issue=name
        )
    if not most:
        return tr("All actors with a position on {issue} are undecided", issue=name)
    if least:
        lean = tr_count(
            "{count} actor leans towards {end}", "{count} actors lean towards {end}", len(most), end=end
        )
        return tr("{statement}, {count} towards {end}", statement=lean, count=len(least), end=other)
    if len(most) == 1:
        return tr("{actor} leans towards {end}", actor=headed_actor(document, most[0]), end=end)
    if len(most) == len(sides):
        return tr("Every actor with a position leans towards {end}", end=end)
    return tr("{count} of {total} actors lean towards {end}", count=len(most), total=len(sides), end=end)


def _with_role(job: SlideJob, statement: str, change: Change | None = None) -> str:
    """A statement, and who is against and can block, else who decides, if anybody on show has such a role.

    Those who moved by a statement on a `change` are not named again.
    """
    blockers, deciders = _with_roles(job)
    named = blockers or deciders
    if not named:
        return statement
    movers = named_movers(change).movers if change else []
    if change and {mover.actor for mover in movers} == set(named):
        if not blockers:
            return tr_count(
                "{statement} and has the final say",
                "{statement} and have the final say",
                len(named),
                statement=statement,
            )
        # That they can still block tells where they stand.
        statement = movement_statement(job, change, tells_stand=False)
        what = blocked_name(job, statement)
        if all(mover.alignment > 0 for mover in movers):
            return tr("{statement} but can still block {what}", statement=statement, what=what)
        return tr("{statement} and can block {what}", statement=statement, what=what)
    names = headed_actors(job.document, named)
    if blockers:
        what = blocked_name(job, statement)
        role = tr_count(
            "{names} can block {what}", "{names} can block {what}", len(named), names=names, what=what
        )
    else:
        role = tr_count("{names} decides", "{names} decide", len(named), names=names)
    return tr("{statement}; {addition}", statement=statement, addition=role)


def _with_roles(job: SlideJob) -> tuple[list[str], list[str]]:
    """The actors on show that are against and can block, and those that decide, ordered by influence."""
    view, shown = job.appearance.view, job.appearance.actors
    if view.snapshot is None or view.issue is None or not shown:
        return [], []
    stances = job.resolver.stances(job.document, view.snapshot, view.issue)
    ordered = sorted(actors_in_order(job.document, shown), key=lambda key: -shown[key].y)
    roles = {key: stances[key].judgement.role for key in ordered}
    against = [key for key in ordered if side_of(shown[key].x, job.style.limits.threshold) == "against"]
    blockers = [key for key in against if roles[key] == "can-block"]
    return blockers, [key for key in ordered if roles[key] == "decides"]
