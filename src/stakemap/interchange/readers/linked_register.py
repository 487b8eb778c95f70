"""The relations that sheets of their own give beside those of a stakeholder register."""

from __future__ import annotations

from stakemap.interchange.content import ImportedContent
from stakemap.interchange.formats import ReadJob
from stakemap.interchange.readers.graph_content import content_of
from stakemap.interchange.readers.graphs import Graph, Node
from stakemap.interchange.readers.kumu import add_connections
from stakemap.interchange.readers.node_tables import are_links, link_of
from stakemap.interchange.readers.sheet_parts import parts_in
from stakemap.interchange.register.link_sheets import are_ends, link_sheets
from stakemap.interchange.register.plan import ImportPlan


def with_relations(content: ImportedContent, plan: ImportPlan, job: ReadJob) -> ImportedContent:
    """The content of a register with the relations of its other sheets, and the actors that only these name.

    Raises CancelledError.
    """
    # The ends of relations are called by the names of actors, of which those of the register are known.
    graph = Graph(
        adds_missing=True,
        nodes=[
            Node(each.key, each.name, each.place, code=each.code, aliases=each.aliases)
            for each in content.actors
        ],
    )
    for sheet in filter(None, map(job.file.workbook.sheet, link_sheets(plan))):
        for part in parts_in(sheet, are_ends):
            for row in part.rows():
                if are_links(part.titles):
                    graph.add_link(link_of(row))
                else:
                    add_connections(row, graph)
    if not graph.links:
        return content
    linked = content_of(graph, job)
    known = {each.key for each in content.actors}
    return content.model_copy(
        update={
            "actors": (*content.actors, *(each for each in linked.actors if each.key not in known)),
            "relations": (*content.relations, *linked.relations),
            "ties": (*content.ties, *linked.ties),
            "sources": tuple({each.key: each for each in (*linked.sources, *content.sources)}.values()),
            "remarks": (*content.remarks, *linked.remarks),
        }
    )
