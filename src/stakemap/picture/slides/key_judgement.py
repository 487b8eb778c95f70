"""How much of a long key judgement its slide has room for, in a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.picture.marks import TextMark
from stakemap.picture.measure import ELLIPSIS
from stakemap.picture.slides.slide import Slide
from stakemap.text import plain


def cut_key_judgement(document: StakeMap, slides: Iterable[Slide]) -> str:
    """A sentence about the slide that has the least of the key judgement; "" where each has all or none."""
    whole = " ".join(plain(document.key_judgement).split())
    shown = [found for slide in slides if (found := _shown(slide))]
    cut = [len(text) - len(ELLIPSIS) for text in shown if text != whole and text.endswith(ELLIPSIS)]
    if not cut:
        return ""
    return tr(
        "The key judgement is too long for a slide, which shows about the first {shown} of its {count} "
        "characters.",
        shown=round(min(cut), -1),
        # `plain` cuts a text of many pages.
        count=len(" ".join(document.key_judgement.split())),
    )


def _shown(slide: Slide) -> str:
    lines = [mark.text for mark in slide.marks if isinstance(mark, TextMark) and mark.role == "key-judgement"]
    return " ".join(" ".join(lines).split())
