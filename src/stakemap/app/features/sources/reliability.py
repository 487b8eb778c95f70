"""The Admiralty code in words: how reliable a source is, A to F, and how credible what it says, 1 to 6."""

from __future__ import annotations

from stakemap.i18n import tr

__all__ = ["credibilities", "reliabilities", "reliability_text", "with_part"]

#: What the code says where one of its two parts was not judged.
_UNJUDGED = ("F", "6")


def reliabilities() -> dict[str, str]:
    """How reliable the source is."""
    return {
        "A": tr("A – reliable"),
        "B": tr("B – usually reliable"),
        "C": tr("C – fairly reliable"),
        "D": tr("D – not usually reliable"),
        "E": tr("E – unreliable"),
        "F": tr("F – cannot be judged"),
    }


def credibilities() -> dict[str, str]:
    """How credible the information is."""
    return {
        "1": tr("1 – confirmed"),
        "2": tr("2 – probably true"),
        "3": tr("3 – possibly true"),
        "4": tr("4 – doubtful"),
        "5": tr("5 – improbable"),
        "6": tr("6 – cannot be judged"),
    }


def reliability_text(code: str | None) -> str:
    """A code with its words: "B2: usually reliable, probably true"; "" for none."""
    if not code:
        return ""
    source = reliabilities()[code[0]].partition("– ")[2]
    information = credibilities()[code[1]].partition("– ")[2]
    return tr("{code}: {source}, {information}", code=code, source=source, information=information)


def with_part(code: str | None, place: int, part: str) -> str | None:
    """The code with its first (0) or second (1) part changed; None when that part is taken away.

    The part that was not judged yet becomes "cannot be judged".
    """
    if not part:
        return None
    parts = list(code or "".join(_UNJUDGED))
    parts[place] = part
    return "".join(parts)
