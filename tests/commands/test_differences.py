"""`stakemap diff --json`, and a map as lines of text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edit_strategies import operations
from samples import alignment, sample, team_sample
from stakemap.cli import main
from stakemap.errors import StakemapError
from stakemap.model import edits
from stakemap.model.document import StakeMap
from stakemap.model.edits import Authorship
from stakemap.model.judgements import Citation, Stance
from stakemap.model.places import place_at
from stakemap.model.subjects import Subject
from stakemap.storage.codec import encode
from stakemap.storage.files import save_map
from stakemap.wording.changes import describe
from stakemap.wording.listing import map_lines

TURKIYE = Subject.stance("border", "turkiye")
SOURCE = min(sample().sources)
PLACE = "snapshots/2025-07/stances/border/turkiye"


def judged() -> StakeMap:
    stance = Stance(
        alignment=alignment(20), reason="Slow\nbut sure", citations=(Citation(source=SOURCE, against=True),)
    )
    return edits.judge(sample(), "2025-07", TURKIYE, stance, Authorship("B. Colleague", "2026-02-01"))


def differences(before: StakeMap, after: StakeMap, capfdbinary: pytest.CaptureFixture[bytes]) -> list[dict]:
    for name, document in (("a.json", before), ("b.json", after)):
        save_map(Path(name), document)
    status = main(["diff", "--json", "a.json", "b.json"])
    found = json.loads(capfdbinary.readouterr().out)["differences"]
    assert status == (1 if found else 0)
    return found


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_each_difference_has_its_place_its_values_and_a_sentence(capfdbinary):
    after = edits.set_texts(judged(), title="Another")
    found = {(each["place"], each["field"]): each for each in differences(sample(), after, capfdbinary)}
    assert found["map", "title"] == {
        "place": "map",
        "field": "title",
        "before": sample().title,
        "after": "Another",
        "sentence": f"The map: title “{sample().title}” → “Another”",
    }
    change = found[PLACE, "alignment"]
    assert change["after"] == {"value": 20}
    assert change["sentence"].startswith("Türkiye on Armenia–Türkiye border at After the Istanbul visit: ")
    assert found[PLACE, "earlier"]["sentence"].endswith(": history changed")


def test_what_was_added_or_removed_is_a_difference_of_no_field(capfdbinary):
    after = edits.remove_issue(sample(), "border")
    found = {each["place"]: each for each in differences(sample(), after, capfdbinary)}
    assert (found["issues/border"]["field"], found["issues/border"]["after"]) == ("", None)
    assert found["issues/border"]["before"]["name"] == sample().issues["border"].name
    assert found[PLACE]["sentence"].endswith(": removed")
    for place in found:
        place_at(place)


def test_equal_maps_have_no_differences(capfdbinary):
    assert differences(sample(), sample(), capfdbinary) == []


def test_an_open_conflict_is_told_in_a_sentence_before_its_values() -> None:
    lines = list(map_lines(team_sample()))
    number = next(number for number, line in enumerate(lines) if line.startswith("Conflict president"))
    assert lines[number - 1].startswith("Not decided yet: ")
    assert "B judged +35 (reason: He said so.)" in lines[number - 1]


def test_a_judgement_is_a_line_and_so_is_each_that_it_replaced():
    lines = [
        line
        for line in map_lines(judged())
        if line.startswith("Türkiye, Armenia–Türkiye border, After the Istanbul")
    ]
    assert lines[0] == (
        "Türkiye, Armenia–Türkiye border, After the Istanbul visit: alignment +20, B. Colleague 2026-02-01: "
        f"reason Slow\nbut sure; citations [against: {SOURCE}]"
    )
    assert lines[1].startswith(
        "Türkiye, Armenia–Türkiye border, After the Istanbul visit, earlier: alignment "
    )


@settings(max_examples=12)
@given(st.data())
def test_whatever_an_edit_changes_is_in_the_lines(data: st.DataObject) -> None:
    before = sample()
    try:
        after = data.draw(operations(before))(before)
    except StakemapError:
        return
    assert (list(map_lines(before)) == list(map_lines(after))) == (encode(before) == encode(after))
    if before is after:
        assert describe(before, after) == []
