"""Records, dates and ids: what everything else in the model stands on."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from samples import alignment, sample
from stakemap.errors import EditError
from stakemap.model.dates import check_day, check_partial_date, end_of, start_of
from stakemap.model.document import Actor, Issue, Snapshot, Source, StakeMap, new_map
from stakemap.model.ids import mint, slug
from stakemap.model.judgements import AlignmentEstimate, Citation, Stance, Standing, Tie
from stakemap.model.records import Record, replace, sentence_of


class TestReplace:
    def test_shares_what_does_not_change(self) -> None:
        document = sample()
        after = replace(document, title="New")
        assert after.snapshots is document.snapshots
        assert document.title == "A corridor and a border"

    def test_nothing_new_is_the_same_record(self) -> None:
        actor = Actor(name="A", tags=("x",))
        assert replace(actor) is actor
        assert replace(actor, name="A", tags=("x",), group=None) is actor

    def test_checks_leaves_with_the_rest_of_the_record(self) -> None:
        stance = Stance(alignment=alignment(3))
        with pytest.raises(EditError, match="needs its alignment"):
            replace(stance, alignment=None)
        with pytest.raises(EditError, match="has no alignment"):
            replace(stance, state="unknown")
        assert replace(stance, state="unknown", alignment=None).alignment is None

    def test_takes_containers_as_they_are(self) -> None:
        actors = {"a": Actor(name="A")}
        assert replace(new_map(), actors=actors).actors is actors

    def test_unknown_fields_are_kept_and_not_to_be_changed(self) -> None:
        actor = Actor.model_validate({"name": "A", "x": [1]})
        assert replace(actor, name="B").model_extra == {"x": [1]}
        with pytest.raises(TypeError, match="no field x"):
            replace(actor, x=2)

    @pytest.mark.parametrize("value", [True, "3", None, float("nan"), float("inf"), 101, -101])
    def test_is_strict(self, value: object) -> None:
        with pytest.raises(EditError):
            replace(alignment(3), value=value)


class TestRecords:
    @pytest.mark.parametrize(("low", "high"), [(None, 5), (5, None), (4, 5), (1, 2), (-101, 5)])
    def test_a_range_holds_its_value(self, low: float | None, high: float | None) -> None:
        with pytest.raises(ValidationError):
            AlignmentEstimate(value=3, low=low, high=high)

    def test_an_earlier_judgement_has_none_of_its_own(self) -> None:
        old = Stance(state="unknown", earlier=(Stance(state="unknown"),))
        with pytest.raises(ValidationError, match="neither earlier ones"):
            Stance(state="unknown", earlier=(old,))
        with pytest.raises(ValidationError, match="neither earlier ones"):
            Stance(state="unknown", others=(old,))
        with pytest.raises(ValidationError, match="nor those of others"):
            Stance(state="unknown", others=(Stance(state="unknown", others=(Stance(state="unknown"),)),))

    def test_support(self) -> None:
        said = Stance(state="unknown", reason=" \n")
        assert not said.is_explained
        against = Standing(state="unknown", citations=(Citation(source="s", against=True),), reason="x")
        assert against.is_explained
        assert not against.is_sourced
        assert not against.is_supported
        assert not Tie(state="unknown").is_judged

    def test_a_fault_is_a_sentence(self) -> None:
        with pytest.raises(ValidationError) as caught:
            Actor.model_validate({"name": "A", "colour": "red"})
        assert sentence_of(caught.value) == "Colour is “red”, but a colour is written #1a2b3c."

    @pytest.mark.parametrize(
        ("record", "field", "value", "sentence"),
        [
            (Actor(name="A"), "code", "ABCDE", "Code is longer than 4 characters."),
            (Actor(name="A"), "kind", "god", "Kind is “god”; it must be “state”, "),
            (Actor(name="A"), "aliases", ("a", "b" * 501), "Aliases, entry 2 is longer than 500 characters."),
            (Source(title="A"), "date", "soon", "Date: a date is written 2025, 2025-07 or 2025-07-01 and"),
            (Tie(strength=1), "strength", 4, "Strength is 4; it must be between −3 and 3."),
            (Tie(strength=1), "state", "unknown", "A judgement whose state is “unknown” has no strength."),
        ],
    )
    def test_a_value_that_does_not_fit_is_told_in_the_words_of_the_forms(
        self, record: Record, field: str, value: object, sentence: str
    ) -> None:
        with pytest.raises(EditError) as caught:
            replace(record, **{field: value})
        assert str(caught.value).startswith(sentence)

    def test_records_are_frozen(self) -> None:
        with pytest.raises(ValidationError):
            sample().title = "x"  # type: ignore[misc]

    def test_captions_are_four(self) -> None:
        with pytest.raises(ValidationError):
            Issue.model_validate({"name": "A", "quadrants": ["", "", ""]})

    def test_new_maps_have_ids_of_their_own(self) -> None:
        assert new_map().id != new_map().id
        assert new_map(title="X").title == "X"
        with pytest.raises(ValidationError):
            StakeMap(id="1")

    def test_defaults_are_not_shared(self) -> None:
        assert Snapshot(label="a").standings is not Snapshot(label="b").standings


class TestDates:
    @pytest.mark.parametrize(
        ("text", "first", "last"),
        [
            ("2024", (2024, 1, 1), (2024, 12, 31)),
            ("2024-02", (2024, 2, 1), (2024, 2, 29)),
            ("2023-12", (2023, 12, 1), (2023, 12, 31)),
            ("2023-07-04", (2023, 7, 4), (2023, 7, 4)),
            ("9999-12", (9999, 12, 1), (9999, 12, 31)),
        ],
    )
    def test_what_a_partial_date_spans(
        self, text: str, first: tuple[int, int, int], last: tuple[int, int, int]
    ) -> None:
        assert (start_of(text), end_of(text)) == (datetime.date(*first), datetime.date(*last))

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "0000",
            "25",
            "2025-7",
            "2025-00",
            "2025-13",
            "2025-07-00",
            "2025-02-30",
            "2025-07-01 ",
            "2025/07",
            "２０２５",
            "2025\n",
        ],
    )
    def test_what_is_no_date(self, text: str) -> None:
        with pytest.raises(ValueError, match="a date is written"):
            check_partial_date(text)

    def test_a_day_is_whole(self) -> None:
        assert check_day("2025-07-01") == "2025-07-01"
        for text in ("2025", "2025-07", "2025-02-30"):
            with pytest.raises(ValueError, match="date is written"):
                check_day(text)


class TestIds:
    @pytest.mark.parametrize(
        ("name", "made"),
        [
            ("Türkiye", "turkiye"),
            ("Հայաստան", "hayastan"),
            ("საქართველო", "sakartvelo"),
            ("Côte d'Ivoire", "cote-divoire"),
            ("", "unnamed"),
            ("!?", "unnamed"),
            ("A" * 100, "a" * 60),
        ],
    )
    def test_slugs(self, name: str, made: str) -> None:
        assert slug(name) == made

    def test_taken_ids_are_numbered(self) -> None:
        assert mint("Georgia", {"georgia", "georgia-2"}) == "georgia-3"

    @given(st.text(max_size=80), st.sets(st.text(max_size=3)))
    def test_any_name_gives_a_valid_new_id(self, name: str, taken: set[str]) -> None:
        made = mint(name, taken)
        assert made not in taken
        assert Snapshot.model_validate({"label": "", "standings": {made: {"state": "unknown"}}})
