"""The rules of an organisation in the app: what is shown as set, and what an export needs first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from stakemap.app.kit.plain_text import PlainLabel, set_tooltip
from stakemap.i18n import tr
from stakemap.storage.policy import policy

if TYPE_CHECKING:
    from stakemap.app.kit.window import Window


def shown_as_set(widget: QWidget) -> PlainLabel:
    """Disable what a policy decides; returns a label for below it that says so, as screen readers do."""
    text = policy().set_by
    widget.setEnabled(False)
    widget.setAccessibleDescription(text)
    set_tooltip(widget, text)
    return PlainLabel(text, role="caption", wrap=True)


def not_allowed(usual: str, *, is_allowed: bool) -> str:
    """The tip of an action: the usual one, or that the organisation does not allow it."""
    return usual if is_allowed else tr("{organisation} does not allow this", organisation=policy().whose)


def offers_slides() -> bool:
    """Whether slides may be exported in any format."""
    if policy().export_formats is None:
        return True
    from stakemap.export.policy import exporters

    return bool(exporters())


def offers_data() -> bool:
    """Whether data may be exported in any format."""
    if policy().export_formats is None:
        return True
    from stakemap.export.policy import data_writers

    return bool(data_writers())


def offers_printing() -> bool:
    """Whether slides may be printed, which any printer may do into a PDF file."""
    return policy().allows("pdf")


def offers_pictures() -> bool:
    """Whether pictures may be copied to the clipboard."""
    return policy().allows("png")


def may_export(window: Window) -> bool:
    """Whether the map of a window has a handling mark that its export needs; offers to set one first."""
    if not policy().require_handling:
        return True
    from stakemap.storage.policy.handling import HandlingMarkMissingError, check_marked, has_mark

    assert window.session is not None
    session, boxes = window.session, window.context.message_boxes
    try:
        check_marked(session.document)
    except HandlingMarkMissingError as error:
        headline = tr("This map needs a handling mark")
        if session.read_only:
            boxes.show_message(window, headline, f"{error}\n\n{session.read_only_reason}")
        elif boxes.confirm(window, headline, str(error), tr("&Set the mark…")):
            window.map_details_requested.emit("handling")
        return has_mark(session.document)
    return True
