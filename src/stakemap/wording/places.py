"""What a place in a map is called, where something is about it: "Türkiye · alignment on Border · 2025"."""

from __future__ import annotations

from stakemap.i18n import tr
from stakemap.model.comments import has_place
from stakemap.model.document import StakeMap
from stakemap.model.places import place_at
from stakemap.model.subjects import Place, Subject
from stakemap.wording.names import NAMERS, actor_name, headline_name, issue_name, relation_name, snapshot_name


def judged_name(document: StakeMap, subject: Subject) -> str:
    """What is judged: "Türkiye · alignment on Border", "Iran · influence", "Russia → Iran · strength"."""
    if subject.kind == "tie":
        return tr("{relation} · strength", relation=relation_name(document, subject.id))
    actor = actor_name(document, subject.id)
    if subject.issue is None:
        return tr("{actor} · influence", actor=actor)
    return tr("{actor} · alignment on {issue}", actor=actor, issue=issue_name(document, subject.issue))


def place_name(document: StakeMap, path: str) -> str:
    """The name of the place that a path leads to, with a note where the map no longer has it."""
    place = place_at(path)
    name = _name(document, place)
    return name if has_place(document, place) else tr("{place} (no longer in the map)", place=name)


def _name(document: StakeMap, place: Place) -> str:
    container, key, subject = place
    if not container:
        return tr("The map")
    if subject is not None:
        judged = judged_name(document, subject)
        return tr("{judged} · {snapshot}", judged=judged, snapshot=snapshot_name(document, key))
    if container == "headlines":
        return tr("Page: {page}", page=headline_name(document, key))
    namer = NAMERS.get(container)
    return key if namer is None else namer(document, key)
