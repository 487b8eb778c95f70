"""The sources of a map as references: BibTeX (BibLaTeX's fields, in UTF-8) and CSL-JSON.

Keys are the ids of the sources, which never change, so that what cites them goes on to find them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from stakemap.interchange.references.fields import ET_AL, doi_of
from stakemap.model.document import Source, StakeMap
from stakemap.model.order import sort_key

_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)
#: What would end the field of an address, which is taken as it stands.
_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", "\n": None, "\r": None})
#: What LaTeX would set as a dash or a quotation mark.
_LIGATURES = re.compile(r"--|``|''|[\s\xa0]+")


def _ordered(document: StakeMap) -> Iterator[tuple[str, Source]]:
    for key in sorted(document.sources, key=lambda key: (sort_key(document.sources[key].title), key)):
        yield key, document.sources[key]


def bibtex_bytes(document: StakeMap) -> bytes:
    """All sources of a map as BibTeX, in UTF-8."""
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.model import Block, Entry, Field
    from bibtexparser.writer import BibtexFormat

    layout = BibtexFormat()  # type: ignore[no-untyped-call]
    layout.indent = "  "
    blocks: list[Block] = [
        Entry(_entry_type(source), key, [Field(name, value) for name, value in _bibtex_fields(source)])
        for key, source in _ordered(document)
    ]
    return write_string(Library(blocks), bibtex_format=layout).encode()


def _entry_type(source: Source) -> str:
    return "online" if source.url and not doi_of(source.url) else "misc"


def _bibtex_fields(source: Source) -> Iterator[tuple[str, str]]:
    """The fields with something in them; the title keeps its capitals by a second pair of braces."""
    doi = doi_of(source.url)
    fields = {
        "author": " and ".join(_bibtex_names(source.author)),
        "title": f"{{{_latex(source.title)}}}" if source.title else "",
        "publisher": _latex(source.publisher),
        "date": source.date or "",
        "year": (source.date or "")[:4],
        "doi": doi.translate(_IN_ADDRESS),
        "url": source.url.strip().translate(_IN_ADDRESS),
        "note": _latex(source.note),
        "reliability": source.reliability or "",
    }
    yield from ((name, value) for name, value in fields.items() if value)


def _latex(text: str) -> str:
    """A text with the signs escaped that LaTeX would act on; line ends and repeated blanks become blanks."""

    def parted(match: re.Match[str]) -> str:
        found = match[0]
        return " " if found.isspace() else "{}".join(found)

    return _LIGATURES.sub(parted, text.strip().translate(_SPECIAL))


def _bibtex_names(author: str) -> Iterator[str]:
    """The names of the authors; one without a comma may be an institution and is kept whole by braces."""
    for name in _names(author):
        family, comma, given = name.partition(",")
        if name == ET_AL:
            yield "others"
        elif comma and family.strip() and given.strip() and "," not in given:
            yield f"{{{_latex(family)}}}, {{{_latex(given)}}}"
        else:
            yield f"{{{_latex(name)}}}"


def _names(author: str) -> Iterator[str]:
    yield from filter(None, (name.strip() for name in author.split(";")))


def csl_bytes(document: StakeMap) -> bytes:
    """All sources of a map as CSL-JSON."""
    import orjson

    items = [_csl_item(key, source) for key, source in _ordered(document)]
    return orjson.dumps(items, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _csl_item(key: str, source: Source) -> dict[str, Any]:
    doi = doi_of(source.url)
    item: dict[str, Any] = {
        "id": key,
        "type": "webpage" if _entry_type(source) == "online" else "document",
        "title": _markup_free(source.title),
        "author": [_csl_name(name) for name in _names(source.author)],
        "publisher": _markup_free(source.publisher),
        "issued": {"date-parts": [[int(part) for part in source.date.split("-")]]} if source.date else None,
        "DOI": doi,
        "URL": source.url.strip(),
        "note": source.note,
        "custom": {"reliability": source.reliability} if source.reliability else None,
    }
    return {name: value for name, value in item.items() if value}


def _csl_name(name: str) -> dict[str, str]:
    family, _, given = name.partition(",")
    if family.strip() and given.strip():
        return {"family": _markup_free(family.strip()), "given": _markup_free(given.strip())}
    return {"literal": _markup_free(name)}


def _markup_free(text: str) -> str:
    """A text of which readers take no part for the tags and entities that CSL allows."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") if "<" in text else text
