"""Speaker notes of a slide: the reasons and sources behind it."""

from __future__ import annotations

from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.order import relations_in_order, sort_key
from stakemap.model.resolve import Resolver
from stakemap.picture.appearance.appearance import Appearance
from stakemap.picture.sources import footnotes
from stakemap.text import plain
from stakemap.wording.citations import source_text
from stakemap.wording.judgements import judgement_lines, tie_lines
from stakemap.wording.names import snapshot_text

#: Most actors, and most relations, in the notes of a slide; evidence slides have them all.
_MOST_ACTORS = 60


def notes_of(document: StakeMap, appearance: Appearance, resolver: Resolver) -> str:
    """The question, the judgements shown by actor and by relation, numbered sources."""
    snapshot, issue = appearance.view.snapshot, appearance.view.issue
    question = plain(document.question)
    blocks = [tr("Question: {question}", question=question) if question else ""]
    if appearance.snapshot is not None:
        blocks.append(snapshot_text(appearance.snapshot))
    looks = sorted(appearance.actors.values(), key=lambda look: (sort_key(look.name), look.actor))
    actors = [look.actor for look in looks] + [look.actor for look in appearance.tray]
    blocks.extend(
        "\n".join(judgement_lines(document, snapshot, issue, actor, resolver))
        for actor in actors[:_MOST_ACTORS]
    )
    ties = resolver.ties(document, snapshot) if snapshot in document.snapshots and snapshot else {}
    blocks.extend(
        "\n".join(tie_lines(document, snapshot or "", relation, ties[relation]))
        for relation in relations_in_order(document, appearance.relations)[:_MOST_ACTORS]
        if relation in ties
    )
    sources = footnotes(document, appearance, resolver).sources
    if sources:
        lines = [f"{number}. {source_text(source)}" for number, source in enumerate(sources, 1)]
        blocks.append("\n".join((tr("Sources"), *lines)))
    return "\n\n".join(block for block in blocks if block)
