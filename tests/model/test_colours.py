"""The colours of groups: given once, none twice while there are others, and kept whatever is added."""

from __future__ import annotations

from samples import tiny
from stakemap.model import edits
from stakemap.model.colours import SWATCHES, alike, colour_name, free_colour, group_colours
from stakemap.model.document import Group, StakeMap
from stakemap.picture.appearance.look_builder import group_looks
from stakemap.picture.theme import DARK, LIGHT

OLD = {"delta": Group(name="Delta"), "nile": Group(name="Nile"), "own": Group(name="Own", colour="#007f5f")}


def _old() -> StakeMap:
    """A map of an earlier version, whose groups may have no colour."""
    return tiny().model_copy(update={"groups": OLD})


def test_a_group_is_given_a_free_colour_that_stays() -> None:
    document = tiny()
    for number in range(len(SWATCHES)):
        before = {key: group.colour for key, group in document.groups.items()}
        document = edits.add_group(document, f"g-{number}", Group(name="G"))
        assert before.items() <= {key: group.colour for key, group in document.groups.items()}.items()
    given = {document.groups[f"g-{number}"].colour for number in range(len(SWATCHES))}
    assert given == set(SWATCHES)
    after = edits.add_group(document, "late", Group(name="Late"))
    assert after.groups["late"].colour in SWATCHES


def test_groups_of_an_old_file_keep_the_colours_they_are_shown_with() -> None:
    document = _old()
    for theme in (LIGHT, DARK):
        shown = group_looks(document, theme)
        for after in (
            edits.add_group(document, "aswan", Group(name="Aswan")),
            edits.update_group(document, "own", colour=SWATCHES[0]),
            edits.remove_group(document, "own"),
        ):
            now = group_looks(after, theme)
            assert (now["delta"], now["nile"]) == (shown["delta"], shown["nile"])
    assert edits.update_group(document, "own", name="Ours").groups["nile"] is document.groups["nile"]


def test_colours_of_an_old_file_differ_and_follow_no_meaning() -> None:
    colours = list(group_colours(OLD).values())
    assert len(set(colours)) == 3
    assert not any(
        alike(colour, meaning) for colour in colours for meaning in (LIGHT.friendly, LIGHT.hostile)
    )


def test_a_free_colour_is_unlike_those_taken() -> None:
    assert free_colour([]) == SWATCHES[0]
    assert free_colour(["#5a3fa1"]) == SWATCHES[1]
    assert free_colour([*SWATCHES, SWATCHES[0]]) == SWATCHES[1]


def test_swatches_have_names_of_their_own() -> None:
    assert len({colour_name(swatch) for swatch in SWATCHES}) == len(SWATCHES)
    assert colour_name("#123456") == "#123456"
