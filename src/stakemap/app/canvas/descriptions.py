"""What a canvas says about an actor: in the hover card, and to screen readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from stakemap.app.canvas.scene.scene import Scene
from stakemap.editing.session import Session
from stakemap.i18n import comma_list, tr, tr_count
from stakemap.model.comments import open_by_actor
from stakemap.model.order import sort_key
from stakemap.model.resolve import Resolver
from stakemap.text import single_line
from stakemap.wording.judgements import Line, judgement_lines, judgement_parts, place_line, strength_words
from stakemap.wording.names import relation_name

T = TypeVar("T")


class Descriptions:
    """Texts about actors, as they are judged on the issue and at the snapshot that a scene shows."""

    def __init__(self, session: Session, scene: Scene, resolver: Resolver) -> None:
        self._session, self._scene, self._resolver = session, scene, resolver

    def name(self, actor: str) -> str:
        """Its name and where it stands."""
        return self._described(place_line, actor)

    def canvas(self) -> str:
        """What it shows, between which ends, and how it is used by keyboard."""
        view = self._scene.appearance.view
        issue = self._session.document.issues.get(view.issue or "")
        ends = tr("Alignment from −100 (against) to +100 (for), influence from 0 to 100.")
        if issue is not None and issue.low_label and issue.high_label:
            ends = tr(
                "Alignment from −100, “{low}”, to +100, “{high}”; influence from 0 to 100.",
                low=single_line(issue.low_label),
                high=single_line(issue.high_label),
            )
        keys = tr(
            "Tab goes to the next actor, arrow keys move it, Space selects it, Enter opens its details."
        )
        return f"{ends} {keys}" if issue is None else f"{single_line(issue.name)}. {ends} {keys}"

    def text(self, actor: str) -> str:
        """Its judgement as lines of a text, with its relations, which the canvas draws."""
        lines = (self._described(judgement_lines, actor), self._relations(actor), self._beside(actor))
        return "\n".join(line for part in lines for line in part)

    def parts(self, actor: str) -> Sequence[Line]:
        """Its judgement, each line with what it is about."""
        return [
            *self._described(judgement_parts, actor),
            *(Line("ground", text) for text in self._beside(actor)),
        ]

    def _relations(self, actor: str) -> Iterator[str]:
        """A line with each of its relations and their strengths in words."""
        document, snapshot, told = self._session.document, self._scene.appearance.view.snapshot, []
        ties = self._resolver.ties(document, snapshot) if snapshot in document.snapshots else {}
        for key, relation in document.relations.items():
            if actor in (relation.source, relation.target):
                tie = ties[key].judgement if key in ties else None
                strength = None if tie is None or tie.strength is None else strength_words()[tie.strength]
                name = relation_name(document, key)
                told.append(name if strength is None else f"{name}: {strength}")
        if told:
            yield tr("Relations: {relations}", relations=comma_list(sorted(told, key=sort_key)))

    def _beside(self, actor: str) -> Iterator[str]:
        """What a ghost beside the actor says, if there is one, and how many open comments there are on it."""
        proposal = self._scene.interaction.proposal
        line = "" if proposal is None else proposal.line_of(actor)
        if line:
            yield line
        document = self._session.document
        count = open_by_actor(document)[actor] if document.comments else 0
        if count:
            yield tr_count("{count} open comment", "{count} open comments", count)

    def _described(self, describe: Callable[..., T], actor: str) -> T:
        view = self._scene.appearance.view
        return describe(self._session.document, view.snapshot, view.issue, actor, self._resolver)
