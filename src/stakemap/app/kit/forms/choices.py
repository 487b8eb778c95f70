"""Fixed terms of the data in the user's language, for choices, tables and captions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

from stakemap.app.kit.forms.editors import Option
from stakemap.i18n import tr
from stakemap.model.document import ActorKind, Status
from stakemap.model.faults import capital
from stakemap.model.judgements import Basis, Confidence, Role, State
from stakemap.model.terms import term

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


def _capitals(values: Iterable[str]) -> dict[str, str]:
    """Terms as they stand alone, in a list or a cell."""
    return {value: capital(term(value)) for value in values}


def kinds() -> dict[str, str]:
    """What an actor can be."""
    return _capitals(get_args(ActorKind))


def statuses() -> dict[str, str]:
    """How far a map is from being sent."""
    return _capitals(get_args(Status))


def confidences() -> dict[str, str]:
    """How sure a judgement is."""
    return _capitals(get_args(Confidence))


def bases() -> dict[str, str]:
    """What a judgement rests on."""
    return _capitals(get_args(Basis))


def roles() -> dict[str, str]:
    """What part an actor has in deciding an issue."""
    return _capitals(get_args(Role))


def states() -> dict[str, str]:
    """The states of a judgement."""
    return _capitals(get_args(State))


def state_text(state: str | None) -> str:
    """A state in words; None is a judgement nobody has made."""
    return tr("Not judged") if state is None else capital(term(state))
