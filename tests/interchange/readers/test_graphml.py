"""GraphML of yEd, Gephi, networkx and igraph, and what is hostile in it."""

from __future__ import annotations

import pytest

from foreign_files import read, relations, remarks
from stakemap.errors import MapReadError
from stakemap.interchange.formats import ReadJob, format_of
from stakemap.interchange.incoming import IncomingFile

YED = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
  <!--Created by yEd-->
  <key attr.name="Description" attr.type="string" for="graph" id="d0"/>
  <key for="port" id="d1" yfiles.type="portgraphics"/>
  <key attr.name="description" attr.type="string" for="node" id="d5"/>
  <key for="node" id="d6" yfiles.type="nodegraphics"/>
  <key for="graphml" id="d7" yfiles.type="resources"/>
  <key for="edge" id="d10" yfiles.type="edgegraphics"/>
  <graph edgedefault="directed" id="G">
    <data key="d0" xml:space="preserve">Who decides</data>
    <node id="n0">
      <data key="d5"><![CDATA[Runs the <b>budget</b>]]></data>
      <data key="d6"><y:ShapeNode><y:Geometry height="30.0" x="1"/><y:Fill color="#FFCC00"/>
        <y:NodeLabel alignment="center">Ministry of
Finance<y:LabelModel><y:SmartNodeLabelModel distance="4.0"/></y:LabelModel></y:NodeLabel>
      </y:ShapeNode></data>
    </node>
    <node id="n1" yfiles.foldertype="group">
      <data key="d6"><y:ProxyAutoBoundsNode><y:Realizers active="0"><y:GroupNode>
        <y:NodeLabel>Opposition</y:NodeLabel></y:GroupNode></y:Realizers></y:ProxyAutoBoundsNode></data>
      <graph edgedefault="directed" id="n1:">
        <node id="n1::n0"><data key="d6"><y:ShapeNode><y:NodeLabel>Union</y:NodeLabel></y:ShapeNode></data>
        </node>
        <node id="n1::n1"><data key="d6"><y:ShapeNode><y:NodeLabel/></y:ShapeNode></data></node>
      </graph>
    </node>
    <edge id="e0" source="n0" target="n1::n0"><data key="d10"><y:PolyLineEdge>
      <y:Arrows source="none" target="none"/><y:EdgeLabel>conflict<y:LabelModel/></y:EdgeLabel>
    </y:PolyLineEdge></data></edge>
    <edge id="e1" source="n0" target="n1::n0"><data key="d10"><y:PolyLineEdge>
      <y:Arrows source="standard" target="none"/></y:PolyLineEdge></data></edge>
    <hyperedge><endpoint node="n0"/></hyperedge>
  </graph>
  <data key="d7"><y:Resources/></data>
</graphml>"""


def test_yed_labels_arrows_and_groups() -> None:
    content = read("graphml", YED, "net.graphml")
    ministry, union, unnamed = content.actors
    assert (ministry.name, ministry.note) == ("Ministry of Finance", "Runs the budget")
    assert (union.name, union.group) == ("Union", "Opposition")
    assert unnamed.name == "n1::n1"
    assert relations(content) == [
        ("Ministry of Finance", "—", "Union", "conflict"),
        ("Union", "→", "Ministry of Finance", ""),
    ]
    assert [tie.strength for tie in content.ties] == [-2]
    assert content.note == "Who decides"
    assert content.title == "net"
    assert "more than two nodes" in remarks(content, "left-out")[0]
    assert "it is their group" in " ".join(remarks(content, "kept"))


def test_a_node_around_others_that_has_links_is_what_they_are_part_of() -> None:
    text = (
        '<graphml><graph edgedefault="undirected"><node id="state"><graph edgedefault="directed">'
        '<node id="army"/><edge source="army" target="state"/></graph></node>'
        '<edge source="state" target="press"/><node id="press"/></graph></graphml>'
    )
    content = read("graphml", text, "net.xml")
    parts = {actor.name: actor.part_of for actor in content.actors}
    assert parts == {"army": "state", "state": "", "press": ""}
    assert relations(content) == [("army", "→", "state", ""), ("state", "—", "press", "")]


@pytest.mark.parametrize(
    ("keys", "data"),
    [
        # networkx, under the ending of another format
        ('<key id="d0" for="node" attr.name="label" attr.type="string"/>', '<data key="d0">Alpha</data>'),
        # igraph
        (
            '<key id="v_name" for="node" attr.name="name" attr.type="string"/>',
            '<data key="v_name">Alpha</data>',
        ),
        # Gephi, with what it draws
        (
            '<key attr.name="Label" for="node" id="label"/><key attr.name="r" for="node" id="r"/>'
            '<key attr.name="size" for="node" id="size"/>',
            '<data key="label">Alpha</data><data key="r">10</data><data key="size">4.5</data>',
        ),
        # a default that counts where nothing else is said
        ('<key id="d0" for="node" attr.name="label"><default>Alpha</default></key>', ""),
        # visone
        (
            '<key id="d0" for="node" attr.name="id"/><key id="d1" for="node" yfiles.type="nodegraphics"/>',
            '<data key="d0">Alpha</data><data key="d1"><v:shapeNode xmlns:v="urn:v"><v:geometry x="1"/>'
            "</v:shapeNode></data>",
        ),
        # no declaration at all
        ("", '<data key="label">Alpha</data>'),
    ],
)
def test_names_of_other_programs(keys: str, data: str) -> None:
    node = f'<graph edgedefault="directed"><node id="1">{data}</node></graph>'
    text = f'<graphml xmlns="http://g">{keys}{node}</graphml>'
    content = read("graphml", text, "net.gml")
    assert [(actor.name, actor.note) for actor in content.actors] == [("Alpha", "")]


def test_weights_and_labels_of_edges() -> None:
    text = (
        '\ufeff<graphml><key id="w" for="edge" attr.name="weight"/>'
        '<key id="l" for="edge" attr.name="Edge Label"/>'
        '<graph edgedefault="directed"><node id="a"/><node id="b"/>'
        '<edge source="a" target="b" directed="false"><data key="w">-2.0</data>'
        '<data key="l">talks</data></edge>'
        '<edge source="a" target="b"><data key="w">1</data></edge></graph></graphml>'
    )
    content = read("graphml", text, "net.graphml")
    assert relations(content) == [("a", "—", "b", "talks"), ("a", "→", "b", "")]
    assert [tie.strength for tie in content.ties] == [-2, 1]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('<!DOCTYPE g [<!ENTITY x "y">]><graphml><graph/></graphml>', "declares entities"),
        ("<graphml><graph><node id='a'>", "not valid XML: line 1"),
        ("<graphml/>", "no nodes"),
        ("<graphml>" + "<graph><node id='a'>" * 1_000, "Excessive depth"),
        ("<graphml><graph>" + "<node id='a'/>" * 400_000 + "</graph></graphml>", "more than 20,000 nodes"),
    ],
)
def test_what_is_hostile_or_broken_is_one_sentence(text: str, sentence: str) -> None:
    file = IncomingFile("net.graphml", text.encode())
    found = format_of(file)
    assert found is not None
    assert found.id == "graphml"
    with pytest.raises(MapReadError, match=sentence):
        found.read(ReadJob(file, "2025-07-01"))
