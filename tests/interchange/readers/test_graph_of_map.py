"""Graphs that Stakemap wrote coming back into their map: unchanged, and as other programs changed them."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreign_files import read
from samples import sample
from stakemap.interchange.content import ImportedContent
from stakemap.interchange.merging.merge import empty_map_for, plan_merge
from stakemap.interchange.merging.options import MergeOptions
from stakemap.interchange.writers.formats import DATA_WRITERS, DataOptions
from stakemap.model.document import Actor, ActorKind, StakeMap
from stakemap.model.edits_base import Authorship
from stakemap.model.ids import slug
from stakemap.text import list_items, list_line, single_line
from stakemap.wording.changes import describe
from strategies import examples, maps

GRAPHS = ("graphml", "gexf", "kumu", "kumu-sheets")
ANI = Authorship("Ani", "2025-08-01")


def written(format_id: str, document: StakeMap, **options: str | None) -> bytes:
    return DATA_WRITERS[format_id].write(document, DataOptions(**options)).data


def imported(document: StakeMap, content: ImportedContent) -> StakeMap:
    return plan_merge(document, content, MergeOptions(), ANI).result


def with_plain_texts(document: StakeMap) -> StakeMap:
    """The map with texts that cells and XML hold as they are."""

    def plain(text: str) -> str:
        return re.sub(r"[^\x20-\ud7ff\ue000-\ufffc]|\|", "", single_line(text))

    def held(record):
        names = ("name", "label", "note", "code")
        changes = {name: plain(text) for name in names if (text := getattr(record, name, ""))}
        for name in ("aliases", "tags"):
            if listed := getattr(record, name, ()):
                changes[name] = list_items(list_line(filter(None, map(plain, listed))))
        return record.model_copy(update=changes)

    containers = ("actors", "groups", "issues", "relations", "snapshots")
    return document.model_copy(
        update={
            name: {key: held(record) for key, record in getattr(document, name).items()}
            for name in containers
        }
    )


@pytest.mark.parametrize("format_id", GRAPHS)
@given(document=maps(), data=st.data())
@examples(8)
def test_unchanged_it_changes_nothing(format_id: str, document: StakeMap, data: st.DataObject) -> None:
    document = with_plain_texts(document)
    if not document.actors:
        return
    names = {group.name for group in document.groups.values()}
    if "" in names or len(names) < len(document.groups):
        return
    snapshot = data.draw(st.sampled_from((None, *sorted(document.snapshots))))
    issue = data.draw(st.sampled_from((None, *sorted(document.issues))))
    content = read(format_id, written(format_id, document, issue=issue, snapshot=snapshot), "map")
    plan = plan_merge(document, content, MergeOptions(), ANI)
    assert describe(document, plan.result) == []
    assert plan.result == document


@pytest.mark.parametrize("format_id", GRAPHS)
@pytest.mark.parametrize("snapshot", [None, "2025-07", "2020", "pressure"])
def test_stances_carried_over_stay_where_they_were_judged(format_id: str, snapshot: str | None) -> None:
    document = sample()
    content = read(format_id, written(format_id, document, snapshot=snapshot), "map")
    assert content.remarks == ()
    assert imported(document, content) == document


def changed_lines(document: StakeMap, format_id: str, old: str, new: str, **options: str) -> list[str]:
    """What it does to the map when another program wrote one value anew."""
    text = written(format_id, document, **options).decode()
    assert text.count(old) == 1
    plan = plan_merge(document, read(format_id, text.replace(old, new), "map"), MergeOptions(), ANI)
    return describe(document, plan.result)


@pytest.mark.parametrize(
    ("format_id", "old", "new"),
    [
        ("graphml", ">-85.0<", ">-50<"),
        ("gexf", 'value="-85.0"', 'value="-50"'),
        ("kumu", ": -85.0", ": -50"),
    ],
)
@pytest.mark.parametrize("issue", [None, "corridor"])
def test_a_changed_number_changes_that_judgement(
    format_id: str, old: str, new: str, issue: str | None
) -> None:
    lines = changed_lines(sample(), format_id, old, new, **({} if issue is None else {"issue": issue}))
    assert lines == ["Armenia on Corridor at After the Istanbul visit: alignment −85 → −50"]


def test_a_changed_judgement_has_no_reason_made_of_its_number_and_cites_no_file() -> None:
    document = sample()
    text = written("graphml", document).decode().replace(">-85.0<", ">-50<")
    result = imported(document, read("graphml", text, "map"))
    stance = result.snapshots["2025-07"].stances["corridor"]["armenia"]
    assert (stance.reason, stance.citations, stance.by) == ("", (), "Ani")
    assert result.sources == document.sources


def test_what_is_changed_of_records_comes_in() -> None:
    document = sample()
    text = written("graphml", document).decode()
    text = text.replace(">Waned since 2022.<", ">Waned.<").replace(">presses<", ">presses hard<")
    text = text.replace(">-2.0<", ">-3.0<").replace(
        "<edge ", '<node id="new"><data key="n0">NATO</data></node><edge ', 1
    )
    plan = plan_merge(document, read("graphml", text, "map"), MergeOptions(), ANI)
    assert describe(document, plan.result) == [
        "Actor NATO: added",
        "Actor Россия: note changed",
        "Relation Azerbaijan → Armenia (presses): label “presses” → “presses hard”",
        "Azerbaijan → Armenia (presses hard) at After the Istanbul visit: strength −2 → −3; reason removed",
    ]


def test_what_is_no_value_is_refused_and_other_attributes_are_named() -> None:
    text = written("graphml", sample()).decode().replace(">-85.0<", ">much<")
    text = text.replace("<graph ", '<key id="q" for="node" attr.name="pagerank"/><graph ', 1)
    text = text.replace("</node>", '<data key="q">0.2</data></node>', 1)
    content = read("graphml", text, "map")
    assert [remark.sentence for remark in content.remarks] == [
        "“pagerank” is none of the attributes that Stakemap wrote, and is left out.",
        "Enter a number from −100 to 100.",
    ]
    assert imported(sample(), content) == sample()


@pytest.mark.parametrize("format_id", GRAPHS)
def test_a_new_map_has_the_snapshot_and_the_issues_by_name(format_id: str) -> None:
    content = read(format_id, written(format_id, sample(), issue="corridor"), "map")
    result = imported(empty_map_for(content, "map"), content)
    assert {key: issue.name for key, issue in result.issues.items()} == {"corridor": "Corridor"}
    assert [(one.label, one.date) for one in result.snapshots.values()] == [
        ("After the Istanbul visit", "2025-07-01")
    ]
    stance = result.snapshots["2025-07"].stances["corridor"]["armenia"]
    assert stance.alignment is not None
    assert (stance.alignment.value, stance.reason) == (-85, "")


@pytest.mark.parametrize("format_id", GRAPHS)
@pytest.mark.parametrize("name", ["Peace (1)", "<b>bold</b> & <img src='x'>", "A: b", "", "W" * 400])
def test_issues_of_one_name_are_told_apart(format_id: str, name: str) -> None:
    document = sample()
    issues = {key: issue.model_copy(update={"name": name}) for key, issue in document.issues.items()}
    document = document.model_copy(update={"issues": issues})
    content = read(format_id, written(format_id, document), "map")
    assert imported(document, content) == document


@pytest.mark.parametrize("format_id", GRAPHS)
def test_every_kind_of_actor_comes_back(format_id: str) -> None:
    actors = {slug(kind): Actor(name=kind.title(), kind=kind) for kind in get_args(ActorKind)}
    document = sample().model_copy(update={"actors": sample().actors | actors})
    assert imported(document, read(format_id, written(format_id, document), "map")) == document


def test_a_node_that_was_copied_is_no_second_actor_of_that_id() -> None:
    text = written("graphml", sample()).decode()
    start = text.index('<node id="georgia">')
    node = text[start : text.index("</node>", start) + len("</node>")]
    copy = node.replace('id="georgia"', 'id="copy"').replace("საქართველო", "Abkhazia")
    content = read("graphml", text.replace(node, node + copy), "map")
    assert [actor.map_id for actor in content.actors].count("georgia") == 1
    result = imported(sample(), content)
    assert result.actors["georgia"] == sample().actors["georgia"]
    assert {actor.name for actor in result.actors.values()} >= {"Abkhazia"}


@pytest.mark.parametrize("format_id", GRAPHS)
def test_tags_and_notes_with_markup_commas_and_semicolons_come_back(format_id: str) -> None:
    odd = Actor(name="A & B", tags=("<b>bold</b> & <i>so on</i>", "a, b", "c; d"), note="<b>x</b>\nif a < b")
    document = sample().model_copy(update={"actors": sample().actors | {"odd": odd}})
    content = read(format_id, written(format_id, document), "map")
    assert content.remarks == ()
    assert imported(document, content) == document


@pytest.mark.parametrize("format_id", GRAPHS)
@pytest.mark.parametrize("name", ["Peace (1)", "<b>bold</b> & <img src='x'>", "alignment: b", "W" * 400])
def test_issues_with_odd_names_come_back(format_id: str, name: str) -> None:
    document = sample()
    named = document.issues["corridor"].model_copy(update={"name": name})
    document = document.model_copy(update={"issues": document.issues | {"corridor": named}})
    assert imported(document, read(format_id, written(format_id, document), "map")) == document
