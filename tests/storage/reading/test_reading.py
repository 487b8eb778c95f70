"""What is wrong with a file is found in order, named with its place, and said in a plain sentence."""

from __future__ import annotations

import gc
import json
import threading
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samples import large, sample, tiny
from stakemap.errors import Fault, MapReadError
from stakemap.model.checks import check
from stakemap.storage.codec import decode, encode
from stakemap.storage.reading.limits import MEGABYTE, Cancelled, Limits
from storage.json_maps import document, keyed, sample_tree, text
from strategies import examples


def refusal(data: bytes, limits: Limits | None = None) -> Fault:
    """The first fault of a file that is refused, whose sentence the error tells."""
    with pytest.raises(MapReadError) as caught:
        decode(data, limits=limits or Limits())
    faults = caught.value.faults
    assert faults
    assert all(fault.severity == "error" for fault in faults)
    assert str(caught.value).startswith(faults[0].message)
    return faults[0]


class TestBytes:
    def test_empty(self) -> None:
        for data in (b"", b"  \n\t ", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n"):
            assert refusal(data) == Fault("empty", "", "The file is empty.")

    def test_one_byte_order_mark_is_stripped(self) -> None:
        assert decode(b"\xef\xbb\xbf" + encode(tiny())).document == tiny()
        assert refusal(b"\xef\xbb\xbf\xef\xbb\xbf" + encode(tiny())).code == "not-json"

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
    def test_other_encodings(self, encoding: str) -> None:
        fault = refusal(encode(sample()).decode().encode(encoding))
        assert fault.code in ("not-utf-8", "not-json")

    def test_bytes_that_are_no_character(self) -> None:
        data = text('"title":"?"').replace(b"?", b"\xe9").replace(b",", b",\n")
        fault = refusal(data)
        assert fault.code == "not-utf-8"
        assert "line 4" in fault.message
        for wrong in (b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80", b"\xff", b"\xe2\x82"):
            assert refusal(text('"title":"?"').replace(b"?", wrong)).code == "not-utf-8"

    def test_bytes_that_are_no_character_behind_the_first_megabyte(self) -> None:
        head = '"note":"' + "ё" * MEGABYTE
        for shift in range(4):
            data = text(head + "x" * shift + '?"').replace(b"?", b"\xe2\x82")
            assert refusal(data).code == "not-utf-8"

    @pytest.mark.parametrize(
        "data",
        [
            b"{",
            b"[1,",
            b'{"format":',
            b'{"a":1}x',
            b"hello",
            b"{'a':1}",
            b"{a:1}",
            b"[1,]",
            b'{"a":1,}',
            b'"a\nb"',
        ],
    )
    def test_what_is_no_json(self, data: bytes) -> None:
        fault = refusal(data)
        assert fault.code == "not-json"
        assert "line" in fault.message

    def test_a_file_that_breaks_off(self) -> None:
        assert "ends too early, in line 3" in refusal(b'{\n"a": 1,\n"b": 2,\n').message
        assert "ends too early, in line 1" in refusal(b'{"a": ').message

    def test_any_cut_of_a_small_map(self) -> None:
        data = encode(tiny())
        for length in range(len(data) - 2):
            refusal(data[:length])
        assert decode(data[:-1]).document == tiny()


class TestCaps:
    def test_size(self) -> None:
        data = encode(tiny())
        assert decode(data, limits=Limits(size=len(data))).document == tiny()
        assert refusal(data, Limits(size=len(data) - 1)).code == "too-large"
        assert "64 MB" in refusal(b" " * (64 * MEGABYTE + 1)).message

    def test_brackets_and_commas(self) -> None:
        data = text('"x":[' + ",".join("1" * 100) + "]")
        assert decode(data, limits=Limits(marks=106)).document.model_extra
        assert refusal(data, Limits(marks=105)).code == "too-many-parts"

    def test_keys(self) -> None:
        data = text(keyed("1", 100))
        assert decode(data, limits=Limits(keys=103)).document.model_extra
        assert refusal(data, Limits(keys=102)).code == "too-many-parts"

    def test_records(self) -> None:
        data = text('"actors":{' + keyed('{"name":"a"}', 50) + "}")
        assert len(decode(data, limits=Limits(records=50)).document.actors) == 50
        assert refusal(data, Limits(records=49)).code == "too-many-parts"

    @pytest.mark.parametrize(
        "body",
        [
            "{fields}",
            '"actors":{{"a":{{"name":"A",{fields}}}}}',
            '"snapshots":{{"s":{{"label":"S",{fields}}}}}',
        ],
    )
    def test_fields_of_one_record(self, body: str) -> None:
        decode(text(body.format(fields=keyed("1", 900))))
        assert refusal(text(body.format(fields=keyed("1", 1_100)))).code == "too-long"

    def test_a_larger_cap_raises_the_others_and_a_smaller_one_does_not_lower_them(self) -> None:
        limits = Limits()
        assert limits.with_size(128 * MEGABYTE) == Limits(
            128 * MEGABYTE, 2 * limits.memory, 2 * limits.marks, 2 * limits.keys, 2 * limits.records
        )
        assert limits.with_size(MEGABYTE).marks == limits.marks

    def test_depth(self) -> None:
        def nested(depth: int, opening: str = "[", closing: str = "]") -> bytes:
            return text('"x":' + opening * (depth - 1) + "1" * (opening != "[") + closing * (depth - 1))

        for brackets in (("[", "]"), ('{"a":', "}")):
            one = decode(nested(100, *brackets)).document
            assert decode(encode(one)).document == one
            assert refusal(nested(101, *brackets)).code == "too-deep"
            assert refusal(nested(100_000, *brackets)).code == "too-deep"
        assert refusal(b"[" * 100_000).code == "too-deep"
        assert refusal(b"]" * 100_000).code == "not-json"
        assert decode(text('"x":"' + "[" * 100_000 + '"')).document.model_extra
        assert decode(text('"x":"' + '\\"[' * 1_000 + '"')).document.model_extra
        assert decode(text('"x":"\\\\","y":["' + "{" * 1_000 + '"]')).document.model_extra


class TestJson:
    @pytest.mark.parametrize(
        "constant", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1" + "0" * 309, "1" * 5_000]
    )
    def test_numbers_that_are_none(self, constant: str) -> None:
        fault = refusal(text(f'"x":[1,{{"y":{constant}}}]'))
        assert (fault.code, fault.path) == ("number", "x.1.y")
        assert "x.1.y" in fault.message
        assert len(fault.message) < 200

    def test_keys_that_stand_twice(self) -> None:
        fault = refusal(text('"actors":{"a":{"name":"A"},"b":{"name":"B"},"a":{"name":"C"}}'))
        assert fault == Fault(
            "duplicate-key", "actors.a", "“a” occurs twice in the same place. (The place is actors.a.)"
        )
        assert refusal(text('"version":1')).path == "version"
        assert refusal(text('"x":[[{"é":1,"\\u00e9":2}]]')).path == "x.0.0.é"
        assert refusal(text('"x":{"a":{"b":1,"b":2},"a":3}')).path == "x.a.b"
        assert refusal(text('"x":{"b":1,"b":2},"y":"a\\":b\\": "')).path == "x.b"

    def test_keys_that_only_seem_to_stand_twice(self) -> None:
        read = decode(text('"x":{"a":"\\"a\\":1","b":"{\\"a\\":[","c:":":","d":{"a":":,:"}}')).document
        assert read.model_extra == {"x": {"a": '"a":1', "b": '{"a":[', "c:": ":", "d": {"a": ":,:"}}}

    def test_keys_that_stand_twice_in_the_layout_of_stakemap(self) -> None:
        data = encode(tiny()).replace(b'"title": "Tiny",\n', b'"title": "Tiny",\n  "title": "Tiny",\n')
        assert refusal(data).path == "title"

    @pytest.mark.parametrize("escape", ["\\ud800", "\\udc00", "\\ud800x", "\\udc00\\ud800", "\\uD83D\\u0041"])
    def test_halves_of_surrogate_pairs(self, escape: str) -> None:
        fault = refusal(text(f'"x":["ok","{escape}"]'))
        assert (fault.code, fault.path) == ("surrogate", "x.1")
        assert refusal(text(f'"actors":{{"{escape}":1}}')).code == "surrogate"

    def test_whole_surrogate_pairs_and_escaped_backslashes(self) -> None:
        one = decode(text('"title":"\\ud83d\\ude00 \\\\ud800"')).document
        assert one.title == "😀 \\ud800"

    def test_numbers_that_only_seem_long(self) -> None:
        one = decode(text('"x":["12345678901234567890","e-0001",12.0,1e2,100000000000000000000]')).document
        assert one.model_extra == {"x": ["12345678901234567890", "e-0001", 12.0, 100.0, 10**20]}


class TestKind:
    @pytest.mark.parametrize(
        "data", [b"null", b"1", b'"stakemap"', b"[]", b"{}", b'{"version":1}', b'[{"format":"stakemap"}]']
    )
    def test_json_of_another_kind(self, data: bytes) -> None:
        assert refusal(data) == Fault("not-a-map", "", "This is JSON, but not a Stakemap map.")

    @pytest.mark.parametrize("name", ["5", "null", '"Stakemap"', '"geojson"', "[]"])
    def test_another_format(self, name: str) -> None:
        assert "another kind" in refusal(f'{{"format":{name},"version":1}}'.encode()).message

    @pytest.mark.parametrize(
        "version", ["", ',"version":"1"', ',"version":true', ',"version":1.0', ',"version":null']
    )
    def test_no_version(self, version: str) -> None:
        assert "which version" in refusal(f'{{"format":"stakemap"{version}}}'.encode()).message

    @pytest.mark.parametrize("version", [0, -1, -(10**30)])
    def test_versions_that_never_were(self, version: int) -> None:
        assert "does not exist" in refusal(text(version=version)).message


def faulty(place: str, value: Any) -> bytes:
    """The sample map with another value at one place; "…" leaves it out."""
    tree = sample_tree()
    record: Any = tree
    steps = place.split("/")
    for step in steps[:-1]:
        record = record[int(step)] if isinstance(record, list) else record.setdefault(step, {})
    if value == "…":
        del record[steps[-1]]
    else:
        record[int(steps[-1]) if isinstance(record, list) else steps[-1]] = value
    return json.dumps(tree).encode()


NOW = "snapshots/2025-07"
SENTENCES = [
    (
        f"{NOW}/standings/turkiye/influence/value",
        140,
        "The influence of turkiye in snapshot 2025-07 is 140; it must be between 0 and 100.",
    ),
    (
        f"{NOW}/stances/border/armenia/alignment/low",
        -101.5,
        (
            "The low end of the alignment of armenia on border in snapshot 2025-07 is -101.5; it must be "
            "between −100 and 100."
        ),
    ),
    (
        f"{NOW}/stances/border/armenia/salience/value",
        -1,
        "The salience of border to armenia in snapshot 2025-07 is -1; it must be between 0 and 100.",
    ),
    (
        f"{NOW}/stances/border/president/influence/high",
        "70",
        (
            "The high end of the influence of president on border in snapshot 2025-07 is “70”, but it "
            "must be a number."
        ),
    ),
    (
        f"{NOW}/ties/azerbaijan-armenia/strength",
        4,
        "The strength of azerbaijan-armenia in snapshot 2025-07 is 4; it must be between −3 and 3.",
    ),
    (
        f"{NOW}/ties/azerbaijan-armenia/strength",
        1.5,
        "The strength of azerbaijan-armenia in snapshot 2025-07 is 1.5, but it must be a whole number.",
    ),
    (
        f"{NOW}/standings/armenia/influence/value",
        "…",
        "The influence of armenia in snapshot 2025-07 is missing.",
    ),
    (
        f"{NOW}/standings/armenia/confidence",
        "hihg",
        (
            "The field “confidence” of the standing of armenia in snapshot 2025-07 is “hihg”; it must be "
            "“low”, “moderate” or “high”."
        ),
    ),
    (
        f"{NOW}/standings/armenia",
        {"influence": {"value": 5, "low": 1}},
        "The influence of armenia in snapshot 2025-07: a range needs both ends or neither.",
    ),
    (
        f"{NOW}/standings/armenia",
        {"influence": {"value": 5, "low": 6, "high": 7}},
        "The influence of armenia in snapshot 2025-07: a range must include its value: low ≤ value ≤ high.",
    ),
    (
        f"{NOW}/standings/armenia",
        {},
        "The standing of armenia in snapshot 2025-07: a judgement needs its influence, or the "
        "state unknown or not applicable.",
    ),
    (
        f"{NOW}/standings/armenia",
        7,
        "The standing of armenia in snapshot 2025-07 is 7, but it must be a set of named fields.",
    ),
    (
        f"{NOW}/standings",
        [1],
        "The field “standings” of snapshot 2025-07 is a list, but it must be a set of named entries.",
    ),
    (
        f"{NOW}/stances/border/turkiye/citations/1/source",
        5,
        (
            "The field “source” of citation 2 of the stance of turkiye on border in snapshot 2025-07 is "
            "5, but it must be text."
        ),
    ),
    (
        f"{NOW}/stances/border/turkiye/conditions/0/text",
        None,
        (
            "The field “text” of condition 1 of the stance of turkiye on border in snapshot 2025-07 is "
            "empty (null), but it must be text."
        ),
    ),
    (
        f"{NOW}/stances/border/armenia/earlier/0/on",
        "2025-02-30",
        (
            "The field “on” of earlier judgement 1 of the stance of armenia on border in snapshot "
            "2025-07: a date is written 2025, 2025-07 or 2025-07-01 and must exist."
        ),
    ),
    (
        f"{NOW}/stances/border",
        "x",
        (
            "The field “border” of the field “stances” of snapshot 2025-07 is “x”, but it must be a set "
            "of named entries."
        ),
    ),
    (f"{NOW}/label", "…", "The field “label” of snapshot 2025-07 is missing."),
    (
        f"{NOW}/scenario",
        "yes",
        "The field “scenario” of snapshot 2025-07 is “yes”, but it must be true or false.",
    ),
    (
        f"{NOW}/based_on",
        "The 2022",
        "The field “based_on” of snapshot 2025-07 is “The 2022”, but an id is small Latin letters "
        "and digits joined by hyphens.",
    ),
    ("actors/turkiye/name", "…", "The field “name” of actor turkiye is missing."),
    ("actors/turkiye/name", "x" * 501, "The field “name” of actor turkiye is longer than 500 characters."),
    (
        "actors/turkiye/aliases",
        "Turkey",
        "The field “aliases” of actor turkiye is “Turkey”, but it must be a list.",
    ),
    (
        "actors/turkiye/aliases",
        ["a"] * 1_001,
        "The field “aliases” of actor turkiye has more than 1,000 entries.",
    ),
    ("actors/turkiye/aliases", ["a", 5], "Alias 2 of actor turkiye is 5, but it must be text."),
    (
        "actors/turkiye/colour",
        "red",
        "The field “colour” of actor turkiye is “red”, but a colour is written #1a2b3c.",
    ),
    (
        "actors/Türkiye",
        {"name": "T"},
        "“Türkiye” cannot be an id: ids are small Latin letters and digits joined by hyphens.",
    ),
    ("actors/" + "x" * 121, {"name": "T"}, "The id “" + "x" * 59 + "…” is longer than 120 characters."),
    ("actors", 5, "The field “actors” of the map is 5, but it must be a set of named entries."),
    ("actors", {"a": []}, "Actor a is a list, but it must be a set of named fields."),
    (
        "issues/border/order",
        True,
        "The field “order” of issue border is true, but it must be a whole number.",
    ),
    ("issues/border/quadrants", ["a", "b"], "Quadrant caption 3 of issue border is missing."),
    (
        "issues/border/quadrants",
        list("abcde"),
        "The field “quadrants” of issue border has more than 4 entries.",
    ),
    (
        "sources/agency-2022/reliability",
        "G9",
        "The field “reliability” of source agency-2022 is “G9”, but reliability is a letter A to F "
        "and a digit 1 to 6, such as B2.",
    ),
    (
        "relations/azerbaijan-armenia/target",
        "…",
        "The field “target” of relation azerbaijan-armenia is missing.",
    ),
    (
        "groups/yerevan/name",
        {"a": 1},
        "The field “name” of group yerevan is a set of named fields, but it must be text.",
    ),
    ("id", "1", "The field “id” of the map is “1”, but a map’s id is a UUID in small letters."),
    ("id", "…", "The field “id” of the map is missing."),
    ("title", "a\u202eb\u0000\u200d", "…"),
    (
        "cut_off",
        "July",
        "The field “cut_off” of the map: a date is written 2025, 2025-07 or 2025-07-01 and must exist.",
    ),
    ("snapshots", {"s": 1}, "Snapshot s is 1, but it must be a set of named entries."),
]


class TestRecords:
    @pytest.mark.parametrize(("place", "value", "sentence"), SENTENCES)
    def test_each_fault_is_a_sentence_with_a_place(self, place: str, value: Any, sentence: str) -> None:
        if sentence == "…":
            decode(faulty(place, value))
            return
        fault = refusal(faulty(place, value))
        assert fault.message == sentence
        assert fault.path.replace(".", "/").startswith(place[:50])

    def test_hostile_text_is_made_visible(self) -> None:
        fault = refusal(faulty("actors/turkiye/kind", "a\u202eb\u001b[31m" + "x" * 999))
        assert "“a⟨U+202E⟩b⟨U+001B⟩[31mxxx" in fault.message
        assert len(fault.message) < 300
        fault = refusal(text('"actors":{"\\u202e\\u0007' + "x" * 10_000 + '":{}}'))
        assert fault.path.startswith("actors.⟨U+202E⟩⟨U+0007⟩xx")
        assert len(fault.path) < 200

    def test_the_search_ends_at_the_twentieth_fault(self) -> None:
        data = text('"actors":{' + keyed('{"name":1,"code":2}', 5_000) + "}")
        with pytest.raises(MapReadError) as caught:
            decode(data)
        assert len(caught.value.faults) == 20
        assert caught.value.faults[-1].path == "actors.k9.code"
        assert str(caught.value).endswith("(20 faults were found before the search was stopped.)")
        with pytest.raises(MapReadError) as caught:
            decode(data, limits=Limits(faults=3))
        assert len(caught.value.faults) == 3

    def test_faults_in_several_places_are_all_told(self) -> None:
        tree = sample_tree()
        tree["actors"]["armenia"]["name"] = 1
        tree["issues"]["border"]["order"] = "x"
        tree["snapshots"]["2020"]["date"] = "x"
        tree["snapshots"]["2022"]["standings"]["turkiye"]["influence"]["value"] = 101
        tree["status"] = "done"
        with pytest.raises(MapReadError, match=r"\(4 more faults were found.\)$") as caught:
            decode(json.dumps(tree).encode())
        assert [fault.path for fault in caught.value.faults] == [
            "status",
            "actors.armenia.name",
            "issues.border.order",
            "snapshots.2020.date",
            "snapshots.2022.standings.turkiye.influence.value",
        ]

    def test_a_wrong_entry_far_down_a_list_is_found(self) -> None:
        fault = refusal(faulty("actors/turkiye/tags", ["a"] * 900 + [None, None]))
        assert fault.path == "actors.turkiye.tags.900"

    def test_references_are_followed_last(self) -> None:
        fault = refusal(faulty("actors/turkiye/group", "nowhere"))
        assert fault.path == "actors.turkiye.group"
        assert "nowhere" in fault.message
        assert "actors.turkiye.group" in fault.message
        tree = sample_tree()
        tree["actors"]["turkiye"] |= {"group": "nowhere", "name": 5}
        assert refusal(json.dumps(tree).encode()).path == "actors.turkiye.name"

    def test_many_small_snapshots_and_one_faulty(self) -> None:
        tree = document(snapshots={f"s{number}": {"label": "s"} for number in range(400)})
        assert len(decode(json.dumps(tree).encode()).document.snapshots) == 400
        tree["snapshots"]["s333"]["date"] = "x"
        assert refusal(json.dumps(tree).encode()).path == "snapshots.s333.date"

    def test_mappings_keep_every_record(self) -> None:
        one = large(1_300, 2, 2)
        assert decode(encode(one)).document == one


class TestReferences:
    """What nothing but the whole map tells is found in every chunk of a large snapshot."""

    EARLIER: ClassVar = {"alignment": {"value": 1}}
    DANGLING: ClassVar = [{"source": "nowhere"}]
    UNKNOWN: ClassVar = {
        "extra": {"extra": 1},
        "alignment.extra": {"alignment": {"value": 1, "extra": 1}},
        "salience.extra": {"salience": {"value": 1, "extra": 1}},
        "citations.0.extra": {"citations": [{"source": "source", "extra": 1}]},
        "conditions.0.extra": {"conditions": [{"text": "If.", "extra": 1}]},
        "earlier.0.extra": {"earlier": [{**EARLIER, "extra": 1}]},
        "earlier.0.alignment.extra": {"earlier": [{"alignment": {"value": 1, "extra": 1}}]},
    }
    ERRORS: ClassVar = {
        "citations.0.source": {"citations": DANGLING},
        "conditions.0.issue": {"conditions": [{"text": "If.", "issue": "nothing"}]},
        "earlier.0.citations.0.source": {"earlier": [{**EARLIER, "citations": DANGLING}]},
        "earlier.0.conditions.0.issue": {
            "earlier": [{**EARLIER, "conditions": [{"text": "If.", "issue": "nothing"}]}]
        },
    }

    @staticmethod
    def changed(changes: dict[str, dict[str, Any]], actors: int = 1_200) -> tuple[bytes, list[str]]:
        """A map with one change each to the stances of some actors, and the places of the stances."""
        tree = json.loads(encode(large(actors, 1, 1)))
        stances = tree["snapshots"]["s0"]["stances"]["issue-0"]
        chosen = list(stances)[:: max(1, actors // len(changes))]
        for key, change in zip(chosen, changes.values(), strict=False):
            stances[key] |= change
        return json.dumps(tree).encode(), [f"snapshots.s0.stances.issue-0.{key}" for key in chosen]

    @pytest.mark.parametrize("actors", [20, 1_200])
    def test_unknown_fields_are_told_of_in_order(self, actors: int) -> None:
        data, stances = self.changed(self.UNKNOWN, actors)
        read = decode(data)
        assert [fault.code for fault in read.faults] == ["unknown-field"] * len(self.UNKNOWN)
        places = [f"{stance}.{place}" for stance, place in zip(stances, self.UNKNOWN, strict=False)]
        assert [fault.path for fault in read.faults] == places
        assert read.faults == check(read.document)

    @pytest.mark.parametrize("place", ERRORS)
    @pytest.mark.parametrize("actors", [20, 1_200])
    def test_a_dangling_reference_is_refused(self, place: str, actors: int) -> None:
        data, stances = self.changed({"none": {}, place: self.ERRORS[place]}, actors)
        assert refusal(data).path == f"{stances[1]}.{place}"

    def test_dangling_references_come_in_order(self) -> None:
        data, stances = self.changed(self.UNKNOWN | self.ERRORS)
        with pytest.raises(MapReadError) as caught:
            decode(data)
        places = list(zip(stances, [*self.UNKNOWN, *self.ERRORS], strict=False))
        assert [fault.path for fault in caught.value.faults] == [
            f"{stance}.{place}" for stance, place in places if place in self.ERRORS
        ]


class TestProgress:
    def test_grows_from_nothing_to_all(self) -> None:
        shares: list[float] = []
        decode(encode(large(1_200, 1, 2)), progress=shares.append)
        assert shares[0] == 0
        assert shares[-1] == 1
        assert shares == sorted(shares)
        assert len(shares) > 5

    def test_what_is_read_in_small_steps_is_the_same_map_with_all_its_unknown_fields(self) -> None:
        tree = json.loads(encode(large(1_200, 1, 2)))
        tree["extra"] = {"deep": [{"a": 1.5}, "b"]}
        tree["actors"][min(tree["actors"])]["extra"] = {"x": {"y": [1, 2]}}
        data = json.dumps(tree).encode()
        at_once = decode(data)
        in_steps = decode(data, progress=lambda _: True)
        assert in_steps.document == at_once.document
        assert encode(in_steps.document) == encode(at_once.document)

    def test_false_cancels_and_other_answers_do_not(self) -> None:
        data = encode(large(1_200, 1, 2))
        with pytest.raises(Cancelled):
            decode(data, progress=lambda share: share < 0.5)
        assert decode(data, progress=lambda _: 0).document.actors


class TestCollection:
    def test_is_off_meanwhile_and_on_again(self) -> None:
        seen: list[bool] = []
        decode(encode(sample()), progress=lambda _: seen.append(gc.isenabled()))
        assert set(seen) == {False}
        assert gc.isenabled()
        with pytest.raises(MapReadError):
            decode(b"{")
        assert gc.isenabled()

    def test_stays_off_where_it_was(self) -> None:
        gc.disable()
        try:
            decode(encode(sample()))
            assert not gc.isenabled()
        finally:
            gc.enable()

    def test_is_on_again_after_two_at_once(self) -> None:
        data = encode(large(1_200, 1, 2))
        threads = [threading.Thread(target=decode, args=(data,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert gc.isenabled()


def read_or_refuse(data: bytes) -> None:
    """Read what may be a map: nothing but a map that can be written, or faults, can come of it."""
    faults: tuple[Fault, ...] = ()
    read = None
    try:
        read = decode(data).document
    except MapReadError as error:
        faults = error.faults
    assert faults if read is None else decode(encode(read)).document == read


@examples(400)
@given(st.data())
def test_mutated_maps_open_or_are_refused(data: st.DataObject) -> None:
    mutated = bytearray(encode(sample()) if data.draw(st.booleans()) else encode(tiny()))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(mutated) - 1))
        kind = data.draw(st.sampled_from(("flip", "cut", "insert", "double", "token")))
        if kind == "flip":
            mutated[place] ^= 1 << data.draw(st.integers(0, 7))
        elif kind == "cut":
            del mutated[place : place + data.draw(st.integers(1, 60))]
        elif kind == "insert":
            mutated[place:place] = data.draw(st.binary(min_size=1, max_size=8))
        elif kind == "double":
            mutated[place:place] = mutated[place : place + data.draw(st.integers(1, 200))]
        else:
            token = data.draw(
                st.sampled_from(
                    (b"null", b"NaN", b"1e999", b'"', b"{", b"]", b",", b"-", b'"\\ud800"', b"[]")
                )
            )
            mutated[place : place + len(token)] = token
        if not mutated:
            break
    read_or_refuse(bytes(mutated))


def _with_parts(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    names = st.sampled_from(("turkiye", "value", "A B", ""))
    return st.lists(parts, max_size=3) | st.dictionaries(names, parts)


JUNK = st.recursive(
    st.sampled_from((None, True, 0, -1, 101, 1e300, "", "x", "2025", "turkiye", "judged", "unknown", "A B")),
    _with_parts,
    max_leaves=5,
)


@examples(300)
@given(st.data())
def test_maps_with_other_structure_open_or_are_refused(data: st.DataObject) -> None:
    tree = sample_tree()
    if data.draw(st.booleans()):
        tree["version"] = 7
    for _ in range(data.draw(st.integers(1, 3))):
        parent, key = tree, data.draw(st.sampled_from(sorted(tree)))
        while isinstance(parent[key], dict | list) and parent[key] and data.draw(st.integers(0, 4)):
            parent = parent[key]
            key = data.draw(
                st.sampled_from(sorted(parent) if isinstance(parent, dict) else range(len(parent)))
            )
        if data.draw(st.booleans()):
            parent[key] = data.draw(JUNK)
        elif isinstance(parent, dict):
            parent.pop(key)
        if not tree:
            break
    read_or_refuse(json.dumps(tree).encode())
