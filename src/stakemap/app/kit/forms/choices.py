"""The enumerations of the data model as translated options for choices, tables and captions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import get_args

from stakemap.app.kit.forms.editors import Option
from stakemap.i18n import tr
from stakemap.model.document import ActorKind, RuleKind, StakeMap, Status
from stakemap.model.judgements import Basis, Confidence, Role, State
from stakemap.model.order import sort_key
from stakemap.model.terms import term
from stakemap.text import capital


def options(terms: Mapping[str, str], none: str | None = None) -> list[Option]:
    """Terms as options of a choice; `none` is the text of an empty option, if there is to be one."""
    found = [Option(value, text) for value, text in terms.items()]
    return found if none is None else [Option(None, none), *found]


def source_options(document: StakeMap | None) -> list[Option]:
    """The sources of a map as options, sorted by title."""
    sources = {} if document is None else document.sources
    ordered = sorted(sources, key=lambda key: (sort_key(sources[key].title), key))
    return [Option(key, sources[key].title) for key in ordered]


def _terms(enumeration: object) -> Callable[[], dict[str, str]]:
    """A function that returns the capitalised terms of an enumeration, translated when it is called."""
    return lambda: {value: capital(term(value)) for value in get_args(enumeration)}


kinds = _terms(ActorKind)
statuses = _terms(Status)
confidences = _terms(Confidence)
bases = _terms(Basis)
roles = _terms(Role)
states = _terms(State)
rules = _terms(RuleKind)


def state_text(state: str | None) -> str:
    """A state in words; None stands for a missing judgement."""
    return tr("Not judged") if state is None else capital(term(state))
