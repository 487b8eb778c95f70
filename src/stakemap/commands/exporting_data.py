"""The part of `stakemap export` that writes the data of a map: workbooks, tables, graphs, references."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from stakemap.commands.output import check_replaced, complain
from stakemap.errors import UsageError
from stakemap.export.policy import write_data
from stakemap.i18n import tr
from stakemap.interchange.writers.formats import DATA_WRITERS, DataOptions, DataWriter
from stakemap.model.document import StakeMap
from stakemap.storage.saving.writing import write_bytes_safely

#: Options that have no meaning for data, by their names in the arguments.
_SLIDE_OPTIONS = ("slide", "against", "all_issues", "all_snapshots", "pages")


def data_writer_for(path: Path, name: str | None) -> DataWriter | None:
    """The format of data called `name`, else the one that an ending means; None for other endings.

    Raises UsageError where the file is not called as such files are. ".json" means none by itself.
    """
    ending = path.suffix.lower()
    if name is None:
        if ending == ".json":
            return None
        return next((writer for writer in DATA_WRITERS if ending in writer.endings), None)
    writer = DATA_WRITERS[name]
    if ending not in writer.endings:
        raise UsageError(
            tr("{format} is written as {endings}.", format=writer.title(), endings=", ".join(writer.endings))
        )
    return writer


def export_data(
    documents: Sequence[StakeMap],
    writer: DataWriter,
    path: Path,
    options: argparse.Namespace,
) -> Path:
    """Write the data of one map and say what of it did not fit; the options' ids are those of the map.

    Raises UsageError for several maps, options of slides and what the format cannot hold at all, WriteError
    if the file cannot be written.
    """
    if len(documents) != 1:
        raise UsageError(tr("A file holds one map; give one at a time."))
    for name in _SLIDE_OPTIONS:
        if getattr(options, name):
            raise UsageError(tr("--{option} is for slides, not for data.", option=name.replace("_", "-")))
    for name in ("issue", "snapshot"):
        if getattr(options, name) is not None and name not in writer.asks:
            title = writer.title()
            raise UsageError(tr("{format} holds all; leave out --{option}.", format=title, option=name))
    written = write_data(writer, documents[0], DataOptions(options.issue, options.snapshot))
    if not options.force:
        check_replaced([path])
    write_bytes_safely(path, written.data)
    for remark in written.remarks:
        complain(remark)
    if lost := writer.page().lost_of(documents[0]):
        complain(tr("Not exported: {what}.", what="; ".join(lost)))
    return path
