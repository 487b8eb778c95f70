"""The track record in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stakemap.analysis.report import Finding, Place, Report
from stakemap.analysis.track_record.charts import PERCENTS, ROWS, charts, percent, tables
from stakemap.analysis.track_record.data import data_of
from stakemap.analysis.track_record.groups import Group, groups_of
from stakemap.analysis.track_record.scenarios import scenario_finding
from stakemap.analysis.track_record.track_record import (
    LEAST,
    TARGET,
    HitRate,
    chance,
    hit_rate,
    is_hindsight,
    is_hit,
    mean_score,
    miss,
)
from stakemap.i18n import comma_list, joined, number, tr, tr_count
from stakemap.model.document import Resolution, StakeMap
from stakemap.model.order import sort_key
from stakemap.model.subjects import Subject
from stakemap.text import capital
from stakemap.wording.numbers import figure
from stakemap.wording.resolutions import range_text, resolution_name, value_text


def report(document: StakeMap) -> Report:
    """How often the ranges of the map held, and its scenarios came about."""
    resolutions = _in_order(document)
    ranged = [each for each in resolutions if each.has_range]
    found = hit_rate(ranged)
    groups = groups_of(ranged)
    scenarios = scenario_finding(document)
    findings: tuple[Finding, ...]
    if found is not None:
        by_range = _range_findings(document, ranged, found)
        findings = (*by_range, *_group_findings(groups), scenarios, *_remarks(document, ranged))
    else:
        missing = _missing(resolutions, ranged)
        # What could be computed heads the report, and what could not follows.
        findings = (missing, scenarios) if scenarios.kind == "missing" else (scenarios, missing)
    return Report(
        "track-record",
        findings,
        charts=() if found is None else tuple(charts(document, ranged)),
        tables=tables(groups),
        rests_on=_rests_on(document, resolutions, ranged),
        caveat=_caveat(found),
        data=data_of(document, ranged, found, groups),
    )


def _in_order(document: StakeMap) -> list[Resolution]:
    """What was found, by the names of what it was found of."""
    names = {key: resolution_name(document, each) for key, each in document.resolutions.items()}
    return [document.resolutions[key] for key in sorted(names, key=lambda key: (sort_key(names[key]), key))]


def _rests_on(document: StakeMap, resolutions: Sequence[Resolution], ranged: Sequence[Resolution]) -> str:
    parts = [
        tr_count(
            "Rests on {count} resolved judgement with a range",
            "Rests on {count} resolved judgements with a range",
            len(ranged),
        )
    ]
    without = len(resolutions) - len(ranged)
    if without:
        parts.append(tr_count("{count} more without one", "{count} more without one", without))
    parts.append(
        tr_count(
            "the outcome of {count} scenario", "the outcomes of {count} scenarios", len(document.outcomes)
        )
    )
    return tr("{parts}.", parts=joined(parts))


def _caveat(found: HitRate | None) -> str:
    text = tr(
        "What is resolved is chosen by people, and judgements of the same actor depend on each other; a "
        "record does not tell how other judgements will do."
    )
    if found is None:
        return text
    low, high = chance(found.count)
    by_chance = tr(
        "{count} resolved judgements: of true 80 % ranges, chance alone gives {low} to {high} that hold, in "
        "nine of ten such records.",
        count=found.count,
        low=low,
        high=high,
    )
    return f"{by_chance} {text}"


# --- findings ----------------------------------------------------------------------------------------------


def _missing(resolutions: Sequence[Resolution], ranged: Sequence[Resolution]) -> Finding:
    needed = LEAST - len(ranged)
    if not resolutions:
        text = tr(
            "No judgement is resolved yet: once it is recorded what was found of {least} judgements with a "
            "range, it can be told how often the ranges held. To record it, select an actor at an older "
            "snapshot and choose “Resolve…”.",
            least=LEAST,
        )
    else:
        text = tr_count(
            "{ranged} of {all} resolved judgements have a range: how often ranges held can be told from "
            "{least} on, so {count} more is needed.",
            "{ranged} of {all} resolved judgements have a range: how often ranges held can be told from "
            "{least} on, so {count} more are needed.",
            needed,
            ranged=len(ranged),
            all=len(resolutions),
            least=LEAST,
        )
    return Finding("ranges", text, kind="missing", action="resolve-judgement")


def _range_findings(document: StakeMap, ranged: Sequence[Resolution], found: HitRate) -> Iterator[Finding]:
    yield _headline(found)
    yield _rate(found)
    missed = [each for each in ranged if not is_hit(each)]
    if missed:
        yield _misses(document, missed)
    for finding_id, fields in (("score", ("alignment",)), ("score-percent", PERCENTS)):
        finding = _score(finding_id, [each for each in ranged if each.field in fields])
        if finding is not None:
            yield finding


def _headline(found: HitRate) -> Finding:
    low, high = chance(found.count)
    values = {
        "hits": found.hits,
        "count": found.count,
        "rate": percent(found.rate),
        "expected": figure(TARGET * found.count),
        "low": low,
        "high": high,
    }
    text = {
        "narrow": tr(
            "Only {hits} of {count} ranges ({rate}) held what was later found; of true 80 % ranges about "
            "{expected} do, {low} to {high} by chance: ours look too narrow, or off the mark.",
            **values,
        ),
        "fits": tr(
            "{hits} of {count} ranges ({rate}) held what was later found; of true 80 % ranges about "
            "{expected} do, {low} to {high} by chance: our record is compatible with that.",
            **values,
        ),
        "wide": tr(
            "{hits} of {count} ranges ({rate}) held what was later found; of true 80 % ranges about "
            "{expected} do, {low} to {high} by chance: ours look wider than 80 % ranges need be.",
            **values,
        ),
    }[found.verdict]
    how = "\n".join(
        (
            tr("Held: what was found lies within the range, ends included."),
            tr("{hits} ÷ {count} = {rate}", hits=found.hits, count=found.count, rate=figure(found.rate, 3)),
            tr(
                "Expected: 0.8 × {count} = {number}",
                count=found.count,
                number=figure(TARGET * found.count, 1),
            ),
            tr(
                "By chance: nine of ten records of {count} true 80 % ranges have {low} to {high} that hold.",
                count=found.count,
                low=low,
                high=high,
            ),
        )
    )
    return Finding("ranges", text, how)


def _rate(found: HitRate) -> Finding:
    few = found.verdict != "wide"
    values = {
        "count": found.count,
        "low": figure(100 * found.interval.low),
        "high": figure(100 * found.interval.high),
        "hits": found.hits,
        "probability": percent(found.at_most if few else found.at_least),
    }
    if few:
        text = tr(
            "{count} cases are compatible with a true rate of {low} to {high} % (Wilson’s 95 % interval); if "
            "it were 80 %, a record of {hits} or fewer that hold would come about with a probability of "
            "{probability}.",
            **values,
        )
    else:
        text = tr(
            "{count} cases are compatible with a true rate of {low} to {high} % (Wilson’s 95 % interval); if "
            "it were 80 %, a record of {hits} or more that hold would come about with a probability of "
            "{probability}.",
            **values,
        )
    how = "\n".join(
        (
            tr(
                "(p + z² ÷ 2n ± z √(p (1 − p) ÷ n + z² ÷ 4n²)) ÷ (1 + z² ÷ n) with p = {rate}, n = {count}, "
                "z = 1.96: {low} to {high}",
                rate=figure(found.rate, 3),
                count=found.count,
                low=figure(found.interval.low, 3),
                high=figure(found.interval.high, 3),
            ),
            tr(
                "Σ C({count}, i) 0.8ⁱ 0.2^({count} − i) over i from {first} to {last} = {probability}",
                count=found.count,
                first=0 if few else found.hits,
                last=found.hits if few else found.count,
                probability=figure(found.at_most if few else found.at_least, 4),
            ),
        )
    )
    return Finding("rate", text, how, "detail")


def _misses(document: StakeMap, missed: Sequence[Resolution]) -> Finding:
    above = sum(1 for each in missed if miss(each) > 0)
    worst = max(missed, key=lambda each: abs(miss(each)))
    text = tr(
        "Of the {count} that did not hold, {above} were found above the range and {below} below it; the "
        "furthest off: {name}, found {found}, judged {judged}.",
        count=len(missed),
        above=above,
        below=len(missed) - above,
        name=resolution_name(document, worst),
        found=value_text(worst.field, worst.found),
        judged=range_text(worst),
    )
    if len(missed) == 1:
        text = tr(
            "The one that did not hold is {name}: found {found}, judged {judged}.",
            name=resolution_name(document, worst),
            found=value_text(worst.field, worst.found),
            judged=range_text(worst),
        )
    how = "\n".join(
        tr(
            "{name}: found {found}, judged {judged}, {points} outside",
            name=capital(resolution_name(document, each)),
            found=value_text(each.field, each.found),
            judged=range_text(each),
            points=number(abs(miss(each))),
        )
        for each in sorted(missed, key=lambda each: -abs(miss(each)))[:ROWS]
    )
    return Finding("misses", text, how, "detail", _place(document, worst), (worst.actor,))


def _place(document: StakeMap, resolution: Resolution) -> Place | None:
    """Where the judgement is, unless it is gone."""
    if resolution.actor not in document.actors or resolution.snapshot not in document.snapshots:
        return None
    if resolution.issue is None:
        return Place(resolution.snapshot, Subject.standing(resolution.actor))
    if resolution.issue not in document.issues:
        return None
    name = "value" if resolution.field == "alignment" else resolution.field
    return Place(resolution.snapshot, Subject.stance(resolution.issue, resolution.actor), name)


def _score(finding_id: str, ranged: Sequence[Resolution]) -> Finding | None:
    found = mean_score(ranged)
    if found is None:
        return None
    values = {
        "count": found.count,
        "mean": figure(found.mean, 1),
        "width": figure(found.width, 1),
        "penalty": figure(found.mean - found.width, 1),
    }
    if finding_id == "score":
        text = tr(
            "The mean interval score of {count} ranges of alignment is {mean} points on a scale 200 wide: "
            "{width} for their width and {penalty} for what lay outside. Smaller is better.",
            **values,
        )
    else:
        text = tr(
            "The mean interval score of {count} ranges of influence and salience is {mean} points on a "
            "scale 100 wide: {width} for their width and {penalty} for what lay outside. Smaller is better.",
            **values,
        )
    outside = sum(abs(miss(each)) for each in ranged)
    how = "\n".join(
        (
            tr("Width + 10 × distance of what was found from the range, on average."),
            tr(
                "{width} + 10 × {outside} ÷ {count} = {mean}",
                width=values["width"],
                outside=figure(outside, 1),
                count=found.count,
                mean=values["mean"],
            ),
        )
    )
    return Finding(finding_id, text, how, "detail")


def _group_findings(groups: Sequence[Group]) -> Iterator[Finding]:
    """By analyst, then by confidence; of groups that are too small only their number."""
    for kind, intro in (("analyst", tr("By analyst")), ("confidence", tr("By confidence"))):
        own = [each for each in groups if each.kind == kind]
        told = [
            tr("{name} {hits} of {count} held", name=each.name, hits=each.rate.hits, count=each.count)
            for each in own
            if each.rate is not None
        ]
        small = [
            tr("{name} ({count})", name=each.name, count=each.count) for each in own if each.rate is None
        ]
        if not told:
            if len(own) > 1:
                text = tr(
                    "{intro}: nothing can be told below {least} each: {small}.",
                    intro=intro,
                    least=LEAST,
                    small=comma_list(small),
                )
                yield Finding(kind, text, kind="missing")
            continue
        text = tr("{intro}: {told}.", intro=intro, told=comma_list(told))
        if small:
            rest = tr("Not told, with fewer than {least}: {small}.", least=LEAST, small=comma_list(small))
            text = f"{text} {rest}"
        how = "\n".join(
            tr(
                "{name}: {hits} ÷ {count} = {rate}; Wilson’s interval {low} to {high} %; probability of so "
                "few at 80 %: {probability}",
                name=each.name,
                hits=each.rate.hits,
                count=each.count,
                rate=figure(each.rate.rate, 3),
                low=figure(100 * each.rate.interval.low),
                high=figure(100 * each.rate.interval.high),
                probability=percent(each.rate.at_most),
            )
            for each in own
            if each.rate is not None
        )
        yield Finding(kind, text, how, "detail")


def _remarks(document: StakeMap, ranged: Sequence[Resolution]) -> Iterator[Finding]:
    """What the reader should know of what was counted."""
    gone = sum(1 for each in ranged if each.actor not in document.actors)
    late = sum(1 for each in ranged if is_hindsight(each))
    parts = []
    if gone:
        parts.append(
            tr_count(
                "{count} is about an actor that is no longer in the map",
                "{count} are about actors that are no longer in the map",
                gone,
            )
        )
    if late:
        parts.append(
            tr_count(
                "{count} was judged more than three months after the time for which it was found, perhaps "
                "with hindsight",
                "{count} were judged more than three months after the time for which they were found, "
                "perhaps with hindsight",
                late,
            )
        )
    if parts:
        text = tr("Of the resolved judgements that count, {parts}.", parts=comma_list(parts))
        yield Finding("remarks", text, kind="detail")
