"""Finding names by some of their letters."""

from __future__ import annotations

import pytest

from stakemap.app.shell.fuzzy import score


def _ranked(query: str, *texts: str) -> list[str]:
    found = [(score(query, text), text) for text in texts]
    return [text for value, text in sorted(((-v, t) for v, t in found if v is not None))]


@pytest.mark.parametrize(
    ("query", "first", "others"),
    [
        ("zf", "Zoom to fit", ("Show off", "Zigzag off")),
        ("save", "Save", ("Save as", "Show a very easy thing")),
        ("tur", "Türkiye", ("Copy the picture to the clipboard", "The Ural")),
        ("exp", "Export picture", ("Show the example",)),
        ("fit zoom", "Zoom to fit", ("Zoom in",)),
    ],
)
def test_the_best_comes_first(query: str, first: str, others: tuple[str, ...]) -> None:
    assert _ranked(query, *others, first)[0] == first


def test_all_letters_have_to_be_there_in_order() -> None:
    assert score("xyz", "Zoom to fit") is None
    assert score("tif", "fit") is None
    assert score("", "anything") == 0


def test_case_and_accents_do_not_matter() -> None:
    assert score("TURKIYE", "türkiye") is not None
    assert score("հայ", "Հայաստան") is not None


def test_long_texts_are_quick() -> None:
    assert score("a" * 30 + "b", "a" * 2_000) is None
