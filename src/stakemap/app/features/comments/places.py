"""What a comment can be about in the view of a window, and how the window goes there."""

from __future__ import annotations

from collections.abc import Iterator

from stakemap.app.kit.forms.editors import Option
from stakemap.app.kit.window import Window
from stakemap.editing.view_state import ViewState
from stakemap.i18n import tr
from stakemap.model.comments import actor_of, has_place
from stakemap.model.document import StakeMap
from stakemap.model.headlines import parts_of
from stakemap.model.places import MAP_PATH, path_of, place_at
from stakemap.model.subjects import Place, Subject
from stakemap.wording.names import actor_name, issue_name, relation_name, snapshot_name
from stakemap.wording.places import judged_name


def places_in_view(document: StakeMap, view: ViewState) -> list[Option]:
    """The places that a comment can be about, as options by path: what is selected, then what is in view."""
    found = [Option(path_of(place), text) for place, text in _places(document, view)]
    found.append(Option(MAP_PATH, tr("The map")))
    return [*found, *_pages(view)]


def _places(document: StakeMap, view: ViewState) -> Iterator[tuple[Place, str]]:
    issue, snapshot = view.issue, view.snapshot
    if view.primary is not None:
        if snapshot is not None:
            subjects = [Subject.standing(view.primary)]
            if issue is not None:
                subjects.insert(0, Subject.stance(issue, view.primary))
            for subject in subjects:
                yield Place("snapshots", snapshot, subject), judged_name(document, subject)
        name = actor_name(document, view.primary)
        yield Place("actors", view.primary), tr("{actor} as an actor", actor=name)
    if view.relation is not None:
        if snapshot is not None:
            tie = Subject.tie(view.relation)
            yield Place("snapshots", snapshot, tie), judged_name(document, tie)
        yield Place("relations", view.relation), relation_name(document, view.relation)
    if snapshot is not None:
        name = snapshot_name(document, snapshot)
        yield Place("snapshots", snapshot), tr("Snapshot: {snapshot}", snapshot=name)
    if issue is not None:
        yield Place("issues", issue), tr("Issue: {issue}", issue=issue_name(document, issue))


def _pages(view: ViewState) -> Iterator[Option]:
    """The pages that a deck of the view may have."""
    from stakemap.picture.headlines.headlines import key_of
    from stakemap.picture.job import SlideRequest
    from stakemap.picture.kinds import SLIDE_KINDS

    if view.snapshot is not None:
        for kind in SLIDE_KINDS:
            key = key_of(SlideRequest(kind.id, view.issue, view.snapshot))
            yield Option(path_of(Place("headlines", key)), tr("Page: {page}", page=kind.title()))


def is_selected(place: Place, selection: frozenset[str], relation: str | None, *view: str | None) -> bool:
    """Whether a place is about the selected actors or relation; without any, whether it is the issue or the
    snapshot in `view`, or a page of these.
    """
    if selection:
        return actor_of(place) in selection
    subject = place.subject
    if relation is not None:
        judged = subject is not None and subject.kind == "tie" and subject.id == relation
        return judged or place == Place("relations", relation)
    if place.container == "headlines":
        return parts_of(place.id).snapshot in view
    return subject is None and place.container in ("issues", "snapshots") and place.id in view


def go_to(window: Window, path: str) -> bool:
    """Show a place in the window: select what it is about. False where the map no longer has it."""
    view, session, place = window.view, window.session, place_at(path)
    assert view is not None
    assert session is not None
    if not has_place(session.document, place):
        return False
    container, key, subject = place
    drawn = "all" if view.relations == "none" else view.relations
    if subject is not None and subject.kind == "tie":
        view.set(snapshot=key, relation=subject.id, relations=drawn)
    elif subject is not None:
        issue = view.issue if subject.issue is None else subject.issue
        view.set(snapshot=key, issue=issue, selection={subject.id}, primary=subject.id)
    elif container == "actors":
        view.select(key)
    elif container == "relations":
        view.set(relation=key, relations=drawn)
    elif container == "issues":
        view.set(issue=key)
    elif container == "snapshots":
        view.set(snapshot=key)
    elif container == "headlines":
        page = parts_of(key)
        view.set(issue=page.issue or view.issue, snapshot=page.snapshot or view.snapshot)
    elif container == "sources":
        window.source_requested.emit(key)
    return True
