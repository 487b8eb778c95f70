"""Hostile files are refused with one message and in little memory; what that takes in time is a benchmark."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.hostile import ALL, CASES, MEGABYTES, read_apart


@pytest.mark.parametrize("case", CASES)
def test_is_refused_with_one_message_and_in_little_memory(case: str, tmp_path: Path) -> None:
    outcome = read_apart(case, tmp_path / "hostile.json")
    code, _ = CASES[case]
    print(f"{case}: {outcome['seconds']:.2f} s, {outcome['memory']:.0f} MB")
    assert outcome["code"] == code, outcome["message"]
    assert 10 < len(outcome["message"]) < 400
    assert len(outcome["path"]) < 300
    assert outcome["size"] <= ALL
    assert outcome["memory"] <= MEGABYTES
