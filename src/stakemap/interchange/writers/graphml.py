"""GraphML, which yEd, visone, Gephi, igraph and networkx read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from stakemap.interchange.writers.formats import DataOptions
from stakemap.interchange.writers.graph import Attribute, Graph, Value, graph_of, xml_text
from stakemap.model.document import StakeMap

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"


def graphml_bytes(document: StakeMap, options: DataOptions) -> bytes:
    """A map at one snapshot as GraphML; its labels are attributes named "label"."""
    graph = graph_of(document, options)
    root = etree.Element(f"{{{_NAMESPACE}}}graphml", nsmap={None: _NAMESPACE})
    node_keys = _keys(root, "node", "n", [Attribute("label"), *graph.node_attributes])
    edge_keys = _keys(root, "edge", "e", [Attribute("label"), *graph.edge_attributes])
    _description(root, graph)
    body = _element(root, "graph", id="map", edgedefault="directed")
    for node in graph.nodes:
        _data(_element(body, "node", id=node.id), node_keys, {"label": node.label, **node.values})
    for edge in graph.edges:
        ends = {"source": edge.source, "target": edge.target, "directed": xml_text(edge.is_directed)}
        _data(_element(body, "edge", id=edge.id, **ends), edge_keys, {"label": edge.label, **edge.values})
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _description(root: etree._Element, graph: Graph) -> None:
    """Say title and snapshot, before all else as the schema wants it."""
    text = " · ".join(filter(None, (graph.title, graph.description)))
    if text:
        described = etree.Element(f"{{{_NAMESPACE}}}desc")
        described.text = xml_text(text)
        root.insert(0, described)


def _keys(
    root: etree._Element, holder: str, prefix: str, attributes: Sequence[Attribute]
) -> Mapping[str, str]:
    keys = {}
    for number, attribute in enumerate(attributes):
        key = keys[attribute.name] = f"{prefix}{number}"
        names = {"attr.name": xml_text(attribute.name), "attr.type": attribute.type}
        _element(root, "key", id=key, **{"for": holder}, **names)
    return keys


def _data(parent: etree._Element, keys: Mapping[str, str], values: Mapping[str, Value]) -> None:
    for name, value in values.items():
        if value != "":
            _element(parent, "data", key=keys[name]).text = xml_text(value)


def _element(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", attributes)
