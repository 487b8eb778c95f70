"""Opening links in the browser, after the user has confirmed the host, and folders in the file manager."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from stakemap.i18n import tr
from stakemap.model.links import Link, link_of
from stakemap.storage.policy import policy
from stakemap.wording.names import listing

if TYPE_CHECKING:
    from stakemap.app.kit.message_boxes import MessageBoxes


def host_text(link: Link) -> str:
    """The host as the confirmation shows it, with its port if it has one."""
    return link.host if link.port is None else f"{link.host}:{link.port}"


def open_link(parent: QWidget, message_boxes: MessageBoxes, address: str) -> bool:
    """Open an address in the browser after the user has confirmed its host; whether it was opened.

    An address that is no plain http or https URL is refused with a message. Where a policy has links only
    shown, a message has the address to copy.
    """
    if not policy().open_links:
        _show_link(parent, message_boxes, address)
        return False
    link = link_of(address)
    url = QUrl(address.strip(), QUrl.ParsingMode.StrictMode)
    # Qt must parse the same host as the confirmation shows.
    same = link is not None and url.host(QUrl.ComponentFormattingOption.FullyEncoded).lower() == link.host
    if link is None or not same:
        headline = tr("This address cannot be opened")
        message_boxes.show_message(
            parent, headline, tr("Only addresses that begin with http:// or https:// can be opened.")
        )
        return False
    headline = tr("Open {host} in the browser?", host=host_text(link))
    if not message_boxes.confirm(parent, headline, "\n\n".join(_facts(link)), tr("&Open")):
        return False
    return QDesktopServices.openUrl(url)


def open_folder(folder: Path) -> bool:
    """Show a local folder in the file manager; False where none could be started."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _show_link(parent: QWidget, message_boxes: MessageBoxes, address: str) -> None:
    """Show an address that may not be opened, with what is to be known of it, so that it can be copied."""
    link = link_of(address)
    facts = [] if link is None else _foreign_name(link)
    text = tr("{organisation} does not allow links to be opened from Stakemap.", organisation=policy().whose)
    message_boxes.show_message(
        parent, tr("This link is shown, but not opened"), "\n\n".join([text, *facts]), address.strip(), "info"
    )


def _facts(link: Link) -> list[str]:
    facts = [link.address, *_foreign_name(link)]
    if not link.is_encrypted:
        facts.append(tr("The connection is not encrypted: others on the network can read it."))
    facts.append(tr("The browser contacts this host; Stakemap sends nothing itself."))
    return facts


def _foreign_name(link: Link) -> list[str]:
    if not link.is_foreign:
        return []
    return [
        tr(
            "The name reads “{name}” and has letters of {scripts}. It may imitate another name.",
            name=link.readable,
            scripts=listing(link.scripts),
        )
    ]
