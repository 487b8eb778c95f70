"""What rounds read and write, in workers: sheets, commitments, and what gathering makes of files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from stakemap.app.kit.export_target import may_replace
from stakemap.app.kit.waiting import run_with_progress
from stakemap.app.kit.worker import Worker
from stakemap.i18n import tr, tr_count
from stakemap.model import edits
from stakemap.model.document import StakeMap
from stakemap.model.gathering import gathered
from stakemap.model.rounds import commitment_file, missing, round_of_sheet
from stakemap.text import one_line
from stakemap.wording.names import enumeration
from stakemap.wording.rounds import is_refusal, missing_text, remark_text

if TYPE_CHECKING:
    from stakemap.analysis.agreement.disagreement import Comparison
    from stakemap.app.kit.window import Window
    from stakemap.model.gathering import Gathering
    from stakemap.storage.reading.limits import Limits

Report = Callable[[float], bool]


@dataclass(frozen=True)
class GatheredFiles:
    """What gathering files makes of a map: the edit, None where nothing was taken, and what is to be said."""

    round_id: str
    edit: edits.Edit | None
    names: str
    found: Gathering
    problems: Sequence[str]


def write_sheets_in_worker(
    window: Window, folder: Path, document: StakeMap, round_id: str, *, replacing: bool
) -> bool:
    """Write the sheets of a round; False if the user left it. Raises as `write_sheets`."""
    worker = Worker(_write, folder, document, round_id, replacing)
    text = tr("Writing the sheets…")
    return run_with_progress(worker, window, text, window.context.message_boxes) is not None


def _write(_report: Report, folder: Path, document: StakeMap, round_id: str, replacing: bool) -> object:
    from stakemap.storage.sheets import write_sheets

    return write_sheets(folder, document, round_id, replacing=replacing)


def write_commitment_in_worker(window: Window, path: Path, sealed: StakeMap) -> bool:
    """Write the commitment of a sealed sheet; False if the user left it or did not want to replace a file.

    Raises WriteError, and UsageError for a path that cannot be replaced.
    """
    session = window.session
    assert session is not None
    if not may_replace(window.context.message_boxes, window, (path,), session.path):
        return False
    worker = Worker(_write_commitment, path, sealed)
    text = tr("Saving “{name}”…", name=path.name)
    return run_with_progress(worker, window, text, window.context.message_boxes) is not None


def _write_commitment(_report: Report, path: Path, sealed: StakeMap) -> str:
    from stakemap.storage.files import save_map

    return save_map(path, commitment_file(sealed))


def gather_in_worker(
    window: Window, paths: tuple[Path, ...], document: StakeMap, current: str, limits: Limits
) -> GatheredFiles | None:
    """Read sheets and plan what to take of them; None if the user left it."""
    worker = Worker(_gather, paths, document, current, limits)
    found: GatheredFiles | None = run_with_progress(
        worker, window, tr("Gathering answers…"), window.context.message_boxes
    )
    return found


def _gather(
    _report: Report, paths: tuple[Path, ...], document: StakeMap, current: str, limits: Limits
) -> GatheredFiles:
    from stakemap.analysis.rounds.rounds import pools_after
    from stakemap.storage.sheets import read_sheets

    sheets, problems = read_sheets(paths, limits)
    # Sheets of an earlier round that is still open are gathered in that one.
    meant = {asked[0] for each in sheets if (asked := round_of_sheet(each.document)) is not None}
    others = sorted(key for key in meant & document.rounds.keys() if document.rounds[key].closed is None)
    round_id = current if current in meant or len(others) != 1 else others[0]
    found = gathered(document, round_id, sheets)
    answers = list(found.answers.values())
    edit = None
    if answers:
        pools = pools_after(document, round_id, answers)
        edit = edits.gather_answers.of(round_id, answers, found.sources, found.comments, pools)
        edit = edit.with_result(document, edit.apply(document))
    names = enumeration([one_line(each.analyst) for each in answers])
    return GatheredFiles(round_id, edit, names, found, problems)


def answers_in_worker(window: Window, document: StakeMap, round_id: str) -> list[Comparison] | None:
    """What was answered in a round, the most disputed first; None if the user left it."""
    worker = Worker(_answers, document, round_id)
    found: list[Comparison] | None = run_with_progress(
        worker, window, tr("Comparing the answers…"), window.context.message_boxes
    )
    return found


def _answers(_report: Report, document: StakeMap, round_id: str) -> list[Comparison]:
    from stakemap.analysis.rounds.rounds import answers_together

    return answers_together(document, round_id)


def report_of(document: StakeMap, gathering: GatheredFiles) -> tuple[str, list[str]]:
    """The headline and the lines on what was gathered: first what was refused, last who is missing."""
    taken = len(gathering.found.answers)
    headline = tr_count("{count} answer was gathered", "{count} answers were gathered", taken)
    if not taken:
        headline = tr("Nothing was gathered")
    remarks = sorted(gathering.found.remarks, key=lambda each: not is_refusal(each))
    lines = [*gathering.problems, *map(remark_text, remarks), missing_text(document, gathering.round_id)]
    if taken and not missing(document, gathering.round_id):
        lines.append(tr("“Start the next round…” asks the most disputed again."))
    return headline, lines
