"""Heuristic parser of copied web addresses and references into sources, without network access."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from stakemap.model.dates import check_partial_date
from stakemap.model.document import Source
from stakemap.model.links import link_of
from stakemap.model.records import NAME_LIMIT, TEXT_LIMIT

_URL = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
_DOI = re.compile(r"(?:\bdoi:\s*|(?<![\w/.]))(10\.\d{4,9}/[^\s<>\"“”]+)", re.IGNORECASE)
_MARKDOWN = re.compile(r"\[([^\]\n]+)\]\((https?://[^\s)]+)\)", re.IGNORECASE)
_QUOTED = re.compile(r"[“„«\"]([^“”„«»\"]{3,})[”“»\"]")
_ACCESSED = re.compile(
    r"\W*\b(?:accessed|retrieved|last (?:accessed|visited)|available (?:at|from)|abgerufen am|url)\b\W*"
    r"(?:on|from|at)?\W*(?:\d{1,2}\.?\s+\w+\.?\s+\d{4}|\w+\.?\s+\d{1,2},?\s+\d{4}|[\d./-]{8,10})?\W*"
    r"(?:\bfrom\b\W*)?",
    re.IGNORECASE,
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES = (
    re.compile(r"\(?\b(?P<year>(?:1[5-9]|20)\d\d)-(?P<month>\d\d)(?:-(?P<day>\d\d))?\b\)?"),
    re.compile(
        rf"\(?\b(?P<day>\d{{1,2}})\.?\s+(?P<word>{_MONTH})\b\.?,?\s+(?P<year>(?:1[5-9]|20)\d\d)\b\)?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\(?\b(?P<word>{_MONTH})\b\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>(?:1[5-9]|20)\d\d)\b\)?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\(?\b(?P<year>(?:1[5-9]|20)\d\d),\s+(?P<word>{_MONTH})\b\.?(?:\s+(?P<day>\d{{1,2}})\b)?\)?",
        re.IGNORECASE,
    ),
    re.compile(rf"\(?\b(?P<word>{_MONTH})\b\.?,?\s+(?P<year>(?:1[5-9]|20)\d\d)\b\)?", re.IGNORECASE),
    # A year in brackets that touch a word is part of a document's number, as in COM(2025) 190.
    re.compile(r"(?<!\w)\((?P<year>(?:1[5-9]|20)\d\d)[a-z]?\)"),
    re.compile(r"(?<![\w/-])(?<!\w\()(?P<year>(?:1[5-9]|20)\d\d)(?![\w/-])"),
)
_IN_PATH = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})(?:/(\d{1,2}))?(?=/|$)|((?:19|20)\d\d-\d\d-\d\d)")
_ENDING = re.compile(r"\.(?:html?|php|aspx?|pdf|jsp)$", re.IGNORECASE)
#: "Author (2023, July 5). Title. Publisher", the style of the American Psychological Association (APA).
_APA = re.compile(
    r"(?P<author>[^()]{2,300}?)(?:\s+|(?<=[.,]))"
    r"\((?P<date>(?:(?:1[5-9]|20)\d\d[a-z]?|n\.\s?d\.(?:-[a-z])?|in press|forthcoming)(?:,\s[^()]{1,30})?)\)"
    r"\s*[.:,]?\s+(?P<rest>\S.*)",
    re.IGNORECASE,
)
_EDGES = " \t,;:.–—-|·()[]"
_ABBREVIATIONS = frozenset(["al", "dr", "ed", "eds", "mr", "mrs", "ms", "no", "pp", "st", "vol", "vs"])
#: Of a title in brackets these are no edges.
_TITLE_EDGES = " \t,;:.–—-|·"
_RESOLVER = "https://doi.org/"
#: Most lines read of one text; more are hardly a list of sources.
_LINES = 200


def sources_of(text: str) -> tuple[Source, ...]:
    """Parse the sources in a copied text: one per line, or a single one if only the last line has an address.

    Of a bare address, host and path give publisher, title and possibly the date. Of a reference such as
    "Author (2023). Title. Publisher. https://…" or "Author, “Title”, Publisher, 1 July 2025", the fields that
    are recognised are filled; the rest stays in the title, so that nothing is lost.
    """
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line][:_LINES]
    if len(lines) > 1 and not all(_extract_address(line)[0] for line in lines[:-1]):
        lines = [" ".join(lines)]
    found = (_parse_line(" ".join(line.split())) for line in lines)
    return tuple(source for source in found if source is not None)


def _extract_address(line: str) -> tuple[str, str]:
    """The first address in a line ("" for none), and the line without it."""
    match = _URL.search(line)
    if match is not None:
        address = _trimmed(match.group())
        return address, line[: match.start()] + line[match.start() + len(address) :]
    match = _DOI.search(line)
    if match is not None:
        return f"{_RESOLVER}{_trimmed(match.group(1))}", line[: match.start()] + line[match.end() :]
    return "", line


def _trimmed(address: str) -> str:
    """An address without the punctuation of the sentence around it."""
    while address and (
        address[-1] in ".,;:!?'»”>"
        or (address[-1] == ")" and address.count("(") < address.count(")"))
        or (address[-1] == "]" and address.count("[") < address.count("]"))
    ):
        address = address[:-1]
    return address


def _parse_line(line: str) -> Source | None:
    linked = _MARKDOWN.search(line)
    if linked is not None:
        rest = line[: linked.start()] + f" “{linked.group(1)}” " + line[linked.end() :]
        address = linked.group(2)
    else:
        address, rest = _extract_address(line)
    rest = _ACCESSED.sub(" ", rest) if address else rest
    words = _bare(rest)
    if not words:
        return _parse_address(address) if address else None
    fields = _parse_reference(words)
    if address and not fields["publisher"] and not address.startswith(_RESOLVER):
        fields["publisher"] = _host(address)
    return _new_source(**fields, url=address)


def _bare(text: str) -> str:
    """A text without the punctuation around it; a bracket that it opens stays closed."""
    bare = text.strip(_EDGES + "<>")
    for opening, closing in ("()", "[]"):
        if bare.count(opening) > bare.count(closing) and text.count(opening) == text.count(closing):
            bare += closing
    return bare


def _new_source(
    *, title: str, author: str = "", publisher: str = "", date: str = "", url: str = ""
) -> Source:
    """A source; texts too long for a field are kept in the note."""
    long = [text for text in (title, author, publisher) if len(text) > NAME_LIMIT]
    if len(url) > 2_000:
        long.append(url)
        url = ""
    return Source(
        title=title[:NAME_LIMIT],
        author=author[:NAME_LIMIT],
        publisher=publisher[:NAME_LIMIT],
        date=date or None,
        url=url,
        note="\n".join(long)[:TEXT_LIMIT],
    )


def _host(address: str) -> str:
    """The host as a name, in ASCII (Punycode) if it mixes scripts, as lookalike names do."""
    link = link_of(address)
    if link is None:
        return ""
    return (link.readable if len(link.scripts) == 1 else link.host).removeprefix("www.")


def _parse_address(address: str) -> Source:
    """A source from an address alone: title and date from its path, publisher from its host."""
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        path = ""
    date = ""
    match = _IN_PATH.search(path)
    if match is not None:
        year, month, day, whole = match.groups()
        date = _date(year, month, day) if whole is None else _valid_date(whole)
    host = _host(address)
    return _new_source(title=_path_title(path) or host or address, publisher=host, date=date, url=address)


def _path_title(path: str) -> str:
    """A title from the last path segment made of words: "/a/open-the-border" → "Open the border"."""
    for part in reversed([part for part in path.split("/") if part]):
        words = [word for word in re.split(r"[-_+\s]+", _ENDING.sub("", part)) if word]
        while words and re.fullmatch(r"[\d.]+|[0-9a-f]{8,}", words[-1]):
            words.pop()
        while words and words[0].isdigit():
            words.pop(0)
        if len(words) >= 2 and all(word.isprintable() for word in words):
            text = " ".join(words)
            return text[0].upper() + text[1:]
    return ""


def _date(year: str, month: str | None = None, day: str | None = None) -> str:
    """The most precise valid date, "" for none."""
    parts = [year, *(f"{int(part):02d}" for part in (month, day) if part)]
    while parts:
        found = _valid_date("-".join(parts))
        if found:
            return found
        parts.pop()
    return ""


def _valid_date(text: str) -> str:
    try:
        return check_partial_date(text)
    except ValueError:
        return ""


def _parse_reference(words: str) -> dict[str, str]:
    """Author, title, publisher and date of a reference without its address."""
    quoted = _QUOTED.search(words)
    apa = _APA.fullmatch(words) if quoted is None else None
    if apa is not None:
        return _parse_apa(apa)
    outside = words if quoted is None else f"{words[: quoted.start()]}\x00{words[quoted.end() :]}"
    date, outside, at = _extract_date(outside)
    if quoted is not None:
        before, _, after = outside.partition("\x00")
        return {
            "title": quoted.group(1).strip(_EDGES) or words,
            "author": _person(before.replace("\x01", "")),
            "publisher": " ".join(after.replace("\x01", " ").split()).strip(_EDGES),
            "date": date,
        }
    before, _, after = outside.partition("\x01")
    parts = [part.strip(_EDGES) for part in re.split(r"(?<=\w{2}[.?!])\s+|\s+\|\s+", after)]
    parts = [part for part in parts if part]
    # "Author (2023). Title. Publisher": the year is between author and title.
    ends = words[at : at + 1] == "(" or after[:1] in (".", ":", ",")
    if date and at > 0 and ends and parts and len(before) <= 200:
        publisher = parts[-1] if len(parts) > 1 else ""
        title = ". ".join(parts[:-1] if len(parts) > 1 else parts)
        # After a year within a sentence, as in "Report 2023, 2023", there may be nothing that is a title.
        if any(letter.isalpha() for letter in title):
            return {"title": title, "author": _person(before), "publisher": publisher, "date": date}
    # A year within a sentence belongs to the title; one that is set off is removed.
    set_off = at == 0 or (at > 0 and (before.rstrip()[-1:] in _EDGES or words[at : at + 1] == "("))
    title = " ".join(outside.replace("\x01", " ").split()).strip(_EDGES) if set_off else words
    title = title or words
    return {"title": title, "author": "", "publisher": "", "date": date}


def _parse_apa(match: re.Match[str]) -> dict[str, str]:
    """The fields of a reference in APA style."""
    date, _, _ = _extract_date(re.sub(r"(\d{4})[a-z]\b", r"\1", match["date"]))
    parts = _sentences(match["rest"])
    publisher = parts.pop() if len(parts) > 1 else ""
    title = " ".join(parts).strip(_TITLE_EDGES)
    return {
        "title": title or match["rest"],
        "author": _person(match["author"]),
        "publisher": publisher.strip(_EDGES),
        "date": date,
    }


def _sentences(text: str) -> list[str]:
    """The sentences of a text; full stops of abbreviations and within brackets end none."""
    found, start, depth = [], 0, 0
    for place, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        if sign in ".?!" and depth <= 0 and text[place + 1 : place + 2].isspace():
            before = text[max(place - 2, start) : place]
            word = re.search(r"\w+$", text[start:place])
            is_short = word is not None and word[0].lower() in _ABBREVIATIONS
            if before[-1:] in (")", "]") or (re.fullmatch(r"\w{2}", before) and not is_short):
                found.append(text[start : place + 1].strip())
                start = place + 1
    return [part for part in (*found, text[start:].strip()) if part]


def _person(text: str) -> str:
    """An author as written, including the full stop of an initial: "de Waal, T."."""
    name = text.strip(_EDGES)
    return f"{name}." if re.search(r"\b\w$", name) and f"{name}." in text else name


def _extract_date(text: str) -> tuple[str, str, int]:
    """The date in a text ("" for none), the text with U+0001 in its place, and its index (−1 for none)."""
    for form in _DATES:
        for match in form.finditer(text):
            parts = match.groupdict()
            month = parts.get("month") or (str(_MONTHS[parts["word"].lower()]) if parts.get("word") else None)
            found = _date(parts["year"], month, parts.get("day"))
            if found:
                return found, f"{text[: match.start()]}\x01{text[match.end() :]}", match.start()
    return "", text, -1
