"""Convergence across issues: the report, with its heat map, its tables and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stakemap.analysis.balance.counted import FloatArray
from stakemap.analysis.convergence.convergence import agreement, positions, related, trades
from stakemap.analysis.convergence.sentences import Results, Sentences
from stakemap.analysis.question import Question
from stakemap.analysis.report import Cell, Chart, Grid, Report, Table
from stakemap.analysis.shared_sentences import missing_report
from stakemap.i18n import tr, tr_count
from stakemap.wording.names import issue_name, listing, snapshot_name
from stakemap.wording.numbers import figure, signed_figure

METHOD = "convergence"
_SENTENCES, _GRID_ACTORS, _TABLE_ROWS, _DATA_PAIRS = 9, 25, 12, 1_000


def convergence_caveat() -> str:
    """What the method cannot tell."""
    return tr(
        "The numbers rank pairs, they measure nothing: positions and weights are ordinal judgements. "
        "Convergence on paper is not an alliance, and a trade needs both issues in the hands of the two."
    )


def convergence_report(question: Question) -> Report:
    """Who stands with whom across all issues at the snapshot in view."""
    document, snapshot = question.document, question.snapshot
    if snapshot not in document.snapshots or not document.issues:
        return _missing(tr("The map has no issue or no snapshot, so there are no positions to compare."))
    found = positions(question)
    apart = related(document, found.actors)
    results = Results(
        found,
        apart,
        agreement(found.sides, apart),
        agreement(found.alignment, apart),
        agreement(found.weighted, apart),
        trades(found, apart, question.cancelled),
    )
    if not found.actors or results.shared.max() < 2:
        return _missing(_too_little(question, results), _rests_on(question, results) if found.actors else "")
    sentences = Sentences(question, results)
    findings = [
        sentences.headline(),
        *sentences.ambivalent(),
        *sentences.trades(),
        *sentences.most_ambivalent(),
        *sentences.share(),
    ]
    return Report(
        METHOD,
        tuple(sorted(findings, key=lambda finding: finding.kind != "result")[:_SENTENCES]),
        charts=_charts(sentences, results),
        tables=_tables(sentences, results),
        rests_on=_rests_on(question, results),
        caveat=convergence_caveat(),
        data=_data(question, results),
    )


def _missing(text: str, rests_on: str = "") -> Report:
    return missing_report(METHOD, "missing", text, convergence_caveat(), rests_on)


def _too_little(question: Question, results: Results) -> str:
    """Why no two actors can be compared across issues, and what is known."""
    document = question.document
    known = [
        tr("“{issue}”", issue=issue_name(document, issue))
        for issue, has in zip(
            results.positions.issues, (results.positions.sides != 0).any(axis=0), strict=True
        )
        if has
    ]
    name = snapshot_name(document, question.snapshot or "")
    if not known:
        return tr(
            "“{snapshot}”: no actor takes a side on any issue, so there is nothing to compare.", snapshot=name
        )
    return tr(
        "“{snapshot}”: no two actors both take a side on two issues or more, so convergence across issues "
        "cannot be told. Sides are known on: {issues}.",
        snapshot=name,
        issues=listing(known),
    )


def _rests_on(question: Question, results: Results) -> str:
    found = results.positions
    taken, undecided = int((found.sides != 0).sum()), int((found.alignment == 0).sum())
    lines = [
        tr_count(
            "Rests on {count} position of {actors} on {issues}.",
            "Rests on {count} positions of {actors} on {issues}.",
            taken,
            actors=tr_count("{count} actor", "{count} actors", len(found.actors)),
            issues=tr_count("{count} issue", "{count} issues", int((found.sides != 0).any(axis=0).sum())),
        )
    ]
    if undecided:
        lines.append(
            tr_count(
                "{count} position is undecided and takes no part.",
                "{count} positions are undecided and take no part.",
                undecided,
            )
        )
    left_out = len(question.document.actors) - len(found.actors)
    if left_out:
        lines.append(
            tr_count(
                "{count} actor has no known alignment on any issue.",
                "{count} actors have no known alignment on any issue.",
                left_out,
            )
        )
    lines.append(
        tr("Weighted by influence × salience ÷ 100.")
        if found.by_salience
        else tr("Weighted by influence alone, since salience is not judged for all.")
    )
    return " ".join(lines)


def _heaviest(results: Results) -> list[int]:
    """The actors of the heat map: those with most influence, then ordered beside the closest pair."""
    found = results.positions
    weight = np.where(np.isnan(found.weight), -1.0, found.weight).max(axis=1)
    chosen = np.sort(np.argsort(-weight, kind="stable")[:_GRID_ACTORS])
    pair = results.closest() or results.furthest()
    first = int(chosen[0]) if pair is None else pair[0]
    net = results.valued.net[first].copy()
    net[first] = np.inf
    order: list[int] = chosen[np.argsort(-net[chosen], kind="stable")].tolist()
    return order


def _charts(sentences: Sentences, results: Results) -> tuple[Chart, ...]:
    actors, found = _heaviest(results), results.positions
    strongest = float(np.abs(results.valued.net[np.ix_(actors, actors)]).max()) or 1.0
    cells = tuple(tuple(_cell(results, row, column, strongest) for column in actors) for row in actors)
    names = tuple(map(sentences.name, actors))
    title = tr("Issues on which two actors agree – oppose each other")
    if len(actors) < len(found.actors):
        title = tr(
            "{title} (the {count} of {total} actors with most weight)",
            title=title,
            count=len(actors),
            total=len(found.actors),
        )
    legend = (tr("furthest apart"), tr("as much of both"), tr("closest"))
    return (Grid(title, names, names, cells, tuple(found.actors[actor] for actor in actors), legend),)


def _cell(results: Results, row: int, column: int, strongest: float) -> Cell:
    if not results.shared[row, column]:
        return Cell(None)
    same, opposite = results.signs.convergence[row, column], results.signs.divergence[row, column]
    text = tr("{same} – {opposite}", same=figure(float(same)), opposite=figure(float(opposite)))
    return Cell(float(results.valued.net[row, column]) / strongest, text)


def _pairs(results: Results, rank: FloatArray) -> list[tuple[int, int]]:
    """All pairs that take a side on the same issue, those of highest rank first."""
    rows, columns = np.nonzero(np.triu(results.shared, 1))
    order = np.argsort(-rank[rows, columns], kind="stable")
    return list(zip(rows[order].tolist(), columns[order].tolist(), strict=True))


def _tables(sentences: Sentences, results: Results) -> tuple[Table, ...]:
    pairs = _pairs(results, results.valued.net)
    title = tr("Pairs, the closest first")
    if len(pairs) > 2 * _TABLE_ROWS:
        title = tr("Pairs, the closest and the furthest apart")
        pairs = [*pairs[:_TABLE_ROWS], *pairs[-_TABLE_ROWS:]]
    headers = (
        tr("Pair"),
        tr("Agree on"),
        tr("Oppose on"),
        tr("Convergence − divergence"),
        tr("The same, weighted"),
    )
    rows = tuple(
        (
            tr("{first} – {second}", first=sentences.name(pair[0]), second=sentences.name(pair[1])),
            figure(float(results.signs.convergence[pair])),
            figure(float(results.signs.divergence[pair])),
            signed_figure(float(results.valued.net[pair])),
            signed_figure(float(results.weighted.net[pair])) if _is_weighted(results, pair) else "–",
        )
        for pair in pairs
    )
    return (Table(title, headers, rows, frozenset({1, 2, 3, 4})),)


def _is_weighted(results: Results, pair: tuple[int, int]) -> bool:
    """Whether both of a pair have a known weight on an issue on which both take a side."""
    return bool(results.weighted.convergence[pair] or results.weighted.divergence[pair])


def _rows(values: FloatArray) -> list[list[float | None]]:
    return [[None if np.isnan(value) else float(value) for value in row] for row in values]


def _data(question: Question, results: Results) -> dict[str, object]:
    """All inputs, and the numbers of the pairs with most in common or apart, as plain JSON values."""
    found = results.positions
    pairs = _pairs(results, np.abs(results.valued.net))[:_DATA_PAIRS]
    return {
        "snapshot": question.snapshot,
        "actors": list(found.actors),
        "issues": list(found.issues),
        "alignment": _rows(found.alignment),
        "salience": _rows(found.salience),
        "weight": _rows(found.weight),
        "weighted_by_salience": found.by_salience,
        "undecided_below": question.limits.threshold,
        "convergence_share": {name: form.share for name, form in results.forms.items()},
        "ambivalence": {name: _rows(form.ambivalence[None, :])[0] for name, form in results.forms.items()},
        "pairs": [_pair_data(found.actors, results, pair) for pair in pairs],
        "trades": [
            {
                "actors": [found.actors[trade.first], found.actors[trade.second]],
                "issues": [found.issues[trade.own], found.issues[trade.other]],
                "gap": trade.gap,
            }
            for trade in results.trades
        ],
    }


def _pair_data(actors: Sequence[str], results: Results, pair: tuple[int, int]) -> dict[str, object]:
    return {
        "actors": [actors[pair[0]], actors[pair[1]]],
        "convergence": [float(form.convergence[pair]) for form in results.forms.values()],
        "divergence": [float(form.divergence[pair]) for form in results.forms.values()],
    }
