"""Conflicts of a merge in sentences."""

from __future__ import annotations

from typing import Any

import pytest

from samples import alignment, influence, sample
from stakemap.model import edits
from stakemap.model.document import Actor, Snapshot, StakeMap
from stakemap.model.edits import Authorship
from stakemap.model.judgements import Citation, Stance, Standing
from stakemap.model.merging.merge import merge
from stakemap.model.merging.recording import with_conflicts
from stakemap.model.subjects import Subject
from stakemap.model.teamwork import OpenConflict
from stakemap.wording.merging import conflict_findings, conflict_texts

A, B = Authorship("A. Analyst", "2025-08-01"), Authorship("B. Colleague", "2025-08-02")
TURKIYE = Subject.stance("border", "turkiye")
WHERE = "Türkiye on Armenia–Türkiye border at After the Istanbul visit: "
KEPT = "; the former is current, the latter is in its history"


def judged(value: float | None, who: Authorship, **fields: Any) -> StakeMap:
    """The sample with Türkiye judged anew; None for unknown."""
    known = {"state": "unknown"} if value is None else {"alignment": alignment(value)}
    return edits.judge(sample(), "2025-07", TURKIYE, Stance.model_validate(known | fields), who)


def told(one: StakeMap, other: StakeMap, base: StakeMap | None = None) -> list[str]:
    document, conflicts = merge(base or sample(), one, other)
    # Names that run right to left are isolated.
    return [line.replace("\u2068", "").replace("\u2069", "") for line in conflict_texts(document, conflicts)]


@pytest.mark.parametrize(
    ("one", "other", "sentence"),
    [
        (
            judged(20, A, reason="Slow.\nVery."),
            judged(45, B),
            "A. Analyst judged +20 (reason: Slow. Very.), B. Colleague judged +45",
        ),
        (judged(20, A), judged(None, B), "A. Analyst judged +20, B. Colleague judged it unknown"),
        (
            judged(20, A),
            judged(45, Authorship("A. Analyst", "2025-08-02")),
            "A. Analyst on 1 August 2025 judged +20, A. Analyst on 2 August 2025 judged +45",
        ),
        (
            judged(20, Authorship("", None)),
            judged(-45, Authorship("", None)),
            "somebody judged +20, somebody judged −45",
        ),
        (
            judged(20, A, role="decides"),
            judged(20, B, role="can-block", confidence="low"),
            "A. Analyst and B. Colleague both judged +20, but differ in confidence, role",
        ),
    ],
)
def test_two_judgements_are_told_by_who_judged(one: StakeMap, other: StakeMap, sentence: str) -> None:
    assert told(one, other) == [f"{WHERE}{sentence}{KEPT}"]


def test_who_judges_the_same_is_told_so() -> None:
    (line,) = told(judged(20, A), judged(20, B))
    assert line == f"{WHERE}A. Analyst and B. Colleague judged the same, +20; both are kept"


def test_what_was_withdrawn_or_removed_and_kept_is_told() -> None:
    base = sample()
    withdrawn = edits.withdraw_judgements(base, "2025-07", [TURKIYE])
    assert told(withdrawn, judged(45, B)) == [
        f"{WHERE}B. Colleague judged +45, while the judgement was withdrawn in the other version; it is kept"
    ]
    removed = edits.remove_source(edits.remove_group(base, "yerevan"), "agency-2022")
    changed = edits.update_group(base, "yerevan", name="Armenians")
    cited = Standing(influence=influence(1), citations=(Citation(source="agency-2022"),))
    changed = edits.judge(changed, "2022", Subject.standing("armenia"), cited, A)
    assert told(removed, changed) == [
        "Group Armenians: removed in one version and changed in the other; it is kept",
        "Source An agency report: removed in one version, but the other refers to it; it is kept",
    ]


