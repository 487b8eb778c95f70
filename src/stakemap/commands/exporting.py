"""The command `stakemap export`: composes slides of maps, or takes their data, and writes them to files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from stakemap.commands.arguments import check_id
from stakemap.commands.balance_limits import balance_limits
from stakemap.commands.exporting_data import data_writer_for, export_data
from stakemap.commands.output import check_replaced, complain, save_new, say
from stakemap.errors import UsageError
from stakemap.export.exporters import WriteOptions, all_endings
from stakemap.export.formats import exporter_for, files_for, write_pages
from stakemap.export.policy import in_house
from stakemap.export.theme_files import read_theme
from stakemap.i18n import tr, tr_count
from stakemap.interchange.writers.formats import DATA_WRITERS, data_endings
from stakemap.model.document import StakeMap
from stakemap.model.order import issues_in_order, latest_dated, snapshots_in_order
from stakemap.model.resolve import Resolver
from stakemap.picture.comparisons import asked_for, left_out_text
from stakemap.picture.deck import Page, PageId, deck_of, number_pages
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.kinds import SLIDE_KINDS
from stakemap.picture.options import STYLES
from stakemap.picture.theme import LIGHT, THEMES, Theme
from stakemap.storage.policy.handling import check_marked
from stakemap.storage.reading.largest_file import limits_for
from stakemap.storage.saving.targets import is_same_file, is_there

#: File name endings of maps.
_MAP_ENDINGS = (".json", ".stakemap")


def export(documents: Sequence[StakeMap], options: argparse.Namespace) -> tuple[Path, ...]:
    """Write the slides of the maps, their data, or with `--clean` possibly a map; returns the files.

    Raises UsageError for conflicting options, unknown ids and what the policy does not allow, WriteError if a
    file cannot be written.
    """
    for document in documents:
        check_marked(document)
    path = Path(options.output)
    wants_map = options.clean and options.data_format is None and path.suffix.lower() in _MAP_ENDINGS
    writer = data_writer_for(path, options.data_format)
    if options.without and not options.clean:
        raise UsageError(tr("--without needs --clean."))
    if not wants_map and writer is None:
        _check_ending(path, options.clean)
    digest = _check_map(documents, path, options) if wants_map else None
    if options.clean:
        documents = [_cleaned(document, options) for document in documents]
    if wants_map:
        save_new(path, documents[0], limits_for(options.largest), digest)
        return (path,)
    if writer is not None:
        _check_ids(documents, options)
        return (export_data(documents, writer, path, options),)
    return _write_slides(documents, path, options)


def _check_ending(path: Path, may_be_map: bool) -> None:
    if path.suffix.lower() in all_endings():
        return
    if path.suffix.lower() == ".json":
        names = ", ".join(writer.id for writer in DATA_WRITERS if ".json" in writer.endings)
        raise UsageError(tr("Say with --as what the .json is to hold: {names}.", names=names))
    pictures, data = ", ".join(all_endings()), ", ".join(data_endings())
    if may_be_map:
        maps = ", ".join(_MAP_ENDINGS)
        raise UsageError(
            tr(
                "A clean copy is written as {maps}, slides as {pictures}, data as {data}.",
                maps=maps,
                pictures=pictures,
                data=data,
            )
        )
    raise UsageError(
        tr(
            "Slides are written as {pictures}, data as {data}; “{name}” has another extension.",
            pictures=pictures,
            data=data,
            name=path.name,
        )
    )


def _check_ids(documents: Sequence[StakeMap], options: argparse.Namespace) -> None:
    """Raise UsageError for an issue or a snapshot that a map does not have."""
    for document in documents:
        if options.issue is not None:
            _issues(document, options)
        if options.snapshot is not None:
            _snapshots(document, options)


def _check_map(documents: Sequence[StakeMap], path: Path, options: argparse.Namespace) -> str | None:
    """Raise UsageError where a map cannot be written there, before its content is described.

    Returns the digest of what may be replaced for `save_new`: None for any file, "" for none, since a file
    that appears after the question is not what it was about.
    """
    if len(documents) != 1:
        raise UsageError(tr("A file holds one map; give one at a time."))
    if options.force:
        return None
    digest = None if is_there(path) else ""
    check_replaced([path])
    return digest


def _cleaned(document: StakeMap, options: argparse.Namespace) -> StakeMap:
    """The clean copy, after printing what is removed and what is kept."""
    from stakemap.model.clean import CleanOptions, clean, summary

    unknown = tr("The map has no scenario “{wanted}”; it has: {there}.")
    scenarios = {key: each for key, each in document.snapshots.items() if each.scenario}
    for wanted in options.without:
        check_id(wanted, scenarios, unknown)
    chosen = CleanOptions(scenarios=frozenset(options.without))
    removal = summary(document, chosen)
    for line in removal.goes:
        say(tr("removed: {what}", what=line))
    for line in removal.stays:
        say(tr("kept: {what}", what=line))
    return clean(document, chosen)


def _write_slides(documents: Sequence[StakeMap], path: Path, options: argparse.Namespace) -> tuple[Path, ...]:
    from stakemap.export.offscreen import ensure_gui_application

    ensure_gui_application()
    from stakemap.paint.fonts import slide_measure

    theme, parts = in_house(theme_for(options.theme), STYLES[options.style])
    wants_notes = "speaker-notes" in exporter_for(path).choices and not options.clean
    style = DeckStyle(
        theme,
        slide_measure(theme.font),
        options.size,
        parts,
        options.transparent,
        wants_notes,
        matrix_order=options.order,
        limits=balance_limits(),
    )
    requests = [requests_for(document, options) for document in documents]
    pages = _pages(documents, requests, style, options.pages)
    files = files_for(path, len(pages))
    _check_inputs(files, options)
    if not options.force:
        check_replaced(files)
    _warn_of_missing_scripts(documents)
    for thinned in dict.fromkeys(page.slide.thinned for page in pages if page.slide.thinned):
        complain(tr("{what}; the others are left out.", what=thinned))
    progress_bar = _ProgressBar(len(pages))
    write_options = WriteOptions(
        options.scale, options.text == "paths", wants_notes, options.connectors == "glued"
    )
    write_pages(pages, documents[0], path, write_options, progress_bar.show)
    progress_bar.clear()
    return files


def _check_inputs(files: Sequence[Path], options: argparse.Namespace) -> None:
    """Raise UsageError if a page, which may get a number in its name, would replace what is read."""
    for file in files:
        for read in (*options.files, options.theme):
            if is_same_file(file, Path(read)):
                raise UsageError(tr("A page would replace {file}; give another name.", file=read))


def _pages(
    documents: Sequence[StakeMap],
    requests: Sequence[Sequence[SlideRequest]],
    style: DeckStyle,
    chosen: frozenset[int] | None,
) -> Sequence[Page]:
    """The chosen pages of one deck of all maps, by their numbers in it. Raises UsageError for others."""
    several, count = len(documents) > 1, 0
    pages: list[Page] = []
    for document, wanted in zip(documents, requests, strict=True):

        def is_chosen(number: int, _page: PageId, before: int = count) -> bool:
            return chosen is None or before + number in chosen

        deck = deck_of(document, wanted, style, Resolver(), is_part=several, is_chosen=is_chosen)
        pages.extend(deck.pages)
        count += len(deck.all_pages)
    if chosen is not None and max(chosen) > count:
        raise UsageError(tr_count("There is only {count} page.", "There are only {count} pages.", count))
    return number_pages(pages, style) if several else pages


def _warn_of_missing_scripts(documents: Sequence[StakeMap]) -> None:
    """Warn of letters that are shown as boxes, since nobody may look at the slide before it is sent."""
    from stakemap.paint.scripts import missing_scripts

    texts = [
        text
        for document in documents
        for text in (
            document.title,
            document.question,
            document.key_judgement,
            *(actor.name for actor in document.actors.values()),
            *(group.name for group in document.groups.values()),
            *(part for issue in document.issues.values() for part in (issue.name, issue.low_label)),
            *(snapshot.label for snapshot in document.snapshots.values()),
            *(headline.text for headline in document.headlines.values()),
        )
    ]
    missing = missing_scripts(texts)
    if missing:
        scripts = ", ".join(missing)
        complain(tr("No font on this machine has the letters of these scripts: {scripts}.", scripts=scripts))


def theme_for(name: str) -> Theme:
    """A theme by its name or from a file; a warning and the light theme if the file is invalid.

    Raises UsageError if there is neither such a theme nor such a file.
    """
    if name in THEMES:
        return THEMES[name]
    path = Path(name)
    if not name or not is_there(path):
        unknown = tr("There is no theme or file “{name}”; the themes are: {there}.")
        raise UsageError(unknown.format(name=name, there=", ".join(THEMES)))
    try:
        return read_theme(path)
    except UsageError as error:
        complain(tr("{error} The light theme is used.", error=error))
        return LIGHT


def requests_for(document: StakeMap, options: argparse.Namespace) -> list[SlideRequest]:
    """The requested slides for each issue, snapshot and kind, after reporting which are left out. Raises
    UsageError if there are none.
    """
    issues, snapshots = _issues(document, options), _snapshots(document, options)
    kinds = list(dict.fromkeys(options.slide or ["map"]))
    if options.against is not None:
        unknown = tr("The map has no snapshot “{wanted}”; it has: {there}.")
        check_id(options.against, document.snapshots, unknown)
    found, left_out = asked_for(document, kinds, issues, snapshots, options.against)
    if not found:
        if all(SLIDE_KINDS[kind].needs_earlier for kind in kinds):
            raise UsageError(tr("No snapshot has an earlier one to compare it with."))
        raise UsageError(left_out_text(document, left_out))
    if left_out:
        complain(left_out_text(document, left_out))
    return list(found)


def _issues(document: StakeMap, options: argparse.Namespace) -> Sequence[str | None]:
    ordered = issues_in_order(document)
    if options.all_issues:
        if options.issue is not None:
            raise UsageError(tr("Give either --issue or --all-issues."))
        return ordered or [None]
    if options.issue is None:
        return ordered[:1] or [None]
    unknown = tr("The map has no issue “{wanted}”; it has: {there}.")
    return [check_id(options.issue, document.issues, unknown)]


def _snapshots(document: StakeMap, options: argparse.Namespace) -> Sequence[str | None]:
    if options.all_snapshots:
        if options.snapshot is not None:
            raise UsageError(tr("Give either --snapshot or --all-snapshots."))
        return snapshots_in_order(document) or [None]
    if options.snapshot is None:
        return [latest_dated(document)]
    unknown = tr("The map has no snapshot “{wanted}”; it has: {there}.")
    return [check_id(options.snapshot, document.snapshots, unknown)]


class _ProgressBar:
    """Progress progress_bar on standard error, if that is a terminal."""

    _WIDTH = 30

    def __init__(self, count: int) -> None:
        self._is_shown = count > 1 and sys.stderr is not None and sys.stderr.isatty()

    def show(self, done: int, count: int) -> None:
        """Draw the progress_bar with `done` of `count` pages."""
        if self._is_shown:
            filled = self._WIDTH * done // max(1, count)
            self._write(f"[{'#' * filled}{'.' * (self._WIDTH - filled)}] {done}/{count}")

    def clear(self) -> None:
        """Erase the progress_bar."""
        if self._is_shown:
            self._write(" " * (self._WIDTH + 20) + "\r")

    def _write(self, text: str) -> None:
        sys.stderr.write(f"\r{text}")
        sys.stderr.flush()
