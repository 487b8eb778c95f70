"""Registries: built-in members in their order, others for a while."""

from __future__ import annotations

import pytest

from stakemap.picture.kinds import SLIDE_KINDS, SlideKind


def toy(kind: str) -> SlideKind:
    return SlideKind(kind, lambda: "Toy", lambda _job: ())


def test_the_built_in_kinds_of_slides_in_their_order() -> None:
    assert SLIDE_KINDS.ids == ("map", "before-after", "movement", "issues", "matrix", "evidence")
    assert [kind.id for kind in SLIDE_KINDS] == list(SLIDE_KINDS.ids)


def test_a_member_is_there_for_as_long_as_it_is_registered() -> None:
    with SLIDE_KINDS.registered(toy("toy")) as added:
        assert SLIDE_KINDS["toy"] is added
        assert SLIDE_KINDS.ids[-1] == "toy"
    assert "toy" not in SLIDE_KINDS
    with pytest.raises(KeyError):
        SLIDE_KINDS["toy"]


def test_no_id_is_taken_twice() -> None:
    with pytest.raises(ValueError, match="matrix"), SLIDE_KINDS.registered(toy("matrix")):
        pass
    assert SLIDE_KINDS["matrix"].title() == "Matrix"
