"""Fixed terms of the data in the user's language, for choices, tables and captions."""

from __future__ import annotations

from collections.abc import Mapping

from stakemap.app.panels.editors import Option
from stakemap.i18n import tr

__all__ = [
    "bases",
    "confidences",
    "kinds",
    "options",
    "roles",
    "state_text",
    "states",
    "statuses",
]


def options(terms: Mapping[str, str], none: str | None = None) -> list[Option]:
    """Terms as options of a choice; `none` is the text of "nothing chosen", if that is possible."""
    found = [Option(value, text) for value, text in terms.items()]
    return found if none is None else [Option(None, none), *found]


def kinds() -> dict[str, str]:
    """What an actor can be."""
    return {
        "state": tr("State"),
        "international-organisation": tr("International organisation"),
        "government-body": tr("Government body"),
        "company": tr("Company"),
        "ngo": tr("Non-governmental organisation"),
        "media": tr("Media"),
        "person": tr("Person"),
        "group": tr("Group of people"),
        "other": tr("Other"),
    }


def statuses() -> dict[str, str]:
    """How far a map is from being sent."""
    return {"draft": tr("Draft"), "reviewed": tr("Reviewed"), "cleared": tr("Cleared")}


def confidences() -> dict[str, str]:
    """How sure a judgement is."""
    return {"low": tr("Low"), "moderate": tr("Moderate"), "high": tr("High")}


def bases() -> dict[str, str]:
    """What a judgement rests on."""
    return {"stated": tr("Stated"), "inferred": tr("Inferred"), "assumed": tr("Assumed")}


def roles() -> dict[str, str]:
    """What part an actor has in deciding an issue."""
    return {"decides": tr("Decides"), "can-block": tr("Can block"), "influences": tr("Influences")}


def states() -> dict[str, str]:
    """The states of a judgement."""
    return {"judged": tr("Judged"), "unknown": tr("Unknown"), "not-applicable": tr("Not applicable")}


def state_text(state: str | None) -> str:
    """A state in words; None is a judgement nobody has made."""
    return tr("Not judged") if state is None else states()[state]
