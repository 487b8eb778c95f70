"""References of other programs into the sources of a map, from a file or a paste, and out again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from stakemap.app.kit.export_target import may_replace, with_ending
from stakemap.app.kit.policy import may_export
from stakemap.app.kit.waiting import run_with_progress
from stakemap.app.kit.worker import Worker
from stakemap.errors import MapReadError, StakemapError, UsageError
from stakemap.i18n import tr, tr_count
from stakemap.storage.policy import policy
from stakemap.text import shortened

if TYPE_CHECKING:
    from stakemap.app.kit.message_boxes import MessageBoxes
    from stakemap.app.kit.window import AppContext, Window
    from stakemap.editing.session import Session
    from stakemap.interchange.incoming import IncomingFile
    from stakemap.interchange.merging.planned import MergePlan
    from stakemap.interchange.writers.formats import DataWriter
    from stakemap.model.document import StakeMap
    from stakemap.model.edits_base import Authorship
    from stakemap.storage.reading.limits import Limits

#: The formats of `interchange` that yield references, and the formats of data that sources are written in.
_FORMATS, _WRITERS = ("bibtex", "ris", "csl"), ("bibtex", "csl")
_ENDINGS = (".bib", ".ris", ".json")
#: Remarks that are listed before the rest is counted.
_LISTED = 50


def _writers() -> list[DataWriter]:
    """The formats in which references may be exported."""
    from stakemap.export.policy import data_writers

    return [each for each in data_writers() if each.id in _WRITERS]


def may_write_references() -> bool:
    """Whether references may be exported in any format."""
    return policy().export_formats is None or bool(_writers())


def looks_like_references(text: str) -> bool:
    """Whether a text may be BibTeX, RIS or CSL-JSON, judged by its beginning."""
    from stakemap.interchange.incoming import IncomingFile
    from stakemap.interchange.references.bibtex import is_bibtex
    from stakemap.interchange.references.csl import is_csl
    from stakemap.interchange.references.ris import is_ris

    head = IncomingFile("", text[:4_096].encode("utf-8", "replace")).head
    return is_bibtex(head) or is_ris(head) or (head.lstrip()[:1] in ("[", "{") and is_csl(head))


class References(QObject):
    """Imports and exports references for one window; `imported` carries the ids of their sources,
    `message` a text for the status bar.
    """

    imported = Signal(tuple)
    message = Signal(str)

    def __init__(self, window: Window, context: AppContext, session: Session) -> None:
        super().__init__(window)
        self._window, self._context, self._session = window, context, session

    @property
    def _boxes(self) -> MessageBoxes:
        return self._context.message_boxes

    def import_file(self) -> None:
        """Ask for a file and add its references to the sources."""
        if self._session.read_only:
            return
        title = tr("Import references")
        folder = self._context.folder_of(self._session.path)
        path = self._boxes.file_to_open(self._window, title, folder, tr("References"), _ENDINGS)
        if path is not None:
            self._import(shortened(path.name), _plan_of_file, path, self._context.limits)

    def import_text(self, text: str) -> None:
        """Add the references of a pasted text to the sources."""
        if not self._session.read_only:
            self._import(tr("the clipboard"), _plan_of_text, text)

    def _import(self, name: str, plan_of: Callable[..., MergePlan], *args: object) -> None:
        session = self._session
        worker = Worker(plan_of, session.document, session.authorship, *args)
        text = tr("Reading “{name}”", name=name)
        try:
            plan: MergePlan | None = run_with_progress(worker, self._window, text, self._boxes)
        except StakemapError as error:
            self._boxes.show_message(self._window, tr("The references were not imported"), str(error))
            return
        if plan is not None:
            self._apply(plan)

    def _apply(self, plan: MergePlan) -> None:
        counts, session = plan.counts("source"), self._session
        added, completed = counts["new"], counts["changed"]
        if plan.result is not session.document:
            label = tr_count("Import {count} reference", "Import {count} references", added + completed)
            session.apply(plan.edit, label=label)
        parts = [
            tr_count("{count} source added", "{count} sources added", added) if added else "",
            tr_count("{count} completed", "{count} completed", completed) if completed else "",
            tr_count("{count} known already", "{count} known already", counts["unchanged"])
            if counts["unchanged"]
            else "",
        ]
        self.message.emit(", ".join(part for part in parts if part))
        self.imported.emit(tuple(each.id for each in plan.of_kind("source") if each.id))
        refused = [str(remark) for remark in plan.remarks if remark.kind == "refused"]
        if refused:
            headline = tr_count(
                "{count} reference was not imported", "{count} references were not imported", len(refused)
            )
            rest = len(refused) - _LISTED
            more = [tr_count("{count} more", "{count} more", rest)] if rest > 0 else []
            self._boxes.show_message(
                self._window, headline, "\n".join((*refused[:_LISTED], *more)), symbol="info"
            )

    def export(self) -> None:
        """Ask for a file and write all sources as BibTeX or CSL-JSON, by its ending."""
        if not may_export(self._window):
            return
        endings = tuple(each.endings[0] for each in _writers())
        suggested = self._context.folder_of(self._session.path) / f"{tr('references')}{endings[0]}"
        title, kind = tr("Export references"), tr("BibTeX, CSL-JSON")
        chosen = self._boxes.data_to_save(self._window, title, suggested, kind, endings)
        if chosen is None:
            return
        path = with_ending(chosen, endings)
        failed = tr("The references were not exported")
        try:
            if not may_replace(self._boxes, self._window, (path,), self._session.path):
                return
            worker = Worker(_write, self._session.document, path)
            text = tr("Saving “{name}”…", name=shortened(path.name))
            if run_with_progress(worker, self._window, text, self._boxes) is None:
                return
        except StakemapError as error:
            self._boxes.show_message(self._window, failed, str(error))
            return
        except OSError as error:
            self._boxes.show_message(self._window, failed, error.strerror or type(error).__name__)
            return
        self.message.emit(tr("Exported to {name}", name=path.name))


# --- in the worker ------------------------------------------------------------------------------------------


def _plan_of_file(
    report: Callable[[float], bool], document: StakeMap, authorship: Authorship, path: Path, limits: Limits
) -> MergePlan:
    from stakemap.interchange.incoming import IncomingFile
    from stakemap.storage.files import read_file

    return _plan(report, document, authorship, IncomingFile(path.name, read_file(path, limits)))


def _plan_of_text(
    report: Callable[[float], bool], document: StakeMap, authorship: Authorship, text: str
) -> MergePlan:
    from stakemap.interchange.incoming import IncomingFile

    return _plan(report, document, authorship, IncomingFile("", text.encode("utf-8", "replace")))


def _plan(
    report: Callable[[float], bool], document: StakeMap, authorship: Authorship, file: IncomingFile
) -> MergePlan:
    """What importing the references of a file would do: sources that are known get what they lack."""
    from stakemap.interchange.formats import FORMATS, ReadJob
    from stakemap.interchange.merging.merge import plan_merge
    from stakemap.interchange.merging.options import MergeOptions

    found = next((each for name in _FORMATS if (each := FORMATS[name]).recognises(file)), None)
    if found is None:
        raise MapReadError(tr("There are no references in BibTeX, RIS or CSL-JSON here."))
    content = found.read(ReadJob(file, authorship.on or "", report=lambda share: report(share / 2)))
    return plan_merge(
        document,
        content,
        MergeOptions(policy="fill"),
        authorship,
        report=lambda share: report((1 + share) / 2),
    )


def _write(_report: Callable[[float], bool], document: StakeMap, path: Path) -> Path:
    from stakemap.export.policy import write_data
    from stakemap.interchange.writers.formats import DataOptions
    from stakemap.storage.saving.writing import write_bytes_safely

    ending = path.suffix.lower()
    writer = next((each for each in _writers() if ending in each.endings), None)
    if writer is None:
        raise UsageError(tr("References are written as .bib or .json."))
    write_bytes_safely(path, write_data(writer, document, DataOptions()).data)
    return path
