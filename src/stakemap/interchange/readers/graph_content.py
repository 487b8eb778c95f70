"""A graph as imported content: actors, relations, ties, and the few judgements that attributes hold."""

from __future__ import annotations

import re

from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.interchange.content import ImportedContent, ImportedSource
from stakemap.interchange.formats import ReadJob, ReadOption
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.readers.gathering import FILE_KEY, sheets_in
from stakemap.interchange.readers.graph_actors import actor_records
from stakemap.interchange.readers.graph_attributes import meaning_of
from stakemap.interchange.readers.graph_nodes import Actors
from stakemap.interchange.readers.graph_of_map import is_of_map, map_content
from stakemap.interchange.readers.graph_relations import relation_records
from stakemap.interchange.readers.graphs import Graph
from stakemap.interchange.readers.plain_texts import plain_line, plain_text
from stakemap.interchange.readers.sheet_parts import headings_of
from stakemap.model.records import NAME_LIMIT, TEXT_LIMIT
from stakemap.text import shortened, single_line

#: The option that requests contact data.
_CONTACTS, _KEPT = "contacts", "keep"
#: Words of headings of contact data, as they may stand anywhere in the beginning of a text.
_CONTACT_WORDS = re.compile(rb"e-?mail|phone|contact|@[a-z0-9-]+\.[a-z]", re.IGNORECASE)
_BEGINNING = 1_000_000


def contact_options(file: IncomingFile) -> tuple[ReadOption, ...]:
    """The question whether contact data are kept, for files that seem to have any."""
    if file.container == "workbook":
        asks = any(
            meaning_of(heading) == "contact" for sheet in sheets_in(file) for heading in headings_of(sheet)
        )
    else:
        asks = _CONTACT_WORDS.search(file.data, 0, _BEGINNING) is not None
    choices = (("", tr("Leave out")), (_KEPT, tr("Keep in notes")))
    return (ReadOption(_CONTACTS, tr("Contact data"), "", choices),) if asks else ()


def content_of(graph: Graph, job: ReadJob) -> ImportedContent:
    """What a map can take of a graph; the rest is in its remarks.

    Raises MapReadError for a graph without a node that could be an actor, and CancelledError.
    """
    if is_of_map(graph):
        return map_content(graph)
    graph.keeps_contacts = job.options.get(_CONTACTS) == _KEPT
    actors = Actors(graph)
    graph.proceed(0.7)
    linked = relation_records(graph, actors)
    graph.proceed(0.9)
    ends = frozenset(key for each in linked.relations for key in (each.source, each.target))
    described = actor_records(graph, actors, ends)
    if not described.actors:
        raise MapReadError(tr("This file has no nodes: there is nothing to import."))
    if graph.has_drawing:
        graph.remarks.add("left-out", tr("Places, sizes and colours of the drawing are left out."))
    judgements = (*described.standings, *described.stances, *linked.ties)
    title = shortened(plain_line(graph.title) or job.file.stem, NAME_LIMIT)
    file_name = shortened(single_line(job.file.name), NAME_LIMIT)
    return ImportedContent(
        title=title,
        note=plain_text(graph.note)[:TEXT_LIMIT],
        actors=tuple(described.actors),
        issues=described.issues,
        relations=tuple(linked.relations),
        sources=(ImportedSource(key=FILE_KEY, title=file_name),) if judgements else (),
        standings=tuple(described.standings),
        stances=tuple(described.stances),
        ties=tuple(linked.ties),
        remarks=graph.remarks.all(),
    )