def test_fields_are_told_with_both_values() -> None:
    base = sample()
    one = edits.update_snapshot(edits.set_texts(base, title="One", note="1"), "2022", date="2021")
    other = edits.update_snapshot(edits.set_texts(base, title="Two", note="2"), "2022", date="2023")
    one, other = (
        edits.update_actor(each, "iran", group=group)
        for each, group in ((one, "yerevan"), (other, "ankara-and-baku"))
    )
    assert told(one, other) == [
        "The map: note “1” in one version, “2” in the other; the former is kept",
        "The map: title “One” in one version, “Two” in the other; the former is kept",
        "Actor ایران: group Yerevan in one version, Ankara and Baku in the other; the former is kept",
        "Snapshot Envoys agree: date 2021 in one version, 2023 in the other; the former is kept",
    ]


def test_a_circle_is_told_with_what_is_kept() -> None:
    base = sample()
    one = edits.update_actor(base, "georgia", part_of="iran")
    other = edits.update_actor(base, "iran", part_of="georgia")
    assert told(one, other) == [
        "Actor ایران: part of საქართველო would lead in a circle with what the other version says; "
        "it is now none"
    ]


def test_what_was_found_and_unknown_fields_are_told() -> None:
    base = sample()
    one = edits.record_outcome(edits.update_resolution(base, "turkiye", found=1), "delay", True, A)
    other = edits.record_outcome(edits.update_resolution(base, "turkiye", found=2), "delay", True, B)
    lines = told(one, other)
    assert lines[0].startswith("Outcome: The peace waits: ")
    assert lines[-1] == (
        "Resolved: Türkiye on Armenia–Türkiye border (Envoys agree): changed in both versions in ways that "
        "do not go together; one of them is kept"
    )
    versions = [StakeMap.model_validate({**dict(base), "x\u202e": number}) for number in (1, 2, 3)]
    (line,) = told(versions[1], versions[2], versions[0])
    assert line.startswith("The map: a field that this version does not know (“x")
    assert "\u202e" not in line


def test_every_record_that_two_sides_can_add_has_a_name() -> None:
    base = sample()
    one = edits.add_actor(base, "x", Actor(name="X", note="1"))
    other = edits.add_actor(base, "x", Actor(name="X", note="2"))
    one = edits.add_snapshot(one, "y", Snapshot(label="Y"))
    other = edits.add_snapshot(other, "y", Snapshot(label="Z"))
    assert [line.split(":")[0] for line in told(one, other)] == ["Actor X", "Snapshot Y"]


# --- conflicts that are open ------------------------------------------------------------------------------


def findings(document: StakeMap) -> list[str]:
    return [str(fault) for fault in conflict_findings(document)]


def test_each_open_conflict_is_named() -> None:
    one, other = judged(20, A), edits.set_texts(judged(45, B), title="Other")
    document = with_conflicts(*merge(sample(), edits.set_texts(one, title="One"), other))
    (title, stance) = document.conflicts
    assert findings(document) == [
        f"conflicts.{title}: Not decided yet: The map: title “One” in one version, “Other” in the other; the "
        "former is kept.",
        f"conflicts.{stance}: Not decided yet: {WHERE}A. Analyst judged +20, B. Colleague judged +45{KEPT}.",
    ]


@pytest.mark.parametrize("kind", ["changed", "removed", "referred", "cycle"])
@pytest.mark.parametrize("field", ["", "part_of", "name", "text", "follows"])
@pytest.mark.parametrize(
    "place",
    [
        "map",
        "headlines/map:gone:gone",
        *(f"{name}/gone" for name in sorted(StakeMap.containers - {"conflicts", "headlines"})),
    ],
)
def test_what_is_gone_or_does_not_fit_is_named_all_the_same(place: str, field: str, kind: Any) -> None:
    conflict = OpenConflict(place=place, field=field, kind=kind, one="a", other="b")
    document = sample().model_copy(update={"conflicts": {"x": conflict}})
    (finding,) = findings(document)
    assert finding.startswith("conflicts.x: ")
    assert finding.endswith(".")


def test_conflicts_about_what_a_team_works_with() -> None:
    base = edits.add_comment(sample(), "c", "actors/iran", "Why?", A)
    one, other = (edits.update_comment(base, "c", text, A.by) for text in ("One", "Two"))
    (sentence,) = told(one, other, base)
    assert sentence == "Comment “One”: text “One” in one version, “Two” in the other; the former is kept"
