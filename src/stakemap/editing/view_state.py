"""The view state of one window: issue, snapshot, selection and filters; not part of the file or undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, get_args

from stakemap.editing.signal import Signal
from stakemap.model.document import StakeMap
from stakemap.model.order import issues_in_order, latest_dated
from stakemap.model.resolve import lineage
from stakemap.model.subjects import Subject

#: The relations drawn: all, those of the selected actors, or none.
RelationsShown = Literal["all", "selection", "none"]
#: A further filter of these by strength: all, or only friendly or hostile ones.
TiesShown = Literal["all", "friendly", "hostile"]

_FIELDS = ("issue", "snapshot", "selection", "primary", "relations", "ties", "dimmed", "relation")


class ViewState:
    """The view state of one window; emits `changed(frozenset of field names)` when a `set` changed something.

    `primary` is the actor clicked last, which the inspector shows: a member of the selection, or None.
    `dimmed` are the actors excluded by search and filters. `relation` is the selected relation; only one
    relation, or actors, can be selected. `left_out_pages` are the keys of pages that are left out of exports
    and prints; they change without a signal.
    """

    issue: str | None
    snapshot: str | None
    selection: frozenset[str]
    primary: str | None
    relations: RelationsShown
    ties: TiesShown
    dimmed: frozenset[str]
    relation: str | None

    def __init__(
        self,
        issue: str | None = None,
        snapshot: str | None = None,
        selection: frozenset[str] = frozenset(),
        primary: str | None = None,
        relations: RelationsShown = "all",
        dimmed: frozenset[str] = frozenset(),
        *,
        ties: TiesShown = "all",
        relation: str | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        self.changed = Signal(on_error)
        self.issue = issue
        self.snapshot = snapshot
        self.selection = frozenset(selection)
        self.primary = _primary(primary, self.selection)
        self.relations = relations
        self.ties = ties
        self.dimmed = frozenset(dimmed)
        self.relation = None if self.selection else relation
        self.left_out_pages: set[str] = set()
        #: For each snapshot added since, the map before that and the snapshot that was in view.
        self._added: dict[str, tuple[StakeMap, str | None]] = {}

    @classmethod
    def for_document(cls, document: StakeMap, **fields: Any) -> ViewState:
        """The initial view of a map: its first issue and its latest dated snapshot."""
        first = next(iter(issues_in_order(document)), None)
        return cls(**({"issue": first, "snapshot": latest_dated(document)} | fields))

    def set(self, **fields: Any) -> None:
        """Change several fields at once. Raises TypeError for unknown fields, ValueError for invalid values.

        When the selection changes, a primary that is not in it becomes the only selected actor, or None.
        Selecting a relation clears the selection of actors and vice versa.
        """
        unknown = fields.keys() - set(_FIELDS)
        if unknown:
            raise TypeError(f"a view has no field {', '.join(sorted(unknown))}")
        if "relations" in fields and fields["relations"] not in get_args(RelationsShown):
            raise ValueError(f"relations is one of {', '.join(get_args(RelationsShown))}")
        if "ties" in fields and fields["ties"] not in get_args(TiesShown):
            raise ValueError(f"ties is one of {', '.join(get_args(TiesShown))}")
        if fields.get("relation") is not None:
            fields.setdefault("selection", frozenset())
        if "selection" in fields:
            fields["selection"] = frozenset(fields["selection"])
        selection = fields.get("selection", self.selection)
        if selection:
            fields["relation"] = None
        fields["primary"] = _primary(fields.get("primary", self.primary), selection)
        differing = frozenset(name for name, value in fields.items() if getattr(self, name) != value)
        for name in differing:
            setattr(self, name, fields[name])
        if differing:
            self.changed.emit(differing)

    def select(self, *actors: str, primary: str | None = None) -> None:
        """Select exactly these actors; the last one is the primary by default."""
        self.set(selection=frozenset(actors), primary=primary or (actors[-1] if actors else None))

    def show(self, snapshot: str, subject: Subject) -> None:
        """Show what a judgement is about: its snapshot, issue and actor or relation, drawn if it was not."""
        if subject.kind == "tie":
            drawn = "all" if self.relations == "none" else self.relations
            self.set(snapshot=snapshot, relation=subject.id, relations=drawn)
        else:
            issue = self.issue if subject.issue is None else subject.issue
            self.set(snapshot=snapshot, issue=issue, selection={subject.id}, primary=subject.id)

    def reconcile(self, document: StakeMap, before: StakeMap | None = None) -> None:
        """Remove references to deleted records; select another issue or snapshot in place of a deleted one.

        For a snapshot deleted since `before`, this is its nearest remaining ancestor; where its addition was
        undone, the one that was in view when it was added.
        """
        if before is not None:
            for key in document.snapshots.keys() - before.snapshots.keys():
                self._added[key] = before, self.snapshot
        fields: dict[str, Any] = {"selection": self.selection & document.actors.keys()}
        if self.relation not in document.relations:
            fields["relation"] = None
        if self.issue not in document.issues:
            fields["issue"] = next(iter(issues_in_order(document)), None)
        if self.snapshot not in document.snapshots:
            without, previous = self._added.get(self.snapshot or "", (None, None))
            chain = lineage(before, self.snapshot) if before is not None and self.snapshot else ()
            left = (ancestor for ancestor in chain if ancestor in document.snapshots)
            back = previous if without is document else None
            fields["snapshot"] = back or next(left, None) or latest_dated(document)
        self.set(**fields)


def _primary(primary: str | None, selection: frozenset[str]) -> str | None:
    if primary in selection:
        return primary
    return next(iter(selection)) if len(selection) == 1 else None
