"""GEXF 1.3, the format of Gephi."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from lxml import etree

from stakemap.interchange.writers.formats import DataOptions
from stakemap.interchange.writers.graph import Attribute, Edge, Node, Value, graph_of, xml_text
from stakemap.model.colours import channels
from stakemap.model.document import StakeMap

_NAMESPACE: Final = "http://gexf.net/1.3"
_LOOKS: Final = "http://gexf.net/1.3/viz"
#: How many units of the plot one unit of a scale is: Gephi's discs have a size of about ten.
_UNIT = 5


def gexf_bytes(document: StakeMap, options: DataOptions) -> bytes:
    """A map at one snapshot as GEXF. The weight of an edge is how strong the relation is, be it friendly or
    hostile, since layouts take no negative ones; its attribute "strength" has the sign.
    """
    graph = graph_of(document, options)
    root = etree.Element(f"{{{_NAMESPACE}}}gexf", {"version": "1.3"}, nsmap={None: _NAMESPACE, "viz": _LOOKS})
    meta = _element(root, "meta")
    _element(meta, "creator").text = "Stakemap"
    description = " · ".join(filter(None, (graph.title, graph.description)))
    if description:
        _element(meta, "description").text = xml_text(description)
    body = _element(root, "graph", mode="static", defaultedgetype="directed")
    node_ids = _attributes(body, "node", graph.node_attributes)
    edge_ids = _attributes(body, "edge", graph.edge_attributes)
    nodes, edges = _element(body, "nodes"), _element(body, "edges")
    for node in graph.nodes:
        _add_node(nodes, node, node_ids)
    for edge in graph.edges:
        _add_edge(edges, edge, edge_ids)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _attributes(body: etree._Element, holder: str, attributes: Sequence[Attribute]) -> Mapping[str, str]:
    if not attributes:
        return {}
    declared = _element(body, "attributes", **{"class": holder})
    ids = {attribute.name: f"{number}" for number, attribute in enumerate(attributes)}
    for attribute in attributes:
        _element(
            declared,
            "attribute",
            id=ids[attribute.name],
            title=xml_text(attribute.name),
            type=attribute.type,
        )
    return ids


def _add_node(nodes: etree._Element, node: Node, ids: Mapping[str, str]) -> None:
    element = _element(nodes, "node", id=node.id, label=xml_text(node.label))
    _add_values(element, node.values, ids)
    if node.colour:
        red, green, blue = map(str, channels(node.colour))
        etree.SubElement(element, f"{{{_LOOKS}}}color", {"r": red, "g": green, "b": blue})
    if node.position is not None:
        x, y = (repr(float(value * _UNIT)) for value in node.position)
        etree.SubElement(element, f"{{{_LOOKS}}}position", {"x": x, "y": y, "z": "0.0"})


def _add_edge(edges: etree._Element, edge: Edge, ids: Mapping[str, str]) -> None:
    attributes = {"id": edge.id, "source": edge.source, "target": edge.target}
    attributes["type"] = "directed" if edge.is_directed else "undirected"
    if edge.label:
        attributes["label"] = xml_text(edge.label)
    if edge.strength:
        attributes["weight"] = repr(float(abs(edge.strength)))
    _add_values(_element(edges, "edge", **attributes), edge.values, ids)


def _add_values(element: etree._Element, values: Mapping[str, Value], ids: Mapping[str, str]) -> None:
    if values:
        holder = _element(element, "attvalues")
        for name, value in values.items():
            _element(holder, "attvalue", **{"for": ids[name]}, value=xml_text(value))


def _element(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", attributes)
