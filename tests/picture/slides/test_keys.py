"""The keys of slides leave out nothing unsaid: with less room they take other places, then count the rest."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from picture.pages import assert_text_inside, compose_deck, crowd
from stakemap.model.document import Group, StakeMap
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.marks import LegendMark, TextMark
from stakemap.picture.measure import FixedMeasure
from stakemap.picture.options import STYLES, SlideOptions
from stakemap.picture.slides.key_line import KeyLine
from stakemap.picture.slides.legend import LegendEntry
from stakemap.picture.slides.page_builder import PageBuilder
from stakemap.picture.slides.slide import Slide
from stakemap.picture.theme import LIGHT

SIZES = ((1920, 1080), (1440, 1080), (1684, 1190), (1190, 1684), (1080, 1080))
MORE = re.compile(r"and (\d+) more")


def grouped(actors: int, groups: int, unknown: int = 0) -> StakeMap:
    """A map whose actors are in groups of long names, two or more in each."""
    document = crowd(actors, unknown=unknown, relations=2)
    keys = [f"g{index}" for index in range(groups)]
    return document.model_copy(
        update={
            "groups": {key: Group(name=f"Ministry of regional affairs and transport {key}") for key in keys},
            "actors": {
                actor: record.model_copy(update={"group": keys[place % groups]})
                for place, (actor, record) in enumerate(document.actors.items())
            },
        }
    )


def with_short_names(document: StakeMap) -> StakeMap:
    """The map with names that are quick to place, where the key is what matters."""
    actors = {
        key: actor.model_copy(update={"name": f"A{place}"})
        for place, (key, actor) in enumerate(document.actors.items())
    }
    return document.model_copy(update={"actors": actors})


def slide(document: StakeMap, kind: str, size: tuple[int, int], options: SlideOptions) -> Slide:
    request = SlideRequest(kind, "issue", "now")
    return compose_deck(document, [request], DeckStyle(LIGHT, FixedMeasure(), size, options))[0].slide


def counted(made: Slide, role: str) -> int:
    """How many more there are, as the texts of a role say."""
    texts = [mark.text for mark in made.marks if isinstance(mark, TextMark) and mark.role == role]
    return sum(int(number) for text in texts for number in MORE.findall(text))


@pytest.mark.parametrize("groups", [16, 60])
@pytest.mark.parametrize("options", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("kind", ["map", "issues"])
def test_every_colour_is_explained_or_counted(
    kind: str, size: tuple[int, int], options: SlideOptions, groups: int
) -> None:
    document = grouped(2 * groups, groups)
    if kind == "issues" and groups == 60:
        document = with_short_names(document)
    made = slide(document, kind, size, options)
    marks = [mark.entry for mark in made.marks if isinstance(mark, LegendMark)]
    explained = {entry.label for entry in marks if entry.kind == "group"}
    # The entries that are counted are those at the end, of any kind.
    assert groups <= len(explained) + counted(made, "legend")
    if groups == 16 and kind == "map":
        assert len(explained) == groups
    assert_text_inside(made)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_actor_without_a_position_is_named_where_there_is_room(size: tuple[int, int]) -> None:
    document = crowd(40, unknown=30)
    unknown = document.actors.keys() - document.snapshots["now"].standings.keys()
    assert len(unknown) == 30
    names = {actor: f"Unknown{place}." for place, actor in enumerate(sorted(unknown))}
    document = document.model_copy(
        update={
            "actors": {
                actor: record.model_copy(update={"name": names.get(actor, record.name)})
                for actor, record in document.actors.items()
            }
        }
    )
    made = slide(document, "map", size, STYLES["minister"])
    said = " ".join(mark.text for mark in made.marks if isinstance(mark, TextMark) and mark.role == "tray")
    named = [name for name in names.values() if name in said]
    assert len(named) + counted(made, "tray") == 30
    # A line that ends in nothing but dots is none.
    assert "…" not in said


def test_a_line_tells_whether_it_has_all() -> None:
    builder = PageBuilder(1920, 1080, LIGHT, FixedMeasure())
    entries = [LegendEntry("group", f"A group of a long name {index}", "#123456") for index in range(16)]
    line = builder.size(10) * 1.34
    whole = KeyLine(builder, entries, (), 1800, 20 * line)
    assert not whole.is_cut
    assert [entry for row in whole.rows for _, entry in row] == entries
    cut = KeyLine(builder, entries, (), 1800, 2 * line)
    assert cut.is_cut
    assert cut.height <= 2 * line + 0.01
    shown = [entry for row in cut.rows for _, entry in row]
    assert shown == entries[: len(shown)]
    assert cut.more == f"and {16 - len(shown)} more"
    cut.draw(0, 0)
    ends = [mark for mark in builder.marks if isinstance(mark, TextMark)]
    assert ends[-1].text == cut.more or cut.more in [mark.text for mark in ends]
    # An entry that is wider than the line is not whole either.
    wide = [replace(entries[0], label="A name " * 200)]
    assert KeyLine(builder, wide, (), 1800, 20 * line).is_cut
