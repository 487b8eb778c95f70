"""Which judgement to check next, in sentences: the preset, what is missing, and that no map breaks it."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings

from analysis.builders import cites, emission_standards, one_issue, stance, standing
from stakemap.analysis.methods import METHODS
from stakemap.analysis.question import Question
from stakemap.analysis.report import Bars, Report
from stakemap.model.document import Snapshot, Source, StakeMap, new_map
from stakemap.model.judgements import Stance
from stakemap.model.order import issues_in_order
from stakemap.model.records import replace
from stakemap.sameness import are_same
from stakemap.storage.presets import load_preset
from strategies import maps


def report_on(document: StakeMap, issue: str | None = None, snapshot: str | None = None) -> Report:
    return METHODS["check-next"].report(Question.of(document, issue, snapshot))


def texts(report: Report) -> list[str]:
    return [finding.text for finding in report.findings]


def test_preset() -> None:
    report = report_on(load_preset("armenia-turkiye"), "normalisation", "2025-07")
    first, worth, *_ = report.findings
    assert first.text == (
        "The judgement most worth checking is the alignment of Türkiye, which carries 48 % of the "
        "uncertainty about the difference between the sides; behind it: 1 source, dated 1 July 2025, "
        "moderate confidence."
    )
    assert first.place is not None
    assert first.place.subject.id == "turkiye"
    assert "25 points of weight" in worth.text
    assert "knowing the alignment of Türkiye alone, 18." in worth.text
    # As anybody can calculate it from the sentence's own lines.
    slope, variance, whole = re.findall(r"= ([\d.]+)² × ([\d.]+) ÷ ([\d.,]+) =", first.how)[0]
    assert round(100 * float(slope) ** 2 * float(variance) / float(whole.replace(",", ""))) == 48
    (chart,) = report.charts
    assert isinstance(chart, Bars)
    assert len(chart.bars) == 7
    assert {bar.key for bar in chart.bars if bar.strong} == {
        bar.key for bar in chart.bars if bar.start < 0 < bar.end
    }


def test_a_share_of_salience_can_be_calculated_from_its_own_lines() -> None:
    document = one_issue(
        {"ann": standing(90, 1), "bob": standing(40, 1)},
        {"ann": stance(80, 50, 30), "bob": stance(-80, 50, 1)},
    )
    first = report_on(document).findings[0]
    assert first.text.startswith("The judgement most worth checking is the salience of the issue to Ann")
    assert "a tenth of it below the range and a tenth above" in first.how
    slope, variance, whole, share = re.findall(
        r"variance of \(salience ÷ 100\) ÷ .* = ([\d.]+)² × ([\d.]+) ÷ ([\d.,]+) = (\d+) %", first.how
    )[0]
    assert round(100 * float(slope) ** 2 * float(variance) / float(whole)) == pytest.approx(
        float(share), abs=1
    )
    spread = re.findall(r"variance ([\d.]+)$", first.how, re.MULTILINE)[0]
    assert float(spread) / 100**2 == pytest.approx(float(variance), abs=1e-4)


def test_the_table_sums_to_a_hundred_per_cent() -> None:
    report = report_on(emission_standards(20))
    (table,) = report.tables
    for column in (2, 3):
        shares = [row[column].removesuffix(" %") for row in table.rows]
        total = sum(0.5 if share.startswith("less") else float(share) for share in shares)
        assert total == pytest.approx(100, abs=4)
    assert table.rows[-1][0] == "Values of one actor acting on each other"
    assert "under 2 %" in {row[4] for row in table.rows}


def test_support_tells_sources_with_their_age_confidence_and_where_it_was_judged() -> None:
    sound = stance(
        60,
        reach=20,
        reason="As they say.",
        citations=cites("old", "older"),
        confidence="high",
        basis="assumed",
    )
    doubted = stance(-50, reach=40, citations=(*cites("new"), *cites("old", against=True)))
    document = one_issue({"ann": standing(60, 0), "bob": standing(50, 0)}, {"ann": sound, "bob": doubted})
    sources = {"old": Source(title="O", date="2020"), "older": Source(title="P"), "new": Source(title="N")}
    later = Snapshot(label="In 2026", date="2026", based_on="2025")
    document = replace(document, sources=sources, snapshots={**document.snapshots, "2026": later})
    both = " ".join(row[-1] for row in report_on(document).tables[0].rows)
    assert "2 sources, the newest dated 2020, high confidence, assumed, carried over from “In 2025”" in both
    assert "1 source, 1 source against it, no reason given, carried over from “In 2025”" in both
    aged = replace(document, sources={**sources, "older": Source(title="P", date="2019")})
    assert "more than 2 years old" in " ".join(row[-1] for row in report_on(aged).tables[0].rows)


def test_who_could_turn_it_is_the_headline() -> None:
    known = {"ann": stance(50, reach=10, reason="x")}
    report = report_on(one_issue({"ann": standing(60, 10), "bob": standing(70, 10)}, known))
    assert texts(report)[0] == (
        "Find out first where Bob stands: with a weight of up to 70, it could turn the result."
    )
    assert texts(report)[1].startswith("Of what is judged, ")
    report = report_on(one_issue({name: standing(40, 5) for name in ("ann", "bob", "cat")}, known))
    assert "where Bob stands" in texts(report)[0]
    many = one_issue({"ann": standing(60, 5), "bob": standing(40), "cat": standing(40)}, known)
    assert texts(report_on(many))[0].startswith(
        "Find out first where Bob stands: together with others that are not known (Cat)"
    )
    few = report_on(one_issue({"ann": standing(60, 10), "bob": standing(7)}, known))
    assert "could not turn the result" in texts(few)[-1]


MISSING = {
    "nobody": one_issue({}, {}),
    "all unknown, without influence": one_issue({}, {"ann": Stance(state="unknown")}),
    "weights of 0": one_issue({"ann": standing(0, 0)}, {"ann": stance(50, reach=10)}),
    "all at 0": one_issue({"ann": standing(50, 0)}, {"ann": stance(0, reach=0)}),
    "empty ranges": one_issue({"ann": standing(50, 0)}, {"ann": stance(40, reach=0)}),
    "one actor, no ranges": one_issue({"ann": standing(50)}, {"ann": stance(40)}),
}


@pytest.mark.parametrize("name", MISSING)
def test_what_is_missing_is_told(name: str) -> None:
    report = report_on(MISSING[name])
    assert report.findings
    said = " ".join(texts(report))
    assert "nan" not in said.casefold()
    kinds = {finding.kind for finding in report.findings}
    assert "missing" in kinds or texts(report)[0].startswith("Nothing can be weighed yet: judge first where")


def test_without_a_view_it_says_so() -> None:
    report = METHODS["check-next"].report(Question(new_map("00000000-0000-4000-8000-000000000000")))
    assert report.is_empty


def test_without_all_ranges_it_tells_what_there_is() -> None:
    document = one_issue(
        {"ann": standing(50), "bob": standing(30, 5)},
        {"ann": stance(40, reach=20), "bob": stance(-20, reach=60)},
    )
    first, missing, *_ = report_on(document).findings
    assert first.text == (
        "The weightiest judgement with weak support is the alignment of Ann (weight 50); behind it: "
        "no source, no reason given."
    )
    assert missing.kind == "missing"
    assert "actors without one: Ann." in missing.text
    assert "that of Bob moves the weighted mean most: −5 to +40" in missing.text
    assert not any("%" in text for text in texts(report_on(document)))


@settings(max_examples=15, deadline=None)
@given(maps())
def test_any_map(document: StakeMap) -> None:
    for issue in issues_in_order(document)[:1]:
        for snapshot in document.snapshots:
            report = report_on(document, issue, snapshot)
            ids = [finding.id for finding in report.findings]
            assert 1 <= len(ids) == len(set(ids)) <= 9
            json.dumps(report.data, allow_nan=False)
            for table in report.tables:
                assert {len(row) for row in table.rows} <= {len(table.headers)}


def test_what_it_rests_on_stays_the_same_for_the_same_map() -> None:
    method, document = METHODS["check-next"], load_preset("armenia-turkiye")
    question = Question.of(document)
    again = Question(document, question.issue, question.snapshot, question.resolver)
    assert are_same(method.rests_on(question), method.rests_on(again))
    last = document.snapshots[question.snapshot or ""]
    older = replace(
        document, snapshots={**document.snapshots, question.snapshot or "": replace(last, date="2030")}
    )
    aged = Question(older, question.issue, question.snapshot, question.resolver)
    assert not are_same(method.rests_on(question), method.rests_on(aged))
    page = method.page()
    assert page.question
    assert page.sources
