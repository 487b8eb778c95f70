"""Which of the requested slides have something to compare or to say, and sentences about the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.resolve import dated_before, lineage
from stakemap.picture.deck import page_name
from stakemap.picture.job import SlideRequest
from stakemap.picture.kinds import SLIDE_KINDS, SlideKind
from stakemap.wording.names import listing


class Asked(NamedTuple):
    """The slides of a deck, and those left out since nothing is known that they could show."""

    slides: tuple[SlideRequest, ...]
    left_out: tuple[SlideRequest, ...]


def asked_for(
    document: StakeMap,
    kinds: Sequence[str],
    issues: Sequence[str | None],
    snapshots: Sequence[str | None],
    against: str | None = None,
) -> Asked:
    """Requests for slides of these kinds for each issue and snapshot; kinds that show all issues occur once,
    appendices come last.

    If one snapshot was requested and nothing would be left, its slides say themselves that there is nothing
    to show.
    """
    found: dict[SlideRequest, bool] = {}
    for issue in issues:
        for snapshot in snapshots:
            for kind in map(SLIDE_KINDS.__getitem__, kinds):
                has_content = not kind.needs_earlier or _has_earlier(document, kind, issue, snapshot, against)
                if kind.has_content is not None:
                    has_content = kind.has_content(document, issue, snapshot)
                shown = issues[0] if kind.shows_all_issues else issue
                found[SlideRequest(kind.id, shown, snapshot, against)] = has_content
    ordered = sorted(found, key=lambda request: SLIDE_KINDS[request.kind].is_appendix)
    slides = tuple(request for request in ordered if found[request])
    if not slides and len(snapshots) == 1:
        return Asked(tuple(ordered), ())
    return Asked(slides, tuple(request for request in ordered if not found[request]))


def _has_earlier(
    document: StakeMap, kind: SlideKind, issue: str | None, snapshot: str | None, against: str | None
) -> bool:
    """Whether any alignment on the issue was judged at the snapshots that the slide compares with."""
    if snapshot is None or (kind.compares and snapshot == against):
        return False
    if kind.compares:
        before = against if against is not None else dated_before(document, snapshot)
        earlier = () if before is None else lineage(document, before)
    else:
        earlier = lineage(document, snapshot)[1:]
    stances = (document.snapshots[key].stances.get(issue or "", {}) for key in earlier)
    return any(stance.alignment is not None for each in stances for stance in each.values())


def left_out_text(document: StakeMap, left_out: Sequence[SlideRequest]) -> str:
    """Sentences that name the slides left out; "" for none."""
    earlier, others = list[str](), list[str]()
    for request in left_out:
        names = earlier if SLIDE_KINDS[request.kind].needs_earlier else others
        names.append(page_name(document, request))
    texts = {
        tr("Left out, since no earlier position is known to compare with: {pages}."): earlier,
        tr("Left out, since the map has nothing to tell there: {pages}."): others,
    }
    return " ".join(
        text.format(pages=listing(list(dict.fromkeys(names)))) for text, names in texts.items() if names
    )
