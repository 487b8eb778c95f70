"""Elements of an untrusted XML file: no entities, no network, no other file, no more than memory holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from stakemap.errors import CancelledError, MapReadError
from stakemap.i18n import tr
from stakemap.text import one_line

if TYPE_CHECKING:
    from stakemap.interchange.incoming import IncomingFile

#: An element of lxml, which has no types.
Element = Any

#: The most tags or attributes of a file that is read element by element, and of one that is held as a tree.
_MOST_STREAMED = 1_000_000
_MOST_HELD = 400_000
#: So many elements are read between two reports of how much is done.
_BETWEEN_REPORTS = 2_000
_PROLOG = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL)
_ROOT = re.compile(r"\s*<(?:[\w.-]+:)?([\w.-]+)")
#: What libxml2 adds to its sentences: the place again, and advice for programmers.
_DETAILS = re.compile(r", (line \d|(try|use) XML_PARSE_HUGE).*", re.DOTALL)
_SAFE = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def has_root(file: IncomingFile, *names: str) -> bool:
    """Whether a file is XML whose root element has one of these local names, by its beginning."""
    if file.container != "xml":
        return False
    match = _ROOT.match(_PROLOG.sub("", file.head.lstrip("\ufeff")))
    return match is not None and match[1] in names


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def text_of(element: Element | None) -> str:
    """All text within an element, without outer white space; empty where there is no element."""
    return "" if element is None else "".join(element.itertext()).strip()


def root_of(file: IncomingFile) -> Element:
    """The root of a small file, held as a tree.

    Raises MapReadError for what is not well-formed, declares entities, or has too many elements.
    """
    from lxml import etree

    _check(file.data, _MOST_HELD)
    try:
        root = etree.fromstring(file.data, etree.XMLParser(**_SAFE))
    except etree.XMLSyntaxError as error:
        raise _fault(error) from error
    _check_entities(root)
    return root


def elements_of(
    file: IncomingFile, *names: str, report: Callable[[float], bool] = lambda _share: True
) -> Iterator[Element]:
    """The elements with these local names, each once it is complete, inner ones before those around them.

    An element is emptied once the next one is requested, so that a file of any size takes little memory: what
    is within it must have been read by then. Raises what `root_of` raises, and CancelledError once `report`,
    which gets the share that is read, returns False.
    """
    from lxml import etree

    _check(file.data, _MOST_STREAMED)
    stream = BytesIO(file.data)
    tags = tuple(f"{{*}}{name}" for name in names)
    try:
        for count, (_, element) in enumerate(etree.iterparse(stream, tag=tags, **_SAFE)):
            if count == 0:
                _check_entities(element)
            if count % _BETWEEN_REPORTS == 0 and not report(stream.tell() / len(file.data)):
                raise CancelledError
            yield element
            element.clear(keep_tail=False)
            _drop_what_precedes(element)
    except etree.XMLSyntaxError as error:
        raise _fault(error) from error


def _drop_what_precedes(element: Element) -> None:
    """Emptied elements still take memory: of those beside it only the last is kept."""
    parent = element.getparent()
    previous = element.getprevious()
    while parent is not None and previous is not None and len(previous) == 0 and not previous.text:
        parent.remove(previous)
        previous = element.getprevious()


def _check(data: bytes, most: int) -> None:
    """Counted before parsing: each takes a hundred bytes and more in memory. Raises MapReadError."""
    # Zero bytes go, so that UTF-16 and UTF-32 hide nothing.
    plain = data.replace(b"\x00", b"") if b"\x00" in data else data
    if b"<!ENTITY" in plain:
        raise _has_entities()
    if plain.count(b"<") > most or plain.count(b"=") > most:
        raise MapReadError(tr("This file has more elements than a map can take."))


def _check_entities(element: Element) -> None:
    declared = element.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise _has_entities()


def _has_entities() -> MapReadError:
    return MapReadError(
        tr("This file declares entities, which could hide what it says: save it again without them.")
    )


def _fault(error: Any) -> MapReadError:
    line, column = error.position
    reason = one_line(_DETAILS.sub("", str(error.msg or "")).strip())
    if not line or not reason:
        return MapReadError(tr("This file is not valid XML."))
    return MapReadError(
        tr(
            "This file is not valid XML: line {line}, column {column}: {reason}.",
            line=line,
            column=column,
            reason=reason.rstrip("."),
        )
    )
