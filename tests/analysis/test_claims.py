"""Every sentence that a method prints: it claims no more than the data, and calls one thing by one name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from analysis.builders import cites, emission_standards, one_issue, stance, standing
from samples import sample
from stakemap.analysis.methods import METHODS
from stakemap.analysis.question import Question
from stakemap.analysis.report import Finding, Report
from stakemap.model.document import DecisionRule, Issue, Snapshot, Source, StakeMap
from stakemap.model.judgements import Readings, Stance
from stakemap.model.records import replace
from stakemap.resources import resource
from stakemap.storage.files import open_map

PRESET = resource("presets", "armenia-turkiye.stakemap.json")
SIXTEEN = Path(__file__).parents[1] / "fixtures" / "sixteen-actors.stakemap.json"

#: What no sentence may say, and why.
OVERCLAIMS = {
    r"(?<!not what )(?<!not where it )(?<!how other judgements )(?<!how others )\bwill\b": "what is to come",
    r"\b(?:proves?|certainly|inevitabl\w+|guarantees?|predicts?|bound to)\b": "a certainty",
    r"\b(?:causes?|because of|due to|leads? to|results? in)\b": "a cause",
    r"\b(?:significant(?:ly)?|optimal|obviously|clearly)\b": "more than was tested",
    r"\bthe (?:best|right) (?:approach|way|coalition)\b": "what is best",
}
#: What reads badly, or is called otherwise elsewhere.
WORDS = {
    r"half of its range": "half-ranges",
    r"[Ww]eighted position": "weighted mean",
    r"points? of (?:power|influence)": "points of weight",
    r"how much the issue matters to \w+:|judgement most worth checking is how": "salience",
    r"(?<![\d.,÷×=+−–] )(?<!\d)\b1 (?:actors|issues|positions|relations|scenarios|ties|votes)\b": "1 …s",
    r"\bthe (?:United States|European Union|African Union|Arab League|World Bank)\b": "names have no article",
    r"\b(?:nan|inf|None(?! of| is)|True|False)\b|[±−+-]0\b(?![.,]\d)|\{\w*\}": "no number, or no text",
    r"(?<!\w)-\d": "the sign of minus",
    r"  | [,.;:](?!\w)|\.\.|“”": "punctuation",
    r"matters? (?:much|little) to them": "them, of one actor",
}


def two_who_block(*, rule: DecisionRule | None = None) -> StakeMap:
    """Two who can block and are against, two in favour, an undecided and an unknown; and three scenarios that
    exclude each other and cannot hold together.
    """
    rated = Readings(supporting=1, undecided=3, opposing=5)
    disputed = (*cites("paper"), *cites("speech", against=True))
    document = one_issue(
        {
            name: standing(40 + 10 * place, 10)
            for place, name in enumerate(("ann", "bob", "cat", "dan", "eve"))
        },
        {
            "ann": stance(
                -60,
                80,
                20,
                role="can-block",
                votes=3,
                citations=[replace(each, readings=rated) for each in disputed],
            ),
            "bob": stance(-10, 60, 15, role="can-block", votes=2),
            "cat": stance(70, 90, 10, votes=4),
            "dan": stance(40, 70, 20, role="decides", votes=4),
            "eve": stance(0, 50, 20, votes=1),
            "fay": Stance(state="unknown"),
        },
    )
    scenarios = {
        name: Snapshot(
            label=f"Scenario of {name}",
            scenario=True,
            likelihood="likely",
            based_on="2025",
            stances={"road": {name: stance(60, 70, 10, reason="Gives way.")}},
        )
        for name in ("ann", "bob", "eve")
    }
    return replace(
        document,
        issues={"road": Issue(name="The road", low_label="Leave it", high_label="Build it", rule=rule)},
        sources={"paper": Source(title="A paper"), "speech": Source(title="A speech")},
        snapshots={**document.snapshots, **scenarios},
    )


def all_alike() -> StakeMap:
    """All in favour, so that several judgements weigh the same."""
    names = ("ann", "bob", "cat", "dan")
    return one_issue({name: standing(50, 10) for name in names}, {name: stance(60, 50, 10) for name in names})


def _maps() -> Iterator[tuple[str, StakeMap]]:
    yield "preset", open_map(PRESET).document
    yield "sixteen", open_map(SIXTEEN).document
    yield "sample", sample()
    yield "emission standards", emission_standards(15)
    yield "no ranges", emission_standards()
    yield "all alike", all_alike()
    yield "one actor", one_issue({"ann": standing(40, 10)}, {"ann": stance(30, 60, 20)})
    yield "two who block", two_who_block()
    yield "votes", two_who_block(rule=DecisionRule(kind="votes", quota=8))


@cache
def _reports() -> tuple[tuple[str, str, Report], ...]:
    """Reports of all methods on all maps: the latest snapshot and a scenario, and the first one of all."""
    told: list[tuple[str, str, Report]] = []
    for label, document in _maps():
        for issue in document.issues:
            question = Question.of(document, issue)
            scenario = next((key for key, each in document.snapshots.items() if each.scenario), None)
            for key in dict.fromkeys((question.snapshot, scenario, next(iter(document.snapshots)))):
                if key is not None:
                    there = question.at(key)
                    told += [(f"{label}, {issue}, {key}", each.id, each.report(there)) for each in METHODS]
    return tuple(told)


def _texts(report: Report) -> Iterator[str]:
    for finding in report.findings:
        yield finding.text
    yield from (chart.title for chart in report.charts)
    for table in report.tables:
        yield table.title
        yield from table.headers
    yield from (report.rests_on, report.caveat)


def _own(text: str) -> str:
    """What the app says itself: without what is quoted from the map."""
    return re.sub(r"“[^”]*”", "“…”", text)


@pytest.mark.parametrize("pattern", [*OVERCLAIMS, *WORDS], ids=[*OVERCLAIMS.values(), *WORDS.values()])
def test_no_sentence_says_more_than_the_data_or_by_another_name(pattern: str) -> None:
    found = {
        (where, method, text)
        for where, method, report in _reports()
        for text in map(_own, _texts(report))
        if re.search(pattern, text)
    }
    assert not found


def test_no_line_of_how_has_what_is_no_number() -> None:
    pattern = re.compile(r"\b(?:nan|inf|None)\b|\{\w*\}|(?<![\w.,])-\d|half of its range")
    found = {
        (where, method, line)
        for where, method, report in _reports()
        for finding in report.findings
        for line in map(_own, finding.how.splitlines())
        if pattern.search(line)
    }
    assert not found


def test_every_finding_is_whole_sentences() -> None:
    found = {
        (where, method, finding.text)
        for where, method, report in _reports()
        for finding in report.findings
        if not re.search(r"[.”]$", finding.text)
    }
    assert not found


def test_likelihood_and_confidence_stand_in_no_sentence_together() -> None:
    """ICD 203: degrees of likelihood and of confidence are not combined in one sentence."""
    for where, method, report in _reports():
        for text in map(_own, _texts(report)):
            for sentence in re.split(r"(?<=\.) ", text):
                likelihood = re.search(r"\b(?:un)?likely\b|roughly even chance|almost certain", sentence)
                assert not (likelihood and "confidence" in sentence), (where, method, sentence)


def test_every_report_says_what_it_cannot_tell() -> None:
    assert {method for _, method, report in _reports() if not report.caveat} == set()


def _finding(told: str, method: str, key: str) -> Finding:
    report = next(each for where, name, each in _reports() if where == told and name == method)
    return next(each for each in report.findings if each.id == key)


def test_a_headline_says_that_the_ranges_leave_it_open() -> None:
    headline = _finding("emission standards, road, 2025", "in-short", "headline")
    assert headline.text.startswith(
        "Those in favour are ahead, but within the ranges, either side could lead;"
    )


def test_what_carries_as_much_as_others_is_not_called_the_most() -> None:
    first = _finding("all alike, road, 2025", "check-next", "first")
    assert re.match(r"One of the \d+ judgements most worth checking is ", first.text)
    assert re.search(
        r"; one of the judgements most worth checking is ",
        _finding("all alike, road, 2025", "in-short", "headline").text,
    )


def test_another_rule_than_weight_is_said() -> None:
    rests_on = {where: report.rests_on for where, method, report in _reports() if method == "levers"}
    assert "see “Coalitions”" in rests_on["votes, road, 2025"]
    assert "see “Coalitions”" not in rests_on["two who block, road, 2025"]


def test_works_are_cited_by_author_title_and_year_and_alike_everywhere() -> None:
    cited: dict[tuple[str, str], set[str]] = {}
    for method in METHODS:
        for source in method.page().sources:
            whole = source.partition(" (")[0] if re.search(r"\d{4} \(", source) else source
            year = re.findall(r"\b(?:19|20)\d\d\b", source)
            assert year, source
            assert source.count(",") >= 2, source
            cited.setdefault((source.partition(",")[0], year[-1]), set()).add(whole)
    assert {key: texts for key, texts in cited.items() if len(texts) > 1} == {}


def test_what_cannot_turn_anything_is_worth_nothing_once() -> None:
    worth = _finding("all alike, road, 2025", "check-next", "worth")
    assert worth.text.endswith(
        "knowing values first would be worth nothing: in every draw from the ranges, the same side has more "
        "weight."
    )


def test_sums_are_written_with_all_their_digits() -> None:
    """On the preset, Σ(weight × alignment) is 5,625 once Azerbaijan drops its demand."""
    mean = _finding("preset, normalisation, baku-drops-demand", "levers", "mean")
    assert "Σ(weight × alignment) = +5,625; ÷ Σ weight 335 = +16.79" in mean.how
