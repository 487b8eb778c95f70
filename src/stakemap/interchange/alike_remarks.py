"""Equal remarks on several places merged into one, and remarks that are only counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from stakemap.i18n import tr, tr_count
from stakemap.interchange.content import Remark, RemarkKind
from stakemap.wording.names import listing

#: So many further places are named.
_MOST_PLACES = 3
#: Two remarks are as easily read one by one.
_LEAST = 3


def bundled(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """The remarks, those that say the same of three or more places as one at the first of them, which names
    the others.

    Refused values stay one by one: each is to be corrected.
    """
    alike: dict[tuple[str, ...], list[Remark]] = {}
    for number, remark in enumerate(remarks):
        is_alone = remark.kind == "refused" or not str(remark.place)
        key = (str(number),) if is_alone else (remark.kind, remark.sentence, remark.place.sheet)
        alike.setdefault(key, []).append(remark)
    found: list[Remark] = []
    for group in alike.values():
        found.extend(group if len(group) < _LEAST else [_as_one(group)])
    return tuple(found)


def _as_one(group: list[Remark]) -> Remark:
    first = group[0]
    others = [str(each.place.model_copy(update={"sheet": ""})) for each in group[1:]]
    sentence = tr("{sentence} Also: {places}.", sentence=first.sentence, places=listing(others, _MOST_PLACES))
    return first.model_copy(update={"sentence": sentence})


def not_listed(counts: Mapping[RemarkKind, int]) -> tuple[Remark, ...]:
    """A remark for each kind, which says how many more of it there are than are kept."""
    return tuple(
        Remark(
            kind=kind,
            sentence=tr_count(
                "{count} more remark of this kind is not listed.",
                "{count} more remarks of this kind are not listed.",
                count,
            ),
        )
        for kind, count in counts.items()
    )
