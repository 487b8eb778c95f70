"""Headlines on pages: where they stand, what is proposed from the data, very long and Arabic ones."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from picture.pages import assert_text_inside, compose_deck, crowd
from samples import MAP_ID, alignment, influence, sample
from stakemap.model.document import Actor, Headline, Issue, Snapshot, StakeMap, new_map
from stakemap.model.edits import set_headline
from stakemap.model.ids import slug
from stakemap.model.judgements import Citation, Role, Stance, Standing
from stakemap.picture.deck import Page, PageId, deck_of
from stakemap.picture.headlines.headlines import key_of
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.kinds import SLIDE_KINDS
from stakemap.picture.marks import TextMark
from stakemap.picture.measure import FixedMeasure
from stakemap.picture.options import ANALYST, MINISTER, SlideOptions
from stakemap.picture.theme import LIGHT
from stakemap.storage.presets import load_preset

KINDS = SLIDE_KINDS.ids
SIZES = ((1920, 1080), (1440, 1080), (1190, 1684), (1684, 1190), (1080, 1080), (640, 360))
ARABIC = "تركيا ابتعدت أكثر من غيرها عن فتح الحدود منذ عام 2023، وأذربيجان قادرة على عرقلته"

Place = tuple[float, float] | None


def style(size: tuple[int, int] = (1920, 1080), options: SlideOptions = MINISTER) -> DeckStyle:
    return DeckStyle(LIGHT, FixedMeasure(), size, options)


def mapped(
    before: Mapping[str, Place],
    after: Mapping[str, Place],
    roles: Mapping[str, Role] | None = None,
    cited: tuple[str, ...] = (),
    scenario: bool = False,
) -> StakeMap:
    """A map of actors by name with (alignment, influence) at two dates; None where unknown."""

    def snapshot(places: Mapping[str, Place], date: str) -> Snapshot:
        stances = {}
        for name, place in places.items():
            role = (roles or {}).get(name)
            citations = (Citation(source="report"),) if name in cited else ()
            if place is None:
                stances[slug(name)] = Stance(state="unknown")
            else:
                stances[slug(name)] = Stance(alignment=alignment(place[0]), role=role, citations=citations)
        standings = {
            slug(name): Standing(influence=influence(place[1])) for name, place in places.items() if place
        }
        return Snapshot(label=date, date=date, standings=standings, stances={"opening": stances})

    later = snapshot(after, "2025")
    if before:
        later = later.model_copy(update={"based_on": "2023"})
    if scenario:
        later = later.model_copy(update={"scenario": True, "date": None, "label": "Pressure"})
    return StakeMap(
        id=MAP_ID,
        title="The border",
        question="Who wants it open?",
        key_judgement="Baku decides.",
        actors={slug(name): Actor(name=name) for name in {**before, **after}},
        issues={"opening": Issue(name="Opening", low_label="Keep closed", high_label="Open now")},
        snapshots={"2023": snapshot(before, "2023"), "2025": later} if before else {"2025": later},
    )


def proposal(document: StakeMap, kind: str = "map", snapshot: str = "2025") -> str:
    return compose_deck(document, [SlideRequest(kind, "opening", snapshot)], style())[0].headline


def texts(page: Page, role: str) -> list[str]:
    return [mark.text for mark in page.slide.marks if isinstance(mark, TextMark) and mark.role == role]


class TestProposals:
    def test_who_moved_furthest_and_who_can_block(self) -> None:
        document = mapped(
            {"Armenia": (60, 30), "Türkiye": (40, 80), "Azerbaijan": (-40, 70)},
            {"Armenia": (70, 30), "Türkiye": (10, 80), "Azerbaijan": (-45, 70)},
            {"Azerbaijan": "can-block"},
        )
        moved = "Türkiye moved away from “Open now” since 2023 but still leans towards it"
        assert proposal(document) == f"{moved}; Azerbaijan can block it"
        assert proposal(document, "before-after") == f"{moved}; all 3 actors have moved"
        assert proposal(document, "movement") == f"{moved}; all 3 actors have moved"

    def test_what_can_be_blocked_is_named_unless_the_headline_is_about_it_alone(self) -> None:
        """ "It" after a movement to the other end would be the opposite of what can be blocked."""
        roles = {"Azerbaijan": "can-block"}
        before: dict[str, Place] = {"Türkiye": (40, 80), "Azerbaijan": (-40, 70)}
        crossed = mapped(before, before | {"Türkiye": (-30, 80)}, roles)
        assert proposal(crossed) == (
            "Türkiye moved towards “Keep closed” since 2023; Azerbaijan can block “Open now”"
        )
        unlabelled = crossed.issues["opening"].model_copy(update={"low_label": "", "high_label": ""})
        assert proposal(crossed.model_copy(update={"issues": {"opening": unlabelled}})) == (
            "Türkiye moved towards opposition since 2023; Azerbaijan can block “Opening”"
        )
        nearer = mapped(before, before | {"Türkiye": (70, 80)}, roles)
        assert proposal(nearer) == "Türkiye moved towards “Open now” since 2023; Azerbaijan can block it"

    def test_ends_that_say_no_more_than_their_side_are_not_quoted(self) -> None:
        document = mapped({}, {"A": (-60, 30), "B": (-30, 5), "C": (60, 90)})
        plain = document.issues["opening"].model_copy(update={"low_label": "against", "high_label": "For"})
        assert proposal(document.model_copy(update={"issues": {"opening": plain}})) == (
            "2 actors lean towards opposition, 1 towards support"
        )

    def test_who_is_for_it_is_not_said_to_block_it(self) -> None:
        document = mapped({}, {"Armenia": (60, 30), "Iran": (-20, 30)}, {"Armenia": "can-block"})
        assert "block" not in proposal(document)

    def test_who_decides_where_nobody_against_can_block(self) -> None:
        document = mapped(
            {}, {"Armenia": (60, 30), "Iran": (30, 50)}, {"Armenia": "decides", "Iran": "decides"}
        )
        assert proposal(document).endswith("; Iran and Armenia decide")

    def test_a_small_movement_is_called_small(self) -> None:
        document = mapped({"Armenia": (60, 30), "Iran": (0, 5)}, {"Armenia": (64, 30), "Iran": (0, 5)})
        assert proposal(document) == "Positions have hardly changed since 2023"
        assert proposal(document, "movement").endswith("; 1 of 2 actors has moved")

    def test_those_who_moved_as_far_are_named_together(self) -> None:
        document = mapped({"Armenia": (0, 30), "Iran": (10, 30)}, {"Armenia": (40, 30), "Iran": (50, 30)})
        assert proposal(document) == "Armenia and Iran moved furthest towards “Open now” since 2023"
        apart = mapped({"Armenia": (0, 30), "Iran": (10, 30)}, {"Armenia": (40, 30), "Iran": (-30, 30)})
        assert proposal(apart) == "Armenia and Iran moved furthest since 2023"

    def test_influence_where_no_alignment_changed(self) -> None:
        document = mapped({"Armenia": (0, 30), "Iran": (10, 30)}, {"Armenia": (0, 60), "Iran": (10, 28)})
        assert proposal(document) == "Armenia gained the most influence since 2023"

    def test_in_a_scenario_nobody_has_moved_yet(self) -> None:
        document = mapped({"Armenia": (0, 30), "Iran": (10, 30)}, {"Armenia": (40, 30)}, scenario=True)
        assert proposal(document) == "Armenia would move towards “Open now”"
        assert proposal(document, "before-after").endswith("; no other actor would move")
        both = mapped({"A": (0, 30), "B": (10, 30)}, {"A": (40, 30), "B": (20, 30)}, scenario=True)
        assert proposal(both) == "A would move furthest towards “Open now”"
        assert proposal(both, "before-after").endswith("; all 2 actors would move")
        same = mapped({"A": (0, 30), "B": (10, 30)}, {"A": (0, 30), "B": (10, 30)}, scenario=True)
        assert proposal(same, "before-after") == "No position would change"
        hardly = mapped({"A": (0, 30), "B": (10, 30)}, {"A": (4, 30), "B": (10, 30)}, scenario=True)
        assert proposal(hardly, "before-after") == "Positions would hardly change; 1 of 2 actors would move"

    def test_who_alone_moved_did_not_move_furthest(self) -> None:
        document = mapped({"Armenia": (0, 30), "Iran": (10, 30)}, {"Armenia": (40, 30), "Iran": (10, 30)})
        assert proposal(document) == "Armenia moved towards “Open now” since 2023"
        assert proposal(document, "movement").endswith("; no other actor has moved")
        louder = mapped({"Armenia": (0, 30), "Iran": (10, 30)}, {"Armenia": (0, 50), "Iran": (10, 30)})
        assert proposal(louder) == "Armenia gained influence since 2023"

    def test_who_is_named_already_is_not_named_again_with_the_role(self) -> None:
        roles = {"Iran": "can-block"}
        softer = mapped({"Iran": (-60, 30), "B": (0, 5)}, {"Iran": (-20, 30), "B": (0, 5)}, roles)
        assert (
            proposal(softer) == "Iran moved away from “Keep closed” since 2023 but can still block “Open now”"
        )
        harder = mapped({"Iran": (-20, 30), "B": (0, 5)}, {"Iran": (-60, 30), "B": (0, 5)}, roles)
        assert proposal(harder) == "Iran moved towards “Keep closed” since 2023 and can block “Open now”"
        decides = mapped(
            {"Iran": (-60, 30), "B": (0, 5)}, {"Iran": (40, 30), "B": (0, 5)}, {"Iran": "decides"}
        )
        assert proposal(decides) == "Iran moved towards “Open now” since 2023 and has the final say"

    def test_sides_are_counted_at_the_first_date(self) -> None:
        document = mapped({}, {"A": (60, 30), "B": (30, 5), "C": (-60, 90), "D": (0, 3)})
        assert proposal(document) == "2 actors lean towards “Open now”, 1 towards “Keep closed”"
        assert proposal(document, "movement") == "There is no earlier snapshot to compare with"
        one_way = mapped({}, {"A": (60, 30), "B": (30, 5)})
        assert proposal(one_way) == "Every actor with a position leans towards “Open now”"

    def test_of_one_actor(self) -> None:
        assert proposal(mapped({}, {"Iran": (-60, 30)})) == "Iran leans towards “Keep closed”"
        assert proposal(mapped({}, {"Iran": (0, 30)})) == "Iran is undecided on “Opening”"
        moved = mapped({"Iran": (0, 30)}, {"Iran": (-60, 30)})
        assert proposal(moved, "movement") == "Iran moved towards “Keep closed” since 2023"

    def test_where_most_is_unknown_that_is_said(self) -> None:
        document = mapped({}, {"A": None, "B": None, "C": (-60, 90)})
        assert proposal(document) == "The positions of 2 of 3 actors on “Opening” are unknown"

    @pytest.mark.parametrize("kind", KINDS)
    def test_where_all_is_unknown_nothing_is_claimed(self, kind: str) -> None:
        said = proposal(mapped({}, {"A": None, "B": None}), kind)
        if kind == "analysis":
            # What to find out first can be told all the same.
            assert said.startswith("No actor has both a known alignment and a weight")
        else:
            assert said.startswith("No actor’s position")
            assert said.endswith("known yet")

    @pytest.mark.parametrize("kind", KINDS)
    def test_an_empty_map_has_one_too(self, kind: str) -> None:
        document = new_map(MAP_ID)
        page = compose_deck(document, [SlideRequest(kind, None, None)], style())[0]
        assert page.headline in ("This map has no actors yet", "Nothing is judged yet")

    def test_of_evidence_how_many_positions_cite_a_source(self) -> None:
        places = {"A": (60.0, 30.0), "B": (30.0, 5.0)}
        assert proposal(mapped({}, places), "evidence") == "No position on “Opening” has a source yet"
        one = mapped({}, places, cited=("A",))
        assert proposal(one, "evidence") == "1 of 2 positions on “Opening” has a source"
        both = mapped({}, places, cited=("A", "B"))
        assert proposal(both, "evidence") == (
            "Every known position on “Opening” has a source; it is one and the same"
        )
        places["C"] = (10.0, 5.0)
        most = mapped({}, places, cited=("A", "B"))
        assert proposal(most, "evidence") == (
            "2 of 3 positions on “Opening” have a source; it is one and the same"
        )

    def test_is_the_same_each_time(self) -> None:
        document = crowd(30)
        requests = [SlideRequest(kind, "issue", "now") for kind in KINDS]
        first, second = (
            [page.headline for page in compose_deck(document, requests, style())] for _ in range(2)
        )
        assert first == second


def test_what_the_map_keeps_takes_the_place_of_the_proposal() -> None:
    document = mapped({}, {"Iran": (-60, 30)})
    request = SlideRequest("map", "opening", "2025")
    kept = set_headline(document, key_of(request), "Iran is alone")
    page = compose_deck(kept, [request], style())[0]
    assert (page.headline, page.proposal) == ("Iran is alone", "Iran leans towards “Keep closed”")
    assert texts(page, "title") == ["Iran is alone"]
    other = compose_deck(kept, [SlideRequest("evidence", "opening", "2025")], style())[0]
    assert other.headline == other.proposal


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("options", [MINISTER, ANALYST], ids=["minister", "analyst"])
def test_the_headline_is_the_largest_text_and_the_title_a_line_above_it(
    kind: str, options: SlideOptions
) -> None:
    document = load_preset("armenia-turkiye")
    page = compose_deck(document, [SlideRequest(kind, "corridor", "2025-07")], style(options=options))[0]
    marks = [mark for mark in page.slide.marks if isinstance(mark, TextMark)]
    headline = [mark for mark in marks if mark.role == "title"]
    assert " ".join(mark.text for mark in headline) == page.headline
    assert all(mark.size < headline[0].size for mark in marks if mark.role != "title")
    (kicker,) = [mark for mark in marks if mark.role == "kicker"]
    assert kicker.text == document.title
    assert kicker.baseline < headline[0].baseline
    assert document.question not in " ".join(mark.text for mark in marks)
    assert document.question in page.notes


def test_without_a_headline_the_title_takes_its_place() -> None:
    document = mapped({}, {"Iran": (-60, 30)})
    options = SlideOptions(headline=False)
    page = compose_deck(document, [SlideRequest("map", "opening", "2025")], style(options=options))[0]
    assert (texts(page, "title"), texts(page, "kicker")) == (["The border"], [])


def test_the_key_judgement_is_on_the_first_page_alone() -> None:
    document = mapped({}, {"Iran": (-60, 30)})
    requests = [SlideRequest(kind, "opening", "2025") for kind in KINDS]
    pages = compose_deck(document, requests, style())
    assert [bool(texts(page, "key-judgement")) for page in pages] == [True] + [False] * (len(pages) - 1)


def test_pages_that_are_left_out_are_not_numbered_and_leave_the_key_judgement_to_the_next() -> None:
    document = crowd(60)
    requests = [SlideRequest(kind, "issue", "now") for kind in ("map", "evidence")]
    whole = compose_deck(document, requests, style())
    assert len(whole) > 3
    left_out = {PageId(requests[0]), PageId(requests[1], 1)}
    deck = deck_of(document, requests, style(), is_chosen=lambda _, page: page not in left_out)
    assert [page.id for page in deck.pages] == [page.id for page in deck.all_pages if page.id not in left_out]
    assert len(deck.all_pages) == len(whole)
    assert texts(deck.pages[0], "key-judgement")
    assert texts(deck.pages[0], "page") == [f"1 of {len(deck.pages)}"]
    by_number = deck_of(document, requests, style(), is_chosen=lambda number, _: number == 1)
    (only,) = by_number.pages
    assert only.request == requests[0]
    assert not texts(only, "page")


def test_a_deck_composed_upon_an_earlier_one_is_as_if_composed_alone() -> None:
    document = crowd(20)
    requests = [SlideRequest(kind, "issue", "now") for kind in ("map", "movement", "matrix", "evidence")]
    before = deck_of(document, requests, style())
    changed = set_headline(document, key_of(requests[0]), "A headline of one map that takes more room " * 4)
    changed = set_headline(changed, key_of(requests[3], 1), "What else is known")
    for left_out in (set(), {PageId(requests[0])}, {PageId(request) for request in requests[1:]}):

        def is_chosen(_: int, page: PageId, left_out: set[PageId] = left_out) -> bool:
            return page not in left_out

        deck = deck_of(changed, requests, style(), is_chosen=is_chosen, earlier=before)
        alone = deck_of(changed, requests, style(), is_chosen=is_chosen)
        assert (deck.pages, deck.all_pages) == (alone.pages, alone.all_pages)
        assert "What else is known" in [page.headline for page in deck.all_pages]
        # What is not needed any more is not carried along.
        assert deck.composed.keys() == alone.composed.keys()
        before = deck


def test_a_deck_with_no_page_chosen_still_tells_what_there_is() -> None:
    requests = [SlideRequest("map", "issue", "now"), SlideRequest("matrix", "issue", "now")]
    deck = deck_of(crowd(20), requests, style(), is_chosen=lambda _number, _page: False)
    assert deck.pages == ()
    assert [page.request for page in deck.all_pages] == requests


def test_a_page_that_goes_on_says_so_in_its_headline() -> None:
    pages = compose_deck(crowd(60), [SlideRequest("evidence", "issue", "now")], style())
    assert not " ".join(texts(pages[0], "title")).endswith("(continued)")
    assert " ".join(texts(pages[1], "title")).endswith("(continued)")
    assert pages[1].headline == pages[1].proposal == f"{pages[0].headline} (continued)"


@pytest.mark.parametrize("kind", ["evidence", "matrix"])
def test_each_page_of_a_kind_that_takes_several_has_a_headline_of_its_own(kind: str) -> None:
    document, request = crowd(60), SlideRequest(kind, "issue", "now")
    first = set_headline(document, key_of(request), "Few sources")
    count = len(compose_deck(first, [request], style()))
    assert count > 2
    assert key_of(request).count(":") == 2
    pages = compose_deck(first, [request], style())
    assert [page.headline for page in pages] == ["Few sources", *["Few sources (continued)"] * (count - 1)]
    second = set_headline(first, key_of(request, 1), "Most of them old")
    pages = compose_deck(second, [request], style())
    assert [" ".join(texts(page, "title")) for page in pages[:3]] == [
        "Few sources",
        "Most of them old",
        "Few sources (continued)",
    ]
    assert [page.notes.split("\n")[0] for page in pages[:2]] == ["Few sources", "Most of them old"]
    assert pages[1].proposal == "Few sources (continued)"


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_a_very_long_headline_leaves_a_readable_page(kind: str, size: tuple[int, int]) -> None:
    request = SlideRequest(kind, "border", "2025-07")
    long = "Ankara moves when Baku lets it, and not before. " * 41 + "Z" * 32
    assert len(long) == 2000
    document = sample().model_copy(update={"headlines": {key_of(request): Headline(text=long)}})
    page = compose_deck(document, [request], style(size))[0]
    assert_text_inside(page.slide)
    lines = texts(page, "title")
    assert 1 <= len(lines) <= 3
    assert lines[-1].endswith("…")
    marks = [mark for mark in page.slide.marks if isinstance(mark, TextMark) and mark.role == "title"]
    assert marks[-1].baseline < 0.45 * size[1]
    assert page.slide.plot.height > 0.15 * size[1]
    # Nothing of it is lost.
    assert long.strip() in page.notes


@pytest.mark.parametrize("kind", KINDS)
def test_a_headline_in_arabic_begins_at_the_right(kind: str) -> None:
    request = SlideRequest(kind, "border", "2025-07")
    document = sample().model_copy(update={"headlines": {key_of(request): Headline(text=ARABIC)}})
    page = compose_deck(document, [request], style())[0]
    marks = [mark for mark in page.slide.marks if isinstance(mark, TextMark) and mark.role == "title"]
    assert " ".join(mark.text for mark in marks) == ARABIC
    right = page.slide.width - 52
    assert all(abs(mark.x + mark.width - right) < 1 for mark in marks)


def test_headlines_of_pages_that_do_not_exist_change_nothing() -> None:
    document = mapped({}, {"Iran": (-60, 30)})
    strange = {"poster:opening:2025": Headline(text="x"), "map:gone:gone": Headline(text="y")}
    requests = [SlideRequest(kind, "opening", "2025") for kind in KINDS]
    said = [page.headline for page in compose_deck(document, requests, style())]
    odd = document.model_copy(update={"headlines": strange})
    assert [page.headline for page in compose_deck(odd, requests, style())] == said
