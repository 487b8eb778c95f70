"""The result of an issue at a snapshot within a sentence, and the sums behind it."""

from __future__ import annotations

from collections.abc import Sequence

from stakemap.analysis.balance.verdict import turned_by
from stakemap.analysis.balance.verdict_sentences import blocked_words, label_of, names_of
from stakemap.analysis.scenarios.scenarios import Case, Comparison
from stakemap.i18n import joined, number, tr
from stakemap.model.document import StakeMap
from stakemap.wording.names import snapshot_name
from stakemap.wording.numbers import figure, signed_figure


def result_words(document: StakeMap, case: Case) -> str:
    """The verdict of a case, and who can block it: "in favour of “Open it now” (Azerbaijan can block it)"."""
    text, remarks = _verdict_words(document, case)
    blockers = _blockers(case)
    if blockers:
        what = blocked_words(document, case.balance, case.verdict)
        remarks.append(tr("{names} can block {what}", names=names_of(document, blockers), what=what))
    return _with_remarks(text, remarks)


def _with_remarks(text: str, remarks: Sequence[str]) -> str:
    if not remarks:
        return text
    return tr("{verdict} ({remarks})", verdict=text, remarks=tr("; ").join(remarks))


def _blockers(case: Case) -> tuple[str, ...]:
    """Who can block and is against, where there is something to block."""
    return () if case.verdict in ("against", "nothing") else case.blockers


def _verdict_words(document: StakeMap, case: Case) -> tuple[str, list[str]]:
    """A verdict as what a result can be, stay or change to, and what is to be said of it in brackets."""
    result = case.balance
    if case.verdict == "nothing":
        return tr("unknown"), [tr("nothing to weigh")]
    if case.verdict == "uncertain":
        by_ranges = turned_by(result, case.interval) == "ranges"
        return tr("uncertain"), [tr("either side could lead") if by_ranges else tr("too many unknowns")]
    if case.verdict == "even":
        balanced = result.support or result.opposition
        return tr("evenly balanced") if balanced else tr("undecided throughout"), []
    if label := label_of(document, result, case.verdict):
        return tr("in favour of “{label}”", label=label), []
    return tr("in favour") if case.verdict == "for" else tr("against"), []


def changes_result(document: StakeMap, found: Comparison) -> bool:
    """Whether a scenario has another verdict, or others who can block it."""
    return result_words(document, found.before) != result_words(document, found.after)


def result_change(document: StakeMap, found: Comparison) -> str:
    """What becomes of the result in a scenario, after "the result"."""
    before, after = (result_words(document, case) for case in (found.before, found.after))
    if before == after:
        return tr("would stay {after}", after=after)
    verdict, verdict_then = (_verdict_words(document, case) for case in (found.before, found.after))
    if verdict == verdict_then:
        kept = tr("would stay {after}", after=_with_remarks(*verdict))
        return tr("{kept}, but {change}", kept=kept, change=_change_of_blockers(document, found))
    return tr("would change from {before} to {after}", before=before, after=after)


def _change_of_blockers(document: StakeMap, found: Comparison) -> str:
    """Who could no longer block, and who could now."""
    what = blocked_words(document, found.after.balance, found.after.verdict)
    before, after = _blockers(found.before), _blockers(found.after)
    parts = []
    if gone := [actor for actor in before if actor not in after]:
        names = names_of(document, gone)
        parts.append(tr("{names} would no longer block {what}", names=names, what=what))
    if new := [actor for actor in after if actor not in before]:
        parts.append(tr("{names} could now block {what}", names=names_of(document, new), what=what))
    return joined(parts)


def sum_lines(document: StakeMap, found: Comparison) -> tuple[str, str]:
    """The sums behind the results of the base and of the scenario."""
    return sum_line(document, found.before), sum_line(document, found.after)


def sum_line(document: StakeMap, case: Case) -> str:
    """The sums behind the result of a case."""
    result = case.balance
    name = snapshot_name(document, case.snapshot)
    if result.mean is None:
        return tr("“{snapshot}”: no weight.", snapshot=name)
    lines = [
        tr(
            "“{snapshot}”: weight {support} for − {opposition} against = {net}; evenly balanced up to "
            "{margin} % of {weight} = {even}; weighted mean {mean}.",
            snapshot=name,
            support=figure(result.support, 1),
            opposition=figure(result.opposition, 1),
            net=signed_figure(result.net, 1),
            margin=number(result.margin),
            weight=figure(result.weight, 1),
            even=figure(result.margin / 100 * result.weight, 1),
            mean=signed_figure(result.mean, 1),
        )
    ]
    if case.interval is not None:
        lines.append(
            tr(
                "Within the ranges the difference is {low} to {high}.",
                low=signed_figure(case.interval.low, 1),
                high=signed_figure(case.interval.high, 1),
            )
        )
    if result.potential:
        weight = figure(sum(each.weight for each in result.potential), 1)
        lines.append(tr("Who is left out could weigh up to {weight}.", weight=weight))
    return " ".join(lines)
