"""The work of the dialog of combining maps, in a worker: reading maps, combining and describing them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from stakemap.analysis.agreement.disagreement import Comparison
from stakemap.analysis.agreement.disagreement_sentences import agreement_text, camps_text, readings_text
from stakemap.analysis.combining.combining import Combined, combine
from stakemap.analysis.combining.sentences import suggestion_reason, summary
from stakemap.analysis.rounds.sentences import pool_text
from stakemap.app.kit.latest_work import Stop
from stakemap.errors import CancelledError, MapReadError
from stakemap.i18n import tr, tr_count
from stakemap.model.combining.combine import collect, contributions_of
from stakemap.model.combining.matching import Suggestion
from stakemap.model.document import StakeMap
from stakemap.model.judgements import PoolMethod
from stakemap.model.rounds import round_of_sheet
from stakemap.storage.files import open_map, without_suffix
from stakemap.storage.reading.limits import Limits
from stakemap.text import one_line
from stakemap.wording.changes import subject_name


class GivenMap(NamedTuple):
    """A map that was given, or the sentence on why it cannot be combined; `label` is the name of its file."""

    label: str
    document: StakeMap | None
    problem: str = ""


class Line(NamedTuple):
    """A subject that several analysts judge, and what they judge."""

    name: str
    text: str


class CombineTask(NamedTuple):
    """What to combine: the open map first if there is one, then files, of which some are known already."""

    opened: GivenMap | None
    paths: tuple[Path, ...]
    known: Mapping[Path, GivenMap]
    method: PoolMethod
    confirmed: Mapping[tuple[str, str], str]
    limits: Limits


class Outcome(NamedTuple):
    """The maps that were given, what their analysts are called, and what came of them.

    `combined` is None while fewer than two maps can be combined; `suggestions` are those of all that was
    confirmed, too.
    """

    task: CombineTask
    maps: Mapping[Path, GivenMap]
    analysts: tuple[str, ...]
    combined: Combined | None
    suggestions: tuple[Suggestion, ...]
    summary: str
    lines: tuple[Line, ...]


def combine_maps(stop: Stop, _report: Callable[[float], object], task: CombineTask) -> Outcome:
    """Read the files that are not known, and combine all that can be combined."""
    maps: dict[Path, GivenMap] = {}
    for path in task.paths:
        maps[path] = task.known.get(path) or _read(path, task.limits)
        if stop():
            raise CancelledError
    given = [each for each in (task.opened, *maps.values()) if each is not None and each.document is not None]
    contributions = contributions_of(
        (each.label, each.document) for each in given if each.document is not None
    )
    analysts = tuple(each.analyst for each in contributions)
    if len(contributions) < 2:
        return Outcome(task, maps, analysts, None, (), tr("Add the maps of at least two analysts."), ())
    combined = combine(contributions, task.method, confirmed=task.confirmed)
    suggestions = tuple(combined.suggestions)
    if task.confirmed:
        # In the order before anything was confirmed, so that no row moves when it is ticked.
        suggestions = tuple(dict.fromkeys((*collect(contributions).suggestions, *suggestions)))
    lines = tuple(_line(combined.document, each) for each in combined.comparisons)
    return Outcome(task, maps, analysts, combined, suggestions, summary(combined), lines)


def _read(path: Path, limits: Limits) -> GivenMap:
    label = without_suffix(path)
    try:
        opened = open_map(path, limits=limits)
    except MapReadError as error:
        return GivenMap(label, None, str(error))
    if opened.read_only:
        problem = tr("This map comes from a newer version of Stakemap; combine it with that version.")
        return GivenMap(label, None, problem)
    if round_of_sheet(opened.document) is not None:
        return GivenMap(label, None, tr("This is the sheet of a round; gather it instead."))
    return GivenMap(label, opened.document)


def _line(document: StakeMap, found: Comparison) -> Line:
    name = subject_name(document, found.snapshot, found.subject)
    if found.camps:
        return Line(name, tr("Rival readings, not averaged: {camps}", camps=camps_text(found)))
    text = tr(
        "{readings}; {pool}, agreement {agreement}",
        readings=readings_text(found.readings),
        pool=pool_text(found),
        agreement=agreement_text(found),
    )
    return Line(name, text)


def suggestion_text(suggestion: Suggestion) -> str:
    """What may be the same, and why: "Turkey is Türkiye (both are names of one country)"."""
    return tr(
        "{name} is {other} ({why})",
        name=one_line(suggestion.name),
        other=one_line(suggestion.candidate_name),
        why=suggestion_reason(suggestion),
    )


def count_text(document: StakeMap) -> str:
    """How many judgements a map has."""
    count = sum(each.judgement_count for each in document.snapshots.values())
    return tr_count("{count} judgement", "{count} judgements", count)
