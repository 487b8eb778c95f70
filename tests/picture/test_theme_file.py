"""A team's own theme, and what is wrong with one."""

from __future__ import annotations

import pytest

from stakemap.errors import UsageError
from stakemap.picture.theme import DARK, LIGHT, PRINT
from stakemap.picture.theme_file import theme_of


def test_what_is_left_out_is_as_in_the_theme_it_is_based_on():
    assert theme_of({}) == LIGHT
    theme = theme_of({"based_on": "dark", "colours": {"accent": "#ABCDEF"}, "footer": "AppContext\nSouth"})
    assert (theme.canvas, theme.accent, theme.footer) == (DARK.canvas, "#abcdef", "AppContext South")


def test_halos_go_with_the_canvas_and_colours_for_groups_are_colours():
    theme = theme_of({"based_on": "print", "colours": {"canvas": "#fffff0", "categorical": ["#800000"]}})
    assert (theme.halo, theme.categorical, theme.monochrome) == ("#fffff0", ("#800000",), False)
    assert PRINT.monochrome


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ([], "object"),
        ({"colors": {}}, "colors"),
        ({"based_on": "pink"}, "light, dark, print"),
        ({"based_on": ["dark"]}, "light, dark, print"),
        ({"colours": []}, "colours"),
        ({"colours": {"canvas": "white"}}, "canvas"),
        ({"colours": {"canvas": 5}}, "canvas"),
        ({"colours": {"backdrop": "#ffffff"}}, "backdrop"),
        ({"colours": {"categorical": []}}, "categorical"),
        ({"colours": {"text": "#fefefe"}}, "too little contrast"),
        ({"footer": "x" * 301}, "footer"),
        ({"font": 3}, "font"),
        ({"font": "Inter\0"}, r"font of a theme has a character that no text may have: U\+0000"),
        ({"font": "\ud800"}, r"U\+D800"),
        ({"footer": "a\x1b[2J"}, r"footer .* U\+001B"),
        ({"name": "\uffff"}, r"name .* U\+FFFF"),
    ],
)
def test_a_broken_theme_gets_a_sentence_that_names_the_fault(data, word):
    with pytest.raises(UsageError, match=word):
        theme_of(data)
