"""Fixed terms of the data in the user's language, for choices, tables and captions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import get_args

from stakemap.app.kit.forms.editors import Option
from stakemap.i18n import tr
from stakemap.model.document import ActorKind, Status
from stakemap.model.judgements import Basis, Confidence, Role, State
from stakemap.model.terms import term
from stakemap.text import capital

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


def _terms(enumeration: object) -> Callable[[], dict[str, str]]:
    """The terms of an enumeration as they stand alone, in a list or a cell; translated when asked for."""
    return lambda: {value: capital(term(value)) for value in get_args(enumeration)}


kinds = _terms(ActorKind)
statuses = _terms(Status)
confidences = _terms(Confidence)
bases = _terms(Basis)
roles = _terms(Role)
states = _terms(State)


def state_text(state: str | None) -> str:
    """A state in words; None is a judgement nobody has made."""
    return tr("Not judged") if state is None else capital(term(state))
