"""The sample with what several analysts judge of Armenia, who disagree about the border and its influence."""

from __future__ import annotations

from samples import alignment, influence, sample
from stakemap.model.document import StakeMap
from stakemap.model.edits import put_others
from stakemap.model.judgements import Citation, Stance, Standing
from stakemap.model.records import replace
from stakemap.model.subjects import Subject

__all__ = ["COLLEAGUE", "SNAPSHOT", "STANCE", "STANDING", "THIRD", "debated"]

SNAPSHOT = "2025-07"
STANCE, STANDING = Subject.stance("border", "armenia"), Subject.standing("armenia")
COLLEAGUE = Stance(
    alignment=alignment(-40, -60, -20),
    confidence="moderate",
    reason="The opposition can block it. " * 12,
    citations=(Citation(source="carnegie-2025"),),
    by="B. Colleague",
    on="2025-07-20",
)
THIRD = Stance(alignment=alignment(30), by="Çelik Third", on="2025-07-21")


def debated() -> StakeMap:
    """B. Colleague and a third analyst judge Armenia otherwise than the map."""
    document = put_others(sample(), SNAPSHOT, STANCE, (COLLEAGUE, THIRD))
    weighed = (Standing(influence=influence(20, 10, 30), by="B. Colleague"),)
    document = put_others(document, SNAPSHOT, STANDING, weighed)
    here = document.snapshots[SNAPSHOT]
    signed = {**here.stances["border"]}
    signed["armenia"] = replace(signed["armenia"], by="A. Analyst")
    snapshot = replace(here, stances={**here.stances, "border": signed})
    return replace(document, snapshots={**document.snapshots, SNAPSHOT: snapshot})
