"""The Admiralty code in words: reliability of a source (A to F), credibility of information (1 to 6)."""

from __future__ import annotations

from stakemap.i18n import tr

#: The values of both parts that mean "cannot be judged".
_UNJUDGED = ("F", "6")


def reliabilities() -> dict[str, str]:
    """The reliability grades of a source."""
    return {
        "A": tr("A – reliable"),
        "B": tr("B – usually reliable"),
        "C": tr("C – fairly reliable"),
        "D": tr("D – not usually reliable"),
        "E": tr("E – unreliable"),
        "F": tr("F – cannot be judged"),
    }


def credibilities() -> dict[str, str]:
    """The credibility grades of information."""
    return {
        "1": tr("1 – confirmed"),
        "2": tr("2 – probably true"),
        "3": tr("3 – possibly true"),
        "4": tr("4 – doubtful"),
        "5": tr("5 – improbable"),
        "6": tr("6 – cannot be judged"),
    }


def reliability_text(code: str | None) -> str:
    """Format a code as "B2: usually reliable, probably true"; "" for none."""
    if not code:
        return ""
    source = reliabilities()[code[0]].partition("– ")[2]
    information = credibilities()[code[1]].partition("– ")[2]
    return tr("{code}: {source}, {information}", code=code, source=source, information=information)


def with_part(code: str | None, place: int, part: str) -> str | None:
    """Return the code with its first (0) or second (1) part replaced; None for an empty part.

    The other part defaults to "cannot be judged".
    """
    if not part:
        return None
    parts = list(code or "".join(_UNJUDGED))
    parts[place] = part
    return "".join(parts)
