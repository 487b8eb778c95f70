"""A drag: seen at once, written once, or not at all."""

from __future__ import annotations

import pytest

from samples import alignment, influence, sample
from stakemap.editing.gesture import Gesture
from stakemap.editing.session import Session
from stakemap.errors import EditError
from stakemap.model import edits
from stakemap.model.edits import Move


def opened(**options: object) -> Session:
    return Session(sample(), author="A", today=lambda: "2025-08-04", **options)  # type: ignore[arg-type]


def begun(session: Session, *actors: str, **options: object) -> Gesture:
    return session.begin("Move", actors, "2025-07", "border", **options)  # type: ignore[arg-type]


def test_nothing_is_written_before_it_is_committed() -> None:
    session = opened()
    before, seen = session.document, []
    session.changed.connect(lambda *maps: seen.append(maps))
    gesture = begun(session, "turkiye")
    gesture.move(15, 3)
    assert gesture.positions() == {"turkiye": (25, 88)}
    assert session.document is before
    assert not seen
    assert gesture.commit()
    assert session.document.snapshots["2025-07"].stances["border"]["turkiye"].alignment == alignment(
        25, -5, 55
    )
    assert session.document.snapshots["2025-07"].standings["turkiye"].influence == influence(88)
    assert len(seen) == 1
    assert (session.undo_label, session.gesture) == ("Move", None)


def test_a_delta_counts_from_the_start_and_touching_an_edge_loses_nothing() -> None:
    gesture = begun(opened(), "armenia", "turkiye")
    gesture.move(500, 500)
    assert gesture.positions() == {"armenia": (100, 100), "turkiye": (100, 100)}
    gesture.move(-500, -500)
    assert gesture.positions() == {"armenia": (-100, 0), "turkiye": (-100, 0)}
    gesture.move(1, 2)
    assert gesture.positions() == {"armenia": (86, 37), "turkiye": (11, 87)}
    assert gesture.delta == (1, 2)


def test_a_sideways_drag_does_not_touch_influence() -> None:
    session = opened()
    before = session.document
    gesture = begun(session, "turkiye")
    gesture.move(15, 0.49)
    gesture.commit()
    assert session.document.snapshots["2025-07"].standings is before.snapshots["2025-07"].standings


@pytest.mark.parametrize("delta", [(0, 0), (15.4, 0.49), (-3.5, 7.5), (0.7, -0.4), (400, -400)])
def test_the_results_are_what_a_commit_writes(delta: tuple[float, float]) -> None:
    session = opened()
    gesture = begun(session, "turkiye", "armenia", "azerbaijan", starts={"azerbaijan": (-20.6, 41.2)})
    gesture.move(*delta)
    results = gesture.results()
    gesture.commit()
    again = begun(session, "turkiye", "armenia", "azerbaijan", starts={"azerbaijan": (-20.6, 41.2)})
    assert again.positions() == results


@pytest.mark.parametrize("delta", [(0, 0), (0.4, -0.4), (-0.49, 0)])
def test_a_drag_to_nowhere_leaves_no_step(delta: tuple[float, float]) -> None:
    session = opened()
    before = session.document
    gesture = begun(session, "turkiye")
    gesture.move(30, 30)
    gesture.move(*delta)
    assert not gesture.commit()
    assert session.document is before
    assert not session.can_undo


def test_an_actor_held_at_the_edge_is_not_written() -> None:
    session = opened()
    session.apply(
        edits.move_actors.of("2025-07", "border", {"armenia": Move(100)}, session.authorship), label="Move"
    )
    before = session.document
    gesture = begun(session, "armenia", "turkiye")
    gesture.move(20, 0)
    assert gesture.moves().keys() == {"turkiye"}
    gesture.commit()
    border = session.document.snapshots["2025-07"].stances["border"]
    assert border["armenia"] is before.snapshots["2025-07"].stances["border"]["armenia"]


def test_a_locked_axis_stays() -> None:
    session = opened()
    gesture = begun(session, "turkiye")
    gesture.move(15, -20)
    gesture.lock_axis("influence")
    assert gesture.delta == (15, 0)
    assert gesture.locked_axis == "influence"
    gesture.lock_axis("alignment")
    assert gesture.positions() == {"turkiye": (10, 65)}
    gesture.lock_axis(None)
    assert gesture.positions() == {"turkiye": (25, 65)}


