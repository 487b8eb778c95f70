"""Opening links in the browser, after the user has confirmed the host, and folders in the file manager."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from stakemap.i18n import tr
from stakemap.model.links import Link, link_of
from stakemap.wording.names import listing

if TYPE_CHECKING:
    from stakemap.app.kit.message_boxes import MessageBoxes

__all__ = ["host_text", "open_folder", "open_link"]


def host_text(link: Link) -> str:
    """The host as the confirmation shows it, with its port if it has one."""
    return link.host if link.port is None else f"{link.host}:{link.port}"


def open_link(parent: QWidget, message_boxes: MessageBoxes, address: str) -> bool:
    """Open an address in the browser after the user has confirmed its host; whether it was opened.

    An address that is no plain http or https URL is refused with a message.
    """
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


def _facts(link: Link) -> list[str]:
    facts = [link.address]
    if link.is_foreign:
        facts.append(
            tr(
                "The name reads “{name}” and has letters of {scripts}. It may imitate another name.",
                name=link.readable,
                scripts=listing(link.scripts),
            )
        )
    if not link.is_encrypted:
        facts.append(tr("The connection is not encrypted: others on the network can read it."))
    facts.append(tr("The browser contacts this host; Stakemap sends nothing itself."))
    return facts
