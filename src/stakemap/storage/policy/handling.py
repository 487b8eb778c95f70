"""What a policy lets maps be: the handling mark of new ones, no export without one, formats of exports."""

from __future__ import annotations

from stakemap.errors import UsageError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.records import replace
from stakemap.storage.policy import policy
from stakemap.text import shortened, shown_line
from stakemap.wording.names import listing

#: The most marks that a sentence names.
_MOST_NAMED = 8


class HandlingMarkMissingError(UsageError):
    """A map has no handling mark that the policy knows, and that has nothing exported without one."""


def with_default_handling(document: StakeMap) -> StakeMap:
    """A new map with the mark that the policy has for new maps, unless it has one already."""
    mark = policy().default_handling
    return replace(document, handling=mark) if mark and not document.handling.strip() else document


def has_mark(document: StakeMap) -> bool:
    """Whether a map has a handling mark, out of those of the policy where it has any."""
    mark, marks = document.handling.strip(), policy().handling_marks
    return mark in marks if marks else bool(mark)


def check_marked(document: StakeMap) -> None:
    """Raise HandlingMarkMissingError if the policy wants one of its marks and the map has another or none."""
    rules = policy()
    if not rules.require_handling or has_mark(document):
        return
    words = {"organisation": rules.whose, "title": shortened(document.title) or tr("Untitled map")}
    if not document.handling.strip():
        raise HandlingMarkMissingError(
            tr(
                "{organisation} allows nothing to be exported without a handling mark, and “{title}” has "
                "none; set one in the map’s details.",
                **words,
            )
        )
    raise HandlingMarkMissingError(
        tr(
            "{organisation} allows exports only with one of its handling marks ({marks}), and “{title}” is "
            "marked {mark}; set one of these in the map’s details.",
            **words,
            mark=shown_line(shortened(document.handling)),
            marks=listing([shown_line(each) for each in rules.handling_marks], _MOST_NAMED),
        )
    )


def check_allowed(format_id: str, title: str) -> None:
    """Raise UsageError for a format, by its id and how it is called, in which maps may not be exported."""
    if not policy().allows(format_id):
        raise UsageError(
            tr(
                "{organisation} does not allow maps to be exported as {format}.",
                organisation=policy().whose,
                format=title,
            )
        )


def check_json(*documents: StakeMap) -> None:
    """Raise UsageError where the policy does not allow commands to print of these maps as JSON."""
    for document in documents:
        check_marked(document)
    check_allowed("json", "JSON")
