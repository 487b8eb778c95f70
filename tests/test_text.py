"""Text on one line: what is shown of it, and where it is cut."""

from __future__ import annotations

from pathlib import Path

import pytest

from stakemap.i18n import isolate, tr
from stakemap.text import (
    fold,
    fold_latin,
    fold_name,
    graphemes,
    one_line,
    plain,
    run_on,
    shortened,
    with_code_points,
)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  a\n\tb\r\n", "a b"),
        ("\x1b[31mred\x00", "⟨U+001B⟩[31mred⟨U+0000⟩"),
        ("\u202eevil\u202c x", "⟨U+202E⟩evil⟨U+202C⟩ x"),
        ("\u0410rmenia", "⟨Cyrillic \u0410⟩rmenia"),
        ("می‌خواهم", "می‌خواهم"),
        ("x" * 200, "x" * 119 + "…"),
        ("", ""),
    ],
)
def test_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


def test_plain_text_is_one_line_without_control_characters() -> None:
    assert plain("  a\n\tb\x00c  ") == "a b c"
    assert plain("a\u202eb") == "ab"
    assert plain("Հայաստան") == "Հայաստան"
    assert len(plain("x" * 20_000)) <= 4_000


def test_names_that_run_right_to_left_are_isolated() -> None:
    assert isolate("ایران") == "\u2068ایران\u2069"
    assert isolate("Iran") == "Iran"


def test_marks_stay_with_their_letter() -> None:
    assert graphemes("e\u0301a") == ["e\u0301", "a"]
    assert graphemes("👩\u200d🔬!") == ["👩\u200d🔬", "!"]
    assert graphemes("abc") == ["a", "b", "c"]


def test_a_shortened_text_closes_what_it_opened() -> None:
    assert shortened("Move Armenia") == "Move Armenia"
    name = "\u2068" + "وزارة الخارجية " * 10 + "\u2069"
    cut = shortened(f"Move {name}\nto the end")
    assert len(cut) == 61
    assert cut.endswith("…\u2069")
    assert cut.count("\u2068") == cut.count("\u2069")


@pytest.mark.parametrize("flag", ["🇦🇲", "👨\u200d👩\u200d👧\u200d👦", "e\u0301", "각"])
def test_no_grapheme_cluster_is_cut(flag: str) -> None:
    assert shortened("ab" + flag * 3, 3 + len(flag)) == f"ab{flag}…"
    assert shortened("ab" + flag * 3, 2 + len(flag)) == "ab…"


def test_a_cluster_longer_than_the_limit_is_cut_all_the_same() -> None:
    assert shortened("e" + "\u0301" * 50, 10) == "e" + "\u0301" * 8 + "…"


def test_text_of_a_file_is_spelt_out() -> None:
    assert with_code_points("a b\n\u200bc") == "a b⟨U+000A⟩⟨U+200B⟩c"
    assert with_code_points("x" * 100, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Iğdır", "igdir"),
        ("İSTANBUL", "istanbul"),
        ("Łódź", "lodz"),
        ("Ørsted & Æro", "orsted & aero"),
        ("Đurić", "duric"),
        ("Əliyev", "eliyev"),
        ("Straße", "strasse"),
        ("Côte  d’Ivoire", "cote d'ivoire"),
        ("e\u0301tat", "etat"),
        ("№ ٣", "no 3"),
    ],
)
def test_latin_letters_fold_to_plain_ones(text: str, folded: str) -> None:
    assert fold(text) == fold_latin(text) == folded


def test_lines_that_run_on_are_told_apart() -> None:
    assert run_on("Influence: 0.9\n\n Einfluss: 90 ") == "Influence: 0.9; Einfluss: 90"
    assert run_on("It wants it.\nIts farmers do not") == "It wants it. Its farmers do not"
    assert run_on("“It wants it.”\n(«Up 5 %»)\nԱյո։\nEnd") == "“It wants it.” («Up 5 %»); Այո։ End"
    assert (run_on(""), run_on("One line")) == ("", "One line")


def test_names_are_the_same_with_blanks_around_hyphens() -> None:
    spelled = ["Copa-Cogeca", "Copa - Cogeca", "COPA – COGECA", " copa- cogéca"]
    assert set(map(fold_name, spelled)) == {"copa-cogeca"}
    assert fold_name("Greens / EFA") == fold_name("Greens/EFA") != fold_name("Greens EFA")


def test_other_scripts_are_transliterated_for_searches_alone() -> None:
    assert fold("Հայաստան") == "hayastan"
    assert fold_latin("Հայաստան") == "հայաստան"
    assert fold_latin("Россий") == "россий"


def test_what_is_no_character_is_escaped_in_sentences() -> None:
    for name in ("caf\udce9 ա.json", Path("caf\udce9 ա.json")):
        assert tr("“{name}”", name=name) == "“caf\\udce9 ա.json”"
