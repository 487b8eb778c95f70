"""The command `stakemap round`: sheets for the analysts of a round, and what they sent back."""

from __future__ import annotations

import argparse
import datetime
import shlex
from pathlib import Path

from stakemap.analysis.question import Question
from stakemap.analysis.rounds.rounds import answers_together, disputed_places, most_disputed, pools_after
from stakemap.analysis.rounds.sentences import comparison_text
from stakemap.commands.arguments import check_id
from stakemap.commands.authors import author_of
from stakemap.commands.output import check_new, complain, save_new, say
from stakemap.errors import MapReadError, UsageError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.edits_base import Authorship
from stakemap.model.edits_rounds import gather_answers, need_lead, start_round
from stakemap.model.gathering import gathered
from stakemap.model.ids import mint
from stakemap.model.rounds import missing, places_in_view
from stakemap.storage.files import OpenedMap, check_suffix, open_map, save_map
from stakemap.storage.policy.handling import check_marked
from stakemap.storage.reading.largest_file import limits_for
from stakemap.storage.reading.limits import Limits
from stakemap.storage.reading.regular_files import read_regular
from stakemap.storage.saving.targets import is_same_file, is_there
from stakemap.storage.sheets import SheetsExistError, check_free, read_sheets, write_sheets
from stakemap.wording.names import issue_name
from stakemap.wording.rounds import is_refusal, missing_text, remark_text, round_text

#: Endings of files in which people keep names, so that a file that is not there becomes no analyst.
_LISTS = frozenset({".csv", ".docx", ".json", ".md", ".txt", ".xlsx"})
#: The most bytes of a file with the names of analysts.
_LARGEST_NAMES = 2**20


def run_round(options: argparse.Namespace) -> bool:
    """Start a round, or gather what was sent back. False if a sheet was refused.

    Raises UsageError for what is not in the map or in the way, EditError for a round that cannot be, and
    WriteError when a file cannot be written.
    """
    return (_start if options.step == "start" else _gather)(options)


def _start(options: argparse.Namespace) -> bool:
    limits, path = limits_for(options.largest), Path(options.map)
    opened, folder = _opened(path, limits), Path(options.output)
    if not folder.is_dir():
        raise UsageError(tr("{folder} is no folder; make it first.", folder=folder))
    document = opened.document
    check_marked(document)
    if options.disputed is not None and options.disputed < 1:
        raise UsageError(tr("--disputed takes a number from 1 on."))
    places = _places(document, options)
    if options.disputed is not None and not places:
        raise UsageError(tr("Analysts differ on none of these judgements; leave out --disputed."))
    author = author_of(options)
    label = options.label.strip() or _label(document, options)
    round_id = mint(label, document.rounds)
    names = _names(options.analysts)
    if options.follows is not None:
        names = names or list(document.rounds[options.follows].analysts)
    if not names:
        raise UsageError(tr("A round needs at least one analyst: name them after --analysts."))
    started = start_round(
        document,
        round_id,
        label,
        options.kind,
        options.question,
        places,
        names,
        Authorship(author, datetime.date.today().isoformat()),
        names_shown=not options.unnamed,
        sealed=options.sealed,
        follows=options.follows,
    )
    try:
        check_free(folder, started, round_id)
    except SheetsExistError as error:
        raise UsageError(
            tr("{problem} Give another folder, or move them away first.", problem=error)
        ) from error
    save_map(path, started, expected_digest=opened.digest, limits=limits, warn=complain)
    for sheet in write_sheets(folder, started, round_id, warn=complain).values():
        say(str(sheet))
    return True


def _label(document: StakeMap, options: argparse.Namespace) -> str:
    """What a round is called unless the user says so: as the one before, or as the issue that it is about."""
    if options.follows is not None:
        return document.rounds[options.follows].label
    return issue_name(document, Question.of(document, options.issue, options.snapshot).issue or "")


