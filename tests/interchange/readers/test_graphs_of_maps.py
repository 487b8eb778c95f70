"""Graphs and maps: what Stakemap writes as a graph comes back, and relations go into a map by name."""

from __future__ import annotations

import pytest

from foreign_files import alignments, influences, read, relations, saliences
from samples import sample
from stakemap.interchange.merging.merge import plan_merge
from stakemap.interchange.merging.options import MergeOptions
from stakemap.interchange.writers.formats import DATA_WRITERS, DataOptions
from stakemap.model.edits_base import Authorship


@pytest.mark.parametrize("format_id", ["graphml", "gexf", "kumu", "kumu-sheets"])
def test_a_map_that_went_out_as_a_graph_comes_back(format_id: str) -> None:
    document = sample()
    written = DATA_WRITERS[format_id].write(document, DataOptions())
    content = read(format_id, written.data, "map")
    names = {actor.key: actor.name for actor in content.actors}
    assert {(actor.name, actor.kind, actor.tags, actor.aliases) for actor in content.actors} == {
        (actor.name, actor.kind, actor.tags, actor.aliases) for actor in document.actors.values()
    }
    assert {names[actor.part_of] for actor in content.actors if actor.part_of} == {"Türkiye"}
    now = "After the Istanbul visit"
    assert influences(content) == {
        (now, "Armenia"): 35,
        (now, "Azerbaijan"): 80,
        (now, "The president of Türkiye"): 60,
        (now, "Türkiye"): 85,
        (now, "Россия"): 70,
    }
    border, corridor = "Armenia–Türkiye border", "Corridor"
    assert alignments(content) == {
        (now, "Armenia", border): 85,
        (now, "Armenia", corridor): -85,
        (now, "Azerbaijan", corridor): 85,
        (now, "The president of Türkiye", border): 20,
        (now, "Türkiye", border): 10,
    }
    assert saliences(content) == {(now, "Armenia", border): 90}
    states = {(names[each.actor], each.state) for each in (*content.standings, *content.stances)}
    assert {("ایران", "unknown"), ("Россия", "unknown"), ("საქართველო", "not-applicable")} <= states
    assert sorted(relations(content)) == [
        ("Azerbaijan", "→", "Armenia", "presses"),
        ("Türkiye", "—", "Azerbaijan", "alliance"),
    ]
    assert {tie.strength for tie in content.ties} == {-2, 3}
    assert content.remarks_of("refused") == content.remarks_of("kept") == ()


def test_relations_go_into_a_map_by_the_names_of_its_actors() -> None:
    document = sample()
    edges = (
        "Source;Target;Type;Label;Weight\nRussia;ARMENIA;Directed;arms;-2\n"
        "Turkiye;Azerbaijan;Undirected;alliance;3\nTurkiye;NATO;Directed;member;1\n"
    )
    content = read("gephi-tables", edges, "edges.csv")
    plan = plan_merge(document, content, MergeOptions(), Authorship("Ani", "2025-08-01"))
    assert set(plan.result.actors) - set(document.actors) == {"nato"}
    added = plan.result.relations.keys() - document.relations.keys()
    ends = {(plan.result.relations[key].source, plan.result.relations[key].target) for key in added}
    assert ends == {("russia", "armenia"), ("turkiye", "nato")}
    ties = plan.result.snapshots[plan.snapshot].ties
    assert {key: ties[key].strength for key in added} == {"russia-armenia": -2, "turkiye-nato": 1}
