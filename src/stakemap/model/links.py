"""Safe parsing of the URLs in a map, so that the real host can be shown before a link is opened.

Only plain http and https URLs are links. A URL that parsers could resolve to different hosts (with a user
name, backslash, white space or control characters) is rejected.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

_FORBIDDEN = re.compile(r"[\s\\\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_MAX_LENGTH = 2_000


@dataclass(frozen=True, slots=True)
class Link:
    """A URL that may be opened.

    `host` is the ASCII (IDNA) host that the browser requests ("xn--e1awd7f.com"), `readable` its Unicode form
    ("ещё.com").
    """

    address: str
    scheme: str
    host: str
    readable: str
    port: int | None

    @property
    def is_encrypted(self) -> bool:
        """Whether the connection is encrypted (https)."""
        return self.scheme == "https"

    @property
    def is_foreign(self) -> bool:
        """Whether the host is internationalised, so that it may imitate another one."""
        return self.host != self.readable

    @property
    def scripts(self) -> tuple[str, ...]:
        """The scripts of the letters of the readable host, such as "Cyrillic" and "Latin"; sorted."""
        found = {_script(letter) for letter in self.readable if letter.isalpha()}
        return tuple(sorted(found))


def _script(letter: str) -> str:
    word = unicodedata.name(letter, "other").split()[0]
    return word.capitalize()


def link_of(text: str) -> Link | None:
    """Parse a URL; None when it is not one that may be opened."""
    address = text.strip()
    if not address or len(address) > _MAX_LENGTH or _FORBIDDEN.search(address):
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    # Checked in the text as written: parsers disagree on what precedes "//" or "@".
    if scheme not in ("http", "https") or not address.lower().startswith(f"{scheme}://"):
        return None
    if "@" in parts.netloc or parts.hostname is None:
        return None
    host = _ascii(parts.hostname)
    if host is None:
        return None
    return Link(address, scheme, host, _readable(host), port)


def _ascii(hostname: str) -> str | None:
    """Encode a host name with IDNA; None when it is invalid."""
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
