"""The names on a canvas at rest: clear of what is at the ends of relations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from samples import MAP_ID, alignment, influence
from stakemap.app.canvas.layers.atlas import Budget
from stakemap.app.canvas.layers.frame import Frame, Part
from stakemap.model.document import Actor, Issue, Relation, Snapshot, StakeMap
from stakemap.model.judgements import Stance, Standing, Tie
from stakemap.picture.labels.relation_labels import arrow_heads

if TYPE_CHECKING:
    from conftest import DriveCanvas


def test_a_name_at_the_edge_stays_off_the_arrow_head_beside_its_disc(drive: DriveCanvas) -> None:
    # The relation passes below the one in the middle.
    places = {"egypt": (-100.0, 95.0), "ethiopia": (100.0, 95.0), "usa": (0.0, 85.0)}
    document = StakeMap(
        id=MAP_ID,
        title="Dam",
        actors={key: Actor(name=key.capitalize(), code=key[:3].upper()) for key in places},
        issues={"fill": Issue(name="Filling")},
        relations={"quotas": Relation(source="ethiopia", target="egypt", label="rejects quotas")},
        snapshots={
            "now": Snapshot(
                label="Now",
                date="2026-01-01",
                standings={key: Standing(influence=influence(y)) for key, (_, y) in places.items()},
                stances={"fill": {key: Stance(alignment=alignment(x)) for key, (x, _) in places.items()}},
                ties={"quotas": Tie(strength=-2)},
            )
        },
    )
    canvas = drive(document).canvas
    canvas.resize(1220, 640)
    QApplication.processEvents()
    canvas.scheduler.place_now()
    scene, plan = canvas.scene, canvas.stage.labels.plan
    frame = Frame.of(scene, Part.ALL, 1.0, Budget(0))
    (head,) = arrow_heads(canvas.stage.relations.curves(frame), scene.radius)
    x, y = scene.place_of("egypt") or (0.0, 0.0)
    left, top, right, bottom = plan.boxes["egypt"]
    reach = head[2]
    assert not (left - reach < head[0] - x < right + reach and top - reach < head[1] - y < bottom + reach)
