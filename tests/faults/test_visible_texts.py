"""What compares a window with its map does not overlook a view that lags behind."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from PySide6.QtWidgets import QApplication

from app_driver import Parts, documents_of
from faults.random_edits import RandomEdits
from faults.visible_texts import against_the_model, what_a_window_shows
from faults.windows import a_desk
from samples import sample
from stakemap.app.shell.main_window import MainWindow
from stakemap.errors import StakemapError
from stakemap.model import edits


@pytest.fixture
def window(qapp: QApplication):
    with a_desk() as (context, _):
        made = context.new_window()
        made.show_map(documents_of(context).session_for(sample()))
        made.show()
        made.view.set(snapshot="2025-07", issue="border")
        yield made
        while made.session.undo() is not None:
            pass


def test_a_window_shows_what_its_map_says(window: MainWindow) -> None:
    assert against_the_model(window) == []
    shown = what_a_window_shows(window)
    assert any("Armenia" in text for text in shown["actors"])
    assert any("A commentary" in text for text in shown["sources"])
    window.session.apply(edits.update_actor.of("armenia", name="Hayastan"), label="Rename")
    assert against_the_model(window) == []
    changed = what_a_window_shows(window)
    assert any("Hayastan" in text for text in changed["actors"] - shown["actors"])


def test_a_view_that_lags_behind_is_told(window: MainWindow) -> None:
    appearance = window.canvas.scene.appearance
    look = appearance.actors["armenia"]
    appearance.actors["armenia"] = look._replace(x=look.x + 1)
    assert against_the_model(window) == ["armenia is not on the canvas where it was judged"]
    appearance.actors["armenia"] = look
    Parts(window).table.model.hide(frozenset({"armenia"}))
    (found,) = against_the_model(window)
    assert found.startswith("the rows of the table are ")
    Parts(window).table.model.hide(frozenset())


def test_edits_by_chance_are_of_every_kind_and_mostly_possible() -> None:
    chance = random.Random(3)
    made, document = RandomEdits(chance), sample()
    done: Counter[str] = Counter()
    refused = 0
    for _ in range(3_000):
        edit = made.next(document)
        try:
            document = edit.function(document, *edit.arguments, **edit.fields)
            about = next((each.kind for each in edit.arguments if isinstance(each, edits.Subject)), "")
            done[f"{edit.function.__name__} {about}"] += 1
        except StakemapError:
            refused += 1
    assert refused < 1_500
    assert len(done) >= 30
    assert 2 < len(document.actors) < 30
    assert len(document.snapshots) < 15
