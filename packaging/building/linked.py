"""The libraries in wheels that bring no bill of materials, but other ways to know what is in them."""

import re
from collections.abc import Iterable

__all__ = ["linked"]

Part = dict[str, object]
#: How the licence of numpy tells of a library that its wheels bring.
BUNDLED = re.compile(r"^Name: (.+)\nFiles: .+\n(?:[A-Z][a-z]+: .+\n)*License: (\S.*)$", re.MULTILINE)


def linked(name: str, licences: Iterable[str]) -> list[Part]:
    """What is linked into the wheel with this name and these texts of licences, as parts in CycloneDX."""
    if name == "lxml":
        return _of_lxml()
    return [_part(part, "", licence) for text in licences for part, licence in BUNDLED.findall(text)]


def _of_lxml() -> list[Part]:
    """What its wheels link statically (https://github.com/lxml/lxml, buildlibxml.py)."""
    from lxml import etree

    libxml, libxslt = (
        ".".join(map(str, version)) for version in (etree.LIBXML_VERSION, etree.LIBXSLT_VERSION)
    )
    return [
        _part("libxml2", libxml, "MIT"),
        _part("libxslt", libxslt, "MIT"),
        _part("libiconv", "", "LGPL-2.1-or-later"),
        _part("zlib", "", "Zlib"),
    ]


def _part(name: str, version: str, licence: str) -> Part:
    return {"name": name, "version": version, "licenses": [{"expression": licence}]}
