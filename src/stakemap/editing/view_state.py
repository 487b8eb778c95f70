"""What one window looks at: issue, snapshot and selection; none of it is in the file or in undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, get_args

from stakemap.editing.signal import Signal
from stakemap.model.document import StakeMap
from stakemap.model.order import issues_in_order, latest_dated
from stakemap.model.resolve import lineage

__all__ = ["RelationsShown", "TiesShown", "ViewState"]

#: Which relations are drawn: all, those of the selected actors, or none.
RelationsShown = Literal["all", "selection", "none"]
#: Which of those by their strength: all, or only the friendly or hostile ones.
TiesShown = Literal["all", "friendly", "hostile"]

_FIELDS = ("issue", "snapshot", "selection", "primary", "relations", "ties", "dimmed", "relation")


class ViewState:
    """The view of one window; `changed(frozenset of field names)` tells of each `set` that changes something.

    `primary` is the actor clicked last, which the inspector shows; it is always one of the selection, or
    None. `dimmed` are the actors that search and filters leave out. `relation` is the one relation that is
    selected, while no actor is.
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

    @classmethod
    def for_document(cls, document: StakeMap, **fields: Any) -> ViewState:
        """The view a map opens with: its first issue and its latest dated snapshot."""
        first = next(iter(issues_in_order(document)), None)
        return cls(**({"issue": first, "snapshot": latest_dated(document)} | fields))

    def set(self, **fields: Any) -> None:
        """Change several fields at once; TypeError for one that does not exist.

        When the selection changes, a primary that is not in it gives way to the only selected actor, or to
        None. A relation that is selected takes the place of selected actors, and they take its place.
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
        """Select just these actors; the last one is the primary unless told otherwise."""
        self.set(selection=frozenset(actors), primary=primary or (actors[-1] if actors else None))

    def reconcile(self, document: StakeMap, before: StakeMap | None = None) -> None:
        """Drop what is gone from the map, and pick an issue and a snapshot where none is left.

        From a snapshot removed since `before`, the view falls back to the nearest one that it built on.
        """
        fields: dict[str, Any] = {"selection": self.selection & document.actors.keys()}
        if self.relation not in document.relations:
            fields["relation"] = None
        if self.issue not in document.issues:
            fields["issue"] = next(iter(issues_in_order(document)), None)
        if self.snapshot not in document.snapshots:
            chain = lineage(before, self.snapshot) if before is not None and self.snapshot else ()
            left = (ancestor for ancestor in chain if ancestor in document.snapshots)
            fields["snapshot"] = next(left, None) or latest_dated(document)
        self.set(**fields)


def _primary(primary: str | None, selection: frozenset[str]) -> str | None:
    if primary in selection:
        return primary
    return next(iter(selection)) if len(selection) == 1 else None
