"""Every kind of slide, alone and as pages of a deck."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from picture.pages import assert_labels_clear, assert_text_inside, compose_deck, crowd
from samples import alignment, influence, sample, tiny
from stakemap.model.document import Issue, Source, StakeMap, new_map
from stakemap.model.edits import Authorship, judge
from stakemap.model.judgements import Citation, Stance, Standing
from stakemap.model.resolve import Resolver
from stakemap.model.subjects import Subject
from stakemap.picture.deck import Page, number_pages
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.kinds import SLIDE_KINDS
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import (
    ActorMark,
    CellMark,
    FrameMark,
    LabelMark,
    LegendMark,
    LineMark,
    MoveMark,
    RangeMark,
    RelationMark,
    TextMark,
    TrailMark,
)
from stakemap.picture.measure import FixedMeasure
from stakemap.picture.options import ANALYST, MINISTER, SlideOptions
from stakemap.picture.theme import LIGHT, PRINT, THEMES
from stakemap.storage.presets import load_preset
from strategies import maps

KINDS = SLIDE_KINDS.ids
#: Kinds that show actors with their sources, rather than what a method finds.
OF_ACTORS = [kind.id for kind in SLIDE_KINDS if not kind.method]
SIZES = ((1920, 1080), (1440, 1080), (1240, 1754), (1754, 1240), (1080, 1080))


def style(size: tuple[int, int] = (1920, 1080), **changes) -> DeckStyle:
    options = changes.pop("options", ANALYST)
    return DeckStyle(changes.pop("theme", LIGHT), FixedMeasure(), size, options, **changes)


def texts(page: Page, role: str) -> list[str]:
    return [mark.text for mark in page.slide.marks if isinstance(mark, TextMark) and mark.role == role]


def of_kind(page: Page, kind: type) -> list:
    return [mark for mark in page.slide.marks if isinstance(mark, kind)]


@pytest.fixture(scope="module")
def preset() -> StakeMap:
    return load_preset("armenia-turkiye")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_at_every_size_keeps_its_text_within(preset, kind, size):
    for document, issue in ((preset, "corridor"), (sample(), "border"), (crowd(60), None)):
        issue = issue or next(iter(document.issues))
        snapshot = "2025-07" if "2025-07" in document.snapshots else next(iter(document.snapshots))
        for options in (MINISTER, ANALYST):
            request = SlideRequest(kind, issue, snapshot)
            pages = compose_deck(document, [request], style(size, options=options))
            assert pages
            for page in pages:
                assert_text_inside(page.slide)
                if kind in ("map", "before-after", "movement"):
                    assert_labels_clear(page.slide)


def test_before_and_after_has_an_arrow_for_each_mover(preset):
    request = SlideRequest("before-after", "normalisation", "2025-07", "2023")
    page = compose_deck(preset, [request], style())[0]
    assert {mark.actor for mark in of_kind(page, MoveMark)} == {"armenia", "turkiye"}
    assert not of_kind(page, TrailMark)
    assert all(len(mark.points) == 2 for mark in of_kind(page, MoveMark))
    assert texts(page, "snapshot") == ["2023 → 1 July 2025"]
    # Both were judged in 2022 and carried over.
    assert texts(page, "date") == ["2022", "2022"]
    assert texts(page, "issue") == ["Movement: Border, trade and diplomatic ties"]
    assert [mark.entry.kind for mark in of_kind(page, LegendMark)].count("move") == 1
    # Without a legend, the dates at the places say enough.
    plain = compose_deck(preset, [request], style(options=MINISTER))[0]
    assert texts(plain, "date") == ["2022", "2022"]
    assert "move" not in [mark.entry.kind for mark in of_kind(plain, LegendMark)]


def test_movement_runs_through_every_place(preset):
    page = compose_deck(preset, [SlideRequest("movement", "normalisation", "2025-07")], style())[0]
    armenia = next(mark for mark in of_kind(page, MoveMark) if mark.actor == "armenia")
    disc = next(mark for mark in of_kind(page, ActorMark) if mark.actor == "armenia")
    assert len(armenia.points) >= 3
    assert armenia.points[-1] == (disc.x, disc.y)
    assert texts(page, "snapshot") == ["2020 → 2022 → Jul 2025"]
    assert texts(page, "issue") == ["Movement: Border, trade and diplomatic ties"]


@pytest.mark.parametrize("size", SIZES)
def test_maps_of_one_issue_lie_exactly_over_one_another(preset, size):
    requests = [SlideRequest("map", "corridor", key) for key in sorted(preset.snapshots)]
    requests += [SlideRequest("before-after", "corridor", "2025-07", "2023")]
    pages = compose_deck(preset, requests, style(size))
    # The key judgement, and what else takes much room from one page, lowers the plot of that page alone.
    alike: dict[tuple[float, ...], set[Box]] = {}
    for page in pages[1:]:
        rules = tuple(mark.y0 for mark in of_kind(page, LineMark) if mark.role == "rule")
        alike.setdefault(rules, set()).add(page.slide.plot)
    assert len(alike) < len(pages) - 1
    assert all(len(plots) == 1 for plots in alike.values())
    assert len({(page.slide.plot.left, page.slide.plot.right) for page in pages}) == 1
    assert len({mark.radius for page in pages for mark in of_kind(page, ActorMark)}) == 1
    assert len({texts(page, "axis-end")[0] for page in pages}) == 1


def test_all_issues_are_panels_of_one_size(preset):
    page = compose_deck(preset, [SlideRequest("issues", None, "2025-07")], style())[0]
    frames = [mark.box for mark in of_kind(page, FrameMark)]
    assert len(frames) == len(preset.issues)
    assert len({(round(box.width, 3), round(box.height, 3)) for box in frames}) == 1
    assert len({mark.radius for mark in of_kind(page, ActorMark)}) == 1


def test_the_matrix_has_a_cell_for_each_actor_and_issue(preset):
    page = compose_deck(preset, [SlideRequest("matrix", None, "2025-07")], style())[0]
    cells = {(mark.row, mark.column): mark.text for mark in of_kind(page, CellMark)}
    assert len(cells) == len(preset.actors) * (len(preset.issues) + 1)
    assert cells["Türkiye", "Influence"] == "85"
    assert cells["Armenia", "Route through southern Armenia"] == "−85"
    assert "unknown" in cells.values()
    assert "?" not in cells["Armenia", "Route through southern Armenia"]
    assert cells["Azerbaijan", "Border, trade and diplomatic ties"] == "−45\u2009?"


def test_a_large_matrix_and_much_evidence_run_over_pages():
    document = crowd(60)
    issue, snapshot = next(iter(document.issues)), next(iter(document.snapshots))
    requests = [SlideRequest(kind, issue, snapshot) for kind in ("matrix", "evidence")]
    pages = compose_deck(document, requests, style())
    named = [{mark.actor for mark in of_kind(page, ActorMark)} for page in pages]
    assert len(pages) >= 4
    assert set.union(*named) >= set(document.actors)
    numbers = [texts(page, "page") for page in pages]
    assert numbers == [[f"{index} of {len(pages)}"] for index in range(1, len(pages) + 1)]


def test_evidence_cites_by_the_numbers_of_the_footnotes(preset):
    pages = compose_deck(preset, [SlideRequest("evidence", "corridor", "2025-07")], style())
    said = " ".join(text for page in pages for text in texts(page, "evidence"))
    assert "¹ paragraph 14" in said
    assert "Contradicted by: ¹" in said
    assert all(texts(page, "source")[0].startswith("Source: ¹ “Why Armenia") for page in pages)


def test_influence_of_its_own_is_not_explained_by_the_standing_that_it_replaces():
    document = sample()
    because = Authorship("A", "2025-07-01")
    standing = Standing(influence=influence(60), reason="Commands the army.")
    document = judge(document, "2025-07", Subject.standing("president"), standing, because)
    pages = compose_deck(document, [SlideRequest("evidence", "border", "2025-07")], style())
    assert "Influence 50 (30 to 70)" in said_on(pages)
    assert "Commands the army" not in " ".join(text for page in pages for text in texts(page, "evidence"))


def test_evidence_longer_than_a_page_goes_on_upon_the_next_and_keeps_every_citation():
    passages = [f"chapter {number}, {'on the border ' * 8}" for number in range(150)]
    cited = tuple(Citation(source="agency-2022", passage=each, against=True) for each in passages)
    stance = Stance(alignment=alignment(85), reason="Because of this. " * 200, citations=cited)
    because = Authorship("A", "2025-07-01")
    document = judge(sample(), "2025-07", Subject.stance("border", "armenia"), stance, because)
    pages = compose_deck(document, [SlideRequest("evidence", "border", "2025-07")], style())
    assert any("Armenia (continued)" in texts(page, "row") for page in pages)
    said = " ".join(text for page in pages for text in texts(page, "evidence"))
    assert all(f"chapter {number}," in said for number in range(150))
    for page in pages:
        assert_text_inside(page.slide)
    assert all(actor.name in said_on(pages) for actor in document.actors.values())


def said_on(pages: tuple[Page, ...]) -> str:
    """All entries of an appendix in one line."""
    roles = ("row", "evidence", "heading")
    return " ".join(text for page in pages for role in roles for text in texts(page, role))


def lines_of_names(page: Page) -> set[str]:
    return {line.text for mark in of_kind(page, LabelMark) for line in mark.lines}


@pytest.mark.parametrize("kind", ["map", "before-after", "movement", "issues"])
def test_names_bear_the_numbers_of_their_sources(preset, kind):
    page = compose_deck(preset, [SlideRequest(kind, "normalisation", "2025-07")], style())[0]
    assert "Türkiye\u2009¹" in lines_of_names(page)
    assert texts(page, "source")[0].startswith("Source: ¹ “Why Armenia")
    both = (Citation(source="carnegie-2025"), Citation(source="agency-2022"))
    stance, because = Stance(alignment=alignment(-40), citations=both), Authorship("A", "2025-07-01")
    document = judge(sample(), "2025-07", Subject.stance("border", "turkiye"), stance, because)
    page = compose_deck(document, [SlideRequest(kind, "border", "2025-07")], style())[0]
    assert any(line.endswith("¹\u2009²") for line in lines_of_names(page))


@pytest.mark.parametrize("kind", ["map", "before-after", "movement"])
def test_a_source_of_the_influence_alone_or_against_a_position_is_no_source_of_it(preset, kind):
    """The appendix counts these positions as without a source."""
    page = compose_deck(preset, [SlideRequest(kind, "normalisation", "2025-07")], style())[0]
    numbered = [mark for mark in of_kind(page, LabelMark) if "¹" in "".join(line.text for line in mark.lines)]
    sourced = {mark.name for mark in numbered}
    assert sourced == {"Armenia", "Azerbaijan", "European Union", "Türkiye", "United States"}
    against = (Citation(source="agency-2022", against=True),)
    stances = {"border": {"armenia": Stance(alignment=alignment(85), citations=against)}}
    now = sample().snapshots["2025-07"].model_copy(update={"stances": stances})
    document = sample().model_copy(update={"snapshots": {**sample().snapshots, "2025-07": now}})
    page = compose_deck(document, [SlideRequest(kind, "border", "2025-07")], style())[0]
    assert "Armenia" in lines_of_names(page)


def test_rows_of_the_matrix_bear_the_numbers_of_their_sources(preset):
    page = compose_deck(preset, [SlideRequest("matrix", None, "2025-07")], style())[0]
    assert "Armenia\u2009¹" in texts(page, "row")


@pytest.mark.parametrize("kind", OF_ACTORS)
def test_without_numbers_none_are_at_the_foot_either(preset, kind):
    plain_style = style(options=replace(MINISTER, note_numbers=False))
    page = compose_deck(preset, [SlideRequest(kind, "normalisation", "2025-07")], plain_style)[0]
    if kind == "evidence":
        # Its passages are named by the numbers.
        assert texts(page, "source")[0].startswith("Source: ¹")
    else:
        assert texts(page, "source")[0].startswith("Source: “Why Armenia")
        assert not any("¹" in line for line in lines_of_names(page) | set(texts(page, "row")))


def test_a_minister_sees_whose_judgements_the_sources_are_for(preset):
    page = compose_deck(preset, [SlideRequest("map", "normalisation", "2025-07")], style(options=MINISTER))[0]
    assert texts(page, "source")[0].startswith("Source: ¹")
    assert any("¹" in line for line in lines_of_names(page))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_the_key_judgement_and_what_it_rests_on(preset, kind):
    pages = compose_deck(preset, [SlideRequest(kind, "normalisation", "2025-07")], style())
    assert " ".join(texts(pages[0], "key-judgement")) == preset.key_judgement
    for page in pages:
        if kind in OF_ACTORS:
            assert texts(page, "confidence")
            assert texts(page, "source")
        else:
            assert texts(page, "caveat")


def test_the_legend_of_all_issues_is_in_the_order_of_a_map_s(preset):
    page = compose_deck(preset, [SlideRequest("issues", None, "2025-07")], style())[0]
    listed = [mark.entry.label for mark in of_kind(page, LegendMark)]
    sure = [label for label in listed if label.endswith("confidence")]
    assert sure == ["High confidence", "Moderate confidence", "Low confidence"]
    assert listed[:5] == ["Ankara and Baku", "Armenia", "Iran", "Mediators", "Russia"]


def test_panels_name_first_the_actors_that_have_no_label():
    document = crowd(60)
    issue, snapshot = next(iter(document.issues)), next(iter(document.snapshots))
    small = style((800, 450))
    page = compose_deck(document, [SlideRequest("issues", issue, snapshot)], small)[0]
    unlabelled = 60 - len(of_kind(page, LabelMark))
    assert unlabelled
    assert texts(page, "tray")[0].startswith(f"Without a label ({unlabelled}): ")


def test_the_matrix_explains_hollow_cells_where_there_are_any(preset):
    now = compose_deck(preset, [SlideRequest("matrix", None, "2025-07")], style())[0]
    assert "Carried over" in texts(now, "legend")
    first = compose_deck(tiny(), [SlideRequest("matrix", None, "2025")], style())[0]
    weak = "? Low confidence, or no reason or source"
    assert texts(first, "legend") == ["Against (−100)", "For (+100)", weak]


@pytest.mark.parametrize("kind", ["before-after", "movement"])
def test_a_heading_without_an_issue_has_no_colon(kind):
    page = compose_deck(
        new_map("00000000-0000-4000-8000-000000000000"), [SlideRequest(kind, None, None)], style()
    )
    assert not any(":" in text for text in texts(page[0], "issue"))


def several_sources(document: StakeMap) -> StakeMap:
    """The map with a second source, which its relations rest on."""
    ties = {
        key: tie.model_copy(update={"citations": (Citation(source="agency"),)})
        for key, tie in document.snapshots["2025-07"].ties.items()
    }
    snapshot = document.snapshots["2025-07"].model_copy(update={"ties": ties})
    return document.model_copy(
        update={
            "sources": {**document.sources, "agency": Source(title="An agency report")},
            "snapshots": {**document.snapshots, "2025-07": snapshot},
        }
    )


def test_evidence_has_the_relations_and_the_numbers_of_the_map(preset):
    document = several_sources(preset)
    requests = [SlideRequest(kind, "corridor", "2025-07") for kind in ("map", "evidence")]
    pages = compose_deck(document, requests, style())
    assert len({texts(page, "source")[0] for page in pages}) == 1
    said = [text for page in pages for text in texts(page, "row")]
    said = [text for page in pages for text in texts(page, "row")]
    assert "Azerbaijan → Armenia" in said
    assert any(text.startswith("military pressure · ") for text in said)
    assert "Strength −3, strongly hostile, low confidence" in " ".join(said)
    cited = " ".join(text for page in pages for text in texts(page, "evidence"))
    number = texts(pages[0], "source")[0].split(" “An agency report”")[0][-1]
    assert f"Sources: {number}" in cited
    without = compose_deck(document, requests[1:], style(options=SlideOptions(relations=False)))
    assert "AZE → ARM" not in [text for page in without for text in texts(page, "row")]


def test_notes_tell_of_relations(preset):
    page = compose_deck(preset, [SlideRequest("map", "corridor", "2025-07")], style())[0]
    assert (
        "Azerbaijan → Armenia: military pressure\nStrength −3, strongly hostile, low confidence" in page.notes
    )


def test_notes_hold_reasons_and_sources(preset):
    page = compose_deck(preset, [SlideRequest("map", "corridor", "2025-07")], style())[0]
    assert "Reason: " in page.notes
    assert "1. “Why Armenia" in page.notes


def test_a_page_in_black_and_white_names_the_members_of_each_group(preset):
    def keys(theme, options, kind="map"):
        request = SlideRequest(kind, "corridor", "2025-07")
        page = compose_deck(preset, [request], style(options=options, theme=theme))[0]
        return [mark.entry.label for mark in of_kind(page, LegendMark) if mark.entry.kind == "group"]

    assert keys(LIGHT, ANALYST)[:2] == ["Ankara and Baku", "Armenia"]
    for options in (MINISTER, ANALYST):
        found = keys(PRINT, options)
        assert found[:2] == ["Ankara and Baku: AZE, TUR", "Armenia: ARM"]
        assert "Mediators: EU, USA" in found
    # Those who are named on the page though they have no position belong to a group, too.
    assert "Iran: IRN" in keys(PRINT, ANALYST)
    # Codes would tell nothing where discs have none.
    for options, kind in product((MINISTER, ANALYST), ("issues", "matrix")):
        found = keys(PRINT, options, kind)
        assert found[:2] == ["Ankara and Baku: Azerbaijan, Türkiye", "Armenia"]
        assert "Mediators: European Union, United States" in found


def test_the_greys_of_the_matrix_have_their_key_below_its_rows(preset):
    for options in (MINISTER, ANALYST):
        request = SlideRequest("matrix", "corridor", "2025-07")
        page = compose_deck(preset, [request], style(options=options, theme=PRINT))[0]
        entries = [mark for mark in of_kind(page, LegendMark) if mark.entry.kind == "group"]
        assert {mark.entry.colour for mark in entries} == {
            mark.style.colour for mark in of_kind(page, ActorMark)
        }
        assert all(mark.y > cell.box.bottom for mark in entries for cell in of_kind(page, CellMark))
        assert_text_inside(page.slide)


def test_each_grey_is_explained_before_members_are_named():
    (page,) = compose_deck(crowd(20, seed=2), [SlideRequest("matrix", "issue", "now")], style(theme=PRINT))
    labels = [mark.entry.label for mark in of_kind(page, LegendMark) if mark.entry.kind == "group"]
    assert labels == [f"Group {index}" for index in range(4)]


def test_the_key_of_strong_relations_speaks_the_scale_of_strengths(preset):
    page = compose_deck(preset, [SlideRequest("map", "corridor", "2025-07")], style(options=MINISTER))[0]
    relations = {mark.entry.label for mark in of_kind(page, LegendMark) if mark.entry.kind == "relation"}
    assert relations <= {"Friendly", "Hostile"}
    assert relations


def test_a_minister_sees_names_captions_strong_relations_and_a_line_of_key():
    request = SlideRequest("map", "border", "2025-07")
    page = compose_deck(sample(), [request], style(options=MINISTER))[0]
    assert {mark.name for mark in of_kind(page, LabelMark)} == {
        "Armenia",
        "Türkiye",
        "The president of Türkiye",
    }
    assert set(texts(page, "caption")) == {"strong against", "strong for", "weak against", "weak for"}
    assert not of_kind(page, RangeMark) + of_kind(page, TrailMark)
    discs = [mark.style for mark in of_kind(page, ActorMark)]
    assert all(style.salience is None and not style.confidence for style in discs)
    assert "Legend" not in texts(page, "heading")
    # In one row, below the plot.
    key = of_kind(page, LegendMark)
    assert {mark.entry.kind for mark in key} <= {"group", "carried", "weak", "relation"}
    assert len({mark.y for mark in key}) == 1
    assert key[0].y > page.slide.plot.bottom
    (tray,) = texts(page, "tray")
    assert tray.startswith("Without a position (4): ")


def test_a_minister_sees_relations_of_strength_2_and_3_alone(preset):
    shown = {
        options is MINISTER: compose_deck(
            preset, [SlideRequest("map", "corridor", "2025-07")], style(options=options)
        )[0]
        for options in (MINISTER, ANALYST)
    }
    strengths = [mark.strength for mark in of_kind(shown[True], RelationMark)]
    assert strengths
    assert all(abs(strength) >= 2 for strength in strengths)
    assert len(strengths) < len(of_kind(shown[False], RelationMark))


def test_relations_are_shown_to_a_minister_where_no_strength_is_known():
    document = crowd(4, relations=2)
    now = document.snapshots["now"].model_copy(update={"ties": {}})
    document = document.model_copy(update={"snapshots": {"now": now}})
    page = compose_deck(document, [SlideRequest("map", "issue", "now")], style(options=MINISTER))[0]
    assert [mark.strength for mark in of_kind(page, RelationMark)] == [None, None]


def test_colours_are_explained_only_where_actors_share_one():
    document = crowd(4)
    request = SlideRequest("map", "issue", "now")

    def groups(document: StakeMap) -> list[str]:
        page = compose_deck(document, [request], style(options=MINISTER))[0]
        return [mark.entry.label for mark in of_kind(page, LegendMark) if mark.entry.kind == "group"]

    assert groups(document) == []
    assert groups(crowd(8)) == ["Group 0", "Group 1", "Group 2", "Group 3"]


def test_minister_is_the_style_of_a_deck_unless_another_is_chosen():
    assert DeckStyle(LIGHT, FixedMeasure()).options == MINISTER


def test_a_crowd_whose_names_need_a_key_has_it_beside_the_plot():
    page = compose_deck(crowd(60), [SlideRequest("map", "issue", "now")], style(options=MINISTER))[0]
    assert "Names by letter" in texts(page, "heading")
    assert not page.slide.unnamed
    assert {mark.entry.kind for mark in of_kind(page, LegendMark)} >= {"group"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_part_can_be_switched_off(preset, kind):
    off = SlideOptions(*[False] * len(fields(SlideOptions)))
    pages = compose_deck(preset, [SlideRequest(kind, "corridor", "2025-07")] * 2, style(options=off))
    for page in pages:
        roles = {mark.role for mark in of_kind(page, TextMark)}
        left = {
            "title",
            "kicker",
            "key-judgement",
            "handling",
            "status",
            "source",
            "legend",
            "page",
            "confidence",
        }
        assert not roles & left


def test_handling_and_status_are_on_every_page(preset):
    document = preset.model_copy(update={"handling": "TLP:AMBER"})
    requests = [SlideRequest(kind, "corridor", "2025-07") for kind in KINDS]
    for page in compose_deck(document, requests, style()):
        assert texts(page, "handling") == ["TLP:AMBER"]
        assert texts(page, "status")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "document", [new_map("00000000-0000-4000-8000-000000000000"), tiny()], ids=["empty", "tiny"]
)
def test_a_map_with_little_in_it_makes_a_whole_page(kind, document):
    issue, snapshot = next(iter(document.issues), None), next(iter(document.snapshots), None)
    pages = compose_deck(document, [SlideRequest(kind, issue, snapshot)], style())
    assert len(pages) == 1 or kind not in OF_ACTORS
    for page in pages:
        assert_text_inside(page.slide)


def test_the_same_map_gives_the_same_pages_and_progress_is_told(preset):
    requests = [SlideRequest(kind, "corridor", "2025-07") for kind in KINDS]
    told: list[tuple[int, int]] = []
    first = compose_deck(
        preset, requests, style(), Resolver(), lambda done, count: told.append((done, count))
    )
    assert first == compose_deck(preset, requests, style())
    assert told == [(index, len(KINDS)) for index in range(1, len(KINDS) + 1)]


def test_transparent_pages_and_a_team_s_footer(preset):
    theme = replace(LIGHT, footer="AppContext for the South Caucasus")
    clear = style(theme=theme, is_transparent=True)
    page = compose_deck(preset, [SlideRequest("map", "corridor", "2025-07")], clear)[0]
    assert page.slide.background is None
    assert texts(page, "footer") == ["AppContext for the South Caucasus"]


@settings(max_examples=25, deadline=None)
@given(maps(), st.data())
def test_any_map_in_any_kind(document: StakeMap, data: st.DataObject) -> None:
    issue = data.draw(st.sampled_from([None, *document.issues]))
    snapshot = data.draw(st.sampled_from([None, *document.snapshots]))
    against = data.draw(st.sampled_from([None, *document.snapshots]))
    kind = data.draw(st.sampled_from(KINDS))
    theme = data.draw(st.sampled_from(list(THEMES.values())))
    request = SlideRequest(kind, issue, snapshot, against)
    pages = compose_deck(document, [request], style(data.draw(st.sampled_from(SIZES)), theme=theme))
    assert pages
    for page in pages:
        assert_text_inside(page.slide)


@pytest.mark.parametrize("kind", KINDS)
def test_a_lone_page_has_no_number_and_leaves_no_room_for_one(kind):
    # An analyst sees the tables of an analysis on a further page.
    options = ANALYST if kind in OF_ACTORS else MINISTER
    page, *rest = compose_deck(tiny(), [SlideRequest(kind, "border", "2025")], style(options=options))
    assert not rest
    assert not texts(page, "page")
    document = sample()
    two = compose_deck(document, [SlideRequest(kind, "border", "2025-07")] * 2, style())
    assert texts(two[0], "page") == [f"1 of {len(two)}"]


def test_pages_of_several_maps_are_numbered_through(preset):
    requests = [SlideRequest("map", "normalisation", "2025-07")]
    parts = [compose_deck(preset, requests, style(), is_part=True) for _ in range(2)]
    assert not any(texts(page, "page") for part in parts for page in part)
    pages = number_pages([page for part in parts for page in part], style())
    assert [texts(page, "page") for page in pages] == [["1 of 2"], ["2 of 2"]]


def with_sources(count: int) -> StakeMap:
    """A map with so many sources, all cited by its one stance."""
    document = tiny()
    snapshot = document.snapshots["2025"]
    stance = snapshot.stances["border"]["armenia"]
    cited = stance.model_copy(
        update={"citations": tuple(Citation(source=f"s{number}") for number in range(count))}
    )
    changed = snapshot.model_copy(update={"stances": {"border": {"armenia": cited}}})
    sources = {
        f"s{number}": Source(title=f"A report of many words, part {number}") for number in range(count)
    }
    return document.model_copy(update={"sources": sources, "snapshots": {"2025": changed}})


def test_sources_that_find_no_room_are_counted():
    requests = [SlideRequest(kind, "border", "2025") for kind in ("map", "evidence")]
    on_map, evidence = compose_deck(with_sources(14), requests, style())
    said = " ".join(texts(on_map, "source"))
    assert len(texts(on_map, "source")) == 2
    listed = said.count("A report of many words")
    assert 3 < listed < 14
    assert said.endswith(f"and {14 - listed} more")
    assert " ".join(texts(evidence, "source")).count("A report of many words") == 14


def test_columns_of_a_matrix_are_shared_among_its_pages(preset):
    issues = {f"i{number:02}": Issue(name=f"Issue {number}", order=number) for number in range(14)}
    document = preset.model_copy(update={"issues": issues})
    pages = compose_deck(document, [SlideRequest("matrix", None, "2025-07")], style())
    columns = [{mark.column for mark in of_kind(page, CellMark)} - {"Influence"} for page in pages]
    assert [len(each) for each in columns] == [7, 7]
