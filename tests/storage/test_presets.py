"""The presets that come with Stakemap are canonical, sound and start maps of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from stakemap.errors import UsageError
from stakemap.model.checks import check
from stakemap.resources import resource
from stakemap.storage.codec import encode
from stakemap.storage.files import open_map
from stakemap.storage.presets import BLANK, list_presets, load_preset

FILES = sorted(resource("presets").glob("*.stakemap.json"))


def test_there_is_a_real_one_and_a_blank_one_last() -> None:
    ids = [preset.id for preset in list_presets()]
    assert "armenia-turkiye" in ids
    assert ids[-1] == BLANK
    assert sorted(ids) == sorted(path.name.removesuffix(".stakemap.json") for path in FILES)


def test_each_says_what_it_is() -> None:
    for preset in list_presets():
        assert preset.title
        assert preset.summary


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_file_is_canonical_and_sound(path: Path) -> None:
    read = open_map(path)
    assert encode(read.document) == path.read_bytes()
    assert check(read.document) == ()
    assert not read.read_only


def test_each_starts_a_map_of_its_own() -> None:
    for preset in list_presets():
        one, other = load_preset(preset.id), load_preset(preset.id)
        assert (
            len({one.id, other.id, open_map(resource("presets", f"{preset.id}.stakemap.json")).document.id})
            == 3
        )
        assert one.model_copy(update={"id": other.id}) == other


def test_the_blank_one_holds_one_issue_and_one_snapshot_and_no_words_about_itself() -> None:
    one = load_preset(BLANK)
    assert (len(one.issues), len(one.snapshots), len(one.actors)) == (1, 1, 0)
    assert (one.title, one.question, one.note) == ("", "", "")


@pytest.mark.parametrize(
    "name", ["", "nothing", "../presets/blank", "blank.stakemap.json", "Blank", "/etc/passwd"]
)
def test_others_there_are_not(name: str) -> None:
    with pytest.raises(UsageError, match="There is no preset"):
        load_preset(name)
