"""What `stakemap import` does: files of other programs become a new map, or are merged into one."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from stakemap.commands.authors import author_of
from stakemap.commands.output import check_new, complain, save_new, say
from stakemap.errors import MapReadError, UsageError
from stakemap.i18n import tr
from stakemap.interchange.content import Remark
from stakemap.interchange.formats import FORMATS, Format, ReadJob, format_of
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.merging.dated_target import of_date
from stakemap.interchange.merging.merge import empty_map_for, plan_merge
from stakemap.interchange.merging.options import MergeOptions, NewSnapshot
from stakemap.interchange.merging.planned import MergePlan
from stakemap.interchange.merging.report import (
    counts_in_words,
    refused,
    rejects_csv,
    remarks_in_words,
    suggestions_in_words,
)
from stakemap.interchange.register.file_date import file_date
from stakemap.interchange.register.plan import ImportPlan
from stakemap.model.document import StakeMap
from stakemap.model.edits_base import Authorship
from stakemap.storage.files import SUFFIX, check_suffix, open_map, read_file, save_map
from stakemap.storage.policy.handling import with_default_handling
from stakemap.storage.reading.largest_file import limits_for
from stakemap.storage.reading.limits import Limits
from stakemap.storage.saving.targets import is_same_file
from stakemap.storage.saving.writing import Precautions, write_bytes_safely


@dataclass(frozen=True, slots=True)
class _Start:
    """The map that is imported into, its file and the digest of that; a new map has neither."""

    document: StakeMap | None
    path: Path | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class _Imported:
    """What came of one file: the merge, and for registers the plan by which it was read."""

    merge: MergePlan
    plan: ImportPlan | None


def import_files(options: argparse.Namespace) -> bool:
    """Merge files into the map `--into` or a new one, one after the other, and write the result; says for
    each what came in, what was left out, and complains of what was refused. False if anything was refused.

    With `--dry-run` nothing is written. Raises UsageError for options that contradict each other or the
    files, for a file that cannot be imported, and where an output is there already; MapReadError for a map
    that cannot be opened, WriteError when something cannot be written.
    """
    files, limits = [Path(file) for file in options.files], limits_for(options.largest)
    _check(options, files)
    start = _start(options, limits)
    planned = _read_plan(options, limits)
    document, imported = start.document, []
    for file in files:
        found = _imported(file, document, planned, options, limits)
        _tell(file, found.merge)
        document = found.merge.result
        imported.append(found)
    if not options.dry_run:
        assert document is not None
        _save(options, start, document, limits)
        _save_beside(options, imported)
    return not any(refused(each.merge) for each in imported)


def _check(options: argparse.Namespace, files: Sequence[Path]) -> None:
    """Raise UsageError for what contradicts itself, before anything is read."""
    if options.label is not None and options.new_snapshot is None:
        raise UsageError(tr("--label is for --new-snapshot DATE."))
    if len(files) > 1 and (options.rejects is not None or options.save_plan is not None):
        raise UsageError(tr("--rejects and --save-plan are for a single file."))
    if options.dry_run:
        return
    if options.output is None:
        raise UsageError(tr("Give the map to write, -o MAP, or --dry-run."))
    output = Path(options.output)
    check_suffix(output)
    is_replaced = options.into is not None and is_same_file(output, Path(options.into))
    for path in (*([] if is_replaced else [output]), options.rejects, options.save_plan):
        if path is not None:
            check_new(Path(path))


def _start(options: argparse.Namespace, limits: Limits) -> _Start:
    if options.into is None:
        return _Start(None)
    path = Path(options.into)
    try:
        opened = open_map(path, limits=limits)
    except MapReadError as error:
        raise MapReadError(f"{path}: {error}", error.faults) from error
    return _Start(opened.document, path, opened.digest)


def _read_plan(options: argparse.Namespace, limits: Limits) -> ImportPlan | None:
    if options.plan is None:
        return None
    from stakemap.interchange.register.plan_files import read_plan

    path = Path(options.plan)
    try:
        return read_plan(read_file(path, limits))
    except MapReadError as error:
        raise UsageError(f"{path}: {error}") from error


def _imported(
    path: Path,
    document: StakeMap | None,
    planned: ImportPlan | None,
    options: argparse.Namespace,
    limits: Limits,
) -> _Imported:
    """Merge one file. Raises UsageError, which names the file, if that cannot be done."""
    try:
        file = IncomingFile(path.name, read_file(path, limits))
        found = format_of(file)
        if found is None:
            # A file with a fault says which.
            _ = file.workbook if file.container in ("workbook", "encrypted", "text", "html") else None
            raise UsageError(_unknown(path))
        plan, doubts = _plan_for(found, file, planned, options)
        today = date.today().isoformat()
        chosen = _options_for(found, file, dict(options.option), keeps_contacts=options.contacts)
        content = found.read(ReadJob(file, today, chosen, plan))
    except (MapReadError, UsageError) as error:
        raise UsageError(f"{path}: {error}") from error
    remarks = (Remark(kind="doubt", sentence=doubt) for doubt in doubts)
    content = content.model_copy(update={"remarks": (*content.remarks, *remarks)})
    into, merging = document, _merge_options(options)
    is_chosen = bool(options.snapshot or options.new_snapshot)
    dated = "" if plan is None or is_chosen else file_date(file.workbook, plan, path.name)
    known = dated if dated <= today else ""
    if into is None:
        into = empty_map_for(content, path.stem, options.issue or "", known)
        into = into if content.handling else with_default_handling(into)
    else:
        merging = of_date(merging, into, known)
    merge = plan_merge(into, content, merging, Authorship(author_of(options), today))
    return _Imported(merge, plan)


def _unknown(path: Path) -> str:
    if path.name.lower().endswith((SUFFIX, ".stakemap")):
        return tr("This is a map already; “stakemap merge” and “stakemap combine” make one of several.")
    return tr(
        "This is no file that can be imported; those are: {kinds}.",
        kinds=", ".join(dict.fromkeys(each.title() for each in FORMATS)),
    )


def _plan_for(
    found: Format, file: IncomingFile, planned: ImportPlan | None, options: argparse.Namespace
) -> tuple[ImportPlan | None, tuple[str, ...]]:
    """The plan of a register, with sentences about where a given one does not fit; none for other formats."""
    if not found.has_plan:
        if planned is not None or options.sheet is not None or options.save_plan is not None:
            title = found.title()
            raise UsageError(tr("Sheets and plans are for registers, but this is: {kind}.", kind=title))
        return None, ()
    from stakemap.interchange.register.adapting import adapted

    doubts: tuple[str, ...] = ()
    if planned is None:
        plan = file.register_plan
    else:
        fitted = adapted(planned, file.workbook, file.register_plan)
        plan, doubts = fitted.plan, fitted.doubts
    if options.sheet is not None:
        plan = _with_sheet(plan, options.sheet)
    if options.contacts:
        plan = plan.model_copy(update={"keeps_contacts": True})
    return plan, doubts


def _with_sheet(plan: ImportPlan, name: str) -> ImportPlan:
    """The plan with this sheet alone."""
    names = [sheet.sheet for sheet in plan.sheets]
    if name not in names:
        there = ", ".join(names)
        raise UsageError(tr("There is no sheet “{wanted}”; there are: {there}.", wanted=name, there=there))
    sheets = tuple(
        sheet.model_copy(update={"left_out": "" if sheet.sheet == name else sheet.left_out or "chosen"})
        for sheet in plan.sheets
    )
    return plan.model_copy(update={"sheets": sheets})


def _options_for(
    found: Format, file: IncomingFile, given: Mapping[str, str], *, keeps_contacts: bool
) -> Mapping[str, str]:
    known = {each.id: each for each in found.options(file)}
    if keeps_contacts and "contacts" in known:
        given = {"contacts": "keep", **given}
    for name, value in given.items():
        if name not in known:
            there = ", ".join(known) or tr("none")
            unknown = tr("This file has no option “{name}”; it has: {there}.", name=name, there=there)
            raise UsageError(unknown)
        choices = [choice for choice, _ in known[name].choices]
        if choices and value not in choices:
            there = ", ".join(choices)
            raise UsageError(tr("“{name}” is one of: {there}.", name=name, there=there))
    return dict(given)


def _merge_options(options: argparse.Namespace) -> MergeOptions:
    new = None
    if options.new_snapshot is not None:
        new = NewSnapshot(date=options.new_snapshot, label=options.label or "")
    return MergeOptions(
        snapshot=options.snapshot or "",
        new_snapshot=new,
        issue=options.issue or "",
        policy="fill" if options.fill else "update",
    )


# --- what is reported and written --------------------------------------------------------------------------


def _tell(file: Path, merge: MergePlan) -> None:
    faults = refused(merge)
    others = [remark for remark in merge.remarks if remark.kind != "refused"]
    for line in (*counts_in_words(merge), *remarks_in_words(others), *suggestions_in_words(merge)):
        say(f"{file}: {line}")
    for line in remarks_in_words(faults):
        complain(f"{file}: {line}")


def _save(options: argparse.Namespace, start: _Start, document: StakeMap, limits: Limits) -> None:
    output = Path(options.output)
    if start.path is not None and is_same_file(output, start.path):
        if document is not start.document:
            save_map(output, document, expected_digest=start.digest, limits=limits, warn=complain)
        return
    save_new(output, document, limits)


def _save_beside(options: argparse.Namespace, imported: Sequence[_Imported]) -> None:
    """Write the refused values and the plan of a file, if they are requested and there are any."""
    only = imported[0]
    if options.rejects is not None and (faults := refused(only.merge)):
        _write_new(Path(options.rejects), rejects_csv(faults).encode("utf-8-sig"))
    if options.save_plan is not None and only.plan is not None:
        from stakemap.interchange.register.plan_files import write_plan

        _write_new(Path(options.save_plan), write_plan(only.plan))


def _write_new(path: Path, data: bytes) -> None:
    write_bytes_safely(path, data, precautions=Precautions("", None))
