"""Search hits in words: the passage, its field, snapshot and issue.

They are here since `wording`, whose names they use, does not know results of analyses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from stakemap.analysis.search.search import Hit, Match
from stakemap.i18n import comma_list, tr
from stakemap.model.document import StakeMap
from stakemap.text import fold, single_line
from stakemap.wording.names import actor_name, issue_name, snapshot_name

#: Characters of an excerpt before and after the term.
_BEFORE, _AFTER = 20, 64
_WORD = re.compile(r"\S+")


def excerpt(text: str, terms: Iterable[str]) -> str:
    """The passage of `text` around the first word that contains one of the folded `terms`, on one line."""
    wanted = tuple(terms)
    line = single_line(text)
    found = next(
        (match for match in _WORD.finditer(line) if any(term in fold(match[0]) for term in wanted)), None
    )
    middle = found.start() if found is not None else 0
    start = 0 if middle <= _BEFORE else line.find(" ", middle - _BEFORE) + 1
    end = len(line) if len(line) <= middle + _AFTER else line.rfind(" ", middle, middle + _AFTER)
    if end <= middle:
        end = middle + _AFTER
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")


def hit_line(document: StakeMap, hit: Hit, terms: Iterable[str]) -> str:
    """A hit in words: “…opens the border…” (reason, 2023, Corridor)."""
    field = {
        "name": tr("name"),
        "alias": tr("also known as"),
        "code": tr("code"),
        "tag": tr("tag"),
        "note": tr("note"),
        "reason": tr("reason"),
    }[hit.field]
    place = [field]
    if hit.snapshot is not None and hit.snapshot in document.snapshots:
        place.append(snapshot_name(document, hit.snapshot))
    if hit.field == "reason":
        known = hit.issue is not None and hit.issue in document.issues
        place.append(issue_name(document, hit.issue or "") if known else tr("influence"))
    return tr("“{passage}” ({place})", place=comma_list(place), passage=excerpt(hit.text, terms))


def match_lines(document: StakeMap, match: Match, terms: Iterable[str]) -> tuple[str, ...]:
    """The name of an actor, then a line for each hit except its name."""
    wanted = tuple(terms)
    lines = [hit_line(document, hit, wanted) for hit in match.hits if hit.field != "name"]
    return (actor_name(document, match.actor), *lines)
