"""The built-in formats of data; the modules that write them are imported when they are used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.i18n import tr
from stakemap.interchange.writers.formats import Ask, DataOptions, DataPage, DataWriter, Loss, Written
from stakemap.interchange.writers.losses import (
    beyond_judgements,
    beyond_one_snapshot,
    conditions,
    everything_else,
    has,
    judged,
    told,
)

if TYPE_CHECKING:
    from stakemap.model.document import StakeMap


def _workbook(document: StakeMap, options: DataOptions) -> Written:
    from stakemap.interchange.writers.choosing import chosen_snapshot
    from stakemap.interchange.writers.workbook import workbook_bytes

    return Written(workbook_bytes(document, chosen_snapshot(document, options)))


def _csv(document: StakeMap, _options: DataOptions) -> Written:
    from stakemap.interchange.writers.csv_table import csv_bytes

    return Written(csv_bytes(document))


def _graphml(document: StakeMap, options: DataOptions) -> Written:
    from stakemap.interchange.writers.graphml import graphml_bytes

    return Written(graphml_bytes(document, options))


def _gexf(document: StakeMap, options: DataOptions) -> Written:
    from stakemap.interchange.writers.gexf import gexf_bytes

    return Written(gexf_bytes(document, options))


def _kumu(document: StakeMap, options: DataOptions) -> Written:
    from stakemap.interchange.writers.kumu import blueprint_bytes

    return Written(blueprint_bytes(document, options))


def _kumu_sheets(document: StakeMap, options: DataOptions) -> Written:
    from stakemap.interchange.writers.kumu import sheets_bytes

    return Written(sheets_bytes(document, options))


def _ktab(document: StakeMap, options: DataOptions) -> Written:
    from stakemap.interchange.writers.ktab import ktab_table

    return ktab_table(document, options)


def _bibtex(document: StakeMap, _options: DataOptions) -> Written:
    from stakemap.interchange.references.writing import bibtex_bytes

    return Written(bibtex_bytes(document))


def _csl(document: StakeMap, _options: DataOptions) -> Written:
    from stakemap.interchange.references.writing import csl_bytes

    return Written(csl_bytes(document))


# --- what they hold -----------------------------------------------------------------------------------------


def _workbook_page() -> DataPage:
    return DataPage(
        holds=(
            tr("actors, groups, issues, snapshots, relations and sources, each on a sheet"),
            tr("all judgements with range, confidence, basis, reason, sources, author and date, one a row"),
            tr("an overview of positions at one snapshot, for reading"),
            tr("can be changed in a spreadsheet and imported into the map again"),
        ),
        losses=tuple(beyond_judgements()),
    )


def _csv_page() -> DataPage:
    return DataPage(
        holds=(
            tr("all judgements of influence and alignment, one a row, in UTF-8 with commas"),
            tr("can be changed in a spreadsheet and imported into the map again"),
        ),
        losses=(
            Loss(tr("relations"), has("relations")),
            Loss(
                tr("passages of sources, and which of them contradict"),
                judged(lambda each: any(cited.passage or cited.against for cited in each.citations)),
            ),
            conditions(),
            Loss(
                tr("details of actors, groups, issues, snapshots and sources, and those without judgements"),
                has("actors", "groups", "issues", "snapshots", "sources"),
            ),
            *beyond_judgements(),
        ),
    )


def _graph_page() -> DataPage:
    return DataPage(
        holds=(
            tr("actors with kind, group, tags, note, and influence, alignment and salience at one snapshot"),
            tr("relations with label, note and strength at that snapshot"),
            tr("can be changed in another program and imported into the map again"),
        ),
        losses=(
            *beyond_one_snapshot(),
            *beyond_judgements(),
            told(tr("a value that is not known is left out, with the reason in words beside it")),
        ),
    )


def _gexf_page() -> DataPage:
    page = _graph_page()
    place = tr("each actor at its place and in its colour, as on the canvas of the issue")
    return DataPage((*page.holds, place), page.losses)


def _ktab_page() -> DataPage:
    return DataPage(
        holds=(tr("influence, position (0 to 100) and salience of each actor at one snapshot"),),
        losses=(
            told(tr("actors of which one of these is not known, actors after the 250th")),
            told(tr("names after 25 characters, descriptions after 256")),
            told(tr("saliences that add up to more than 100 are scaled down in proportion")),
            Loss(tr("relations"), has("relations")),
            Loss(tr("roles"), judged(lambda each: getattr(each, "role", None))),
            *beyond_one_snapshot(),
            *beyond_judgements(),
        ),
    )


def _references_page() -> DataPage:
    return DataPage(
        holds=(
            tr("all sources with title, author, publisher, date, web address, DOI, note and reliability"),
        ),
        losses=(everything_else(),),
    )


_GRAPH: frozenset[Ask] = frozenset({"issue", "snapshot"})

WRITERS = (
    DataWriter(
        "xlsx",
        lambda: tr("Excel workbook"),
        (".xlsx",),
        _workbook,
        _workbook_page,
        frozenset({"snapshot"}),
    ),
    DataWriter("csv", lambda: tr("CSV table of judgements"), (".csv",), _csv, _csv_page),
    DataWriter("graphml", lambda: tr("GraphML"), (".graphml",), _graphml, _graph_page, _GRAPH),
    DataWriter("gexf", lambda: tr("GEXF (Gephi)"), (".gexf",), _gexf, _gexf_page, _GRAPH),
    DataWriter("kumu", lambda: tr("Kumu blueprint"), (".json",), _kumu, _graph_page, _GRAPH),
    DataWriter("kumu-sheets", lambda: tr("Kumu workbook"), (".xlsx",), _kumu_sheets, _graph_page, _GRAPH),
    DataWriter("ktab", lambda: tr("KTAB table"), (".csv",), _ktab, _ktab_page, _GRAPH),
    DataWriter("bibtex", lambda: tr("BibTeX"), (".bib",), _bibtex, _references_page),
    DataWriter("csl", lambda: tr("CSL-JSON"), (".json",), _csl, _references_page),
)
