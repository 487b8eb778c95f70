"""Tensions among relations: the report, with its charts, its tables and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from stakemap.analysis.question import Question
from stakemap.analysis.report import Cell, Chart, Finding, Grid, Report, Table
from stakemap.analysis.shared_sentences import missing_report
from stakemap.analysis.tensions.sentences import Part, Sentences
from stakemap.analysis.tensions.structural_balance import Division, Triads, divide, parts, triads
from stakemap.analysis.tensions.ties import TieNetwork, Ties, gather_ties
from stakemap.i18n import comma_list, tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.text import one_line
from stakemap.wording.names import actor_name, snapshot_name
from stakemap.wording.numbers import figure, signed

METHOD = "tensions"
#: Most sentences; most parts of unconnected actors that have their own.
_SENTENCES, _PARTS = 9, 2
_GRID_ACTORS, _TABLE_ROWS = 25, 40
#: Strength of a relation at the end of its scale.
_STRONGEST = 3


def tensions_caveat() -> str:
    """What the method cannot tell."""
    return tr(
        "This is tension, not prediction: unbalanced triads often last. A missing tie is not a neutral one, "
        "so tensions that hang on it do not show."
    )


def tensions_report(question: Question) -> Report:
    """Which relations pull against each other at the snapshot in view, and what camps they imply."""
    document, snapshot = question.document, question.snapshot
    if snapshot not in document.snapshots:
        return _missing(tr("The map has no snapshot, so no relation has a strength yet."))
    ties = gather_ties(document, snapshot, question.resolver)
    if not ties.by_pair:
        return _missing(_nothing_known(document, snapshot), _rests_on(ties, 0))
    found = triads(ties.network, question.cancelled)
    divided = [_divided(question, part) for part in parts(ties.network)]
    sentences = Sentences(document, ties)
    findings = [
        *sentences.triads(found),
        *(finding for part in divided[:_PARTS] for finding in sentences.camps(part)),
        *sentences.counted(found),
        *sentences.contradictions(),
    ]
    if not any(finding.kind == "result" for finding in findings):
        findings.insert(0, sentences.no_circle())
    return Report(
        METHOD,
        _ranked(findings),
        charts=_charts(document, ties, divided),
        tables=_tables(document, sentences, ties, divided),
        rests_on=_rests_on(ties, len(divided)),
        caveat=tensions_caveat(),
        data=_data(question, ties, found, divided),
    )


def _missing(text: str, rests_on: str = "") -> Report:
    return missing_report(METHOD, "missing", text, tensions_caveat(), rests_on)


def _nothing_known(document: StakeMap, snapshot: str) -> str:
    if not document.relations:
        return tr("The map has no relations, so nothing can be said about tensions among them.")
    return tr(
        "“{snapshot}”: no relation has a known strength other than 0, so nothing can be said about tensions.",
        snapshot=snapshot_name(document, snapshot),
    )


def _divided(question: Question, part: TieNetwork) -> Part:
    two = divide(part, 2, question.cancelled)
    three = divide(part, 3, question.cancelled) if two.frustration else None
    return Part(part, two, three if three is not None and three.frustration < two.frustration else None)


def _ranked(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Results first, details after them, each in their order."""
    return tuple(sorted(findings, key=lambda finding: finding.kind == "detail")[:_SENTENCES])


def _rests_on(ties: Ties, count: int) -> str:
    """What was counted, and what is no tie and why."""
    lines = []
    if ties.by_pair:
        lines.append(
            tr_count(
                "Rests on {count} relation of known strength (tied pairs: {pairs}; actors: {actors}).",
                "Rests on {count} relations of known strength (tied pairs: {pairs}; actors: {actors}).",
                sum(map(len, ties.by_pair.values())),
                pairs=len(ties.network.pairs),
                actors=len(ties.network.actors),
            )
        )
    left_out = [
        tr_count("{count} of unknown strength", "{count} of unknown strength", len(ties.unknown)),
        tr_count("{count} of strength 0", "{count} of strength 0", len(ties.neither)),
        tr_count("{count} that does not apply", "{count} that do not apply", len(ties.off_stage)),
    ]
    sizes = map(len, (ties.unknown, ties.neither, ties.off_stage))
    named = [text for text, size in zip(left_out, sizes, strict=True) if size]
    if named:
        lines.append(tr("Relations left out: {relations}.", relations=comma_list(named)))
    if count > 1:
        lines.append(
            tr("No tie connects {count} parts of it, and each is divided for itself.", count=figure(count))
        )
    return " ".join(lines)


