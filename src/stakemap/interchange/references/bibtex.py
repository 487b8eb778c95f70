"""BibTeX and BibLaTeX: entries into sources, LaTeX into plain text; what is broken is named with its line."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from stakemap.i18n import tr
from stakemap.interchange.content import Place
from stakemap.interchange.references.fields import ET_AL, Found, Reference, date_of, person
from stakemap.interchange.references.steps import Report, check_count, checked
from stakemap.model.records import TEXT_LIMIT

_ENTRY = re.compile(r"^[ \t]*@(?!comment\b)[A-Za-z]{3,30}[ \t]*[{(][^\n{}]*(?:,|=|$)", re.MULTILINE)
_BLOCK = re.compile(r"@\w*[ \t]*[{(]")
_CONTAINERS = ("journaltitle", "journal", "booktitle", "maintitle")
_PUBLISHERS = ("publisher", "institution", "organization", "school", "howpublished")
#: Fields that an entry does not take over from the one it refers to.
_OWN_FIELDS = frozenset({"title", "subtitle", "author", "doi", "url", "note", "pages", "crossref", "ids"})
_LATEX = re.compile(r"[\\{}$~]|--|``|''")
#: What takes more than removing braces, and a thousand times as long.
_COMMANDS = re.compile(r"[\\$~]|--|``|''")
#: Commands take more characters than what they stand for; of more a note could not hold the text.
_LONGEST_LATEX = 2 * TEXT_LIMIT
_URL_MACRO = re.compile(r"\\(?:url|href)\s*\{([^{}]*)\}")
_ESCAPED = re.compile(r"\\([%&_#~$ ])")

Fields = Mapping[str, str]


def is_bibtex(head: str) -> bool:
    """Whether the beginning of a text has entries of BibTeX."""
    return _ENTRY.search(head) is not None


def read_bibtex(text: str, report: Report = lambda _share: True) -> Found:
    """The sources of a BibTeX file. Entries that cannot be read are remarks, the others are taken.

    Raises MapReadError for more than are read, CancelledError once `report` answers False.
    """
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import Entry, ParsingFailedBlock

    # The parser warns of each block that it cannot read; the remarks report them.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    text = _plain_ends(text)
    check_count(len(_BLOCK.findall(text)))
    library = parse_string(text)
    macros = {string.key.lower(): str(string.value) for string in library.strings}
    entries: list[tuple[int, Entry, bool]] = []
    found = Found()
    for block in library.blocks:
        inner = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
        if isinstance(inner, Entry):
            entries.append(((block.start_line or 0) + 1, inner, inner is not block))
        elif isinstance(block, ParsingFailedBlock):
            place = Place(path=tr("line {line}", line=str((block.start_line or 0) + 1)))
            found.refuse(tr("This entry is not valid BibTeX."), place, block.raw or "")
    fields = [_fields(entry, macros, is_raw) for _, entry, is_raw in entries]
    parents = {entry.key.lower(): each for (_, entry, _), each in zip(entries, fields, strict=True)}
    for number, ((line, entry, _), own) in enumerate(zip(entries, fields, strict=True)):
        checked(report, number, len(entries))
        whole = _with_parent(own, parents.get(own.get("crossref", "").lower()))
        place = Place(path=tr("line {line}", line=str(line)))
        _reference(f"{number}:{entry.key}", whole, place).add_to(found)
    return found


def _plain_ends(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _fields(entry: Any, macros: Fields, is_raw: bool) -> dict[str, str]:
    """The fields of an entry by their names in lower case; of a repeated one the first that says something.

    The parser leaves the values of an entry with faults as they stand.
    """
    values: dict[str, str] = {}
    for each in entry.fields:
        value = str(each.value)
        if is_raw and len(value) > 1 and value[0] + value[-1] in ("{}", '""'):
            value = value[1:-1]
        elif is_raw or each.enclosing == "no-enclosing":
            value = _joined(value, macros)
        if not values.get(each.key.lower()):
            values[each.key.lower()] = value
    return values


def _joined(value: str, macros: Fields) -> str:
    """A value without an enclosing: a number, a macro, or several parts joined by number signs."""
    if "#" not in value:
        return macros.get(value.lower(), value)
    parts = re.findall(r'"[^"]*"|\{[^{}]*\}|[^\s#]+', value)
    return "".join(part[1:-1] if part[0] in '"{' else macros.get(part.lower(), part) for part in parts)


def _with_parent(own: Fields, parent: Fields | None) -> Fields:
    """The fields with those that the entry named by `crossref` gives it: its title is where it appeared."""
    if parent is None:
        return own
    taken = {name: value for name, value in parent.items() if name not in _OWN_FIELDS}
    return {"booktitle": parent.get("title", "")} | taken | {name: text for name, text in own.items() if text}


def _reference(key: str, fields: Fields, place: Place) -> Reference:
    def text(*names: str) -> str:
        return plain_text(next((fields[name] for name in names if fields.get(name, "").strip()), ""))

    title, subtitle = text("title"), text("subtitle")
    month = " ".join((text("day"), text("month"), text("year")))
    names = fields.get("author", "") or fields.get("editor", "")
    link = fields.get("url", "")
    if not link and "\\url" in fields.get("howpublished", ""):
        link = fields["howpublished"]
    return Reference(
        key=key,
        place=place,
        title=f"{title}: {subtitle}" if title and subtitle else title,
        names=_names(names),
        container=text(*_CONTAINERS),
        publisher="" if link and link == fields.get("howpublished") else text(*_PUBLISHERS),
        date=date_of(text("date"), month, text("year")),
        url=_address(link),
        doi=fields.get("doi", ""),
        notes=(text("note"), text("annotation", "annote")),
        volume=text("volume"),
        number=text("number", "issue"),
        pages=text("pages"),
        reliability=fields.get("reliability", "").strip(),
    )


def _names(field: str) -> Sequence[str]:
    from bibtexparser.middlewares.names import split_multiple_persons_names

    return [ET_AL if name == "others" else _name(name) for name in split_multiple_persons_names(field)]


def _name(written: str) -> str:
    """A name as sources have it; one wholly in braces is an institution."""
    from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

    if written.startswith("{") and written.endswith("}"):
        return plain_text(written)
    try:
        parts = parse_single_name_into_parts(written, strict=False)
    except InvalidNameError:
        return plain_text(written)
    family = " ".join((*parts.von, *parts.last))
    given = " ".join((*parts.first, *parts.jr))
    return person(plain_text(family), plain_text(given))


def _address(written: str) -> str:
    macro = _URL_MACRO.search(written)
    return _ESCAPED.sub(r"\1", macro[1] if macro else written).strip().strip("{}")


@cache
def _decoder() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

    context = get_default_latex_context_db()
    signs = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^", "textasciitilde": "~"}
    macros = [MacroTextSpec(name, sign) for name, sign in signs.items()]
    macros.append(MacroTextSpec("url", simplify_repl="%s"))
    context.add_context_category("references", prepend=True, macros=macros)
    return LatexNodes2Text(latex_context=context, math_mode="text")


def plain_text(latex: str) -> str:
    """LaTeX as plain text: accents and signs as letters, braces gone. What it cannot read stays as it is."""
    if not _LATEX.search(latex):
        return latex
    if not _COMMANDS.search(latex):
        return latex.replace("{", "").replace("}", "")
    # Decoding takes 10 µs a character.
    latex = latex[:_LONGEST_LATEX]
    # A percent sign would begin a comment, and a single dollar sign a formula that never ends.
    source = re.sub(r"(?<!\\)%", r"\\%", latex)
    if len(re.findall(r"(?<!\\)\$", source)) % 2:
        source = re.sub(r"(?<!\\)\$", r"\\$", source)
    try:
        return str(_decoder().latex_to_text(source))
    except Exception:
        # The library raises errors of many kinds for what is no LaTeX.
        return latex
