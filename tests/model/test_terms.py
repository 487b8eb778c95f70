"""Every word of the format has words."""

from __future__ import annotations

from typing import get_args

from stakemap.model.document import ActorKind, Likelihood, Status
from stakemap.model.judgements import Basis, Confidence, Role, State
from stakemap.model.terms import term
from stakemap.text import capital


def test_every_word_of_the_format_has_words() -> None:
    for kind in (ActorKind, Likelihood, Status, Basis, Confidence, Role, State):
        for word in get_args(kind):
            assert term(word)
            assert "-" not in term(word)
    assert term(None) == "none"


def test_status_is_told() -> None:
    assert capital(term("cleared")) == "Cleared"
