"""Hypothesis strategy of edits: any edit of `model.edits` with arguments that mostly fit a given map."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from hypothesis import strategies as st

from samples import sample, team_sample
from stakemap.errors import EditError
from stakemap.model import edits
from stakemap.model.document import Relation, Source, StakeMap
from stakemap.model.edit import EditKind
from stakemap.model.history import history_of
from stakemap.model.judgements import (
    AlignmentEstimate,
    Citation,
    InfluenceEstimate,
    Judgement,
    SalienceEstimate,
    Stance,
    Standing,
    Tie,
)
from stakemap.model.places import path_of
from stakemap.model.records import replace
from stakemap.model.resolve import shown_judgement
from stakemap.model.rounds import answered, asked_places, need_round
from stakemap.model.subjects import Place, Subject
from stakemap.model.teamwork import Answer
from strategies import (
    actors,
    authorships,
    colours,
    estimates,
    groups,
    ids,
    issues,
    maps,
    maybe,
    names,
    page_keys,
    partial_dates,
    snapshots,
    sources,
    stances,
    standings,
    texts,
    ties,
)

__all__ = ["Kind", "Operation", "judging_operations", "kinds", "operations", "worlds"]


class Operation(NamedTuple):
    """An edit with its arguments, or a function that makes one for a map; it may be refused."""

    edit: EditKind[Any] | Callable[..., edits.Edit]
    arguments: tuple[Any, ...] = ()
    fields: Mapping[str, Any] = {}

    def value(self, document: StakeMap) -> edits.Edit:
        """The edit of this map."""
        if isinstance(self.edit, EditKind):
            return self.edit.of(*self.arguments, **self.fields)
        return self.edit(document, *self.arguments, **self.fields)

    def __call__(self, document: StakeMap) -> StakeMap:
        return self.value(document).apply(document)

    def __repr__(self) -> str:
        parts = [*map(repr, self.arguments), *(f"{key}={value!r}" for key, value in self.fields.items())]
        return f"{self.edit.__name__}({', '.join(parts)})"


class Kind(NamedTuple):
    """The name of an edit, and a strategy of operations that make it."""

    name: str
    operations: st.SearchStrategy[Operation]


#: Maps to edit: made up, or the sample, in which everything happens.
worlds = st.builds(sample) | st.builds(team_sample) | maps()

numbers = st.floats(-130, 130) | st.integers(-100, 100).map(float)
moves = st.builds(edits.Move, maybe(numbers), maybe(numbers))


def _of(edit: EditKind[Any], *arguments: st.SearchStrategy[Any]) -> Kind:
    return Kind(edit.name, st.tuples(*arguments).map(lambda drawn: Operation(edit, drawn)))


def _made(edit: EditKind[Any], make: Callable[..., edits.Edit], *arguments: st.SearchStrategy[Any]) -> Kind:
    return Kind(edit.name, st.tuples(*arguments).map(lambda drawn: Operation(make, drawn)))


def _with_fields(
    edit: EditKind[Any], *arguments: st.SearchStrategy[Any], **fields: st.SearchStrategy[Any]
) -> Kind:
    chosen = st.fixed_dictionaries({}, optional=fields)
    drawn = st.tuples(st.tuples(*arguments), chosen)
    return Kind(edit.name, drawn.map(lambda drawn: Operation(edit, *drawn)))


def _one_of(keys: Sequence[str]) -> st.SearchStrategy[str]:
    return st.sampled_from([*keys, "nobody"]) if keys else st.just("nobody")


def _several(keys: Sequence[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(keys), max_size=3, unique=True) if keys else st.just([])


def operations(document: StakeMap) -> st.SearchStrategy[Operation]:
    """An edit of this map."""
    return _one_kind(kinds(document))


def _one_kind(found: Sequence[Kind]) -> st.SearchStrategy[Operation]:
    """Operations of any of these kinds; Hypothesis looks into the strategy of the one that is drawn alone."""
    return st.integers(0, len(found) - 1).flatmap(lambda place: found[place].operations)


def kinds(document: StakeMap) -> list[Kind]:
    """Every kind of edit with operations that mostly fit this map; one kind may come more than once."""
    parts = (
        _record_operations,
        _judgement_operations,
        _snapshot_operations,
        _found_operations,
        _team_operations,
        _remark_operations,
    )
    return [kind for part in parts for kind in part(document)]


def judging_operations(document: StakeMap) -> st.SearchStrategy[Operation]:
    """An edit that judges or annotates, and takes nothing back."""
    return _one_kind(_judgement_operations(document)).filter(
        lambda operation: operation.edit is not edits.withdraw_judgements
    )


def _record_operations(document: StakeMap) -> list[Kind]:
    actor, group = _one_of(sorted(document.actors)), _one_of(sorted(document.groups))
    issue, source = _one_of(sorted(document.issues)), _one_of(sorted(document.sources))
    relation, snapshot = _one_of(sorted(document.relations)), _one_of(sorted(document.snapshots))
    new_relation = st.builds(Relation, source=actor, target=actor, label=names)
    return [
        _with_fields(
            edits.set_texts, title=names, question=texts, cut_off=maybe(partial_dates), handling=names
        ),
        _of(edits.add_actor, ids, actors(sorted(document.groups))),
        _with_fields(
            edits.update_actor,
            actor,
            name=names,
            group=maybe(group),
            part_of=maybe(actor),
            colour=maybe(colours | st.just("red")),
            tags=st.lists(names, max_size=2).map(tuple),
        ),
        _of(edits.add_tags, _several(sorted(document.actors)), st.lists(names, max_size=2)),
        _of(edits.remove_actors, _several(sorted(document.actors))),
        _of(edits.add_group, ids, groups),
        _with_fields(edits.update_group, group, name=names, colour=maybe(colours)),
        _of(edits.remove_group, group),
        _of(edits.add_issue, ids, issues),
        _with_fields(edits.update_issue, issue, name=names, order=st.integers(-2, 2)),
        _of(edits.remove_issue, issue),
        _of(edits.reorder_issues, _several(sorted(document.issues))),
        _of(edits.add_source, ids, sources),
        _made(edits.compound, _with_sources, st.lists(sources, max_size=2)),
        _with_fields(edits.update_source, source, title=names, date=maybe(partial_dates)),
        _of(edits.remove_source, source),
        _of(edits.add_relation, ids, new_relation),
        _with_fields(edits.update_relation, relation, label=names, target=actor, directed=st.booleans()),
        _of(edits.remove_relation, relation),
        _of(edits.set_headline, page_keys(sorted(document.issues), sorted(document.snapshots)), names),
        _made(edits.insert_bundle, _pasted, maps(actors_at_most=3, snapshots_at_most=1), maybe(snapshot)),
        _made(
            edits.paste_positions,
            _positioned,
            maps(actors_at_most=3, snapshots_at_most=1),
            snapshot,
            maybe(issue),
        ),
        _made(edits.insert_bundle, _duplicated, _several(sorted(document.actors)), snapshot),
    ]


def _pasted(document: StakeMap, other: StakeMap, snapshot: str | None) -> edits.Edit:
    bundle = edits.extract_bundle(other, next(iter(other.snapshots), None), other.actors)
    return edits.insert_bundle.of(bundle, snapshot)


def _positioned(document: StakeMap, other: StakeMap, snapshot: str, issue: str | None) -> edits.Edit:
    """The positions of other actors for those of this map, one for one."""
    bundle = edits.extract_bundle(other, next(iter(other.snapshots), None), other.actors)
    known = dict(zip(bundle.actors, document.actors, strict=False))
    ids = edits.minted_ids(document, bundle) | known
    return edits.paste_positions.of(bundle, snapshot, issue, ids)


def _with_sources(document: StakeMap, named: Sequence[Source]) -> edits.Edit:
    return edits.compound.of(edits.adding_sources(document, named)[0])


def _duplicated(document: StakeMap, chosen: Sequence[str], snapshot: str) -> edits.Edit:
    return edits.insert_bundle.of(edits.extract_bundle(document, snapshot, chosen), snapshot)


def _judgement_operations(document: StakeMap) -> list[Kind]:
    actor, issue = _one_of(sorted(document.actors)), _one_of(sorted(document.issues))
    relation, snapshot = _one_of(sorted(document.relations)), _one_of(sorted(document.snapshots))
    cited, hung = sorted(document.sources), sorted(document.issues)
    several = _several(sorted(document.actors))
    who = authorships()
    standing, stance = st.builds(Subject.standing, actor), st.builds(Subject.stance, issue, actor)
    tie = st.builds(Subject.tie, relation)
    subject = standing | stance | tie
    moved = st.dictionaries(actor, moves, max_size=3)
    annotations: dict[str, st.SearchStrategy[Any]] = {
        "reason": texts,
        "confidence": maybe(st.sampled_from(("low", "high"))),
        "watch_for": texts,
        "authorship": maybe(who),
        "by": names,
    }
    bounds = maybe(st.integers(-110, 110).map(float))
    below = st.sampled_from((0.0, 10.0, 200.0))
    return [
        _of(edits.move_actors, snapshot, issue, moved, who, below),
        _of(edits.judge, snapshot, standing, standings(cited), who, below),
        _of(edits.judge, snapshot, stance, stances(cited, hung), who, below),
        _of(edits.judge, snapshot, tie, ties([*cited, "nothing"]), who, below),
        _of(edits.keep_support, snapshot, st.lists(subject, max_size=2), st.booleans(), who),
        _with_fields(edits.annotate, snapshot, standing, **annotations),
        _with_fields(
            edits.annotate,
            snapshot,
            stance,
            **annotations,
            salience=maybe(estimates(SalienceEstimate, 0)),
            role=maybe(st.sampled_from(("decides", "can-block"))),
            votes=maybe(st.integers(-1, 50)),
        ),
        _with_fields(edits.annotate, snapshot, tie, **annotations),
        _of(edits.make_unknown, snapshot, issue, several, who),
        _of(edits.make_not_applicable, snapshot, issue, several, who),
        _of(
            edits.set_range,
            snapshot,
            issue,
            actor,
            st.sampled_from(("alignment", "influence")),
            bounds,
            bounds,
            who,
        ),
        _made(edits.restore_entry, _restored, snapshot, subject, st.integers(0, 5), who),
        _of(edits.restore_judgement, snapshot, subject, st.integers(-1, 2), who),
        _of(edits.withdraw_judgements, snapshot, st.lists(subject, max_size=2)),
    ]


def _branched(
    document: StakeMap, key: str, base: str | None, label: str, scenario: bool, likelihood: Any
) -> edits.Edit:
    return edits.branch.of(key, base, label, scenario=scenario, likelihood=likelihood)


def _restored(
    document: StakeMap, snapshot: str, subject: Subject, number: int, who: edits.Authorship
) -> edits.Edit:
    found = history_of(document, snapshot, subject)
    if not found:
        raise EditError("nobody judged it")
    return edits.restore_entry.of(snapshot, found[number % len(found)], who)


def _found_operations(document: StakeMap) -> list[Kind]:
    actor, issue = _one_of(sorted(document.actors)), _one_of(sorted(document.issues))
    snapshot, resolution = _one_of(sorted(document.snapshots)), _one_of(sorted(document.resolutions))
    subject = st.builds(Subject.standing, actor) | st.builds(Subject.stance, issue, actor)
    field = st.sampled_from(("alignment", "salience", "influence"))
    cited = st.lists(st.builds(Citation, source=_one_of(sorted(document.sources))), max_size=1)
    who, date = authorships(), maybe(partial_dates)
    return [
        _of(edits.resolve_judgement, ids, snapshot, subject, field, numbers, who, date, texts, cited),
        _with_fields(
            edits.update_resolution, resolution, found=numbers, date=date, citations=cited.map(tuple)
        ),
        _of(edits.remove_resolution, resolution),
        _of(edits.record_outcome, snapshot, st.booleans(), who, date, texts, cited),
        _of(edits.remove_outcome, _one_of(sorted(document.outcomes))),
    ]


def _team_operations(document: StakeMap) -> list[Kind]:
    actor, issue = _one_of(sorted(document.actors)), _one_of(sorted(document.issues))
    snapshot, cited = _one_of(sorted(document.snapshots)), sorted(document.sources)
    subject = st.builds(Subject.standing, actor) | st.builds(Subject.stance, issue, actor)
    added = st.lists(standings(cited), max_size=2) | st.lists(stances(cited), max_size=2)
    pools = (standings(cited) | stances(cited)).map(lambda each: replace(each, pooled="linear"))
    place = st.integers(0, 2)
    choices = st.dictionaries(_one_of(sorted(document.conflicts)), st.sampled_from(("one", "other", "both")))
    return [
        _of(edits.put_others, snapshot, subject, added),
        _about_other(edits.remove_other, snapshot, subject, place),
        _about_other(edits.adopt_other, snapshot, subject, place),
        _of(edits.pool_judgements, snapshot, subject, pools, authorships()),
        _of(edits.settle_conflicts, choices),
        _made(edits.take_version, _other_version, actor, names, st.booleans()),
        *_round_operations(document, subject),
    ]


def _round_operations(document: StakeMap, subject: st.SearchStrategy[Subject]) -> list[Kind]:
    asked = _one_of(sorted(document.rounds))
    places = st.builds(
        lambda snapshot, about: path_of(Place("snapshots", snapshot, about)),
        _one_of(sorted(document.snapshots)),
        subject,
    )
    chosen, analysts = st.lists(places, max_size=3), st.lists(names, max_size=3)
    flags = st.booleans(), st.booleans()
    return [
        _of(
            edits.start_round,
            ids,
            names,
            st.just("idea"),
            texts,
            chosen,
            analysts,
            authorships(),
            *flags,
            maybe(asked),
        ),
        _made(edits.gather_answers, _gathering, asked, st.integers(-100, 100)),
        _of(edits.close_round, asked, maybe(st.just("2025-07-02"))),
        _of(edits.seal_answers, st.just("0" * 32), st.none()),
    ]


def _gathering(document: StakeMap, round_id: str, value: int) -> edits.Edit:
    """Gather what an analyst judges of all that a round asks for."""
    asked = need_round(document, round_id)
    if not asked.analysts:
        raise EditError("nobody was asked")
    given = {
        path: judgement_at(place.subject, value)
        for path, place in asked_places(asked).items()
        if place.subject is not None
    }
    judgements = tuple(answered(path, judgement, asked.analysts[0]) for path, judgement in given.items())
    answer = Answer(round=round_id, analyst=asked.analysts[0], judgements=judgements)
    pools = {path: replace(judgement, pooled="linear") for path, judgement in given.items()}
    return edits.gather_answers.of(round_id, [answer], {}, {}, pools)


def judgement_at(subject: Subject, value: int) -> Judgement:
    """A judgement of a subject with a value from −100 to 100, brought onto its scale."""
    if subject.kind == "tie":
        return Tie(strength=value % 7 - 3)
    if subject.kind == "standing":
        return Standing(influence=InfluenceEstimate(value=abs(value)))
    return Stance(alignment=AlignmentEstimate(value=value))


def _other_version(document: StakeMap, actor: str, name: str, has_base: bool) -> edits.Edit:
    """Merge a version in which an actor has another name."""
    other = edits.update_actor(document, actor, name=name)
    return edits.take_version.of(other, document if has_base else None, {})


def _about_other(edit: EditKind[Any], *arguments: st.SearchStrategy[Any]) -> Kind:
    def made(document: StakeMap, snapshot: str, subject: Subject, number: int) -> edits.Edit:
        found = shown_judgement(document, snapshot, subject)
        others: tuple[Any, ...] = getattr(found, "others", ())
        if not others:
            raise EditError("nobody else judged it")
        return edit.of(snapshot, subject, others[number % len(others)])

    return _made(edit, made, *arguments)


def _remark_operations(document: StakeMap) -> list[Kind]:
    actor, snapshot = _one_of(sorted(document.actors)), _one_of(sorted(document.snapshots))
    comment, review = _one_of(sorted(document.comments)), _one_of(sorted(document.reviews))
    standing = st.tuples(snapshot, actor).map(lambda one: f"snapshots/{one[0]}/standings/{one[1]}")
    places = st.just("map") | actor.map("actors/{}".format) | snapshot.map("snapshots/{}".format) | standing
    who = authorships()
    return [
        _of(edits.add_comment, ids, places, texts, who),
        _of(edits.answer_comment, ids, comment, texts, who),
        _of(edits.update_comment, comment, texts, names),
        _of(edits.resolve_comment, comment, who),
        _of(edits.reopen_comment, comment),
        _of(edits.remove_comment, comment),
        _of(edits.approve, ids, places, who, texts, st.booleans()),
        _of(edits.withdraw_review, review),
    ]


def _snapshot_operations(document: StakeMap) -> list[Kind]:
    snapshot = _one_of(sorted(document.snapshots))
    content: dict[str, Any] = {
        "actors": sorted(document.actors),
        "issues": sorted(document.issues),
        "relations": sorted(document.relations),
        "sources": sorted(document.sources),
    }
    standing = st.builds(Subject.standing, _one_of(content["actors"]))
    new = maybe(snapshot).flatmap(lambda base: snapshots(base, **content))
    return [
        _of(edits.add_snapshot, ids, new),
        _made(edits.branch, _branched, ids, maybe(snapshot), names, st.booleans(), maybe(st.just("likely"))),
        _of(edits.insert_snapshot, ids, new, snapshot),
        _of(edits.copy_snapshot, ids, new, snapshot),
        _of(edits.duplicate_snapshot, ids, snapshot, names),
        _of(edits.rebase_snapshot, snapshot, maybe(snapshot)),
        _of(edits.remove_snapshot, snapshot),
        _of(
            edits.judge_anew,
            snapshot,
            st.lists(st.tuples(standing, maybe(standings(content["sources"]))), max_size=2),
            ids,
            new,
        ),
        _with_fields(
            edits.update_snapshot,
            snapshot,
            label=names,
            date=maybe(partial_dates),
            scenario=st.booleans(),
            likelihood=maybe(st.just("likely")),
        ),
    ]
