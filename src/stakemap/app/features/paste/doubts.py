"""What the preview of pasted rows says of cells and columns that may be read otherwise than meant."""

from __future__ import annotations

from collections.abc import Iterator

from stakemap.i18n import number, tr, tr_count
from stakemap.interchange.columns import heading
from stakemap.interchange.scales import Scale
from stakemap.interchange.spreadsheet import Plan
from stakemap.interchange.table import Table
from stakemap.model.terms import term
from stakemap.text import one_line
from stakemap.wording.names import listing

#: So many words are named.
_MOST_WORDS = 6


def scale_text(scale: Scale) -> str:
    """A scale in words."""
    low, high = scale
    return tr("{low} to {high}", low=number(low), high=number(high))


def doubts(table: Table) -> Iterator[str]:
    """A sentence for each column that has cells read as unknown, or whose scale or commas are in doubt."""
    for place, scale in table.assumed_scales.items():
        yield tr(
            "⚠ “{column}” is read on a scale of {scale}, but its values look like those of a narrower one: "
            "choose it above the column.",
            column=one_line(table.header(place)),
            scale=scale_text(scale),
        )
    for place, sentence in table.comma_doubts.items():
        yield tr("⚠ “{column}”: {sentence}", column=one_line(table.header(place)), sentence=sentence)
    for place, texts in table.taken_for_unknown.items():
        yield tr_count(
            "⚠ {count} cell of “{column}” is read as unknown: {texts}.",
            "⚠ {count} cells of “{column}” are read as unknown: {texts}.",
            len(texts),
            column=one_line(table.header(place)),
            texts=one_line(", ".join(dict.fromkeys(texts))),
        )


def word_doubts(plan: Plan) -> Iterator[str]:
    """A sentence for each quantity that is given in words, with the values as which they are read."""
    for field, words in plan.words.items():
        values = [
            f"{one_line(word)} = {term('unknown') if value is None else number(value)}"
            for word, value in words.items()
        ]
        yield tr(
            "⚠ {field} in words is read as: {values}.",
            field=heading(field),
            values=listing(values, _MOST_WORDS),
        )
