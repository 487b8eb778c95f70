"""Every colour can be told from its ground: text at 4.5:1, discs and lines at 3:1."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stakemap.model.colours import SWATCHES, alike
from stakemap.picture.style import relation_dashes, relation_ink, relation_width
from stakemap.picture.theme import (
    DARK,
    LIGHT,
    THEMES,
    Theme,
    chosen_colour,
    contrast,
    disc_colour,
    mix,
    on_disc,
)

themes = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
rgb = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


@themes
def test_text_reads_on_its_ground(theme: Theme) -> None:
    for ground in (theme.canvas, theme.surface, theme.window):
        assert contrast(theme.text, ground) >= 7
        assert contrast(theme.text_muted, ground) >= 4.5
        assert contrast(theme.warning, ground) >= 4.5
    assert contrast(theme.caption, theme.canvas) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5


@themes
def test_signs_stand_out_from_the_canvas(theme: Theme) -> None:
    for ink in (theme.friendly, theme.hostile, theme.neutral, theme.focus, theme.selection, theme.accent):
        assert contrast(ink, theme.canvas) >= 3


@themes
def test_categorical_colours_are_used_as_they_are(theme: Theme) -> None:
    for colour in theme.categorical:
        assert disc_colour(colour, theme) == colour
    if not theme.monochrome:
        pairs = [(a, b) for a in theme.categorical for b in theme.categorical if a < b]
        assert not any(alike(a, b) for a, b in pairs)
        for meaning in (theme.friendly, theme.hostile):
            assert not any(alike(meaning, colour) for colour in theme.categorical)


def test_a_swatch_has_a_variant_in_each_theme_and_other_colours_stay() -> None:
    assert [chosen_colour(swatch.upper(), LIGHT) for swatch in SWATCHES] == list(SWATCHES)
    assert [chosen_colour(swatch, DARK) for swatch in SWATCHES] == list(DARK.categorical)
    assert chosen_colour("#cc79a7", DARK) == "#cc79a7"


@themes
@given(colour=rgb)
def test_any_colour_becomes_a_disc_that_shows_and_a_code_that_reads(theme: Theme, colour: str) -> None:
    disc = disc_colour(colour, theme)
    assert contrast(disc, theme.canvas) >= 3
    assert contrast(on_disc(disc, theme), disc) >= 4.5


def test_a_colour_that_shows_is_kept() -> None:
    light = THEMES["light"]
    assert disc_colour("#0072B2", light) == "#0072b2"
    assert disc_colour("#ffff00", light) != "#ffff00"


def test_mixing_goes_from_one_to_the_other() -> None:
    assert mix("#000000", "#ffffff", 0) == "#000000"
    assert mix("#000000", "#ffffff", 1) == "#ffffff"
    assert mix("#000000", "#fefefe", 0.5) == "#7f7f7f"


@themes
def test_friend_and_foe_differ_without_colour(theme: Theme) -> None:
    assert relation_dashes(2) != relation_dashes(-2) != relation_dashes(None)
    assert relation_width(3) > relation_width(2) > relation_width(1) > relation_width(0)
    assert relation_width(-3) == relation_width(3)
    assert relation_ink(0, theme) == relation_ink(None, theme)
