"""What others judge beside a judgement, in sentences that say what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from stakemap.i18n import tr
from stakemap.model.judgements import Judgement
from stakemap.model.others import others_of
from stakemap.text import one_line
from stakemap.wording.others import judged_value


def others_lines(subject: str, before: Any, after: Any) -> Iterator[str]:
    """Describe what others judge of a subject now, and what is no longer beside its judgement.

    `before` and `after` are the judgements of a snapshot, None where there is none: that it was withdrawn
    says all.
    """
    if after is None:
        return
    old, new = Counter(() if before is None else others_of(before)), Counter(others_of(after))
    gone = list((old - new).elements())
    for judgement in (new - old).elements():
        author, value = _author(judgement), judged_value(judgement)
        known = next((each for each in gone if each.by and each.by == judgement.by), None)
        if known is None:
            yield tr("{author} also judges {subject}: {value}", author=author, subject=subject, value=value)
        else:
            gone.remove(known)
            yield tr(
                "{author} now judges {subject}: {before} → {after}",
                author=author,
                subject=subject,
                before=judged_value(known),
                after=value,
            )
    for judgement in gone:
        yield tr(
            "{author} no longer judges {subject} beside it: {value}",
            author=_author(judgement),
            subject=subject,
            value=judged_value(judgement),
        )


def _author(judgement: Judgement) -> str:
    return one_line(judgement.by) or tr("Somebody")
