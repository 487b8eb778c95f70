"""What several actors together would turn, in sentences: pairs, those left out, all at once."""

from __future__ import annotations

import numpy as np

from stakemap.analysis.balance.counted import counted_within
from stakemap.analysis.balance.sides import side_of
from stakemap.analysis.balance.verdict_sentences import names_of
from stakemap.analysis.levers.context import LeverContext
from stakemap.analysis.levers.formulas import how_of_pair, how_of_radius, how_of_unknowns, sides_line
from stakemap.analysis.levers.pairs import without_range
from stakemap.analysis.levers.phrases import at_most_text, changes_text, pair_size_text
from stakemap.analysis.levers.results import Target
from stakemap.analysis.levers.unknowns import Unknowns
from stakemap.analysis.report import Finding
from stakemap.i18n import joined, tr, tr_count
from stakemap.wording.numbers import figure

#: The least radius that is reported, with two decimals.
_LEAST = 0.01


def pair_findings(words: LeverContext) -> list[Finding]:
    """The effect of two alignments together, unless the headline of the verdict states it already."""
    pair = words.found.pairs["verdict"] or words.found.pairs["mean"]
    if pair is None or (pair.target == "verdict" and words.found.smallest("verdict") is None):
        return []
    single = [lever for lever in words.found.levers[pair.target] if lever.field == "alignment"]
    pattern = (
        tr("Smaller steps would do if two moved together, {size}: {changes} {purpose}.")
        if single
        else tr("Two alignments together would do it, {size}: {changes} {purpose}.")
    )
    text = pattern.format(
        size=pair_size_text(pair),
        changes=changes_text(words.document, pair.levers),
        purpose=words.purpose(pair.levers[0]),
    )
    how = how_of_pair(words.question, words.found, pair)
    return [words.finding("pair", text, pair.levers, how, is_detail=True)]


def unknowns_findings(words: LeverContext) -> list[Finding]:
    """Whether those left out could turn which side leads, and the fewest who could."""
    left_out = words.setting.inputs.left_out
    unknowns = words.found.unknowns["verdict"]
    known = dict(zip(left_out.actors, (~np.isnan(left_out.alignment)).tolist(), strict=True))
    if unknowns is None:
        weight = float(left_out.weight.sum())
        if not weight:
            return []
        text = tr_count(
            "{count} actor is left out since its alignment or influence is not known; with a weight of up to "
            "{weight} it could not turn which side leads.",
            "{count} actors are left out since their alignment or influence is not known; with a weight of "
            "up to {weight} together they could not turn which side leads.",
            len(left_out.actors),
            weight=figure(weight),
        )
        place = words.question.place_of_stance(left_out.actors[0])
        how = sides_line(words.setting)
        text = f"{text}{_parts_text(words)}"
        return [Finding("unknowns", text, how, "detail", place=place, actors=left_out.actors)]
    lacking = tr("alignment or influence") if any(map(known.get, unknowns.actors)) else tr("alignment")
    text = tr_count(
        "{names} alone, whose {lacking} is not known, could {effect}.",
        "{count} of those left out could {effect} together: {names}, whose {lacking} is not known; no fewer "
        "could.",
        len(unknowns.actors),
        names=names_of(words.document, unknowns.actors),
        lacking=lacking,
        effect=_effect(words, unknowns),
    )
    first = unknowns.actors[0]
    place = words.question.place_of_standing(first) if known[first] else words.question.place_of_stance(first)
    how = how_of_unknowns(words.question, words.found, unknowns)
    text = f"{text}{_parts_text(words)}"
    return [Finding("unknowns", text, how, place=place, actors=unknowns.actors)]


def _parts_text(words: LeverContext) -> str:
    """That parts of those left out count as long as their wholes do not; empty if there are none."""
    inputs = words.setting.inputs
    left_out = frozenset(inputs.left_out.actors)
    wholes = {counted_within(words.document, left_out, actor) for actor in inputs.actors} - {None}
    if not wholes:
        return ""
    names = names_of(words.document, sorted(each for each in wholes if each is not None))
    return " " + tr(
        "This takes parts of {names} to count as they do now; they would not once their whole counts.",
        names=names,
    )


def _effect(words: LeverContext, unknowns: Unknowns) -> str:
    """What those left out would bring about on the side `toward`."""
    setting = words.setting
    left_out = setting.inputs.left_out
    rows = zip(left_out.actors, left_out.alignment.tolist(), left_out.weight.tolist(), strict=True)
    on_side = sum(
        weight
        for actor, place, weight in rows
        if actor in unknowns.actors and side_of(place, setting.limits.threshold) != "undecided"
    )
    lead = setting.net * unknowns.toward + on_side
    if lead <= setting.margin * (setting.total + unknowns.weight):
        return tr("leave the sides evenly balanced")
    return tr("put those in favour ahead") if unknowns.toward > 0 else tr("put those against ahead")


def radius_findings(words: LeverContext) -> list[Finding]:
    """How far all alignments may be off at once."""
    lacking = without_range(words.setting)
    if lacking:
        text = tr_count(
            "How far all alignments may be off at once cannot be told, since {names} has no range.",
            "How far all alignments may be off at once cannot be told, since {names} have no range.",
            len(lacking),
            names=names_of(words.document, lacking),
        )
        place = words.question.place_of_stance(lacking[0])
        return [Finding("radius", text, kind="missing", place=place, actors=lacking)]
    found = words.found.radii
    radii = {target: at_most_text(size) for target, size in found.items() if size and size >= _LEAST}
    if not radii:
        return []
    patterns: dict[Target, str] = {
        "verdict": tr("the same side leads up to {times}")
        if words.setting.result("verdict")
        else tr("the sides stay even up to {times}"),
        "mean": tr("the weighted mean keeps its side up to {times}"),
        "median": tr("the weighted median keeps its side up to {times}"),
    }
    text = tr(
        "All alignments may be off at once, each by up to so many half-ranges: {parts}.",
        parts=joined([patterns[target].format(times=times) for target, times in radii.items()]),
    )
    return [Finding("radius", text, how_of_radius(words.found), "detail")]
