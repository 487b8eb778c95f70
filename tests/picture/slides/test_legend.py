"""The legend explains exactly what is on show."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from picture.pages import seen
from samples import alignment, sample, tiny
from stakemap.model.document import Relation, StakeMap
from stakemap.model.judgements import Stance, Tie
from stakemap.picture.appearance.appearance import Appearance, build
from stakemap.picture.appearance.values import View
from stakemap.picture.geometry import relation_line
from stakemap.picture.marks import LegendMark, RelationMark
from stakemap.picture.slides.legend import LegendEntry, legend
from stakemap.picture.slides.legend_symbols import legend_symbol
from stakemap.picture.style import relation_dashes, relation_width
from stakemap.picture.theme import LIGHT, PRINT
from stakemap.storage.presets import load_preset
from strategies import maps


def kinds(entries: tuple[LegendEntry, ...]) -> list[str]:
    return [entry.kind for entry in entries]


def test_the_sample_s_legend() -> None:
    entries = legend(seen(sample(), "border", "2025-07"))
    assert [(entry.kind, entry.label) for entry in entries] == [
        ("group", "Ankara and Baku"),
        ("group", "Yerevan"),
        ("group", "No group"),
        ("confidence", "High confidence"),
        ("salience", "Salience (whole ring = 100)"),
        ("weak", "Low confidence, or no reason or source"),
        ("range", "Plausible range (80 %)"),
        ("trail", "Moved since 2022"),
    ]


def test_an_empty_picture_needs_none() -> None:
    assert legend(seen(tiny(), None, None)) == ()
    assert kinds(legend(seen(tiny(), "border", "2025"))) == ["weak"]


def test_loners_are_explained_beside_groups_only() -> None:
    labels = [entry.label for entry in legend(seen(sample(), "corridor", "2025-07"))]
    assert "No group" in labels


def test_groups_of_the_tray_are_explained_where_it_has_discs() -> None:
    document = sample()
    shown = build(document, View("border", "2020"), LIGHT)
    assert {look.actor for look in shown.actors.values()} == set()
    assert kinds(legend(shown)).count("group") == 3
    assert legend(shown, tray=False) == ()


def test_a_scenario_differs_from_its_base_and_has_not_moved_since() -> None:
    labels = [entry.label for entry in legend(seen(sample(), "border", "pressure")) if entry.kind == "trail"]
    assert labels == ["Differs from 1 July 2025"]


def test_the_legend_tells_when_what_the_earlier_snapshot_carries_over_was_judged() -> None:
    document = load_preset("armenia-turkiye")
    view = View("normalisation", "2025-07", trail_from="2023")
    labels = [entry.label for entry in legend(build(document, view, LIGHT)) if entry.kind == "trail"]
    assert labels == ["Moved since 2022"]


def test_relations_are_explained_by_kind() -> None:
    document = sample()
    snapshot = document.snapshots["2025-07"]
    strengths = {"a": 3, "b": -1, "c": 0, "d": None}
    relations = {
        key: Relation(source="armenia", target="azerbaijan", directed=key != "a") for key in strengths
    }
    ties = {
        key: Tie(strength=strength) if strength is not None else Tie(state="unknown")
        for key, strength in strengths.items()
    }
    changed = snapshot.model_copy(update={"ties": ties})
    document = document.model_copy(
        update={"relations": relations, "snapshots": {**document.snapshots, "2025-07": changed}}
    )
    entries = [entry for entry in legend(seen(document, "corridor", "2025-07")) if entry.kind == "relation"]
    assert [entry.strength for entry in entries] == [3, -1, 0, None]
    assert {entry.directed for entry in entries} == {None}, "a head would seem to be part of the kind"
    hidden = build(document, View("corridor", "2025-07", relations="none"), LIGHT)
    assert "relation" not in kinds(legend(hidden))


def test_the_sample_of_a_hostile_relation_has_room_for_dashes() -> None:
    for strength in (-1, -2, -3):
        mark = LegendMark(LegendEntry("relation", "", "#000000", strength=strength, directed=None), 0, 0, 10)
        line = legend_symbol(mark)
        assert isinstance(line, RelationMark)
        curve, heads = relation_line(line.curve, line.strength, line.directed, line.radius)
        assert not heads
        dash, space = relation_dashes(strength)
        width = line.radius * relation_width(strength)
        assert curve.end.x - curve.start.x >= (2 * dash + space) * width


def test_carried_over_is_explained() -> None:
    document = sample()
    older = document.snapshots["2020"]
    stances = {**older.stances, "corridor": {"turkiye": Stance(alignment=alignment(5))}}
    changed = {**document.snapshots, "2020": older.model_copy(update={"stances": stances})}
    shown = seen(document.model_copy(update={"snapshots": changed}), "corridor", "2025-07")
    assert "carried" in kinds(legend(shown))


@settings(max_examples=40)
@given(maps(), st.data())
def test_an_entry_is_there_when_and_only_when_it_is_on_show(document: StakeMap, data: st.DataObject) -> None:
    view = View(
        data.draw(st.sampled_from([None, *document.issues])),
        data.draw(st.sampled_from([None, *document.snapshots])),
        data.draw(st.sampled_from([None, *document.snapshots])),
    )
    shown = build(document, view, data.draw(st.sampled_from([LIGHT, PRINT])))
    entries = legend(shown)
    expected = wanted(shown)
    assert {entry.kind for entry in entries} - {"group", "confidence", "relation"} == expected
    ticks = {look.confidence for look in shown.actors.values()} - {0}
    assert {entry.confidence for entry in entries if entry.kind == "confidence"} == ticks
    groups = {look.group for look in (*shown.actors.values(), *shown.tray)} - {None}
    named = [entry for entry in entries if entry.kind == "group" and entry.label != "No group"]
    assert len(named) == sum(shown.groups[key].name != "No group" for key in groups if key)


def _has_signs(shown: Appearance) -> bool:
    """Whether discs have the sign of weak support, or there are too many relations for names."""
    weak, count = sum(look.weak for look in shown.actors.values()), len(shown.actors)
    return (weak > 0 and not (weak >= 5 and 3 * weak > 2 * count)) or len(shown.relations) > 14


def wanted(shown: Appearance) -> set[str]:
    actors = shown.actors.values()
    on_show = {
        "salience": any(look.salience is not None for look in actors),
        "carried": any(look.carried for look in actors),
        "weak": any(look.weak for look in actors),
        "weak-relation": any(look.weak for look in shown.relations.values()) and not _has_signs(shown),
        "range": any(look.x_range or look.y_range for look in actors),
        "trail": any(look.trail for look in actors),
    }
    return {kind for kind, present in on_show.items() if present}
