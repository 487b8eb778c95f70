"""Faults of policies: each is told in plain words, with its place and what is expected there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stakemap.errors import UsageError
from stakemap.storage.policy.reading import LONGEST_POLICY, read_policy
from stakemap.storage.policy.record import Policy


def _refusal(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(UsageError) as refused:
        read_policy(path)
    sentence = str(refused.value)
    start = f"Stakemap does not start, since the policy {path} cannot be used: "
    assert sentence.startswith(start)
    return sentence[len(start) :]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "it is not JSON, see line 1, column 1."),
        ('{\n  "open_links": no\n}', "it is not JSON, see line 2, column 17."),
        ("\0", "it is not JSON, see line 1, column 1."),
        ("[" * 100_000, "it is not JSON that Stakemap can read."),
        ('{"largest_file": ' + "9" * 5_000 + "}", "it is not JSON that Stakemap can read."),
        ("[]", 'it must be an object with rules, as in {"open_links": false}.'),
        ('{"open_link": false}', "there is no rule “open_link”; perhaps “open_links” is meant."),
        ('{"misspelt": 1}', "there is no rule “misspelt”."),
        ('{"theme": "a", "theme": ""}', "“theme” is given twice."),
        ('{"version": 2, "more": 1}', "“version” must be 1, the only version that this Stakemap knows."),
        ('{"require_author": "yes"}', "“require_author” must be true or false."),
        ('{"largest_file": "64"}', "“largest_file” must be a whole number of megabytes from 1 to 1024."),
        ('{"largest_file": 0}', "“largest_file” must be a whole number of megabytes from 1 to 1024."),
        ('{"keep_history_days": -1}', "“keep_history_days” must be a whole number of days from 0 to 3650."),
        ('{"keep_history_days": NaN}', "“keep_history_days” must be a whole number of days from 0 to 3650."),
        ('{"footer": "a\\nb"}', "“footer” must be one line of text of at most 200 characters."),
        ('{"footer": "\\ud800"}', "“footer” must be one line of text of at most 200 characters."),
        (
            '{"handling_marks": ["TLP:RED", ""]}',
            "“handling_marks” must be a list of at most 50 different marks, each one line of 1 to 200 "
            "characters, and entry 2 is not.",
        ),
        ('{"handling_marks": ["A  B", "A B"]}', "“handling_marks” has “A B” twice."),
        (
            '{"handling_marks": ["A"], "default_handling": "B"}',
            "“default_handling” is “B”, which is not among “handling_marks”.",
        ),
        (
            '{"export_formats": ["pdf", "docx"]}',
            "“export_formats” must be a list of formats out of these: png, svg, pdf, pptx, xlsx, csv, "
            "graphml, gexf, kumu, kumu-sheets, ktab, bibtex, csl, json; “docx” is none of them.",
        ),
        (
            '{"leave_no_traces": true, "keep_history_days": 30}',
            "“keep_history_days” keeps earlier versions, and “leave_no_traces” keeps none; give one of them.",
        ),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else None,
)
def test_each_fault_is_told_with_its_place_and_what_is_expected(
    tmp_path: Path, content: str, problem: str
) -> None:
    assert _refusal(tmp_path / "policy.json", content.encode()) == problem


def test_what_is_no_readable_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    assert _refusal(path, b"\xff\xfe{") == "it is not text in UTF-8."
    assert _refusal(path, b" " * (LONGEST_POLICY + 1)) == "it is larger than a policy can be, which is 1 MB."
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "nothing")
    for place, problem in ((tmp_path, "it is a folder"), (link, "there is no such file")):
        with pytest.raises(UsageError, match=problem):
            read_policy(place)


def test_rules_that_agree_are_read(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_bytes(
        b'\xef\xbb\xbf{"handling_marks": ["A"], "default_handling": " A ", "leave_no_traces": true, '
        b'"keep_history_days": 0, "export_formats": [], "organisation": "Minist\xc3\xa8re"}'
    )
    rules = read_policy(path)
    assert (rules.default_handling, rules.export_formats, rules.who) == ("A", (), "Ministère")
    assert Policy().set_by == "Set by your organisation"


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(
    st.dictionaries(st.sampled_from(sorted(Policy.model_fields)) | st.text(max_size=5), _VALUES, max_size=3)
)
def test_whatever_stands_in_a_policy_it_is_read_or_refused_in_one_line(
    tmp_path_factory: pytest.TempPathFactory, tree: dict[str, object]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any-policy.json"
    path.write_text(json.dumps(tree), encoding="utf-8")
    try:
        said = repr(read_policy(path))
    except UsageError as refused:
        said = str(refused)
    assert len(said.splitlines()) == 1
    assert "Input should" not in said
