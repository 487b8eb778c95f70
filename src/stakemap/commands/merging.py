"""The command `stakemap merge`: two versions of a map become one, with a report on the conflicts."""

from __future__ import annotations

import argparse
from pathlib import Path

from stakemap.commands.documents import opened
from stakemap.commands.output import check_new, complain, save_new, say
from stakemap.errors import UsageError
from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.merging.merge import Merged, merge
from stakemap.model.merging.recording import with_conflicts
from stakemap.model.rounds import round_of_sheet
from stakemap.storage.files import check_suffix, save_map
from stakemap.storage.reading.largest_file import limits_for
from stakemap.storage.saving.targets import is_same_file
from stakemap.wording.merging import conflict_texts

#: Stands for a base that is not known.
_NO_BASE = "-"


def merge_files(options: argparse.Namespace) -> bool:
    """Merge two versions of a map and write the result; says each conflict. False if there is any.

    The written map keeps the conflicts until somebody decides them.

    Nothing is written unless all of it could be done. Raises UsageError for a file that cannot be merged, for
    different maps, and where there is another file in the place of the output; WriteError when the result
    cannot be written.
    """
    output, mine_path = Path(options.output), Path(options.mine)
    check_suffix(output)
    is_replaced = is_same_file(output, mine_path)
    if not is_replaced:
        check_new(output)
    limits = limits_for(options.largest)
    base = None if options.base == _NO_BASE else opened(Path(options.base), limits).document
    mine, theirs = (opened(Path(file), limits) for file in (options.mine, options.theirs))
    for file, document in ((options.theirs, theirs.document), (options.base, base)):
        if document is not None and document.id != mine.document.id:
            raise UsageError(
                tr(
                    "{one} and {other} are different maps, not versions of one map.",
                    one=options.mine,
                    other=file,
                )
            )
    document, conflicts = merged(base, mine.document, theirs.document)
    if not is_replaced:
        save_new(output, document, limits)
    elif document is not mine.document:
        save_map(output, document, expected_digest=mine.digest, limits=limits, warn=complain)
    for line in conflict_texts(document, conflicts):
        say(line)
    if conflicts:
        say(
            tr_count(
                "{file} keeps {count} conflict until somebody decides it, in the app with Team › Open "
                "conflicts….",
                "{file} keeps {count} conflicts until somebody decides them, in the app with Team › Open "
                "conflicts….",
                len(conflicts),
                file=output,
            )
        )
    else:
        say(tr("The versions are merged; nothing is in conflict."))
    return not conflicts


def merged(base: StakeMap | None, one: StakeMap, other: StakeMap) -> Merged:
    """Merge two versions, and record in the map what is in conflict.

    Raises UsageError for the sheet of a round and the map that it belongs to, and EditError as `merge` does.
    """
    if round_of_sheet(one) != round_of_sheet(other):
        raise UsageError(
            tr("One of the two is the sheet of a round, not a version of the map; gather it instead.")
        )
    document, conflicts = merge(base, one, other)
    return Merged(with_conflicts(document, conflicts), conflicts)