def _places(document: StakeMap, options: argparse.Namespace) -> list[str]:
    """What to ask. Raises UsageError for an issue, snapshot or round that is not there."""
    if options.follows is not None:
        unknown = tr("The map has no round “{wanted}”; it has: {there}.")
        check_id(options.follows, document.rounds, unknown)
        if options.disputed is None:
            return list(document.rounds[options.follows].places)
        return most_disputed(document, options.follows, options.disputed)
    question = Question.of(document, options.issue, options.snapshot)
    issue = tr("The map has no issue “{wanted}”; it has: {there}.")
    snapshot = tr("The map has no snapshot “{wanted}”; it has: {there}.")
    view = (
        check_id(question.issue or "", document.issues, issue),
        check_id(question.snapshot or "", document.snapshots, snapshot),
    )
    if options.disputed is not None:
        return disputed_places(document, *view, options.disputed)
    return list(places_in_view(document, *view, influence=options.influence))


def _names(given: list[str]) -> list[str]:
    """The names of analysts; the only one may be a file that has them. Raises UsageError if it has none, and
    for what is called as a file and is none.
    """
    path = Path(given[0]) if len(given) == 1 else None
    if path is None or not is_there(path) or path.is_dir():
        if file := next((name for name in given if Path(name).suffix.lower() in _LISTS), None):
            raise UsageError(
                tr("{file}: Give names of analysts, or a single file that is there and has them.", file=file)
            )
        return given
    unread = tr("{file} is no text with the names of the analysts, one a line.", file=path)
    try:
        text = read_regular(path, _LARGEST_NAMES).decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise UsageError(unread) from error
    names = [name for line in text.splitlines() if (name := line.strip())]
    if not names or names[0].startswith("{"):
        # It is empty, or a map.
        raise UsageError(unread)
    return names


def _gather(options: argparse.Namespace) -> bool:
    limits, path, output = limits_for(options.largest), Path(options.map), Path(options.output)
    check_suffix(output)
    is_replaced = is_same_file(output, path)
    if not is_replaced:
        check_new(output)
    opened = _opened(path, limits)
    need_lead(opened.document)
    document, round_id = opened.document, _round_of(opened.document, options.round)
    sheets, problems = read_sheets([Path(each) for each in options.sheets], limits)
    found = gathered(document, round_id, sheets)
    answers = list(found.answers.values())
    if answers:
        pools = pools_after(document, round_id, answers)
        document = gather_answers(document, round_id, answers, found.sources, found.comments, pools)
    if not is_replaced:
        save_new(output, document, limits)
    elif document is not opened.document:
        save_map(output, document, expected_digest=opened.digest, limits=limits, warn=complain)
    for line in (*problems, *map(remark_text, found.remarks)):
        say(line)
    say(
        tr(
            "{round} – {missing}",
            round=round_text(document, round_id),
            missing=missing_text(document, round_id),
        )
    )
    for comparison in answers_together(document, round_id):
        if comparison.readings:
            say(comparison_text(document, comparison))
    if not missing(document, round_id):
        next_round = (
            f"stakemap round start {shlex.quote(str(output))} --follows {round_id} --disputed 3 -o FOLDER"
        )
        say(tr("To ask again what is most disputed: {command}", command=next_round))
    return not problems and not any(is_refusal(each) for each in found.remarks)


def _round_of(document: StakeMap, wanted: str | None) -> str:
    """The round that is meant. Raises UsageError unless it is in the map, or the only one that is open."""
    unknown = tr("The map has no round “{wanted}”; it has: {there}.")
    if wanted is not None:
        return check_id(wanted, document.rounds, unknown)
    opened = sorted(key for key, each in document.rounds.items() if each.closed is None)
    if not opened:
        raise UsageError(tr("The map has no round that is open."))
    if len(opened) > 1:
        there = ", ".join(opened)
        raise UsageError(tr("Say with --round which round is meant; open are: {there}.", there=there))
    return opened[0]


def _opened(path: Path, limits: Limits) -> OpenedMap:
    """Read the map. Raises MapReadError, which names the file, and UsageError for one of a newer version."""
    try:
        opened = open_map(path, limits=limits)
    except MapReadError as error:
        raise MapReadError(f"{path}: {error}", error.faults) from error
    if opened.read_only:
        raise UsageError(
            tr("{file}: This map comes from a newer version of Stakemap; use that version.", file=path)
        )
    return opened
