"""The libraries in wheels that bring no bill of materials, but other ways to know what is in them."""

import re
from collections.abc import Iterable

__all__ = ["linked", "part"]

Part = dict[str, object]
#: How the licence of numpy tells of a library that its wheels bring.
BUNDLED = re.compile(r"^Name: (.+)\nFiles: .+\n(?:[A-Z][a-z]+: .+\n)*License: (\S.*)$", re.MULTILINE)


def linked(name: str, licences: Iterable[str]) -> list[Part]:
    """What is linked into the wheel with this name and these texts of licences, as parts in CycloneDX."""
    if name == "lxml":
        return _of_lxml()
    return [part(library, "", licence) for text in licences for library, licence in BUNDLED.findall(text)]


def _of_lxml() -> list[Part]:
    """What its wheels link statically (https://github.com/lxml/lxml, buildlibxml.py)."""
    from lxml import etree

    libxml, libxslt = (
        ".".join(map(str, version)) for version in (etree.LIBXML_VERSION, etree.LIBXSLT_VERSION)
    )
    return [
        part("libxml2", libxml, "MIT"),
        part("libxslt", libxslt, "MIT"),
        part("libiconv", "", "LGPL-2.1-or-later"),
        part("zlib", "", "Zlib"),
    ]


def part(name: str, version: str, licence: str) -> Part:
    """A part in CycloneDX; `licence` is an expression of SPDX."""
    return {"name": name, "version": version, "licenses": [{"expression": licence}]}
