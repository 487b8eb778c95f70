"""What others judge of the same subject: whose judgements count, and in which order they are listed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from stakemap.model.judgements import Judgement
from stakemap.model.records import replace

J = TypeVar("J", bound=Judgement)


def others_of(judgement: J) -> tuple[J, ...]:
    """What others judge of the subject of a judgement."""
    others: tuple[J, ...] = getattr(judgement, "others", ())
    return others


def judgements_of_analysts(judgement: J) -> tuple[J, ...]:
    """One judgement of each analyst who judged this subject, the current one first unless it was pooled.

    Of several by one name the newest counts, of one day the first; those without a name count each by itself.
    """
    entries = (*(() if judgement.pooled else (judgement,)), *others_of(judgement))
    newest: dict[str, J] = {}
    for entry in entries:
        known = newest.get(entry.by)
        if entry.by and (known is None or (entry.on or "") > (known.on or "")):
            newest[entry.by] = entry
    seen: set[str] = set()
    result = []
    for entry in entries:
        if not entry.by:
            result.append(entry)
        elif entry.by not in seen:
            seen.add(entry.by)
            result.append(newest[entry.by])
    return tuple(result)


def without_lists(judgement: J) -> J:
    """The judgement as it stands beside others or in a ledger."""
    if judgement.__dict__["earlier"] or judgement.__dict__["others"]:
        return judgement.model_copy(update={"earlier": (), "others": ()})
    return judgement


def without_others(judgement: J) -> J:
    """The judgement with its ledger, but without what others judge."""
    return judgement.model_copy(update={"others": ()}) if judgement.__dict__["others"] else judgement


def listed_others(judgements: Iterable[J]) -> tuple[J, ...]:
    """Judgements of others, each once, in the order in which a map lists them: by author and day."""
    entries = list(dict.fromkeys(judgements))
    if len(entries) < 2:
        return tuple(entries)
    # The whole text decides between those of one author and day, and is slow to make.
    signed = {(each.by, each.on or "") for each in entries}
    if len(signed) == len(entries):
        return tuple(sorted(entries, key=lambda each: (each.by, each.on or "")))
    return tuple(sorted(entries, key=lambda each: (each.by, each.on or "", repr(each))))


def beside(judgement: J, added: Iterable[J]) -> J:
    """The judgement with what others judge added to it; what those of the same name judged before stays.

    Raises EditError where there would be too many.
    """
    new = [without_lists(each) for each in added]
    return replace(judgement, others=listed_others([*others_of(judgement), *new]))
