"""Imported contents for tests: those of a map, with its ids or without, and any at all."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from stakemap.interchange.content import (
    ImportedActor,
    ImportedCitation,
    ImportedCondition,
    ImportedContent,
    ImportedEstimate,
    ImportedGroup,
    ImportedIssue,
    ImportedRelation,
    ImportedSnapshot,
    ImportedSource,
    ImportedStance,
    ImportedStanding,
    ImportedTie,
    Place,
)
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Citation, Estimate, Judgement, Stance, Standing, Tie

__all__ = ["content_of", "contents", "shuffled", "without_what_content_lacks"]


def without_what_content_lacks(document: StakeMap) -> StakeMap:
    """The map without what no content has: headlines, the track record, what a team works with, readings."""

    def without_readings(citation: Citation) -> Citation:
        return citation.model_copy(update={"readings": None})

    def judged(judgement: Judgement) -> Judgement:
        citations = tuple(map(without_readings, judgement.citations))
        changes: dict[str, Any] = {"citations": citations, "others": (), "pooled": None}
        return judgement.model_copy(update=changes)

    snapshots = {
        key: snapshot.with_judgements({subject: judged(each) for subject, each in snapshot.judgements()})
        for key, snapshot in document.snapshots.items()
    }
    known = {"actors", "groups", "issues", "relations", "sources"}
    nothing: dict[str, Any] = {name: {} for name in StakeMap.containers - known}
    return document.model_copy(update=nothing | {"snapshots": snapshots})


def content_of(document: StakeMap) -> ImportedContent:
    """All of a map but ledgers and headlines, as a file has it that gives the ids of the map."""
    standings, stances, ties = [], [], []
    for snapshot_id, snapshot in document.snapshots.items():
        for subject, judgement in snapshot.judgements():
            common = {"snapshot": snapshot_id} | _judgement(judgement)
            if isinstance(judgement, Standing):
                influence = _estimate(judgement.influence)
                standings.append(ImportedStanding(actor=subject.id, influence=influence, **common))
            elif isinstance(judgement, Stance):
                stances.append(_stance(subject.id, subject.issue or "", judgement, common))
            elif isinstance(judgement, Tie):
                ties.append(ImportedTie(relation=subject.id, strength=judgement.strength, **common))
    return ImportedContent(
        title=document.title,
        question=document.question,
        key_judgement=document.key_judgement,
        note=document.note,
        actors=_records(ImportedActor, document.actors),
        groups=_records(ImportedGroup, document.groups),
        issues=tuple(_with_rule(each, document) for each in _records(ImportedIssue, document.issues)),
        snapshots=_records(ImportedSnapshot, document.snapshots),
        relations=_records(ImportedRelation, document.relations),
        sources=_records(ImportedSource, document.sources),
        standings=tuple(standings),
        stances=tuple(stances),
        ties=tuple(ties),
    )


def _records(kind: Any, records: Any) -> Any:
    return tuple(
        kind(
            key=key,
            map_id=key,
            place=Place(row=number),
            **{
                name: value
                for name in kind.model_fields
                if name != "rule" and (value := getattr(record, name, None)) is not None
            },
        )
        for number, (key, record) in enumerate(sorted(records.items()), 1)
    )


def _with_rule(record: ImportedIssue, document: StakeMap) -> ImportedIssue:
    rule = document.issues[record.key].rule
    return record if rule is None else record.model_copy(update={"rule": rule.kind, "quota": rule.quota})


def _estimate(estimate: Estimate | None) -> ImportedEstimate | None:
    if estimate is None:
        return None
    return ImportedEstimate(value=estimate.value, low=estimate.low, high=estimate.high)


def _judgement(judgement: Judgement) -> dict[str, Any]:
    return {
        "state": judgement.state,
        "confidence": judgement.confidence,
        "basis": judgement.basis,
        "reason": judgement.reason,
        "citations": tuple(
            ImportedCitation(source=each.source, passage=each.passage, against=each.against)
            for each in judgement.citations
        ),
        "watch_for": judgement.watch_for,
        "by": judgement.by,
        "on": judgement.on or "",
    }


def _stance(actor: str, issue: str, stance: Stance, common: dict[str, Any]) -> ImportedStance:
    return ImportedStance(
        actor=actor,
        issue=issue,
        alignment=_estimate(stance.alignment),
        salience=_estimate(stance.salience),
        influence=_estimate(stance.influence),
        role=stance.role,
        votes=stance.votes,
        conditions=tuple(
            ImportedCondition(text=each.text, issue=each.issue or "") for each in stance.conditions
        ),
        **common,
    )


# --- any content -------------------------------------------------------------------------------------------

_NAMES = ("Georgia", "GEORGIA ", "Gürcistan", "Armenia", "Iran", "Min. of Finance", "საქართველო", "X" * 600)
_texts = st.sampled_from(("", "", "High", "Note: a\nNote: b", "Note: c"))


def _estimates(lowest: int) -> st.SearchStrategy[ImportedEstimate]:
    """Estimates on a scale, now and then off it or with a range that is none."""
    number = st.sampled_from((lowest, 0, 15, 50, 85, 100)).map(float)
    return st.builds(ImportedEstimate, value=number | st.just(150.0)) | st.builds(
        ImportedEstimate, value=number, low=number, high=number
    )


@st.composite
def contents(draw: st.DrawFn) -> ImportedContent:
    """Any content, with repeated and contradictory rows, values off their scales and dangling keys."""
    actor_keys = draw(st.lists(st.sampled_from(("1", "2", "3", "4")), unique=True, max_size=4))
    actors = tuple(draw(_actor(key, row)) for row, key in enumerate(actor_keys, 2))
    key = st.sampled_from(actor_keys) if actor_keys else st.just("gone")
    snapshot = st.sampled_from(("", "", "2023", "wanted", "gone"))
    issue = st.sampled_from(("", "border", "tax"))
    cited = st.just(()) | st.just((ImportedCitation(source="file", passage="row 2"),))
    common = {
        "snapshot": snapshot,
        "reason": _texts,
        "citations": cited,
        "confidence": st.sampled_from((None, "low", "high")),
        "watch_for": _texts,
    }
    values = _estimates(0)
    standing = st.builds(ImportedStanding, actor=key, influence=values, **common) | st.builds(
        ImportedStanding, actor=key, state=st.just("unknown"), **common
    )
    stance = st.builds(
        ImportedStance,
        actor=key,
        issue=issue,
        alignment=_estimates(-100),
        salience=st.none() | values,
        votes=st.sampled_from((None, 0, 7, -1)),
        **common,
    ) | st.builds(
        ImportedStance,
        actor=key,
        issue=issue,
        state=st.sampled_from(("unknown", "not-applicable")),
        salience=st.none() | values,
        role=st.sampled_from((None, "decides")),
        **common,
    )
    relations = draw(
        st.lists(
            st.builds(
                ImportedRelation,
                key=st.just("r"),
                source=key,
                target=key,
                label=st.sampled_from(("", "Ally", "ally")),
                directed=st.booleans(),
            ),
            max_size=1,
        )
    )
    tie = st.builds(ImportedTie, relation=st.just("r"), strength=st.sampled_from((-3.0, 0.0, 1.5, 4.0)))
    return ImportedContent(
        title=draw(_texts),
        actors=actors,
        issues=(
            ImportedIssue(
                key="border", name="Open border", rule="share", quota=draw(st.sampled_from((60, 160)))
            ),
            ImportedIssue(key="tax", name="Tax", low_label="no", high_label="yes"),
        ),
        snapshots=(
            ImportedSnapshot(key="2023", label="", date="2023"),
            ImportedSnapshot(key="wanted", label="What we want", scenario=True),
        ),
        relations=tuple(relations),
        sources=(ImportedSource(key="file", title="register.xlsx"),),
        standings=tuple(draw(st.lists(standing, max_size=4))),
        stances=tuple(draw(st.lists(stance, max_size=4))),
        ties=tuple(draw(st.lists(tie, max_size=2))),
    )


def _actor(key: str, row: int) -> st.SearchStrategy[ImportedActor]:
    return st.builds(
        ImportedActor,
        key=st.just(key),
        place=st.just(Place(sheet="Actors", row=row)),
        name=st.sampled_from(_NAMES) | st.just(""),
        aliases=st.just(()) | st.just(("Sakartvelo",)),
        code=st.sampled_from(("", "", "GEO", "TOOLONG")),
        kind=st.sampled_from((None, "state", "company")),
        group=st.sampled_from(("", "East", "EAST", "West")),
        part_of=st.sampled_from(("", "", "1", "2")),
        note=_texts,
        tags=st.just(()) | st.just(("key player",)),
    )


@st.composite
def shuffled(draw: st.DrawFn, content: ImportedContent) -> ImportedContent:
    """The content with its records in another order."""
    changes = {
        name: tuple(draw(st.permutations(value)))
        for name in type(content).model_fields
        if isinstance(value := getattr(content, name), tuple)
    }
    return content.model_copy(update=changes)
