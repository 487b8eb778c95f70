"""A file with conflict markers is taken apart into the versions that git put into it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samples import sample
from stakemap.model.edits import set_texts
from stakemap.storage.codec import encode
from stakemap.storage.conflicts.conflict_markers import MarkedVersions, has_markers, versions_of, with_markers

MARKED = b"""{
<<<<<<< HEAD
  "title": "Mine",
||||||| 1a2b3c4
  "title": "Before",
=======
  "title": "Theirs",
>>>>>>> boris/draft
}
"""


def test_both_versions_and_the_base_are_taken_apart() -> None:
    assert versions_of(MARKED) == MarkedVersions(
        b'{\n  "title": "Before",\n}\n', b'{\n  "title": "Mine",\n}\n', b'{\n  "title": "Theirs",\n}\n'
    )


def test_without_the_base_of_one_conflict_there_is_none() -> None:
    plain = b"a\n<<<<<<< one\nb\n=======\n>>>>>>> other\n"
    assert versions_of(plain) == MarkedVersions(None, b"a\nb\n", b"a\n")
    both = versions_of(MARKED + plain)
    assert both is not None
    assert both.base is None


def test_longer_markers_and_windows_line_ends_are_known() -> None:
    text = b"<<<<<<<<< one\r\na\r\n=========\r\nb\r\n>>>>>>>>> other\r\n"
    assert versions_of(text) == MarkedVersions(None, b"a\r\n", b"b\r\n")


def test_a_base_that_was_in_conflict_itself_is_none() -> None:
    inner = b"<<<<<<<<< x\n1\n=========\n2\n>>>>>>>>> y\n"
    text = b"<<<<<<< one\na\n||||||| merged\n" + inner + b"=======\nb\n>>>>>>> other\n"
    assert versions_of(text) == MarkedVersions(None, b"a\n", b"b\n")


@pytest.mark.parametrize(
    "text",
    [
        b'{"title": "<<<<<<< HEAD"}\n',
        b'{\n  "title": "a\\n<<<<<<< HEAD\\n=======\\n>>>>>>> x"\n}\n',
        b" <<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n",
        b"<<<<<< six\na\n======\nb\n>>>>>> six\n",
        b"=======\n>>>>>>> only the end\n",
        b"",
    ],
)
def test_markers_that_are_not_whole_lines_are_none(text: bytes) -> None:
    assert not has_markers(text)
    assert versions_of(text) is None


@pytest.mark.parametrize("end", [b"<<<<<<< HEAD\na\n", b"<<<<<<< HEAD\na\n=======\nb\n"])
def test_an_incomplete_conflict_has_no_versions(end: bytes) -> None:
    assert has_markers(MARKED + end)
    assert versions_of(MARKED + end) is None


def test_a_map_has_no_markers_whatever_its_texts_say() -> None:
    text = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x"
    assert not has_markers(encode(set_texts(sample(), note=text)))


lines = st.lists(st.sampled_from([b"a", b"=", b"  <<<<<<< ", b"", b">>>>>>", b"b\r"]), max_size=4)


@given(st.lists(st.tuples(lines, lines, lines, lines), min_size=1, max_size=4), st.sampled_from([7, 9]))
def test_what_is_put_together_is_taken_apart(
    conflicts: list[tuple[list[bytes], list[bytes], list[bytes], list[bytes]]], size: int
) -> None:
    marked: list[bytes] = []
    versions: tuple[list[bytes], ...] = ([], [], [])
    for common, base, one, other in conflicts:
        marked += [*common, b"<" * size + b" one", *one, b"|" * size, *base]
        marked += [b"=" * size, *other, b">" * size + b" other"]
        for version, own in zip(versions, (base, one, other), strict=True):
            version += [*common, *own]
    assert versions_of(b"\n".join(marked)) == MarkedVersions(*(b"\n".join(each) for each in versions))


def test_a_version_full_of_signs_is_marked_at_once() -> None:
    hostile = b"<" * 300_000 + b"\n" + b"=" * 200_000
    data = b"".join(with_markers(b"", hostile, b"{}\n"))
    found = versions_of(data)
    assert found is not None
    assert found[1:] == (hostile + b"\n", b"{}\n")


def test_attributes_cannot_ask_for_gigabytes_of_markers() -> None:
    data = b"".join(with_markers(b"", b"{}\n", b"[]\n", 10**12))
    assert len(data) < 2_000
    assert versions_of(data) == (None, b"{}\n", b"[]\n")
