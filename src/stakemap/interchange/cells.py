"""One cell of a pasted table: from the text a person typed to a value of the model, or why it is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal, TypeVar, get_args

from stakemap.i18n import tr
from stakemap.model.document import ActorKind
from stakemap.model.ids import slug
from stakemap.model.judgements import Basis, Confidence, Role
from stakemap.model.terms import term
from stakemap.wording import numbers

__all__ = [
    "CellError",
    "NoValue",
    "Value",
    "basis_of",
    "colour_of",
    "confidence_of",
    "is_empty",
    "kind_of",
    "list_of",
    "number_of",
    "role_of",
    "value_of",
]

W = TypeVar("W", bound=str)

NoValue = Literal["unknown", "not-applicable"]
Value = float | NoValue

_NUMBER = re.compile(r"([+-]?\d{1,12}(?:[.,]\d{1,400})?)\s*%?")
_COLOUR = re.compile(r"#?([0-9a-fA-F]{6})")
_SAYS_NOTHING = frozenset({"", "-", "–", "—", "not judged"})
_SEPARATORS = re.compile(r"[,;\n]")


class CellError(ValueError):
    """A cell cannot be taken; its text is the sentence for the user."""


def is_empty(text: str) -> bool:
    """Whether a cell says nothing: then what the map has stays as it is."""
    return text.casefold() in _SAYS_NOTHING


def number_of(text: str, low: float, high: float) -> float:
    """A number within a scale, with a point or a comma, a sign, a percent sign; CellError when it is none."""
    plain = text.replace("−", "-").replace("\u00a0", " ").strip()
    match = _NUMBER.fullmatch(plain)
    if match is None:
        raise CellError(tr("“{text}” is no number.", text=text))
    number = float(match[1].replace(",", "."))
    if not low <= number <= high:
        raise CellError(
            tr(
                "{text} is out of range: it has to lie between {low} and {high}.",
                text=text,
                low=numbers.number(low),
                high=numbers.number(high),
            )
        )
    return number


def value_of(text: str, low: float, high: float) -> Value:
    """A number within a scale, or the word for unknown or not applicable; CellError when it is neither."""
    if any(letter.isdigit() for letter in text):
        return number_of(text, low, high)
    key = slug(text)
    if text == "?" or key in ("unknown", slug(term("unknown"))):
        return "unknown"
    if key in ("na", "n-a", "not-applicable", slug(term("not-applicable"))):
        return "not-applicable"
    return number_of(text, low, high)


_KIND_VALUES: tuple[ActorKind, ...] = get_args(ActorKind)
_ROLE_VALUES: tuple[Role, ...] = get_args(Role)
_CONFIDENCE_VALUES: tuple[Confidence, ...] = get_args(Confidence)
_BASIS_VALUES: tuple[Basis, ...] = get_args(Basis)

#: What people also write; the words of the app and of the file are known without being listed.
_KINDS: Mapping[str, ActorKind] = {
    "country": "state",
    "nation": "state",
    "international-organization": "international-organisation",
    "igo": "international-organisation",
    "ministry": "government-body",
    "agency": "government-body",
    "firm": "company",
    "business": "company",
    "non-governmental-organisation": "ngo",
    "non-governmental-organization": "ngo",
    "individual": "person",
}
_ROLES: Mapping[str, Role] = {
    "decider": "decides",
    "decision-maker": "decides",
    "blocker": "can-block",
    "veto": "can-block",
    "veto-player": "can-block",
    "influencer": "influences",
}
_CONFIDENCES: Mapping[str, Confidence] = {"medium": "moderate", "middle": "moderate"}


def _word_of(text: str, values: Iterable[W], others: Mapping[str, W]) -> W:
    key = slug(text)
    known = {value: value for value in values}
    if key in known or key in others:
        return known[key] if key in known else others[key]
    for value in values:
        if key == slug(term(value)):
            return value
    words = ", ".join(term(value) for value in values)
    raise CellError(tr("“{text}” is none of: {words}.", text=text, words=words))


def kind_of(text: str) -> ActorKind:
    """The kind of actor a word stands for; CellError when it is none."""
    return _word_of(text, _KIND_VALUES, _KINDS)


def role_of(text: str) -> Role:
    """The role a word stands for; CellError when it is none."""
    return _word_of(text, _ROLE_VALUES, _ROLES)


def confidence_of(text: str) -> Confidence:
    """The confidence a word stands for; CellError when it is none."""
    return _word_of(text, _CONFIDENCE_VALUES, _CONFIDENCES)


def basis_of(text: str) -> Basis:
    """The basis a word stands for; CellError when it is none."""
    return _word_of(text, _BASIS_VALUES, {})


def colour_of(text: str) -> str:
    """A colour as "#rrggbb"; CellError when it is none."""
    match = _COLOUR.fullmatch(text)
    if match is None:
        raise CellError(tr("“{text}” is no colour: write it as #1f77b4.", text=text))
    return f"#{match[1]}"


def list_of(text: str) -> tuple[str, ...]:
    """The parts of a list with commas, semicolons or line ends, each once."""
    return tuple(dict.fromkeys(part.strip() for part in _SEPARATORS.split(text) if part.strip()))
