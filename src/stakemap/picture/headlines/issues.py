"""Headlines of pages on all issues: what the weight of influence favours, and who is divided most; they call
nothing on which most positions are unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from stakemap.analysis.balance.balance import Balance, balance
from stakemap.analysis.balance.counted import gather
from stakemap.analysis.balance.intervals import DRAWS, Interval, intervals
from stakemap.analysis.balance.sides import Side, side_of
from stakemap.analysis.balance.verdict import leader, turned_by, verdict
from stakemap.analysis.matrix import Matrix, matrix
from stakemap.i18n import tr, tr_count
from stakemap.picture.headlines.movement_change import HARDLY
from stakemap.picture.headlines.names import headed_actor, headed_end, headed_issue, headed_issues, listed

if TYPE_CHECKING:
    from stakemap.picture.job import SlideJob

#: Below this share of known positions a headline states what is not known instead of what is.
_LITTLE = 0.25
#: Most values drawn for the interval of an issue, so that headlines of very large maps take no seconds.
_DRAWN = 1_000_000
#: A headline of more letters takes more than two lines, and counts issues instead of naming them.
_LONG = 180


def issues_headline(job: SlideJob) -> str:
    """What the weight of influence favours on which issues; where hardly anything is known, that."""
    table = _table(job)
    if table is None:
        return tr("Nothing is judged yet")
    known, total = _known(table)
    if not known:
        return tr("No actor’s position is known yet")
    if known < _LITTLE * total:
        return _few_known(table)
    return _weights(job, table) or tr("Too little is known to say what the weight of influence favours")


def _known(table: Matrix) -> tuple[int, int]:
    """The numbers of known positions and of all."""
    cells = [cell for row in table.cells for cell in row if cell.is_applicable]
    return sum(cell.value is not None for cell in cells), len(cells)


def _few_known(table: Matrix) -> str:
    known, total = _known(table)
    return tr_count(
        "Only {known} of {total} positions on {count} issue are known",
        "Only {known} of {total} positions on {count} issues are known",
        len(table.issues),
        known=known,
        total=total,
    )


class _Part(NamedTuple):
    """A part of a headline, in full and with issues counted rather than named."""

    named: str
    counted: str


def _weights(job: SlideJob, table: Matrix) -> str:
    """What is favoured, what is ahead but could be turned, what is even or open, what too much is unknown to
    call, and of which issues most is; empty if that is all that there is to say.
    """
    favoured, ahead, even, doubtful, uncalled = (list[str]() for _ in range(5))
    unknown = _mostly_unknown(table)
    for issue in table.issues:
        result, net = _weighed(job, issue)
        called, side = verdict(result, net), leader(result)
        if issue in unknown or called == "nothing":
            continue
        if turned_by(result, net) == "unknowns":
            uncalled.append(issue)
        elif called == "even":
            even.append(issue)
        elif side == "even":
            doubtful.append(issue)
        else:
            end = headed_end(job.document, issue, is_high=side == "for")
            (ahead if called == "uncertain" else favoured).append(end)
    if not (favoured or ahead or even or doubtful):
        return ""
    parts = [*_leading(favoured, ahead), *_open(job, even, doubtful), *_unknown(job, uncalled, unknown)]
    for shortened in range(len(parts) + 1):
        kept = len(parts) - shortened
        text = "; ".join([*(part.named for part in parts[:kept]), *(part.counted for part in parts[kept:])])
        if len(text) <= _LONG:
            break
    return text


def _leading(favoured: list[str], ahead: list[str]) -> Iterator[_Part]:
    if favoured:
        text = tr("The weight of influence favours {ends}", ends=listed(favoured))
        yield _Part(text, text)
    if ahead:
        text = tr_count(
            "{ends} is ahead, but the lead is uncertain",
            "{ends} are ahead, but their lead is uncertain",
            len(ahead),
            ends=listed(ahead),
        )
        yield _Part(text, text)


def _open(job: SlideJob, even: Sequence[str], doubtful: Sequence[str]) -> Iterator[_Part]:
    count = len(even)
    if even:
        yield _Part(
            tr_count(
                "{names} is evenly balanced",
                "{names} are evenly balanced",
                count,
                names=headed_issues(job.document, even),
            ),
            tr_count("{count} issue is evenly balanced", "{count} issues are evenly balanced", count),
        )
    count = len(doubtful)
    if doubtful:
        yield _Part(
            tr_count(
                "{names} could go either way",
                "{names} could go either way",
                count,
                names=headed_issues(job.document, doubtful),
            ),
            tr_count("{count} issue could go either way", "{count} issues could go either way", count),
        )


def _unknown(job: SlideJob, uncalled: Sequence[str], unknown: Sequence[str]) -> Iterator[_Part]:
    count = len(uncalled)
    if uncalled:
        yield _Part(
            tr("too much is unknown to call {names}", names=headed_issues(job.document, uncalled)),
            tr_count(
                "too much is unknown to call {count} issue",
                "too much is unknown to call {count} issues",
                count,
            ),
        )
    count = len(unknown)
    if unknown:
        yield _Part(
            tr("most positions on {names} are unknown", names=headed_issues(job.document, unknown)),
            tr_count(
                "most positions on {count} issue are unknown",
                "most positions on {count} issues are unknown",
                count,
            ),
        )


def _mostly_unknown(table: Matrix) -> tuple[str, ...]:
    """The issues on which more positions are unknown than known."""
    found = []
    for column, issue in enumerate(table.issues):
        cells = [row[column] for row in table.cells if row[column].is_applicable]
        if 2 * sum(cell.value is not None for cell in cells) < len(cells):
            found.append(issue)
    return tuple(found)


def _table(job: SlideJob) -> Matrix | None:
    """The alignment of all actors on all issues; None without a snapshot, issues or actors."""
    document, snapshot = job.document, job.request.snapshot
    if snapshot is None or snapshot not in document.snapshots or not document.issues or not document.actors:
        return None
    return matrix(document, snapshot, job.resolver)


def _weighed(job: SlideJob, issue: str) -> tuple[Balance, Interval | None]:
    """The balance on an issue, and the interval of the difference, as the app has them."""
    inputs, limits = gather(job.document, job.request.snapshot or "", issue, job.resolver), job.style.limits
    draws = max(100, min(DRAWS, _DRAWN // max(1, len(inputs.actors))))
    found = intervals(inputs, limits.threshold, draws=draws)
    return balance(inputs, *limits), None if found is None else found.net


class _Divide(NamedTuple):
    """The strongest opponent and supporter on an issue, and the pull of the weaker and of the stronger."""

    pulls: tuple[float, float]
    issue: str
    against: str
    support: str


def matrix_headline(job: SlideJob) -> str:
    """Which actors pull most to different sides, and on which issue; else who are furthest apart."""
    table = _table(job)
    if table is None:
        return tr("Nothing is judged yet")
    places = [_places(table, column) for column in range(len(table.issues))]
    if not any(places):
        return tr("No actor’s position is known yet")
    if all(len(placed) < 2 for placed in places):
        return tr("No issue has two known positions to compare")
    # Between whom the divide is remains unknown where most positions are.
    unknown = _mostly_unknown(table)
    places = [{} if issue in unknown else placed for issue, placed in zip(table.issues, places, strict=True)]
    if all(len(placed) < 2 for placed in places):
        return _few_known(table)
    spreads = [max(placed.values(), default=0.0) - min(placed.values(), default=0.0) for placed in places]
    if max(spreads) < 2 * HARDLY:
        if unknown:
            return tr("Actors stand close together where most positions are known")
        return tr("Actors stand close together on every issue")
    divides = [_divide(job, issue) for issue in table.issues if issue not in unknown]
    found = max((each for each in divides if each), key=lambda each: each.pulls, default=None)
    if found is not None:
        return _between(job, tr("The main divide is between {first} and {last} on {issue}"), *found[1:])
    column = spreads.index(max(spreads))
    low, high = (choose(places[column], key=places[column].__getitem__) for choose in (min, max))
    text = tr("The widest gap is between {first} and {last} on {issue}")
    return _between(job, text, table.issues[column], low, high)


def _places(table: Matrix, column: int) -> dict[str, float]:
    """The known alignments of a column, by actor."""
    cells = (row[column].value for row in table.cells)
    return {actor: value for actor, value in zip(table.actors, cells, strict=True) if value is not None}


def _between(job: SlideJob, text: str, issue: str, first: str, last: str) -> str:
    low, high = (headed_actor(job.document, actor) for actor in (first, last))
    return text.format(first=low, last=high, issue=headed_issue(job.document, issue))


def _divide(job: SlideJob, issue: str) -> _Divide | None:
    """The actors that pull most to either side of an issue, by weight × alignment; None if one has none."""
    inputs, limits = gather(job.document, job.request.snapshot or "", issue, job.resolver), job.style.limits
    result, strongest = balance(inputs, *limits), dict[Side, tuple[float, str]]()
    for (actor, weight), alignment in zip(result.power, inputs.alignment.value.tolist(), strict=True):
        side, pull = side_of(alignment, limits.threshold), weight * abs(alignment)
        if pull > strongest.get(side, (0.0, ""))[0]:
            strongest[side] = pull, actor
    if "for" not in strongest or "against" not in strongest:
        return None
    (opposed, against), (supporting, support) = strongest["against"], strongest["for"]
    return _Divide((min(opposed, supporting), max(opposed, supporting)), issue, against, support)
