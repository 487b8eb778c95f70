"""Debian's file `copyright`, machine-readable: the licences of all that a package brings."""

import re
import textwrap
from collections.abc import Iterator

from building.licences import Component, folder_of, named, texts

__all__ = ["debian_copyright"]

HEAD = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Stakemap
Comment: This package brings its own Python, Qt and libraries; after Stakemap's own licence follow theirs,
 each with the folder in which its texts lie. README.txt in /usr/share/doc/stakemap/licences says which
 libraries are linked into these, and how to replace Qt.

Files: *
Copyright: The Stakemap developers
License: MIT
"""
#: Licences that each system of Debian has, by how their texts begin.
COMMON = {
    r"\s*GNU LESSER GENERAL PUBLIC LICENSE\s+Version 3": "LGPL-3",
    r"\s*GNU LESSER GENERAL PUBLIC LICENSE\s+Version 2\.1": "LGPL-2.1",
    r"\s*GNU LIBRARY GENERAL PUBLIC LICENSE\s+Version 2": "LGPL-2",
    r"\s*GNU GENERAL PUBLIC LICENSE\s+Version 3": "GPL-3",
    r"\s*GNU GENERAL PUBLIC LICENSE\s+Version 2": "GPL-2",
    r"\s*GNU GENERAL PUBLIC LICENSE\s+Version 1": "GPL-1",
    r"\s*Apache License\s+Version 2\.0": "Apache-2.0",
    r"\s*Mozilla Public License Version 2\.0": "MPL-2.0",
}


def debian_copyright(components: list[Component], own_licence: str) -> str:
    """The text of the file for a package of these components, Stakemap itself among them."""
    stanzas = [HEAD + "\n".join(_indented(own_licence))]
    stanzas += [_stanza(each) for each in components if each["name"] != "stakemap"]
    return "\n\n".join(stanzas) + "\n"


def _stanza(component: Component) -> str:
    whole = "\n\n".join(f"{name}:\n\n{_told(text)}" for name, text in texts(component).items())
    holders = _holders(texts(component).values()) or ["see the text of the licence"]
    lines = [
        f"Files: usr/lib/stakemap/licences/{folder_of(component)}/*",
        f"Comment: {component['name']} {component['version']}",
        "Copyright: " + "\n ".join(holders),
        "License: " + re.sub(r" (AND|OR|WITH) ", lambda match: match[0].lower(), named(component)),
        *_indented(whole),
    ]
    return "\n".join(lines)


def _told(text: str) -> str:
    """The text of a licence, or where Debian has it."""
    for beginning, name in COMMON.items():
        if re.match(beginning, text, re.IGNORECASE):
            return f"On Debian systems, the full text is in /usr/share/common-licenses/{name}."
    return text


def _indented(text: str) -> Iterator[str]:
    for line in text.expandtabs().splitlines():
        yield f" {line.rstrip()}" if line.strip() else " ."


def _holders(all_texts: object) -> list[str]:
    """The lines that say whose the copyright is, of the first dozen."""
    found: dict[str, None] = {}
    for text in all_texts:  # type: ignore[attr-defined]
        for line in re.findall(r"^\W*((?:Copyright|©).*[0-9]{4}.*)$", text, re.MULTILINE | re.IGNORECASE):
            found[textwrap.shorten(line, 200)] = None
    return list(found)[:12]
