"""How far analysts agree, and who sees it otherwise, in sentences, whiskers and plain data."""

from __future__ import annotations

import orjson
import pytest

from analysis.builders import one_issue, stance, standing
from stakemap.analysis.agreement.sentences import letters
from stakemap.analysis.methods import METHODS
from stakemap.analysis.question import Question
from stakemap.analysis.report import Grid, Report, Whiskers
from stakemap.model.document import Actor, StakeMap
from stakemap.model.judgements import Stance, Standing
from stakemap.model.records import replace
from stakemap.model.subjects import Subject


def judged(*values: tuple[str, float], reason: str = "") -> Stance:
    first, *others = (stance(value, reach=10, by=by, reason=reason) for by, value in values)
    return replace(first, others=tuple(others))


def weighed(*values: tuple[str, float]) -> Standing:
    first, *others = (standing(value, by=by) for by, value in values)
    return replace(first, others=tuple(others))


def five() -> StakeMap:
    """Five analysts agree on Iran, and differ on Türkiye and on how influential Russia is."""
    people = ("Anna", "Bela", "Cilia", "Dora", "Elif")
    return one_issue(
        {"russia": weighed(("Anna", 20), ("Bela", 40))},
        {
            "iran": judged(*[(name, 40 + number) for number, name in enumerate(people)]),
            "turkiye": judged(
                *zip(people, (60, 50, -40, -50, -60), strict=True), reason="Wants the treaty first"
            ),
            "georgia": stance(5),
        },
        {"turkiye": Actor(name="Türkiye")},
    )


def report(method: str, document: StakeMap) -> Report:
    return METHODS[method].report(Question.of(document))


def test_the_headline_tells_on_how_much_they_agree_and_where_they_differ_most() -> None:
    found = report("agreement", five())
    texts = [each.text for each in found.findings]
    assert texts[0] == (
        "The 5 analysts agree on 1 of 3 judgements; they differ most on Türkiye, 2 for and 3 against."
    )
    assert texts[1] == (
        "Türkiye: rival readings, for: Anna +60 and Bela +50; against: Cilia −40, Dora −50 and Elif −60; "
        "they are not averaged."
    )
    assert texts[2] == "The influence of Russia: Bela 40 and Anna 20; pooled 30 (20 to 40)."
    assert texts[3] == "They agree on Iran."
    assert found.findings[1].place is not None
    assert found.findings[1].place.subject == Subject.stance("road", "turkiye")
    assert "Agreement is not accuracy" in found.caveat


def test_how_it_comes_about_has_each_reading_and_the_sums() -> None:
    found = report("agreement", five())
    how = found.findings[1].how.splitlines()
    assert how[0] == "Anna +60 (+50 to +70): Wants the treaty first"
    assert "0, 3, 0, 2 and 0; van der Eijk’s A = 0.33" in how[5]
    assert how[-1] == "Spread: 60 − (−60) = 120"


def test_a_whisker_an_analyst_and_the_pooled_range_unless_readings_are_rivals() -> None:
    alignment, influence = report("agreement", five()).charts
    assert isinstance(alignment, Whiskers)
    assert isinstance(influence, Whiskers)
    turkiye, iran = alignment.rows
    assert [each.letter for each in turkiye.whiskers] == ["A", "B", "C", "D", "E"]
    assert (turkiye.value, turkiye.low) == (None, None)
    assert turkiye.text.startswith("rivals")
    assert iran.value == 42
    assert alignment.names[0] == ("A", "Anna")
    assert [each.key for each in influence.rows] == ["russia"]


def test_all_numbers_are_plain_data() -> None:
    data = orjson.loads(orjson.dumps(dict(report("agreement", five()).data)))
    assert data["analysts"] == ["Anna", "Bela", "Cilia", "Dora", "Elif"]
    assert data["judgements"][0]["rivals"] == {"above": ["Anna", "Bela"], "below": ["Cilia", "Dora", "Elif"]}
    assert data["judgements"][0]["pool"] is None
    assert orjson.dumps(dict(report("otherwise", five()).data))


def test_where_all_agree_that_is_said() -> None:
    document = one_issue({}, {"iran": judged(("A", 40), ("B", 45)), "russia": judged(("A", 4), ("B", 5))})
    assert report("agreement", document).findings[0].text == (
        "The 2 analysts agree on all 2 judgements that several of them made."
    )
    assert report("otherwise", document).findings[0].text == (
        "Nobody differs from the others beyond what the ranges allow, on 2 judgements."
    )


def test_camps_in_which_nobody_is_alone_are_told_with_their_reasons() -> None:
    turkiye = judged(*zip("ABCDE", (60, 50, -40, -50, -60), strict=True), reason="Wants the treaty first")
    found = report("otherwise", one_issue({}, {"turkiye": turkiye}, {"turkiye": Actor(name="Türkiye")}))
    assert found.findings[0].text == (
        "Nobody stands alone, but on Türkiye the analysts are divided: 2 for and 3 against."
    )
    assert found.findings[1].text.startswith("Türkiye: for: A +60")
    assert "“Wants the treaty first”; against: " in found.findings[1].text
    assert found.findings[2].text == "A, B, C, D and E are within what the others hold plausible."


def test_who_sees_it_otherwise_and_why() -> None:
    document = one_issue(
        {},
        {
            "iran": judged(("A", 40), ("B", 45), ("C", -30), reason="Slow"),
            "russia": judged(("A", 1), ("B", 2)),
        },
    )
    found = report("otherwise", document)
    assert found.findings[0].text == (
        "C differs most from the others: on 1 of 1 judgements, furthest on Iran (−30, the others +43)."
    )
    assert found.findings[1].text == "C: Iran (−30, the others +43): “Slow”."
    assert found.findings[2].text == "A and B are within what the others hold plausible."
    assert len(found.findings) == 3
    (grid,) = found.charts
    assert isinstance(grid, Grid)
    assert grid.rows[0] == "C"
    assert grid.cells[0][0].text == "−73"
    assert grid.cells[0][1].share is None, "C did not judge Russia"


@pytest.mark.parametrize("method", ["agreement", "otherwise"])
def test_without_several_analysts_it_says_what_is_missing(method: str) -> None:
    for document in (one_issue({}, {"iran": stance(4)}), one_issue({}, {})):
        found = report(method, document)
        assert found.is_empty
        assert "more than one analyst" in found.findings[0].text
    assert METHODS[method].page().caveat == found.caveat


def test_letters_go_on_after_z() -> None:
    assert list(letters([str(number) for number in range(28)]).values())[24:] == ["Y", "Z", "A1", "B1"]


def test_not_applicable_is_compared_with_those_who_give_a_value() -> None:
    out = Stance(state="not-applicable", by="C", reason="Has no say")
    document = one_issue(
        {}, {"iran": replace(judged(("A", 40), ("B", 45)), others=(stance(45, by="B"), out))}
    )
    text = report("agreement", document).findings[1].text
    assert "not applicable: C not applicable" in text
    assert "C: Iran (not applicable, the others not comparable): “Has no say”" in (
        report("otherwise", document).findings[1].text
    )
