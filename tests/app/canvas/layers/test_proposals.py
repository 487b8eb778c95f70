"""What an analysis proposes, on the canvas: ghosts where actors would stand, outlines around camps."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage

from stakemap.analysis.report import Move
from stakemap.app.canvas.layers.proposals import ProposalLayer, camp_outline, hull_around
from stakemap.app.canvas.proposal import Proposal
from stakemap.paint.fonts import QtMeasure

if TYPE_CHECKING:
    from conftest import CanvasDriver, DriveCanvas

places = st.lists(st.tuples(st.floats(0, 1_200), st.floats(0, 800)), min_size=1, max_size=12, unique=True)


@given(places)
def test_the_outline_of_a_camp_holds_all_its_discs(points: list[tuple[float, float]]) -> None:
    for outline in (camp_outline(points, 16.0), hull_around(points, 16.0)):
        for x, y in points:
            for turn in range(8):
                rim = QPointF(x + 16 * math.cos(turn), y + 16 * math.sin(turn))
                assert outline.contains(rim)


@given(places)
def test_the_outline_of_a_camp_is_in_one_piece(points: list[tuple[float, float]]) -> None:
    outline = camp_outline(points, 16.0)
    outer = [each for each in outline.toFillPolygons() if not each.isEmpty()]
    assert len(outer) == 1


@given(places)
def test_the_way_between_the_discs_of_a_camp_is_within(points: list[tuple[float, float]]) -> None:
    one, *others = points
    outline = camp_outline(points, 16.0)
    if others:
        nearest = min(others, key=lambda other: math.dist(one, other))
        for part in (0.25, 0.5, 0.75):
            x, y = (start + part * (end - start) for start, end in zip(one, nearest, strict=True))
            assert outline.contains(QPointF(x, y))


def test_what_a_proposal_says_of_an_actor() -> None:
    proposal = Proposal(
        (
            Move("iran", "alignment", -40.0, -4.2),
            Move("iran", "role", "can-block", "influences"),
            Move("russia", "influence", 40.0, 140.0),
        )
    )
    assert proposal.text_of("iran") == "alignment −4 · role “influences”"
    assert proposal.place_of("iran", (-40.0, 30.0)) == (-4.2, 30.0)
    assert proposal.place_of("russia", (-10.0, 40.0)) == (-10.0, 100.0), "no further than the scale"
    assert proposal.place_of("armenia", (1.0, 2.0)) == (1.0, 2.0)
    assert proposal.text_of("armenia") == ""


def _picture(canvas: CanvasDriver) -> np.ndarray:
    image = canvas.canvas.view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()


def test_a_ghost_appears_where_the_actor_would_stand_and_nothing_else_moves(drive: DriveCanvas) -> None:
    canvas = drive()
    before, document = _picture(canvas), canvas.session.document
    row = canvas.canvas.scene.columns.row["turkiye"]
    influence = float(canvas.canvas.scene.columns.y[row])
    canvas.canvas.show_proposal(Proposal((Move("turkiye", "alignment", 10.0, -70.0),)))
    after = _picture(canvas)
    x, y = canvas.canvas.scene.projection.to_pixels(-70.0, influence)
    there = (slice(round(y) - 8, round(y) + 8), slice(round(x) - 8, round(x) + 8))
    assert (before[there] != after[there]).any()
    assert canvas.session.document is document
    canvas.canvas.show_proposal(None)
    assert (_picture(canvas) == before).all()


def test_a_proposal_about_nobody_on_stage_draws_nothing(drive: DriveCanvas) -> None:
    canvas = drive()
    before = _picture(canvas)
    canvas.canvas.show_proposal(Proposal((Move("nobody", "alignment", None, 5.0),), (("nobody",), ())))
    assert (_picture(canvas) == before).all()


@pytest.mark.parametrize("proposal", [Proposal((Move("turkiye", "alignment", 10.0, -70.0),))])
def test_names_make_way_for_a_ghost(drive: DriveCanvas, proposal: Proposal) -> None:
    canvas = drive()
    canvas.canvas.show_proposal(proposal)
    scene = canvas.canvas.scene
    row = scene.columns.row["turkiye"]
    x, y = scene.projection.to_pixels(-70.0, float(scene.columns.y[row]))
    for actor, box in scene.name_boxes.items():
        at = scene.place_of(actor)
        assert at is not None
        inside = box.left + at[0] < x < box.right + at[0] and box.top + at[1] < y < box.bottom + at[1]
        assert not inside, actor


def test_the_legend_explains_ghosts_and_camps(drive: DriveCanvas) -> None:
    canvas = drive()
    canvas.canvas.legend.toggle()
    canvas.canvas.show_proposal(
        Proposal((Move("turkiye", "alignment", 10.0, -70.0),), (("turkiye", "armenia"),))
    )
    labels = [entry.label for entry in canvas.canvas.legend.entries]
    assert "What the analysis proposes" in labels
    assert "Camp" in labels


def test_discs_in_one_place_are_one_camp() -> None:
    for outline in (camp_outline([(50.0, 50.0)] * 3, 16.0), hull_around([(50.0, 50.0)] * 3, 16.0)):
        assert outline.contains(QPointF(60, 60))
        assert not outline.contains(QPointF(90, 90))


def test_a_camp_of_very_many_is_enclosed() -> None:
    numbers = np.random.default_rng(1).uniform(0, 900, (5_000, 2)).tolist()
    points = [(x, y) for x, y in numbers]
    outline = camp_outline(points, 6.0)
    assert all(outline.contains(QPointF(*point)) for point in points[:50])


def test_texts_beside_ghosts_say_who_and_cover_no_other_ghost(drive: DriveCanvas) -> None:
    canvas = drive()
    moves = tuple(Move(actor, "alignment", 0.0, -20.0) for actor in ("turkiye", "armenia"))
    raised = tuple(
        Move(actor, "influence", 0.0, 50.0 + place) for place, actor in enumerate(("turkiye", "armenia"))
    )
    canvas.canvas.show_proposal(Proposal((*moves, *raised)))
    scene = canvas.canvas.scene
    texts = ProposalLayer(QtMeasure()).texts(scene)
    assert [text.split(":")[0] for text, _ in texts] == ["Türkiye", "Armenia"]
    (_, one), (_, other) = texts
    assert not one.overlaps(other)
    for _, box in texts:
        for influence in (50.0, 51.0):
            x, y = scene.projection.to_pixels(-20.0, influence)
            assert not (box.left < x < box.right and box.top < y < box.bottom)
