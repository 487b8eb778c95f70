"""What nobody sees in a name, or passes for another letter, is found and shown; honest names are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samples import sample
from stakemap.i18n import tr, tr_count
from stakemap.lookalikes import confusable_skeleton, foreign_letters, has_invisible, isolates_in, revealed
from stakemap.model.checks import check
from stakemap.model.document import StakeMap
from stakemap.model.edits import update_actor
from stakemap.storage.codec import decode, encode

FALSE = [
    ("\u0410rmenia", "⟨Cyrillic \u0410⟩rmenia"),
    ("Rus\u0455ia and Iran", "Rus⟨Cyrillic \u0455⟩ia and Iran"),
    ("\u0420\u043e\u0441c\u0438\u044f", "\u0420\u043e\u0441⟨Latin c⟩\u0438\u044f"),
    ("Geo\u03c1gia", "Geo⟨Greek \u03c1⟩gia"),
    ("A\u200brmenia", "A⟨U+200B⟩rmenia"),
    ("Iran\u202elive", "Iran⟨U+202E⟩live"),
    ("\u2067Iran\u2069", "⟨U+2067⟩Iran⟨U+2069⟩"),
    ("Iran\u2069", "Iran⟨U+2069⟩"),
    ("A\u200dB", "A⟨U+200D⟩B"),
    ("Iran\u3164", "Iran⟨U+3164⟩"),
    ("A\U000e0041\U000e0042", "A⟨U+E0041⟩⟨U+E0042⟩"),
    ("\x00\x1b", "⟨U+0000⟩⟨U+001B⟩"),
]
HONEST = [
    "",
    "Armenia",
    "Türkiye",
    "Côte d’Ivoire",
    "Հայաստան",
    "Россия",
    "საქართველო",
    "Ελλάδα",
    "中国",
    "日本のカタカナ",
    "می‌خواهم",
    "क्\u200dष",
    "المملكة\u200f (KSA)",
    "µm and Ω",
    "👩‍💻 ❤️",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "\u2068ایران\u2069",
    "\u2068Move \u2068ایران\u2069\u2069",
    "two\nlines\tand a tab",
]


@pytest.mark.parametrize(("text", "shown"), FALSE)
def test_what_deceives_is_marked(text: str, shown: str) -> None:
    assert revealed(text) == shown
    assert has_invisible(text) or foreign_letters(text)


@pytest.mark.parametrize("text", HONEST)
def test_honest_names_stay_as_they_are(text: str) -> None:
    assert revealed(text) == text
    assert not has_invisible(text)
    assert foreign_letters(text) == ()


@given(st.text())
def test_what_was_revealed_stays(text: str) -> None:
    once = revealed(text)
    assert revealed(once) == once
    assert not has_invisible(once)


@given(st.text(alphabet="ab\u2066\u2067\u2068\u2069"))
def test_only_isolates_that_are_closed_are_let_through(text: str) -> None:
    kept = "".join(text[place] for place in sorted(isolates_in(text)))
    depth = 0
    for letter in kept:
        depth += 1 if letter == "\u2068" else -1
        assert depth >= 0
    assert depth == 0


def test_names_that_pass_for_each_other_have_one_likeness() -> None:
    assert (
        confusable_skeleton("\u0421\u043e\u0441\u043e")
        == confusable_skeleton("Coco")
        == confusable_skeleton("c o\u200bCO")
    )
    assert confusable_skeleton("Armenia") != confusable_skeleton("Albania")


def named(name: str) -> StakeMap:
    return update_actor(sample(), "turkiye", name=name)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Armen\u200bia", "unseen-characters"),
        ("T\u00fcrkiy\u0435", "mixed-scripts"),
        ("\u0410\u0433\u043c\u0435\u043d\u0456\u0430", None),
        ("\u0410\u0443\u0430", None),
        ("Armen\u0456a", "look-alike"),
        ("Armenia", None),
        ("Türkiye", None),
    ],
)
def test_the_check_reports_names_that_deceive(name: str, code: str | None) -> None:
    found = {fault.code for fault in check(named(name)) if fault.path == "actors.turkiye.name"}
    assert found == (set() if code is None else found | {code})
    assert all(fault.severity == "warning" for fault in check(named(name)))


def test_opening_a_map_tells_of_them() -> None:
    warnings = decode(encode(named("\u0410rmenia"))).faults
    assert {fault.code for fault in warnings} == {"mixed-scripts", "look-alike"}
    assert all("⟨Cyrillic \u0410⟩rmenia" in fault.message for fault in warnings)


def test_names_that_run_right_to_left_are_isolated_in_sentences() -> None:
    assert tr("Move {name} now", name="ایران") == "Move \u2068ایران\u2069 now"
    assert tr("Move {name}", name="\u2068ایران\u2069") == "Move \u2068ایران\u2069"
    assert tr("{count} of {name}", name="Iran", count=3) == "3 of Iran"
    assert tr_count("{count} by {name}", "{count} by {name}", 2, name="ישראל") == "2 by \u2068ישראל\u2069"
