"""GEXF of Gephi, static and dynamic."""

from __future__ import annotations

import pytest

from foreign_files import read, relations, remarks

NODES = """<attributes class="node"><attribute id="0" title="Sector" type="string">
<default>State</default></attribute>
<attribute id="1" title="Motto" type="string"/></attributes>
<nodes>
<node id="1" label="Gas Co" start="2010" end="2014"><attvalues><attvalue for="0" value="Energy"/>
<attvalue for="1" value="Flow" start="2010" end="2012"/><attvalue for="1" value="Burn" start="2013"/>
</attvalues>
<viz:size value="3"/><viz:position x="1" y="2" z="0"/></node>
<node id="2" label="Greens"><spells><spell start="2001" end="2002"/><spell start="2005"/></spells></node>
<node id="3"><nodes><node id="4" label="Youth"/></nodes></node>
</nodes>"""
EDGES = """<edges><edge id="0" source="1" target="2" weight="2.5"/>
<edge source="2" target="1" type="directed" label="sues" weight="1"/>
<edge source="4" target="1" type="mutual" kind="ally"/>
</edges>"""


def gexf(namespace: str = "http://www.gexf.net/1.2draft", graph: str = 'defaultedgetype="undirected"') -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><gexf xmlns="{namespace}" xmlns:viz="{namespace}/viz">'
        "<meta><creator>Gephi</creator><description>Energy</description></meta>"
        f"<graph {graph}>{NODES}{EDGES}</graph></gexf>"
    )


@pytest.mark.parametrize(
    "namespace", ["http://www.gexf.net/1.2draft", "http://gexf.net/1.3", "http://www.gexf.net/1.1draft"]
)
def test_nodes_attributes_and_times(namespace: str) -> None:
    content = read("gexf", gexf(namespace), "net.gexf")
    company, greens, youth = content.actors
    assert (company.name, company.group) == ("Gas Co", "Energy")
    assert company.note == "Motto: Burn\nMotto over time: Flow (2010–2012); Burn (2013–)\nTime: 2010–2014"
    assert (greens.note, greens.group) == ("Time: 2001–2002; 2005–", "State")
    assert (youth.name, youth.group) == ("Youth", "3")
    assert content.note == "Energy"
    assert "Places, sizes and colours of the drawing are left out." in remarks(content, "left-out")


def test_edges_with_type_weight_and_kind() -> None:
    content = read("gexf", gexf(), "net.gexf")
    assert relations(content) == [
        ("Gas Co", "—", "Greens", ""),
        ("Greens", "→", "Gas Co", "sues"),
        ("Youth", "—", "Gas Co", "ally"),
    ]
    assert [relation.note for relation in content.relations] == ["Weight: 2.5", "Weight: 1", ""]
    assert [(tie.relation, tie.strength) for tie in content.ties] == [(content.relations[2].key, 2)]


def test_the_graph_says_the_direction_of_edges_that_say_none() -> None:
    content = read("gexf", gexf(graph='defaultedgetype="directed"'), "net.gexf")
    assert [relation.directed for relation in content.relations] == [True, True, False]


def test_only_so_many_attributes_have_a_default() -> None:
    declared = "".join(
        f'<attribute id="{number}" title="t{number}"><default>d</default></attribute>' for number in range(40)
    )
    text = f'<gexf><graph><attributes class="node">{declared}</attributes><node id="a"/></graph></gexf>'
    content = read("gexf", text, "net.gexf")
    assert len(content.actors[0].note.splitlines()) == 30
    assert "The default of “t30” is left out: there are too many." in remarks(content, "left-out")
