"""Laws of merging: nothing is lost, nothing comes twice, and no order matters."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from imported_contents import content_of, contents, shuffled, without_what_content_lacks
from samples import sample, tiny
from stakemap.interchange.content import ImportedContent
from stakemap.interchange.merging.merge import plan_merge
from stakemap.interchange.merging.options import MergeOptions, NewSnapshot
from stakemap.interchange.merging.planned import MergePlan
from stakemap.model.checks import check
from stakemap.model.document import StakeMap, new_map
from stakemap.model.edits_base import Authorship
from stakemap.storage.codec import decode, encode
from stakemap.storage.store.edit_codec import decode_edit, encode_edit
from strategies import examples, maps

ME = Authorship("Ani", "2025-08-01")
BLANK = new_map("00000000-0000-4000-8000-000000000001")

options = st.sampled_from(
    (
        MergeOptions(),
        MergeOptions(policy="fill"),
        MergeOptions(new_snapshot=NewSnapshot(date="2025-08")),
        MergeOptions(issue="Quota"),
    )
)
starts = st.sampled_from((BLANK, tiny(), sample()))


def merged(document: StakeMap, content: ImportedContent, chosen: MergeOptions | None = None) -> MergePlan:
    return plan_merge(document, content, chosen or MergeOptions(), ME)


@given(starts, contents(), options)
@examples(30)
def test_importing_again_changes_nothing(
    start: StakeMap, content: ImportedContent, chosen: MergeOptions
) -> None:
    once = merged(start, content, chosen)
    again = merged(once.result, content, chosen)
    assert again.result is once.result
    assert {record.status for record in again.records} <= {"unchanged", "refused", "ambiguous"}


@given(st.data(), starts, contents(), options)
@examples(30)
def test_the_order_of_records_does_not_matter(
    data: st.DataObject, start: StakeMap, content: ImportedContent, chosen: MergeOptions
) -> None:
    other = data.draw(shuffled(content))
    assert merged(start, other, chosen).result == merged(start, content, chosen).result


@given(starts, contents(), options)
@examples(30)
def test_whatever_is_imported_is_a_valid_map_and_one_edit_that_can_be_sent(
    start: StakeMap, content: ImportedContent, chosen: MergeOptions
) -> None:
    plan = merged(start, content, chosen)
    assert not [fault for fault in check(plan.result) if fault.severity == "error"]
    assert decode(encode(plan.result)).document == plan.result
    assert decode_edit(encode_edit(plan.edit)) == plan.edit
    assert decode_edit(encode_edit(plan.edit)).apply(start) == plan.result
    assert json.loads(encode_edit(plan.edit))["edit"] == "import-content"
    assert plan.edit.apply(start) is plan.result


@given(starts, contents(), options)
@examples(30)
def test_nothing_of_the_map_is_lost(start: StakeMap, content: ImportedContent, chosen: MergeOptions) -> None:
    result = merged(start, content, chosen).result
    for name in ("actors", "groups", "issues", "relations", "sources", "snapshots"):
        assert getattr(start, name).keys() <= getattr(result, name).keys()
    for key, actor in start.actors.items():
        after = result.actors[key]
        assert set(actor.tags) <= set(after.tags)
        assert set(actor.aliases) <= set(after.aliases)
        assert after.name == actor.name
        assert bool(after.note) >= bool(actor.note)
    for snapshot_id, snapshot in start.snapshots.items():
        for subject, judgement in snapshot.judgements():
            now = result.snapshots[snapshot_id].judgement(subject)
            assert now is not None
            known = {(each.reason, each.citations) for each in now.with_earlier()}
            written = [reason for reason, _ in known]
            assert any(reason.startswith(judgement.reason) for reason in written)


@given(maps())
@examples(10)
def test_a_map_merged_with_itself_is_the_same(document: StakeMap) -> None:
    plan = merged(document, content_of(document))
    assert plan.result is document
    assert not plan.remarks
    assert not plan.missing


@given(maps())
@examples(10)
def test_an_empty_map_becomes_what_the_content_says(document: StakeMap) -> None:
    plain = plain_map(document)
    nobody = Authorship("", None)
    result = plan_merge(replace_id(BLANK, plain), content_of(plain), MergeOptions(), nobody).result
    assert result == plain


def replace_id(document: StakeMap, like: StakeMap) -> StakeMap:
    kept = {
        name: getattr(like, name)
        for name in StakeMap.model_fields
        if name not in ("title", "question", "key_judgement", "note", *StakeMap.containers)
    }
    return document.model_copy(update=kept)


def plain_map(document: StakeMap) -> StakeMap:
    """The map without unknown fields, ledgers, what no content has, and what it calls no judgement."""
    tree = known_only(json.loads(encode(without_what_content_lacks(document))))
    return StakeMap.model_validate_json(json.dumps(tree))


def known_only(tree: dict) -> dict:
    from stakemap.model import document as records
    from stakemap.model import judgements

    def cut(kind: type, value: dict, *drop: str) -> dict:
        return {name: part for name, part in value.items() if name in kind.model_fields and name not in drop}

    def judgement(kind: type, value: dict) -> dict:
        found = cut(kind, value, "earlier", "support_kept")
        for name in ("influence", "alignment", "salience"):
            if name in found:
                found[name] = cut(judgements.Estimate, found[name])
        unique = {}
        for each in found.get("citations", ()):
            one = cut(judgements.Citation, each)
            unique[json.dumps(one)] = one
        if unique:
            found["citations"] = list(unique.values())
        conditions = {}
        for each in found.get("conditions", ()):
            one = cut(judgements.Condition, each)
            conditions[json.dumps(one)] = one
        if conditions:
            found["conditions"] = list(conditions.values())
        return found

    result = cut(StakeMap, tree)
    for name, kind in (
        ("actors", records.Actor),
        ("groups", records.Group),
        ("issues", records.Issue),
        ("relations", records.Relation),
        ("sources", records.Source),
    ):
        result[name] = {key: cut(kind, value) for key, value in tree.get(name, {}).items()}
    result["snapshots"] = {}
    for key, value in tree.get("snapshots", {}).items():
        snapshot = cut(records.Snapshot, value)
        snapshot["standings"] = {
            each: judgement(judgements.Standing, one) for each, one in value.get("standings", {}).items()
        }
        snapshot["ties"] = {
            each: judgement(judgements.Tie, one) for each, one in value.get("ties", {}).items()
        }
        snapshot["stances"] = {
            issue: {each: judgement(judgements.Stance, one) for each, one in stances.items()}
            for issue, stances in value.get("stances", {}).items()
        }
        result["snapshots"][key] = snapshot
    return result
