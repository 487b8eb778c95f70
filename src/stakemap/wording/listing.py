"""A whole map in lines, one for each judgement and each record, for programs that compare texts line by line.

All that a file holds is in the lines, in the order of the file, so that versions that differ have lines that
differ, and those of what is the same stand at the same place. Texts are in full and have the line breaks and
control characters of the map, which callers that show them escape.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from stakemap.errors import EditError
from stakemap.i18n import comma_list, number, tr
from stakemap.model.document import DecisionRule, Snapshot, StakeMap
from stakemap.model.judgements import Citation, Estimate, Judgement
from stakemap.model.merging.recording import as_conflict
from stakemap.model.records import Record
from stakemap.model.teamwork import OpenConflict
from stakemap.model.terms import field_label, term
from stakemap.wording.changes import TERM_FIELDS
from stakemap.wording.merging import conflict_text
from stakemap.wording.numbers import SIGNED_FIELDS, estimate_words, signed
from stakemap.wording.resolutions import rule_text

#: The containers, in the order of their lines.
_FIRST = ("actors", "groups", "issues", "sources", "relations", "headlines", "snapshots")
_CONTAINERS = (*_FIRST, *sorted(StakeMap.containers.difference(_FIRST)))
#: Fields of a judgement that have a place of their own in its line.
_PLACED = frozenset({"state", "reason", "by", "on", "earlier", "others"})
#: Fields of a judgement that stand after its reason.
_LONG = frozenset({"citations", "conditions", "watch_for"})
#: Fields of a map that every file has.
_HEADER = frozenset({"format", "version"})
#: Ids, paths, dates and colours, which need no quotation marks.
_BARE = re.compile(r"[a-z0-9#:/-]+")


def map_lines(document: StakeMap) -> Iterator[str]:
    """The lines of a map, for example "Türkiye, Opening the border, July 2025: alignment +20 (10 to 40),
    confidence low, A. Analyst 2026-02-01: reason Wants the treaty first".
    """
    for part in _fields(document, _HEADER):
        yield tr("Map: {field}", field=part)
    for container in _CONTAINERS:
        for key, record in sorted(getattr(document, container).items()):
            if isinstance(record, OpenConflict):
                yield from _conflict_line(document, record)
            yield _record_line(container, key, record)
    for key, snapshot in sorted(document.snapshots.items()):
        yield from _judgement_lines(document, key, snapshot)


def _record_line(container: str, key: str, record: Record) -> str:
    left_out = record.containers if isinstance(record, Snapshot) else frozenset()
    fields = "; ".join(_fields(record, left_out))
    return tr("{kind} {id}: {fields}", kind=_kind(container), id=key, fields=fields)


def _conflict_line(document: StakeMap, recorded: OpenConflict) -> Iterator[str]:
    """What is in conflict in a sentence, since the values of both versions do not read as one."""
    with suppress(EditError):
        conflict = conflict_text(document, as_conflict(document, recorded))
        yield tr("Not decided yet: {conflict}", conflict=conflict)


def _kind(container: str) -> str:
    return {
        "actors": tr("Actor"),
        "groups": tr("Group"),
        "issues": tr("Issue"),
        "sources": tr("Source"),
        "relations": tr("Relation"),
        "headlines": tr("Headline of"),
        "snapshots": tr("Snapshot"),
        "resolutions": tr("Resolved judgement"),
        "outcomes": tr("Outcome of"),
        "conflicts": tr("Conflict"),
        "comments": tr("Comment"),
        "reviews": tr("Approval"),
        "rounds": tr("Round"),
        "answers": tr("Answer"),
    }[container]


# --- judgements --------------------------------------------------------------------------------------------


def _judgement_lines(document: StakeMap, key: str, snapshot: Snapshot) -> Iterator[str]:
    when = snapshot.label or key
    for kind, issue, layer in snapshot.layers():
        for about, judgement in sorted(layer.items()):
            who = _relation(document, about) if kind == "tie" else _name(document, "actors", about)
            what = [] if issue is None else [_name(document, "issues", issue)]
            subject = comma_list([who, *what, when])
            yield tr("{subject}: {judgement}", subject=subject, judgement=_judgement(judgement))
            for each in getattr(judgement, "others", ()):
                yield tr("{subject}, another: {judgement}", subject=subject, judgement=_judgement(each))
            for each in getattr(judgement, "earlier", ()):
                yield tr("{subject}, earlier: {judgement}", subject=subject, judgement=_judgement(each))


def _judgement(judgement: Judgement) -> str:
    """The value and what is short, who judged when, why, and at last the rest."""
    names = sorted(
        type(judgement).model_fields, key=lambda name: name not in ("alignment", judgement.measured)
    )
    head = [] if judgement.is_judged else [term(judgement.state)]
    head += _fields(judgement, _PLACED | _LONG, names)
    if signature := " ".join(part for part in (judgement.by, judgement.on) if part):
        head.append(signature)
    tail = _fields(judgement, (), [name for name in names if name in _LONG], is_whole=False)
    if judgement.reason:
        tail.insert(0, tr("reason {text}", text=judgement.reason))
    return ": ".join(part for part in (comma_list(head), "; ".join(tail)) if part)


def _name(document: StakeMap, container: str, key: str) -> str:
    record = getattr(document, container).get(key)
    return getattr(record, "name", "") or key


def _relation(document: StakeMap, key: str) -> str:
    relation = document.relations.get(key)
    if relation is None:
        return key
    source, target = (_name(document, "actors", end) for end in (relation.source, relation.target))
    ends = f"{source} {'→' if relation.directed else '–'} {target}"
    return f"{ends} ({relation.label})" if relation.label else ends


# --- fields ------------------------------------------------------------------------------------------------


def _fields(
    record: Record, left_out: Iterable[str], names: Iterable[str] | None = None, *, is_whole: bool = True
) -> list[str]:
    """The fields that differ from their defaults, each with its label; if `is_whole`, unknown ones last."""
    found, excluded = [], {*left_out, *record.containers}
    known = type(record).model_fields
    for name in known if names is None else names:
        value = getattr(record, name)
        if name not in excluded and value != known[name].get_default():
            found.append(f"{field_label(name)} {_words(name, value)}")
    unknown = (record.model_extra or {}) if is_whole else {}
    return [*found, *(f"“{name}” {_words('', value)}" for name, value in sorted(unknown.items()))]


def _words(name: str, value: Any) -> str:
    """The value of the field of this name: all of it."""
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, Estimate) and not value.model_extra:
        return estimate_words(value, with_sign=name in SIGNED_FIELDS)
    if isinstance(value, int | float):
        return signed(value) if name in SIGNED_FIELDS else number(value)
    if isinstance(value, DecisionRule) and not value.model_extra:
        return rule_text(value)
    if isinstance(value, Citation):
        return _citation(value)
    if isinstance(value, Record):
        return f"({'; '.join(_fields(value, ()))})"
    if isinstance(value, Mapping):
        return f"({'; '.join(f'{key} {_words(key, part)}' for key, part in sorted(value.items()))})"
    if isinstance(value, tuple | list):
        return f"[{'; '.join(_words('', part) for part in value)}]"
    if value is None:
        return tr("none")
    if name in TERM_FIELDS:
        return term(value)
    return value if _BARE.fullmatch(value) else f"“{value}”"


def _citation(citation: Citation) -> str:
    sign = tr("against: ") if citation.against else ""
    rest = _fields(citation, {"source", "against"})
    return sign + (f"{citation.source} ({'; '.join(rest)})" if rest else citation.source)
