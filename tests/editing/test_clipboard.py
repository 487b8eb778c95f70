"""Copied actors as bytes; what comes from a clipboard is not trusted."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
from hypothesis import given

from executed_lines import lines_run
from samples import sample
from stakemap.editing import clipboard
from stakemap.editing.clipboard import from_json, to_json
from stakemap.errors import EditError
from stakemap.model import edits
from stakemap.model.checks import check
from stakemap.model.document import StakeMap
from strategies import examples, maps


@examples(30)
@given(maps())
def test_a_bundle_survives_the_clipboard(document: StakeMap) -> None:
    bundle = edits.extract_bundle(document, next(iter(document.snapshots), None), document.actors)
    pasted = from_json(to_json(bundle))
    assert pasted == bundle
    assert not [
        fault for fault in check(edits.insert_bundle(sample(), pasted, "2022")) if fault.severity == "error"
    ]


def said(**parts: Any) -> bytes:
    return json.dumps({"format": "stakemap-actors", "version": 1, **parts}).encode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "no Stakemap actors"),
        (b"\xff\xfe", "no Stakemap actors"),
        (b"hello", "no Stakemap actors"),
        (b"[1]", "no Stakemap actors"),
        (b'{"format": "stakemap", "version": 1}', "no Stakemap actors"),
        (b"[" * 100_000, "no Stakemap actors"),
        (b'{"format": "stakemap-actors", "version": 1, "x": NaN}', "no Stakemap actors"),
        (b'{"format": "stakemap-actors", "version": 1, "x": 1e999}', "no Stakemap actors"),
        (b'{"format": "stakemap-actors", "version": 2}', "newer version"),
        (b'{"format": "stakemap-actors"}', "newer version"),
        (said(actors=[1]), "the form of actors"),
        (said(actors={"A": {"name": "A"}}), "cannot be pasted"),
        (said(actors={"a": {}}), "Name is missing"),
        (said(actors={"a": "Armenia"}), "cannot be pasted"),
        (said(standings={"a": {"influence": {"value": 101}}}), "Influence is 101; it must be between 0"),
        (said(stances={"b": {"a": {"alignment": {"value": 1, "low": 2, "high": 3}}}}), "include its value"),
        (said(stances={"b": 3}), "the form of actors"),
        (said(stances={"../b": {}}), "cannot be pasted"),
    ],
)
def test_what_is_no_bundle_is_refused_in_words(data: bytes, sentence: str) -> None:
    with pytest.raises(EditError, match=sentence):
        from_json(data)


def test_too_much_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "SIZE_LIMIT", 10)
    with pytest.raises(EditError, match="too much"):
        from_json(said())


def test_it_stops_at_the_first_of_many_faults() -> None:
    def read(data: bytes) -> None:
        with pytest.raises(EditError):
            from_json(data)

    faults = 10_000
    data = said(actors={f"a{number}": {"name": number} for number in range(faults)})
    assert lines_run(partial(read, data)) < faults / 2


def test_an_empty_bundle() -> None:
    assert from_json(to_json(edits.Bundle())) == edits.Bundle()
