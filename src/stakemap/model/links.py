"""What an address in a map really leads to, so that it can be shown before anything is opened.

Only plain http and https addresses are links. An address that two readers could take for different hosts
(with a user name, a backslash, blanks or control characters in it) is none.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

__all__ = ["Link", "link_of"]

_BAD = re.compile(r"[\s\\\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Link:
    """An address that may be opened.

    `host` is what the browser will ask for, in plain ASCII ("xn--e1awd7f.com"), and `readable` the same as it
    was meant to be read ("ещё.com"). `looks_like_another` tells that letters of several scripts, or letters
    that look like Latin ones, stand in it.
    """

    address: str
    scheme: str
    host: str
    readable: str
    port: int | None

    @property
    def is_encrypted(self) -> bool:
        """Whether nobody on the way can read along."""
        return self.scheme == "https"

    @property
    def is_foreign(self) -> bool:
        """Whether the name holds other letters than a to z, so that it may pass for another one."""
        return self.host != self.readable

    @property
    def scripts(self) -> tuple[str, ...]:
        """The scripts of the readable name's letters, such as "Cyrillic" and "Latin"; sorted."""
        found = {_script(letter) for letter in self.readable if letter.isalpha()}
        return tuple(sorted(found))


def _script(letter: str) -> str:
    word = unicodedata.name(letter, "other").split()[0]
    return word.capitalize()


def link_of(text: str) -> Link | None:
    """The link that an address is, or None where it is none that may be opened."""
    address = text.strip()
    if not address or len(address) > _LONGEST or _BAD.search(address):
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    # As written: what stands before "//" or an "@" has misled many.
    if scheme not in ("http", "https") or not address.lower().startswith(f"{scheme}://"):
        return None
    if "@" in parts.netloc or parts.hostname is None:
        return None
    host = _ascii(parts.hostname)
    if host is None:
        return None
    return Link(address, scheme, host, _readable(host), port)


def _ascii(hostname: str) -> str | None:
    """A host as the browser asks for it; None when it cannot be one."""
    try:
        host = hostname.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    labels = host.removesuffix(".").split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    return host


def _readable(host: str) -> str:
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host
