"""What the attributes of nodes and links mean: fields of a map, tags, notes, or nothing for a map."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import islice
from typing import Literal, cast

from stakemap.i18n import tr
from stakemap.interchange.cells import is_missing
from stakemap.interchange.readers.plain_texts import plain_line
from stakemap.interchange.readers.remarks import Remarks
from stakemap.interchange.register import headings
from stakemap.model.ids import slug

Quantity = Literal["influence", "alignment", "salience"]
Meaning = Literal[
    "name",
    "aliases",
    "code",
    "group",
    "kind",
    "part_of",
    "tags",
    "note",
    "influence",
    "alignment",
    "salience",
    "role",
    "state",
    "sign",
    "weight",
    "tag",
    "text",
    "layout",
    "computed",
    "picture",
    "contact",
    "id",
]

#: What a map does not take of attributes, contact data unless they are requested.
NOT_READ: frozenset[Meaning] = frozenset({"layout", "computed", "picture", "contact", "id"})
_ALWAYS: frozenset[Meaning] = NOT_READ | {"note", "tag", "text"}
#: What attributes of nodes and of links can mean.
NODE_MEANINGS: frozenset[Meaning] = _ALWAYS | {
    "name",
    "aliases",
    "code",
    "group",
    "kind",
    "part_of",
    "tags",
    "influence",
    "alignment",
    "salience",
    "role",
    "state",
}
LINK_MEANINGS: frozenset[Meaning] = _ALWAYS | {"name", "kind", "sign", "weight"}

#: Headings beyond those of stakeholder registers, by what they mean, compared by `slug`.
_HEADINGS: Mapping[Meaning, str] = {
    "name": "name, full name, label, actor name, node name, nombre, nom, имя, название, назва, isim",
    "note": "desc, about, bio, biography, tooltip, summary",
    "kind": "element type, connection type, node type, edge type, link type, relation type, class",
    "aliases": "other name, also called",
    "sign": "sign, polarity, sentiment, valence, signed weight, tie sign, friendly, friendly or hostile",
    "weight": "weight, strength, value, edge weight, link weight",
    "layout": (
        "x, y, z, r, g, b, a, rgb, size, width, height, color, colour, shape, fill, fill color, "
        "border color, opacity, alpha, fixed, locked, node size, font size, zorder, z order, visible, "
        "selected, layout, nodegraphics, edgegraphics, graphics, edge color, line style"
    ),
    "computed": (
        "degree, in degree, indegree, out degree, outdegree, weighted degree, weighted in degree, "
        "weighted out degree, eccentricity, closeness centrality, closnesscentrality, closeness, "
        "harmonic closeness centrality, harmonicclosnesscentrality, betweenness centrality, "
        "betweenesscentrality, betweenness, eigenvector centrality, eigencentrality, eigenvector, pagerank, "
        "pageranks, page rank, modularity class, modularity, clustering, clustering coefficient, triangles, "
        "authority, hub, component id, componentnumber, strongly connected id, strongcompnum, "
        "statistical inference, stat inf class, core number, reach, reach efficiency, mfr"
    ),
    "picture": "image, picture, photo, avatar, icon, logo, thumbnail, image url",
}
_RATED = ("influence", "alignment", "salience")
#: What headings of stakeholder registers speak of that means the same for nodes.
_SHARED = (*_RATED, "aliases", "code", "group", "kind", "part_of", "tags", "note", "id", "contact")
_BRACKETS = re.compile(r"\s*[(\[{][^)\]}]*[)\]}]?")
#: Headings of ratings on one of several issues, as Stakemap itself writes them.
_OF_ISSUE = re.compile(r"(alignment|salience|influence on the issue|role|state)\s*:\s*(\S.*)", re.IGNORECASE)
_STATE = "influence state"
_PREFIX = re.compile(r"^(?:v_|e_|g_|viz[.:_]|visone\.|yfiles\.|attr[._])", re.IGNORECASE)
_CAPITALS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_NUMBER = re.compile(r"[+\-−]?\d+(?:[.,]\d+)?(?:[eE][+\-]?\d+)?%?")
#: A text that is longer is a note, not a tag.
_LONGEST_TAG = 60
_SAMPLE = 2_000
#: More attributes than anybody reads; a hostile file may have as many as nodes.
_MOST_HEADINGS = 300


def _own_headings() -> dict[str, Meaning]:
    return {slug(word): meaning for meaning, words in _HEADINGS.items() for word in words.split(", ")}


_OWN = _own_headings()


def issue_in(heading: str) -> str | None:
    """The issue that a heading such as "alignment: Corridor" names; None if it names none."""
    match = _OF_ISSUE.fullmatch(heading.strip())
    return None if match is None else match[2].strip()


@lru_cache(maxsize=1_024)
def meaning_of(heading: str) -> Meaning | None:
    """What a heading alone says; None if it is none that is known."""
    plain = _PREFIX.sub("", heading.strip())
    if plain.lower() == _STATE:
        return "state"
    if (match := _OF_ISSUE.fullmatch(plain)) is not None:
        return cast("Meaning", match[1].lower().removesuffix(" on the issue"))
    for text in (plain, _BRACKETS.sub("", plain), _CAPITALS.sub(" ", plain)):
        if slug(text) in _OWN:
            return _OWN[slug(text)]
    found = headings.meaning_of(plain)
    is_meant = found.is_known if found.concept in _RATED else found.is_exact
    return cast("Meaning", found.concept) if is_meant and found.concept in _SHARED else None


def says_nothing(text: str) -> bool:
    """Whether a value is none: empty, or a mark for what is missing."""
    return not text or is_missing(text) or text.lower() in ("null", "none", "nan", "nil")


def without_prefix(heading: str) -> str:
    """A heading without what a program puts before it."""
    return _PREFIX.sub("", heading).strip()


@lru_cache(maxsize=1_024)
def shown_heading(heading: str) -> str:
    """A heading as people read it: on one line, without what a program puts before it."""
    return plain_line(_PREFIX.sub("", heading)) or heading


def meanings(
    columns: Mapping[str, Iterable[str]],
    possible: frozenset[Meaning],
    remarks: Remarks,
    *,
    keeps_contacts: bool = False,
) -> dict[str, Meaning]:
    """What each heading means, given the values below it that say something.

    A remark is made of each column that is left out, and of each that becomes tags or lines of notes.
    """
    found: dict[str, Meaning] = {}
    for heading, values in islice(columns.items(), _MOST_HEADINGS):
        texts = list(values)
        if not texts:
            continue
        meaning = meaning_of(heading)
        if meaning not in possible or (meaning == "group" and all(map(_is_number, texts))):
            # Relations have no tags.
            meaning = _by_values(texts) if possible >= NODE_MEANINGS else "text"
        if all(_MAIL.fullmatch(text) for text in texts[:_SAMPLE]):
            meaning = "contact"
        if meaning == "contact" and keeps_contacts:
            meaning = "text"
        found[heading] = meaning
        _remark(shown_heading(heading), meaning, remarks)
    if len(columns) > _MOST_HEADINGS:
        remarks.add(
            "left-out", tr("All attributes after the first {limit} are left out."), limit=_MOST_HEADINGS
        )
    return found


def _by_values(texts: list[str]) -> Meaning:
    """Tags are short words that come again; all else is a line of the note."""
    different = set(texts)
    is_short = max(map(len, different)) <= _LONGEST_TAG
    return (
        "tag" if is_short and len(different) < len(texts) and not any(map(_is_number, different)) else "text"
    )


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def _remark(heading: str, meaning: Meaning, remarks: Remarks) -> None:
    if meaning == "layout":
        sentence = tr("“{heading}” is about how things are drawn, and left out.")
        remarks.add("left-out", sentence, heading=heading)
    elif meaning == "computed":
        remarks.add("left-out", tr("“{heading}” is computed from the links, and left out."), heading=heading)
    elif meaning == "picture":
        remarks.add("left-out", tr("“{heading}” names pictures, which are not fetched."), heading=heading)
    elif meaning == "contact":
        sentence = tr("“{heading}” holds contact data, which are left out unless you ask for them.")
        remarks.add("left-out", sentence, heading=heading)
    elif meaning == "tag":
        remarks.add("kept", tr("“{heading}” has no field in a map: its values become tags."), heading=heading)
    elif meaning == "text":
        remarks.add("kept", tr("“{heading}” has no field in a map: it is kept in notes."), heading=heading)
