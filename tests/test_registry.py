"""Registries: built-in members in their order, others for a while."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from stakemap.picture.kinds import SLIDE_KINDS, SlideKind
from stakemap.registry import Registry


def toy(kind: str) -> SlideKind:
    return SlideKind(kind, lambda: "Toy", lambda _job: ())


def test_the_built_in_kinds_of_slides_in_their_order() -> None:
    assert SLIDE_KINDS.ids[:3] == ("map", "before-after", "movement")
    *others, last = SLIDE_KINDS
    assert last.id == "evidence", "the appendix comes last"
    assert not any(kind.is_appendix for kind in others)
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


def test_modules_are_imported_when_a_registry_is_first_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = 'from stakemap.picture.kinds import SlideKind\nKINDS = (SlideKind("toy", str, tuple),)\n'
    (tmp_path / "toy_slide_kind.py").write_text(code, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    registry: Registry[SlideKind] = Registry("KINDS", "toy_slide_kind", "stakemap.picture.kinds.matrix")
    assert "toy_slide_kind" not in sys.modules
    assert registry.ids == ("toy", "matrix")
    monkeypatch.delitem(sys.modules, "toy_slide_kind")


def test_no_two_modules_declare_the_same_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = 'from stakemap.picture.kinds import SlideKind\nKINDS = (SlideKind("matrix", str, tuple),)\n'
    (tmp_path / "second_matrix.py").write_text(code, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    registry: Registry[SlideKind] = Registry("KINDS", "stakemap.picture.kinds.matrix", "second_matrix")
    with pytest.raises(ValueError, match="second_matrix: the id 'matrix' is taken"):
        registry.ids  # noqa: B018
    monkeypatch.delitem(sys.modules, "second_matrix")
