"""The matrix of actors and issues: numbers where there are some, the right word where there are none."""

from __future__ import annotations

import numpy as np

from analysis.builders import MAP_ID, stance, standing
from stakemap.analysis.matrix import Cell, matrix
from stakemap.model.document import Actor, Issue, Snapshot, StakeMap, new_map
from stakemap.model.judgements import Stance, Standing
from stakemap.model.resolve import Resolver


def sample() -> StakeMap:
    return new_map(
        MAP_ID,
        actors={name: Actor(name=name.title()) for name in ("zed", "ann", "bob")},
        issues={"road": Issue(name="Road", order=1), "rail": Issue(name="Rail", order=0)},
        snapshots={
            "then": Snapshot(
                label="Then",
                date="2020",
                standings={"ann": standing(40), "bob": Standing(state="unknown")},
                stances={"road": {"ann": stance(-60.4, 80)}},
            ),
            "now": Snapshot(
                label="Now",
                date="2025",
                based_on="then",
                standings={"zed": Standing(state="not-applicable")},
                stances={
                    "road": {"bob": Stance(state="unknown"), "zed": stance(50)},
                    "rail": {"ann": stance(20, influence=70), "bob": Stance(state="not-applicable")},
                },
            ),
        },
    )


def texts(document: StakeMap, measure: str) -> list[list[str]]:
    found = matrix(document, "now", Resolver(), measure)  # type: ignore[arg-type]
    return [[cell.text for cell in row] for row in found.cells]


def test_alignments_with_words_for_what_is_not_known() -> None:
    found = matrix(sample(), "now", Resolver())
    assert found.actors == ("ann", "bob", "zed")
    assert found.issues == ("rail", "road")
    assert found.cells[0] == (
        Cell(20, "+20", is_weak=True),
        Cell(-60.4, "−60.4", carried=True, is_weak=True),
    )
    assert texts(sample(), "alignment")[1:] == [
        ["not applicable", "unknown"],
        ["not applicable", "not applicable"],
    ]
    assert np.array_equal(found.values, [[20, -60.4], [np.nan, np.nan], [np.nan, np.nan]], equal_nan=True)


def test_salience_and_influence() -> None:
    assert texts(sample(), "salience")[:2] == [["not judged", "80"], ["not applicable", "unknown"]]
    assert texts(sample(), "influence")[:2] == [["70", "40"], ["not applicable", "unknown"]]


def test_rows_in_a_given_order_and_an_empty_map() -> None:
    assert matrix(sample(), "now", Resolver(), actors=["zed", "ann"]).actors == ("zed", "ann")
    empty = matrix(new_map(MAP_ID, snapshots={"now": Snapshot(label="Now")}), "now", Resolver())
    assert empty.values.shape == (0, 0)
