"""What differs between two maps, by identity and in words."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from samples import alignment, influence, large, sample, tiny
from stakemap.model import edits
from stakemap.model.changed_keys import changed_keys
from stakemap.model.changes import Touched, changes, touched
from stakemap.model.document import Actor, StakeMap
from stakemap.model.edits import Authorship, Move
from stakemap.model.edits_base import put_judgements
from stakemap.model.judgements import Citation, Condition, Stance, Standing, Tie
from stakemap.model.subjects import Place, Subject
from stakemap.wording.changes import describe
from strategies import examples, maps

NOBODY = Authorship("", "2025-08-04")


def judged(document: StakeMap, **moves: Move) -> StakeMap:
    return edits.move_actors(document, "2025-07", "border", moves, NOBODY)


class TestTouched:
    def test_nothing(self) -> None:
        assert touched(sample(), sample().model_copy()).texts == frozenset()
        document = sample()
        assert not touched(document, document)
        assert touched(document, document) == Touched()

    def test_a_move_touches_one_stance(self) -> None:
        before = sample()
        difference = touched(before, judged(before, armenia=Move(1)))
        assert difference.stances == {("2025-07", "border", "armenia")}
        assert difference.snapshots == {"2025-07"}
        assert not difference.timeline
        assert not difference.standings
        assert difference.judged_actors == {"armenia"}
        assert difference.count == 2

    def test_the_timeline_is_what_snapshots_say_of_themselves(self) -> None:
        before = sample()
        assert touched(before, edits.update_snapshot(before, "2022", label="x")).timeline == {"2022"}
        gone = touched(before, edits.remove_snapshot(before, "2022"))
        assert gone.timeline == {"2022", "2025-07"}
        assert ("2022", "border", "turkiye") in gone.stances

    def test_texts_of_the_map_and_its_unknown_fields(self) -> None:
        before = tiny()
        after = edits.set_texts(before, title="New", handling="TLP:RED")
        assert touched(before, after).texts == {"title", "handling"}
        assert touched(before, StakeMap.model_validate({**before.__dict__, "x": 1})).texts == {""}

    def test_the_last_answer_is_kept_but_keeps_no_map_alive(self) -> None:
        before = sample()
        after = edits.set_texts(before, title="New")
        assert touched(before, after) is touched(before, after)
        assert touched(after, before).texts == {"title"}

    @given(
        st.lists(
            st.tuples(
                st.integers(0, 5),
                st.dictionaries(
                    st.sampled_from(
                        [
                            ("2022", Subject.stance("border", "armenia")),
                            ("2022", Subject.standing("armenia")),
                            ("2025-07", Subject.stance("border", "armenia")),
                            ("2025-07", Subject.stance("border", "iran")),
                        ]
                    ),
                    st.none() | st.integers(0, 3),
                    max_size=3,
                ),
                st.none() | st.sampled_from("xy"),
            ),
            max_size=5,
        )
    )
    @examples(40)
    def test_what_edits_know_of_their_changes_is_what_is_found(
        self, steps: list[tuple[int, dict[tuple[str, Subject], int | None], str | None]]
    ) -> None:
        documents = [sample()]
        for begin, values, title in steps:
            document = documents[min(begin, len(documents) - 1)]
            for (snapshot, subject), value in values.items():
                kind = Stance if subject.kind == "stance" else Standing
                judgement = None if value is None else kind.model_validate({kind.measured: {"value": value}})
                document = put_judgements(document, snapshot, {subject: judgement})
            documents.append(document if title is None else edits.set_texts(document, title=title))
        for before, after in product(documents, repeat=2):
            # A copy is none of the maps that any edit knows.
            assert touched(before, after) == touched(before.model_copy(), after.model_copy())

    def test_equal_maps_that_share_nothing_differ_everywhere(self) -> None:
        before = sample()
        after = copy.deepcopy(before)
        assert touched(before, after).actors == before.actors.keys()
        assert describe(before, after) == []


class TestChanges:
    def test_a_move_is_told_by_record_and_by_field(self) -> None:
        before = sample()
        after = judged(before, armenia=Move(1))
        (change,) = changes(before, after)
        assert change.place == Place("snapshots", "2025-07", Subject.stance("border", "armenia"))
        assert change.before is before.snapshots["2025-07"].stances["border"]["armenia"]
        assert change.after is after.snapshots["2025-07"].stances["border"]["armenia"]
        assert {each.field for each in change.fields} >= {"alignment", "earlier"}

    def test_texts_records_and_what_snapshots_say_of_themselves(self) -> None:
        before = sample()
        after = edits.set_texts(before, title="New")
        after = edits.update_actor(after, "iran", name="Iran")
        after = edits.update_snapshot(after, "2022", label="x")
        after = edits.add_actor(after, "china", Actor(name="China"))
        told = {change.place: [each.field for each in change.fields] for change in changes(before, after)}
        assert told == {
            Place(""): ["title"],
            Place("actors", "iran"): ["name"],
            Place("actors", "china"): [],
            Place("snapshots", "2022"): ["label"],
        }

    def test_a_snapshot_that_goes_takes_its_judgements_along(self) -> None:
        before = sample()
        gone = before.snapshots["2022"]
        after = before.model_copy(
            update={"snapshots": {k: v for k, v in before.snapshots.items() if v is not gone}}
        )
        told = list(changes(before, after))
        assert {change.place.subject: change.before for change in told} == {
            None: gone,
            **dict(gone.judgements()),
        }
        assert all(change.after is None for change in told)

    @given(maps(), maps())
    @examples(30)
    def test_both_ways_tell_the_same_with_the_sides_changed(self, one: StakeMap, other: StakeMap) -> None:
        there = {place: (old, new) for place, old, new in changes(one, other)}
        back = {place: (new, old) for place, old, new in changes(other, one)}
        assert there == back


def test_changed_keys() -> None:
    one, two, three = [1], [1], [3]
    before = {"a": one, "b": two}
    assert changed_keys(before, before) == []
    assert changed_keys(before, {"a": one, "b": two}) == []
    assert changed_keys(before, {"a": two, "b": two}) == ["a"]
    assert sorted(changed_keys(before, {"b": two, "a": two, "c": three})) == ["a", "c"]
    assert changed_keys(before, {"b": two}) == ["a"]
    assert sorted(changed_keys(before, {"b": two, "c": one})) == ["a", "c"]
    assert changed_keys({}, before) == ["a", "b"]


def unisolated(lines: Sequence[str]) -> list[str]:
    """The lines without the marks that keep a name which runs right to left from turning the rest."""
    return [line.translate(dict.fromkeys(range(0x2066, 0x206A))) for line in lines]


class TestInWords:
    def test_a_move(self) -> None:
        before = edits.withdraw_judgements(sample(), "2025-07", [edits.Subject.stance("border", "turkiye")])
        before = edits.judge(
            before, "2025-07", Subject.stance("border", "turkiye"), Stance(alignment=alignment(10)), NOBODY
        )
        assert describe(before, judged(before, turkiye=Move(25))) == [
            "Türkiye on Armenia–Türkiye border at After the Istanbul visit: alignment +10 → +25"
        ]

    def test_ranges_and_what_did_not_carry_over(self) -> None:
        before = sample()
        assert describe(before, judged(before, armenia=Move(-5, 40))) == [
            "Armenia at After the Istanbul visit: influence 35 (25 to 50) → 40 (30 to 55); "
            "basis inferred → none",
            "Armenia on Armenia–Türkiye border at After the Istanbul visit: "
            "alignment +85 (+70 to +95) → −5 (−20 to +5); "
            "confidence high → none; basis stated → none; reason removed; citations removed",
        ]

    def test_states_are_words(self) -> None:
        before = sample()
        after = edits.make_unknown(before, "2025-07", "border", ["president", "iran"], NOBODY)
        after = edits.make_not_applicable(after, "2022", "corridor", ["armenia"], NOBODY)
        assert unisolated(describe(before, after)) == [
            "Armenia on Corridor at Envoys agree: alignment not judged → not applicable",
            "The president of Türkiye on Armenia–Türkiye border at After the Istanbul visit: "
            "alignment +20 → unknown",
            "ایران on Armenia–Türkiye border at After the Istanbul visit: alignment not judged → unknown",
        ]

    def test_judged_anew_where_it_was_carried_over(self) -> None:
        before = sample()
        after = edits.judge(
            before, "2022", Subject.standing("armenia"), Standing(influence=influence(32)), NOBODY
        )
        assert describe(before, after) == ["Armenia at Envoys agree: influence 30 → 32; reason removed"]
        assert describe(after, before) == [
            "Armenia at Envoys agree: no longer judged here; influence 32 → 30; reason added"
        ]

    def test_the_same_again(self) -> None:
        before = sample()
        same = Tie(strength=3)
        after = edits.judge(before, "2022", Subject.tie("turkiye-azerbaijan"), same, NOBODY)
        assert describe(before, after) == [
            "Türkiye – Azerbaijan (alliance) at Envoys agree: judged here, unchanged"
        ]

    def test_who_judged_and_the_ledger(self) -> None:
        before = sample()
        after = edits.annotate(before, "2020", Subject.standing("russia"), by="C", on="2025-01-01")
        assert describe(before, after) == ["Россия at After the war: judged by “C” on 2025-01-01"]
        stance = before.snapshots["2025-07"].stances["border"]["armenia"]
        stance = stance.model_copy(update={"earlier": ()})
        snapshot = before.snapshots["2025-07"]
        border = {**snapshot.stances["border"], "armenia": stance}
        snapshot = snapshot.model_copy(update={"stances": {**snapshot.stances, "border": border}})
        after = before.model_copy(update={"snapshots": {**before.snapshots, "2025-07": snapshot}})
        assert describe(before, after) == [
            "Armenia on Armenia–Türkiye border at After the Istanbul visit: its history"
        ]

    def test_what_is_written_beside(self) -> None:
        before = sample()
        after = edits.annotate(
            before,
            "2025-07",
            Subject.stance("border", "president"),
            role="can-block",
            watch_for="A visit.",
            citations=(Citation(source="agency-2022"),),
            conditions=(Condition(text="x"),),
        )
        assert describe(before, after) == [
            "The president of Türkiye on Armenia–Türkiye border at After the Istanbul visit: "
            "citations added; what to watch for added; role none → can block; conditions added"
        ]

    def test_records(self) -> None:
        before = sample()
        after = edits.update_actor(before, "iran", name="Iran", group="yerevan", tags=("a", "b"), note="x")
        after = edits.update_actor(after, "president", part_of=None, kind="other")
        after = edits.add_actor(after, "usa", Actor(name="United States"))
        after = edits.remove_relation(after, "azerbaijan-armenia")
        after = edits.set_texts(after, status="draft", question="")
        after = edits.update_issue(after, "border", order=3, quadrants=("a", "b", "c", "d"))
        assert unisolated(describe(before, after)) == [
            "The map: question removed",
            "The map: status reviewed → draft",
            "Actor ایران: name “ایران” → “Iran”; group none → Yerevan; note added; tags none → “a”, “b”",
            "Actor The president of Türkiye: kind person → other; part of Türkiye → none",
            "Actor United States: added",
            "Issue Armenia–Türkiye border: quadrant captions changed; order 0 → 3",
            "Relation Azerbaijan → Armenia (presses): removed",
        ]

    def test_snapshots(self) -> None:
        before = sample()
        after = edits.branch(before, "2026", "2025-07", "Next year", scenario=False, date="2026")
        after = edits.remove_snapshot(after, "delay")
        after = edits.update_snapshot(after, "pressure", scenario=False, date="2025-09")
        after = edits.rebase_snapshot(after, "2022", None)
        assert describe(before, after)[:4] == [
            "Snapshot The peace waits: removed, with 0 judgements",
            "Snapshot Envoys agree: builds on After the war → none",
            "Snapshot Washington presses Baku: date none → 2025-09; scenario yes → no; "
            "likelihood unlikely → none",
            "Snapshot Next year: added, with 0 judgements",
        ]

    def test_text_of_users_stays_on_its_line_and_does_nothing(self) -> None:
        before = tiny()
        named = edits.update_actor(before, "armenia", name="{x} %s\n\x1b[2J\u202eevil <b>")
        assert describe(before, named) == [
            "Actor Armenia: name “Armenia” → “{x} %s ⟨U+001B⟩[2J⟨U+202E⟩evil <b>”"
        ]

    def test_long_differences_can_be_cut(self) -> None:
        before = large(50, 1, 1)
        after = edits.remove_actors(before, list(before.actors))
        assert len(describe(before, after)) == 50
        assert len(describe(before, after, limit=7)) == 7
