"""Edits by chance, of every kind there is, on a map that neither empties nor grows without end."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from stakemap.model import edits
from stakemap.model.document import Actor, Group, Issue, Relation, Snapshot, Source, StakeMap
from stakemap.model.edits import Authorship
from stakemap.model.judgements import (
    AlignmentEstimate,
    Citation,
    Condition,
    InfluenceEstimate,
    SalienceEstimate,
    Stance,
    Standing,
    Tie,
)
from stakemap.model.resolve import shown_judgement
from stakemap.model.subjects import Subject

__all__ = ["Edit", "RandomEdits"]

#: So many records of a kind are added at most, besides those that the map begins with.
_MOST = {"actors": 12, "groups": 4, "issues": 3, "snapshots": 5, "relations": 8, "sources": 6}
_WORDS = (
    "Border",
    "Միջանցք",
    "a <b>bold</b> claim",
    "ترانزیت",
    "A long sentence that has to be cut somewhere",
    "",
)


class Edit(NamedTuple):
    """A function of `model.edits` with what it is called with; it may be refused."""

    function: Callable[..., StakeMap]
    arguments: tuple[Any, ...]
    fields: Mapping[str, Any] = {}


class RandomEdits:
    """Makes edits of a map by chance; `document` is the map as it is now."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.document = StakeMap(id="00000000-0000-4000-8000-000000000000")
        self._authors = [Authorship(name, f"2025-08-0{day}") for name in ("A", "B", "") for day in (1, 2)]
        self._kinds = (self._move, self._move, self._judge, self._annotate, self._state, self._records)
        self._kinds += (self._records, self._snapshots, self._ledger, self._texts, self._others, self._team)

    def next(self, document: StakeMap) -> Edit:
        """An edit of this map."""
        self.document = document
        return self._chance.choice(self._kinds)()

    def one_of(self, container: str) -> str:
        """The id of a record, or of none where there is none."""
        keys = sorted(getattr(self.document, container))
        return self._chance.choice(keys) if keys else "nobody"

    def several(self, container: str) -> list[str]:
        """Up to three ids of records."""
        keys = sorted(getattr(self.document, container))
        return self._chance.sample(keys, min(len(keys), self._chance.randrange(1, 4)))

    def _new(self, container: str) -> str:
        return f"{container[:-1]}-{self._chance.randrange(_MOST[container])}"

    def _words(self) -> str:
        return self._chance.choice(_WORDS)

    def _who(self) -> Authorship:
        return self._chance.choice(self._authors)

    def _place(self) -> tuple[str, str]:
        return self.one_of("snapshots"), self.one_of("issues")

    def _estimate(self, kind: Any, lowest: float) -> Any:
        value = float(self._chance.randrange(int(lowest), 101))
        if self._chance.random() < 0.5:
            return kind(value=value)
        return kind(value=value, low=max(lowest, value - 9), high=min(100.0, value + 9))

    def _move(self) -> Edit:
        snapshot, issue = self._place()
        chance = self._chance
        moves = {
            actor: edits.Move(
                chance.choice((None, chance.uniform(-110, 110))),
                chance.choice((None, chance.uniform(-10, 110))),
            )
            for actor in self.several("actors")
        }
        return Edit(edits.move_actors, (snapshot, issue, moves, self._who()))

    def _notes(self) -> dict[str, Any]:
        """What every judgement may carry."""
        cited = (Citation(source=self.one_of("sources"), passage=self._words()),)
        return {
            "reason": self._words(),
            "confidence": self._chance.choice((None, "low", "moderate", "high")),
            "basis": self._chance.choice((None, "stated", "inferred")),
            "citations": self._chance.choice(((), cited)),
            "watch_for": self._words(),
        }

    def _judge(self) -> Edit:
        snapshot, issue = self._place()
        notes, who = self._notes(), self._who()
        what = self._chance.randrange(3)
        if what == 0:
            standing = Standing(influence=self._estimate(InfluenceEstimate, 0), **notes)
            return Edit(edits.judge, (snapshot, Subject.standing(self.one_of("actors")), standing, who))
        if what == 1:
            tie = Tie(strength=self._chance.randrange(-3, 4), **notes)
            return Edit(edits.judge, (snapshot, Subject.tie(self.one_of("relations")), tie, who))
        stance = Stance(
            alignment=self._estimate(AlignmentEstimate, -100),
            salience=self._chance.choice((None, self._estimate(SalienceEstimate, 0))),
            influence=self._chance.choice((None, self._estimate(InfluenceEstimate, 0))),
            role=self._chance.choice((None, "decides", "can-block")),
            conditions=self._chance.choice(((), (Condition(text="If", issue=self.one_of("issues")),))),
            **notes,
        )
        return Edit(edits.judge, (snapshot, Subject.stance(issue, self.one_of("actors")), stance, who))

    def _annotate(self) -> Edit:
        snapshot, issue = self._place()
        names = self._chance.sample(("reason", "confidence", "basis", "citations", "watch_for"), 2)
        notes = self._notes()
        fields = {name: notes[name] for name in names} | {"authorship": self._who()}
        what = self._chance.randrange(3)
        if what == 0:
            return Edit(edits.annotate, (snapshot, Subject.standing(self.one_of("actors"))), fields)
        if what == 1:
            return Edit(edits.annotate, (snapshot, Subject.tie(self.one_of("relations"))), fields)
        return Edit(edits.annotate, (snapshot, Subject.stance(issue, self.one_of("actors"))), fields)

    def _state(self) -> Edit:
        snapshot, issue = self._place()
        what = self._chance.randrange(3)
        if what < 2:
            edit = (edits.make_unknown, edits.make_not_applicable)[what]
            return Edit(edit, (snapshot, issue, self.several("actors"), self._who()))
        axis, low = self._chance.choice(("alignment", "influence")), self._chance.randrange(-20, 60)
        ends = self._chance.choice(((None, None), (low, low + 30)))
        return Edit(edits.set_range, (snapshot, issue, self.one_of("actors"), axis, *ends, self._who()))

    def _ledger(self) -> Edit:
        snapshot, issue = self._place()
        actor = self.one_of("actors")
        subjects = (
            Subject.standing(actor),
            Subject.stance(issue, actor),
            Subject.tie(self.one_of("relations")),
        )
        if self._chance.random() < 0.5:
            return Edit(edits.withdraw_judgements, (snapshot, subjects[:2]))
        index = self._chance.randrange(3)
        return Edit(edits.restore_judgement, (snapshot, self._chance.choice(subjects), index, self._who()))

    def _others(self) -> Edit:
        """Put, adopt or remove what somebody else judges."""
        snapshot, issue = self._place()
        subject = Subject.stance(issue, self.one_of("actors"))
        shown = shown_judgement(self.document, snapshot, subject)
        others: tuple[Any, ...] = getattr(shown, "others", ())
        what = self._chance.randrange(3)
        if what and others:
            edit = (edits.remove_other, edits.adopt_other)[what - 1]
            return Edit(edit, (snapshot, subject, self._chance.choice(others)))
        by, on = self._who()
        value = self._estimate(AlignmentEstimate, -100)
        return Edit(
            edits.put_others, (snapshot, subject, [Stance(alignment=value, by=by, on=on, **self._notes())])
        )

    def _team(self) -> Edit:
        """Comment on something, settle a comment or an open conflict, or approve something."""
        chance, who = self._chance, self._who()
        path = chance.choice(("map", f"actors/{self.one_of('actors')}", f"issues/{self.one_of('issues')}"))
        key = f"c-{chance.randrange(10**9)}"
        known = self.one_of("comments")
        choices = {self.one_of("conflicts"): chance.choice(("one", "other", "both"))}
        return chance.choice(
            (
                Edit(edits.add_comment, (key, path, self._words() or "So?", who)),
                Edit(edits.answer_comment, (key, known, self._words() or "Yes.", who)),
                Edit(edits.resolve_comment, (known, who)),
                Edit(edits.remove_comment, (known,)),
                Edit(edits.settle_conflicts, (choices,)),
                Edit(edits.settle_conflicts, (choices,)),
            )
        )

    def _texts(self) -> Edit:
        names = ("title", "question", "key_judgement", "note", "handling", "contact")
        return Edit(edits.set_texts, (), {self._chance.choice(names): self._words()})

    def _records(self) -> Edit:
        """Add, change or remove a record, removing as often as adding."""
        container = self._chance.choice(("actors", "groups", "issues", "relations", "sources"))
        what = self._chance.randrange(4)
        one = container[:-1]
        if what == 0:
            add: Callable[..., StakeMap] = getattr(edits, f"add_{one}")
            return Edit(add, (self._new(container), self._made(container)))
        if what == 1:
            added = self._new(container)
            if container == "actors":
                return Edit(edits.remove_actors, ([added],))
            return Edit(getattr(edits, f"remove_{one}"), (added,))
        update: Callable[..., StakeMap] = getattr(edits, f"update_{one}")
        name = {"relations": "label", "sources": "title"}.get(container, "name")
        fields: dict[str, Any] = {name: self._words() or "Named"}
        if container in ("actors", "groups"):
            fields["colour"] = self._chance.choice((None, "#0072b2", "#cc79a7"))
        if container == "actors":
            fields |= {"group": self._chance.choice((None, self.one_of("groups"))), "note": self._words()}
        return Edit(update, (self.one_of(container),), fields)

    def _made(self, container: str) -> Any:
        name = self._words() or "New"
        if container == "actors":
            return Actor(
                name=name, code=name[:3].strip(), group=self._chance.choice((None, self.one_of("groups")))
            )
        if container == "groups":
            return Group(name=name)
        if container == "issues":
            return Issue(name=name, low_label="no", high_label="yes", order=self._chance.randrange(3))
        if container == "relations":
            return Relation(source=self.one_of("actors"), target=self.one_of("actors"), label=name)
        return Source(title=name, date="2025-07", url="https://example.org/a")

    def _snapshots(self) -> Edit:
        what, new, one = self._chance.randrange(6), self._new("snapshots"), self.one_of("snapshots")
        based_on = self._chance.choice((None, one))
        if what == 0:
            scenario = self._chance.random() < 0.5
            fields = {
                "scenario": scenario,
                "date": None if scenario else f"20{self._chance.randrange(10, 40)}",
            }
            return Edit(edits.branch, (new, based_on, self._words() or "Later"), fields)
        if what == 1:
            snapshot = Snapshot(label="Between", date="2021")
            return Edit(edits.insert_snapshot, (new, snapshot, one))
        if what == 2:
            return Edit(edits.rebase_snapshot, (one, based_on))
        if what in (3, 4):
            return Edit(edits.remove_snapshot, (new,))
        return Edit(edits.update_snapshot, (one,), {"label": self._words() or "Named", "note": self._words()})
