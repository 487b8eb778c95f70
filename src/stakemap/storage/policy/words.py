"""The rules of a policy in sentences for those who work under them."""

from __future__ import annotations

from collections.abc import Iterator

from stakemap.i18n import comma_list, tr, tr_count
from stakemap.storage.policy import PolicyOrigin
from stakemap.storage.policy.record import Policy
from stakemap.text import shown_line


def rules_in_words(rules: Policy) -> tuple[str, ...]:
    """A sentence for each rule that is in force; none where all is left to the user."""
    return (*_on_marks(rules), *_on_exports(rules), *_on_files(rules), *_on_people(rules))


def origin_sentence(origin: PolicyOrigin) -> str:
    """Which file the rules come from, "" without one."""
    if origin.path is None:
        return ""
    if origin.tried:
        return tr("These rules are only being tried, from {path}.", path=origin.path)
    return tr("They are in {path}.", path=origin.path)


def _on_marks(rules: Policy) -> Iterator[str]:
    if rules.handling_marks:
        marks = comma_list([shown_line(mark) for mark in rules.handling_marks])
        yield tr("Handling marks are chosen from these: {marks}.", marks=marks)
    if rules.default_handling:
        yield tr("New maps are marked {mark}.", mark=shown_line(rules.default_handling))
    if rules.require_handling and rules.handling_marks:
        yield tr("Nothing is exported from a map without one of these marks.")
    elif rules.require_handling:
        yield tr("Nothing is exported from a map without a handling mark.")


def _on_exports(rules: Policy) -> Iterator[str]:
    if rules.theme:
        yield tr("Slides have the theme {theme}.", theme=shown_line(rules.theme))
    if rules.footer:
        yield tr("Slides have the footer “{footer}”.", footer=shown_line(rules.footer))
    if rules.export_formats:
        yield tr("Maps are exported only as {formats}.", formats=comma_list(rules.export_formats))
    elif rules.export_formats is not None:
        yield tr("Maps are not exported.")


def _on_files(rules: Policy) -> Iterator[str]:
    if rules.largest_file is not None:
        yield tr("Files of more than {limit} MB are not opened.", limit=rules.largest_file)
    if rules.leave_no_traces:
        yield tr("Maps leave no traces: nothing is kept of them outside their files.")
    elif rules.keep_history_days == 0:
        yield tr("Earlier versions of a map are not kept once it is closed.")
    elif rules.keep_history_days is not None:
        yield tr_count(
            "Earlier versions of a map are kept for {count} day.",
            "Earlier versions of a map are kept for {count} days.",
            rules.keep_history_days,
        )


def _on_people(rules: Policy) -> Iterator[str]:
    if rules.require_author:
        yield tr("Judgements need the analyst’s name.")
    if not rules.open_links:
        yield tr("Links are shown, but not opened.")
