"""What is typed for a record that is then removed is dropped, and keeps nothing from closing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from app_driver import named
from samples import tiny
from stakemap.app.features.inspector.actor_form import ActorForm
from stakemap.app.features.inspector.shared_support import SupportTarget
from stakemap.app.features.sources.panel import SourcesPanel
from stakemap.app.kit.forms.fields import Target
from stakemap.app.kit.forms.record_dialog import RecordsDialog
from stakemap.app.kit.forms.relation_form import RelationTarget
from stakemap.app.kit.forms.targets import ActorsTarget, JudgementTarget, MapTarget
from stakemap.editing.session import Session
from stakemap.model import edits
from stakemap.model.document import Actor, Group, Relation, Source, StakeMap
from stakemap.model.records import replace
from stakemap.model.subjects import Subject

if TYPE_CHECKING:
    from conftest import OpenWindow


def _one_of_each() -> StakeMap:
    document = tiny()
    return replace(
        document,
        actors={**document.actors, "georgia": Actor(name="Georgia", code="GEO")},
        groups={"nile": Group(name="Nile")},
        relations={"link": Relation(source="armenia", target="georgia")},
        sources={"ft": Source(title="FT")},
    )


@pytest.mark.parametrize(
    ("kind", "label"), [("groups", "Remove this group"), ("issues", "Remove this issue")]
)
def test_a_dialog_closes_after_the_only_record_was_removed_while_its_name_was_typed(
    kind: str, label: str, open_map: OpenWindow
) -> None:
    driver = open_map(_one_of_each())
    driver.message_boxes.answers = [True]

    def act(dialog: RecordsDialog) -> None:
        name = dialog.form.fields["name"].editor
        name.setFocus()
        QTest.keyClicks(name, "More")
        button = next(
            each for each in dialog.findChildren(QAbstractButton) if each.accessibleName().startswith(label)
        )
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert not getattr(driver.document, kind)
        assert dialog.note.text().endswith("removed. Undo brings it back.")
        named(dialog, QAbstractButton, "Close").click()
        assert not dialog.isVisible()

    driver.message_boxes.dialogs = [act]
    driver.trigger(kind)
    assert len(driver.session.history.undo_labels) == 1


def test_undo_brings_a_removed_record_back_without_what_was_typed(open_map: OpenWindow) -> None:
    driver = open_map(_one_of_each())

    def act(dialog: RecordsDialog) -> None:
        field = dialog.form.fields["name"]
        QTest.keyClicks(field.editor, "More")
        dialog.remove()
        driver.session.undo()
        assert field.editor.content() == "Nile"
        assert not field.is_pending

    driver.message_boxes.dialogs = [act]
    driver.trigger("groups")


def test_the_panel_of_sources_and_the_inspector_drop_what_was_typed_for_what_is_gone(
    open_map: OpenWindow,
) -> None:
    driver = open_map(_one_of_each())
    driver.window.panels.show("sources", True)
    QApplication.processEvents()
    panel = driver.panels.content("sources")
    assert isinstance(panel, SourcesPanel)
    QTest.keyClicks(panel.form.fields["title"].editor, "More")
    driver.session.apply(edits.remove_source.of("ft"), label="Remove")
    assert panel.commit_pending()
    driver.view.select("armenia")
    name = driver.field(ActorForm, "name")
    QTest.keyClicks(name.editor, "More")
    driver.session.apply(edits.remove_actors.of(("armenia",)), label="Remove")
    assert driver.inspector.commit_pending()
    assert driver.session.history.undo_labels == ("Remove", "Remove")


TARGETS: list[tuple[Callable[[Session], Target], edits.Edit]] = [
    (
        lambda session: ActorsTarget(session, ("armenia",)),
        edits.remove_actors.of(("armenia",)),
    ),
    (
        lambda session: RelationTarget(session, "link"),
        edits.remove_relation.of("link"),
    ),
    (
        lambda session: JudgementTarget(session, "2025", Subject.standing("armenia")),
        edits.remove_actors.of(("armenia",)),
    ),
    (
        lambda session: JudgementTarget(session, "2025", Subject.stance("border", "armenia")),
        edits.remove_issue.of("border"),
    ),
    (
        lambda session: JudgementTarget(session, "2025", Subject.tie("link")),
        edits.remove_relation.of("link"),
    ),
    (
        lambda session: JudgementTarget(session, "2025", Subject.standing("armenia")),
        edits.remove_snapshot.of("2025"),
    ),
    (
        lambda session: SupportTarget(
            session,
            "2025",
            {
                Subject.stance("border", "armenia"): session.document.snapshots["2025"].stances["border"][
                    "armenia"
                ]
            },
        ),
        edits.remove_issue.of("border"),
    ),
]


@pytest.mark.parametrize("place", range(len(TARGETS)))
def test_each_target_tells_that_its_subject_is_gone(place: int) -> None:
    make, removal = TARGETS[place]
    session = Session(_one_of_each(), author="A", today=lambda: "2025-08-04")
    target: Any = make(session)
    assert target.exists
    session.apply(removal, label="Remove")
    assert not target.exists
    session.undo()
    assert target.exists
    assert MapTarget(session).exists