def _actors_by_camp(divided: Sequence[Part]) -> list[str]:
    return [part.network.actors[index] for part in divided for camp in part.two.camps for index in camp]


def _charts(document: StakeMap, ties: Ties, divided: Sequence[Part]) -> tuple[Chart, ...]:
    actors = _actors_by_camp(divided)
    if not 2 < len(actors) <= _GRID_ACTORS:
        return ()
    strongest = max(_STRONGEST, int(abs(ties.network.strength).max()))
    strength: dict[tuple[str, str], int] = {}
    for index, value in enumerate(ties.network.strength.tolist()):
        one, other = ties.network.pair(index)
        strength[one, other] = strength[other, one] = value
    cells = tuple(
        tuple(
            Cell(strength[row, column] / strongest, signed(strength[row, column]))
            if (row, column) in strength
            else Cell(None)
            for column in actors
        )
        for row in actors
    )
    names = tuple(actor_name(document, actor) for actor in actors)
    legend = (tr("hostile"), tr("neither"), tr("friendly"))
    return (Grid(tr("Ties between actors, by camp"), names, names, cells, tuple(actors), legend),)


def _tables(
    document: StakeMap, sentences: Sentences, ties: Ties, divided: Sequence[Part]
) -> tuple[Table, ...]:
    """The ties that go against the camps, the strongest first."""
    found = [(part.network, index) for part in divided for index in part.two.frustrated]
    found.sort(key=lambda entry: -abs(entry[0].strength[entry[1]]))
    rows = []
    for network, index in found[:_TABLE_ROWS]:
        pair, strength = network.pair(index), int(network.strength[index])
        relations = [document.relations[tie.relation] for tie in ties.by_pair[pair]]
        labels = comma_list([one_line(relation.label) for relation in relations if relation.label.strip()])
        why = tr("hostile inside a camp") if strength < 0 else tr("friendly across camps")
        rows.append((sentences.pair_name(pair), signed(strength), labels, why))
    if not rows:
        return ()
    headers = (tr("Pair"), tr("Strength"), tr("Relations"), tr("Why"))
    return (Table(tr("Ties that go against the camps"), headers, tuple(rows), frozenset({1})),)


def _data(question: Question, ties: Ties, found: Triads, divided: Sequence[Part]) -> dict[str, object]:
    """All numbers with their inputs, as plain JSON values."""
    network = ties.network
    return {
        "snapshot": question.snapshot,
        "pairs": [
            {
                "actors": list(pair),
                "strength": ties.strength(pair),
                "relations": [
                    {"id": tie.relation, "strength": tie.strength, "snapshot": tie.snapshot} for tie in each
                ],
            }
            for pair, each in sorted(ties.by_pair.items())
        ],
        "left_out": {
            "unknown": sorted(ties.unknown),
            "zero": sorted(ties.neither),
            "not_applicable": sorted(ties.off_stage),
        },
        "triads": {
            "total": found.total,
            "unbalanced": found.unbalanced,
            "balanced_share": found.balanced_share,
            "most_tense": [
                {"actors": [network.actors[index] for index in members], "strengths": strengths}
                for members, strengths in zip(found.members.tolist(), found.strengths.tolist(), strict=True)
            ],
        },
        "parts": [
            {
                "actors": list(part.network.actors),
                "strength": int(abs(part.network.strength).sum()),
                "two_camps": _division_data(part, part.two),
                "three_camps": None if part.three is None else _division_data(part, part.three),
            }
            for part in divided
        ],
    }


def _division_data(part: Part, division: Division) -> dict[str, object]:
    network = part.network
    return {
        "camps": [[network.actors[index] for index in camp] for camp in division.camps],
        "frustration": division.frustration,
        "frustrated": [list(network.pair(index)) for index in division.frustrated],
        "exact": division.is_exact,
        "best_divisions": division.number if division.is_exact else None,
    }
