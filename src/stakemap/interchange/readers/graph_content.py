"""A graph as imported content: actors, relations, ties, and the few judgements that attributes hold."""

from __future__ import annotations

from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.interchange.content import ImportedContent, ImportedIssue, ImportedSource
from stakemap.interchange.formats import ReadJob
from stakemap.interchange.readers.graph_actors import FILE_KEY, ISSUE_KEY, actor_records
from stakemap.interchange.readers.graph_nodes import Actors
from stakemap.interchange.readers.graph_relations import relation_records
from stakemap.interchange.readers.graphs import Graph
from stakemap.interchange.readers.plain_texts import plain_line, plain_text
from stakemap.model.records import NAME_LIMIT, TEXT_LIMIT
from stakemap.text import shortened

__all__ = ["content_of"]


def content_of(graph: Graph, job: ReadJob) -> ImportedContent:
    """What a map can take of a graph; the rest is in its remarks.

    Raises MapReadError for a graph without a node that could be an actor, and CancelledError.
    """
    actors = Actors(graph)
    graph.proceed(0.7)
    linked = relation_records(graph, actors)
    graph.proceed(0.9)
    ends = frozenset(key for each in linked.relations for key in (each.source, each.target))
    described = actor_records(actors, ends, graph.remarks)
    if not described.actors:
        raise MapReadError(tr("This file has no nodes: there is nothing to import."))
    if graph.has_drawing:
        graph.remarks.add("left-out", tr("Places, sizes and colours of the drawing are left out."))
    judgements = (*described.standings, *described.stances, *linked.ties)
    title = shortened(plain_line(graph.title) or job.file.stem, NAME_LIMIT)
    file_name = shortened(job.file.name, NAME_LIMIT)
    return ImportedContent(
        title=title,
        note=plain_text(graph.note)[:TEXT_LIMIT],
        actors=tuple(described.actors),
        issues=(ImportedIssue(key=ISSUE_KEY, name=title),) if described.stances else (),
        relations=tuple(linked.relations),
        sources=(ImportedSource(key=FILE_KEY, title=file_name),) if judgements else (),
        standings=tuple(described.standings),
        stances=tuple(described.stances),
        ties=tuple(linked.ties),
        remarks=graph.remarks.all(),
    )