def test_rolling_back_leaves_no_trace() -> None:
    session = opened()
    before, gestures = session.document, []
    session.gesture_changed.connect(gestures.append)
    gesture = begun(session, "turkiye")
    gesture.move(15, 3)
    gesture.rollback()
    gesture.rollback()
    gesture.move(1, 1)
    gesture.lock_axis("influence")
    assert not gesture.commit()
    assert not gesture.is_active
    assert session.document is before
    assert gestures == [gesture, gesture, None]


class TestFromTheTray:
    def test_unknown_axes_begin_where_they_are_told_and_known_ones_where_they_are(self) -> None:
        session = opened()
        gesture = begun(session, "russia", "iran", starts={"russia": (-40, 10), "iran": (-40, 10)})
        assert gesture.positions() == {"russia": (-40, 70), "iran": (-40, 10)}
        gesture.move(10, 0)
        assert gesture.moves() == {"russia": Move(-30, None), "iran": Move(-30, 10)}
        gesture.commit()
        border = session.document.snapshots["2025-07"].stances["border"]
        assert border["russia"].alignment == alignment(-30)
        assert session.document.snapshots["2025-07"].standings["iran"].influence == influence(10)

    def test_put_down_just_where_it_began_it_is_judged(self) -> None:
        session = opened()
        gesture = begun(session, "iran", starts={"iran": (0, 50)})
        gesture.move(0, 0)
        assert gesture.commit()
        assert session.document.snapshots["2025-07"].stances["border"]["iran"].alignment == alignment(0)

    def test_never_moved_it_is_not(self) -> None:
        gesture = begun(opened(), "iran", starts={"iran": (0, 50)})
        assert not gesture.commit()

    def test_without_a_place_it_stays_in_the_tray(self) -> None:
        gesture = begun(opened(), "iran", "turkiye")
        gesture.move(10, 0)
        assert gesture.positions().keys() == {"turkiye"}
        assert gesture.moves().keys() == {"turkiye"}


class TestInterruptions:
    @pytest.mark.parametrize(
        "interrupt",
        [
            lambda session: session.undo(),
            lambda session: session.redo(),
            lambda session: session.before_saving(),
            lambda session: session.apply(edits.set_texts.of(title="x"), label="Rename"),
            lambda session: session.replace_document(sample(), "Reload"),
            lambda session: begun(session, "armenia"),
        ],
    )
    def test_whatever_comes_between_rolls_it_back(self, interrupt) -> None:  # type: ignore[no-untyped-def]
        session = opened()
        session.apply(edits.set_texts.of(title="y"), label="Rename")
        gesture = begun(session, "turkiye")
        gesture.move(15, 3)
        interrupt(session)
        assert not gesture.is_active
        assert not gesture.commit()
        border = session.document.snapshots["2025-07"].stances["border"]
        assert border["turkiye"].alignment == alignment(10, -20, 40)

    def test_undo_takes_back_the_gesture_instead_of_the_edit_before(self) -> None:
        session = opened()
        session.apply(edits.set_texts.of(title="y"), label="Rename")
        begun(session, "turkiye").move(15, 3)
        assert session.undo() is None
        assert session.document.title == "y"
        assert session.undo() is not None

    def test_a_refused_move_is_rolled_back_and_told(self) -> None:
        session = opened()
        gestures: list[object] = []
        gesture = begun(session, "turkiye")
        session.gesture_changed.connect(gestures.append)
        gesture.move(float("nan"), 0)
        with pytest.raises(EditError, match="finite"):
            gesture.commit()
        assert session.gesture is None
        assert gestures[-1] is None
        assert not session.can_undo

    def test_it_needs_a_map_that_can_be_changed_and_actors_that_exist(self) -> None:
        with pytest.raises(EditError, match="read-only"):
            begun(opened(read_only=True), "turkiye")
        session = opened()
        for arguments in (
            (["atlantis"], "2025-07", "border"),
            (["iran"], "1999", "border"),
            (["iran"], "2025-07", "war"),
        ):
            with pytest.raises(EditError, match="There is no"):
                session.begin("Move", *arguments)
        assert session.gesture is None
