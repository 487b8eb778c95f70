"""The question that an analysis answers: a map, the issue and snapshot in view, and what several methods need
of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from stakemap.analysis.balance.balance import Balance, balance
from stakemap.analysis.balance.counted import Inputs, gather
from stakemap.analysis.balance.intervals import Interval, Intervals, intervals
from stakemap.analysis.balance.sides import DEFAULT_LIMITS, SideLimits
from stakemap.analysis.report import MovedField, Place
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Stance, Standing
from stakemap.model.order import issues_in_order, latest_dated
from stakemap.model.placing import placing
from stakemap.model.resolve import Resolved, Resolver
from stakemap.model.subjects import Subject


def _never() -> bool:
    return False


@dataclass(frozen=True, eq=False)
class Question:
    """A map with the issue and snapshot in view, None where it has none; `limits` are those of the balance.

    A worker calls `cancelled` to learn whether the answer is still wanted. Thread-safe if `resolver` is used
    by no other thread.
    """

    document: StakeMap
    issue: str | None = None
    snapshot: str | None = None
    resolver: Resolver = field(default_factory=Resolver)
    limits: SideLimits = DEFAULT_LIMITS
    cancelled: Callable[[], bool] = _never

    @classmethod
    def of(cls, document: StakeMap, issue: str | None = None, snapshot: str | None = None) -> Question:
        """The question about a map, by default on its first issue and at its latest dated snapshot."""
        issue = next(iter(issues_in_order(document)), None) if issue is None else issue
        return cls(document, issue, latest_dated(document) if snapshot is None else snapshot)

    @property
    def has_view(self) -> bool:
        """Whether issue and snapshot are those of the map."""
        return self.issue in self.document.issues and self.snapshot in self.document.snapshots

    def at(self, snapshot: str) -> Question:
        """The same question at another snapshot."""
        return replace(self, snapshot=snapshot)

    def on(self, issue: str) -> Question:
        """The same question on another issue."""
        return replace(self, issue=issue)

    @cached_property
    def standings(self) -> Mapping[str, Resolved[Standing]]:
        """The judgements of influence in effect, by actor. Raises KeyError without a snapshot."""
        return self.resolver.standings(self.document, self.snapshot or "")

    @cached_property
    def stances(self) -> Mapping[str, Resolved[Stance]]:
        """The judgements of alignment in effect on the issue, by actor. Raises KeyError without a view."""
        return self.resolver.stances(self.document, self.snapshot or "", self.issue or "")

    @cached_property
    def inputs(self) -> Inputs:
        """The counted actors as arrays, and who is left out. Raises KeyError without a view."""
        return gather(self.document, self.snapshot or "", self.issue or "", self.resolver)

    @cached_property
    def balance(self) -> Balance:
        """The balance. Raises KeyError without a view."""
        return balance(self.inputs, *self.limits)

    @cached_property
    def intervals(self) -> Intervals | None:
        """The intervals of the balance; None where ranges are missing or nothing has weight."""
        return intervals(self.inputs, self.limits.threshold, cancelled=self.cancelled)

    @property
    def net_interval(self) -> Interval | None:
        """The interval of the difference between the sides, by which the verdict may be uncertain."""
        return None if self.intervals is None else self.intervals.net

    def place_of_value(self, actor: str, name: MovedField) -> Place:
        """Where a field of an actor is judged: of influence that may be its own on the issue, or the general
        one.
        """
        if name == "influence" and not placing(self.standings, self.stances, actor).has_own_influence:
            return self.place_of_standing(actor)
        return self.place_of_stance(actor, "value" if name == "alignment" else name)

    def place_of_stance(self, actor: str, name: str = "value") -> Place:
        """Where the stance of an actor is judged; the snapshot in view if it never was."""
        resolved = self.stances.get(actor)
        snapshot = self.snapshot or "" if resolved is None else resolved.snapshot
        return Place(snapshot, Subject.stance(self.issue or "", actor), name)

    def place_of_standing(self, actor: str) -> Place:
        """Where the influence of an actor is judged; the snapshot in view if it never was."""
        resolved = self.standings.get(actor)
        snapshot = self.snapshot or "" if resolved is None else resolved.snapshot
        return Place(snapshot, Subject.standing(actor), "value")
