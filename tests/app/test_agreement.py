"""One actor, looked at by every view that places, counts or cites it: all of them have to say the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samples import MAP_ID, alignment, influence
from stakemap.analysis.balance.counted import gather, with_positions
from stakemap.analysis.evidence.coverage import coverage
from stakemap.analysis.evidence.evidence import findings_at
from stakemap.analysis.filters import Filters, passing
from stakemap.analysis.matrix import Cell, Measure, matrix
from stakemap.analysis.movement import trail
from stakemap.app.canvas.input.gesture_texts import moved_lines
from stakemap.app.canvas.layers.ranges import carried_along
from stakemap.app.canvas.scene.projection import INFLUENCE
from stakemap.app.features.actors.rows import Column, RowMaker
from stakemap.editing.gesture import Gesture
from stakemap.model import edits
from stakemap.model.document import Actor, Issue, Snapshot, Source, StakeMap
from stakemap.model.judgements import Citation, Stance, Standing
from stakemap.model.resolve import Resolver
from stakemap.picture.appearance.appearance import build
from stakemap.picture.appearance.values import View
from stakemap.picture.sources import footnotes, footnotes_of_issues
from stakemap.picture.theme import LIGHT
from stakemap.wording.judgements import judgement_lines, place_line

_ON_STANDING, _ON_STANCE = (Citation(source="standing"),), (Citation(source="stance"),)


@dataclass(frozen=True)
class Case:
    """What is judged in 2020 (None: nothing), and what each view of it has to say.

    `state` is the table's word; `reason` the tray's, None where the actor is not there; `cited` the sources
    of the judgements that place it, which are as many as are judged.
    """

    standing: dict[str, Any] | None
    stance: dict[str, Any] | None
    state: str
    place: tuple[float, float] | None = None
    reason: str | None = None
    cited: frozenset[str] = frozenset()
    judged: int = 0


_KNOWN = {"influence": influence(70)}
_PRO = {"alignment": alignment(40)}
_OWN = {"alignment": alignment(40), "influence": influence(20)}
_UNKNOWN, _OFF = {"state": "unknown"}, {"state": "not-applicable"}
_BOTH, _STANCE, _STANDING = frozenset({"standing", "stance"}), frozenset({"stance"}), frozenset({"standing"})

CASES = {
    "placed": Case(_KNOWN, _PRO, "Judged", (40, 70), cited=_BOTH, judged=2),
    "own influence": Case(_KNOWN, _OWN, "Judged", (40, 20), cited=_STANCE, judged=1),
    "own influence alone": Case(None, _OWN, "Judged", (40, 20), cited=_STANCE, judged=1),
    "own influence, the general one unknown": Case(
        _UNKNOWN, _OWN, "Judged", (40, 20), cited=_STANCE, judged=1
    ),
    "position unknown": Case(_KNOWN, _UNKNOWN, "Unknown", reason="Unknown", cited=_BOTH, judged=1),
    "influence unknown": Case(_UNKNOWN, _PRO, "Unknown", reason="Influence unknown", cited=_BOTH, judged=1),
    "both unknown": Case(_UNKNOWN, _UNKNOWN, "Unknown", reason="Unknown", cited=_BOTH),
    "stance not judged": Case(_KNOWN, None, "Not judged", reason="Not judged", cited=_STANDING, judged=1),
    "stance not judged, influence unknown": Case(
        _UNKNOWN, None, "Not judged", reason="Not judged", cited=_STANDING
    ),
    "influence not judged": Case(
        None, _PRO, "Not judged", reason="Influence not judged", cited=_STANCE, judged=1
    ),
    "nothing judged": Case(None, None, "Not judged", reason="Not judged"),
    "off the stage": Case(_OFF, _PRO, "Not applicable"),
    "off the stage, with an influence of its own": Case(_OFF, _OWN, "Not applicable"),
    "off the issue": Case(_KNOWN, _OFF, "Not applicable"),
}


def _document(case: Case) -> StakeMap:
    standing = None if case.standing is None else Standing(**case.standing, citations=_ON_STANDING)
    stance = None if case.stance is None else Stance(**case.stance, citations=_ON_STANCE)
    return StakeMap(
        id=MAP_ID,
        actors={"one": Actor(name="One")},
        issues={"border": Issue(name="Border")},
        sources={key: Source(title=key) for key in ("standing", "stance")},
        snapshots={
            "2020": Snapshot(
                label="2020",
                date="2020",
                standings={} if standing is None else {"one": standing},
                stances={} if stance is None else {"border": {"one": stance}},
            ),
            "2021": Snapshot(label="2021", date="2021", based_on="2020"),
            "calm": Snapshot(label="Calm", scenario=True, based_on="2020"),
        },
    )


@pytest.mark.parametrize("snapshot", ["2020", "2021", "calm"])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
class TestAgreement:
    def test_canvas_table_and_matrix(self, case: Case, snapshot: str) -> None:
        document, resolver = _document(case), Resolver()
        shown = build(document, View("border", snapshot), LIGHT, resolver)
        looks = [(look.x, look.y) for look in shown.actors.values()]
        assert looks == ([] if case.place is None else [case.place])
        assert [look.reason for look in shown.tray] == ([] if case.reason is None else [case.reason])
        row = RowMaker(document, snapshot, "border", LIGHT, resolver).row("one")
        assert row.texts[Column.STATE] == case.state
        assert all(
            look.state == ("unknown" if case.state == "Unknown" else "unjudged") for look in shown.tray
        )
        cells = {measure: _cell(document, snapshot, resolver, measure) for measure in _MEASURES}
        if case.place is not None:
            assert (cells["alignment"].value, cells["influence"].value) == case.place
            assert row.texts[Column.ALIGNMENT] == cells["alignment"].text
            assert row.texts[Column.INFLUENCE] == cells["influence"].text
            carried = snapshot == "2021"
            assert (shown.actors["one"].carried, row.carried, cells["alignment"].carried) == (carried,) * 3
        elif case.state == "Not applicable":
            assert {cell.text for cell in cells.values()} == {"not applicable"}
            # What is not applicable is said where it is judged so, not of a judgement beside it.
            off_issue = case.stance == _OFF
            assert row.texts[Column.ALIGNMENT] == ("Not applicable" if off_issue else "+40")
            assert (row.texts[Column.INFLUENCE] == "Not applicable") is (case.stance == _PRO)
        else:
            assert row.texts[Column.ALIGNMENT].casefold() == cells["alignment"].text
            assert row.texts[Column.INFLUENCE].casefold() == cells["influence"].text

    def test_coverage_evidence_and_filters(self, case: Case, snapshot: str) -> None:
        document, resolver = _document(case), Resolver()
        covered = coverage(document, snapshot, "border", resolver)
        placed = int(case.place is not None)
        assert (covered.positions, covered.sourced) == (placed, placed)
        found = findings_at(document, snapshot, resolver, issue="border")
        assert sum(each.kind == "single-source" for each in found) == case.judged
        passes = passing(document, snapshot, "border", Filters(cited=True), resolver)
        assert passes == ({"one"} if case.judged else set())

    def test_the_balance(self, case: Case, snapshot: str) -> None:
        inputs = gather(_document(case), snapshot, "border", Resolver())
        assert inputs.actors == (("one",) if case.place is not None else ())
        assert inputs.not_applicable == (("one",) if case.state == "Not applicable" else ())
        waiting = (*inputs.unknown, *inputs.without_influence)
        assert waiting == (() if case.reason is None else ("one",))

    def test_footnotes(self, case: Case, snapshot: str) -> None:
        document, resolver = _document(case), Resolver()
        appearance = build(document, View("border", snapshot), LIGHT, resolver)
        for notes in (
            footnotes(document, appearance, resolver),
            footnotes_of_issues(document, appearance, resolver),
        ):
            assert {source.title for source in notes.sources} == case.cited

    def test_trails(self, case: Case, snapshot: str) -> None:
        found = trail(_document(case), "one", "border", snapshot, Resolver())
        assert [(each.alignment, each.influence) for each in found[-1:]] == (
            [case.place] if case.place else []
        )


_MEASURES: tuple[Measure, ...] = ("alignment", "influence", "salience")


def _cell(document: StakeMap, snapshot: str, resolver: Resolver, measure: Measure) -> Cell:
    return matrix(document, snapshot, resolver, measure).cells[0][0]


def test_a_judged_number_is_the_same_in_every_view_decimals_and_all() -> None:
    half = replace(
        CASES["placed"], standing={"influence": influence(12.5)}, stance={"alignment": alignment(-12.5)}
    )
    document, resolver = _document(half), Resolver()
    row = RowMaker(document, "2020", "border", LIGHT, resolver).row("one")
    assert (row.texts[Column.INFLUENCE], row.texts[Column.ALIGNMENT]) == ("12.5", "−12.5")
    assert _cell(document, "2020", resolver, "influence").text == "12.5"
    assert _cell(document, "2020", resolver, "alignment").text == "−12.5"
    said = place_line(document, "2020", "border", "one", resolver)
    assert said.endswith("alignment −12.5, influence 12.5")
    lines = judgement_lines(document, "2020", "border", "one", resolver)
    assert {"Alignment −12.5", "Influence 12.5"} <= set(lines)
    gesture = Gesture("Move", document, ["one"], "2020", "border")
    gesture.move(32.9, 0.1)
    drag = moved_lines((-12.5, 12.5), gesture.results()["one"])
    assert drag == ("alignment −12.5 → +20",), "the axis that is hardly moved stays as it was judged"


_numbers = st.integers(0, 1000).map(lambda number: number / 10)


@settings(max_examples=60)
@given(st.lists(_numbers, min_size=3, max_size=3).map(sorted), st.integers(0, 100).map(float))
def test_a_range_moves_along_in_the_preview_in_the_map_and_in_the_balance_alike(
    ends: list[float], now: float
) -> None:
    low, value, high = ends
    case = replace(
        CASES["placed"],
        standing={"influence": influence(value, low, high)},
        stance={"alignment": alignment(0)},
    )
    document = _document(case)
    after = edits.move_actors(
        document, "2020", "border", {"one": edits.Move(influence=now)}, edits.Authorship("A", None)
    )
    written = after.snapshots["2020"].standings["one"].influence
    assert written is not None
    assert carried_along((low, high), value, now, INFLUENCE) == (written.low, written.high)
    inputs = gather(document, "2020", "border", Resolver())
    dragged = with_positions(inputs, {"one": (0, now)}).influence
    assert (dragged.low[0], dragged.high[0]) == pytest.approx((written.low, written.high))


def test_the_influence_of_every_stance_that_has_its_own_is_not_called_never_judged() -> None:
    document = _document(CASES["own influence alone"])
    kinds = {each.kind for each in findings_at(document, "2020", Resolver())}
    assert "never-judged" not in kinds
    bare = _document(replace(CASES["nothing judged"]))
    assert sum(each.kind == "never-judged" for each in findings_at(bare, "2020", Resolver())) == 2
